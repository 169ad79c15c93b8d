//! Encryption of everything that is kept on the machine.
//!
//! Each bucket of the spool, each batch on its way and the state have a key of their own. Keys lie in files of their
//! own outside the database (the origin-private file system), and to delete something is to unlink its key: what a
//! database keeps of deleted values can't be read again.
//!
//! Values are `nonce ‖ ciphertext` under ChaCha20-Poly1305 (RFC 8439), bound to the place they are stored at.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use rand_core::Rng;

use crate::map::{self, Map};

/// Name of a key, and of its file: lower-case letters, digits and `-`.
pub type KeyName = String;

/// A 256-bit key.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretKey(pub [u8; 32]);

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

/// Why a stored value can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// The key was destroyed, or never arrived.
    #[error("its key is gone")]
    NoKey,
    /// The value is not what was written under this key at this place.
    #[error("it was changed or is not whole")]
    Damaged,
}

const NONCE: usize = 12;

/// The keys at hand, and the names of those still on disk.
#[derive(Debug, Default)]
pub struct Vault {
    names: Map<KeyName, ()>,
    keys: Map<KeyName, SecretKey>,
}

impl Vault {
    /// A vault with the names of all keys on disk, and those keys that are needed from the start.
    pub fn new(names: Vec<KeyName>, keys: Vec<(KeyName, SecretKey)>) -> Self {
        let keys = map::collect(keys);
        Self { names: map::collect(names.into_iter().chain(keys.keys().cloned()).map(|name| (name, ()))), keys }
    }

    /// Whether there is a key of this name, at hand or on disk.
    pub fn has(&self, name: &str) -> bool {
        self.names.contains_key(name)
    }

    /// Names of all keys.
    pub fn names(&self) -> impl Iterator<Item = &KeyName> {
        self.names.keys()
    }

    /// Takes a key that was read from disk, unless it was forgotten in the meantime.
    pub fn learn(&mut self, name: KeyName, key: SecretKey) {
        if self.names.contains_key(&name) {
            self.keys.insert(name, key);
        }
    }

    /// A key by name.
    pub fn key(&self, name: &str) -> Option<&SecretKey> {
        self.keys.get(name)
    }

    /// Makes a key of this name; the caller has it written before anything under it is.
    pub fn make(&mut self, name: KeyName, rng: &mut impl Rng) -> SecretKey {
        let mut bytes = [0; 32];
        rng.fill_bytes(&mut bytes);
        let key = SecretKey(bytes);
        self.names.insert(name.clone(), ());
        self.keys.insert(name, key.clone());
        key
    }

    /// Forgets a key; the caller has its file unlinked.
    pub fn forget(&mut self, name: &str) {
        self.names.remove(name);
        self.keys.remove(name);
    }

    /// Encrypts `plain` for `place` under the key `name`.
    ///
    /// # Errors
    /// When there is no such key.
    pub fn seal(&self, name: &str, place: &str, plain: &[u8], rng: &mut impl Rng) -> Result<Vec<u8>, VaultError> {
        let mut nonce = [0; NONCE];
        rng.fill_bytes(&mut nonce);
        let payload = Payload { msg: plain, aad: place.as_bytes() };
        let sealed = self.cipher(name)?.encrypt(&Nonce::from(nonce), payload).map_err(|_| VaultError::Damaged)?;
        Ok([&nonce[..], &sealed].concat())
    }

    /// Decrypts what [`Vault::seal`] made for the same place and key.
    ///
    /// # Errors
    /// When the key is gone, or the value is damaged or from another place.
    pub fn open(&self, name: &str, place: &str, sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>().ok_or(VaultError::Damaged)?;
        let payload = Payload { msg: sealed, aad: place.as_bytes() };
        self.cipher(name)?.decrypt(&Nonce::from(*nonce), payload).map_err(|_| VaultError::Damaged)
    }

    fn cipher(&self, name: &str) -> Result<ChaCha20Poly1305, VaultError> {
        let key = self.keys.get(name).ok_or(VaultError::NoKey)?;
        Ok(ChaCha20Poly1305::new(&Key::from(key.0)))
    }
}

#[cfg(test)]
mod tests {
    use chacha20::ChaCha20Rng;
    use rand_core::SeedableRng;

    use super::*;

    #[test]
    fn a_value_opens_with_its_key_at_its_place_and_nowhere_else() {
        let mut rng = ChaCha20Rng::from_seed([1; 32]);
        let mut vault = Vault::default();
        vault.make("a".into(), &mut rng);
        vault.make("b".into(), &mut rng);
        let sealed = vault.seal("a", "row/1", b"words", &mut rng).unwrap();
        assert_eq!(vault.open("a", "row/1", &sealed).unwrap(), b"words");
        assert_eq!(vault.open("a", "row/2", &sealed), Err(VaultError::Damaged));
        assert_eq!(vault.open("b", "row/1", &sealed), Err(VaultError::Damaged));
        assert_eq!(vault.open("a", "row/1", &sealed[..5]), Err(VaultError::Damaged));
        vault.forget("a");
        assert_eq!(vault.open("a", "row/1", &sealed), Err(VaultError::NoKey));
    }

    #[test]
    fn two_sealings_of_one_value_differ() {
        let mut rng = ChaCha20Rng::from_seed([1; 32]);
        let mut vault = Vault::default();
        vault.make("a".into(), &mut rng);
        assert_ne!(vault.seal("a", "p", b"x", &mut rng), vault.seal("a", "p", b"x", &mut rng));
    }
}
