//! A scenario said back in plain words.

use std::collections::BTreeMap;

use super::{Scenario, check::Step, lever_words::levers};
use crate::{
    quantity::{Day, When},
    treaty::{
        Clock, Kind, Model, Participant, Prospect,
        rule::{Progress, Rule},
    },
    wording::{listed, rounded, rule_in_full},
};

/// What was understood of a scenario, for a person to check: treaty, rule, status, beliefs,
/// levers, horizon and target. Several lines, each ended.
pub fn say(scenario: &Scenario) -> String {
    let model = &scenario.model;
    let mut lines = vec![
        format!("{}: {}", model.name, model.title),
        match model.closes {
            Some(closes) => format!("opened {}, can be signed until {closes}", model.opened),
            None => format!("opened {}, can be signed at any time", model.opened),
        },
        rule_in_full(&model.rule, model),
        who(model),
    ];
    lines.extend(status(model));
    lines.extend(mixture(model));
    for step in [Step::Signing, Step::Accession, Step::Ratification] {
        lines.push(beliefs(model, step));
    }
    lines.push(speeds(model));
    lines.push(pace(model));
    lines.extend(levers(model));
    lines.push(format!(
        "simulated from {} to {} ({} runs, seed {})",
        model.first_future_day(),
        model.horizon,
        scenario.runs,
        scenario.seed.0
    ));
    lines.extend(model.target.map(|target| aim(&model.rule, target)));
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// The parts of a mixture; what is believed is then told of the scenario that they lie over.
fn mixture(model: &Model) -> Option<String> {
    let parts = model.parts.iter();
    let parts: Vec<String> =
        parts.map(|part| format!("{} in {}", part.weight, part.name)).collect();
    let said = "a mixture: the share of futures is";
    (!parts.is_empty()).then(|| format!("{said} {}; below them lies", parts.join(", ")))
}

fn who(model: &Model) -> String {
    let count = |kind: Kind| model.participants.iter().filter(|one| one.kind == kind).count();
    let many = |kind: Kind, one: &str, more: &str| match count(kind) {
        0 => None,
        1 => Some(format!("1 {one}")),
        number => Some(format!("{number} {more}")),
    };
    let kinds = [
        many(Kind::UnMember, "member of the United Nations", "members of the United Nations"),
        many(Kind::NonMemberState, "other State", "other States"),
        many(Kind::Organisation, "organisation", "organisations"),
    ];
    let kinds: Vec<String> = kinds.into_iter().flatten().collect();
    format!("{} may join: {}", model.participants.len(), kinds.join(", "))
}

fn status(model: &Model) -> Vec<String> {
    let signed = model.participants.iter().filter(|one| one.status.signed.is_some()).count();
    let codes = |sure: bool| -> Vec<&str> {
        let of = model.participants.iter().filter(|one| {
            one.status.deposited.is_some_and(|report| (report.chance.get() >= 1.0) == sure)
        });
        of.map(|one| one.code.as_str()).collect()
    };
    let (sure, reported) = (codes(true), codes(false));
    let unnamed = model.unnamed_signatories.map_or_else(String::new, |unnamed| {
        let (count, from, to) = (unnamed.count, unnamed.from, unnamed.to);
        format!("{count} more of which only the number is known, from {from} to {to}, ")
    });
    let have = if signed == 1 { "has" } else { "have" };
    let mut said = format!("as of {}: {signed} {have} signed, {unnamed}", model.as_of);
    said += &match sure.len() {
        0 => "none has deposited".to_owned(),
        1 => format!("1 has deposited ({})", listed(&sure)),
        count => format!("{count} have deposited ({})", listed(&sure)),
    };
    let mut lines = vec![said];
    if !reported.is_empty() {
        let each = model.participants.iter().filter_map(|one| {
            let report = one.status.deposited.filter(|report| report.chance.get() < 1.0)?;
            Some(format!("{} with chance {}", one.code, report.chance.get()))
        });
        lines.push(format!(
            "only reported to have deposited: {}",
            each.collect::<Vec<_>>().join(", ")
        ));
    }
    let withdrew = model.participants.iter().filter_map(|one| {
        let counts = if one.status.deposited.is_some() { ", and counts still" } else { "" };
        Some(format!("{} on {}{counts}", one.code, one.status.withdrew?))
    });
    let withdrew: Vec<String> = withdrew.collect();
    if !withdrew.is_empty() {
        lines.push(format!("withdrew: {}", withdrew.join(", ")));
    }
    lines.extend(progress(model));
    lines
}

fn progress(model: &Model) -> Vec<String> {
    let deposits: Vec<When> = model
        .participants
        .iter()
        .map(|one| When::from(one.status.deposited.map(|report| report.on)))
        .collect();
    let standing = model.rule.standing(&deposits, model.as_of);
    if standing.met() {
        return vec!["the rule is met already".to_owned()];
    }
    let each = standing.progress().into_iter().map(|progress| match progress {
        Progress::Instruments { have, need, among } => {
            format!("{have} of {need} instruments{} count so far", model.members_in_words(&among))
        }
        Progress::Share { have, need } => {
            format!(
                "{} % of {} % of the weight so far",
                rounded(100.0 * have),
                rounded(100.0 * need)
            )
        }
    });
    each.collect()
}

/// What is believed of one step, by belief, the commonest first.
fn beliefs(model: &Model, step: Step) -> String {
    let open = model.closes.is_none_or(|closes| closes > model.as_of);
    let concerned = model.participants.iter().filter(|one| {
        let party = one.status.deposited.is_some_and(|report| report.chance.get() >= 1.0);
        let signed = one.status.signed.is_some();
        !party
            && match step {
                Step::Signing => !signed && open,
                Step::Accession => !signed,
                Step::Ratification => true,
            }
    });
    let mut by: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for one in concerned {
        let prospect = match step {
            Step::Signing => &one.signing,
            Step::Accession => &one.accession,
            Step::Ratification => &one.ratification,
        };
        by.entry(prospect_words(prospect)).or_default().push(&one.code);
    }
    let mut each: Vec<(String, Vec<&str>)> = by.into_iter().collect();
    each.sort_by_key(|(_, codes)| std::cmp::Reverse(codes.len()));
    let each: Vec<String> =
        each.iter().map(|(belief, codes)| format!("{belief} for {}", listed(codes))).collect();
    let each = if each.is_empty() { "concerns nobody".to_owned() } else { each.join("; ") };
    format!("{}: {each}", step.key())
}

fn prospect_words(prospect: &Prospect) -> String {
    match prospect {
        Prospect::Calibrated => "as under earlier treaties".to_owned(),
        Prospect::Never => "never".to_owned(),
        Prospect::Stated(stated) => {
            let from = match stated.clock {
                Clock::Opening => "opening",
                Clock::Signature => "signature",
                Clock::AsOf => "the as-of day or signature if later",
            };
            let paced = if stated.paced { ", paced" } else { "" };
            format!("{} from {from}{paced}", stated.delay)
        }
    }
}

fn speeds(model: &Model) -> String {
    let known = |one: &&Participant| one.factor.evidence.is_some();
    let learned = model.participants.iter().filter(known).count();
    let own = |one: &&Participant| {
        one.factor.evidence.is_none() && one.factor != crate::treaty::Factor::ONE
    };
    let stated = model.participants.iter().filter(own).count();
    let rest = model.participants.len() - learned - stated;
    let parts = [
        (learned, "learned from earlier treaties and uncertain"),
        (stated, "taken as known"),
        (rest, "average"),
    ];
    let said = parts.iter().filter(|(count, _)| *count > 0);
    let said: Vec<String> = said.map(|(count, what)| format!("{what} for {count}")).collect();
    format!("own speed: {}", said.join(", "))
}

fn pace(model: &Model) -> String {
    let Some(pace) = &model.pace else {
        return "pace: none, participants are independent".to_owned();
    };
    let learn = match model.teachers() {
        _ if !pace.learn => "not learned".to_owned(),
        0 => "not learned, since no participant's record teaches it".to_owned(),
        1 => "learned from the record of 1 participant".to_owned(),
        count => format!("learned from the record of {count} participants"),
    };
    let mut said = format!("pace: shared, {learn}");
    if pace.multiplier.to_bits() != 1f64.to_bits() {
        said += &format!(", {} times as fast", rounded(pace.multiplier));
    }
    said
}

fn aim(rule: &Rule, target: Day) -> String {
    match rule.last_day_to_meet(target) {
        Some(last) => format!("target {target}: the rule has to be met by {last}"),
        None => format!("target {target}: too early for this rule"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_baseline_is_said_back() {
        let scenario = Scenario::load(&["hanoi".to_owned()], &[]).unwrap();
        let said = say(&scenario);
        for line in [
            "opened 2025-10-25, can be signed until 2026-12-31",
            "in force on the 90th day after the deposit of the 40th instrument; the instrument of \
             an organisation does not count",
            "as of 2026-05-31: 74 have signed, 2 more of which only the number is known, from \
             2026-04-17 to 2026-05-31, 3 have deposited (AZE, QAT, VNM)",
            "3 of 40 instruments count so far",
            "target 2027-12-31: the rule has to be met by 2027-10-02",
        ] {
            assert!(said.lines().any(|found| found == line), "{line}\nis not in\n{said}");
        }
    }
}
