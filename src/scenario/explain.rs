//! Where each value of a scenario comes from, and what it lies over.

use toml::de::DeValue;

use super::{
    layer::{TomlTable, Tree, table_of},
    sheet::{Records, Sheets},
    source::{Span, Texts},
    toml_text::inline,
};
use crate::{
    fault::Place,
    parameters::{KEYS, PaceParameter, Registered, Told},
    treaty::Model,
};

/// One value of a scenario and where it is from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Explained {
    /// Its dotted key: `rule.instruments`, `status.VNM.deposited`.
    pub key: String,
    /// The value as TOML, or as the cell of a table reads; `cleared` for a cell taken out.
    pub value: String,
    /// Where it stands; none for what holds because nothing is written.
    pub place: Option<Place>,
    /// The values it lies over, the nearest first.
    pub lies_over: Vec<Place>,
    /// The nearest of them as it is written, where that is one plain value.
    pub instead_of: Option<String>,
}

/// Values longer than this, in characters, are cut.
const LONGEST: usize = 100;

/// All values: those written, cells that lie over others, and what holds by default.
pub(super) fn explain(
    tree: &Tree<'_>,
    sheets: &Sheets,
    texts: &Texts,
    model: &Model,
    without_factor: &[String],
) -> Vec<Explained> {
    let mut told = Explainer { tree, texts, list: Vec::new() };
    told.table("", &tree.root, &[]);
    told.cells("participants", &sheets.participants);
    told.cells("status", &sheets.status);
    told.cells("calibration.factors", &sheets.factors);
    told.defaults(model);
    for code in without_factor {
        told.push(format!("calibration.factors.{code}.factor"), "1".to_owned(), None, &[]);
    }
    told.list
}

struct Explainer<'a> {
    tree: &'a Tree<'a>,
    texts: &'a Texts,
    list: Vec<Explained>,
}

impl Explainer<'_> {
    /// The leaves of a table; `over` are the values that the tables around it lie over.
    fn table(&mut self, path: &str, table: &TomlTable<'_>, over: &[Span]) {
        for (name, value) in table {
            let name = name.get_ref();
            let path = if path.is_empty() { name.to_string() } else { format!("{path}.{name}") };
            let over: Vec<Span> = [self.tree.beneath(&path), over].concat();
            match table_of(value) {
                Some(inner) => self.table(&path, inner, &over),
                None => {
                    let shown = match value.get_ref() {
                        DeValue::String(text) if text.contains('\n') => {
                            format!("a text of {} lines", text.lines().count())
                        }
                        other => inline(other),
                    };
                    self.push(path, cut(shown), Some(&value.span()), &over);
                }
            }
        }
    }

    /// Cells of an upper table that lie over those of a lower one.
    fn cells(&mut self, path: &str, records: &Records) {
        for (code, record) in &records.rows {
            for (column, held) in record.cells().filter(|(_, held)| !held.over.is_empty()) {
                let value = if held.text.is_empty() { "cleared" } else { &held.text };
                let key = format!("{path}.{code}.{column}");
                self.push(key, cut(value.to_owned()), Some(&held.at), &held.over);
            }
        }
    }

    fn defaults(&mut self, model: &Model) {
        let (calibrated, paced) = (model.calibration.is_some(), model.pace.is_some());
        let belief = if calibrated { "\"calibrated\"" } else { "\"never\"" };
        self.registered(Told::Always);
        for (key, value) in [
            ("pace.shared", if paced { "true" } else { "false" }),
            ("all.signing", belief),
            ("all.accession", belief),
        ] {
            self.default(key, value);
        }
        if calibrated {
            self.default("all.ratification", belief);
            self.registered(Told::Calibrated);
        }
        if paced {
            self.registered(Told::Paced);
            self.pace(calibrated);
        }
    }

    /// What the register says of keys.
    fn registered(&mut self, told: Told) {
        for key in KEYS.iter().filter(|key| key.told == told) {
            if let Some(value) = key.default {
                self.default(key.path, &value.to_string());
            }
        }
    }

    /// Parameters of the pace that neither the scenario nor a calibration tells.
    fn pace(&mut self, calibrated: bool) {
        for one in PaceParameter::ALL {
            let learned = format!("calibration.pace.{}", one.learned_key());
            let told = self.list.iter().any(|told| told.key == learned);
            let holds = !told && one.row().left_out.is_taken(calibrated);
            if let Some(value) = one.row().left_out.value(calibrated).filter(|_| holds) {
                self.default(&format!("pace.{}", one.key()), &value.to_string());
            }
        }
    }

    /// Tells what holds, unless the key or something under it is written.
    fn default(&mut self, key: &str, value: &str) {
        let under = format!("{key}.");
        if !self.list.iter().any(|told| told.key == key || told.key.starts_with(&under)) {
            self.push(key.to_owned(), value.to_owned(), None, &[]);
        }
    }

    fn push(&mut self, key: String, value: String, at: Option<&Span>, over: &[Span]) {
        let place = at.and_then(|at| self.texts.place(at));
        let lies_over = over.iter().filter_map(|at| self.texts.place(at)).collect();
        let instead_of = over.first().map(|at| self.texts.slice(at).trim());
        let plain = |text: &&str| {
            let one_line = !text.is_empty() && text.chars().count() <= LONGEST;
            one_line && !text.contains(['\n', '{', '['])
        };
        let instead_of = instead_of.filter(plain).map(str::to_owned);
        self.list.push(Explained { key, value, place, lies_over, instead_of });
    }
}

fn cut(value: String) -> String {
    if value.chars().count() > LONGEST {
        value.chars().take(LONGEST).chain(['…']).collect()
    } else {
        value
    }
}
