//! A works council reads what `candor open` writes, and nothing else, with the queries of the core's own tests
//! (`src/engine/tests/appraisal.rs`): who paused, at what hours, how fast. They find what records say, and the files add
//! nothing to it: not when a batch came, and not in which order.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use candor_core::ids::BatchId;
use serde_json::{Value, json};

use crate::kit::{Person, write_recipient_key};

fn line(seq: u64, t: u64, kind: &Value) -> String {
    let mut record = json!({ "v": 1, "seq": seq, "t": t, "tab": 1, "frame": [], "actor": "user" });
    record.as_object_mut().unwrap().extend(kind.as_object().unwrap().clone());
    record.to_string()
}

/// Somebody's session: so many stretches of which nothing is recorded, and a text with so much time between its keys.
fn session(gaps: u64, between: u64) -> Vec<String> {
    let gap = |seq| line(seq, seq * 60_000, &json!({ "kind": "gap", "reason": "private", "length": "underQuarter" }));
    let tab = |seq| line(seq, seq * 60_000, &json!({ "kind": "tab", "what": "switch" }));
    let mut lines: Vec<String> = (0..3).map(|seq| if seq < gaps { gap(seq) } else { tab(seq) }).collect();
    let keys: Vec<Value> = "plan"
        .chars()
        .map(|key| json!({ "key": key, "code": format!("Key{}", key.to_ascii_uppercase()), "after": between }))
        .collect();
    let target = json!({
        "tag": "textarea", "editable": "input", "selectors": { "css": "textarea", "xpath": "/textarea" },
        "primary": { "family": "css", "matches": 1 }, "rect": { "x": 0, "y": 0, "width": 1, "height": 1 }, "shadow": [],
    });
    let text = json!({
        "kind": "type", "target": target, "at": 0, "removed": 0, "text": "plan", "keys": keys, "composed": false,
        "ended": "pause", "duration": 4 * between,
    });
    lines.push(line(3, 200_000, &text));
    lines
}

/// Puts people's batches into a store, which came at a time, and opens it: every file, by its path, with what is in it.
fn opened(people: &[(u8, Vec<String>)], came: SystemTime) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let (store, out) = (folder.path().join("store"), folder.path().join("out"));
    for (number, lines) in people {
        let person = Person::new(*number);
        let bytes = person.bytes(&person.batch(0, lines).sealed());
        let path = person.object(&store, "batches", &BatchId::of(&bytes));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &bytes).unwrap();
        fs::File::options().write(true).open(&path).unwrap().set_modified(came).unwrap();
    }
    let output = Command::new(env!("CARGO_BIN_EXE_candor"))
        .args(["open", "--store", &format!("file:{}", store.display()), "--out"])
        .arg(&out)
        .arg("--key")
        .arg(write_recipient_key(folder.path()))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut files = BTreeMap::new();
    read(&out, &out, &mut files);
    files
}

fn read(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(root, &path, files);
        } else {
            files.insert(path.strip_prefix(root).unwrap().display().to_string(), fs::read(&path).unwrap());
        }
    }
}

/// Adds up something of each record, by the folder of a pseudonym, highest first.
fn ranked(files: &BTreeMap<String, Vec<u8>>, of: impl Fn(&Value) -> u64) -> Vec<u64> {
    let mut sums = BTreeMap::<&str, u64>::new();
    for (path, content) in files.iter().filter(|(path, _)| path.ends_with(".ndjson")) {
        let pseudonym = path.split('/').next().unwrap();
        let records = std::str::from_utf8(content).unwrap().lines().map(|line| serde_json::from_str(line).unwrap());
        *sums.entry(pseudonym).or_default() += records.map(|record: Value| of(&record)).sum::<u64>();
    }
    let mut sums: Vec<u64> = sums.into_values().collect();
    sums.sort_by(|a, b| b.cmp(a));
    sums
}

fn is_private(record: &Value) -> u64 {
    u64::from(record["kind"] == "gap" && record["reason"] == "private")
}

fn seconds(record: &Value) -> u64 {
    record["keys"].as_array().into_iter().flatten().map(|key| key["after"].as_u64().unwrap()).sum()
}

#[test]
fn the_queries_find_in_opened_files_what_records_say() {
    let files = opened(&[(1, session(3, 400)), (2, session(0, 100))], SystemTime::UNIX_EPOCH);
    assert_eq!(ranked(&files, is_private), [3, 0]);
    assert_eq!(ranked(&files, seconds), [1_600, 400]);
    // Whoever pauses, thinks, switches off or deletes leaves the same record: then there is nothing to rank.
    let alike = opened(&[(1, session(3, 100)), (2, session(3, 100))], SystemTime::UNIX_EPOCH);
    assert_eq!((ranked(&alike, is_private), ranked(&alike, seconds)), (vec![3, 3], vec![400, 400]));
}

#[test]
fn opened_files_do_not_say_when_batches_came() {
    let people = [(1, session(3, 400)), (2, session(0, 100))];
    let hours = |hours: u64| SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_392_000 + hours * 3_600);
    let night = opened(&people, hours(3));
    assert_eq!(night, opened(&people, hours(10)), "three in the night, and ten in the morning");
    assert_ne!(night, opened(&people[..1], hours(3)), "the control");
}
