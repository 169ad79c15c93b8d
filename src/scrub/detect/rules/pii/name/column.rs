//! Names in tables, where the head of a column is a word for a name: `Name;Vorname;Ort` over `Weber;Jane;Ulm` (RFC 4180 and its
//! kin), and `INSERT INTO staff (id, last_name) VALUES (12, 'Weber')`.

use super::super::cues::{self, BIRTH, ID, PHONE, POST, STREET};
use super::{is_asked, is_plain_name, name_at};
use crate::Kind;
use crate::scan::{Scan, Word, work};

/// Longest row and longest head, in bytes.
const REACH: usize = 240;

/// At a word that begins with a capital and may begin a cell.
#[inline(never)]
pub(super) fn at_cell(scan: &mut Scan<'_>, word: Word) -> bool {
    let start = word.start;
    let Some((end, words)) = name_at(scan.text, start) else { return false };
    let (before, next) = (scan.byte_before(start), scan.byte(end));
    let mark = if before == b'\n' { next } else { before };
    let text = scan.text;
    let row = text.floor_char_boundary(start.saturating_sub(REACH));
    work::count(REACH);
    let (head, row, mark) = match (mark, next) {
        (b'\'', b'\'') => {
            let Some(open) = text[row..start].rfind('(') else { return false };
            let before = text[row..row + open].trim_ascii_end();
            let head = before.strip_suffix("VALUES").or(before.strip_suffix("values"));
            let Some(head) = head else { return false };
            (head, row + open, b',')
        }
        (b',' | b';' | b'\t' | b'|', _) if next == mark || matches!(next, b'\n' | b'\r') => {
            let Some(line) = text[row..start].rfind('\n') else { return false };
            let head = &text[..text.floor_char_boundary(REACH.min(row + line))];
            (head.lines().next().unwrap_or_default(), row + line, mark)
        }
        _ => return false,
    };
    let mark = char::from(mark);
    let column = text[row..start].matches(mark).count();
    let label = head.rsplit('(').next().unwrap_or_default().split(mark).nth(column).unwrap_or_default();
    let is_of_persons = || {
        head.split(mark).any(is_asked) || words > 1 && cues::of_label(head) & (BIRTH | ID | PHONE | POST | STREET) != 0
    };
    if !(is_asked(label) || is_plain_name(label) && is_of_persons()) {
        return false;
    }
    scan.report(start, end, Kind::Name, "name-key");
    true
}

#[cfg(test)]
mod tests {
    use super::super::super::super::testing;

    #[test]
    fn names_below_the_head_of_a_column_are_found() {
        testing::check_rule(
            "name-key",
            &[
                ("id,last_name,city\n1,Weber,Ulm\n", "Weber"),
                ("Name;Ort;Vorname\nWeber;Ulm;\n", "Weber"),
                ("name,ssn,dob\nWobke Weber,x,y", "Wobke Weber"),
                ("INSERT INTO t (id, last_name, city) VALUES (12, 'Weber', 'Ulm')", "Weber"),
                ("name,version\nVisual Studio,1.2\n", ""),
                ("id,city\n1,Weber\n", ""),
                ("Dear name, hi\nWeber, go\n", ""),
                ("f(id, name, 'Weber')", ""),
            ],
        );
        assert_eq!(testing::pieces_of("name-key", "Name;Vorname;Ort\nWeber;Wobke;Ulm\n"), ["Weber", "Wobke"]);
    }
}
