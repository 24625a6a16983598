//! What of the selected treaties' records a fit does not use, or not as it stands, and why.

use std::fmt;

use super::Selection;
use crate::{
    calibrate::history::{History, ParticipantRecord, PastDeposit, PastKind, PastTreaty},
    process::age::month_start,
    quantity::{Day, Days},
};

/// A treaty or an act that a fit does not use, or not as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unused {
    /// Id of the treaty.
    pub treaty: String,
    /// Code of the participant; empty where it is the treaty itself.
    pub participant: String,
    /// The day of the act, or of the treaty's opening; none where it is not known.
    pub day: Option<Day>,
    /// Why.
    pub why: UnusedWhy,
}

/// Why something on record is not used as it stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum UnusedWhy {
    /// The treaty opened after the last day that is seen.
    OpenedLater,
    /// The treaty's record has gaps.
    RecordWithGaps,
    /// An organisation's acts.
    Organisation,
    /// A territory's acts.
    Territory,
    /// The acts of a State that has ceased to exist.
    ExtinctState,
    /// A deposit before the opening.
    DepositBeforeOpening,
    /// A deposit on a day that is not known.
    DepositWithoutDay,
    /// A deposit of which only two days around it are known.
    DepositBetweenDays,
    /// A deposit after the last day that is seen.
    DepositNotSeen,
    /// A deposit after the last month that is looked at.
    DepositTooLate,
    /// A signature before the opening.
    SignatureBeforeOpening,
    /// A signature after the closing day, or taken over from a predecessor.
    SignatureInherited,
    /// A signature after the last day that is seen.
    SignatureNotSeen,
}

impl UnusedWhy {
    /// What is done with it.
    pub fn treatment(self) -> &'static str {
        match self {
            UnusedWhy::OpenedLater => "the treaty is left out",
            UnusedWhy::RecordWithGaps => "read up to entry into force only",
            UnusedWhy::Organisation | UnusedWhy::Territory => "left out",
            UnusedWhy::ExtinctState => "counts among the signatures; no factor is learned",
            UnusedWhy::DepositBeforeOpening | UnusedWhy::DepositWithoutDay => {
                "this participant is left out of this treaty"
            }
            UnusedWhy::DepositBetweenDays => "these are spread evenly over the days between",
            UnusedWhy::DepositNotSeen | UnusedWhy::SignatureNotSeen => "not seen: still waiting",
            UnusedWhy::DepositTooLate => "twelve years without one are learned",
            UnusedWhy::SignatureBeforeOpening => "taken as signed at the opening",
            UnusedWhy::SignatureInherited => "a signatory from then on; no delay of signing",
        }
    }
}

impl fmt::Display for UnusedWhy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            UnusedWhy::OpenedLater => "opened after the last day seen",
            UnusedWhy::RecordWithGaps => "record with gaps",
            UnusedWhy::Organisation => "organisation",
            UnusedWhy::Territory => "territory",
            UnusedWhy::ExtinctState => "State that has ceased to exist",
            UnusedWhy::DepositBeforeOpening => "deposit before the opening",
            UnusedWhy::DepositWithoutDay => "deposit without a day",
            UnusedWhy::DepositBetweenDays => "deposit known only to lie between two days",
            UnusedWhy::DepositNotSeen => "deposit after the last day seen",
            UnusedWhy::DepositTooLate => "deposit later than twelve years after the opening",
            UnusedWhy::SignatureBeforeOpening => "signature before the opening",
            UnusedWhy::SignatureInherited => "signature after closing or by succession",
            UnusedWhy::SignatureNotSeen => "signature after the last day seen",
        })
    }
}

/// All that is not used as it stands, in order of treaty and participant.
pub fn unused(history: &History, selection: &Selection) -> Vec<Unused> {
    selection.treaties(history).flat_map(|treaty| of_treaty(treaty, selection.known_by)).collect()
}

fn of_treaty(treaty: &PastTreaty, known_by: Day) -> Vec<Unused> {
    let whole = |why| Unused {
        treaty: treaty.id.clone(),
        participant: String::new(),
        day: Some(treaty.opened),
        why,
    };
    if treaty.opened > known_by {
        return vec![whole(UnusedWhy::OpenedLater)];
    }
    let last = treaty.whole_to().min(known_by);
    let gaps = treaty.gaps.is_some() && treaty.in_force.is_some_and(|day| day < treaty.known_to);
    let mut unused: Vec<Unused> =
        gaps.then(|| whole(UnusedWhy::RecordWithGaps)).into_iter().collect();
    for record in &treaty.records {
        unused.extend(of_record(treaty, record, last).into_iter().map(|(day, why)| Unused {
            treaty: treaty.id.clone(),
            participant: record.participant.clone(),
            day,
            why,
        }));
    }
    unused
}

fn of_record(
    treaty: &PastTreaty,
    record: &ParticipantRecord,
    last: Day,
) -> Vec<(Option<Day>, UnusedWhy)> {
    let deposited = record.deposit.exact();
    let act = record.signed.or(deposited);
    match record.kind {
        PastKind::State => {}
        PastKind::Organisation => return vec![(act, UnusedWhy::Organisation)],
        PastKind::Territory => return vec![(act, UnusedWhy::Territory)],
        PastKind::ExtinctState => return vec![(act, UnusedWhy::ExtinctState)],
    }
    let looked_at = treaty.opened + Days(month_start(super::exposure::MONTHS) as i32);
    let mut unused = Vec::new();
    match record.deposit {
        PastDeposit::On(day) if day < treaty.opened => {
            unused.push((Some(day), UnusedWhy::DepositBeforeOpening));
        }
        PastDeposit::On(day) if day > last => unused.push((Some(day), UnusedWhy::DepositNotSeen)),
        PastDeposit::On(day) if day >= looked_at => {
            unused.push((Some(day), UnusedWhy::DepositTooLate));
        }
        PastDeposit::Between(first, _) => unused.push((Some(first), UnusedWhy::DepositBetweenDays)),
        PastDeposit::Undated => unused.push((None, UnusedWhy::DepositWithoutDay)),
        PastDeposit::On(_) | PastDeposit::None => {}
    }
    if let Some(signed) = record.signed {
        let late = treaty.closed().is_some_and(|closed| signed > closed);
        if signed > last {
            unused.push((Some(signed), UnusedWhy::SignatureNotSeen));
        } else if signed < treaty.opened {
            unused.push((Some(signed), UnusedWhy::SignatureBeforeOpening));
        } else if late || record.signed_by_succession {
            unused.push((Some(signed), UnusedWhy::SignatureInherited));
        }
    }
    unused
}
