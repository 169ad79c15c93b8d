//! `candor reduce`: from records to what a person did, an [`Item`] each.
//!
//! A double click is three records or more, a scroll a dozen, a shortcut a key and what it did to the clipboard. A
//! reduction makes one action of each, and keeps its children: which records it was made of.
//!
//! - **Nothing is lost.** Every record is a child of exactly one item. What is no action is carried through as a `note`.
//!   Pictures, snapshots and notes of missing pictures are children of the action they belong to.
//! - **Order is kept.** Items are in order of their first children, children in order of their numbers.
//! - **What is doubtful is not joined.** Nothing is joined over another action, a `gap`, a number that is missing, or a
//!   record that may be an action; nothing of two tabs, frames or actors, but for a paste and the key that asked for it.
//! - **Reducing twice changes nothing**: [`joined`] gives what `reduce` gave as it is.
//!
//! What is close enough to be one action is in [`THRESHOLDS`], with a version. There is no clock and no I/O here but in
//! [`lines`](lines()), which is the command.

mod hotkey;
mod item;
mod join;
mod lift;
mod lines;
mod runs;
mod thresholds;
mod view;
mod wait;

use std::collections::HashMap;

use candor_core::record::{AnyRecord, Kind};

pub use item::{Action, Click, Clipboard, Drag, Hotkey, Item, Navigate, Pressed, Scroll, Select, Selection, Type};
pub use lines::lines;
use runs::Runs;
pub use thresholds::{THRESHOLDS, Thresholds};
use view::View;

/// Reduces the records of one session, which are in order of `seq`. Some may be missing.
pub fn reduce(records: impl IntoIterator<Item = AnyRecord>) -> Vec<Item> {
    joined(records.into_iter().map(lift::lift))
}

/// Joins items of one session, which are in order of their first children. To those of a reduction nothing is done.
pub fn joined(items: impl IntoIterator<Item = Item>) -> Vec<Item> {
    let items: Vec<Item> = items.into_iter().filter(|item| !matches!(item.action, Action::Wait { .. })).collect();
    let runs = Runs::of(&items);
    let mut row = Row::default();
    for item in items {
        row.take(item, &runs);
    }
    wait::with_waits(row.items, &runs)
}

/// Items, joined as far as they have come.
#[derive(Default)]
struct Row {
    items: Vec<Item>,
    /// Which item has this child.
    places: HashMap<u64, usize>,
    /// The last item that something may be joined to. One that nothing is ever joined to keeps apart what is around it.
    latest: Option<usize>,
}

impl Row {
    fn take(&mut self, item: Item, runs: &Runs) {
        let children = item.children.clone();
        let view = View::of(&item);
        let is_aside = view.is_some() || is_focus(&item);
        let joins = match &view {
            Some(view) => self.place_of(view, &item),
            None => self.latest.filter(|place| !is_aside && runs.join(&self.items[*place], &item)),
        };
        let left = match (joins, view) {
            (Some(place), Some(view)) => {
                view.attach(&mut self.items[place], item);
                None
            }
            (Some(place), None) => join::join(&mut self.items[place], item),
            (None, _) => Some(item),
        };
        let place = match left {
            None => joins,
            Some(item) => {
                self.items.push(item);
                let place = Some(self.items.len() - 1);
                self.latest = if is_aside { self.latest } else { place };
                place
            }
        };
        self.places.extend(children.into_iter().filter_map(|child| Some((child, place?))));
    }

    /// The item that a view is of, if that came before it.
    fn place_of(&self, view: &View, item: &Item) -> Option<usize> {
        let place = self.places.get(&view.action).copied()?;
        let is_earlier = item.children.first().is_some_and(|first| view.action < *first);
        (is_earlier && self.items[place].tab == item.tab).then_some(place)
    }
}

/// Where the focus went is no action, and comes between those that are one: a click that gives the focus to an editor's
/// hidden field, and the second of a double click.
fn is_focus(item: &Item) -> bool {
    matches!(item.record(), Some(Kind::Focus { .. }))
}

#[cfg(test)]
mod tests;
