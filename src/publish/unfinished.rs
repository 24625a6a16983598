//! Folders in the making, known so that an interruption can take them away.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

static UNFINISHED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// A folder in the making; forgotten when dropped.
#[derive(Debug)]
pub(crate) struct Unfinished(PathBuf);

impl Unfinished {
    pub(crate) fn new(folder: &Path) -> Unfinished {
        hold().insert(folder.to_owned());
        Unfinished(folder.to_owned())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        hold().remove(&self.0);
    }
}

/// Keeps an interruption waiting for as long as the guard lives: for moments in which results are
/// put in their place.
pub(crate) fn hold() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes away all folders in the making, for a program about to end: from now on nothing is put in
/// its place any more. How many there were.
pub fn abandon() -> usize {
    let unfinished = hold();
    let gone = unfinished.iter().filter(|folder| take_away(folder)).count();
    // Whoever waits to put something in its place waits until the end.
    std::mem::forget(unfinished);
    gone
}

/// Removes a folder into which others may still be writing; whether there was one.
fn take_away(folder: &Path) -> bool {
    let there = folder.exists();
    // Each time fewer writers are left that find the folder.
    for _ in 0..100 {
        if fs::remove_dir_all(folder).is_ok() || !folder.exists() {
            break;
        }
    }
    there
}
