//! A store as it lies on the disk.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Every file of a store, by its name: also those that no reader takes for an object.
pub(crate) fn contents(store: &Path) -> BTreeMap<String, Vec<u8>> {
    let (mut files, mut folders) = (BTreeMap::new(), vec![store.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(store).unwrap().to_str().unwrap().to_owned();
                files.insert(name, fs::read(path).unwrap());
            }
        }
    }
    files
}

/// Puts a file into a store by hand.
pub(crate) fn put_object(store: &Path, name: &str, bytes: &[u8]) {
    let path = store.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}
