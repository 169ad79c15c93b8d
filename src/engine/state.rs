//! What the engine remembers from one run to the next, apart from the spool.

use serde::{Deserialize, Serialize};

use super::rewrite::Rewrite;
use crate::ids::Digest;
use crate::message::Deletion;
use crate::session::Session;
use crate::time::WallMillis;

/// Where it is stored.
pub(super) const PLACE: &str = "state";

/// Most deletions that are remembered one by one.
const MOST_DELETED: usize = 16;

/// The state, stored with every commit that changes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct State {
    /// The open session.
    pub session: Option<Session>,
    /// The answer to the first-run question.
    pub consent: Option<Consent>,
    /// The switch.
    pub on: bool,
    /// When the pause ends.
    pub paused_until: Option<WallMillis>,
    /// Whether the first-run page was shown.
    pub welcomed: bool,
    /// Actions of the session that wait for the picture after them: number, the browser's id of the tab, frame path.
    pub unpictured: Vec<(u64, u32, Vec<u32>)>,
    /// What is to be taken from records that are stored already.
    pub rewrites: Vec<Rewrite>,
    /// What was sent and confirmed.
    pub sent: Sent,
    /// When the latest action of a session was over.
    pub busy_until: WallMillis,
    /// Whether something was not to be recorded since the latest record of the session.
    pub withheld: bool,
    /// What the person is to be told.
    pub deletion: Option<Deletion>,
    /// The day, by the machine's own time, on which something was confirmed last, as days since 1970.
    pub sent_on: u32,
    /// What was confirmed on it.
    pub sent_then: Sent,
    /// From when on, and until when, what was done was deleted: a page that was not heard of then may say it again.
    pub deleted: (WallMillis, WallMillis),
    /// The same of earlier deletions that do not meet it, the oldest first.
    pub deleted_before: Vec<(WallMillis, WallMillis)>,
}

/// An answer to the first-run question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Consent {
    /// Accepted or declined.
    pub accepted: bool,
    /// Digest of the policy it was an answer to, if there was one.
    pub policy: Option<Digest>,
}

/// Totals of what was sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sent {
    /// Records.
    pub records: u64,
    /// Frames.
    pub frames: u64,
    /// Bytes.
    pub bytes: u64,
}

impl Default for State {
    fn default() -> Self {
        Self {
            session: None,
            consent: None,
            on: true,
            paused_until: None,
            welcomed: false,
            unpictured: Vec::new(),
            rewrites: Vec::new(),
            sent: Sent::default(),
            busy_until: WallMillis::default(),
            withheld: false,
            deletion: None,
            sent_on: 0,
            sent_then: Sent::default(),
            deleted: Default::default(),
            deleted_before: Vec::new(),
        }
    }
}

impl State {
    /// Notes that what was done since then is deleted now.
    pub(super) fn note_deleted(&mut self, mut since: WallMillis, now: WallMillis) {
        self.deleted_before.push(self.deleted);
        self.deleted_before.retain(|(from, until)| {
            let meets = (since..=now).contains(until);
            if meets {
                since = since.min(*from);
            }
            !meets && from < until
        });
        self.deleted = (since, now);
        if self.deleted_before.len() > MOST_DELETED {
            // Rather too much than too little of what a page says this late.
            let (since, _) = self.deleted_before.remove(0);
            self.deleted_before.iter_mut().take(1).for_each(|oldest| oldest.0 = since);
        }
    }

    /// Whether what was done then was deleted later.
    pub(super) fn is_deleted(&self, now: WallMillis, at: WallMillis) -> bool {
        let mut deleted = self.deleted_before.iter().chain([&self.deleted]);
        deleted.any(|(since, until)| *until <= now && (*since..*until).contains(&at))
    }

    /// Counts what was confirmed on a day.
    pub(super) fn count_sent(&mut self, day: u32, records: u32, frames: usize, bytes: u64) {
        self.sent_then = self.sent_within(day);
        self.sent_on = day;
        for sent in [&mut self.sent, &mut self.sent_then] {
            sent.records += u64::from(records);
            sent.frames += frames as u64;
            sent.bytes += bytes;
        }
    }

    /// What was confirmed on a day that is not before the last on which something was.
    pub(super) fn sent_within(&self, day: u32) -> Sent {
        if day == self.sent_on { self.sent_then } else { Sent::default() }
    }
}

impl Consent {
    /// Names the consent in envelopes: the digest of what was answered.
    pub(super) fn digest(&self) -> Digest {
        let mut bytes = b"candor consent\0".to_vec();
        bytes.push(u8::from(self.accepted));
        bytes.extend(self.policy.iter().flat_map(Digest::as_bytes));
        Digest::of(&bytes)
    }
}

#[cfg(test)]
mod tests {
    use chacha20::ChaCha20Rng;
    use rand_core::SeedableRng;

    use super::*;
    use crate::engine::rewrite::{FieldName, Piece};
    use crate::ids::SessionId;
    use crate::raw::{Raw, Scrubbed};
    use crate::spool::ADDED;
    use crate::spool::tests::{STORED, head};

    /// As for the descriptions in the spool: what was written before is read.
    #[test]
    fn a_state_of_an_earlier_version_is_read() {
        let field = FieldName { frame: vec![4], css: "c".into(), xpath: "x".into() };
        let token = Scrubbed::vouch("t".to_owned(), "made up");
        let part = |seq, text: &str| Piece { seq, at: 0, text: Raw::new(text.to_owned()) };
        let parts = vec![part(Some(5), "p"), part(None, "q")];
        let state = State {
            session: Some(Session::start(WallMillis(200), head(2), &mut ChaCha20Rng::from_seed([1; 32]))),
            consent: Some(Consent { accepted: true, policy: Some(Digest::of(b"")) }),
            on: true,
            paused_until: Some(WallMillis(300)),
            welcomed: true,
            unpictured: vec![(1, 2, vec![3])],
            rewrites: vec![Rewrite::new(SessionId::from_bytes([1; 15]), Some(1), &field, &token, Some(parts))],
            sent: Sent { records: 1, frames: 2, bytes: 300 },
            busy_until: WallMillis(5),
            withheld: true,
            deletion: Some(Deletion::Withdrawn),
            sent_on: 400,
            sent_then: Sent { records: 4, frames: 5, bytes: 600 },
            deleted: (WallMillis(7), WallMillis(8)),
            deleted_before: vec![(WallMillis(1), WallMillis(3))],
        };
        let bytes = crate::stored::write(&state, Vec::new());
        let line = format!("state 01{}", base16ct::lower::encode_string(&bytes));
        assert!(STORED.lines().any(|stored| stored == line), "{line}");
        let (read, _) = crate::stored::read::<State>(&bytes).unwrap();
        assert_eq!(crate::stored::write(&read, Vec::new()), bytes);

        // Before there was anything of a day's own.
        let lines = STORED.lines().filter_map(|line| line.strip_prefix("state 01"));
        let on = lines.map(|line| {
            let plain = [base16ct::lower::decode_vec(line).unwrap(), ADDED.to_vec()].concat();
            crate::stored::read::<State>(&plain).unwrap().0.sent_on
        });
        assert_eq!(on.collect::<Vec<_>>(), [0, 400, 400, 400]);
    }

    #[test]
    fn deletions_that_meet_are_one_and_others_stay_apart() {
        let deleted = |deletions: &[(u64, u64)]| {
            let mut state = State::default();
            for (since, now) in deletions {
                state.note_deleted(WallMillis(*since), WallMillis(*now));
            }
            let all = state.deleted_before.iter().chain([&state.deleted]);
            all.map(|(since, until)| (since.0, until.0)).collect::<Vec<_>>()
        };
        assert_eq!(deleted(&[(5, 9)]), [(5, 9)]);
        assert_eq!(deleted(&[(0, 9), (5, 20)]), [(0, 20)], "the later begins within the earlier");
        assert_eq!(deleted(&[(2, 9), (9, 20)]), [(2, 20)]);
        assert_eq!(deleted(&[(0, 9), (15, 20)]), [(0, 9), (15, 20)]);
        assert_eq!(deleted(&[(1, 3), (5, 9), (12, 20), (6, 30)]), [(1, 3), (5, 30)]);
        assert_eq!(deleted(&[(1, 3), (5, 9), (0, 30)]), [(0, 30)]);
        let many: Vec<(u64, u64)> = (0..40).map(|number| (10 * number, 10 * number + 5)).collect();
        let kept = deleted(&many);
        assert_eq!((kept.len(), kept[0], kept[1]), (MOST_DELETED + 1, (0, 235), (240, 245)));
    }
}
