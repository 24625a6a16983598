//! `inforce experts`: sheets of a panel become one layer, and it is shown where they differ.

pub(in crate::verbs) mod args;

use std::{collections::BTreeMap, fs, path::Path};

use super::{load::load_scenario, stop::Stop};
use crate::terminal::{Screen, screen_table};
use crate::{
    depositary::Names,
    panel::{self, MARK, Opinion, PooledEstimate},
    publish::write_whole,
    quantity::MONTH_DAYS,
    scenario::bytes_of,
    wording::share,
};
use args::{ExpertsAction, ExpertsArgs, TemplateArgs};

/// Experts are held against each other by the chance of a deposit within so many months.
const WITHIN_MONTHS: f64 = 24.0;
/// Participants named on whom they differ most.
const MOST: usize = 10;

pub(super) fn experts(args: &ExpertsArgs, screen: &Screen) -> Result<(), Stop> {
    match &args.action {
        Some(ExpertsAction::Template(args)) => template(args, screen),
        None => pool(args, screen),
    }
}

fn template(args: &TemplateArgs, screen: &Screen) -> Result<(), Stop> {
    let scenario = load_scenario(&args.scenario, &[], screen)?;
    let sheet = panel::template(&scenario.model);
    let Some(out) = &args.out else { return Ok(screen.say(&sheet)?) };
    if out.exists() {
        let message = format!("{}: is there already", out.display());
        return Err(Stop::problem(message, "name another file: answers may be in it"));
    }
    write(out, &sheet)?;
    let rows = sheet.lines().count() - 1;
    screen.say(&format!("{}: {rows} signatories to fill in", out.display()))?;
    Ok(())
}

fn pool(args: &ExpertsArgs, screen: &Screen) -> Result<(), Stop> {
    let mut sheets = Vec::new();
    for path in &args.files {
        let name = path.display().to_string();
        let bytes = bytes_of(path).map_err(|why| {
            let help = "name a sheet saved as CSV; `inforce experts template` makes an empty one";
            Stop::problem(format!("{name}: {why}"), help)
        })?;
        sheets.push((name, bytes));
    }
    let answers = panel::read(&sheets, &Names::built_in())?;
    let mut experts: BTreeMap<String, f64> =
        answers.iter().map(|answer| (answer.expert.clone(), 1.0)).collect();
    weigh(&mut experts, &args.weights)?;
    let pooled = panel::pool(&answers, &experts).map_err(|wrong| {
        let help = "this is our fault: please report it";
        Stop::problem(format!("an answer makes no delay: {wrong}"), help)
    })?;
    let experts: Vec<(String, f64)> = experts.into_iter().collect();
    let layer = panel::layer(&pooled, &experts);
    let told = told(&pooled, &experts);
    match &args.out {
        None => {
            screen.remark(&told);
            screen.say(&layer)?;
        }
        Some(out) => {
            ours(out)?;
            write(out, &layer)?;
            let next = format!("\nWritten: {0}; next: inforce run SCENARIO {0}", out.display());
            screen.say(&(told + &next))?;
        }
    }
    Ok(())
}

/// Gives experts the weights asked for.
fn weigh(experts: &mut BTreeMap<String, f64>, weights: &[String]) -> Result<(), Stop> {
    for weight in weights {
        let parts = weight.split_once('=').map(|(name, number)| (name.trim(), number.trim()));
        let number = parts.and_then(|(_, number)| number.parse::<f64>().ok());
        let (Some((name, _)), Some(number)) =
            (parts, number.filter(|one| one.is_finite() && *one > 0.0))
        else {
            return Err(Stop::problem(
                format!("--weights: expected NAME=WEIGHT with a weight above 0, found `{weight}`"),
                "for example --weights ana=2,ben=1",
            ));
        };
        let names: Vec<&str> = experts.keys().map(String::as_str).collect();
        let help = format!("the experts are {}", names.join(", "));
        let Some(held) = experts.get_mut(name) else {
            return Err(Stop::problem(format!("--weights: there is no expert `{name}`"), help));
        };
        *held = number;
    }
    Ok(())
}

/// Who answered, and on whom the experts differ most.
fn told(pooled: &[PooledEstimate], experts: &[(String, f64)]) -> String {
    let days = WITHIN_MONTHS * MONTH_DAYS;
    let answers: usize = pooled.iter().map(|one| one.opinions.len()).sum();
    let mut text =
        format!("{} experts, {} participants, {answers} answers\n\n", experts.len(), pooled.len());
    let mut differ: Vec<(&PooledEstimate, &Opinion, &Opinion)> = pooled
        .iter()
        .filter(|one| one.opinions.len() > 1)
        .filter_map(|one| one.extremes(days).map(|(low, high)| (one, low, high)))
        .collect();
    let apart = |low: &Opinion, high: &Opinion| high.chance_within(days) - low.chance_within(days);
    differ.sort_by(|one, other| apart(other.1, other.2).total_cmp(&apart(one.1, one.2)));
    if differ.is_empty() {
        return text
            + "No participant has two answers, so nothing in which experts could differ.\n";
    }
    text.push_str(&format!(
        "Where the experts differ most: the chance of a deposit within {WITHIN_MONTHS} months\n"
    ));
    let percent = |chance: f64| share(chance, chance > 0.0, chance < 1.0);
    let lines = differ.iter().take(MOST).map(|(one, low, high)| {
        let said = |of: &Opinion| format!("{} {}", percent(of.chance_within(days)), of.expert);
        vec![
            one.code.clone(),
            one.opinions.len().to_string(),
            percent(one.chance_within(days)),
            said(low),
            said(high),
            percent(one.never()),
        ]
    });
    let heading = ["", "answers", "pooled", "least", "most", "never"];
    text + &screen_table(&heading, lines.collect())
}

/// That a file may be replaced: it is not there, or is a layer of a panel.
fn ours(out: &Path) -> Result<(), Stop> {
    let other = out.exists() && !fs::read_to_string(out).is_ok_and(|text| text.starts_with(MARK));
    if other {
        let message = format!("{}: is there, and is not a layer of a panel", out.display());
        return Err(Stop::problem(message, "name another file with --out"));
    }
    Ok(())
}

fn write(out: &Path, text: &str) -> Result<(), Stop> {
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty());
    let Some(name) = out.file_name().and_then(|name| name.to_str()) else {
        let message = format!("{}: is not the name of a file", out.display());
        return Err(Stop::problem(message, "name a file with --out"));
    };
    Ok(write_whole(folder.unwrap_or(Path::new(".")), &[(name, text)])?)
}
