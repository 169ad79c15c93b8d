//! `candor open`: a store, unsealed and checked, as plain files.
//!
//! | file | what |
//! |---|---|
//! | `{pseudonym}/envelopes.ndjson` | every batch's id, envelope, and whether it could be opened |
//! | `{pseudonym}/{session}.ndjson` | the session's records, each once, in order of `seq` |
//! | `{pseudonym}/frames/{frame id}.jpg` | images; the id is the digest of the sealed bytes |
//! | `quarantine/…` | what does not fit, each with a `.reason.txt` |
//!
//! The folder must be new or empty, so that nothing of an earlier opening, which may have been erased since, stays in
//! it; only its owner can read it.

mod output;
mod summary;

use std::path::Path;

use candor_core::ids::{Pseudonym, SessionId};

pub use output::OpenError;
pub use summary::{Hole, Outcome, Summary};

use crate::archive::{Archive, FrameError, OpenedSession, Reject, StoredBatch, holes};
use output::{EnvelopeLine, Output};

/// Opens everything the archive's keys open into `folder`.
///
/// # Errors
/// When the folder is not empty or can't be written, or the store does not answer. What does not fit in the store is
/// no error, but counted as quarantined.
pub async fn open(archive: &Archive, folder: &Path) -> Result<Summary, OpenError> {
    let output = Output::create(folder)?;
    let mut summary = Summary { unnamed_frames: archive.unnamed_frames(), ..Summary::default() };
    for reject in &archive.rejects {
        quarantine(archive, &output, reject, &mut summary).await?;
    }
    let mut last_subject = None;
    for ((subject, session), batches) in &archive.sessions {
        if last_subject.replace(*subject) != Some(*subject) {
            summary.subjects += 1;
        }
        let opened = archive.open_session(subject, batches).await?;
        write_session(archive, &output, (subject, session), batches, &opened, &mut summary).await?;
    }
    Ok(summary)
}

async fn write_session(
    archive: &Archive,
    output: &Output,
    (subject, session): (&Pseudonym, &SessionId),
    batches: &[StoredBatch],
    opened: &OpenedSession,
    summary: &mut Summary,
) -> Result<(), OpenError> {
    summary.count_session(batches, opened);
    summary.holes.extend(holes(batches).into_iter().map(|(from, to)| Hole {
        pseudonym: *subject,
        session: *session,
        from,
        to,
        may_be_erased: archive.has_erased(subject),
    }));
    let envelopes = batches.iter().map(|batch| EnvelopeLine {
        batch: batch.id,
        sealed: opened.locked.contains(&batch.id),
        envelope: &batch.envelope,
    });
    output.append_envelopes(subject, envelopes)?;
    if !opened.records.is_empty() {
        output.write_records(subject, session, opened.records.values().map(|record| record.line.as_str()))?;
    }
    for (frame, key) in &opened.frames {
        match archive.frame(subject, frame, key.as_deref()).await {
            Ok(image) => {
                output.write_frame(subject, frame, &image)?;
                summary.frames += 1;
            }
            Err(FrameError::Store(error)) => return Err(error.into()),
            Err(error) => {
                let reject = Reject::frame(subject, frame, &error);
                quarantine(archive, output, &reject, summary).await?;
            }
        }
    }
    for reject in &opened.rejects {
        quarantine(archive, output, reject, summary).await?;
    }
    Ok(())
}

async fn quarantine(
    archive: &Archive,
    output: &Output,
    reject: &Reject,
    summary: &mut Summary,
) -> Result<(), OpenError> {
    use crate::archive::Content;
    let content = match &reject.content {
        Content::Object(path) => archive.object(path).await?.map(Into::into),
        Content::Line(line) => Some(line.clone().into_bytes()),
        Content::Nothing => None,
    };
    output.quarantine(reject, content)?;
    summary.quarantined += 1;
    Ok(())
}
