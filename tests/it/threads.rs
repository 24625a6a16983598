//! The same results on any number of threads.

use inforce::{engine::simulate, tally::Tally};

use crate::support::{large, plan};

#[test]
fn a_tally_is_the_same_on_one_thread_two_and_eight() {
    let model = large();
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| Tally::from_runs(&simulate(&model, plan(5_000, 7))))
    };
    let one = on(1);
    assert_eq!(one.dates.runs(), 5_000);
    assert!(one == on(2) && one == on(8));
}
