//! Text as the rules read it: without characters that can't be seen, with every form of a character of ASCII as that
//! character, and with what is written in percent signs or character references decoded, so that none of it hides a
//! secret. Each token of the scrubber's own is a single [`ATOM`], so that no rule reads it. Places lead back to the text
//! as it was.

mod alike;
mod compatible;
mod encoded;

use std::borrow::Cow;

use crate::scan::work;
use crate::{Finding, eights, letters, token};

/// Stands for a token in text to be searched, and for nothing else.
pub(crate) const ATOM: char = '\u{1}';

/// `text` as the rules read it: two spellings of one value are the same.
pub fn normalised(text: &str) -> String {
    Normal::of(text).text().to_owned()
}

/// A text to be searched, and the way back.
pub(crate) struct Normal<'a> {
    text: Cow<'a, str>,
    /// Places of `text` and of the original from which on the two go side by side, in order; none when nothing was
    /// changed.
    steps: Vec<(usize, usize)>,
}

impl<'a> Normal<'a> {
    /// Reads `original`.
    pub(crate) fn of(original: &'a str) -> Self {
        Self::by(original, reading)
    }

    /// Reads a part of a text that was read before, in which atoms have come in: a word may have lost what kept its
    /// letters from being seen through.
    pub(crate) fn again(read: &'a str) -> Self {
        let likeness = |text: &str, at: usize, c: char| (likeness(text, at, c).or(Some(c)), c.len_utf8());
        Self::by(read, likeness)
    }

    fn by(original: &'a str, reading: impl Fn(&str, usize, char) -> (Option<char>, usize)) -> Self {
        work::count(original.len());
        let bytes = original.as_bytes();
        let Some(first) = next_to_read(bytes, 0) else {
            return Self { text: Cow::Borrowed(original), steps: Vec::new() };
        };
        let mut text = String::with_capacity(original.len());
        let mut steps = Vec::new();
        let (mut copied, mut at) = (0, first);
        loop {
            if is_escape(&original[at..]) {
                at += 2;
                text.push_str(&original[copied..at]);
                steps.push((text.len(), at));
                text.push(' ');
                copied = at;
                steps.push((text.len(), at));
            }
            let c = original[at..].chars().next().unwrap_or(ATOM);
            let (read, length) = reading(original, at, c);
            let behind = at + length;
            let before = original[copied..at].chars().next_back().or_else(|| text.chars().next_back());
            let after = bytes.get(behind).map(|byte| char::from(*byte)).filter(|c| c.is_ascii() && *c != ATOM);
            // `48°51`, `12🙏34`: one number.
            let is_digit = |c: char| c.is_ascii_digit();
            let joins = before.is_some_and(is_digit) && after.is_some_and(is_digit) && !letters::is_word(c);
            let gaps = (!joins && is_gap(before, read), !joins && is_gap(read.or(before), after));
            if read != Some(c) || gaps != (false, false) {
                text.push_str(&original[copied..at]);
                if gaps.0 {
                    text.push(' ');
                }
                steps.push((text.len(), at));
                text.extend(read);
                if gaps.1 {
                    steps.push((text.len(), behind));
                    text.push(' ');
                }
                copied = behind;
                steps.push((text.len(), copied));
            }
            match next_to_read(bytes, behind) {
                Some(next) => at = next,
                None => break,
            }
        }
        if steps.is_empty() {
            return Self { text: Cow::Borrowed(original), steps };
        }
        text.push_str(&original[copied..]);
        Self { text: Cow::Owned(text), steps }
    }

    /// The text to search.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// A finding with the word of ASCII that a letter at its end stands beside without a space, `一二三abc`, `hunter2\\nABC`:
    /// one value may have both, and its token must not stand beside what is left of it.
    pub(crate) fn joined(&self, finding: Finding) -> Finding {
        let bytes = self.text.as_bytes();
        let part = |byte: &&u8| is_part(char::from(**byte));
        let Finding { mut start, mut end, .. } = finding;
        let is_open = |before: &[u8]| matches!(before, [.., b'\\', _] | [.., 0x80..=0xff]);
        if self.is_gap(end) && is_open(&bytes[..end]) {
            end += 1 + bytes[end + 1..].iter().take_while(part).count();
        }
        if start > 0 && self.is_gap(start - 1) && !bytes[start].is_ascii() {
            start -= 1 + bytes[..start - 1].iter().rev().take_while(part).count();
        }
        Finding { start, end, ..finding }
    }

    /// Whether a space was put in at a place.
    fn is_gap(&self, place: usize) -> bool {
        self.text.as_bytes().get(place) == Some(&b' ') && self.origin(place) == self.origin(place + 1)
    }

    /// The same stretch of the original. Characters that can't be seen belong to what stands before them.
    pub(crate) fn back(&self, finding: Finding) -> Finding {
        Finding { start: self.origin(finding.start), end: self.origin(finding.end), ..finding }
    }

    /// The place in the text that was read of one in the original, or that of the next character.
    pub(crate) fn place(&self, original: usize) -> usize {
        let after = self.steps.partition_point(|(_, origin)| *origin <= original);
        let place = after.checked_sub(1).map_or(original, |step| self.steps[step].0 + original - self.steps[step].1);
        self.text.ceil_char_boundary(place.min(self.text.len()))
    }

    /// The same place in the original.
    pub(crate) fn origin(&self, place: usize) -> usize {
        let after = self.steps.partition_point(|(read, _)| *read <= place);
        after.checked_sub(1).map_or(place, |step| self.steps[step].1 + place - self.steps[step].0)
    }
}

/// The first byte from `at` on of a character that may be read as another one.
#[inline(never)]
fn next_to_read(bytes: &[u8], at: usize) -> Option<usize> {
    let is_read = |byte: u8| byte >= 0x80 || byte == ATOM as u8 || matches!(byte, b'%' | b'&' | b'\\');
    // Most eights have none.
    let (all, _) = bytes[at..].as_chunks();
    let mut at = at + 8 * all.iter().take_while(|eight| eights::are_plain(u64::from_le_bytes(**eight))).count();
    while at < bytes.len() && !is_read(bytes[at]) {
        at += 1;
    }
    (at < bytes.len()).then_some(at)
}

/// Whether text begins with a line's end or a tab as strings of programs have them, and with what its letter is not to hide:
/// `\nAKIA…`.
fn is_escape(text: &str) -> bool {
    match text.as_bytes() {
        [b'\\', b'n' | b'r' | b't', b'A'..=b'Z' | b'0'..=b'9', ..] => true,
        [b'\\', b'n' | b'r' | b't', ..] => token::len_at_start(&text[2..]).is_some(),
        _ => false,
    }
}

/// Whether a word ends between two characters, though nothing stands there: `密码hunter2`, `🔑hunter2`. Such words are read
/// with a space between them, as others are written.
fn is_gap(one: Option<char>, other: Option<char>) -> bool {
    let is_near = |c: char| is_part(c) || c == ATOM;
    let is_apart = |c: char| !c.is_ascii() && (is_far(c) || !letters::is_word(c));
    one.zip(other).is_some_and(|(one, other)| is_near(one) && is_apart(other) || is_apart(one) && is_near(other))
}

/// Whether a character belongs to a word of ASCII.
const fn is_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Letters of scripts behind Latin, Greek and Cyrillic in Unicode's order.
fn is_far(c: char) -> bool {
    c >= '\u{590}' && !matches!(c, '\u{1d00}'..='\u{1fff}')
}

/// What the character `c` at `at` is read as, which is nothing if it can't be seen, and how many bytes that takes.
fn reading(text: &str, at: usize, c: char) -> (Option<char>, usize) {
    let length = c.len_utf8();
    match c {
        token::OPEN => token::len_at_start(&text[at..]).map_or((Some(c), length), |token| (Some(ATOM), token)),
        '%' | '&' | '\\' => {
            encoded::at_start(&text.as_bytes()[at..]).map_or((Some(c), length), |(c, length)| (Some(c), length))
        }
        _ if is_hidden(c) => (None, length),
        _ => (compatible::to_ascii(c).or_else(|| alike::sign(c)).or_else(|| likeness(text, at, c)).or(Some(c)), length),
    }
}

/// The letter of ASCII that the letter `c` at `at` is taken for.
fn likeness(text: &str, at: usize, c: char) -> Option<char> {
    alike::to_ascii(c).filter(|_| alike::is_disguised(text, at))
}

/// Characters that can't be seen by themselves: Unicode's `Default_Ignorable_Code_Point` where it occurs in text, and the
/// marks that combine with the letter before them (block 0300–036F).
fn is_hidden(c: char) -> bool {
    matches!(
        c,
        ATOM | '\u{ad}'
            | '\u{300}'..='\u{36f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Kind;

    #[test]
    fn hidden_characters_go_and_places_lead_back() {
        let original = "é a\u{200b}b\u{ad}c d";
        let normal = Normal::of(original);
        assert_eq!(normal.text(), "é abc d");
        let found = normal.back(Finding::new(3, 6, Kind::Key, ""));
        assert_eq!(&original[found.start..found.end], "a\u{200b}b\u{ad}c");
    }

    #[test]
    fn every_way_to_write_a_character_is_read_as_that_character() {
        for (original, read) in [
            ("ｐａｓｓ＝１", "pass=1"),
            ("𝗽𝗮𝘀𝘀", "pass"),
            ("pa\u{301}ss", "pass"),
            ("рassword", "password"),
            ("пароль", "пароль"),
            ("password%3Dhunter2", "password=hunter2"),
            ("&quot;password&quot;&#58; x", "\"password\": x"),
            ("100 % & more", "100 % & more"),
            ("{\\u0022key\\u0022", "{\"key\""),
            ("a\\nAKIA\\t\\n1\\new\\", "a\\n AKIA\\t\\n 1\\new\\"),
            ("⟦email:k3f9⟧", "\u{1}"),
            ("⟦no⟧", "⟦ no ⟧"),
            ("密码hunter2是", "密码 hunter2 是"),
            ("密\u{200b}hunter2", "密 hunter2"),
            ("密\u{1}hunter2", "密 hunter2"),
            ("🔑ｘ", "🔑 x"),
            ("🔑⟦email:k3f9⟧码", "🔑 \u{1} 码"),
            ("Straße1 жук2 48°51 3月5", "Straße1 жук2 48°51 3 月 5"),
            ("“don’t” 1–2 x—3", "\"don't\" 1-2 x — 3"),
            ("a\u{1}b", "ab"),
            ("é", "é"),
            ("", ""),
        ] {
            assert_eq!(normalised(original), read, "{original}");
        }
    }

    proptest! {
        #[test]
        fn places_are_on_boundaries_and_in_order(original in "[a-z%&;#3Dé\u{200b}ｐа⟦⟧:]{0,40}|\\PC{0,40}") {
            let normal = Normal::of(&original);
            let places: Vec<usize> = normal.text().char_indices().map(|(at, _)| at).chain([normal.text().len()]).collect();
            let origins: Vec<usize> = places.iter().map(|place| normal.origin(*place)).collect();
            prop_assert!(origins.iter().all(|origin| original.is_char_boundary(*origin)));
            let gaps = normal.text().chars().map(|c| c == ' ');
            let in_order = origins.windows(2).zip(gaps).all(|(pair, gap)| pair[0] < pair[1] || gap && pair[0] == pair[1]);
            prop_assert!(in_order, "{origins:?}");
            prop_assert_eq!(origins.last(), Some(&original.len()));
        }
    }
}
