//! The charts of a fit: baselines, participants' factors, treaties' paces.

use super::result::{DEVIATIONS, FitResult};
use crate::{
    calibrate::fit::{FittedParticipant, Parameter, PastPace},
    chart::{self, Figure as Picture, Heading, Lines, NamedLine, Ranked, RankedRow},
    wording::{short_name, thousands},
};

/// Participants shown at either end of the ranking.
const ENDS: usize = 18;
/// Powers of two that a pace is shown to, up and down.
const REACH: f64 = 4.5;
/// Months of a treaty's life that the chart of paces shows.
const MONTHS_SHOWN: usize = 120;

impl FitResult<'_> {
    /// The charts.
    pub(super) fn charts(&self) -> Vec<Picture> {
        vec![
            Picture::new("hazards", self.hazards()),
            Picture::new("factors", self.factors()),
            Picture::new("paces", self.paces()),
        ]
    }

    fn heading(&self, title: String, subtitle: &str) -> Heading {
        let until = self.until.map_or(String::new(), |day| format!(" known by {day}"));
        let footer = format!(
            "Learned from {} treaties{until}: {} deposits by {} States. inforce {}.",
            self.fitted().treaties.len(),
            thousands(u64::from(self.deposits())),
            self.fitted().participants.len(),
            env!("CARGO_PKG_VERSION"),
        );
        let desc = format!("{title}. {subtitle}.");
        Heading { desc, title, subtitle: subtitle.to_owned(), footer }
    }

    fn hazards(&self) -> Lines {
        let edges = &self.fitted().calibration.edges_months;
        let line = |name: &str, of: fn(usize) -> Parameter| {
            let mut line = NamedLine { name: name.to_owned(), ..NamedLine::default() };
            for (bin, edges) in edges.windows(2).enumerate() {
                let Some(one) = self.parameter(of(bin)) else { continue };
                let (low, high) = one.interval(DEVIATIONS);
                for edge in edges {
                    line.points.push((edge / 12.0, one.value));
                    line.band.push((edge / 12.0, low, high));
                }
            }
            line
        };
        let lines = vec![
            line("Signatories", Parameter::Signatory),
            line("Others", Parameter::Nonsignatory),
        ];
        let highest =
            lines.iter().flat_map(|line| &line.band).map(|band| band.2).fold(0.0, f64::max);
        let up = (0.0, if highest > 0.0 { 1.04 * highest } else { 1.0 });
        let title = self.hazards_title();
        let subtitle =
            "Deposits a year of an average State at the average pace, %; the bands hold 90%";
        Lines {
            heading: self.heading(title, subtitle),
            across: "Years since the opening for signature".to_owned(),
            range: (0.0, edges.last().map_or(12.0, |last| last / 12.0)),
            up,
            ticks: chart::chance_ticks(up),
            reference: None,
            ground: Vec::new(),
            lines,
        }
    }

    /// At how many ages signatories are faster than others by more than both intervals.
    fn hazards_title(&self) -> String {
        let edges = &self.fitted().calibration.edges_months;
        let bins = edges.len().saturating_sub(1);
        let ends = |figure| self.parameter(figure).map(|one| one.interval(DEVIATIONS));
        let apart = |bin: &usize| {
            let both = ends(Parameter::Signatory(*bin)).zip(ends(Parameter::Nonsignatory(*bin)));
            both.is_some_and(|((least, _), (_, most))| least > most)
        };
        match (0..bins).filter(apart).count() {
            0 => "Signatories are at no age clearly faster than others".to_owned(),
            all if all == bins => {
                "Signatories are clearly faster than others at every age".to_owned()
            }
            some => format!("Signatories are clearly faster than others at {some} of {bins} ages"),
        }
    }

    fn factors(&self) -> Ranked {
        let ranked = self.ranked();
        let row = |one: &FittedParticipant| {
            let (low, high) = one.interval(DEVIATIONS);
            Some(RankedRow {
                name: short_name(&self.name(&one.code)).to_owned(),
                note: format!("{} deposits, {:.0} expected", one.deposits, one.expected_deposits),
                value: libm::log2(one.factor.mean),
                interval: (libm::log2(low), libm::log2(high)),
                label: format!("{:.2}×", one.factor.mean),
            })
        };
        let mut rows: Vec<Option<RankedRow>> = Vec::new();
        let between = ranked.len().saturating_sub(2 * ENDS);
        for (place, one) in ranked.iter().enumerate() {
            if between > 0 && place == ENDS {
                rows.push(None);
            }
            if between == 0 || place < ENDS || place >= ENDS + between {
                rows.push(row(one));
            }
        }
        let ends = || rows.iter().flatten();
        let low = ends().map(|row| row.interval.0).fold(-1.0, f64::min).max(-8.0);
        let high = ends().map(|row| row.interval.1).fold(1.0, f64::max).min(8.0);
        let title = match (ranked.first(), ranked.last()) {
            (Some(first), Some(last)) => format!(
                "The speeds of States run from about {:.1} times the average ({}) to about {:.1} times ({})",
                last.factor.mean,
                short_name(&self.name(&last.code)),
                first.factor.mean,
                short_name(&self.name(&first.code))
            ),
            _ => "No State is known".to_owned(),
        };
        let subtitle =
            "Speed of deposit beside the average State in the same place; the bars hold 90%";
        Ranked {
            heading: self.heading(title, subtitle),
            range: (low - 0.1, high + 0.1),
            ticks: powers(low, high),
            reference: Some(0.0),
            rows,
            gap: format!("… and {between} between (factors.csv)"),
        }
    }

    fn paces(&self) -> Lines {
        // Months that are taken together have one pace: a point in their middle stands for them.
        let trace = |pace: &PastPace| -> Vec<(f64, f64)> {
            let months = &pace.months[..pace.months.len().min(MONTHS_SHOWN)];
            let mut points: Vec<(f64, f64)> = Vec::new();
            let mut first = 0;
            for together in months.chunk_by(|one, other| one.0.total_cmp(&other.0).is_eq()) {
                let middle = first as f64 + together.len() as f64 / 2.0;
                points.push((middle / 12.0, (together[0].0 / LN_2).clamp(-REACH, REACH)));
                first += together.len();
            }
            points
        };
        let first_years = |pace: &PastPace| {
            let logs: Vec<f64> = pace.months.iter().take(36).map(|(log, _)| *log).collect();
            logs.iter().sum::<f64>() / logs.len().max(1) as f64
        };
        let mut whole: Vec<&PastPace> =
            self.full.paces.iter().filter(|pace| pace.months.len() >= 60).collect();
        whole.sort_by(|one, other| first_years(other).total_cmp(&first_years(one)));
        let named = |pace: &PastPace| NamedLine {
            name: self.treaty_name(&pace.treaty),
            note: String::new(),
            points: trace(pace),
            band: Vec::new(),
        };
        let few =
            [0, 1, whole.len() / 2, whole.len().saturating_sub(2), whole.len().saturating_sub(1)];
        let mut places: Vec<usize> = few.into_iter().filter(|place| *place < whole.len()).collect();
        places.dedup();
        let shown: Vec<NamedLine> = places.iter().map(|place| named(whole[*place])).collect();
        let title = match (whole.first(), whole.last()) {
            (Some(fast), Some(slow)) => format!(
                "Treaties differ: in its first three years {} ran at about {:.0} times the average \
                 pace, {} at about {:.1} times",
                self.treaty_name(&fast.treaty),
                libm::exp(first_years(fast)),
                self.treaty_name(&slow.treaty),
                libm::exp(first_years(slow)),
            ),
            _ => "How the paces of treaties move".to_owned(),
        };
        Lines {
            heading: self.heading(
                title,
                "Likeliest pace beside the average treaty's with as many signatures; the two fastest, \
                 a middling one and the two slowest are named",
            ),
            across: "Years since the opening for signature".to_owned(),
            range: (0.0, MONTHS_SHOWN as f64 / 12.0),
            up: (-REACH, REACH),
            ticks: powers(-4.0, 4.0),
            reference: Some((0.0, "average treaty".to_owned())),
            ground: self.full.paces.iter().map(trace).collect(),
            lines: shown,
        }
    }
}

const LN_2: f64 = std::f64::consts::LN_2;

/// Ticks at the powers of two of a range.
fn powers(low: f64, high: f64) -> Vec<(f64, String)> {
    let powers = libm::ceil(low) as i32..=libm::floor(high) as i32;
    let word = |power: i32| {
        if power < 0 {
            format!("1/{}×", 1_u64 << power.unsigned_abs().min(60))
        } else {
            format!("{}×", 1_u64 << power.unsigned_abs().min(60))
        }
    };
    powers.map(|power| (f64::from(power), word(power))).collect()
}
