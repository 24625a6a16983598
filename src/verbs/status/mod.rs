//! `inforce status`: the depositary's document into a case, the state of play, two tables compared.

pub(in crate::verbs) mod args;
mod diff;
mod import;
mod json;
mod show;
mod words;

use super::stop::Stop;
use crate::terminal::Screen;
use args::{StatusAction, StatusArgs};

pub(super) fn status(args: &StatusArgs, screen: &Screen) -> Result<(), Stop> {
    match &args.action {
        StatusAction::Import(args) => import::import(args, screen),
        StatusAction::Show(args) => show::show(args, screen),
        StatusAction::Diff(args) => diff::diff(args, screen),
    }
}
