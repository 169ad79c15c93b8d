//! The assembler: turns what a probe saw in one document into drafts of records.
//!
//! Most observations are a record each. Typing is not: keys and the states of a field between them become bursts
//! ([`Burst`]), which say what was typed as it finally stood, with every key that was pressed.
//!
//! - A burst ends with a pause of five seconds, after a minute, or with the first thing that is not typing.
//! - A change of the text that no key accounts for is the page's, and is not recorded as typed.
//! - What is typed in a sensitive field, or at a terminal in answer to a question for a password, is dropped here.
//! - Any sequence of observations is taken, also one that no probe would send.

mod burst;
mod doc;
mod field;
mod keys;
mod lines;
mod prompts;
mod sketch;
mod terminal;
mod whole;

use std::collections::BTreeMap;
use std::time::Duration;

pub use burst::Burst;
pub(crate) use doc::Origin;
pub(crate) use keys::Press;

use field::Field;
use keys::Meaning;
use terminal::Line;

use crate::message::{FieldDescription, Observation, Seen};
use crate::raw::Raw;
use crate::record::{Actor, BurstEnd, ClipboardChange, GapLength, GapReason, Kind, Modifiers, Sensitive, Target};
use crate::time::WallMillis;

/// A record the scrubber has not seen.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Number of the first observation it covers.
    pub first: u32,
    /// Number of the last.
    pub last: u32,
    /// When it began.
    pub t: WallMillis,
    /// When it ended.
    pub ended: WallMillis,
    /// The document's epoch before it.
    pub epoch: u32,
    /// Who did it.
    pub actor: Actor,
    /// What.
    pub body: Body,
}

/// What a draft says.
#[derive(Clone)]
pub enum Body {
    /// A record of one observation.
    Plain(Kind<Raw<String>>),
    /// Text typed in one go.
    Typed(Burst),
}

impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Plain(_) => f.write_str("Plain(…)"),
            Self::Typed(burst) => burst.fmt(f),
        }
    }
}

/// A pause that ends a burst.
const PAUSE: Duration = Duration::from_secs(5);
/// The longest burst.
const LONGEST: Duration = Duration::from_secs(60);
/// The most keys in a burst.
const MOST_KEYS: usize = 2000;
/// For so long after a key its effect may not have been told.
const UNTOLD: Duration = Duration::from_millis(150);
/// Characters pressed outside any field that are taken for a page's own shortcuts. What goes on is text.
const LOOSE: u8 = 3;

/// Assembles the observations of one document.
#[derive(Default)]
pub struct Assembler {
    fields: BTreeMap<u32, Field>,
    open: Option<Open>,
    /// The last observation's number and time.
    last: u32,
    now: WallMillis,
    /// Number of the last observation if it was a state of a field: the next key needs it.
    state: Option<u32>,
    /// Characters pressed in a row outside any field, and when the last was.
    loose: (u8, WallMillis),
}

/// The burst being typed.
struct Open {
    field: u32,
    keys: Vec<Press>,
    /// How many of the keys have had their effect told.
    told: usize,
    first: u32,
    t: WallMillis,
    /// When the last key was pressed.
    key_t: WallMillis,
    epoch: u32,
    /// Whether an input method took part, and whether it is at it.
    ime: bool,
    composing: bool,
    /// Whether it answers a question for a password.
    hushed: bool,
}

impl Assembler {
    /// An assembler for a document with these fields.
    pub fn new(fields: Vec<FieldDescription>) -> Self {
        let mut assembler = Self::default();
        assembler.describe(fields);
        assembler
    }

    /// Takes descriptions of fields, also anew. What was sensitive once stays so.
    pub fn describe(&mut self, fields: Vec<FieldDescription>) {
        for description in fields {
            match self.fields.get_mut(&description.id) {
                Some(field) => field.describe(description),
                None => {
                    self.fields.insert(description.id, Field::new(description));
                }
            }
        }
    }

    /// Takes an observation, and gives the drafts it finished, in order.
    pub fn observe(&mut self, observation: Observation) -> Vec<Draft> {
        let Observation { n, t, epoch, seen } = observation;
        let mut drafts = Vec::new();
        let before = self.state.take();
        let at = At { n, t, epoch, first: before.map_or(n, |state| state.min(n)) };
        self.now = t;
        match seen {
            Seen::Field { field } => self.describe(vec![field]),
            Seen::Text { field, text, composing } => {
                self.text(&mut drafts, field, &text, composing);
                self.state = Some(n);
            }
            Seen::Key { field, key, code, modifiers, repeat, target } => {
                let press = Press { key: key.into_inner(), code: code.into_inner(), modifiers, t };
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

    fn other(&mut self, drafts: &mut Vec<Draft>, at: At, seen: Seen) {
        match seen {
            Seen::Navigate { url, title, how } => {
                self.close(drafts, BurstEnd::Navigation);
                drafts.push(at.plain(Actor::User, Kind::Navigate { url, title, how }));
            }
            Seen::Click { button, count, modifiers, point, in_target, target } => {
                self.close(drafts, BurstEnd::Moved);
                self.fields.values_mut().for_each(Field::caret_lost);
                self.loose = (0, at.t);
                drafts.push(at.plain(Actor::User, Kind::Click { button, count, modifiers, point, in_target, target }));
            }
            Seen::Secret { field } => {
                self.close(drafts, BurstEnd::Moved);
                if let Some(field) = self.fields.get(&field) {
                    let why = field.description.sensitive.unwrap_or(Sensitive::Private);
                    let burst = Burst::secret(field.target(), field.description.single_line, why, BurstEnd::Blur);
                    drafts.push(at.draft(Actor::User, Body::Typed(burst)));
                }
            }
            Seen::Clipboard { what, field, length } => {
                self.close(drafts, BurstEnd::Shortcut);
                let field = field.and_then(|id| self.fields.get_mut(&id));
                let actor = if what == ClipboardChange::Paste { Actor::Paste } else { Actor::User };
                let target = field.map(|field| {
                    if what == ClipboardChange::Paste {
                        field.pasted();
                    }
                    field.target()
                });
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

    fn text(&mut self, drafts: &mut Vec<Draft>, id: u32, text: &crate::message::FieldText, composing: bool) {
        let open = self.open.as_mut().filter(|open| open.field == id);
        let Some(field) = self.fields.get_mut(&id).filter(|field| !field.is_secret()) else { return };
        let Some(open) = open else {
            if !field.given(text) {
                field.start_at(text);
            }
            return;
        };
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

    fn key(&mut self, drafts: &mut Vec<Draft>, at: At, id: u32, press: Press, repeat: bool) {
        self.loose = (0, at.t);
        if self.open.as_ref().is_some_and(|open| open.field != id) {
            self.close(drafts, BurstEnd::Blur);
        }
        if self.open.as_ref().is_some_and(|open| open.is_over(at.t)) {
            self.close(drafts, BurstEnd::Pause);
        }
        let Some(field) = self.fields.get(&id) else { return };
        let meaning = press.meaning();
        if field.is_shell() {
            return self.shell_key(drafts, at, id, press, repeat);
        }
        let single_line = field.description.single_line;
        let target = field.target();
        let is_open = self.open.is_some();
        match meaning {
            Meaning::Silent => {}
            Meaning::Method => {
                let open = self.open_at(at, id);
                (open.ime, open.composing, open.key_t) = (true, true, at.t);
            }
            Meaning::Enter if single_line && is_open => {
                self.stroke(at, id, press);
                self.told();
                self.close(drafts, BurstEnd::Enter);
            }
            Meaning::Writes => self.stroke(at, id, press),
            Meaning::Enter | Meaning::Tab if !single_line => self.stroke(at, id, press),
            Meaning::Moves if is_open => self.stroke(at, id, press),
            Meaning::Climbs if is_open && !single_line => self.stroke(at, id, press),
            Meaning::Tab => self.command(drafts, at, BurstEnd::Blur, press, repeat, Some(target)),
            Meaning::Enter | Meaning::Moves | Meaning::Climbs | Meaning::Command => {
                self.command(drafts, at, BurstEnd::Shortcut, press, repeat, Some(target));
            }
        }
    }

    fn shell_key(&mut self, drafts: &mut Vec<Draft>, at: At, id: u32, press: Press, repeat: bool) {
        let modifiers = press.modifiers;
        let outside = modifiers.meta || (modifiers.is_command() && (modifiers.shift || !press.is_character()));
        match press.meaning() {
            Meaning::Silent => return,
            Meaning::Method => {
                let open = self.open_at(at, id);
                (open.ime, open.key_t) = (true, at.t);
                return;
            }
            Meaning::Command if outside => {
                let target = self.fields.get(&id).map(Field::target);
                return self.command(drafts, at, BurstEnd::Shortcut, press, repeat, target);
            }
            _ => {}
        }
        let hushed = self.fields.get(&id).is_some_and(Field::is_hushed);
        let open = self.open_at(at, id);
        open.hushed = hushed;
        open.key_t = at.t;
        let number = u32::try_from(open.keys.len()).unwrap_or(u32::MAX);
        let origin = Some((number, number));
        if !hushed {
            open.keys.push(press.clone());
        }
        let Some(terminal) = self.fields.get_mut(&id).and_then(Field::terminal) else { return };
        let line = terminal.press(&press, origin);
        if line == Line::GoesOn {
            return;
        }
        if line == Line::Dropped {
            terminal.clear(origin);
        } else if terminal.is_doubtful()
            && let Some(open) = &mut self.open
        {
            open.hushed = true;
        }
        self.last = at.n;
        self.close(drafts, if line == Line::Sent { BurstEnd::Enter } else { BurstEnd::Shortcut });
        if let Some(terminal) = self.fields.get_mut(&id).and_then(Field::terminal) {
            terminal.next_line(line);
        }
    }

    fn key_outside(
        &mut self,
        drafts: &mut Vec<Draft>,
        at: At,
        press: Press,
        repeat: bool,
        target: Option<Target<Raw<String>>>,
    ) {
        if matches!(press.meaning(), Meaning::Silent | Meaning::Method) {
            return;
        }
        let mut press = press;
        if press.meaning() == Meaning::Writes && press.is_character() {
            let in_a_row = if at.t.since(self.loose.1) > PAUSE { 0 } else { self.loose.0 };
            self.loose = (in_a_row.saturating_add(1), at.t);
            if in_a_row >= LOOSE {
                // Text, to a page that takes it without a field: nobody can tell what it says.
                press = Press {
                    key: "Unidentified".to_owned(),
                    code: String::new(),
                    modifiers: Modifiers::default(),
                    t: at.t,
                };
            }
        }
        self.command(drafts, at, BurstEnd::Moved, press, repeat, target);
    }

    /// A key that is a record of its own, and ends the burst.
    fn command(
        &mut self,
        drafts: &mut Vec<Draft>,
        at: At,
        end: BurstEnd,
        press: Press,
        repeat: bool,
        target: Option<Target<Raw<String>>>,
    ) {
        self.close(drafts, end);
        drafts.push(at.plain(Actor::User, key_record(press, repeat, target)));
    }

    fn open_at(&mut self, at: At, field: u32) -> &mut Open {
        self.open.get_or_insert_with(|| Open {
            field,
            keys: Vec::new(),
            told: 0,
            first: at.first,
            t: at.t,
            key_t: at.t,
            epoch: at.epoch,
            ime: false,
            composing: false,
            hushed: false,
        })
    }

    fn stroke(&mut self, at: At, field: u32, press: Press) {
        self.open_at(at, field);
        self.last = at.n;
        if let (Some(open), Some(field)) = (&mut self.open, self.fields.get_mut(&field)) {
            if field.unchanged(&open.keys, open.told) {
                open.told = open.keys.len();
            }
            open.key_t = at.t;
            open.keys.push(press);
        }
    }

    /// The effects of all keys are known.
    fn told(&mut self) {
        if let Some(open) = &mut self.open {
            open.told = open.keys.len();
        }
    }

    /// Ends a burst that has paused, or gone on for long enough.
    pub fn tick(&mut self, now: WallMillis) -> Vec<Draft> {
        let mut drafts = Vec::new();
        if self.deadline().is_some_and(|deadline| deadline <= now) {
            self.now = now;
            self.close(&mut drafts, BurstEnd::Pause);
        }
        drafts
    }

    /// When `tick` has something to do.
    pub fn deadline(&self) -> Option<WallMillis> {
        let open = self.open.as_ref()?;
        Some((open.key_t + PAUSE).min((open.t + LONGEST).max(open.key_t + UNTOLD)))
    }

    /// Ends the open burst, whatever it is waiting for.
    pub fn end(&mut self, why: BurstEnd) -> Vec<Draft> {
        let mut drafts = Vec::new();
        self.close(&mut drafts, why);
        drafts
    }

    /// Every observation up to this number is in a draft already returned, or has no effect of its own. The state of a
    /// field that was seen last is not settled: the next key can't be understood without it.
    pub fn settled(&self) -> u32 {
        let waiting = self.open.as_ref().map(|open| open.first).or(self.state);
        waiting.map_or(self.last, |first| first.saturating_sub(1).min(self.last))
    }

    /// The open burst as far as it may be stored before it has ended: without what at its caret could still grow into
    /// a secret, in text and keys.
    pub fn checkpoint(&self) -> Option<Draft> {
        let open = self.open.as_ref().filter(|open| !open.hushed)?;
        let field = self.fields.get(&open.field)?;
        let mut burst = field.burst(open.keys.clone(), open.ime, BurstEnd::Cut)?;
        field.withhold(&mut burst);
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
        let Some(field) = self.fields.get_mut(&open.field) else { return };
        if open.hushed || field.is_secret() {
            let why = field.description.sensitive.unwrap_or(Sensitive::Password);
            let burst = Burst::secret(field.target(), field.description.single_line, why, ended);
            field.settle();
            drafts.push(self.draft_of(&open, burst));
            return;
        }
        field.conclude(&open.keys, open.told, self.now.since(open.key_t) < UNTOLD);
        let burst = field.burst(open.keys.clone(), open.ime, ended);
        field.settle();
        match burst {
            Some(burst) => drafts.push(self.draft_of(&open, burst)),
            // Keys that wrote nothing: each is a record of its own.
            None => {
                let target = field.target();
                for press in open.keys {
                    let at = At { n: self.last.max(open.first), t: press.t, epoch: open.epoch, first: open.first };
                    drafts.push(at.plain(Actor::User, key_record(press, false, Some(target.clone()))));
                }
            }
        }
    }
}

impl Open {
    fn is_over(&self, now: WallMillis) -> bool {
        now >= self.key_t + PAUSE || now >= self.t + LONGEST || self.keys.len() >= MOST_KEYS
    }
}

/// Place and time of an observation, and of the state before it that it needs.
#[derive(Clone, Copy)]
struct At {
    n: u32,
    t: WallMillis,
    epoch: u32,
    first: u32,
}

impl At {
    fn plain(self, actor: Actor, kind: Kind<Raw<String>>) -> Draft {
        self.draft(actor, Body::Plain(kind))
    }

    fn draft(self, actor: Actor, body: Body) -> Draft {
        Draft { first: self.n, last: self.n, t: self.t, ended: self.t, epoch: self.epoch, actor, body }
    }
}

fn key_record(press: Press, repeat: bool, target: Option<Target<Raw<String>>>) -> Kind<Raw<String>> {
    Kind::Key { key: Raw::new(press.key), code: Raw::new(press.code), modifiers: press.modifiers, repeat, target }
}

#[cfg(test)]
mod tests;
