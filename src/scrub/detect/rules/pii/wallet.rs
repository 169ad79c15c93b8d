//! Accounts of cryptographic currencies: Ethereum (EIP-55), Bitcoin in base58check and in bech32 (BIP 13, BIP 173, BIP 350).

use super::Said;
use crate::Kind;
use crate::scan::{Scan, Word};

const BASE58: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const BECH32: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/// At a word with a digit.
#[inline(never)]
pub(super) fn at(scan: &mut Scan<'_>, word: Word, said: &Said<'_>) -> bool {
    let text = &scan.bytes[word.start..word.end];
    let found = match text {
        [b'0', b'x', hex @ ..] if hex.len() == 40 => ethereum(hex, || said.get() & super::cues::WALLET != 0),
        [b'1' | b'3', ..] if (25..=35).contains(&text.len()) => base58(text),
        [b'b', b'c', b'1', ..] | [b't', b'b', b'1', ..] if (14..=74).contains(&text.len()) => bech32(text),
        _ => false,
    };
    if found
        && !matches!(scan.byte_before(word.start), b'/' | b'+')
        && !matches!(scan.byte(word.end), b'/' | b'+' | b'=')
    {
        scan.report(word.start, word.end, Kind::Iban, "wallet");
    }
    found
}

/// Forty hexadecimal digits in both cases, as the checksum of EIP-55 leaves them, or in one case where a word says so.
fn ethereum(hex: &[u8], named: impl Fn() -> bool) -> bool {
    let lower = hex.iter().any(u8::is_ascii_lowercase);
    let upper = hex.iter().any(u8::is_ascii_uppercase);
    hex.iter().all(u8::is_ascii_hexdigit) && ((lower && upper) || named())
}

/// Version and 20 bytes with the first 4 bytes of their double SHA-256, which is not taken here: the value's size has to fit, and
/// the three kinds of characters must all be there.
fn base58(text: &[u8]) -> bool {
    let mut value = [0_u32; 7];
    for byte in text {
        let Some(digit) = BASE58.iter().position(|known| known == byte) else { return false };
        let mut carry = digit as u64;
        for limb in value.iter_mut().rev() {
            carry += u64::from(*limb) * 58;
            *limb = carry as u32;
            carry >>= 32;
        }
        if carry != 0 {
            return false;
        }
    }
    let has = |test: fn(&u8) -> bool| text.iter().any(test);
    let version = value[0] & 0xff;
    // 25 bytes: the highest limb holds the version alone.
    let fits = value[0] <= 0xff && matches!(version, 0 | 5);
    fits && has(u8::is_ascii_digit) && has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase)
}

/// The checksum of BIP 173 (1) or BIP 350 (0x2bc830a3).
fn bech32(text: &[u8]) -> bool {
    let mut sum = 1_u32;
    let mut step = |value: u32| {
        let top = sum >> 25;
        sum = (sum & 0x01ff_ffff) << 5 ^ value;
        let polynomials = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
        for (bit, polynomial) in polynomials.into_iter().enumerate() {
            sum ^= if top >> bit & 1 == 1 { polynomial } else { 0 };
        }
    };
    let (human, data) = text.split_at(2);
    human.iter().for_each(|byte| step(u32::from(byte >> 5)));
    step(0);
    human.iter().for_each(|byte| step(u32::from(byte & 31)));
    for byte in &data[1..] {
        let Some(digit) = BECH32.iter().position(|known| known == byte) else { return false };
        step(digit as u32);
    }
    matches!(sum, 1 | 0x2bc8_30a3)
}

#[cfg(test)]
mod tests {
    use super::super::super::testing;

    #[test]
    fn accounts_of_currencies_are_found() {
        testing::check_rule(
            "wallet",
            &[
                ("send to 1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"),
                ("3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy"),
                ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"),
                ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", ""),
                ("0x8Ba1f109551bD432803012645Ac136ddd64DBA72", "0x8Ba1f109551bD432803012645Ac136ddd64DBA72"),
                ("0x0123456789012345678901234567890123456789", ""),
                ("12345678901234567890123456789012", ""),
            ],
        );
    }
}
