//! Erasing from a store: a tombstone is written first, then the objects go.
//!
//! - The tombstone is durable before anything is deleted, and stays for ever. It is the server's signed word itself
//!   ([`candor_core::erasure::Erased`]), so that every repeat is answered with the same bytes.
//! - Whoever writes something of a subject looks for a tombstone afterwards, and deletes what they wrote when there is
//!   one. Of a write and an erasure at the same time, the deletion finds what was written or the writer finds the
//!   tombstone: neither order brings anything back.
//! - A batch goes after its frames, since it alone has their names. So an erasure that was interrupted is finished by a
//!   repeat, by another upload of the batch, or by a server that starts; until then no reader opens what a tombstone
//!   is about.
//! - What a kill has left half written counts as what it was to become: it is known, and it goes.
//! - A frame that another batch names stays. Whoever deletes frames says which (a claim) before looking for such
//!   batches; whoever writes a batch looks for claims afterwards. So no batch gets a receipt while a frame of it goes.
//!   A claim that a kill has left is void after an hour.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use candor_core::envelope::{self, Envelope};
use candor_core::erasure::Target;
use candor_core::ids::{BatchId, FrameId, Pseudonym};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use object_store::path::Path;

use crate::names::{self, Name};
use crate::store::{Put, Store, StoreError};

/// So many envelopes are read at once.
const LOOKUPS: usize = 16;

/// Erases what `pseudonym` wants erased, and returns the tombstone: `word`, or that of the first time. Nothing when
/// the store has nothing of it and never had.
///
/// # Errors
/// When the store does not answer. To call it again is safe, and finishes what was begun.
pub(crate) async fn erase(
    store: &Store,
    pseudonym: &Pseudonym,
    target: &Target,
    word: Bytes,
) -> Result<Option<Bytes>, StoreError> {
    let name = names::tombstone(pseudonym, target);
    let tombstone = match store.get_settled(&name).await? {
        Some(tombstone) => tombstone,
        None if !is_known(store, pseudonym, target).await? => return Ok(None),
        None => match store.put_new(&name, word.clone()).await? {
            Put::Created => word,
            // Another request was quicker.
            Put::Existed => store.get_settled(&name).await?.unwrap_or(word),
        },
    };
    finish(store, pseudonym, target).await?;
    Ok(Some(tombstone))
}

/// Whether there is, or was, anything of it. What a subject had that was erased as a whole, nobody knows any more.
async fn is_known(store: &Store, pseudonym: &Pseudonym, target: &Target) -> Result<bool, StoreError> {
    match target {
        Target::Subject(_) => {
            let there = store.list(&names::subject(pseudonym)).chain(store.list(&names::erased(pseudonym)));
            Ok(std::pin::pin!(there).try_next().await?.is_some()
                || !store.list_leftovers(&names::subject(pseudonym)).await?.is_empty())
        }
        Target::Batch(batch) => {
            let [batch, receipt] = [names::batch(pseudonym, batch), names::receipt(pseudonym, batch)];
            Ok(store.has(&batch).await?
                || store.has(&receipt).await?
                || store.has(&names::tombstone(pseudonym, &Target::Subject(*pseudonym))).await?
                // A kill came before it had a name: all of it may be there.
                || !store.get_leftovers(&batch, 0).await?.is_empty())
        }
    }
}

/// Batches that were to be deleted before `today`, a day as envelopes have it. What the store does not tell of keeps no
/// other from being found; it is in the log.
pub(crate) async fn overdue(store: &Store, today: &str) -> Vec<(Pseudonym, BatchId)> {
    let paths: Vec<Result<Path, StoreError>> = store.list(names::SUBJECTS).collect().await;
    let mut overdue = Vec::new();
    for path in paths.into_iter().filter_map(told) {
        let Some(Name::Batch(pseudonym, batch)) = names::parse(&path) else { continue };
        let envelope = told(envelope_of(store, &path).await).flatten();
        if envelope.is_some_and(|envelope| envelope.delete_after.as_str() < today) {
            overdue.push((pseudonym, batch));
        }
    }
    overdue
}

/// What the store has answered. That it has not is for the log, and the rest goes on.
pub(crate) fn told<T>(answer: Result<T, StoreError>) -> Option<T> {
    answer.inspect_err(|error| tracing::error!(error = %error, "store")).ok()
}

/// Looks for a tombstone of the subject or, if it is about one, of the batch, which names these frames. When there is
/// one, deletes what it is about, and returns that.
///
/// # Errors
/// When the store does not answer. To call it again is safe.
pub(crate) async fn clear(
    store: &Store,
    pseudonym: &Pseudonym,
    batch: Option<(&BatchId, &[FrameId])>,
) -> Result<Option<Target>, StoreError> {
    let all = Target::Subject(*pseudonym);
    if store.has(&names::tombstone(pseudonym, &all)).await? {
        finish(store, pseudonym, &all).await?;
        return Ok(Some(all));
    }
    let Some((batch, frames)) = batch else { return Ok(None) };
    let one = Target::Batch(*batch);
    if !store.has(&names::tombstone(pseudonym, &one)).await? {
        return Ok(None);
    }
    delete_batch(store, pseudonym, batch, frames).await?;
    Ok(Some(one))
}

/// Deletes what a tombstone is about.
async fn finish(store: &Store, pseudonym: &Pseudonym, target: &Target) -> Result<(), StoreError> {
    match target {
        Target::Subject(_) => store.delete_all(&names::subject(pseudonym)).await,
        Target::Batch(batch) => {
            let name = names::batch(pseudonym, batch);
            let mut frames = frames_of(store, &name).await?;
            if frames.is_empty() {
                let left = store.get_leftovers(&name, envelope::MAX_START).await?;
                frames = left.iter().flat_map(|start| frames_in(start)).collect();
            }
            delete_batch(store, pseudonym, batch, &frames).await
        }
    }
}

/// Deletes a batch that has a tombstone, its receipt, and those of `frames` that no other batch names.
async fn delete_batch(
    store: &Store,
    pseudonym: &Pseudonym,
    batch: &BatchId,
    frames: &[FrameId],
) -> Result<(), StoreError> {
    if !frames.is_empty() {
        let claim = claim(store, pseudonym, batch, frames).await?;
        let deleted = delete_frames(store, pseudonym, frames).await;
        // Done with or given up: nothing more is deleted on the strength of it.
        store.delete(&[claim]).await?;
        deleted?;
    }
    store.delete(&[names::receipt(pseudonym, batch), names::batch(pseudonym, batch)]).await
}

/// Says which frames may go. A claim belongs to one call, so that none is taken back for another.
async fn claim(store: &Store, pseudonym: &Pseudonym, batch: &BatchId, frames: &[FrameId]) -> Result<Path, StoreError> {
    let ids: String = frames.iter().map(|frame| format!("{frame}\n")).collect();
    let ids = Bytes::from(ids);
    let mut number = 0;
    loop {
        let name = names::claim(pseudonym, batch, number);
        if store.put_new(&name, ids.clone()).await? == Put::Created {
            return Ok(name);
        }
        number += 1;
    }
}

async fn delete_frames(store: &Store, pseudonym: &Pseudonym, frames: &[FrameId]) -> Result<(), StoreError> {
    let named = frames_named(store, pseudonym).await?;
    let alone = frames.iter().filter(|frame| !named.contains(frame));
    let alone: Vec<Path> = alone.map(|frame| names::frame(pseudonym, frame)).collect();
    store.delete(&alone).await
}

/// Frames of all batches of a subject that have no tombstone. Tombstones are looked for last: of two batches that are
/// erased at once, the second to get one sees that of the first, and takes what the two share.
async fn frames_named(store: &Store, pseudonym: &Pseudonym) -> Result<BTreeSet<FrameId>, StoreError> {
    let batches: Vec<Path> = store.list(&names::batches(pseudonym)).try_collect().await?;
    let named: Vec<(Path, Vec<FrameId>)> = stream::iter(batches)
        .map(|path| async move {
            let frames = frames_of(store, &path).await?;
            Ok::<_, StoreError>((path, frames))
        })
        .buffer_unordered(LOOKUPS)
        .try_collect()
        .await?;
    let erased: Vec<Path> = store.list(&names::erased(pseudonym)).try_collect().await?;
    let erased: BTreeSet<Path> = erased
        .iter()
        .filter_map(names::parse_tombstone)
        .filter_map(|(_, target)| match target {
            Target::Batch(batch) => Some(names::batch(pseudonym, &batch)),
            Target::Subject(_) => None,
        })
        .collect();
    Ok(named.into_iter().filter(|(path, _)| !erased.contains(path)).flat_map(|(_, frames)| frames).collect())
}

/// The frames that a batch names; none when it is not there or can't be read, and so nobody will ask it for them.
async fn frames_of(store: &Store, batch: &Path) -> Result<Vec<FrameId>, StoreError> {
    Ok(envelope_of(store, batch).await?.map(|envelope| envelope.frames).unwrap_or_default())
}

/// The envelope of a batch; none when it is not there or can't be read.
async fn envelope_of(store: &Store, batch: &Path) -> Result<Option<Envelope>, StoreError> {
    let start = store.get_start(batch, envelope::MAX_START).await?;
    Ok(start.and_then(|start| envelope::read_start(&start).ok()))
}

fn frames_in(start: &[u8]) -> Vec<FrameId> {
    envelope::read_start(start).map(|envelope| envelope.frames).unwrap_or_default()
}

/// Whether one of `frames` is about to be deleted. Whoever has written a batch and is told no, and then finds its
/// frames, has them for good.
pub(crate) async fn are_going(store: &Store, pseudonym: &Pseudonym, frames: &[FrameId]) -> Result<bool, StoreError> {
    let mut claims = store.list_by_age(&names::erasing(pseudonym));
    while let Some((name, is_old)) = claims.try_next().await? {
        let ids = if is_old { None } else { store.get(&name).await? }.unwrap_or_default();
        let ids: BTreeSet<&[u8]> = ids.split(|byte| *byte == b'\n').collect();
        if frames.iter().any(|frame| ids.contains(frame.to_string().as_bytes())) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Every tombstone of a store.
#[derive(Default)]
pub(crate) struct Tombstones(BTreeSet<Path>);

impl Tombstones {
    /// Reads their names.
    ///
    /// # Errors
    /// When the store does not answer.
    pub(crate) async fn read(store: &Store) -> Result<Self, StoreError> {
        Ok(Self(store.list(names::ERASED).try_collect().await?))
    }

    /// Whose batches were erased, or everything.
    pub(crate) fn subjects(&self) -> BTreeSet<Pseudonym> {
        self.0.iter().filter_map(names::parse_tombstone).map(|(pseudonym, _)| pseudonym).collect()
    }

    /// What was erased that an object belongs to.
    pub(crate) fn over(&self, path: &Path) -> Option<(Pseudonym, Target)> {
        let owner = names::owner(path)?;
        let batch = match names::parse(path) {
            Some(Name::Batch(_, batch) | Name::Receipt(_, batch)) => Some(Target::Batch(batch)),
            _ => None,
        };
        let targets = [Some(Target::Subject(owner)), batch].into_iter().flatten();
        targets.map(|target| (owner, target)).find(|(owner, target)| self.0.contains(&names::tombstone(owner, target)))
    }
}

/// Finishes every erasure that was interrupted, and removes claims that are void. Returns how many objects there were
/// that should have been gone. One that fails keeps no other from being finished; it is in the log.
///
/// # Errors
/// When the store does not answer.
pub(crate) async fn finish_all(store: &Store) -> Result<usize, StoreError> {
    let claims: Vec<(Path, bool)> = store.list_by_age(names::ERASING).try_collect().await?;
    let void: Vec<Path> = claims.into_iter().filter_map(|(name, is_old)| is_old.then_some(name)).collect();
    store.delete(&void).await?;
    let tombstones = Tombstones::read(store).await?;
    if tombstones.0.is_empty() {
        return Ok(0);
    }
    let mut paths: Vec<Path> = store.list(names::SUBJECTS).try_collect().await?;
    paths.extend(store.list_leftovers(names::SUBJECTS).await?);
    let left: Vec<(Pseudonym, Target)> = paths.iter().filter_map(|path| tombstones.over(path)).collect();
    let begun: BTreeMap<Path, &(Pseudonym, Target)> =
        left.iter().map(|erasure| (names::tombstone(&erasure.0, &erasure.1), erasure)).collect();
    for (pseudonym, target) in begun.into_values() {
        told(finish(store, pseudonym, target).await);
    }
    Ok(left.len())
}
