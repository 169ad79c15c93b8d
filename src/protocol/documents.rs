//! What is known of a document that has a probe.

use serde::{Deserialize, Serialize};

use crate::assemble::{Assembler, Shell};
use crate::capture::Trees;
use crate::ids::DocNonce;
use crate::message::FieldDescription;
use crate::policy::Site;
use crate::raw::Raw;
use crate::time::WallMillis;

/// How far a document's observations are stored. Outlives the worker.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Everything up to this number is stored.
    pub upto: u32,
    /// When that was.
    pub at: WallMillis,
    /// What its terminals were in the middle of then.
    pub shells: Vec<Shell>,
}

/// A document with a live port.
pub struct Document {
    /// The document's name.
    pub nonce: DocNonce,
    /// The browser's id of its tab.
    pub tab: u32,
    /// Path of frame indices from the top frame.
    pub frame: Vec<u32>,
    /// Its address and title, as it said last.
    pub place: (Raw<String>, Raw<String>),
    /// What may be recorded of it.
    pub site: Site,
    /// Turns its observations into drafts.
    pub assembler: Assembler,
    /// Its accessibility snapshots, where they are taken.
    pub trees: Trees,
    /// Highest number taken.
    pub received: u32,
    /// Whether anything was taken of it: what it says first need not follow what is stored.
    pub is_heard: bool,
    /// Highest number acknowledged.
    pub acknowledged: u32,
    /// Number of the last observation that can change what the page looks like.
    pub acted: u32,
    /// Number of the last observation after which the page was still.
    pub settled: u32,
    /// What was typed last, at the last checkpoint.
    pub checkpointed: u32,
    /// When the next checkpoint may be written.
    pub checkpoint_due: Option<WallMillis>,
}

impl std::fmt::Debug for Document {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Document({}, up to {})", self.nonce, self.received)
    }
}

impl Document {
    /// A document that says hello, everything up to `upto` being stored already.
    pub fn new(
        nonce: DocNonce,
        tab: u32,
        frame: Vec<u32>,
        site: Site,
        fields: Vec<FieldDescription>,
        upto: u32,
    ) -> Self {
        Self {
            nonce,
            tab,
            frame,
            place: Default::default(),
            site,
            assembler: Assembler::new(fields, upto > 0),
            trees: Trees::default(),
            received: upto,
            is_heard: false,
            acknowledged: upto,
            acted: upto,
            settled: upto,
            checkpointed: upto,
            checkpoint_due: None,
        }
    }

    /// Whether an observation of this number is new; from then on it is not.
    pub fn takes(&mut self, n: u32) -> bool {
        let new = n > self.received;
        self.received = self.received.max(n);
        new
    }

    /// Whether a burst of typing is going on in it.
    pub fn is_typed_in(&self) -> bool {
        self.assembler.is_open()
    }

    /// Whether the page has been still since the last action in it.
    pub fn is_still(&self) -> bool {
        self.settled >= self.acted
    }
}
