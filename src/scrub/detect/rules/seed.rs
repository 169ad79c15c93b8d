//! Seeds of one-time codes, as pages show them to be typed (RFC 6238; RFC 4648, section 6).

use crate::Kind;
use crate::scan::{Scan, Word, is_word, work};

/// Characters of a group of a seed, and how far its groups are read either way.
pub(super) const GROUP: usize = 4;
const SEED_MAX: usize = 64;

/// `tba3 ezor ky5z ijjz`: base32 in groups of four, at a group with a digit.
pub(super) fn at(scan: &mut Scan<'_>, word: Word) -> bool {
    let is_group = |at: usize| {
        let group = scan.bytes.get(at..at + GROUP).unwrap_or(b"_");
        group.iter().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'2'..=b'7'))
            && !is_word(scan.byte(at + GROUP))
            && !is_word(scan.byte_before(at))
    };
    let floor = scan.low(word.start, SEED_MAX);
    let (mut from, mut to) = (word.start, word.start);
    while from > floor + GROUP && scan.bytes[from - 1] == b' ' && is_group(from - GROUP - 1) {
        from -= GROUP + 1;
    }
    while to < word.start + SEED_MAX && scan.byte(to + GROUP) == b' ' && is_group(to + GROUP + 1) {
        to += GROUP + 1;
    }
    to += GROUP;
    work::count(to - from);
    // Not what a dump in hexadecimal shows, and no words with numbers.
    let is_seed = is_group(word.start)
        && to - from > 3 * (GROUP + 1)
        && scan.bytes[from..to].windows(2).any(|pair| pair[0].is_ascii_digit() && pair[1].is_ascii_alphabetic())
        && scan.bytes[from..to].iter().any(|byte| matches!(byte | 0x20, b'g'..=b'z'));
    if is_seed {
        scan.report(from, to, Kind::Key, "seed");
    }
    is_seed
}

#[cfg(test)]
mod tests {
    use super::super::testing;

    #[test]
    fn seeds_in_groups_are_found() {
        testing::check_rule(
            "seed",
            &[
                ("enter tba3 ezor ky5z ijjz 45b2 zuxp", "tba3 ezor ky5z ijjz 45b2 zuxp"),
                ("KEY: TBA3 EZOR KY5Z IJJZ 45B2", "TBA3 EZOR KY5Z IJJZ 45B2"),
                ("3a2b 4c5d 6e7f 2a3b 4c5d", ""),
                ("get2 get3 get4 get5", ""),
                ("4222 2222 2222 2222", ""),
            ],
        );
    }
}
