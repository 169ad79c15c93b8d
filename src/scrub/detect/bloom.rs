//! A set of beginnings of words that answers at once whether a word may begin with one of them: by its first
//! letters, hashed into 4,096 bits.

/// The set.
pub(crate) struct Bloom {
    bits: [u64; 64],
    /// What is added to each letter so that capitals count as small ones, if they do.
    fold: u8,
}

impl Bloom {
    /// The set of the words in `list`, which are ASCII, three letters at least and separated by one space or line's end.
    pub(crate) const fn of(list: &str) -> Self {
        Self::new(list, 0x20)
    }

    /// The same with capitals and small letters told apart.
    pub(crate) const fn exact(list: &str) -> Self {
        Self::new(list, 0)
    }

    /// The set of those of four letters at least, by the first four.
    pub(crate) const fn of_four(list: &str) -> Self {
        let bytes = list.as_bytes();
        let mut bits = [0; 64];
        let mut at = 0;
        while at + 4 <= bytes.len() {
            if bytes[at + 3] != b' ' {
                let slot = slot_of_four([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
                bits[slot / 64] |= 1 << (slot % 64);
            }
            while at < bytes.len() && bytes[at] != b' ' {
                at += 1;
            }
            at += 1;
        }
        Self { bits, fold: 0 }
    }

    /// For a set of [`Self::of_four`].
    pub(crate) fn may_hold_four(&self, text: &[u8]) -> bool {
        let [a, b, c, d, ..] = text else { return false };
        self.has(slot_of_four([*a, *b, *c, *d]))
    }

    const fn new(list: &str, fold: u8) -> Self {
        let bytes = list.as_bytes();
        let mut bits = [0; 64];
        let mut at = 0;
        while at + 3 <= bytes.len() {
            let slot = slot([bytes[at], bytes[at + 1], bytes[at + 2]], fold);
            bits[slot / 64] |= 1 << (slot % 64);
            while at < bytes.len() && bytes[at] != b' ' && bytes[at] != b'\n' {
                at += 1;
            }
            at += 1;
        }
        Self { bits, fold }
    }

    /// Whether `text` may begin with one of the words; false for certain when none begins with these three bytes.
    pub(crate) fn may_hold(&self, text: &[u8]) -> bool {
        let [a, b, c, ..] = text else { return false };
        self.has(slot([*a, *b, *c], self.fold))
    }

    /// The same for a beginning that was hashed before, with capitals as small letters as this set has them.
    #[inline(always)]
    pub(crate) const fn has(&self, slot: usize) -> bool {
        self.bits[slot / 64] >> (slot % 64) & 1 != 0
    }
}

/// The places of what begins at `at` in sets that tell capitals apart and in those that do not.
#[inline(always)]
pub(crate) fn slots(text: &[u8], at: usize) -> Option<(usize, usize)> {
    let three = (at + 2 < text.len()).then(|| [text[at], text[at + 1], text[at + 2]])?;
    Some((slot(three, 0), slot(three, 0x20)))
}

#[inline(always)]
const fn slot([a, b, c]: [u8; 3], fold: u8) -> usize {
    let letters = ((a | fold) as u32) << 16 | ((b | fold) as u32) << 8 | (c | fold) as u32;
    (letters.wrapping_mul(0x9e37_79b1) >> 20) as usize
}

const fn slot_of_four(letters: [u8; 4]) -> usize {
    (u32::from_be_bytes(letters).wrapping_mul(0x9e37_79b1) >> 20) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_the_set_is_said_to_be() {
        let set = Bloom::of("password token\nkey");
        for word in ["password", "Password", "PASS", "tokens", "key", "KEY_1"] {
            assert!(set.may_hold(word.as_bytes()), "{word}");
        }
        let wrong = ["the", "let", "pub", "fn_", "use", "ke", ""].iter().filter(|word| set.may_hold(word.as_bytes()));
        assert_eq!(wrong.count(), 0);
    }
}
