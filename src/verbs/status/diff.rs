//! `inforce status diff`: what one scenario or document has that another has not.

use std::path::Path;

use serde::Serialize;

use super::{
    args::DiffArgs,
    json::ChangesFile,
    words::{changes_words, row},
};
use crate::{
    depositary::{Changes, StatusTable},
    quantity::Day,
    terminal::{Screen, pretty},
    verbs::{
        args::OverArgs,
        document::{is_document, open_alone},
        load::Loader,
        publish::answer,
        stop::Stop,
    },
    wording::long_day,
};

pub(super) fn diff(args: &DiffArgs, screen: &Screen) -> Result<(), Stop> {
    let loader = Loader::new(screen);
    let earlier = table(&args.earlier, &loader)?;
    let later = table(&args.later, &loader)?;
    let changes = Changes::between(&earlier, &later);
    let text = side_words("From", &args.earlier, &earlier)
        + &side_words("To", &args.later, &later)
        + "\n"
        + &changes_words(&changes);
    let json = DiffFile {
        from: SideFile::new(&args.earlier, &earlier),
        to: SideFile::new(&args.later, &later),
        changes: ChangesFile::from(&changes),
    };
    answer(args.format, &pretty(&json), &text, screen)
}

fn table(argument: &str, loader: &Loader<'_>) -> Result<StatusTable, Stop> {
    if is_document(argument) {
        let document = open_alone(&loader.files, Path::new(argument))?;
        loader.warn(&document.faults);
        return Ok(StatusTable::from(&document));
    }
    let scenario = loader.load(&[argument.to_owned()], &OverArgs::default(), &[])?;
    Ok(StatusTable::from(&scenario.model))
}

fn side_words(name: &str, of: &str, table: &StatusTable) -> String {
    let as_of = table.as_of.map_or_else(String::new, |day| format!(" as of {}", long_day(day)));
    let (deposits, signed) = (table.deposits(), table.signatories());
    row(name, &format!("{of}{as_of}: {deposits} instruments, {signed} signatories"))
}

/// The difference for programs.
#[derive(Serialize)]
struct DiffFile<'a> {
    from: SideFile<'a>,
    to: SideFile<'a>,
    changes: ChangesFile<'a>,
}

#[derive(Serialize)]
struct SideFile<'a> {
    of: &'a str,
    as_of: Option<Day>,
    instruments: usize,
    signatories: usize,
}

impl SideFile<'_> {
    fn new<'a>(of: &'a str, table: &StatusTable) -> SideFile<'a> {
        SideFile {
            of,
            as_of: table.as_of,
            instruments: table.deposits(),
            signatories: table.signatories(),
        }
    }
}
