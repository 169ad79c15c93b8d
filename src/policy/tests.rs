use serde_json::{Value, json};

use super::parse::Parsed;
use super::*;
use crate::message::Reason;

pub(super) const PUBLIC: &str = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";

/// The least that a policy needs.
fn least() -> Value {
    json!({
        "endpoint": "http://127.0.0.1:8417",
        "region": "US",
        "sites": [{ "match": "preset:web-ides" }],
    })
}

/// A policy with every key, for an endpoint beyond this machine.
pub(super) fn full() -> Value {
    json!({
        "endpoint": "https://candor.example.com",
        "token": "append-only.abc~1==",
        "serverKeys": [{ "id": "server-1", "public": PUBLIC }],
        "recipientKeys": [{ "id": "team-1", "public": PUBLIC }],
        "notice": {
            "controller": "Example Inc.",
            "contact": "privacy@example.com",
            "legalBasis": "Consent",
            "recipients": "The model training team",
            "retention": "One year",
            "rights": "Access and erasure, through the contact",
            "agreement": "WA-7",
        },
        "sites": [
            { "match": "https://ide.example.com/*", "frames": "full", "keys": "on", "clicks": "off",
              "maskSelectors": [".secret"], "trustCanvas": true, "trustTerminal": true, "aria": "on" },
            { "match": "https://*.example.com/*", "surfaceSelectors": ["main"] },
        ],
        "blockedSites": ["https://ide.example.com/private/*"],
        "region": "US-NY",
        "exemptRegions": ["US-CA"],
        "extraRules": [{ "literals": ["Project Tidepool"] }],
        "holdMinutes": 10,
        "pseudonymDays": 7,
        "frameQuality": 60,
        "frameLongEdge": 1280,
        "retentionDays": 90,
        "budgets": { "megabytesPerDay": 200, "metered": "hold" },
    })
}

/// `base` with the value at a JSON pointer replaced, or taken away.
pub(super) fn with(mut base: Value, pointer: &str, value: Option<Value>) -> Value {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match (base.pointer_mut(parent).unwrap(), value) {
        (Value::Object(map), Some(value)) => drop(map.insert(key.to_owned(), value)),
        (Value::Object(map), None) => drop(map.remove(key)),
        (Value::Array(items), Some(value)) => items[key.parse::<usize>().unwrap()] = value,
        _ => panic!("{pointer}"),
    }
    base
}

fn parsed(policy: &Value) -> Parsed {
    parse(&policy.to_string(), Build::Released)
}

pub(super) fn valid(policy: &Value) -> Policy {
    let parsed = parsed(policy);
    assert_eq!(parsed.problems, []);
    parsed.policy.unwrap()
}

#[test]
fn the_least_policy_gets_the_documented_defaults() {
    let policy = valid(&least());
    assert_eq!(policy.hold_minutes, 1440);
    assert_eq!(policy.pseudonym_days, 30);
    assert_eq!((policy.frame_quality, policy.frame_long_edge), (70, 1600));
    assert_eq!(policy.retention_days, 365);
    assert_eq!(policy.exempt_regions, Region::exempt_by_default());
    assert_eq!(policy.token, None);
    let site = &policy.sites[0];
    assert_eq!((site.keys, site.clicks, site.frames), (true, true, Frames::Full));
    assert_eq!((site.trust_canvas, site.trust_terminal, site.aria), (false, false, false));
    assert!(policy.is_sealed() && !policy.is_exempt());
}

#[test]
fn a_full_policy_is_read_as_it_stands() {
    let policy = valid(&full());
    assert_eq!(policy.endpoint.to_string(), "https://candor.example.com");
    assert_eq!(policy.token.as_ref().map(Token::as_str), Some("append-only.abc~1=="));
    assert_eq!(policy.server_keys, [ServerKey { id: "server-1".into(), public: [1; 32] }]);
    assert_eq!(policy.recipient_keys, [RecipientKey { id: "team-1".into(), public: [1; 32] }]);
    assert_eq!(policy.notice.as_ref().unwrap().agreement.as_deref(), Some("WA-7"));
    assert_eq!((policy.hold_minutes, policy.pseudonym_days, policy.retention_days), (10, 7, 90));
    let [ide, rest] = policy.sites.as_slice() else { panic!("two sites") };
    assert_eq!((ide.keys, ide.clicks, ide.frames), (true, false, Frames::Full));
    assert_eq!((ide.trust_canvas, ide.trust_terminal, ide.aria), (true, true, true));
    assert!(ide.narrowed_by(ide).aria && !ide.narrowed_by(rest).aria, "both must ask for snapshots");
    assert_eq!(ide.mask_selectors, [".secret"]);
    assert_eq!(rest.frames, Frames::Surface, "a site that is no preset shows no whole page unless it says so");
    assert_eq!(rest.surface_selectors, ["main"]);
    assert_eq!(rest.narrowed_by(rest).frames, Frames::Surface);
    let bare = Site { surface_selectors: Vec::new(), ..rest.clone() };
    assert_eq!(bare.narrowed_by(&bare).frames, Frames::Off, "without a surface there is nothing to be seen");
    assert_eq!(ide.narrowed_by(&bare).frames, Frames::Off);
    assert_eq!(
        bare.narrowed_by(ide).frames,
        Frames::Surface,
        "in another page, the page may show it as a part of a surface"
    );
    assert!(policy.is_sealed() && !policy.is_exempt());
}

#[test]
fn any_problem_with_a_known_key_makes_the_policy_invalid_and_is_named() {
    let nothing = None;
    let cases: &[(&str, Option<Value>, &str, &str)] = &[
        ("/endpoint", nothing.clone(), "endpoint", "is missing"),
        ("/endpoint", Some(json!(7)), "endpoint", "must be a text, not a number"),
        ("/endpoint", Some(json!("http://candor.example.com")), "endpoint", "must begin with `https://`"),
        ("/token", Some(json!("two words")), "token", "must be at most 4096"),
        ("/token", Some(json!("")), "token", "must not be empty"),
        ("/token", Some(json!("a\r\nX: y")), "token", "must be at most 4096"),
        ("/serverKeys", Some(json!({})), "serverKeys", "must be a list, not an object"),
        ("/serverKeys/0", Some(json!("x")), "serverKeys[0]", "must be an object, not a text"),
        ("/serverKeys/0/id", nothing.clone(), "serverKeys[0].id", "is missing"),
        ("/serverKeys/0/id", Some(json!("a b")), "serverKeys[0].id", "must be at most 64"),
        ("/serverKeys/0/public", Some(json!("AQE=")), "serverKeys[0].public", "must be 32 bytes"),
        (
            "/serverKeys/0/public",
            Some(json!("3o8Qp64DSaAmreWjjF6Wc2fbJY08YNNNh5NBBALBBQo")),
            "serverKeys[0].public",
            "is the key of an example",
        ),
        ("/recipientKeys/0/public", Some(json!("A".repeat(43))), "recipientKeys[0].public", "must be 32 bytes"),
        ("/notice", Some(json!("ask us")), "notice", "must be an object"),
        ("/notice/controller", nothing.clone(), "notice.controller", "is missing"),
        ("/notice/rights", Some(json!("  ")), "notice.rights", "must not be empty"),
        ("/sites", nothing.clone(), "sites", "is missing or empty"),
        ("/sites", Some(json!([])), "sites", "is missing or empty"),
        ("/sites", Some(json!("preset:web-ides")), "sites", "must be a list"),
        ("/sites/0", Some(json!("https://a.example/*")), "sites[0]", "must be an object"),
        ("/sites/0/match", nothing.clone(), "sites[0].match", "is missing"),
        ("/sites/0/match", Some(json!("a.example")), "sites[0].match", "is not a match pattern"),
        (
            "/sites/0/match",
            Some(json!("preset:all")),
            "sites[0].match",
            "is no preset; there is `preset:web-ides`, `preset:web-tools`",
        ),
        ("/sites/1/keys", Some(json!(false)), "sites[1].keys", "must be one of `on`, `off`"),
        ("/sites/1/clicks", Some(json!("no")), "sites[1].clicks", "must be one of `on`, `off`"),
        ("/sites/1/frames", Some(json!("some")), "sites[1].frames", "must be one of `full`, `surface`, `off`"),
        ("/sites/0/maskSelectors", Some(json!(".a")), "sites[0].maskSelectors", "must be a list"),
        ("/sites/0/maskSelectors/0", Some(json!(1)), "sites[0].maskSelectors[0]", "must be a text"),
        ("/sites/0/maskSelectors/0", Some(json!("a{}")), "sites[0].maskSelectors[0]", "must be a CSS selector"),
        ("/sites/1/surfaceSelectors", Some(json!("main")), "sites[1].surfaceSelectors", "must be a list"),
        ("/sites/1/surfaceSelectors/0", Some(json!("a{}")), "sites[1].surfaceSelectors[0]", "must be a CSS selector"),
        ("/sites/0/trustCanvas", Some(json!("yes")), "sites[0].trustCanvas", "must be `true` or `false`"),
        ("/blockedSites", Some(json!("mail.example")), "blockedSites", "must be a list"),
        ("/blockedSites/0", Some(json!("mail.example")), "blockedSites[0]", "is not a match pattern"),
        ("/region", nothing.clone(), "region", "is missing"),
        ("/region", Some(json!("UK")), "region", "is `GB`"),
        ("/region", Some(json!("Europe")), "region", "is not a region of ISO 3166"),
        ("/exemptRegions/0", Some(json!("EU")), "exemptRegions[0]", "name the countries"),
        ("/holdMinutes", Some(json!(9)), "holdMinutes", "from 10 to 43200, not 9"),
        ("/holdMinutes", Some(json!(10.5)), "holdMinutes", "not 10.5"),
        ("/holdMinutes", Some(json!("10")), "holdMinutes", "not a text"),
        ("/holdMinutes", Some(json!(-1)), "holdMinutes", "not -1"),
        ("/pseudonymDays", Some(json!(0)), "pseudonymDays", "from 1 to 365"),
        ("/frameQuality", Some(json!(100)), "frameQuality", "from 30 to 95"),
        ("/frameLongEdge", Some(json!(100_000)), "frameLongEdge", "from 320 to 3840"),
        ("/retentionDays", Some(json!(null)), "retentionDays", "not null"),
        ("/budgets", Some(json!(200)), "budgets", "must be an object, not a number"),
        ("/budgets/megabytesPerDay", Some(json!(0)), "budgets.megabytesPerDay", "from 1 to 100000, not 0"),
        ("/budgets/metered", Some(json!("no")), "budgets.metered", "must be one of `hold`, `send`"),
    ];
    for (pointer, value, key, problem) in cases {
        let parsed = parsed(&with(full(), pointer, value.clone()));
        assert!(parsed.policy.is_none() && parsed.given, "{pointer} {value:?}");
        let reason = if *key == "region" { Reason::UnknownRegion } else { Reason::InvalidPolicy };
        assert_eq!(parsed.usable().unwrap_err(), reason);
        let found = parsed.problems.iter().any(|found| found.key == *key && found.to_string().contains(problem));
        assert!(found, "{pointer} {value:?}: {:?}", parsed.problems);
    }
}

#[test]
fn two_keys_of_one_name_are_refused() {
    let keys = json!([{ "id": "a", "public": PUBLIC }, { "id": "a", "public": PUBLIC }]);
    let parsed = parsed(&with(full(), "/serverKeys", Some(keys)));
    assert!(parsed.policy.is_none());
    assert_eq!(parsed.problems[0].key, "serverKeys[1].id");
}

#[test]
fn every_problem_is_named_and_not_only_the_first() {
    let parsed = parsed(&json!({ "endpoint": 1, "holdMinutes": 1, "sites": [{ "match": 1, "keys": 1 }, {}] }));
    let keys: Vec<_> = parsed.problems.iter().map(|problem| problem.key.as_str()).collect();
    assert_eq!(keys, ["endpoint", "region", "sites[0].match", "sites[0].keys", "sites[1].match", "holdMinutes"]);
}

#[test]
fn a_region_that_nobody_knows_is_a_reason_of_its_own() {
    let reason = |policy: &Value| parsed(policy).usable().map(|_| ()).unwrap_err();
    for region in [None, Some(json!("Europe")), Some(json!("UK")), Some(json!(1)), Some(json!(" "))] {
        let policy = with(least(), "/region", region.clone());
        assert_eq!(reason(&policy), Reason::UnknownRegion, "{region:?}");
        assert!(parsed(&policy).problems.iter().any(|problem| problem.key == "region"));
        // What else is wrong comes first: it can't be used in any region.
        assert_eq!(reason(&with(policy, "/holdMinutes", Some(json!(1)))), Reason::InvalidPolicy);
    }
    let exempt = parsed(&with(least(), "/region", Some(json!("DE"))));
    assert!(exempt.policy.is_some_and(|policy| policy.is_exempt()), "the control: known, and exempt");
}

#[test]
fn unknown_keys_are_reported_and_have_no_effect() {
    for (pointer, key, remedy) in [
        ("/holdminutes", "holdminutes", "did you mean `holdMinutes`?"),
        ("/colour", "colour", "update the extension"),
        ("/sites/0/maskSelector", "sites[0].maskSelector", "did you mean `maskSelectors`?"),
        ("/notice/website", "notice.website", "update the extension"),
        ("/serverKeys/0/private", "serverKeys[0].private", "update the extension"),
    ] {
        let parsed = parsed(&with(full(), pointer, Some(json!(1))));
        assert!(parsed.policy.is_some(), "{pointer}");
        assert_eq!(parsed.problems.len(), 1, "{pointer}");
        assert_eq!(parsed.problems[0].key, key);
        assert!(parsed.problems[0].to_string().contains(remedy), "{}", parsed.problems[0]);
    }
}

#[test]
fn what_is_no_policy_is_told_from_what_is_a_bad_one() {
    for (json, reason) in [
        ("", Reason::NoPolicy),
        ("{}", Reason::NoPolicy),
        (" { } ", Reason::NoPolicy),
        ("null", Reason::NoPolicy),
        ("[]", Reason::InvalidPolicy),
        ("true", Reason::InvalidPolicy),
        ("{", Reason::InvalidPolicy),
        ("{\"endpoint\":\"https://a.example\"}", Reason::InvalidPolicy),
    ] {
        let parsed = parse(json, Build::Released);
        assert_eq!(parsed.usable().unwrap_err(), reason, "{json}");
        assert_eq!(parsed.problems.is_empty(), reason == Reason::NoPolicy, "{json}");
        assert_eq!(is_empty(json), reason == Reason::NoPolicy, "{json}");
    }
}

#[test]
fn only_a_development_build_holds_for_less_than_ten_minutes() {
    let policy = with(least(), "/holdMinutes", Some(json!(0))).to_string();
    assert!(parse(&policy, Build::Released).policy.is_none());
    assert_eq!(parse(&policy, Build::Development).policy.unwrap().hold_minutes, 0);
}

#[test]
fn a_token_is_never_shown() {
    let secret = "s3cret-token!";
    let refused = parsed(&with(full(), "/token", Some(json!(secret))));
    assert!(!format!("{refused:?}").contains(secret));
    let policy = valid(&full());
    assert!(!format!("{policy:?}").contains("append-only"));
}

#[test]
fn beyond_this_machine_nothing_goes_unsealed_unsigned_or_unannounced() {
    assert!(valid(&full()).is_sealed(), "positive control");
    for key in ["/recipientKeys", "/serverKeys", "/notice"] {
        assert!(!valid(&with(full(), key, None)).is_sealed(), "{key}");
        let here = with(with(full(), key, None), "/endpoint", Some(json!("http://[::1]:8417")));
        assert!(valid(&here).is_sealed(), "{key}");
    }
}

#[test]
fn a_region_is_exempt_by_default_or_by_the_policy() {
    for (region, exempt, expected) in [
        ("DE", None, true),
        ("GB-SCT", None, true),
        ("CH", None, true),
        ("NO", None, true),
        ("US", None, false),
        ("IN-KA", None, false),
        ("DE", Some(json!([])), false),
        ("US", Some(json!(["US-CA"])), true),
        ("US-NY", Some(json!(["US-CA"])), false),
    ] {
        let policy = with(least(), "/region", Some(json!(region)));
        let policy = if exempt.is_some() { with(policy, "/exemptRegions", exempt) } else { policy };
        assert_eq!(valid(&policy).is_exempt(), expected, "{policy}");
    }
}

#[test]
fn a_page_is_blocked_before_it_is_allowed_and_the_first_site_counts() {
    let policy = valid(&full());
    for (url, expected) in [
        ("https://ide.example.com/a", Ok("https://ide.example.com/*")),
        ("https://docs.example.com/a", Ok("https://*.example.com/*")),
        ("https://ide.example.com/private/a", Err(Reason::BlockedSite)),
        ("https://mail.google.com/", Err(Reason::BlockedSite)),
        ("https://example.org/", Err(Reason::NotAllowedSite)),
        ("http://ide.example.com/a", Err(Reason::NotAllowedSite)),
        ("about:blank", Err(Reason::NotAllowedSite)),
        ("", Err(Reason::NotAllowedSite)),
    ] {
        assert_eq!(policy.site_for(url).map(|site| site.label.as_str()), expected, "{url}");
    }
}

#[test]
fn the_shipped_block_list_can_be_added_to_and_not_shrunk() {
    let shipped = valid(&with(full(), "/blockedSites", Some(json!([])))).excluded_patterns();
    let mut added = shipped.clone();
    added.push("https://ide.example.com/private/*".to_owned());
    assert_eq!(valid(&full()).excluded_patterns(), added);
    assert!(shipped.len() > 100);
    let everything = with(full(), "/sites/0/match", Some(json!("*://*/*")));
    assert_eq!(valid(&everything).site_for("https://mail.google.com/"), Err(Reason::BlockedSite));
}

#[test]
fn the_browser_is_told_the_patterns_of_all_sites() {
    let sites = json!([
        { "match": "https://ide.example.com/a/*" },
        { "match": "https://ide.example.com/b" },
        { "match": "https://*.example.com/*" },
    ]);
    let policy = valid(&with(full(), "/sites", Some(sites)));
    assert_eq!(policy.patterns(), ["https://ide.example.com/*", "https://*.example.com/*"], "without paths");
    assert_eq!(policy.site_for("https://ide.example.com/b").unwrap().label, "https://ide.example.com/b");
    assert!(valid(&least()).patterns().contains(&"https://*.vscode.dev/*".to_owned()));
}

#[test]
fn the_digest_names_the_policy_and_not_its_token() {
    let digest = valid(&full()).digest;
    assert_eq!(valid(&with(full(), "/token", Some(json!("another")))).digest, digest);
    assert_ne!(valid(&with(full(), "/holdMinutes", Some(json!(11)))).digest, digest);
    let reordered = full().to_string().replacen('{', "{ ", 1);
    assert_eq!(parse(&reordered, Build::Released).policy.unwrap().digest, digest);
}

/// The browser drops keys that the schema does not name before the parser can see them.
#[test]
fn the_managed_schema_names_exactly_the_keys_that_the_parser_knows() {
    let schema: Value = serde_json::from_str(include_str!("../../extension/managed_schema.json")).unwrap();
    let keys = |pointer: &str| -> Vec<String> {
        let mut keys: Vec<_> = schema.pointer(pointer).unwrap().as_object().unwrap().keys().cloned().collect();
        keys.sort();
        keys
    };
    assert_eq!(keys("/properties"), KEYS);
    assert_eq!(keys("/properties/sites/items/properties"), SITE_KEYS);
    assert_eq!(keys("/properties/extraRules/items/properties"), extra::RULE_KEYS);
    assert_eq!(keys("/properties/notice/properties"), parse::NOTICE_KEYS);
    assert_eq!(keys("/properties/budgets/properties"), parse::BUDGET_KEYS);
    assert_eq!(keys("/properties/serverKeys/items/properties"), parse::KEY_KEYS);
    assert_eq!(keys("/properties/recipientKeys/items/properties"), parse::KEY_KEYS);
}
