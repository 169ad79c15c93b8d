//! Names of persons: where a word says that one follows (a title, a greeting, a key of data, the header of a mail, the end of a
//! letter, "my name is"), and a frequent given name before another capitalised word. A name that nothing gives away stays.

mod column;
mod east;
mod given;
mod key;
mod lists;

pub(super) use self::east::titled;
pub(super) use self::key::at_key;

use self::east::native_name;
use self::lists::{
    BY, CLOSING, GREETING, INTRO, KEY, NAME_KEY, NOBODY, PARTICLE, QUALIFIER, ROLE, STOP, TITLE, TO, VERB, bits_of,
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
    if matches!(before, b',' | b';' | b'\t' | b'|' | b'\n' | b'\'') && column::at_cell(scan, word) {
        return;
    }
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
    // `Gentile dott. Rossi`
    let title = prose::word_end(scan.text, start);
    let (mut start, mut bits) = (start, bits);
    if bits_of(&scan.text[start..title]) & TITLE != 0 {
        start = title + usize::from(scan.byte(title) == b'.') + 1;
        bits |= TITLE;
        if scan.byte(start - 1) != b' ' {
            return false;
        }
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
            || scan.text[end..].starts_with(" a écrit")
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
    if bits & (INTRO | BY | TO | ROLE) == 0 {
        return false;
    }
    let Some((name_end, words)) = name_at(scan.text, word.start) else { return false };
    let said = &scan.bytes[scan.floor(start, 12)..end];
    if bits & INTRO == 0 {
        return (2..=3).contains(&words) && key::labelled(scan, (start, end), (word.start, name_end), bits);
    }
    let sure = [
        "schrieb",
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

/// A name on a line of its own below `Best regards,`, or behind a short form of that.
#[inline(never)]
fn signed(scan: &mut Scan<'_>, start: usize) {
    let indent = look::back(scan.bytes, start, 12, |byte| matches!(byte, b' ' | b'-'));
    let is_below = matches!(scan.byte_before(start - indent), b'\n' | b'\r');
    if !is_below && !is_behind_one_word(scan, start) {
        return;
    }
    let floor = scan.floor(start, 64);
    let above = scan.text[floor..start].trim_end_matches([' ', '-', '\r']);
    let above = if is_below { above.strip_suffix('\n').unwrap_or_default().trim_end() } else { above };
    let line = &above[above.rfind('\n').map_or(0, |at| at + 1)..];
    let closing = line.trim_end_matches([',', '!', '.']);
    let last = prose::word_start(closing, closing.len());
    // RFC 3676, section 4.3.
    let is_rule = line == "--";
    let is_closing = bits_of(&closing[last..]) & CLOSING != 0 && (line.ends_with([',', '!']) || !line.contains('.'));
    if line.len() > 40 || !(is_closing || is_rule) {
        return;
    }
    let ended =
        |(end, words): &(usize, usize)| matches!(scan.byte(*end), b'\n' | b'\r' | b',') && (is_closing || *words > 1);
    if let Some((end, _)) = name_at(scan.text, start).filter(ended) {
        scan.report(start, end, Kind::Name, "name-signature");
    }
}

/// Whether one word stands before it on its line: `Best, Jane`, or a short one, `LG Jane`.
fn is_behind_one_word(scan: &Scan<'_>, start: usize) -> bool {
    let end = start - usize::from(scan.byte_before(start) == b' ');
    let (end, most) = if scan.byte_before(end) == b',' { (end - 1, 12) } else { (end, 3) };
    let word = look::back(scan.bytes, end, most, |byte| byte.is_ascii_alphabetic() || byte >= 0x80);
    word > 0 && matches!(scan.byte_before(end - word), b'\n' | b'\r')
}

/// The display name before an address in pointed brackets: `Jane Weber <jane@…>`.
pub(super) fn before_address(scan: &mut Scan<'_>, bracket: usize) {
    let floor = scan.floor(bracket, 60);
    // `"Weber, Jane" <…>`
    let quoted = scan.text[floor..bracket].trim_end().strip_suffix('"').and_then(|head| head.rfind('"'));
    let line = quoted.map(|at| floor + at + 1).unwrap_or_else(|| {
        scan.text[floor..bracket]
            .rfind(['\n', ':', '=', ',', ';', '"', '(', '\t', '>'])
            .map_or(floor, |at| floor + at + 1)
    });
    let head = scan.text[line..bracket].trim_start();
    let start = bracket - head.len();
    let name = head.trim_end().trim_end_matches('"');
    let words = name.split(' ').count();
    let formed = name.split(' ').all(|word| {
        word.chars().all(|c| letters::is_letter(c) || matches!(c, '.' | '-' | '\'') || quoted.is_some() && c == ',')
            && !word.is_empty()
    });
    // In a header small letters are enough; in a sentence they are its words.
    let header = start == 0 || matches!(scan.bytes[..start].trim_ascii_end().last(), None | Some(b':' | b'"' | b','));
    let capital = prose::is_capital_at(scan.text, start);
    let capitals = capital && name.split(' ').next_back().is_some_and(|last| last.starts_with(letters::is_capital));
    // `GitHub Actions`
    let is_stop = |word: Option<&str>| word.is_some_and(|word| bits_of(word) & STOP != 0);
    let is_thing = is_stop(name.split(' ').next()) && is_stop(name.split(' ').next_back());
    if formed && !is_thing && !name.is_empty() && words <= MOST && (capitals || (header && words == 2)) {
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
    account.ends_with("user") || (bits_of(first) | bits_of(account)) & (NOBODY | STOP) != 0
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
            ("name-key", "Nachname: Weber\n", "Weber"),
            ("name-key", "User(lastName=Weber, locale=en)", "Weber"),
            ("name-key", "Nom : Weber\nPrénom : \n", "Weber"),
            ("name-key", "last_name: Nachname\n", ""),
            ("name-key", "lastName: CharField,", ""),
            ("name-key", "Requester: Weber, Wobke\n", "Weber, Wobke"),
            ("name-key", "Assigné à : Wobke Weber", "Wobke Weber"),
            ("name-key", "Gemeldet von: Wobke Weber", "Wobke Weber"),
            ("name-key", "担当者：田中太郎\n", ""),
            ("name-key", "担当者:田中太郎\n", "田中太郎"),
            ("name-key", "approved by Wobke Weber, Finance", "Wobke Weber"),
            ("name-key", " * @author Wobke Weber\n", "Wobke Weber"),
            ("name-key", "// Created by Wobke Weber on 11.03.25.", "Wobke Weber"),
            ("name-key", "\nReporter Wobke Weber\nAssignee", "Wobke Weber"),
            ("name-key", "<input name=\"fullname\" value=\"Wobke Weber\">", "Wobke Weber"),
            ("name-key", "Zugewiesen an Wobke Weber\n", "Wobke Weber"),
            ("name-key", "we created a Foo Bar.", ""),
            ("name-key", "Created by Adobe Illustrator", ""),
            ("name-key", "assigned to Pull Request Number", ""),
            ("name-key", "Author: GitHub Actions\n", ""),
            ("name-title", "Gentile dott. Rossi,", "Rossi"),
            ("name-title", "Szanowny Panie Wobke,", "Wobke"),
            ("name-greeting", "Уважаемая Мария Петрова!", "Мария Петрова"),
            ("name-greeting", "Thanks Wobke! That worked", "Wobke"),
            ("name-greeting", "Merci Beaucoup!", ""),
            ("name-signature", "so.\nLG Wobke\n", "Wobke"),
            ("name-signature", "so.\nBest, Wobke", "Wobke"),
            ("name-signature", "Best Practices\n", ""),
            ("name-signature", "an LG Monitor\n", ""),
            ("name-signature", "--\nWobke Weber\nHead of", "Wobke Weber"),
            ("name-intro", "Am 1.2. schrieb Wobke Weber:", "Wobke Weber"),
            ("name", "Wobke Weber commented 2 hours ago", "Wobke Weber"),
            ("name-display", "\"Weber, Wobke\" <t@w.example>", "Weber, Wobke"),
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
            ("name-display", "Author: GitHub Actions <b@w.example>", ""),
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
