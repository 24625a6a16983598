//! Time that a result takes beside its runs: its numbers, its tables, its charts, and the whole process
//! from command to folder.

use std::process::{Command, Stdio};

use criterion::{Criterion, criterion_group, criterion_main};
use inforce::{
    chart::Size,
    engine::{Plan, simulate},
    figures::{FigureSource, figures},
    quantity::RunCount,
    result::{Grain, RunResult},
    scenario::Scenario,
    tally::Tally,
};

const RUNS: u64 = 10_000;

fn results(bench: &mut Criterion) {
    let scenario = Scenario::load(&["hanoi".to_owned()], &[]).expect("the baseline is sound");
    let model = &scenario.model;
    let plan = Plan { runs: RunCount::new(RUNS).expect("at least one"), seed: scenario.seed };
    let runs = simulate(model, plan);
    let tally = Tally::from_runs(&runs);
    let numbers = RunResult::new(&runs, &tally, Grain::Day);
    let source = FigureSource { model, numbers: &numbers, status_source: &scenario.status_source };
    let mut group = bench.benchmark_group("results");
    group.sample_size(20);
    group.bench_function("numbers", |bench| {
        bench.iter(|| RunResult::new(&runs, &tally, Grain::Day));
    });
    group.bench_function("tables", |bench| bench.iter(|| numbers.files(model)));
    group.bench_function("charts", |bench| {
        bench.iter(|| {
            let each = figures(&source);
            each.iter().map(|one| one.draw(Size::STANDARD)).collect::<Vec<_>>()
        });
    });
    group.bench_function("load", |bench| bench.iter(|| Scenario::load(&["hanoi".to_owned()], &[])));
    group.finish();
}

/// Commands as they are typed, in an empty folder.
fn process(bench: &mut Criterion) {
    let folder = std::env::temp_dir().join(format!("inforce-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    let mut group = bench.benchmark_group("process");
    group.sample_size(10);
    for (name, words) in [
        ("version", &["--version"][..]),
        ("check", &["check", "hanoi"]),
        ("run without charts", &["run", "hanoi", "--runs", "20000", "--no-charts", "--quiet"]),
        ("run", &["run", "hanoi", "--quiet"]),
    ] {
        group.bench_function(name, |bench| {
            bench.iter(|| {
                let mut command = Command::new(env!("CARGO_BIN_EXE_inforce"));
                let command = command.args(words).current_dir(&folder).stdout(Stdio::null());
                assert!(command.status().expect("it was built").success(), "{name}");
            });
        });
    }
    group.finish();
    std::fs::remove_dir_all(&folder).expect("it can be taken away");
}

criterion_group!(benches, results, process);
criterion_main!(benches);
