//! The rules: what goes on with the action before it, and what came of it.
//!
//! A rule looks at an action and at the one right after it, and gives the one that both are. What it asks of the second
//! either does not change when more is joined to that, or makes the rule fail once it does. So what was refused is refused
//! again: that is why reducing twice changes nothing.

use candor_core::record::{Actor, AnyRecord, BurstEnd, Kind, Target};

use super::hotkey;
use super::item::{Action, Click, Clipboard, Hotkey, Item, Scroll, Select, Type};
use super::thresholds::THRESHOLDS;

/// What the second action is to the first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// More of it: a picture after it is the one after both.
    More,
    /// What came of it, without the person doing more.
    Result,
}

/// Joins `next` to the item before it, or gives it back.
pub(super) fn join(item: &mut Item, next: Item) -> Option<Item> {
    let pause = next.t.0.saturating_sub(item.until.0);
    if (item.tab, &item.frame) != (next.tab, &next.frame) {
        return Some(next);
    }
    let joined = match (&item.action, &next.action) {
        // The one thing done by two: the person pastes, the clipboard writes.
        (Action::Hotkey(keys), Action::Note { record }) if [item.actor, Actor::Paste].contains(&next.actor) => {
            clipboard(keys, record, pause).map(|keys| (Action::Hotkey(keys), Role::Result))
        }
        _ if item.actor != next.actor => None,
        (Action::Click(first), Action::Click(second)) if first.count == 1 => {
            click(first, second, pause).map(|click| (Action::DoubleClick(click), Role::More))
        }
        (Action::DoubleClick(first), Action::Click(third)) => {
            click(first, third, pause).map(|click| (Action::TripleClick(click), Role::More))
        }
        (Action::Type(first), Action::Type(second)) => {
            typing(first, second, pause).map(|typing| (Action::Type(typing), Role::More))
        }
        (Action::Hotkey(first), Action::Hotkey(second)) => again(first, second, pause)
            .or_else(|| chord(first, second, pause))
            .map(|keys| (Action::Hotkey(keys), Role::More)),
        (Action::Scroll(first), Action::Scroll(second)) => {
            scroll(first, second, pause).map(|scroll| (Action::Scroll(scroll), Role::More))
        }
        (action, Action::Select(choice)) if pause <= THRESHOLDS.result_pause => {
            result(action, choice).map(|action| (action, Role::Result))
        }
        _ => None,
    };
    let Some((action, role)) = joined else { return Some(next) };
    item.action = action;
    item.until = item.until.max(next.until);
    if role == Role::More {
        item.last = next.completed_by();
        item.after = next.after;
    }
    item.children.extend(next.children);
    item.children.sort_unstable();
    None
}

/// The next click of a double or triple click, in the same place with the same button.
fn click(first: &Click, next: &Click, pause: u64) -> Option<Click> {
    let (x, y) = (next.point.x - first.point.x, next.point.y - first.point.y);
    (next.count == first.count + 1
        && next.button == first.button
        && next.modifiers == first.modifiers
        && x.hypot(y) <= THRESHOLDS.click_radius
        && pause <= THRESHOLDS.click_pause)
        .then(|| Click {
            count: next.count,
            selected: next.selected.clone().or(first.selected.clone()),
            ..first.clone()
        })
}

/// A burst that goes on where the one before it paused. One that takes back some of it is another: what stands in the
/// field then can't be told from both, since a redaction has the length of its token.
fn typing(first: &Type, next: &Type, pause: u64) -> Option<Type> {
    let end = first.at?.checked_add(u32::try_from(first.text.encode_utf16().count()).ok()?)?;
    (first.ended == BurstEnd::Pause
        && next.at == Some(end)
        && next.removed == 0
        && pause <= THRESHOLDS.type_pause
        && is_same(&first.target, &next.target))
    .then(|| Type {
        target: first.target.clone(),
        text: [first.text.as_str(), &next.text].concat(),
        at: first.at,
        removed: first.removed,
        keys: [first.keys.as_slice(), &next.keys].concat(),
        ime: first.ime || next.ime,
        ended: next.ended,
        redacted: first.redacted.saturating_add(next.redacted),
    })
}

/// The same key again.
fn again(first: &Hotkey, next: &Hotkey, pause: u64) -> Option<Hotkey> {
    (first.keys.len() == 1
        && first.keys == next.keys
        && first.clipboard.is_none()
        && pause <= THRESHOLDS.repeat_pause
        && is_same_focus(first, next))
    .then(|| Hotkey {
        count: first.count.saturating_add(next.count),
        held: first.held || next.held,
        clipboard: next.clipboard.clone(),
        selected: next.selected.clone().or(first.selected.clone()),
        ..first.clone()
    })
}

/// The second key of a chord.
fn chord(first: &Hotkey, next: &Hotkey, pause: u64) -> Option<Hotkey> {
    let ([one], [two]) = (&first.keys[..], &next.keys[..]) else { return None };
    (first.count == 1
        && next.count == 1
        && first.clipboard.is_none()
        && hotkey::is_chord(one, two)
        && pause <= THRESHOLDS.chord_pause
        && is_same_focus(first, next))
    .then(|| Hotkey {
        hotkey: format!("{} {}", first.hotkey, next.hotkey),
        keys: vec![one.clone(), two.clone()],
        target: first.target.clone(),
        ..next.clone()
    })
}

/// What a key did to the clipboard.
fn clipboard(keys: &Hotkey, record: &AnyRecord, pause: u64) -> Option<Hotkey> {
    let AnyRecord::Known(record) = record else { return None };
    let Kind::Clipboard { what, length, text, target: _ } = &record.kind else { return None };
    let [pressed] = &keys.keys[..] else { return None };
    let is_free = keys.clipboard.is_none() && pause <= THRESHOLDS.result_pause;
    (is_free && hotkey::asks_for(pressed, *what)).then(|| Hotkey {
        clipboard: Some(Clipboard { what: *what, length: *length, text: text.clone() }),
        ..keys.clone()
    })
}

/// More scrolling of the same thing in the same direction.
fn scroll(first: &Scroll, next: &Scroll, pause: u64) -> Option<Scroll> {
    let direction = |scroll: &Scroll| [scroll.delta_x, scroll.delta_y].map(|delta| delta.partial_cmp(&0.0));
    let (delta_x, delta_y) = (first.delta_x + next.delta_x, first.delta_y + next.delta_y);
    (direction(first) == direction(next)
        && first.delta_mode == next.delta_mode
        && delta_x.is_finite()
        && delta_y.is_finite()
        && pause <= THRESHOLDS.scroll_pause
        && is_same(&first.target, &next.target))
    .then(|| Scroll { delta_x, delta_y, to: next.to, ..first.clone() })
}

/// The text that an action selected, or the value that a click chose. Of several selections the last one counts.
fn result(action: &Action, choice: &Select) -> Option<Action> {
    if choice.point.is_some() || !choice.path.is_empty() {
        return None;
    }
    let (selected, value) = (choice.selected.clone(), choice.value.clone());
    match action {
        Action::Click(click) if click.button == 0 && value.is_some() && is_same(&click.target, &choice.target) => {
            let (point, modifiers) = (Some(click.point), click.modifiers);
            Some(Action::Select(Select { point, modifiers, ..choice.clone() }))
        }
        _ if selected.is_none() => None,
        Action::Click(click) => Some(Action::Click(Click { selected, ..click.clone() })),
        Action::DoubleClick(click) => Some(Action::DoubleClick(Click { selected, ..click.clone() })),
        Action::TripleClick(click) => Some(Action::TripleClick(Click { selected, ..click.clone() })),
        Action::Hotkey(keys) => Some(Action::Hotkey(Hotkey { selected, ..keys.clone() })),
        Action::Select(drag) if !drag.path.is_empty() => Some(Action::Select(Select { selected, ..drag.clone() })),
        _ => None,
    }
}

/// Whether two descriptions are of one element. Its text and its box may have changed in between.
fn is_same(one: &Target<String>, other: &Target<String>) -> bool {
    one.tag == other.tag
        && one.shadow == other.shadow
        && one.selectors.css == other.selectors.css
        && one.selectors.xpath == other.selectors.xpath
}

fn is_same_focus(one: &Hotkey, other: &Hotkey) -> bool {
    match (&one.target, &other.target) {
        (Some(one), Some(other)) => is_same(one, other),
        (one, other) => one.is_none() && other.is_none(),
    }
}
