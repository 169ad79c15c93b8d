//! What came of an opening.

use std::fmt;

use candor_core::ids::{Pseudonym, SessionId};
use serde::Serialize;

use crate::archive::{OpenedSession, StoredBatch};

/// Counts, and what is missing.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// Pseudonyms.
    pub subjects: usize,
    /// Sessions.
    pub sessions: usize,
    /// Batches with a valid envelope.
    pub batches: usize,
    /// Of these, batches sealed for keys that were not given.
    pub sealed: usize,
    /// Records written.
    pub records: usize,
    /// Records that came twice, and were written once.
    pub repeats: usize,
    /// Images written.
    pub frames: usize,
    /// Frames that no batch names yet.
    pub unnamed_frames: usize,
    /// Things in quarantine.
    pub quarantined: usize,
    /// Ranges of `seq` that no batch covers.
    pub holes: Vec<Hole>,
}

/// Records that the store has not got.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Hole {
    /// Of whom.
    pub pseudonym: Pseudonym,
    /// Of which session.
    pub session: SessionId,
    /// First `seq`.
    pub from: u64,
    /// Last `seq`.
    pub to: u64,
    /// Whether the person has had something erased, which may have been these.
    pub may_be_erased: bool,
}

/// The summary in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything was opened.
    Complete,
    /// Something does not fit, and is in quarantine if there is one.
    Quarantined,
    /// Something stayed sealed for lack of its key, and everything else fits.
    Sealed,
}

impl Outcome {
    /// What has come of it when so many things do not fit, and so many batches stayed sealed.
    pub(crate) fn of(quarantined: usize, sealed: usize) -> Self {
        match (quarantined, sealed) {
            (0, 0) => Self::Complete,
            (0, _) => Self::Sealed,
            _ => Self::Quarantined,
        }
    }
}

impl Summary {
    pub(super) fn count_session(&mut self, batches: &[StoredBatch], opened: &OpenedSession) {
        self.sessions += 1;
        self.batches += batches.len();
        self.sealed += opened.locked.len();
        self.records += opened.records.len();
        self.repeats += opened.repeats;
    }

    /// The summary in a word.
    pub fn outcome(&self) -> Outcome {
        Outcome::of(self.quarantined, self.sealed)
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { subjects, sessions, batches, sealed, records, repeats, frames, unnamed_frames, quarantined, holes } =
            self;
        writeln!(f, "{records} records and {frames} frames of {sessions} sessions, {subjects} subjects")?;
        writeln!(f, "{batches} batches, {sealed} of them sealed for keys that were not given")?;
        writeln!(f, "{repeats} repeated records, {unnamed_frames} frames ahead of their batch")?;
        write!(f, "{quarantined} in quarantine")?;
        for Hole { pseudonym, session, from, to, may_be_erased } in holes {
            let what = if *may_be_erased { "missing or erased" } else { "missing" };
            write!(f, "\n{what}: records {from} to {to} of session {session} of {pseudonym}")?;
        }
        Ok(())
    }
}
