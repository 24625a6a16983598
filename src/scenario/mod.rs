//! Scenario files: layers of TOML and CSV become a checked model, or all their faults at once.

mod builtin;
mod change;
mod check;
mod departures;
mod draft;
mod explain;
mod files;
mod gather;
mod gone;
mod keys;
mod laid;
mod layer;
mod lever_words;
mod mixture;
mod named;
mod naming;
mod resolved;
mod schema;
mod shape;
mod sheet;
mod source;
mod toml_text;
mod wire;
mod words;

#[cfg(test)]
mod corruption;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::{
    quantity::{Day, Days, RunCount, Seed},
    treaty::Model,
};
use draft::Report;
use gather::Gathered;
use mixture::Mixture;
use resolved::Resolved;
use sheet::Sheets;

pub use crate::fault::{Fault, Faults, Place, Severity};
pub use builtin::{
    content as built_in_text, files as built_in_files, meaning as built_in_meaning,
    names as built_in_names, set as built_in_set,
};
pub use change::{Change, Layer};
pub use explain::Explained;
pub use files::Files;
pub(crate) use files::bytes_of;
pub use gather::COMMAND_LINE;
pub use keys::key_words;
pub use laid::Laid;
pub use naming::{folder_name, named};
pub use schema::json_schema;
pub use words::say;

/// A scenario that makes sense: the model, and what the engine is to do with it.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The treaty, its participants, their prospects.
    pub model: Model,
    /// How many futures to simulate.
    pub runs: RunCount,
    /// What all randomness is keyed by.
    pub seed: Seed,
    /// What the scenario assumes and why, in prose; may be empty.
    pub about: String,
    /// Where the status is from; may be empty.
    pub status_source: String,
    /// Where each participant's status is from, by code; only those whose row says so.
    pub sources: BTreeMap<String, String>,
    /// What may not have been meant; in order of file and line.
    pub warnings: Vec<Fault>,
    /// What is as it should be and worth knowing to whoever asks; in order of file and line.
    pub notes: Vec<Fault>,
    /// A known answer, where the scenario has one.
    pub expect: Option<Expect>,
    gathered: Gathered,
    resolved: Resolved,
    text: String,
    explained: Vec<Explained>,
}

/// A known answer, for tests.
#[derive(Clone, PartialEq, Debug)]
pub struct Expect {
    /// The chance of being in force by some days.
    pub chance_by: Vec<ExpectedChance>,
    /// The median of the day on which the rule is met.
    pub median_met: Option<Day>,
    /// Days by which the median may be off.
    pub median_tolerance: Days,
}

/// A known chance of being in force.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ExpectedChance {
    /// By the end of this day.
    pub by: Day,
    /// From 0 to 1.
    pub chance: f64,
    /// How far off the found chance may be; from 0.
    pub tolerance: f64,
}

impl Scenario {
    /// The scenario that command-line arguments name, later ones laid over earlier ones, and
    /// values such as `rule.instruments=30` over them all. An argument is the path of a file, a
    /// folder with a `baseline.toml`, a built-in name, or `-` for the standard input; a built-in
    /// variant named first brings the baseline it lies over.
    pub fn load(args: &[String], sets: &[String]) -> Result<Scenario, Faults> {
        let sets: Vec<Change> = sets.iter().cloned().map(Change::Typed).collect();
        Scenario::open(&Files::default(), args, &sets)
    }

    /// As [`Scenario::load`], with any changes, and files taken from those that were opened.
    pub fn open(files: &Files, args: &[String], changes: &[Change]) -> Result<Scenario, Faults> {
        let (mut gathered, mut reports) = (Gathered::from_files(files), Vec::new());
        gathered.arguments(args, &mut reports);
        gathered.change(changes);
        Scenario::read(gathered, reports, false)
    }

    /// The scenario of one text. Paths in it start at the current folder; `name` is what faults
    /// call it.
    pub fn from_text(name: &str, text: &str) -> Result<Scenario, Faults> {
        let mut gathered = Gathered::default();
        gathered.text(name, text);
        Scenario::read(gathered, Vec::new(), false)
    }

    /// This scenario with changes. Nothing that was read for it is read again.
    pub fn with(&self, changes: &[Change]) -> Result<Scenario, Faults> {
        let mut gathered = self.gathered.clone();
        gathered.change(changes);
        Scenario::read(gathered, Vec::new(), false)
    }

    /// A part of a mixture, which is none itself.
    fn part(gathered: Gathered) -> Result<Scenario, Faults> {
        Scenario::read(gathered, Vec::new(), true)
    }

    fn read(
        mut gathered: Gathered,
        mut reports: Vec<Report>,
        is_part: bool,
    ) -> Result<Scenario, Faults> {
        gathered.named_files(&mut reports);
        let (mut tree, name) = match gathered.tree(&mut reports) {
            Ok(tree) if reports.is_empty() => tree,
            Ok(_) => return Err(Report::refusal(reports, &gathered.texts)),
            Err(syntax) => {
                reports.extend(syntax);
                return Err(Report::refusal(reports, &gathered.texts));
            }
        };
        reports.append(&mut tree.renamed);
        if is_part {
            tree.root.remove("mix");
        }
        let sheets = gathered.sheets(&tree, &mut reports);
        let sources = sources(&sheets);
        let shape = shape::walk(&tree.root, &gathered.texts);
        reports.extend(shape.reports);
        let file = wire::read(&tree.root);
        let (mut checked, more) = check::check(&file, &name, &sheets, &shape.broken);
        reports.extend(more);
        let sound = Report::sorted(reports, &gathered.texts)?;
        let (mut warnings, notes): (Vec<Fault>, Vec<Fault>) =
            sound.into_iter().partition(|fault| fault.severity == Severity::Warning);
        let mixture = match is_part {
            false => Mixture::read(&gathered, &file, &checked.model)?,
            true => Mixture::default(),
        };
        checked.model.parts = mixture.parts;
        let own = mixture.warnings.into_iter().filter(|one| !warnings.contains(one));
        let own: Vec<Fault> = own.collect();
        warnings.extend(own);
        let manifest = file.manifest.section();
        let without = &checked.without_factor;
        let explained = explain::explain(&tree, &sheets, &gathered.texts, &checked.model, without);
        let layers = laid::laid(&gathered, &explained, &manifest, &checked.model);
        checked.model.labels.layers = layers.iter().map(|one| one.label.clone()).collect();
        if layers.is_empty() {
            checked.model.labels.layers.push(checked.model.label());
        }
        checked.model.departures = departures::departures(&layers, &checked.model);
        let inputs = gathered.inputs(&tree);
        let resolved =
            Resolved::new(&tree, &name, &sheets, &manifest, inputs, layers, &mixture.texts);
        Ok(Scenario {
            model: checked.model,
            runs: checked.runs,
            seed: checked.seed,
            about: file.scenario.section().about.section(),
            status_source: file.status.section().source.section(),
            sources,
            warnings,
            notes,
            expect: checked.expect,
            text: resolved.text(),
            gathered,
            resolved,
            explained,
        })
    }

    /// The scenario as one TOML text with all its tables inside. Loaded as the only layer, it
    /// gives the same model and the same text again.
    pub fn resolved(&self) -> &str {
        &self.text
    }

    /// The same as a tree.
    pub fn table(&self) -> toml::Table {
        self.text.parse().unwrap_or_default()
    }

    /// The same text with the version of the program and the command in `[manifest]`.
    pub fn manifest(&self, version: &str, command: &str) -> String {
        self.resolved.manifest(version, command)
    }

    /// The command that a manifest among the layers carries.
    pub fn command(&self) -> Option<&str> {
        self.resolved.command()
    }

    /// Path and SHA-256 of each file read, in order; of a manifest, the files it was made from.
    pub fn inputs(&self) -> &[(String, String)] {
        self.resolved.inputs()
    }

    /// The layers it was made from, the lowest first, the values set on the command line last; of a
    /// manifest, those that it was made from.
    pub fn layers(&self) -> &[Laid] {
        self.resolved.layers()
    }

    /// Every value, where it is from and what it lies over: by section and key, then the cells of
    /// tables that lie over others, then what holds because nothing is written.
    pub fn explain(&self) -> Vec<Explained> {
        self.explained.clone()
    }
}

fn sources(sheets: &Sheets) -> BTreeMap<String, String> {
    let source = |(code, record): (&String, &sheet::TableRow)| {
        let (_, held) = record.cells().find(|(column, _)| *column == "source")?;
        (!held.text.is_empty()).then(|| (code.clone(), held.text.clone()))
    };
    sheets.status.rows.iter().filter_map(source).collect()
}
