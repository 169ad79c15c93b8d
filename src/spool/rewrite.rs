//! Writing a bucket anew: under a new name and a new key, and the old key is destroyed.

use rand_core::Rng;

use super::{Bucket, Spool};
use crate::ids::{BucketId, FrameId, SessionId};
use crate::raw::Scrubbed;
use crate::vault::VaultError;

impl Spool {
    /// The buckets of a session, in order.
    pub fn of_session(&self, session: SessionId) -> impl Iterator<Item = &Bucket> {
        self.buckets.values().filter(move |bucket| bucket.head.id == session)
    }

    /// The sessions that have buckets, in order.
    pub fn sessions(&self) -> Vec<SessionId> {
        let mut sessions: Vec<SessionId> = self.buckets.values().map(|bucket| bucket.head.id).collect();
        sessions.dedup();
        sessions
    }

    /// Writes a closed bucket anew with these records and images in the place of its own. Everything happens in the next
    /// commit; until then the bucket is as it was.
    ///
    /// # Errors
    /// When the new key is missing, which can't be.
    pub fn rewrite(
        &mut self,
        bucket: &Bucket,
        lines: &[Scrubbed<Vec<u8>>],
        images: &[(FrameId, Vec<u8>)],
        rng: &mut impl Rng,
    ) -> Result<(), VaultError> {
        let mut id = [0; 15];
        rng.fill_bytes(&mut id);
        let id = BucketId::from_bytes(id);
        let mut anew = Bucket { id, records: 0, frames: 0, bytes: 0, ..bucket.clone() };
        self.drop_bucket(bucket.order);
        let key = self.vault.make(anew.key(), rng);
        self.stage.write_key(anew.key(), key);
        for line in lines {
            anew.put_row(line, &self.vault, &mut self.stage, rng)?;
        }
        for (id, bytes) in images {
            anew.put_image(id, bytes, &self.vault, &mut self.stage, rng)?;
        }
        self.changed.push(anew.order);
        self.buckets.insert(anew.order, anew);
        Ok(())
    }
}
