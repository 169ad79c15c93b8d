//! Sealing interoperates: the vectors of RFC 9180, appendix A.2.1 (base mode, DHKEM(X25519, HKDF-SHA256),
//! HKDF-SHA256, ChaCha20-Poly1305), first message of the context.
#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests count as tests

use std::convert::Infallible;

use base16ct::lower;
use candor_core::seal::{RecipientKey, open_with_info, public_of, seal_with_info};
use rand_core::{TryCryptoRng, TryRng};

const INFO: &str = "4f6465206f6e2061204772656369616e2055726e";
const SENDER_IKM: &str = "909a9b35d3dc4713a5e72a4da274b55d3d3821a37e5d099e74a647db583a904b";
const ENCAPSULATED: &str = "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a";
const RECIPIENT_PUBLIC: &str = "4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a";
const RECIPIENT_SECRET: &str = "8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb";
const PLAIN: &str = "4265617574792069732074727574682c20747275746820626561757479";
const AAD: &str = "436f756e742d30";
const CIPHERTEXT: &str = "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28";

fn bytes(hex: &str) -> Vec<u8> {
    lower::decode_vec(hex).unwrap()
}

fn key(hex: &str) -> [u8; 32] {
    bytes(hex).try_into().unwrap()
}

/// Yields the vector's input keying material, once.
struct Fixed(Vec<u8>);

impl TryRng for Fixed {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        panic!("the sender draws bytes only");
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        panic!("the sender draws bytes only");
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        let rest = self.0.split_off(out.len());
        out.copy_from_slice(&std::mem::replace(&mut self.0, rest));
        Ok(())
    }
}

impl TryCryptoRng for Fixed {}

#[test]
fn the_recipients_public_key_follows_from_the_secret() {
    assert_eq!(public_of(&key(RECIPIENT_SECRET)).unwrap(), key(RECIPIENT_PUBLIC));
}

#[test]
fn the_rfcs_ciphertext_opens() {
    let sealed = [bytes(ENCAPSULATED), bytes(CIPHERTEXT)].concat();
    let plain = open_with_info(&key(RECIPIENT_SECRET), &bytes(INFO), &bytes(AAD), &sealed).unwrap();
    assert_eq!(plain, bytes(PLAIN));
    assert!(open_with_info(&key(RECIPIENT_SECRET), b"other", &bytes(AAD), &sealed).is_err());
}

#[test]
fn with_the_rfcs_randomness_sealing_gives_the_rfcs_ciphertext() {
    let recipient = RecipientKey { id: "rfc".into(), public: key(RECIPIENT_PUBLIC) };
    let mut rng = Fixed(bytes(SENDER_IKM));
    let sealed = seal_with_info(&recipient, &bytes(INFO), &bytes(AAD), &bytes(PLAIN), &mut rng).unwrap();
    assert_eq!(sealed, [bytes(ENCAPSULATED), bytes(CIPHERTEXT)].concat());
}
