//! What was deleted, by its numbers alone, and how the rest is told without it.
//!
//! A stretch that the person wanted left out reads the same whatever it was: one gap before the next record, at that
//! record's time, and no number missing. So deleted records keep their places in the spool, where nothing but their
//! numbers is left of them, and whoever reads the spool (the review page, and the cut of a batch) is told the others
//! with the numbers that they have then. The other half is
//! `engine/quiet.rs`.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::batch;
use crate::ids::SessionId;
use crate::json::Json;
use crate::raw::Scrubbed;
use crate::record::{Actor, GapLength, GapReason, Kind, Record, VERSION};
use crate::spool::Bucket;
use crate::time::SessionMillis;

/// Records of a session that stood side by side and are deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Hole {
    session: SessionId,
    /// Number of the first.
    from: u64,
    /// Number of the first behind them.
    to: u64,
    /// Time of what was recorded before them.
    since: SessionMillis,
}

/// All holes: those of a session in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::engine) struct Holes(Vec<Hole>);

/// A line as it is told.
pub(in crate::engine) struct Told {
    pub(in crate::engine) line: Vec<u8>,
    /// The number that its record has in the spool; none of a gap that stands for what was deleted.
    pub(in crate::engine) stored: Option<u64>,
}

impl Holes {
    fn of(&self, session: SessionId) -> impl Iterator<Item = &Hole> {
        self.0.iter().filter(move |hole| hole.session == session)
    }

    /// Whether a record was deleted.
    pub(in crate::engine) fn holds(&self, session: SessionId, seq: u64) -> bool {
        self.of(session).any(|hole| (hole.from..hole.to).contains(&seq))
    }

    /// Notes a deleted record; `since` is the time of the one before it.
    pub(super) fn note(&mut self, session: SessionId, seq: u64, since: SessionMillis) {
        if self.holds(session, seq) {
            return;
        }
        let place = self.0.iter().position(|hole| hole.session == session && hole.from > seq).unwrap_or(self.0.len());
        let mut hole = Hole { session, from: seq, to: seq + 1, since };
        if let Some(next) = self.0.get(place)
            && next.session == session
            && next.from == hole.to
        {
            hole.to = next.to;
            self.0.remove(place);
        }
        match self.0.iter_mut().find(|before| before.session == session && before.to == seq) {
            Some(before) => before.to = hole.to,
            None => self.0.insert(place, hole),
        }
    }

    /// The same of records that stand side by side.
    pub(super) fn note_all(&mut self, session: SessionId, records: Range<u64>, since: SessionMillis) {
        records.for_each(|seq| self.note(session, seq, since));
    }

    /// Forgets the sessions of which nothing is held and nothing comes.
    pub(super) fn retain(&mut self, is_held: impl Fn(SessionId) -> bool) {
        self.0.retain(|hole| is_held(hole.session));
    }

    /// The number with which a record is told: each hole before it has one.
    fn number(&self, session: SessionId, seq: u64) -> u64 {
        let before = self.of(session).filter(|hole| hole.to <= seq);
        seq - before.map(|hole| hole.to - hole.from - 1).sum::<u64>()
    }

    /// How many lines of a bucket are told.
    pub(in crate::engine) fn count(&self, bucket: &Bucket) -> u32 {
        let end = bucket.end();
        let of_hole = |hole: &Hole| {
            let inside = hole.to.min(end).saturating_sub(hole.from.max(bucket.first_seq));
            (inside, u64::from((bucket.first_seq..end).contains(&hole.to)))
        };
        let (gone, gaps) = self.of(bucket.head.id).map(of_hole).fold((0, 0), |sum, of| (sum.0 + of.0, sum.1 + of.1));
        u32::try_from(u64::from(bucket.records) + gaps - gone).unwrap_or(u32::MAX)
    }

    /// The lines of a bucket as they are told, and the number of the first; nothing when one can't be read.
    pub(in crate::engine) fn tell(&self, bucket: &Bucket, lines: Vec<Vec<u8>>) -> Option<(u64, Vec<Told>)> {
        let session = bucket.head.id;
        let mut first = None;
        let mut told = Vec::with_capacity(lines.len());
        for (seq, line) in (bucket.first_seq..).zip(lines) {
            if self.holds(session, seq) {
                continue;
            }
            let number = self.number(session, seq);
            let gap = self.of(session).find(|hole| hole.to == seq);
            if let Some(hole) = gap {
                let at = Json::parse(std::str::from_utf8(&line).ok()?).ok()?["t"].whole().map(SessionMillis)?;
                told.push(Told { line: gap_line(number - 1, hole.since, at), stored: None });
            }
            first.get_or_insert(number - u64::from(gap.is_some()));
            let line = if number == seq {
                line
            } else {
                renumbered(renumbered(line, b"\"seq\":", |_| number), b"\"action\":", |action| {
                    self.number(session, action)
                })
            };
            told.push(Told { line, stored: Some(seq) });
        }
        Some((first.unwrap_or(bucket.first_seq), told))
    }
}

/// A private gap between two times.
pub(in crate::engine) fn private_gap(since: SessionMillis, at: SessionMillis) -> Kind<Scrubbed<String>> {
    let length = if at.0.saturating_sub(since.0) < 60_000 { GapLength::UnderMinute } else { GapLength::UnderQuarter };
    Kind::Gap { reason: GapReason::Private, length, action: None, phase: None }
}

fn gap_line(seq: u64, since: SessionMillis, at: SessionMillis) -> Vec<u8> {
    let kind = private_gap(since, at);
    let record = Record { v: VERSION, seq, t: at, tab: 0, frame: Vec::new(), actor: Actor::User, kind };
    batch::line(&record).into_inner()
}

/// A record with another number behind a name, which nothing but the name of a member can look like; all else stays as
/// it stands.
fn renumbered(mut line: Vec<u8>, name: &[u8], number: impl Fn(u64) -> u64) -> Vec<u8> {
    if let Some(place) = line.windows(name.len()).position(|window| window == name) {
        let start = place + name.len();
        let digits = line[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let old = std::str::from_utf8(&line[start..start + digits]).ok().and_then(|digits| digits.parse().ok());
        if let Some(old) = old {
            let new = number(old).to_string();
            line.splice(start..start + digits, new.into_bytes());
        }
    }
    line
}
