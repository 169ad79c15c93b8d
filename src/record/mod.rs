//! Records of schema `candor/1`: one line of NDJSON for each thing that happened.
//!
//! One definition serves three roles by its type of text: `Record<Raw<String>>` is a draft the scrubber has not seen,
//! `Record<Scrubbed<String>>` is what the spool takes (the only one that can be serialised), `Record<String>` is what
//! a reader of an opened store gets.

mod kind;
mod read;
mod target;

use serde::{Deserialize, Serialize};

pub use kind::{
    Actor, BurstEnd, ClipboardChange, DragKind, GapLength, GapReason, Kind, MediaType, Modifiers, Navigation, Phase,
    Stroke, TabChange, TaskPhase,
};
pub use read::{AnyRecord, MAX_LINE, ReadError, Unknown, read_line};
pub use target::{Editable, Family, Point, Primary, Rect, Selectors, Sensitive, Target};

use crate::time::SessionMillis;

/// The schema's name, in every record, envelope and file.
pub const SCHEMA: &str = "candor/1";

/// Schema version of a record: the number behind the slash.
pub const VERSION: u32 = 1;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Record"))]
pub struct Record<T> {
    /// Schema version, [`VERSION`].
    pub v: u32,
    /// Place in the session, from 0, without holes.
    pub seq: u64,
    /// When, since the session's start.
    pub t: SessionMillis,
    /// Number of the tab in the session, from 1; 0 for records of no tab.
    pub tab: u32,
    /// Path of frame indices from the top frame, empty for the top frame itself.
    pub frame: Vec<u32>,
    /// Who did it.
    pub actor: Actor,
    /// What happened.
    #[serde(flatten)]
    pub kind: Kind<T>,
}
