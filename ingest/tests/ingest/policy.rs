//! `candor policy` as an administrator meets it.

use std::fs;
use std::process::Output;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::kit::candor;

const PUBLIC: &str = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";
const TOKEN: &str = "append-0nly";

fn policy() -> Value {
    json!({
        "endpoint": "https://candor.example.com",
        "token": TOKEN,
        "serverKeys": [{ "id": "server-1", "public": PUBLIC }],
        "recipientKeys": [{ "id": "team-1", "public": PUBLIC }],
        "notice": {
            "controller": "Example Inc.",
            "contact": "privacy@example.com",
            "legalBasis": "Consent",
            "recipients": "The model training team",
            "retention": "90 days",
            "rights": "Access and erasure",
        },
        "region": "US-NY",
        "sites": [
            { "match": "preset:web-ides", "maskSelectors": [".secret"] },
            { "match": "https://*.ide.example.com/*", "keys": "off", "surfaceSelectors": [".editor"], "aria": "on" },
        ],
        "blockedSites": ["https://people.ide.example.com/*"],
        "extraRules": [{ "literals": ["Project Tidepool"] }, { "pattern": "CUST-[0-9]{6}" }],
        "holdMinutes": 120,
    })
}

/// The policy with a key replaced, or taken away.
fn with(key: &str, value: Value) -> Value {
    let mut policy = policy();
    match value {
        Value::Null => drop(policy.as_object_mut().unwrap().remove(key)),
        value => policy[key] = value,
    }
    policy
}

/// Files in a folder of their own.
struct Files(TempDir);

impl Files {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.0.path().join(name);
        fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

fn check(content: impl AsRef<[u8]>, options: &[&str]) -> Output {
    let files = Files::new();
    candor(&[&["policy", "check", &files.write("policy.json", content)], options].concat())
}

fn compare(agreed: &Value, actual: &Value, options: &[&str]) -> Output {
    let files = Files::new();
    let (agreed, actual) = (files.write("agreed", agreed.to_string()), files.write("actual", actual.to_string()));
    candor(&[&["policy", "compare", &agreed, &actual], options].concat())
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn a_usable_policy_is_told_in_plain_words() {
    let output = check(policy().to_string(), &[]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    let told = text(&output.stdout);
    assert!(told.starts_with("The policy is usable.\n"), "{told}");
    for line in [
        "  sites[0] preset:web-ides (25 patterns, the first is https://*.vscode.dev/*)",
        "    clicks: on; keys and text: on",
        "    pictures: the page, canvases and videos filled",
        "    filled and not recorded: \".secret\"",
        "  sites[1] https://*.ide.example.com/*",
        "    clicks: on; keys and text: off",
        "    pictures: \".editor\" and nothing else, canvases and videos filled",
        "    structure before each action: \".editor\" and nothing else",
        "  https://people.ide.example.com/*, by `blockedSites`",
        "  what `extraRules` find (literals: 1, prefixes: 0, patterns: 1)",
        "  sent to https://candor.example.com, with a token",
        "  sealed for \"team-1\": only who has that key can read it, the server can't",
        "  receipts are verified with \"server-1\"",
        "  held for 2 hours where it was recorded, and can be deleted there",
        "  to be deleted after 365 days",
        "  under one pseudonym for 30 days, then under another",
        "  controller: Example Inc.",
        "  rights: Access and erasure",
    ] {
        assert!(told.lines().any(|told| told == line), "{line}\n{told}");
    }
    assert!(told.contains("people in US-NY; exempt from all recording: the EU, the EEA"), "{told}");
    assert!(!told.contains("Rejected") && !told.contains(TOKEN), "{told}");
}

#[test]
fn every_rejected_key_is_named_with_the_reason_and_what_would_be_right() {
    let mut bad = with("holdMinutes", json!(5));
    bad["region"] = json!("UK");
    bad["sites"][1]["keys"] = json!(false);
    bad["retentiondays"] = json!(1);
    let output = check(bad.to_string(), &[]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        text(&output.stdout),
        "The policy is not usable: nothing is recorded.\n\n\
         Rejected\n  \
         `retentiondays` is not known to this version and has no effect; did you mean `retentionDays`?\n  \
         `region` is not a region of ISO 3166; the United Kingdom is `GB`\n  \
         `sites[1].keys` must be one of `on`, `off`\n  \
         `holdMinutes` must be a whole number from 10 to 43200, not 5\n"
    );
}

#[test]
fn a_policy_is_usable_when_a_released_extension_could_record_by_it() {
    let pattern = json!([{ "pattern": "(" }]);
    for (policy, verdict, problem, code) in [
        (with("colour", json!(1)), "The policy is usable, but", "`colour` is not known to this version", 1),
        (with("extraRules", pattern), "The policy is not usable", "`extraRules[0].pattern` is no regular", 1),
        (with("notice", Value::Null), "The policy is not usable", "`notice` is missing; an endpoint beyond", 1),
        (with("serverKeys", Value::Null), "The policy is not usable", "`serverKeys` is missing; an endpoint", 1),
        (with("recipientKeys", Value::Null), "The policy is not usable", "`recipientKeys` is missing; an", 1),
        (json!({}), "This is no policy: it is empty", "", 1),
        (with("region", json!("DE")), "The policy is usable, and nothing is recorded: its region is exempt", "", 0),
        (json!({ "3rdparty": {} }), "The policy is not usable", "`3rdparty` is around a policy: check what is", 1),
    ] {
        let output = check(policy.to_string(), &[]);
        let told = text(&output.stdout);
        assert!(told.starts_with(verdict) && told.contains(problem), "{told}");
        assert_eq!(output.status.code(), Some(code), "{told}");
    }
}

#[test]
fn only_a_development_build_takes_a_shorter_hold() {
    let short = with("holdMinutes", json!(0)).to_string();
    assert_eq!(check(&short, &[]).status.code(), Some(1));
    let output = check(&short, &["--development"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).contains("held for no time"));
}

#[test]
fn machines_get_every_value_and_every_problem_and_no_token() {
    let output = check(policy().to_string(), &["--json"]);
    assert!(!text(&output.stdout).contains(TOKEN));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&told["usable"], &told["reason"], &told["problems"]), (&json!(true), &json!(null), &json!([])));
    let policy = &told["policy"];
    assert_eq!((&policy["holdMinutes"], &policy["retentionDays"]), (&json!(120), &json!(365)), "given, and by default");
    assert_eq!((&policy["token"], &policy["extraRules"]), (&json!(true), &json!(2)));
    assert_eq!(policy["recipientKeys"], json!([{ "id": "team-1", "public": PUBLIC }]));
    assert_eq!((&policy["sites"][1]["keys"], &policy["sites"][1]["frames"]), (&json!("off"), &json!("surface")));

    let output = check("[1", &["--json"]);
    assert_eq!(output.status.code(), Some(1));
    let problem = json!({ "key": "", "problem": "the policy is not JSON: line 1, column 3" });
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told, json!({ "usable": false, "reason": "invalidPolicy", "problems": [problem], "policy": null }));
}

#[test]
fn a_text_that_is_no_policy_is_not_usable() {
    for (content, told) in [
        ("", "This is no policy: it is empty"),
        (" \n", "This is no policy: it is empty"),
        ("null", "This is no policy: it is empty"),
        ("endpoint: https://a.example", "the policy is not JSON: line 1, column 1"),
        ("{\"endpoint\":1,\n\"endpoint\":2}", "the policy is not JSON: line 2, column "),
        ("[]", "the policy must be an object, not a list"),
        (&"[".repeat(100_000), "the policy is not JSON: line 1, column "),
    ] {
        let output = check(content, &[]);
        assert!(text(&output.stdout).contains(told), "{}", text(&output.stdout));
        assert_eq!((output.status.code(), output.stderr.len()), (Some(1), 0), "{told}");
    }
    let marked = format!("\u{feff}{}", policy());
    assert_eq!(check(marked, &[]).status.code(), Some(0), "a byte order mark is passed over");
}

#[test]
fn what_can_not_be_read_as_text_is_told_from_what_is_no_policy() {
    let files = Files::new();
    let folder = files.0.path().to_str().unwrap();
    let good = files.write("good", policy().to_string());
    for (path, problem) in [
        (format!("{folder}/missing"), ": No such file"),
        (folder.to_owned(), ": Is a directory"),
        (files.write("latin-1", b"{\"region\":\"\xfc\"}"), ": is no text in UTF-8: byte 12"),
        (files.write("huge", vec![b' '; (4 << 20) + 1]), ": is larger than 4 MiB"),
    ] {
        for arguments in [&["check", &path][..], &["compare", &good, &path], &["compare", &path, &good]] {
            let output = candor(&[&["policy"], arguments].concat());
            let told = text(&output.stderr);
            assert!(told.starts_with(&format!("candor: {path}{problem}")), "{told}");
            assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{told}");
        }
    }
    let large = policy().to_string() + &" ".repeat(1 << 20);
    assert_eq!(check(large, &[]).status.code(), Some(0), "large, and fine");
}

#[test]
fn what_is_wider_is_named_and_what_is_not_is_told_apart() {
    let mut wider = with("holdMinutes", json!(60));
    wider["sites"][1]["keys"] = json!("on");
    let output = compare(&policy(), &wider, &[]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        text(&output.stdout),
        "Wider: whoever agreed to the first is asked again.\n  \
         sites[1] \"https://*.ide.example.com/*\": keys off → on\n  \
         holdMinutes: 120 → 60\n"
    );
    let told: Value = serde_json::from_slice(&compare(&policy(), &wider, &["--json"]).stdout).unwrap();
    assert_eq!(told["relation"], "wider");
    assert_eq!(told["widenings"][0]["key"], "sites[1].keys");
    assert_eq!(told["widenings"][1], json!({ "key": "holdMinutes", "words": "holdMinutes: 120 → 60" }));

    for (agreed, actual, relation) in [
        (&wider, &policy(), "Narrower: "),
        (&policy(), &policy(), "The same: "),
        (&policy(), &with("token", json!("another")), "The same: "),
    ] {
        let output = compare(agreed, actual, &[]);
        let told = text(&output.stdout);
        assert!(told.starts_with(relation) && told.lines().count() == 1, "{told}");
        assert_eq!(output.status.code(), Some(0), "{told}");
    }
}

#[test]
fn policies_that_can_not_be_used_are_not_compared() {
    let unsealed = with("notice", Value::Null);
    for (agreed, actual, name) in [(&unsealed, &policy(), "agreed"), (&policy(), &unsealed, "actual")] {
        let output = compare(agreed, actual, &[]);
        let told = text(&output.stderr);
        assert!(told.contains(&format!("/{name} can't be used\n  `notice` is missing")), "{told}");
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    }
    let short = with("holdMinutes", json!(0));
    assert_eq!(compare(&short, &short, &[]).status.code(), Some(2));
    assert_eq!(compare(&short, &short, &["--development"]).status.code(), Some(0));
    for arguments in [&["check"][..], &["compare", "a"], &["check", "a", "b"], &[], &["check", "--yaml", "a"]] {
        assert_eq!(candor(&[&["policy"], arguments].concat()).status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn the_reference_of_all_keys_is_current() {
    let output = candor(&["policy", "reference"]);
    assert_eq!(output.status.code(), Some(0));
    let written = include_str!("../../../docs/policy.md");
    assert!(
        text(&output.stdout) == written,
        "docs/policy.md is stale: run ./build.sh generate and commit what it wrote."
    );
}
