//! Passwords in a sentence: behind their name, before it, on the line below it, and behind a name and a slash.

use super::super::assignment::{has_digit, is_placeholder};
use super::super::command::looks_chosen;
use super::value::{is_picked, is_strange};
use super::{AHEAD, BYTES_MAX, EMPTY, LOOSE, PASSWORD, TIE, WORDS_MAX, bare, is, pieces};
use crate::Kind;
use crate::scan::{Scan, Word, work};

/// What ties a value to such a word in scripts without spaces, at its end.
const TIES_ELSEWHERE: [&str; 7] = ["是", "为", "為", "は", "는", "은", "คือ"];
/// How far below its name a password can stand.
const BELOW_MAX: usize = 192;

/// How a value is tied to its name.
#[derive(Clone, Copy, PartialEq)]
enum Tie {
    None,
    Loose,
    Tight,
}

/// `my password is hunter2`, `the password Summer!24 works`
pub(super) fn after(scan: &mut Scan<'_>, word: Word, name: &str) {
    // `**Password:** hunter2`, `The password? It's hunter2`
    let bold = scan.text[word.end..].starts_with(":**");
    let from = word.end + if bold { 3 } else { usize::from(matches!(scan.byte(word.end), b'?' | b',')) };
    work::count(BYTES_MAX);
    let on_line = matches!(scan.byte(from), b' ' | b'\t' | b'*');
    if !(on_line && beside(scan, (word.start, from), name, bold)) {
        below(scan, word.end, name);
    }
}

/// Whether a password is found behind its name, on the line.
fn beside(scan: &mut Scan<'_>, (word, from): (usize, usize), name: &str, bold: bool) -> bool {
    let is_field = is_login_line(scan, word);
    let is_within = !name.is_ascii() && !is(name, PASSWORD);
    let mut tie = if bold || TIES_ELSEWHERE.iter().any(|tie| name.ends_with(tie)) { Tie::Tight } else { Tie::None };
    let is_net = ["wifi", "wlan"].iter().any(|net| name.eq_ignore_ascii_case(net));
    let (mut assigned, listed) = (false, scan.byte_before(from) == b',');
    let sql = name.eq_ignore_ascii_case("identified");
    let is_verb = name.eq_ignore_ascii_case("pass") && !is_answer(scan, word, name);
    let (found, count) = pieces(scan.text, from, WORDS_MAX);
    for (number, (start, piece)) in found[..count].iter().copied().enumerate() {
        // `密码是hunter2，请…`
        let piece = if is_within { piece.split(|c: char| !c.is_ascii()).next().unwrap_or(piece) } else { piece };
        let quoted = piece.starts_with(['"', '\'', '`']) || piece.starts_with("**");
        let value = bare(piece);
        let at = start + piece.find(value).unwrap_or(0);
        if value.is_empty() && !is(piece, TIE) {
            continue;
        }
        if name.eq_ignore_ascii_case("securestring") && piece.starts_with('-') {
            tie = Tie::Tight;
            continue;
        }
        if sql {
            match number {
                0 if piece.eq_ignore_ascii_case("by") => continue,
                1 if piece.starts_with(['"', '\'']) || is_picked(value) => tie = Tie::Tight,
                _ => return false,
            }
        }
        // `tests pass on …`, `wifi 802.11`
        let is_sure = is_picked(value) && value.contains(['!', '#', '$', '*', '?', '@']);
        if number == 0 && (is_verb && !is_sure && !["is", "was", "for"].contains(&piece) || is_net && !is(piece, TIE)) {
            return false;
        }
        // `pwd As String = "…"`: what is assigned has its own rule. `hasattr(pwd, 'x')`: an argument.
        if number > 0 && piece == "=" || number == 0 && quoted && listed {
            return false;
        }
        let strange = is_strange(value) || quoted && number == 0 && has_digit(value);
        let asks = piece.ends_with([':', '?'])
            && ((1..5).contains(&number) || piece.starts_with('('))
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
        // `bindpw hunter22`: settings whose words stand without signs.
        let is_setting = number == 0
            && piece.trim_end_matches(['!', '?']) == value
            && matches!(scan.byte(start + piece.len()), b'\n' | b'\r')
            && looks_chosen(value);
        let tied = tie == Tie::Tight;
        let near = number == 0 && !is_net && !listed || tie == Tie::Loose || piece.starts_with('(');
        let counts = if quoted {
            (tied || number == 0 && !piece.starts_with('`'))
                && (strange || value.bytes().all(|b| b.is_ascii_lowercase()) && !is(value, EMPTY))
        } else {
            tied && strange && !is(value, EMPTY) && (!assigned && number < 2 || has_digit(value))
                || number == 0 && (is_field || is_within && looks_chosen(value))
                || is_setting
        };
        if fits && (counts && !is_net || (near || tied) && is_picked(value)) {
            scan.report(at, at + value.len(), Kind::Password, "told");
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
    let floor = scan.floor(word.start, BYTES_MAX);
    let line = scan.text[floor..word.start].rsplit('\n').next().unwrap_or("");
    let mut ahead = false;
    for piece in line.rsplit([' ', '\t']).filter(|piece| !piece.is_empty()).take(5) {
        let value = bare(piece);
        if ahead {
            let at = value.as_ptr() as usize - scan.text.as_ptr() as usize;
            if at > floor && is_picked(value) && !piece.ends_with(')') {
                scan.add(at, at + value.len(), Kind::Password, "told");
            }
            return;
        }
        ahead = is(piece, AHEAD);
    }
}

/// A password alone on the line below its name, or below an empty one: `Password:`, `What was the password?`
fn below(scan: &mut Scan<'_>, from: usize, name: &str) {
    if let Some((at, value)) = line_below(scan, from, name != "pass")
        && is_picked(value.trim_end_matches('='))
    {
        scan.add(at, at + value.len(), Kind::Password, "told");
    }
}

/// What stands on the line below a name that ends its own, or a question, and where. `alone`: also without a colon.
pub(super) fn line_below<'a>(scan: &Scan<'a>, from: usize, alone: bool) -> Option<(usize, &'a str)> {
    let end = scan.text.floor_char_boundary((from + BELOW_MAX).min(scan.text.len()));
    let (head, body) = scan.text[from..end].split_once('\n')?;
    work::count(BELOW_MAX);
    let head = head.trim_end();
    let asks = head.ends_with([':', '?']) && !head.starts_with(['(', ')', '\'', '"']);
    if !(asks || head.is_empty() && alone) {
        return None;
    }
    let body = body.trim_start();
    let line = body.split('\n').next().unwrap_or(body);
    // What ends with what was read may go on.
    if line.len() == body.len() && end < scan.text.len() {
        return None;
    }
    let value = line.trim_start_matches("A: ").trim_matches(['`', ' ', '\r', '>']);
    Some((value.as_ptr() as usize - scan.text.as_ptr() as usize, value))
}

/// `creds for the box: admin / Summer!24`, `account: admin/Summer!24`, `log in as admin using Summer!24`
pub(super) fn pair(scan: &mut Scan<'_>, word: Word) {
    work::count(BYTES_MAX);
    let rest = &scan.text[word.end..];
    let (mut tied, mut parted) = (rest.starts_with(" in ") || rest.starts_with(" with "), false);
    if !tied && (!rest.starts_with([' ', ':']) || scan.word(word).len() == 3) {
        return;
    }
    let (found, count) = pieces(scan.text, word.end, WORDS_MAX + 2);
    for (number, (start, piece)) in found[..count].iter().copied().enumerate() {
        if tied && ["and", "using", "und"].contains(&piece) {
            parted = true;
            continue;
        }
        let at = match piece.trim_end_matches(':').find(['/', ':']) {
            Some(_) if piece == "/" => {
                parted = tied;
                continue;
            }
            Some(at) if (tied || number == 0) && piece[..at].ends_with(|c: char| c.is_ascii_alphabetic()) => at + 1,
            _ if parted => 0,
            _ => {
                tied |= piece.ends_with(':');
                continue;
            }
        };
        let value = bare(&piece[at..]);
        let at = at + piece[at..].find(value).unwrap_or(0);
        if is_picked(value) {
            scan.report(start + at, start + at + value.len(), Kind::Password, "told");
        }
        return;
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
    name == "PASS" && scan.text[scan.floor(at, 96)..at].contains("USER ")
}
