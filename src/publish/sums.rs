//! What the program wrote into a folder, file by file: all that it may take away again.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    fs::{self, File},
    io,
    path::{Component, Path},
};

use crate::quantity::sha256_of;

/// The file that lists the others of a result with their hashes, as `sha256sum --check` reads it.
pub(crate) const SUMS: &str = "SHA256SUMS";

/// How the list begins; a file of the same name without it is somebody else's.
const MARK: &str = "# written by inforce";

/// Files by name, each with its SHA-256.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sums(BTreeMap<String, String>);

impl Sums {
    /// Of all files in a folder, what lies in folders below it left out.
    pub(crate) fn of_folder(folder: &Path) -> io::Result<Sums> {
        let mut sums = BTreeMap::new();
        for name in names(folder)? {
            let path = folder.join(&name);
            if let Some(name) = name.to_str().filter(|_| is_file(&path)) {
                sums.insert(name.to_owned(), sha256_of(File::open(path)?)?);
            }
        }
        Ok(Sums(sums))
    }

    /// The list that a folder holds; nothing where it holds none of ours.
    pub(crate) fn read(folder: &Path) -> Option<Sums> {
        let text = fs::read_to_string(folder.join(SUMS)).ok()?;
        let lines = text.strip_prefix(MARK)?.lines().skip(1);
        Some(Sums(lines.filter_map(entry).collect()))
    }

    /// The list as the text of its file.
    pub(crate) fn text(&self) -> String {
        let lines = self.0.iter().map(|(name, sum)| line(name, sum));
        let mark = format!(
            "{MARK}, which replaces these files as long as they are as it wrote them, and touches no others\n"
        );
        mark + &lines.collect::<String>()
    }

    /// The first file of the list that is there and no longer as it was written.
    pub(crate) fn changed(&self, folder: &Path) -> io::Result<Option<String>> {
        for (name, sum) in &self.0 {
            let path = folder.join(name);
            let there = path.symlink_metadata().is_ok();
            if there && !(is_file(&path) && sha256_of(File::open(&path)?)? == *sum) {
                return Ok(Some(name.clone()));
            }
        }
        Ok(None)
    }

    /// The names of a folder that are not in the list, the list itself left out.
    pub(crate) fn strangers(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        let listed = |name: &str| name == SUMS || self.0.contains_key(name);
        let strange = |name: &OsString| !name.to_str().is_some_and(listed);
        Ok(names(folder)?.into_iter().filter(strange).collect())
    }

    /// Takes away the files of the list and the list itself.
    pub(crate) fn take_away(&self, folder: &Path) -> io::Result<()> {
        for name in self.0.keys().map(String::as_str).chain([SUMS]) {
            match fs::remove_file(folder.join(name)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }
}

/// A line of a list.
pub(crate) fn line(name: &str, sum: &str) -> String {
    format!("{sum}  {name}\n")
}

/// The name and the hash of a line. A list may come from anywhere: a name that leads out of the
/// folder of the list is not looked at.
pub(crate) fn entry(line: &str) -> Option<(String, String)> {
    let (sum, name) = line.split_once("  ")?;
    let plain = Path::new(name).components().eq([Component::Normal(name.as_ref())]);
    plain.then(|| (name.to_owned(), sum.to_owned()))
}

/// A file itself, not a link to one.
fn is_file(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|about| about.is_file())
}

/// The names in a folder, in order.
fn names(folder: &Path) -> io::Result<Vec<OsString>> {
    let names = fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name()));
    let mut names = names.collect::<io::Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_comes_back_as_it_was_written() {
        let place = tempfile::tempdir().unwrap();
        for name in ["a b.csv", "é.svg"] {
            fs::write(place.path().join(name), name).unwrap();
        }
        fs::create_dir(place.path().join("below")).unwrap();
        let sums = Sums::of_folder(place.path()).unwrap();
        assert_eq!(sums.0.keys().collect::<Vec<_>>(), ["a b.csv", "é.svg"]);
        fs::write(place.path().join(SUMS), sums.text()).unwrap();
        assert_eq!(Sums::read(place.path()), Some(sums.clone()));
        assert_eq!(sums.changed(place.path()).unwrap(), None);
        assert_eq!(sums.strangers(place.path()).unwrap(), ["below"]);
        fs::write(place.path().join("é.svg"), "edited").unwrap();
        assert_eq!(sums.changed(place.path()).unwrap().as_deref(), Some("é.svg"));
    }

    #[test]
    fn a_list_reaches_no_file_outside_its_folder() {
        let place = tempfile::tempdir().unwrap();
        let (folder, thesis) = (place.path().join("result"), place.path().join("thesis"));
        fs::create_dir(&folder).unwrap();
        fs::write(&thesis, "abc").unwrap();
        let sum = crate::quantity::sha256(b"abc");
        let list = format!("{MARK}\n{sum}  ../thesis\n{sum}  {}\n{sum}  .\n", thesis.display());
        fs::write(folder.join(SUMS), list).unwrap();
        let sums = Sums::read(&folder).unwrap();
        assert_eq!(sums, Sums::default());
        sums.take_away(&folder).unwrap();
        assert!(thesis.exists() && !folder.join(SUMS).exists());
    }
}
