//! What stands around a value that its own name does not tell: pairs of a name and a value, elements and their ends, cells of
//! tables.

use super::{NAME_MAX, Named, SPACES_MAX, Sign, name_before};
use crate::rules::name::{self, Name};
use crate::scan::{Scan, is_word};

/// `name: DB_PASSWORD` and on the next line `value: …`, `variable "db_password" { default = …`, `<dt>password</dt><dd>…`: what
/// the last word before says that is more than structure.
pub(super) fn of_pair(scan: &Scan<'_>, named: Named) -> Option<Name> {
    let (mut end, mut words) = (named.start, 0);
    loop {
        let floor = scan.low(end, SPACES_MAX);
        while end > floor && !scan.bytes[end - 1].is_ascii_alphanumeric() {
            end -= 1;
        }
        let before = name_before(scan, end, Sign::Space)?;
        let word = &scan.text[before.start..before.end];
        if words == 4 || !STRUCTURE.contains(&word) {
            return name::classify(word).filter(|name| *name != Name::Weak);
        }
        (end, words) = (before.start, words + 1);
    }
}

/// What may stand between the name of a pair and its value.
const STRUCTURE: [&str; 10] = ["td", "th", "dt", "dd", "b", "strong", "string", "type", "sensitive", "true"];

/// `<property name="password">`, at its end.
pub(super) fn is_entry(scan: &Scan<'_>, at: usize) -> bool {
    let bytes = &scan.bytes[scan.low(at, NAME_MAX + SPACES_MAX).min(at - 1)..at - 1];
    let start = bytes.iter().rposition(|byte| *byte == b'"').unwrap_or(0);
    bytes[..start].ends_with(b"name=") || bytes[..start].ends_with(b"key=")
}

/// Whether a name is that of an element of a table, a list of terms, or bold print.
pub(super) fn is_cell(scan: &Scan<'_>, named: Named) -> bool {
    let (before, name) = scan.bytes[..named.end].split_at(named.start);
    matches!(name, b"td" | b"dd") && before.ends_with(b"<")
        || matches!(name, b"b" | b"strong") && before.ends_with(b"</")
}

/// Where `</password>` and `</x:password>` begin.
pub(super) fn end_tag(scan: &Scan<'_>, named: Named) -> Option<usize> {
    let before = &scan.bytes[scan.low(named.start, 24)..named.start];
    let space = before.iter().rev().take_while(|byte| is_word(**byte) || **byte == b':').count();
    let start = named.start - space;
    scan.bytes[..start].ends_with(b"</").then(|| start - 2)
}

/// The word before a name, with one space between.
pub(super) fn word_before<'a>(scan: &Scan<'a>, named: Named) -> &'a str {
    let end = named.start - usize::from(scan.byte_before(named.start) == b' ');
    let floor = scan.low(end, NAME_MAX);
    let length = scan.bytes[floor..end].iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
    &scan.text[end - length..end]
}
