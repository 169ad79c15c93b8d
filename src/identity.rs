//! Who signs: pseudonyms derived from one seed.
//!
//! Everything of a person's identity is 32 random bytes, the [`Seed`]. Each rotation derives its own Ed25519 key from
//! it; the pseudonym is the digest of the public key. Who has the seed can sign for every rotation there was, which
//! is what erasure needs; who has not can't tell that two pseudonyms belong together.

use std::fmt;

use base32ct::{Base32UpperUnpadded, Encoding as _};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use hkdf::Hkdf;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::ids::Pseudonym;

/// Most days for which a pseudonym can last.
pub const LONGEST_DAYS: u16 = 365;

/// How often a person can begin anew, under other pseudonyms: each time everything was erased.
pub const GENERATIONS: u32 = 16;

/// The lower bits of a rotation's number are the day it began; the others are its generation.
pub const DAY_BITS: u32 = 20;

/// The secret all pseudonyms of a person come from. Wiped from memory when dropped.
#[derive(Clone)]
pub struct Seed(Zeroizing<[u8; 32]>);

impl Seed {
    /// A seed of 32 random bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes, to be kept in the key store and nowhere else.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// The seed for a person to keep: 14 groups of four base32 digits (RFC 4648). Its last 24 bits are the first of the
    /// seed's SHA-256, so that a slip of the pen is told from another seed.
    pub fn recovery_code(&self) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new(self.0.to_vec());
        bytes.extend_from_slice(&Sha256::digest(self.0.as_slice())[..3]);
        let digits = Zeroizing::new(Base32UpperUnpadded::encode_string(&bytes));
        let mut code = Zeroizing::new(String::with_capacity(70));
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && place % 4 == 0 {
                code.push('-');
            }
            code.push(digit);
        }
        code
    }

    /// Reads a recovery code, in small letters or capitals, grouped in any way.
    pub fn from_recovery_code(code: &str) -> Option<Self> {
        let is_sign = |c: &char| c.is_ascii_alphanumeric();
        let digits: Zeroizing<String> = Zeroizing::new(code.chars().filter(is_sign).collect());
        let bytes = Zeroizing::new(Base32UpperUnpadded::decode_vec(&digits.to_ascii_uppercase()).ok()?);
        let (seed, check) = bytes.split_at_checked(32)?;
        (check == &Sha256::digest(seed)[..3]).then_some(())?;
        Some(Self::from_bytes(seed.try_into().ok()?))
    }

    fn expand(&self, info: &[&[u8]]) -> Zeroizing<[u8; 32]> {
        let mut out = Zeroizing::new([0; 32]);
        // Expansion fails for outputs of more than 255 blocks only; this is one.
        let expanded = Hkdf::<Sha256>::new(None, self.0.as_slice()).expand_multi_info(info, out.as_mut_slice());
        debug_assert!(expanded.is_ok());
        out
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(…)")
    }
}

/// The key of one rotation, and the pseudonym that goes with it.
pub struct Identity {
    key: SigningKey,
    pseudonym: Pseudonym,
}

impl Identity {
    /// The identity of a rotation, see [`rotation`]. The key is HKDF-SHA256 of the seed, without salt, with
    /// `"candor identity" ‖ rotation` (32 bits, big-endian) as info.
    pub fn derive(seed: &Seed, rotation: u32) -> Self {
        let key = SigningKey::from_bytes(&seed.expand(&[b"candor identity", &rotation.to_be_bytes()]));
        let pseudonym = Pseudonym::of_public_key(key.verifying_key().as_bytes());
        Self { key, pseudonym }
    }

    /// The name under which everything of this rotation is sent.
    pub fn pseudonym(&self) -> Pseudonym {
        self.pseudonym
    }

    /// The Ed25519 public key.
    pub fn public_key(&self) -> [u8; 32] {
        self.key.verifying_key().to_bytes()
    }

    /// An Ed25519 signature (RFC 8032). The caller's message begins with what it is for, so that no signature can
    /// stand for another kind of message.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity").field("pseudonym", &self.pseudonym).finish_non_exhaustive()
    }
}

/// The rotation of the first generation in force on `day` (days since 1970-01-01, UTC), when each lasts `pseudonym_days` (0 counts as 1).
///
/// Periods start on a day that depends on the seed, lest everybody's pseudonym change on one day. The number is that
/// of the period's first day: it never comes back for another period, even if the policy changes the length.
pub fn rotation(seed: &Seed, day: u32, pseudonym_days: u16) -> u32 {
    let length = u32::from(pseudonym_days.max(1));
    let digest = seed.expand(&[b"candor rotation"]);
    let phase = u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]) % length;
    let since_start = (day % length + phase) % length;
    day.saturating_sub(since_start)
}

/// The number of the rotation that began on a day, in a generation.
pub fn numbered(day: u32, generation: u32) -> u32 {
    day + (generation << DAY_BITS)
}

/// Whether `signature` is one of `message` by the owner of `public_key`. Weak keys and malleable signatures count as
/// wrong.
pub fn verify(public_key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
    VerifyingKey::from_bytes(public_key)
        .is_ok_and(|key| key.verify_strict(message, &Signature::from_bytes(signature)).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEED: [u8; 32] = [7; 32];

    #[test]
    fn the_same_seed_and_rotation_give_the_same_identity() {
        let seed = Seed::from_bytes(SEED);
        let identity = Identity::derive(&seed, 20_000);
        assert_eq!(identity.pseudonym(), Identity::derive(&seed, 20_000).pseudonym());
        assert_ne!(identity.pseudonym(), Identity::derive(&seed, 20_001).pseudonym());
        assert_ne!(identity.pseudonym(), Identity::derive(&Seed::from_bytes([8; 32]), 20_000).pseudonym());
        assert_eq!(identity.pseudonym(), Pseudonym::of_public_key(&identity.public_key()));
    }

    #[test]
    fn a_signature_counts_for_its_message_and_key_only() {
        let seed = Seed::from_bytes(SEED);
        let (ours, other) = (Identity::derive(&seed, 1), Identity::derive(&seed, 2));
        let signature = ours.sign(b"message");
        assert!(verify(&ours.public_key(), b"message", &signature));
        assert!(!verify(&ours.public_key(), b"massage", &signature));
        assert!(!verify(&other.public_key(), b"message", &signature));
        // The identity element is a valid point, under which a zero signature would hold for many messages.
        let mut weak = [0; 32];
        weak[0] = 1;
        let mut zero = [0; 64];
        zero[0] = 1;
        assert!(!verify(&weak, b"message", &zero));
    }

    #[test]
    fn a_rotation_lasts_as_long_as_the_policy_says() {
        let seed = Seed::from_bytes(SEED);
        for length in [1_u16, 7, 30, LONGEST_DAYS] {
            let days = 20_000..20_000 + 4 * u32::from(length);
            let mut numbers: Vec<u32> = days.clone().map(|day| rotation(&seed, day, length)).collect();
            assert!(numbers.is_sorted(), "{length}");
            for (day, number) in days.zip(&numbers) {
                assert!(*number <= day && day - number < u32::from(length), "{length} {day} {number}");
            }
            numbers.dedup();
            assert!((4..=5).contains(&numbers.len()), "{length} {numbers:?}");
        }
        assert_eq!(rotation(&seed, 20_000, 0), 20_000);
    }

    #[test]
    fn not_everybody_rotates_on_one_day() {
        let starts: std::collections::HashSet<u32> =
            (0..20).map(|seed| rotation(&Seed::from_bytes([seed; 32]), 20_000, 30)).collect();
        assert!(starts.len() > 5, "{starts:?}");
    }

    #[test]
    fn a_recovery_code_reads_back_and_a_slip_is_seen() {
        let seed = Seed::from_bytes(SEED);
        let code = seed.recovery_code();
        assert_eq!(code.len(), 14 * 4 + 13);
        for spelt in [code.to_string(), code.to_lowercase(), code.replace('-', " ")] {
            assert_eq!(Seed::from_recovery_code(&spelt).unwrap().expose(), &SEED, "{spelt}");
        }
        for place in [0, 30, code.len() - 1] {
            let mut wrong: Vec<char> = code.chars().collect();
            wrong[place] = if wrong[place] == 'A' { 'B' } else { 'A' };
            assert!(Seed::from_recovery_code(&wrong.iter().collect::<String>()).is_none(), "{place}");
        }
        for wrong in ["", "A", &code[..60], "not a code"] {
            assert!(Seed::from_recovery_code(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn debug_shows_no_secret() {
        let seed = Seed::from_bytes(SEED);
        assert_eq!(format!("{seed:?}"), "Seed(…)");
        let identity = format!("{:?}", Identity::derive(&seed, 0));
        assert!(
            identity.starts_with("Identity { pseudonym: Pseudonym(") && identity.ends_with("), .. }"),
            "{identity}"
        );
    }
}
