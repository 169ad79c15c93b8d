//! Checkpoints: what is being typed, as far as it may be stored, so that a killed browser loses two seconds at most.

use rand_core::Rng;
use serde::{Deserialize, Serialize};

use super::{SessionHead, Spool};
use crate::ids::{BucketId, DocNonce};
use crate::json::Json;
use crate::raw::Scrubbed;
use crate::time::WallMillis;
use crate::vault::VaultError;

/// A burst of typing that is not finished.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// Its name, fresh each time it is written.
    pub id: BucketId,
    /// The document it was typed in.
    pub nonce: DocNonce,
    /// Number of the last observation in it.
    pub last: u32,
    /// The browser's id of the tab and the frame path, where pictures are taken: they are missing with it.
    pub pictured: Option<(u32, Vec<u32>)>,
    /// Its session.
    pub head: SessionHead,
    /// When it was written.
    pub written: WallMillis,
    /// The scrubbed record as JSON, with a `seq` that does not count.
    pub record: String,
    /// Tab and frame path, where accessibility snapshots are taken: it has none.
    pub mapped: Option<(u32, Vec<u32>)>,
}

/// What a checkpoint is of: see the fields of [`Checkpoint`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typing {
    /// The document.
    pub nonce: DocNonce,
    /// The last observation.
    pub last: u32,
    /// Tab and frame, where pictures are taken.
    pub pictured: Option<(u32, Vec<u32>)>,
    /// Tab and frame, where snapshots are.
    pub mapped: Option<(u32, Vec<u32>)>,
}

impl Checkpoint {
    /// Name of its key.
    pub fn key(&self) -> String {
        format!("open-{}-{}", self.nonce, self.id)
    }

    /// The record under its own number, when it becomes one.
    pub fn numbered(&self, seq: u64) -> Option<Scrubbed<Vec<u8>>> {
        let Json::Object(mut record) = Json::parse(&self.record).ok()? else { return None };
        record.insert("seq".to_owned(), seq.into());
        let line = Json::Object(record).to_string().into_bytes();
        Some(Scrubbed::vouch(line, "it was scrubbed before it was written down"))
    }

    fn place(&self) -> String {
        format!("open/{}/{}", self.nonce, self.id)
    }
}

impl Spool {
    /// Writes a document's checkpoint under a fresh key and destroys the one before.
    ///
    /// # Errors
    /// When the record is not UTF-8 or the new key is missing, neither of which can be.
    pub fn checkpoint(
        &mut self,
        now: WallMillis,
        typing: Typing,
        head: &SessionHead,
        line: &Scrubbed<Vec<u8>>,
        rng: &mut impl Rng,
    ) -> Result<(), VaultError> {
        let Typing { nonce, last, pictured, mapped } = typing;
        self.drop_checkpoint(&nonce);
        let mut bytes = [0; 15];
        rng.fill_bytes(&mut bytes);
        let checkpoint = Checkpoint {
            id: BucketId::from_bytes(bytes),
            nonce,
            last,
            pictured,
            head: head.clone(),
            written: now,
            record: String::from_utf8(line.get().clone()).map_err(|_| VaultError::Damaged)?,
            mapped,
        };
        let key = self.vault.make(checkpoint.key(), rng);
        self.stage.write_key(checkpoint.key(), key);
        self.write(&checkpoint.key(), checkpoint.place(), &checkpoint, rng)?;
        self.checkpoints.insert(nonce, checkpoint);
        Ok(())
    }

    /// Destroys a document's checkpoint: its burst is stored, or deleted.
    pub fn drop_checkpoint(&mut self, nonce: &DocNonce) -> Option<Checkpoint> {
        let checkpoint = self.checkpoints.remove(nonce)?;
        self.stage.delete(checkpoint.place());
        self.drop_key(checkpoint.key());
        Some(checkpoint)
    }

    /// Destroys a document's checkpoint if it holds nothing beyond observation `upto`.
    pub fn supersede_checkpoint(&mut self, nonce: &DocNonce, upto: u32) {
        if self.checkpoints.get(nonce).is_some_and(|checkpoint| checkpoint.last <= upto) {
            self.drop_checkpoint(nonce);
        }
    }

    /// Checkpoints at hand.
    pub fn checkpoints(&self) -> impl Iterator<Item = &Checkpoint> {
        self.checkpoints.values()
    }

    pub(super) fn load_checkpoint(&mut self, place: &str, value: &[u8]) {
        let key = place.replacen("open/", "open-", 1).replace('/', "-");
        match self.read::<Checkpoint>(&key, place, value) {
            Some(checkpoint) => {
                self.checkpoints.insert(checkpoint.nonce, checkpoint);
            }
            None => self.stage.delete(place.to_owned()),
        }
    }
}
