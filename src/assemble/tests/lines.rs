//! Fields of which only the line at the caret is told.

use proptest::prelude::*;

use super::{Player, check, short};
use crate::message::{FieldText, Seen};
use crate::record::{Actor, BurstEnd, Editable, Kind, Modifiers};

#[test]
fn lines_are_put_together() {
    check(
        || Player::new(Editable::EditContext, "first\n"),
        &[
            ("\"hello\"", &["\"hello\""]),
            ("\"one\" enter \"two\"", &["\"one\ntwo\""]),
            ("\"one\" enter enter \"two\"", &["\"one\n\ntwo\""]),
            ("\"one\" enter \"t\" back back \"!\"", &["\"one!\""]),
            ("\"onetwo\" left left left enter", &["\"one\ntwo\""]),
            ("\"one\" enter \"two\" home back", &["\"onetwo\""]),
            ("\"one\" enter \"two\" up del", &["\"onetwo\""]),
        ],
    );
}

#[test]
fn enter_that_writes_nothing_breaks_no_line() {
    // A notebook runs its cell: the text stays as it was.
    let mut player = Player::new(Editable::EditContext, "").play("\"sum(prices)\"");
    let (text, caret) = (player.text.clone(), player.caret);
    player = player.play("enter");
    (player.text, player.caret) = (text, caret);
    assert_eq!(short(&player.play("blur").records()), ["\"sum(prices)\""]);
}

#[test]
fn an_editor_that_tells_late_that_it_broke_a_line_loses_none() {
    check(
        || Player::new(Editable::EditContext, "first\n"),
        &[
            ("\"a day\" late enter \"x\" drawn \"yz\"", &["\"a day\nxyz\""]),
            ("\"a day\" late enter stored \"xyz\" drawn", &["\"a day\nxyz\""]),
            ("\"a day\" late enter stored \"// and w\" drawn \"hat\" enter \"!\"", &["\"a day\n// and what\n!\""]),
            ("\"a\" late enter stored \"}\" drawn \"b\"", &["\"a\n}b\""]),
            ("\"a\" late enter \"b\" fast enter stored \"c\" drawn \"d\"", &["\"a\nb\ncd\""]),
            ("\"a\" late enter stored fast enter drawn \"b\"", &["\"a\n\nb\""]),
            ("\"a\" late right enter stored fast enter drawn \"b\"", &["\"a\n\nb\""]),
            // It accepted what was written already, and the next one broke the line.
            ("\"break\" pick:break enter \"b\"", &["\"break\nb\""]),
            ("\"break\" pick:break stored \";\" enter \"b\"", &["\"break;\nb\""]),
            ("\"break\" pick:break \";\" back enter enter", &["\"break\n\n\""]),
        ],
    );
    let clever = Player::clever("").play("\"  if {\" end late enter stored \"ab\" drawn \"c\"");
    assert_eq!(short(&clever.records()), ["\"  if {}\n  abc\""]);
}

#[test]
fn what_a_clever_editor_adds_is_in_the_text() {
    check(
        || Player::clever(""),
        &[
            ("\"f()\"", &["\"f()\""]),
            ("\"f(\" \"x\" end \";\"", &["\"f(x);\""]),
            ("\"  a\" enter \"b\"", &["\"  a\n  b\""]),
            ("\"if {\" enter \"x\"", &["\"if {\n  x\n}\""]),
            ("\"con\" pick:console \".log\"", &["\"console.log\""]),
            ("\"a\" enter \"con\" pick:console enter \"b\"", &["\"a\nconsole\nb\""]),
        ],
    );
}

#[test]
fn what_an_editor_completed_is_told_as_such() {
    for editable in [Editable::EditContext, Editable::Input] {
        let player = Player::new(editable, "").play("\"x = con\" pick:console \".log\"");
        let records = player.records();
        let [Kind::Type { keys, .. }] = &records[..] else { panic!("{records:?}") };
        let completes: Vec<&str> = keys.iter().filter(|key| key.completes).map(|key| key.key.get().as_str()).collect();
        assert_eq!(completes, ["Enter"]);

        let player = Player::new(editable, "").play("\"x = con\" choose:console \".log\" click");
        let actors: Vec<Actor> = player.drafts.iter().map(|draft| draft.actor).collect();
        assert_eq!(actors, [Actor::User, Actor::User, Actor::Assistant, Actor::User, Actor::User]);
        assert_eq!(short(&player.records()), ["\"x = con\"", "click", "\"sole\"", "\".log\"", "click"]);

        // An option of a list that nobody had typed for chooses a value, and completes nothing.
        let player = Player::new(editable, "x = con").play("left choose:console click");
        assert!(player.drafts.iter().all(|draft| draft.actor == Actor::User));

        // What a click shows otherwise was not completed.
        let player = Player::new(editable, "x = con").play("\"a\" back click page:sole still");
        assert!(player.drafts.iter().all(|draft| draft.actor == Actor::User));
    }
}

#[test]
fn a_field_that_outgrows_being_told_as_a_whole_goes_on_in_parts() {
    let mut player = Player::new(Editable::Input, "").play("\"ab\" still");
    let part = |text: &str| {
        let end = u32::try_from(text.len()).unwrap();
        FieldText { text: text.to_owned().into(), start: end, end, whole: false, shared: false }
    };
    player.see(Seen::Text { field: 1, text: part("one\ntwo"), composing: false });
    for (key, text) in [("Enter", "one\ntwo\n"), ("x", "one\ntwo\nx")] {
        let (key, code, modifiers) = (key.to_owned().into(), String::new().into(), Modifiers::default());
        player.see(Seen::Key { field: Some(1), key, code, modifiers, repeat: false, target: None });
        player.see(Seen::Text { field: 1, text: part(text), composing: false });
    }
    player.drafts.extend(player.assembler.end(BurstEnd::Cut));
    let texts: Vec<String> = player.drafts.drain(..).map(|draft| super::bursts::typed(&draft)).collect();
    assert_eq!(texts, ["ab", "\nx"]);
}

#[test]
fn a_line_elsewhere_is_another_burst() {
    let player = Player::new(Editable::EditContext, "first line\nsecond line\nthird").at(5);
    let records = player.play("\"A\" down \"B\"").records();
    assert_eq!(short(&records), ["\"A\"", "\"B\""]);
    let player = Player::new(Editable::EditContext, "first line\nsecond line\nthird").at(5);
    assert_eq!(short(&player.play("\"A\" click wait \"B\"").records()), ["\"A\"", "click", "\"B\""]);
}

#[test]
fn lines_joined_with_one_not_known_are_told_as_removed() {
    let player = Player::new(Editable::EditContext, "first\nsecond").at(6);
    let records = player.play("back \"-\"").records();
    assert_eq!(short(&records), ["\"-\""]);
    let json = serde_json::to_value(&records[0]).unwrap();
    assert_eq!(json["removed"], 1);
    assert!(json.get("at").is_none());
}

proptest! {
    #[test]
    fn text_written_in_one_go_is_told_once_and_whole(words in prop::collection::vec(prop::sample::select(&[
        "\"a\"", "\"b c\"", "\"(x\"", "\"{\"", "left", "right", "end", "back", "enter", "still",
    ][..]), 0..30)) {
        let player = Player::clever("").play(&words.join(" "));
        let became = player.text.clone();
        let typed: Vec<String> = short(&player.records()).into_iter().filter(|text| text.starts_with('"')).collect();
        if words.iter().all(|word| word.starts_with('"') || *word == "enter" || *word == "still") && !became.is_empty() {
            prop_assert_eq!(typed, vec![format!("\"{became}\"")]);
        }
    }
}
