//! `inforce status diff`: what one scenario or document has that another has not.

use std::path::Path;

use serde_json::json;

use super::args::DiffArgs;
use super::{
    Loader, Screen, Stop, changes_json, changes_words, is_document, names, printed, row, sound,
};
use crate::{
    depositary::{Changes, Document, StatusTable},
    verbs::args::{Format, OverArgs},
    wording::long_day,
};

pub(super) fn diff(args: &DiffArgs, screen: &Screen) -> Result<(), Stop> {
    let loader = Loader::new(screen);
    let earlier = table(&args.earlier, &loader)?;
    let later = table(&args.later, &loader)?;
    let changes = Changes::between(&earlier, &later);
    let text = match args.format {
        Format::Text => {
            let side = |name: &str, of: &str, table: &StatusTable| {
                let as_of =
                    table.as_of.map_or_else(String::new, |day| format!(" as of {}", long_day(day)));
                let (deposits, signed) = (table.deposits(), table.signatories());
                row(name, &format!("{of}{as_of}: {deposits} instruments, {signed} signatories"))
            };
            side("From", &args.earlier, &earlier)
                + &side("To", &args.later, &later)
                + "\n"
                + &changes_words(&changes)
        }
        Format::Json => {
            let side = |of: &str, table: &StatusTable| {
                json!({
                    "of": of,
                    "as_of": table.as_of.map(|day| day.to_string()),
                    "instruments": table.deposits(),
                    "signatories": table.signatories(),
                })
            };
            printed(&json!({
                "from": side(&args.earlier, &earlier),
                "to": side(&args.later, &later),
                "changes": changes_json(&changes),
            }))
        }
    };
    screen.say(&text)?;
    Ok(())
}

fn table(argument: &str, loader: &Loader<'_>) -> Result<StatusTable, Stop> {
    if is_document(argument) {
        let document = Document::open(&loader.files, Path::new(argument), &names(None));
        return Ok(StatusTable::from(&sound(document, loader)?));
    }
    let scenario = loader.load(&[argument.to_owned()], &OverArgs::default(), &[])?;
    Ok(StatusTable::from(&scenario.model))
}
