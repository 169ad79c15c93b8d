//! What schema `candor/1` once wrote can be read for ever. `tests/schema` checks that it fits the schema.

use std::collections::BTreeSet;

use candor_core::record::{AnyRecord, read_line};
use serde_json::Value;

const GOLDEN: &str = include_str!("../../../tests/golden/candor-1.ndjson");
const SCHEMA: &str = include_str!("../../../schema/candor-1.schema.json");

fn values() -> impl Iterator<Item = Value> {
    GOLDEN.lines().map(|line| serde_json::from_str(line).unwrap())
}

#[test]
fn every_golden_record_is_known_and_serialises_to_what_it_was() {
    for (line, value) in GOLDEN.lines().zip(values()) {
        match read_line(line) {
            Ok(AnyRecord::Known(record)) => assert_eq!(serde_json::to_value(&record).unwrap(), value),
            other => panic!("{line}: {other:?}"),
        }
    }
}

#[test]
fn there_is_a_golden_record_of_every_kind() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let kinds = schema["oneOf"].as_array().unwrap().iter().map(|kind| kind["properties"]["kind"]["const"].clone());
    let known: BTreeSet<String> = kinds.map(|kind| kind.as_str().unwrap().to_owned()).collect();
    let golden: BTreeSet<String> = values().map(|value| value["kind"].as_str().unwrap().to_owned()).collect();
    assert_eq!(golden, known);
}
