//! Key files: made by `candor keygen`, read by every other command.
//!
//! A key file is JSON with `kind` (`candor server key`, Ed25519, signs receipts; or `candor recipient key`, X25519,
//! opens what was sealed), `id` (as the policy and the envelopes name it) and `secret` (32 bytes, base64url without
//! padding). It is readable by its owner only and is never overwritten. The public halves go into the policy.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use candor_core::envelope::is_key_id;
use candor_core::receipt::{Issuer, ServerKey};
use candor_core::seal::{self, RecipientKey};
use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
pub enum Purpose {
    /// Signing receipts (Ed25519).
    #[serde(rename = "candor server key")]
    Server,
    /// Opening what was sealed (X25519).
    #[serde(rename = "candor recipient key")]
    Recipient,
}

impl Purpose {
    fn path_in(self, folder: &Path) -> PathBuf {
        folder.join(match self {
            Self::Server => "server.key",
            Self::Recipient => "recipient.key",
        })
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Server => "candor server key",
            Self::Recipient => "candor recipient key",
        })
    }
}

#[derive(Serialize, Deserialize)]
struct KeyFile {
    kind: Purpose,
    id: String,
    #[serde(with = "candor_core::base64url")]
    secret: [u8; 32],
}

impl Drop for KeyFile {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.secret);
    }
}

/// The public halves, as the policy wants them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PublicKeys {
    /// Verify receipts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub server_keys: Vec<ServerKey>,
    /// Seal.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub recipient_keys: Vec<RecipientKey>,
}

/// Why a key can't be made or read.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file can't be written or read.
    #[error("{path}: {error}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// There is a file where one is to be made.
    #[error("{0} is in the way: nothing is overwritten, so name another folder, or move it away")]
    InTheWay(PathBuf),
    /// The file is no key file.
    #[error("{path} is no key file: {problem}")]
    Format {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// The key is of the other kind.
    #[error("{path} is a {found}, a {expected} is needed")]
    Kind {
        /// The file.
        path: PathBuf,
        /// What is in it.
        found: Purpose,
        /// What should be.
        expected: Purpose,
    },
    /// Two keys go by one id.
    #[error("two different keys have the id {0}")]
    Ambiguous(String),
    /// The system gives no random numbers.
    #[error("no random numbers: {0}")]
    Random(getrandom::Error),
}

/// Makes `server.key`, `recipient.key` and `policy.json` in `folder`.
///
/// # Errors
/// When one of them exists, or can't be written: then none of them is made. Nothing is ever overwritten.
pub fn generate(folder: &Path) -> Result<PublicKeys, KeyError> {
    let policy = folder.join("policy.json");
    let paths = [Purpose::Server, Purpose::Recipient].map(|purpose| purpose.path_in(folder));
    are_free(paths.iter().chain([&policy]))?;
    let mut made = Made(Vec::new());
    let server = made.key(folder, Purpose::Server)?;
    let keys = PublicKeys { server_keys: server.server_keys, ..made.key(folder, Purpose::Recipient)? };
    made.file(&policy, &keys, 0o644)?;
    made.0.clear();
    Ok(keys)
}

/// Makes one key in `folder`: who sends to a team, and who stores what is sent, need no secret of it.
///
/// # Errors
/// When its file exists, or can't be written.
pub fn generate_only(folder: &Path, purpose: Purpose) -> Result<PublicKeys, KeyError> {
    are_free([&purpose.path_in(folder)])?;
    let mut made = Made(Vec::new());
    let keys = made.key(folder, purpose)?;
    made.0.clear();
    Ok(keys)
}

fn are_free<'p>(paths: impl IntoIterator<Item = &'p PathBuf>) -> Result<(), KeyError> {
    match paths.into_iter().find(|path| path.symlink_metadata().is_ok()) {
        Some(path) => Err(KeyError::InTheWay(path.clone())),
        None => Ok(()),
    }
}

/// Reads the public half of a server's key: its id, a colon, and 32 bytes in base64url without padding.
///
/// # Errors
/// When it is anything else; the error says what it should be.
pub fn parse_server_key(text: &str) -> Result<ServerKey, &'static str> {
    let (id, public) = text.split_once(':').ok_or("write it as ID:PUBLIC")?;
    if !is_key_id(id) {
        return Err("the id may have 1 to 64 letters, digits, dots, underscores and hyphens");
    }
    let public = candor_core::base64url::decode(public).ok_or("the public key has 43 digits in base64url")?;
    Ok(ServerKey { id: id.to_owned(), public })
}

/// Reads the key that signs receipts.
///
/// # Errors
/// When the file can't be read or holds something else.
pub fn read_issuer(path: &Path) -> Result<Issuer, KeyError> {
    let file = read(path, Purpose::Server)?;
    Ok(Issuer::new(file.id.clone(), &file.secret))
}

/// Keys that open what was sealed, by their ids.
#[derive(Default)]
pub struct Keyring(BTreeMap<String, Zeroizing<[u8; 32]>>);

impl Keyring {
    /// Reads any number of recipients' keys.
    ///
    /// # Errors
    /// When a file can't be read or holds something else, or two keys go by one id.
    pub fn read<P: AsRef<Path>>(paths: &[P]) -> Result<Self, KeyError> {
        let mut keys = BTreeMap::new();
        for path in paths {
            let file = read(path.as_ref(), Purpose::Recipient)?;
            let secret = Zeroizing::new(file.secret);
            match keys.get(&file.id) {
                Some(other) if *other != secret => return Err(KeyError::Ambiguous(file.id.clone())),
                _ => keys.insert(file.id.clone(), secret),
            };
        }
        Ok(Self(keys))
    }

    /// The secret of that id.
    pub fn secret(&self, id: &str) -> Option<&[u8; 32]> {
        self.0.get(id).map(|secret| &**secret)
    }
}

fn random() -> Result<Zeroizing<[u8; 32]>, KeyError> {
    let mut bytes = Zeroizing::new([0; 32]);
    getrandom::fill(bytes.as_mut_slice()).map_err(KeyError::Random)?;
    Ok(bytes)
}

/// A key's id: what it is for, and eight digits of the digest of its public half.
fn id(what: &str, public: &[u8; 32]) -> String {
    let digest = Sha256::digest(public);
    format!("{what}-{}", data_encoding::HEXLOWER.encode(&digest[..4]))
}

fn read(path: &Path, expected: Purpose) -> Result<KeyFile, KeyError> {
    let text = fs::read_to_string(path).map_err(|error| KeyError::File { path: path.into(), error })?;
    let text = Zeroizing::new(text);
    let format = |problem: String| KeyError::Format { path: path.into(), problem };
    // The parser's own message could quote what it met.
    let file: KeyFile = serde_json::from_str(&text)
        .map_err(|error| format(format!("line {}, column {} does not fit", error.line(), error.column())))?;
    if !is_key_id(&file.id) {
        return Err(format("`id` may have 1 to 64 letters, digits, dots, underscores and hyphens".into()));
    }
    if file.kind == expected { Ok(file) } else { Err(KeyError::Kind { path: path.into(), found: file.kind, expected }) }
}

/// Files that go again unless all that belong together are made: half a key would be in the way of the next attempt.
struct Made(Vec<PathBuf>);

impl Made {
    fn key(&mut self, folder: &Path, purpose: Purpose) -> Result<PublicKeys, KeyError> {
        let path = purpose.path_in(folder);
        fs::create_dir_all(folder).map_err(|error| KeyError::File { path: folder.into(), error })?;
        let secret = random()?;
        let mut keys = PublicKeys::default();
        let id = match purpose {
            Purpose::Server => {
                let public = Issuer::new(String::new(), &secret).server_key().public;
                keys.server_keys.push(ServerKey { id: id("server", &public), public });
                &keys.server_keys[0].id
            }
            Purpose::Recipient => {
                let public = seal::public_of(&secret)
                    .map_err(|error| KeyError::Format { path: path.clone(), problem: error.to_string() })?;
                keys.recipient_keys.push(RecipientKey { id: id("recipient", &public), public });
                &keys.recipient_keys[0].id
            }
        };
        self.file(&path, &KeyFile { kind: purpose, id: id.clone(), secret: *secret }, 0o600)?;
        Ok(keys)
    }

    fn file(&mut self, path: &Path, value: &impl Serialize, mode: u32) -> Result<(), KeyError> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
        #[cfg(not(unix))]
        let _ = mode;
        let at = |error| KeyError::File { path: path.into(), error };
        let mut file = match options.open(path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(KeyError::InTheWay(path.into())),
            file => file.map_err(at)?,
        };
        self.0.push(path.into());
        let mut write = || -> io::Result<()> {
            let mut text = Zeroizing::new(serde_json::to_string_pretty(value)?);
            text.push('\n');
            file.write_all(text.as_bytes())?;
            file.sync_all()
        };
        write().map_err(at)
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        for path in &self.0 {
            // The error that has led here is the one to tell.
            let _ = fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_generated_reads_back_and_fits_its_public_half() {
        let folder = tempfile::tempdir().unwrap();
        let keys = generate(folder.path()).unwrap();
        let issuer = read_issuer(&folder.path().join("server.key")).unwrap();
        assert_eq!(vec![issuer.server_key()], keys.server_keys);
        let ring = Keyring::read(&[folder.path().join("recipient.key")]).unwrap();
        let recipient = &keys.recipient_keys[0];
        assert_eq!(seal::public_of(ring.secret(&recipient.id).unwrap()), Ok(recipient.public));
        assert_eq!(ring.secret("other"), None);
        let policy = fs::read_to_string(folder.path().join("policy.json")).unwrap();
        assert_eq!(serde_json::from_str::<PublicKeys>(&policy).unwrap(), keys);
    }

    #[test]
    fn a_servers_public_key_is_read_as_it_is_printed() {
        let key = Issuer::new("server-1".into(), &[5; 32]).server_key();
        let public = candor_core::base64url::encode(&key.public);
        assert_eq!(parse_server_key(&format!("server-1:{public}")), Ok(key));
        for wrong in ["", "server-1", &public, &format!(":{public}"), &format!("server-1:{}", &public[1..])] {
            assert!(parse_server_key(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn one_key_is_made_alone_and_another_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let recipient = generate_only(folder.path(), Purpose::Recipient).unwrap();
        assert_eq!((recipient.server_keys.len(), recipient.recipient_keys.len()), (0, 1));
        let names = || fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(names(), 1);
        assert!(generate_only(folder.path(), Purpose::Recipient).is_err());
        generate_only(folder.path(), Purpose::Server).unwrap();
        assert_eq!(names(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_a_secret() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        generate(folder.path()).unwrap();
        for name in ["server.key", "recipient.key"] {
            let mode = fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
    }

    #[test]
    fn no_key_is_ever_overwritten() {
        for name in ["server.key", "recipient.key", "policy.json"] {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join(name), "precious").unwrap();
            let error = generate(folder.path()).unwrap_err().to_string();
            assert!(error.contains(&format!("{name} is in the way")), "{error}");
            assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), "precious");
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "{name}");
        }
    }

    #[test]
    fn a_key_of_the_other_kind_is_refused_by_name() {
        let folder = tempfile::tempdir().unwrap();
        generate(folder.path()).unwrap();
        let error = read_issuer(&folder.path().join("recipient.key")).err().unwrap().to_string();
        assert!(error.ends_with("is a candor recipient key, a candor server key is needed"), "{error}");
    }

    #[test]
    fn an_error_never_quotes_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("server.key");
        for content in [r#"{"kind":"hunter2","id":"a","secret":""}"#, r#""hunter2""#] {
            fs::write(&path, content).unwrap();
            let error = read_issuer(&path).err().unwrap().to_string();
            assert!(!error.contains("hunter2") && error.contains("no key file"), "{error}");
        }
    }
}
