//! A field whose text is read as a whole: what a key did is the difference between the states around it.

use std::ops::Range;

use super::doc::{Change, Doc, Origin};
use super::keys::{Press, edit};
use super::sketch;
use super::wrote::Wrote;

/// A field that is read as a whole.
#[derive(Clone, Default)]
pub(crate) struct Whole {
    /// The last state; none before the first.
    doc: Option<Doc>,
    selection: Range<usize>,
    /// Number of a paste that came before the first state.
    pasted: Option<u32>,
}

impl Whole {
    /// A state that no key accounts for: the page's doing, or the text before the first key.
    pub(crate) fn given(&mut self, text: &str, selection: Range<usize>) {
        self.deselect();
        self.take(text, selection, None);
    }

    /// The state after keys.
    pub(crate) fn typed(&mut self, text: &str, selection: Range<usize>, keys: &[Press], origin: Origin) {
        let caret = selection.end;
        if self.doc.is_none() {
            // No state from before: what the keys spell stands before the caret, if they wrote.
            let spelt = sketch::result(keys, Press::op).text;
            let base = text[..caret].strip_suffix(spelt.as_str()).unwrap_or(&text[..caret]);
            self.doc = Some(Doc::new(&format!("{base}{}", &text[caret..])));
        }
        if !keys.first().is_some_and(Press::writes) {
            self.deselect();
        }
        self.take(text, selection, origin);
    }

    /// Whether what is typed next is apart from what was.
    pub(crate) fn is_apart(&self) -> bool {
        self.doc.as_ref().is_some_and(|doc| doc.is_apart(&self.selection))
    }

    /// What was selected has not given way to what is typed.
    fn deselect(&mut self) {
        self.selection.start = self.selection.end;
    }

    fn take(&mut self, text: &str, selection: Range<usize>, origin: Origin) {
        match &mut self.doc {
            None => {
                let mut doc = Doc::default();
                if let Some(by) = self.pasted.take() {
                    doc.pasted(by);
                }
                doc.splice(0, 0, text, None);
                self.doc = Some(doc);
            }
            Some(doc) => {
                doc.become_text(0..doc.text().len(), &self.selection, text, selection.end, origin);
            }
        }
        self.selection = selection;
    }

    /// Keys whose effect was not told before something else happened: what they do in any field.
    pub(crate) fn predict(&mut self, press: &Press, origin: Origin) {
        if let Some(doc) = &mut self.doc {
            let edit = edit(doc.text(), self.selection.end, press.op());
            doc.splice(edit.at, edit.removed, edit.inserted, origin);
            self.selection = edit.caret..edit.caret;
        }
    }

    pub(crate) fn change(&self) -> Option<Change> {
        self.doc.as_ref()?.change()
    }

    /// Whether any state was told.
    pub(crate) fn is_known(&self) -> bool {
        self.doc.is_some()
    }

    pub(crate) fn settle(&mut self, by: Option<u32>) {
        if let Some(doc) = &mut self.doc {
            doc.settle(by);
        }
    }

    pub(crate) fn pasted(&mut self, by: u32) {
        match &mut self.doc {
            Some(doc) => doc.pasted(by),
            None => self.pasted = Some(by),
        }
    }

    pub(crate) fn doc(&mut self) -> Option<&mut Doc> {
        self.doc.as_mut()
    }

    /// Stretches of the text that records hold.
    pub(crate) fn wrote(&self) -> Vec<Wrote> {
        self.doc.as_ref().map(|doc| doc.unchanged(0).wrote).unwrap_or_default()
    }

    /// The text, if it is known.
    pub(crate) fn text(&self) -> Option<&str> {
        self.doc.as_ref().map(Doc::text)
    }

    /// The caret's place in the text.
    pub(crate) fn caret(&self) -> usize {
        self.selection.end
    }
}
