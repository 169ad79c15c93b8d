//! Letters of Greek and Cyrillic that look like letters of ASCII (the confusables of UTS #39, the whole-script ones that
//! fonts draw alike). Only in a word that has letters of ASCII too, and none that could not be one: a word of Russian
//! stays what it is.

/// Each such letter and the one it looks like.
const ALIKE: &str =
    "аaеeоoрpсcуyхxіiјjѕsһhԁdԛqԝwАAВBЕEКKМMНHОOРPСCТTХXЅSІIЈJУYΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXοoνvαaρpιiυuγyσoϲcϳj";

/// The letter of ASCII that `c` looks like.
pub(super) fn to_ascii(c: char) -> Option<char> {
    if !matches!(c, '\u{370}'..='\u{52f}') {
        return None;
    }
    let mut letters = ALIKE.chars();
    while let Some(letter) = letters.next() {
        let ascii = letters.next();
        if letter == c {
            return ascii;
        }
    }
    None
}

/// The sign of ASCII that typesetting has put `c` in the place of: quotation marks and hyphens (Unicode's categories Pi, Pf
/// and Pd, the corner brackets of CJK, and primes). Dashes that part sentences stay what they are.
pub(super) const fn sign(c: char) -> Option<char> {
    match c {
        '\u{201c}'..='\u{201f}' | '«' | '»' | '「'..='』' | '〝'..='〟' | '″' => Some('"'),
        '\u{2018}'..='\u{201b}' | '‹' | '›' | '′' => Some('\''),
        '\u{2010}'..='\u{2013}' | '\u{2212}' => Some('-'),
        _ => None,
    }
}

/// Most bytes of a word that are looked at.
const WORD_MAX: usize = 64;

/// Whether the word around the byte `at` of `text` is one of ASCII with letters that look alike.
pub(super) fn is_disguised(text: &str, at: usize) -> bool {
    let is_part = |c: &char| crate::letters::is_word(*c) || *c == '_' || super::is_hidden(*c) && *c != super::ATOM;
    let before = text[text.floor_char_boundary(at.saturating_sub(WORD_MAX))..at].chars().rev();
    let after = text[at..text.floor_char_boundary((at + WORD_MAX).min(text.len()))].chars();
    let mut ascii = false;
    for c in before.take_while(is_part).chain(after.take_while(is_part)) {
        let c = super::compatible::to_ascii(c).unwrap_or(c);
        if c.is_ascii() {
            ascii |= c.is_ascii_alphabetic();
        } else if to_ascii(c).is_none() && !super::is_hidden(c) {
            return false;
        }
    }
    ascii
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_of_ascii_are_seen_through() {
        for (text, disguised) in [
            ("рassword", true),
            ("АKIA", true),
            ("раssword", true),
            ("пароль", false),
            ("соса", false),
            ("Россия2", false),
            ("αβγ", false),
        ] {
            assert_eq!(is_disguised(text, 0), disguised, "{text}");
        }
        assert!(ALIKE.chars().count().is_multiple_of(2));
    }
}
