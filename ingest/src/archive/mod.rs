//! Reading a store back, believing nothing in it.
//!
//! An [`Archive`] is an index made in one pass: every batch's envelope, checked with its signature and digest, by
//! session. Bodies and frames are opened session by session, so that a store may be much larger than memory. What a
//! tombstone is about counts as gone, though an erasure that was interrupted may have left it. What else does not fit is never dropped silently: it comes out as a [`Reject`], with the reason.

mod frame;
mod session;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::path::Path as FilePath;

use candor_core::envelope::{self, Envelope};
use candor_core::ids::{BatchId, FrameId, Pseudonym, SessionId};
use futures_util::TryStreamExt as _;
use object_store::path::Path;

pub use frame::{FrameError, is_jpeg};
pub use session::{OpenedSession, Record};

use crate::erasure::Tombstones;
use crate::keys::Keyring;
use crate::names::{self, Name};
use crate::store::{Store, StoreError};

/// Most bytes of a batch's body when decompressed; a batch beyond is rejected.
const MAX_BODY: usize = 256 << 20;

/// Most bytes of a name that a reject keeps.
const LONGEST_NAME: usize = 200;

/// An index of a store, and the keys to open what it names.
pub struct Archive {
    store: Store,
    keys: Keyring,
    /// Batches of every session, ordered by their first record.
    pub sessions: BTreeMap<(Pseudonym, SessionId), Vec<StoredBatch>>,
    /// Objects that are not what their names say.
    pub rejects: Vec<Reject>,
    frames: BTreeSet<(Pseudonym, FrameId)>,
    /// Who has had something erased.
    erased: BTreeSet<Pseudonym>,
}

/// A batch whose envelope, digest and signature are right.
#[derive(Clone, Debug)]
pub struct StoredBatch {
    /// Its id.
    pub id: BatchId,
    /// Its envelope.
    pub envelope: Envelope,
}

/// Something that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    /// A name for it, usable as a relative path.
    pub name: String,
    /// What it is.
    pub content: Content,
    /// Why it does not fit.
    pub reason: String,
}

/// What was rejected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// An object of the store, as it lies there.
    Object(Path),
    /// A line of an opened batch.
    Line(String),
    /// Something that is not there.
    Nothing,
}

impl Reject {
    fn object(path: Path, reason: &dyn Display) -> Self {
        let mut name = path.to_string();
        if path.parts().any(|part| part.as_ref().len() > LONGEST_NAME) {
            // What is put behind it would make it longer than a name may be.
            name = format!("files/{}", BatchId::of(name.as_bytes()));
        }
        Self { name, content: Content::Object(path), reason: reason.to_string() }
    }

    /// A file that can be no object. Its name may be one that can't be written, so it is told in the reason.
    fn file(number: usize, file: &FilePath) -> Self {
        let reason = format!("the file {file:?} can be no object, and was not read");
        Self { name: format!("files/{number}"), content: Content::Nothing, reason }
    }

    /// A frame that can't be had.
    pub(crate) fn frame(subject: &Pseudonym, id: &FrameId, error: &FrameError) -> Self {
        let path = names::frame(subject, id);
        match error {
            FrameError::Missing => {
                Self { name: path.to_string(), content: Content::Nothing, reason: error.to_string() }
            }
            _ => Self::object(path, error),
        }
    }
}

impl Archive {
    /// Reads every envelope of a store.
    ///
    /// # Errors
    /// When the store does not answer; never for what lies in it.
    pub async fn read(store: Store, keys: Keyring) -> Result<Self, StoreError> {
        let tombstones = Tombstones::read(&store).await?;
        let mut archive = Self {
            store,
            keys,
            sessions: BTreeMap::new(),
            rejects: Vec::new(),
            frames: BTreeSet::new(),
            erased: tombstones.subjects(),
        };
        let mut paths: Vec<Path> = archive.store.list(names::SUBJECTS).try_collect().await?;
        paths.retain(|path| tombstones.over(path).is_none());
        paths.sort();
        for path in paths {
            match names::parse(&path) {
                Some(Name::Batch(pseudonym, id)) => archive.add_batch(path, pseudonym, id).await?,
                Some(Name::Frame(pseudonym, id)) => {
                    archive.frames.insert((pseudonym, id));
                }
                Some(Name::Receipt(..)) => {}
                None => archive.rejects.push(Reject::object(path, &"no name that the ingest API gives")),
            }
        }
        for (number, file) in (1..).zip(archive.store.strange_files(names::SUBJECTS).await?) {
            archive.rejects.push(Reject::file(number, &file));
        }
        for batches in archive.sessions.values_mut() {
            batches.sort_by_key(|batch| (batch.envelope.first_seq, batch.envelope.last_seq, batch.id));
        }
        Ok(archive)
    }

    async fn add_batch(&mut self, path: Path, pseudonym: Pseudonym, id: BatchId) -> Result<(), StoreError> {
        let Some(bytes) = self.store.get(&path).await? else { return Ok(()) };
        match envelope::decode(&bytes) {
            Err(error) => self.rejects.push(Reject::object(path, &error)),
            Ok(batch) if batch.id != id => self.rejects.push(Reject::object(path, &"its digest is not its name")),
            Ok(batch) if batch.envelope.pseudonym != pseudonym => {
                self.rejects.push(Reject::object(path, &"it lies under another subject"));
            }
            Ok(batch) => {
                let session = self.sessions.entry((pseudonym, batch.envelope.session)).or_default();
                session.push(StoredBatch { id, envelope: batch.envelope });
            }
        }
        Ok(())
    }

    /// An object as it lies in the store.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn object(&self, path: &Path) -> Result<Option<bytes::Bytes>, StoreError> {
        self.store.get(path).await
    }

    /// Whether somebody has had something erased: what is missing of theirs may be that. No tombstone says which records
    /// it was about.
    pub fn has_erased(&self, subject: &Pseudonym) -> bool {
        self.erased.contains(subject)
    }

    /// Frames that no batch names: sent ahead of a batch that has not come.
    pub fn unnamed_frames(&self) -> usize {
        let named: BTreeSet<(Pseudonym, FrameId)> = self
            .sessions
            .iter()
            .flat_map(|((pseudonym, _), batches)| batches.iter().map(move |batch| (pseudonym, batch)))
            .flat_map(|(pseudonym, batch)| batch.envelope.frames.iter().map(|frame| (*pseudonym, *frame)))
            .collect();
        self.frames.difference(&named).count()
    }
}

/// Ranges of `seq`, from 0 on, that no batch of a session covers. `batches` is in order.
pub fn holes(batches: &[StoredBatch]) -> Vec<(u64, u64)> {
    let mut holes = Vec::new();
    let mut next = 0;
    for Envelope { first_seq, last_seq, .. } in batches.iter().map(|batch| &batch.envelope) {
        if *first_seq > next {
            holes.push((next, first_seq - 1));
        }
        next = next.max(last_seq.saturating_add(1));
    }
    holes
}
