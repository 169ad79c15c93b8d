//! Terminals: keys alone.

use super::{Player, check};
use crate::record::Editable;

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
            // What came out of the history is not known.
            ("up enter \"hunter2\" enter \"ls\" enter", &["\"\"", "\"⟦password⟧\"", "\"ls\""]),
        ],
    );
}

#[test]
fn nothing_of_a_dropped_answer_is_left() {
    let records = terminal().play("\"sudo ls\" enter \"hunter2\" enter \"echo ok\" enter").records();
    let json = serde_json::to_string(&records).unwrap();
    assert!(json.contains("echo ok") && json.contains("\"KeyH\""), "{json}");
    let answer = serde_json::to_string(&records[1]).unwrap();
    assert!(answer.contains("\"keys\":[]") && answer.contains("⟦password⟧") && !answer.contains("Key"), "{answer}");
}
