//! When two spellings are one: without case, accents, spacing and what can't be seen.

use crate::letters;
use crate::normal::Normal;

/// Letters of U+00C0 to U+024F and U+1E00 to U+1EFF without what is added to them, after their canonical decomposition
/// (UAX #15); `ø`, `ł`, `đ` and their like, which have none, as their nearest letter. A dot where there is none.
const LATIN: &[u8; 400] = b"\
    aaaaaa.ceeeeiiiidnooooo.ouuuuy..aaaaaa.ceeeeiiiidnooooo.ouuuuy.yaaaaaaccccccccddddeeeeeeeeeegggggggg\
    hhhhiiiiiiiiii..jjkkkllllll..llnnnnnn.nnoooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzsb.......\
    ........................oo.............uu............................aaiioouuuuuuuuuu.aaaa....ggkkoo\
    oo..j...gg..nnaa....aaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy............................";
const LATIN_ADDITIONAL: &[u8; 256] = b"\
    aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrrssss\
    ssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy......aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeee\
    iiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";

/// A character as it counts in comparisons: small and bare. Two for `ß`, `æ` and their like, none for what is only added
/// to the character before.
pub(crate) fn folded(c: char) -> impl Iterator<Item = char> {
    let (first, second) = match c {
        '\0'..='\u{7f}' => (Some(c.to_ascii_lowercase()), None),
        '\u{300}'..='\u{36f}' => (None, None),
        'ß' | 'ẞ' => (Some('s'), Some('s')),
        'æ' | 'Æ' => (Some('a'), Some('e')),
        'œ' | 'Œ' => (Some('o'), Some('e')),
        'þ' | 'Þ' => (Some('t'), Some('h')),
        'ς' => (Some('σ'), None),
        _ => (Some(bare(c).unwrap_or_else(|| letters::small(c))), None),
    };
    first.into_iter().chain(second)
}

fn bare(c: char) -> Option<char> {
    let at = |first: char| (u32::from(c)).checked_sub(u32::from(first)).and_then(|at| usize::try_from(at).ok());
    let latin = at('\u{c0}').and_then(|at| LATIN.get(at));
    let letter = latin.or_else(|| at('\u{1e00}').and_then(|at| LATIN_ADDITIONAL.get(at)))?;
    (*letter != b'.').then(|| char::from(*letter))
}

/// A value as it counts when two are compared: its letters and digits, folded, or all of it when it has none. So a card's
/// number is the same with spaces, dashes or neither, and a mail address however its letters are written.
pub fn canonical(value: &str) -> String {
    let normal = Normal::of(value);
    let bare: String = normal.text().chars().flat_map(folded).filter(|c| letters::is_word(*c)).collect();
    if bare.is_empty() { normal.text().to_owned() } else { bare }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_value_are_one() {
        for (one, other) in [
            ("Jane.Doe@Example.org", "jane.doe@example.org"),
            ("4111 1111 1111 1111", "4111-1111-1111-1111"),
            ("José Łukasz Großer", "jose\u{301} lukasz GROSSER"),
            ("ｊａｎｅ", "ja\u{200b}ne"),
            ("Ængström ŒUVRE", "aengstrom oeuvre"),
            ("ΟΔΟΣ", "οδος"),
            ("Ấn Ș", "an s"),
        ] {
            assert_eq!(canonical(one), canonical(other), "{one}");
        }
        for (one, other) in [("jane", "jana"), ("Ба", "Бо"), ("12", "21"), ("!?", "?!"), ("李", "王")] {
            assert_ne!(canonical(one), canonical(other), "{one}");
        }
    }
}
