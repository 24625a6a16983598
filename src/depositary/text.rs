//! A document's bytes become text, in whatever encoding they are; bytes of it become places.

use std::ops::Range;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::fault::{Fault, Place};

/// The text of a document.
#[derive(Debug)]
pub(super) struct Text {
    /// The file as it was named.
    pub(super) name: String,
    /// What it says, without a byte order mark.
    pub(super) content: String,
    /// Where each line begins.
    lines: Vec<usize>,
}

/// How far into a document its declaration of an encoding is looked for, in bytes.
const HEAD: usize = 2_048;

/// Lines longer than this, in bytes, are not shown in faults.
const LONGEST_LINE: usize = 400;

/// How a person gets a document that can be read.
pub(super) const SAVE_AGAIN: &str =
    "save the document again from the depositary's site: the XML, or the status page as HTML";

impl Text {
    /// Reads bytes in the encoding that a byte order mark or the document itself declares, else as
    /// UTF-8. What was not as it was declared is noted; what is no text is refused.
    pub(super) fn new(name: &str, bytes: &[u8], faults: &mut Vec<Fault>) -> Option<Text> {
        if let Some(refusal) = refusal(name, bytes) {
            faults.push(refusal);
            return None;
        }
        let content = match decode(name, bytes, faults) {
            Ok(content) => content,
            Err(fault) => {
                faults.push(*fault);
                return None;
            }
        };
        if content.contains('\0') {
            let fault = Fault::error(None, format!("{name}: this is no text: it has a zero byte"));
            faults.push(fault.help(SAVE_AGAIN));
            return None;
        }
        let ends = content.match_indices('\n').map(|(at, _)| at + 1);
        let lines = std::iter::once(0).chain(ends).collect();
        Some(Text { name: name.to_owned(), content, lines })
    }

    /// The place of these bytes.
    pub(super) fn place(&self, at: Range<usize>) -> Place {
        let start = floor(&self.content, at.start);
        let line = self.lines.partition_point(|begin| *begin <= start).max(1);
        let from = self.lines[line - 1];
        let to = self.lines.get(line).map_or(self.content.len(), |next| next - 1);
        let column = self.content[from..start].chars().count() + 1;
        let excerpt = (to - from <= LONGEST_LINE).then(|| {
            let shown = self.content[from..to].trim_end_matches('\r');
            let end = floor(shown, at.end.saturating_sub(from));
            let begin = (start - from).min(shown.len());
            (shown.to_owned(), begin..end.max(begin))
        });
        Place::new(self.name.as_str(), line, column, excerpt)
    }
}

/// What a file is that is not text at all.
fn refusal(name: &str, bytes: &[u8]) -> Option<Fault> {
    let what = if bytes.iter().all(u8::is_ascii_whitespace) {
        "the file is empty"
    } else if bytes.starts_with(b"%PDF") {
        "this is a PDF, which holds no table that can be read"
    } else if bytes.starts_with(b"PK\x03\x04") {
        "this is a spreadsheet or an archive, not a text"
    } else {
        return None;
    };
    let help =
        if what.contains("spreadsheet") { "save the sheet as CSV UTF-8" } else { SAVE_AGAIN };
    Some(Fault::error(None, format!("{name}: {what}")).help(help))
}

fn decode(name: &str, bytes: &[u8], faults: &mut Vec<Fault>) -> Result<String, Box<Fault>> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return strictly(name, encoding, &bytes[mark..], mark);
    }
    let Some(label) = declared(bytes) else { return strictly(name, UTF_8, bytes, 0) };
    let Some(encoding) = Encoding::for_label(label.as_bytes()) else {
        let message = format!("{name}: the encoding `{label}` it declares is not known");
        return Err(Box::new(Fault::error(None, message).help(SAVE_AGAIN)));
    };
    let utf8 = std::str::from_utf8(bytes).ok().filter(|text| !text.is_ascii());
    match utf8 {
        // Accented letters of ISO-8859-1 are not by chance valid UTF-8 all through a document.
        Some(text) if encoding == WINDOWS_1252 => {
            let message = format!("{name}: declared as {label}, but read as UTF-8, which it is");
            faults.push(Fault::warning(None, message));
            Ok(text.to_owned())
        }
        // An encoding of two-byte units cannot have been declared in single bytes.
        _ if encoding.output_encoding() != encoding => strictly(name, UTF_8, bytes, 0),
        _ => strictly(name, encoding, bytes, 0),
    }
}

/// `skipped` bytes stand before these in the file.
fn strictly(
    name: &str,
    encoding: &'static Encoding,
    bytes: &[u8],
    skipped: usize,
) -> Result<String, Box<Fault>> {
    if encoding == UTF_8 {
        return match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => {
                let byte = skipped + error.valid_up_to() + 1;
                let line = 1 + bytes[..error.valid_up_to()].iter().filter(|b| **b == b'\n').count();
                let message = format!(
                    "{name}: the text is not UTF-8, from byte {byte} on (line {line}), and \
                     declares no other encoding"
                );
                let help = "save it as UTF-8 (in a spreadsheet: CSV UTF-8), or save the \
                            depositary's document again as it is";
                Err(Box::new(Fault::error(None, message).help(help)))
            }
        };
    }
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    text.map(|text| text.into_owned()).ok_or_else(|| {
        let message = format!("{name}: the text is not {}, as it says it is", encoding.name());
        Box::new(Fault::error(None, message).help(SAVE_AGAIN))
    })
}

/// The encoding that an XML declaration or an HTML head names.
fn declared(bytes: &[u8]) -> Option<String> {
    let head: String =
        bytes.iter().take(HEAD).map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    let begin = head.trim_start();
    let xml = begin.strip_prefix("<?xml").and_then(|rest| {
        let declaration = &rest[..rest.find("?>").unwrap_or(rest.len())];
        declaration.split_once("encoding")
    });
    let html = || begin.starts_with('<').then(|| head.split_once("charset")).flatten();
    let (_, rest) = xml.or_else(html)?;
    let value = rest.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end =
        value.find(|letter: char| !(letter.is_ascii_alphanumeric() || "-_:.".contains(letter)));
    let label = &value[..end.unwrap_or(value.len())];
    (!label.is_empty()).then(|| label.to_owned())
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

    fn read(bytes: &[u8]) -> (Option<String>, Vec<String>) {
        let mut faults = Vec::new();
        let text = Text::new("f", bytes, &mut faults).map(|text| text.content);
        (text, faults.into_iter().map(|fault| fault.message).collect())
    }

    #[test]
    fn a_document_is_read_in_the_encoding_it_has() {
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>C\xF4te</a>";
        assert!(read(latin).0.unwrap().ends_with("<a>Côte</a>"));
        assert!(read("<a>Côte</a>".as_bytes()).0.unwrap().contains("Côte"));
        assert_eq!(read(b"\xEF\xBB\xBFiso3").0.unwrap(), "iso3");
        let wide: Vec<u8> = "\u{feff}<a>ô</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&wide).0.unwrap(), "<a>ô</a>");
        let page = b"<html><meta charset=\"windows-1252\"><p>C\xF4te</p>";
        assert!(read(page).0.unwrap().contains("Côte"));
    }

    #[test]
    fn a_wrong_declaration_is_said() {
        let (text, faults) =
            read("<?xml version='1.0' encoding=\"ISO-8859-1\"?><a>ô</a>".as_bytes());
        assert!(text.unwrap().contains('ô'));
        assert_eq!(faults, ["f: declared as iso-8859-1, but read as UTF-8, which it is"]);
        let (text, faults) = read(b"<?xml version='1.0' encoding='klingon'?><a/>");
        assert_eq!(
            (text, faults),
            (None, vec!["f: the encoding `klingon` it declares is not known".to_owned()])
        );
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for (bytes, why) in [
            (&b""[..], "empty"),
            (b" \n", "empty"),
            (b"%PDF-1.7", "PDF"),
            (b"PK\x03\x04..", "spreadsheet"),
            (b"<a>\0</a>", "zero byte"),
            (b"iso3\nC\xF4", "byte 7 on (line 2)"),
        ] {
            let (text, faults) = read(bytes);
            assert!(text.is_none() && faults[0].contains(why), "{faults:?}");
        }
    }

    #[test]
    fn bytes_lead_to_lines_and_columns() {
        let text = Text::new("f", "un\ndé <b>\r\nend".as_bytes(), &mut Vec::new()).unwrap();
        let place = |at| text.place(at).to_string();
        assert_eq!(place(0..2), "f:1:1");
        assert_eq!(place(7..10), "f:2:4");
        assert_eq!(place(12..15), "f:3:1");
        assert_eq!(place(900..999), "f:3:4");
    }
}
