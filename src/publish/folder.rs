//! The one place that writes files: a result folder, whole or not at all.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use super::{
    sums::{SUMS, Sums},
    unfinished::{Unfinished, hold},
};

/// The file by which a folder is known to hold a result.
pub const MANIFEST: &str = "manifest.toml";
/// How each manifest begins; a file of the same name without it is somebody else's.
pub const MANIFEST_MARK: &str = "# inforce result";

/// A result folder in the making. Nothing is seen of it until [`Folder::finish`]; dropped
/// before, it leaves nothing behind.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// Where the path leads: elsewhere where it is a link.
    place: PathBuf,
    making: TempDir,
    unfinished: Unfinished,
    /// Whether it is a result, which a later one may replace.
    replaceable: bool,
}

/// Why a result folder cannot be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FolderError {
    /// A folder that is not empty is in the way.
    #[error("{}: is there already and is not empty", .0.display())]
    Taken(PathBuf),
    /// Something that is no inforce result is in the way.
    #[error("{}: holds something and is not an inforce result", .0.display())]
    Occupied(PathBuf),
    /// A file of an earlier result is not as it was written.
    #[error("{}: was changed since inforce wrote it", .0.display())]
    Changed(PathBuf),
    /// A file that the program did not write has the name of one that it has written now.
    #[error("{}: was not written by inforce, and the result has a file of this name", .0.display())]
    Stranger(PathBuf),
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
    /// The result is in its place; what else had been there is not.
    #[error("{}: holds what else was in the folder of the result, and could not be moved back: {reason}", .path.display())]
    LeftAside {
        /// Where it is now.
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
            FolderError::Changed(_) | FolderError::Stranger(_) => {
                "move the file away or call it otherwise, or name another folder with --out"
            }
            FolderError::File(_) => "name a folder with --out, or move the file away",
            FolderError::Unwritable { .. } => {
                "check that the folder above it exists and may be written to, or name another with --out"
            }
            FolderError::LeftAside { .. } => "move it to where you want it",
        }
    }
}

impl Folder {
    /// Opens a folder before the work, so that what cannot be written is said at once. Of an
    /// earlier result there, the files that the program wrote and nobody changed are replaced
    /// when this one is finished; all others stay.
    ///
    /// # Errors
    ///
    /// Where `path` is a file, holds something else, or cannot be written beside; where a file of
    /// an earlier result was changed.
    pub fn open(path: &Path) -> Result<Folder, FolderError> {
        let unwritable = |reason| FolderError::Unwritable { path: path.to_owned(), reason };
        if path.is_dir() {
            earlier(path)?;
        } else if path.symlink_metadata().is_ok() {
            return Err(FolderError::File(path.to_owned()));
        }
        let place = if path.is_symlink() {
            fs::canonicalize(path).map_err(unwritable)?
        } else {
            path.to_owned()
        };
        let parent = match place.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        fs::create_dir_all(&parent).map_err(unwritable)?;
        let making =
            tempfile::Builder::new().prefix(".inforce-").tempdir_in(&parent).map_err(unwritable)?;
        // Temporary folders are private; a result is for whoever may read what was there, or beside.
        if let Ok(before) = fs::metadata(&place).or_else(|_| fs::metadata(&parent)) {
            fs::set_permissions(making.path(), before.permissions()).map_err(unwritable)?;
        }
        let unfinished = Unfinished::new(making.path());
        Ok(Folder { path: path.to_owned(), place, making, unfinished, replaceable: true })
    }

    /// As [`Folder::open`], but for files that are the user's from now on: nothing may be there
    /// yet, not even an earlier result, and no later one replaces them.
    ///
    /// # Errors
    ///
    /// Where `path` is a file, a folder that is not empty, or cannot be written beside.
    pub fn fresh(path: &Path) -> Result<Folder, FolderError> {
        if holds_something(path) {
            return Err(FolderError::Taken(path.to_owned()));
        }
        Ok(Folder { replaceable: false, ..Folder::open(path)? })
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

    /// Puts the folder in its place. An earlier result stays until this one is there, and what
    /// others had put beside its files is moved over.
    ///
    /// # Errors
    ///
    /// Where something is in the way by now, or the file system refuses; then what was there is
    /// there still. Or where what others had put there cannot be moved over: it is kept aside.
    pub fn finish(self) -> Result<PathBuf, FolderError> {
        let Folder { path, place, making, unfinished: _known_until_the_end, replaceable } = self;
        let unwritable = |reason| FolderError::Unwritable { path: path.clone(), reason };
        if replaceable {
            let sums = Sums::of_folder(making.path()).map_err(unwritable)?;
            fs::write(making.path().join(SUMS), sums.text()).map_err(unwritable)?;
        }
        // An interruption comes before the swap or after it.
        let _swapping = hold();
        // Something else may have been put there while we worked.
        let earlier = earlier(&path)?;
        if earlier.is_some() && !replaceable {
            return Err(FolderError::Taken(path));
        }
        let strangers = earlier.iter().map(|sums| sums.strangers(&place));
        for name in strangers.flatten().flatten() {
            if making.path().join(&name).exists() {
                return Err(FolderError::Stranger(path.join(name)));
            }
        }
        let aside = making.path().with_extension("earlier");
        let replaces = place.is_dir();
        if replaces {
            fs::rename(&place, &aside).map_err(unwritable)?;
        }
        match fs::rename(making.path(), &place) {
            Ok(()) => {
                let _ = making.keep();
                if replaces {
                    bring_back(&aside, &place, &earlier.unwrap_or_default())
                        .map_err(|reason| FolderError::LeftAside { path: aside, reason })?;
                }
                Ok(path)
            }
            Err(reason) => {
                if replaces {
                    fs::rename(&aside, &place).map_err(unwritable)?;
                }
                Err(unwritable(reason))
            }
        }
    }
}

/// Moves what is not in the list out of an earlier folder into the one that has taken its place,
/// then takes away what is. Nothing is ever removed but files of the list.
fn bring_back(aside: &Path, place: &Path, ours: &Sums) -> io::Result<()> {
    for name in ours.strangers(aside)? {
        let to = place.join(&name);
        if to.symlink_metadata().is_ok() {
            return Err(io::Error::other(format!("{} is there already", to.display())));
        }
        fs::rename(aside.join(&name), to)?;
    }
    ours.take_away(aside)?;
    fs::remove_dir(aside)
}

/// What the program wrote into a folder, unchanged; nothing where the folder is empty or not there.
fn earlier(path: &Path) -> Result<Option<Sums>, FolderError> {
    if !holds_something(path) {
        return Ok(None);
    }
    let sums = Sums::read(path).ok_or_else(|| FolderError::Occupied(path.to_owned()))?;
    match sums.changed(path) {
        Ok(None) => Ok(Some(sums)),
        Ok(Some(name)) => Err(FolderError::Changed(path.join(name))),
        Err(reason) => Err(FolderError::Unwritable { path: path.to_owned(), reason }),
    }
}

/// Whether there is a folder with anything in it.
fn holds_something(path: &Path) -> bool {
    fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> TempDir {
        tempfile::tempdir().unwrap()
    }

    fn write(path: &Path, text: &str) -> Result<PathBuf, FolderError> {
        write_all(path, &[(MANIFEST, text)])
    }

    fn write_all(path: &Path, files: &[(&str, &str)]) -> Result<PathBuf, FolderError> {
        let folder = Folder::open(path)?;
        for (name, text) in files {
            folder.add(name, text.as_bytes())?;
        }
        folder.finish()
    }

    fn entries(path: &Path) -> Vec<String> {
        let names = fs::read_dir(path).unwrap().map(|one| one.unwrap().file_name());
        let mut names: Vec<String> =
            names.map(|name| name.to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    fn read(path: &Path) -> String {
        fs::read_to_string(path).unwrap()
    }

    #[test]
    fn a_result_replaces_the_files_of_an_earlier_one() {
        let place = place();
        let path = place.path().join("a b é");
        write_all(&path, &[(MANIFEST, "one"), ("old.csv", "1"), ("both.csv", "1")]).unwrap();
        write_all(&path, &[(MANIFEST, "two"), ("new.csv", "2"), ("both.csv", "2")]).unwrap();
        assert_eq!(entries(&path), [SUMS, "both.csv", MANIFEST, "new.csv"]);
        assert_eq!(
            (read(&path.join(MANIFEST)), read(&path.join("both.csv"))),
            ("two".into(), "2".into())
        );
        assert_eq!(entries(place.path()), ["a b é"]);
    }

    #[test]
    fn what_others_put_into_a_result_stays() {
        let place = place();
        let path = place.path().join("result");
        write(&path, "one").unwrap();
        fs::write(path.join("notes.txt"), "mine").unwrap();
        fs::create_dir_all(path.join("data/deep")).unwrap();
        fs::write(path.join("data/deep/d.csv"), "mine too").unwrap();
        write(&path, "two").unwrap();
        write_all(&path, &[(MANIFEST, "three"), ("new.csv", "3")]).unwrap();
        assert_eq!(entries(&path), [SUMS, "data", MANIFEST, "new.csv", "notes.txt"]);
        assert_eq!(read(&path.join("notes.txt")), "mine");
        assert_eq!(read(&path.join("data/deep/d.csv")), "mine too");
        assert_eq!(entries(place.path()), ["result"]);
    }

    #[test]
    fn a_file_that_was_edited_is_not_replaced() {
        let place = place();
        let path = place.path().join("result");
        write_all(&path, &[(MANIFEST, "one"), ("chance.svg", "<svg/>")]).unwrap();
        fs::write(path.join("chance.svg"), "with my labels").unwrap();
        let found = write(&path, "two");
        assert!(
            matches!(&found, Err(FolderError::Changed(file)) if *file == path.join("chance.svg"))
        );
        assert_eq!(read(&path.join("chance.svg")), "with my labels");
        // Nor one that is edited while the new result is made.
        fs::write(path.join("chance.svg"), "<svg/>").unwrap();
        let folder = Folder::open(&path).unwrap();
        folder.add(MANIFEST, b"two").unwrap();
        fs::write(path.join(MANIFEST), "mine").unwrap();
        assert!(matches!(folder.finish(), Err(FolderError::Changed(_))));
        assert_eq!(read(&path.join(MANIFEST)), "mine");
        assert_eq!(entries(place.path()), ["result"]);
    }

    #[test]
    fn a_file_of_ones_own_is_not_replaced_by_one_of_the_same_name() {
        let place = place();
        let path = place.path().join("result");
        write(&path, "one").unwrap();
        fs::write(path.join("draws.csv"), "mine").unwrap();
        let found = write_all(&path, &[(MANIFEST, "two"), ("draws.csv", "2")]);
        assert!(
            matches!(&found, Err(FolderError::Stranger(file)) if *file == path.join("draws.csv"))
        );
        assert_eq!(
            (read(&path.join("draws.csv")), read(&path.join(MANIFEST))),
            ("mine".into(), "one".into())
        );
    }

    #[test]
    fn what_is_not_ours_is_left_alone() {
        let place = place();
        let path = place.path().join("theirs");
        fs::create_dir(&path).unwrap();
        fs::write(path.join("thesis.txt"), "years of work").unwrap();
        assert!(matches!(write(&path, "one"), Err(FolderError::Occupied(_))));
        // A manifest or a list copied there makes no result of it.
        fs::write(path.join(MANIFEST), format!("{MANIFEST_MARK}: a run")).unwrap();
        assert!(matches!(write(&path, "one"), Err(FolderError::Occupied(_))));
        fs::write(path.join(SUMS), "0000  thesis.txt").unwrap();
        assert!(matches!(write(&path, "one"), Err(FolderError::Occupied(_))));
        assert_eq!(read(&path.join("thesis.txt")), "years of work");
        let file = place.path().join("file");
        fs::write(&file, "x").unwrap();
        assert!(matches!(write(&file, "one"), Err(FolderError::File(_))));
        assert!(matches!(write(&file.join("below"), "one"), Err(FolderError::Unwritable { .. })));
    }

    #[test]
    fn what_is_started_for_a_user_is_never_replaced() {
        let place = place();
        let path = place.path().join("case");
        let folder = Folder::fresh(&path).unwrap();
        folder.add("baseline.toml", b"x").unwrap();
        folder.finish().unwrap();
        assert_eq!(entries(&path), ["baseline.toml"]);
        assert!(matches!(Folder::fresh(&path), Err(FolderError::Taken(_))));
        assert!(matches!(write(&path, "one"), Err(FolderError::Occupied(_))));
    }

    #[test]
    fn what_cannot_be_brought_back_is_kept_aside() {
        let place = place();
        let [aside, there] = ["aside", "there"].map(|name| place.path().join(name));
        for folder in [&aside, &there] {
            fs::create_dir(folder).unwrap();
            fs::write(folder.join("notes.txt"), folder.display().to_string()).unwrap();
        }
        assert!(bring_back(&aside, &there, &Sums::default()).is_err());
        assert_eq!(read(&aside.join("notes.txt")), aside.display().to_string());
        assert_eq!(read(&there.join("notes.txt")), there.display().to_string());
    }

    #[test]
    fn an_unfinished_result_leaves_no_trace() {
        let place = place();
        let folder = Folder::open(&place.path().join("half")).unwrap();
        folder.add("summary.csv", b"x").unwrap();
        drop(folder);
        assert!(entries(place.path()).is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_folder_stays_a_link() {
        let place = place();
        let [path, real] = ["link", "real"].map(|name| place.path().join(name));
        fs::create_dir(&real).unwrap();
        std::os::unix::fs::symlink(&real, &path).unwrap();
        write(&path, "one").unwrap();
        write(&path, "two").unwrap();
        assert!(path.is_symlink());
        assert_eq!(read(&real.join(MANIFEST)), "two");
    }
}
