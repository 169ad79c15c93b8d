//! Japanese names before a title: `佐々木様`, `田中さん`.

use crate::Kind;
use crate::scan::{Scan, Word};

/// The titles.
const TITLES: [&str; 2] = ["様", "さん"];
/// What ends a word with a title behind it that is nobody's name: `担当者様`, `店員さん`, `仕様`, `同様`.
const NEVER: &str = "者員客人屋業生仕同多模一有異各皆神王";

/// At a word of a script of East Asia.
pub(in super::super) fn titled(scan: &mut Scan<'_>, word: Word) {
    let text = scan.word(word);
    for title in TITLES {
        for (at, _) in text.match_indices(title) {
            let name = |c: &char| matches!(c, '\u{4e00}'..='\u{9fff}' | '々');
            let count = text[..at].chars().rev().take(5).take_while(name).count();
            let is_never = text[..at].ends_with(|c| NEVER.contains(c));
            // `様々`, `様式`
            let goes_on = text[at + title.len()..]
                .starts_with(|c| matches!(c, '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '々'));
            if (2..5).contains(&count) && !is_never && !(goes_on && title == "様") {
                scan.add(word.start + at - 3 * count, word.start + at, Kind::Name, "name-title");
            }
        }
    }
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
