//! The administrator's policy: from the raw JSON of managed storage to one validated value.
//!
//! Promises: whatever can't be understood stops recording. A known key that is missing where it is needed, of the wrong
//! type or out of range makes the whole policy invalid, because any key may be one that narrows what is recorded. Keys
//! that this version does not know are reported and otherwise left alone. Every problem names the key, what is wrong
//! and what would be right, and never repeats a token.
//!
//! Refuses: deciding by anything but the policy; that takes the person too, and is [`crate::gate`]'s. What the person
//! agrees to with a policy, and whether another asks for more, is in [`scope`].

mod address;
mod endpoint;
mod extra;
mod lists;
mod parse;
mod pattern;
mod reader;
mod region;
pub mod scope;
mod sensitive;
mod site;
#[cfg(test)]
mod tests;

pub use address::{Address, Host, Scheme};
pub use endpoint::Endpoint;
pub use extra::{ExtraRules, Patterns};
pub use parse::{KEYS, MAX_TOKEN, Parsed, is_empty, is_token, parse};
pub use pattern::Pattern;
pub use region::Region;
pub use scope::{Loss, Scope};
pub use sensitive::is_sensitive;
pub use site::{Frames, SITE_KEYS, Site};

use serde::{Deserialize, Serialize};

use crate::ids::Digest;
use crate::message::Reason;
use crate::receipt::ServerKey;
use crate::seal::RecipientKey;

/// What kind of build reads the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Build {
    /// Installed from a store or by an administrator.
    Released,
    /// Unpacked, with a policy file of its own: only here may `holdMinutes` be below [`MIN_HOLD_MINUTES`].
    Development,
}

/// The shortest time for which a released build holds everything before it is sent.
pub const MIN_HOLD_MINUTES: u32 = 10;

/// A policy that is valid throughout.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// Where batches and frames go.
    pub endpoint: Endpoint,
    /// Lets this browser append, and nothing else.
    pub token: Option<Token>,
    /// Whose receipts and halts count.
    pub server_keys: Vec<ServerKey>,
    /// Whom batches are sealed for; the first is used.
    pub recipient_keys: Vec<RecipientKey>,
    /// What the person is told about who processes the data, and why.
    pub notice: Option<Notice>,
    /// What is recorded. Never empty.
    pub sites: Vec<Site>,
    /// What is never recorded: the shipped list, then the policy's own.
    pub blocked: Vec<Pattern>,
    /// Where the people are whom this policy is for.
    pub region: Region,
    /// Where nothing is recorded.
    pub exempt_regions: Vec<Region>,
    /// What is kept to oneself besides what the built-in rules find.
    pub extra_rules: ExtraRules,
    /// Minutes for which everything is held before it is sent.
    pub hold_minutes: u32,
    /// Days after which the pseudonym changes.
    pub pseudonym_days: u16,
    /// JPEG quality, 1 to 100.
    pub frame_quality: u8,
    /// Longer edge of a frame in pixels, at most.
    pub frame_long_edge: u16,
    /// Days after which the data is to be deleted.
    pub retention_days: u16,
    /// What recording may cost.
    pub budgets: Budgets,
    /// Names this policy, without its token.
    pub digest: Digest,
}

impl Policy {
    /// Whether the two say the same.
    pub fn is(&self, other: &Self) -> bool {
        self.digest == other.digest && self.token == other.token
    }

    /// The settings for a page: those of the first entry of `sites` that matches its address.
    ///
    /// # Errors
    /// [`Reason::BlockedSite`] when the address is blocked, whatever else allows it; [`Reason::NotAllowedSite`] when
    /// nothing allows it, or it is no `http` or `https` address.
    pub fn site_for(&self, url: &str) -> Result<&Site, Reason> {
        let address = Address::parse(url).ok_or(Reason::NotAllowedSite)?;
        if self.blocked.iter().any(|pattern| pattern.matches(&address)) {
            return Err(Reason::BlockedSite);
        }
        let matches = |site: &&Site| site.patterns.iter().any(|pattern| pattern.matches(&address));
        self.sites.iter().find(matches).ok_or(Reason::NotAllowedSite)
    }

    /// What is never recorded besides the shipped list.
    pub fn own_blocks(&self) -> &[Pattern] {
        self.blocked.get(lists::blocked().len()..).unwrap_or_default()
    }

    /// Whether some page of the address's origin is blocked.
    pub(crate) fn blocks_part_of(&self, address: &Address<'_>) -> bool {
        self.blocked.iter().any(|pattern| pattern.meets_origin(address))
    }

    /// The header with which the endpoint is asked for anything, when the policy has a token.
    pub fn authorization(&self) -> Option<(&'static str, String)> {
        self.token.as_ref().map(|token| ("authorization", format!("Bearer {}", token.as_str())))
    }

    /// Where the browser is to inject probes: `matches` of `scripting.registerContentScripts`, each once.
    ///
    /// Chrome takes no paths for scripts that follow into documents without an address of their own
    /// (`matchOriginAsFallback`), and rejects the whole registration for one. So a path is left to the gate, which is
    /// asked for every document.
    pub fn patterns(&self) -> Vec<String> {
        let mut patterns = Vec::new();
        for pattern in self.sites.iter().flat_map(|site| &site.patterns).map(Pattern::of_whole_hosts) {
            if !patterns.contains(&pattern) {
                patterns.push(pattern);
            }
        }
        patterns
    }

    /// Where it is not to: `excludeMatches`.
    pub fn excluded_patterns(&self) -> Vec<String> {
        self.blocked.iter().map(|pattern| pattern.as_str().to_owned()).collect()
    }

    /// Whether recordings may go to the endpoint: it is this machine, or there are keys to seal to, keys to verify
    /// receipts with, and a notice.
    pub fn is_sealed(&self) -> bool {
        self.endpoint.is_loopback()
            || (!self.recipient_keys.is_empty() && !self.server_keys.is_empty() && self.notice.is_some())
    }

    /// Whether a time zone says that somebody is where nothing is recorded: it is one of exempt regions, and not of the
    /// policy's own.
    pub fn is_contradicted_by(&self, zone: &[Region]) -> bool {
        let is_exempt = |region: &Region| self.exempt_regions.iter().any(|exempt| region.may_be_in(exempt));
        zone.iter().any(is_exempt) && !zone.iter().any(|region| self.region.may_be_in(region))
    }

    /// Whether the people whom this policy is for are, or may be, where nothing is recorded.
    pub fn is_exempt(&self) -> bool {
        self.exempt_regions.iter().any(|exempt| self.region.may_be_in(exempt))
    }
}

/// Megabytes a day that are not counted: no limit.
pub const UNLIMITED: u32 = 100_000;

/// What recording may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budgets {
    /// Megabytes, of 1,000,000 bytes, that are recorded in a day at most; [`UNLIMITED`] is more than there can be.
    pub megabytes_per_day: u32,
    /// Whether nothing is sent while that costs money, as far as the browser knows.
    pub hold_metered: bool,
}

impl Default for Budgets {
    fn default() -> Self {
        Self { megabytes_per_day: UNLIMITED, hold_metered: false }
    }
}

/// A bearer token. Never shown, not even when debugging.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// The token, for the `Authorization` header.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

/// What the person is told before being asked, and at any time after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Notice {
    /// Who decides about the data.
    pub controller: String,
    /// Whom to ask.
    pub contact: String,
    /// On what legal basis.
    pub legal_basis: String,
    /// Who receives the data.
    pub recipients: String,
    /// How long it is kept.
    pub retention: String,
    /// What the person may ask for, and how.
    pub rights: String,
    /// Reference of an agreement with the workforce, when there is one.
    pub agreement: Option<String>,
}
