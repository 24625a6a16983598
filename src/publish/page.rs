//! Writes a page and the files beside it, and never over anybody else's.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use super::{sums, unfinished::hold};
use crate::quantity::sha256;

/// The line by which a page is known to be ours; each page has it near its beginning. Written, it
/// also names the page's files with their hashes, so that what was changed since is known.
pub const PAGE_MARK: &str = "<!-- inforce report -->";

/// How the mark begins where it names files, and how it ends.
const OPEN: &str =
    "<!-- inforce report, which replaces these files as long as they are as it wrote them\n";
const CLOSE: &str = "-->";

/// How the page itself is called among its files.
const OWN: &str = "this page";

/// Bytes of a file in which the mark is looked for.
const BEGINNING: usize = 200;

/// Why a page cannot be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PageError {
    /// A file that is no page of ours is in the way.
    #[error("{}: is there already and is not an inforce report", .0.display())]
    Occupied(PathBuf),
    /// A page of ours, or a file beside it, is not as it was written.
    #[error("{}: was changed since inforce wrote it", .0.display())]
    Changed(PathBuf),
    /// The file system refuses.
    #[error("{}: cannot be written: {reason}", .path.display())]
    Unwritable {
        /// What could not be written.
        path: PathBuf,
        /// The system's words.
        reason: io::Error,
    },
}

impl PageError {
    /// What the user can do about it.
    pub fn help(&self) -> &'static str {
        match self {
            PageError::Occupied(_) | PageError::Changed(_) => {
                "name another file with --out, or move this one away"
            }
            PageError::Unwritable { .. } => {
                "check that the folder exists and may be written to, or name another file with --out"
            }
        }
    }
}

/// Writes a page, and files of these names beside it. An earlier page of ours is replaced, with
/// what lay beside it, where nobody has changed them.
///
/// # Errors
///
/// Where something else is in the way, or the file system refuses; then no page is there.
pub fn write_page(page: &Path, text: &str, beside: &[(String, String)]) -> Result<(), PageError> {
    let known = earlier(page)?;
    let files: Vec<(PathBuf, &str)> =
        beside.iter().map(|(name, text)| (page.with_file_name(name), text.as_str())).collect();
    for (path, _) in &files {
        if path.symlink_metadata().is_err() {
            continue;
        }
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        match known.iter().find(|(known, _)| known == name) {
            None => return Err(PageError::Occupied(path.clone())),
            Some((_, sum)) if !is_as_written(path, sum) => {
                return Err(PageError::Changed(path.clone()));
            }
            Some(_) => {}
        }
    }
    let text = marked(text, beside);
    let _writing = hold();
    // The page itself is last, so that it never stands without what belongs to it.
    let files = files.iter().map(|(path, text)| (path.as_path(), *text));
    for (path, text) in files.chain([(page, text.as_str())]) {
        let unwritable = |reason| PageError::Unwritable { path: path.to_owned(), reason };
        write(path, text).map_err(unwritable)?;
    }
    // What belonged to the earlier page alone goes with it; where it cannot, it does no harm.
    let gone = known.iter().filter(|(name, _)| !beside.iter().any(|(new, _)| new == name));
    for (name, sum) in gone {
        let path = page.with_file_name(name);
        if is_as_written(&path, sum) {
            drop(fs::remove_file(path));
        }
    }
    Ok(())
}

/// The page with the names and hashes of the files beside it in its mark, and before them its own:
/// the hash of its text with a bare mark.
fn marked(text: &str, beside: &[(String, String)]) -> String {
    let own = (OWN.to_owned(), text.to_owned());
    let files = std::iter::once(&own).chain(beside);
    let lines = files.map(|(name, text)| sums::line(&commented(name), &sha256(text.as_bytes())));
    let mark = format!("{OPEN}{}{CLOSE}", lines.collect::<String>());
    text.replacen(PAGE_MARK, &mark, 1)
}

/// A name as it can stand in a comment, which a double hyphen may end.
fn commented(name: &str) -> String {
    name.replace('-', "%2D")
}

/// The files that an unchanged page of ours names, each with its hash; none where no page is there.
fn earlier(page: &Path) -> Result<Vec<(String, String)>, PageError> {
    if page.symlink_metadata().is_err() {
        return Ok(Vec::new());
    }
    let occupied = || PageError::Occupied(page.to_owned());
    let text = fs::read_to_string(page).map_err(|_| occupied())?;
    let start = text.find(OPEN).filter(|start| *start < BEGINNING).ok_or_else(occupied)?;
    let list = &text[start + OPEN.len()..];
    let end = list.find(CLOSE).ok_or_else(occupied)?;
    let plain = |line: &str| sums::entry(&line.replace("%2D", "-"));
    let entries: Vec<(String, String)> = list[..end].lines().filter_map(plain).collect();
    let bare = format!("{}{PAGE_MARK}{}", &text[..start], &list[end + CLOSE.len()..]);
    match entries.split_first() {
        Some(((name, own), beside)) if name == OWN && *own == sha256(bare.as_bytes()) => {
            Ok(beside.to_vec())
        }
        _ => Err(PageError::Changed(page.to_owned())),
    }
}

fn is_as_written(path: &Path, sum: &str) -> bool {
    fs::read(path).is_ok_and(|bytes| sha256(&bytes) == sum)
}

/// Puts a file in its place whole.
fn write(path: &Path, text: &str) -> io::Result<()> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    fs::create_dir_all(&folder)?;
    let mut making = tempfile::Builder::new().prefix(".inforce-").tempfile_in(&folder)?;
    making.write_all(text.as_bytes())?;
    making.persist(path).map_err(|error| error.error)?;
    // Temporary files are private; a page is for whoever may read beside it.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(&folder)?.permissions().mode() & 0o666;
        fs::set_permissions(path, fs::Permissions::from_mode(mode))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(words: &str) -> String {
        format!("<!DOCTYPE html>\n{PAGE_MARK}\n{words}")
    }

    #[test]
    fn a_page_replaces_an_earlier_one_of_ours_alone() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("new folder/report.html");
        let beside = [("chance.svg".to_owned(), "<svg/>".to_owned())];
        write_page(&path, &page("one"), &beside).unwrap();
        write_page(&path, &page("two"), &beside).unwrap();
        assert!(fs::read_to_string(&path).unwrap().ends_with("two"));
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 2);
        write_page(&path, &page("three"), &[]).unwrap();
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn what_was_changed_is_left_alone() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("report.md");
        let name = "report--é 1.svg";
        let beside = [(name.to_owned(), "<svg/>".to_owned())];
        write_page(&path, &page("one"), &beside).unwrap();
        let chart = place.path().join(name);
        for changed in [&chart, &path] {
            let before = fs::read_to_string(changed).unwrap();
            let mine = before.clone() + "my own words";
            fs::write(changed, &mine).unwrap();
            let found = write_page(&path, &page("two"), &beside);
            assert!(matches!(found, Err(PageError::Changed(there)) if there == *changed));
            assert_eq!(fs::read_to_string(changed).unwrap(), mine);
            fs::write(changed, before).unwrap();
        }
        // A chart of one's own is not the page's, although the page is ours.
        let own = place.path().join("own.svg");
        fs::write(&own, "mine").unwrap();
        let both = [beside[0].clone(), ("own.svg".to_owned(), "<svg/>".to_owned())];
        let found = write_page(&path, &page("two"), &both);
        assert!(matches!(found, Err(PageError::Occupied(there)) if there == own));
        write_page(&path, &page("two"), &beside).unwrap();
    }

    #[test]
    fn what_is_not_ours_is_left_alone() {
        let place = tempfile::tempdir().unwrap();
        for name in ["thesis.md", "chance.svg"] {
            let path = place.path().join(name);
            fs::write(&path, "years of work").unwrap();
            let beside = [("chance.svg".to_owned(), String::new())];
            let found = write_page(&place.path().join("thesis.md"), &page("one"), &beside);
            assert!(matches!(found, Err(PageError::Occupied(there)) if there == path), "{name}");
            assert_eq!(fs::read_to_string(&path).unwrap(), "years of work");
            fs::remove_file(path).unwrap();
        }
    }
}
