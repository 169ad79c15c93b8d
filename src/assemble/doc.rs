//! A text under edit, which knows what a burst of typing has changed in it, which keys wrote what, and which earlier
//! records hold what else stands in it.

use std::ops::Range;

use super::places::{has_words, kept};
use super::wrote::{History, Wrote};

/// The keys a byte of text was written by: first and last, as numbers in the burst. None for what was not typed.
pub(crate) type Origin = Option<(u32, u32)>;

/// A text, and the one region of it that a burst has changed.
#[derive(Clone, Default)]
pub(crate) struct Doc {
    text: String,
    region: Option<Region>,
    history: History,
    /// Number of the paste whose text is still to come.
    pasted: Option<u32>,
    /// Whether something changed that was not typed, since that was asked last.
    meddled: bool,
}

/// `text[start..end]` stands where `replaced` stood when the burst began.
#[derive(Clone)]
struct Region {
    start: usize,
    end: usize,
    replaced: String,
    /// For each byte of the region.
    origin: Vec<Origin>,
}

/// What a burst has changed.
#[derive(Clone, Default)]
pub(crate) struct Change {
    /// The text before the changed part, as it stands.
    pub(crate) before: String,
    /// The changed part as it stands.
    pub(crate) text: String,
    /// The text behind it.
    pub(crate) after: String,
    /// What `text` stands in the place of.
    pub(crate) replaced: String,
    /// For each byte of `text`, the keys that wrote it.
    pub(crate) origin: Vec<Origin>,
    /// Stretches of the whole text that earlier records hold.
    pub(crate) wrote: Vec<Wrote>,
    /// Whether earlier records may hold more of it than is known.
    pub(crate) has_holes: bool,
    /// Whether earlier records hold text that was taken out of it.
    pub(crate) was_cut: bool,
}

impl Doc {
    pub(crate) fn new(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Replaces `removed` bytes at `at`. With an `origin` it was typed and belongs to the burst; without, it is the
    /// page's doing, and belongs to the burst only where it meddles with what the burst wrote.
    pub(crate) fn splice(&mut self, at: usize, removed: usize, inserted: &str, origin: Origin) {
        if removed == 0 && inserted.is_empty() {
            return;
        }
        let end = at + removed;
        match &mut self.region {
            None if origin.is_none() => {}
            Some(region) if origin.is_none() && end <= region.start => {
                region.start = region.start - removed + inserted.len();
                region.end = region.end - removed + inserted.len();
            }
            Some(region) if origin.is_none() && at >= region.end => {}
            _ => {
                let region = self.region.get_or_insert_with(|| Region {
                    start: at,
                    end: at,
                    replaced: String::new(),
                    origin: Vec::new(),
                });
                if at < region.start {
                    region.replaced.insert_str(0, &self.text[at..region.start]);
                    region.origin.splice(0..0, std::iter::repeat_n(None, region.start - at));
                    region.start = at;
                }
                if end > region.end {
                    region.replaced.push_str(&self.text[region.end..end]);
                    region.origin.resize(end - region.start, None);
                    region.end = end;
                }
                let within = at - region.start;
                region.origin.splice(within..within + removed, std::iter::repeat_n(origin, inserted.len()));
                region.end = region.end - removed + inserted.len();
            }
        }
        self.history.splice(at, removed, inserted.len());
        if origin.is_none() {
            self.meddled = true;
            if let Some(by) = self.pasted.take_if(|_| !inserted.is_empty()) {
                self.history.note(at, at + inserted.len(), by);
            }
        }
        self.text.replace_range(at..end, inserted);
    }

    /// Makes `text` of a part of it, with the caret in it. Of several places that became something else at once only the
    /// caret's was typed: not the import that a completion adds at the top, nor what another caret wrote.
    pub(crate) fn become_text(
        &mut self,
        part: Range<usize>,
        selected: &Range<usize>,
        text: &str,
        caret: usize,
        origin: Origin,
    ) {
        let (at, removed, inserted) = difference(&self.text[part.clone()], selected, text, caret);
        let start = part.start + at;
        let old = self.text[start..start + removed].to_owned();
        let is_one = old.is_empty() || inserted.is_empty() || self.pasted.is_some();
        // So much has become something else that nobody has typed it.
        let Some(mut kept) = (if is_one { Some(Vec::new()) } else { kept(&old, inserted) }) else {
            return self.splice(start, removed, inserted, None);
        };
        if kept.is_empty() {
            return self.splice(start, removed, inserted, origin);
        }
        kept.push((old.len(), inserted.len(), 0));
        let (mut was, mut is) = (0, 0);
        for (old_end, new_end, length) in kept {
            let (old, new) = (&old[was..old_end], &inserted[is..new_end]);
            let behind = caret.saturating_sub(at + is);
            let (place, removed, new) = difference(old, &(0..0), new, behind);
            let is_typed = (at + is + place..=at + is + place + new.len()).contains(&caret);
            let place = start + is + place;
            let is_typed = is_typed && !self.is_apart(&(place..place + removed));
            self.splice(place, removed, new, origin.filter(|_| is_typed));
            (was, is) = (old_end + length, new_end + length);
        }
    }

    /// What has been changed so far. What was typed belongs to it though the like of it stood there before.
    pub(crate) fn change(&self) -> Option<Change> {
        let region = self.region.as_ref()?;
        let text = &self.text[region.start..region.end];
        let untyped = |origin: &&Origin| origin.is_none();
        let head = common_prefix(text, &region.replaced).min(region.origin.iter().take_while(untyped).count());
        let tail = common_suffix(&text[head..], &region.replaced[head..])
            .min(region.origin.iter().rev().take_while(untyped).count());
        let (start, end) = (region.start + head, region.end - tail);
        Some(Change {
            text: self.text[start..end].to_owned(),
            replaced: region.replaced[head..region.replaced.len() - tail].to_owned(),
            origin: region.origin[head..region.origin.len() - tail].to_vec(),
            ..self.around(start, end)
        })
    }

    /// Whether words that nobody typed lie between what was changed and a selection. Signs may: a bracket is stepped over.
    pub(crate) fn is_apart(&self, selection: &Range<usize>) -> bool {
        let Some(region) = &self.region else { return false };
        let between = self.text.get(region.end..selection.start).or(self.text.get(selection.end..region.start));
        between.is_some_and(has_words)
    }

    /// The text as it stands, with nothing changed at `at`.
    pub(crate) fn unchanged(&self, at: usize) -> Change {
        self.around(at, at)
    }

    fn around(&self, start: usize, end: usize) -> Change {
        Change {
            before: self.text[..start].to_owned(),
            after: self.text[end..].to_owned(),
            wrote: self.history.stretches().copied().collect(),
            has_holes: self.history.has_holes || self.history.was_cut,
            was_cut: self.history.was_cut,
            ..Change::default()
        }
    }

    /// Ends the burst: what comes is measured against the text as it stands now. What it wrote is in the record whose
    /// last observation is `by`, if it is in any.
    pub(crate) fn settle(&mut self, by: Option<u32>) {
        if let Some(by) = by
            && let Some(Change { before, text, .. }) = self.change()
        {
            self.history.note(before.len(), before.len() + text.len(), by);
        }
        self.region = None;
    }

    /// The next text that is not typed was pasted: the record of observation `by` says so.
    pub(crate) fn pasted(&mut self, by: u32) {
        self.pasted = Some(by);
    }

    /// Whether text that records hold may stand beside other text than it did, without a key having been pressed.
    pub(crate) fn was_meddled_with(&mut self) -> bool {
        std::mem::take(&mut self.meddled) && !self.history.is_empty()
    }

    /// Forgets all but a part of the text, while nothing is being changed.
    pub(crate) fn keep(&mut self, start: usize, end: usize) {
        self.history.keep(start, end);
        self.region = None;
        self.text.truncate(end);
        self.text.drain(..start);
    }

    /// Whether a record may hold any of the text.
    pub(crate) fn is_recorded(&self) -> bool {
        !self.history.is_empty()
    }
}

/// Length in bytes of what two texts begin with alike.
pub(crate) fn common_prefix(one: &str, other: &str) -> usize {
    let alike = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    (0..=alike).rev().find(|at| one.is_char_boundary(*at) && other.is_char_boundary(*at)).unwrap_or(0)
}

/// Length in bytes of what two texts end with alike.
pub(crate) fn common_suffix(one: &str, other: &str) -> usize {
    let alike = one.bytes().rev().zip(other.bytes().rev()).take_while(|(a, b)| a == b).count();
    let is_boundary = |n: &usize| one.is_char_boundary(one.len() - n) && other.is_char_boundary(other.len() - n);
    (0..=alike).rev().find(is_boundary).unwrap_or(0)
}

/// The smallest change from `old` to `new`, as place, bytes removed and text inserted. Where what was `selected` gave way it
/// is that, though some of it came back the same. Where the change could have happened in several places (an `l` typed
/// into `hello`), it ends at the caret.
pub(crate) fn difference<'a>(
    old: &str,
    selected: &Range<usize>,
    new: &'a str,
    caret: usize,
) -> (usize, usize, &'a str) {
    let shorter = old.len().min(new.len());
    let mut prefix = common_prefix(old, new);
    let mut suffix = common_suffix(old, new);
    let (start, rest) = (selected.start, old.len().saturating_sub(selected.end));
    let gave_way = !selected.is_empty() && start <= prefix && rest <= suffix && start + rest <= shorter && old != new;
    if gave_way {
        (prefix, suffix) = (start, rest);
    } else if prefix + suffix > shorter {
        suffix = common_suffix(old, &new[caret.min(new.len())..]);
        prefix = common_prefix(&old[..old.len() - suffix], &new[..new.len() - suffix]);
    }
    (prefix, old.len() - suffix - prefix, &new[prefix..new.len() - suffix])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_difference_ends_at_the_caret_when_it_could_be_anywhere() {
        for (old, new, caret, expected) in [
            ("helo", "hello", 3, (2, 0, "l")),
            ("helo", "hello", 4, (3, 0, "l")),
            ("aaaa", "aaa", 1, (1, 1, "")),
            ("", "abc", 3, (0, 0, "abc")),
            ("abc", "", 0, (0, 3, "")),
            ("ä", "ö", 2, (0, 2, "ö")),
            ("fo bar", "foo(bar)", 3, (2, 1, "o(")),
        ] {
            let found = difference(old, &(0..0), new, caret);
            let mut result = old.to_owned();
            result.replace_range(found.0..found.0 + found.1, found.2);
            assert_eq!(result, new);
            if old != "fo bar" {
                assert_eq!(found, expected, "{old} → {new}");
            }
        }
    }

    #[test]
    fn the_region_grows_with_what_is_typed_and_shifts_with_the_page() {
        let mut doc = Doc::new("one two three");
        doc.splice(4, 3, "2", Some((0, 0)));
        doc.splice(0, 0, ">> ", None);
        doc.splice(16 - 2, 0, "!", None);
        doc.splice(8, 0, ".5", Some((1, 2)));
        let change = doc.change().unwrap();
        assert_eq!((change.before.as_str(), change.text.as_str(), change.replaced.as_str()), (">> one ", "2.5", "two"));
        assert_eq!(change.origin, [Some((0, 0)), Some((1, 2)), Some((1, 2))]);
    }
}
