//! What is to be written next: gathered while a commit is under way, then written in one transaction.

use crate::ids::DocNonce;
use crate::map::Map;
use crate::vault::{KeyName, SecretKey};

/// One atomic change of the store. A driver writes the keys, then runs one transaction of all puts and deletes, then
/// unlinks the keys to be removed; a failure at any step fails the whole, and the same commit is then given again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Comes back with the answer.
    pub token: u64,
    /// Key files to be written before the transaction.
    pub write_keys: Vec<(KeyName, SecretKey)>,
    /// Prefixes of places whose values go. Deleting comes before putting.
    pub delete: Vec<String>,
    /// Places and their new values.
    pub put: Vec<(String, Vec<u8>)>,
    /// Key files to be unlinked after the transaction.
    pub remove_keys: Vec<KeyName>,
}

/// A change being gathered.
#[derive(Debug, Default)]
pub struct Stage {
    write_keys: Vec<(KeyName, SecretKey)>,
    delete: Vec<String>,
    put: Map<String, Vec<u8>>,
    remove_keys: Vec<KeyName>,
    acks: Map<DocNonce, u32>,
}

impl Stage {
    /// Writes a value.
    pub fn put(&mut self, place: String, value: Vec<u8>) {
        self.put.insert(place, value);
    }

    /// Deletes everything whose place starts with `prefix`, staged or stored.
    pub fn delete(&mut self, prefix: String) {
        self.put.retain(|place, _| !place.starts_with(&prefix));
        self.delete.push(prefix);
    }

    /// Writes a key file.
    pub fn write_key(&mut self, name: KeyName, key: SecretKey) {
        self.write_keys.push((name, key));
    }

    /// Unlinks a key file. A key that was only staged is never written at all.
    pub fn remove_key(&mut self, name: KeyName) {
        self.write_keys.retain(|(staged, _)| *staged != name);
        self.remove_keys.push(name);
    }

    /// Acknowledges a document's observations once this is stored.
    pub fn ack(&mut self, nonce: DocNonce, upto: u32) {
        let entry = self.acks.entry(nonce).or_default();
        *entry = (*entry).max(upto);
    }

    /// Whether there is nothing to be done.
    pub fn is_empty(&self) -> bool {
        self.write_keys.is_empty()
            && self.delete.is_empty()
            && self.put.is_empty()
            && self.remove_keys.is_empty()
            && self.acks.is_empty()
    }

    /// Takes everything gathered: the commit, and what is acknowledged with it.
    pub fn take(&mut self, token: u64) -> (Commit, Map<DocNonce, u32>) {
        let Self { write_keys, delete, put, remove_keys, acks } = std::mem::take(self);
        (Commit { token, write_keys, delete, put: put.into_iter().collect(), remove_keys }, acks)
    }
}
