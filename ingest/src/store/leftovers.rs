//! What a kill leaves of an upload: a file `NAME#NUMBER` beside where the object would be, or is.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use std::{fs, io};

use super::sync;

/// How old a leftover is before it is removed. No request lives so long.
pub(super) const AGE: Duration = Duration::from_secs(60 * 60);

/// Removes those that are old in a folder and all below it.
pub(super) fn remove_old(folder: &Path, now: SystemTime) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            remove_old(&entry.path(), now)?;
        } else if kind.is_file() && whose_leftover(&entry.file_name()).is_some() {
            if_there(remove_if_old(&entry, now))?;
        }
    }
    Ok(())
}

fn remove_if_old(entry: &fs::DirEntry, now: SystemTime) -> io::Result<()> {
    let age = now.duration_since(entry.metadata()?.modified()?).unwrap_or_default();
    if age > AGE { fs::remove_file(entry.path()) } else { Ok(()) }
}

/// Removes those in a folder whose objects' names are `wanted`, whatever their age, and syncs the folder.
pub(super) fn remove_of(folder: &Path, wanted: &dyn Fn(&str) -> bool) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if whose_leftover(&entry.file_name()).is_some_and(|name| wanted(&name)) {
            if_there(fs::remove_file(entry.path()))?;
        }
    }
    sync(folder)
}

/// Those of one object, in its folder.
pub(super) fn of(object: &Path) -> io::Result<Vec<PathBuf>> {
    let (Some(folder), Some(name)) = (object.parent(), object.file_name()) else { return Ok(Vec::new()) };
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry?;
        if whose_leftover(&entry.file_name()).is_some_and(|object| *object == *name) {
            found.push(entry.path());
        }
    }
    Ok(found)
}

/// Objects that there are leftovers of, in a folder and all below it.
pub(super) fn objects(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            objects(&entry.path(), found)?;
        } else if let Some(object) = whose_leftover(&entry.file_name()) {
            found.push(folder.join(object));
        }
    }
    Ok(())
}

/// Removes every file in a folder and below it: those, and what has a name that no object can have.
pub(super) fn remove_all(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            remove_all(&entry.path())?;
        } else {
            if_there(fs::remove_file(entry.path()))?;
        }
    }
    sync(folder)
}

/// The object that a file is the leftover of.
fn whose_leftover(name: &OsStr) -> Option<String> {
    let (object, number) = name.to_str()?.split_once('#')?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| object.to_owned())
}

/// Whether a file of this name is one.
pub(super) fn is_leftover(name: &OsStr) -> bool {
    whose_leftover(name).is_some()
}

/// What is not there needs no removing.
pub(super) fn if_there(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_leftovers_go_and_everything_else_stays() {
        let folder = tempfile::tempdir().unwrap();
        let sub = folder.path().join("subjects");
        fs::create_dir(&sub).unwrap();
        for name in ["object", "object#1", "other#2"] {
            fs::write(sub.join(name), name).unwrap();
        }
        let left = || {
            let mut names: Vec<_> = fs::read_dir(&sub).unwrap().map(|entry| entry.unwrap().file_name()).collect();
            names.sort();
            names
        };
        remove_old(folder.path(), SystemTime::now()).unwrap();
        assert_eq!(left(), ["object", "object#1", "other#2"]);
        remove_old(folder.path(), SystemTime::now() + 2 * AGE).unwrap();
        assert_eq!(left(), ["object"]);
    }
}
