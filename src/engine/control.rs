//! Everything that decides whether and where is recorded, and everything the person sees of it.

use std::time::Duration;

use super::state::Consent;
use super::{Effect, Engine, Registration};
use crate::gate::{self, Circumstances};
use crate::ids::Digest;
use crate::message::{FromPage, NeverProblem, Reason, Review, Status, Stays, TabState};
use crate::policy::{self, Build, Patterns, Policy};
use crate::protocol::Document;
use crate::record::{BurstEnd, TaskPhase};
use crate::time::WallMillis;

/// Longest pause, and longest time that is deleted, in minutes.
const LONGEST_PAUSE: u32 = 24 * 60;

fn length_of(minutes: u32) -> Duration {
    Duration::from_secs(60 * u64::from(minutes.min(LONGEST_PAUSE)))
}

/// What an answer is about, besides how things are.
#[derive(Clone, Copy, Debug)]
pub(super) enum About {
    /// Nothing.
    Status,
    /// The person's own list, and why a word was not added to it.
    Never(Option<NeverProblem>),
    /// What is held.
    Held,
    /// What was sent.
    Ledger,
    /// The person's own limits.
    Limits,
    /// The recovery code.
    Recovery,
}

impl Engine {
    /// The circumstances that no site has a part in. Addresses are to be filled in.
    pub(super) fn circumstances(&self, now: WallMillis) -> Circumstances<'_> {
        Circumstances {
            policy: self.policy.usable(),
            consent: self.state.consent.map(|consent| consent.accepted),
            widened: self.widened,
            on: self.state.on,
            paused: self.state.paused_until.is_some_and(|until| now < until),
            exempt_place: self.limits.exempt,
            exempt_zone: self.is_in_exempt_zone(),
            outside_hours: self.limits.is_outside(now, &self.zone),
            halted: self.halted().is_some(),
            budget_spent: self.is_spent(),
            limits: &self.limits,
            trouble: self.locked,
            clock: self.clock.is_wrong(),
            incognito: false,
            url: "",
            frame_url: "",
            frame_origin: None,
        }
    }

    /// Whether anything may be recorded anywhere.
    pub(super) fn may_record(&self, now: WallMillis) -> Result<&Policy, Reason> {
        match gate::decide(&self.circumstances(now)) {
            // No site was asked about.
            Err(Reason::NotAllowedSite | Reason::BlockedSite | Reason::LeftOut) | Ok(_) => self.policy.usable(),
            Err(reason) => Err(reason),
        }
    }

    /// Whether a frame of a page would be recorded as things stand. A frame without an address of its own is taken to
    /// be the page's.
    pub fn allows(&self, now: WallMillis, page: &str, frame: &str, incognito: bool) -> bool {
        let circumstances = Circumstances {
            url: page,
            frame_url: frame,
            frame_origin: Some(page),
            incognito,
            ..self.circumstances(now)
        };
        gate::decide(&circumstances).is_ok()
    }

    /// Ends what is being recorded, as things stand before a change.
    pub(super) fn finish(&mut self, now: WallMillis) {
        for port in self.documents.keys().copied().collect::<Vec<_>>() {
            self.end_document(now, port, BurstEnd::Cut);
        }
        self.release_all(now);
    }

    /// Makes the rest of the browser agree with what may be recorded now.
    pub(super) fn permissions_changed(&mut self, now: WallMillis) {
        self.recheck_documents(now);
        let registration = self.may_record(now).ok().map(|policy| {
            let mut exclude_matches = policy.excluded_patterns();
            exclude_matches.extend(self.limits.left_out().map(|pattern| pattern.as_str().to_owned()));
            Registration { matches: policy.patterns(), exclude_matches }
        });
        if registration.is_none() {
            self.drop_pictures(now);
            self.withhold();
        }
        if self.registered.as_ref() != Some(&registration) {
            self.effects.push(Effect::Register(registration.clone()));
            self.registering += 1;
            self.registered = Some(registration);
        }
        if !self.state.welcomed && self.may_record(now).err() == Some(Reason::NoConsent) {
            self.state.welcomed = true;
            self.state_changed = true;
            self.effects.push(Effect::Welcome);
        }
        self.ask_again();
        let state = TabState::Not { reason: self.may_record(now).err().unwrap_or(Reason::NotAllowedSite) };
        self.effects.push(Effect::Badge { tab: None, state });
        for tab in self.tabs.keys().copied().collect::<Vec<_>>() {
            self.refresh_badge(now, tab);
        }
    }

    pub(super) fn policy_arrived(&mut self, now: WallMillis, json: &str, build: Build, patterns: &Patterns) {
        let mut parsed = policy::parse(json, build);
        let detector = parsed.detector(patterns);
        let same = match (&parsed.policy, &self.policy.policy) {
            (Some(new), Some(old)) => new.is(old),
            (new, old) => new.is_none() && old.is_none(),
        };
        if same && parsed.problems == self.policy.problems && parsed.given == self.policy.given {
            // The worker was started by being told that there is none any more.
            return self.policy_withdrawn(now);
        }
        self.finish(now);
        self.drop_pictures(now);
        self.end_session(now);
        let had_one = self.policy.policy.is_some();
        self.policy = parsed;
        self.policy_detector = detector;
        self.refresh_detector();
        self.build = build;
        self.policy_in_force(now);
        if had_one {
            self.policy_withdrawn(now);
        }
        self.permissions_changed(now);
    }

    pub(super) fn tab_seen(&mut self, now: WallMillis, tab: u32, url: String, incognito: bool) {
        self.tabs.insert(tab, (url, incognito));
        self.refresh_badge(now, tab);
    }

    pub(super) fn refresh_badge(&mut self, now: WallMillis, tab: u32) {
        if self.tabs.contains_key(&tab) {
            let state = self.tab_state(now, Some(tab));
            self.effects.push(Effect::Badge { tab: Some(tab), state });
        }
    }

    fn tab_state(&self, now: WallMillis, tab: Option<u32>) -> TabState {
        let seen = tab.and_then(|tab| self.tabs.get(&tab));
        let (url, incognito) = seen.map_or(("", false), |(url, incognito)| (url.as_str(), *incognito));
        let circumstances = Circumstances { url, frame_url: url, incognito, ..self.circumstances(now) };
        match gate::decide(&circumstances) {
            Err(reason) => TabState::Not { reason },
            Ok(_) if self.documents.values().any(|document| Some(document.tab) == tab) => TabState::Recording,
            Ok(_) => TabState::Not { reason: Reason::NotReached },
        }
    }

    pub(super) fn page(&mut self, now: WallMillis, request: u32, message: FromPage) {
        #[cfg(feature = "trap")]
        super::trap::spring_on_page(&message);
        let mut about = About::Status;
        match message {
            FromPage::Status { tab } => return self.answer(now, request, tab, about),
            FromPage::Terms => return self.answer_terms(now, request),
            FromPage::Ledger => return self.ask_ledger(request),
            FromPage::EraseSent { batches } => {
                self.erase_sent(now, &batches);
                about = About::Ledger;
            }
            FromPage::Limits => return self.answer(now, request, None, About::Limits),
            FromPage::SetLimits { limits } => {
                self.set_limits(now, limits);
                about = About::Limits;
            }
            FromPage::Recovery => about = About::Recovery,
            FromPage::Never => return self.answer(now, request, None, About::Never(None)),
            FromPage::Held => return self.answer(now, request, None, About::Held),
            FromPage::Open { part } => return self.open_part(now, request, part, None),
            FromPage::Image { part, image } => return self.open_part(now, request, part, Some(&image)),
            FromPage::NeverAdd { word } => about = About::Never(self.never_add(now, &word)),
            FromPage::NeverRemove { word } => {
                self.never_remove(now, &word);
                about = About::Never(None);
            }
            FromPage::DeleteRecords { part, records } => {
                self.delete_records(now, &part, &records);
                about = About::Held;
            }
            FromPage::TaskStart { goal } => self.mark_task(now, TaskPhase::Start, &goal),
            FromPage::TaskEnd { outcome } => self.mark_task(now, TaskPhase::End, &outcome),
            FromPage::SendNow => {
                self.send_now();
                about = About::Held;
            }
            FromPage::Noted => {
                self.state.deletion = None;
                self.state_changed = true;
            }
            FromPage::DeleteLast { minutes } => self.delete_last(now, length_of(minutes)),
            FromPage::Consent { accept, policy } => self.consent(now, accept, policy.as_deref()),
            FromPage::Switch { on } => {
                self.finish(now);
                self.state.on = on;
                self.state_changed = true;
                self.permissions_changed(now);
            }
            FromPage::Pause { minutes } => {
                self.finish(now);
                self.state.paused_until = (minutes > 0).then(|| now + length_of(minutes));
                self.state_changed = true;
                self.permissions_changed(now);
            }
            FromPage::DeleteHeld => self.delete_held(now),
        }
        self.touched_elsewhere();
        self.decisions.push((request, about));
    }

    /// Answers decisions once they are stored, or could not be, and the browser has followed them: a switch that is said
    /// to be off stays off, whatever happens next, and a page that is opened next has no probe.
    pub(super) fn answer_decisions(&mut self, now: WallMillis) {
        let stored = !self.spool.is_dirty() && !self.state_changed && self.committing.is_none();
        let failed = self.locked
            || self.committing.as_ref().is_some_and(|committing| committing.retry.is_some())
            || self.reviewing.deadline(now).is_some();
        let done = stored && self.choices.are_done();
        if (done || failed) && self.registering == 0 {
            for (request, about) in std::mem::take(&mut self.decisions) {
                self.answer(now, request, None, about);
            }
        }
    }

    pub(super) fn answer(&mut self, now: WallMillis, request: u32, tab: Option<u32>, about: About) {
        let mut status = Box::new(self.status(now, tab));
        match about {
            About::Ledger => return self.ask_ledger(request),
            About::Limits => status.limits = Some(self.limits.clone()),
            About::Recovery => status.recovery = self.recovery_code(),
            About::Status => {}
            About::Never(problem) => status.never = Some(self.never_list(problem)),
            About::Held => status.review = Some(self.held_parts()),
        }
        self.effects.push(Effect::Answer { request, status });
    }

    pub(super) fn answer_review(&mut self, now: WallMillis, request: u32, review: Review) {
        let status = Box::new(Status { review: Some(review), ..self.status(now, None) });
        self.effects.push(Effect::Answer { request, status });
    }

    fn consent(&mut self, now: WallMillis, accepted: bool, shown: Option<&str>) {
        // One can decline at any time, but accept only what is there to be accepted, and what was shown.
        let policy = self.policy.usable().ok().map(|policy| policy.digest);
        let is_shown = |digest: &Digest| shown.is_none_or(|shown| shown == digest.to_string());
        if accepted && !policy.as_ref().is_some_and(is_shown) {
            return;
        }
        let consent = Consent { accepted, policy };
        self.finish(now);
        self.end_session(now);
        self.state.consent = Some(consent);
        self.state_changed = true;
        self.widened = false;
        if accepted {
            self.agree();
        }
        self.permissions_changed(now);
    }

    pub(super) fn end_pause(&mut self, now: WallMillis) {
        if self.state.paused_until.is_some_and(|until| until <= now) {
            self.state.paused_until = None;
            self.state_changed = true;
            self.permissions_changed(now);
        }
    }

    fn is_busy(&self) -> bool {
        let typing = self.documents.values().any(Document::is_typed_in);
        typing
            || self.window.deadline().is_some()
            || self.ticket.is_some()
            || self.pictures.is_any_wanted()
            || self.committing.is_some()
            || self.spool.is_dirty()
    }

    pub(super) fn status(&self, now: WallMillis, tab: Option<u32>) -> Status {
        let policy = self.policy.policy.as_ref();
        let held = self.held();
        let sent = self.state.sent;
        let today = self.state.sent_within(self.zone.day(now));
        Status {
            tab: self.tab_state(now, tab),
            consent: self.state.consent.map(|consent| consent.accepted),
            on: self.state.on,
            paused_for: self
                .state
                .paused_until
                .map_or(0, |until| u64::try_from(until.since(now).as_millis()).unwrap_or(u64::MAX)),
            held_records: held.records,
            held_frames: held.frames,
            held_bytes: held.bytes,
            sent_records: sent.records,
            sent_frames: sent.frames,
            sent_bytes: sent.bytes,
            today_records: today.records,
            today_frames: today.frames,
            today_bytes: today.bytes,
            held_minutes: self.held_minutes(),
            stays: self.stays().or(self.is_stuck().then_some(Stays::Trouble)),
            hold_minutes: policy.map_or(0, |policy| policy.hold_minutes),
            endpoint: self.origin(),
            sites: policy
                .map(|policy| policy.sites.iter().map(|site| site.label.clone()).collect())
                .unwrap_or_default(),
            busy: self.is_busy(),
            trouble: self.trouble.clone().or_else(|| self.unread.fault()),
            halted: self.halted().cloned(),
            pictures_forbidden: self.pictures.forbidden,
            deletion: self.state.deletion,
            task: self.task(now),
            policy_problems: self.policy.problems.clone(),
            version: self.version.clone(),
            never: None,
            review: None,
            ledger: None,
            limits: None,
            recovery: None,
            terms: None,
        }
    }
}
