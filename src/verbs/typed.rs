//! The command line as it can be typed again.

use std::ffi::OsString;

use clap::{ArgMatches, Command, CommandFactory, parser::ValueSource};

use super::Cli;

/// Arguments that bear on no number of a result: where it goes, which files it has, how they look.
const NO_BEARING: [&str; 14] = [
    "color",
    "draws",
    "format",
    "grain",
    "issued_on",
    "lang",
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
pub(super) fn typed() -> Vec<String> {
    words(std::env::args_os())
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
}
