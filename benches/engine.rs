//! Time per run on one thread, and the time it takes to get ready.

#[path = "../tests/it/support.rs"]
#[expect(dead_code, reason = "the benches need the large treaties only")]
mod support;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use inforce::{
    engine::{Detail, simulate},
    scenario::Scenario,
    tally::{Dates, Tally},
    treaty::Model,
};
use support::{each_their_own, large, plan};

const RUNS: u64 = 4096;

fn runs(bench: &mut Criterion) {
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let mut group = bench.benchmark_group("runs");
    group.throughput(Throughput::Elements(RUNS)).sample_size(30);
    for (name, model) in treaties() {
        let runs = simulate(&model, plan(RUNS, 1));
        group.bench_function(BenchmarkId::new("date", name), |bench| {
            let date = || runs.gather(Detail::Date, || Dates::new(&model), &|_| {});
            bench.iter(|| one.install(date));
        });
        group.bench_function(BenchmarkId::new("tally", name), |bench| {
            bench.iter(|| one.install(|| Tally::from_runs(&runs)));
        });
    }
}

fn compile(bench: &mut Criterion) {
    let mut group = bench.benchmark_group("compile");
    group.sample_size(20);
    for (name, model) in treaties() {
        group.bench_function(name, |bench| bench.iter(|| simulate(&model, plan(1, 1))));
    }
}

/// The Hanoi baseline, one made-up treaty of its size, and one in which all lines differ.
fn treaties() -> [(&'static str, Model); 3] {
    let hanoi = Scenario::load(&["hanoi".to_owned()], &[]).expect("the baseline is sound");
    [("hanoi", hanoi.model), ("paced", large()), ("stated", each_their_own())]
}

criterion_group!(benches, runs, compile);
criterion_main!(benches);
