//! What was sent, and taking it back: the person sees every receipt, and has the server erase what they choose.
//!
//! What is to be erased is written down before the server is asked, and the server is asked until it has said, signed,
//! that it is done ([asking]). It is asked whether or not anything is recorded: taking back does not need an agreement, only a
//! policy that names the server. Entries are loaded when somebody looks at them, since there may be thousands.

mod asking;

use serde::{Deserialize, Serialize};

use super::{Effect, Engine};
use crate::erasure::Target;
use crate::identity::{self, Identity};
use crate::ids::{BatchId, Pseudonym};
use crate::message::{Fault, FaultKind, Ledger, SentBatch, SentState, Status};
use crate::policy::Policy;
use crate::receipt::Receipt;
use crate::spool::{Outgoing, ROOT};
use crate::time::WallMillis;
use crate::upload::Uploader;

/// Where what is to be erased is stored.
pub(super) const PLACE: &str = "erasures";
/// Prefix of the places of what was sent.
const SENT: &str = "sent/";
/// Prefix of the places of what the server said of batches.
const ERASED: &str = "erased/";
/// Prefix of those and of [`PLACE`], which tells a ledger in which nothing is from one that can't be read.
const OF_ERASURES: &str = "eras";

/// A batch that was sent.
#[derive(Debug, Serialize, Deserialize)]
struct Sent {
    /// The receipt, as the server wrote it.
    receipt: String,
    at: WallMillis,
    endpoint: String,
    bytes: u64,
}

/// What is to be erased, and what everything of a pseudonym has come to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Erasures {
    /// How often everything was erased: what comes after is under other pseudonyms.
    generation: u32,
    /// Rotations under which something was, or may have been, sent since then.
    rotations: Vec<u32>,
    /// Batches to be erased. Whose they are stands in their entries, but of those that have none.
    batches: Vec<(BatchId, Option<Pseudonym>)>,
    /// Rotations of which everything is to be erased.
    subjects: Vec<u32>,
    /// Pseudonyms of which everything was erased, and the server's word as it wrote it; none where it had nothing.
    erased: Vec<(Pseudonym, Option<String>)>,
}

impl Erasures {
    fn is_done(&self) -> bool {
        self.batches.is_empty() && self.subjects.is_empty()
    }
}

/// What is going on about it.
#[derive(Debug, Default)]
pub(super) struct Erasing {
    /// Pages that wait for the ledger; with a token once it is being loaded.
    asked: Vec<(u32, Option<u64>)>,
    uploader: Uploader,
    current: Option<Current>,
    /// Why the server did not do it.
    trouble: Option<Fault>,
}

#[derive(Debug)]
struct Current {
    token: u64,
    target: Target,
    /// Whose it is; not known before the entry is loaded.
    pseudonym: Option<Pseudonym>,
    /// Its place among those that are to be erased wholly, if it is one of them.
    place: usize,
}

impl Engine {
    /// Names the identity under which a session of this day is sent.
    pub(super) fn rotation_on(&self, day: u32, policy: &Policy) -> u32 {
        let began = identity::rotation(&self.seed, day, policy.pseudonym_days);
        identity::numbered(began, self.erasures.generation)
    }

    /// Something is about to be sent under a rotation.
    pub(super) fn remember_rotation(&mut self, rotation: u32) {
        if !self.erasures.rotations.contains(&rotation) {
            self.erasures.rotations.push(rotation);
            self.keep_erasures();
        }
    }

    /// Where the policy's server is.
    pub(super) fn origin(&self) -> Option<String> {
        self.policy.policy.as_ref().map(|policy| policy.endpoint.origin())
    }

    /// A batch has arrived where it was sent to; the policy may name another server by now.
    pub(super) fn enter(&mut self, now: WallMillis, outgoing: &Outgoing, receipt: String, endpoint: String) {
        let place = format!("{SENT}{}", outgoing.batch);
        self.keep(ROOT, place, &Sent { receipt, at: now, endpoint, bytes: outgoing.bytes });
    }

    /// A batch is deleted here. When something of it may have arrived, it is taken back.
    pub(super) fn take_back(&mut self, order: u64) {
        let begun = self.spool.outgoing().find(|batch| batch.order == order && self.begun.contains(&order));
        if let Some(batch) = begun.map(|outgoing| (outgoing.batch, Some(outgoing.envelope.pseudonym))) {
            self.erasures.batches.push(batch);
            self.keep_erasures();
        }
    }

    /// Has the server erase batches; for none everything that ever was sent, and here what is held.
    pub(super) fn erase_sent(&mut self, now: WallMillis, batches: &[String]) {
        for batch in batches.iter().filter_map(|id| id.parse().ok()) {
            if !self.erasures.batches.iter().any(|(other, _)| *other == batch) {
                self.erasures.batches.push((batch, None));
            }
        }
        if batches.is_empty() {
            self.delete_held(now);
            self.erasures.batches.clear();
            let rotations = std::mem::take(&mut self.erasures.rotations);
            self.erasures.subjects.extend(rotations);
            self.begin_anew();
        }
        self.keep_erasures();
    }

    /// What comes from now on is under another pseudonym. After the last generation it is refused until the next rotation.
    fn begin_anew(&mut self) {
        self.erasures.generation = (self.erasures.generation + 1).min(identity::GENERATIONS - 1);
    }

    /// The server says that what is being sent was erased, by whoever has the recovery code: it goes here as well.
    pub(super) fn erased_elsewhere(&mut self, now: WallMillis, outgoing: &Outgoing) {
        let order = outgoing.order;
        self.drop_batches(|batch| batch.order == order);
        let current = self.policy.usable().ok().map(|policy| self.rotation_on(crate::session::day_of(now), policy));
        let identity = current.map(|rotation| Identity::derive(&self.seed, rotation));
        if identity.is_some_and(|identity| identity.pseudonym() == outgoing.envelope.pseudonym) {
            self.end_session(now);
            self.begin_anew();
            self.keep_erasures();
        }
        self.trouble = Some(FaultKind::ErasedElsewhere.with(""));
    }

    fn keep_erasures(&mut self) {
        self.keep(ROOT, PLACE.to_owned(), &self.erasures.clone());
    }

    /// A page wants to see what was sent.
    pub(super) fn ask_ledger(&mut self, request: u32) {
        self.erasing.asked.push((request, None));
    }

    /// Loads what pages ask for, and asks the server for the next erasure.
    pub(super) fn advance_ledger(&mut self, now: WallMillis) {
        if !self.is_loadable() {
            return;
        }
        for place in 0..self.erasing.asked.len() {
            if self.erasing.asked[place].1.is_none() {
                let token = self.next_token();
                self.erasing.asked[place].1 = Some(token);
                let prefixes = vec![OF_ERASURES.to_owned(), SENT.to_owned()];
                self.effects.push(Effect::Load { token, prefixes, keys: Vec::new() });
            }
        }
        self.ask_erasure(now);
    }

    /// What was asked for has been loaded. Whether it was asked for here.
    pub(super) fn ledger_loaded(&mut self, now: WallMillis, token: u64, entries: &[(String, Vec<u8>)]) -> bool {
        if let Some(place) = self.erasing.asked.iter().position(|(_, asked)| *asked == Some(token)) {
            let (request, _) = self.erasing.asked.remove(place);
            let was_any = self.erasures.generation > 0 || !self.erasures.rotations.is_empty();
            let is_unread = self.locked || (was_any && entries.is_empty());
            let ledger = (!is_unread).then(|| self.ledger(entries));
            let status = Box::new(Status { ledger, ..self.status(now, None) });
            self.effects.push(Effect::Answer { request, status });
            return true;
        }
        self.erasure_loaded(now, token, entries)
    }

    fn ledger(&self, entries: &[(String, Vec<u8>)]) -> Ledger {
        let subjects: Vec<Pseudonym> =
            self.erasures.subjects.iter().map(|rotation| Identity::derive(&self.seed, *rotation).pseudonym()).collect();
        // Entries are in the order of their places.
        let of_batch = |batch: &BatchId| {
            let place = format!("{ERASED}{batch}");
            let at = entries.binary_search_by(|(other, _)| other.as_str().cmp(&place)).ok()?;
            self.spool.read::<Option<String>>(ROOT, &place, &entries[at].1)
        };
        let of_all = |pseudonym: &Pseudonym| {
            let found = self.erasures.erased.iter().find(|(other, _)| other == pseudonym)?;
            Some(found.1.clone())
        };
        let here = self.origin();
        let read = entries.iter().filter(|(place, _)| place.starts_with(SENT));
        let batches = read
            .filter_map(|(place, value)| {
                let sent: Sent = self.spool.read(ROOT, place, value)?;
                let receipt = Receipt::read(sent.receipt.as_bytes())?;
                let erased = of_batch(&receipt.batch).or_else(|| of_all(&receipt.pseudonym));
                let is_asked = subjects.contains(&receipt.pseudonym)
                    || self.erasures.batches.iter().any(|(batch, _)| *batch == receipt.batch);
                let state = match &erased {
                    Some(Some(_)) => SentState::Erased,
                    // Another server was asked.
                    Some(None) if here.as_ref() != Some(&sent.endpoint) => SentState::Stored,
                    Some(None) => SentState::Missing,
                    None if is_asked => SentState::Erasing,
                    None => SentState::Stored,
                };
                Some(SentBatch {
                    id: receipt.batch.to_string(),
                    session: receipt.session.to_string(),
                    pseudonym: receipt.pseudonym.to_string(),
                    sent: sent.at.0,
                    endpoint: sent.endpoint,
                    records: receipt.records,
                    frames: receipt.frames,
                    bytes: sent.bytes,
                    state,
                    receipt: sent.receipt,
                    erased: erased.flatten(),
                })
            })
            .collect();
        Ledger { batches, erasing_all: !subjects.is_empty(), trouble: self.erasing.trouble.clone() }
    }

    /// The code with which everything can be erased without this browser; none while its own key can't be read.
    pub(super) fn recovery_code(&self) -> Option<String> {
        (!self.locked).then(|| self.seed.recovery_code().to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::envelope::tests::identity;
    use crate::spool::tests::STORED;

    fn check(name: &str, bytes: &[u8]) {
        let line = format!("{name} 01{}", base16ct::lower::encode_string(bytes));
        assert!(STORED.lines().any(|stored| stored == line), "{line}");
    }

    /// As for the descriptions in the spool: what was written before is read.
    #[test]
    fn a_ledger_of_an_earlier_version_is_read() {
        let identity = identity();
        let sent = Sent { receipt: "{}".into(), at: WallMillis(300), endpoint: "e".into(), bytes: 400 };
        let bytes = crate::stored::write(&sent, Vec::new());
        check("sent", &bytes);
        let (read, _) = crate::stored::read::<Sent>(&bytes).unwrap();
        assert_eq!((read.receipt, read.bytes), (sent.receipt, sent.bytes));

        let word = "{}".to_owned();
        let erasures = Erasures {
            generation: 1,
            rotations: vec![2],
            batches: vec![(BatchId::of(b""), Some(identity.pseudonym())), (BatchId::of(b"b"), None)],
            subjects: vec![3],
            erased: vec![(identity.pseudonym(), Some(word.clone())), (identity.pseudonym(), None)],
        };
        let bytes = crate::stored::write(&erasures, Vec::new());
        check("erasures", &bytes);
        assert_eq!(crate::stored::read::<Erasures>(&bytes).unwrap().0, erasures);
        let bytes = crate::stored::write(&Some(word.clone()), Vec::new());
        check("erased", &bytes);
        assert_eq!(crate::stored::read::<Option<String>>(&bytes).unwrap().0, Some(word));
    }
}
