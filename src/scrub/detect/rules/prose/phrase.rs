//! Phrases from which a wallet is made again (BIP 39).

use crate::Kind;
use crate::scan::{Scan, work};

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
