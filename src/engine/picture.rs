//! Pictures: when one is wanted, the ticket that makes it, and the actions that get it.

use std::rc::Rc;
use std::time::Duration;

use super::quiet::STILL;
use super::record::Place;
use super::{Effect, Engine};
use crate::capture::{Moment, Outcome, Picture, Text, Ticket, shows_after, texts, to_pixels};
use crate::ids::{DocNonce, FrameId};
use crate::map::Map;
use crate::message::{TextRun, ToProbe};
use crate::record::{Actor, Phase};
use crate::scrub::Scrubber;
use crate::time::WallMillis;

/// Least time between two pictures: the browser allows two a second.
const BETWEEN: Duration = Duration::from_millis(550);
/// While something is being typed, a picture waits for a pause of about a second.
const TYPING_PAUSE: Duration = Duration::from_millis(850);
/// How long a spoilt picture waits for its next try.
const NEXT_TRY: Duration = Duration::from_millis(300);
/// How often a picture is tried.
const TRIES: u32 = 4;
/// How long an action waits for the picture after it.
const AFTER_PATIENCE: Duration = Duration::from_secs(8);
/// How long the browser has to take a picture.
const SHOT_PATIENCE: Duration = Duration::from_secs(5);

/// What pictures wait for, and who waits for pictures.
#[derive(Debug, Default)]
pub(super) struct Pictures {
    tickets: u32,
    not_before: WallMillis,
    wanted: Map<u32, WallMillis>,
    failures: Map<u32, u32>,
    afters: Vec<After>,
    /// Whether the browser said last that it may take none.
    pub(super) forbidden: bool,
}

/// The browser's part of a ticket.
#[derive(Debug)]
pub(super) struct Shot {
    pub(super) deadline: WallMillis,
    width: u32,
    height: u32,
    epochs: Map<DocNonce, u32>,
}

/// An action that waits for the picture after it. It belongs to the open session.
#[derive(Debug)]
struct After {
    place: Place,
    moment: Moment,
    action: u64,
}

impl Pictures {
    /// When there is something to do, given whether a picture is being made.
    pub(super) fn deadline(&self, busy: bool) -> Option<WallMillis> {
        let wanted = self.wanted.values().min().filter(|_| !busy).map(|at| (*at).max(self.not_before));
        let afters = self.afters.iter().map(|after| after.moment.ended + AFTER_PATIENCE).min();
        wanted.into_iter().chain(afters).min()
    }

    /// The actions that wait for a picture: number, the browser's id of the tab, frame path.
    pub(super) fn unpictured(&self) -> Vec<(u64, u32, Vec<u32>)> {
        self.afters.iter().map(|after| (after.action, after.place.tab, after.place.frame.clone())).collect()
    }

    /// Whether a picture is still to be taken, or an action waits for one.
    pub(super) fn is_any_wanted(&self) -> bool {
        !self.wanted.is_empty() || !self.afters.is_empty()
    }
}

impl Engine {
    /// Something happened in a tab: a picture of its stillness would show neither before nor after. Probes tell what
    /// they saw before they answer `closed`, so none slips through.
    pub(super) fn acted(&mut self, tab: u32) {
        self.pictures.wanted.remove(&tab);
        self.pictures.failures.remove(&tab);
        if let Some((ticket, _)) = self.ticket.take_if(|(ticket, _)| ticket.tab == tab && ticket.is_open()) {
            self.effects.push(Effect::Discard { ticket: ticket.id });
        }
    }

    /// The page is about to be used after some stillness: a picture of how it is before.
    pub(super) fn stirred(&mut self, now: WallMillis, port: u32) {
        if let Some(document) = self.documents.get(&port)
            && document.site.frames.are_taken()
        {
            self.pictures.wanted.entry(document.tab).or_insert(now);
        }
    }

    /// The page has been still after an action: a picture of what came of it.
    pub(super) fn settled(&mut self, now: WallMillis, port: u32, n: u32) {
        let Some(document) = self.documents.get_mut(&port) else { return };
        document.settled = document.settled.max(n);
        if !document.site.frames.are_taken() {
            return;
        }
        let at = if document.is_typed_in() { now + TYPING_PAUSE } else { now };
        self.pictures.wanted.insert(document.tab, at);
    }

    /// An action is stored: it gets the picture before it, and the one after it now or later.
    pub(super) fn action_stored(&mut self, now: WallMillis, place: &Place, moment: Moment, seq: u64, navigates: bool) {
        if navigates {
            // What a navigation shows is what came of the action behind it, if there is one.
            if self.pictures.afters.iter().any(|after| after.place.tab == place.tab) {
                return;
            }
        } else {
            match self.gallery.before(place.tab, &moment).cloned() {
                Some(picture) => {
                    // Older than a stillness is not told: it would say that the page was watched all the while.
                    let age = moment.began.since(picture.taken).min(STILL);
                    self.frame(now, place, &picture, (seq, Phase::Before), age);
                }
                None => self.no_frame(now, place, (seq, Phase::Before)),
            }
        }
        let after = After { place: place.clone(), moment, action: seq };
        match self.gallery.after(place.tab, &moment).cloned() {
            Some(picture) => self.after(now, &after, &picture),
            None => self.pictures.afters.push(after),
        }
    }

    fn after(&mut self, now: WallMillis, after: &After, picture: &Picture) {
        let age = picture.taken.since(after.moment.ended);
        self.frame(now, &after.place, picture, (after.action, Phase::After), age);
    }

    fn give_up(&mut self, now: WallMillis, after: &After) {
        let place = Place { at: now.min(after.moment.ended + AFTER_PATIENCE), ..after.place.clone() };
        self.no_frame(now, &place, (after.action, Phase::After));
    }

    /// Gives up on every picture after an action: the session ends.
    pub(super) fn give_up_all(&mut self, now: WallMillis) {
        for after in std::mem::take(&mut self.pictures.afters) {
            self.give_up(now, &after);
        }
    }

    /// Gives up on the pictures that an earlier run of the engine waited for.
    pub(super) fn give_up_unpictured(&mut self, now: WallMillis) {
        for (action, tab, frame) in std::mem::take(&mut self.state.unpictured) {
            let place = Place { tab, frame, actor: Actor::User, at: now };
            self.no_frame(now, &place, (action, Phase::After));
        }
    }

    /// Opens, moves on and ends tickets, and gives up on pictures that do not come.
    pub(super) fn advance_pictures(&mut self, now: WallMillis) {
        if let Some((ticket, shot)) = &mut self.ticket {
            let outcome = if shot.deadline <= now { Outcome::Fail } else { ticket.tick(now) };
            self.ticket_outcome(now, outcome);
        }
        let (late, waiting) = std::mem::take(&mut self.pictures.afters)
            .into_iter()
            .partition::<Vec<_>, _>(|after| after.moment.ended + AFTER_PATIENCE <= now);
        self.pictures.afters = waiting;
        for after in late {
            self.give_up(now, &after);
        }
        self.open_ticket(now);
    }

    fn open_ticket(&mut self, now: WallMillis) {
        if self.ticket.is_some() || now < self.pictures.not_before {
            return;
        }
        let due = self.pictures.wanted.iter().find(|(_, at)| **at <= now).map(|(tab, _)| *tab);
        let Some(tab) = due else { return };
        self.pictures.wanted.remove(&tab);
        // What can't be stored waits in memory, and pictures are by far the most of it.
        if self.is_stuck() {
            return;
        }
        let documents: Vec<_> = self.documents.iter().filter(|(_, document)| document.tab == tab).collect();
        let still = documents.iter().all(|(_, document)| document.is_still());
        let has_top = documents.iter().any(|(_, document)| document.frame.is_empty());
        // When something has happened meanwhile, its own stillness will be heard of.
        if !still || !has_top || !documents.iter().all(|(_, document)| document.site.frames.are_taken()) {
            return;
        }
        self.pictures.tickets += 1;
        let asked = documents
            .iter()
            .map(|(port, document)| (**port, document.frame.clone(), document.nonce, document.received))
            .collect::<Vec<_>>();
        let ticket = Ticket::open(now, self.pictures.tickets, tab, still, asked);
        for port in ticket.ports().collect::<Vec<_>>() {
            self.post(port, ToProbe::Open { ticket: ticket.id });
        }
        let shot = Shot { deadline: now + SHOT_PATIENCE, width: 0, height: 0, epochs: Map::new_vec() };
        self.ticket = Some((ticket, shot));
    }

    /// Judges text that a frame wants to show.
    pub(super) fn runs(&mut self, port: u32, ticket: u32, runs: &[TextRun]) {
        if !self.documents.contains_key(&port) {
            return;
        }
        // Only places are asked for; no token is made.
        let scrubber = Scrubber::new([0; 32], self.detector.clone());
        let find = |text: Text<'_>| text.spans(&scrubber.spans(&text.text, &text.context));
        let spans = texts(runs).into_iter().flat_map(find).collect();
        self.post(port, ToProbe::Spans { ticket, spans });
    }

    /// Does something with the open ticket, if it is this one.
    pub(super) fn ticket_step(&mut self, now: WallMillis, id: u32, step: impl FnOnce(&mut Ticket) -> Outcome) {
        if let Some((ticket, _)) = &mut self.ticket
            && ticket.id == id
        {
            let outcome = step(ticket);
            self.ticket_outcome(now, outcome);
        }
    }

    fn ticket_outcome(&mut self, now: WallMillis, outcome: Outcome) {
        let Some((ticket, shot)) = &mut self.ticket else { return };
        let (id, tab) = (ticket.id, ticket.tab);
        match outcome {
            Outcome::Wait => {}
            Outcome::Shoot => {
                ticket.asked = now;
                self.pictures.not_before = now + BETWEEN;
                self.effects.push(Effect::Capture { ticket: id, tab });
            }
            Outcome::Close(ports) => {
                for port in ports {
                    self.post(port, ToProbe::Close { ticket: id });
                }
            }
            Outcome::Draw(rects, view) => {
                shot.epochs = ticket.epochs();
                let Some(policy) = &self.policy.policy else { return self.spoilt(now) };
                let fill = to_pixels(&rects, &view, shot.width, shot.height);
                let long_edge = u32::from(policy.frame_long_edge);
                let quality = policy.frame_quality;
                self.effects.push(Effect::Redact { ticket: id, fill, long_edge, quality });
            }
            Outcome::Fail => self.spoilt(now),
        }
    }

    pub(super) fn captured(&mut self, now: WallMillis, id: u32, width: u32, height: u32) {
        self.pictures.forbidden = false;
        match &mut self.ticket {
            Some((ticket, shot)) if ticket.id == id => {
                (shot.width, shot.height) = (width, height);
                let outcome = ticket.taken(now);
                self.ticket_outcome(now, outcome);
            }
            _ => self.effects.push(Effect::Discard { ticket: id }),
        }
    }

    pub(super) fn picture_failed(&mut self, now: WallMillis, id: u32) {
        self.ticket_step(now, id, |_| Outcome::Fail);
    }

    pub(super) fn encoded(&mut self, now: WallMillis, id: u32, width: u32, height: u32, bytes: Vec<u8>) {
        self.effects.push(Effect::Discard { ticket: id });
        let Some((ticket, shot)) = self.ticket.take_if(|(ticket, _)| ticket.id == id) else { return };
        let Some(view) = ticket.view else { return };
        let picture = Picture {
            id: FrameId::of(&bytes),
            bytes: Rc::new(bytes),
            width,
            height,
            view,
            redacted: u32::try_from(ticket.filled).unwrap_or(u32::MAX),
            asked: ticket.asked,
            taken: ticket.taken,
            settled: ticket.settled,
            seen: ticket.seen,
            epochs: shot.epochs,
        };
        self.pictures.failures.remove(&ticket.tab);
        self.give(now, ticket.tab, &picture);
        self.gallery.hang(ticket.tab, picture);
    }

    /// Gives a picture to the last action it shows the end of; those before it in the tab have none of their own.
    fn give(&mut self, now: WallMillis, tab: u32, picture: &Picture) {
        let (mut shown, waiting) = std::mem::take(&mut self.pictures.afters)
            .into_iter()
            .partition::<Vec<_>, _>(|after| after.place.tab == tab && shows_after(picture, &after.moment));
        self.pictures.afters = waiting;
        let last = shown.pop();
        for after in shown {
            self.give_up(now, &after);
        }
        if let Some(after) = last {
            self.after(now, &after, picture);
        }
    }

    /// The picture is of no use: another try, or none.
    fn spoilt(&mut self, now: WallMillis) {
        let Some((ticket, _)) = self.ticket.take() else { return };
        self.effects.push(Effect::Discard { ticket: ticket.id });
        let failures = self.pictures.failures.entry(ticket.tab).or_default();
        *failures += 1;
        if *failures < TRIES {
            self.pictures.wanted.entry(ticket.tab).or_insert(now + NEXT_TRY);
            return;
        }
        self.pictures.failures.remove(&ticket.tab);
        let (hopeless, waiting) = std::mem::take(&mut self.pictures.afters)
            .into_iter()
            .partition::<Vec<_>, _>(|after| after.place.tab == ticket.tab);
        self.pictures.afters = waiting;
        for after in hopeless {
            self.give_up(now, &after);
        }
    }

    /// A document has gone: its part of the ticket with it.
    pub(super) fn document_gone(&mut self, now: WallMillis, port: u32) {
        if let Some((ticket, _)) = &mut self.ticket {
            let outcome = ticket.gone(port);
            self.ticket_outcome(now, outcome);
        }
    }

    /// Ends everything about pictures: recording ends.
    pub(super) fn drop_pictures(&mut self, now: WallMillis) {
        if let Some((ticket, _)) = self.ticket.take() {
            self.effects.push(Effect::Discard { ticket: ticket.id });
        }
        self.gallery.clear();
        self.give_up_all(now);
        self.pictures.wanted.clear();
    }
}
