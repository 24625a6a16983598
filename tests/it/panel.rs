//! Mixtures and sets of figures: each run is that of one part or set, and chances are those of all of
//! them, weighed.

use inforce::{
    engine::{Detail, Plan, simulate},
    parameters::Pace,
    quantity::{Day, RunCount, When},
    scenario::{Change, Layer, Scenario, say},
    tally::{Milestone, Tally},
    treaty::{MixturePart, Model, ParameterDraw},
};

use crate::support::{day, each_their_own, large, of_runs, plan};

/// The large treaty as two think of it: as it is, and at half its pace.
fn two_beliefs(weight: f64) -> Model {
    let mut slow = large();
    if let Some(pace) = &mut slow.pace {
        pace.multiplier = 0.5;
    }
    let part = |name: &str, weight, model| MixturePart { name: name.to_owned(), weight, model };
    Model {
        parts: vec![part("as-is", weight, large()), part("slow", 1.0 - weight, slow)],
        ..large()
    }
}

#[test]
fn each_run_of_a_mixture_is_that_of_one_of_its_parts() {
    let mixture = two_beliefs(0.3);
    let runs = |model: &Model| of_runs(&simulate(model, plan(2000, 5)), Detail::Parties);
    let mixed = runs(&mixture);
    let [one, other] = [0, 1].map(|part| runs(&mixture.parts[part].model));
    let mut of_the_first = 0;
    for ((run, first), second) in mixed.iter().zip(&one).zip(&other) {
        assert!(run == first || run == second);
        assert!(first.1 <= second.1, "a slower pace is never sooner");
        of_the_first += usize::from(run == first && run != second);
    }
    // Four standard deviations of 2,000 draws of 0.3, and runs that are the same in both.
    assert!((500..=690).contains(&of_the_first), "{of_the_first}");
}

#[test]
fn chances_of_a_mixture_are_those_of_its_parts_weighed() {
    for weight in [0.1, 0.5, 0.8] {
        let mixture = two_beliefs(weight);
        let chance = |model: &Model| {
            let tally = Tally::from_runs(&simulate(model, plan(20_000, 3)));
            tally.dates.chance_by(Milestone::InForce, day("2029-12-31")).value()
        };
        let [one, other] = [0, 1].map(|part| chance(&mixture.parts[part].model));
        let expected = weight * one + (1.0 - weight) * other;
        assert!((one - other).abs() > 0.2, "the beliefs differ");
        let found = chance(&mixture);
        // Which runs go to which part is drawn: four standard errors.
        assert!((found - expected).abs() < 0.014, "{weight}: {found}, expected {expected}");
    }
}

#[test]
fn a_mixture_of_twice_the_same_is_the_same() {
    for model in [large(), each_their_own()] {
        let part =
            |name: &str| MixturePart { name: name.to_owned(), weight: 0.5, model: model.clone() };
        let mixture = Model { parts: vec![part("one"), part("other")], ..model.clone() };
        let tally = |model: &Model| Tally::from_runs(&simulate(model, plan(1000, 8)));
        assert!(tally(&mixture) == tally(&model));
        let met = |detail| -> Vec<When> {
            of_runs(&simulate(&mixture, plan(300, 8)), detail)
                .into_iter()
                .map(|run| run.1)
                .collect()
        };
        assert_eq!(met(Detail::Date), met(Detail::Parties));
    }
}

fn panel(sets: &[&str]) -> Scenario {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/panel/panel.toml");
    let sets: Vec<String> = sets.iter().map(ToString::to_string).collect();
    match Scenario::load(&[file.to_owned()], &sets) {
        Ok(scenario) => scenario,
        Err(faults) => panic!("{}", faults.render(false)),
    }
}

fn chance(scenario: &Scenario, by: Day) -> f64 {
    let runs = RunCount::new(40_000).expect("some runs");
    let tally = Tally::from_runs(&simulate(&scenario.model, Plan { runs, seed: scenario.seed }));
    tally.dates.chance_by(Milestone::InForce, by).value()
}

#[test]
fn a_panel_of_two_gives_the_chance_known_by_hand() {
    // Half within a year by the one, half within four by the other.
    let expected = |hopeful: f64| hopeful * 0.5 + (1.0 - hopeful) * (1.0 - 0.5f64.powf(0.25));
    let by = day("2021-12-31");
    let found = chance(&panel(&[]), by);
    assert!((found - expected(0.25)).abs() < 0.01, "{found}");
    let found = chance(&panel(&["mix.hopeful.weight=0.5", "mix.doubtful.weight=0.5"]), by);
    assert!((found - expected(0.5)).abs() < 0.01, "{found}");
}

#[test]
fn values_set_lie_over_every_part() {
    let never = panel(&["participant.AAA.ratification=never"]);
    assert_eq!(never.model.parts.len(), 2);
    assert!(chance(&never, day("2040-12-31")).abs() < 1e-12);
}

#[test]
fn a_mixture_written_out_gives_itself_again() {
    let scenario = panel(&["forecast.runs=500"]);
    let text = scenario.manifest("1.0.0", "inforce run panel");
    let again = Scenario::from_text("manifest.toml", &text).expect("what we wrote is sound");
    assert_eq!(format!("{:?}", again.model), format!("{:?}", scenario.model));
    assert_eq!(again.manifest("1.0.0", again.command().expect("it is carried")), text);
    let weight = again.model.parts.iter().map(|part| (part.name.as_str(), part.weight));
    assert_eq!(weight.collect::<Vec<_>>(), [("doubtful", 0.75), ("hopeful", 0.25)]);
}

#[test]
fn a_layer_over_a_mixture_written_out_lies_over_its_parts() {
    let text = panel(&[]).manifest("1.0.0", "inforce run panel");
    let again = Scenario::from_text("manifest.toml", &text).expect("what we wrote is sound");
    let layer = Layer {
        name: "never.toml".to_owned(),
        stem: "never".to_owned(),
        text: "[participant.AAA]\nratification = \"never\"\n".to_owned(),
        sha256: None,
    };
    let never = again.with(&[Change::Layer(layer)]).expect("a sound layer");
    assert_eq!(never.model.parts.len(), 2);
    assert!(chance(&never, day("2040-12-31")).abs() < 1e-12);
}

#[test]
fn a_mixture_is_said_back_and_explained() {
    let scenario = panel(&[]);
    assert!(say(&scenario).contains("0.75 in doubtful, 0.25 in hopeful"), "{}", say(&scenario));
    let told = scenario.explain();
    let weight = told.iter().find(|one| one.key == "mix.doubtful.weight").expect("it is told");
    assert_eq!(weight.value, "0.75");
    assert!(weight.place.as_ref().is_some_and(|place| place.file.ends_with("panel.toml")));
}

/// The large treaty as three sets of figures have it.
fn three_sets() -> Model {
    let model = large();
    let belief = |times: f64| {
        let mut calibration = model.calibration.clone().expect("a calibration");
        calibration.signatory_per_year.iter_mut().for_each(|rate| *rate *= times);
        let pace = model.pace.map(|pace| Pace { sd: 0.8 * times, ..pace });
        ParameterDraw { calibration, pace }
    };
    Model {
        parameter_draws: [1.0, 1.4, 2.0].map(belief).to_vec(),
        target: Some(day("2027-12-31")),
        ..large()
    }
}

#[test]
fn sets_of_figures_take_turns_and_each_run_is_that_of_its_own() {
    let model = three_sets();
    let runs = |model: &Model, detail| of_runs(&simulate(model, plan(300, 4)), detail);
    let (all, dates) = (runs(&model, Detail::Parties), runs(&model, Detail::Date));
    for (turn, belief) in model.parameter_draws.iter().enumerate() {
        let own = runs(&model.with_parameters(belief), Detail::Parties);
        for index in (turn..300).step_by(3) {
            assert!(all[index] == own[index], "run {index}");
            assert_eq!(all[index].1, dates[index].1, "run {index}");
        }
    }
    // A part of a mixture has its sets as it would alone.
    let part =
        |name: &str| MixturePart { name: name.to_owned(), weight: 0.5, model: model.clone() };
    let mixture = Model { parts: vec![part("one"), part("other")], ..large() };
    assert!(runs(&mixture, Detail::Parties) == all);
}

#[test]
fn what_sets_of_figures_say_is_told_apart_and_together() {
    let model = three_sets();
    let simulated = simulate(&model, plan(30_000, 4));
    let tally = Tally::from_runs(&simulated);
    let told: Vec<f64> = tally.by_parameter_draw.chances().iter().map(|one| one.value()).collect();
    assert!(told[0] < told[1] && told[1] < told[2], "{told:?}");
    let together = tally.dates.chance_by(Milestone::InForce, day("2027-12-31")).value();
    assert!((told.iter().sum::<f64>() / 3.0 - together).abs() < 1e-12);
    let share = tally.by_parameter_draw.share_of_spread().expect("a share");
    assert!((0.001..0.9).contains(&share), "{share}");
    // The pace lies between those of the sets, and is no surer than all of them.
    let paces: Vec<_> = model
        .parameter_draws
        .iter()
        .map(|belief| simulate(&model.with_parameters(belief), plan(1, 4)).pace())
        .collect();
    for (age, month) in simulated.pace().iter().enumerate() {
        let of = |of: &dyn Fn(&inforce::engine::PaceMonth) -> f64| -> (f64, f64) {
            let values = paces.iter().map(|pace| of(&pace[age]));
            values.fold((f64::MAX, f64::MIN), |(low, high), one| (low.min(one), high.max(one)))
        };
        let (low, high) = of(&|one| one.median);
        assert!((low..=high).contains(&month.median), "month {age}");
        let (narrowest, _) = of(&|one| one.high / one.low);
        assert!(month.high / month.low >= narrowest, "month {age}");
    }
    assert!(simulated.surprise().is_some());
}
