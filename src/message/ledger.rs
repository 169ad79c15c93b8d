//! What the page about what was sent is told.

use serde::Serialize;

use super::problem::Fault;

/// What was sent, and what became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Ledger {
    /// Every batch for which there is a receipt, in no particular order.
    pub batches: Vec<SentBatch>,
    /// Whether everything is to be erased, and the server has not said yet that it is.
    pub erasing_all: bool,
    /// Why the server did not erase something yet, when it was asked and did not.
    pub trouble: Option<Fault>,
}

/// A batch that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SentBatch {
    /// Its id.
    pub id: String,
    /// Its session.
    pub session: String,
    /// The pseudonym it was sent under.
    pub pseudonym: String,
    /// When the receipt came, in milliseconds since 1970.
    pub sent: u64,
    /// Origin of the server it was sent to.
    pub endpoint: String,
    /// Number of records.
    pub records: u32,
    /// Number of pictures.
    pub frames: u32,
    /// Bytes of records and pictures as sent.
    pub bytes: u64,
    /// What became of it.
    pub state: SentState,
    /// The receipt, JSON as the server wrote it.
    pub receipt: String,
    /// The server's signed word that it is erased, JSON as the server wrote it.
    pub erased: Option<String>,
}

/// What became of a batch that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum SentState {
    /// The server has it.
    Stored,
    /// It is to be erased, and the server has not said yet that it is.
    Erasing,
    /// The server has said that it is erased.
    Erased,
    /// It was to be erased, and the server says that it has nothing of it.
    Missing,
}
