//! Writing a bucket anew: under a new name and a new key, and the old key is destroyed.

use rand_core::Rng;

use super::{Bucket, Spool};
use crate::ids::{BucketId, FrameId, SessionId};
use crate::raw::Scrubbed;

/// What a bucket holds from now on.
#[derive(Debug)]
pub struct Anew {
    /// Its records.
    pub lines: Vec<Scrubbed<Vec<u8>>>,
    /// The images they name.
    pub shown: Vec<FrameId>,
}

impl Spool {
    /// The records of a bucket, opened; nothing when one is missing or damaged.
    pub fn rows_of(&self, bucket: &Bucket, entries: &[(String, Vec<u8>)]) -> Option<Vec<Vec<u8>>> {
        let rows: Vec<Vec<u8>> = self.opened(bucket, bucket.rows(), entries).collect::<Option<_>>()?;
        (rows.len() == bucket.records as usize).then_some(rows)
    }

    fn opened(
        &self,
        bucket: &Bucket,
        prefix: String,
        entries: &[(String, Vec<u8>)],
    ) -> impl Iterator<Item = Option<Vec<u8>>> {
        let below = entries.iter().filter(move |(place, _)| place.starts_with(&prefix));
        below.map(|(place, value)| self.open_entry(bucket, place, value).ok())
    }

    /// What is left of the records of a bucket: none in the place of one that is missing or damaged. Nothing when its key or
    /// all of them are missing, as when it could not be loaded.
    pub fn left_of(&self, bucket: &Bucket, entries: &[(String, Vec<u8>)]) -> Option<Vec<Option<Vec<u8>>>> {
        self.vault.key(&bucket.key())?;
        let value = |index| {
            let row = bucket.row_place(index);
            let (place, value) = entries.iter().find(|(place, _)| *place == row)?;
            Some(self.open_entry(bucket, place, value).ok())
        };
        let rows: Vec<Option<Option<Vec<u8>>>> = (0..bucket.records).map(value).collect();
        rows.iter().any(Option::is_some).then(|| rows.into_iter().map(Option::flatten).collect())
    }

    /// The images of a bucket that can be read.
    pub fn images_of(&self, bucket: &Bucket, entries: &[(String, Vec<u8>)]) -> Vec<(FrameId, Vec<u8>)> {
        let images = self.opened(bucket, bucket.images(), entries).flatten();
        images.map(|image| (FrameId::of(&image), image)).collect()
    }

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

    /// Writes a closed bucket anew; `entries` is what was loaded of it. Everything happens in the next commit; until then
    /// the bucket is as it was. Nothing is done when an image that they name is missing or damaged.
    pub fn rewrite(
        &mut self,
        bucket: &Bucket,
        Anew { lines, shown }: &Anew,
        entries: &[(String, Vec<u8>)],
        rng: &mut impl Rng,
    ) -> Option<()> {
        let images = self.images_of(bucket, entries);
        if shown.iter().any(|id| images.iter().all(|(other, _)| other != id)) {
            return None;
        }
        let mut id = [0; 15];
        rng.fill_bytes(&mut id);
        let id = BucketId::from_bytes(id);
        let mut anew = Bucket { id, records: 0, frames: 0, bytes: 0, ..bucket.clone() };
        self.drop_bucket(bucket.order);
        let key = self.vault.make(anew.key(), rng);
        self.stage.write_key(anew.key(), key);
        // The key is there since a moment ago.
        for line in lines {
            anew.put_row(line, &self.vault, &mut self.stage, rng).ok()?;
        }
        for (id, image) in images.iter().filter(|(id, _)| shown.contains(id)) {
            anew.put_image(id, image, &self.vault, &mut self.stage, rng).ok()?;
        }
        self.changed.push(anew.order);
        self.buckets.insert(anew.order, anew);
        Some(())
    }
}
