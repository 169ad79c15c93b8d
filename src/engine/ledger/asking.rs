//! Asking the server for erasures, one at a time and in turn, until it has said of each that it is done.

use super::super::deliver::{told_of, unanswered};
use super::super::input::Response;
use super::super::{Effect, Engine, Request};
use super::{Current, ERASED, Erasures, PLACE, SENT, Sent};
use crate::erasure::{Erased, Target};
use crate::identity::Identity;
use crate::message::FaultKind;
use crate::receipt::Receipt;
use crate::spool::ROOT;
use crate::time::WallMillis;
use crate::upload::{Verdict, verdict};

/// What an ingest API says of what it has not, with its `404`.
const NOTHING: &str = "/problems/nothing-to-erase";

impl Engine {
    /// Asks for the next one.
    pub(super) fn ask_erasure(&mut self, now: WallMillis) {
        // Not before it is certain to be asked again, and not while an upload might arrive after what takes it back.
        if self.locked || !self.is_stored() || self.fetching.is_some() || self.policy.usable().is_err() {
            return;
        }
        let Erasures { batches, subjects, .. } = &self.erasures;
        // What fails does not keep the others from being done.
        let Some(turn) = (self.erasing.uploader.failures() as usize).checked_rem(batches.len() + subjects.len()) else {
            return;
        };
        let place = turn.saturating_sub(batches.len());
        let (target, pseudonym) = match (batches.get(turn), subjects.get(place)) {
            (Some((batch, pseudonym)), _) => (Target::Batch(*batch), *pseudonym),
            (None, Some(rotation)) => {
                let pseudonym = Identity::derive(&self.seed, *rotation).pseudonym();
                (Target::Subject(pseudonym), Some(pseudonym))
            }
            (None, None) => return,
        };
        let token = self.tokens + 1;
        if self.erasing.uploader.next(now, 0, 0, token).is_none() {
            return;
        }
        self.tokens = token;
        self.erasing.current = Some(Current { token, target, pseudonym, place });
        match target {
            Target::Batch(batch) if pseudonym.is_none() => {
                // What is to be erased is there in any case: without it nothing was read.
                let prefixes = vec![PLACE.to_owned(), format!("{SENT}{batch}")];
                self.effects.push(Effect::Load { token, prefixes, keys: Vec::new() });
            }
            _ => self.request_erasure(now),
        }
    }

    /// Whose it is has been loaded. Whether it was asked for here.
    pub(super) fn erasure_loaded(&mut self, now: WallMillis, token: u64, entries: &[(String, Vec<u8>)]) -> bool {
        let here = self.origin();
        let Some(current) = self.erasing.current.as_mut().filter(|current| current.token == token) else {
            return false;
        };
        if entries.is_empty() {
            self.erasure_failed(now, Verdict::Later(None));
            return true;
        }
        let entry = entries.iter().find(|(place, _)| place.starts_with(SENT));
        let is_there = entry.is_some();
        let entry = entry.and_then(|(place, value)| self.spool.read::<Sent>(ROOT, place, value));
        if let Some(sent) = entry.as_ref().filter(|sent| here.as_ref().is_some_and(|here| *here != sent.endpoint)) {
            // Nobody but the policy's server is ever asked.
            self.erasing.trouble = Some(FaultKind::Elsewhere.with(sent.endpoint.clone()));
            self.erasing.uploader.finished();
            if let Some(Current { target: Target::Batch(batch), .. }) = self.erasing.current.take() {
                self.erasures.batches.retain(|(other, _)| *other != batch);
            }
            self.keep_erasures();
            return true;
        }
        current.pseudonym = entry.and_then(|sent| Some(Receipt::read(sent.receipt.as_bytes())?.pseudonym));
        if is_there && current.pseudonym.is_none() {
            // Nobody but the server can say whose it is.
            self.ask_under_next_name();
        }
        self.request_erasure(now);
        true
    }

    /// A batch of which only the server can say whose it is may be of the pseudonym after that under which it was asked
    /// for. Whether there is one.
    fn ask_under_next_name(&mut self) -> bool {
        let Some(current) = &mut self.erasing.current else { return false };
        let batch = self.erasures.batches.iter_mut().find(|(batch, _)| current.target == Target::Batch(*batch));
        let Some((_, whose)) = batch.filter(|(_, whose)| *whose == current.pseudonym) else { return false };
        let mut is_next = whose.is_none();
        for rotation in self.erasures.rotations.iter().chain(&self.erasures.subjects) {
            let name = Some(Identity::derive(&self.seed, *rotation).pseudonym());
            if is_next {
                (current.pseudonym, *whose) = (name, name);
                return true;
            }
            is_next = name == *whose;
        }
        false
    }

    fn request_erasure(&mut self, now: WallMillis) {
        let (Some(current), Ok(policy)) = (&self.erasing.current, self.policy.usable()) else {
            // The policy went while the entry was loaded.
            self.erasing.current = None;
            return self.erasing.uploader.finished();
        };
        let (token, target) = (current.token, current.target);
        let rotations = self.erasures.rotations.iter().chain(&self.erasures.subjects);
        let identity = rotations
            .map(|rotation| Identity::derive(&self.seed, *rotation))
            .find(|identity| Some(identity.pseudonym()) == current.pseudonym);
        let Some(identity) = identity else {
            // Nothing of the kind was sent from here.
            return self.erasure_done(now, None);
        };
        let mut headers = target.sign(&identity).to_vec();
        headers.extend(policy.authorization());
        let url = policy.endpoint.join(&target.path());
        self.effects.push(Effect::Fetch(Request { token, method: "DELETE", url, headers, body: Vec::new() }));
    }

    /// The server has answered. Whether it was asked from here.
    pub(in crate::engine) fn erasure_answered(
        &mut self,
        now: WallMillis,
        token: u64,
        response: Option<&Response>,
    ) -> bool {
        let Some(current) = self.erasing.current.as_ref().filter(|current| current.token == token) else {
            return false;
        };
        let status = response.map(|response| response.status);
        let body = response.map(|response| response.body.as_slice()).unwrap_or_default();
        let trouble = match verdict(status, response.and_then(|response| response.retry_after)) {
            // A wrong address, or what stands before the server, answers so too.
            _ if status == Some(404) && told_of(body, "type").as_deref() == Some(NOTHING) => {
                self.erasure_done(now, None);
                return true;
            }
            Verdict::Accepted => match self.says_erased(current, body) {
                true => {
                    self.erasure_done(now, String::from_utf8(body.to_vec()).ok());
                    return true;
                }
                false => (Verdict::Refused, FaultKind::Word.with("")),
            },
            verdict => (verdict, unanswered(status)),
        };
        self.erasing.trouble = Some(trouble.1);
        self.erasure_failed(now, trouble.0);
        true
    }

    /// It is tried again later. One that fails does not keep the others from being done.
    fn erasure_failed(&mut self, now: WallMillis, verdict: Verdict) {
        self.erasing.uploader.failed(now, verdict, &mut self.rng);
        self.erasing.current = None;
    }

    fn says_erased(&self, current: &Current, body: &[u8]) -> bool {
        let keys = self.policy.policy.as_ref().map(|policy| policy.server_keys.as_slice()).unwrap_or_default();
        Erased::read(body).zip(current.pseudonym).is_some_and(|(erased, pseudonym)| {
            erased.answers(&current.target, &pseudonym) && erased.verify(keys).is_ok()
        })
    }

    /// It is done, with the server's word, or because it has nothing of it.
    fn erasure_done(&mut self, now: WallMillis, erased: Option<String>) {
        self.erasing.uploader.finished();
        self.erasing.trouble = None;
        let is_named = self.erasing.current.as_ref().is_some_and(|current| current.pseudonym.is_some());
        if is_named && erased.is_none() && self.ask_under_next_name() {
            self.erasing.current = None;
            return self.keep_erasures();
        }
        let Some(Current { target, pseudonym, place, .. }) = self.erasing.current.take() else { return };
        match target {
            Target::Batch(batch) => {
                self.erasures.batches.retain(|(other, _)| *other != batch);
                self.keep(ROOT, format!("{ERASED}{batch}"), &erased);
            }
            Target::Subject(_) => {
                self.erasures.subjects.remove(place);
                self.erasures.erased.extend(pseudonym.map(|pseudonym| (pseudonym, erased)));
            }
        }
        self.keep_erasures();
        self.advance_ledger(now);
    }

    /// When the server is asked again.
    pub(in crate::engine) fn erasing_deadline(&self) -> Option<WallMillis> {
        let may = !self.erasures.is_done() && self.is_stored() && self.policy.usable().is_ok();
        self.erasing.uploader.deadline().filter(|_| may)
    }
}
