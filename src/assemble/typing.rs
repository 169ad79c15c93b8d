//! What each key does to the burst being typed.

use std::time::Duration;

use super::draft::{At, key_record};
use super::field::Field;
use super::keys::Meaning;
use super::terminal::Line;
use super::{Assembler, Draft, Press};
use crate::raw::Raw;
use crate::record::{Actor, BurstEnd, Modifiers, Target};
use crate::time::WallMillis;

/// After so long without a key, the word at the caret may be stored as it stands.
const REST: Duration = Duration::from_millis(600);
/// A pause that ends a burst.
pub(super) const PAUSE: Duration = Duration::from_secs(5);
/// The longest burst.
const LONGEST: Duration = Duration::from_secs(60);
/// The most keys in a burst, and the most bytes of a field's text told between them: until it ends the probe keeps all of
/// it, and keeps no more than 2,000 observations and 4 million UTF-16 code units.
const MOST_KEYS: usize = 600;
const MOST_TOLD: usize = 2_000_000;
/// For so long after a key its effect may not have been told.
const UNTOLD: Duration = Duration::from_millis(150);
/// Characters pressed outside any field that are taken for a page's own shortcuts. What goes on is text.
const LOOSE: u8 = 3;

/// The burst being typed.
pub(super) struct Open {
    pub(super) field: u32,
    pub(super) keys: Vec<Press>,
    /// How many of the keys have had their effect told.
    pub(super) told: usize,
    /// Bytes of the texts that told it.
    pub(super) volume: usize,
    pub(super) first: u32,
    pub(super) t: WallMillis,
    /// When the last key was pressed.
    pub(super) key_t: WallMillis,
    pub(super) epoch: u32,
    /// Whether an input method took part, and whether it is at it.
    pub(super) ime: bool,
    pub(super) composing: bool,
    /// Whether it answers a question for a password.
    pub(super) hushed: bool,
}

impl Open {
    pub(super) fn is_over(&self, now: WallMillis) -> bool {
        now >= self.key_t + PAUSE || now >= self.t + LONGEST || self.keys.len() >= MOST_KEYS || self.volume >= MOST_TOLD
    }

    /// Whether the hands have rested for a moment.
    pub(super) fn rests(&self, now: WallMillis) -> bool {
        now.since(self.key_t) >= REST
    }

    /// When it is over if no key comes. The effect of the last key has come by then.
    pub(super) fn deadline(&self) -> WallMillis {
        (self.key_t + PAUSE).min((self.t + LONGEST).max(self.key_t + UNTOLD))
    }

    /// Whether the effect of the last key may still be on its way.
    pub(super) fn is_fresh(&self, now: WallMillis) -> bool {
        now.since(self.key_t) < UNTOLD
    }
}

impl Assembler {
    pub(super) fn key(&mut self, drafts: &mut Vec<Draft>, at: At, id: u32, press: Press, repeat: bool) {
        self.picked = None;
        self.loose = (0, at.t);
        if self.open.as_ref().is_some_and(|open| open.field != id) {
            self.close(drafts, BurstEnd::Blur);
        }
        if self.open.as_ref().is_some_and(|open| open.is_over(at.t)) {
            self.close(drafts, BurstEnd::Pause);
        }
        let meaning = press.meaning();
        let writes = press.writes() || meaning == Meaning::Method;
        if writes && self.open.is_some() && self.fields.get(&id).is_some_and(Field::is_apart) {
            // What lies between, such as what was pasted, is not typed.
            self.close(drafts, BurstEnd::Moved);
        }
        let Some(field) = self.fields.get(&id) else { return };
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
        self.note_shell(id, at.n);
    }

    pub(super) fn key_outside(
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
    pub(super) fn command(
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

    pub(super) fn open_at(&mut self, at: At, field: u32) -> &mut Open {
        self.open.get_or_insert_with(|| Open {
            field,
            keys: Vec::new(),
            told: 0,
            volume: 0,
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
        self.join_row(field);
        self.last = at.n;
        if let (Some(open), Some(field)) = (&mut self.open, self.fields.get_mut(&field)) {
            if field.unchanged(&open.keys, open.told, at.t.since(open.key_t)) {
                open.told = open.keys.len();
            }
            open.key_t = at.t;
            open.keys.push(press);
        }
    }

    /// The effects of all keys are known.
    pub(super) fn told(&mut self) {
        if let Some(open) = &mut self.open {
            open.told = open.keys.len();
        }
    }
}
