//! The depositary's XML, read strictly, and its saved pages, read as a browser would.

use std::ops::Range;

use html5gum::{DefaultEmitter, Token, Tokenizer};
use quick_xml::{
    Error, Reader,
    events::{BytesStart, Event},
};

use super::{
    grid::{Builder, Grid},
    opened::SAVE_AGAIN,
};
use crate::{fault::Fault, text::Text};

/// No document of the depositary nests its elements as deep.
const DEEPEST: usize = 256;

/// Whether a text is a web page rather than XML.
pub(super) fn is_page(text: &str) -> bool {
    let begin: String = text.trim_start().chars().take(1_000).collect();
    let begin = begin.to_ascii_lowercase();
    let after = begin.find("?>").filter(|_| begin.starts_with("<?xml")).map_or(0, |at| at + 2);
    let begin = begin[after..].trim_start();
    begin.starts_with("<!doctype html")
        || begin.contains("<html")
        || begin.starts_with("<body")
        || begin.starts_with("<table")
}

/// Reads XML. What is not well-formed, declares entities of its own or nests too deep is a fault.
pub(super) fn xml(text: &Text, faults: &mut Vec<Fault>) -> Grid {
    let mut builder = Builder::default();
    if let Err(fault) = read_xml(text, &mut builder) {
        builder.forget_open();
        faults.push(*fault);
    }
    builder.finish(text, faults)
}

/// Reads a web page.
pub(super) fn page(text: &Text, faults: &mut Vec<Fault>) -> Grid {
    let mut builder = Builder::default();
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(text.content(), emitter).flatten() {
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name);
                builder.start(&name, tag.span.start..tag.span.end);
                if tag.self_closing {
                    builder.end(&name);
                }
            }
            Token::EndTag(tag) => builder.end(&String::from_utf8_lossy(&tag.name)),
            Token::String(string) => {
                let at = string.span.start..string.span.end;
                builder.text(&String::from_utf8_lossy(&string.value), at);
            }
            _ => {}
        }
    }
    builder.finish(text, faults)
}

fn read_xml(text: &Text, builder: &mut Builder) -> Result<(), Box<Fault>> {
    let mut reader = Reader::from_str(text.content());
    reader.config_mut().enable_all_checks(true);
    let fault = |at: Range<usize>, message: String| {
        Box::new(Fault::error(Some(text.place(at)), message).help(SAVE_AGAIN))
    };
    let (mut open, mut any): (Vec<Range<usize>>, bool) = (Vec::new(), false);
    loop {
        let start = position(reader.buffer_position());
        let event = reader.read_event().map_err(|error| {
            let at = position(reader.error_position());
            match error {
                Error::Syntax(why) => fault(at..at, format!("the document is cut off: {why}")),
                other => fault(at..at, format!("not well-formed XML: {other}")),
            }
        })?;
        let at = start..position(reader.buffer_position());
        match event {
            Event::Start(tag) => {
                if open.is_empty() && any {
                    return Err(fault(at, "a second document begins after the first".to_owned()));
                }
                any = true;
                builder.start(&name(&tag), at.clone());
                open.push(at.clone());
                if open.len() > DEEPEST {
                    let message = format!("elements nest more than {DEEPEST} deep");
                    return Err(fault(at, message));
                }
            }
            Event::End(tag) => {
                builder.end(&tag.local_name().as_ref().to_ascii_lowercase());
                open.pop();
            }
            Event::Empty(tag) => {
                any = true;
                builder.start(&name(&tag), at);
                builder.end(&name(&tag));
            }
            Event::Text(part) => {
                if open.is_empty() && !part.trim().is_empty() {
                    return Err(fault(at, "text outside the document's element".to_owned()));
                }
                builder.text(&part, at);
            }
            Event::CData(part) => builder.text(&part, at),
            Event::GeneralRef(reference) => {
                let letter = match reference.resolve_char_ref() {
                    Ok(Some(letter)) => letter.to_string(),
                    _ => match predefined(&reference) {
                        Some(letter) => letter.to_owned(),
                        None => {
                            let message = format!("unknown entity `&{};`", &*reference);
                            return Err(fault(at, message));
                        }
                    },
                };
                builder.text(&letter, at);
            }
            Event::DocType(_) => {
                let message = "the document declares a type or entities of its own (`<!DOCTYPE`), \
                               which the depositary's never does";
                return Err(fault(at, message.to_owned()));
            }
            Event::Eof => break,
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
        }
    }
    match open.last() {
        Some(last) => {
            let end = text.content().len();
            let place = Some(text.place(last.clone()));
            let cut = fault(end..end, "the document is cut off: it ends too early".to_owned());
            Err(Box::new(cut.note(place, "the last element that is open")))
        }
        None if any => Ok(()),
        None => Err(fault(0..0, "this is not XML: it has no element".to_owned())),
    }
}

fn name(tag: &BytesStart<'_>) -> String {
    tag.local_name().as_ref().to_ascii_lowercase()
}

fn position(byte: u64) -> usize {
    usize::try_from(byte).unwrap_or(usize::MAX)
}

/// The five entities of XML, and the blank that web pages bring along.
fn predefined(entity: &str) -> Option<&'static str> {
    Some(match entity {
        "lt" => "<",
        "gt" => ">",
        "amp" => "&",
        "quot" => "\"",
        "apos" => "'",
        "nbsp" => "\u{a0}",
        _ => return None,
    })
}
