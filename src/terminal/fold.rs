//! Results for people on a terminal narrower than they were set for.

use crate::text::wrap;

/// The text in lines of at most `width` columns where words allow it. What hangs together is set
/// anew: a line, and those below it that begin where its text does, beside the same label.
pub(crate) fn folded(text: &str, width: usize) -> String {
    if text.lines().all(|line| line.chars().count() <= width) {
        return text.to_owned();
    }
    let mut paragraphs: Vec<(usize, String)> = Vec::new();
    for line in text.lines() {
        let (line, lead) = (line.trim_end(), leading(line));
        match paragraphs.last_mut() {
            Some((hang, above)) if lead == *hang && lead > 0 && !line.is_empty() => {
                above.push(' ');
                above.push_str(line.trim_start());
            }
            _ => paragraphs.push((hanging(line), line.to_owned())),
        }
    }
    let lines = paragraphs.iter().map(|(hang, text)| broken(text, *hang, width));
    lines.collect()
}

fn leading(line: &str) -> usize {
    line.chars().take_while(|letter| *letter == ' ').count()
}

/// Where the text of a line begins: after its label, if it has one, set off by two spaces or more.
fn hanging(line: &str) -> usize {
    let lead = leading(line);
    let letters: Vec<char> = line.chars().collect();
    let gap = (lead..letters.len().saturating_sub(1))
        .find(|at| letters[*at] == ' ' && letters[at + 1] == ' ');
    gap.map_or(lead, |gap| gap + letters[gap..].iter().take_while(|letter| **letter == ' ').count())
}

/// One paragraph, its later lines set in by `hang`; half the width is left to the words at least.
fn broken(text: &str, hang: usize, width: usize) -> String {
    let (first, then) = (" ".repeat(leading(text)), " ".repeat(hang.min(width / 2)));
    wrap(text.trim_start(), width, &first, &then).join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_enough_is_left_as_it_is() {
        let text = " Rule   one  two\n\n  b\n";
        assert_eq!(folded(text, 20), text);
    }

    #[test]
    fn words_stay_beside_their_label() {
        let text = "Title\n\n Rule    in force on the 90th day\n         after the 40th instrument\n Answer  6%\n";
        let narrow = "Title\n\n Rule    in force on the\n         90th day after the\n         \
                      40th instrument\n Answer  6%\n";
        assert_eq!(folded(text, 28), narrow);
    }

    #[test]
    fn no_word_is_lost_or_broken_at_any_width() {
        let text = " Likely next  Slovakia 39%, Norway 37%,\n              Sweden 36%\n\nplain words too\n";
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        for width in 1..60 {
            let narrow = folded(text, width);
            assert_eq!(words(&narrow), words(text), "{width}");
            let longest = words(text).iter().map(String::len).max().unwrap();
            let most = width.max(width / 2 + longest);
            assert!(narrow.lines().all(|line| line.len() <= most.max(longest + 14)), "{narrow}");
        }
    }
}
