//! The assembler: turns what a probe saw in one document into drafts of records.
//!
//! Most observations are a record each. Typing is not: keys and the states of a field between them become bursts
//! ([`Burst`]), which say what was typed as it finally stood, with every key that was pressed.
//!
//! - A burst ends with a pause of five seconds, after a minute or 600 keys, or with the first thing that is not typing.
//! - A change of the text that no key accounts for is the page's, and is not recorded as typed.
//! - What is typed in a sensitive field, or at a terminal in answer to a question for a password, is dropped here.
//! - Any sequence of observations is taken, also one that no probe would send.

mod burst;
mod doc;
mod draft;
mod field;
mod keys;
mod lines;
mod neighbours;
mod others;
mod places;
mod prompts;
mod shells;
mod sketch;
mod terminal;
mod typing;
mod whole;
mod wrote;

pub(crate) use burst::Around;
pub use burst::Burst;
pub(crate) use doc::Origin;
pub use draft::{Body, Draft};
pub(crate) use keys::Press;
pub use shells::Shell;
pub(crate) use sketch::{Traced, spelt};
pub(crate) use wrote::Wrote;

use std::time::Duration;

use draft::{At, key_record};
use field::Field;
use typing::Open;

use crate::map::Map;
use crate::message::{FieldDescription, FieldText, Observation, Seen};
use crate::raw::Raw;
use crate::record::{Actor, BurstEnd, ClipboardChange, GapLength, GapReason, Kind, Sensitive, Target};
use crate::scrub::Detector;
use crate::time::WallMillis;

/// Assembles the observations of one document.
#[derive(Default)]
pub struct Assembler {
    fields: Map<u32, Field>,
    /// Fields typed in lately, in the order in which they were first.
    row: Vec<u32>,
    /// How each terminal stood with an observation.
    shells: Vec<(u32, Shell)>,
    /// Whether some observations of the document came before the first one seen here.
    resumed: bool,
    open: Option<Open>,
    /// The last observation's number and time.
    last: u32,
    now: WallMillis,
    /// By how much the document's clock is behind: it may stand still while the machine is asleep.
    behind: Duration,
    /// Number of the last observation if it was a state of a field: the next key needs it.
    state: Option<u32>,
    /// The field that was being typed in when a proposal in a list was pressed, and nothing since.
    picked: Option<u32>,
    /// Characters pressed in a row outside any field, and when the last was.
    loose: (u8, WallMillis),
}

impl Assembler {
    /// An assembler for a document with these fields. `resumed` says that others before it saw some of the document.
    pub fn new(fields: Vec<FieldDescription>, resumed: bool) -> Self {
        let mut assembler = Self { resumed, ..Self::default() };
        assembler.describe(fields);
        assembler
    }

    /// Takes descriptions of fields, also anew. What was sensitive once stays so.
    pub fn describe(&mut self, fields: Vec<FieldDescription>) {
        for description in fields {
            match self.fields.get_mut(&description.id) {
                Some(field) => field.describe(description),
                None => {
                    let id = description.id;
                    let mut field = Field::new(description);
                    if self.resumed {
                        field.doubt();
                    }
                    self.fields.insert(id, field);
                }
            }
        }
    }

    /// Takes a description. What was recorded of a field that is sensitive only now is a secret as well.
    fn describe_anew(&mut self, drafts: &mut Vec<Draft>, at: At, description: FieldDescription) {
        let id = description.id;
        // When it was described with the document, nobody knows what was told of it before: this may be the first word of it.
        let is_open = |field: &&Field| !field.is_secret() || field.is_doubted();
        let open = self.fields.get(&id).filter(is_open).map(Field::targets);
        self.describe(vec![description]);
        if let (Some(targets), Some(why)) = (open, self.fields.get(&id).and_then(Field::secrecy)) {
            if self.open.as_ref().is_some_and(|open| open.field == id) {
                self.close(drafts, BurstEnd::Moved);
            }
            for target in targets {
                let burst = Burst::secret(target, false, why, BurstEnd::Moved);
                drafts.push(at.draft(Actor::User, Body::Beside(burst)));
            }
        }
    }

    /// Takes an observation that is heard of at `now`, and gives the drafts it finished, in order.
    pub fn hear(&mut self, now: WallMillis, observation: Observation) -> Vec<Draft> {
        self.behind = now.since(observation.t);
        self.observe(observation)
    }

    /// Takes an observation, and gives the drafts it finished, in order.
    pub fn observe(&mut self, observation: Observation) -> Vec<Draft> {
        let Observation { n, t, epoch, seen } = observation;
        let mut drafts = Vec::new();
        let before = self.state.take();
        let at = At { n, t, epoch, first: before.map_or(n, |state| state.min(n)) };
        self.now = t;
        match seen {
            Seen::Field { field } => self.describe_anew(&mut drafts, at, field),
            Seen::Text { field, text, composing } => {
                self.text(&mut drafts, at, field, &text, composing);
                self.watch(&mut drafts, at, field);
                self.state = Some(n);
            }
            Seen::Key { field, key, code, modifiers, repeat, target } => {
                let press = Press { key: key.into_inner(), code: code.into_inner(), modifiers, t };
                if let Some(field) = field.and_then(|id| self.fields.get_mut(&id)) {
                    field.others.key(&press);
                }
                match field.and_then(|id| self.fields.get(&id).map(|field| (id, field.is_secret()))) {
                    Some((_, true)) => {}
                    Some((id, false)) => self.key(&mut drafts, at, id, press, repeat),
                    None => self.key_outside(&mut drafts, at, press, repeat, target),
                }
            }
            seen => self.other(&mut drafts, at, seen),
        }
        self.last = n;
        drafts
    }

    /// Counts an observation as seen that is not to be looked at.
    pub fn skip(&mut self, n: u32) {
        self.last = self.last.max(n);
    }

    fn other(&mut self, drafts: &mut Vec<Draft>, at: At, seen: Seen) {
        match seen {
            Seen::Navigate { url, title, how } => {
                self.close(drafts, BurstEnd::Navigation);
                drafts.push(at.plain(Actor::User, Kind::Navigate { url, title, how }));
            }
            Seen::Click { button, count, modifiers, point, in_target, target } => {
                self.pressed(drafts, at, Kind::Click { button, count, modifiers, point, in_target, target });
            }
            Seen::Drag { button, modifiers, how, path, target, onto } => {
                self.pressed(drafts, at, Kind::Drag { button, modifiers, how, path, target, onto });
            }
            Seen::Scroll { delta_x, delta_y, delta_mode, point, to, target } => {
                let kind = Kind::Scroll { delta_x, delta_y, delta_mode, point, to, target };
                self.between(drafts, at, Actor::User, kind);
            }
            Seen::Select { length, at: place, target } => {
                self.between(drafts, at, Actor::User, Kind::Select { length, at: place, text: None, target });
            }
            Seen::Change { value, autofilled, target } => {
                let actor = if autofilled { Actor::Autofill } else { Actor::User };
                self.between(drafts, at, actor, Kind::Change { value, target });
            }
            Seen::Focus { by_key, target } => {
                let actor = if by_key { Actor::User } else { Actor::Page };
                self.between(drafts, at, actor, Kind::Focus { target });
            }
            Seen::Resize { width, height, dpr } => {
                self.between(drafts, at, Actor::User, Kind::Resize { width, height, dpr });
            }
            Seen::Dialog { accepted } => self.between(drafts, at, Actor::User, Kind::Dialog { accepted }),
            Seen::Secret { field: id } => {
                // What is being typed there belongs to it: a terminal shows only by and by that it does not echo.
                if let Some(open) = self.open.as_mut().filter(|open| open.field == id) {
                    open.hushed = true;
                }
                self.close(drafts, BurstEnd::Moved);
                if let Some(field) = self.fields.get_mut(&id) {
                    field.answered();
                    let why = field.description.sensitive.unwrap_or(Sensitive::Private);
                    let burst = Burst::secret(field.target(), field.description.single_line, why, BurstEnd::Blur);
                    drafts.push(at.draft(Actor::User, Body::Typed(burst)));
                }
                self.note_shell(id, at.n);
            }
            Seen::Clipboard { what, field: id, length } => {
                self.close(drafts, BurstEnd::Shortcut);
                let field = id.and_then(|id| self.fields.get_mut(&id));
                if let Some(field) = field.as_ref().filter(|field| field.is_hushed()) {
                    // It is a password, whose length is not told either.
                    let burst = Burst::secret(field.target(), false, Sensitive::Password, BurstEnd::Shortcut);
                    return drafts.push(at.draft(Actor::User, Body::Typed(burst)));
                }
                let actor = if what == ClipboardChange::Paste { Actor::Paste } else { Actor::User };
                let target = field.map(|field| {
                    field.others.forget();
                    if what == ClipboardChange::Paste {
                        field.pasted(at.n);
                    }
                    field.target()
                });
                if let Some(id) = id {
                    self.note_shell(id, at.n);
                }
                drafts.push(at.plain(actor, Kind::Clipboard { what, length, text: None, target }));
            }
            Seen::Blur { field } => {
                if self.open.as_ref().is_some_and(|open| open.field == field) {
                    self.close(drafts, BurstEnd::Blur);
                }
                if let Some(field) = self.fields.get_mut(&field) {
                    field.caret_lost();
                }
            }
            Seen::Lost { .. } => {
                self.close(drafts, BurstEnd::Cut);
                let gap =
                    Kind::Gap { reason: GapReason::Lost, length: GapLength::UnderMinute, action: None, phase: None };
                drafts.push(at.plain(Actor::User, gap));
            }
            Seen::Field { .. } | Seen::Text { .. } | Seen::Key { .. } => {}
        }
    }

    /// A button was pressed: the caret may be anywhere.
    fn pressed(&mut self, drafts: &mut Vec<Draft>, at: At, kind: Kind<Raw<String>>) {
        let is_picked = matches!(&kind, Kind::Click { target, .. } if is_proposal(target));
        self.picked = self.open.as_ref().map(|open| open.field).filter(|_| is_picked);
        self.between(drafts, at, Actor::User, kind);
        self.fields.iter_mut().for_each(|(_, field)| field.caret_lost());
        self.loose = (0, at.t);
    }

    /// A record of its own, and so between two bursts: what is stored has no observation before it that is not.
    fn between(&mut self, drafts: &mut Vec<Draft>, at: At, actor: Actor, kind: Kind<Raw<String>>) {
        self.close(drafts, BurstEnd::Moved);
        drafts.push(at.plain(actor, kind));
    }

    fn text(&mut self, drafts: &mut Vec<Draft>, at: At, id: u32, text: &FieldText, composing: bool) {
        let open = self.open.as_mut().filter(|open| open.field == id);
        let Some(field) = self.fields.get_mut(&id).filter(|field| !field.is_secret()) else { return };
        let Some(open) = open else {
            let is_picked = self.picked == Some(id);
            let followed = if is_picked { field.typed(text, &[], Some((0, 0))) } else { field.given(text) };
            if !followed {
                field.start_at(text);
            }
            if is_picked && let Some(mut burst) = field.burst(Vec::new(), false, BurstEnd::Moved) {
                self.picked = None;
                field.settle(Some(at.n));
                burst.beside = self.beside(id, &burst);
                drafts.push(at.draft(Actor::Assistant, Body::Typed(burst)));
            }
            return;
        };
        open.volume += text.text.peek().len();
        let untold = &open.keys[open.told.min(open.keys.len())..];
        let followed = if open.composing || composing || !untold.is_empty() {
            let last = u32::try_from(open.keys.len()).unwrap_or(u32::MAX).saturating_sub(1);
            let first = u32::try_from(open.told).unwrap_or(u32::MAX).min(last);
            let followed = field.typed(text, untold, Some((first, last)));
            open.told = open.keys.len();
            followed
        } else {
            field.given(text)
        };
        open.ime |= composing;
        open.composing = composing;
        if !followed {
            self.close(drafts, BurstEnd::Moved);
            if let Some(field) = self.fields.get_mut(&id) {
                field.start_at(text);
            }
        }
    }

    /// What was not typed may have completed what was.
    fn watch(&mut self, drafts: &mut Vec<Draft>, at: At, id: u32) {
        let burst = self.fields.get_mut(&id).filter(|field| !field.is_secret()).and_then(Field::meddled_with);
        if let Some(mut burst) = burst {
            burst.beside = self.beside(id, &burst);
            drafts.push(at.draft(Actor::User, Body::Beside(burst)));
        }
    }

    /// Ends a burst that has paused, or gone on for long enough.
    pub fn tick(&mut self, now: WallMillis) -> Vec<Draft> {
        let mut drafts = Vec::new();
        if self.deadline().is_some_and(|deadline| deadline <= now) {
            self.now = now - self.behind;
            self.state = None;
            self.close(&mut drafts, BurstEnd::Pause);
        }
        drafts
    }

    /// When `tick` has something to do.
    pub fn deadline(&self) -> Option<WallMillis> {
        let deadline = self.open.as_ref().map(Open::deadline).or(self.state.map(|_| self.now + typing::PAUSE));
        deadline.map(|at| at + self.behind)
    }

    /// Whether nothing was typed for a moment, so that a word at the caret may be taken as meant.
    pub fn rests(&self, now: WallMillis) -> bool {
        self.open.as_ref().is_none_or(|open| open.rests(now - self.behind))
    }

    /// Whether a burst is being typed.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Ends the open burst, whatever it is waiting for.
    pub fn end(&mut self, why: BurstEnd) -> Vec<Draft> {
        let mut drafts = Vec::new();
        self.close(&mut drafts, why);
        drafts
    }

    /// Every observation up to this number is in a draft already returned, or has no effect of its own. The state of a
    /// field that was seen last is not settled before the pause: the next key can't be understood without it. After the pause the probe tells the state again before the next key.
    pub fn settled(&self) -> u32 {
        let waiting = self.open.as_ref().map(|open| open.first).or(self.state);
        waiting.map_or(self.last, |first| first.saturating_sub(1).min(self.last))
    }

    /// The open burst as far as it may be stored before it has ended. While it is being typed, without what at its caret
    /// could still grow into a secret, in text and keys; once the hands have [rested](Self::rests), whole.
    pub fn checkpoint(&self, now: WallMillis, detector: &Detector) -> Option<Draft> {
        let open = self.open.as_ref().filter(|open| !open.hushed)?;
        let field = self.fields.get(&open.field)?;
        let mut burst = field.burst(open.keys.clone(), open.ime, BurstEnd::Cut)?;
        burst.beside = self.beside(open.field, &burst);
        if !self.rests(now) {
            Field::withhold(&mut burst, detector);
        }
        (!burst.keys.is_empty() || !burst.change.text.is_empty()).then(|| self.draft_of(open, burst))
    }

    fn draft_of(&self, open: &Open, burst: Burst) -> Draft {
        Draft {
            first: open.first,
            last: self.last.max(open.first),
            t: open.t,
            ended: open.key_t,
            epoch: open.epoch,
            actor: Actor::User,
            body: Body::Typed(burst),
        }
    }

    fn close(&mut self, drafts: &mut Vec<Draft>, ended: BurstEnd) {
        let Some(open) = self.open.take() else { return };
        let (id, n) = (open.field, self.last.max(open.first));
        self.conclude(drafts, open, ended);
        self.note_shell(id, n);
    }

    fn conclude(&mut self, drafts: &mut Vec<Draft>, open: Open, ended: BurstEnd) {
        let Some(field) = self.fields.get_mut(&open.field) else { return };
        if open.hushed || field.is_secret() {
            let why = field.description.sensitive.unwrap_or(Sensitive::Password);
            let burst = Burst::secret(field.target(), field.description.single_line, why, ended);
            field.settle(None);
            drafts.push(self.draft_of(&open, burst));
            return;
        }
        field.conclude(&open.keys, open.told, open.is_fresh(self.now));
        let burst = field.burst(open.keys.clone(), open.ime, ended);
        field.settle(Some(self.last.max(open.first)));
        let others = field.others.wrote().then(|| written_by_others(field.target()));
        match burst {
            Some(mut burst) => {
                burst.beside = self.beside(open.field, &burst);
                let draft = self.draft_of(&open, burst);
                if let Some(kind) = others {
                    drafts.push(Draft { actor: Actor::Remote, body: Body::Plain(kind), ..draft.clone() });
                }
                drafts.push(draft);
            }
            // Keys that wrote nothing: each is a record of its own.
            None => {
                let Some(target) = self.fields.get(&open.field).map(Field::target) else { return };
                for press in open.keys {
                    let at = At { n: self.last.max(open.first), t: press.t, epoch: open.epoch, first: open.first };
                    let draft = at.plain(Actor::User, key_record(press, false, Some(target.clone())));
                    drafts.push(Draft { first: open.first, ..draft });
                }
            }
        }
    }
}

/// That others write in a field, and nothing of what.
fn written_by_others(target: Target<Raw<String>>) -> Kind<Raw<String>> {
    Kind::Type {
        target,
        text: Raw::default(),
        at: None,
        removed: 0,
        keys: Vec::new(),
        ime: false,
        ended: BurstEnd::Moved,
        redacted: 0,
    }
}

/// Whether an element is one of several to choose from, as an editor's proposals are.
fn is_proposal(target: &Target<Raw<String>>) -> bool {
    target.role.as_ref().is_some_and(|role| role.peek() == "option")
}

#[cfg(test)]
mod tests;
