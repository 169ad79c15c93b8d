//! The spool: everything recorded and not yet sent.
//!
//! 1. Records and images lie in [buckets](bucket), one a minute of a session, each under its own key; the database
//!    holds ciphertext only.
//! 2. What is being typed is kept as a checkpoint under a key of its own, replaced as it grows and destroyed when the
//!    burst is stored as a record.
//! 3. When the hold is over, closed buckets of one session become one [batch](outbox), sealed, and their keys are
//!    destroyed. A batch stays until its receipt is stored.
//! 4. Everything happens in one [`Stage`] at a time, so that what is stored is always a whole.
//!
//! The spool never holds what it stores in memory: it knows descriptions, and asks for the rest when it cuts a batch.

mod bucket;
mod checkpoint;
mod outbox;
mod rewrite;
mod stage;
#[cfg(test)]
pub(crate) mod tests;

use std::time::Duration;

use rand_core::Rng;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use bucket::{Bucket, SPAN, SessionHead, key_name};
pub use checkpoint::{Checkpoint, Typing};
pub use outbox::Outgoing;
pub use rewrite::Anew;
pub use stage::{Commit, Stage};

use crate::envelope::MAX_FRAMES;
use crate::ids::{BucketId, DocNonce, FrameId};
use crate::map::Map;
use crate::raw::Scrubbed;
use crate::stored;
use crate::time::{CountedMillis, SessionMillis, WallMillis};
use crate::vault::{KeyName, SecretKey, Vault, VaultError};

/// Name of the key of descriptions and state.
pub const ROOT: &str = "root";

/// Prefixes of the names of keys to be loaded at start. All others are loaded when they are needed.
pub const FIRST_KEYS: [&str; 3] = ["root", "seed", "open-"];

/// Prefixes of the places to be loaded at start: descriptions, and nothing large.
pub const DESCRIPTIONS: [&str; 13] = [
    "state", "never", "choices", "erasures", "limits", "halt", "spent", "task", "clock", "doc/", "meta/", "open/",
    "way/",
];

/// First byte of each stored description: how the rest is written. The types are read by the order of their fields, so
/// whoever changes one of them raises this, and reads what was written before as long as browsers may hold it. But fields
/// may be added at the end: of what was written before they read as [`ADDED`].
const FORMAT: u8 = 1;

/// Zero, false, none or empty: what is read where a field was added since.
pub(crate) const ADDED: [u8; 16] = [0; 16];

/// Most records of a batch.
const BATCH_RECORDS: u32 = 5_000;
/// Most images of a batch.
const BATCH_FRAMES: u32 = MAX_FRAMES as u32;
/// Most bytes of records and images of a batch; one bucket alone may exceed it.
const BATCH_BYTES: u64 = 8 << 20;

/// The spool. See the module's documentation.
#[derive(Debug, Default)]
pub struct Spool {
    /// What is to be written next.
    pub stage: Stage,
    /// Bytes of records and images that were stored since somebody counted them, before encryption.
    pub stored: u64,
    /// The time by which things are held.
    pub counted: CountedMillis,
    /// The image whose bytes were counted last: most are of the action before and the one after.
    measured: Option<FrameId>,
    /// The images of the bucket that was opened last.
    shown: Vec<FrameId>,
    vault: Vault,
    buckets: Map<u64, Bucket>,
    checkpoints: Map<DocNonce, Checkpoint>,
    outbox: Map<u64, Outgoing>,
    next_order: u64,
    changed: Vec<u64>,
}

/// Totals of what is held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Records.
    pub records: u64,
    /// Images.
    pub frames: u64,
    /// Bytes, before encryption.
    pub bytes: u64,
}

impl Spool {
    /// Takes up what an earlier run left: all keys, and the stored values under [`DESCRIPTIONS`].
    /// What can't be opened because its key is gone was deleted, and what is left of it is cleared away; so are keys
    /// that nothing uses.
    pub fn load(vault: Vault, entries: &[(String, Vec<u8>)], rng: &mut impl Rng) -> Self {
        let mut spool = Self { vault, ..Self::default() };
        if !spool.vault.has(ROOT) {
            let key = spool.vault.make(ROOT.to_owned(), rng);
            spool.stage.write_key(ROOT.to_owned(), key);
        }
        for (place, value) in entries {
            match place.split('/').next() {
                Some("meta") => spool.load_bucket(place, value),
                Some("open") => spool.load_checkpoint(place, value),
                Some("way") => spool.load_outgoing(place, value),
                _ => {}
            }
        }
        let used: Vec<String> = spool
            .buckets
            .values()
            .map(Bucket::key)
            .chain(spool.outbox.values().map(Outgoing::key))
            .chain(spool.checkpoints.values().map(Checkpoint::key))
            .collect();
        let unused: Vec<String> = spool
            .vault
            .names()
            .filter(|name| ["bucket-", "out-", "open-"].iter().any(|kind| name.starts_with(kind)))
            .filter(|name| !used.contains(name))
            .cloned()
            .collect();
        for name in unused {
            spool.drop_key(name);
        }
        spool
    }

    fn load_bucket(&mut self, place: &str, value: &[u8]) {
        match self.read::<Bucket>(ROOT, place, value) {
            Some(bucket) if self.vault.has(&bucket.key()) => {
                self.next_order = self.next_order.max(bucket.order + 1);
                self.buckets.insert(bucket.order, bucket);
            }
            _ => {
                let id = place.trim_start_matches("meta/").to_owned();
                self.stage.delete(format!("row/{id}/"));
                self.stage.delete(format!("image/{id}/"));
                self.stage.delete(place.to_owned());
            }
        }
    }

    fn load_outgoing(&mut self, place: &str, value: &[u8]) {
        match self.read::<Outgoing>(ROOT, place, value) {
            Some(outgoing) if self.vault.has(&outgoing.key()) => {
                self.next_order = self.next_order.max(outgoing.order + 1);
                self.outbox.insert(outgoing.order, outgoing);
            }
            _ => {
                self.stage.delete(place.replacen("way/", "out/", 1) + "/");
                self.stage.delete(place.to_owned());
            }
        }
    }

    /// Totals of what is held, on its way or not.
    pub fn held(&self) -> Held {
        let mut held = Held::default();
        for bucket in self.buckets.values() {
            held.records += u64::from(bucket.records);
            held.frames += u64::from(bucket.frames);
            held.bytes += bucket.bytes;
        }
        for outgoing in self.outbox.values() {
            held.records += u64::from(outgoing.envelope.records);
            held.frames += outgoing.envelope.frames.len() as u64;
            held.bytes += outgoing.bytes;
        }
        held
    }

    /// Stores a record, and the image it names, in the current bucket; opens one when the last is of another session,
    /// closed, or older than [`SPAN`]. It comes with its number and the time of what the session recorded before.
    ///
    /// # Errors
    /// When the bucket's key is missing, which can't be once it was opened.
    pub fn store(
        &mut self,
        now: WallMillis,
        head: &SessionHead,
        place: (u64, SessionMillis),
        line: &Scrubbed<Vec<u8>>,
        image: Option<(FrameId, &[u8])>,
        rng: &mut impl Rng,
    ) -> Result<(), VaultError> {
        let order = self.current(now, head, place, rng);
        let Some(bucket) = self.buckets.get_mut(&order) else { return Err(VaultError::NoKey) };
        bucket.put_row(line, &self.vault, &mut self.stage, rng)?;
        bucket.touched = now;
        bucket.counted = self.counted;
        self.stored += line.get().len() as u64;
        if let Some((id, bytes)) = image {
            if self.measured.replace(id) != Some(id) {
                self.stored += bytes.len() as u64;
            }
            if !self.shown.contains(&id) {
                bucket.put_image(&id, bytes, &self.vault, &mut self.stage, rng)?;
                self.shown.push(id);
            }
        }
        self.changed.push(order);
        Ok(())
    }

    /// The bucket for a record of now.
    fn current(
        &mut self,
        now: WallMillis,
        head: &SessionHead,
        (first_seq, since): (u64, SessionMillis),
        rng: &mut impl Rng,
    ) -> u64 {
        if let Some((order, bucket)) = self.buckets.last()
            && !bucket.closed
            && bucket.records < BATCH_RECORDS
            && bucket.frames < BATCH_FRAMES
            && bucket.bytes < BATCH_BYTES
            && bucket.head == *head
            && now.since(bucket.opened) < SPAN
            && now >= bucket.opened
        {
            return *order;
        }
        self.close_buckets();
        self.shown.clear();
        let mut bytes = [0; 15];
        rng.fill_bytes(&mut bytes);
        let bucket = Bucket {
            id: BucketId::from_bytes(bytes),
            order: self.take_order(),
            head: head.clone(),
            opened: now,
            touched: now,
            closed: false,
            first_seq,
            records: 0,
            frames: 0,
            bytes: 0,
            since,
            counted: self.counted,
        };
        let key = self.vault.make(bucket.key(), rng);
        self.stage.write_key(bucket.key(), key);
        let order = bucket.order;
        self.buckets.insert(order, bucket);
        order
    }

    fn take_order(&mut self) -> u64 {
        let order = self.next_order;
        self.next_order += 1;
        order
    }

    /// Closes every open bucket: at the end of a session, and before a cut.
    pub fn close_buckets(&mut self) {
        for (order, bucket) in self.buckets.iter_mut().filter(|(_, bucket)| !bucket.closed) {
            bucket.closed = true;
            self.changed.push(*order);
        }
    }

    /// Closes buckets that are full or, with a hold of zero, have been quiet for `quiet`.
    pub fn close_old(&mut self, now: WallMillis, quiet: Option<Duration>) {
        let counted = self.counted;
        let done = |bucket: &Bucket| {
            now.since(bucket.opened) >= SPAN
                || counted.since(bucket.counted) >= SPAN
                || quiet.is_some_and(|quiet| now.since(bucket.touched) >= quiet)
        };
        for (order, bucket) in self.buckets.iter_mut() {
            if !bucket.closed && done(bucket) {
                bucket.closed = true;
                self.changed.push(*order);
            }
        }
    }

    /// The buckets of the next batch: closed, of one session, held long enough, in order.
    /// What was held by `released` already need not be held any longer. Those that `may` not be among them are passed over.
    pub fn due(&self, hold: Duration, released: CountedMillis, may: impl Fn(&Bucket) -> bool) -> Vec<Bucket> {
        let mut due: Vec<Bucket> = Vec::new();
        let (mut records, mut frames, mut bytes) = (0, 0, 0);
        for bucket in self.buckets.values() {
            if !may(bucket) {
                // No batch has a hole.
                if due.is_empty() {
                    continue;
                }
                break;
            }
            let fits = due.first().is_none_or(|first| first.head.id == bucket.head.id)
                && (due.is_empty()
                    || (records + bucket.records <= BATCH_RECORDS
                        && frames + bucket.frames <= BATCH_FRAMES
                        && bytes + bucket.bytes <= BATCH_BYTES));
            let since = bucket.held_since();
            let held = self.counted.since(since) < hold && since > released;
            if !bucket.closed || held || !fits {
                break;
            }
            records += bucket.records;
            frames += bucket.frames;
            bytes += bucket.bytes;
            due.push(bucket.clone());
        }
        due
    }

    /// When the next bucket is due, or is to be closed: the latter by the machine's clock, as `told` says it of the other.
    pub fn deadline(
        &self,
        hold: Duration,
        quiet: Option<Duration>,
        released: CountedMillis,
        told: impl Fn(CountedMillis) -> WallMillis,
    ) -> Option<WallMillis> {
        self.buckets
            .values()
            .map(|bucket| {
                if bucket.closed {
                    let held = if bucket.held_since() <= released { Duration::ZERO } else { hold };
                    told(bucket.held_since() + held)
                } else {
                    let full = (bucket.opened + SPAN).min(told(bucket.counted + SPAN));
                    quiet.map_or(full, |quiet| full.min(bucket.touched + quiet))
                }
            })
            .min()
    }

    /// Opens what was loaded of a bucket's prefixes.
    ///
    /// # Errors
    /// When a value is damaged, or the bucket was deleted in the meantime.
    pub fn open_entry(&self, bucket: &Bucket, place: &str, value: &[u8]) -> Result<Vec<u8>, VaultError> {
        self.vault.open(&bucket.key(), place, value)
    }

    /// Takes keys that were loaded together with what they open.
    pub fn learn(&mut self, keys: Vec<(KeyName, SecretKey)>) {
        for (name, key) in keys {
            self.vault.learn(name, key);
        }
    }

    /// Whether a bucket is still there: it may have been deleted while its records were being loaded.
    pub fn has(&self, bucket: &Bucket) -> bool {
        self.buckets.contains_key(&bucket.order)
    }

    /// Puts a batch on its way in the place of its buckets.
    ///
    /// # Errors
    /// When the new key is missing, which can't be.
    pub fn dispatch(
        &mut self,
        buckets: &[Bucket],
        outgoing: Outgoing,
        body: &[u8],
        frames: &[(FrameId, Vec<u8>)],
        rng: &mut impl Rng,
    ) -> Result<(), VaultError> {
        let key = outgoing.key();
        let secret = self.vault.make(key.clone(), rng);
        self.stage.write_key(key.clone(), secret);
        let place = outgoing.batch_place();
        self.stage.put(place.clone(), self.vault.seal(&key, &place, body, rng)?);
        for (id, bytes) in frames {
            let place = outgoing.frame_place(id);
            self.stage.put(place.clone(), self.vault.seal(&key, &place, bytes, rng)?);
        }
        self.write(ROOT, outgoing.meta_place(), &outgoing, rng)?;
        self.outbox.insert(outgoing.order, outgoing);
        for bucket in buckets {
            self.drop_bucket(bucket.order);
        }
        Ok(())
    }

    /// A number for the next batch.
    pub fn next_outgoing(&mut self) -> u64 {
        self.take_order()
    }

    /// All that is held and in no batch yet, in order.
    pub fn buckets(&self) -> impl Iterator<Item = &Bucket> {
        self.buckets.values()
    }

    /// The batches on their way, in order.
    pub fn outgoing(&self) -> impl Iterator<Item = &Outgoing> {
        self.outbox.values()
    }

    /// Opens what was loaded of a batch on its way.
    ///
    /// # Errors
    /// When the value is damaged, or the batch was deleted in the meantime.
    pub fn open_outgoing(&self, outgoing: &Outgoing, place: &str, value: &[u8]) -> Result<Vec<u8>, VaultError> {
        self.vault.open(&outgoing.key(), place, value)
    }

    /// Takes away a batch that has arrived, or that must not be sent.
    pub fn drop_outgoing(&mut self, order: u64) -> Option<Outgoing> {
        let outgoing = self.outbox.remove(&order)?;
        self.stage.delete(outgoing.prefix());
        self.stage.delete(outgoing.meta_place());
        self.drop_key(outgoing.key());
        Some(outgoing)
    }

    /// Deletes what was being typed since.
    pub fn drop_checkpoints(&mut self, since: WallMillis) {
        let young = self.checkpoints.values().filter(|checkpoint| checkpoint.written >= since);
        for nonce in young.map(|checkpoint| checkpoint.nonce).collect::<Vec<_>>() {
            self.drop_checkpoint(&nonce);
        }
    }

    /// The latest since when something is held.
    pub fn latest(&self) -> Option<CountedMillis> {
        self.buckets.values().map(Bucket::held_since).max()
    }

    /// Whether nothing is held.
    pub fn is_empty(&self) -> bool {
        self.buckets.is_empty() && self.outbox.is_empty() && self.checkpoints.is_empty()
    }

    /// Deletes a bucket.
    pub fn drop_bucket(&mut self, order: u64) {
        if let Some(bucket) = self.buckets.remove(&order) {
            self.changed.retain(|changed| *changed != order);
            self.stage.delete(bucket.rows());
            self.stage.delete(bucket.images());
            self.stage.delete(bucket.meta_place());
            self.drop_key(bucket.key());
        }
    }

    fn drop_key(&mut self, name: String) {
        self.vault.forget(&name);
        self.stage.remove_key(name);
    }

    /// Stages a value under the key `name`.
    ///
    /// # Errors
    /// When there is no such key.
    pub fn write(
        &mut self,
        name: &str,
        place: String,
        value: &impl Serialize,
        rng: &mut impl Rng,
    ) -> Result<(), VaultError> {
        let plain = stored::write(value, vec![FORMAT]);
        let sealed = self.vault.seal(name, &place, &plain, rng)?;
        self.stage.put(place, sealed);
        Ok(())
    }

    /// Reads a stored value; nothing when its key is gone, it is damaged, or of another [`FORMAT`].
    pub fn read<T: DeserializeOwned>(&self, name: &str, place: &str, value: &[u8]) -> Option<T> {
        let mut plain = self.vault.open(name, place, value).ok()?;
        plain.extend(ADDED);
        let (&FORMAT, plain) = plain.split_first()? else { return None };
        Some(stored::read(plain)?.0)
    }

    /// Takes the gathered changes, with the descriptions of all buckets that changed.
    pub fn take_commit(&mut self, token: u64, rng: &mut impl Rng) -> (Commit, Map<DocNonce, u32>) {
        let changed = std::mem::take(&mut self.changed);
        let described = self.buckets.iter().filter(|(order, _)| changed.contains(order));
        for bucket in described.map(|(_, bucket)| bucket.clone()).collect::<Vec<_>>() {
            // The root key is there since `load`.
            let _ = self.write(ROOT, bucket.meta_place(), &bucket, rng);
        }
        self.stage.take(token)
    }

    /// Whether something waits to be written.
    pub fn is_dirty(&self) -> bool {
        !self.stage.is_empty() || !self.changed.is_empty()
    }
}
