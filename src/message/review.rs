//! What the review page is told.

use serde::Serialize;

/// What is held on this machine, for the page on which the person reviews it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Review {
    /// Everything held, the oldest first.
    pub parts: Vec<HeldPart>,
    /// The records of the part that was to be opened, byte for byte as they would be sent, each a JSON object without a
    /// line's end; none when nothing was to be opened, or the part is not there any more.
    pub lines: Option<Vec<String>>,
    /// What each of the lines is to be deleted by; none of a gap that stands for what was deleted.
    pub numbers: Option<Vec<Option<u64>>>,
    /// The image that was asked for, in Base64; none when none was, or it is not there any more.
    pub image: Option<String>,
}

/// A part of what is held: up to a minute of a session, or a batch that is on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct HeldPart {
    /// Its name. It has another one after a part of it was deleted.
    pub id: String,
    /// Its session.
    pub session: String,
    /// Its place in the order of what is held, which it keeps.
    pub order: u64,
    /// When it was begun, in milliseconds since 1970; none of a batch.
    pub began: Option<u64>,
    /// Number of records.
    pub records: u32,
    /// Number of images.
    pub frames: u32,
    /// Bytes of records and images; of a batch, as they are sent.
    pub bytes: u64,
    /// Milliseconds until it may be sent, 0 when it may be at any moment; none when it waits for the person to say so.
    pub leaves_in: Option<u64>,
    /// Whether it is a batch: sealed for its recipient, so that it can't be opened here, but can be deleted until its
    /// receipt is there.
    pub sealed: bool,
}
