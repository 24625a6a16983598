//! Texts laid end to end, so that one number says which file, line and column a value is from.

use std::{
    ops::Range,
    path::{Component, Path, PathBuf},
    sync::Arc,
};

use super::{builtin, draft::Report, files::Files, sheet};
use crate::{
    fault::Place,
    quantity::sha256,
    text::{NotText, Table, Text},
};

/// Where something stands: bytes of all the texts laid end to end.
pub(super) type Span = Range<usize>;

/// How faults and manifests name the standard input.
pub(super) const STANDARD_INPUT: &str = "<stdin>";

/// All that was read, in the order it was read.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    files: Files,
    sources: Vec<Source>,
}

/// One text that was read.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// What it says, and how faults name it.
    pub(super) text: Arc<Text>,
    /// Where paths written in it start.
    pub(super) home: Home,
    /// Bytes of all texts before it.
    pub(super) base: usize,
    /// SHA-256 of its bytes; none for what was typed.
    pub(super) sha256: Option<String>,
}

impl Source {
    /// Whether something stands in it.
    pub(super) fn holds(&self, at: &Span) -> bool {
        (self.base..=self.base + self.text.content().len()).contains(&at.start)
    }

    /// The table that it is; what is wrong with it is reported.
    pub(super) fn table(&self, reports: &mut Vec<Report>) -> Table<'_> {
        let locate = |at: Span| self.base + at.start..self.base + at.end;
        sheet::table(self.text.content(), &locate, reports)
    }
}

/// Where the paths written in a text start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Home {
    /// A folder on disk.
    Folder(PathBuf),
    /// A folder of the scenarios inside the program, such as `hanoi`.
    BuiltIn(String),
}

impl Texts {
    /// No text yet; files are read from these.
    pub(super) fn from_files(files: &Files) -> Texts {
        Texts { files: files.clone(), sources: Vec::new() }
    }

    /// Lays a text after the others; returns its index.
    pub(super) fn add(&mut self, text: Text, home: Home) -> usize {
        // One byte between texts keeps the end of one apart from the start of the next.
        let end = |last: &Source| last.base + last.text.content().len() + 1;
        let base = self.sources.last().map_or(0, end);
        self.sources.push(Source { text: Arc::new(text), home, base, sha256: None });
        self.sources.len() - 1
    }

    /// Lays a text after the others whose paths start at the current folder.
    pub(super) fn add_here(&mut self, name: &str, content: &str) -> usize {
        self.add(Text::new(name, content), Home::Folder(PathBuf::new()))
    }

    /// Notes the hash of what a text was made from.
    pub(super) fn hashed(&mut self, index: usize, sha256: Option<String>) {
        self.sources[index].sha256 = sha256;
    }

    /// Reads a file on disk; says in words why it cannot.
    pub(super) fn read_file(&mut self, path: &Path) -> Result<usize, Report> {
        let name = path.display().to_string();
        let refused = |why| Report::error(None, format!("{name}: {why}"));
        let bytes = self.files.read(path).map_err(refused)?;
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        self.add_bytes(name, Home::Folder(folder), &bytes)
    }

    /// Reads the standard input; paths in it start at the current folder.
    pub(super) fn read_standard_input(&mut self) -> Result<usize, Report> {
        let name = STANDARD_INPUT.to_owned();
        let refused = |why| Report::error(None, format!("{name}: {why}"));
        let bytes = self.files.read_standard_input().map_err(refused)?;
        self.add_bytes(name, Home::Folder(PathBuf::new()), &bytes)
    }

    /// Reads a scenario that travels inside the program, by its path there.
    pub(super) fn read_built_in(&mut self, path: &str) -> Result<usize, Report> {
        let Some(content) = builtin::content(path) else {
            return Err(Report::error(None, format!("no built-in file `{path}`")));
        };
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let home = Home::BuiltIn(folder.to_owned());
        self.add_bytes(format!("built-in {path}"), home, content.as_bytes())
    }

    /// Reads the file that a value at `at` names; its path starts at the text the value is in.
    pub(super) fn read_named(&mut self, named: &str, at: &Span) -> Result<usize, Report> {
        let home = self.source_at(at).map(|source| source.home.clone());
        let read = match home {
            Some(Home::BuiltIn(folder)) if !Path::new(named).is_absolute() => {
                self.read_built_in(&joined(&folder, named))
            }
            Some(Home::Folder(folder)) => self.read_file(&folder.join(named)),
            _ => self.read_file(Path::new(named)),
        };
        read.map_err(|report| Report { at: report.at.or_else(|| Some(at.clone())), ..report })
    }

    /// Whether a value at `at` names a file on disk.
    pub(super) fn names_a_file(&self, named: &str, at: &Span) -> bool {
        match self.source_at(at).map(|source| &source.home) {
            Some(Home::Folder(folder)) => folder.join(named).is_file(),
            _ => false,
        }
    }

    /// The text of this index.
    pub(super) fn source(&self, index: usize) -> &Source {
        &self.sources[index]
    }

    /// All texts in the order they were read.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Source> {
        self.sources.iter()
    }

    /// What stands there, as written.
    pub(super) fn slice(&self, at: &Span) -> &str {
        let slice = self.source_at(at).and_then(|source| {
            let end = at.end.saturating_sub(source.base);
            source.text.content().get(at.start - source.base..end)
        });
        slice.unwrap_or_default()
    }

    /// The place a person can find.
    pub(super) fn place(&self, at: &Span) -> Option<Place> {
        let source = self.source_at(at)?;
        let end = at.end.saturating_sub(source.base);
        Some(source.text.place(at.start - source.base..end))
    }

    fn source_at(&self, at: &Span) -> Option<&Source> {
        let after = self.sources.partition_point(|source| source.base <= at.start);
        self.sources.get(after.checked_sub(1)?)
    }

    fn add_bytes(&mut self, name: String, home: Home, bytes: &[u8]) -> Result<usize, Report> {
        let refused = |why: NotText| {
            let fault = why.fault(&name);
            Report { help: fault.help, ..Report::error(None, fault.message) }
        };
        let text = Text::read(name.as_str(), bytes).map_err(refused)?;
        let index = self.add(text, home);
        self.sources[index].sha256 = Some(sha256(bytes));
        Ok(index)
    }
}

/// A path among the built-in files, `..` taken out.
fn joined(folder: &str, named: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in Path::new(folder).join(named).components() {
        match part {
            Component::ParentDir => {
                parts.pop();
            }
            Component::Normal(name) => parts.push(name.to_string_lossy().into_owned()),
            _ => {}
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_leads_back_to_file_line_and_column() {
        let mut texts = Texts::default();
        texts.add_here("a", "one\ntwo\n");
        texts.add_here("b", "un\ndé = 5\r\n");
        let base = texts.source(1).base;
        let place = |at: Span| texts.place(&at).unwrap().to_string();
        assert_eq!(place(0..1), "a:1:1");
        assert_eq!(place(4..7), "a:2:1");
        assert_eq!(place(base..base), "b:1:1");
        assert_eq!(place(base + 9..base + 10), "b:2:6");
        assert_eq!(texts.slice(&(base + 9..base + 10)), "5");
    }

    #[test]
    fn a_text_is_read_in_the_encoding_it_has() {
        let mut texts = Texts::default();
        let mut read = |bytes: &[u8]| {
            let read = texts.add_bytes("f".to_owned(), Home::Folder(PathBuf::new()), bytes);
            read.map(|index| texts.source(index).text.content().to_owned())
                .map_err(|report| report.message)
        };
        assert_eq!(read(b"ok\xff"), Err("f: the text is not UTF-8, from byte 3 on".to_owned()));
        assert_eq!(read(b"\xEF\xBB\xBFa = 1").as_deref(), Ok("a = 1"));
        let wide: Vec<u8> = "\u{feff}a = 1".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&wide).as_deref(), Ok("a = 1"));
    }

    #[test]
    fn built_in_paths_step_out_of_their_folder() {
        assert_eq!(joined("hanoi", "../calibration/x.csv"), "calibration/x.csv");
        assert_eq!(joined("hanoi", "./status.csv"), "hanoi/status.csv");
        assert_eq!(joined("", "../../x"), "x");
    }
}
