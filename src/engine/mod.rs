//! The engine: one keystroke's whole road through the core, from a probe's message to a receipt.
//!
//! ```text
//! observe  hello, gate, number      ─► document's assembler ─► drafts
//! places   an address that changes under its document
//! record   drafts in order of time  ─► scrub ─► session's number ─► spool
//! quiet    nothing for a while      ─► a gap that does not say why
//! picture  stirred, settled         ─► ticket ─► gallery ─► the action they belong to
//! tree     stirred, settled         ─► snapshot ─► the action it belongs to
//! rewrite  later discovery          ─► what is stored, without it
//! review   what is held, opened and deleted of
//! deliver  hold is over             ─► batch, sealed ─► upload ─► receipt
//! ledger   what was sent            ─► seen, and taken back
//! limits   what the person wants less of
//! control  policy, consent, switch, pause, delete, badge, status
//! ```
//!
//! [`Engine::handle`] takes an input and the time and returns effects. It reads no clock, draws no randomness but from
//! the seed it was booted with, and performs nothing. An observation is acknowledged once what came of it is
//! committed; until then its probe keeps it, so the engine may vanish at any moment.

mod agreement;
mod boot;
mod budget;
mod clock;
mod control;
mod deliver;
mod effect;
mod halt;
mod input;
mod ledger;
mod limits;
mod mend;
mod never;
mod observe;
mod picture;
mod places;
mod quiet;
mod record;
mod review;
mod rewrite;
mod state;
mod tabs;
mod task;
mod terms;
#[cfg(test)]
mod tests;
#[cfg(feature = "trap")]
mod trap;
mod tree;

use std::time::Duration;

use chacha20::ChaCha20Rng;

pub use effect::{Effect, Registration, Request};
pub use input::{Boot, Input, Response, Sender};

use crate::capture::{Gallery, Ticket};
use crate::clock::Clock;
use crate::identity::Seed;
use crate::ids::DocNonce;
use crate::limits::{Limits, Zone};
use crate::map::Map;
use crate::message::{Fault, FaultKind, ToProbe};
use crate::policy::{Build, Parsed};
use crate::protocol::{Blame, Document, Progress, Quarantine, Window};
use crate::scrub::Detector;
use crate::session::Session;
use crate::spool::{Bucket, Commit, Spool};
use crate::time::WallMillis;
use crate::upload::Uploader;
use control::About;
use deliver::Sending;
use halt::Halting;
use ledger::{Erasing, Erasures};
use picture::{Pictures, Shot};
use record::Pending;
use review::{Choices, Reviewing};
use rewrite::Rewriting;
use state::State;
use tabs::Tabs;

/// How long a failed commit waits before it is tried again.
const COMMIT_RETRY: Duration = Duration::from_secs(5);

/// The core, whole. See the module's documentation.
#[derive(Debug)]
pub struct Engine {
    rng: ChaCha20Rng,
    seed: Seed,
    version: String,
    state: State,
    state_changed: bool,
    policy: Parsed,
    build: Build,
    trouble: Option<Fault>,
    /// Whether a key without which nothing can be read or signed is there but can't be opened.
    locked: bool,
    /// What is found in texts: the built-in rules, and what policy and person add.
    detector: Detector,
    /// The same without the person's list.
    policy_detector: Detector,
    /// What the person never wants recorded.
    never: Vec<String>,
    spool: Spool,
    clock: Clock,
    tokens: u64,
    committing: Option<Committing>,
    senders: Map<u32, Sender>,
    documents: Map<u32, Document>,
    progress: Map<DocNonce, Progress>,
    quarantine: Quarantine,
    blame: Blame,
    window: Window<Pending>,
    orphans_until: WallMillis,
    /// The session before, as long as documents of it may still come back.
    ended: Option<Session>,
    tabs: Map<u32, (String, bool)>,
    moves: Tabs,
    registered: Option<Option<Registration>>,
    /// How often the browser was told where probes are and has not answered.
    registering: u32,
    gallery: Gallery,
    pictures: Pictures,
    ticket: Option<(Ticket, Shot)>,
    cutting: Option<(u64, Vec<Bucket>)>,
    unread: mend::Unread,
    rewriting: Rewriting,
    choices: Choices,
    /// Whether the policy asks for more than the person agreed to.
    widened: bool,
    reviewing: Reviewing,
    sending: Option<Sending>,
    uploader: Uploader,
    /// The upload under way and the server it goes to, also when what it uploads was deleted meanwhile.
    fetching: Option<(u64, String)>,
    /// The orders of the batches of which something was sent, or may have been.
    begun: Vec<u64>,
    /// The batch that the server has refused last: others go before it.
    refused: Option<u64>,
    limits: Limits,
    zone: Zone,
    /// When the person's hours begin or end next.
    hours_change: Option<WallMillis>,
    halting: Halting,
    spent: budget::Spent,
    is_metered: bool,
    /// Whether the person is about a task.
    task_open: bool,
    erasures: Erasures,
    erasing: Erasing,
    decisions: Vec<(u32, About)>,
    wake: Option<WallMillis>,
    effects: Vec<Effect>,
}

#[derive(Debug)]
struct Committing {
    commit: Commit,
    acks: Map<DocNonce, u32>,
    retry: Option<WallMillis>,
}

impl Engine {
    /// Takes an input at a time and says what is to be done about it. `ticks` is how long this run of the worker lasts.
    pub fn handle(&mut self, now: WallMillis, ticks: Duration, input: Input) -> Vec<Effect> {
        self.watch_clock(now, ticks);
        self.watch_hours(now);
        match input {
            Input::PortOpened { port, sender } => {
                self.senders.insert(port, sender);
            }
            Input::PortClosed { port } => self.port_closed(now, port),
            Input::Probe { port, message } => self.probe(now, port, message),
            Input::Page { request, message } => self.page(now, request, message),
            Input::Policy { json, build, patterns } => self.policy_arrived(now, &json, build, &patterns),
            Input::Zone(zone) => self.zone_changed(now, zone),
            Input::Metered(metered) => self.metered(metered),
            Input::Tab { tab, url, incognito } => self.tab_seen(now, tab, url, incognito),
            Input::TabMoved { tab, url } => self.tab_moved(now, tab, &url),
            Input::TabOpened { tab } => self.tab_opened(tab),
            Input::TabChosen { tab } => self.tab_chosen(now, tab),
            Input::TabClosed { tab } => self.tab_closed(now, tab),
            Input::Committed { token } => self.committed(token),
            Input::CommitFailed { token, problem } => self.commit_failed(now, token, &problem),
            Input::Registered => self.registering = self.registering.saturating_sub(1),
            Input::Loaded { token, entries, keys } => self.loaded(now, token, &entries, keys),
            Input::Captured { ticket, width, height } => self.captured(now, ticket, width, height),
            Input::Encoded { ticket, width, height, bytes } => self.encoded(now, ticket, width, height, bytes),
            Input::PicturesForbidden => self.pictures.forbidden = true,
            Input::PictureFailed { ticket } => self.picture_failed(now, ticket),
            Input::Answered { token, response } => self.answered(now, token, response.as_ref()),
            // It may have come early: then it is asked for again.
            Input::Tick => self.wake = None,
        }
        self.advance(now);
        std::mem::take(&mut self.effects)
    }

    /// Does everything whose time has come, then asks to be woken for the next.
    fn advance(&mut self, now: WallMillis) {
        self.end_pause(now);
        self.promote_orphans(now);
        self.tick_documents(now);
        self.release(now);
        self.write_checkpoints(now);
        self.advance_pictures(now);
        self.watch_budget(now);
        self.rewrite(now);
        self.review(now);
        self.deliver(now);
        self.answer_decisions(now);
        self.advance_ledger(now);
        self.ask_halt(now);
        self.commit(now);
        self.ask_to_be_woken(now);
    }

    fn next_token(&mut self) -> u64 {
        self.tokens += 1;
        self.tokens
    }

    fn post(&mut self, port: u32, message: ToProbe) {
        self.effects.push(Effect::Post { port, message });
    }

    /// Gives what is gathered to the store, one commit at a time.
    fn commit(&mut self, now: WallMillis) {
        // What can't be read must not be overwritten either.
        if self.locked {
            return;
        }
        if let Some(committing) = &mut self.committing {
            if committing.retry.is_some_and(|at| at <= now) {
                committing.retry = None;
                self.effects.push(Effect::Commit(committing.commit.clone()));
            }
            return;
        }
        if self.state_changed {
            self.state_changed = false;
            self.state.unpictured = self.pictures.unpictured();
            self.keep(crate::spool::ROOT, state::PLACE.to_owned(), &self.state.clone());
        }
        self.keep_clock();
        if self.spool.is_dirty() {
            let token = self.next_token();
            let (commit, acks) = self.spool.take_commit(token, &mut self.rng);
            self.effects.push(Effect::Commit(commit.clone()));
            self.committing = Some(Committing { commit, acks, retry: None });
        }
    }

    /// Whether everything that was taken is stored.
    pub(super) fn is_stored(&self) -> bool {
        self.committing.is_none() && self.spool.stage.is_empty()
    }

    /// Whether nothing that is to be loaded can still be on its way to the store: it is stored, or can't be.
    pub(super) fn is_loadable(&self) -> bool {
        self.is_stored() || self.locked || self.is_stuck()
    }

    /// Whether what was taken could not be stored, and is to be tried again.
    fn is_stuck(&self) -> bool {
        self.committing.as_ref().is_some_and(|committing| committing.retry.is_some())
    }

    fn committed(&mut self, token: u64) {
        if self.committing.as_ref().is_none_or(|committing| committing.commit.token != token) {
            return;
        }
        let acks = self.committing.take().map(|committing| committing.acks).unwrap_or_default();
        for (nonce, upto) in acks {
            self.acknowledge(nonce, upto);
        }
        self.trouble = self.trouble.take().filter(|trouble| trouble.kind != FaultKind::Storage);
    }

    fn commit_failed(&mut self, now: WallMillis, token: u64, problem: &str) {
        if let Some(committing) = &mut self.committing
            && committing.commit.token == token
        {
            committing.retry = Some(now + COMMIT_RETRY);
            self.trouble = Some(FaultKind::Storage.with(problem));
        }
    }

    fn acknowledge(&mut self, nonce: DocNonce, upto: u32) {
        let document = self.documents.iter_mut().find(|(_, document)| document.nonce == nonce);
        if let Some((port, document)) = document
            && document.acknowledged < upto
        {
            document.acknowledged = upto;
            let port = *port;
            self.post(port, ToProbe::Ack { upto });
        }
    }

    /// Stages a value. The only keys it is called with exist since boot.
    fn keep(&mut self, key: &str, place: String, value: &impl serde::Serialize) {
        if let Err(error) = self.spool.write(key, place, value, &mut self.rng) {
            self.trouble = Some(FaultKind::Storage.with(error.to_string()));
        }
    }

    fn ask_to_be_woken(&mut self, now: WallMillis) {
        let (hold, quiet) = self.hold();
        let may_send = self.may_send();
        let deadlines = [
            self.state.paused_until,
            self.window.deadline(),
            self.documents.values().filter_map(|document| document.assembler.deadline()).min(),
            self.documents.values().filter_map(|document| document.checkpoint_due).min(),
            self.spool.checkpoints().next().and(Some(self.orphans_until)).filter(|at| *at > now),
            self.ticket.as_ref().and_then(|(ticket, _)| ticket.deadline()),
            self.ticket.as_ref().map(|(_, shot)| shot.deadline),
            self.pictures.deadline(self.ticket.is_some()),
            self.spool
                .deadline(hold, quiet, self.choices.released, |counted| self.clock.by_the_machine(counted))
                .filter(|_| may_send && self.cutting.is_none() && self.committing.is_none())
                .filter(|_| self.state.rewrites.is_empty() && self.choices.are_done())
                .map(|at| at.max(self.unread.again_at)),
            self.uploader
                .deadline()
                .filter(|_| may_send && self.committing.is_none() && self.spool.outgoing().next().is_some()),
            self.unread.deadline(now).filter(|_| may_send),
            self.committing.as_ref().and_then(|committing| committing.retry),
            self.rewriting.deadline(now),
            self.reviewing.deadline(now),
            self.erasing_deadline(),
            self.hours_change,
            self.clock_deadline(may_send),
            self.budget_deadline(now),
        ];
        let next = deadlines.into_iter().flatten().min();
        if next != self.wake
            && let Some(at) = next
        {
            self.effects.push(Effect::Wake { at: at.max(now) });
        }
        self.wake = next.filter(|at| *at > now);
    }
}
