//! Eight bytes of a text looked at together, in one number: what holds of a byte is told by its highest bit.

/// The highest bit of each byte.
const HIGH: u64 = each(0x80);

/// A byte, eight times.
#[inline(always)]
const fn each(byte: u8) -> u64 {
    byte as u64 * (u64::MAX / 0xff)
}

/// The eight bytes at `at`, if there are so many.
#[inline(always)]
pub(crate) fn at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().map(|eight| u64::from_le_bytes(*eight))
}

/// Which of eight bytes of ASCII are `byte` or more.
#[inline(always)]
const fn reach(ascii: u64, byte: u8) -> u64 {
    ascii + each(0x80 - byte)
}

/// Which of eight bytes belong to no word, and which are digits.
#[inline(always)]
pub(crate) const fn words(eight: u64) -> (u64, u64) {
    let ascii = eight & !HIGH;
    let small = ascii | each(0x20);
    let letters = reach(small, b'a') & !reach(small, b'z' + 1);
    let digits = reach(ascii, b'0') & !reach(ascii, b'9' + 1);
    let others = reach(ascii ^ each(b'_'), 1);
    (!(letters | digits | eight) & others & HIGH, digits & !eight & HIGH)
}

/// Whether none of eight bytes is beyond ASCII, an atom, `%`, `&` or a backslash.
#[inline(always)]
pub(crate) const fn are_plain(eight: u64) -> bool {
    let ascii = eight & !HIGH;
    let signs = reach(ascii, b'%') & !reach(ascii, b'&' + 1) | reach(ascii, b'\\') & !reach(ascii, b'\\' + 1);
    (signs | eight | !reach(ascii ^ each(1), 1)) & HIGH == 0
}

/// How many of the first bytes have not got what `found` tells of.
#[inline(always)]
pub(crate) const fn before(found: u64) -> usize {
    found.trailing_zeros() as usize / 8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normal::ATOM;
    use crate::scan::is_word;

    #[test]
    fn each_of_eight_bytes_is_known_by_itself() {
        for byte in 0..=u8::MAX {
            for other in [0, b'z', 0x7f, 0xff] {
                for place in 0..8 {
                    let mut bytes = [other; 8];
                    bytes[place] = byte;
                    let (none, digits) = words(u64::from_le_bytes(bytes));
                    for (at, byte) in bytes.iter().enumerate() {
                        assert_eq!(none >> (8 * at) & 0xff, if is_word(*byte) { 0 } else { 0x80 }, "{bytes:?}");
                        assert_eq!(
                            digits >> (8 * at) & 0xff,
                            if byte.is_ascii_digit() { 0x80 } else { 0 },
                            "{bytes:?}"
                        );
                    }
                    let plain =
                        bytes.iter().all(|byte| byte.is_ascii() && ![ATOM as u8, b'%', b'&', b'\\'].contains(byte));
                    assert_eq!(are_plain(u64::from_le_bytes(bytes)), plain, "{bytes:?}");
                }
            }
        }
    }
}
