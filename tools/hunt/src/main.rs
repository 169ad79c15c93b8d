//! `hunt FOLDER < LINES`: tries every run of 32 bytes of every file below a folder as the key of stored records.
//!
//! A line is `{"place": …, "value": …}`, a record as the extension's database holds it, the value in base64. Prints
//! `{"bytes": …, "opened": […]}`: how many bytes were tried, and the places of the records that some key has opened.

use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;

use candor_core::vault::{SecretKey, Vault};
use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher, StreamCipherSeek};
use data_encoding::BASE64;
use serde::Deserialize;

/// How every record begins.
const BEGINNING: &[u8] = b"{\"v\":1,\"seq\":";
const NONCE: usize = 12;
const KEY: usize = 32;
/// ChaCha20-Poly1305 encrypts from the second block on (RFC 8439, section 2.8).
const FIRST_BYTE: u64 = 64;

#[derive(Deserialize)]
struct Line {
    place: String,
    value: String,
}

struct Stored {
    place: String,
    value: Vec<u8>,
    nonce: [u8; NONCE],
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: hunt FOLDER < LINES")?;
    let mut stored = Vec::new();
    for line in std::io::read_to_string(std::io::stdin())?.lines() {
        let Line { place, value } = serde_json::from_str(line)?;
        let value = BASE64.decode(value.as_bytes())?;
        let nonce = *value.first_chunk().ok_or("a value is too short")?;
        stored.push(Stored { place, value, nonce });
    }
    let mut hunt = Hunt { stored, bytes: 0, opened: BTreeSet::new() };
    hunt.folder(Path::new(&folder))?;
    let found = serde_json::json!({ "bytes": hunt.bytes, "opened": hunt.opened });
    #[allow(clippy::print_stdout)] // what this program is for
    {
        println!("{found}");
    }
    Ok(())
}

struct Hunt {
    stored: Vec<Stored>,
    bytes: usize,
    opened: BTreeSet<String>,
}

impl Hunt {
    fn folder(&mut self, folder: &Path) -> Result<(), Box<dyn Error>> {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                self.folder(&entry.path())?;
            } else if entry.file_type()?.is_file() {
                self.file(&std::fs::read(entry.path())?);
            }
        }
        Ok(())
    }

    fn file(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len();
        for window in bytes.windows(KEY) {
            // No random key has a byte twelve times: files are full of zeros.
            let Some(key) =
                window.first_chunk::<KEY>().filter(|key| key.iter().filter(|byte| **byte == key[0]).count() < 12)
            else {
                continue;
            };
            for stored in &self.stored {
                if begins_a_record(key, stored) && opens(key, stored) {
                    self.opened.insert(stored.place.clone());
                }
            }
        }
    }
}

/// Whether the first bytes under this key are those of a record: quick, and right but for one key in 2^104.
fn begins_a_record(key: &[u8; KEY], stored: &Stored) -> bool {
    let mut cipher = ChaCha20::new(key.into(), (&stored.nonce).into());
    let mut text = [0; BEGINNING.len()];
    let Some(ciphertext) = stored.value.get(NONCE..NONCE + BEGINNING.len()) else { return false };
    text.copy_from_slice(ciphertext);
    cipher.seek(FIRST_BYTE);
    cipher.apply_keystream(&mut text);
    text == BEGINNING
}

fn opens(key: &[u8; KEY], stored: &Stored) -> bool {
    let vault = Vault::new(Vec::new(), vec![("tried".to_owned(), SecretKey(*key))]);
    vault.open("tried", &stored.place, &stored.value).is_ok()
}
