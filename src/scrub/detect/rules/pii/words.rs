//! Sets of words that take three bytes a word: of each only a hash is kept, made when the crate is compiled.
//!
//! Words are compared without regard to capitals and to the marks on Latin letters. A word that was never put in is
//! said to be in a set of 2,000 about once in 8,000 times.

/// Words and, for each, what it stands for. They lie by the first byte of their hash, and the numbers of those that begin
/// alike are small: such a table takes half the room in a compressed file that one of places takes.
pub(in crate::rules) struct Words<const N: usize> {
    /// Where the words begin whose hash begins with five bits.
    starts: [u16; 32],
    /// How many words have a hash that begins with a byte, by those five bits.
    counts: [[u8; 8]; 32],
    rest: [u16; N],
    /// The one bit that each stands for, by its place.
    bits: [u8; N],
}

/// The number of words in lists whose words are separated by a space or a line's end each.
pub(in crate::rules) const fn count(lists: &[(u32, &str)]) -> usize {
    let mut sum = 0;
    let mut list = 0;
    while list < lists.len() {
        let bytes = lists[list].1.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let end = word_end(bytes, at);
            sum += (end > at) as usize;
            at = end + 1;
        }
        list += 1;
    }
    sum
}

impl<const N: usize> Words<N> {
    /// The words of all lists; `N` is their [`count`]. Each list stands for one bit.
    pub(in crate::rules) const fn of(lists: &[(u32, &str)]) -> Self {
        let mut counts = [[0_u8; 8]; 32];
        let mut hashes = [0_u32; N];
        let mut stands = [0_u8; N];
        let mut sum = 0;
        let mut list = 0;
        while list < lists.len() {
            let (stands_for, words) = lists[list];
            assert!(stands_for.is_power_of_two());
            let bytes = words.as_bytes();
            let mut at = 0;
            while at < bytes.len() {
                let end = word_end(bytes, at);
                if end > at {
                    hashes[sum] = hash(bytes, at, end);
                    stands[sum] = stands_for.trailing_zeros() as u8;
                    counts[(hashes[sum] >> 27) as usize][(hashes[sum] >> 24 & 7) as usize] += 1;
                    sum += 1;
                }
                at = end + 1;
            }
            list += 1;
        }
        let mut starts = [0_u16; 32];
        let mut next = [0_u16; 256];
        let (mut byte, mut sum) = (0, 0);
        while byte < 256 {
            if byte % 8 == 0 {
                starts[byte / 8] = sum;
            }
            next[byte] = sum;
            sum += counts[byte / 8][byte % 8] as u16;
            byte += 1;
        }
        let mut rest = [0_u16; N];
        let mut bits = [0_u8; N];
        let mut word = 0;
        while word < N {
            let byte = (hashes[word] >> 24) as usize;
            let place = next[byte] as usize;
            next[byte] += 1;
            rest[place] = (hashes[word] >> 8) as u16;
            bits[place] = stands[word];
            word += 1;
        }
        Self { starts, counts, rest, bits }
    }

    /// What a word stands for, in all lists together; 0 for a word of none.
    #[inline(never)]
    pub(in crate::rules) fn get(&self, word: &[u8]) -> u32 {
        let hash = hash(word, 0, word.len());
        let (block, place) = ((hash >> 27) as usize, hash >> 24 & 7);
        // The sum of the bytes below one of eight is the highest byte of their product with ones.
        let counts = u64::from_le_bytes(self.counts[block]);
        let below = (counts & ((1 << (8 * place)) - 1)).wrapping_mul(0x0101_0101_0101_0101) >> 56;
        let start = usize::from(self.starts[block]) + below as usize;
        let range = start..start + usize::from((counts >> (8 * place)) as u8);
        let rest = (hash >> 8) as u16;
        range.filter(|place| self.rest[*place] == rest).fold(0, |bits, place| bits | 1 << self.bits[place])
    }
}

const fn word_end(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() && bytes[at] != b' ' && bytes[at] != b'\n' {
        at += 1;
    }
    at
}

/// The letters without their marks of U+00C0 to U+017F (Unicode's canonical decompositions, and `ø`, `ł`, `đ`, `ı`); `.`
/// stays as it is.
const PLAIN: &[u8; 192] = b"aaaaaa.ceeeeiiii.nooooo.ouuuuy..aaaaaa.ceeeeiiii.nooooo.ouuuuy.yaaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkk.llllll..llnnnnnn...oooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzz.";

/// FNV-1a, 32 bits, over the plain small letters.
const fn hash(bytes: &[u8], start: usize, end: usize) -> u32 {
    let mut hash = 0x811c_9dc5_u32;
    let mut at = start;
    while at < end {
        let byte = bytes[at];
        let folded = match byte {
            b'A'..=b'Z' => byte | 0x20,
            0xc3..=0xc5 if at + 1 < end && bytes[at + 1] & 0xc0 == 0x80 => {
                let plain = PLAIN[(byte as usize - 0xc3) * 64 + (bytes[at + 1] & 0x3f) as usize];
                if plain == b'.' {
                    byte
                } else {
                    at += 1;
                    plain
                }
            }
            _ => byte,
        };
        hash = (hash ^ folded as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    // The low bits of a short word's hash are better mixed than the high ones.
    hash ^ hash.rotate_left(15)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LISTS: [(u32, &str); 2] = [(1, "phone téléfono tel"), (2, "born né tel")];
    static WORDS: Words<{ count(&LISTS) }> = Words::of(&LISTS);

    #[test]
    fn words_stand_for_what_they_were_put_in_for() {
        for (word, bits) in
            [("phone", 1), ("PHONE", 1), ("Telefono", 1), ("né", 2), ("NÉ", 2), ("tel", 3), ("phones", 0), ("", 0)]
        {
            assert_eq!(WORDS.get(word.as_bytes()), bits, "{word}");
        }
    }
}
