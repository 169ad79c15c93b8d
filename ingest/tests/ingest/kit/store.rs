//! A store as it lies on the disk.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::{fs, io};

use candor_core::ids::BatchId;
use tempfile::TempDir;

use super::{Batch, Person, write_recipient_key};

/// Every file of a store, by its name: also those that no reader takes for an object. What a server takes away meanwhile is
/// not there.
pub(crate) fn contents(store: &Path) -> BTreeMap<String, Vec<u8>> {
    assert!(store.is_dir(), "there is a store");
    let (mut files, mut folders) = (BTreeMap::new(), vec![store.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in there(fs::read_dir(folder)).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(store).unwrap().to_str().unwrap().to_owned();
                files.extend(there(fs::read(path)).map(|bytes| (name, bytes)));
            }
        }
    }
    files
}

fn there<T>(read: io::Result<T>) -> Option<T> {
    match read {
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        read => Some(read.unwrap()),
    }
}

/// Puts a file into a store by hand.
pub(crate) fn put_object(store: &Path, name: &str, bytes: &[u8]) {
    let path = store.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// A folder with a store of this one batch, and the key that opens it.
pub(crate) fn store_of(person: &Person, batch: &Batch) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let bytes = person.bytes(batch);
    let name = format!("store/subjects/{}/batches/{}", person.identity.pseudonym(), BatchId::of(&bytes));
    put_object(folder.path(), &name, &bytes);
    write_recipient_key(folder.path());
    folder
}

/// Runs `open` or `view` on such a folder into `out`; the exit code, and all that is said.
pub(crate) fn read_store(command: &str, folder: &Path) -> (Option<i32>, String) {
    said(Command::new(env!("CARGO_BIN_EXE_candor")).args(reading(command, folder)))
}

/// The same with this much memory at most.
#[cfg(unix)]
pub(crate) fn read_store_within(kilobytes: u32, command: &str, folder: &Path) -> (Option<i32>, String) {
    let script = format!("ulimit -v {kilobytes}; exec \"$0\" \"$@\"");
    let program = env!("CARGO_BIN_EXE_candor");
    // Threads of their own address space each would count as memory that nobody uses.
    let mut shell = Command::new("sh");
    said(shell.args(["-c", &script, program]).args(reading(command, folder)).env("MALLOC_ARENA_MAX", "1"))
}

fn reading(command: &str, folder: &Path) -> [String; 7] {
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let store = format!("file:{}", path("store"));
    [command.into(), "--store".into(), store, "--key".into(), path("team.key"), "--out".into(), path("out")]
}

fn said(command: &mut Command) -> (Option<i32>, String) {
    let output = command.output().unwrap();
    (output.status.code(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
}
