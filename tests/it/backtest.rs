//! Forecasts of past treaties: nothing of what came later may enter.

use inforce::{
    backtest::{Fits, ForecastTask, ForecastTasks, Nth, Scheme, SkipReason, cases, forecasts},
    calibrate::{
        fit::{LeaveOneOutFit, Selection, fit_given_pace},
        history::{Closing, History, PastDeposit, PastTreaty},
    },
    engine::Plan,
    quantity::{Days, RunCount, Seed},
};

fn history() -> History {
    History::built_in().expect("the history is sound")
}

/// A third of the pool: enough to learn from, and quick.
fn selection(history: &History) -> Selection {
    let ids = history.pool.iter().step_by(3).map(|pooled| pooled.treaty.as_str());
    Selection::from_treaties(history, ids).expect("ids of the pool")
}

fn asked(history: &History) -> ForecastTasks {
    cases(history, ["XVIII-14", "IV-15"], &[6, 24], &[Nth::Own, Nth::Of(60)])
}

fn plan() -> Plan {
    Plan { runs: RunCount::new(200).expect("a number"), seed: Seed(7) }
}

#[test]
fn a_forecast_does_not_know_when_a_treaty_closes_that_is_open_until_entry_into_force() {
    let history = history();
    // Opened in December 2008, in force on 1 August 2010.
    let asked = cases(&history, ["XXVI-6"], &[6], &[Nth::Own]).cases;
    let fits = Fits::of(&history, &selection(&history), &asked, Scheme::LeaveOneOut, &|_| ());
    let where_it = |change: &dyn Fn(&mut PastTreaty)| {
        let mut history = history.clone();
        history.treaties.iter_mut().filter(|one| one.id == "XXVI-6").for_each(change);
        forecasts(&history, &asked, plan(), &fits, &|_| ())
    };
    let found = where_it(&|_| ());
    assert!(found.len() == 1 && found[0].is_some());
    assert!(found == where_it(&|treaty| treaty.in_force = None), "it saw the future");
    // With that day in the final clauses, it would be another forecast.
    let closing = Closing::On("2010-08-01".parse().expect("a day"));
    assert!(found != where_it(&|treaty| treaty.closing = closing));
}

#[test]
fn what_came_after_the_as_of_day_changes_no_forecast() {
    let history = history();
    let asked = asked(&history).cases;
    let fits = Fits::of(&history, &selection(&history), &asked, Scheme::LeaveOneOut, &|_| ());
    let found = forecasts(&history, &asked, plan(), &fits, &|_| ());
    assert!(found.iter().all(Option::is_some) && found.len() == asked.len());
    let mut other = history.clone();
    for case in &asked {
        let treaty = other.treaties.iter_mut().find(|one| one.id == case.treaty).expect("it");
        for record in &mut treaty.records {
            let latest = asked.iter().filter(|one| one.treaty == case.treaty).map(|one| one.as_of);
            let latest = latest.max().expect("a case");
            record.signed = record.signed.filter(|day| *day <= latest);
            if record.deposit.exact().is_some_and(|day| day > latest) {
                record.deposit = PastDeposit::On(latest + Days(1));
            }
        }
    }
    let again = forecasts(&other, &asked, plan(), &fits, &|_| ());
    assert!(found == again, "the record after the as-of day was seen");
}

#[test]
fn the_rolling_fit_does_not_see_the_year_of_the_forecast() {
    let history = history();
    let asked: Vec<ForecastTask> = asked(&history).cases;
    let first = asked.iter().map(|case| case.as_of.year()).min().expect("a case");
    let asked: Vec<ForecastTask> =
        asked.into_iter().filter(|case| case.as_of.year() == first).collect();
    let selection = Selection::pool(&history);
    let fits = Fits::of(&history, &selection, &asked, Scheme::Rolling, &|_| ());
    let mut other = history.clone();
    for treaty in &mut other.treaties {
        for record in &mut treaty.records {
            record.signed = record.signed.filter(|day| day.year() < first);
            if record.deposit.exact().is_some_and(|day| day.year() >= first) {
                record.deposit = PastDeposit::None;
            }
        }
    }
    let again = Fits::of(&other, &selection, &asked, Scheme::Rolling, &|_| ());
    for case in &asked {
        let [one, other] = [&fits, &again].map(|fits| &fits.get(case).expect("a fit").fitted);
        assert!(one.calibration == other.calibration && one.pace == other.pace);
    }
}

#[test]
fn a_fit_made_again_without_a_treaty_is_near_the_one_from_the_start() {
    let history = history();
    let selection = selection(&history);
    let learned = LeaveOneOutFit::fit(&history, &selection);
    let again = learned.without(&["XVIII-14"]);
    let anew = fit_given_pace(&history, &selection.without("XVIII-14"), &learned.pace());
    assert_eq!(again.treaties, anew.treaties);
    assert!((again.log_evidence - anew.log_evidence).abs() < 1.0);
    let rates =
        |fitted: &inforce::calibrate::fit::Fitted| fitted.calibration.signatory_per_year.clone();
    for (again, anew) in rates(&again).iter().zip(rates(&anew)) {
        assert!((again / anew).ln().abs() < 0.1, "{again} {anew}");
    }
}

#[test]
fn what_cannot_be_asked_is_left_out_by_name() {
    let left = cases(&history(), ["XVIII-14", "NOT-ONE"], &[1, 119], &[Nth::Own]).left;
    assert!(matches!(left[0].why, SkipReason::AlreadyMet(_)), "{left:?}");
    assert!(left[1..].iter().all(|left| left.why == SkipReason::UnknownTreaty));
}
