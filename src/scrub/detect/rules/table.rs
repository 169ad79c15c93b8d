//! Tables whose head names a column of secrets: CSV (RFC 4180, also with semicolons and tabs) and Markdown's (GitHub Flavored
//! Markdown, section 4.10). What stands below such a name is a value, row by row.

use super::assignment::{Named, Sign, Value, secret_kind};
use super::name::{self, Name};
use crate::scan::{Scan, Word, is_word, work};

/// Longest head, in bytes, and longest piece of a table that is read at once.
const HEAD_MAX: usize = 512;
const TABLE_MAX: usize = 16 * 1024;
/// Longest name of a column.
const CELL_MAX: usize = 40;

/// Behind a word that ends like the name of a column of secrets.
pub(super) fn at_end(scan: &mut Scan<'_>, end: usize) {
    let length = scan.bytes[scan.low(end, CELL_MAX)..end].iter().rev().take_while(|byte| is_word(**byte)).count();
    let start = scan.text.ceil_char_boundary(end - length);
    at(scan, Word { start, end, has_digit: false });
}

/// At a word that may name a column.
#[inline(always)]
pub(super) fn at(scan: &mut Scan<'_>, word: Word) {
    if word.start >= scan.table && could_be_cell(scan, word) {
        head(scan, word);
    }
}

#[inline(never)]
fn head(scan: &mut Scan<'_>, word: Word) {
    let Some(separator) = separator(scan, word) else { return };
    let low = scan.floor(word.start, HEAD_MAX);
    let start = low + scan.bytes[low..word.start].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let end = line_end(scan, word.end, HEAD_MAX);
    work::count(end - start);
    scan.table = end;
    let head = &scan.text[start..end];
    let names = head.split(separator);
    if names.clone().all(is_name) && names.filter(|cell| !bare(cell).is_empty()).count() >= 2 {
        rows(scan, head, separator, end + 1);
    }
}

/// The rows of a table from `start` on.
fn rows(scan: &mut Scan<'_>, head: &str, separator: char, start: usize) {
    let names: Vec<Option<Name>> = head.split(separator).map(|said| name::classify(bare(said))).collect();
    let end = scan.text.floor_char_boundary((start + TABLE_MAX).min(scan.text.len()));
    let (mut at, mut is_ruled) = (start, separator != '|');
    while at < end {
        let row = &scan.text[at..line_end(scan, at, end - at)];
        // `|---|:--|`, `+---+---+`
        let rules = row.len() > 2 && row.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'+' | b'\r'));
        if !rules && (!is_ruled || row.split(separator).count() != names.len()) {
            break;
        }
        is_ruled = true;
        for (name, cell) in names.iter().zip(row.split(separator)) {
            if let Some(name @ (Name::Sure(_) | Name::Telling)) = name {
                take(scan, *name, bare(cell));
            }
        }
        at += row.len() + 1;
    }
    work::count(at - start);
    scan.table = at;
}

/// A cell in a column of that name.
fn take(scan: &mut Scan<'_>, name: Name, cell: &str) {
    let start = cell.as_ptr() as usize - scan.text.as_ptr() as usize;
    let value = Value {
        text: cell,
        start,
        end: start + cell.len(),
        quoted: true,
        tight: true,
        wrapped: false,
        next: b'\n',
        before_equals: false,
        sign: Sign::Equals,
    };
    if let Some(kind) = secret_kind(scan, name, Named { start, end: start }, value) {
        scan.add(value.start, value.end, kind, "table");
    }
}

/// Whether what stands right beside a word is what stands beside a cell. Quick, and wrong only in saying yes.
#[inline(always)]
fn could_be_cell(scan: &Scan<'_>, word: Word) -> bool {
    let is_edge = |byte: u8| matches!(byte, b',' | b';' | b'\t' | b'|' | b'\n' | b'\r' | b'"' | b'`' | b'*');
    let edge = |beside: u8, beyond: u8| is_edge(if beside == b' ' { beyond } else { beside });
    edge(scan.byte(word.end), scan.byte(word.end + 1))
        && edge(scan.byte_before(word.start), scan.byte_before(word.start.saturating_sub(1)))
}

/// What separates the cell of a word from the next one or from the one before.
fn separator(scan: &Scan<'_>, word: Word) -> Option<char> {
    let is_padding = |byte: &u8| matches!(byte, b' ' | b'"' | b'`' | b'*');
    let after = scan.bytes[word.end..].iter().take(8).find(|byte| !is_padding(byte));
    let before = scan.bytes[..word.start].iter().rev().take(8).find(|byte| !is_padding(byte));
    let separates = |byte: &&u8| matches!(byte, b',' | b';' | b'\t' | b'|');
    let ends = |byte: Option<&u8>| byte.is_none_or(|byte| matches!(byte, b'\n' | b'\r'));
    match (before.filter(separates), after.filter(separates)) {
        (Some(before), Some(after)) => (before == after).then_some(char::from(*after)),
        (None, Some(one)) if ends(before) => Some(char::from(*one)),
        (Some(one), None) if ends(after) => Some(char::from(*one)),
        _ => None,
    }
}

fn line_end(scan: &Scan<'_>, from: usize, most: usize) -> usize {
    let rest = &scan.bytes[from..scan.bytes.len().min(from + most)];
    scan.text.floor_char_boundary(from + rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len()))
}

/// A cell without what it is set in.
fn bare(cell: &str) -> &str {
    cell.trim().trim_matches(['"', '`', '*'])
}

/// Whether a cell is as short and as plain as a name.
fn is_name(cell: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b >= 0x80 || matches!(b, b' ' | b'_' | b'-' | b'.' | b'\r');
    cell.len() <= CELL_MAX && bare(cell).bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::super::testing;

    #[test]
    fn what_stands_below_a_name_is_found() {
        testing::check_rule(
            "table",
            &[
                ("user,password,role\njane,Tulip2023,admin", "Tulip2023"),
                ("user,password\njane,swordfish", "swordfish"),
                ("Title,\"Username\",\"Password\"\nx,\"jane\",\"correct horse\"", "correct horse"),
                ("host;passwort;port\ndb1;Sommer!24;5432", "Sommer!24"),
                ("user\tpassphrase\njane\ttulip cobalt orchid", "tulip cobalt orchid"),
                ("| User | Password |\n|---|---|\n| jane | `Tulip2023` |", "Tulip2023"),
                ("folder,login_username,login_password,x\n,jane,Tulip2023,", "Tulip2023"),
                ("| login | pass      |\n+-------+-----------+\n| jane  | Tulip2023 |", "Tulip2023"),
                ("user,password,totp\njane,,JBSWY3DPEHPK3PXQ", "JBSWY3DPEHPK3PXQ"),
                ("user,password\njane,\nbob,Tulip2023", "Tulip2023"),
                ("user,password\njane,Tulip2023,x", ""),
                ("user,password\n\njane,Tulip2023", ""),
                ("| Password | Type |\n| Tulip2023 | string |", ""),
                ("| Field | Password |\n|---|---|\n| type | string |", ""),
                ("    username,\n    password,\n    role2023,", ""),
                ("login(user, password)\nlogin(jane, Tulip2023)", ""),
                ("user, password = read()\nx, y = Tulip2023", ""),
                ("password", ""),
            ],
        );
    }

    #[test]
    fn each_row_is_found_and_what_stands_beside_it() {
        let text = "mail,password\njane@example.org,Tulip2023\nbob@example.org,Orchid!42\n";
        assert_eq!(testing::pieces_of("table", text), ["Tulip2023", "Orchid!42"]);
        assert_eq!(testing::pieces_of("mail", text), ["jane@example.org", "bob@example.org"]);
    }
}
