//! The tables of all verbs: which columns each has, and that its rows come back as they were.

use serde::{Serialize, de::DeserializeOwned};

use super::{backtest, compare, fit, record, sensitivity, track};
use crate::result::cell::{from_csv, to_csv};

/// Reads a table as rows and writes them again: not a byte differs.
fn comes_back<T: Serialize + DeserializeOwned>(table: &str) {
    let rows: Vec<T> = from_csv("a table", table).unwrap();
    assert_eq!(rows.len(), table.lines().count() - 1, "{table}");
    assert_eq!(to_csv(rows), table);
    let heading = format!("{}\n", table.lines().next().unwrap());
    assert_eq!(to_csv(Vec::<T>::new()), heading, "a table without rows has a heading");
}

#[test]
fn rows_of_compare_come_back() {
    comes_back::<compare::rows::ComparisonRow>(
        "scenario,measure,share,day,chance,standard_error\n\
         hanoi+canada,chance_in_force_by,,2027-12-31,0.10143,0.000955\n\
         hanoi,quantile_in_force,0.05,,,\n\
         hanoi,chance_beyond_horizon,,,0.007,0.000264\n",
    );
    comes_back::<compare::rows::DifferenceRow>(
        "scenario,against,measure,day,value,standard_error\n\
         \"a, b\",hanoi,chance_gained,2027-12-31,-0.054,0.000715\n\
         \"a, b\",hanoi,median_days_gained,,,\n",
    );
    comes_back::<compare::rows::CurveRow>(
        "scenario,day,chance,standard_error\nhanoi,2026-11-28,0,0.000005\n",
    );
    comes_back::<compare::rows::AttributionRow>(
        "step,keys,name,from,to,order,chance_gained,chance_error,median_days_gained,median_days_error\n\
         1,rule.instruments,Instruments needed,40,30,forward,0.2,0.001,310,2.5\n\
         2,pace.sd pace.mean,the pace,,,mean,,,,\n",
    );
}

#[test]
fn rows_of_sensitivity_come_back() {
    comes_back::<sensitivity::rows::SensitivityRow>(
        "key,name,move,to,chance,standard_error,chance_gained,chance_gained_error,median,\
         median_days_gained,median_days_error\n\
         pace.multiplier,Pace,down,0.8,0.05,0.0012,-0.05,0.001,2029-08-01,-210,3.5\n\
         pace.multiplier,Pace,up,1.25,,,,,,,\n",
    );
    comes_back::<sensitivity::rows::InfluenceRow>(
        "iso3,name,groups,target_chance_if_deposits_now,target_chance_if_never,influence,\
         influence_error,among_first_chance,among_first_error,decisive_chance,decisive_error\n\
         FRA,France,eu;oecd,0.11,0.09,0.02,0.0004,0.4,0.002,0.01,0.0003\n\
         VNM,\"Viet \"\"Nam\"\"\",,,,,,1,0,0,0.000005\n",
    );
}

#[test]
fn rows_of_track_come_back() {
    comes_back::<track::rows::CorridorRow>(
        "by,needed_p10,needed_p50,needed_p90,smooth_p10,smooth_p50,smooth_p90,median_deposits\n\
         2026-12-31,23,,,22.4,,,8\n",
    );
    comes_back::<track::rows::TrackRow>(
        "by,deposits,runs,on_target,chance,standard_error\n2026-12-31,12,431,27,0.062645,0.011731\n",
    );
}

#[test]
fn rows_of_record_come_back() {
    comes_back::<record::rows::RecordedRow>(
        "issued_on,as_of,instruments,target,chance,standard_error,in_force_p50\n\
         2026-11-27,2026-05-31,4,2027-12-31,0.10143,0.000955,2029-02-03\n\
         2026-11-28,2026-05-31,4,,,,\n",
    );
    comes_back::<record::rows::NewsRow>(
        "kind,what,chance_gained,standard_error\nnew deposits,\"FRA, VNM\",0.0123,0\n",
    );
}

#[test]
fn rows_of_backtest_come_back() {
    comes_back::<backtest::rows::ForecastRow>(
        "treaty,name,model,age_months,as_of,n,instruments,deposits,signatories,p2_5,p5,p10,p25,p50,p75,\
         p90,p95,p97_5,within_24_chance,within_36_chance,beyond_chance,outcome,known_to,crps_days,\
         crps_log,pit,pit_low,pit_high\n\
         XVIII-14,UNCAC,pace,6,2004-06-09,own,30,2,105,2005-01-01,2005-02-01,2005-03-01,2005-06-01,\
         2005-12-01,2006-07-01,2007-05-01,2008-01-01,,0.5,0.9,0.01,2005-09-15,2013-12-09,92.5,0.21,0.4,\
         0.39,0.41\n\
         XVIII-12,,nearest-signed,13,2002-01-15,40,40,5,120,,,,,,,,,,0,0,1,,2010-12-15,0,0,0.5,0,1\n",
    );
    comes_back::<backtest::rows::ScoresRow>(
        "model,n,age_months,treaties,crps_days,crps_days_error,crps_log,crps_log_error,cover_50,\
         cover_50_error,cover_80,cover_80_error,cover_95,cover_95_error,brier_24,brier_24_error,\
         brier_24_treaties,brier_36,brier_36_error,brier_36_treaties,pit_mean,pit_mean_error,\
         beyond_chance,beyond_seen,skill_constant_rate,skill_constant_rate_error,skill_climatology,\
         skill_climatology_error,skill_nearest,skill_nearest_error,skill_nearest_signed,\
         skill_nearest_signed_error,skill_independent,skill_independent_error\n\
         climatology,40,6,30,330,41,0.3,0.04,0.5,0.09,0.8,0.07,0.97,0.04,0.1,0.03,30,,,,0.51,0.05,0.2,\
         0.25,0.1,0.05,,,0.02,0.1,-0.03,0.09,0.2,0.1\n",
    );
    comes_back::<backtest::rows::AlikeRow>(
        "model,age_months,within_months,treaties,chance,chance_error,seen,cover_80\n\
         pace,6,24,31,0.12,0.05,0.1,0.84\n",
    );
    comes_back::<backtest::rows::MonthAheadRow>(
        "share_from,share_to,treaties,months,seen,expected,ratio,ratio_error,beyond_one_in_1000,\
         beyond_one_in_100000\n0,0.1,30,410,52,50.2,1.035857,0.2,1,0\n,,30,2000,410,402.5,1.018634,0.1,2,0\n",
    );
    comes_back::<backtest::rows::PastMonthRow>(
        "treaty,from,age_months,share_in,seen,expected,chance_so_many\n\
         XVIII-14,2004-01-09,1,0.0333,0,0.4,1\nXVIII-14,2004-02-09,2,,1,0.5,0.39\n",
    );
    comes_back::<backtest::rows::LeftOutRow>(
        "treaty,name,age_months,n,why,since\n\
         XVIII-14,UNCAC,24,own,had the n-th instrument by then,2005-09-15\n\
         IX-1,,1,40,no treaty of the history,\n",
    );
}

#[test]
fn rows_of_fit_come_back() {
    comes_back::<fit::rows::FigureRow>(
        "figure,value,standard_error,low,high\npace.sd,0.61,0.05,0.53,0.7\n",
    );
    comes_back::<fit::rows::HazardRow>(
        "month_from,month_to,nonsignatory_deposits,nonsignatory_per_year,nonsignatory_error,\
         nonsignatory_low,nonsignatory_high,signatory_deposits,signatory_per_year,signatory_error,\
         signatory_low,signatory_high\n0,6,31,0.01,0.002,0.007,0.014,52,0.06,0.01,0.045,0.08\n6,12,,,,,,,,,,\n",
    );
    comes_back::<fit::rows::FactorRow>(
        "rank,iso3,name,factor,low,high,deposits,expected_deposits,signing_factor\n\
         1,NOR,Norway,2.31,1.8,2.9,41,17.8,1.2\n",
    );
    comes_back::<fit::rows::TreatyPaceRow>(
        "treaty_id,month,pace,low,high\nXVIII-14,0,1.4,0.8,2.4\n",
    );
    comes_back::<fit::rows::TreatyRow>(
        "treaty_id,short_name,subject,opened,months_seen,deposits\nXVIII-14,UNCAC,penal,2003-12-09,120,168\n",
    );
    comes_back::<fit::rows::UnusedRow>(
        "treaty_id,iso3,day,why,treatment\nXVIII-14,FRA,2003-12-09,an act,left out\nIX-1,,,no day,left out\n",
    );
}
