//! Which files of the library use which, read from their `crate::` and `super::` paths.

use std::collections::{BTreeMap, BTreeSet};

/// A module by its names from the root of the library: `["tally", "dates"]`.
pub(crate) type ModulePath = Vec<String>;

/// Files by their modules, and what each declares by `use`.
pub(crate) struct Modules {
    files: BTreeMap<ModulePath, File>,
}

struct File {
    /// Paths that begin with `crate` or `super`, wherever they stand.
    paths: Vec<Vec<String>>,
    /// Names that `use` brings in, and the paths they stand for.
    imported: BTreeMap<String, Vec<String>>,
}

impl Modules {
    /// From files: each by its place below `src`, such as `tally/mod.rs`, and its code without tests.
    pub(crate) fn new<'a>(files: impl Iterator<Item = (String, &'a str)>) -> Modules {
        let module = |(place, code): (String, &str)| {
            let place = place.trim_end_matches(".rs").trim_end_matches("/mod").to_owned();
            (place.split('/').map(str::to_owned).collect(), File::new(code))
        };
        Modules { files: files.map(module).collect() }
    }

    /// The circles of files that use each other, each in order: the files of a circle reach one another.
    pub(crate) fn circles(&self) -> BTreeSet<Vec<String>> {
        let names = |module: &ModulePath| module.join("/");
        let used: BTreeMap<&ModulePath, BTreeSet<ModulePath>> =
            self.files.keys().map(|module| (module, self.used_by(module))).collect();
        let reached_from = |from: &ModulePath| {
            let (mut reached, mut open) = (BTreeSet::new(), vec![from.clone()]);
            while let Some(module) = open.pop() {
                for next in &used[&module] {
                    if reached.insert(next.clone()) {
                        open.push(next.clone());
                    }
                }
            }
            reached
        };
        let reached: BTreeMap<&ModulePath, BTreeSet<ModulePath>> =
            self.files.keys().map(|module| (module, reached_from(module))).collect();
        let circle = |module: &&ModulePath| {
            let both = reached[*module].iter().filter(|other| reached[other].contains(*module));
            both.map(names).collect::<Vec<String>>()
        };
        let in_circles = self.files.keys().filter(|module| reached[module].contains(*module));
        in_circles.map(|module| circle(&module)).collect()
    }

    /// The modules whose items a file names.
    fn used_by(&self, module: &ModulePath) -> BTreeSet<ModulePath> {
        let paths = self.files[module].paths.iter();
        let used = paths.filter_map(|path| self.home_of(module, path, 8));
        used.filter(|used| used != module).collect()
    }

    /// The module that declares what a path names, seen from a module; what another only passes on is
    /// looked for behind it, so many times at most.
    fn home_of(&self, from: &ModulePath, path: &[String], most: usize) -> Option<ModulePath> {
        let mut home = from.clone();
        let mut names = path;
        while let Some((name, rest)) = names.split_first() {
            match name.as_str() {
                "crate" => home.clear(),
                "super" => drop(home.pop()),
                "self" => {}
                _ => {
                    let child: ModulePath = home.iter().chain([name]).cloned().collect();
                    if !self.files.contains_key(&child) {
                        break;
                    }
                    home = child;
                }
            }
            names = rest;
        }
        let file = self.files.get(&home)?;
        let passed_on = names.first().and_then(|name| file.imported.get(name));
        match passed_on {
            Some(path) if most > 0 => {
                let path: Vec<String> = path.iter().chain(&names[1..]).cloned().collect();
                self.home_of(&home, &path, most - 1).or(Some(home))
            }
            _ => Some(home),
        }
    }
}

impl File {
    fn new(code: &str) -> File {
        let lines = code.lines().map(|line| line.split("//").next().unwrap_or_default());
        let tokens = tokens(&lines.collect::<Vec<_>>().join("\n"));
        let (mut paths, mut imported) = (Vec::new(), BTreeMap::new());
        let mut at = 0;
        while at < tokens.len() {
            let begins = at == 0 || tokens[at - 1] != "::";
            let rooted = ["crate", "super"].contains(&tokens[at].as_str())
                && tokens.get(at + 1).is_some_and(|token| token == "::");
            let used = at > 0 && tokens[at - 1] == "use";
            if begins && (used || rooted) {
                let mut found = Vec::new();
                read_tree(&tokens, &mut at, &[], &mut found);
                if used {
                    let named = |path: &Vec<String>| Some((path.last()?.clone(), path.clone()));
                    imported.extend(found.iter().filter_map(named));
                }
                let rooted = |path: &Vec<String>| ["crate", "super"].contains(&path[0].as_str());
                paths.extend(found.into_iter().filter(rooted));
            } else {
                at += 1;
            }
        }
        File { paths, imported }
    }
}

/// Names, `::` and single signs.
fn tokens(code: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = code.trim_start();
    while let Some(first) = rest.chars().next() {
        let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
        let length = match () {
            () if is_name(first) => rest.find(|letter| !is_name(letter)).unwrap_or(rest.len()),
            () if rest.starts_with("::") => 2,
            () => first.len_utf8(),
        };
        tokens.push(rest[..length].to_owned());
        rest = rest[length..].trim_start();
    }
    tokens
}

/// The paths of a tree such as `a::{b, c::d}`, each with all its names; `at` goes behind it.
fn read_tree(tokens: &[String], at: &mut usize, before: &[String], found: &mut Vec<Vec<String>>) {
    let mut path = before.to_vec();
    let token = |at: usize| tokens.get(at).map_or("", String::as_str);
    loop {
        if token(*at) == "{" {
            *at += 1;
            while !["}", ""].contains(&token(*at)) {
                match token(*at) {
                    "," => *at += 1,
                    "as" => *at += 2,
                    _ => read_tree(tokens, at, &path, found),
                }
            }
            *at += 1;
            return;
        }
        path.push(token(*at).to_owned());
        *at += 1;
        if token(*at) != "::" {
            found.push(path);
            return;
        }
        *at += 1;
    }
}

#[test]
fn a_circle_is_seen_through_what_a_folder_passes_on() {
    let files = [
        ("a/mod.rs", "mod b;\nmod c;\npub use b::B;\nuse c::C;"),
        ("a/b.rs", "use super::c::{self, C as D};\nstruct B;"),
        ("a/c.rs", "// super::super::e\nuse std::fmt;\nfn f() -> crate::a::B {}\nstruct C;"),
        ("d.rs", "use crate::{a::{B, C}, e::E};"),
        ("e.rs", "struct E;"),
    ];
    let modules = Modules::new(files.iter().map(|(place, code)| ((*place).to_owned(), *code)));
    let circle = vec!["a/b".to_owned(), "a/c".to_owned()];
    assert_eq!(modules.circles(), BTreeSet::from([circle]));
}
