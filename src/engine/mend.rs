//! What can't be read any more of what is held. It keeps nothing else from being deleted or sent.
//!
//! 1. A value that its own key does not open is lost. Its bucket is written anew with word of a fault in its place, and goes
//!    on with everything that can still be read of it.
//! 2. What could not be loaded may be another time. It is set aside and tried again, and others go before it.

use std::time::Duration;

use super::Engine;
use super::rewrite::gap_of;
use crate::batch;
use crate::ids::FrameId;
use crate::json::Json;
use crate::message::{Fault, FaultKind};
use crate::raw::Scrubbed;
use crate::record::{Actor, GapLength, GapReason, Kind, Record, VERSION};
use crate::spool::{Anew, Bucket};
use crate::time::{SessionMillis, WallMillis};

/// How long what could not be read waits for the next try.
pub(super) const RETRY: Duration = Duration::from_secs(60);

/// What could not be read.
#[derive(Debug, Default)]
pub(super) struct Unread {
    /// The orders of buckets and batches that are set aside.
    orders: Vec<u64>,
    /// When they are tried again.
    pub(super) again_at: WallMillis,
    /// Whether anything was lost since the worker was started.
    lost: bool,
}

impl Unread {
    pub(super) fn holds(&self, order: u64) -> bool {
        self.orders.contains(&order)
    }

    /// Has all of it tried again when it is time.
    pub(super) fn again(&mut self, now: WallMillis) {
        if self.again_at <= now {
            self.orders.clear();
        }
    }

    pub(super) fn set_aside(&mut self, order: u64, again_at: WallMillis) {
        self.orders.push(order);
        self.again_at = again_at;
    }

    /// When something is tried again.
    pub(super) fn deadline(&self, now: WallMillis) -> Option<WallMillis> {
        Some(self.again_at).filter(|at| *at > now && !self.orders.is_empty())
    }

    /// What the person should know of it.
    pub(super) fn fault(&self) -> Option<Fault> {
        let kinds = [(!self.orders.is_empty(), FaultKind::Unread), (self.lost, FaultKind::Lost)];
        kinds.into_iter().find_map(|(applies, kind)| applies.then(|| kind.with("")))
    }
}

impl Engine {
    /// Writes a bucket, of which everything was loaded, anew without what of it is lost; nothing when nothing is, or nothing
    /// could be loaded.
    pub(super) fn mend(&mut self, bucket: &Bucket, entries: &[(String, Vec<u8>)]) -> Option<()> {
        let rows = self.spool.left_of(bucket, entries)?;
        let images = self.spool.images_of(bucket, entries);
        let mut since = bucket.since;
        let mut lines = Vec::with_capacity(rows.len());
        let mut shown = Vec::new();
        let mut lost = false;
        for (seq, row) in (bucket.first_seq..).zip(rows) {
            let read = row.and_then(|line| Some((Json::parse(std::str::from_utf8(&line).ok()?).ok()?, line)));
            let line = match read {
                _ if self.choices.holes.holds(bucket.head.id, seq) => format!("{{\"seq\":{seq}}}").into_bytes(),
                Some((record, line)) => {
                    since = since.max(SessionMillis(record["t"].whole().unwrap_or_default()));
                    let image = record["image"].text().and_then(|id| id.parse::<FrameId>().ok());
                    let is_there = image.is_none_or(|id| images.iter().any(|(there, _)| *there == id));
                    lost |= !is_there;
                    shown.extend(image.filter(|_| is_there));
                    if is_there { line } else { gap_of(&record) }
                }
                None => {
                    lost = true;
                    let kind = Kind::Gap {
                        reason: GapReason::Fault,
                        length: GapLength::UnderMinute,
                        action: None,
                        phase: None,
                    };
                    let (frame, actor) = (Vec::new(), Actor::User);
                    batch::line(&Record { v: VERSION, seq, t: since, tab: 0, frame, actor, kind }).into_inner()
                }
            };
            lines.push(Scrubbed::vouch(line, "it was scrubbed before it was spooled, or says nothing"));
        }
        if lost {
            self.spool.rewrite(bucket, &Anew { lines, shown }, entries, &mut self.rng)?;
            self.unread.lost = true;
        }
        lost.then_some(())
    }
}
