//! A document with a probe: numbers what it sees, keeps it until it is acknowledged, sends it again on a new port.

use std::collections::{BTreeMap, BTreeSet};

use crate::ids::DocNonce;
use crate::message::{FieldDescription, FieldText, FromProbe, Observation, Seen, ToProbe, View};
use crate::raw::Raw;
use crate::record::{
    ClipboardChange, Editable, Family, Modifiers, Navigation, Point, Primary, Rect, Selectors, Sensitive, Target,
};
use crate::time::WallMillis;

/// A document.
pub(super) struct Probe {
    pub(super) nonce: DocNonce,
    pub(super) tab: u32,
    pub(super) port: Option<u32>,
    pub(super) observing: bool,
    pub(super) detached: bool,
    /// Whether the browser says that it is the top one of its tab.
    pub(super) is_top: bool,
    /// Its place among the tab's frames, as it says.
    pub(super) frame: Vec<u32>,
    pub(super) acked: u32,
    pub(super) text: String,
    /// What a snapshot of it says.
    pub(super) tree: String,
    /// Name of the field's element.
    pub(super) label: String,
    /// The field that has the focus: 1 is an editor, the others are lines of a form.
    field: u32,
    /// The texts of the others that were used.
    others: BTreeMap<u32, String>,
    /// The fields that are masked: they are described so from then on.
    masked: BTreeSet<u32>,
    /// What the editor is.
    pub(super) editable: Editable,
    /// By how many milliseconds its clock is behind: a page's stands still while the machine is asleep.
    pub(super) behind: u64,
    /// The fields that are called otherwise than at first, and so are found by another way.
    renamed: BTreeSet<u32>,
    kept: Vec<Observation>,
    last: u32,
    sent: u32,
    epoch: u32,
    told: Option<(String, u32)>,
}

impl Probe {
    pub(super) fn new(number: u8, tab: u32) -> Self {
        Self {
            nonce: DocNonce::from_bytes([number; 15]),
            tab,
            port: None,
            observing: false,
            detached: false,
            is_top: true,
            frame: Vec::new(),
            acked: 0,
            text: String::new(),
            tree: "- button \"Run\" [ref=e1]".to_owned(),
            label: "editor".to_owned(),
            field: 1,
            others: BTreeMap::new(),
            masked: BTreeSet::new(),
            editable: Editable::Input,
            behind: 0,
            renamed: BTreeSet::new(),
            kept: Vec::new(),
            last: 0,
            sent: 0,
            epoch: 1,
            told: None,
        }
    }

    /// The number of the last observation.
    pub(super) fn last(&self) -> u32 {
        self.last
    }

    /// A frame in place of a page.
    pub(super) fn stand_at(&mut self, path: &[u32]) {
        (self.is_top, self.frame) = (false, path.to_vec());
    }

    pub(super) fn hello(&mut self) -> FromProbe {
        self.sent = self.acked;
        let used = self.others.keys().copied().chain([1, self.field]).collect::<BTreeSet<u32>>();
        let fields = used.into_iter().map(|id| self.description(id)).collect();
        let (url, title) = (Raw::new(super::world::PAGE.to_owned()), Raw::new("Page".to_owned()));
        FromProbe::Hello { nonce: self.nonce, frame: self.frame.clone(), visible: true, fields, url, title }
    }

    /// Says that a field is masked from now on.
    pub(super) fn mask(&mut self, now: WallMillis, id: u32) {
        self.masked.insert(id);
        let field = self.description(id);
        self.see(now, Seen::Field { field });
    }

    /// Describes a field anew that is called otherwise by now.
    pub(super) fn rename(&mut self, now: WallMillis, id: u32) {
        self.renamed.insert(id);
        let field = self.description(id);
        self.see(now, Seen::Field { field });
    }

    fn description(&self, id: u32) -> FieldDescription {
        let name = if id == 1 { self.label.clone() } else { format!("line {id}") };
        let mut target = target(&name);
        let place = if self.renamed.contains(&id) { "/div/input" } else { "/input" };
        target.selectors.xpath = Raw::new(format!("{place}[{id}]"));
        FieldDescription {
            id,
            target,
            editable: if id == 1 { self.editable } else { Editable::Input },
            sensitive: self.masked.contains(&id).then_some(Sensitive::Private),
            single_line: id > 1,
            autocomplete: Raw::default(),
        }
    }

    /// Goes to another field.
    pub(super) fn focus(&mut self, now: WallMillis, field: u32) {
        if field == self.field {
            return;
        }
        self.tell(now);
        self.see(now, Seen::Blur { field: self.field });
        let text = self.others.remove(&field).unwrap_or_default();
        let left = std::mem::replace(&mut self.text, text);
        self.others.insert(std::mem::replace(&mut self.field, field), left);
        self.told = None;
        let field = self.description(field);
        self.see(now, Seen::Field { field });
    }

    /// Pastes at the end.
    pub(super) fn paste(&mut self, now: WallMillis, text: &str) {
        self.tell(now);
        let length = u32::try_from(text.encode_utf16().count()).unwrap();
        self.see(now, Seen::Clipboard { what: ClipboardChange::Paste, field: Some(self.field), length });
        self.text.push_str(text);
        self.epoch += 1;
    }

    /// Everything that was not sent on this port.
    pub(super) fn flush(&mut self) -> Option<FromProbe> {
        let fresh = |observation: &&Observation| observation.n > self.sent;
        let observations: Vec<Observation> = self.kept.iter().filter(fresh).cloned().collect();
        if self.port.is_none() || !self.observing || observations.is_empty() {
            return None;
        }
        self.sent = self.last;
        Some(FromProbe::Observed { observations })
    }

    pub(super) fn hear(&mut self, now: WallMillis, message: &ToProbe) -> Vec<FromProbe> {
        match *message {
            ToProbe::Observe { upto, .. } => {
                self.drop(upto);
                self.observing = true;
                self.sent = self.acked;
                self.flush().into_iter().collect()
            }
            ToProbe::Ack { upto } => {
                assert!(upto <= self.last, "acknowledged what was never seen");
                self.drop(upto);
                Vec::new()
            }
            ToProbe::Detach => {
                (self.detached, self.observing) = (true, false);
                self.kept.clear();
                Vec::new()
            }
            ToProbe::Look => {
                vec![FromProbe::Aria { epoch: self.epoch, t: now, tree: Raw::new(self.tree.clone()), cut: false }]
            }
            ToProbe::Open { ticket } => vec![FromProbe::Runs { ticket, runs: Vec::new() }],
            ToProbe::Spans { ticket, .. } => {
                let view = View { width: 800.0, height: 600.0, ..View::default() };
                vec![FromProbe::Ready {
                    ticket,
                    epoch: self.epoch,
                    frame: self.frame.clone(),
                    rects: Vec::new(),
                    surfaces: None,
                    children: Vec::new(),
                    view,
                }]
            }
            ToProbe::Close { ticket } => vec![FromProbe::Closed {
                ticket,
                moved: false,
                epoch: self.epoch,
                rects: Vec::new(),
                changed: Vec::new(),
            }],
        }
    }

    fn drop(&mut self, upto: u32) {
        self.acked = self.acked.max(upto.min(self.last));
        self.kept.retain(|observation| observation.n > self.acked);
    }

    pub(super) fn see(&mut self, now: WallMillis, seen: Seen) {
        let changes = matches!(seen, Seen::Click { .. } | Seen::Navigate { .. });
        if self.detached {
            return;
        }
        self.last += 1;
        let t = WallMillis(now.0.saturating_sub(self.behind));
        self.kept.push(Observation { n: self.last, t, epoch: self.epoch, seen });
        if changes {
            self.epoch += 1;
        }
    }

    pub(super) fn settled(&self) -> FromProbe {
        FromProbe::Settled { epoch: self.epoch, n: self.last }
    }

    /// Whether the field's text is another than what was told last. A terminal's is not told.
    pub(super) fn has_changed(&self) -> bool {
        !self.is_terminal() && self.told.as_ref().map_or("", |(text, _)| text.as_str()) != self.text
    }

    /// Tells the field's text if it has changed, or if what was told last needs not be sent again.
    pub(super) fn tell(&mut self, now: WallMillis) {
        let known = self.told.as_ref().is_some_and(|(text, n)| *text == self.text && *n > self.acked);
        if !known && !self.is_terminal() {
            let end = u32::try_from(self.text.encode_utf16().count()).unwrap();
            let text = FieldText { text: Raw::new(self.text.clone()), start: end, end, whole: true, shared: false };
            self.see(now, Seen::Text { field: self.field, text, composing: false });
            self.told = Some((self.text.clone(), self.last));
        }
    }

    fn is_terminal(&self) -> bool {
        self.field == 1 && self.editable == Editable::Terminal
    }

    pub(super) fn press(&mut self, now: WallMillis, key: &str) {
        self.tell(now);
        let code = Raw::new(if key.len() == 1 { format!("Key{}", key.to_uppercase()) } else { key.to_owned() });
        let modifiers = Modifiers::default();
        let raw = Raw::new(key.to_owned());
        self.see(now, Seen::Key { field: Some(self.field), key: raw, code, modifiers, repeat: false, target: None });
        if key == "Backspace" {
            self.text.pop();
        } else {
            self.text.push_str(if key == "Enter" { "\n" } else { key });
        }
        self.epoch += 1;
    }

    pub(super) fn click(&mut self, now: WallMillis, name: &str) {
        let (point, in_target) = (Point { x: 5.0, y: 6.0 }, Point::default());
        let modifiers = Modifiers::default();
        self.see(now, Seen::Click { button: 0, count: 1, modifiers, point, in_target, target: target(name) });
    }

    /// Says where the document is that it was injected into.
    pub(super) fn resume(&mut self, now: WallMillis) {
        let (url, title) = (Raw::new(super::world::PAGE.to_owned()), Raw::new("Page".to_owned()));
        self.see(now, Seen::Navigate { url, title, how: Navigation::Resume });
    }

    pub(super) fn navigate(&mut self, now: WallMillis, url: &str, title: &str) {
        let [url, title] = [url, title].map(|text| Raw::new(text.to_owned()));
        self.see(now, Seen::Navigate { url, title, how: Navigation::Load });
    }
}

fn target(name: &str) -> Target<Raw<String>> {
    let text = |text: &str| Raw::new(text.to_owned());
    Target {
        tag: text("button"),
        role: Some(text("button")),
        primary: Primary { family: Family::Role, matches: Some(1) },
        selectors: Selectors {
            test_id: None,
            name: Some(text(name)),
            label: None,
            placeholder: None,
            text: None,
            css: text("button"),
            xpath: text("/button"),
        },
        shadow: Vec::new(),
        rect: Rect::default(),
        editable: None,
        reference: None,
        sensitive: None,
    }
}
