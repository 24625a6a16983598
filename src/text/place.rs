//! Bytes of a text lead back to its lines and columns.

use std::ops::Range;

use super::{NotText, decode};
use crate::fault::Place;

/// A text, and what faults call it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Text {
    name: String,
    content: String,
    /// The byte at which each line begins.
    lines: Vec<usize>,
}

impl Text {
    /// A text that is known already. A byte order mark is no part of it.
    pub fn new(name: impl Into<String>, content: impl Into<String>) -> Text {
        let mut content = content.into();
        if content.starts_with('\u{feff}') {
            content.remove(0);
        }
        let ends = content.match_indices('\n').map(|(at, _)| at + 1);
        let lines = std::iter::once(0).chain(ends).collect();
        Text { name: name.into(), content, lines }
    }

    /// The text that bytes are, as [`decode`] reads them.
    ///
    /// # Errors
    ///
    /// Where they are no text.
    pub fn read(name: impl Into<String>, bytes: &[u8]) -> Result<Text, NotText> {
        Ok(Text::new(name, decode(bytes)?.content))
    }

    /// What faults call it: the file as it was named.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it says, without a byte order mark.
    pub fn content(&self) -> &str {
        &self.content
    }

    /// The line of a byte, from 1; the last where the text has no such byte.
    pub fn line(&self, byte: usize) -> usize {
        self.lines.partition_point(|begin| *begin <= byte).max(1)
    }

    /// The place of these bytes. Where they are within a letter, it is that of the letter; where
    /// they are beyond the end, that of the end. Only the first of several lines is shown.
    pub fn place(&self, at: Range<usize>) -> Place {
        let start = floor(&self.content, at.start);
        let line = self.line(start);
        let from = self.lines[line - 1];
        let to = self.lines.get(line).map_or(self.content.len(), |next| next - 1);
        let column = self.content[from..start].chars().count() + 1;
        let shown = self.content[from..to].trim_end_matches('\r');
        let begin = (start - from).min(shown.len());
        let end = floor(shown, at.end.saturating_sub(from)).max(begin);
        Place::new(self.name.as_str(), line, column, Some((shown, begin..end)))
    }
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

    #[test]
    fn bytes_lead_to_lines_and_columns() {
        let text = Text::new("f", "\u{feff}un\ndé <b>\r\nend");
        let place = |at| text.place(at).to_string();
        assert_eq!(place(0..2), "f:1:1");
        // Columns count letters: `<` is the fourth, though the fifth byte of its line.
        assert_eq!(place(7..10), "f:2:4");
        assert_eq!(place(5..6), "f:2:2", "within a letter");
        assert_eq!(place(12..15), "f:3:1");
        assert_eq!(place(900..999), "f:3:4", "beyond the end");
        assert_eq!((text.line(0), text.line(11), text.line(900)), (1, 2, 3));
    }
}
