//! The command that made a result, as a shell takes it again.

use std::ffi::OsString;

use clap::{ArgMatches, Command, CommandFactory, parser::ValueSource};

use super::cli::Cli;
use crate::scenario::Scenario;

/// Arguments that bear on no number of a result: where it goes, which files it has, how they look.
const NO_BEARING: [&str; 13] = [
    "color",
    "draws",
    "format",
    "grain",
    "issued_on",
    "no_charts",
    "out",
    "quiet",
    "record",
    "scale",
    "size",
    "theme",
    "threads",
];

/// The words of this command that bear on the numbers of its result: options by their long names, in
/// the order they were given.
fn typed() -> Vec<String> {
    words(std::env::args_os())
}

/// The command as it was given, less what does not bear on the numbers.
pub(super) fn command() -> String {
    as_shell_takes(typed())
}

/// The command that made a run: where a manifest alone is run again, the one that it carries.
pub(super) fn command_of_run(scenario: &Scenario) -> String {
    let words = typed();
    let carried = scenario.command().filter(|carried| carried.starts_with("inforce run "));
    match carried {
        Some(carried) if words.len() == 3 => carried.to_owned(),
        _ => as_shell_takes(words),
    }
}

fn as_shell_takes(words: Vec<String>) -> String {
    words.into_iter().map(quoted).collect::<Vec<_>>().join(" ")
}

fn words(given: impl IntoIterator<Item = OsString>) -> Vec<String> {
    let mut command = Cli::command();
    let mut words = vec![command.get_name().to_owned()];
    // What a shell could not have started is told by its name alone.
    let Ok(matches) = command.try_get_matches_from_mut(given) else { return words };
    let (mut command, mut matches) = (&command, &matches);
    while let Some((name, inner)) = matches.subcommand()
        && let Some(below) = command.find_subcommand(name)
    {
        words.push(name.to_owned());
        (command, matches) = (below, inner);
    }
    words.extend(arguments(command, matches));
    words
}

/// The arguments of a verb in the order they were given; names that look like options come last,
/// behind the mark after which there are none.
fn arguments(command: &Command, matches: &ArgMatches) -> Vec<String> {
    let mut given: Vec<(usize, Vec<String>)> = Vec::new();
    let mut like_options = Vec::new();
    for argument in command.get_arguments() {
        let id = argument.get_id().as_str();
        let typed = matches.try_contains_id(id).is_ok()
            && matches.value_source(id) == Some(ValueSource::CommandLine);
        if NO_BEARING.contains(&id) || !typed {
            continue;
        }
        let places: Vec<usize> = matches.indices_of(id).into_iter().flatten().collect();
        if !argument.get_action().takes_values() {
            let long = argument.get_long().map(|long| format!("--{long}"));
            given.push((places.first().copied().unwrap_or(0), long.into_iter().collect()));
            continue;
        }
        let values = matches.get_raw(id).into_iter().flatten();
        for (place, value) in places.into_iter().zip(values) {
            let value = value.to_string_lossy().into_owned();
            match argument.get_long() {
                Some(long) if value.starts_with('-') => {
                    given.push((place, vec![format!("--{long}={value}")]));
                }
                Some(long) => given.push((place, vec![format!("--{long}"), value])),
                None if value.starts_with('-') && value != "-" => like_options.push(value),
                None => given.push((place, vec![value])),
            }
        }
    }
    given.sort();
    let mut words: Vec<String> = given.into_iter().flat_map(|(_, words)| words).collect();
    if !like_options.is_empty() {
        words.push("--".to_owned());
        words.append(&mut like_options);
    }
    words
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

    fn of(line: &str) -> String {
        words(line.split(' ').map(OsString::from)).join(" ")
    }

    #[test]
    fn what_bears_on_the_numbers_is_told_and_nothing_else() {
        for (given, told) in [
            ("inforce run hanoi", "inforce run hanoi"),
            (
                "inforce -q run hanoi --threads=2 -oout/x --set a=1 layer.toml --seed 7 --set b=2 \
                 --theme dark --by 2028-12-31 --for FRA --precision 0.01 --no-charts --format json \
                 --color never --grain month --draws --size wide --scale 1 --record r.csv",
                "inforce run hanoi --set a=1 layer.toml --seed 7 --set b=2 --by 2028-12-31 --for FRA \
                 --precision 0.01",
            ),
            (
                "inforce run - --status s.xml --as-of 2026-11-30 --runs=50",
                "inforce run - --status s.xml --as-of 2026-11-30 --runs 50",
            ),
            (
                "inforce sweep hanoi --vary=a.b=-1:2:1 --vary c=1:2:1 --out x",
                "inforce sweep hanoi --vary a.b=-1:2:1 --vary c=1:2:1",
            ),
            (
                "inforce compare a b+c --no-attribution --status s.csv",
                "inforce compare a b+c --no-attribution --status s.csv",
            ),
            ("inforce run --seed 2 -- -a.toml", "inforce run --seed 2 -- -a.toml"),
            ("inforce record show f.csv --runs 20 -q", "inforce record show f.csv --runs 20"),
        ] {
            assert_eq!(of(given), told);
            assert_eq!(of(told), told, "typed again");
        }
    }

    #[test]
    fn words_are_quoted_for_the_shell_where_they_have_to_be() {
        assert_eq!(quoted("pace.multiplier=0.5:3".into()), "pace.multiplier=0.5:3");
        assert_eq!(quoted("a b".into()), "'a b'");
        assert_eq!(quoted("it's".into()), r"'it'\''s'");
        assert_eq!(quoted("all.ratification=~x".into()), "'all.ratification=~x'");
        assert_eq!(quoted(String::new()), "''");
    }
}
