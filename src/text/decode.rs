//! Bytes become letters, in whatever encoding they are, or it is said why they are no text.

use std::fmt;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::fault::Fault;

/// How far into a text its declaration of an encoding is looked for, in bytes.
const HEAD: usize = 2_048;

/// What bytes say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decoded {
    /// Without a byte order mark.
    pub content: String,
    /// The encoding that the text declares although it is UTF-8; none where it declares none, or
    /// the right one.
    pub wrongly_declared: Option<String>,
}

/// Why bytes are no text.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum NotText {
    /// Nothing but blanks.
    Empty,
    /// A PDF.
    Pdf,
    /// A spreadsheet or another archive of files.
    Archive,
    /// A zero byte, as in a program or in UTF-16 without a byte order mark.
    ZeroByte,
    /// Declares no other encoding, and is not UTF-8.
    NotUtf8 {
        /// The first byte that is not, from 1.
        byte: usize,
        /// The line it is on, from 1.
        line: usize,
    },
    /// Is not of this encoding, which it declares.
    NotAsDeclared(&'static str),
    /// Declares an encoding that nobody knows.
    UnknownEncoding(String),
}

/// Reads bytes in the encoding that a byte order mark, an XML declaration or the head of a web page
/// declares, else as UTF-8. UTF-8 that is declared as Latin-1 is read as what it is.
///
/// # Errors
///
/// Where they are no text.
pub fn decode(bytes: &[u8]) -> Result<Decoded, NotText> {
    for (mark, what) in [(&b"%PDF"[..], NotText::Pdf), (b"PK\x03\x04", NotText::Archive)] {
        if bytes.starts_with(mark) {
            return Err(what);
        }
    }
    let decoded = letters(bytes)?;
    if decoded.content.contains('\0') {
        return Err(NotText::ZeroByte);
    }
    if decoded.content.trim().is_empty() {
        return Err(NotText::Empty);
    }
    Ok(decoded)
}

fn letters(bytes: &[u8]) -> Result<Decoded, NotText> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return strictly(encoding, &bytes[mark..], mark);
    }
    let Some(label) = declared(bytes) else { return strictly(UTF_8, bytes, 0) };
    let Some(encoding) = Encoding::for_label(label.as_bytes()) else {
        return Err(NotText::UnknownEncoding(label));
    };
    let utf8 = std::str::from_utf8(bytes).ok().filter(|text| !text.is_ascii());
    match utf8 {
        // Accented letters of ISO-8859-1 are not by chance valid UTF-8 all through a document.
        Some(text) if encoding == WINDOWS_1252 => {
            Ok(Decoded { content: text.to_owned(), wrongly_declared: Some(label) })
        }
        // An encoding of two-byte units cannot have been declared in single bytes.
        _ if encoding.output_encoding() != encoding => strictly(UTF_8, bytes, 0),
        _ => strictly(encoding, bytes, 0),
    }
}

/// `skipped` bytes stand before these in the file.
fn strictly(encoding: &'static Encoding, bytes: &[u8], skipped: usize) -> Result<Decoded, NotText> {
    let content = if encoding == UTF_8 {
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let sound = &bytes[..error.valid_up_to()];
            let line = 1 + sound.iter().filter(|byte| **byte == b'\n').count();
            NotText::NotUtf8 { byte: skipped + sound.len() + 1, line }
        })?;
        text.to_owned()
    } else {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
        text.ok_or(NotText::NotAsDeclared(encoding.name()))?.into_owned()
    };
    Ok(Decoded { content, wrongly_declared: None })
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

impl NotText {
    /// The fault of a file of this name, with a way out for whoever wrote it.
    pub fn fault(&self, name: &str) -> Fault {
        let fault = Fault::error(None, format!("{name}: {self}"));
        match self {
            NotText::Empty => fault,
            NotText::Archive => fault.help("save the sheet as CSV UTF-8"),
            _ => fault.help("save it as UTF-8 (in a spreadsheet: CSV UTF-8)"),
        }
    }
}

impl fmt::Display for NotText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotText::Empty => f.write_str("the file is empty"),
            NotText::Pdf => f.write_str("this is a PDF, which holds no table that can be read"),
            NotText::Archive => f.write_str("this is a spreadsheet or an archive, not a text"),
            NotText::ZeroByte => f.write_str("this is no text: it has a zero byte"),
            NotText::NotUtf8 { byte, .. } => {
                write!(f, "the text is not UTF-8, from byte {byte} on")
            }
            NotText::NotAsDeclared(name) => write!(f, "the text is not {name}, as it says it is"),
            NotText::UnknownEncoding(label) => {
                write!(f, "the encoding `{label}` it declares is not known")
            }
        }
    }
}

impl std::error::Error for NotText {}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> String {
        decode(bytes).map_or_else(|why| why.to_string(), |decoded| decoded.content)
    }

    fn utf_16(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn a_text_is_read_in_the_encoding_it_has() {
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>C\xF4te</a>";
        assert!(read(latin).ends_with("<a>Côte</a>"));
        assert_eq!(read("<a>Côte</a>".as_bytes()), "<a>Côte</a>");
        assert_eq!(read(b"\xEF\xBB\xBFiso3"), "iso3");
        assert_eq!(read(&utf_16("\u{feff}<a>ô</a>")), "<a>ô</a>");
        let page = b"<html><meta charset=\"windows-1252\"><p>C\xF4te</p>";
        assert!(read(page).contains("Côte"));
    }

    #[test]
    fn a_wrong_declaration_is_told() {
        let text = "<?xml version='1.0' encoding=\"ISO-8859-1\"?><a>ô</a>";
        let decoded = decode(text.as_bytes()).unwrap();
        assert_eq!(decoded.content, text);
        assert_eq!(decoded.wrongly_declared.as_deref(), Some("iso-8859-1"));
        let unknown = b"<?xml version='1.0' encoding='klingon'?><a/>";
        assert_eq!(read(unknown), "the encoding `klingon` it declares is not known");
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let not_utf8 = |byte, line| NotText::NotUtf8 { byte, line };
        for (bytes, why) in [
            (&b""[..], NotText::Empty),
            (b" \n", NotText::Empty),
            (b"\xEF\xBB\xBF", NotText::Empty),
            (b"%PDF-1.7", NotText::Pdf),
            (b"PK\x03\x04..", NotText::Archive),
            (b"<a>\0</a>", NotText::ZeroByte),
            (&utf_16("iso3"), NotText::ZeroByte),
            (b"iso3\nC\xF4", not_utf8(7, 2)),
            (b"\xEF\xBB\xBFok\xff", not_utf8(6, 1)),
        ] {
            assert_eq!(decode(bytes), Err(why), "{bytes:?}");
        }
    }
}
