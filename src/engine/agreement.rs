//! What the person has agreed to, and what a new policy makes of what is held.
//!
//! Whoever accepts a policy accepts its [`Scope`]. A policy that goes beyond it records nothing, and sends nothing, until
//! the person was asked again; one that stays within it goes on without a question. What is held and no longer allowed
//! is deleted before anything else is sent.

use super::review::Narrowing;
use super::{Effect, Engine};
use crate::message::{Deletion, Reason};
use crate::policy::Scope;
use crate::time::WallMillis;

impl Engine {
    /// The policy's scope is what the person has just agreed to.
    pub(super) fn agree(&mut self) {
        self.choices.agreed = self.policy.usable().map(|policy| Scope::of(policy).to_bytes()).unwrap_or_default();
        self.widened = false;
        self.keep_choices();
    }

    /// A policy is in force: whether it asks for more than was agreed to. What is held under an earlier one and no longer
    /// allowed is deleted.
    pub(super) fn policy_in_force(&mut self, now: WallMillis) {
        let Ok(policy) = self.policy.usable() else { return };
        let scope = Scope::of(policy);
        let accepted = self.state.consent.is_some_and(|consent| consent.accepted);
        let agreed = Scope::from_bytes(&self.choices.agreed);
        self.widened = accepted && !agreed.is_some_and(|agreed| agreed.widenings(&scope).is_empty());
        let bytes = scope.to_bytes();
        let narrowing = if self.spool.is_empty() || self.choices.in_force == bytes {
            Narrowing::Nothing
        } else {
            // When it is not known what was allowed before, nothing is known of what is held.
            let before = Scope::from_bytes(&self.choices.in_force);
            before.map_or(Narrowing::All, |before| Narrowing::between(policy, &scope, &before))
        };
        self.forget_other_halt();
        if self.choices.in_force == bytes {
            return;
        }
        self.choices.in_force = bytes;
        if narrowing != Narrowing::Nothing {
            self.erase_forbidden(now, &narrowing);
        }
        self.keep_choices();
    }

    /// Asks again, once for each policy.
    pub(super) fn ask_again(&mut self) {
        let digest = self.policy.usable().ok().map(|policy| policy.digest);
        if self.widened && self.choices.asked != digest {
            self.choices.asked = digest;
            self.keep_choices();
            self.effects.push(Effect::Welcome);
        }
    }

    /// The policy was taken back: there is nobody any more for whom anything could be held.
    pub(super) fn policy_withdrawn(&mut self, now: WallMillis) {
        if self.policy.usable().err() == Some(Reason::NoPolicy) && !self.spool.is_empty() {
            self.delete_held(now);
            self.state.deletion = Some(Deletion::Withdrawn);
        }
    }
}
