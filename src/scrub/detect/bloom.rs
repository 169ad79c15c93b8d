//! A set of beginnings of words that answers at once whether a word may begin with one of them: by its first
//! letters, hashed into two bits of 4,096 or fewer.

/// The set.
pub(crate) struct Bloom<const N: usize = 64> {
    bits: [u64; N],
}

impl<const N: usize> Bloom<N> {
    /// The set of the words in `list`, which are ASCII, three letters at least and separated by one space or line's end.
    /// Capitals count as small letters.
    pub(crate) const fn of(list: &str) -> Self {
        let bytes = list.as_bytes();
        let mut bits = [0; N];
        let mut at = 0;
        while at + 3 <= bytes.len() {
            add(&mut bits, hash([bytes[at], bytes[at + 1], bytes[at + 2]]));
            while at < bytes.len() && bytes[at] != b' ' && bytes[at] != b'\n' {
                at += 1;
            }
            at += 1;
        }
        Self { bits }
    }

    /// What is in either.
    pub(crate) const fn or(mut self, other: &Self) -> Self {
        let mut at = 0;
        while at < self.bits.len() {
            self.bits[at] |= other.bits[at];
            at += 1;
        }
        self
    }

    /// The set of those of four letters at least, by the first four, with capitals and small letters told apart.
    pub(crate) const fn of_four(list: &str) -> Self {
        let bytes = list.as_bytes();
        let mut bits = [0; N];
        let mut at = 0;
        while at + 4 <= bytes.len() {
            if bytes[at + 3] != b' ' {
                add(&mut bits, hash_of_four([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]));
            }
            while at < bytes.len() && bytes[at] != b' ' {
                at += 1;
            }
            at += 1;
        }
        Self { bits }
    }

    /// For a set of [`Self::of_four`].
    pub(crate) fn may_hold_four(&self, text: &[u8]) -> bool {
        let [a, b, c, d, ..] = text else { return false };
        self.has(hash_of_four([*a, *b, *c, *d]))
    }

    /// Whether a text may begin with one of the words whose [`hash_at`] its beginning has; false for certain when none begins
    /// with its first three bytes.
    #[inline(always)]
    pub(crate) const fn has(&self, hash: u32) -> bool {
        let [one, two] = slots::<N>(hash);
        self.bits[one / 64] >> (one % 64) & 1 != 0 && self.bits[two / 64] >> (two % 64) & 1 != 0
    }
}

/// The hash of what begins at `at`.
#[inline(always)]
pub(crate) fn hash_at(text: &[u8], at: usize) -> Option<u32> {
    text.get(at..)?.first_chunk().map(|three| hash(*three))
}

#[inline(always)]
const fn hash([a, b, c]: [u8; 3]) -> u32 {
    (u32::from_le_bytes([a, b, c, 0]) | 0x0020_2020).wrapping_mul(0x9e37_79b1)
}

const fn hash_of_four(letters: [u8; 4]) -> u32 {
    u32::from_be_bytes(letters).wrapping_mul(0x9e37_79b1)
}

/// The two bits of a hash in a set of `64 * N`, a power of two.
#[inline(always)]
const fn slots<const N: usize>(hash: u32) -> [usize; 2] {
    [(hash >> 20) as usize % (64 * N), (hash >> 8) as usize % (64 * N)]
}

const fn add<const N: usize>(bits: &mut [u64; N], hash: u32) {
    let [one, two] = slots::<N>(hash);
    bits[one / 64] |= 1 << (one % 64);
    bits[two / 64] |= 1 << (two % 64);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_the_set_is_said_to_be() {
        let set = Bloom::<64>::of("password token\nkey");
        let may_hold = |word: &&str| hash_at(word.as_bytes(), 0).is_some_and(|hash| set.has(hash));
        for word in ["password", "Password", "PASS", "tokens", "key", "KEY_1"] {
            assert!(may_hold(&word), "{word}");
        }
        assert_eq!(["the", "let", "pub", "fn_", "use", "ke", ""].iter().filter(|word| may_hold(word)).count(), 0);
    }
}
