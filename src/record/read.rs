//! Reading records back: strict about what is known, carrying through what is not.

use serde::de::DeserializeOwned;
use serde::ser::Error as _;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use super::{Actor, Kind, Record, VERSION};
use crate::json;
use crate::time::SessionMillis;

/// Most bytes of a line: room for the 2,000,000 characters that one record may tell, each escaped. A reader that takes more
/// could be filled by one line.
pub const MAX_LINE: usize = 16 << 20;

/// Most fields of a record of which one that does not fit is looked for by name.
const MAX_FIELDS: usize = 64;

/// A line of a batch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged, try_from = "Value")]
pub enum AnyRecord {
    /// A record of this schema.
    Known(Box<Record<String>>),
    /// A record of a kind this version does not know, whole.
    Unknown(Unknown),
}

/// A record of a kind that is not known: what every record has, and all of it as text, which takes less memory than
/// what it would be read into.
#[derive(Clone, Debug, PartialEq)]
pub struct Unknown {
    /// Place in the session.
    pub seq: u64,
    /// When.
    pub t: SessionMillis,
    /// Number of the tab.
    pub tab: u32,
    /// Path of frame indices; empty where it has none.
    pub frame: Vec<u32>,
    /// Who did it; the person where it does not say.
    pub actor: Actor,
    json: String,
}

impl Unknown {
    /// All of it, JSON.
    pub fn json(&self) -> &str {
        &self.json
    }

    fn read(value: &Value, [seq, t, tab]: [u64; 3]) -> Self {
        let field = |name| value.get(name);
        Self {
            seq,
            t: SessionMillis(t),
            tab: u32::try_from(tab).unwrap_or(u32::MAX),
            frame: field("frame").and_then(|path| Vec::deserialize(path).ok()).unwrap_or_default(),
            actor: field("actor").and_then(|actor| Actor::deserialize(actor).ok()).unwrap_or(Actor::User),
            json: value.to_string(),
        }
    }
}

impl Serialize for Unknown {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value: Value = serde_json::from_str(&self.json).map_err(S::Error::custom)?;
        value.serialize(serializer)
    }
}

/// Why a line is not a record. What stands in the line is never quoted, so it can be told to anybody.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It is longer than [`MAX_LINE`].
    #[error("it has more than {MAX_LINE} bytes")]
    TooLong,
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
/// When the line is longer than [`MAX_LINE`], is not JSON, lacks what every record has, is of another schema version, or is of a known kind whose
/// fields do not fit. A line of an unknown kind is no error.
pub fn read_line(line: &str) -> Result<AnyRecord, ReadError> {
    if line.len() > MAX_LINE {
        return Err(ReadError::TooLong);
    }
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
        let number = |field| value.get(field).and_then(Value::as_u64).ok_or(ReadError::Missing(field));
        let numbers = [number("seq")?, number("t")?, number("tab")?];
        match value.get("kind").and_then(Value::as_str) {
            None => Err(ReadError::Missing("kind")),
            Some(kind) if KINDS.contains(&kind) => match Record::deserialize(&value) {
                Ok(record) => Ok(Self::Known(Box::new(record))),
                Err(_) => Err(ReadError::Misfit(misfit(&value))),
            },
            Some(_) => Ok(Self::Unknown(Unknown::read(&value, numbers))),
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
    let few = value.as_object().filter(|object| object.len() <= MAX_FIELDS);
    let name = few.and_then(|object| object.keys().find(is_it));
    name.map_or_else(|| "a field does not fit".into(), |name| format!("`{name}` does not fit"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_kind_is_carried_through() {
        let line = r#"{"v":1,"seq":3,"t":9,"tab":1,"frame":[],"actor":"user","kind":"gesture","fingers":2}"#;
        let read = read_line(line).unwrap();
        let AnyRecord::Unknown(unknown) = &read else { panic!("a known kind?") };
        assert_eq!((unknown.seq, unknown.t.0, unknown.tab, unknown.actor), (3, 9, 1, Actor::User));
        let whole: Value = serde_json::from_str(line).unwrap();
        assert_eq!(serde_json::from_str::<Value>(unknown.json()).unwrap(), whole);
        assert_eq!(serde_json::to_value(&read).unwrap(), whole);
    }

    #[test]
    fn a_line_that_is_too_long_is_not_read() {
        let line = |length: usize| {
            let line = r#"{"v":1,"seq":3,"t":9,"tab":1,"kind":"gesture","x":""}"#;
            line.replace(r#""""#, &format!(r#""{}""#, "x".repeat(length - line.len())))
        };
        assert!(read_line(&line(MAX_LINE)).is_ok());
        assert_eq!(read_line(&line(MAX_LINE + 1)).unwrap_err().to_string(), "it has more than 16777216 bytes");
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
