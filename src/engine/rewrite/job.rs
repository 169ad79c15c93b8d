//! One secret to be taken from the records of one session.

use serde::{Deserialize, Serialize};

use crate::ids::{FrameId, SessionId};
use crate::json::Json;
use crate::raw::{Raw, Scrubbed};
use crate::scrub::{Hunt, blank};
use crate::spool::{Anew, Bucket};
use crate::time::SessionMillis;

/// A burst is over by then: a minute, and the pause that ends it.
const LONGEST_BURST: u64 = 65_000;
/// Shortest part that is taken from whatever record it is in, if there is a digit in it: in bytes.
const TELLING: usize = 8;
/// Shortest part that is looked for in the records of its field.
const SHORTEST: usize = 4;
/// Buckets whose records are searched at a time.
const AT_A_TIME: usize = 16;

/// A field, as its records name it: scrubbed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::engine) struct FieldName {
    pub(in crate::engine) frame: Vec<u32>,
    pub(in crate::engine) css: String,
    pub(in crate::engine) xpath: String,
}

/// What is to be written anew in a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::engine) struct Rewrite {
    pub(in crate::engine) session: SessionId,
    /// Number of the tab in the session; none when that is not known.
    tab: Option<u32>,
    /// Records that hold a part, as far as they are known.
    known: Vec<u64>,
    /// The field, if others of its records may hold one.
    field: Option<FieldName>,
    /// What takes the place of a part: scrubbed.
    token: String,
    /// Records in which a part was found, the first with its time.
    hits: Vec<u64>,
    since: Option<SessionMillis>,
    /// Whether all were searched.
    pub(super) searched: bool,
    /// Order of the next bucket.
    pub(super) next: u64,
    /// The parts and their records. Lost when the worker stops; none when all that the field's records hold must go.
    #[serde(skip)]
    parts: Option<Vec<Piece>>,
    /// Actions that took no time.
    #[serde(skip)]
    moments: Vec<u64>,
}

/// A part of a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::engine) struct Piece {
    /// The record that holds it, if that is known.
    pub(in crate::engine) seq: Option<u64>,
    /// Where in its text, in bytes.
    pub(in crate::engine) at: usize,
    pub(in crate::engine) text: Raw<String>,
}

impl Rewrite {
    /// Takes `parts` from a session, or all that was recorded of the field.
    pub(in crate::engine) fn new(
        session: SessionId,
        tab: Option<u32>,
        field: &FieldName,
        token: &Scrubbed<String>,
        parts: Option<Vec<Piece>>,
    ) -> Self {
        let unknown = parts.as_ref().is_none_or(|parts| parts.iter().any(|part| part.seq.is_none()));
        Self {
            session,
            tab,
            known: parts.iter().flatten().filter_map(|part| part.seq).collect(),
            field: unknown.then(|| field.clone()),
            token: token.get().clone(),
            hits: Vec::new(),
            since: None,
            searched: false,
            next: 0,
            parts,
            moments: Vec::new(),
        }
    }

    /// The buckets to be loaded next; none when the last was.
    pub(super) fn next_buckets<'a>(&self, buckets: impl Iterator<Item = &'a Bucket>) -> Vec<Bucket> {
        let buckets: Vec<&Bucket> = buckets.collect();
        let holds = |bucket: &Bucket, seq: &u64| (bucket.first_seq..bucket.end()).contains(seq);
        let first = self.hits.iter().min().and_then(|seq| buckets.iter().position(|bucket| holds(bucket, seq)));
        let wanted = |(place, bucket): &(usize, &Bucket)| {
            let named = self.field.is_some() || self.known.iter().any(|seq| holds(bucket, seq));
            // Pictures of up to two minutes before may belong to bursts that ended later.
            let shown = first.is_some_and(|first| *place + 2 >= first);
            bucket.order >= self.next && if self.searched { shown } else { named }
        };
        let count = if self.searched { 1 } else { AT_A_TIME };
        buckets.iter().copied().enumerate().filter(wanted).take(count).map(|(_, bucket)| bucket.clone()).collect()
    }

    /// Goes on to the second step if there is one. Whether there is none.
    pub(super) fn is_over(&mut self) -> bool {
        let over = self.searched || self.hits.is_empty();
        (self.searched, self.next) = (true, 0);
        over
    }

    pub(super) fn search(&mut self, line: &[u8]) {
        let Some(mut record) = read(line) else { return };
        let Some(seq) = record["seq"].whole() else { return };
        let is_paste = record["kind"].is("clipboard") && self.known.contains(&seq);
        if is_paste || self.take_from(&mut record, seq) {
            self.hits.push(seq);
            let at = record["t"].whole().map(SessionMillis);
            self.since = [self.since, at].into_iter().flatten().min();
        }
    }

    /// Takes the parts from a record that may hold some. Whether it did.
    fn take_from(&self, record: &mut Json, seq: u64) -> bool {
        let of_field = self.is_of_field(record);
        let token = self.token.as_str();
        let Some(parts) = &self.parts else {
            let holds = if self.searched { self.hits.contains(&seq) } else { of_field || self.known.contains(&seq) };
            return holds && blank(record, token);
        };
        let mut hunt = Hunt { token, ..Hunt::default() };
        for Piece { seq: of, at, text } in parts {
            let part = text.peek().as_str();
            match of {
                Some(of) if *of == seq => hunt.placed.push((*at, part)),
                None if of_field => {
                    hunt.whole.extend(Some(part).filter(|part| part.len() >= SHORTEST));
                    hunt.stretches.push(part);
                }
                _ => {}
            }
        }
        hunt.redact(record)
    }

    fn is_of_field(&self, record: &Json) -> bool {
        self.field.as_ref().is_some_and(|field| {
            let selectors = &record["target"]["selectors"];
            let frame = record["frame"].items().iter().filter_map(Json::whole);
            record["kind"].is("type")
                && self.tab.is_none_or(|tab| record["tab"].whole() == Some(tab.into()))
                && frame.eq(field.frame.iter().map(|index| u64::from(*index)))
                && selectors["css"].is(&field.css)
                && selectors["xpath"].is(&field.xpath)
        })
    }

    /// A bucket's records without the parts and without pictures of them, and the images that are left; nothing when
    /// the bucket may stay as it is.
    pub(super) fn anew(&mut self, lines: &[Vec<u8>]) -> Option<Anew> {
        let mut changed = false;
        let mut shown = Vec::new();
        let mut left = Vec::with_capacity(lines.len());
        for line in lines {
            let mut line = line.clone();
            if let Some(mut record) = read(&line) {
                if matches!(record["kind"].text(), Some("frame" | "aria")) && self.shows(&record) {
                    changed = true;
                    line = gap_of(&record);
                } else if self.clean(&mut record) {
                    changed = true;
                    line = record.to_string().into_bytes();
                } else {
                    shown.extend(record["image"].text().and_then(|id| id.parse::<FrameId>().ok()));
                }
            }
            left.push(Scrubbed::vouch(line, "it was scrubbed before it was spooled, and is less now"));
        }
        changed.then_some(Anew { lines: left, shown })
    }

    fn clean(&mut self, record: &mut Json) -> bool {
        let Some(seq) = record["seq"].whole() else { return false };
        if record["kind"].is("frame") {
            return false;
        }
        if !record["kind"].is("type") {
            self.moments.push(seq);
        }
        let mut found = self.hits.contains(&seq) && self.take_from(record, seq);
        for part in self.parts.iter().flatten() {
            let part = part.text.peek().as_str();
            if part.len() >= TELLING && part.bytes().any(|byte| byte.is_ascii_digit()) {
                found |= Hunt { whole: vec![part], token: &self.token, ..Hunt::default() }.redact(record);
            }
        }
        found
    }

    /// Whether a picture or a snapshot may show a part: it was taken when the first was there already. How old a snapshot
    /// is is not told.
    fn shows(&self, frame: &Json) -> bool {
        let Some(since) = self.since else { return false };
        let number = |name: &str| frame[name].whole().unwrap_or_default();
        let (at, age, action) = (number("t"), number("age"), number("action"));
        let taken = match frame["phase"].is("before") || frame["kind"].is("aria") {
            true => at.saturating_sub(age),
            false if self.moments.contains(&action) => at + age,
            // How long the burst took is not known.
            false => at + age + LONGEST_BURST,
        };
        taken >= since.0 && self.tab.is_none_or(|tab| frame["tab"].whole() == Some(tab.into()))
    }
}

/// What says that an action has no picture or snapshot, in the place of one: the same bytes as if none could have been
/// made.
pub(in crate::engine) fn gap_of(frame: &Json) -> Vec<u8> {
    let head = ["v", "seq", "t", "tab", "frame", "actor"].map(|name| format!("\"{name}\":{},", frame[name]));
    let action = frame["action"].to_string();
    let (reason, phase) = match &frame["phase"] {
        Json::Null => ("aria", String::new()),
        phase => ("frame", [",\"phase\":", &phase.to_string()].concat()),
    };
    let tail = [r#""kind":"gap","reason":""#, reason, r#"","length":"underMinute","action":"#, &action, &phase, "}"];
    ["{", &head.concat(), &tail.concat()].concat().into_bytes()
}

fn read(line: &[u8]) -> Option<Json> {
    Json::parse(std::str::from_utf8(line).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A record that was written anew has its members in another order.
    #[test]
    fn what_stands_for_a_snapshot_is_a_record_also_when_that_was_written_anew() {
        let line = br#"{"v":1,"seq":7,"t":5,"tab":1,"frame":[],"actor":"user","kind":"aria","snapshot":"x","cut":false,"action":6}"#;
        let record = read(line).unwrap();
        let anew = read(record.to_string().as_bytes()).unwrap();
        let gap = r#"{"v":1,"seq":7,"t":5,"tab":1,"frame":[],"actor":"user","kind":"gap","reason":"aria","length":"underMinute","action":6}"#;
        for record in [record, anew] {
            assert_eq!(String::from_utf8(gap_of(&record)).as_deref(), Ok(gap));
        }
    }
}
