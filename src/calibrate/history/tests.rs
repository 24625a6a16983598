//! What the history tables may say, what they may not, and where a fault is said to be.

use super::*;

const TREATIES: &str = "\
treaty_id,short_name,title,adopted,opened_for_signature,opened_basis,signature_closed,\
eif_instruments,eif_rule,eif_wait,eif_not_before,reio_counted,eif_extra,entry_into_force,subject,\
depositary,has_signature,signatories,parties_in_table,current_to,latest_record,complete
A-1,Alpha,\"Treaty on this, and that\",1999-12-01,2000-01-01,official,2000-12-31,2,days,90,,no,,\
2001-04-01,penal,UN,yes,2,2,2010-01-01,2001-02-02,yes
B-2,,Treaty on the other,,1990-01-01,adoption,,3,fom_months,3,,,States only,,trade,UN,no,0,1,\
2010-01-01,1989-05-05,partial: one lacks a day
";
const PARTICIPATION: &str = "\
treaty_id,iso3,signed,deposited,form,withdrawn,note,src
A-1,FRA,2000-01-01,2000-06-01,r,,,Z
A-1,EUU,,2001-01-01,c,2005-01-01,,Z
A-1,DEU,2001-02-02,,,,signature by succession,Z
B-2,DDR,,1989-05-05,a,yes,,Z
B-2,ITA,,,,,\"bound between 1991-02-03 and 1992-03-04, exact deposit date not found\",Z
";
const POOL: &str = "treaty_id,short_name,role\nA-1,Alpha,scored\nB-2,,fit-only\n";
const STATEHOOD: &str = "iso3,can_act_from\nTLS,2002-05-20\n";

fn read(treaties: &str, participation: &str) -> Result<History, Faults> {
    read_all([treaties, participation, POOL, STATEHOOD])
}

fn read_all(texts: [&str; 4]) -> Result<History, Faults> {
    let [treaties, participation, pool, statehood] = texts;
    History::read(&Tables {
        treaties: Text::new("t.csv", treaties),
        participation: Text::new("p.csv", participation),
        pool: Text::new("pool.csv", pool),
        statehood: Text::new("s.csv", statehood),
    })
}

fn told(result: Result<History, Faults>) -> Vec<String> {
    let faults = result.expect_err("faults");
    assert!(faults.iter().all(|fault| fault.help.is_some() && fault.place.is_some()));
    faults.iter().map(ToString::to_string).collect()
}

/// The faults when `old` is written as `new` in the table of treaties.
fn treaties_with(old: &str, new: &str) -> Vec<String> {
    assert!(TREATIES.contains(old), "{old}");
    told(read(&TREATIES.replace(old, new), PARTICIPATION))
}

/// The faults when `old` is written as `new` in the table of participation.
fn participation_with(old: &str, new: &str) -> Vec<String> {
    assert!(PARTICIPATION.contains(old), "{old}");
    told(read(TREATIES, &PARTICIPATION.replace(old, new)))
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[test]
fn sound_tables_become_treaties_in_order_of_id() {
    let history = read(TREATIES, PARTICIPATION).unwrap();
    let ids: Vec<&str> = history.treaties.iter().map(|treaty| treaty.id.as_str()).collect();
    assert_eq!(ids, ["A-1", "B-2"]);
    let alpha = history.treaty("A-1").unwrap();
    assert_eq!((alpha.name(), alpha.title.as_str()), ("Alpha", "Treaty on this, and that"));
    assert_eq!(alpha.closing, Closing::On(day("2000-12-31")));
    assert_eq!(alpha.gaps, None);
    let codes: Vec<&str> = alpha.records.iter().map(|one| one.participant.as_str()).collect();
    assert_eq!(codes, ["DEU", "EUU", "FRA"]);
    assert!(alpha.records[0].signed_by_succession && !alpha.records[2].signed_by_succession);
    assert_eq!(alpha.records[1].withdrawn, Some(Withdrawal::From(day("2005-01-01"))));
    let other = history.treaty("B-2").unwrap();
    assert_eq!(other.name(), "Treaty on the other");
    assert_eq!(other.gaps.as_deref(), Some("partial: one lacks a day"));
    assert_eq!(other.records[0].kind, PastKind::ExtinctState);
    let between = PastDeposit::Between(day("1991-02-03"), day("1992-03-04"));
    assert_eq!(other.records[1].deposit, between);
    assert_eq!(history.can_act_from["TLS"], day("2002-05-20"));
    assert_eq!(history.pool[1], PooledTreaty { treaty: "B-2".to_owned(), scored: false });
    assert_eq!(history.treaty("C-3"), None);
}

#[test]
fn a_clause_becomes_a_rule_that_leaves_organisations_out() {
    let history = read(TREATIES, PARTICIPATION).unwrap();
    let alpha = history.treaty("A-1").unwrap();
    assert_eq!(alpha.counted(), Members::new(vec![true, false, true]));
    let rule = alpha.rule().unwrap();
    assert_eq!(rule.then, Lapse::Days(90));
    assert_eq!(rule.entry(&alpha.deposits()), None, "the Union's is not additional");
    assert_eq!(
        history.treaty("B-2").unwrap().rule().unwrap().then,
        Lapse::FirstOfMonthAfterMonths(3)
    );
}

#[test]
fn a_territory_does_not_count_and_an_extinct_state_does() {
    let inherited = "DEU,2001-02-02,,,,signature by succession";
    let territory = "HKG,2001-02-02,,,,\"territory, not a State\"";
    let row = PARTICIPATION.replace(inherited, territory);
    let history = read(TREATIES, &row).unwrap();
    let alpha = history.treaty("A-1").unwrap();
    assert_eq!(alpha.records[2].kind, PastKind::Territory);
    assert_eq!(alpha.counted(), Members::new(vec![false, true, false]), "EUU, FRA, HKG");
    assert!(history.treaty("B-2").unwrap().counted().has(0), "DDR");
}

#[test]
fn an_instrument_withdrawn_no_longer_stands() {
    let history = read(TREATIES, PARTICIPATION).unwrap();
    let alpha = history.treaty("A-1").unwrap();
    assert_eq!(alpha.deposits_standing(day("2004-12-31")), alpha.deposits());
    assert_eq!(alpha.deposits_standing(day("2005-01-01"))[1], When::NEVER);
}

#[test]
fn what_is_true_but_no_delay_is_named() {
    let history = read(TREATIES, PARTICIPATION).unwrap();
    let named: Vec<(&str, Why, usize)> = history
        .exclusions
        .iter()
        .map(|one| (one.participant.as_str(), one.why, one.line))
        .collect();
    let expected = [
        ("DEU", Why::SignatureAfterClosing, 4),
        ("DDR", Why::DepositBeforeOpening, 5),
        ("ITA", Why::DepositWithoutDay, 6),
    ];
    assert_eq!(named, expected);
}

#[test]
fn a_fault_of_a_treaty_says_its_place_and_value() {
    let cases = [
        (
            "2000-01-01,official",
            "2000-02-30,official",
            "t.csv:2:49: error: expected a day such as 2003-07-01, found `2000-02-30`",
        ),
        (
            "2000-01-01,official",
            ",official",
            "t.csv:2:49: error: expected the day of opening, found nothing",
        ),
        (
            "2000-12-31",
            "1999-12-31",
            "t.csv:2:69: error: expected a day not before the opening, 2000-01-01, found `1999-12-31`",
        ),
        (
            "2,2,2010-01-01",
            "2,2,1999-12-31",
            "t.csv:2:123: error: expected a day not before the opening, 2000-01-01, found `1999-12-31`",
        ),
        (
            "2001-04-01",
            "1981-04-01",
            "t.csv:2:95: error: expected a day not before the opening, 2000-01-01, found `1981-04-01`",
        ),
        (
            "official",
            "known",
            "t.csv:2:60: error: expected `official`, `first signature` or `adoption`, found `known`",
        ),
        (
            ",days,",
            ",weeks,",
            "t.csv:2:82: error: expected days, months, years, deposit, fom_days, fom_months, fokm, special or none, found `weeks`",
        ),
        (",2,days", ",,days", "t.csv:2:80: error: expected a whole number, found nothing"),
        (",2,days", ",0,days", "t.csv:2:80: error: expected at least one instrument, found `0`"),
        (",no,,2001", ",maybe,,2001", "t.csv:2:91: error: expected `no` or nothing, found `maybe`"),
        ("UN,no,0", "UN,never,0", "t.csv:3:87: error: expected `yes` or `no`, found `never`"),
        ("B-2", "A-1", "t.csv:3:1: error: expected each treaty once, found `A-1`"),
        ("B-2", "", "t.csv:3:1: error: expected an id such as XVIII-14, found nothing"),
        ("yes,2,2", "yes,3,2", "t.csv:2:119: error: expected 2, the rows there are, found `3`"),
        ("yes,2,2", "yes,2,9", "t.csv:2:121: error: expected 2, the rows there are, found `9`"),
        (
            "2001-02-02",
            "2001-01-02",
            "t.csv:2:134: error: expected 2001-02-02, the latest row there is, found `2001-01-02`",
        ),
    ];
    for (old, new, expected) in cases {
        let told = treaties_with(old, new);
        assert!(told.iter().any(|fault| fault == expected), "{expected}\nin {told:#?}");
    }
}

#[test]
fn a_fault_of_participation_says_its_place_and_value() {
    let cases = [
        (
            "A-1,FRA",
            "Z-9,FRA",
            "p.csv:2:1: error: expected a treaty of the table of treaties, found `Z-9`",
        ),
        (
            "A-1,EUU",
            "A-1,FRA",
            "p.csv:3:5: error: expected each participant once a treaty, found `FRA`",
        ),
        (
            "A-1,EUU",
            "A-1,EUR",
            "p.csv:3:5: error: expected an ISO 3166-1 alpha-3 code, or IO- and a name for an organisation, found `EUR`",
        ),
        (
            "A-1,EUU",
            "A-1,Eu",
            "p.csv:3:5: error: expected an ISO 3166-1 alpha-3 code, or IO- and a name for an organisation, found `Eu`",
        ),
        (
            "2000-06-01",
            "1999-06-01",
            "p.csv:2:20: error: expected a day not before the signature, 2000-01-01, found `1999-06-01`",
        ),
        (
            "2000-06-01",
            "1.6.2000",
            "p.csv:2:20: error: expected a day such as 2003-07-01, found `1.6.2000`",
        ),
        (
            "2000-06-01,r",
            "2000-06-01,x",
            "p.csv:2:31: error: expected r, A, AA, a, d, s, c, P or p, found `x`",
        ),
        (
            "2000-06-01,r",
            ",r",
            "p.csv:2:21: error: expected nothing, as there is no deposit, found `r`",
        ),
        (
            "2005-01-01",
            "2000-12-31",
            "p.csv:3:23: error: expected a day not before the deposit, 2001-01-01, found `2000-12-31`",
        ),
        (
            "B-2,DDR,,",
            "B-2,DDR,1989-01-01,",
            "p.csv:5:9: error: expected nothing, as the treaty is not signed, found `1989-01-01`",
        ),
        ("r,,,Z", "r,,Z", "p.csv:2:1: error: expected 8 cells as in the header, found 7"),
        ("iso3,", "", "p.csv:1:1: error: expected a column `iso3`, found none"),
    ];
    for (old, new, expected) in cases {
        let told = participation_with(old, new);
        assert!(told.iter().any(|fault| fault == expected), "{expected}\nin {told:#?}");
    }
    let told = participation_with("note", "remark");
    assert!(told[0].starts_with("p.csv:1:48: error: expected the columns treaty_id, iso3,"));
    assert!(told[0].ends_with("found an unknown column: `remark`"), "{}", told[0]);
}

#[test]
fn the_lesser_tables_are_checked_too() {
    let with = |pool, statehood| told(read_all([TREATIES, PARTICIPATION, pool, statehood]));
    let told = with("treaty_id,short_name,role\nC-3,,scored\nA-1,,x\nA-1,,scored\n", STATEHOOD);
    let places: Vec<&str> = told.iter().map(|fault| &fault[..13]).collect();
    assert_eq!(places, ["pool.csv:2:1:", "pool.csv:3:6:", "pool.csv:4:1:"]);
    let told = with(POOL, "iso3,can_act_from\nTLS,2002-05-20\nTLS,2002-05-21\nSSD,\n,2000-01-01\n");
    let places: Vec<&str> = told.iter().map(|fault| &fault[..10]).collect();
    assert_eq!(places, ["s.csv:3:1:", "s.csv:4:5:", "s.csv:5:1:"]);
}

#[test]
fn all_faults_are_told_at_once() {
    let treaties = TREATIES.replace("official", "known").replace("UN,no,0", "UN,never,0");
    let participation = PARTICIPATION.replace("A-1,FRA", "Z-9,FRA").replace("2005", "1905");
    assert_eq!(told(read(&treaties, &participation)).len(), 4);
}

#[test]
fn a_treaty_at_fault_does_not_put_its_rows_at_fault() {
    assert_eq!(treaties_with("2000-01-01,official", "soon,official").len(), 1);
}

#[test]
fn columns_may_stand_in_any_order_and_lines_end_in_any_way() {
    let swapped = "iso3,treaty_id,src,deposited,form,withdrawn,note,signed\r\n\r\n\
        FRA,A-1,Z,2000-06-01,r,,,2000-01-01\r\nEUU,A-1,Z,2001-01-01,c,2005-01-01,,\r\n\
        DEU,A-1,Z,,,,signature by succession,2001-02-02\r\nDDR,B-2,Z,1989-05-05,a,yes,,\r\n\
        ITA,B-2,Z,,,,\"bound between 1991-02-03 and 1992-03-04, exact deposit date not found\",\r\n";
    let as_written = read(TREATIES, PARTICIPATION).unwrap();
    let as_swapped = read(TREATIES, swapped).unwrap();
    assert_eq!(as_swapped.treaties, as_written.treaties);
    let lines: Vec<usize> = as_swapped.exclusions.iter().map(|one| one.line).collect();
    assert_eq!(lines, [5, 6, 7], "the empty line is counted");
}

#[test]
fn nothing_at_all_is_refused() {
    assert_eq!(told(read("", PARTICIPATION)).len(), 1);
    assert!(told(read(TREATIES, ""))[0].starts_with("p.csv:1:1:"));
}

#[test]
fn a_column_is_read_by_the_name_it_had_and_said_to_be_old() {
    let now = read(TREATIES, PARTICIPATION).unwrap();
    assert_eq!(now.warnings, []);
    let old = read(TREATIES, &PARTICIPATION.replacen(",deposited,", ",bound,", 1)).unwrap();
    assert_eq!((&old.treaties, old.warnings.len()), (&now.treaties, 1));
    let said = old.warnings[0].to_string();
    assert!(said.contains("p.csv:1:23: warning: `bound` is now called `deposited`"), "{said}");
}
