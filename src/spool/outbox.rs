//! Batches that are cut and on their way: sealed once, sent until there is a receipt.

use serde::{Deserialize, Serialize};

use crate::envelope::Envelope;
use crate::ids::{BatchId, FrameId};
use crate::time::{CountedMillis, SessionMillis, WallMillis};

/// What is known of a batch on its way without opening it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outgoing {
    /// Place in the order of sending.
    pub order: u64,
    /// Digest of the request body.
    pub batch: BatchId,
    /// The envelope in the request body.
    pub envelope: Envelope,
    /// Bytes of the body and the images as sent.
    pub bytes: u64,
    /// Number in the spool of its first record, and of the first behind it.
    pub stored: (u64, u64),
    /// Time of what the session recorded before.
    pub since: SessionMillis,
    /// When the last of its records was stored; zero when that is not known.
    pub touched: WallMillis,
    /// The same as the hold counts; zero when that is not known.
    pub counted: CountedMillis,
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
        format!("way/{:010}", self.order)
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
