//! The scope of a policy: everything that a person agrees to with it, and whether another policy asks for more.
//!
//! Promises: whoever agreed to one policy agreed to every other that widens nothing of it: what is recorded where, and
//! with which pictures; what never is; who gets it, who can read it and on what terms; how long it is held before it
//! leaves, and kept after. A scope widens nothing of itself, and what widens nothing of what widens nothing widens
//! nothing. When in doubt it is wider: a pattern that no single agreed pattern covers, a selector or a rule that is
//! written otherwise, a scope that can't be read.
//!
//! Refuses: to take anything else for a reason to ask again: a new token, other keys for receipts, another address for
//! questions. Nobody is asked more often than there is something to be asked.
//!
//! Every key of a policy is taken apart by name here and in [`ExtraRules::rules`](super::ExtraRules::rules), so that a
//! new one does not compile until somebody has decided what it is.

mod widening;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use widening::{Value, Widening};

use super::{Address, Frames, Notice, Pattern, Policy, Region, Site};
use crate::seal::RecipientKey;
use crate::stored;

/// Form in which a scope is written down. Those before, which end before `aria` and before `exempt_regions`, are read;
/// another is not.
const FORMAT: u8 = 3;

/// What a person agrees to with a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    endpoint: String,
    recipients: Vec<RecipientKey>,
    notice: Option<Notice>,
    sites: Vec<Site>,
    /// Of what is never recorded, what is on hosts of `sites`: the rest makes no difference.
    blocked: Vec<Pattern>,
    region: Region,
    exempt: bool,
    rules: Vec<Rule>,
    hold_minutes: u32,
    pseudonym_days: u16,
    frame_quality: u8,
    frame_long_edge: u16,
    retention_days: u16,
    /// Which of `sites` have snapshots, where those are written down.
    aria: Vec<bool>,
    exempt_regions: Vec<Region>,
}

/// One of the policy's own rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rule {
    /// A word.
    Literal(String),
    /// Tokens of one prefix.
    Prefix {
        /// What they begin with.
        prefix: String,
        /// Which characters follow, as the policy names them.
        characters: String,
        /// How many at least.
        least: u32,
        /// How many at most.
        most: u32,
    },
    /// A regular expression.
    Pattern(String),
}

impl Scope {
    /// The scope of a policy.
    pub fn of(policy: &Policy) -> Self {
        let exempt = policy.is_exempt();
        let Policy {
            endpoint,
            // Who may append, and whose receipts count, changes nothing for the person.
            token: _,
            server_keys: _,
            recipient_keys,
            notice,
            sites,
            blocked,
            region,
            exempt_regions,
            extra_rules,
            hold_minutes,
            pseudonym_days,
            frame_quality,
            frame_long_edge,
            retention_days,
            // How much of it, and when it is sent, changes nothing of what may be recorded.
            budgets: _,
            // Changes with every key, also with those that don't matter.
            digest: _,
        } = policy;
        let matters = |blocked: &&Pattern| patterns_of(sites).any(|(_, pattern)| pattern.meets_hosts(blocked));
        Self {
            endpoint: endpoint.to_string(),
            recipients: recipient_keys.clone(),
            notice: notice.clone(),
            sites: sites.clone(),
            blocked: blocked.iter().filter(matters).cloned().collect(),
            region: region.clone(),
            exempt,
            rules: extra_rules.rules(),
            hold_minutes: *hold_minutes,
            pseudonym_days: *pseudonym_days,
            frame_quality: *frame_quality,
            frame_long_edge: *frame_long_edge,
            retention_days: *retention_days,
            aria: sites.iter().map(|site| site.aria).collect(),
            exempt_regions: exempt_regions.clone(),
        }
    }

    /// The scope as it is stored with a consent.
    pub fn to_bytes(&self) -> Vec<u8> {
        stored::write(self, vec![FORMAT])
    }

    /// Reads a stored scope; none when it can't be read, and then nobody can say that nothing is wider.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (form, plain) = bytes.split_first()?;
        let plain = match *form {
            FORMAT => plain.to_vec(),
            2 => [plain, &[0]].concat(),
            // No snapshots anywhere.
            1 => [plain, &[0, 0]].concat(),
            _ => return None,
        };
        let (mut scope, rest): (Self, _) = stored::read(&plain)?;
        if *form < FORMAT {
            // Which they were is not known: those that are when a policy does not say.
            scope.exempt_regions = Region::exempt_by_default();
        }
        scope.aria.resize(scope.sites.len(), false);
        for (site, aria) in scope.sites.iter_mut().zip(&scope.aria) {
            site.aria = *aria;
        }
        let patterns = scope.sites.iter().flat_map(|site| &site.patterns).chain(&scope.blocked);
        let is_sound = rest.is_empty() && patterns.into_iter().all(Pattern::is_sound);
        is_sound.then_some(scope)
    }

    fn site_for(&self, url: &str) -> Option<&Site> {
        let address = Address::parse(url)?;
        self.sites.iter().find(|site| site.patterns.iter().any(|pattern| pattern.matches(&address)))
    }

    /// Everything in which `actual` goes beyond this scope, which was agreed to. Empty when it is the same or narrower.
    pub fn widenings<'a>(&'a self, actual: &'a Self) -> Vec<Widening<'a>> {
        let Self {
            endpoint,
            recipients,
            notice,
            sites: _,
            blocked: _,
            region,
            exempt,
            rules,
            hold_minutes,
            pseudonym_days,
            frame_quality,
            frame_long_edge,
            retention_days,
            aria: _,
            exempt_regions,
        } = self;
        let mut found = Found(Vec::new());
        found.changed("endpoint", Some(endpoint), Some(&actual.endpoint));
        compare_recipients(recipients, &actual.recipients, &mut found);
        compare_notices(notice.as_ref(), actual.notice.as_ref(), &mut found);
        compare_sites(&self.sites, &actual.sites, &mut found);
        compare_blocked(self, actual, &mut found);
        // The region is told with every batch: less of it may be told than was agreed, not more.
        if !region.is_in(&actual.region) {
            found.add("region", Value::Text(region.as_str()), Value::Text(actual.region.as_str()));
        }
        if *exempt && !actual.exempt {
            found.add("exemptRegions", Value::Word("exempt"), Value::Word("not exempt"));
        }
        // Somebody whose machine's time is that of another country's exempt region is not recorded, until it is none.
        let is_exempt = |region: &Region| actual.exempt_regions.iter().any(|exempt| exempt.is_near(region));
        for region in exempt_regions.iter().filter(|region| !region.is_near(&actual.region) && !is_exempt(region)) {
            found.add("exemptRegions", Value::Text(region.as_str()), Value::Word("not exempt"));
        }
        for rule in rules.iter().filter(|rule| !actual.rules.iter().any(|other| other.finds(rule))) {
            found.add("extraRules", Value::Rule(rule), Value::Word("none"));
        }
        found.shorter("holdMinutes", *hold_minutes, actual.hold_minutes);
        found.longer("pseudonymDays", *pseudonym_days, actual.pseudonym_days);
        found.longer("frameQuality", *frame_quality, actual.frame_quality);
        found.longer("frameLongEdge", *frame_long_edge, actual.frame_long_edge);
        found.longer("retentionDays", *retention_days, actual.retention_days);
        found.0
    }
}

impl Rule {
    /// Whether it finds all that the other one finds.
    fn finds(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Prefix { prefix, characters, least, most },
                Self::Prefix { prefix: other, characters: their_characters, least: their_least, most: their_most },
            ) => {
                let same = prefix == other && characters == their_characters;
                same && least <= their_least && most >= their_most
            }
            _ => self == other,
        }
    }
}

/// What a policy no longer allows of a page, against the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// Nothing.
    Nothing,
    /// Some of what was recorded.
    Of {
        /// What was written.
        keys: bool,
        /// What was clicked.
        clicks: bool,
        /// Pictures.
        frames: bool,
        /// Accessibility snapshots.
        aria: bool,
    },
    /// Everything.
    All,
}

impl Policy {
    /// What is no longer allowed of a page that was recorded under the scope before.
    pub fn loses(&self, before: &Scope, url: &str) -> Loss {
        let (Ok(site), Some(before)) = (self.site_for(url), before.site_for(url)) else { return Loss::All };
        let mut found = Found(Vec::new());
        compare_site(site, 0, before, &mut found);
        let lost = |keys: &[&str]| found.0.iter().any(|widening| keys.contains(&widening.key));
        if lost(&["maskSelectors"]) {
            // What was masked is not known any more.
            return Loss::All;
        }
        let keys = lost(&["keys", "trustTerminal"]);
        let (clicks, frames) = (lost(&["clicks"]), lost(&["frames", "surfaceSelectors", "trustCanvas"]));
        let aria = lost(&["aria", "frames", "surfaceSelectors"]);
        if keys || clicks || frames || aria { Loss::Of { keys, clicks, frames, aria } } else { Loss::Nothing }
    }
}

/// The patterns of all entries in the order in which they count, each with the number of its entry.
fn patterns_of(sites: &[Site]) -> impl Iterator<Item = (usize, &Pattern)> {
    sites.iter().enumerate().flat_map(|(index, site)| site.patterns.iter().map(move |pattern| (index, pattern)))
}

/// Without those that never count, because an earlier one covers them.
fn patterns_in_force(sites: &[Site]) -> Vec<(usize, &Pattern)> {
    let mut in_force: Vec<(usize, &Pattern)> = Vec::new();
    for (index, pattern) in patterns_of(sites) {
        if !in_force.iter().any(|(_, earlier)| earlier.covers(pattern)) {
            in_force.push((index, pattern));
        }
    }
    in_force
}

/// Of the entries that match a page the first counts. So what a pattern records must be within every agreed entry that
/// may be the first for one of its pages, down to one that covers it; but for pages that an earlier pattern takes.
fn compare_sites<'a>(agreed: &'a [Site], actual: &'a [Site], found: &mut Found<'a>) {
    let (agreed_patterns, patterns) = (patterns_in_force(agreed), patterns_in_force(actual));
    for (at, (index, pattern)) in patterns.iter().enumerate() {
        let mut is_covered = false;
        for (agreed_index, agreed_pattern) in agreed_patterns.iter().filter(|(_, agreed)| agreed.meets(pattern)) {
            if !patterns[..at].iter().any(|(_, earlier)| earlier.covers(agreed_pattern)) {
                compare_site(&agreed[*agreed_index], *index, &actual[*index], found);
            }
            if agreed_pattern.covers(pattern) {
                is_covered = true;
                break;
            }
        }
        if !is_covered {
            let (agreed, actual) = (Value::Word("not recorded"), Value::Word("recorded"));
            found.add_for(*index, pattern.as_str(), "match", agreed, actual);
        }
    }
}

fn compare_site<'a>(agreed: &'a Site, index: usize, actual: &'a Site, found: &mut Found<'a>) {
    let Site {
        label: _,
        patterns: _,
        keys,
        clicks,
        frames,
        mask_selectors,
        surface_selectors,
        trust_canvas,
        trust_terminal,
        aria,
    } = agreed;
    let label = actual.label.as_str();
    let mut switch = |key, agreed: bool, actual: bool, [off, on]: [&'static str; 2]| {
        if actual && !agreed {
            found.add_for(index, label, key, Value::Word(off), Value::Word(on));
        }
    };
    switch("keys", *keys, actual.keys, ["off", "on"]);
    switch("clicks", *clicks, actual.clicks, ["off", "on"]);
    switch("trustCanvas", *trust_canvas, actual.trust_canvas, ["false", "true"]);
    switch("trustTerminal", *trust_terminal, actual.trust_terminal, ["false", "true"]);
    switch("aria", *aria, actual.aria, ["off", "on"]);
    if actual.frames > *frames {
        found.add_for(index, label, "frames", Value::Word(frames.name()), Value::Word(actual.frames.name()));
    }
    for selector in mask_selectors.iter().filter(|selector| !actual.mask_selectors.contains(selector)) {
        found.add_for(index, label, "maskSelectors", Value::Text(selector), Value::Word("none"));
    }
    // Whoever agreed to pictures of the whole page agreed to those of any part of it. Without pictures, snapshots are of
    // surfaces.
    if (*frames == Frames::Surface && actual.frames == Frames::Surface)
        || (*frames != Frames::Full && *aria && actual.aria)
    {
        for selector in actual.surface_selectors.iter().filter(|selector| !surface_selectors.contains(selector)) {
            found.add_for(index, label, "surfaceSelectors", Value::Word("none"), Value::Text(selector));
        }
    }
}

/// What was blocked stays so wherever something is recorded. A block counts for its whole host, as it does for
/// documents without an address of their own.
fn compare_blocked<'a>(agreed: &'a Scope, actual: &'a Scope, found: &mut Found<'a>) {
    for blocked in &agreed.blocked {
        let matters = patterns_of(&actual.sites).any(|(_, pattern)| pattern.meets_hosts(blocked));
        if matters && !actual.blocked.iter().any(|other| other.covers(blocked)) {
            found.add("blockedSites", Value::Text(blocked.as_str()), Value::Word("not blocked"));
        }
    }
}

/// Whoever holds the secret half can read everything, so it is the key that counts and not its name.
fn compare_recipients<'a>(agreed: &'a [RecipientKey], actual: &'a [RecipientKey], found: &mut Found<'a>) {
    for RecipientKey { id, public } in actual {
        if !agreed.iter().any(|key| key.public == *public) {
            found.add("recipientKeys", Value::Word("none"), Value::Text(id));
        }
    }
    if !agreed.is_empty() && actual.is_empty() {
        found.add("recipientKeys", Value::Word("sealed"), Value::Word("not sealed"));
    }
}

fn compare_notices<'a>(agreed: Option<&'a Notice>, actual: Option<&'a Notice>, found: &mut Found<'a>) {
    let (agreed, actual) = (agreed.map(terms), actual.map(terms));
    for index in 0..TERMS.len() {
        let term = |terms: &Option<[Option<&'a str>; TERMS.len()]>| terms.and_then(|terms| terms[index]);
        found.changed(TERMS[index], term(&agreed), term(&actual));
    }
}

const TERMS: [&str; 6] = [
    "notice.controller",
    "notice.legalBasis",
    "notice.recipients",
    "notice.retention",
    "notice.rights",
    "notice.agreement",
];

/// What is agreed to with a notice, in the order of [`TERMS`].
fn terms(notice: &Notice) -> [Option<&str>; TERMS.len()] {
    let Notice {
        controller,
        // Somebody else to ask is no reason to.
        contact: _,
        legal_basis,
        recipients,
        retention,
        rights,
        agreement,
    } = notice;
    [Some(controller), Some(legal_basis), Some(recipients), Some(retention), Some(rights), agreement.as_deref()]
}

/// What was found so far.
struct Found<'a>(Vec<Widening<'a>>);

impl<'a> Found<'a> {
    fn add(&mut self, key: &'static str, agreed: Value<'a>, actual: Value<'a>) {
        self.0.push(Widening { site: None, key, agreed, actual });
    }

    /// Once for each entry of `sites`, however many patterns it has.
    fn add_for(&mut self, index: usize, label: &'a str, key: &'static str, agreed: Value<'a>, actual: Value<'a>) {
        let widening = Widening { site: Some((index, label)), key, agreed, actual };
        if !self.0.contains(&widening) {
            self.0.push(widening);
        }
    }

    fn changed(&mut self, key: &'static str, agreed: Option<&'a str>, actual: Option<&'a str>) {
        if agreed != actual {
            let value = |text: Option<&'a str>| text.map_or(Value::Word("none"), Value::Text);
            self.add(key, value(agreed), value(actual));
        }
    }

    fn longer(&mut self, key: &'static str, agreed: impl Into<u32>, actual: impl Into<u32>) {
        let (agreed, actual) = (agreed.into(), actual.into());
        if actual > agreed {
            self.add(key, Value::Number(agreed), Value::Number(actual));
        }
    }

    fn shorter(&mut self, key: &'static str, agreed: u32, actual: u32) {
        if actual < agreed {
            self.add(key, Value::Number(agreed), Value::Number(actual));
        }
    }
}
