//! Opening a session: the records of all its batches, each once, in order.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt::Display;

use candor_core::batch::{BodyError, open_body};
use candor_core::envelope::decode;
use candor_core::ids::{BatchId, FrameId, Pseudonym};

use super::{Archive, Content, MAX_BODY, Reject, StoredBatch};
use crate::store::StoreError;
use crate::{lines, names};

/// A session, as far as the keys open it.
#[derive(Debug, Default)]
pub struct OpenedSession {
    /// Its records by `seq`.
    pub records: BTreeMap<u64, Record>,
    /// Every frame that an opened batch names, with the key it is sealed for.
    pub frames: BTreeMap<FrameId, Option<String>>,
    /// Batches that are sealed for keys not given.
    pub locked: Vec<BatchId>,
    /// Records that a second batch repeats, word for word.
    pub repeats: usize,
    /// What does not fit.
    pub rejects: Vec<Reject>,
}

/// A record of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its line, as it was sent.
    pub line: String,
    /// The batch that brought it first.
    pub batch: BatchId,
}

impl Archive {
    /// Opens all batches of a session.
    ///
    /// # Errors
    /// When the store does not answer; never for what lies in it.
    pub async fn open_session(
        &self,
        subject: &Pseudonym,
        batches: &[StoredBatch],
    ) -> Result<OpenedSession, StoreError> {
        let mut session = OpenedSession::default();
        for batch in batches {
            let path = names::batch(subject, &batch.id);
            let reject = |reason: &dyn Display| Reject::object(path.clone(), reason);
            let Some(bytes) = self.object(&path).await? else { continue };
            let opened = match decode(&bytes) {
                Ok(batch) => batch,
                Err(error) => {
                    session.rejects.push(reject(&error));
                    continue;
                }
            };
            let secret = batch.envelope.key.as_deref().and_then(|id| self.keys.secret(id));
            let ndjson = match open_body(&opened, secret, MAX_BODY) {
                Ok(ndjson) => ndjson,
                Err(BodyError::NoKey) => {
                    session.locked.push(batch.id);
                    continue;
                }
                Err(error) => {
                    session.rejects.push(reject(&error));
                    continue;
                }
            };
            match lines::read(&ndjson, &batch.envelope) {
                Err(error) => session.rejects.push(reject(&error)),
                Ok(lines) => {
                    let frames = batch.envelope.frames.iter();
                    session.frames.extend(frames.map(|frame| (*frame, batch.envelope.key.clone())));
                    for line in lines {
                        session.add(&line, batch.id, path.as_ref());
                    }
                }
            }
        }
        Ok(session)
    }
}

impl OpenedSession {
    fn add(&mut self, line: &lines::Line<'_>, batch: BatchId, path: &str) {
        let reason = match &line.verdict {
            Err(error) => error.to_string(),
            Ok(()) => match self.records.entry(line.seq) {
                Entry::Vacant(place) => {
                    place.insert(Record { line: line.text.to_owned(), batch });
                    return;
                }
                Entry::Occupied(taken) if taken.get().line == line.text => {
                    self.repeats += 1;
                    return;
                }
                Entry::Occupied(taken) => format!("batch {} has another record here", taken.get().batch),
            },
        };
        let name = format!("{path}.record-{}.json", line.seq);
        self.rejects.push(Reject { name, content: Content::Line(line.text.to_owned()), reason });
    }
}
