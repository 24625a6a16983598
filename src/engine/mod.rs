//! Draws futures: a model and a plan in, runs out. Nothing here can fail, print or read a file.
//!
//! A model is compiled once (`compiled/`), each concern on its own: hazard curves, participants whose
//! deposit is still to come, signatures, the pace and what the record says of it, deposits made together,
//! effects that change while a run goes on. Runs are drawn by it (`run.rs`, or `stepwise.rs` where speeds
//! change on the way) in room that is reused (`state.rs`).

mod baseline;
mod clock;
mod compiled;
mod filter;
mod never;
mod observed_history;
mod one_step_ahead;
mod pace_by_month;
mod run;
mod runs;
mod sampler;
mod state;
mod stepwise;
mod stream;
mod transitions;

pub use one_step_ahead::{MonthAhead, months_ahead};
pub use pace_by_month::{PaceMonth, Surprise};
pub use runs::{Gather, GatherTogether, Plan, Run, Runs, gather_together, simulate};
pub use state::Detail;
