//! Later discovery: a secret was recorded in parts before anything said that it is one, or a field was masked after
//! something was typed in it. What is still in the spool of it is written anew without them.
//!
//! 1. The records that hold a part are looked for: those known to, or those of the field when the worker was stopped
//!    in between and nobody remembers.
//! 2. Their buckets, and all that may hold a picture of a part, are written anew under new keys, one a commit.
//!
//! What is to be done is stored with the record that brought it up, without the parts, which are in memory only: when
//! that is lost, records are emptied as a whole. Until all is done nothing is cut.

mod job;

pub(super) use job::{FieldName, Piece, Rewrite, gap_of};

use super::mend::RETRY;
use super::record::Place;
use super::{Effect, Engine};
use crate::capture::Trees;
use crate::ids::{DocNonce, SessionId};
use crate::scrub::{Later, Part};
use crate::spool::Bucket;
use crate::time::WallMillis;

/// Most records whose place in a document is remembered, and most discoveries.
const REMEMBERED: usize = 512;

/// Which record came of a document's observations.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trace {
    nonce: DocNonce,
    by: u32,
    session: SessionId,
    seq: u64,
}

/// What is remembered in memory only.
#[derive(Debug, Default)]
pub(super) struct Rewriting {
    loading: Option<(u64, Vec<Bucket>)>,
    again_at: WallMillis,
    traces: Vec<Trace>,
    discovered: Vec<(DocNonce, Vec<Part>)>,
}

impl Rewriting {
    /// When what could not be loaded is tried again.
    pub(super) fn deadline(&self, now: WallMillis) -> Option<WallMillis> {
        Some(self.again_at).filter(|at| *at > now && self.loading.is_none())
    }

    /// Whether something could not be loaded before.
    fn was_unread(&self) -> bool {
        self.again_at != WallMillis::default()
    }

    /// Whether something is about to be searched or written anew.
    pub(super) fn is_loading(&self) -> bool {
        self.loading.is_some()
    }

    /// The records that were stored are gone.
    pub(super) fn stop(&mut self) {
        self.loading = None;
    }
}

fn remember<T>(list: &mut Vec<T>, item: T) {
    if list.len() >= REMEMBERED {
        list.drain(..REMEMBERED / 2);
    }
    list.push(item);
}

impl Engine {
    /// Remembers which record an observation of a document ended in.
    pub(super) fn trace(&mut self, nonce: DocNonce, by: u32, seq: u64) {
        if let Some(session) = &self.state.session {
            let trace = Trace { nonce, by, session: session.head.id, seq };
            remember(&mut self.rewriting.traces, trace);
        }
    }

    /// Earlier records hold parts of a secret.
    pub(super) fn discovered(&mut self, place: &Place, nonce: DocNonce, field: &FieldName, later: Vec<Later>) {
        for Later { token, elsewhere, parts } in later {
            let all = parts.is_empty();
            let known = (nonce, parts);
            if !all && self.rewriting.discovered.contains(&known) {
                continue;
            }
            let parts: Vec<(Option<Trace>, &Part)> =
                known.1.iter().map(|part| (self.trace_of(nonce, part.by), part)).collect();
            for session in self.spool.sessions() {
                let ours = self.state.session.as_mut().filter(|open| open.head.id == session);
                let is_ours = ours.is_some();
                let tab = ours.map(|open| open.tab(place.tab));
                let here = parts.iter().filter(|(trace, _)| trace.is_none_or(|trace| trace.session == session));
                let piece = |(trace, part): &(Option<Trace>, &Part)| Piece {
                    seq: trace.map(|trace| trace.seq),
                    at: part.at,
                    text: part.text.clone(),
                };
                let parts: Vec<Piece> = here.map(piece).collect();
                if all || !parts.is_empty() {
                    let token = if is_ours { &token } else { &elsewhere };
                    let parts = Some(parts).filter(|_| !all);
                    self.state.rewrites.push(Rewrite::new(session, tab, field, token, parts));
                }
            }
            remember(&mut self.rewriting.discovered, known);
            // What is about to be cut, or to be shown, may hold it.
            self.cutting = None;
            self.gallery.take_down(place.tab);
            self.acted(place.tab);
            // So may the snapshots that are kept for what comes next, and the picture that is being drawn.
            for (_, document) in self.documents.iter_mut().filter(|(_, document)| document.tab == place.tab) {
                document.trees = Trees::default();
            }
            if let Some((ticket, _)) = self.ticket.take_if(|(ticket, _)| ticket.tab == place.tab) {
                self.effects.push(Effect::Discard { ticket: ticket.id });
            }
            self.state_changed = true;
        }
    }

    fn trace_of(&self, nonce: DocNonce, by: Option<u32>) -> Option<Trace> {
        let is_it = |trace: &&Trace| trace.nonce == nonce && Some(trace.by) == by;
        self.rewriting.traces.iter().find(is_it).copied()
    }

    /// Goes on with what is to be written anew.
    pub(super) fn rewrite(&mut self, now: WallMillis) {
        // What is not stored yet can't be loaded.
        let is_free = self.rewriting.loading.is_none() && !self.reviewing.is_erasing();
        let is_ready = is_free && self.rewriting.again_at <= now;
        if !is_ready || !self.is_stored() || self.state_changed || self.spool.is_dirty() {
            return;
        }
        let Some(rewrite) = self.state.rewrites.first_mut() else { return };
        let buckets = rewrite.next_buckets(self.spool.of_session(rewrite.session));
        if buckets.is_empty() {
            if rewrite.is_over() {
                self.state.rewrites.remove(0);
            }
            self.state_changed = true;
            return;
        }
        if buckets.iter().any(|bucket| !bucket.closed) {
            // Then no record comes to it in the meantime.
            return self.spool.close_buckets();
        }
        // To be mended it has to be there whole.
        let prefixes = if rewrite.searched || self.rewriting.was_unread() {
            buckets.iter().flat_map(|bucket| [bucket.rows(), bucket.images()]).collect()
        } else {
            buckets.iter().map(Bucket::rows).collect()
        };
        let keys = buckets.iter().map(Bucket::key).collect();
        let token = self.next_token();
        self.effects.push(Effect::Load { token, prefixes, keys });
        self.rewriting.loading = Some((token, buckets));
    }

    /// What was asked for has been loaded. Whether it was asked for here.
    pub(super) fn rewrite_loaded(&mut self, now: WallMillis, token: u64, entries: &[(String, Vec<u8>)]) -> bool {
        let Some((_, buckets)) = self.rewriting.loading.take_if(|(loading, _)| *loading == token) else { return false };
        if self.rewrite_with(&buckets, entries).is_some() {
            return true;
        }
        let is_whole =
            self.rewriting.was_unread() || self.state.rewrites.first().is_some_and(|rewrite| rewrite.searched);
        for bucket in &buckets {
            let is_mended = is_whole && self.mend(bucket, entries).is_some();
            let is_there = self.spool.buckets().any(|there| there.id == bucket.id);
            if !is_mended && is_there && self.spool.rows_of(bucket, entries).is_none() {
                self.unread.set_aside(bucket.order, now + RETRY);
            }
        }
        self.rewriting.again_at = now + RETRY;
        true
    }

    /// Searches or writes anew what was loaded; nothing when it is not all there.
    fn rewrite_with(&mut self, buckets: &[Bucket], entries: &[(String, Vec<u8>)]) -> Option<()> {
        let rewrite = self.state.rewrites.first_mut()?;
        for bucket in buckets {
            let lines = self.spool.rows_of(bucket, entries)?;
            if rewrite.searched {
                if let Some(anew) = rewrite.anew(&lines) {
                    self.spool.rewrite(bucket, &anew, entries, &mut self.rng)?;
                }
            } else {
                lines.iter().for_each(|line| rewrite.search(line));
            }
            rewrite.next = bucket.order + 1;
        }
        self.state_changed = true;
        Some(())
    }
}
