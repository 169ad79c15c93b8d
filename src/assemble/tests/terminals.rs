//! Terminals: keys alone.

use super::{Player, check, short};
use crate::message::Seen;
use crate::raw::Raw;
use crate::record::{Editable, Modifiers};

fn terminal() -> Player {
    Player::new(Editable::Terminal, "")
}

#[test]
fn a_line_is_recorded_as_edited() {
    check(
        terminal,
        &[
            ("\"ls -la\" enter", &["\"ls -la\""]),
            ("\"sl\" back back \"ls\" enter \"pwd\" enter", &["\"ls\"", "\"pwd\""]),
            ("\"x ls\" ctrl+a del del enter", &["\"ls\""]),
            ("\"rm all\" ctrl+u \"ls\" enter", &["\"ls\""]),
            ("\"rm all\" ctrl+c \"ls\" enter", &["\"\"", "\"ls\""]),
            ("\"git st\" wait \"atus\" enter", &["\"git st\"", "\"atus\""]),
            ("enter", &["\"\""]),
        ],
    );
}

#[test]
fn an_answer_to_a_question_for_a_password_is_dropped() {
    check(
        terminal,
        &[
            (
                "\"sudo ls\" enter \"hunter2\" enter \"echo ok\" enter",
                &["\"sudo ls\"", "\"⟦password⟧\"", "\"echo ok\""],
            ),
            (
                "\"sudo ls\" enter \"hunter\" wait \"2\" enter \"ls\" enter",
                &["\"sudo ls\"", "\"⟦password⟧\"", "\"⟦password⟧\"", "\"ls\""],
            ),
            ("\"ls | sudo tee x\" enter \"swordfish\" enter", &["\"ls | sudo tee x\"", "\"⟦password⟧\""]),
            // A wrong password is asked for again.
            (
                "\"su\" enter \"hunter3\" enter \"hunter2\" enter \"ls\" enter",
                &["\"su\"", "\"⟦password⟧\"", "\"⟦password⟧\"", "\"ls\""],
            ),
            ("\"su\" enter ctrl+c \"ls\" enter", &["\"su\"", "\"⟦password⟧\"", "\"ls\""]),
            // Nor is it told how long it was.
            ("\"sudo ls\" enter paste:hunter2horse enter", &["\"sudo ls\"", "\"⟦password⟧\"", "\"⟦password⟧\""]),
            // What came out of the history is not known.
            ("up enter \"hunter2\" enter \"ls\" enter", &["\"\"", "\"⟦password⟧\"", "\"ls\""]),
        ],
    );
}

#[test]
fn a_terminal_that_scrolls_is_not_asked_for_its_history() {
    for (key, records) in [
        (("PageUp", true), ["\"pwd\"", "\"ls\""]),
        (("PageDown", true), ["\"pwd\"", "\"ls\""]),
        (("PageUp", false), ["\"pwd\"", "\"⟦password⟧\""]),
        (("ArrowUp", true), ["\"pwd\"", "\"⟦password⟧\""]),
    ] {
        let mut player = terminal();
        let (name, shift) = key;
        let text = |text: &str| Raw::new(text.to_owned());
        let modifiers = Modifiers { shift, ..Modifiers::default() };
        let (key, code) = (text(name), text(name));
        player.see(Seen::Key { field: Some(1), key, code, modifiers, repeat: false, target: None });
        assert_eq!(short(&player.play("\"pwd\" enter \"ls\" enter").records()), records, "{name}");
    }
}

#[test]
fn nothing_of_a_dropped_answer_is_left() {
    let records = terminal().play("\"sudo ls\" enter \"hunter2\" enter \"echo ok\" enter").records();
    let json = serde_json::to_string(&records).unwrap();
    assert!(json.contains("echo ok") && json.contains("\"KeyH\""), "{json}");
    let answer = serde_json::to_string(&records[1]).unwrap();
    assert!(answer.contains("\"keys\":[]") && answer.contains("⟦password⟧") && !answer.contains("Key"), "{answer}");
}
