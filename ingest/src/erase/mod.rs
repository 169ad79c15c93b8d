//! `candor erase`: a person has a server delete what was sent, without the browser that sent it.
//!
//! The recovery code is all it takes. From it come the keys of all pseudonyms there can have been, and the server is
//! asked about each. It is not told the code, nor anything that lets it find a pseudonym it has not heard of; but it
//! could see that those it is asked for on one connection belong together. What it has of them is gone by then.

mod client;
mod day;
mod recovery;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};

use candor_core::erasure::{Erased, Target};
use candor_core::identity::{GENERATIONS, Identity, LONGEST_DAYS, Seed, numbered, rotation};
use candor_core::ids::Pseudonym;
use candor_core::receipt::ServerKey;

pub use client::{Client, ClientError};
pub use day::{Day, InvalidDay};
pub use recovery::{RecoveryError, read_recovery};

/// So many requests at once, each on a connection of its own.
const CONNECTIONS: usize = 8;
/// After so many failures the rest is not asked for: a wrong token or a server that is gone fails every time.
const MAX_FAILURES: usize = 10;

/// A pseudonym's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rotation {
    /// The first day of its period, which may lie before the person's.
    pub day: Day,
    /// How often the person had begun anew.
    pub generation: u32,
}

impl Rotation {
    /// Every rotation of a seed that can have been in use from `first` to `last`, both included, whatever the policies said
    /// of how long one lasts.
    pub fn all(seed: &Seed, first: Day, last: Day) -> impl Iterator<Item = Self> {
        // East of Greenwich a day begins while it is the one before.
        let first = first.number().saturating_sub(1);
        let under_way = (1..=LONGEST_DAYS).map(|length| rotation(seed, first, length));
        let days: BTreeSet<u32> = under_way.chain(first..=last.number()).collect();
        days.into_iter().flat_map(|number| {
            (0..GENERATIONS).map(move |generation| Self { day: Day::from_number(number), generation })
        })
    }

    /// The number its key is derived with.
    pub fn number(self) -> u32 {
        numbered(self.day.number(), self.generation)
    }
}

/// What came of one pseudonym. Of one that the server has nothing of, nothing is told.
#[derive(Debug)]
pub enum Event {
    /// It was erased.
    Erased {
        /// Which period it was for.
        rotation: Rotation,
        /// The server's word.
        word: Erased,
    },
    /// It may not have been.
    Failed {
        /// Which.
        pseudonym: Pseudonym,
        /// Why.
        error: EraseError,
    },
}

/// Why it is not certain that something is gone.
#[derive(Debug, thiserror::Error)]
pub enum EraseError {
    /// The server did not answer as it should.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// Its answer is about something else.
    #[error("the server's word is about something else")]
    OtherWord,
    /// Its answer is not signed with a key that was given.
    #[error("the server's word proves nothing: {0}")]
    Unproved(candor_core::receipt::ReceiptError),
}

/// Counts of pseudonyms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Totals {
    /// Erased, now or before.
    pub erased: usize,
    /// The server has nothing of them and had nothing.
    pub nothing: usize,
    /// It is not certain.
    pub failed: usize,
    /// Not asked for, since too much had failed.
    pub not_asked: usize,
}

/// Has the server erase everything of every rotation, and says what came of it as it comes. With `keys`, the server's
/// word counts only when it is signed with one of them.
///
/// # Errors
/// What `tell` returns. What the server does is no error, but an event.
pub fn erase<E>(
    client: &Client,
    seed: &Seed,
    rotations: &[Rotation],
    keys: Option<&[ServerKey]>,
    mut tell: impl FnMut(Event) -> Result<(), E>,
) -> Result<Totals, E> {
    let (next, failures) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let ask_on = |answers: Sender<Option<Event>>| {
        while failures.load(Ordering::Relaxed) < MAX_FAILURES {
            let Some(rotation) = rotations.get(next.fetch_add(1, Ordering::Relaxed)) else { return };
            let answer = erase_one(client, &Identity::derive(seed, rotation.number()), *rotation, keys);
            if matches!(answer, Some(Event::Failed { .. })) {
                failures.fetch_add(1, Ordering::Relaxed);
            }
            // Nobody listens any more: `tell` has failed.
            if answers.send(answer).is_err() {
                return;
            }
        }
    };
    std::thread::scope(|scope| {
        let (sender, answers) = channel();
        for _ in 0..CONNECTIONS {
            let (sender, ask_on) = (sender.clone(), &ask_on);
            scope.spawn(move || ask_on(sender));
        }
        drop(sender);
        let mut totals = Totals { not_asked: rotations.len(), ..Totals::default() };
        for answer in answers {
            totals.not_asked -= 1;
            match &answer {
                None => totals.nothing += 1,
                Some(Event::Erased { .. }) => totals.erased += 1,
                Some(Event::Failed { .. }) => totals.failed += 1,
            }
            answer.map_or(Ok(()), &mut tell)?;
        }
        Ok(totals)
    })
}

fn erase_one(client: &Client, identity: &Identity, rotation: Rotation, keys: Option<&[ServerKey]>) -> Option<Event> {
    let pseudonym = identity.pseudonym();
    let target = Target::Subject(pseudonym);
    let word = match client.delete(&target, identity) {
        Ok(None) => return None,
        Ok(Some(word)) if !word.answers(&target, &pseudonym) => Err(EraseError::OtherWord),
        Ok(Some(word)) => match keys.map_or(Ok(()), |keys| word.verify(keys)) {
            Ok(()) => Ok(word),
            Err(error) => Err(EraseError::Unproved(error)),
        },
        Err(error) => Err(error.into()),
    };
    Some(match word {
        Ok(word) => Event::Erased { rotation, word },
        Err(error) => Event::Failed { pseudonym, error },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_generation_of_every_day_has_a_number_of_its_own() {
        let [first, last]: [Day; 2] = ["2026-01-01", "2026-12-31"].map(|day| day.parse().unwrap());
        let seed = Seed::from_bytes([1; 32]);
        let all: Vec<Rotation> = Rotation::all(&seed, first, last).collect();
        let numbers: BTreeSet<u32> = all.iter().map(|rotation| rotation.number()).collect();
        assert_eq!(all.len(), numbers.len());
        let of_the_year =
            (0..16).flat_map(|generation| (20_454..20_454 + 365).map(move |day| day + (generation << 20)));
        assert!(of_the_year.into_iter().all(|number| numbers.contains(&number)));
        assert!(numbers.first() >= Some(&(20_454 - 365)));
        assert_eq!(numbers.last(), Some(&(20_454 + 364 + (15 << 20))));
    }

    #[test]
    fn whatever_can_be_in_use_on_a_day_is_among_those_from_that_day_on() {
        let day: Day = "2026-11-30".parse().unwrap();
        for seed in (0..=255).map(|seed| Seed::from_bytes([seed; 32])) {
            let all: BTreeSet<u32> = Rotation::all(&seed, day, day).map(Rotation::number).collect();
            for length in 1..=LONGEST_DAYS {
                let in_use = [day.number() - 1, day.number()].map(|number| rotation(&seed, number, length));
                assert!(in_use.iter().all(|number| all.contains(number)), "{length} {in_use:?}");
            }
        }
    }
}
