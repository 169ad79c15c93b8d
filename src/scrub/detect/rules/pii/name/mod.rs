//! Names of persons: where a word says that one follows (a title, a greeting, a key of data, the header of a mail, the end of a
//! letter, "my name is"), and a frequent given name before another capitalised word. A name that nothing gives away stays.

mod given;
mod lists;

use self::lists::{
    BY, CLOSING, GREETING, INTRO, KEY, NAME_KEY, NOBODY, PARTICLE, QUALIFIER, ROLE, STOP, TITLE, VERB, bits_of,
};
use super::look;
use super::prose;
use crate::Kind;
use crate::letters;
use crate::scan::{Scan, Word, is_word};

/// Most words of a name.
const MOST: usize = 5;

/// At a word that begins with a capital.
pub(super) fn at_capital(scan: &mut Scan<'_>, word: Word) {
    let next = scan.byte(word.end);
    let before = scan.byte_before(word.start);
    if !matches!(next, b' ' | b'.' | b',' | b'\n' | b'\r' | b'!' | b'-' | b'\'' | b'"' | b':' | b'<' | b')' | b'?')
        || !matches!(before, b' ' | b'\n' | b'(' | b'"' | b'\'' | b'>' | b'\t' | b'*' | b'-' | b'[' | b',' | b';')
    {
        return;
    }
    if before == b'-' && scan.byte_before(word.start - 1).is_ascii_alphabetic() {
        return;
    }
    if matches!(next, b' ' | b'.' | b'-' | b'\'') {
        let bits = bits_of(scan.word(word));
        if bits & (TITLE | GREETING) != 0 && after_word(scan, word, bits) {
            return;
        }
        if bits & STOP == 0 && named(scan, word) {
            return;
        }
    }
    if before == b' ' && introduced(scan, word) {
        return;
    }
    if matches!(before, b' ' | b'\n' | b'-') {
        signed(scan, word.start);
    }
}

/// `Dr. Weber`, `Dear Jane,`
#[inline(never)]
fn after_word(scan: &mut Scan<'_>, word: Word, bits: u32) -> bool {
    let point = usize::from(scan.byte(word.end) == b'.');
    let start = word.end + point + 1;
    if scan.byte(start - 1) != b' ' || (bits & TITLE == 0 && point == 1) {
        return false;
    }
    let Some((end, words)) = name_at(scan.text, start) else { return false };
    let first = &scan.text[start..prose::word_end(scan.text, start)];
    if bits & TITLE != 0 {
        if bits_of(first) & TITLE != 0 {
            return false;
        }
        scan.report(start, end, Kind::Name, "name-title");
        return true;
    }
    let closed = matches!(scan.byte(end), b',' | b'!' | b':' | b'\n' | b'\r' | b'.' | b'-');
    if closed && words <= 3 || given::is_given(first) {
        scan.report(start, end, Kind::Name, "name-greeting");
        return true;
    }
    false
}

/// `Jane Weber`; or two capitalised words before what only persons do.
#[inline(never)]
fn named(scan: &mut Scan<'_>, word: Word) -> bool {
    let first_end = prose::word_end(scan.text, word.start);
    let first = &scan.text[word.start..first_end];
    // A second word stands behind a space, or behind the point of an initial.
    let may_follow = match scan.byte(first_end) {
        b' ' => scan.byte(first_end + 1).is_ascii_alphabetic() || scan.byte(first_end + 1) >= 0x80,
        b'.' => first.chars().nth(1).is_none(),
        _ => false,
    };
    if !may_follow {
        return false;
    }
    let is_given = || given::is_given(first.split('-').next().unwrap_or(first));
    let Some((end, words)) = name_at(scan.text, word.start) else { return false };
    if words < 2 {
        return false;
    }
    let acts = || {
        let verb = prose::word_end(scan.text, end + 1);
        scan.byte(end) == b' ' && bits_of(&scan.text[end + 1..verb]) & VERB != 0
    };
    if !(is_given() || (words <= 3 && acts())) {
        return false;
    }
    scan.report(word.start, end, Kind::Name, "name");
    true
}

/// `my name is Jane`, `I'm Jane Weber`
#[inline(never)]
fn introduced(scan: &mut Scan<'_>, word: Word) -> bool {
    let end = word.start - 1;
    let start = prose::word_start(scan.text, end);
    let bits = bits_of(&scan.text[start..end]);
    if bits & INTRO == 0 {
        return false;
    }
    let Some((name_end, words)) = name_at(scan.text, word.start) else { return false };
    let said = &scan.bytes[scan.floor(start, 12)..end];
    let sure = [
        "name is",
        "Name ist",
        "name ist",
        "name's",
        "appelle",
        "llamo",
        "chiamo",
        "heiße",
        "heisse",
        "nombre es",
        "nome é",
    ];
    let sure = sure.iter().any(|phrase| said.ends_with(phrase.as_bytes()));
    let first = &scan.text[word.start..prose::word_end(scan.text, word.start)];
    let one = words == 1 && given::is_given(first) && matches!(scan.byte(name_end), b',' | b'.' | b'!' | b'\n' | b' ');
    let after = &scan.bytes[name_end..];
    let speaks = said.ends_with(b"his is")
        && [&b" speaking"[..], b" here", b" calling", b" from"].iter().any(|verb| after.starts_with(verb));
    if sure || one || speaks || (words == 2 && matches!(scan.byte(name_end), b',' | b'.') && !said.ends_with(b" is")) {
        scan.report(word.start, name_end, Kind::Name, "name-intro");
        return true;
    }
    false
}

/// At the small word `name`: `my name is jane doe`, by somebody who types no capitals.
pub(super) fn at_small_name(scan: &mut Scan<'_>, word: Word) {
    let Some(rest) = scan.text[word.end..].strip_prefix(" is ") else { return };
    let start = word.end + 4;
    if !rest.starts_with(letters::is_small) {
        return;
    }
    let first = prose::word_end(scan.text, start);
    let second = prose::word_end(scan.text, first + 1);
    let ended = matches!(scan.byte(second), b',' | b'.' | b'\n' | b'!');
    let mine =
        scan.bytes[..word.start].ends_with(b"my ") && (ended || matches!(scan.byte(first), b',' | b'.' | b'\n' | b'!'));
    if first == start || !(mine || given::is_given(&scan.text[start..first])) {
        return;
    }
    let end = if scan.byte(first) == b' ' && second > first + 1 && ended { second } else { first };
    scan.report(start, end, Kind::Name, "name-intro");
}

/// A name on a line of its own below `Best regards,`.
#[inline(never)]
fn signed(scan: &mut Scan<'_>, start: usize) {
    let indent = look::back(scan.bytes, start, 12, |byte| matches!(byte, b' ' | b'-'));
    if !matches!(scan.byte_before(start - indent), b'\n' | b'\r') {
        return;
    }
    let floor = scan.floor(start, 64);
    let Some(above) = scan.text[floor..start].trim_end_matches([' ', '-', '\r']).strip_suffix('\n') else { return };
    let above = above.trim_end();
    let line = &above[above.rfind('\n').map_or(0, |at| at + 1)..];
    let closing = line.trim_end_matches([',', '!', '.']);
    let last = prose::word_start(closing, closing.len());
    if line.len() > 40 || bits_of(&closing[last..]) & CLOSING == 0 || !line.ends_with([',', '!']) && line.contains('.')
    {
        return;
    }
    if let Some((end, _)) = name_at(scan.text, start).filter(|(end, _)| matches!(scan.byte(*end), b'\n' | b'\r' | b','))
    {
        scan.report(start, end, Kind::Name, "name-signature");
    }
}

/// At a `:` or `=` before a capital: a value whose key says that it is a name.
#[inline(never)]
pub(super) fn at_key(scan: &mut Scan<'_>, at: usize) {
    let mut start = at + 1;
    while start < at + 5 && matches!(scan.byte(start), b' ' | b'"' | b'\'' | b'[') {
        start += 1;
    }
    if !matches!(scan.byte(start), b'A'..=b'Z' | 0x80..) {
        return;
    }
    let quoted = matches!(scan.byte_before(start), b'"' | b'\'');
    if !prose::is_capital_at(scan.text, start) && scan.byte(start) < 0xe0 {
        return;
    }
    let (key, before) = last_words(scan, at);
    // Of a script without spaces the key may be the end of a word only.
    let ends = [6, 9, 12].iter().filter_map(|length| key.get(key.len().checked_sub(*length)?..));
    let bits = bits_of(key) | ends.filter(|end| !end.is_ascii()).fold(0, |bits, end| bits | bits_of(end));
    if bits & (KEY | NAME_KEY | ROLE | BY) == 0 {
        return;
    }
    let Some((end, words)) = name_at(scan.text, start).or_else(|| native_name(scan.text, start)) else { return };
    let next = scan.byte(end);
    let ended = matches!(next, b'"' | b'\'' | b',' | b'\n' | b'\r' | b'<' | b';' | b'&' | b'|' | b')')
        || scan.bytes[end..].starts_with(b" <")
        // `姓名: 张三 电话: …`, `姓名: 张三。`
        || scan.byte(start) >= 0xe0 && matches!(&scan.bytes[end..], [b' ', ..] | [0xe3, 0x80, ..]);
    let first = &scan.text[start..prose::word_end(scan.text, start)];
    let is_given = given::is_given(first);
    let qualified = bits_of(before) & QUALIFIER != 0;
    let is_name = if bits & KEY != 0 || (bits & NAME_KEY != 0 && qualified) {
        words > 1 || quoted || is_given || scan.byte(start) >= 0xe0 && ended
    } else if bits & BY != 0 {
        qualified && (words > 1 || is_given)
    } else if bits & NAME_KEY != 0 {
        is_given && ended
    } else {
        words > 1
            && (quoted
                || is_given
                || matches!(next, b'\n' | b'\r' | b'<' | b',')
                || scan.bytes[end..].starts_with(b" <"))
            || is_given && ended
    };
    if is_name && !matches!(next, b'(' | b'{' | b':') {
        scan.report(start, end, Kind::Name, "name-key");
    }
}

/// The last word of the key before `at`, and the one before it.
fn last_words<'a>(scan: &Scan<'a>, at: usize) -> (&'a str, &'a str) {
    let mut floor = at.saturating_sub(40);
    while !scan.text.is_char_boundary(floor) {
        floor += 1;
    }
    let key = scan.text[floor..at].trim_end_matches(['"', '\'', ' ']);
    let split = |text: &'a str| {
        let bytes = text.as_bytes();
        let mut start = bytes.len();
        while start > 0
            && (bytes[start - 1].is_ascii_alphabetic() || bytes[start - 1] >= 0x80)
            && !(start < bytes.len() && bytes[start - 1].is_ascii_lowercase() && bytes[start].is_ascii_uppercase())
        {
            start -= 1;
        }
        (&text[..start], &text[start..])
    };
    let (rest, last) = split(key);
    let (_, before) = split(rest.trim_end_matches(['_', '-', ' ', '.']));
    (last, before)
}

/// The display name before an address in pointed brackets: `Jane Weber <jane@…>`.
pub(super) fn before_address(scan: &mut Scan<'_>, bracket: usize) {
    let floor = scan.floor(bracket, 60);
    let line = scan.text[floor..bracket]
        .rfind(['\n', ':', '=', ',', ';', '"', '(', '\t', '>'])
        .map_or(floor, |at| floor + at + 1);
    let head = scan.text[line..bracket].trim_start();
    let start = bracket - head.len();
    let name = head.trim_end().trim_end_matches('"');
    let words = name.split(' ').count();
    let formed = name
        .split(' ')
        .all(|word| word.chars().all(|c| letters::is_letter(c) || matches!(c, '.' | '-' | '\'')) && !word.is_empty());
    // In a header small letters are enough; in a sentence they are its words.
    let header = start == 0 || matches!(scan.bytes[..start].trim_ascii_end().last(), None | Some(b':' | b'"' | b','));
    let capital = prose::is_capital_at(scan.text, start);
    let capitals = capital && name.split(' ').next_back().is_some_and(|last| last.starts_with(letters::is_capital));
    if formed && !name.is_empty() && words <= MOST && (capitals || (header && words == 2)) {
        scan.add(start, start + name.len(), Kind::Name, "name-display");
    }
}

/// A name that begins at `start`: its end and the number of its words. Initials and particles go with it.
#[inline(never)]
fn name_at(text: &str, start: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut end = start;
    let mut at = start;
    let mut words = 0;
    while words < MOST {
        let stop = prose::word_end(text, at);
        let word = &text[at..stop];
        let capital = prose::is_capital_at(text, at);
        let initial = capital && word.chars().nth(1).is_none() && bytes.get(stop) == Some(&b'.');
        let bits = if words == 0 || capital || word.len() <= 5 { bits_of(word) } else { 0 };
        if !capital && words > 0 && bits & PARTICLE != 0 && bytes.get(stop) == Some(&b' ') {
            at = stop + 1;
            continue;
        }
        let code = bytes.get(stop).is_some_and(|byte| {
            is_word(*byte) && *byte < 0x80 || matches!(byte, b'(' | b'/' | b'@' | b'[' | b'{' | b'*')
        }) || bytes[stop..].starts_with(b"::")
            || bytes[stop..].starts_with(b".") && bytes.get(stop + 1).is_some_and(|byte| is_word(*byte)) && !initial;
        let shout = word.len() >= 2 && word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_uppercase());
        if stop == at || !capital || bits & (STOP | TITLE) != 0 || code || (shout && words > 0) {
            break;
        }
        let letters = word.chars().nth(1).is_some();
        if !letters && !initial {
            break;
        }
        let possessive = word.ends_with("'s");
        let stop = if possessive { stop - 2 } else { stop };
        words += 1;
        end = stop + usize::from(initial);
        // `J.R.R. Tolkien` has no spaces between its initials.
        let next = usize::from(bytes.get(end) == Some(&b' '));
        if possessive || (next == 0 && !(initial && prose::is_capital_at(text, end))) {
            break;
        }
        at = end + next;
    }
    (words > 0 && end - start >= 2).then_some((end, words))
}

/// Two to five letters of a script without capitals.
fn native_name(text: &str, start: usize) -> Option<(usize, usize)> {
    let end = prose::word_end(text, start);
    let letters = text[start..end].chars().count();
    let native =
        text[start..end].chars().all(|c| letters::is_letter(c) && !letters::is_small(c) && !letters::is_capital(c));
    (native && (2..=5).contains(&letters)).then_some((end, 1))
}

/// Whether a whole value looks like somebody's name.
pub(super) fn is_name(value: &str) -> bool {
    let first = &value[..prose::word_end(value, 0)];
    match name_at(value, 0).or_else(|| native_name(value, 0)) {
        Some((end, words)) => end == value.len() && (words > 1 || given::is_given(first)),
        None => false,
    }
}

/// Whether a name of an account is that of a service, of an example, or a word that a site keeps for itself.
pub(super) fn is_nobody(account: &str) -> bool {
    let first = account.split(['-', '_', '.', ' ']).next().unwrap_or(account);
    (bits_of(first) | bits_of(account)) & (NOBODY | STOP) != 0
}

/// Whether a label asks for a name of a person: `First name`, `Nachname`.
pub(super) fn is_asked(label: &str) -> bool {
    let mut before = 0;
    label.split(|c: char| !letters::is_letter(c)).filter(|word| !word.is_empty()).any(|word| {
        let bits = bits_of(word);
        let asked = bits & KEY != 0 || (bits & NAME_KEY != 0 && before & QUALIFIER != 0);
        before = bits;
        asked
    })
}

/// Whether a label is nothing but `Name`.
pub(super) fn is_plain_name(label: &str) -> bool {
    bits_of(label.trim_matches(|c: char| !letters::is_letter(c))) & NAME_KEY != 0
}

#[cfg(test)]
mod tests {
    use super::super::super::testing;

    #[test]
    fn names_are_found_where_something_says_so() {
        for (rule, text, name) in [
            ("name-title", "ask Dr. Weber about it", "Weber"),
            ("name-title", "Mrs Jane van der Berg said", "Jane van der Berg"),
            ("name-title", "Frau Müller-Lüdenscheidt", "Müller-Lüdenscheidt"),
            ("name-greeting", "Dear Tjalling,\nthanks", "Tjalling"),
            ("name-greeting", "Hi Jane, how", "Jane"),
            ("name-intro", "my name is Tjalling and", "Tjalling"),
            ("name-intro", "Je m'appelle Odile Martin.", "Odile Martin"),
            ("name-intro", "my name is jane weber.", "jane weber"),
            ("name-signature", "Best regards,\nWobke Weber\n", "Wobke Weber"),
            ("name-signature", "Mit freundlichen Grüßen\nWobke Weber\n", "Wobke Weber"),
            ("name-key", "\"first_name\": \"Tjalling\"", "Tjalling"),
            ("name-key", "customerName: 'Tjalling Weber'", "Tjalling Weber"),
            ("name-key", "Nachname: Weber\n", ""),
            ("name-key", "\"姓名\": \"張三豐\"", "張三豐"),
            ("name-key", "収件人姓名: 张伟 电话", "张伟"),
            ("name-key", "です。名前: 田中太郎。", "田中太郎"),
            ("name-key", "Signed-off-by: Tjalling Weber <t@w.example>", "Tjalling Weber"),
            ("name-key", "Author: Tjalling Weber <t@w.example>", "Tjalling Weber"),
            ("name-key", "\"name\": \"Jane\"", "Jane"),
            ("name-key", "firstName: String,", ""),
            ("name-key", "author: Person(1)", ""),
            ("name-key", "\"name\": \"Visual Studio Code\"", ""),
            ("name-display", "to: tj weber <t@w.example>", "tj weber"),
            ("name", "met Jane Weber in Ulm", "Jane Weber"),
            ("name", "Jean-Luc O'Brien’s", "Jean-Luc O'Brien"),
            ("name", "John F. Kennedy was", "John F. Kennedy"),
            ("name", "John R.R. Tolkien wrote", "John R.R. Tolkien"),
            ("name-display", "send bugs to <b@w.example>", ""),
            ("name", "Wobke Weber lives in", "Wobke Weber"),
            ("name", "James Street", ""),
            ("name", "Hello World", ""),
            ("name-greeting", "Hello World!", ""),
            ("name-greeting", "Dear Customer,", ""),
            ("name-title", "Dr. No.", ""),
        ] {
            let expected: Vec<&str> = if name.is_empty() { vec![] } else { vec![name] };
            assert_eq!(testing::pieces_of(rule, text), expected, "{rule}: {text}");
        }
    }
}
