//! Fields that are read as a whole.

use proptest::prelude::*;

use super::{Player, check};
use crate::message::{FieldText, Seen};
use crate::raw::Scrubbed;
use crate::record::{Editable, Kind};
use crate::scrub::utf16;

#[test]
fn text_is_recorded_as_it_finally_stands() {
    check(
        || Player::new(Editable::Input, ""),
        &[
            ("\"hello\"", &["\"hello\""]),
            ("\"helo\" left \"l\"", &["\"hello\""]),
            ("\"hxx\" back back \"i\"", &["\"hi\""]),
            ("\"ab\" home \"x\" end \"y\"", &["\"xaby\""]),
            ("\"ab\" back back", &["\"\""]),
            ("\"a b\" ctrl+Backspace \"c\"", &["\"a c\""]),
            ("\"one\" enter \"two\"", &["\"one\ntwo\""]),
            ("\"a😀é\" back \"b\"", &["\"a😀b\""]),
        ],
    );
}

#[test]
fn what_is_typed_over_the_like_of_it_is_told_whole() {
    for editable in [Editable::Input, Editable::EditContext] {
        check(
            || Player::new(editable, "let sum"),
            &[
                ("select:3 \"subtotal\"", &["\"subtotal\""]),
                ("select:3 \"sum\"", &["\"sum\""]),
                ("select:3 \"rum\"", &["\"rum\""]),
                ("select:7 \"lot\"", &["\"lot\""]),
                ("select:3 back \"sums\"", &["\"sums\""]),
                ("back \"mm\"", &["\"mm\""]),
                ("left left back \"us\"", &["ArrowLeft", "ArrowLeft", "\"us\""]),
                ("left \"u\" back", &["ArrowLeft", "\"\""]),
                ("select:3 back wait \"s\"", &["\"\"", "\"s\""]),
            ],
        );
    }
    let records = Player::new(Editable::Input, "rate1").play("select:5 \"rate7\"").records();
    let Kind::Type { text, at, removed, .. } = &records[0] else { panic!("{records:?}") };
    assert_eq!((text.get().as_str(), *at, *removed), ("rate7", Some(0), 5));
}

#[test]
fn what_was_selected_and_stays_is_not_typed() {
    let player = Player::new(Editable::Input, "let sum").play("select:3 page:>> \"s\"");
    assert_eq!(super::short(&player.records()), ["\"s\""]);
}

#[test]
fn what_the_page_puts_back_is_not_typed() {
    let mut player = Player::new(Editable::Input, "sum").play("back back still");
    player.text = "sum".to_owned();
    player.caret = 3;
    assert_eq!(super::short(&player.play("still \"!\"").records()), ["\"!\""]);
}

#[test]
fn what_is_not_typing_ends_a_burst() {
    check(
        || Player::new(Editable::Input, ""),
        &[
            ("\"a\" click \"b\"", &["\"a\"", "click", "\"b\""]),
            ("\"a\" wait \"b\"", &["\"a\"", "\"b\""]),
            ("\"a\" ctrl+s \"b\"", &["\"a\"", "s", "\"b\""]),
            ("\"a\" escape \"b\"", &["\"a\"", "Escape", "\"b\""]),
            ("\"a\" blur \"b\"", &["\"a\"", "\"b\""]),
            ("\"a\" shift \"B\"", &["\"aB\""]),
            ("left home", &["ArrowLeft", "Home"]),
            ("back", &["Backspace"]),
        ],
    );
}

#[test]
fn what_is_pasted_is_not_typed() {
    check(
        || Player::new(Editable::Input, ""),
        &[
            ("\"a \" paste:pasted \" b\"", &["\"a \"", "paste of 6", "\" b\""]),
            ("paste:pasted back", &["paste of 6", "\"\""]),
        ],
    );
}

#[test]
fn what_the_page_changes_is_not_typed() {
    check(|| Player::new(Editable::Input, ""), &[("\"a\" page:>> \"b\"", &["\"ab\""])]);
}

/// A key that makes this of a field, and then the page.
fn key_and_then(start: &str, at: usize, key: &str, states: &[(&str, usize)]) -> Vec<String> {
    let mut player = Player::new(Editable::ContentEditable, start).at(at).play("still");
    player.press(key, false);
    for (text, caret) in states {
        (player.text, player.caret) = ((*text).to_owned(), *caret);
        player = player.play("still");
    }
    super::short(&player.records())
}

#[test]
fn what_lies_between_several_places_is_not_typed() {
    let mail = "use a;\nmail jo@example.org\ncon";
    let completed = "use b;\nuse a;\nmail jo@example.org\nconsole";
    assert_eq!(key_and_then(mail, 30, "Enter", &[(completed, completed.len())]), ["\"sole\""]);
    let carets = "a1 jo@example.org\nb1 jo@example.org";
    assert_eq!(key_and_then("a jo@example.org\nb jo@example.org", 18, "1", &[(carets, 20)]), ["\"1\""]);
    assert_eq!(key_and_then("a jo@example.org\nb jo@example.org", 1, "1", &[(carets, 2)]), ["\"1\""]);
}

#[test]
fn what_a_page_makes_of_the_lines_around_is_not_typed() {
    let typed = "a=1\nmail jo@example.org\nfoo;";
    let formatted = "a = 1\nmail jo@example.org\nfoo();\n";
    assert_eq!(key_and_then(&typed[..typed.len() - 1], 27, ";", &[(typed, 28), (formatted, 33)]), ["\"();\n\""]);
}

#[test]
fn lines_that_are_moved_to_the_right_are_not_typed() {
    let mut player = Player::new(Editable::ContentEditable, "one\ntwo\nthree").play("still select:13");
    player.press("Tab", false);
    (player.text, player.caret) = ("  one\n  two\n  three".to_owned(), 19);
    assert_eq!(super::short(&player.play("still").records()), ["Tab"]);
}

#[test]
fn enter_ends_a_single_line() {
    let player = || Player::new(Editable::Input, "").single_line();
    check(player, &[("\"a\" enter", &["\"a\""]), ("enter", &["Enter"]), ("\"a\" tab", &["\"a\"", "Tab"])]);
    let records = player().play("\"a\" enter").records();
    let Kind::Type { keys, .. } = &records[0] else { panic!("{records:?}") };
    assert_eq!(keys.iter().map(|stroke| stroke.key.get().as_str()).collect::<Vec<_>>(), ["a", "Enter"]);
}

#[test]
fn place_and_length_of_what_was_replaced_are_told() {
    let records = Player::new(Editable::Input, "one two three").at(7).play("back back back \"2\"").records();
    let Kind::Type { text, at, removed, keys, .. } = &records[0] else { panic!("{records:?}") };
    assert_eq!((text.get().as_str(), *at, *removed), ("2", Some(4), 3));
    assert_eq!(keys.iter().map(|stroke| stroke.after).collect::<Vec<_>>(), [0, 100, 100, 100]);
}

#[test]
fn text_of_an_input_method_is_typed_without_keys() {
    let mut player = Player::new(Editable::Input, "").play("\"a\"");
    player.press("Process", false);
    for (text, composing) in [("aに", true), ("aにほ", true), ("a日本", false)] {
        let end = utf16::len(text);
        let text = FieldText { text: text.to_owned().into(), start: end, end, whole: true, shared: false };
        player.see(Seen::Text { field: 1, text, composing });
    }
    player.text = "a日本".to_owned();
    player.caret = player.text.len();
    let records = player.records();
    let Kind::Type { text, keys, ime, .. } = &records[0] else { panic!("{records:?}") };
    assert_eq!((text.get().as_str(), keys.len(), *ime), ("a日本", 1, true));
}

#[test]
fn the_effect_of_the_last_key_counts_though_its_state_comes_late() {
    let mut player = Player::new(Editable::Input, "").play("\"ab\"");
    player.see(Seen::Blur { field: 1 });
    let late = FieldText { text: "ab".to_owned().into(), start: 2, end: 2, whole: true, shared: false };
    player.see(Seen::Text { field: 1, text: late, composing: false });
    assert_eq!(super::short(&player.play("\"c\"").records()), ["\"ab\"", "\"c\""]);
}

#[test]
fn where_somebody_else_writes_a_burst_is_what_the_keys_spell() {
    for shared in [false, true] {
        let mut player = Player::new(Editable::ContentEditable, "one").at(3);
        player.state();
        for (key, text) in [("a", "onea"), ("n", "oneafishn"), ("d", "oneafishnd")] {
            player.press(key, false);
            let end = utf16::len(text);
            let text = FieldText { text: text.to_owned().into(), start: end, end, whole: true, shared };
            player.text = text.text.peek().clone();
            player.caret = player.text.len();
            player.see(Seen::Text { field: 1, text, composing: false });
        }
        let records = player.records();
        let Kind::Type { text, .. } = &records[0] else { panic!("{records:?}") };
        assert_eq!(text.get(), if shared { "and" } else { "afishnd" });
    }
}

/// Applies typed text to a field.
fn apply(field: &mut String, records: &[Kind<Scrubbed<String>>]) {
    for record in records {
        if let Kind::Type { text, at: Some(at), removed, .. } = record {
            let start = utf16::to_byte(field, *at);
            let end = utf16::to_byte(field, at + removed);
            field.replace_range(start..end, text.get());
        }
    }
}

proptest! {
    #[test]
    fn records_make_the_field_what_it_became(words in prop::collection::vec(prop::sample::select(&[
        "\"a\"", "\"b \"", "\"ö\"", "\"😀\"", "left", "right", "home", "end", "back", "del", "enter", "wait", "click", "ctrl+s",
        "ctrl+ArrowLeft", "ctrl+Backspace", "still", "up", "home right right select:2", "end select:5",
    ][..]), 0..40)) {
        let start = "some text\nzwei 😀 lines";
        let player = Player::new(Editable::Input, start).at(7).play(&words.join(" "));
        let became = player.text.clone();
        let mut field = start.to_owned();
        apply(&mut field, &player.records());
        prop_assert_eq!(field, became);
    }
}
