//! Gathers a scenario's texts: layers, values set, and the files that they name.

use std::{borrow::Cow, collections::BTreeMap, ops::Range, path::Path};

use toml::{
    Spanned,
    de::{DeArray, DeValue},
};

use super::{
    builtin,
    change::{self, Change},
    draft::Report,
    files::Files,
    gone::{refuse_calibration, refuse_in_layer},
    layer::{self, SheetKey, Tree, Value},
    named::{each_observed, text_of, wanted},
    naming::{Naming, folder_name},
    sheet::{Sheets, columns_of, table},
    source::{Span, Texts},
};
use crate::{
    fault::{did_you_mean, nearest},
    parameters::{TableForm, TableSubject},
    text::Table,
};

/// All texts of a scenario and what each is. What was read stays, so that a changed scenario reads
/// nothing again.
#[derive(Clone, Debug, Default)]
pub(super) struct Gathered {
    pub(super) texts: Texts,
    /// Layers, the lowest first: the text, and what it adds to the scenario's name.
    layers: Vec<(usize, String)>,
    /// Values set over all layers, each with its place.
    sets: Vec<Span>,
    /// What is replaced in the end: the parts of a key, and the place of the value, if there is one.
    replaced: Vec<(Vec<String>, Option<Span>)>,
    /// The text of each file that a value names, by where the value begins.
    drawn: BTreeMap<usize, usize>,
}

/// What stands for the standard input among the arguments.
const STANDARD_INPUT: &str = "-";

/// How faults and manifests name the values set on the command line.
pub const COMMAND_LINE: &str = "<command line>";

impl Gathered {
    /// Reads what the arguments name: files, or scenarios inside the program.
    pub(super) fn arguments(&mut self, args: &[String], reports: &mut Vec<Report>) {
        if args.is_empty() {
            let report = Report::error(None, "no scenario is given");
            reports.push(report.help("for example `hanoi`, or the path of a file"));
        }
        for (index, arg) in args.iter().enumerate() {
            if let Err(report) = self.argument(arg, index == 0) {
                reports.push(report);
            }
        }
    }

    /// Nothing yet; files are read from these.
    pub(super) fn from_files(files: &Files) -> Gathered {
        Gathered { texts: Texts::from_files(files), ..Gathered::default() }
    }

    /// Takes a text as the only layer.
    pub(super) fn text(&mut self, name: &str, content: &str) {
        self.layers = vec![(self.texts.add_here(name, content), String::new())];
    }

    /// Takes changes over what is there: layers over layers, values over all, one a line of a text of
    /// their own.
    pub(super) fn change(&mut self, changes: &[Change]) {
        let mut lines: Vec<(String, Option<&Vec<String>>)> = Vec::new();
        for change in changes {
            match change {
                Change::Layer(layer) => {
                    let index = self.texts.add_here(&layer.name, &layer.text);
                    self.texts.hashed(index, layer.sha256.clone());
                    self.layers.push((index, folder_name(&layer.stem)));
                }
                Change::Typed(set) => lines.push((set.clone(), None)),
                Change::Set(key, value) => lines.push((change::written(key, value), None)),
                Change::Replace(key, Some(value)) => {
                    lines.push((value.to_string(), Some(key)));
                }
                Change::Replace(key, None) => self.replaced.push((key.clone(), None)),
            }
        }
        if lines.is_empty() {
            return;
        }
        let texts: Vec<&str> = lines.iter().map(|(line, _)| line.as_str()).collect();
        let index = self.texts.add_here(COMMAND_LINE, &texts.join("\n"));
        let mut start = self.texts.source(index).base;
        for (line, replaced) in lines {
            let at = start..start + line.len();
            start = at.end + 1;
            match replaced {
                Some(key) => self.replaced.push((key.clone(), Some(at))),
                None => self.sets.push(at),
            }
        }
    }

    /// These texts with the layers that a part of a mixture lays over them; what is wrong with any.
    pub(super) fn with_layers(&self, named: &[(String, Span)]) -> (Gathered, Vec<Report>) {
        let (mut part, mut reports) = (self.clone(), Vec::new());
        part.replaced.clear();
        for (named, at) in named {
            if let Err(report) = part.named_layer(named, at) {
                reports.push(report);
            }
        }
        (part, reports)
    }

    /// A text that a value at `at` holds as the lowest layer; what lies over the layer of that value
    /// lies over it, nothing where the value is a replacement.
    pub(super) fn with_text(&self, name: &str, content: &str, at: &Span) -> Gathered {
        let mut part = self.clone();
        part.replaced.clear();
        part.text(name, content);
        let holds = |(index, _): &&(usize, String)| self.texts.source(*index).holds(at);
        match self.layers.iter().rposition(|layer| holds(&layer)) {
            Some(place) => part.layers.extend_from_slice(&self.layers[place + 1..]),
            None => part.sets.clear(),
        }
        part
    }

    fn named_layer(&mut self, named: &str, at: &Span) -> Result<(), Report> {
        let inside = builtin::path_of(named).filter(|_| !self.texts.names_a_file(named, at));
        let index = match inside {
            Some(inside) => self.texts.read_built_in(&inside)?,
            None => self.texts.read_named(named, at).map_err(|report| {
                let names: Vec<String> = builtin::names().collect();
                let near = nearest(named, names.iter().map(String::as_str));
                match (near, report.help.is_none()) {
                    (Some(near), true) => report.help(format!("did you mean `{near}`?")),
                    _ => report,
                }
            })?,
        };
        let mixes = layer::parse(&self.texts, index).is_ok_and(|layer| layer.contains_key("mix"));
        if mixes {
            let message = "a part of a mixture cannot be a mixture itself";
            let help = "write its parts here, each with its share of the weight";
            return Err(Report::error(Some(at.clone()), message).help(help));
        }
        let stem = named.rsplit('/').next().unwrap_or(named).trim_end_matches(".toml");
        self.layers.push((index, folder_name(stem)));
        Ok(())
    }

    /// Reads the files that the layers name and that were not read before.
    pub(super) fn named_files(&mut self, reports: &mut Vec<Report>) {
        let wanted = match self.tree(&mut Vec::new()) {
            Ok((tree, _)) => wanted(&tree),
            Err(_) => return,
        };
        for (at, named) in wanted {
            if self.drawn.contains_key(&at.start) {
                continue;
            }
            match self.texts.read_named(&named, &at) {
                Ok(index) => {
                    self.drawn.insert(at.start, index);
                }
                Err(report) => reports.push(report),
            }
        }
    }

    /// The tree of all layers and the scenario's name, the files named drawn in where they have
    /// been read; syntax errors of all layers where there are any.
    pub(super) fn tree(
        &self,
        reports: &mut Vec<Report>,
    ) -> Result<(Tree<'_>, String), Vec<Report>> {
        let (mut tree, mut naming, mut wrong) = (Tree::default(), Naming::default(), Vec::new());
        for (index, stem) in &self.layers {
            match layer::parse(&self.texts, *index) {
                Ok(layer) => {
                    wrong.extend(refuse_in_layer(&layer));
                    naming.layer(&layer, stem);
                    tree.overlay(layer);
                }
                Err(more) => wrong.extend(more),
            }
        }
        let mut sets = Vec::new();
        for at in &self.sets {
            match layer::parse_set(self.texts.slice(at), at.start) {
                Ok(set) => {
                    wrong.extend(refuse_in_layer(&set));
                    sets.push(set);
                }
                Err(more) => wrong.extend(more),
            }
        }
        let name = naming.with_sets(sets.iter());
        sets.into_iter().for_each(|set| tree.set(set));
        if let Some(at) = tree.entry("calibration", "file").map(Value::span)
            && let Some(index) = self.drawn.get(&at.start)
        {
            match layer::parse(&self.texts, *index) {
                Ok(learned) => {
                    let text = self.texts.source(*index).text.content();
                    wrong.extend(refuse_calibration(&learned, text));
                    tree.underlay("calibration", learned);
                }
                Err(more) => wrong.extend(more),
            }
        }
        self.past_delays(&mut tree, reports);
        for (key, at) in &self.replaced {
            match at.as_ref().map(|at| layer::parse_value(self.texts.slice(at), at.start)) {
                None => tree.replace(key, None),
                Some(Ok(value)) => tree.replace(key, Some(value)),
                Some(Err(more)) => wrong.push(more),
            }
        }
        if wrong.is_empty() { Ok((tree, name)) } else { Err(wrong) }
    }

    /// The tables of participants, overlaid in the order of the layers.
    pub(super) fn sheets(&self, tree: &Tree<'_>, reports: &mut Vec<Report>) -> Sheets {
        let mut sheets = Sheets::default();
        for key in &tree.sheets {
            let Some(table) = self.sheet(key, reports) else { continue };
            let (records, open) = match key.about {
                TableSubject::Participants => (&mut sheets.participants, true),
                TableSubject::Status => (&mut sheets.status, false),
                TableSubject::Factors => (&mut sheets.factors, false),
            };
            records.overlay(&table, columns_of(key.about), open, reports);
        }
        sheets
    }

    /// Paths and hashes of the files that the scenario is made of, in the order they were read.
    pub(super) fn inputs(&self, tree: &Tree<'_>) -> Vec<(String, String)> {
        let is_manifest =
            |index| layer::parse(&self.texts, index).is_ok_and(|all| all.contains_key("manifest"));
        // A manifest carries the inputs it was made from, and is none itself.
        let layers = self.layers.iter().map(|(index, _)| *index);
        let mut made_of: Vec<usize> = layers.filter(|index| !is_manifest(*index)).collect();
        let named = wanted(tree);
        made_of.extend(named.iter().filter_map(|(at, _)| self.drawn.get(&at.start)));
        made_of.sort_unstable();
        let texts = made_of.into_iter().map(|index| self.texts.source(index));
        texts.filter_map(|one| Some((one.text.name().to_owned(), one.sha256.clone()?))).collect()
    }

    /// The layers and, last, the values set on the command line, each by its text.
    pub(super) fn shown(&self) -> impl Iterator<Item = usize> {
        let set = (0..self.texts.iter().count()).find(|index| self.is_set(*index));
        self.layers.iter().map(|(index, _)| *index).chain(set)
    }

    /// Whether a text is the values set on the command line.
    pub(super) fn is_set(&self, index: usize) -> bool {
        self.texts.source(index).text.name() == COMMAND_LINE
    }

    fn argument(&mut self, arg: &str, first: bool) -> Result<(), Report> {
        if arg == STANDARD_INPUT {
            let index = self.texts.read_standard_input()?;
            self.layers.push((index, if first { String::new() } else { "stdin".to_owned() }));
            return Ok(());
        }
        let path = Path::new(arg);
        if path.is_dir() {
            let inside = path.join(builtin::BASELINE);
            if inside.is_file() {
                return self.file(&inside, first);
            }
        } else if path.exists() {
            return self.file(path, first);
        }
        if let Some(inside) = builtin::path_of(arg) {
            if let Some(below) = builtin::baseline_of(&inside).filter(|_| first) {
                self.built_in(&below, true)?;
                return self.built_in(&inside, false);
            }
            return self.built_in(&inside, first);
        }
        if path.is_dir() {
            let message = format!("{arg}: this is a folder without a {}", builtin::BASELINE);
            return Err(Report::error(None, message).help("name a file in it"));
        }
        if !builtin::set(arg).is_empty() {
            let message = format!("`{arg}` is a set of scenarios, not one");
            let help = format!("name one of it, or see all: inforce compare hanoi {arg}");
            return Err(Report::error(None, message).help(help));
        }
        let names: Vec<String> = builtin::names().collect();
        let near = did_you_mean(nearest(arg, names.iter().map(String::as_str)));
        let message = format!("no file and no built-in scenario is called `{arg}`{near}");
        Err(Report::error(None, message).help(format!("built in are {}", names.join(", "))))
    }

    fn file(&mut self, path: &Path, first: bool) -> Result<(), Report> {
        let index = self.texts.read_file(path)?;
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let stem = if first { String::new() } else { folder_name(&stem) };
        self.layers.push((index, stem));
        Ok(())
    }

    fn built_in(&mut self, path: &str, first: bool) -> Result<(), Report> {
        let index = self.texts.read_built_in(path)?;
        let stem = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".toml");
        let stem = if first { String::new() } else { stem.to_owned() };
        self.layers.push((index, stem));
        Ok(())
    }

    fn sheet<'t>(&'t self, key: &'t SheetKey, reports: &mut Vec<Report>) -> Option<Table<'t>> {
        if key.form == TableForm::File {
            return Some(self.texts.source(*self.drawn.get(&key.at.start)?).table(reports));
        }
        let written = self.texts.slice(&key.at);
        // Only a text without escapes stands in the file as it reads.
        let start = written.find(key.text.as_str()).map(|start| key.at.start + start);
        let locate = |at: Range<usize>| match start {
            Some(start) => start + at.start..start + at.end,
            None => key.at.clone(),
        };
        Some(table(&key.text, &locate, reports))
    }

    /// Puts the delays of `observed = { table = "..." }` into the tree.
    fn past_delays<'t>(&'t self, tree: &mut Tree<'t>, reports: &mut Vec<Report>) {
        each_observed(&mut tree.root, &mut |observed| {
            let Some((at, _)) = observed.get("table").and_then(text_of) else { return };
            let Some(index) = self.drawn.get(&at.start) else { return };
            if observed.contains_key("days") {
                reports.push(Report::error(Some(at), "either `days` or `table`, not both"));
                return;
            }
            let source = self.texts.source(*index);
            let table = source.table(reports);
            let Some(column) = table.column("days") else {
                let message = format!("{} has no column `days`", source.text.name());
                reports.push(Report::error(Some(at), message));
                return;
            };
            let mut days = DeArray::new();
            for cell in table.rows.iter().map(|row| &row[column]) {
                let written = self.texts.slice(&cell.at);
                let number = DeValue::parse(written).map(Spanned::into_inner);
                let number = number.unwrap_or(DeValue::String(Cow::Borrowed(written)));
                days.push(Spanned::new(cell.at.clone(), number));
            }
            let key = Spanned::new(at.clone(), Cow::Borrowed("days"));
            observed.insert(key, Spanned::new(at, DeValue::Array(days)));
        });
    }
}
