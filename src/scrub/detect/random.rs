//! How much a word looks drawn at random, in bits: a comparison of two models, text and chance.
//!
//! Text is a model of pairs of letters, and of changes between small letters, capitals and digits, counted in the
//! words of some 60 MB of source code and prose (the sources of Rust and npm packages). Chance draws each character
//! from the alphabet the word uses. The sum over a word's pairs of what chance explains better is the evidence: 10 bits
//! mean that chance is a thousand times likelier than text to have written it.

/// Eighths of a bit by which chance explains a pair of letters better than text, row by row from `aa` to `zz`, with
/// [`ZERO`] added to each.
const PAIRS: &[u8] = concat!(
    r"<;26JJ:Q:QE/:0Z;P.3*ALIFBX-C?G.LEV,AJ+KR2KD68;0WP^9^-V@P.RK/;Z37FS(FL7D.;OZbFS2LF8&H@\)XU?MR3LM8;E<OMXE^",
    r"7J51C>AZM\S8:-QDF)/0UAH7Fb4HD@3+N\(b]/NK-NX329;bU_Jb:LKT&S=51bY;F59G\14A:ZQWU`&PJF&WN]-bUFES-WI7I3=bCbDT",
    r"8F65;:8bUbU98&.?TA3.`BbGb?.4<K&Y@Z5KFXPM1JIS&S9bHPLU1GDC&L?O-b\>PA>IHG4?BSPbRb*MR<&LRb(bR1RY-PbW@8:P[b=b",
    r"&:KD&WNW0`YE=H/-\S;K8b\bPb4V4./=.[7]F8SC4MbI3)>FUbMbHE45V@H_FZD64&B5b);95@:Ubb)XHL(MLC8bR3L^-9`*@1;IX]Nb",
    r"1@<F6@6@>MLE?ICO2=;J&PCLEV,T@?&DDb.bHH@A-K\963@GT[=Z<V6P'RG9-bEEJP88VM4&9TRX;X.`?R&O^4*b_EHU1Ib.9:>_XN4b",
    r"<;==3<@b;Y_03*N4b./.]^bRb^&SFP&CKP(bAFBN?U^OFOUb[Jbb*IBJ1QJ6&bWEN0.G_/9I\bTYFb8L6@,@UP5_bCGQF'GHG&UXTINb",
    r">?8L<HAS>]J;60>&UP+4QY:ZRP/ODO&YIZ5bWHG>4WW]R`IWH_9@",
)
.as_bytes();

/// What stands for no evidence in [`PAIRS`].
const ZERO: i32 = 58;

/// Eighths of a bit for a change from one sort of character (row) to the next (column): small letter, capital, digit.
type Changes = [[i32; 3]; 3];

/// Where all three sorts occur.
const ALL: Changes = [[-9, 20, 25], [6, -6, 21], [19, 25, -19]];
/// Where there are no digits.
const LETTERS: Changes = [[-7, 22, 0], [8, -4, 0], [0, 0, 0]];
/// Where there are digits and letters of one size.
const ONE_SIZE: Changes = [[-3, 0, 32], [0, 0, 27], [25, 31, -13]];

/// What follows its neighbour in the alphabet, or repeats it, was not drawn: the evidence of such a pair.
const IN_ORDER: i32 = -16;
/// What a mark between two runs of letters and digits takes away.
const MARK: i32 = -8;

/// A stretch of a word and the evidence, in eighths of a bit, that it was drawn at random.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Drawn {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) evidence: i32,
}

/// The stretch of `word` with the most evidence. `word` may hold marks between runs of letters and digits.
pub(crate) fn most_drawn(word: &[u8]) -> Drawn {
    let changes = changes_of(word);
    let mut best = Drawn::default();
    let (mut start, mut here) = (0, 0);
    for (at, pair) in word.windows(2).enumerate() {
        if here <= 0 {
            (start, here) = (at, 0);
        }
        here += evidence_of(pair[0], pair[1], changes);
        if here > best.evidence {
            best = Drawn { start, end: at + 2, evidence: here };
        }
    }
    best
}

/// The changes that chance makes with the alphabet a word uses.
fn changes_of(word: &[u8]) -> &'static Changes {
    match word.iter().fold(0_u8, |sorts, byte| sorts | 1 << sort(*byte)) & 7 {
        7 => &ALL,
        0..4 => &LETTERS,
        _ => &ONE_SIZE,
    }
}

/// Whether a value is made as keys are, though its characters may stand in order: letters and digits in one long run, or
/// in groups, and no name made of words. For values that something else says are secret.
pub(crate) fn is_solid(text: &str) -> bool {
    let bytes = text.as_bytes();
    if !(12..=512).contains(&bytes.len()) {
        return false;
    }
    let digits = bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
    let follows = |pair: &&[u8]| (pair[0] | 0x20).abs_diff(pair[1] | 0x20) == 1;
    let ordered = bytes.windows(2).filter(follows).count() * 2 > bytes.len();
    let is_hex = bytes.len() >= 16 && bytes.iter().all(|byte| byte.is_ascii_hexdigit() || *byte == b'-');
    // Most words: what follows asks for one of these.
    if digits < 2 && !ordered && !is_hex {
        return false;
    }
    let (mut letters, mut changes, mut longest, mut run) = (0, 0, 0, 0);
    let mut from = MARK_SORT;
    for byte in bytes {
        let to = sort(*byte);
        letters += usize::from(to < DIGIT);
        let whole = from <= DIGIT && to <= DIGIT;
        changes += usize::from(whole && (from == DIGIT) != (to == DIGIT));
        run = if whole { run + 1 } else { 0 };
        longest = longest.max(run + 1);
        from = to;
    }
    if is_hex {
        return digits > 0 && letters > 0 || bytes.len() >= 24 && digits + letters > 20;
    }
    if text.contains('_') && (changes < 4 || bytes.iter().all(|byte| !byte.is_ascii_lowercase())) {
        return false;
    }
    let groups = text.split('-');
    let is_group = |group: &str| {
        (4..=12).contains(&group.len()) && group.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    };
    if groups.clone().count() >= 3 && groups.clone().all(is_group) && digits >= 2 {
        return true;
    }
    longest >= 12
        && (ordered
            || digits >= 2 && letters >= 2 && changes >= 3 && evidence_unordered(bytes) > 0
            || bytes.len() >= 20 && digits >= 2 && letters >= 2 && evidence_unordered(bytes) > 0)
}

/// The evidence without regard to what stands in order.
fn evidence_unordered(word: &[u8]) -> i32 {
    let changes = changes_of(word);
    let pairs = word.windows(2).filter(|pair| pair[0].abs_diff(pair[1]) > 1);
    pairs.map(|pair| evidence_of(pair[0], pair[1], changes)).sum()
}

fn evidence_of(a: u8, b: u8, changes: &Changes) -> i32 {
    let (from, to) = (sort(a), sort(b));
    if from > DIGIT || to > DIGIT {
        return MARK;
    }
    if a.abs_diff(b) <= 1 {
        return IN_ORDER;
    }
    let letters = if from < DIGIT && to < DIGIT {
        let pair = usize::from((a | 0x20) - b'a') * 26 + usize::from((b | 0x20) - b'a');
        i32::from(PAIRS[pair]) - ZERO
    } else {
        0
    };
    letters + changes[usize::from(from)][usize::from(to)]
}

const DIGIT: u8 = 2;
const MARK_SORT: u8 = 3;

/// Small letter, capital, digit, mark: 0 to 3.
fn sort(byte: u8) -> u8 {
    const SORTS: [u8; 256] = {
        let mut sorts = [MARK_SORT; 256];
        let mut byte = 0;
        while byte < 26 {
            sorts[b'a' as usize + byte] = 0;
            sorts[b'A' as usize + byte] = 1;
            sorts[b'0' as usize + byte % 10] = DIGIT;
            byte += 1;
        }
        sorts
    };
    SORTS[usize::from(byte)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_and_text_are_told_apart() {
        for (word, drawn) in [
            ("qzt7wmdk2vxhr9bnc4pfjg8la", true),
            ("Qk7R2mWxLz9PvTd4JcYhNs8GbFa5EuXo", true),
            ("bmT4kQ9xW2vLr7Yc", true),
            ("IntersectionObserverEntry", false),
            ("test_case_with_numbers_123", false),
            ("getElementsByClassName2", false),
            ("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", false),
            ("aaaaaaaaaaaaaaaaaaaaaaaaaa", false),
        ] {
            let evidence = most_drawn(word.as_bytes()).evidence;
            assert_eq!(evidence > 16 * 8, drawn, "{word}: {evidence}");
        }
    }

    #[test]
    fn keys_of_documentation_are_solid_and_names_are_not() {
        for (text, solid) in [
            ("abcdefghijklmnopqrstuvwxyz123456", true),
            ("ABC123DEF456", true),
            ("1234567890abcdef1234567890abcdef", true),
            ("123e4567-e89b-12d3-a456-426614174000", true),
            ("abcdefghijklmnopqrst", true),
            ("uddiv3SubscriptionKey", false),
            ("ED25519_DER_AES128_PBKDF2_SHA1_EXAMPLE", false),
            ("getElementsByClassName2", false),
            ("password", false),
            ("internationalization", false),
        ] {
            assert_eq!(is_solid(text), solid, "{text}");
        }
    }

    #[test]
    fn the_drawn_part_of_a_word_is_found() {
        let word = "service_account_qzt7wmdk2vxhr9bnc4pfjg8la";
        let drawn = most_drawn(word.as_bytes());
        assert!(drawn.start >= 14 && drawn.end + 6 > word.len(), "{drawn:?}");
    }
}
