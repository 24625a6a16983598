//! What the what-ifs leave behind: tables, charts, JSON and words, one file for each verb.

mod compare;
pub(super) mod rows;
mod sensitivity;
mod solve;
mod sweep;
mod track;

pub use compare::Compared;
pub use rows::screen_table;
pub use sensitivity::{Moved, Sensitivity};
pub use solve::{Evaluation, Found, Solved};
pub use sweep::{Axis, Point, Swept};
pub use track::Tracked;
