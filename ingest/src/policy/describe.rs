//! What a policy does, in words and in values.

use candor_core::policy::scope::Rule;
use candor_core::policy::{Frames, Notice, Pattern, Policy, Region, Site, UNLIMITED};
use serde_json::{Value, json};

/// A title, and the lines below it.
pub(super) type Section = (&'static str, Vec<String>);

/// What a policy does, in the order in which people ask.
pub(super) fn sections(policy: &Policy) -> Vec<Section> {
    let mut sections = vec![
        ("What is recorded (the first entry that matches a page counts)", recorded(&policy.sites)),
        ("What is never recorded", never_recorded(policy)),
        ("Where it goes, and who can read it", receivers(policy)),
        ("How long", times(policy)),
        ("For whom", vec![for_whom(policy)]),
    ];
    sections.extend(policy.notice.as_ref().map(|notice| ("What people are told", told(notice))));
    sections
}

fn recorded(sites: &[Site]) -> Vec<String> {
    let mut lines = Vec::new();
    for (index, site) in sites.iter().enumerate() {
        let patterns = match site.patterns.as_slice() {
            [first, _, ..] => format!(" ({} patterns, the first is {first})", site.patterns.len()),
            _ => String::new(),
        };
        lines.push(format!("sites[{index}] {}{patterns}", site.label));
        lines.push(format!("  clicks: {}; keys and text: {}", on_off(site.clicks), on_off(site.keys)));
        lines.push(format!("  pictures: {}", pictures(site)));
        if !site.mask_selectors.is_empty() {
            lines.push(format!("  filled and not recorded: {}", quoted(&site.mask_selectors)));
        }
        if site.trust_terminal {
            lines.push("  text typed in terminals that can't be read: on".to_owned());
        }
        if site.aria {
            lines.push(format!("  structure before each action: {}", structure(site)));
        }
    }
    lines
}

fn on_off(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}

fn pictures(site: &Site) -> String {
    let canvases = if site.trust_canvas { "canvases and videos shown" } else { "canvases and videos filled" };
    match site.frames {
        Frames::Off => "none".to_owned(),
        Frames::Full => format!("the page, {canvases}"),
        Frames::Surface if site.surface_selectors.is_empty() => "none, for lack of `surfaceSelectors`".to_owned(),
        Frames::Surface => format!("{} and nothing else, {canvases}", quoted(&site.surface_selectors)),
    }
}

fn structure(site: &Site) -> String {
    match site.frames {
        Frames::Full => "the page".to_owned(),
        _ if site.surface_selectors.is_empty() => "none, for lack of `surfaceSelectors`".to_owned(),
        _ => format!("{} and nothing else", quoted(&site.surface_selectors)),
    }
}

fn never_recorded(policy: &Policy) -> Vec<String> {
    let own = policy.own_blocks();
    let mut lines = vec![
        "sites that no entry above names, and private windows".to_owned(),
        "pages for signing in or paying, by their addresses, on every site".to_owned(),
        format!(
            "{} patterns that ship with this version: mail, chat, banking and others",
            policy.blocked.len() - own.len()
        ),
    ];
    lines.extend(own.iter().map(|pattern| format!("{pattern}, by `blockedSites`")));
    lines.push("passwords, keys, card numbers and whatever else the built-in rules find".to_owned());
    let rules = policy.extra_rules.rules();
    let count = |is: fn(&Rule) -> bool| rules.iter().filter(|rule| is(rule)).count();
    if !rules.is_empty() {
        lines.push(format!(
            "what `extraRules` find (literals: {}, prefixes: {}, patterns: {})",
            count(|rule| matches!(rule, Rule::Literal(_))),
            count(|rule| matches!(rule, Rule::Prefix { .. })),
            count(|rule| matches!(rule, Rule::Pattern(_))),
        ));
    }
    lines
}

fn receivers(policy: &Policy) -> Vec<String> {
    let token = if policy.token.is_some() { "with a token" } else { "without a token" };
    let mut lines = vec![format!("sent to {}, {token}", policy.endpoint)];
    match policy.recipient_keys.as_slice() {
        [] => lines.push("not sealed: whoever gets at the store on this machine can read it".to_owned()),
        [first, others @ ..] => {
            lines.push(format!("sealed for {:?}: only who has that key can read it, the server can't", first.id));
            lines.extend(others.iter().map(|other| format!("{:?} is named as well, and not used yet", other.id)));
        }
    }
    let ids: Vec<_> = policy.server_keys.iter().map(|key| &key.id).collect();
    if !ids.is_empty() {
        lines.push(format!("receipts are verified with {}", quoted(&ids)));
    }
    lines
}

fn times(policy: &Policy) -> Vec<String> {
    let budgets = &policy.budgets;
    let (quality, edge) = (policy.frame_quality, policy.frame_long_edge);
    let mut lines = vec![
        format!("held for {} where it was recorded, and can be deleted there", duration(policy.hold_minutes)),
        format!("to be deleted after {}", days(policy.retention_days)),
        format!("under one pseudonym for {}, then under another", days(policy.pseudonym_days)),
        format!("(pictures have {edge} pixels on their longer edge at most, and JPEG quality {quality})"),
    ];
    if budgets.megabytes_per_day < UNLIMITED {
        lines.push(format!("at most {} MB recorded in a day, then nothing", budgets.megabytes_per_day));
    }
    if budgets.hold_metered {
        lines.push("not sent while the browser says that the network is metered".to_owned());
    }
    lines
}

fn duration(minutes: u32) -> String {
    match minutes {
        0 => "no time".to_owned(),
        _ if minutes.is_multiple_of(24 * 60) => counted(minutes / (24 * 60), "day"),
        _ if minutes.is_multiple_of(60) => counted(minutes / 60, "hour"),
        _ => counted(minutes, "minute"),
    }
}

fn days(days: u16) -> String {
    counted(days.into(), "day")
}

fn counted(count: u32, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn for_whom(policy: &Policy) -> String {
    let exempt = match policy.exempt_regions.as_slice() {
        [] => "no region".to_owned(),
        regions if regions == Region::exempt_by_default() => {
            "the EU, the EEA, the United Kingdom with Gibraltar, and Switzerland, by default".to_owned()
        }
        regions => regions.iter().map(Region::as_str).collect::<Vec<_>>().join(" "),
    };
    format!("people in {}; exempt from all recording: {exempt}", policy.region)
}

fn told(notice: &Notice) -> Vec<String> {
    let Notice { controller, contact, legal_basis, recipients, retention, rights, agreement } = notice;
    let mut lines = vec![
        format!("controller: {controller}"),
        format!("contact: {contact}"),
        format!("legal basis: {legal_basis}"),
        format!("recipients: {recipients}"),
        format!("retention: {retention}"),
        format!("rights: {rights}"),
    ];
    lines.extend(agreement.as_ref().map(|agreement| format!("agreement: {agreement}")));
    lines
}

fn quoted<T: AsRef<str>>(texts: &[T]) -> String {
    texts.iter().map(|text| format!("{:?}", text.as_ref())).collect::<Vec<_>>().join(", ")
}

/// Every key that counts with its value, given or by default, by the policy's own names. Of the token is said only
/// whether there is one, and of the company's own rules how many.
pub(super) fn values(policy: &Policy) -> Value {
    let site = |site: &Site| {
        json!({
            "match": site.label,
            "patterns": site.patterns.iter().map(Pattern::as_str).collect::<Vec<_>>(),
            "keys": on_off(site.keys),
            "clicks": on_off(site.clicks),
            "frames": site.frames.name(),
            "maskSelectors": site.mask_selectors,
            "surfaceSelectors": site.surface_selectors,
            "trustCanvas": site.trust_canvas,
            "trustTerminal": site.trust_terminal,
            "aria": on_off(site.aria),
        })
    };
    let notice = |notice: &Notice| {
        json!({
            "controller": notice.controller,
            "contact": notice.contact,
            "legalBasis": notice.legal_basis,
            "recipients": notice.recipients,
            "retention": notice.retention,
            "rights": notice.rights,
            "agreement": notice.agreement,
        })
    };
    json!({
        "digest": policy.digest,
        "endpoint": policy.endpoint.to_string(),
        "token": policy.token.is_some(),
        "serverKeys": policy.server_keys,
        "recipientKeys": policy.recipient_keys,
        "notice": policy.notice.as_ref().map(notice),
        "sites": policy.sites.iter().map(site).collect::<Vec<_>>(),
        "blockedSites": policy.own_blocks().iter().map(Pattern::as_str).collect::<Vec<_>>(),
        "region": policy.region.as_str(),
        "exemptRegions": policy.exempt_regions.iter().map(Region::as_str).collect::<Vec<_>>(),
        "extraRules": policy.extra_rules.rules().len(),
        "holdMinutes": policy.hold_minutes,
        "pseudonymDays": policy.pseudonym_days,
        "frameQuality": policy.frame_quality,
        "frameLongEdge": policy.frame_long_edge,
        "retentionDays": policy.retention_days,
    })
}
