//! A document's bytes become text; what is no text is refused in words for whoever saved it.

use crate::{
    fault::Fault,
    text::{NotText, Text, decode},
};

/// How a person gets a document that can be read.
pub(super) const SAVE_AGAIN: &str =
    "save the document again from the depositary's site: the XML, or the status page as HTML";

/// The text of a document. What was not as it was declared is noted; what is no text is refused.
pub(super) fn text_of(name: &str, bytes: &[u8], faults: &mut Vec<Fault>) -> Option<Text> {
    match decode(bytes) {
        Ok(decoded) => {
            faults.extend(decoded.wrongly_declared.map(|label| {
                let message =
                    format!("{name}: declared as {label}, but read as UTF-8, which it is");
                Fault::warning(None, message)
            }));
            Some(Text::new(name, decoded.content))
        }
        Err(why) => {
            faults.push(refused(name, &why));
            None
        }
    }
}

fn refused(name: &str, why: &NotText) -> Fault {
    let fault = why.fault(name);
    match why {
        NotText::NotUtf8 { line, .. } => {
            let message =
                format!("{} (line {line}), and declares no other encoding", fault.message);
            let help = "save it as UTF-8 (in a spreadsheet: CSV UTF-8), or save the depositary's \
                        document again as it is";
            Fault { message, ..fault }.help(help)
        }
        NotText::Archive => fault,
        _ => fault.help(SAVE_AGAIN),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_as_it_should_be_is_said() {
        let said = |bytes: &[u8]| {
            let mut faults = Vec::new();
            let read = text_of("f", bytes, &mut faults).is_some();
            (read, faults.into_iter().map(|fault| fault.message).collect::<Vec<_>>())
        };
        let latin = "<?xml version='1.0' encoding=\"ISO-8859-1\"?><a>ô</a>";
        let declared = "f: declared as iso-8859-1, but read as UTF-8, which it is".to_owned();
        assert_eq!(said(latin.as_bytes()), (true, vec![declared]));
        let not_utf8 = "f: the text is not UTF-8, from byte 7 on (line 2), and declares no other \
                        encoding"
            .to_owned();
        assert_eq!(said(b"iso3\nC\xF4"), (false, vec![not_utf8]));
        assert_eq!(said(b" \n"), (false, vec!["f: the file is empty".to_owned()]));
    }
}
