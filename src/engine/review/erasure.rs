//! Records of one session that are to be deleted.

use serde::{Deserialize, Serialize};

use super::narrowing::{Narrowing, Pages};
use crate::batch;
use crate::ids::{FrameId, SessionId};
use crate::json::Json;
use crate::policy::{Policy, Scope};
use crate::raw::Scrubbed;
use crate::record::{Actor, GapLength, GapReason, Kind, Phase, Record, VERSION};
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

    /// The bucket to be loaded next, of those of the session; none when the last was.
    pub(super) fn next_bucket<'a>(&self, buckets: impl Iterator<Item = &'a Bucket>) -> Option<&'a Bucket> {
        let mut behind = 0;
        for bucket in buckets {
            let range = bucket.first_seq..bucket.first_seq + u64::from(bucket.records);
            let holds = self.forbidden.is_some() || self.records.iter().any(|seq| range.contains(seq));
            behind = if holds { BEHIND + 1 } else { usize::saturating_sub(behind, 1) };
            if behind > 0 && bucket.order >= self.next {
                return Some(bucket);
            }
        }
        None
    }

    /// The records with gaps in the place of those to be deleted, and the images that are left: no bucket when it may stay
    /// as it is, nothing when a record can't be read.
    pub(super) fn anew(&mut self, lines: &[Vec<u8>], policy: Option<&Policy>) -> Option<Option<Anew>> {
        if self.forbidden.is_some() {
            // Without a policy it is not known what is allowed.
            policy?;
        }
        let mut left = Vec::with_capacity(lines.len());
        let mut shown = Vec::new();
        // When the records began that stand side by side and are deleted.
        let mut since = None;
        let mut changed = false;
        for line in lines {
            let record = Json::parse(std::str::from_utf8(line).ok()?).ok()?;
            let mut line = line.clone();
            self.forbid(&record, policy);
            if self.deletes(&record) {
                let began = *since.get_or_insert(record["t"].whole()?);
                line = batch::line(&self.private_gap(&record, began)?).ok()?.into_inner();
                changed = true;
            } else {
                since = None;
                shown.extend(record["image"].text().and_then(|id| id.parse::<FrameId>().ok()));
            }
            left.push(Scrubbed::vouch(line, "it was scrubbed before it was spooled, or says nothing"));
        }
        Some(changed.then_some(Anew { lines: left, shown }))
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

    /// Whether a record is one of them, or a picture of one. How a session began stays, as long as anything of it does.
    fn deletes(&self, record: &Json) -> bool {
        let named = |name: &str| record[name].whole().is_some_and(|seq| self.records.contains(&seq));
        !record["kind"].is("session") && (named("seq") || named("action"))
    }

    /// What stands in the place of whatever a person did not want recorded: always the same, but for a picture whose action
    /// stays.
    fn private_gap(&self, record: &Json, t: u64) -> Option<Record<Scrubbed<String>>> {
        let action = record["action"].whole().filter(|action| !self.records.contains(action));
        let phase = if record["phase"].is("before") { Phase::Before } else { Phase::After };
        let kind = Kind::Gap {
            reason: GapReason::Private,
            length: GapLength::UnderMinute,
            action,
            phase: action.map(|_| phase),
        };
        Some(Record {
            v: VERSION,
            seq: record["seq"].whole()?,
            t: SessionMillis(t),
            tab: 0,
            frame: Vec::new(),
            actor: Actor::User,
            kind,
        })
    }
}
