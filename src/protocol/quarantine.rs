//! Observations that brought the core down.
//!
//! A panic ends the instance; the next one is told what it was working on. What has done so twice is not tried again:
//! it is counted, its content is dropped, and a `gap` stands in its place.

use std::cell::Cell;
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use crate::ids::DocNonce;

/// A slate outside the engine for what it is working on: document, first and last observation. It outlives a panic.
pub type Blame = Rc<Cell<Option<(DocNonce, u32, u32)>>>;

/// Observations during which the core panicked, and how often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Crash {
    /// Their document.
    pub nonce: DocNonce,
    /// The first.
    pub first: u32,
    /// The last: a burst of typing is tried, and given up, as a whole.
    pub last: u32,
    /// How often.
    pub times: u32,
}

/// How often observations are tried.
const TRIES: u32 = 2;

/// Whether an observation is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quarantined {
    /// It is.
    No,
    /// It is not, and is the first of those that are not.
    First,
    /// It is not, like the one before.
    Rest,
}

/// The observations that are not tried any more.
#[derive(Debug, Default)]
pub struct Quarantine {
    given_up: Vec<Crash>,
}

impl Quarantine {
    /// Takes up the crashes of the instances before this one.
    pub fn new(crashes: &[Crash]) -> Self {
        Self { given_up: crashes.iter().filter(|crash| crash.times >= TRIES).copied().collect() }
    }

    /// Whether an observation is tried.
    pub fn verdict(&self, nonce: DocNonce, n: u32) -> Quarantined {
        let hit = |crash: &&Crash| crash.nonce == nonce && (crash.first..=crash.last).contains(&n);
        match self.given_up.iter().find(hit) {
            None => Quarantined::No,
            Some(crash) if crash.first == n => Quarantined::First,
            Some(_) => Quarantined::Rest,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_observation_is_tried_twice_and_its_neighbours_always() {
        let nonce = DocNonce::from_bytes([1; 15]);
        let crash = |first, last, times| Crash { nonce, first, last, times };
        let quarantine = Quarantine::new(&[crash(4, 4, 1), crash(6, 7, 2)]);
        let verdicts = [3, 4, 5, 6, 7, 8].map(|n| quarantine.verdict(nonce, n));
        use Quarantined::{First, No, Rest};
        assert_eq!(verdicts, [No, No, No, First, Rest, No]);
        assert_eq!(quarantine.verdict(DocNonce::from_bytes([2; 15]), 6), No);
    }
}
