//! Gathers a scenario's texts: layers, values set, and the files that they name.

use std::{borrow::Cow, collections::BTreeMap, ops::Range, path::Path};

use toml::{
    Spanned,
    de::{DeArray, DeValue},
};

use super::{
    builtin,
    check::{Sheets, columns_of},
    draft::Report,
    layer::{self, About, SheetKey, Table, Tree, Value, table_of},
    sheet::Sheet,
    source::{Home, Span, Texts},
};
use crate::fault::{did_you_mean, nearest};

/// All texts of a scenario and what each is.
#[derive(Clone, Debug, Default)]
pub(super) struct Gathered {
    pub(super) texts: Texts,
    /// Layers, the lowest first: the text, and what it adds to the scenario's name.
    layers: Vec<(usize, String)>,
    /// Values set on the command line, each with its place.
    sets: Vec<Range<usize>>,
    /// The text of each file that a value names, by where the value begins.
    drawn: BTreeMap<usize, usize>,
}

/// What stands for the standard input among the arguments.
const STANDARD_INPUT: &str = "-";

/// How faults name the values set on the command line.
const COMMAND_LINE: &str = "<command line>";

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

    /// Takes a text as the only layer.
    pub(super) fn text(&mut self, name: &str, content: &str) {
        let content = content.strip_prefix('\u{feff}').unwrap_or(content);
        let home = Home::Folder(Path::new("").to_path_buf());
        let index = self.texts.add(name.to_owned(), home, content.to_owned());
        self.layers.push((index, String::new()));
    }

    /// Takes layers that are no files.
    pub(super) fn layers(&mut self, layers: &[super::Layer]) {
        for layer in layers {
            let home = Home::Folder(Path::new("").to_path_buf());
            let index = self.texts.add(layer.name.clone(), home, layer.text.clone());
            self.texts.hashed(index, layer.sha256.clone());
            self.layers.push((index, folder_name(&layer.stem)));
        }
    }

    /// Takes values set on the command line, one a line of a text of their own.
    pub(super) fn sets(&mut self, sets: &[String]) {
        if sets.is_empty() {
            return;
        }
        let home = Home::Folder(Path::new("").to_path_buf());
        let index = self.texts.add(COMMAND_LINE.to_owned(), home, sets.join("\n"));
        let mut at = self.texts.text(index).base;
        for set in sets {
            self.sets.push(at..at + set.len());
            at += set.len() + 1;
        }
    }

    /// These texts with the layers that a part of a mixture lays over them; what is wrong with any.
    pub(super) fn with_layers(&self, named: &[(String, Span)]) -> (Gathered, Vec<Report>) {
        let (mut part, mut reports) = (self.clone(), Vec::new());
        for (named, at) in named {
            if let Err(report) = part.named_layer(named, at) {
                reports.push(report);
            }
        }
        (part, reports)
    }

    /// A text as the only layer, and the values set on the command line over it.
    pub(super) fn with_text(&self, name: &str, content: &str) -> Gathered {
        let mut part = Gathered::default();
        part.text(name, content);
        let sets = self.sets.iter().map(|at| self.texts.slice(at).to_owned());
        part.sets(&sets.collect::<Vec<_>>());
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

    /// Reads the files that the layers name.
    pub(super) fn named_files(&mut self, reports: &mut Vec<Report>) {
        let wanted = match self.tree(&mut Vec::new()) {
            Ok((tree, _)) => wanted(&tree),
            Err(_) => return,
        };
        for (at, named) in wanted {
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
        let (mut tree, mut name, mut wrong) = (Tree::default(), String::new(), Vec::new());
        for (index, stem) in &self.layers {
            match layer::parse(&self.texts, *index) {
                Ok(layer) => {
                    match (name_of(&layer), stem.is_empty()) {
                        (Some(given), _) => name = given,
                        (None, false) => name = format!("{name}+{stem}"),
                        (None, true) => {}
                    }
                    tree.overlay(layer);
                }
                Err(more) => wrong.extend(more),
            }
        }
        for at in &self.sets {
            match layer::parse_set(self.texts.slice(at), at.start) {
                Ok(layer) => {
                    name = name_of(&layer).unwrap_or(name);
                    tree.set(layer);
                }
                Err(more) => wrong.extend(more),
            }
        }
        if let Some(at) = tree.entry("calibration", "file").map(Value::span)
            && let Some(index) = self.drawn.get(&at.start)
        {
            match layer::parse(&self.texts, *index) {
                Ok(learned) => tree.underlay("calibration", learned),
                Err(more) => wrong.extend(more),
            }
        }
        self.past_delays(&mut tree, reports);
        if wrong.is_empty() { Ok((tree, name)) } else { Err(wrong) }
    }

    /// The tables of participants, overlaid in the order of the layers.
    pub(super) fn sheets(&self, tree: &Tree<'_>, reports: &mut Vec<Report>) -> Sheets {
        let mut sheets = Sheets::default();
        for key in &tree.sheets {
            let Some(sheet) = self.sheet(key, reports) else { continue };
            let (records, open) = match key.about {
                About::Participants => (&mut sheets.participants, true),
                About::Status => (&mut sheets.status, false),
                About::Factors => (&mut sheets.factors, false),
            };
            records.overlay(&sheet, columns_of(key.about), open, reports);
        }
        sheets
    }

    /// Paths and hashes of all the files that were read, in the order they were read.
    pub(super) fn inputs(&self) -> Vec<(String, String)> {
        let is_manifest = |index: usize| {
            let layer = self.layers.iter().any(|(layer, _)| *layer == index);
            layer && layer::parse(&self.texts, index).is_ok_and(|all| all.contains_key("manifest"))
        };
        let mut inputs = Vec::new();
        for (index, text) in self.texts.iter().enumerate() {
            // A manifest carries the inputs it was made from, and is none itself.
            if let Some(sha256) = text.sha256.as_ref().filter(|_| !is_manifest(index)) {
                inputs.push((text.name.clone(), sha256.clone()));
            }
        }
        inputs
    }

    /// The layers and, last, the values set on the command line, each by its text.
    pub(super) fn shown(&self) -> impl Iterator<Item = usize> {
        let sets = (0..self.texts.iter().count()).filter(|index| self.is_set(*index));
        self.layers.iter().map(|(index, _)| *index).chain(sets)
    }

    /// Whether a text is the values set on the command line.
    pub(super) fn is_set(&self, index: usize) -> bool {
        self.texts.text(index).name == COMMAND_LINE
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

    fn sheet(&self, key: &SheetKey, reports: &mut Vec<Report>) -> Option<Sheet> {
        if key.in_file {
            let text = self.texts.text(*self.drawn.get(&key.at.start)?);
            let locate = |at: Range<usize>| text.base + at.start..text.base + at.end;
            return Some(Sheet::parse(&text.content, &locate, reports));
        }
        let written = self.texts.slice(&key.at);
        // Only a text without escapes stands in the file as it reads.
        let start = written.find(key.text.as_str()).map(|start| key.at.start + start);
        let locate = |at: Range<usize>| match start {
            Some(start) => start + at.start..start + at.end,
            None => key.at.clone(),
        };
        Some(Sheet::parse(&key.text, &locate, reports))
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
            let text = self.texts.text(*index);
            let locate = |at: Range<usize>| text.base + at.start..text.base + at.end;
            let sheet = Sheet::parse(&text.content, &locate, reports);
            let Some(cells) = sheet.column("days") else {
                let message = format!("{} has no column `days`", text.name);
                reports.push(Report::error(Some(at), message));
                return;
            };
            let mut days = DeArray::new();
            for cell in cells {
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

/// The files that a tree names, each with the place of its path.
fn wanted(tree: &Tree<'_>) -> Vec<(Span, String)> {
    let sheets = tree.sheets.iter().filter(|key| key.in_file);
    let mut wanted: Vec<_> = sheets.map(|key| (key.at.clone(), key.text.clone())).collect();
    wanted.extend(tree.entry("calibration", "file").and_then(text_of));
    let mut root = tree.root.clone();
    each_observed(&mut root, &mut |observed| {
        wanted.extend(observed.get("table").and_then(text_of));
    });
    wanted
}

/// Visits each table of observed delays.
fn each_observed<'t>(root: &mut Table<'t>, visit: &mut dyn FnMut(&mut Table<'t>)) {
    let mut beliefs = |section: &mut Value<'t>| {
        let DeValue::Table(section) = section.get_mut() else { return };
        for (_, belief) in section.iter_mut() {
            let DeValue::Table(belief) = belief.get_mut() else { continue };
            if let Some(observed) = belief.get_mut("observed")
                && let DeValue::Table(observed) = observed.get_mut()
            {
                visit(observed);
            }
        }
    };
    for (name, section) in root.iter_mut() {
        match name.get_ref().as_ref() {
            "all" => beliefs(section),
            "group" | "participant" => inner(section, &mut beliefs),
            // The random days of blocs and shocks.
            "lever" => inner(section, &mut |lever| inner(lever, &mut beliefs)),
            _ => {}
        }
    }
}

/// Visits what a table holds.
fn inner<'t>(table: &mut Value<'t>, visit: &mut dyn FnMut(&mut Value<'t>)) {
    if let DeValue::Table(table) = table.get_mut() {
        table.iter_mut().for_each(|(_, value)| visit(value));
    }
}

fn text_of(value: &Value<'_>) -> Option<(Span, String)> {
    match value.get_ref() {
        DeValue::String(text) => Some((value.span(), text.to_string())),
        _ => None,
    }
}

fn name_of(layer: &Table<'_>) -> Option<String> {
    let (_, name) = table_of(layer.get("scenario")?)?.get("name").and_then(text_of)?;
    Some(name)
}

/// A text as part of a scenario's name: what names cannot have becomes `-`.
pub fn folder_name(stem: &str) -> String {
    let kept = |letter: char| {
        if letter.is_alphanumeric() || "-_.+".contains(letter) { letter } else { '-' }
    };
    stem.chars().map(kept).collect()
}
