//! Sealing: what leaves the machine can be read by the team that trains, and by nobody on the way.
//!
//! HPKE (RFC 9180) in base mode with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and ChaCha20-Poly1305, one message to a
//! context. Sealed bytes are the 32 bytes of the encapsulated key followed by the ciphertext with its tag; the info
//! string is [`INFO`]. Sealing the same bytes twice gives different bytes, so a batch is sealed once and kept.

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable, single_shot_open, single_shot_seal_with_rng};
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};

use crate::ids::Pseudonym;

/// HPKE's info string: application and version.
pub const INFO: &[u8] = b"candor/1";

/// By how much sealed bytes are longer than plain ones: encapsulated key and tag.
pub const OVERHEAD: usize = ENCAPSULATED + 16;

const ENCAPSULATED: usize = 32;

/// A public key of the team that trains, as the policy names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RecipientKey {
    /// Its id, which envelopes repeat.
    pub id: String,
    /// X25519 public key; in JSON base64url without padding.
    #[serde(with = "crate::base64url")]
    pub public: [u8; 32],
}

/// Why something can't be sealed or opened. Deliberately says no more: a wrong key, a changed text and changed
/// authenticated data look alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The recipient's key is no usable X25519 key.
    #[error("the recipient's key is not usable")]
    Key,
    /// Key, authenticated data and sealed bytes do not belong together.
    #[error("can't be opened with this key")]
    Open,
}

/// Seals `plain` for `key`; `aad` is authenticated with it and has to be given again when it is opened.
///
/// # Errors
/// [`SealError::Key`] when the public key is one of the few that would seal for everybody.
pub fn seal(key: &RecipientKey, aad: &[u8], plain: &[u8], rng: &mut impl CryptoRng) -> Result<Vec<u8>, SealError> {
    seal_with_info(key, INFO, aad, plain, rng)
}

/// Opens what [`seal`] has sealed for the public half of `secret`.
///
/// # Errors
/// [`SealError::Open`] when the key is another one, or anything was changed.
pub fn open(secret: &[u8; 32], aad: &[u8], sealed: &[u8]) -> Result<Vec<u8>, SealError> {
    open_with_info(secret, INFO, aad, sealed)
}

/// [`seal`] with another info string than [`INFO`]: for interoperability tests.
///
/// # Errors
/// As [`seal`].
pub fn seal_with_info(
    key: &RecipientKey,
    info: &[u8],
    aad: &[u8],
    plain: &[u8],
    rng: &mut impl CryptoRng,
) -> Result<Vec<u8>, SealError> {
    let public = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(&key.public).map_err(|_| SealError::Key)?;
    let (encapsulated, ciphertext) = single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeS::Base,
        &public,
        info,
        plain,
        aad,
        rng,
    )
    .map_err(|_| SealError::Key)?;
    let mut sealed = Vec::with_capacity(ENCAPSULATED + ciphertext.len());
    sealed.extend_from_slice(&encapsulated.to_bytes());
    sealed.extend_from_slice(&ciphertext);
    Ok(sealed)
}

/// [`open`] with another info string than [`INFO`]: for interoperability tests.
///
/// # Errors
/// As [`open`].
pub fn open_with_info(secret: &[u8; 32], info: &[u8], aad: &[u8], sealed: &[u8]) -> Result<Vec<u8>, SealError> {
    let (encapsulated, ciphertext) = sealed.split_at_checked(ENCAPSULATED).ok_or(SealError::Open)?;
    let secret = <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(secret).map_err(|_| SealError::Open)?;
    let encapsulated = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(encapsulated).map_err(|_| SealError::Open)?;
    single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &secret,
        &encapsulated,
        info,
        ciphertext,
        aad,
    )
    .map_err(|_| SealError::Open)
}

/// The public half of a recipient's secret.
///
/// # Errors
/// [`SealError::Key`] when `secret` is no usable X25519 secret.
pub fn public_of(secret: &[u8; 32]) -> Result<[u8; 32], SealError> {
    let secret = <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(secret).map_err(|_| SealError::Key)?;
    Ok(<X25519HkdfSha256 as Kem>::sk_to_pk(&secret).to_bytes().into())
}

/// What is authenticated with a sealed frame: whose it is. A frame moved under another pseudonym does not open.
pub fn frame_aad(pseudonym: &Pseudonym) -> Vec<u8> {
    let mut aad = b"candor/1 frame\0".to_vec();
    aad.extend_from_slice(pseudonym.as_bytes());
    aad
}

#[cfg(test)]
mod tests {
    use chacha20::ChaCha20Rng;
    use rand_core::SeedableRng;

    use super::*;

    fn key() -> ([u8; 32], RecipientKey) {
        let secret = [9; 32];
        (secret, RecipientKey { id: "team".into(), public: public_of(&secret).unwrap() })
    }

    #[test]
    fn what_is_sealed_opens_with_the_right_key_and_data_only() {
        let (secret, key) = key();
        let sealed = seal(&key, b"aad", b"plain", &mut ChaCha20Rng::from_seed([1; 32])).unwrap();
        assert_eq!(sealed.len(), b"plain".len() + OVERHEAD);
        assert_eq!(open(&secret, b"aad", &sealed), Ok(b"plain".to_vec()));
        assert_eq!(open(&secret, b"other", &sealed), Err(SealError::Open));
        assert_eq!(open(&[8; 32], b"aad", &sealed), Err(SealError::Open));
        assert_eq!(open(&secret, b"aad", b"short"), Err(SealError::Open));
        for index in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[index] ^= 1;
            assert_eq!(open(&secret, b"aad", &changed), Err(SealError::Open), "byte {index}");
        }
    }

    #[test]
    fn a_key_that_would_seal_for_everybody_is_refused() {
        let zero = RecipientKey { id: "zero".into(), public: [0; 32] };
        assert_eq!(seal(&zero, b"", b"plain", &mut ChaCha20Rng::from_seed([1; 32])), Err(SealError::Key));
    }

    #[test]
    fn a_frame_opens_for_its_own_pseudonym_only() {
        let (secret, key) = key();
        let [ours, other] = [[1; 20], [2; 20]].map(Pseudonym::from_bytes);
        let sealed = seal(&key, &frame_aad(&ours), b"image", &mut ChaCha20Rng::from_seed([1; 32])).unwrap();
        assert_eq!(open(&secret, &frame_aad(&ours), &sealed), Ok(b"image".to_vec()));
        assert_eq!(open(&secret, &frame_aad(&other), &sealed), Err(SealError::Open));
    }
}
