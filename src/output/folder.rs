//! The one place that writes files: a result folder, whole or not at all.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use super::unfinished::{Unfinished, hold};

/// The file by which a folder is known to hold a result.
pub const MANIFEST: &str = "manifest.toml";
/// How each manifest begins; a file of the same name without it is somebody else's.
pub const MANIFEST_MARK: &str = "# inforce result";

/// A result folder in the making. Nothing is seen of it until [`Folder::finish`]; dropped
/// before, it leaves nothing behind.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    making: TempDir,
    unfinished: Unfinished,
}

/// Why a result folder cannot be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FolderError {
    /// A folder that is not empty is in the way.
    #[error("{}: is there already and is not empty", .0.display())]
    Taken(PathBuf),
    /// Something that is no inforce result is in the way.
    #[error("{}: holds something that is not an inforce result", .0.display())]
    Occupied(PathBuf),
    /// A file is in the way.
    #[error("{}: is a file, expected a folder or nothing", .0.display())]
    File(PathBuf),
    /// The file system refuses.
    #[error("{}: cannot be written: {reason}", .path.display())]
    Unwritable {
        /// What could not be written.
        path: PathBuf,
        /// The system's words.
        reason: io::Error,
    },
}

impl FolderError {
    /// What the user can do about it.
    pub fn help(&self) -> &'static str {
        match self {
            FolderError::Taken(_) => "name another folder, or empty this one",
            FolderError::Occupied(_) => "name another folder with --out, or empty this one",
            FolderError::File(_) => "name a folder with --out, or move the file away",
            FolderError::Unwritable { .. } => {
                "check that the folder above it exists and may be written to, or name another with --out"
            }
        }
    }
}

impl Folder {
    /// Opens a folder before the work, so that what cannot be written is said at once. An earlier
    /// inforce result of the same name is replaced when this one is finished.
    ///
    /// # Errors
    ///
    /// Where `path` is a file, holds something else, or cannot be written beside.
    pub fn open(path: &Path) -> Result<Folder, FolderError> {
        let unwritable = |reason| FolderError::Unwritable { path: path.to_owned(), reason };
        if path.is_dir() {
            if holds_something(path) && !is_result(path) {
                return Err(FolderError::Occupied(path.to_owned()));
            }
        } else if path.symlink_metadata().is_ok() {
            return Err(FolderError::File(path.to_owned()));
        }
        let parent = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        fs::create_dir_all(&parent).map_err(unwritable)?;
        let making =
            tempfile::Builder::new().prefix(".inforce-").tempdir_in(&parent).map_err(unwritable)?;
        // Temporary folders are private; a result is for whoever may read beside it.
        if let Ok(beside) = fs::metadata(&parent) {
            fs::set_permissions(making.path(), beside.permissions()).map_err(unwritable)?;
        }
        let unfinished = Unfinished::new(making.path());
        Ok(Folder { path: path.to_owned(), making, unfinished })
    }

    /// As [`Folder::open`], but nothing may be there yet, not even an earlier result.
    ///
    /// # Errors
    ///
    /// Where `path` is a file, a folder that is not empty, or cannot be written beside.
    pub fn fresh(path: &Path) -> Result<Folder, FolderError> {
        if holds_something(path) {
            return Err(FolderError::Taken(path.to_owned()));
        }
        Folder::open(path)
    }

    /// The folder in the making, to look at what will be there before it is.
    pub fn making(&self) -> &Path {
        self.making.path()
    }

    /// Where the result will be.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Puts a file into the folder in the making; `name` may lead through folders below it.
    ///
    /// # Errors
    ///
    /// Where the file system refuses.
    pub fn add(&self, name: &str, contents: &[u8]) -> Result<(), FolderError> {
        let unwritable = |reason| FolderError::Unwritable { path: self.path.join(name), reason };
        let file = self.making.path().join(name);
        if let Some(folder) = file.parent().filter(|folder| *folder != self.making.path()) {
            fs::create_dir_all(folder).map_err(unwritable)?;
        }
        fs::write(file, contents).map_err(unwritable)
    }

    /// A file in the making to write to piece by piece.
    ///
    /// # Errors
    ///
    /// Where the file system refuses.
    pub fn file(&self, name: &str) -> Result<fs::File, FolderError> {
        let unwritable = |reason| FolderError::Unwritable { path: self.path.join(name), reason };
        fs::File::create(self.making.path().join(name)).map_err(unwritable)
    }

    /// Puts the folder in its place. An earlier result stays until this one is there.
    ///
    /// # Errors
    ///
    /// Where the file system refuses; then what was there is there still.
    pub fn finish(self) -> Result<PathBuf, FolderError> {
        let Folder { path, making, unfinished: _known_until_the_end } = self;
        // An interruption comes before the swap or after it.
        let _swapping = hold();
        let unwritable = |reason| FolderError::Unwritable { path: path.clone(), reason };
        // Something else may have been put there while we worked.
        if holds_something(&path) && !is_result(&path) {
            return Err(FolderError::Occupied(path));
        }
        let earlier = making.path().with_extension("earlier");
        let replaces = path.is_dir();
        if replaces {
            fs::rename(&path, &earlier).map_err(unwritable)?;
        }
        match fs::rename(making.path(), &path) {
            Ok(()) => {
                let _ = making.keep();
                if replaces {
                    fs::remove_dir_all(&earlier).map_err(unwritable)?;
                }
                Ok(path)
            }
            Err(reason) => {
                if replaces {
                    fs::rename(&earlier, &path).map_err(unwritable)?;
                }
                Err(unwritable(reason))
            }
        }
    }
}

/// Whether there is a folder with anything in it.
fn holds_something(path: &Path) -> bool {
    fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_some())
}

/// Whether a folder holds a result of ours.
fn is_result(path: &Path) -> bool {
    fs::read(path.join(MANIFEST)).is_ok_and(|text| text.starts_with(MANIFEST_MARK.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> TempDir {
        tempfile::tempdir().unwrap()
    }

    fn write(path: &Path, text: &str) -> Result<PathBuf, FolderError> {
        let folder = Folder::open(path)?;
        folder.add(MANIFEST, format!("{MANIFEST_MARK}\n{text}").as_bytes())?;
        folder.finish()
    }

    fn entries(path: &Path) -> Vec<String> {
        let names = fs::read_dir(path).unwrap().map(|one| one.unwrap().file_name());
        names.map(|name| name.to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn a_result_replaces_an_earlier_one_and_leaves_nothing_else() {
        let place = place();
        let path = place.path().join("a b é");
        write(&path, "one").unwrap();
        fs::write(path.join("stray.csv"), "old").unwrap();
        write(&path, "two").unwrap();
        assert!(fs::read_to_string(path.join(MANIFEST)).unwrap().ends_with("two"));
        assert_eq!(entries(&path), [MANIFEST]);
        assert_eq!(entries(place.path()), ["a b é"]);
    }

    #[test]
    fn what_is_not_ours_is_left_alone() {
        let place = place();
        let path = place.path().join("theirs");
        fs::create_dir(&path).unwrap();
        fs::write(path.join("thesis.txt"), "years of work").unwrap();
        assert!(matches!(write(&path, "one"), Err(FolderError::Occupied(_))));
        fs::write(path.join(MANIFEST), "somebody else's").unwrap();
        assert!(matches!(write(&path, "one"), Err(FolderError::Occupied(_))));
        assert_eq!(fs::read_to_string(path.join("thesis.txt")).unwrap(), "years of work");
        let file = place.path().join("file");
        fs::write(&file, "x").unwrap();
        assert!(matches!(write(&file, "one"), Err(FolderError::File(_))));
        assert!(matches!(write(&file.join("below"), "one"), Err(FolderError::Unwritable { .. })));
    }

    #[test]
    fn an_unfinished_result_leaves_no_trace() {
        let place = place();
        let folder = Folder::open(&place.path().join("half")).unwrap();
        folder.add("summary.csv", b"x").unwrap();
        drop(folder);
        assert!(entries(place.path()).is_empty());
    }
}
