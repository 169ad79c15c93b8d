//! Reading records back: strict about what is known, carrying through what is not.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Record, VERSION};

/// A line of a batch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged, try_from = "Value")]
pub enum AnyRecord {
    /// A record of this schema.
    Known(Box<Record<String>>),
    /// A record of a kind this version does not know, whole.
    Unknown(Value),
}

/// Why a line is not a record.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It is not JSON, or a known kind with fields that do not fit.
    #[error("not a record: {0}")]
    Malformed(#[from] serde_json::Error),
    /// It is of a schema version that this reader does not read.
    #[error("schema version {0} is not read here, only version {VERSION}")]
    Version(u64),
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
    serde_json::from_str::<Value>(line)?.try_into()
}

impl TryFrom<Value> for AnyRecord {
    type Error = ReadError;

    /// Reads a line that was parsed, as [`read_line`] does.
    fn try_from(value: Value) -> Result<Self, ReadError> {
        match value.get("v").and_then(Value::as_u64) {
            Some(version) if version == u64::from(VERSION) => {}
            Some(version) => return Err(ReadError::Version(version)),
            None => return Err(ReadError::Missing("v")),
        }
        for field in ["seq", "t", "tab"] {
            if value.get(field).and_then(Value::as_u64).is_none() {
                return Err(ReadError::Missing(field));
            }
        }
        match value.get("kind").and_then(Value::as_str) {
            None => Err(ReadError::Missing("kind")),
            Some(kind) if KINDS.contains(&kind) => Ok(Self::Known(Box::new(serde_json::from_value(value)?))),
            Some(_) => Ok(Self::Unknown(value)),
        }
    }
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
}
