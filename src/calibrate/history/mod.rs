//! What States did with earlier treaties: the tables of history as checked types.

mod built_in;
mod clause;
mod codes;
mod groups;
mod read;
mod record;
mod similar;
mod table;

use std::collections::BTreeMap;

use crate::{
    fault::{Fault, Faults},
    quantity::{Day, Days, When},
    text::Text,
    treaty::{
        Form,
        rule::{Condition, Lapse, Members, Rule},
    },
};

pub use built_in::FILES;
pub use groups::was_member;
pub use similar::SimilarTreaties;

/// The tables of history as texts, each with the path that faults name.
#[derive(Clone, Debug)]
pub struct Tables {
    /// One row for each treaty.
    pub treaties: Text,
    /// One row for each treaty and participant.
    pub participation: Text,
    /// The treaties that a fit uses.
    pub pool: Text,
    /// The first day on which young States can act.
    pub statehood: Text,
}

/// Earlier treaties, who signed and deposited when, and what cannot be used of it.
#[derive(Clone, PartialEq, Debug)]
pub struct History {
    /// In order of id, no id twice.
    pub treaties: Vec<PastTreaty>,
    /// The treaties that a fit uses by default, in the order of the table.
    pub pool: Vec<PooledTreaty>,
    /// The first day on which a participant can act; absent where it always could.
    pub can_act_from: BTreeMap<String, Day>,
    /// Acts on record that say nothing of how long a step takes, by treaty and participant.
    pub exclusions: Vec<Exclusion>,
    /// What is to be changed in the tables before the next version.
    pub warnings: Vec<Fault>,
}

/// A treaty of the pool.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PooledTreaty {
    /// Id of a treaty of the history.
    pub treaty: String,
    /// Whether forecasts of it are scored.
    pub scored: bool,
}

/// A treaty, its clauses, and what was done by when.
#[derive(Clone, PartialEq, Debug)]
pub struct PastTreaty {
    /// The depositary's number, such as `XVIII-14`.
    pub id: String,
    /// The name people use; empty where it has none.
    pub short_name: String,
    /// The full title.
    pub title: String,
    /// The day of opening for signature.
    pub opened: Day,
    /// How the day of opening is known.
    pub opened_basis: OpenedBasis,
    /// Until when it can be signed.
    pub closing: Closing,
    /// The clause on entry into force; none where it was not compiled.
    pub entry: Option<EntryClause>,
    /// The official day of entry into force; none where it has not or is not known.
    pub in_force: Option<Day>,
    /// What it is about: `penal`, `trade`...
    pub subject: String,
    /// Whether it is signed at all.
    pub has_signature: bool,
    /// Records are complete up to this day.
    pub known_to: Day,
    /// What is missing; none where the table is whole.
    pub gaps: Option<String>,
    /// In order of participant, none twice.
    pub records: Vec<ParticipantRecord>,
}

/// Until when a treaty can be signed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Closing {
    /// It stays open, or there is no signature.
    Never,
    /// This is the last day.
    On(Day),
    /// Until it enters into force, on whichever day that is.
    AtEntry,
}

/// How the day of opening is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OpenedBasis {
    /// From the final clauses.
    Official,
    /// The first signature on record.
    FirstSignature,
    /// The day of adoption.
    Adoption,
}

/// What the final clauses ask for entry into force.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EntryClause {
    /// How many instruments; none where each participant is bound on its own.
    pub instruments: Option<u16>,
    /// From the day it is met to entry into force; none where a count does not decide it.
    pub lapse: Option<Lapse>,
    /// Not in force before this day.
    pub not_before: Option<Day>,
    /// Whether the instruments of organisations count beside those of States.
    pub organisations_count: bool,
    /// What else is asked, in words; empty where nothing is.
    pub beside: String,
    /// Of those words: how many of the instruments must be by members of a group.
    pub within: Vec<Within>,
    /// Of those words: what no rule here says.
    pub untold: Vec<String>,
}

/// So many of the instruments must be by members of a group.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Within {
    /// At least so many, from 1.
    pub at_least: u16,
    /// The group, as [`was_member`] knows it.
    pub group: String,
}

/// The subjects of technical treaties.
const TECHNICAL: [&str; 4] = ["customs", "intellectual property", "shipping", "trade"];

/// What one participant did with one treaty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ParticipantRecord {
    /// ISO 3166-1 alpha-3 code, or the project's own.
    pub participant: String,
    /// What it is.
    pub kind: PastKind,
    /// The day it signed.
    pub signed: Option<Day>,
    /// Whether the signature was taken over from a predecessor, and so says nothing of delay.
    pub signed_by_succession: bool,
    /// Its first instrument.
    pub deposit: PastDeposit,
    /// In what form.
    pub form: Option<Form>,
    /// Whether it withdrew later.
    pub withdrawn: Option<Withdrawal>,
    /// Letters of the sources the row is from.
    pub sources: String,
}

/// What a participant of an earlier treaty is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PastKind {
    /// A State of today, or an entity treated as one.
    State,
    /// A State that has ceased to exist: CSK, DDR, YMD, YUG.
    ExtinctState,
    /// A territory for which a State acted.
    Territory,
    /// An international or regional organisation.
    Organisation,
}

/// The first instrument of a participant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PastDeposit {
    /// None on record.
    None,
    /// On this day.
    On(Day),
    /// On an unknown day between these two, both included.
    Between(Day, Day),
    /// Made, on a day that is not known.
    Undated,
}

/// A withdrawal from a treaty.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Withdrawal {
    /// With effect from this day.
    From(Day),
    /// On a day that is not recorded.
    DayUnknown,
}

/// An act on record that says nothing of how long a step takes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exclusion {
    /// Id of the treaty.
    pub treaty: String,
    /// Code of the participant.
    pub participant: String,
    /// What is out of the ordinary.
    pub why: Why,
    /// The row's line in the table of participation, from 1.
    pub line: usize,
}

/// Why an act on record is not a delay.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Why {
    /// Deposited before the day of opening: a succession, or a text that was dated anew.
    DepositBeforeOpening,
    /// Signed before the day of opening.
    SignatureBeforeOpening,
    /// Signed after the closing day: a succession to a signature.
    SignatureAfterClosing,
    /// Deposited on a day that is not known exactly.
    DepositWithoutDay,
}

impl History {
    /// Reads the tables. Refuses what cannot be true with all its faults, in order of table and
    /// line; what is true but no delay is named in `exclusions`.
    pub fn read(tables: &Tables) -> Result<History, Faults> {
        read::history(tables)
    }

    /// The treaty of this id, if there is one.
    pub fn treaty(&self, id: &str) -> Option<&PastTreaty> {
        let place = self.treaties.binary_search_by(|treaty| treaty.id.as_str().cmp(id));
        place.ok().map(|place| &self.treaties[place])
    }
}

impl PastTreaty {
    /// The name people use, or the title.
    pub fn name(&self) -> &str {
        if self.short_name.is_empty() { &self.title } else { &self.short_name }
    }

    /// The last day for signature, as it turned out; none where it is open still or there is no
    /// signature.
    pub fn closed(&self) -> Option<Day> {
        self.closing_known_by(Day::LAST)
    }

    /// The last day for signature as it was known at the end of a day: what is open until entry into
    /// force had none before that.
    pub fn closing_known_by(&self, day: Day) -> Option<Day> {
        match self.closing {
            Closing::Never => None,
            Closing::On(last) => Some(last),
            Closing::AtEntry => self.in_force.filter(|in_force| *in_force <= day),
        }
    }

    /// The day or never of each record's first instrument; never where its day is not known
    /// exactly. What was withdrawn later is in: it counted until then.
    pub fn deposits(&self) -> Vec<When> {
        self.records.iter().map(|record| record.deposit.exact().into()).collect()
    }

    /// As [`PastTreaty::deposits`], without the instruments withdrawn with effect by `day`. Before
    /// entry into force an instrument taken back no longer counts.
    pub fn deposits_standing(&self, day: Day) -> Vec<When> {
        let stands =
            |record: &&ParticipantRecord| !record.withdrawn.is_some_and(|left| left.by(day));
        let deposit = |record: &ParticipantRecord| Some(record).filter(stands)?.deposit.exact();
        self.records.iter().map(|record| deposit(record).into()).collect()
    }

    /// The last day of which the record is whole. One with gaps is whole only up to entry into
    /// force, which the gaps were checked against.
    pub fn whole_to(&self) -> Day {
        match self.in_force {
            Some(in_force) if self.gaps.is_some() => self.known_to.min(in_force),
            _ => self.known_to,
        }
    }

    /// The likeliest day of each record's first instrument: those known only to lie between two
    /// days are spread evenly over them. None where there is none, or its day is not known at all.
    pub fn likely_deposits(&self) -> Vec<Option<Day>> {
        let between =
            |record: &&ParticipantRecord| matches!(record.deposit, PastDeposit::Between(..));
        let spread = self.records.iter().filter(between).count() as f64;
        let mut place = 0.5;
        let likely = |record: &ParticipantRecord| match record.deposit {
            PastDeposit::Between(first, last) => {
                let days = f64::from((last - first).0) * place / spread;
                place += 1.0;
                Some(first + Days(days.round() as i32))
            }
            known => known.exact(),
        };
        self.records.iter().map(likely).collect()
    }

    /// Whether it is about a matter that ministries of trade, transport and patents settle among
    /// themselves. Such treaties gather instruments more slowly than their signatures promise.
    pub fn technical(&self) -> bool {
        TECHNICAL.contains(&self.subject.as_str())
    }

    /// Those of the records whose instruments the clause counts.
    ///
    /// States always, extinct ones too, since their instruments counted when they were made, and
    /// those that withdrew later. Organisations only where the clause has them. Territories never:
    /// the State that acted for them is the party.
    pub fn counted(&self) -> Members {
        let organisations = self.entry.as_ref().is_none_or(|entry| entry.organisations_count);
        let counts = |record: &ParticipantRecord| match record.kind {
            PastKind::State | PastKind::ExtinctState => true,
            PastKind::Organisation => organisations,
            PastKind::Territory => false,
        };
        Members::new(self.records.iter().map(counts).collect())
    }

    /// The rule over its records where counts decide it; none where they do not, or the clause was
    /// not compiled. Who is in a group is asked of the day of its instrument. Later parties' own
    /// waits are not in history: 30 days are put.
    pub fn rule(&self) -> Option<Rule> {
        let entry = self.entry.as_ref()?;
        let counted = self.counted();
        let within = entry.within.iter().map(|one| {
            let member = |(place, record): (usize, &ParticipantRecord)| {
                let deposit = record.deposit.exact().filter(|_| counted.has(place));
                deposit.is_some_and(|day| was_member(&one.group, &record.participant, day))
            };
            let among = Members::new(self.records.iter().enumerate().map(member).collect());
            Condition::Count { instruments: one.at_least, among }
        });
        let within: Vec<Condition> = within.collect();
        let count = Condition::Count { instruments: entry.instruments?, among: counted };
        Some(Rule {
            when: Condition::including(count, within),
            then: entry.lapse?,
            not_before: entry.not_before,
            later_party_days: Days(30),
        })
    }
}

impl PastDeposit {
    /// The day of the deposit where it is known exactly.
    pub fn exact(self) -> Option<Day> {
        if let PastDeposit::On(day) = self { Some(day) } else { None }
    }
}

impl Withdrawal {
    /// Whether it had effect by the end of `day`; one without a day is taken to be recent.
    pub fn by(self, day: Day) -> bool {
        matches!(self, Withdrawal::From(left) if left <= day)
    }
}

#[cfg(test)]
mod tests;
