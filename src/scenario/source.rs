//! Texts laid end to end, so that one number says which file, line and column a value is from.

use std::{
    ops::Range,
    path::{Component, Path, PathBuf},
    sync::Arc,
};

use super::{builtin, draft::Report, files::Files};
use crate::{fault::Place, quantity::sha256};

/// Where something stands: bytes of all the texts laid end to end.
pub(super) type Span = Range<usize>;

/// How faults and manifests name the standard input.
pub(super) const STANDARD_INPUT: &str = "<stdin>";

/// All that was read, in the order it was read.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    files: Files,
    texts: Vec<Text>,
}

/// One text that was read.
#[derive(Clone, Debug)]
pub(super) struct Text {
    /// As faults name it.
    pub(super) name: String,
    /// Where paths written in it start.
    pub(super) home: Home,
    /// What it says, without a byte order mark.
    pub(super) content: Arc<str>,
    /// Bytes of all texts before it.
    pub(super) base: usize,
    /// SHA-256 of its bytes; none for what was typed.
    pub(super) sha256: Option<String>,
}

impl Text {
    /// Whether something stands in it.
    pub(super) fn holds(&self, at: &Span) -> bool {
        (self.base..=self.base + self.content.len()).contains(&at.start)
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
    pub(super) fn of(files: &Files) -> Texts {
        Texts { files: files.clone(), texts: Vec::new() }
    }

    /// Lays a text after the others; returns its index.
    pub(super) fn add(&mut self, name: String, home: Home, content: String) -> usize {
        // One byte between texts keeps the end of one apart from the start of the next.
        let base = self.texts.last().map_or(0, |text| text.base + text.content.len() + 1);
        self.texts.push(Text { name, home, content: content.into(), base, sha256: None });
        self.texts.len() - 1
    }

    /// Lays a text after the others whose paths start at the current folder.
    pub(super) fn add_here(&mut self, name: &str, content: &str) -> usize {
        self.add(name.to_owned(), Home::Folder(PathBuf::new()), content.to_owned())
    }

    /// Notes the hash of what a text was made from.
    pub(super) fn hashed(&mut self, index: usize, sha256: Option<String>) {
        self.texts[index].sha256 = sha256;
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
        let home = self.text_at(at).map(|text| text.home.clone());
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
        match self.text_at(at).map(|text| &text.home) {
            Some(Home::Folder(folder)) => folder.join(named).is_file(),
            _ => false,
        }
    }

    /// The text of this index.
    pub(super) fn text(&self, index: usize) -> &Text {
        &self.texts[index]
    }

    /// All texts in the order they were read.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Text> {
        self.texts.iter()
    }

    /// What stands there, as written.
    pub(super) fn slice(&self, at: &Span) -> &str {
        let slice = self.text_at(at).and_then(|text| {
            text.content.get(at.start - text.base..at.end.saturating_sub(text.base))
        });
        slice.unwrap_or_default()
    }

    /// The place a person can find.
    pub(super) fn place(&self, at: &Span) -> Option<Place> {
        let text = self.text_at(at)?;
        let start = floor(&text.content, at.start - text.base);
        let end = floor(&text.content, at.end.saturating_sub(text.base)).max(start);
        let from = text.content[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let rest = &text.content[from..];
        let line = rest.split('\n').next().unwrap_or_default().trim_end_matches('\r');
        let marked = start - from..(end - from).min(line.len()).max(start - from);
        let number = text.content[..start].matches('\n').count() + 1;
        let column = text.content[from..start].chars().count() + 1;
        Some(Place::new(text.name.as_str(), number, column, Some((line.to_owned(), marked))))
    }

    fn text_at(&self, at: &Span) -> Option<&Text> {
        let after = self.texts.partition_point(|text| text.base <= at.start);
        self.texts.get(after.checked_sub(1)?)
    }

    fn add_bytes(&mut self, name: String, home: Home, bytes: &[u8]) -> Result<usize, Report> {
        let refuse = |why: &str| Err(Report::error(None, format!("{name}: {why}")));
        let written = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let content = match std::str::from_utf8(written) {
            Ok(content) => content.to_owned(),
            Err(error) => {
                let byte = error.valid_up_to() + 1 + (bytes.len() - written.len());
                let why = format!("the text is not UTF-8, from byte {byte} on");
                let help = "save it as UTF-8 (in a spreadsheet: CSV UTF-8)";
                return Err(Report::error(None, format!("{name}: {why}")).help(help));
            }
        };
        if content.contains('\0') {
            return refuse("this is no text: it has a zero byte");
        }
        if content.trim().is_empty() {
            return refuse("the file is empty");
        }
        let index = self.add(name, home, content);
        self.texts[index].sha256 = Some(sha256(bytes));
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

/// The nearest character boundary at or before `byte`.
fn floor(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

#[cfg(test)]
mod tests {
    use super::*;

    fn here() -> Home {
        Home::Folder(PathBuf::new())
    }

    #[test]
    fn a_byte_leads_back_to_file_line_and_column() {
        let mut texts = Texts::default();
        texts.add("a".to_owned(), here(), "one\ntwo\n".to_owned());
        texts.add("b".to_owned(), here(), "un\ndé = 5\r\n".to_owned());
        let base = texts.text(1).base;
        let place = |at: Span| texts.place(&at).unwrap().to_string();
        assert_eq!(place(0..1), "a:1:1");
        assert_eq!(place(4..7), "a:2:1");
        assert_eq!(place(base..base), "b:1:1");
        // Columns count characters: `5` is the sixth, though the seventh byte.
        assert_eq!(place(base + 9..base + 10), "b:2:6");
        assert_eq!(texts.slice(&(base + 9..base + 10)), "5");
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let mut texts = Texts::default();
        let mut why = |bytes: &[u8]| {
            texts.add_bytes("f".to_owned(), here(), bytes).map_err(|report| report.message)
        };
        assert_eq!(why(b"ok\xff"), Err("f: the text is not UTF-8, from byte 3 on".to_owned()));
        assert_eq!(why(b"a\0b"), Err("f: this is no text: it has a zero byte".to_owned()));
        assert_eq!(why(b" \n"), Err("f: the file is empty".to_owned()));
        assert!(why(b"\xEF\xBB\xBFa = 1").is_ok());
        assert_eq!(&*texts.text(0).content, "a = 1");
    }

    #[test]
    fn built_in_paths_step_out_of_their_folder() {
        assert_eq!(joined("hanoi", "../calibration/x.csv"), "calibration/x.csv");
        assert_eq!(joined("hanoi", "./status.csv"), "hanoi/status.csv");
        assert_eq!(joined("", "../../x"), "x");
    }
}
