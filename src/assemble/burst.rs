//! A burst of typing: the keys in order, and what they have made of the field.
//!
//! It is raw: it can't be serialised, its `Debug` shows no content, and only [`crate::scrub::Scrubber::burst`] makes a
//! record of it.

use std::fmt;
use std::time::Duration;

use super::doc::{Change, Origin};
use super::keys::{Op, Press};
use super::sketch::{self, Traced};
use super::wrote::Wrote;
use crate::raw::Raw;
use crate::record::{BurstEnd, Modifiers, Sensitive, Target};
use crate::time::WallMillis;

/// What stands around the text of a burst.
#[derive(Clone, Default)]
pub(crate) struct Around {
    pub(crate) before: String,
    pub(crate) after: String,
    /// Stretches of all of it that earlier records hold.
    pub(crate) wrote: Vec<Wrote>,
    /// Whether earlier records may hold more of it than is known.
    pub(crate) has_holes: bool,
    /// Whether they hold text that was taken out of it.
    pub(crate) was_cut: bool,
    /// Whether each character is in a box of its own, as those of one-time codes are.
    pub(crate) in_boxes: bool,
    /// Whether it is the field's own text and nothing else, so that what labels the field labels it.
    pub(crate) is_field: bool,
    /// Where in all of it one field ends and the next begins.
    pub(crate) joints: Vec<usize>,
}

/// Text typed in one go, not scrubbed yet.
#[derive(Clone)]
pub struct Burst {
    pub(crate) target: Target<Raw<String>>,
    /// The field's `autocomplete`, or nothing.
    pub(crate) autocomplete: String,
    /// Whether Enter leaves the field.
    pub(crate) single_line: bool,
    /// Whether the field is a shell's.
    pub(crate) shell: bool,
    /// Set when nothing of it may be told: then there are neither keys nor text.
    pub(crate) secret: Option<Sensitive>,
    pub(crate) keys: Vec<Press>,
    pub(crate) change: Change,
    /// Where the caret stands in the changed text.
    pub(crate) caret: usize,
    /// What the text is a part of when it is read together with the fields beside.
    pub(crate) beside: Vec<Around>,
    /// Whether the field was read as a whole, so that the place of the change is known.
    pub(crate) whole: bool,
    pub(crate) ime: bool,
    pub(crate) ended: BurstEnd,
}

impl Burst {
    /// A burst of which nothing may be told but that it was.
    pub(crate) fn secret(target: Target<Raw<String>>, single_line: bool, why: Sensitive, ended: BurstEnd) -> Self {
        Self {
            target,
            autocomplete: String::new(),
            single_line,
            shell: false,
            secret: Some(why),
            keys: Vec::new(),
            change: Change::default(),
            caret: 0,
            beside: Vec::new(),
            whole: false,
            ime: false,
            ended,
        }
    }

    /// A burst of which only a record is left.
    pub(crate) fn told(
        target: Target<Raw<String>>,
        text: Raw<String>,
        keys: Vec<(Raw<String>, Raw<String>, Modifiers, u16)>,
        ime: bool,
        ended: BurstEnd,
    ) -> Self {
        let mut t = WallMillis(0);
        let keys: Vec<Press> = keys
            .into_iter()
            .map(|(key, code, modifiers, after)| {
                t = t + Duration::from_millis(after.into());
                Press { key: key.into_inner(), code: code.into_inner(), modifiers, t }
            })
            .collect();
        let text = text.into_inner();
        // Which key wrote what is not known: all of them wrote all of it.
        let all = u32::try_from(keys.len()).ok().and_then(|count| count.checked_sub(1)).map(|last| (0, last));
        let change = Change { origin: vec![all; text.len()], text, ..Change::default() };
        let secret = target.sensitive;
        Self { keys, change, ime, ..Self::secret(target, false, Sensitive::Private, ended) }.with_secret(secret)
    }

    fn with_secret(self, secret: Option<Sensitive>) -> Self {
        Self { secret, ..self }
    }

    /// What stands around the text, in each way in which it may be read.
    pub(crate) fn arounds(&self) -> impl Iterator<Item = Around> {
        let Change { before, after, wrote, has_holes, was_cut, .. } = &self.change;
        let own = Around {
            before: before.clone(),
            after: after.clone(),
            wrote: wrote.clone(),
            has_holes: *has_holes,
            was_cut: *was_cut,
            is_field: true,
            ..Around::default()
        };
        std::iter::once(own).chain(self.beside.iter().cloned())
    }

    /// Whether the editor wrote more for a key than the key says.
    pub(crate) fn completes(&self, key: usize) -> bool {
        let Change { text, origin, .. } = &self.change;
        let its = |origin: &Origin| origin.is_some_and(|(first, last)| first == last && first as usize == key);
        let wrote = text.bytes().zip(origin).filter(|(byte, origin)| its(origin) && byte.is_ascii_alphanumeric());
        wrote.count() > usize::from(self.keys[key].is_character())
    }

    /// Every text the keys have spelt.
    pub(crate) fn spelt(&self) -> Vec<Traced> {
        sketch::spelt(&self.keys, self.op_of())
    }

    /// Cuts off what could still grow into a secret: from where `pending` says so in the text up to the caret, the
    /// text to its end and the keys from the first that wrote any of it.
    pub(crate) fn withhold(&mut self, pending: impl Fn(&str) -> Option<usize>) {
        let (before, length) = (self.change.before.len(), self.change.text.len());
        let up_to_caret = format!("{}{}", self.change.before, &self.change.text[..self.caret]);
        let mut first_key = None;
        if let Some(start) = pending(&up_to_caret) {
            let cut = start.saturating_sub(before);
            let cut = (0..=cut).rev().find(|at| self.change.text.is_char_boundary(*at)).unwrap_or(0);
            first_key = self.change.origin[cut..].iter().flatten().map(|(first, _)| *first).min();
            self.change.text.truncate(cut);
            self.change.origin.truncate(cut);
        }
        // Keys may spell more than stands in the text.
        for spelt in self.spelt() {
            if let Some(start) = pending(&spelt.text) {
                first_key = spelt.origin[start..].iter().flatten().map(|(first, _)| *first).chain(first_key).min();
            }
        }
        if let Some(first) = first_key {
            self.keys.truncate(first as usize);
            let stays = |origin: &Origin| origin.is_none_or(|(_, last)| last < first);
            let text = self.change.origin.iter().take_while(|origin| stays(origin)).count();
            let text = (0..=text).rev().find(|at| self.change.text.is_char_boundary(*at)).unwrap_or(0);
            self.change.text.truncate(text);
            self.change.origin.truncate(text);
        }
        if self.change.text.len() < length {
            // What stands behind it stands behind what is withheld.
            self.caret = self.caret.min(self.change.text.len());
            self.change.after.clear();
            self.beside.clear();
        }
    }

    fn op_of(&self) -> fn(&Press) -> Op<'_> {
        if self.shell { Press::shell_op } else { Press::op }
    }
}

impl fmt::Debug for Burst {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Burst").field("keys", &self.keys.len()).field("ended", &self.ended).finish_non_exhaustive()
    }
}
