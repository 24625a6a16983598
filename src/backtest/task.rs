//! What is asked of the past: how far a treaty was on a day, and when its n-th instrument came.

use crate::{
    calibrate::history::{History, OpenedBasis, PastKind, PastTreaty},
    quantity::{Day, Days, MONTH_DAYS},
    treaty::rule::Members,
};

use super::Predictive;

/// One question: as of a day, when will this treaty's n-th instrument be deposited?
#[derive(Clone, PartialEq, Debug)]
pub struct ForecastTask {
    /// Id of the treaty.
    pub treaty: String,
    /// Months of 30.4375 days since opening, whose last whole day is the as-of day.
    pub age_months: u16,
    /// The day of opening for signature.
    pub opened: Day,
    /// The last day known to the forecast.
    pub as_of: Day,
    /// Which n it is.
    pub nth: Nth,
    /// That n.
    pub instruments: u16,
    /// Whose instruments count, in the order of the treaty's records: as the clause has it for the
    /// treaty's own number, States alone for another.
    pub counted: Members,
    /// Instruments that counted by the end of the as-of day; fewer than `instruments`.
    pub deposits: usize,
    /// Those whose instruments would count that had signed by then, parties among them.
    pub signatories: usize,
    /// What happened.
    pub outcome: Outcome,
    /// The last day of age on which what happened is known, at most [`Predictive::LAST`].
    pub seen_to: u32,
}

/// Which n is asked for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Nth {
    /// The number of the treaty's own clause.
    Own,
    /// This number, at least 1, whatever the treaty says.
    Of(u16),
}

/// When the n-th instrument was deposited, in days since opening.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// On this day of age, at most [`Predictive::LAST`].
    On(u32),
    /// Not by the end of this day of age, the last that is known or looked at.
    NotBy(u32),
}

/// The questions that can be asked, and those that cannot.
#[derive(Clone, PartialEq, Debug)]
pub struct ForecastTasks {
    /// In order of the treaties asked for, then age, then n.
    pub cases: Vec<ForecastTask>,
    /// What was left out and why, in the same order.
    pub left: Vec<SkippedTask>,
}

/// A question that cannot be asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SkippedTask {
    /// Id of the treaty.
    pub treaty: String,
    /// Months since opening.
    pub age_months: u16,
    /// Which n.
    pub nth: Nth,
    /// Why not.
    pub why: SkipReason,
}

/// Why a question cannot be asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SkipReason {
    /// The history has no treaty of this id.
    UnknownTreaty,
    /// Only the day of adoption is known, so age means nothing.
    OpeningNotKnown,
    /// The clause on entry into force was not compiled, or asks for no number of instruments.
    NoNumber,
    /// The n-th instrument had been deposited by the as-of day, on this one.
    AlreadyMet(Day),
    /// The as-of day is not before this day, the last of which the record is whole, or ten years
    /// after opening.
    PastTheRecord(Day),
    /// Too few other treaties were open by the as-of day to learn from them.
    TooFewTreaties,
    /// No other treaty was still waiting for its n-th instrument at this age.
    NothingAlike,
}

impl ForecastTask {
    /// The as-of day as a day of age.
    pub fn age(&self) -> u32 {
        (self.as_of - self.opened).0.max(0).unsigned_abs()
    }
}

/// The questions about these treaties at these ages, one for each n.
pub fn cases<'a>(
    history: &History,
    treaties: impl IntoIterator<Item = &'a str>,
    ages_months: &[u16],
    nths: &[Nth],
) -> ForecastTasks {
    let mut found = ForecastTasks { cases: Vec::new(), left: Vec::new() };
    for id in treaties {
        for &age_months in ages_months {
            for &nth in nths {
                let treaty = history.treaty(id).ok_or(SkipReason::UnknownTreaty);
                match treaty.and_then(|treaty| case(treaty, age_months, nth)) {
                    Ok(case) => found.cases.push(case),
                    Err(why) => {
                        found.left.push(SkippedTask {
                            treaty: id.to_owned(),
                            age_months,
                            nth,
                            why,
                        });
                    }
                }
            }
        }
    }
    found
}

fn case(treaty: &PastTreaty, age_months: u16, nth: Nth) -> Result<ForecastTask, SkipReason> {
    if treaty.opened_basis == OpenedBasis::Adoption {
        return Err(SkipReason::OpeningNotKnown);
    }
    let instruments = match nth {
        Nth::Own => treaty.entry.as_ref().and_then(|entry| entry.instruments),
        Nth::Of(number) => Some(number.max(1)),
    };
    let instruments = instruments.ok_or(SkipReason::NoNumber)?;
    let as_of = treaty.opened + Days((f64::from(age_months) * MONTH_DAYS) as i32);
    let known_to = treaty.whole_to();
    let last = known_to.min(treaty.opened + Days(Predictive::LAST as i32));
    if as_of >= last {
        return Err(SkipReason::PastTheRecord(last));
    }
    let counted = match nth {
        Nth::Own => treaty.counted(),
        Nth::Of(_) => {
            let state = |kind| matches!(kind, PastKind::State | PastKind::ExtinctState);
            Members::new(treaty.records.iter().map(|record| state(record.kind)).collect())
        }
    };
    let days = treaty.likely_deposits();
    let mut days: Vec<Day> = counted.indices().filter_map(|index| days[index]).collect();
    days.sort_unstable();
    let met = days.get(usize::from(instruments) - 1).copied().filter(|met| *met <= known_to);
    if let Some(met) = met.filter(|met| *met <= as_of) {
        return Err(SkipReason::AlreadyMet(met));
    }
    let age = |day: Day| (day - treaty.opened).0.max(0).unsigned_abs();
    let seen_to = age(known_to).min(Predictive::LAST);
    let signed = |index: &usize| treaty.records[*index].signed.is_some_and(|day| day <= as_of);
    let signatories = counted.indices().filter(signed).count();
    Ok(ForecastTask {
        treaty: treaty.id.clone(),
        age_months,
        opened: treaty.opened,
        as_of,
        nth,
        instruments,
        deposits: days.partition_point(|day| *day <= as_of),
        counted,
        signatories,
        outcome: met
            .map(age)
            .filter(|met| *met <= Predictive::LAST)
            .map_or(Outcome::NotBy(seen_to), Outcome::On),
        seen_to,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibrate::history::{Closing, ParticipantRecord, PastDeposit};

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    /// Deposits 10, 20, 30... days after opening, known for 400 days.
    fn treaty(deposits: usize) -> PastTreaty {
        let opened = day("2000-01-01");
        let record = |place: usize| ParticipantRecord {
            participant: format!("A{place:02}"),
            kind: PastKind::State,
            signed: place.is_multiple_of(2).then_some(opened),
            signed_by_succession: false,
            deposit: PastDeposit::On(opened + Days(10 * (place as i32 + 1))),
            form: None,
            withdrawn: None,
            sources: String::new(),
        };
        PastTreaty {
            id: "T-1".into(),
            short_name: String::new(),
            title: "Some treaty".into(),
            opened,
            opened_basis: OpenedBasis::Official,
            closing: Closing::Never,
            entry: None,
            in_force: None,
            subject: String::new(),
            has_signature: true,
            known_to: opened + Days(400),
            gaps: None,
            records: (0..deposits).map(record).collect(),
        }
    }

    #[test]
    fn a_case_tells_how_far_the_treaty_was_and_what_came_of_it() {
        let found = case(&treaty(30), 6, Nth::Of(25)).expect("a case");
        // 6 months are 182 whole days: 18 deposits.
        assert_eq!((found.as_of, found.deposits), (day("2000-07-01"), 18));
        assert_eq!((found.outcome, found.seen_to), (Outcome::On(250), 400));
        assert_eq!(found.signatories, 15);
        let found = case(&treaty(30), 6, Nth::Of(31)).expect("a case");
        assert_eq!(found.outcome, Outcome::NotBy(400));
    }

    #[test]
    fn what_cannot_be_asked_says_why() {
        let adopted = PastTreaty { opened_basis: OpenedBasis::Adoption, ..treaty(3) };
        assert_eq!(case(&adopted, 1, Nth::Of(40)), Err(SkipReason::OpeningNotKnown));
        assert_eq!(case(&treaty(3), 1, Nth::Own), Err(SkipReason::NoNumber));
        let met = SkipReason::AlreadyMet(day("2000-01-31"));
        assert_eq!(case(&treaty(3), 1, Nth::Of(3)), Err(met));
        let past = SkipReason::PastTheRecord(day("2001-02-04"));
        assert_eq!(case(&treaty(3), 14, Nth::Of(40)), Err(past));
    }

    #[test]
    fn a_deposit_after_ten_years_is_none_within_ten() {
        let mut late = treaty(400);
        late.known_to = late.opened + Days(6000);
        let found = case(&late, 1, Nth::Of(370)).expect("a case");
        assert_eq!(found.outcome, Outcome::NotBy(Predictive::LAST));
    }

    #[test]
    fn only_those_whose_instruments_count_are_counted() {
        let mut treaty = treaty(5);
        treaty.records[0].kind = PastKind::Territory;
        let found = case(&treaty, 1, Nth::Of(4)).expect("a case");
        assert_eq!((found.deposits, found.outcome), (2, Outcome::On(50)));
    }
}
