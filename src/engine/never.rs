//! The person's own list of what is never to be recorded. It is kept on this machine, encrypted like everything else,
//! and is in no record, digest or envelope.

use std::rc::Rc;

use candor_detect::{Words, normalised};

use super::Engine;
use crate::message::{NeverList, NeverProblem};
use crate::scrub::RedactionKind;
use crate::spool::ROOT;
use crate::time::WallMillis;

/// Where the list is stored.
pub(super) const PLACE: &str = "never";
/// Most words.
const MOST: usize = 200;
const SHORTEST: usize = 2;
const LONGEST: usize = 100;

impl Engine {
    /// Puts a word on the list. It counts at once, also for what is being typed at this moment.
    pub(super) fn never_add(&mut self, now: WallMillis, word: &str) -> Option<NeverProblem> {
        let word = word.split_whitespace().collect::<Vec<_>>().join(" ");
        match normalised(&word).trim().chars().count() {
            ..SHORTEST => return Some(NeverProblem::TooShort),
            SHORTEST..=LONGEST => {}
            _ => return Some(NeverProblem::TooLong),
        }
        if self.never.iter().any(|known| same(known, &word)) {
            return None;
        }
        if self.never.len() >= MOST {
            return Some(NeverProblem::Full);
        }
        self.never.push(word);
        self.never_changed(now);
        None
    }

    /// Takes a word from the list.
    pub(super) fn never_remove(&mut self, now: WallMillis, word: &str) {
        let before = self.never.len();
        self.never.retain(|known| known != word);
        if self.never.len() < before {
            self.never_changed(now);
        }
    }

    /// The list, for a page of the extension.
    pub(super) fn never_list(&self, problem: Option<NeverProblem>) -> NeverList {
        NeverList { words: self.never.clone(), most: MOST as u32, problem }
    }

    fn never_changed(&mut self, now: WallMillis) {
        self.refresh_detector();
        self.finish(now);
        self.drop_pictures(now);
        self.keep(ROOT, PLACE.to_owned(), &self.never.clone());
    }

    /// Has everything from now on searched with the built-in rules, those of the policy, and the person's list.
    pub(super) fn refresh_detector(&mut self) {
        self.detector = self.policy_detector.clone();
        if !self.never.is_empty() {
            let words = Words::new(self.never.iter().map(String::as_str), RedactionKind::Private, "never");
            self.detector = self.detector.clone().with(Rc::new(words));
        }
    }
}

fn same(one: &str, other: &str) -> bool {
    let small = |c: char| match candor_detect::small(c) {
        'ς' => 'σ',
        small => small,
    };
    one.chars().map(small).eq(other.chars().map(small))
}
