//! A field: its description, and how its text is followed.

use std::time::Duration;

use super::burst::Burst;
use super::doc::{Change, Doc, Origin};
use super::keys::{Meaning, Press};
use super::lines::{Lines, Outcome, State};
use super::others::Others;
use super::sketch;
use super::terminal::Terminal;
use super::whole::Whole;
use super::wrote::Wrote;
use crate::message::{FieldDescription, FieldText};
use crate::raw::Raw;
use crate::record::{BurstEnd, Editable, Sensitive, Target};
use crate::scrub::{Context, Detector, utf16};

/// Most descriptions of a field that are remembered.
const MOST_FORMER: usize = 16;

pub(super) struct Field {
    pub(super) description: FieldDescription,
    /// As what records may name it that were made before it was described anew.
    former: Vec<Target<Raw<String>>>,
    model: Model,
    /// Whether records may hold text of it that was typed before it was seen, or where it is not looked at any more.
    has_holes: bool,
    /// Whether somebody else's cursor stood in it during the burst.
    shared: bool,
    pub(super) others: Others,
}

/// How the text of a field is known.
enum Model {
    Whole(Whole),
    Lines(Lines),
    Terminal(Terminal),
}

impl Field {
    pub(super) fn new(description: FieldDescription) -> Self {
        let model = match description.editable {
            Editable::Terminal | Editable::Canvas => Model::Terminal(Terminal::default()),
            Editable::EditContext => Model::Lines(Lines::default()),
            Editable::Input | Editable::ContentEditable => Model::Whole(Whole::default()),
        };
        Self { description, former: Vec::new(), model, has_holes: false, shared: false, others: Others::default() }
    }

    /// Takes a newer description. Sensitivity stays.
    pub(super) fn describe(&mut self, mut description: FieldDescription) {
        description.sensitive = description.sensitive.or(self.description.sensitive);
        if description.editable != self.description.editable {
            self.model = Self::new(description.clone()).model;
        }
        let before = self.target();
        self.description = description;
        let [one, two] = [&before, &self.description.target].map(|target| &target.selectors);
        if (one.css.peek(), one.xpath.peek()) != (two.css.peek(), two.xpath.peek()) && self.former.len() < MOST_FORMER {
            self.former.push(before);
        }
    }

    /// The elements that it was described as.
    pub(super) fn targets(&self) -> Vec<Target<Raw<String>>> {
        self.former.iter().cloned().chain([self.target()]).collect()
    }

    pub(super) fn target(&self) -> Target<Raw<String>> {
        let mut target = self.description.target.clone();
        target.sensitive = target.sensitive.or(self.description.sensitive);
        target
    }

    pub(super) fn is_secret(&self) -> bool {
        self.secrecy().is_some()
    }

    /// Why nothing that is typed here may be told.
    pub(super) fn secrecy(&self) -> Option<Sensitive> {
        self.description.sensitive.or(self.description.target.sensitive)
    }

    pub(super) fn is_shell(&self) -> bool {
        matches!(self.model, Model::Terminal(_))
    }

    pub(super) fn is_hushed(&self) -> bool {
        matches!(&self.model, Model::Terminal(terminal) if terminal.is_hushed())
    }

    pub(super) fn terminal(&mut self) -> Option<&mut Terminal> {
        match &mut self.model {
            Model::Terminal(terminal) => Some(terminal),
            Model::Whole(_) | Model::Lines(_) => None,
        }
    }

    /// A state that no key accounts for. False when the caret has gone where the burst had not been.
    pub(super) fn given(&mut self, state: &FieldText) -> bool {
        self.follow(state, |model, text, selection| match model {
            Model::Whole(whole) => {
                whole.given(text, selection);
                true
            }
            Model::Lines(lines) => lines.given(&State { text, selection }) == Outcome::Followed,
            Model::Terminal(_) => true,
        })
    }

    /// The state after `keys`.
    pub(super) fn typed(&mut self, state: &FieldText, keys: &[Press], origin: Origin) -> bool {
        self.follow(state, |model, text, selection| match model {
            Model::Whole(whole) => {
                whole.typed(text, selection, keys, origin);
                true
            }
            Model::Lines(lines) => lines.typed(&State { text, selection }, keys, origin) == Outcome::Followed,
            Model::Terminal(_) => true,
        })
    }

    /// What was known is known no more: only `state` is.
    pub(super) fn start_at(&mut self, state: &FieldText) {
        self.has_holes |= self.doc().is_some_and(|doc| doc.is_recorded());
        self.model = if state.whole { Model::Whole(Whole::default()) } else { Model::Lines(Lines::default()) };
        self.follow(state, |model, text, selection| {
            match model {
                Model::Whole(whole) => whole.given(text, selection),
                Model::Lines(lines) => lines.start_at(&State { text, selection }),
                Model::Terminal(_) => {}
            }
            true
        });
    }

    fn follow(
        &mut self,
        state: &FieldText,
        take: impl FnOnce(&mut Model, &str, std::ops::Range<usize>) -> bool,
    ) -> bool {
        self.shared |= state.shared;
        // Only with its states it turns out how much of a field is told; a long one can outgrow being told as a whole.
        let fits = match &self.model {
            Model::Whole(_) => state.whole,
            Model::Lines(_) => !state.whole,
            Model::Terminal(_) => return true,
        };
        if !fits && self.is_known() {
            return false;
        }
        if !fits {
            self.model = if state.whole { Model::Whole(Whole::default()) } else { Model::Lines(Lines::default()) };
        }
        let text = state.text.peek();
        let start = utf16::to_byte(text, state.start.min(state.end));
        let end = utf16::to_byte(text, state.end.max(state.start));
        if state.shared {
            self.others.see(text, start..end);
        } else {
            self.others.forget();
        }
        take(&mut self.model, text, start..end)
    }

    /// Whether what is typed next is apart from what the burst has written.
    pub(super) fn is_apart(&self) -> bool {
        match &self.model {
            Model::Whole(whole) => whole.is_apart(),
            Model::Lines(lines) => lines.is_apart(),
            Model::Terminal(_) => false,
        }
    }

    /// The caret may be anywhere by now.
    pub(super) fn caret_lost(&mut self) {
        self.others.forget();
        if let Model::Lines(lines) = &mut self.model {
            lines.forget();
        }
    }

    /// Text was pasted: the record of observation `by` says so.
    pub(super) fn pasted(&mut self, by: u32) {
        match &mut self.model {
            Model::Whole(whole) => whole.pasted(by),
            Model::Lines(lines) => lines.doc().pasted(by),
            Model::Terminal(terminal) => terminal.pasted(),
        }
    }

    /// Something may have been typed in it that is not known of.
    pub(super) fn doubt(&mut self) {
        self.has_holes = true;
    }

    /// Whether that is so.
    pub(super) fn is_doubted(&self) -> bool {
        self.has_holes
    }

    fn doc(&mut self) -> Option<&mut Doc> {
        match &mut self.model {
            Model::Whole(whole) => whole.doc(),
            Model::Lines(lines) => Some(lines.doc()),
            Model::Terminal(_) => None,
        }
    }

    /// The text as it stands after a change that nobody typed, if records hold any of it.
    pub(super) fn meddled_with(&mut self) -> Option<Burst> {
        let caret = match &self.model {
            Model::Whole(whole) => whole.caret(),
            Model::Lines(lines) => lines.caret(),
            Model::Terminal(_) => return None,
        };
        let doc = self.doc()?;
        if !doc.was_meddled_with() {
            return None;
        }
        let change = doc.unchanged(caret.min(doc.text().len()));
        Some(self.burst_of(change, Vec::new(), false, BurstEnd::Moved))
    }

    /// The probe saw the question on the screen, and kept the answer to itself.
    pub(super) fn answered(&mut self) {
        if let Model::Terminal(terminal) = &mut self.model {
            terminal.answered();
        }
    }

    /// No state came in the `time` after the last keys, and then something else did. Whether they did what leaves a state
    /// as it was.
    pub(super) fn unchanged(&mut self, keys: &[Press], told: usize, time: Duration) -> bool {
        match &mut self.model {
            Model::Lines(lines) if told < keys.len() => {
                lines.unchanged(&keys[told..], Some((number(told), number(keys.len() - 1))), time)
            }
            _ => false,
        }
    }

    /// The burst is over. When the last keys are `fresh`, their state has not come yet: they did what they do in any
    /// field.
    pub(super) fn conclude(&mut self, keys: &[Press], told: usize, fresh: bool) {
        if self.unchanged(keys, told, Duration::ZERO) {
            return;
        }
        for (at, press) in keys.iter().enumerate().skip(told).filter(|_| fresh) {
            let origin = Some((number(at), number(at)));
            match &mut self.model {
                Model::Whole(whole) => whole.predict(press, origin),
                Model::Lines(lines) => lines.predict(press, origin),
                Model::Terminal(_) => {}
            }
        }
    }

    /// Ends the burst; what it wrote is in the record whose last observation is `by`, if it is in any.
    pub(super) fn settle(&mut self, by: Option<u32>) {
        self.shared = false;
        match &mut self.model {
            Model::Whole(whole) => whole.settle(by),
            Model::Lines(lines) => lines.settle(by),
            Model::Terminal(terminal) => terminal.settle(by),
        }
    }

    fn change(&self) -> Option<Change> {
        match &self.model {
            Model::Whole(whole) => whole.change(),
            Model::Lines(lines) => lines.change(),
            Model::Terminal(terminal) => terminal.change(),
        }
    }

    fn is_known(&self) -> bool {
        match &self.model {
            Model::Whole(whole) => whole.is_known(),
            Model::Lines(lines) => lines.is_known(),
            Model::Terminal(_) => true,
        }
    }

    /// The burst that `keys` have made; none when they wrote nothing.
    pub(super) fn burst(&self, keys: Vec<Press>, ime: bool, ended: BurstEnd) -> Option<Burst> {
        let mut change = self.change();
        if !self.is_known() || self.shared {
            // The field never told its text, or nobody can say whose it is: the keys say what there is to say.
            let spelt = sketch::result(&keys, Press::op);
            let before = change.map(|change| change.before).unwrap_or_default();
            change = Some(Change { text: spelt.text, origin: spelt.origin, before, ..Change::default() });
        }
        let writes = |press: &Press| press.meaning() == Meaning::Enter || press.is_character();
        let is_change = change.as_ref().is_some_and(|change| !change.text.is_empty() || !change.replaced.is_empty());
        if !is_change && !keys.iter().any(writes) {
            return None;
        }
        Some(self.burst_of(change.unwrap_or_default(), keys, ime, ended))
    }

    fn burst_of(&self, mut change: Change, keys: Vec<Press>, ime: bool, ended: BurstEnd) -> Burst {
        // What stood there when it was met may have been written in the document before this one.
        change.has_holes = true;
        let caret = self.caret_in(&change);
        Burst {
            target: self.target(),
            autocomplete: self.description.autocomplete.peek().clone(),
            single_line: self.description.single_line,
            shell: self.is_shell(),
            secret: None,
            keys,
            change,
            caret,
            beside: Vec::new(),
            whole: matches!(&self.model, Model::Whole(whole) if whole.is_known()),
            ime,
            ended,
        }
    }

    /// The text of a field of one line, as it stands.
    pub(super) fn line(&self) -> Option<&str> {
        match &self.model {
            Model::Whole(whole) if self.description.single_line && !self.is_secret() => whole.text(),
            _ => None,
        }
    }

    /// Stretches of the text that records hold.
    pub(super) fn wrote(&self) -> Vec<Wrote> {
        match &self.model {
            Model::Whole(whole) => whole.wrote(),
            _ => Vec::new(),
        }
    }

    /// The caret's place in a change, on a character boundary.
    fn caret_in(&self, change: &Change) -> usize {
        let caret = match &self.model {
            Model::Whole(whole) if whole.is_known() => whole.caret(),
            Model::Whole(_) => usize::MAX,
            Model::Lines(lines) => lines.caret(),
            Model::Terminal(terminal) => terminal.caret(),
        };
        let caret = caret.saturating_sub(change.before.len()).min(change.text.len());
        (0..=caret).rev().find(|at| change.text.is_char_boundary(*at)).unwrap_or(0)
    }

    /// Takes from a burst what could still grow into a secret at its caret.
    pub(super) fn withhold(burst: &mut Burst, detector: &Detector) {
        burst.withhold(|text| detector.pending(text, &Context::default()));
    }
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
