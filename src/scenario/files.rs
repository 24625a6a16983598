//! What is read from outside: each file, and the standard input, once.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

/// The largest file read, in bytes; a table of every State's history is a hundredth of it.
const MOST_BYTES: u64 = 64 << 20;

/// What a file holds, or in words why it cannot be read.
type FileContent = Result<Arc<[u8]>, String>;

/// The files that a command has read, and the standard input: each is opened once, whoever asks for
/// it again, since a pipe can be read only once and a file may change between two readings.
#[derive(Clone, Debug, Default)]
pub struct Files(Arc<Mutex<Opened>>);

#[derive(Debug, Default)]
struct Opened {
    files: BTreeMap<PathBuf, FileContent>,
    standard_input: Option<FileContent>,
}

impl Files {
    /// What a file holds, at most 64 MB.
    ///
    /// # Errors
    ///
    /// Where it cannot be read; says in words why.
    pub fn read(&self, path: &Path) -> Result<Arc<[u8]>, String> {
        let mut opened = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let held = opened.files.entry(path.to_owned());
        held.or_insert_with(|| bytes_of(path).map(Arc::from)).clone()
    }

    /// What the standard input holds, at most 64 MB.
    ///
    /// # Errors
    ///
    /// Where it cannot be read; says in words why.
    pub fn read_standard_input(&self) -> Result<Arc<[u8]>, String> {
        let mut opened = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let all = || all_of(io::stdin().lock()).map(Arc::from);
        opened.standard_input.get_or_insert_with(all).clone()
    }
}

/// What a file holds, at most [`MOST_BYTES`]; says in words why it cannot be read.
pub(crate) fn bytes_of(path: &Path) -> Result<Vec<u8>, String> {
    if path.is_dir() {
        return Err("this is a folder, not a file".to_owned());
    }
    match File::open(path) {
        Ok(file) => all_of(file),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err("there is no such file".to_owned())
        }
        Err(error) => Err(unreadable(&error)),
    }
}

fn all_of(text: impl Read) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    match text.take(MOST_BYTES + 1).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() as u64 > MOST_BYTES => {
            Err(format!("the file is larger than {} MB", MOST_BYTES >> 20))
        }
        Ok(_) => Ok(bytes),
        Err(error) => Err(unreadable(&error)),
    }
}

fn unreadable(error: &io::Error) -> String {
    format!("cannot be read ({})", error.kind())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_it_was_when_it_was_opened() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        std::fs::write(&path, "one").unwrap();
        let files = Files::default();
        assert_eq!(&*files.read(&path).unwrap(), b"one");
        std::fs::write(&path, "two").unwrap();
        assert_eq!(&*files.clone().read(&path).unwrap(), b"one");
        assert_eq!(&*Files::default().read(&path).unwrap(), b"two");
        let missing = folder.path().join("b.toml");
        assert_eq!(files.read(&missing), Err("there is no such file".to_owned()));
    }
}
