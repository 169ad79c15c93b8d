//! Records of one session that are to be deleted.

use serde::{Deserialize, Serialize};

use super::holes::Holes;
use super::narrowing::{Narrowing, Pages};
use crate::engine::rewrite::gap_of;
use crate::ids::{FrameId, SessionId};
use crate::json::Json;
use crate::policy::{Policy, Scope};
use crate::raw::Scrubbed;
use crate::spool::{Anew, Bucket};
use crate::time::SessionMillis;

/// How many buckets behind that of an action may hold pictures of it.
const BEHIND: usize = 2;

/// Records to be deleted, with their pictures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Erasure {
    pub(super) session: SessionId,
    /// Those that are known.
    records: Vec<u64>,
    /// Those that the policy does not allow, and where the session's documents were up to `next`.
    forbidden: Option<(Narrowing, Pages)>,
    /// Order of the next bucket.
    pub(super) next: u64,
}

impl Erasure {
    pub(super) fn new(session: SessionId, records: Vec<u64>) -> Self {
        Self { session, records, forbidden: None, next: 0 }
    }

    /// What the policy no longer allows.
    pub(super) fn forbidden(session: SessionId, narrowing: &Narrowing) -> Self {
        Self { session, records: Vec::new(), forbidden: Some((narrowing.clone(), Pages::default())), next: 0 }
    }

    /// Whether nothing of a bucket is to be left.
    pub(super) fn is_all_of(&self, bucket: &Bucket) -> bool {
        (bucket.first_seq..bucket.end()).all(|seq| self.records.contains(&seq))
    }

    /// The bucket to be loaded next, of those of the session; none when the last was.
    pub(super) fn next_bucket<'a>(&self, buckets: impl Iterator<Item = &'a Bucket>) -> Option<&'a Bucket> {
        let (mut behind, mut before) = (0, 0);
        for bucket in buckets {
            // With what was before it and is held no more.
            let range = before..bucket.end();
            before = bucket.end();
            let holds = self.forbidden.is_some() || self.records.iter().any(|seq| range.contains(seq));
            behind = if holds { BEHIND + 1 } else { usize::saturating_sub(behind, 1) };
            if behind > 0 && bucket.order >= self.next {
                return Some(bucket);
            }
        }
        None
    }

    /// The records without those to be deleted, and the images that are left: no bucket when it may stay as it is, nothing
    /// when a record can't be read. `holes` learns what is deleted, and from where on what is behind it is `sealed`.
    pub(super) fn anew(
        &mut self,
        bucket: &Bucket,
        lines: &[Vec<u8>],
        policy: Option<&Policy>,
        (holes, sealed): (&mut Holes, Option<u64>),
    ) -> Option<Option<Anew>> {
        if self.forbidden.is_some() {
            // Without a policy it is not known what is allowed.
            policy?;
        }
        let mut records = Vec::with_capacity(lines.len());
        for line in lines {
            let record = Json::parse(std::str::from_utf8(line).ok()?).ok()?;
            self.forbid(&record, policy);
            records.push(record);
        }
        let gone = self.gone(bucket, &records, holes);
        let mut left = Vec::with_capacity(lines.len());
        let mut shown = Vec::new();
        let mut since = bucket.since;
        let mut changed = false;
        for (((seq, record), line), gone) in (bucket.first_seq..).zip(&records).zip(lines).zip(gone) {
            let mut line = line.clone();
            if gone {
                changed |= !holes.holds(self.session, seq);
                holes.note(self.session, seq, since, sealed);
                line = format!("{{\"seq\":{seq}}}").into_bytes();
            } else {
                since = since.max(record["t"].whole().map(SessionMillis)?);
                if self.is_named(record, "seq") && matches!(record["kind"].text(), Some("frame" | "aria")) {
                    changed = true;
                    line = gap_of(record);
                } else {
                    shown.extend(record["image"].text().and_then(|id| id.parse::<FrameId>().ok()));
                }
            }
            left.push(Scrubbed::vouch(line, "it was scrubbed before it was spooled, or says nothing"));
        }
        Some(changed.then_some(Anew { lines: left, shown }))
    }

    /// Which records are none any more. A gap that says no more than what is beside it goes with that.
    fn gone(&self, bucket: &Bucket, records: &[Json], holes: &Holes) -> Vec<bool> {
        let mut gone: Vec<bool> = (bucket.first_seq..)
            .zip(records)
            .map(|(seq, record)| holes.holds(self.session, seq) || self.deletes(record))
            .collect();
        for index in 0..records.len() {
            let before = match index.checked_sub(1) {
                Some(before) => gone[before],
                None => bucket.first_seq > 0 && holes.holds(self.session, bucket.first_seq - 1),
            };
            let beside = before || gone.get(index + 1).copied().unwrap_or_default();
            gone[index] |= beside && is_private(&records[index]);
        }
        gone
    }

    /// Takes a record in that the policy does not allow.
    fn forbid(&mut self, record: &Json, policy: Option<&Policy>) {
        let Some((narrowing, pages)) = &mut self.forbidden else { return };
        let before = match narrowing {
            Narrowing::Sites(before) => Scope::from_bytes(before),
            _ => None,
        };
        let forbidden = match (policy, before) {
            (Some(policy), Some(before)) => pages.forbid(policy, &before, record),
            _ => true,
        };
        if forbidden {
            self.records.extend(record["seq"].whole());
        }
    }

    fn is_named(&self, record: &Json, name: &str) -> bool {
        record[name].whole().is_some_and(|seq| self.records.contains(&seq))
    }

    /// Whether a record is one of them, or a picture or a snapshot of one. How a session began stays, as long as anything
    /// of it does, and a picture whose action stays leaves word that there is none.
    fn deletes(&self, record: &Json) -> bool {
        let is_picture = !matches!(record["action"], Json::Null);
        !record["kind"].is("session")
            && (self.is_named(record, "action") || self.is_named(record, "seq") && !is_picture)
    }
}

fn is_private(record: &Json) -> bool {
    record["kind"].is("gap") && record["reason"].is("private")
}
