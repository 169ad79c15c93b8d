use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use super::super::tests::{PUBLIC, full, valid, with};
use super::super::{Build, KEYS, SITE_KEYS, extra, lists, parse};
use super::*;

const OTHER_PUBLIC: &str = "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI";

fn scope(policy: &Value) -> Scope {
    Scope::of(&valid(policy))
}

fn words(agreed: &Value, actual: &Value) -> Vec<String> {
    scope(agreed).widenings(&scope(actual)).iter().map(ToString::to_string).collect()
}

fn assert_wider(agreed: &Value, actual: &Value, expected: &[&str]) {
    assert_eq!(words(agreed, actual), expected, "{agreed} {actual}");
}

/// A value of the policy that was agreed to, and what may be in its place.
struct Case {
    pointer: &'static str,
    agreed: Option<Value>,
    wider: Option<Value>,
    words: &'static str,
    narrower: Option<Value>,
}

fn case(
    pointer: &'static str,
    agreed: impl Into<Option<Value>>,
    wider: impl Into<Option<Value>>,
    words: &'static str,
    narrower: impl Into<Option<Value>>,
) -> Case {
    Case { pointer, agreed: agreed.into(), wider: wider.into(), words, narrower: narrower.into() }
}

/// Key by key: what is agreed, what would be wider, in which words, and what would be narrower or the same.
fn cases() -> Vec<Case> {
    let key = |id: &str, public: &str| json!({ "id": id, "public": public });
    let here = json!("https://candor.example.com");
    let prefix = |least: u32, most: u32| json!([{ "prefix": "acme_", "least": least, "most": most }]);
    vec![
        case(
            "/endpoint",
            here.clone(),
            json!("https://candor.example.org"),
            r#"endpoint: "https://candor.example.com" → "https://candor.example.org""#,
            json!("https://CANDOR.example.com:443/"),
        ),
        case(
            "/endpoint",
            here,
            json!("https://candor.example.com/eu"),
            r#"endpoint: "https://candor.example.com" → "https://candor.example.com/eu""#,
            json!("https://candor.example.com/"),
        ),
        case(
            "/recipientKeys",
            json!([key("a", PUBLIC), key("b", OTHER_PUBLIC)]),
            json!([]),
            "recipientKeys: sealed → not sealed",
            json!([key("renamed", OTHER_PUBLIC)]),
        ),
        case(
            "/recipientKeys",
            json!([key("a", PUBLIC)]),
            json!([key("a", PUBLIC), key("b", OTHER_PUBLIC)]),
            r#"recipientKeys: none → "b""#,
            json!([key("a", PUBLIC)]),
        ),
        notice("controller", r#"notice.controller: "agreed" → "another""#),
        notice("legalBasis", r#"notice.legalBasis: "agreed" → "another""#),
        notice("recipients", r#"notice.recipients: "agreed" → "another""#),
        notice("retention", r#"notice.retention: "agreed" → "another""#),
        notice("rights", r#"notice.rights: "agreed" → "another""#),
        notice("agreement", r#"notice.agreement: "agreed" → "another""#),
        case("/notice/agreement", json!("WA-7"), None, r#"notice.agreement: "WA-7" → none"#, json!("WA-7")),
        case("/notice/agreement", None, json!("WA-7"), r#"notice.agreement: none → "WA-7""#, None),
        case(
            "/sites/1/match",
            json!("https://*.example.com/docs/*"),
            json!("https://*.example.com/d*"),
            r#"sites[1] "https://*.example.com/d*": not recorded → recorded"#,
            json!("https://www.example.com/docs/a"),
        ),
        case(
            "/sites",
            json!([{ "match": "preset:web-ides" }]),
            json!([{ "match": "preset:web-ides" }, { "match": "*://vscode.dev/*" }]),
            r#"sites[1] "*://vscode.dev/*": not recorded → recorded"#,
            json!([{ "match": "https://vscode.dev/*", "frames": "full" }]),
        ),
        site("keys", json!("off"), json!("on"), "keys off → on", json!("off")),
        site("keys", json!("on"), None, "", json!("off")),
        site("clicks", json!("off"), json!("on"), "clicks off → on", json!("off")),
        site("clicks", json!("on"), None, "", json!("off")),
        site("frames", json!("off"), json!("surface"), "frames off → surface", json!("off")),
        site("frames", json!("surface"), json!("full"), "frames surface → full", json!("off")),
        site("frames", json!("full"), json!("full"), "", json!("surface")),
        site("trustCanvas", json!(false), json!(true), "trustCanvas false → true", None),
        site("trustCanvas", json!(true), None, "", json!(false)),
        site("trustTerminal", json!(false), json!(true), "trustTerminal false → true", None),
        site("trustTerminal", json!(true), None, "", json!(false)),
        site("aria", json!("off"), json!("on"), "aria off → on", None),
        site("aria", json!("on"), None, "", json!("off")),
        site("maskSelectors", json!([".a"]), json!([".b"]), r#"maskSelectors ".a" → none"#, json!([".b", ".a"])),
        site("maskSelectors", json!([".a"]), None, r#"maskSelectors ".a" → none"#, json!([".a"])),
        site(
            "surfaceSelectors",
            json!(["main", ".a"]),
            json!([".a", ".b"]),
            r#"surfaceSelectors none → ".b""#,
            json!([".a"]),
        ),
        case(
            "/blockedSites",
            json!(["https://ide.example.com/private/*"]),
            json!(["https://ide.example.com/private/a/*"]),
            r#"blockedSites: "https://ide.example.com/private/*" → not blocked"#,
            json!(["*://ide.example.com/p*"]),
        ),
        case("/region", json!("US-NY"), json!("IN"), r#"region: "US-NY" → "IN""#, json!("US")),
        case("/region", json!("IN"), json!("IN-KA"), r#"region: "IN" → "IN-KA""#, json!("IN")),
        case(
            "/exemptRegions",
            json!(["US-NY"]),
            json!(["US-CA"]),
            "exemptRegions: exempt → not exempt",
            json!(["US", "IN"]),
        ),
        case("/exemptRegions", json!(["US-CA"]), json!(["US-NY"]), "", json!([])),
        case(
            "/exemptRegions",
            json!(["DE", "IN-KA"]),
            json!(["IN"]),
            r#"exemptRegions: "DE" → not exempt"#,
            json!(["FR", "IN", "DE-BY"]),
        ),
        case(
            "/extraRules",
            json!([{ "literals": ["Tidepool", "Reef"] }]),
            json!([{ "literals": ["Reef"] }]),
            r#"extraRules: literal "Tidepool" → none"#,
            json!([{ "pattern": "CUST-[0-9]+" }, { "literals": ["Reef", "Kelp"] }, { "literals": ["Tidepool"] }]),
        ),
        case(
            "/extraRules",
            json!([{ "pattern": "CUST-[0-9]+" }]),
            None,
            r#"extraRules: pattern "CUST-[0-9]+" → none"#,
            json!([{ "prefix": "acme_" }, { "pattern": "CUST-[0-9]+" }]),
        ),
        case(
            "/extraRules",
            prefix(8, 20),
            prefix(9, 20),
            r#"extraRules: prefix "acme_" and 8 to 20 of alphanumeric → none"#,
            prefix(7, 20),
        ),
        case(
            "/extraRules",
            prefix(8, 20),
            prefix(8, 19),
            r#"extraRules: prefix "acme_" and 8 to 20 of alphanumeric → none"#,
            prefix(8, 21),
        ),
        case(
            "/extraRules",
            json!([{ "prefix": "acme_", "characters": "hex", "least": 8, "most": 8 }]),
            json!([{ "prefix": "acme_", "least": 8, "most": 8 }]),
            r#"extraRules: prefix "acme_" and 8 to 8 of hex → none"#,
            json!([{ "prefix": "acme_", "characters": "hex", "least": 8, "most": 9 }]),
        ),
        case("/holdMinutes", None, json!(60), "holdMinutes: 1440 → 60", json!(2880)),
        case("/pseudonymDays", json!(7), json!(8), "pseudonymDays: 7 → 8", json!(1)),
        case("/frameQuality", json!(60), None, "frameQuality: 60 → 70", json!(30)),
        case("/frameLongEdge", json!(1280), json!(1281), "frameLongEdge: 1280 → 1281", json!(320)),
        case("/retentionDays", json!(90), json!(3650), "retentionDays: 90 → 3650", json!(89)),
    ]
}

fn notice(key: &'static str, words: &'static str) -> Case {
    let pointer = format!("/notice/{key}").leak();
    case(pointer, json!("agreed"), json!("another"), words, json!(" agreed "))
}

/// Of the second entry of `sites`. Without words, what stands as wider is the same.
fn site(
    key: &'static str,
    agreed: Value,
    wider: impl Into<Option<Value>>,
    words: &'static str,
    narrower: impl Into<Option<Value>>,
) -> Case {
    let pointer = format!("/sites/1/{key}").leak();
    let words = match words {
        "" => "",
        words => format!(r#"sites[1] "https://*.example.com/*": {words}"#).leak(),
    };
    case(pointer, agreed, wider, words, narrower)
}

#[test]
fn every_key_has_what_is_wider_and_what_is_not() {
    for Case { pointer, agreed, wider, words, narrower } in cases() {
        let at = |value: &Option<Value>| with(full(), pointer, value.clone());
        let agreed = at(&agreed);
        let expected: &[&str] = if words.is_empty() { &[] } else { &[words] };
        assert_wider(&agreed, &at(&wider), expected);
        assert_wider(&agreed, &at(&narrower), &[]);
        assert_wider(&agreed, &agreed, &[]);
    }
}

#[test]
fn no_key_is_forgotten_by_the_table() {
    let cases = cases();
    let named = |path: &str| cases.iter().any(|case| case.pointer == path);
    for key in KEYS.iter().filter(|key| !["budgets", "notice", "serverKeys", "token"].contains(key)) {
        assert!(named(&format!("/{key}")), "{key}");
    }
    for key in SITE_KEYS {
        assert!(named(&format!("/sites/1/{key}")), "{key}");
    }
    for key in parse::NOTICE_KEYS.iter().filter(|key| **key != "contact") {
        assert!(named(&format!("/notice/{key}")), "{key}");
    }
    let rules: String = cases
        .iter()
        .filter(|case| case.pointer == "/extraRules")
        .fold(String::new(), |all, case| format!("{all}{:?}", [&case.agreed, &case.wider, &case.narrower]));
    for key in extra::RULE_KEYS {
        assert!(rules.contains(key), "{key}");
    }
}

#[test]
fn what_is_no_scope_changes_nothing() {
    for (pointer, value) in [
        ("/token", None),
        ("/token", Some(json!("another"))),
        ("/budgets", None),
        ("/budgets/megabytesPerDay", Some(json!(500))),
        ("/budgets/metered", Some(json!("send"))),
        ("/serverKeys", None),
        ("/serverKeys/0/public", Some(json!(OTHER_PUBLIC))),
        ("/serverKeys/0/id", Some(json!("another"))),
        ("/recipientKeys/0/id", Some(json!("another"))),
        ("/notice/contact", Some(json!("dpo@example.com"))),
        ("/exemptRegions", Some(json!(["US-CA", "US-NJ"]))),
        ("/blockedSites", Some(json!(["https://ide.example.com/private/*", "https://elsewhere.example/*"]))),
    ] {
        let changed = with(full(), pointer, value);
        assert_wider(&full(), &changed, &[]);
        if pointer != "/blockedSites" {
            assert_wider(&changed, &full(), &[]);
        }
    }
}

#[test]
fn a_notice_that_goes_or_comes_is_asked_about() {
    let here = with(full(), "/endpoint", Some(json!("http://127.0.0.1:8417")));
    let without = with(here.clone(), "/notice", None);
    assert_eq!(words(&here, &without).len(), TERMS.len());
    assert_eq!(words(&without, &here)[0], r#"notice.controller: none → "Example Inc.""#);
}

#[test]
fn of_sites_the_first_that_matches_counts() {
    let site = |pattern: &str, keys: &str| json!({ "match": pattern, "keys": keys });
    let (all, ide) = ("https://*.example.com/*", "https://ide.example.com/*");
    let quiet_first = json!([site(ide, "off"), site(all, "on")]);
    for (agreed, actual, expected) in [
        (quiet_first.clone(), quiet_first.clone(), vec![]),
        // What was the exception becomes the rule.
        (quiet_first.clone(), json!([site(all, "on"), site(ide, "off")]), vec![(0, all, "keys off → on")]),
        (quiet_first.clone(), json!([site(all, "on")]), vec![(0, all, "keys off → on")]),
        (quiet_first.clone(), json!([site(all, "off")]), vec![]),
        // A page that the exception no longer names falls to the rule.
        (
            quiet_first.clone(),
            json!([site("https://ide.example.com/a/*", "off"), site(all, "on")]),
            vec![(1, all, "keys off → on")],
        ),
        // The exception may be larger.
        (quiet_first.clone(), json!([site("https://*.ide.example.com/*", "off"), site(all, "on")]), vec![]),
        // Other hosts have nothing to do with the exception.
        (quiet_first, json!([site("https://docs.example.com/*", "on")]), vec![]),
        // What an earlier entry covers never counts, on either side.
        (json!([site(all, "on"), site(ide, "off")]), json!([site(ide, "on")]), vec![]),
        (json!([site(all, "off")]), json!([site(ide, "off"), site(ide, "on")]), vec![]),
        (
            json!([site(ide, "on"), site("https://ide.example.com/a/*", "off"), site(all, "on")]),
            json!([site(all, "on")]),
            vec![],
        ),
        // Two that cover together what none covers alone: in doubt it is wider.
        (
            json!([site("http://ide.example.com/*", "on"), site(ide, "on")]),
            json!([site("*://ide.example.com/*", "on")]),
            vec![(0, "*://ide.example.com/*", "not recorded → recorded")],
        ),
    ] {
        let [agreed, actual] = [agreed, actual].map(|sites| with(full(), "/sites", Some(sites)));
        let expected: Vec<String> =
            expected.into_iter().map(|(index, label, words)| format!("sites[{index}] {label:?}: {words}")).collect();
        assert_eq!(words(&agreed, &actual), expected, "{agreed} {actual}");
    }
}

#[test]
fn a_preset_is_agreed_to_as_it_was_and_named_once() {
    let preset = |keys: &str| json!([{ "match": "preset:web-ides", "keys": keys }]);
    let [agreed, actual] = ["off", "on"].map(|keys| with(full(), "/sites", Some(preset(keys))));
    assert_wider(&agreed, &actual, &[r#"sites[0] "preset:web-ides": keys off → on"#]);
    let mut smaller = valid(&actual);
    let added = smaller.sites[0].patterns.pop().unwrap();
    let [smaller, whole] = [Scope::of(&smaller), scope(&actual)];
    let found: Vec<_> = smaller.widenings(&whole).iter().map(ToString::to_string).collect();
    assert_eq!(found, [format!("sites[0] {:?}: not recorded → recorded", added.as_str())]);
    assert_eq!(whole.widenings(&smaller), []);
}

/// A document without an address counts as blocked where any page of its origin is.
#[test]
fn a_block_matters_wherever_its_host_is_recorded_and_nowhere_else() {
    let sites = json!([{ "match": "https://ide.example.com/work/*" }]);
    let agreed = with(full(), "/sites", Some(sites));
    let actual = with(agreed.clone(), "/blockedSites", None);
    assert_wider(&agreed, &actual, &[r#"blockedSites: "https://ide.example.com/private/*" → not blocked"#]);
    let elsewhere = with(agreed.clone(), "/blockedSites", Some(json!(["https://mail.example.net/*"])));
    assert_eq!(scope(&elsewhere), scope(&actual), "nor is it stored");
    // What ships with the extension is agreed to as well.
    let mut shrunk = valid(&with(full(), "/sites/0/match", Some(json!("*://*/*"))));
    let whole = Scope::of(&shrunk);
    let gone = shrunk.blocked.remove(0);
    let shrunk = Scope::of(&shrunk);
    let found: Vec<_> = whole.widenings(&shrunk).iter().map(ToString::to_string).collect();
    assert_eq!(found, [format!("blockedSites: {:?} → not blocked", gone.as_str())]);
    assert_eq!(shrunk.widenings(&whole), []);
}

#[test]
fn a_scope_holds_no_token_and_is_small() {
    let bytes = scope(&with(full(), "/sites/0/match", Some(json!("preset:web-ides")))).to_bytes();
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("team-1"), "positive control");
    assert!(!text.contains("append-only"));
    assert!(bytes.len() < 1800, "{}", bytes.len());
}

#[test]
fn a_stored_scope_is_read_back_or_not_at_all() {
    let scope = scope(&full());
    let bytes = scope.to_bytes();
    assert_eq!(Scope::from_bytes(&bytes), Some(scope));
    for end in 0..bytes.len() {
        assert_eq!(Scope::from_bytes(&bytes[..end]), None, "{end}");
    }
    // Its patterns are none to this version.
    let mut other_patterns = bytes.clone();
    let places = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(b"https://"));
    places.for_each(|at| other_patterns[at..at + 5].copy_from_slice(b"ftpss"));
    // No other bytes stop the core.
    for bit in 8..8 * bytes.len() {
        let mut other = bytes.clone();
        other[bit / 8] ^= 1 << (bit % 8);
        let _ = Scope::from_bytes(&other);
    }
    let another_format = [&[FORMAT + 1], &bytes[1..]].concat();
    let longer = [&bytes[..], &[0]].concat();
    assert_eq!(Scope::from_bytes(&[&[1], &bytes[1..]].concat()), None, "the form before has less");
    for bad in [other_patterns, another_format, longer, vec![FORMAT, 0xff], vec![FORMAT]] {
        assert_eq!(Scope::from_bytes(&bad), None);
    }
}

/// A change of the form needs another [`FORMAT`], or what was agreed to would be read as something else.
#[test]
fn a_scope_of_an_earlier_version_is_read() {
    let policy = json!({
        "endpoint": "http://[::1]",
        "region": "US-NY",
        "sites": [{ "match": "https://a.example/*", "clicks": "off", "trustTerminal": true, "maskSelectors": ["b"] }],
        "blockedSites": ["https://a.example/c"],
        "extraRules": [
            { "literals": ["de"] },
            { "prefix": "fg", "characters": "hex", "least": 1, "most": 300 },
            { "pattern": "h" },
        ],
    });
    let before = STORED.split_ascii_whitespace().collect::<String>();
    let read = |stored: &str| Scope::from_bytes(&base16ct::lower::decode_vec(stored).unwrap());
    assert_eq!(read(&format!("01{before}")), Some(scope(&policy)), "the form without snapshots");
    let with_snapshots = with(policy, "/sites/0/aria", Some(json!("on")));
    let line = base16ct::lower::encode_string(&scope(&with_snapshots).to_bytes());
    let exempt = base16ct::lower::encode_string(&stored::write(&Region::exempt_by_default(), Vec::new()));
    assert_eq!(line.replace(&exempt, ""), format!("03{before}0101"));
    assert_eq!(read(&line), Some(scope(&with_snapshots)));
    assert_eq!(read(&format!("02{before}0101")), Some(scope(&with_snapshots)), "the form without exempt regions");
    let agreed = read(&format!("01{before}")).unwrap();
    let found: Vec<_> = agreed.widenings(&scope(&with_snapshots)).iter().map(ToString::to_string).collect();
    assert_eq!(found, [r#"sites[0] "https://a.example/*": aria off → on"#]);
}

/// But for the form itself, and what it has at its end.
const STORED: &str = "
    0c687474703a2f2f5b3a3a315d0000011368747470733a2f2f612e6578616d706c652f2a011368747470733a2f2f612e65
    78616d706c652f2a010001010162000001011368747470733a2f2f612e6578616d706c652f630555532d4e59000300026465
    010266670368657801ac02020168a00b1e46c00ced02
";

/// Addresses on which generated policies differ.
const PAGES: [&str; 9] = [
    "https://a.example/",
    "https://a.example/x",
    "https://a.example/x/y",
    "https://a.example/xy",
    "https://b.a.example/",
    "https://b.a.example:8443/x/z",
    "http://a.example/x",
    "https://c.example/",
    "http://127.0.0.1/x",
];

fn generated_site() -> impl Strategy<Value = Value> {
    let scheme = prop::sample::select(&["https", "*"][..]);
    let host = prop::sample::select(&["*", "*.a.example", "a.example", "b.a.example"][..]);
    let path = prop::sample::select(&["/*", "/x", "/x*", "/x/*", "/x/y*"][..]);
    let frames = prop::sample::select(&["off", "surface", "full"][..]);
    let settings = (any::<[bool; 5]>(), frames, 0..4_usize, 0..4_usize);
    (scheme, host, path, settings).prop_map(|(scheme, host, path, (flags, frames, masks, surfaces))| {
        let [keys, clicks, canvas, terminal, aria] = flags;
        let on = |on: bool| if on { "on" } else { "off" };
        let selectors = |bits: usize| [".a", ".b"].into_iter().enumerate().filter(move |(n, _)| bits & (1 << n) != 0);
        let selectors = |bits: usize| selectors(bits).map(|(_, selector)| selector).collect::<Vec<_>>();
        json!({
            "match": format!("{scheme}://{host}{path}"),
            "keys": on(keys),
            "clicks": on(clicks),
            "frames": frames,
            "maskSelectors": selectors(masks),
            "surfaceSelectors": selectors(surfaces),
            "trustCanvas": canvas,
            "trustTerminal": terminal,
            "aria": on(aria),
        })
    })
}

fn generated_policy() -> impl Strategy<Value = Value> {
    let blocks = ["https://a.example/x/*", "https://a.example/*", "*://*.a.example/x*", "https://c.example/*"];
    let blocks = prop::sample::subsequence(blocks.to_vec(), 0..3);
    let rules = [json!({ "literals": ["ab"] }), json!({ "pattern": "c" }), json!({ "prefix": "de" })];
    let rules = prop::sample::subsequence(rules.to_vec(), 0..3);
    let keys = [json!({ "id": "a", "public": PUBLIC }), json!({ "id": "b", "public": OTHER_PUBLIC })];
    let keys = prop::sample::subsequence(keys.to_vec(), 0..=2);
    let region = prop::sample::select(&["US", "US-NY", "DE"][..]);
    let numbers = (10..13_u32, 1..4_u32, 30..33_u32, 320..323_u32, 1..4_u32);
    let sites = prop::collection::vec(generated_site(), 1..4);
    (sites, blocks, rules, keys, region, numbers).prop_map(|(sites, blocks, rules, keys, region, numbers)| {
        let (hold, pseudonym, quality, edge, retention) = numbers;
        json!({
            "endpoint": "http://127.0.0.1", "sites": sites, "blockedSites": blocks, "extraRules": rules,
            "recipientKeys": keys, "region": region, "holdMinutes": hold, "pseudonymDays": pseudonym,
            "frameQuality": quality, "frameLongEdge": edge, "retentionDays": retention,
        })
    })
}

/// One key of `policy` as `other` has it, so that policies are near one another and often in order.
fn mixed(policy: &Value, other: &Value, which: Index) -> Value {
    let mut mixed = policy.clone();
    let keys = ["sites", "sites", "sites", "blockedSites", "extraRules", "recipientKeys", "region", "holdMinutes"];
    match *which.get(&keys) {
        "sites" => {
            let (ours, theirs) = (policy["sites"].as_array().unwrap(), &other["sites"][0]);
            let mut sites = ours.clone();
            let at = which.index(sites.len());
            match which.index(7) {
                0 | 1 if sites.len() > 1 => drop(sites.remove(at)),
                2 => sites.insert(at, theirs.clone()),
                3 => sites[at]["match"] = theirs["match"].clone(),
                4 => sites[at]["frames"] = theirs["frames"].clone(),
                5 => sites.reverse(),
                _ => sites[at]["keys"] = theirs["keys"].clone(),
            }
            mixed["sites"] = Value::Array(sites);
        }
        key => mixed[key] = other[key].clone(),
    }
    mixed
}

/// Without the blocks that ship with the extension: none of them is near [`PAGES`].
fn policy_of(policy: &Value) -> Policy {
    let mut policy = parse(&policy.to_string(), Build::Released).policy.unwrap();
    policy.blocked.drain(..lists::blocked().len());
    policy
}

/// Whether all that is recorded of a page under `actual` is under `agreed`, by the policies themselves.
fn within(agreed: &Policy, actual: &Policy, page: &str) -> bool {
    let Ok(actual) = actual.site_for(page) else { return true };
    let Ok(agreed) = agreed.site_for(page) else { return false };
    let shows = |selector: &String| agreed.surface_selectors.contains(selector);
    let surfaces = actual.surface_selectors.iter().all(shows);
    let mapped = actual.frames == Frames::Full || agreed.frames == Frames::Full || surfaces;
    actual.keys <= agreed.keys
        && actual.clicks <= agreed.clicks
        && actual.trust_canvas <= agreed.trust_canvas
        && actual.trust_terminal <= agreed.trust_terminal
        && agreed.mask_selectors.iter().all(|selector| actual.mask_selectors.contains(selector))
        && actual.frames <= agreed.frames
        && (surfaces || actual.frames == Frames::Off || agreed.frames == Frames::Full)
        && (!actual.aria || (agreed.aria && mapped))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn the_same_is_never_wider_and_what_widens_nothing_twice_widens_nothing(
        first in generated_policy(),
        others in prop::collection::vec(generated_policy(), 4),
        which in prop::collection::vec(any::<Index>(), 4),
    ) {
        let mut policies = vec![first];
        for (other, which) in others.iter().zip(which) {
            policies.push(mixed(policies.last().unwrap(), other, which));
        }
        let policies: Vec<_> = policies.iter().map(policy_of).collect();
        let scopes: Vec<_> = policies.iter().map(Scope::of).collect();
        let allows = |agreed: &Scope, actual: &Scope| agreed.widenings(actual).is_empty();
        for (agreed, policy) in scopes.iter().zip(&policies) {
            prop_assert_eq!(agreed.widenings(agreed), []);
            prop_assert_eq!(Scope::from_bytes(&agreed.to_bytes()), Some(agreed.clone()));
            for (middle, middle_policy) in scopes.iter().zip(&policies).filter(|(middle, _)| allows(agreed, middle)) {
                for page in PAGES {
                    prop_assert!(within(policy, middle_policy, page), "{}: {:?} {:?}", page, agreed, middle);
                }
                for actual in scopes.iter().filter(|actual| allows(middle, actual)) {
                    prop_assert_eq!(agreed.widenings(actual), [], "{:?} {:?}", middle, actual);
                }
            }
        }
    }
}
