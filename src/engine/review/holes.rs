//! What was deleted, by its numbers alone, and how the rest is told without it.
//!
//! A stretch that the person wanted left out reads the same whatever it was: one gap before the next record, at that
//! record's time, and no number missing. So deleted records keep their places in the spool, where nothing but their
//! numbers is left of them, and whoever reads the spool (the review page, and the cut of a batch) is told the others
//! with the numbers that they have then. What is sealed already has its numbers for good: nothing from there on moves up
//! for what is deleted before it, and those numbers are missing. The other half is `engine/quiet.rs`.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::batch;
use crate::engine::Engine;
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

/// From where on records do not move up for what was deleted before them: they, or some before them, were sealed then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Fence {
    session: SessionId,
    /// Number of the first record that was sealed.
    at: u64,
    /// By how many numbers they do not move.
    by: u64,
}

/// All holes: those of a session in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::engine) struct Holes {
    holes: Vec<Hole>,
    fences: Vec<Fence>,
}

/// A line as it is told.
pub(in crate::engine) struct Told {
    pub(in crate::engine) line: Vec<u8>,
    /// The number that its record has in the spool; none of a gap that stands for what was deleted.
    pub(in crate::engine) stored: Option<u64>,
}

impl Holes {
    fn of(&self, session: SessionId) -> impl Iterator<Item = &Hole> {
        self.holes.iter().filter(move |hole| hole.session == session)
    }

    /// Whether a record was deleted.
    pub(in crate::engine) fn holds(&self, session: SessionId, seq: u64) -> bool {
        self.of(session).any(|hole| (hole.from..hole.to).contains(&seq))
    }

    /// The first number from `seq` on that is not deleted.
    pub(super) fn end(&self, session: SessionId, seq: u64) -> u64 {
        self.of(session).find(|hole| (hole.from..hole.to).contains(&seq)).map_or(seq, |hole| hole.to)
    }

    /// Notes a deleted record; `since` is the time of the one before it, and `sealed` the number from which on records
    /// behind it have left the spool.
    pub(super) fn note(&mut self, session: SessionId, seq: u64, since: SessionMillis, sealed: Option<u64>) {
        if self.holds(session, seq) {
            return;
        }
        let before = self.moved(session);
        self.widen(session, seq, since);
        let mut by = self.moved(session) - before;
        self.fences.retain(|fence| {
            let is_gone = fence.session == session && fence.at == seq;
            by += if is_gone { fence.by } else { 0 };
            !is_gone
        });
        let Some(at) = sealed.filter(|_| by > 0) else { return };
        match self.fences.iter_mut().find(|fence| fence.session == session && fence.at == at) {
            Some(fence) => fence.by += by,
            None => self.fences.push(Fence { session, at, by }),
        }
    }

    /// Puts a record into the hole beside it, or into one of its own.
    fn widen(&mut self, session: SessionId, seq: u64, since: SessionMillis) {
        let is_behind = |hole: &Hole| hole.session == session && hole.from > seq;
        let place = self.holes.iter().position(is_behind).unwrap_or(self.holes.len());
        let mut hole = Hole { session, from: seq, to: seq + 1, since };
        if let Some(next) = self.holes.get(place)
            && next.session == session
            && next.from == hole.to
        {
            hole.to = next.to;
            self.holes.remove(place);
        }
        match self.holes.iter_mut().find(|before| before.session == session && before.to == seq) {
            Some(before) => before.to = hole.to,
            None => self.holes.insert(place, hole),
        }
    }

    /// The same of records that stand side by side.
    pub(super) fn note_all(
        &mut self,
        session: SessionId,
        records: Range<u64>,
        since: SessionMillis,
        sealed: Option<u64>,
    ) {
        records.for_each(|seq| self.note(session, seq, since, sealed));
    }

    /// Forgets the sessions of which nothing is held and nothing comes.
    pub(super) fn retain(&mut self, is_held: impl Fn(SessionId) -> bool) {
        self.holes.retain(|hole| is_held(hole.session));
        self.fences.retain(|fence| is_held(fence.session));
    }

    /// By how many numbers all holes of a session move what is behind them: each has one that is told.
    fn moved(&self, session: SessionId) -> u64 {
        self.of(session).map(|hole| hole.to - hole.from - 1).sum()
    }

    /// The number with which a record is told.
    fn number(&self, session: SessionId, seq: u64) -> u64 {
        let before = self.of(session).filter(|hole| hole.to <= seq).map(|hole| hole.to - hole.from - 1);
        let stays = self.fences.iter().filter(|fence| fence.session == session && fence.at <= seq);
        seq + stays.map(|fence| fence.by).sum::<u64>() - before.sum::<u64>()
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

impl Engine {
    /// Notes records that stood side by side and are gone from the spool, or go in the same commit.
    pub(super) fn note_hole(&mut self, session: SessionId, records: Range<u64>, since: SessionMillis) {
        let sealed = self.sealed_from(session, records.end);
        self.choices.holes.note_all(session, records, since, sealed);
    }

    /// Number of the first record of a session from `seq` on that is neither held nor deleted; none when that is to come.
    pub(super) fn sealed_from(&self, session: SessionId, mut seq: u64) -> Option<u64> {
        loop {
            let mut held = self.spool.of_session(session).map(|bucket| bucket.first_seq..bucket.end());
            let end =
                held.find(|held| held.contains(&seq)).map_or(self.choices.holes.end(session, seq), |held| held.end);
            if end == seq {
                break;
            }
            seq = end;
        }
        // One that has ended may go on with what was being typed.
        let mut going_on = [&self.state.session, &self.ended].into_iter().flatten();
        let comes = going_on.any(|open| open.head.id == session && open.next() <= seq);
        (!comes).then_some(seq)
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
