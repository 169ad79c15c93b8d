//! Small records, and what a reduction of them says in a line.

mod properties;
mod rules;

use candor_core::ids::{Digest, FrameId};
use candor_core::record::{
    Actor, AnyRecord, BurstEnd, ClipboardChange, DragKind, Family, GapLength, GapReason, Kind, MediaType, Modifiers,
    Navigation, Phase, Point, Primary, Record, Rect, Selectors, Stroke, Target, VERSION,
};
use candor_core::time::SessionMillis;

use super::*;

/// A record of the first tab's top frame, by the person.
fn record(seq: u64, t: u64, kind: Kind<String>) -> Record<String> {
    Record { v: VERSION, seq, t: SessionMillis(t), tab: 1, frame: Vec::new(), actor: Actor::User, kind }
}

fn known(record: Record<String>) -> AnyRecord {
    AnyRecord::Known(Box::new(record))
}

/// What comes of records at these times, numbered from 0.
fn reduced(records: impl IntoIterator<Item = (u64, Kind<String>)>) -> Vec<Item> {
    reduce((0..).zip(records).map(|(seq, (t, kind))| known(record(seq, t, kind))))
}

/// Each item's action and children.
fn told(items: &[Item]) -> Vec<String> {
    items.iter().map(|item| format!("{}{:?}", name(item), item.children).replace(' ', "")).collect()
}

fn name(item: &Item) -> String {
    let value = serde_json::to_value(item).unwrap();
    match &item.action {
        Action::Note { .. } => format!("note:{}", value["record"]["kind"].as_str().unwrap()),
        Action::Hotkey(Hotkey { hotkey, count: 1, .. }) => hotkey.replace(' ', ","),
        Action::Hotkey(Hotkey { hotkey, count, .. }) => format!("{hotkey}*{count}"),
        _ => value["action"].as_str().unwrap().to_owned(),
    }
}

fn target(css: &str) -> Target<String> {
    Target {
        tag: "div".to_owned(),
        role: None,
        primary: Primary { family: Family::Css, matches: Some(1) },
        selectors: Selectors {
            test_id: None,
            name: None,
            label: None,
            placeholder: None,
            text: None,
            css: css.to_owned(),
            xpath: String::new(),
        },
        shadow: Vec::new(),
        rect: Rect::default(),
        editable: None,
        reference: None,
        sensitive: None,
    }
}

/// `held` has a letter for each modifier: `c`, `m`, `s`.
fn held(held: &str) -> Modifiers {
    Modifiers { ctrl: held.contains('c'), meta: held.contains('m'), shift: held.contains('s'), ..Modifiers::default() }
}

fn click(count: u32, x: f64) -> Kind<String> {
    let (point, in_target) = (Point { x, y: 0.0 }, Point::default());
    Kind::Click { button: 0, count, modifiers: Modifiers::default(), point, in_target, target: target("#a") }
}

fn key(modifiers: &str, key: &str) -> Kind<String> {
    let (key, target) = (key.to_owned(), Some(target("#a")));
    Kind::Key { key, code: String::new(), modifiers: held(modifiers), repeat: false, target }
}

fn typed(text: &str, at: Option<u32>, ended: BurstEnd) -> Kind<String> {
    let stroke = |c: char| Stroke {
        key: c.into(),
        code: String::new(),
        modifiers: Modifiers::default(),
        after: 100,
        completes: false,
    };
    Kind::Type {
        target: target("#a"),
        text: text.to_owned(),
        at,
        removed: 0,
        keys: text.chars().map(stroke).collect(),
        ime: false,
        ended,
        redacted: 0,
    }
}

fn clipboard(what: ClipboardChange) -> Kind<String> {
    Kind::Clipboard { what, length: 3, text: None, target: Some(target("#a")) }
}

fn scroll(delta_x: f64, delta_y: f64, to: f64) -> Kind<String> {
    let (point, to) = (Point::default(), Some(Point { x: 0.0, y: to }));
    Kind::Scroll { delta_x, delta_y, delta_mode: 0, point, to, target: target("#a") }
}

fn drag(how: DragKind) -> Kind<String> {
    let path = vec![Point::default(), Point { x: 9.0, y: 0.0 }];
    Kind::Drag { button: 0, modifiers: Modifiers::default(), how, path, target: target("#a"), onto: None }
}

fn select(length: u32) -> Kind<String> {
    Kind::Select { length, at: None, text: None, target: target("#a") }
}

fn change(value: &str, css: &str) -> Kind<String> {
    Kind::Change { value: value.to_owned(), target: target(css) }
}

fn navigate(how: Navigation) -> Kind<String> {
    Kind::Navigate { url: "https://ide.example/".to_owned(), title: String::new(), how }
}

fn focus() -> Kind<String> {
    Kind::Focus { target: target("#b") }
}

/// An image that is known by a number.
fn image(number: u8) -> FrameId {
    FrameId::from_bytes([number; 32])
}

fn frame(number: u8, phase: Phase, action: u64) -> Kind<String> {
    Kind::Frame {
        image: image(number),
        media_type: MediaType::Jpeg,
        size: 1,
        width: 1,
        height: 1,
        dpr: 1.0,
        viewport: Rect::default(),
        phase,
        action,
        age: 0,
        redacted: 0,
    }
}

fn no_frame(action: u64) -> Kind<String> {
    let (reason, length) = (GapReason::Frame, GapLength::UnderMinute);
    Kind::Gap { reason, length, action: Some(action), phase: Some(Phase::After) }
}

fn gap() -> Kind<String> {
    Kind::Gap { reason: GapReason::Private, length: GapLength::UnderMinute, action: None, phase: None }
}

fn opening() -> Kind<String> {
    Kind::Session { date: "2026-11-23".to_owned(), version: "0.1.0".to_owned(), rules: Digest::from_bytes([0; 32]) }
}
