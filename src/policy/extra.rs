//! `extraRules`: what a company keeps to itself besides what the built-in rules find.
//!
//! A rule has `literals`, a `prefix`, or a `pattern`. Literals and prefixes are found by the detector itself; patterns
//! need a module of their own, [`Patterns`], and a policy that has some counts only with it.

use std::fmt;
use std::rc::Rc;

use candor_detect::{Characters, Detector, Matcher, Prefixed, Words};

use super::parse::Parsed;
use super::parse::place;
use super::reader::{Object, Problems};
use super::scope::Rule;
use crate::json::Json;
use crate::map::Map;
use crate::message::{PolicyProblem, Wrong};
use crate::scrub::RedactionKind;

/// Every key of a rule.
pub(super) const RULE_KEYS: [&str; 6] = ["characters", "least", "literals", "most", "pattern", "prefix"];

const MOST_RULES: usize = 100;
const MOST_LITERALS: usize = 500;
const LITERAL: (usize, usize) = (2, 200);
const PREFIX: (usize, usize) = (2, 32);
const LONGEST_TOKEN: u64 = 1024;
const MOST_PATTERNS: usize = 20;
const LONGEST_PATTERN: usize = 200;

const CHARACTERS: [(&str, Characters); 8] = [
    ("alphanumeric", Characters::Alphanumeric),
    ("base64", Characters::Base64),
    ("base64url", Characters::Base64Url),
    ("digits", Characters::Digits),
    ("hex", Characters::Hex),
    ("letters", Characters::Letters),
    ("lower", Characters::Lower),
    ("upper", Characters::Upper),
];

/// The policy's own rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExtraRules {
    literals: Vec<String>,
    prefixed: Vec<Prefixed>,
    /// Each with its path in the policy.
    patterns: Vec<(String, String)>,
}

/// What the module for patterns has made of those of a policy.
#[derive(Clone, Default)]
pub enum Patterns {
    /// It was not asked: there are none.
    #[default]
    None,
    /// It can't be had, for this reason.
    Missing(String),
    /// Some are none: which, counted from 0, and why.
    Rejected(Vec<(usize, String)>),
    /// It finds them.
    Compiled(Rc<dyn Matcher>),
}

impl fmt::Debug for Patterns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("None"),
            Self::Missing(why) => f.debug_tuple("Missing").field(why).finish(),
            Self::Rejected(which) => f.debug_tuple("Rejected").field(which).finish(),
            Self::Compiled(_) => f.write_str("Compiled(…)"),
        }
    }
}

impl ExtraRules {
    /// Reads rules from a file: a policy, or its `extraRules` alone.
    ///
    /// # Errors
    /// When some are not what they should be: each with the reason.
    pub fn parse(json: &str) -> Result<Self, Vec<PolicyProblem>> {
        let mut problems = Problems::default();
        let mut rules = Self::default();
        match Json::parse(json) {
            Ok(Json::Object(policy)) => rules = read(&Object::root(&policy), &mut problems),
            Ok(list @ Json::List(_)) => {
                let mut policy = Map::default();
                policy.insert("extraRules".to_owned(), list);
                rules = read(&Object::root(&policy), &mut problems);
            }
            Ok(_) => problems.reject("", Wrong::WantsPolicyOrRules),
            Err(error) => problems.reject_with("", Wrong::NotJson, place(&error)),
        }
        if problems.found.is_empty() { Ok(rules) } else { Err(problems.found) }
    }

    /// Each rule by itself, as a person agrees to it.
    pub fn rules(&self) -> Vec<Rule> {
        let Self { literals, prefixed, patterns } = self;
        let mut rules: Vec<_> = literals.iter().cloned().map(Rule::Literal).collect();
        for Prefixed { prefix, characters, least, most } in prefixed {
            let known = CHARACTERS.iter().find(|(_, known)| known == characters);
            let characters = known.map_or("", |(name, _)| *name).to_owned();
            let [least, most] = [*least, *most].map(|length| u32::try_from(length).unwrap_or(u32::MAX));
            rules.push(Rule::Prefix { prefix: prefix.clone(), characters, least, most });
        }
        rules.extend(patterns.iter().map(|(_, pattern)| Rule::Pattern(pattern.clone())));
        rules
    }

    /// The patterns, for the module that compiles them.
    pub fn patterns(&self) -> Vec<String> {
        self.patterns.iter().map(|(_, pattern)| pattern.clone()).collect()
    }

    /// What finds all of it, with what finds the patterns.
    ///
    /// # Errors
    /// When there are patterns and nothing that finds them: why.
    pub fn matchers(&self, patterns: &Patterns) -> Result<Vec<Rc<dyn Matcher>>, Vec<PolicyProblem>> {
        let mut all: Vec<Rc<dyn Matcher>> = Vec::new();
        if !self.literals.is_empty() {
            let literals = self.literals.iter().map(String::as_str);
            all.push(Rc::new(Words::new(literals, RedactionKind::Policy, "policy-literal")));
        }
        for rule in &self.prefixed {
            all.push(Rc::new(rule.clone()));
        }
        let problem = |key: &str, wrong, values| PolicyProblem { key: key.to_owned(), wrong, values };
        match patterns {
            _ if self.patterns.is_empty() => {}
            Patterns::Compiled(matcher) => all.push(Rc::clone(matcher)),
            Patterns::Rejected(which) => {
                let key = |at: usize| self.patterns.get(at).map_or("extraRules", |(path, _)| path.as_str());
                let rejected = |(at, why): &(usize, String)| match why.as_str() {
                    "" => problem(key(*at), Wrong::RegexEmpty, Vec::new()),
                    why => problem(key(*at), Wrong::RegexNone, vec![why.to_owned()]),
                };
                return Err(which.iter().map(rejected).collect());
            }
            Patterns::Missing(why) => {
                return Err(vec![problem("extraRules", Wrong::PatternsMissing, vec![why.clone()])]);
            }
            Patterns::None => return Err(vec![problem("extraRules", Wrong::PatternsNotLoaded, Vec::new())]),
        }
        Ok(all)
    }
}

impl Parsed {
    /// A detector that also finds what the policy's own rules ask for. A policy whose patterns it could not find becomes
    /// invalid.
    pub(crate) fn detector(&mut self, patterns: &Patterns) -> Detector {
        match self.policy.as_ref().map(|policy| policy.extra_rules.matchers(patterns)) {
            None => Detector::default(),
            Some(Ok(matchers)) => matchers.into_iter().fold(Detector::default(), Detector::with),
            Some(Err(problems)) => {
                self.problems.extend(problems);
                self.policy = None;
                Detector::default()
            }
        }
    }
}

pub(super) fn read(object: &Object<'_>, problems: &mut Problems) -> ExtraRules {
    let mut rules = ExtraRules::default();
    let items = object.list("extraRules", problems);
    if items.len() > MOST_RULES {
        problems.reject_with("extraRules", Wrong::ManyRules, numbers(items.len(), MOST_RULES));
    }
    for (path, item) in items {
        if let Some(rule) = Object::new(path, item, problems) {
            read_rule(&rule, &mut rules, problems);
        }
    }
    if rules.literals.len() > MOST_LITERALS {
        problems.reject_with("extraRules", Wrong::ManyLiterals, numbers(rules.literals.len(), MOST_LITERALS));
    }
    if rules.patterns.len() > MOST_PATTERNS {
        problems.reject_with("extraRules", Wrong::ManyPatterns, numbers(rules.patterns.len(), MOST_PATTERNS));
    }
    rules
}

fn read_rule(rule: &Object<'_>, rules: &mut ExtraRules, problems: &mut Problems) {
    rule.mention_unknown(&RULE_KEYS, problems);
    let given = ["literals", "prefix", "pattern"].into_iter().filter(|key| rule.get(key).is_some());
    match given.collect::<Vec<_>>().as_slice() {
        ["literals"] => {
            for (path, literal) in rule.texts("literals", problems) {
                if in_bounds(literal.chars().count(), LITERAL) {
                    rules.literals.push(literal.to_owned());
                } else {
                    problems.reject_with(path, Wrong::Characters, numbers(LITERAL.0, LITERAL.1));
                }
            }
        }
        ["prefix"] => rules.prefixed.extend(prefixed(rule, problems)),
        ["pattern"] => {
            let Some(pattern) = rule.text("pattern", problems) else { return };
            let path = rule.path("pattern");
            if pattern.len() > LONGEST_PATTERN {
                problems.reject_with(path, Wrong::MostBytes, vec![LONGEST_PATTERN.to_string()]);
            } else {
                rules.patterns.push((path, pattern.to_owned()));
            }
        }
        [] => problems.reject(rule.own_path(), Wrong::RuleNone),
        _ => problems.reject(rule.own_path(), Wrong::RuleSeveral),
    }
}

fn prefixed(rule: &Object<'_>, problems: &mut Problems) -> Option<Prefixed> {
    let prefix = rule.text("prefix", problems);
    let characters = rule.word("characters", &CHARACTERS, Characters::Alphanumeric, problems);
    let least = rule.number("least", (1, LONGEST_TOKEN), 8_usize, problems);
    let most = rule.number("most", (1, LONGEST_TOKEN), 256_usize, problems);
    let prefix = prefix?;
    if !in_bounds(prefix.len(), PREFIX) {
        problems.reject_with(rule.path("prefix"), Wrong::Bytes, numbers(PREFIX.0, PREFIX.1));
    }
    if least > most {
        problems.reject_with(rule.path("least"), Wrong::LeastAboveMost, vec![most.to_string()]);
    }
    Some(Prefixed { prefix: prefix.to_owned(), characters, least, most })
}

fn numbers(one: usize, two: usize) -> Vec<String> {
    vec![one.to_string(), two.to_string()]
}

fn in_bounds(length: usize, (least, most): (usize, usize)) -> bool {
    (least..=most).contains(&length)
}

#[cfg(test)]
mod tests {
    use candor_detect::Context;
    use serde_json::{Value, json};

    use super::*;

    fn compiled(rules: &ExtraRules) -> Patterns {
        match candor_patterns::Patterns::new(&rules.patterns()) {
            Ok(patterns) => Patterns::Compiled(Rc::new(patterns)),
            Err(problems) => {
                Patterns::Rejected(problems.into_iter().map(|p| (p.pattern, p.error.unwrap_or_default())).collect())
            }
        }
    }

    fn problems(rules: &Value) -> Vec<(String, String)> {
        let found = ExtraRules::parse(&rules.to_string()).and_then(|rules| rules.matchers(&compiled(&rules)).map(drop));
        found.err().into_iter().flatten().map(|problem| (problem.key.clone(), problem.to_string())).collect()
    }

    #[test]
    fn literals_prefixes_and_patterns_are_found() {
        let json = json!({ "extraRules": [
            { "literals": ["Project Tidepool", "Müller"] },
            { "prefix": "acme_", "characters": "hex", "least": 6, "most": 12 },
            { "pattern": "CUST-[0-9]{4}" },
        ] });
        let rules = ExtraRules::parse(&json.to_string()).unwrap();
        let detector = rules.matchers(&compiled(&rules)).unwrap().into_iter().fold(Detector::default(), Detector::with);
        let text = "muller on project-tidepool: acme_12ab34, acme_xyz, CUST-0042, CUST-1";
        let found = detector.find(text, &Context::default());
        let pieces: Vec<_> = found.iter().map(|f| (&text[f.start..f.end], f.kind.as_str(), f.rule)).collect();
        assert_eq!(
            pieces,
            [
                ("muller", "policy", "policy-literal"),
                ("project-tidepool", "policy", "policy-literal"),
                ("acme_12ab34", "policy", "policy-prefix"),
                ("CUST-0042", "policy", "policy-pattern"),
            ]
        );
    }

    #[test]
    fn every_rejected_rule_is_named_with_the_reason() {
        let many = |rule: Value, count: usize| Value::Array(vec![rule; count]);
        for (rules, key, problem) in [
            (json!("x"), "", "must be a policy, or the list"),
            (json!({ "extraRules": {} }), "extraRules", "must be a list, not an object"),
            (json!([3]), "extraRules[0]", "must be an object, not a number"),
            (json!([{}]), "extraRules[0]", "must have `literals`, `prefix` or `pattern`"),
            (json!([{ "prefix": "acme_", "pattern": "a" }]), "extraRules[0]", "must have one of"),
            (json!([{ "literal": ["ab"] }]), "extraRules[0].literal", "is not known to this version"),
            (json!([{ "literals": ["ab", "a"] }]), "extraRules[0].literals[1]", "must have 2 to 200 characters"),
            (json!([{ "literals": ["x".repeat(201)] }]), "extraRules[0].literals[0]", "must have 2 to 200"),
            (json!([{ "prefix": "a" }]), "extraRules[0].prefix", "must have 2 to 32 bytes"),
            (json!([{ "prefix": "ab", "characters": "all" }]), "extraRules[0].characters", "must be one of"),
            (json!([{ "prefix": "ab", "least": 9, "most": 8 }]), "extraRules[0].least", "must not be more than"),
            (json!([{ "prefix": "ab", "most": 2000 }]), "extraRules[0].most", "must be a whole number from 1 to 1024"),
            (json!([{ "pattern": "x".repeat(201) }]), "extraRules[0].pattern", "must have at most 200 bytes"),
            (json!([{ "pattern": "ok" }, { "pattern": "(" }]), "extraRules[1].pattern", "is no regular expression"),
            (json!([{ "pattern": "a*" }]), "extraRules[0].pattern", "matches an empty text"),
            (many(json!({ "prefix": "ab" }), 101), "extraRules", "has 101 rules"),
            (many(json!({ "pattern": "ab" }), 21), "extraRules", "has 21 patterns"),
            (json!([{ "literals": vec!["ab"; 501] }]), "extraRules", "has 501 literals"),
        ] {
            let found = problems(&rules);
            assert!(found.iter().any(|(k, p)| k == key && p.starts_with(problem)), "{rules}: {found:?}");
        }
        assert_eq!(ExtraRules::parse("{").unwrap_err()[0].to_string(), "is not JSON: line 1, column 2");
        assert_eq!(problems(&json!({ "region": "US" })), []);
    }

    #[test]
    fn patterns_without_what_finds_them_are_a_problem() {
        let rules = ExtraRules::parse(r#"[{ "pattern": "ok" }]"#).unwrap();
        for patterns in [Patterns::None, Patterns::Missing("no answer".to_owned())] {
            let problems = rules.matchers(&patterns).err().unwrap();
            assert_eq!(problems[0].key, "extraRules", "{patterns:?}");
        }
        assert!(ExtraRules::default().matchers(&Patterns::None).unwrap().is_empty());
    }
}
