//! The reference of all keys, made of the schema that the extension gives to the browser.
//!
//! Chrome drops values that do not fit that schema without a word, so it says no more than each value's type, and what
//! else is to be said stands in its descriptions: sentences, then `Required…`, `Allowed:`, `Default:` and `Example:`,
//! each where there is one, in this order. A test holds all of them against the parser.

use serde_json::{Map, Value};

const SCHEMA: &str = include_str!("../../../extension/managed_schema.json");

const WIDTH: usize = 118;

const BEGINNING: &str = "\
# The policy

Candor records nothing until an administrator's policy says what and where. A policy is an object in JSON with the keys
below, as managed storage of the extension or, beside an unpacked extension, as its `policy.json`. A key that is
misspelt or has a value that is not allowed is named in the popup and by `candor policy check`, and a policy with such a
value is not used at all: any key may be one that narrows what is recorded.

This page is made by `candor policy reference` from `extension/managed_schema.json`.
";

/// A key and what is to be said of it.
struct Key {
    /// Such as `sites[].match`.
    path: String,
    title: String,
    kind: String,
    text: String,
    /// What it says, each with its label.
    facts: Vec<(&'static str, String)>,
}

/// The reference in Markdown.
///
/// # Errors
/// When the schema is not what it should be, which a test rules out.
pub fn reference() -> Result<String, serde_json::Error> {
    let schema: Value = serde_json::from_str(SCHEMA)?;
    let mut page = BEGINNING.to_owned();
    for key in keys(&schema) {
        let depth = if key.path.contains('.') { "###" } else { "##" };
        page.push_str(&format!("\n{depth} `{}`\n\n", key.path));
        wrap(&format!("**{}.** {}", key.title, key.text), "", &mut page);
        page.push('\n');
        wrap(&format!("- Type: {}", key.kind), "  ", &mut page);
        for (label, fact) in &key.facts {
            wrap(&format!("- {label}: {fact}"), "  ", &mut page);
        }
    }
    Ok(page)
}

/// All keys, each behind the one it is in.
fn keys(schema: &Value) -> Vec<Key> {
    let mut keys = Vec::new();
    add_keys("", schema, &mut keys);
    keys
}

fn add_keys(prefix: &str, schema: &Value, keys: &mut Vec<Key>) {
    let none = Map::new();
    for (name, schema) in schema["properties"].as_object().unwrap_or(&none) {
        let path = format!("{prefix}{name}");
        keys.push(key(&path, schema));
        if schema["type"] == "array" {
            add_keys(&format!("{path}[]."), &schema["items"], keys);
        } else {
            add_keys(&format!("{path}."), schema, keys);
        }
    }
}

fn key(path: &str, schema: &Value) -> Key {
    let text = |name: &str| schema[name].as_str().unwrap_or_default().to_owned();
    let mut rest = text("description");
    let mut facts = Vec::new();
    for (label, mark) in
        [("Example", " Example: "), ("Default", " Default: "), ("Allowed", " Allowed: "), ("Required", " Required")]
    {
        if let Some((before, fact)) = rest.rsplit_once(mark) {
            let fact = fact.strip_suffix('.').unwrap_or(fact);
            let fact = match label {
                "Example" => format!("`{fact}`"),
                "Required" if fact.is_empty() => "yes".to_owned(),
                _ => fact.trim_start().to_owned(),
            };
            facts.push((label, fact));
            rest = before.to_owned();
        }
    }
    facts.reverse();
    Key { path: path.to_owned(), title: text("title"), kind: kind(schema), text: rest, facts }
}

fn kind(schema: &Value) -> String {
    match schema["type"].as_str().unwrap_or_default() {
        "string" => "text".to_owned(),
        "integer" => "whole number".to_owned(),
        "boolean" => "`true` or `false`".to_owned(),
        "array" if schema["items"]["type"] == "object" => "list of objects".to_owned(),
        "array" => "list of texts".to_owned(),
        other => other.to_owned(),
    }
}

/// A paragraph in lines, all but the first behind `indent`.
fn wrap(paragraph: &str, indent: &str, page: &mut String) {
    let mut line = String::new();
    for word in paragraph.split(' ') {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > WIDTH {
            page.push_str(&line);
            page.push('\n');
            line = indent.to_owned();
        } else if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    page.push_str(&line);
    page.push('\n');
}

#[cfg(test)]
mod tests {
    use candor_core::policy::{Build, parse};
    use serde_json::json;

    use super::*;

    fn facts(key: &Key, wanted: &str) -> Option<String> {
        key.facts.iter().find(|(label, _)| *label == wanted).map(|(_, fact)| fact.clone())
    }

    fn least() -> Value {
        let key = |n: &str| json!({ "id": n, "public": "A".repeat(42) + "E" });
        json!({
            "endpoint": "https://candor.example.com",
            "region": "US",
            "sites": [{ "match": "https://ide.example.com/*" }],
            "serverKeys": [key("a")],
            "recipientKeys": [key("b")],
            "notice": { "controller": "a", "contact": "b", "legalBasis": "c", "recipients": "d", "retention": "e",
                "rights": "f" },
            "extraRules": [{ "prefix": "ab" }],
            "budgets": {},
        })
    }

    /// The policy with a value for a key such as `sites[].match`.
    fn with(path: &str, value: Value) -> Value {
        let mut policy = least();
        if path == "extraRules[].literals" || path == "extraRules[].pattern" {
            policy["extraRules"] = json!([{}]);
        }
        let (parents, name) = path.rsplit_once('.').unwrap_or(("", path));
        let pointer = parents.replace("[]", "/0");
        let pointer = if pointer.is_empty() { pointer } else { format!("/{pointer}") };
        policy.pointer_mut(&pointer).unwrap()[name] = value;
        policy
    }

    fn problems(policy: &Value) -> Vec<String> {
        let parsed = parse(&policy.to_string(), Build::Released);
        parsed.problems.iter().map(|problem| format!("{} {problem}", problem.key)).collect()
    }

    #[test]
    fn every_key_says_what_is_to_be_said() {
        assert_eq!(problems(&least()), Vec::<String>::new(), "positive control");
        for key in keys(&serde_json::from_str(SCHEMA).unwrap()) {
            let said = |label| facts(&key, label).is_some();
            assert!(!key.title.is_empty() && key.text.ends_with('.'), "{}", key.path);
            assert!(said("Required") || said("Default"), "{}", key.path);
            assert!(said("Example") || key.kind == "object", "{}", key.path);
            assert!(said("Allowed") || key.kind != "whole number", "{}", key.path);
        }
    }

    #[test]
    fn every_example_is_taken_by_the_parser_but_for_its_keys() {
        for key in keys(&serde_json::from_str(SCHEMA).unwrap()) {
            let Some(example) = facts(&key, "Example") else { continue };
            let example: Value = serde_json::from_str(example.trim_matches('`')).unwrap();
            let mut found = problems(&with(&key.path, example));
            if key.path.contains("Keys") {
                let examples = found.extract_if(.., |problem| problem.contains("the key of an example")).count();
                assert_eq!(examples > 0, !key.path.ends_with(".id"), "{}", key.path);
            }
            assert_eq!(found, Vec::<String>::new(), "{}", key.path);
        }
    }

    #[test]
    fn every_range_and_word_is_what_the_parser_takes() {
        for key in keys(&serde_json::from_str(SCHEMA).unwrap()) {
            let Some(allowed) = facts(&key, "Allowed") else { continue };
            let is_taken = |value: Value| problems(&with(&key.path, value)).is_empty();
            if key.kind == "whole number" {
                let (least, most) = allowed.split_once(" to ").unwrap();
                let (least, most): (u64, u64) = (least.parse().unwrap(), most.parse().unwrap());
                // `least` of a rule must not be more than `most`, whose default is less than its own most.
                let most = if key.path.ends_with(".least") { 256 } else { most };
                let least = if key.path.ends_with(".most") { 8 } else { least };
                assert!(is_taken(json!(least)) && is_taken(json!(most)), "{}", key.path);
                assert!(!is_taken(json!(least - 1)) && !is_taken(json!(most + 1)), "{}", key.path);
            } else if allowed.starts_with('"') {
                for word in allowed.split('"').skip(1).step_by(2) {
                    assert!(is_taken(json!(word)), "{} {word}", key.path);
                }
                assert!(!is_taken(json!("another")), "{}", key.path);
            }
        }
    }

    #[test]
    fn every_default_is_what_the_parser_takes_in_its_place() {
        for key in keys(&serde_json::from_str(SCHEMA).unwrap()) {
            let Some(default) = facts(&key, "Default") else { continue };
            let Ok(default) = serde_json::from_str::<Value>(&default) else {
                assert!(!matches!(key.kind.as_str(), "whole number" | "`true` or `false`"), "{}", key.path);
                continue;
            };
            let parsed = |policy: &Value| parse(&policy.to_string(), Build::Released).policy.unwrap();
            let (given, absent) = (parsed(&with(&key.path, default)), parsed(&least()));
            assert_eq!(candor_core::policy::Policy { digest: absent.digest, ..given }, absent, "{}", key.path);
        }
    }

    #[test]
    fn no_line_is_longer_than_the_project_allows() {
        assert!(reference().unwrap().lines().all(|line| line.chars().count() <= 120));
    }
}
