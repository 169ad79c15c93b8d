//! The policy's keys, one after the other.

use super::reader::{Object, Problems, kind};
use super::site::SITE_KEYS;
use super::{
    Budgets, Build, Endpoint, Frames, MIN_HOLD_MINUTES, Notice, Pattern, Policy, Region, Site, Token, UNLIMITED, extra,
    lists,
};
use crate::base64url;
use crate::identity::LONGEST_DAYS;
use crate::ids::Digest;
use crate::json::{Json, NotJson};
use crate::map::Map;
use crate::message::{PolicyProblem, Reason, Wrong};
use crate::receipt::ServerKey;
use crate::seal::RecipientKey;

/// Every key of a policy.
pub const KEYS: [&str; 16] = [
    "blockedSites",
    "budgets",
    "endpoint",
    "exemptRegions",
    "extraRules",
    "frameLongEdge",
    "frameQuality",
    "holdMinutes",
    "notice",
    "pseudonymDays",
    "recipientKeys",
    "region",
    "retentionDays",
    "serverKeys",
    "sites",
    "token",
];

pub(super) const BUDGET_KEYS: [&str; 2] = ["megabytesPerDay", "metered"];
pub(super) const KEY_KEYS: [&str; 2] = ["id", "public"];
pub(super) const NOTICE_KEYS: [&str; 7] =
    ["agreement", "contact", "controller", "legalBasis", "recipients", "retention", "rights"];
/// The key that says where the people are.
pub(super) const REGION: &str = "region";
const MAX_HOLD_MINUTES: u64 = 43_200;
const MAX_SELECTOR: usize = 500;

/// What has become of a policy.
#[derive(Debug)]
pub struct Parsed {
    /// The policy, when it is valid.
    pub policy: Option<Policy>,
    /// Whether there was anything to read at all.
    pub given: bool,
    /// What was found wrong, in the order of the text. A valid policy can have problems: keys that are not known.
    pub problems: Vec<PolicyProblem>,
    /// Whether it can't be used because of its region alone.
    pub unknown_region: bool,
}

impl Parsed {
    /// The policy, for [`crate::gate::Circumstances`].
    ///
    /// # Errors
    /// [`Reason::NoPolicy`] when none was given, [`Reason::InvalidPolicy`] when it can't be used, and
    /// [`Reason::UnknownRegion`] when all that is wrong with it is that nobody can tell where it is for.
    pub fn usable(&self) -> Result<&Policy, Reason> {
        match &self.policy {
            Some(policy) => Ok(policy),
            None if self.unknown_region => Err(Reason::UnknownRegion),
            None if self.given => Err(Reason::InvalidPolicy),
            None => Err(Reason::NoPolicy),
        }
    }
}

/// Whether no policy was given: managed storage answers `{}` before one has arrived.
pub fn is_empty(json: &str) -> bool {
    match Json::parse(json) {
        Ok(Json::Null) => true,
        Ok(Json::Object(map)) => map.is_empty(),
        _ => json.trim().is_empty(),
    }
}

/// Reads a policy.
pub fn parse(json: &str, build: Build) -> Parsed {
    if is_empty(json) {
        return Parsed { policy: None, given: false, problems: Vec::new(), unknown_region: false };
    }
    let mut problems = Problems::default();
    let value = Json::parse(json);
    let policy = match &value {
        Ok(Json::Object(map)) => read(&Object::root(map), digest(map.clone()), build, &mut problems),
        Ok(value) => {
            problems.reject_with("", Wrong::WantsObject, vec![kind(value)]);
            None
        }
        Err(error) => {
            problems.reject_with("", Wrong::NotJson, place(error));
            None
        }
    };
    let policy = policy.filter(|_| !problems.fatal);
    let unknown_region = problems.fatal && !problems.elsewhere;
    Parsed { policy, given: true, problems: problems.found, unknown_region }
}

/// Where a text stops being JSON.
pub(super) fn place(NotJson { line, column }: &NotJson) -> Vec<String> {
    vec![line.to_string(), column.to_string()]
}

/// Without the token: it says nothing about what is recorded, and a digest that travels must not help to guess it.
fn digest(mut map: Map<String, Json>) -> Digest {
    map.remove("token");
    Digest::of(Json::Object(map).to_string().as_bytes())
}

fn read(object: &Object<'_>, digest: Digest, build: Build, problems: &mut Problems) -> Option<Policy> {
    object.mention_unknown(&KEYS, problems);
    let least_hold = match build {
        Build::Released => u64::from(MIN_HOLD_MINUTES),
        Build::Development => 0,
    };
    let endpoint = endpoint(object, problems);
    let region = region(object, problems);
    let token = token(object, problems);
    let keys = keys(object, "serverKeys", problems);
    let server_keys = keys.into_iter().map(|(id, public)| ServerKey { id, public }).collect();
    let keys = self::keys(object, "recipientKeys", problems);
    let recipient_keys = keys.into_iter().map(|(id, public)| RecipientKey { id, public }).collect();
    let notice = notice(object, problems);
    let sites = sites(object, problems);
    let blocked = blocked(object, problems);
    let exempt_regions = exempt_regions(object, problems);
    let extra_rules = extra::read(object, problems);
    // Read before the first missing key ends it: every problem is to be named.
    let hold_minutes = object.number("holdMinutes", (least_hold, MAX_HOLD_MINUTES), 1440, problems);
    let pseudonym_days = object.number("pseudonymDays", (1, LONGEST_DAYS.into()), 30, problems);
    let frame_quality = object.number("frameQuality", (30, 95), 70, problems);
    let frame_long_edge = object.number("frameLongEdge", (320, 3840), 1600, problems);
    let retention_days = object.number("retentionDays", (1, 3650), 365, problems);
    let budgets = budgets(object, problems).unwrap_or_default();
    Some(Policy {
        endpoint: endpoint?,
        token,
        server_keys,
        recipient_keys,
        notice,
        sites,
        blocked,
        region: region?,
        exempt_regions,
        extra_rules,
        hold_minutes,
        pseudonym_days,
        frame_quality,
        frame_long_edge,
        retention_days,
        budgets,
        digest,
    })
}

fn budgets(object: &Object<'_>, problems: &mut Problems) -> Option<Budgets> {
    let budgets = Object::new("budgets".to_owned(), object.get("budgets")?, problems)?;
    budgets.mention_unknown(&BUDGET_KEYS, problems);
    let megabytes_per_day = budgets.number("megabytesPerDay", (1, UNLIMITED.into()), UNLIMITED, problems);
    let hold_metered = budgets.word("metered", &[("hold", true), ("send", false)], false, problems);
    Some(Budgets { megabytes_per_day, hold_metered })
}

fn endpoint(object: &Object<'_>, problems: &mut Problems) -> Option<Endpoint> {
    let text = object.needed_text("endpoint", Wrong::MissingEndpoint, problems)?;
    Endpoint::parse(text).map_err(|error| problems.reject("endpoint", error)).ok()
}

fn region(object: &Object<'_>, problems: &mut Problems) -> Option<Region> {
    let text = object.needed_text(REGION, Wrong::MissingRegion, problems)?;
    let region = Region::parse(text);
    if region.is_none() {
        problems.reject(REGION, no_region(text));
    }
    region
}

fn exempt_regions(object: &Object<'_>, problems: &mut Problems) -> Vec<Region> {
    if object.get("exemptRegions").is_none() {
        return Region::exempt_by_default();
    }
    let mut regions = Vec::new();
    for (path, text) in object.texts("exemptRegions", problems) {
        match Region::parse(text) {
            Some(region) => regions.push(region),
            None => problems.reject(path, no_region(text)),
        }
    }
    regions
}

fn no_region(text: &str) -> Wrong {
    match text {
        "UK" => Wrong::NoRegionUk,
        "EU" | "EEA" => Wrong::NoRegionGroup,
        _ => Wrong::NoRegion,
    }
}

/// Most characters of a token.
pub const MAX_TOKEN: usize = 4096;

/// Whether this can be a token: a `b64token` of RFC 6750, so that it fits an `Authorization` header, of at most
/// [`MAX_TOKEN`] characters.
pub fn is_token(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte);
    !body.is_empty() && text.len() <= MAX_TOKEN && body.bytes().all(fits)
}

fn token(object: &Object<'_>, problems: &mut Problems) -> Option<Token> {
    let text = object.text("token", problems)?;
    if !is_token(text) {
        problems.reject("token", Wrong::NoToken);
        return None;
    }
    Some(Token(text.to_owned()))
}

/// The public keys of the examples, in the templates too, which somebody may take for a policy of their own. What is sealed
/// to them nobody could open, and no receipt would hold.
const EXAMPLES: [&str; 2] =
    ["BuHppLPClr8NJtVRGZclwIJw9C6Q7fRkfSO6QA8GMBc", "3o8Qp64DSaAmreWjjF6Wc2fbJY08YNNNh5NBBALBBQo"];

fn keys(object: &Object<'_>, key: &str, problems: &mut Problems) -> Vec<(String, [u8; 32])> {
    let mut keys: Vec<(String, [u8; 32])> = Vec::new();
    for (path, item) in object.list(key, problems) {
        let Some(item) = Object::new(path, item, problems) else { continue };
        item.mention_unknown(&KEY_KEYS, problems);
        let id = item.needed_text("id", Wrong::MissingId, problems);
        let public = item.needed_text("public", Wrong::MissingPublic, problems);
        let (Some(id), Some(public)) = (id, public) else { continue };
        let plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
        if !plain || id.len() > 64 {
            problems.reject(item.path("id"), Wrong::NoKeyId);
        } else if keys.iter().any(|(other, _)| other == id) {
            problems.reject(item.path("id"), Wrong::KeyIdTwice);
        }
        if EXAMPLES.contains(&public) {
            problems.reject(item.path("public"), Wrong::ExampleKey);
        }
        match base64url::decode(public).filter(|bytes| *bytes != [0; 32]) {
            Some(public) => keys.push((id.to_owned(), public)),
            None => problems.reject(item.path("public"), Wrong::NoKey),
        }
    }
    keys
}

fn notice(object: &Object<'_>, problems: &mut Problems) -> Option<Notice> {
    let notice = Object::new("notice".to_owned(), object.get("notice")?, problems)?;
    notice.mention_unknown(&NOTICE_KEYS, problems);
    let mut text = |key, missing| notice.needed_text(key, missing, problems).map(str::to_owned);
    let controller = text("controller", Wrong::MissingController);
    let contact = text("contact", Wrong::MissingContact);
    let legal_basis = text("legalBasis", Wrong::MissingLegalBasis);
    let recipients = text("recipients", Wrong::MissingRecipients);
    let retention = text("retention", Wrong::MissingRetention);
    let rights = text("rights", Wrong::MissingRights);
    let agreement = notice.text("agreement", problems).map(str::to_owned);
    Some(Notice {
        controller: controller?,
        contact: contact?,
        legal_basis: legal_basis?,
        recipients: recipients?,
        retention: retention?,
        rights: rights?,
        agreement,
    })
}

fn sites(object: &Object<'_>, problems: &mut Problems) -> Vec<Site> {
    let items = object.list("sites", problems);
    if items.is_empty() && object.get("sites").is_none_or(|sites| matches!(sites, Json::List(_))) {
        problems.reject("sites", Wrong::MissingSites);
    }
    items.into_iter().filter_map(|(path, item)| site(path, item, problems)).collect()
}

fn site(path: String, item: &Json, problems: &mut Problems) -> Option<Site> {
    let site = Object::new(path, item, problems)?;
    site.mention_unknown(&SITE_KEYS, problems);
    let on_off = [("on", true), ("off", false)];
    let frames = [("full", Frames::Full), ("surface", Frames::Surface), ("off", Frames::Off)];
    let label = site.needed_text("match", Wrong::MissingMatch, problems);
    let patterns = label.and_then(|label| {
        patterns(label).map_err(|(wrong, values)| problems.reject_with(site.path("match"), wrong, values)).ok()
    });
    let default_frames = if label.is_some_and(lists::is_whole) { Frames::Full } else { Frames::Surface };
    let mask_selectors = selectors(&site, "maskSelectors", problems);
    let surface_selectors = selectors(&site, "surfaceSelectors", problems);
    let keys = site.word("keys", &on_off, true, problems);
    let clicks = site.word("clicks", &on_off, true, problems);
    let frames = site.word("frames", &frames, default_frames, problems);
    let trust_canvas = site.flag("trustCanvas", problems);
    let trust_terminal = site.flag("trustTerminal", problems);
    let aria = site.word("aria", &on_off, false, problems);
    let (label, patterns) = (label?.to_owned(), patterns?);
    Some(Site {
        label,
        patterns,
        keys,
        clicks,
        frames,
        mask_selectors,
        surface_selectors,
        trust_canvas,
        trust_terminal,
        aria,
    })
}

fn selectors(site: &Object<'_>, key: &str, problems: &mut Problems) -> Vec<String> {
    let mut selectors = Vec::new();
    for (path, selector) in site.texts(key, problems) {
        if selector.len() > MAX_SELECTOR || selector.contains(['{', '}']) {
            problems.reject_with(path, Wrong::NoSelector, vec![MAX_SELECTOR.to_string()]);
        }
        selectors.push(selector.to_owned());
    }
    selectors
}

fn is_preset(label: &str) -> bool {
    label.starts_with("preset:")
}

fn patterns(label: &str) -> Result<Vec<Pattern>, (Wrong, Vec<String>)> {
    if !is_preset(label) {
        return Pattern::parse(label).map(|pattern| vec![pattern]).map_err(|wrong| (wrong, Vec::new()));
    }
    lists::preset(label).ok_or_else(|| {
        let known: Vec<_> = lists::preset_names().map(|name| format!("`{name}`")).collect();
        (Wrong::NoPreset, vec![known.join(", ")])
    })
}

fn blocked(object: &Object<'_>, problems: &mut Problems) -> Vec<Pattern> {
    let mut blocked = lists::blocked();
    for (path, text) in object.texts("blockedSites", problems) {
        match Pattern::parse(text) {
            Ok(pattern) => blocked.push(pattern),
            Err(wrong) => problems.reject(path, wrong),
        }
    }
    blocked
}
