//! Key files in the origin-private file system: one file of 32 bytes a key. Unlinking the file destroys the key, which
//! deleting a value from the database would not.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{File, FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetDirectoryOptions};

use super::{Host, global, settled};
use crate::vault::{KeyName, SecretKey};

/// The folder of key files.
#[derive(Clone, Debug)]
pub(super) struct KeyFiles(FileSystemDirectoryHandle);

impl KeyFiles {
    pub(super) async fn open() -> Result<Self, JsValue> {
        let root: FileSystemDirectoryHandle =
            settled(global().navigator().storage().get_directory()).await?.dyn_into()?;
        let create = FileSystemGetDirectoryOptions::new();
        create.set_create(true);
        let folder = settled(root.get_directory_handle_with_options("keys", &create)).await?;
        Ok(Self(folder.dyn_into()?))
    }

    /// Names of all keys.
    pub(super) async fn names(&self) -> Result<Vec<KeyName>, JsValue> {
        let entries = self.0.keys();
        let mut names = Vec::new();
        loop {
            let step = settled(entries.next_iterator()?).await?;
            let step: js_sys::IteratorNext = step.unchecked_into();
            if step.done() {
                return Ok(names);
            }
            names.extend(step.value().as_string());
        }
    }

    /// A key; none when there is no whole one of this name.
    pub(super) async fn read(&self, name: &str) -> Option<SecretKey> {
        let handle: FileSystemFileHandle = settled(self.0.get_file_handle(name)).await.ok()?.dyn_into().ok()?;
        let file: File = settled(handle.get_file()).await.ok()?.dyn_into().ok()?;
        let bytes = Uint8Array::new(&settled(file.array_buffer()).await.ok()?);
        bytes.to_vec().try_into().ok().map(SecretKey)
    }

    /// Writes keys. Each file appears whole, or not at all.
    pub(super) async fn write(&self, host: &Host, keys: &[(KeyName, SecretKey)]) -> Result<(), JsValue> {
        let files = Array::new();
        for (name, key) in keys {
            files.push(&Array::of2(&JsValue::from_str(name), &Uint8Array::from(key.0.as_slice())));
        }
        host.write_keys(&self.0, &files).await.map(drop)
    }

    /// Unlinks a key. One that is not there is no error.
    pub(super) async fn remove(&self, name: &str) -> Result<(), JsValue> {
        match settled(self.0.remove_entry(name)).await {
            Err(error) if !is_not_found(&error) => Err(error),
            _ => Ok(()),
        }
    }
}

fn is_not_found(error: &JsValue) -> bool {
    error.dyn_ref::<web_sys::DomException>().is_some_and(|error| error.name() == "NotFoundError")
}
