//! The command that made a result, as a shell takes it again.

use super::typed;
use crate::scenario::Scenario;

/// The command as it was given, less what does not bear on the numbers.
pub(super) fn command() -> String {
    typed::typed().into_iter().map(quoted).collect::<Vec<_>>().join(" ")
}

/// The command that made a run: where a manifest alone is run again, the one that it carries.
pub(super) fn command_of_run(scenario: &Scenario) -> String {
    let words = typed::typed();
    let carried = scenario.command().filter(|carried| carried.starts_with("inforce run "));
    match carried {
        Some(carried) if words.len() == 3 => carried.to_owned(),
        _ => words.into_iter().map(quoted).collect::<Vec<_>>().join(" "),
    }
}

/// A word as a shell wants it.
pub(super) fn quoted(word: String) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "-_./=:,+@%".contains(letter);
    if !word.is_empty() && word.chars().all(plain) {
        word
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_for_the_shell_where_they_have_to_be() {
        assert_eq!(quoted("pace.multiplier=0.5:3".into()), "pace.multiplier=0.5:3");
        assert_eq!(quoted("a b".into()), "'a b'");
        assert_eq!(quoted("it's".into()), r"'it'\''s'");
        assert_eq!(quoted("all.ratification=~x".into()), "'all.ratification=~x'");
        assert_eq!(quoted(String::new()), "''");
    }
}
