//! Each file of tests/faults against the report its first lines state.

use std::{fs, path::Path};

use inforce::scenario::{Scenario, built_in_names};

/// All faults of layers, one line each.
fn report(layers: &[&str]) -> String {
    let layers: Vec<String> = layers.iter().map(|layer| (*layer).to_owned()).collect();
    match Scenario::load(&layers, &[]) {
        Ok(scenario) => scenario.warnings.iter().map(|fault| format!("{fault}\n")).collect(),
        Err(faults) => faults.short(),
    }
}

/// The files of a folder with this ending, in order.
fn files(folder: &str, ending: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let entries =
        fs::read_dir(root.join(folder)).unwrap_or_else(|error| panic!("{folder}: {error}"));
    let names = entries.map(|entry| {
        let name = entry.expect("a folder of ours can be read").file_name();
        name.into_string().expect("our files have plain names")
    });
    let mut names: Vec<String> = names.filter(|name| name.ends_with(ending)).collect();
    names.sort();
    names.into_iter().map(|name| root.join(folder).join(name).display().to_string()).collect()
}

/// The report that the first comment lines of a file state: `# 7:10 error: a chance lies ...`.
/// Lines about another file begin with its name; `# -` stands for a fault without a place.
fn stated(path: &str) -> Vec<String> {
    let text = fs::read_to_string(path).expect("a file just listed can be read");
    let lines = text.lines().take_while(|line| line.starts_with("# "));
    lines.map(|line| line[2..].to_owned()).collect()
}

/// The faults of a file as its first lines would state them. It is laid over a sound scenario,
/// unless its name says that it stands alone.
fn found(path: &str) -> Vec<String> {
    let folder = format!("{}/", Path::new(path).parent().expect("a file is in a folder").display());
    let sound = format!("{folder}base/sound.toml");
    let alone = path[folder.len()..].starts_with("alone-");
    let short = if alone { report(&[path]) } else { report(&[&sound, path]) };
    let lines = short.lines().map(|line| match line.strip_prefix(&format!("{path}:")) {
        Some(own) => own.replacen(": ", " ", 1).replace(&folder, ""),
        None if line.starts_with(&folder) => line.replace(&folder, ""),
        None => format!("- {line}"),
    });
    lines.collect()
}

#[test]
fn each_faulty_file_is_reported_as_it_says() {
    let files = files("tests/faults", ".toml");
    assert!(files.len() >= 60, "{} files", files.len());
    let mut wrong = String::new();
    for path in &files {
        let (stated, found) = (stated(path), found(path));
        let same = stated.len() == found.len()
            && stated.iter().zip(&found).all(|(stated, found)| found.starts_with(stated.as_str()));
        if !same || stated.is_empty() {
            wrong += &format!("{path}\n  states\n    {}\n", stated.join("\n    "));
            wrong += &format!("  but has\n    {}\n", found.join("\n    "));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_the_faulty_files_lie_over_is_sound() {
    let root = env!("CARGO_MANIFEST_DIR");
    assert_eq!(report(&[&format!("{root}/tests/faults/base/sound.toml")]), "");
}

#[test]
fn no_scenario_inside_the_program_has_a_fault() {
    for name in built_in_names() {
        assert_eq!(report(&[&name]), "", "{name}");
    }
}

#[test]
fn no_known_scenario_has_a_fault_and_each_has_its_answer() {
    let files = files("scenarios/known", ".toml");
    assert!(files.len() >= 8);
    for path in files {
        assert_eq!(report(&[&path]), "");
        let scenario = Scenario::load(std::slice::from_ref(&path), &[]).unwrap();
        let expect = scenario.expect.unwrap_or_else(|| panic!("{path} expects nothing"));
        assert!(!expect.chance_by.is_empty(), "{path}");
    }
}
