//! Writes a page and the files beside it, and never over anybody else's.

use std::{
    fs,
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use super::unfinished::hold;

/// The line by which a page is known to be ours; each page has it near its beginning.
pub const PAGE_MARK: &str = "<!-- inforce report -->";

/// Bytes of a file in which the mark is looked for.
const BEGINNING: u64 = 200;

/// Why a page cannot be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PageError {
    /// A file that is no page of ours is in the way.
    #[error("{}: is there already and is not an inforce report", .0.display())]
    Occupied(PathBuf),
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
            PageError::Occupied(_) => "name another file with --out, or move this one away",
            PageError::Unwritable { .. } => {
                "check that the folder exists and may be written to, or name another file with --out"
            }
        }
    }
}

/// Writes a page, and files of these names beside it. An earlier page of ours is replaced, with
/// what lay beside it.
///
/// # Errors
///
/// Where something else is in the way, or the file system refuses; then no page is there.
pub fn write_page(page: &Path, text: &str, beside: &[(String, String)]) -> Result<(), PageError> {
    let ours = is_page(page);
    let files: Vec<(PathBuf, &str)> = beside
        .iter()
        .map(|(name, text)| (page.with_file_name(name), text.as_str()))
        .chain([(page.to_owned(), text)])
        .collect();
    if let Some((path, _)) = files.iter().find(|(path, _)| path.symlink_metadata().is_ok() && !ours)
    {
        return Err(PageError::Occupied(path.clone()));
    }
    let _writing = hold();
    // The page itself is last, so that it never stands without what belongs to it.
    files.iter().try_for_each(|(path, text)| {
        write(path, text).map_err(|reason| PageError::Unwritable { path: path.clone(), reason })
    })
}

/// Whether there is a page of ours.
fn is_page(path: &Path) -> bool {
    let mut beginning = Vec::new();
    fs::File::open(path).and_then(|file| file.take(BEGINNING).read_to_end(&mut beginning)).is_ok()
        && String::from_utf8_lossy(&beginning).contains(PAGE_MARK)
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
