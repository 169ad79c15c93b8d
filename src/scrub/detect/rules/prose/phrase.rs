//! Phrases from which a wallet is made again (BIP 39).

use super::{AROUND_CODE, JOINS, TIE, is, pieces, place_of, tell};
use crate::Kind;
use crate::scan::{Scan, Word, work};

/// Words behind which such a phrase may stand in a sentence.
pub(super) const PHRASED_WORDS: &str = "words phrase mnemonic wallet seed";
/// How many words may stand between.
const BETWEEN: usize = 4;
/// What has small words that are in no list of BIP 39, and in most sentences: `the`, `and`, `for`, `are`.
const NEVER: u32 = AROUND_CODE | JOINS | TIE;

/// `my words are album basic …`: at least twelve small words, none of them one that sentences are made of.
pub(super) fn after(scan: &mut Scan<'_>, word: Word) {
    let (found, count) = pieces(scan.text, word.end, BETWEEN);
    for piece in found[..count].iter().copied() {
        let start = place_of(scan.text, piece);
        let (mut end, mut words) = (start, 0);
        loop {
            let length = scan.bytes[end..].iter().take(9).take_while(|byte| byte.is_ascii_lowercase()).count();
            if !(3..=8).contains(&length) || words == 24 || is(&scan.text[end..end + length], NEVER) {
                break;
            }
            (end, words) = (end + length + 1, words + 1);
            if scan.byte(end - 1) != b' ' {
                break;
            }
        }
        work::count(end - start);
        if words >= 12 {
            tell(scan, &scan.text[start..end - 1], Kind::Key);
            return;
        }
    }
}

/// At where a recovery phrase may begin, behind three characters at most: 12 to 24 small words of three to eight letters, in
/// threes (BIP 39), and no more on the line or in the quotation.
#[inline(never)]
pub(in crate::rules) fn phrase(scan: &mut Scan<'_>, start: usize) -> bool {
    let mut from = start;
    while from < start + 3 && !scan.byte(from).is_ascii_lowercase() {
        from += 1;
    }
    let (mut at, mut words, mut letters) = (from, 0, 0);
    loop {
        let byte = scan.byte(at);
        if byte.is_ascii_lowercase() {
            letters += 1;
        } else if !(3..=8).contains(&letters) || words > 24 {
            return false;
        } else {
            (words, letters) = (words + 1, 0);
            if byte != b' ' {
                break;
            }
        }
        at += 1;
    }
    let whole = matches!(words, 12 | 15 | 18 | 21 | 24) && matches!(scan.byte(at), b'\n' | b'"' | b'\'');
    work::count(at - start);
    if whole {
        scan.report(from, at, Kind::Key, "told");
    }
    whole
}
