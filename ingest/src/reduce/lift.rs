//! From a record to an item of its own.

use candor_core::record::{Actor, AnyRecord, DragKind, Kind, Record, Stroke};
use candor_core::time::SessionMillis;

use super::hotkey;
use super::item::{Action, Click, Drag, Hotkey, Item, Navigate, Pressed, Scroll, Select, Selection, Type};
use super::thresholds::THRESHOLDS;

/// The item that a record is when nothing is joined to it.
pub(super) fn lift(record: AnyRecord) -> Item {
    match record {
        AnyRecord::Known(record) => known(*record),
        AnyRecord::Unknown(record) => Item {
            v: THRESHOLDS.version,
            t: record.t,
            until: record.t,
            tab: record.tab,
            frame: record.frame.clone(),
            actor: record.actor,
            children: vec![record.seq],
            last: None,
            before: None,
            after: None,
            action: Action::Note { record: AnyRecord::Unknown(record) },
        },
    }
}

fn known(record: Record<String>) -> Item {
    let Record { v, seq, t, tab, frame, actor, kind } = record;
    let until = match &kind {
        Kind::Type { keys, ime, redacted, .. } => SessionMillis(t.0.saturating_add(longest(keys, *ime, *redacted))),
        _ => t,
    };
    let carried = |kind| {
        let record = Record { v, seq, t, tab, frame: frame.clone(), actor, kind };
        Action::Note { record: AnyRecord::Known(Box::new(record)) }
    };
    let action = match kind {
        Kind::Navigate { url, title, how } => Action::Navigate(Navigate { url, title, how }),
        Kind::Tab { what } => Action::SwitchTab { what },
        Kind::Click { button, count, modifiers, point, in_target, target } => {
            Action::Click(Click { button, count, modifiers, point, in_target, target, selected: None })
        }
        Kind::Drag { how: DragKind::Selection, button: _, modifiers, path, target, onto } => {
            Action::Select(Select { target, onto, value: None, selected: None, point: None, path, modifiers })
        }
        Kind::Drag { button, modifiers, how, path, target, onto } => {
            Action::Drag(Drag { button, modifiers, how, path, target, onto })
        }
        Kind::Scroll { delta_x, delta_y, delta_mode, point, to, target } => {
            Action::Scroll(Scroll { delta_x, delta_y, delta_mode, point, to, target })
        }
        Kind::Key { key, code, modifiers, repeat, target } => {
            let pressed = Pressed { key, code, modifiers };
            Action::Hotkey(Hotkey {
                hotkey: hotkey::name(&pressed),
                keys: vec![pressed],
                count: 1,
                held: repeat,
                target,
                clipboard: None,
                selected: None,
            })
        }
        // That others write is no action of the person.
        kind @ Kind::Type { .. } if actor == Actor::Remote => carried(kind),
        Kind::Type { target, text, at, removed, keys, ime, ended, redacted } => {
            Action::Type(Type { target, text, at, removed, keys, ime, ended, redacted })
        }
        Kind::Select { length, at, text, target } => {
            Action::Select(Select { selected: Some(Selection { length, at, text }), ..Select::of(target) })
        }
        Kind::Change { value, target } => Action::Select(Select { value: Some(value), ..Select::of(target) }),
        // A change of the clipboard belongs to the keys that asked for it. By itself, it came from a menu of the browser or
        // from the page, and there is no saying which.
        kind @ (Kind::Session { .. }
        | Kind::Task { .. }
        | Kind::Clipboard { .. }
        | Kind::Focus { .. }
        | Kind::Resize { .. }
        | Kind::Dialog { .. }
        | Kind::Frame { .. }
        | Kind::Aria { .. }
        | Kind::Gap { .. }) => carried(kind),
    };
    let children = vec![seq];
    let v = THRESHOLDS.version;
    Item { v, t, until, tab, frame, actor, children, last: None, before: None, after: None, action }
}

/// How long a burst can have lasted, in milliseconds.
fn longest(keys: &[Stroke<String>], ime: bool, redacted: u32) -> u64 {
    if ime || redacted > 0 {
        return THRESHOLDS.burst_length;
    }
    let offsets = keys.iter().map(|key| match u64::from(key.after) {
        after if after >= THRESHOLDS.longest_offset => THRESHOLDS.burst_pause,
        after => after,
    });
    offsets.sum::<u64>().min(THRESHOLDS.burst_length)
}
