//! `inforce record`, and the row that `run --record` adds: forecasts kept, explained, scored.

pub(in crate::verbs) mod add;
pub(in crate::verbs) mod args;
mod figures;
mod kept;
mod news;
mod result;
pub(in crate::verbs) mod rows;
mod score;
mod show;
mod text;

use super::stop::Stop;
use crate::terminal::Screen;
use args::{RecordAction, RecordArgs};

pub(super) fn record(args: &RecordArgs, screen: &Screen) -> Result<(), Stop> {
    match &args.action {
        RecordAction::Show(args) => show::show(args, screen),
        RecordAction::Score(args) => score::score(args, screen),
    }
}
