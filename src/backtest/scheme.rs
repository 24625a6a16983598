//! Fits that have not seen what they forecast: all but the treaty itself, or only what was past.

use std::{collections::BTreeMap, sync::Arc};

use rayon::prelude::*;

use crate::{
    calibrate::{
        fit::{Doubt, Fitted, LeaveOneOutFit, Selection},
        history::History,
    },
    quantity::{Day, Days},
};

use super::ForecastTask;

/// How a fit is kept from seeing what it forecasts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scheme {
    /// From all treaties but the one forecast and those opened on the same day, its twins. Later
    /// treaties are among them, and the law of the pace (not the baselines, the factors or the
    /// level) is that of all together, the treaty forecast included.
    LeaveOneOut,
    /// From what was on record at the end of the year before the forecast, of any treaty. The law
    /// of the pace is found anew every third year.
    Rolling,
}

/// A fit for each case.
#[derive(Debug)]
pub struct Fits {
    scheme: Scheme,
    by_treaty: BTreeMap<String, UncertainFit>,
    by_year: BTreeMap<i16, UncertainFit>,
}

/// A fit, and how sure its figures are.
#[derive(Clone, Debug)]
pub struct UncertainFit {
    /// What was learned.
    pub fitted: Fitted,
    /// How far it may be off: of the search of the law that it rests on.
    pub doubt: Arc<Doubt>,
}

/// Fewer treaties teach too little to forecast from.
const FEWEST: usize = 30;

/// Years between searches of the law of the pace.
const SEARCH_EVERY: i16 = 3;

impl Fits {
    /// The fits that these cases need, each from what the scheme lets it see of the selection.
    /// `progress` hears of each fit made, and of how many there are.
    pub fn of(
        history: &History,
        selection: &Selection,
        cases: &[ForecastTask],
        scheme: Scheme,
        progress: &(dyn Fn(usize) + Sync),
    ) -> Fits {
        let mut fits = Fits { scheme, by_treaty: BTreeMap::new(), by_year: BTreeMap::new() };
        match scheme {
            Scheme::LeaveOneOut => {
                let learned = LeaveOneOutFit::fit(history, selection);
                let doubt = Arc::new(learned.doubt());
                progress(1);
                let mut treaties: Vec<(&str, Day)> =
                    cases.iter().map(|case| (case.treaty.as_str(), case.opened)).collect();
                treaties.dedup();
                let found = treaties.into_par_iter().map(|(treaty, opened)| {
                    let fitted = learned.without(&twins(history, opened));
                    progress(1);
                    (treaty.to_owned(), UncertainFit { fitted, doubt: doubt.clone() })
                });
                fits.by_treaty = found.collect();
            }
            Scheme::Rolling => {
                let mut years: Vec<i16> = cases.iter().map(|case| case.as_of.year()).collect();
                years.sort_unstable();
                years.dedup();
                let mut last: Option<(i16, LeaveOneOutFit, Arc<Doubt>)> = None;
                for year in years {
                    let Some(known_by) = Day::new(year, 1, 1).map(|day| day - Days(1)) else {
                        continue;
                    };
                    let known = selection.clone().known_by(known_by);
                    if known.opened(history) < FEWEST {
                        continue;
                    }
                    let (searched, learned, doubt) = match &last {
                        Some((searched, before, doubt)) if year - searched < SEARCH_EVERY => {
                            (*searched, before.refit(history, &known, false), doubt.clone())
                        }
                        before => {
                            let learned = match before {
                                Some((_, before, _)) => before.refit(history, &known, true),
                                None => LeaveOneOutFit::fit(history, &known),
                            };
                            let doubt = Arc::new(learned.doubt());
                            (year, learned, doubt)
                        }
                    };
                    let fitted = learned.fitted();
                    fits.by_year.insert(year, UncertainFit { fitted, doubt: doubt.clone() });
                    last = Some((searched, learned, doubt));
                    progress(1);
                }
            }
        }
        fits
    }

    /// The fit for a case; nothing where too few treaties had been opened by then.
    pub fn get(&self, case: &ForecastTask) -> Option<&UncertainFit> {
        match self.scheme {
            Scheme::LeaveOneOut => self.by_treaty.get(&case.treaty),
            Scheme::Rolling => self.by_year.get(&case.as_of.year()),
        }
    }
}

/// The treaties opened on a day.
fn twins(history: &History, opened: Day) -> Vec<&str> {
    let same = history.treaties.iter().filter(|treaty| treaty.opened == opened);
    same.map(|treaty| treaty.id.as_str()).collect()
}
