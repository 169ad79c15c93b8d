//! Names for things: each id is its own type, made in one place.
//!
//! Ids of content are SHA-256 digests, written as 64 lower-case hexadecimal digits. Ids of people and sessions are
//! random or derived from a key, written in lower-case base32 without padding (RFC 4648).

use std::fmt;
use std::str::FromStr;

use base16ct::lower as hex;
use base32ct::{Base32Unpadded, Encoding as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

/// Why a text is not an id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not {expected}")]
pub struct InvalidId {
    expected: &'static str,
}

macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident, $bytes:literal bytes, $decode:expr, $encode:expr, $expected:literal, $pattern:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $bytes]);

        impl $name {
            /// The id with these bytes.
            pub const fn from_bytes(bytes: [u8; $bytes]) -> Self {
                Self(bytes)
            }

            /// The bytes of the id.
            pub const fn as_bytes(&self) -> &[u8; $bytes] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let encode: fn(&[u8]) -> String = $encode;
                f.write_str(&encode(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                let decode: fn(&str) -> Option<Vec<u8>> = $decode;
                decode(text)
                    .and_then(|bytes| bytes.try_into().ok())
                    .map(Self)
                    .ok_or(InvalidId { expected: $expected })
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let is_stored = !deserializer.is_human_readable();
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                match text.parse() {
                    Ok(id) => Ok(id),
                    // See `stored/`: what is read of a damaged value is dropped, or was never written.
                    Err(_) if is_stored => Ok(Self([0; $bytes])),
                    Err(error) => Err(serde::de::Error::custom(error)),
                }
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "pattern": $pattern })
            }
        }
    };
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    hex::decode_vec(text).ok()
}

fn from_base32(text: &str) -> Option<Vec<u8>> {
    Base32Unpadded::decode_vec(text).ok()
}

id_type! {
    /// SHA-256 of a request body of `POST /v1/batches`, byte for byte as sent.
    BatchId, 32 bytes, from_hex, hex::encode_string,
    "a batch id (64 lower-case hexadecimal digits)", "^[0-9a-f]{64}$"
}
id_type! {
    /// SHA-256 of an image as sent to `PUT /v1/frames/{id}`; in the spool, of the image as encoded.
    FrameId, 32 bytes, from_hex, hex::encode_string,
    "a frame id (64 lower-case hexadecimal digits)", "^[0-9a-f]{64}$"
}
id_type! {
    /// SHA-256 of something both sides know in full: a policy, a consent, a set of rules.
    Digest, 32 bytes, from_hex, hex::encode_string,
    "a digest (64 lower-case hexadecimal digits)", "^[0-9a-f]{64}$"
}
id_type! {
    /// The first 20 bytes of the SHA-256 of a rotation's Ed25519 public key: all that is known of a person.
    Pseudonym, 20 bytes, from_base32, Base32Unpadded::encode_string,
    "a pseudonym (32 base32 digits)", "^[a-z2-7]{32}$"
}
id_type! {
    /// A random name of one session.
    SessionId, 15 bytes, from_base32, Base32Unpadded::encode_string,
    "a session id (24 base32 digits)", "^[a-z2-7]{24}$"
}
id_type! {
    /// A random name of one bucket of the spool, and so of the file that holds its key.
    BucketId, 15 bytes, from_base32, Base32Unpadded::encode_string,
    "a bucket id (24 base32 digits)", "^[a-z2-7]{24}$"
}
id_type! {
    /// A random name that a probe gives its document, once.
    DocNonce, 15 bytes, from_base32, Base32Unpadded::encode_string,
    "a document nonce (24 base32 digits)", "^[a-z2-7]{24}$"
}

macro_rules! digest_of_content {
    ($($name:ident),*) => {$(
        impl $name {
            /// The digest of `bytes`.
            pub fn of(bytes: &[u8]) -> Self {
                Self(Sha256::digest(bytes).into())
            }
        }
    )*};
}
digest_of_content!(BatchId, FrameId, Digest);

impl Pseudonym {
    /// The pseudonym that belongs to an Ed25519 public key.
    pub fn of_public_key(key: &[u8; 32]) -> Self {
        let digest: [u8; 32] = Sha256::digest(key).into();
        let mut bytes = [0; 20];
        bytes.copy_from_slice(&digest[..20]);
        Self(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_read_back_what_they_write() {
        let id = BatchId::of(b"abc");
        assert_eq!(id.to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(id.to_string().parse(), Ok(id));
        let session = SessionId::from_bytes([7; 15]);
        assert_eq!(session.to_string().len(), 24);
        assert_eq!(session.to_string().parse(), Ok(session));
    }

    #[test]
    fn other_spellings_of_an_id_are_refused() {
        let id = BatchId::of(b"abc").to_string();
        for wrong in ["", "ba78", &id.to_uppercase(), &format!("{id}0"), "../../etc/passwd"] {
            assert!(wrong.parse::<BatchId>().is_err(), "{wrong}");
        }
        let session = SessionId::from_bytes([7; 15]).to_string();
        assert!(session.to_uppercase().parse::<SessionId>().is_err());
    }

    #[test]
    fn what_is_no_id_is_an_error_in_json_and_nothing_in_what_is_stored() {
        assert!(serde_json::from_str::<SessionId>("\"abc\"").is_err());
        let stored = |text: &str| {
            let (id, _) = crate::stored::read::<SessionId>(&crate::stored::write(text, Vec::new()))?;
            Some(id)
        };
        assert_eq!(stored("abc"), Some(SessionId::from_bytes([0; 15])));
        let session = SessionId::from_bytes([7; 15]);
        assert_eq!(stored(&session.to_string()), Some(session));
    }
}
