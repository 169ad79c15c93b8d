//! Passwords in a sentence: behind their name, before it, on the line below it, and behind a name and a slash.

use super::super::assignment::{has_digit, is_placeholder};
use super::super::command::looks_chosen;
use super::value::{is_picked, is_strange};
use super::{
    AHEAD, BYTES_MAX, EMPTY, INTO, JOINS, LOOSE, NET, SAID, SHELL, SQL, TIE, VERB, WORDS_MAX, bare, is, pieces, tell,
    tell_and_pass,
};
use crate::Kind;
use crate::scan::{Scan, Word, work};

/// What ties a value to such a word in scripts without spaces, at its end.
const TIES_ELSEWHERE: [&str; 7] = ["是", "为", "為", "は", "는", "은", "คือ"];

/// Written in bold, with its colon: a role beside those of [`super::LISTS`].
const BOLD: u32 = 1 << 31;

/// How a value is tied to its name.
#[derive(Clone, Copy, PartialEq)]
enum Tie {
    None,
    Loose,
    Tight,
}

/// `my password is hunter2`, `the password Summer!24 works`
pub(super) fn after(scan: &mut Scan<'_>, word: Word, name: &str, role: u32) {
    // `**Password:** hunter2`, `The password? It's hunter2`
    let bold = scan.text[word.end..].starts_with(":**");
    let from = word.end + if bold { 3 } else { usize::from(matches!(scan.byte(word.end), b'?' | b',')) };
    work::count(BYTES_MAX);
    let on_line = matches!(scan.byte(from), b' ' | b'\t' | b'*');
    if !(on_line && beside(scan, (word.start, from), name, if bold { role | BOLD } else { role })) {
        below(scan, word.end, name);
    }
}

/// Whether a password is found behind its name, on the line.
fn beside(scan: &mut Scan<'_>, (word, from): (usize, usize), name: &str, role: u32) -> bool {
    let named = |one: u32| role & one != 0;
    let is_field = is_login_line(scan, word);
    let is_within = role == 0;
    let mut tie =
        if named(BOLD) || TIES_ELSEWHERE.iter().any(|tie| name.ends_with(tie)) { Tie::Tight } else { Tie::None };
    let (mut assigned, listed) = (false, scan.byte_before(from) == b',');
    let is_net = named(NET);
    let is_verb = named(VERB) && !is_answer(scan, word, name);
    let (found, count) = pieces(scan.text, from, WORDS_MAX);
    for (number, piece) in found[..count].iter().copied().enumerate() {
        // `密码是hunter2，请…`
        let piece = if is_within { piece.split(|c: char| !c.is_ascii()).next().unwrap_or(piece) } else { piece };
        let first = piece.as_bytes().first().copied().unwrap_or(b' ');
        let quoted = matches!(first, b'"' | b'\'' | b'`') || piece.starts_with("**");
        let value = bare(piece);
        if value.is_empty() && !is(piece, TIE) {
            continue;
        }
        if named(SHELL) && first == b'-' {
            tie = Tie::Tight;
            continue;
        }
        if named(SQL) {
            match number {
                0 if piece.eq_ignore_ascii_case("by") => continue,
                1 if quoted && first != b'`' || is_picked(value) => tie = Tie::Tight,
                _ => return false,
            }
        }
        // `tests pass on …`, `wifi 802.11`
        let is_sure = is_picked(value) && value.bytes().any(|byte| matches!(byte, b'!'..=b'*' | b'?' | b'@'));
        if number == 0 && (is_verb && !is_sure && !is(piece, SAID) && piece != "for" || is_net && !is(piece, TIE)) {
            return false;
        }
        // `pwd As String = "…"`: what is assigned has its own rule. `hasattr(pwd, 'x')`: an argument.
        if number > 0 && piece == "=" || number == 0 && quoted && listed {
            return false;
        }
        let strange = is_strange(value) || quoted && number == 0 && has_digit(value);
        let asks = piece.ends_with([':', '?'])
            && ((1..5).contains(&number) || first == b'(')
            && !(tie == Tie::Tight && strange && piece.ends_with('?'));
        if is(piece, TIE) || is(piece.trim_end_matches(':'), TIE) || asks {
            (tie, assigned) = (Tie::Tight, piece == "=");
            continue;
        }
        if is(piece, LOOSE) {
            tie = Tie::Loose;
            continue;
        }
        let fits = value.len() >= 4
            && !is_placeholder(value)
            && !piece.contains("()")
            && value.bytes().any(|byte| byte.is_ascii_alphanumeric());
        let tied = tie == Tie::Tight;
        let near = number == 0 && !is_net && !listed || tie == Tie::Loose || first == b'(';
        let counts = if quoted {
            (tied || number == 0 && first != b'`')
                && (strange || value.bytes().all(|b| b.is_ascii_lowercase()) && !is(value, EMPTY))
        } else {
            tied && strange && !is(value, EMPTY) && (!assigned && number < 2 || has_digit(value))
                || number == 0 && (is_field || is_within && looks_chosen(value))
        };
        if fits && (counts && !is_net || (near || tied) && is_picked(value)) {
            tell_and_pass(scan, value);
            return true;
        }
        if number >= 4 || is_field && number == 0 {
            return false;
        }
        tie = Tie::None;
    }
    false
}

/// `try Summer!24 as the password`
pub(super) fn before(scan: &mut Scan<'_>, word: Word) {
    if let Some(value) = ahead(scan, word, AHEAD)
        && is_picked(value)
    {
        tell(scan, value, Kind::Password);
    }
}

/// What stands within a few words before another, and before one of that role: `… as the password`.
#[inline(never)]
pub(super) fn ahead<'a>(scan: &Scan<'a>, word: Word, role: u32) -> Option<&'a str> {
    let floor = scan.floor(word.start, BYTES_MAX);
    let (mut end, mut tied) = (word.start, false);
    for _ in 0..5 {
        let space = scan.bytes[floor..end].iter().rev().take_while(|byte| **byte == b' ').count();
        end -= space;
        let length = scan.bytes[floor..end].iter().rev().take_while(|byte| !byte.is_ascii_whitespace()).count();
        let piece = &scan.text[end - length..end];
        if tied || length == 0 || space == 0 {
            // What begins further ahead has not been read whole.
            let whole = tied && (end - length > floor || floor == 0) && !piece.ends_with(')');
            return whole.then(|| bare(piece));
        }
        tied = is(piece, role);
        end -= length;
    }
    None
}

/// A password alone on the line below its name, or below an empty one: `Password:`, `What was the password?`
fn below(scan: &mut Scan<'_>, from: usize, name: &str) {
    if let Some(value) = line_below(scan, from, name != "pass")
        && is_picked(value.strip_suffix("==").unwrap_or(value))
    {
        tell(scan, value, Kind::Password);
    }
}

/// The word that is all of the line below a name that ends its own, or a question. `alone`: also without a colon.
#[inline(never)]
pub(super) fn line_below<'a>(scan: &Scan<'a>, from: usize, alone: bool) -> Option<&'a str> {
    work::count(BYTES_MAX);
    let rest = &scan.bytes[from..scan.bytes.len().min(from + 2 * BYTES_MAX)];
    let line = rest.iter().position(|byte| *byte == b'\n')?;
    let fits = match rest[..line].iter().rev().find(|byte| !byte.is_ascii_whitespace()) {
        Some(b':' | b'?') => !matches!(rest[0], b'(' | b')' | b'\'' | b'"'),
        last => last.is_none() && alone,
    };
    let below = from + line + rest[line..].iter().position(|byte| !byte.is_ascii_whitespace())?;
    let (words, count) = pieces(scan.text, below, 3);
    // `A: hunter22`
    (fits && (count == 1 || count == 2 && words[0].len() <= 2)).then(|| bare(words[count - 1]))
}

/// `creds for the box: admin / Summer!24`, `account: admin/Summer!24`, `log in as admin using Summer!24`
pub(super) fn pair(scan: &mut Scan<'_>, word: Word) {
    work::count(BYTES_MAX);
    if !matches!(scan.byte(word.end), b' ' | b':') {
        return;
    }
    let (mut tied, mut parted) = (false, false);
    let (found, count) = pieces(scan.text, word.end, WORDS_MAX + 2);
    for (number, piece) in found[..count].iter().copied().enumerate() {
        let sign = piece.bytes().take(piece.len() - 1).position(|byte| matches!(byte, b'/' | b':'));
        let sign = sign.filter(|at| (tied || number == 0) && *at > 0 && piece.as_bytes()[at - 1].is_ascii_alphabetic());
        if parted || sign.is_some() {
            let value = bare(&piece[sign.map_or(0, |at| at + 1)..]);
            if is_picked(value) {
                tell_and_pass(scan, value);
            }
            return;
        }
        tied |= piece.ends_with(':') || number == 0 && is(piece, INTO);
        parted = tied && is(piece, JOINS);
        // `log in`: else it is a function.
        if !tied && word.end - word.start == 3 {
            return;
        }
    }
}

/// `machine host login jane password …`: fields without signs.
fn is_login_line(scan: &Scan<'_>, at: usize) -> bool {
    let before = &scan.text[scan.floor(at, 96)..at];
    let line = before.rsplit('\n').next().unwrap_or(before).trim_start();
    line.starts_with("machine ")
        || line.starts_with("login ")
        || line.starts_with("default login ")
        || (line.is_empty() && before.contains("login ") && before.contains("machine "))
}

/// `PASS hunter22` on a line of its own, soon after `USER jane` (RFC 959, section 4.1.1; RFC 1939, section 7).
fn is_answer(scan: &Scan<'_>, at: usize, name: &str) -> bool {
    name == "PASS" && scan.bytes[scan.floor(at, 96)..at].windows(5).any(|five| five == b"USER ")
}
