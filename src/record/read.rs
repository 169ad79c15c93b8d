//! Reading records back: strict about what is known, carrying through what is not.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Kind, Record, VERSION};
use crate::json;

/// A line of a batch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged, try_from = "Value")]
pub enum AnyRecord {
    /// A record of this schema.
    Known(Box<Record<String>>),
    /// A record of a kind this version does not know, whole.
    Unknown(Value),
}

/// Why a line is not a record. What stands in the line is never quoted, so it can be told to anybody.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It is not JSON; says where.
    #[error("not a record: {0}")]
    Json(String),
    /// It is of a known kind with a field that does not fit; names it.
    #[error("not a record: {0}")]
    Misfit(String),
    /// It is of a schema version that this reader does not read.
    #[error("its schema version is not read here, only version {VERSION}")]
    Version,
    /// It lacks the fields every record has.
    #[error("`{0}` is missing or of the wrong type")]
    Missing(&'static str),
}

const KINDS: [&str; 18] = [
    "session",
    "task",
    "navigate",
    "tab",
    "click",
    "drag",
    "scroll",
    "key",
    "type",
    "clipboard",
    "select",
    "change",
    "focus",
    "resize",
    "dialog",
    "frame",
    "aria",
    "gap",
];

/// Reads one line.
///
/// # Errors
/// When the line is not JSON, lacks what every record has, is of another schema version, or is of a known kind whose
/// fields do not fit. A line of an unknown kind is no error.
pub fn read_line(line: &str) -> Result<AnyRecord, ReadError> {
    serde_json::from_str::<Value>(line).map_err(|error| ReadError::Json(json::place(&error)))?.try_into()
}

impl TryFrom<Value> for AnyRecord {
    type Error = ReadError;

    /// Reads a line that was parsed, as [`read_line`] does.
    fn try_from(value: Value) -> Result<Self, ReadError> {
        match value.get("v").and_then(Value::as_u64) {
            Some(version) if version == u64::from(VERSION) => {}
            Some(_) => return Err(ReadError::Version),
            None => return Err(ReadError::Missing("v")),
        }
        for field in ["seq", "t", "tab"] {
            if value.get(field).and_then(Value::as_u64).is_none() {
                return Err(ReadError::Missing(field));
            }
        }
        match value.get("kind").and_then(Value::as_str) {
            None => Err(ReadError::Missing("kind")),
            Some(kind) if KINDS.contains(&kind) => match Record::deserialize(&value) {
                Ok(record) => Ok(Self::Known(Box::new(record))),
                Err(_) => Err(ReadError::Misfit(misfit(&value))),
            },
            Some(_) => Ok(Self::Unknown(value)),
        }
    }
}

/// Which field of a record of a known kind does not fit. serde_json's own text could quote it.
fn misfit(value: &Value) -> String {
    match Kind::<String>::deserialize(value) {
        Err(_) => misfit_of::<Kind<String>>(value),
        Ok(_) => misfit_of::<Record<String>>(value),
    }
}

fn misfit_of<T: DeserializeOwned>(value: &Value) -> String {
    let mistake = |value: &Value| T::deserialize(value).err().map(|error| error.to_string()).unwrap_or_default();
    let first = mistake(value);
    if first.starts_with("missing field `") {
        // Only a name from the types above can follow.
        return first;
    }
    // It is the field without which there is another mistake, or none.
    let is_it = |name: &&String| {
        let mut without = value.clone();
        without.as_object_mut().and_then(|object| object.remove(*name));
        *name != "kind" && mistake(&without) != first
    };
    let name = value.as_object().and_then(|object| object.keys().find(is_it));
    name.map_or_else(|| "a field does not fit".into(), |name| format!("`{name}` does not fit"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_kind_is_carried_through() {
        let line = r#"{"v":1,"seq":3,"t":9,"tab":1,"frame":[],"actor":"user","kind":"gesture","fingers":2}"#;
        let AnyRecord::Unknown(value) = read_line(line).unwrap() else { panic!("a known kind?") };
        assert_eq!(value["fingers"], 2);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        for line in [
            "",
            "[]",
            r#"{"v":2,"seq":0,"t":0,"tab":0,"kind":"gap"}"#,
            r#"{"v":1,"seq":-1,"t":0,"tab":0,"kind":"gap"}"#,
            r#"{"v":1,"seq":0,"t":0,"tab":0,"frame":[],"actor":"user","kind":"navigate","url":"a"}"#,
            r#"{"v":1,"seq":0,"t":0,"tab":0,"frame":[],"actor":"nobody","kind":"tab","what":"open"}"#,
        ] {
            assert!(read_line(line).is_err(), "{line}");
        }
    }
    #[test]
    fn what_does_not_fit_is_named_and_never_quoted() {
        for (line, expected) in [
            (r#"{"v":1,"x":hunter2}"#, "not a record: line 1, column 12 is no JSON"),
            (r#"{"v":1,"x":"hunter2"#, "not a record: line 1, column 19 is the end too early"),
            (r#"{"v":77,"kind":"hunter2"}"#, "its schema version is not read here, only version 1"),
            (r#"{"v":1,"seq":"hunter2","t":0,"tab":0,"kind":"gap"}"#, "`seq` is missing or of the wrong type"),
            (
                r#"{"v":1,"seq":0,"t":0,"tab":0,"frame":"hunter2","actor":"user","kind":"tab","what":"open"}"#,
                "not a record: `frame` does not fit",
            ),
            (
                r#"{"v":1,"seq":0,"t":0,"tab":0,"frame":[],"actor":"hunter2","kind":"tab","what":"open"}"#,
                "not a record: `actor` does not fit",
            ),
            (
                r#"{"v":1,"seq":0,"t":0,"tab":0,"frame":[],"actor":"user","kind":"tab","what":"missing field `hunter2"}"#,
                "not a record: `what` does not fit",
            ),
            (
                r#"{"v":1,"seq":0,"t":0,"tab":0,"frame":[],"actor":"user","kind":"navigate","url":"hunter2"}"#,
                "not a record: missing field `title`",
            ),
        ] {
            assert_eq!(read_line(line).unwrap_err().to_string(), expected, "{line}");
        }
    }
}
