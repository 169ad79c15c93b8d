//! Batches that are cut and on their way: sealed once, sent until there is a receipt.

use serde::{Deserialize, Serialize};

use crate::ids::{BatchId, FrameId, Pseudonym, SessionId};

/// What is known of a batch on its way without opening it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outgoing {
    /// Place in the order of sending.
    pub order: u64,
    /// Digest of the request body.
    pub batch: BatchId,
    /// Who signed it.
    pub pseudonym: Pseudonym,
    /// Its session.
    pub session: SessionId,
    /// Images it names, to be sent before it.
    pub frames: Vec<FrameId>,
    /// Number of records.
    pub records: u32,
    /// Bytes of the body and the images as sent.
    pub bytes: u64,
}

impl Outgoing {
    /// Name of its key.
    pub fn key(&self) -> String {
        format!("out-{:010}", self.order)
    }

    /// Prefix of everything stored of it.
    pub fn prefix(&self) -> String {
        format!("out/{:010}/", self.order)
    }

    /// Place of this description.
    pub fn meta_place(&self) -> String {
        format!("{}meta", self.prefix())
    }

    /// Place of the request body.
    pub fn batch_place(&self) -> String {
        format!("{}batch", self.prefix())
    }

    /// Place of an image.
    pub fn frame_place(&self, frame: &FrameId) -> String {
        format!("{}frame/{frame}", self.prefix())
    }
}
