//! Names in scripts without capitals, and Japanese ones before a title: `佐々木様`, `田中さん`.

use super::super::prose;
use crate::Kind;
use crate::letters;
use crate::scan::{Scan, Word};

/// What ends a word with a title behind it that is nobody's name: `担当者様`, `店員さん`, `仕様`, `同様`.
const NEVER: &str = "者員客人屋業生仕同多模一有異各皆神王";

/// At a word of a script of East Asia.
pub(in super::super) fn titled(scan: &mut Scan<'_>, word: Word) {
    let text = scan.word(word);
    // How many characters of a name have been read, and the last one.
    let (mut count, mut last) = (0, ' ');
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let titled = c == '様' && !rest.starts_with(is_eastern) || c == 'さ' && rest.starts_with('ん');
        if titled && (2..5).contains(&count) && !NEVER.contains(last) {
            scan.add(word.start + at - 3 * count, word.start + at, Kind::Name, "name-title");
        }
        (count, last) = (if matches!(c, '\u{4e00}'..='\u{9fff}' | '々') { count + 1 } else { 0 }, c);
    }
}

/// `様々`, `様式`
fn is_eastern(c: char) -> bool {
    matches!(c, '々' | '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}')
}

/// Two to five letters of a script without capitals.
pub(super) fn native_name(text: &str, start: usize) -> Option<(usize, usize)> {
    let end = prose::word_end(text, start);
    let letters = text[start..end].chars().count();
    let native =
        text[start..end].chars().all(|c| letters::is_letter(c) && !letters::is_small(c) && !letters::is_capital(c));
    (native && (2..=5).contains(&letters)).then_some((end, 1))
}

#[cfg(test)]
mod tests {
    use super::super::super::super::testing;

    #[test]
    fn names_before_titles_are_found() {
        testing::check_rule(
            "name-title",
            &[
                ("佐々木様\nお世話になっております", "佐々木"),
                ("昨日、田中さんが確認しました", "田中"),
                ("お客様 各位", ""),
                ("詳細仕様\n", ""),
                ("担当者様", ""),
                ("店員さん", ""),
                ("日本同様に様々な様式", ""),
            ],
        );
    }
}
