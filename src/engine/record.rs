//! From drafts to records: order, scrub, number, store.

use std::time::Duration;

use super::Engine;
use super::rewrite::FieldName;
use super::tree::Claim;
use crate::assemble::{Body, Draft};
use crate::batch;
use crate::capture::Moment;
use crate::ids::DocNonce;
use crate::message::FaultKind;
use crate::protocol::{Document, Progress};
use crate::raw::Scrubbed;
use crate::record::{Actor, GapLength, GapReason, Kind, MediaType, Phase, Record, TabChange, VERSION};
use crate::scrub::{self, Later, Scrubber};
use crate::session::{Session, date_of, day_of};
use crate::spool::{Checkpoint, ROOT, SessionHead, Typing};
use crate::time::WallMillis;

/// How often what is being typed is written down.
const CHECKPOINT_EVERY: Duration = Duration::from_millis(700);

/// Most documents whose progress is remembered.
const REMEMBERED: usize = 2_000;

/// A draft in line, with what is needed of its document: that may be gone when its turn comes.
#[derive(Debug)]
pub(super) struct Pending {
    nonce: DocNonce,
    tab: u32,
    frame: Vec<u32>,
    pictured: bool,
    mapped: Claim,
    first: u32,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Draft(Box<Draft>),
    Gap { at: WallMillis, reason: GapReason },
    Tab { at: WallMillis, what: TabChange },
}

impl Pending {
    pub(super) fn draft(document: &Document, draft: Draft) -> Self {
        let mapped = document.site.aria.then(|| document.trees.before(draft.epoch, draft.t));
        Self { mapped, ..Self::new(document, draft.first, Content::Draft(Box::new(draft))) }
    }

    pub(super) fn gap(document: &Document, n: u32, at: WallMillis, reason: GapReason) -> Self {
        Self::new(document, n, Content::Gap { at, reason })
    }

    /// A change of a tab, which no observation of one of its documents told: none waits for it.
    pub(super) fn tab((tab, nonce): (u32, DocNonce), at: WallMillis, what: TabChange) -> Self {
        let content = Content::Tab { at, what };
        Self { nonce, tab, frame: Vec::new(), pictured: false, mapped: None, first: u32::MAX, content }
    }

    fn new(document: &Document, first: u32, content: Content) -> Self {
        Self {
            nonce: document.nonce,
            tab: document.tab,
            frame: document.frame.clone(),
            pictured: document.site.frames.are_taken(),
            mapped: None,
            first,
            content,
        }
    }
}

/// Where a record belongs.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) tab: u32,
    pub(super) frame: Vec<u32>,
    pub(super) actor: Actor,
    pub(super) at: WallMillis,
}

/// Whether pictures say nothing of it, or another action has them: what the page shows is not asked for.
fn is_quiet(kind: &Kind<Scrubbed<String>>) -> bool {
    match kind {
        Kind::Gap { .. }
        | Kind::Clipboard { .. }
        | Kind::Focus { .. }
        | Kind::Select { .. }
        | Kind::Dialog { .. }
        | Kind::Resize { .. }
        | Kind::Tab { .. } => true,
        // A press or a key has chosen, and has its pictures; only of a list they show nothing.
        Kind::Change { target, .. } => target.tag.get() != "select",
        _ => false,
    }
}

impl Engine {
    /// Makes records of everything that has waited long enough, and acknowledges what needs no more.
    pub(super) fn release(&mut self, now: WallMillis) {
        for pending in self.window.release(now) {
            self.settle(now, pending);
        }
        for port in self.documents.keys().copied().collect::<Vec<_>>() {
            self.note_progress(now, port);
        }
    }

    /// Makes records of everything at once: recording ends, or a document goes away.
    pub(super) fn release_all(&mut self, now: WallMillis) {
        for pending in self.window.flush() {
            self.settle(now, pending);
        }
        for port in self.documents.keys().copied().collect::<Vec<_>>() {
            self.note_progress(now, port);
        }
    }

    fn settle(&mut self, now: WallMillis, pending: Pending) {
        let Pending { nonce, tab, frame, pictured, mapped, first: _, content } = pending;
        match content {
            Content::Gap { at, reason } => {
                let kind = Kind::Gap { reason, length: GapLength::UnderMinute, action: None, phase: None };
                self.store(now, &Place { tab, frame, actor: Actor::User, at }, kind, None);
            }
            Content::Tab { at, what } => {
                self.store(now, &Place { tab, frame, actor: Actor::User, at }, Kind::Tab { what }, None);
            }
            Content::Draft(draft) => {
                self.blame.set(Some((nonce, draft.first, draft.last)));
                self.settle_draft(now, (nonce, tab, frame), (pictured, mapped), *draft);
                self.blame.set(None);
            }
        }
    }

    fn settle_draft(
        &mut self,
        now: WallMillis,
        (nonce, tab, frame): (DocNonce, u32, Vec<u32>),
        (pictured, mapped): (bool, Claim),
        mut draft: Draft,
    ) {
        if self.is_told(tab, &frame, &mut draft.body) {
            // From now on its place is known.
            if !self.progress.contains_key(&nonce) {
                self.progress.insert(nonce, Progress { at: now, ..Progress::default() });
            }
            return;
        }
        let ended = draft.ended;
        let moment = Moment { nonce, epoch: draft.epoch, last: draft.last, began: draft.t, ended };
        let place = Place { tab, frame, actor: draft.actor, at: draft.t };
        let Some(scrubber) = self.scrubber(now, draft.t) else { return };
        let later = later(&scrubber, &place, &draft.body);
        self.tells(&place, &draft.body);
        let Some(kind) = scrubbed(&scrubber, draft.body) else {
            return self.discovered_later(&place, nonce, later);
        };
        self.spool.supersede_checkpoint(&nonce, draft.last);
        let navigates = matches!(kind, Kind::Navigate { .. });
        // Of what others write nothing but that is told, and nothing is found later in it.
        let by_others = place.actor == Actor::Remote;
        let is_shown = !by_others && !is_quiet(&kind);
        let seq = self.store(now, &place, kind, navigates.then_some(nonce));
        self.state.busy_until = self.state.busy_until.max(ended);
        if let Some(seq) = seq
            && !by_others
        {
            self.trace(nonce, moment.last, seq);
        }
        self.discovered_later(&place, nonce, later);
        if let Some(seq) = seq
            && is_shown
        {
            // What is shown before a navigation is another page.
            if !navigates {
                self.mapped(now, &place, &scrubber, mapped, seq);
            }
            if pictured {
                self.action_stored(now, &place, moment, seq, navigates);
            }
        }
    }

    fn discovered_later(&mut self, place: &Place, nonce: DocNonce, later: Option<(FieldName, Vec<Later>)>) {
        if let Some((field, later)) = later {
            self.discovered(place, nonce, &field, later);
        }
    }

    /// Says that an action of the open session has no frame of this phase.
    pub(super) fn no_frame(&mut self, now: WallMillis, place: &Place, (action, phase): (u64, Phase)) {
        let kind = Kind::Gap {
            reason: GapReason::Frame,
            length: GapLength::UnderMinute,
            action: Some(action),
            phase: Some(phase),
        };
        self.put(now, place, kind, None);
    }

    /// Stores a frame of an action of the open session.
    pub(super) fn frame(
        &mut self,
        now: WallMillis,
        place: &Place,
        picture: &crate::capture::Picture,
        (action, phase): (u64, Phase),
        age: Duration,
    ) {
        let kind = Kind::Frame {
            image: picture.id,
            media_type: MediaType::Jpeg,
            size: u32::try_from(picture.bytes.len()).unwrap_or(u32::MAX),
            width: picture.width,
            height: picture.height,
            dpr: picture.view.dpr,
            viewport: crate::record::Rect {
                x: picture.view.scroll_x,
                y: picture.view.scroll_y,
                width: picture.view.width,
                height: picture.view.height,
            },
            phase,
            action,
            age: u32::try_from(age.as_millis()).unwrap_or(u32::MAX),
            redacted: picture.redacted,
        };
        let place = Place { frame: Vec::new(), ..place.clone() };
        self.put(now, &place, kind, Some(picture));
    }

    /// Numbers a record, serialises it and puts it in the spool; its number, unless nothing may be recorded any more.
    /// `tells` is the document that it says the place of.
    pub(super) fn store(
        &mut self,
        now: WallMillis,
        place: &Place,
        kind: Kind<Scrubbed<String>>,
        tells: Option<DocNonce>,
    ) -> Option<u64> {
        self.open_session(now, place.at)?;
        self.put_opening(now, place.at)?;
        self.put_stillness(now, place.at);
        self.put_places(now, place, tells);
        self.put(now, place, kind, None)
    }

    /// Makes sure that the session's own record is its first.
    fn put_opening(&mut self, now: WallMillis, at: WallMillis) -> Option<()> {
        let session = self.state.session.as_ref()?;
        if session.is_new() {
            let opening = Kind::Session {
                date: date_of(session.head.day),
                version: self.version.clone(),
                rules: session.head.rules,
            };
            let start = Place { tab: 0, frame: Vec::new(), actor: Actor::User, at };
            self.put(now, &start, opening, None)?;
        }
        Some(())
    }

    pub(super) fn put(
        &mut self,
        now: WallMillis,
        place: &Place,
        kind: Kind<Scrubbed<String>>,
        picture: Option<&crate::capture::Picture>,
    ) -> Option<u64> {
        let session = self.state.session.as_mut()?;
        let since = session.latest();
        let (seq, t) = session.number(place.at);
        let tab = if place.tab == 0 { 0 } else { session.tab(place.tab) };
        let record = Record { v: VERSION, seq, t, tab, frame: place.frame.clone(), actor: place.actor, kind };
        self.state_changed = true;
        let line = batch::line(&record);
        let head = session.head.clone();
        let image = picture.map(|picture| (picture.id, picture.bytes.as_slice()));
        if let Err(error) = self.spool.store(now, &head, (seq, since), &line, image, &mut self.rng) {
            self.trouble = Some(FaultKind::Storage.with(error.to_string()));
        }
        Some(seq)
    }

    /// Makes sure that a session is open which takes an action of now; none when nothing may be recorded.
    fn open_session(&mut self, now: WallMillis, at: WallMillis) -> Option<()> {
        let head = self.session_head(now)?;
        if self.state.session.as_ref().is_none_or(|session| !session.takes(now, at, &head)) {
            self.end_session(now);
            self.state.session = Some(Session::start(at, head, &mut self.rng));
            (self.state.withheld, self.state.busy_until) = (false, at);
            self.state_changed = true;
        }
        Some(())
    }

    fn session_head(&self, now: WallMillis) -> Option<SessionHead> {
        let policy = self.policy.policy.as_ref()?;
        let consent = self.state.consent?;
        let day = day_of(now);
        Some(SessionHead {
            id: crate::ids::SessionId::from_bytes([0; 15]),
            day,
            rotation: self.rotation_on(day, policy),
            policy: policy.digest,
            consent: consent.digest(),
            rules: scrub::rules_digest(),
            region: policy.region.as_str().to_owned(),
        })
    }

    /// Ends the session: the next record starts another.
    pub(super) fn end_session(&mut self, now: WallMillis) {
        self.give_up_all(now);
        self.promote_orphans(now);
        if let Some(session) = self.state.session.take() {
            self.ended = Some(session);
            self.state_changed = true;
        }
        self.spool.close_buckets();
    }

    pub(super) fn scrubber(&mut self, now: WallMillis, at: WallMillis) -> Option<Scrubber> {
        self.open_session(now, at)?;
        Some(Scrubber::new(self.state.session.as_ref()?.scrub_key(), self.detector.clone()))
    }

    /// Writes down how far a document is stored, and acknowledges it with the next commit, or at once when there is
    /// nothing to be committed.
    fn note_progress(&mut self, now: WallMillis, port: u32) {
        let Some(document) = self.documents.get_mut(&port) else { return };
        let nonce = document.nonce;
        let in_line = self.window.waiting().filter(|pending| pending.nonce == nonce);
        let upto = in_line.map(|pending| pending.first.saturating_sub(1)).fold(document.assembler.settled(), u32::min);
        let known = self.progress.get(&nonce).map_or(0, |progress| progress.upto);
        if upto <= known.max(document.acknowledged) {
            return;
        }
        self.spool.supersede_checkpoint(&nonce, upto);
        let progress = Progress { upto, at: now, shells: document.assembler.shells(upto) };
        self.progress.insert(nonce, progress.clone());
        if self.spool.is_dirty() || self.state_changed || self.committing.is_some() {
            self.keep(ROOT, format!("doc/{nonce}"), &progress);
            self.spool.stage.ack(nonce, upto);
        } else {
            self.acknowledge(nonce, upto);
        }
        self.forget_old_progress();
    }

    fn forget_old_progress(&mut self) {
        if self.progress.len() > REMEMBERED
            && let Some(oldest) = self.progress.iter().min_by_key(|(_, progress)| progress.at).map(|(nonce, _)| *nonce)
        {
            self.progress.remove(&oldest);
            self.spool.stage.delete(format!("doc/{oldest}"));
        }
    }

    /// Writes down what is being typed, as far as it may be.
    pub(super) fn write_checkpoints(&mut self, now: WallMillis) {
        for port in self.documents.keys().copied().collect::<Vec<_>>() {
            let Some(document) = self.documents.get_mut(&port) else { continue };
            if !document.is_typed_in() || document.checkpointed == document.received {
                document.checkpoint_due = None;
                continue;
            }
            let due = *document.checkpoint_due.get_or_insert(now + CHECKPOINT_EVERY);
            if due > now {
                continue;
            }
            document.checkpoint_due = None;
            match document.assembler.rests(now) {
                true => document.checkpointed = document.received,
                // Even if nothing may be written yet: nobody may come by until then.
                false => document.checkpoint_due = Some(now + CHECKPOINT_EVERY),
            }
            let (nonce, frame, tab) = (document.nonce, document.frame.clone(), document.tab);
            let pictured = document.site.frames.are_taken().then(|| (tab, frame.clone()));
            let mapped = document.site.aria.then(|| (tab, frame.clone()));
            match document.assembler.checkpoint(now, &self.detector) {
                Some(draft) => {
                    self.blame.set(Some((nonce, draft.first, draft.last)));
                    self.write_checkpoint(
                        now,
                        Typing { nonce, last: draft.last, pictured, mapped },
                        (tab, frame),
                        draft,
                    );
                    self.blame.set(None);
                }
                // What was written down may no longer be.
                None => {
                    self.spool.drop_checkpoint(&nonce);
                }
            }
        }
    }

    fn write_checkpoint(
        &mut self,
        now: WallMillis,
        typing: Typing,
        (tab, frame): (u32, Vec<u32>),
        draft: Draft,
    ) -> Option<()> {
        let scrubber = self.scrubber(now, draft.t)?;
        let place = Place { tab, frame: frame.clone(), actor: draft.actor, at: draft.t };
        let later = later(&scrubber, &place, &draft.body);
        self.discovered_later(&place, typing.nonce, later);
        self.put_opening(now, place.at)?;
        self.put_places(now, &place, None);
        let session = self.state.session.as_mut()?;
        let (tab, head) = (session.tab(tab), session.head.clone());
        self.state_changed = true;
        let record = Record {
            v: VERSION,
            seq: 0,
            t: session.time_of(draft.t),
            tab,
            frame,
            actor: draft.actor,
            kind: scrubbed(&scrubber, draft.body)?,
        };
        let line = batch::line(&record);
        self.spool.checkpoint(now, typing, &head, &line, &mut self.rng).ok()
    }

    /// Makes records of checkpoints whose documents do not come back, once they have had the time to: what a document says
    /// again is more than its checkpoint holds.
    pub(super) fn promote_orphans(&mut self, now: WallMillis) {
        if now < self.orphans_until {
            return;
        }
        let alive: Vec<DocNonce> = self.documents.values().map(|document| document.nonce).collect();
        let waiting: Vec<DocNonce> = self.window.waiting().map(|pending| pending.nonce).collect();
        let orphans: Vec<DocNonce> = self
            .spool
            .checkpoints()
            .map(|checkpoint| checkpoint.nonce)
            .filter(|nonce| !alive.contains(nonce) && !waiting.contains(nonce))
            .collect();
        for nonce in orphans {
            if let Some(checkpoint) = self.spool.drop_checkpoint(&nonce) {
                let of_ended = self.ended.as_ref().is_some_and(|session| session.head.id == checkpoint.head.id);
                if of_ended {
                    std::mem::swap(&mut self.state.session, &mut self.ended);
                }
                self.promote(now, nonce, checkpoint);
                if of_ended {
                    std::mem::swap(&mut self.state.session, &mut self.ended);
                }
            }
        }
        self.ended = None;
    }

    fn promote(&mut self, now: WallMillis, nonce: DocNonce, checkpoint: Checkpoint) {
        if self.state.session.as_ref().is_none_or(|session| session.head.id != checkpoint.head.id) {
            return;
        }
        // A session can have begun with what was being typed.
        self.put_opening(now, WallMillis::default());
        let Some(session) = self.state.session.as_mut() else { return };
        let since = session.latest();
        let (seq, _) = session.number(WallMillis::default());
        let Some(line) = checkpoint.numbered(seq) else { return };
        self.state_changed = true;
        let head = checkpoint.head;
        if let Err(error) = self.spool.store(now, &head, (seq, since), &line, None, &mut self.rng) {
            self.trouble = Some(FaultKind::Storage.with(error.to_string()));
        }
        if let Some((tab, frame)) = checkpoint.mapped {
            let place = Place { tab, frame, actor: Actor::User, at: checkpoint.written };
            self.unmapped(now, &place, seq);
        }
        if let Some((tab, frame)) = checkpoint.pictured {
            let place = Place { tab, frame, actor: Actor::User, at: checkpoint.written };
            self.no_frame(now, &place, (seq, Phase::Before));
            self.no_frame(now, &place, (seq, Phase::After));
        }
        let mut before = self.progress.remove(&nonce).unwrap_or_default();
        // The document may come back to a line of which nobody knows the beginning.
        before.shells.iter_mut().for_each(|shell| shell.hushed = shell.hushed.max(2));
        let progress = Progress { upto: checkpoint.last, at: now, ..before };
        self.progress.insert(nonce, progress.clone());
        self.keep(ROOT, format!("doc/{nonce}"), &progress);
    }
}

/// The record a draft makes, if it makes one.
fn scrubbed(scrubber: &Scrubber, body: Body) -> Option<Kind<Scrubbed<String>>> {
    match body {
        Body::Plain(kind) => Some(scrubber.kind(kind)),
        Body::Typed(burst) => Some(scrubber.burst(burst)),
        Body::Beside(_) => None,
    }
}

/// What a draft gives away of earlier records, and the field it is about.
fn later(scrubber: &Scrubber, place: &Place, body: &Body) -> Option<(FieldName, Vec<Later>)> {
    let (Body::Typed(burst) | Body::Beside(burst)) = body else { return None };
    let later = match (body, burst.secret) {
        (Body::Beside(_), Some(why)) => vec![scrubber.all_of(why)],
        _ => scrubber.later(burst),
    };
    if later.is_empty() {
        return None;
    }
    let selectors = scrubber.target(burst.target.clone()).selectors;
    Some((
        FieldName { frame: place.frame.clone(), css: selectors.css.into_inner(), xpath: selectors.xpath.into_inner() },
        later,
    ))
}
