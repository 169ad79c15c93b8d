//! Elements and records: every text in them through the door it belongs to.

use super::{Context, Place, Scrubber, field, selector, token};
use crate::assemble::Burst;
use crate::raw::{Raw, Scrubbed};
use crate::record::{Family, Kind, Navigation, Primary, Selectors, Stroke, Target};

/// Longest address and title that are told whole, in bytes. In Chromium an address may have 2 MiB (`url::kMaxURLChars`).
const MOST_URL: usize = 8_192;
const MOST_TITLE: usize = 1_024;

impl Scrubber {
    /// Scrubs an element's description. Of a sensitive element only structure and label stay.
    pub fn target(&self, target: Target<Raw<String>>) -> Target<Scrubbed<String>> {
        let mut target = if target.sensitive.is_some() { without_content(target) } else { target };
        let (css, shadow) = (std::mem::take(&mut target.selectors.css), std::mem::take(&mut target.shadow));
        let mut target = target.map(|text| self.text(text, &Context::of(Place::Title)));
        target.selectors.css = self.css(css);
        target.shadow = shadow.into_iter().map(|css| self.css(css)).collect();
        target
    }

    fn css(&self, raw: Raw<String>) -> Scrubbed<String> {
        let css = selector::scrub(self, &token::escaped(&raw.into_inner()));
        Scrubbed::vouch(css, "every finding replaced, escapes undone")
    }

    /// Scrubs what an element holds, or a part of it.
    fn in_field(&self, text: Raw<String>, target: &Target<Raw<String>>) -> Scrubbed<String> {
        let label = field::label_of(&target.selectors);
        let is_field = matches!(target.tag.peek().as_str(), "input" | "select");
        self.text(text, &if is_field { Context::field(&label, "") } else { Context::default() })
    }

    /// Scrubs where a document is. A page may call itself what it likes, at any length.
    pub fn navigate(&self, url: Raw<String>, title: Raw<String>, how: Navigation) -> Kind<Scrubbed<String>> {
        let (url, title) = (cut(url, MOST_URL, "/?&#"), cut(title, MOST_TITLE, " "));
        Kind::Navigate { url: self.url(url), title: self.text(title, &Context::of(Place::Title)), how }
    }

    /// Scrubs a record.
    pub fn kind(&self, kind: Kind<Raw<String>>) -> Kind<Scrubbed<String>> {
        let text = |raw| self.text(raw, &Context::default());
        let target = |raw| self.target(raw);
        match kind {
            Kind::Session { date, version, rules } => Kind::Session { date, version, rules },
            Kind::Task { phase, goal, outcome } => {
                Kind::Task { phase, goal: goal.map(text), outcome: outcome.map(text) }
            }
            Kind::Navigate { url, title, how } => self.navigate(url, title, how),
            Kind::Tab { what } => Kind::Tab { what },
            Kind::Click { button, count, modifiers, point, in_target, target: element } => {
                Kind::Click { button, count, modifiers, point, in_target, target: target(element) }
            }
            Kind::Drag { button, modifiers, how, path, target: from, onto } => {
                Kind::Drag { button, modifiers, how, path, target: target(from), onto: onto.map(target) }
            }
            Kind::Scroll { delta_x, delta_y, delta_mode, point, to, target: element } => {
                Kind::Scroll { delta_x, delta_y, delta_mode, point, to, target: target(element) }
            }
            Kind::Key { key, code, modifiers, repeat, target: element } => {
                Kind::Key { key: text(key), code: text(code), modifiers, repeat, target: element.map(target) }
            }
            Kind::Type { target, text, at, removed, keys, ime, ended, redacted } => {
                let keys =
                    keys.into_iter().map(|Stroke { key, code, modifiers, after, .. }| (key, code, modifiers, after));
                let record = self.burst(Burst::told(target, text, keys.collect(), ime, ended));
                with_place(record, at, removed, redacted)
            }
            Kind::Clipboard { what, length, text: copied, target: element } => {
                Kind::Clipboard { what, length, text: copied.map(text), target: element.map(target) }
            }
            Kind::Select { length, at, text: selected, target: element } => {
                let selected = selected.map(|selected| self.in_field(selected, &element));
                Kind::Select { length, at, text: selected, target: target(element) }
            }
            Kind::Change { value, target: element } => {
                Kind::Change { value: self.in_field(value, &element), target: target(element) }
            }
            Kind::Focus { target: element } => Kind::Focus { target: target(element) },
            Kind::Resize { width, height, dpr } => Kind::Resize { width, height, dpr },
            Kind::Dialog { accepted } => Kind::Dialog { accepted },
            Kind::Frame { image, media_type, size, width, height, dpr, viewport, phase, action, age, redacted } => {
                Kind::Frame { image, media_type, size, width, height, dpr, viewport, phase, action, age, redacted }
            }
            Kind::Aria { snapshot, cut, action } => Kind::Aria { snapshot: self.tree(snapshot), cut, action },
            Kind::Gap { reason, length, action, phase } => Kind::Gap { reason, length, action, phase },
        }
    }
}

/// A text of at most `most` bytes, cut behind the last of `ends`: half a word may be half a secret.
fn cut(raw: Raw<String>, most: usize, ends: &str) -> Raw<String> {
    let text = raw.peek();
    if text.len() <= most {
        return raw;
    }
    let end = text.bytes().take(most).rposition(|byte| ends.as_bytes().contains(&byte)).map_or(0, |at| at + 1);
    Raw::new(text[..end].to_owned())
}

/// A burst's record with the place it had and what had been found in it before.
fn with_place(record: Kind<Scrubbed<String>>, place: Option<u32>, gone: u32, before: u32) -> Kind<Scrubbed<String>> {
    match record {
        Kind::Type { target, text, keys, ime, ended, redacted, .. } => Kind::Type {
            target,
            text,
            at: place,
            removed: gone,
            keys,
            ime,
            ended,
            redacted: redacted.saturating_add(before),
        },
        other => other,
    }
}

/// Structure and label of a sensitive element.
fn without_content(mut target: Target<Raw<String>>) -> Target<Raw<String>> {
    let Selectors { label, css, xpath, .. } = target.selectors;
    target.selectors = Selectors { test_id: None, name: None, label, placeholder: None, text: None, css, xpath };
    let stays = matches!(target.primary.family, Family::Css | Family::Xpath)
        || (target.primary.family == Family::Label && target.selectors.label.is_some());
    if !stays {
        target.primary = Primary { family: Family::Css, matches: None };
    }
    target
}
