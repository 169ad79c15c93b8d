//! Asking the server whether recording is to stop: while something is recorded, or would be but for its stop, at most
//! every quarter of an hour, and only when somebody does something. Where nobody does, nothing is sent.
//!
//! That it is asked is stored first, so that a worker that is started anew does not ask again. An answer that is not
//! signed for this very question changes nothing, and neither does none at all: a server that has no such answer
//! (`404`) has never stopped anybody.

use std::time::Duration;

use rand_core::Rng as _;
use serde::{Deserialize, Serialize};

use super::input::Response;
use super::{Effect, Engine, Request};
use crate::base64url;
use crate::halt::{Halt, PATH, REASON};
use crate::message::Reason;
use crate::scrub;
use crate::spool::ROOT;
use crate::time::WallMillis;

/// Where it is stored.
pub(super) const PLACE: &str = "halt";

/// How long an answer lasts.
const EVERY: Duration = Duration::from_secs(15 * 60);

/// What the server has said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Heard {
    /// When it was asked last.
    asked: WallMillis,
    /// Which one answered: origin of the endpoint.
    endpoint: String,
    /// Its answer as it wrote it; empty before there was one.
    word: String,
}

/// What is going on about it.
#[derive(Debug, Default)]
pub(super) struct Halting {
    heard: Heard,
    /// Why nothing is recorded, in the operator's words, when the answer stops this version.
    stopped: Option<String>,
    /// Whether somebody did something since it was asked last.
    is_wanted: bool,
    /// The nonce of the next question, which waits until it is stored that it is asked.
    question: Option<String>,
    /// The question under way.
    asking: Option<(u64, String)>,
}

impl Engine {
    /// Takes up what the server had said.
    pub(super) fn load_halt(&mut self, heard: Heard) {
        self.halting.heard = heard;
        self.halting.stopped = self.read_halt();
    }

    /// Why the server has stopped recording, if it has.
    pub(super) fn halted(&self) -> Option<&String> {
        self.halting.stopped.as_ref()
    }

    /// Somebody does something that is recorded.
    pub(super) fn touched(&mut self) {
        self.halting.is_wanted = true;
    }

    /// Somebody does something beside what could be recorded: so a stop can end.
    pub(super) fn touched_elsewhere(&mut self) {
        self.halting.is_wanted |= self.halting.stopped.is_some();
    }

    /// Another server's word does not count.
    pub(super) fn forget_other_halt(&mut self) {
        let here = self.policy.usable().map(|policy| policy.endpoint.origin());
        if here.is_ok_and(|here| here != self.halting.heard.endpoint) && self.halting.heard != Heard::default() {
            self.halting = Halting::default();
            self.keep_halt();
        }
    }

    /// Asks when it is time.
    pub(super) fn ask_halt(&mut self, now: WallMillis) {
        if std::mem::take(&mut self.halting.is_wanted) && !self.locked {
            let asked = self.halting.heard.asked;
            let is_early = asked <= now && now.since(asked) < EVERY;
            let may = matches!(self.may_record(now), Ok(_) | Err(Reason::Halted));
            if let (true, false, Ok(policy)) = (may, is_early, self.policy.usable()) {
                let endpoint = policy.endpoint.origin();
                let mut nonce = [0; 16];
                self.rng.fill_bytes(&mut nonce);
                self.halting.heard.asked = now;
                self.halting.heard.endpoint = endpoint;
                self.halting.question = Some(base64url::encode(&nonce));
                self.keep_halt();
                return;
            }
        }
        if self.halting.question.is_none() || !self.is_stored() {
            return;
        }
        let (Some(nonce), Ok(policy)) = (self.halting.question.take(), self.policy.usable()) else { return };
        let url = policy.endpoint.join(&format!("{PATH}{nonce}"));
        let headers = policy.authorization().into_iter().collect();
        let token = self.next_token();
        self.halting.asking = Some((token, nonce));
        self.effects.push(Effect::Fetch(Request { token, method: "GET", url, headers, body: Vec::new() }));
    }

    /// The server has answered. Whether it was asked from here.
    pub(super) fn halt_answered(&mut self, now: WallMillis, token: u64, response: Option<&Response>) -> bool {
        let Some((_, nonce)) = self.halting.asking.take_if(|(asking, _)| *asking == token) else { return false };
        let Ok(policy) = self.policy.usable() else { return true };
        let body = response.map(|response| response.body.as_slice()).unwrap_or_default();
        if !Halt::read(body).is_some_and(|halt| halt.nonce == nonce && halt.verify(&policy.server_keys).is_ok()) {
            return true;
        }
        self.halting.heard.word = String::from_utf8(body.to_vec()).unwrap_or_default();
        self.keep_halt();
        let stopped = self.read_halt();
        if stopped != self.halting.stopped {
            // What was done before the answer becomes records.
            self.finish(now);
            self.halting.stopped = stopped;
            self.permissions_changed(now);
        }
        true
    }

    fn read_halt(&self) -> Option<String> {
        let halt = Halt::read(self.halting.heard.word.as_bytes())?;
        let stops = halt.order.stops(&self.version, scrub::RULES);
        stops.then(|| halt.order.reason.chars().take(REASON).collect())
    }

    fn keep_halt(&mut self) {
        self.keep(ROOT, PLACE.to_owned(), &self.halting.heard.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spool::tests::STORED;

    /// As for the descriptions in the spool: what was written before is read.
    #[test]
    fn what_an_earlier_version_has_heard_is_read() {
        let heard = Heard { asked: WallMillis(300), endpoint: "e".to_owned(), word: "{}".to_owned() };
        let bytes = crate::stored::write(&heard, Vec::new());
        let line = format!("halt 01{}", base16ct::lower::encode_string(&bytes));
        assert!(STORED.lines().any(|stored| stored == line), "{line}");
        assert_eq!(crate::stored::read::<Heard>(&bytes).unwrap().0, heard);
    }
}
