//! Probes: who they are, what they say, and what is taken of it.

use super::record::Pending;
use super::{Engine, Sender};
use crate::assemble::Draft;
use crate::capture::{Ready, Tree, UNLISTED};
use crate::gate::{self, Circumstances};
use crate::ids::DocNonce;
use crate::message::{FieldDescription, FromProbe, Observation, Reason, Seen, ToProbe};
use crate::policy::{Frames, Site};
use crate::protocol::{Document, Progress, Quarantined};
use crate::raw::Raw;
use crate::record::{BurstEnd, GapReason};
use crate::time::WallMillis;

impl Engine {
    pub(super) fn probe(&mut self, now: WallMillis, port: u32, message: FromProbe) {
        match message {
            FromProbe::Hello { nonce, frame, visible: _, fields, url, title } => {
                self.hello(now, port, (nonce, frame, fields), (url, title));
            }
            FromProbe::Observed { observations } => self.observed(now, port, observations),
            FromProbe::Stirred { epoch: _ } => {
                self.look(port);
                self.stirred(now, port);
            }
            FromProbe::Settled { epoch: _, n } => {
                self.look(port);
                self.settled(now, port, n);
            }
            FromProbe::Aria { epoch, t, tree, cut } => self.looked(port, Tree { text: tree, cut, epoch, taken: t }),
            FromProbe::Runs { ticket, runs } => self.runs(port, ticket, &runs),
            FromProbe::Ready { ticket, epoch, frame, rects, surfaces, children, view } => {
                let seen = Ready { epoch, path: frame, rects, surfaces, children, view };
                self.ticket_step(now, ticket, |open| open.ready(port, seen));
            }
            FromProbe::Closed { ticket, moved, epoch: _, rects, changed } => {
                self.ticket_step(now, ticket, |open| open.closed(port, moved, rects, changed));
            }
            FromProbe::Bye => self.end_document(now, port, BurstEnd::Navigation),
        }
    }

    fn hello(
        &mut self,
        now: WallMillis,
        port: u32,
        (nonce, frame, fields): (DocNonce, Vec<u32>, Vec<FieldDescription>),
        place: (Raw<String>, Raw<String>),
    ) {
        let Some(sender) = self.senders.get(&port) else { return };
        let (tab, frame) = (sender.tab, placed(frame, sender.is_top));
        let site = match self.site_of(now, sender) {
            Ok(site) => site,
            Err(_) => return self.post(port, ToProbe::Detach),
        };
        // The same document on a new port: the old one is dead, though its end may not have been heard of yet.
        let dead = self.documents.iter().find(|(_, document)| document.nonce == nonce).map(|(port, _)| *port);
        if let Some(dead) = dead {
            self.end_document(now, dead, BurstEnd::Cut);
            self.release_all(now);
            self.documents.remove(&dead);
            self.document_gone(now, dead);
        }
        let Progress { upto: taken, shells, .. } = self.progress.get(&nonce).cloned().unwrap_or_default();
        // What is taken but not stored yet stays with the probe until it is.
        let upto = if self.is_stored() { taken } else { 0 };
        if upto < taken {
            self.spool.stage.ack(nonce, taken);
        }
        let answer = settings(&site, upto);
        let mut document =
            Document { acknowledged: upto, place, ..Document::new(nonce, tab, frame, site, fields, taken) };
        document.assembler.resume(&shells);
        self.documents.insert(port, document);
        self.post(port, answer);
        self.refresh_badge(now, tab);
    }

    /// What may be recorded of a port's document.
    pub(super) fn site_of(&self, now: WallMillis, sender: &Sender) -> Result<Site, Reason> {
        let circumstances = Circumstances {
            url: &sender.top_url,
            frame_url: &sender.url,
            frame_origin: sender.origin.as_deref(),
            incognito: sender.incognito,
            ..self.circumstances(now)
        };
        gate::decide(&circumstances).map(std::borrow::Cow::into_owned)
    }

    fn observed(&mut self, now: WallMillis, port: u32, observations: Vec<Observation>) {
        for observation in observations {
            let Some(document) = self.documents.get_mut(&port) else { return };
            let (next, is_first) = (document.received.saturating_add(1), !document.is_heard);
            if !document.takes(observation.n) {
                continue;
            }
            document.is_heard = true;
            if observation.n > next && !is_first {
                // They have no holes: what is missing was in a message that could not be read.
                let gap = Pending::gap(document, next, observation.t, GapReason::Fault);
                self.window.push(now, observation.t, gap);
            }
            match self.quarantine.verdict(document.nonce, observation.n) {
                Quarantined::No => {}
                Quarantined::First => {
                    document.assembler.skip(observation.n);
                    let gap = Pending::gap(document, observation.n, observation.t, GapReason::Fault);
                    self.window.push(now, observation.t, gap);
                    continue;
                }
                Quarantined::Rest => {
                    document.assembler.skip(observation.n);
                    continue;
                }
            }
            self.blame.set(Some((document.nonce, observation.n, observation.n)));
            #[cfg(feature = "trap")]
            super::trap::spring(&observation.seen);
            if let Seen::Navigate { url, .. } = &observation.seen
                && !self.follows(now, port, url.peek())
            {
                // From here on it is where nothing is recorded.
                break;
            }
            let Some(document) = self.documents.get_mut(&port) else { break };
            let wanted = match &observation.seen {
                Seen::Click { .. } | Seen::Drag { .. } | Seen::Scroll { .. } | Seen::Focus { .. } => {
                    document.site.clicks
                }
                Seen::Resize { .. } | Seen::Dialog { .. } => document.site.clicks,
                Seen::Key { .. } | Seen::Text { .. } | Seen::Secret { .. } | Seen::Clipboard { .. } => {
                    document.site.keys
                }
                // Both a click and what it chooses.
                Seen::Select { .. } | Seen::Change { .. } => document.site.clicks && document.site.keys,
                Seen::Navigate { .. } | Seen::Field { .. } | Seen::Blur { .. } | Seen::Lost { .. } => true,
            };
            // A page may have kept what it could not say then.
            let t = observation.t.min(now);
            let is_out = self.state.is_deleted(now, t) || self.limits.is_outside(t, &self.zone);
            if is_out && let Seen::Navigate { url, title, .. } = &observation.seen {
                document.place = (url.clone(), title.clone());
            }
            let wanted = wanted && (!is_out || matches!(observation.seen, Seen::Field { .. }));
            if !wanted {
                document.assembler.skip(observation.n);
                continue;
            }
            if let Seen::Navigate { url, title, .. } = &observation.seen {
                document.place = (url.clone(), title.clone());
                self.arrives(now, port, observation.t);
            }
            let Some(document) = self.documents.get_mut(&port) else { return };
            if acts(&observation.seen) {
                document.acted = observation.n;
            }
            let (tab, is_action) = (document.tab, acts(&observation.seen));
            let by_hand = matches!(observation.seen, Seen::Click { .. } | Seen::Drag { .. } | Seen::Key { .. });
            let (epoch, t) = (observation.epoch, observation.t);
            let was_typed_in = document.is_typed_in();
            let drafts = document.assembler.hear(now, observation);
            let begins = document.is_typed_in() && (!was_typed_in || !drafts.is_empty());
            if is_action {
                self.acted(tab);
            }
            if by_hand {
                self.touched();
            }
            self.take_drafts(now, port, drafts);
            if let Some(document) = self.documents.get_mut(&port)
                && begins
            {
                document.trees.hold(epoch, t);
            }
        }
        self.blame.set(None);
    }

    /// Puts drafts in line to become records.
    pub(super) fn take_drafts(&mut self, now: WallMillis, port: u32, drafts: Vec<Draft>) {
        let Some(document) = self.documents.get(&port) else { return };
        let ends: Vec<(u32, WallMillis)> = drafts.iter().map(|draft| (draft.last, draft.ended)).collect();
        for draft in drafts {
            // Drafts of the same observations are stored together or not at all.
            let together = ends.iter().filter(|(last, _)| *last == draft.last).map(|(_, ended)| *ended).max();
            let at = together.unwrap_or(draft.ended);
            self.window.push(now, at, Pending::draft(document, draft));
        }
    }

    /// Lets assemblers see the time: pauses end bursts.
    pub(super) fn tick_documents(&mut self, now: WallMillis) {
        for port in self.documents.keys().copied().collect::<Vec<_>>() {
            let drafts = match self.documents.get_mut(&port) {
                Some(document) if document.assembler.deadline().is_some_and(|at| at <= now) => {
                    document.assembler.tick(now)
                }
                _ => continue,
            };
            self.take_drafts(now, port, drafts);
        }
    }

    pub(super) fn end_document(&mut self, now: WallMillis, port: u32, why: BurstEnd) {
        if let Some(document) = self.documents.get_mut(&port) {
            let drafts = document.assembler.end(why);
            self.take_drafts(now, port, drafts);
        }
    }

    pub(super) fn port_closed(&mut self, now: WallMillis, port: u32) {
        self.leaves(now, port);
        self.end_document(now, port, BurstEnd::Navigation);
        // What is in line becomes records while the document's progress can still be noted: it may come back.
        self.release_all(now);
        self.documents.remove(&port);
        self.senders.remove(&port);
        self.document_gone(now, port);
    }

    /// Ends recording in every document that is no longer allowed, and updates the others.
    pub(super) fn recheck_documents(&mut self, now: WallMillis) {
        for port in self.documents.keys().copied().collect::<Vec<_>>() {
            let Some(sender) = self.senders.get(&port) else { continue };
            let site = self.site_of(now, sender);
            let Some(document) = self.documents.get_mut(&port) else { continue };
            match site {
                Ok(site) if site == document.site => {}
                Ok(site) => {
                    let message = settings(&site, document.acknowledged);
                    document.site = site;
                    self.post(port, message);
                }
                Err(_) => {
                    self.documents.remove(&port);
                    self.post(port, ToProbe::Detach);
                    self.document_gone(now, port);
                }
            }
        }
    }
}

/// Where a document stands: which one is the top the browser says, and not the document. A fenced frame takes itself for
/// it, and counts as one whose place is not known.
fn placed(path: Vec<u32>, is_top: bool) -> Vec<u32> {
    match is_top {
        true => Vec::new(),
        false if path.is_empty() => vec![UNLISTED],
        false => path,
    }
}

/// What a probe is to do on a site.
fn settings(site: &Site, upto: u32) -> ToProbe {
    ToProbe::Observe {
        clicks: site.clicks,
        keys: site.keys,
        mask_selectors: site.mask_selectors.clone(),
        surface_selectors: (site.frames != Frames::Full).then(|| site.surface_selectors.clone()),
        trust_canvas: site.trust_canvas,
        trust_terminal: site.trust_terminal,
        upto,
    }
}

/// Whether an observation can change what the page looks like.
fn acts(seen: &Seen) -> bool {
    !matches!(
        seen,
        Seen::Field { .. }
            | Seen::Blur { .. }
            | Seen::Lost { .. }
            | Seen::Focus { .. }
            | Seen::Select { .. }
            | Seen::Dialog { .. }
    )
}
