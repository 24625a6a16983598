//! Files beside the user's own, written whole or not at all.

use std::{fs, io::Write, path::Path};

use super::{FolderError, unfinished::hold};

/// Writes files of one folder so that each is seen whole or not at all, in this order; the last
/// one is what makes the others count. Where it fails, files that were not there before are gone
/// again.
///
/// # Errors
///
/// Where the folder cannot be written to.
pub fn write_whole(folder: &Path, files: &[(&str, &str)]) -> Result<(), FolderError> {
    let _writing = hold();
    let mut made = Vec::new();
    for (name, text) in files {
        let path = folder.join(name);
        let new = !path.exists();
        if let Err(reason) = write(folder, &path, text) {
            for path in made {
                // What cannot be taken away does no harm: nothing names it.
                drop(fs::remove_file(path));
            }
            return Err(FolderError::Unwritable { path, reason });
        }
        if new {
            made.push(path);
        }
    }
    Ok(())
}

fn write(folder: &Path, path: &Path, text: &str) -> std::io::Result<()> {
    let mut file = tempfile::Builder::new().prefix(".inforce-").tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    // Temporary files are private; a case is for whoever may read beside it.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.as_file().set_permissions(fs::Permissions::from_mode(0o644))?;
    }
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_all_be_written_is_not_written_at_all() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("b")).unwrap();
        let files = [("a", "1"), ("b", "2")];
        assert!(write_whole(folder.path(), &files).is_err());
        let left: Vec<_> =
            fs::read_dir(folder.path()).unwrap().map(|f| f.unwrap().file_name()).collect();
        assert_eq!(left, ["b"]);
        write_whole(folder.path(), &[("a", "1"), ("c", "2")]).unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("c")).unwrap(), "2");
    }
}
