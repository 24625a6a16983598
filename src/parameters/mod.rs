//! The register of parameters: what is written about each number that is learned, drawn or
//! perturbed, and about the keys of a scenario beside them, said once; all else loops over it.
//!
//! A parameter's row says by which key files know it, what it is in words, where it lies, what
//! holds where it is left out, on which scale it is estimated, drawn and perturbed, and where its
//! value is kept. A new one is a field, a variant and a row, here, and what it does to a future.

pub mod defaults;
mod domain;
mod key;
mod pace;
mod row;
mod scale;
mod signing;

use std::{
    fmt::Debug,
    marker::PhantomData,
    ops::{Index, IndexMut},
};

pub use domain::Domain;
pub use key::{
    ByDefault, Holds, KEYS, Key, KeyRole, SECTIONS, Section, TableForm, TableSubject, Told,
    column_now, renamed_words, role, step, tables, words,
};
pub use pace::{MEAN_TECHNICAL, Pace, PaceParameter, present_key, renamed};
pub use row::{Estimation, LeftOut, ParameterRow};
pub use scale::{Scale, WhatIfStep};
pub use signing::{Signing, SigningParameter};

/// A closed set of parameters, each with a row in the register.
pub trait Registered: Copy + Eq + Debug + 'static {
    /// What holds a value for each of them.
    type Values: Clone;

    /// All of them, in the order of a calibration file.
    const ALL: &'static [Self];

    /// What is written about it.
    fn row(self) -> ParameterRow<Self::Values>;

    /// Its place among all.
    fn place(self) -> usize;

    /// Its value.
    fn get(self, values: &Self::Values) -> f64 {
        *(self.row().field)(&mut values.clone())
    }

    /// Its value, to be changed.
    fn get_mut(self, values: &mut Self::Values) -> &mut f64 {
        (self.row().field)(values)
    }

    /// Its public name.
    fn key(self) -> &'static str {
        self.row().key
    }

    /// The name it has in calibration files.
    fn learned_key(self) -> &'static str {
        let row = self.row();
        row.learned_key.unwrap_or(row.key)
    }

    /// The name it has among the draws of a calibration, where parameters of all sets stand side by side.
    fn drawn_key(self) -> &'static str {
        self.learned_key()
    }

    /// The one of this name, public or a calibration's; nothing where there is none.
    fn find(key: &str) -> Option<Self> {
        let named = |one: &&Self| one.key() == key || one.learned_key() == key;
        Self::ALL.iter().find(named).copied()
    }

    /// Those of which `[draws]` of a calibration have lists.
    fn drawn() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|one| one.row().learned.is_drawn())
    }

    /// Whether all values lie where each may.
    fn are_sound(values: &Self::Values) -> bool {
        Self::ALL.iter().all(|one| one.row().domain.contains(one.get(values)))
    }
}

/// Something for each parameter of a set.
#[derive(Clone, Debug)]
pub struct Each<P, T> {
    values: Vec<T>,
    of: PhantomData<P>,
}

impl<P: Registered, T: Default> Default for Each<P, T> {
    fn default() -> Each<P, T> {
        Each { values: P::ALL.iter().map(|_| T::default()).collect(), of: PhantomData }
    }
}

impl<P: Registered, T> Index<P> for Each<P, T> {
    type Output = T;

    fn index(&self, parameter: P) -> &T {
        &self.values[parameter.place()]
    }
}

impl<P: Registered, T> IndexMut<P> for Each<P, T> {
    fn index_mut(&mut self, parameter: P) -> &mut T {
        &mut self.values[parameter.place()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each parameter is at its place, has a name and a field of its own.
    fn is_in_order<P: Registered>(mut values: P::Values) {
        for (place, one) in P::ALL.iter().enumerate() {
            assert_eq!(one.place(), place, "{one:?}");
            assert_eq!((P::find(one.key()), P::find(one.learned_key())), (Some(*one), Some(*one)));
            assert!(!one.row().doc.is_empty() && !one.row().words.is_empty(), "{one:?}");
            *one.get_mut(&mut values) = place as f64;
        }
        for (place, one) in P::ALL.iter().enumerate() {
            assert_eq!(one.get(&values) as usize, place, "{one:?}");
        }
        assert_eq!(P::find("nonsense"), None);
    }

    #[test]
    fn the_registers_are_in_order() {
        is_in_order::<PaceParameter>(Pace::NEUTRAL);
        is_in_order::<SigningParameter>(Signing::default());
    }

    #[test]
    fn old_names_are_those_of_nothing_else() {
        for one in PaceParameter::ALL {
            for old in one.row().old_keys {
                assert_eq!(
                    (renamed(old), PaceParameter::find(old)),
                    (Some(one.learned_key()), None)
                );
            }
            assert_eq!((renamed(one.key()), renamed(one.learned_key())), (None, None), "{one:?}");
        }
        for (key, now) in [
            ("calibration.pace.tau", "calibration.pace.sd"),
            ("calibration.draws.kappa_month", "calibration.draws.month_shape"),
            ("calibration.pace.mu_technical", "calibration.pace.mean_technical"),
            ("calibration.pace.sd", "calibration.pace.sd"),
            ("pace.tau", "pace.tau"),
            ("tau", "tau"),
        ] {
            assert_eq!(present_key(key), now);
        }
    }

    #[test]
    fn every_number_of_a_pace_is_in_the_register() {
        let mut pace = Pace::NEUTRAL;
        PaceParameter::ALL.iter().for_each(|one| *one.get_mut(&mut pace) = 7.25);
        let fields = format!("{pace:?}");
        let named = fields.matches(": ").count();
        // Beside them the multiplier and whether the pace is learned, which no fit tells.
        assert_eq!(fields.matches("7.25").count(), named - 2, "{fields}");
    }

    #[test]
    fn what_holds_by_default_lies_where_it_may() {
        for one in PaceParameter::ALL {
            let row = one.row();
            for value in [true, false].into_iter().filter_map(|told| row.left_out.value(told)) {
                let stands_in = matches!(row.left_out, LeftOut::NotTaken(_));
                assert!(stands_in || row.domain.contains(value), "{one:?}");
            }
        }
    }
}
