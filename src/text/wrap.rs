//! Words broken into lines, and items packed into them.

use std::borrow::Cow;

use textwrap::{Options, WordSeparator, WordSplitter, core::Word, wrap_algorithms::wrap_first_fit};

/// Columns of the terminal that results are set for.
pub const WIDTH: u16 = 100;

/// A text in lines of at most `width` columns, broken at blanks alone: a word that is longer has a
/// line of its own. The first line begins with `first` and the others with `then`, both counted. At
/// least one line, which is empty where the text is.
pub fn wrap(text: &str, width: usize, first: &str, then: &str) -> Vec<String> {
    let options = Options::new(width)
        .initial_indent(first)
        .subsequent_indent(then)
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation);
    textwrap::wrap(text, options).into_iter().map(Cow::into_owned).collect()
}

/// Words in lines of the terminal's width, each ended, whatever blanks stand between the words.
pub fn paragraph(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    wrap(&words, usize::from(WIDTH), "", "").join("\n") + "\n"
}

/// Items side by side, as many to a line as `width` columns hold; none is broken. `between` stands
/// between two of them, at the end of a line without its last blanks, which is not counted.
pub fn pack(items: &[String], width: usize, between: &str) -> String {
    let word = |item| {
        let mut word = Word::from(item);
        word.whitespace = between;
        word
    };
    let words: Vec<Word<'_>> = items.iter().map(|item| word(item)).collect();
    let lines = wrap_first_fit(&words, &[width as f64]).into_iter();
    let line =
        lines.map(|line| line.iter().map(|word| word.word).collect::<Vec<_>>().join(between));
    line.collect::<Vec<_>>().join(&format!("{}\n", between.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_too_wide_and_no_word_is_broken() {
        let text = "one − two   three-four";
        assert_eq!(wrap(text, 9, "", ""), ["one − two", "three-four"]);
        assert_eq!(wrap(text, 11, "- ", "  "), ["- one − two", "  three-four"]);
        assert_eq!(wrap(text, 4, "", ""), ["one", "−", "two", "three-four"]);
        assert_eq!(wrap("a   b", 9, "", ""), ["a   b"]);
        assert_eq!(wrap("", 9, "- ", "  "), [""]);
    }

    #[test]
    fn a_paragraph_is_as_wide_as_the_terminal() {
        let text = paragraph(&"a word  after\nanother ".repeat(30));
        assert_eq!((text.lines().count(), text.ends_with("after another\n")), (7, true));
        assert!(text.lines().all(|line| line.len() <= usize::from(WIDTH)));
    }

    #[test]
    fn items_stay_whole() {
        let items = ["a b", "c d", "e"].map(str::to_owned);
        assert_eq!(pack(&items, 8, ", "), "a b, c d,\ne");
        assert_eq!(pack(&items, 20, ", "), "a b, c d, e");
        assert_eq!(pack(&[], 20, ", "), "");
    }
}
