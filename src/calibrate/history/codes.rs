//! The codes by which participants of earlier treaties are known.

use std::cmp::Ordering;

use crate::fault::nearest;

/// Codes of States and territories, in order: ISO 3166-1 alpha-3 as it stands in 2026, XKX as used
/// for Kosovo, EUU as used for the European Union, and of ISO 3166-3 those of States that have
/// ceased to exist.
const KNOWN: &str = "\
    ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD \
    BGR BHR BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR \
    COD COG COK COL COM CPV CRI CSK CUB CUW CXR CYM CYP CZE DDR DEU DJI DMA DNK DOM DZA ECU EGY \
    ERI ESH ESP EST ETH EUU FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ \
    GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA \
    JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA \
    MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS \
    MYT NAM NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI \
    PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM \
    SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR \
    TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM XKX YEM YMD YUG ZAF \
    ZMB ZWE";

/// Letters of a known code and the space behind it.
const WIDTH: usize = 4;

/// The States that have ceased to exist.
pub(super) const EXTINCT: [&str; 4] = ["CSK", "DDR", "YMD", "YUG"];

/// Whether this is a code of a participant: a known one, or `IO-` and a name in capitals.
pub(super) fn is_code(code: &str) -> bool {
    match code.strip_prefix("IO-") {
        Some(name) => !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase()),
        // Known codes stand in order, each with a space behind it: asked once a row of the history.
        None => {
            let (mut from, mut to) = (0, KNOWN.len().div_ceil(WIDTH));
            while from < to {
                let middle = from.midpoint(to);
                match KNOWN[middle * WIDTH..][..WIDTH - 1].cmp(code) {
                    Ordering::Less => from = middle + 1,
                    Ordering::Equal => return true,
                    Ordering::Greater => to = middle,
                }
            }
            false
        }
    }
}

/// The code that was perhaps meant.
pub(super) fn nearest_code(code: &str) -> Option<&'static str> {
    nearest(code, KNOWN.split(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_stand_in_order_and_those_of_hanoi_are_among_them() {
        let known: Vec<&str> = KNOWN.split(' ').collect();
        assert!(known.is_sorted_by(|one, other| one < other && other.len() == 3));
        let hanoi = include_str!("../../../scenarios/hanoi/participants.csv");
        let codes = hanoi.lines().skip(1).filter_map(|line| line.split(',').next());
        assert_eq!(codes.clone().count(), 198);
        assert!(codes.into_iter().all(is_code));
        assert!(EXTINCT.iter().all(|code| is_code(code)));
    }

    #[test]
    fn what_is_no_code_is_told_from_what_is() {
        assert!(is_code("IO-WHO") && !is_code("IO-") && !is_code("IO-who"));
        assert!(!is_code("XQZ") && !is_code("fra") && !is_code("") && !is_code("FRA DEU"));
        assert_eq!(nearest_code("FRB"), Some("FRA"));
    }
}
