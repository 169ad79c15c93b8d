//! The person reviews what is held: sees all of it, opens it, deletes of it, or sends it before its time.
//!
//! What is to be deleted of a bucket is written down first, so that it is done whatever happens next; then the bucket is
//! written anew without it under a new key, and the old key is destroyed. Until all is done nothing is cut.

mod erasure;
mod holes;
mod narrowing;
mod opening;

use std::time::Duration;

use serde::{Deserialize, Serialize};

use self::erasure::Erasure;
pub(super) use self::holes::{Holes, private_gap};
pub(super) use self::narrowing::Narrowing;
use self::opening::Asked;
use super::mend::RETRY;
use super::{Effect, Engine};
use crate::ids::{Digest, FrameId, SessionId};
use crate::message::{Deletion, HeldPart, Review};
use crate::spool::{Bucket, Held, Outgoing, ROOT};
use crate::time::{CountedMillis, WallMillis};

/// Where what the person chose is stored.
pub(super) const PLACE: &str = "choices";

/// What the person chose about what is held.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Choices {
    /// What was stored by then may be sent, whatever the hold.
    pub(super) released: CountedMillis,
    /// What is to be deleted.
    erasures: Vec<Erasure>,
    /// The scope that the person agreed to, as [`crate::policy::Scope`] writes it down; empty when it is not known.
    pub(super) agreed: Vec<u8>,
    /// The scope that was in force last.
    pub(super) in_force: Vec<u8>,
    /// The policy about which the person was asked again.
    pub(super) asked: Option<Digest>,
    /// What was deleted of what is held.
    pub(super) holes: Holes,
}

impl Choices {
    /// Whether everything that was to be deleted of a session is.
    pub(super) fn are_done_with(&self, session: SessionId) -> bool {
        self.erasures.iter().all(|erasure| erasure.session != session)
    }

    /// The same of all sessions.
    pub(super) fn are_done(&self) -> bool {
        self.erasures.is_empty()
    }
}

/// What is being loaded for it.
#[derive(Debug, Default)]
pub(super) struct Reviewing {
    asked: Vec<Asked>,
    opening: Vec<(u64, Bucket, Asked)>,
    erasing: Option<(u64, Bucket)>,
    again_at: WallMillis,
}

impl Reviewing {
    /// Whether a bucket is about to be written anew.
    pub(super) fn is_erasing(&self) -> bool {
        self.erasing.is_some()
    }

    /// When what could not be loaded is tried again.
    pub(super) fn deadline(&self, now: WallMillis) -> Option<WallMillis> {
        Some(self.again_at).filter(|at| *at > now && self.erasing.is_none())
    }
}

impl Engine {
    /// Has records deleted, all of the part for none; of a batch everything.
    pub(super) fn delete_records(&mut self, now: WallMillis, part: &str, records: &[u64]) {
        if let Some(bucket) = self.bucket_named(part) {
            // No picture of it comes afterwards.
            self.give_up_all(now);
            let mut held: Vec<u64> = (bucket.first_seq..bucket.end()).collect();
            if !records.is_empty() {
                // Not what gets such a number later: nobody has seen that.
                held.retain(|seq| records.contains(seq));
            }
            self.choices.erasures.push(Erasure::new(bucket.head.id, held));
            // What is about to be cut may hold it.
            self.cutting = None;
            self.keep_choices();
            return;
        }
        let found = self.spool.outgoing().find(|batch| batch.batch.to_string() == part);
        let found = found.map(|batch| (batch.order, batch.envelope.session, batch.stored));
        if let Some((order, session, (from, to))) = found {
            self.give_up_all(now);
            self.gallery.clear();
            self.drop_batches(|batch| batch.order == order);
            // What is held may begin with pictures of it, or with a gap that says no more than its own.
            self.choices.erasures.push(Erasure::new(session, (from..to).collect()));
            self.cutting = None;
            self.end_session_without_beginning(now);
            self.keep_choices();
        }
    }

    /// Deletes batches on their way.
    pub(super) fn drop_batches(&mut self, which: impl Fn(&Outgoing) -> bool) {
        let orders: Vec<u64> = self.spool.outgoing().filter(|batch| which(batch)).map(|batch| batch.order).collect();
        for order in orders {
            self.take_back(order);
            if let Some(Outgoing { envelope, stored: (from, to), since, .. }) = self.spool.drop_outgoing(order) {
                self.note_hole(envelope.session, from..to, since);
            }
        }
        self.keep_choices();
        self.sending = None;
        self.uploader.finished();
    }

    /// Deletes whole buckets, back to the one that was being filled then, and what is being typed at this moment.
    pub(super) fn delete_last(&mut self, now: WallMillis, length: Duration) {
        let before = |time: u64| time.saturating_sub(length.as_millis() as u64);
        let since = (WallMillis(before(now.0)), CountedMillis(before(self.clock.now().0)));
        self.delete_since(now, since);
        let unknown = WallMillis::default();
        // What was before the one clock set may be after by the other.
        self.drop_batches(|batch| batch.touched >= since.0 || batch.touched == unknown || batch.counted >= since.1);
        self.end_session_without_beginning(now);
        self.keep_choices();
    }

    /// Deletes what is held, and what is being typed at this moment with it.
    pub(super) fn delete_held(&mut self, now: WallMillis) {
        self.delete_since(now, Default::default());
        self.drop_batches(|_| true);
        self.end_session_without_beginning(now);
        self.state.rewrites.clear();
        self.forget_erasures();
    }

    fn delete_since(&mut self, now: WallMillis, since: (WallMillis, CountedMillis)) {
        self.finish(now);
        self.drop_pictures(now);
        self.give_up_all(now);
        self.promote_orphans(now);
        self.spool.close_buckets();
        let is_young = |bucket: &&Bucket| bucket.touched >= since.0 || bucket.counted >= since.1;
        for bucket in self.spool.buckets().filter(is_young).cloned().collect::<Vec<_>>() {
            self.note_hole(bucket.head.id, bucket.first_seq..bucket.end(), bucket.since);
            self.spool.drop_bucket(bucket.order);
        }
        self.spool.drop_checkpoints(since.0);
        self.state.note_deleted(since.0, now);
        self.rewriting.stop();
        self.reviewing.erasing = None;
        self.cutting = None;
        self.state_changed = true;
    }

    /// A session of which the beginning is gone ends; else what comes belongs to it, behind a gap like any other.
    fn end_session_without_beginning(&mut self, now: WallMillis) {
        let is_begun = |session: &crate::session::Session| self.choices.holes.holds(session.head.id, 0);
        if self.state.session.as_ref().is_some_and(is_begun) {
            self.end_session(now);
        }
    }

    /// Deletes what a policy no longer allows. Of batches, which can't be opened, nobody can say what is in them, and of
    /// what was being typed not where: a document that comes back says it again.
    pub(super) fn erase_forbidden(&mut self, now: WallMillis, narrowing: &Narrowing) {
        if *narrowing == Narrowing::All {
            self.delete_held(now);
        } else {
            self.cutting = None;
            self.give_up_all(now);
            self.drop_batches(|_| true);
            self.spool.drop_checkpoints(WallMillis::default());
            for session in self.spool.sessions() {
                self.choices.erasures.push(Erasure::forbidden(session, narrowing));
            }
        }
        self.state.deletion = Some(Deletion::Narrowed);
        self.state_changed = true;
    }

    /// Nothing is left of which something could be deleted; what is being loaded of it must not come back.
    pub(super) fn forget_erasures(&mut self) {
        self.reviewing.erasing = None;
        self.choices.erasures.clear();
        self.keep_choices();
    }

    /// What is held now need not wait any longer.
    pub(super) fn send_now(&mut self) {
        self.spool.close_buckets();
        self.choices.released = self.clock.now();
        self.keep_choices();
    }

    pub(super) fn keep_choices(&mut self) {
        let open = self.state.session.as_ref().map(|session| session.head.id);
        let held = self.spool.sessions();
        self.choices.holes.retain(|session| open == Some(session) || held.contains(&session));
        self.keep(ROOT, PLACE.to_owned(), &self.choices.clone());
    }

    fn bucket_named(&self, part: &str) -> Option<Bucket> {
        self.spool.buckets().find(|bucket| bucket.id.to_string() == part).cloned()
    }

    /// Totals of what is held, as it is told.
    pub(super) fn held(&self) -> Held {
        let told: u64 = self.spool.buckets().map(|bucket| u64::from(self.choices.holes.count(bucket))).sum();
        let stored: u64 = self.spool.buckets().map(|bucket| u64::from(bucket.records)).sum();
        let held = self.spool.held();
        Held { records: held.records - stored + told, ..held }
    }

    /// All that is held, for a page of the extension.
    pub(super) fn held_parts(&self) -> Review {
        let (hold, _) = self.hold();
        let leaves_in = |bucket: &Bucket| match bucket.held_since() <= self.choices.released {
            true => Some(0),
            false => {
                (!self.limits.by_hand).then(|| (bucket.held_since() + hold).since(self.clock.now()).as_millis() as u64)
            }
        };
        let buckets = self.spool.buckets().map(|bucket| HeldPart {
            id: bucket.id.to_string(),
            session: bucket.head.id.to_string(),
            order: bucket.order,
            began: Some(bucket.opened.0),
            records: self.choices.holes.count(bucket),
            frames: bucket.frames,
            bytes: bucket.bytes,
            leaves_in: leaves_in(bucket),
            sealed: false,
        });
        let batches = self.spool.outgoing().map(|batch| HeldPart {
            id: batch.batch.to_string(),
            session: batch.envelope.session.to_string(),
            order: batch.order,
            began: None,
            records: batch.envelope.records,
            frames: batch.envelope.frames.len() as u32,
            bytes: batch.bytes,
            leaves_in: Some(0),
            sealed: true,
        });
        Review { parts: batches.chain(buckets).collect(), ..Review::default() }
    }

    /// Loads what was asked for, and what something is to be deleted of.
    pub(super) fn review(&mut self, now: WallMillis) {
        if !self.is_loadable() {
            return;
        }
        self.load_asked(now);
        if self.is_stored() {
            self.erase(now);
        }
    }

    fn load(&mut self, prefixes: Vec<String>, bucket: &Bucket) -> u64 {
        let token = self.next_token();
        self.effects.push(Effect::Load { token, prefixes, keys: vec![bucket.key()] });
        token
    }

    fn erase(&mut self, now: WallMillis) {
        let is_ready = self.reviewing.erasing.is_none() && self.reviewing.again_at <= now;
        if !is_ready || self.rewriting.is_loading() || self.state_changed || self.spool.is_dirty() {
            return;
        }
        let Some(erasure) = self.choices.erasures.first() else { return };
        let Some(bucket) = erasure.next_bucket(self.spool.of_session(erasure.session)).cloned() else {
            self.choices.erasures.remove(0);
            return self.keep_choices();
        };
        if !bucket.closed {
            // Then no record comes to it in the meantime.
            return self.spool.close_buckets();
        }
        let token = self.load(vec![bucket.rows(), bucket.images()], &bucket);
        self.reviewing.erasing = Some((token, bucket));
    }

    /// What was asked for has been loaded. Whether it was asked for here.
    pub(super) fn review_loaded(&mut self, now: WallMillis, token: u64, entries: &[(String, Vec<u8>)]) -> bool {
        if let Some((_, bucket)) = self.reviewing.erasing.take_if(|(erasing, _)| *erasing == token) {
            if self.erase_with(&bucket, entries).is_none() {
                self.erase_unread(now, &bucket, entries);
            }
            return true;
        }
        self.opened(now, token, entries)
    }

    /// What can't be read goes where all of it is to go. Else what can be is done, or it is tried again, after what else is to
    /// be deleted.
    fn erase_unread(&mut self, now: WallMillis, bucket: &Bucket, entries: &[(String, Vec<u8>)]) {
        let is_all = self.choices.erasures.first().map(|erasure| erasure.is_all_of(bucket));
        if is_all == Some(false) && self.mend(bucket, entries).is_some() {
            return;
        }
        let Some(is_all) = is_all else { return };
        let mut erasure = self.choices.erasures.remove(0);
        if is_all {
            erasure.next = bucket.order + 1;
            self.note_hole(bucket.head.id, bucket.first_seq..bucket.end(), bucket.since);
            self.spool.drop_bucket(bucket.order);
            self.gallery.clear();
            self.end_session_without_beginning(now);
        } else {
            self.reviewing.again_at = now + RETRY;
            self.unread.set_aside(bucket.order, self.reviewing.again_at);
        }
        self.choices.erasures.push(erasure);
        self.keep_choices();
    }

    /// Writes a bucket anew without what is to be deleted; nothing when it is not all there.
    fn erase_with(&mut self, bucket: &Bucket, entries: &[(String, Vec<u8>)]) -> Option<()> {
        let lines = self.spool.rows_of(bucket, entries)?;
        let sealed = self.sealed_from(bucket.head.id, bucket.end());
        let policy = self.policy.policy.as_ref();
        let erasure = self.choices.erasures.first_mut()?;
        let mut holes = self.choices.holes.clone();
        if let Some(anew) = erasure.anew(bucket, &lines, policy, (&mut holes, sealed))? {
            self.spool.rewrite(bucket, &anew, entries, &mut self.rng)?;
            self.choices.holes = holes;
            // Else a picture would come back as the one before the next action.
            let was_there = |id: &FrameId| entries.iter().any(|(place, _)| *place == bucket.image_place(id));
            self.gallery.forget(|id| !anew.shown.contains(id) && was_there(id));
        }
        erasure.next = bucket.order + 1;
        self.keep_choices();
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spool::ADDED;
    use crate::spool::tests::STORED;
    use crate::time::SessionMillis;

    /// As for the descriptions in the spool: what was written before is read.
    #[test]
    fn choices_of_an_earlier_version_are_read() {
        let erasure = Erasure::new(SessionId::from_bytes([1; 15]), vec![2, 300]);
        let mut holes = Holes::default();
        holes.note_all(SessionId::from_bytes([1; 15]), 7..9, SessionMillis(300), Some(9));
        let choices = Choices {
            released: CountedMillis(4),
            erasures: vec![erasure],
            agreed: vec![1, 5],
            in_force: vec![6],
            asked: Some(Digest::of(b"")),
            holes,
        };
        let bytes = crate::stored::write(&choices, Vec::new());
        let line = format!("choices 01{}", base16ct::lower::encode_string(&bytes));
        assert!(STORED.lines().any(|stored| stored == line), "{line}");
        assert_eq!(crate::stored::read::<Choices>(&bytes).unwrap().0, choices);

        // Before anything was noted of what is sealed.
        let lines = STORED.lines().filter_map(|line| line.strip_prefix("choices 01"));
        let released = lines.map(|line| {
            let plain = [base16ct::lower::decode_vec(line).unwrap(), ADDED.to_vec()].concat();
            crate::stored::read::<Choices>(&plain).unwrap().0.released.0
        });
        assert_eq!(released.collect::<Vec<_>>(), [4, 4, 4]);
    }
}
