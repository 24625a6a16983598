//! What is wrong with what was read, with its place and the way out; and its printed forms.

use std::{fmt, ops::Range};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

/// Lines longer than this, in bytes, are not shown.
const LONGEST_LINE: usize = 4_000;

/// Whether what was read can be used in spite of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Severity {
    /// It has no meaning until it is put right.
    Error,
    /// It means something, perhaps not what was meant.
    Warning,
    /// It is as it should be, and worth knowing to whoever asks.
    Note,
}

/// One thing that is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// Whether it stops the work.
    pub severity: Severity,
    /// Where the value at fault stands; none where it is about no value, such as a missing file.
    pub place: Option<Place>,
    /// What was expected and what was found, in the file's words.
    pub message: String,
    /// The way out, where one is known.
    pub help: Option<String>,
    /// What else bears on it, each with its place if it has one.
    pub notes: Vec<(Option<Place>, String)>,
}

/// All that is wrong with what was read: at least one error, in the order of the files and their
/// lines, warnings among them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Faults(Vec<Fault>);

/// A file, a line and a column, both counted from 1; columns count characters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// The file as it was named, `built-in hanoi/baseline.toml`, or `<command line>`.
    pub file: String,
    /// From 1; for `<command line>`, which of the values set.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// The line and the bytes of it that are meant; none where the line is too long to show.
    excerpt: Option<(String, Range<usize>)>,
}

impl Fault {
    /// An error, without help or notes yet.
    pub fn error(place: Option<Place>, message: impl Into<String>) -> Fault {
        let (message, notes) = (message.into(), Vec::new());
        Fault { severity: Severity::Error, place, message, help: None, notes }
    }

    /// A warning, without help or notes yet.
    pub fn warning(place: Option<Place>, message: impl Into<String>) -> Fault {
        Fault { severity: Severity::Warning, ..Fault::error(place, message) }
    }

    /// The same with a way out.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Fault {
        Fault { help: Some(help.into()), ..self }
    }

    /// The same with something else that bears on it.
    #[must_use]
    pub fn note(mut self, place: Option<Place>, note: impl Into<String>) -> Fault {
        self.notes.push((place, note.into()));
        self
    }

    /// As a terminal shows it: the message, the line with the value marked, notes and help; with
    /// colours where `styled`. Several lines, without a newline at the end.
    pub fn render(&self, styled: bool) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let title = level.primary_title(self.message.as_str());
        let mut group = match &self.place {
            Some(place) => place.show(title),
            None => Group::with_title(title),
        };
        for (place, note) in &self.notes {
            let text = match place {
                Some(place) => format!("{place}: {note}"),
                None => note.clone(),
            };
            group = group.element(Level::NOTE.message(text));
        }
        if let Some(help) = &self.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
        renderer.render(&[group])
    }
}

impl Place {
    /// The place of some bytes of a line. `excerpt` is the line, without its end, and the bytes of
    /// it that are meant; none where the line is not worth showing. A very long one is not shown.
    pub fn new(
        file: impl Into<String>,
        line: usize,
        column: usize,
        excerpt: Option<(&str, Range<usize>)>,
    ) -> Place {
        let sound = |(text, at): &(&str, Range<usize>)| {
            text.len() <= LONGEST_LINE && text.get(at.clone()).is_some()
        };
        let excerpt = excerpt.filter(sound).map(|(text, at)| (text.to_owned(), at));
        Place { file: file.into(), line, column, excerpt }
    }

    fn show<'a>(&'a self, title: annotate_snippets::Title<'a>) -> Group<'a> {
        match &self.excerpt {
            Some((line, marked)) if !marked.is_empty() => title.element(
                Snippet::source(line.as_str())
                    .line_start(self.line)
                    .path(self.file.as_str())
                    .annotation(AnnotationKind::Primary.span(marked.clone())),
            ),
            _ => title
                .element(Origin::path(self.file.as_str()).line(self.line).char_column(self.column)),
        }
    }
}

impl Faults {
    /// One fault that stops the work.
    pub fn one(fault: Fault) -> Faults {
        Faults(vec![Fault { severity: Severity::Error, ..fault }])
    }

    /// These, in this order, where at least one is an error, without mere notes; else warnings and
    /// notes are given back.
    pub fn stop_on_errors(mut faults: Vec<Fault>) -> Result<Vec<Fault>, Faults> {
        let stop = faults.iter().any(|fault| fault.severity == Severity::Error);
        if !stop {
            return Ok(faults);
        }
        faults.retain(|fault| fault.severity != Severity::Note);
        Err(Faults(faults))
    }

    /// These, in this order, as the end of the matter even where none of them is an error.
    pub(crate) fn all(faults: Vec<Fault>) -> Faults {
        Faults(faults)
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Fault> {
        self.0.iter()
    }

    /// How many are errors; at least 1.
    pub fn errors(&self) -> usize {
        self.iter().filter(|fault| fault.severity == Severity::Error).count()
    }

    /// One line for each, for editors and logs: `file:line:column: error: message`.
    pub fn short(&self) -> String {
        self.iter().map(|fault| format!("{fault}\n")).collect()
    }

    /// All of them as a terminal shows them, an empty line between two.
    pub fn render(&self, styled: bool) -> String {
        let all: Vec<String> = self.iter().map(|fault| fault.render(styled)).collect();
        all.join("\n\n")
    }
}

/// The nearest of the known names, where one is near enough to be a slip of the hand.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = name.to_lowercase();
    let distance = |other: &str| strsim::damerau_levenshtein(&lower, &other.to_lowercase());
    // Of those equally near, the one that begins alike the longest: slips come late in a name.
    let alike = |other: &str| name.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let near = known.into_iter().map(|other| (distance(other), other));
    let (distance, found) =
        near.min_by_key(|(distance, other)| (*distance, std::cmp::Reverse(alike(other))))?;
    (distance <= 1 + name.chars().count() / 4).then_some(found)
}

/// ` unknown … ` with the nearest known name, if any.
pub(crate) fn did_you_mean(near: Option<&str>) -> String {
    near.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        write!(f, "{}: {}", self.severity, self.message)
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Faults {}
