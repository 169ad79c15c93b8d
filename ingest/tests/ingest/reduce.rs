//! `candor reduce` as whoever runs it meets it.

use std::process::Output;

use serde_json::{Value, json};

use crate::kit::{candor, candor_with};

const GOLDEN: &str = include_str!("../../../tests/golden/candor-1.ndjson");

fn reduce(arguments: &[&str], input: &str) -> Output {
    candor_with(&[&["reduce"], arguments].concat(), input)
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn items(output: &Output) -> Vec<Value> {
    text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn scroll(seq: u64) -> String {
    let mut scroll: Value = GOLDEN
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .find(|record: &Value| record["kind"] == "scroll")
        .unwrap();
    scroll["seq"] = json!(seq);
    format!("{scroll}\n")
}

/// The actions and their children.
fn told(output: &Output) -> Vec<(String, Value)> {
    items(output)
        .into_iter()
        .map(|item| (item["action"].as_str().unwrap().to_owned(), item["children"].clone()))
        .collect()
}

#[test]
fn every_golden_record_is_a_child_of_one_action() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/golden/candor-1.ndjson");
    let output = candor(&["reduce", path]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    let items = items(&output);
    let mut children: Vec<u64> =
        items.iter().flat_map(|item| item["children"].as_array().unwrap()).map(|seq| seq.as_u64().unwrap()).collect();
    children.sort_unstable();
    assert_eq!(children, (0..u64::try_from(GOLDEN.lines().count()).unwrap()).collect::<Vec<_>>());
    let click = items.iter().find(|item| item["action"] == "click").unwrap();
    let record: Value = serde_json::from_str(GOLDEN.lines().nth(4).unwrap()).unwrap();
    let frame: Value = serde_json::from_str(GOLDEN.lines().nth(5).unwrap()).unwrap();
    assert_eq!((&click["v"], &click["before"]), (&json!(1), &frame["image"]));
    assert_eq!(click["children"], json!([4, 5, 14, 15]), "its picture, its snapshot, and the note that one is missing");
    for field in ["t", "tab", "frame", "actor", "button", "count", "modifiers", "point", "inTarget", "target"] {
        assert_eq!(click[field], record[field], "{field}");
    }
}

#[test]
fn sessions_are_kept_apart() {
    let opening = format!("{}\n", GOLDEN.lines().next().unwrap());
    let [two, one, three] = [2, 1, 3].map(scroll);
    for input in ["", "-"] {
        let arguments: Vec<&str> = [input].into_iter().filter(|input| !input.is_empty()).collect();
        let output = reduce(
            &arguments,
            &[&opening, &one, &two, &opening, &one, &two, &three, &two, &three].map(String::as_str).concat(),
        );
        let expected = [
            ("note", json!([0])),
            ("scroll", json!([1, 2])),
            ("note", json!([0])),
            ("scroll", json!([1, 2, 3])),
            ("scroll", json!([2, 3])),
        ];
        assert_eq!(told(&output), expected.map(|(action, children)| (action.to_owned(), children)));
    }
}

#[test]
fn a_bad_line_is_named_and_left_out_and_nothing_is_joined_over_it() {
    for (line, problem) in [
        ("{", "not a record: "),
        (r#"{"v":2,"seq":2,"t":0,"tab":1,"kind":"gap"}"#, "its schema version is not read here, only version 1"),
        (r#"{"v":1,"seq":2,"t":0,"tab":1,"children":[0],"action":"click"}"#, "`kind` is missing"),
    ] {
        let output = reduce(&[], &format!("{}\n{line}\n{}", scroll(1), scroll(3)));
        assert_eq!(output.status.code(), Some(3), "{line}");
        let errors = text(&output.stderr);
        assert!(errors.starts_with(&format!("candor: line 3: {problem}")) && errors.lines().count() == 1, "{errors}");
        assert_eq!(told(&output), [("scroll".to_owned(), json!([1])), ("scroll".to_owned(), json!([3]))], "{line}");
    }
}

#[test]
fn a_line_that_is_longer_than_any_record_is_named_and_left_out() {
    let input = format!("{}\n{}", "x".repeat((16 << 20) + 1), scroll(1));
    let output = reduce(&[], &input);
    assert_eq!(
        (output.status.code(), text(&output.stderr)),
        (Some(3), "candor: line 1: it has more than 16777216 bytes\n")
    );
    assert_eq!(told(&output), [("scroll".to_owned(), json!([1]))]);
}

#[test]
fn what_is_said_of_a_file_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new\nline.ndjson");
    std::fs::write(&path, "{\n").unwrap();
    let output = candor(&["reduce", path.to_str().unwrap()]);
    let said = text(&output.stderr);
    assert!(said.contains("/new line.ndjson: line 1: ") && said.lines().count() == 1, "{said}");
    let folder = folder.path().to_str().unwrap();
    let output = candor(&["reduce", folder]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).starts_with(&format!("candor: {folder}: ")), "{}", text(&output.stderr));
}

#[test]
fn a_file_that_is_not_there_is_a_failure() {
    let output = candor(&["reduce", "/nowhere/records.ndjson"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).starts_with("candor: /nowhere/records.ndjson: "), "{}", text(&output.stderr));
}
