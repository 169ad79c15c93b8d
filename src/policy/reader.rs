//! Reading JSON with a path in hand, so that every problem can say where it is and what would be right.

use super::parse::REGION;
use crate::json::Json;
use crate::map::Map;
use crate::message::{PolicyProblem, Wrong};

/// The problems found so far.
#[derive(Default)]
pub(super) struct Problems {
    pub(super) found: Vec<PolicyProblem>,
    pub(super) fatal: bool,
    /// Whether one of those that make it invalid is about something else than the region.
    pub(super) elsewhere: bool,
}

impl Problems {
    /// A problem that makes the policy invalid.
    pub(super) fn reject(&mut self, key: impl Into<String>, wrong: Wrong) {
        self.reject_with(key, wrong, Vec::new());
    }

    /// The same, with what is to be filled into its text.
    pub(super) fn reject_with(&mut self, key: impl Into<String>, wrong: Wrong, values: Vec<String>) {
        let key = key.into();
        self.fatal = true;
        self.elsewhere |= key != REGION;
        self.mention(key, wrong, values);
    }

    /// A problem that does not.
    pub(super) fn mention(&mut self, key: impl Into<String>, wrong: Wrong, values: Vec<String>) {
        self.found.push(PolicyProblem { key: key.into(), wrong, values });
    }
}

/// A JSON object at a path.
pub(super) struct Object<'a> {
    path: String,
    map: &'a Map<String, Json>,
}

impl<'a> Object<'a> {
    /// The policy itself.
    pub(super) fn root(map: &'a Map<String, Json>) -> Self {
        Self { path: String::new(), map }
    }

    /// The value as an object at `path`; anything else is rejected.
    pub(super) fn new(path: String, value: &'a Json, problems: &mut Problems) -> Option<Self> {
        let Json::Object(map) = value else {
            problems.reject_with(path, Wrong::WantsObject, vec![kind(value)]);
            return None;
        };
        Some(Self { path, map })
    }

    /// The path of the object.
    pub(super) fn own_path(&self) -> &str {
        &self.path
    }

    /// The path of one of the object's keys.
    pub(super) fn path(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// Mentions every key that is not among `known`, with the one it was probably meant to be.
    pub(super) fn mention_unknown(&self, known: &[&str], problems: &mut Problems) {
        for key in self.map.keys().filter(|key| !known.contains(&key.as_str())) {
            let meant = known.iter().find(|known| known.eq_ignore_ascii_case(key) || one_edit_apart(known, key));
            let (wrong, values) = match meant {
                Some(meant) => (Wrong::UnknownMeant, vec![(*meant).to_owned()]),
                None => (Wrong::Unknown, Vec::new()),
            };
            problems.mention(self.path(key), wrong, values);
        }
    }

    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&'a Json> {
        self.map.get(key)
    }

    /// The text of a key. Texts are trimmed and must not be empty.
    pub(super) fn text(&self, key: &str, problems: &mut Problems) -> Option<&'a str> {
        let value = self.get(key)?;
        match value.text().map(str::trim) {
            Some("") => problems.reject(self.path(key), Wrong::Empty),
            Some(text) => return Some(text),
            None => problems.reject_with(self.path(key), Wrong::WantsText, vec![kind(value)]),
        }
        None
    }

    /// The text of a key that must be there.
    pub(super) fn needed_text(&self, key: &str, missing: Wrong, problems: &mut Problems) -> Option<&'a str> {
        if self.get(key).is_none() {
            problems.reject(self.path(key), missing);
        }
        self.text(key, problems)
    }

    /// A whole number from `least` to `most`, or the default when the key is not there.
    pub(super) fn number<T: TryFrom<u64> + Copy>(
        &self,
        key: &str,
        (least, most): (u64, u64),
        default: T,
        problems: &mut Problems,
    ) -> T {
        let Some(value) = self.get(key) else { return default };
        let number = value.whole().filter(|number| (least..=most).contains(number));
        match number.and_then(|number| T::try_from(number).ok()) {
            Some(number) => number,
            None => {
                let found = match value {
                    Json::Number(digits) => digits.clone(),
                    _ => kind(value),
                };
                let values = vec![least.to_string(), most.to_string(), found];
                problems.reject_with(self.path(key), Wrong::WantsNumber, values);
                default
            }
        }
    }

    /// Yes or no; no when the key is not there.
    pub(super) fn flag(&self, key: &str, problems: &mut Problems) -> bool {
        match self.get(key) {
            None => false,
            Some(Json::Bool(flag)) => *flag,
            Some(value) => {
                problems.reject_with(self.path(key), Wrong::WantsFlag, vec![kind(value)]);
                false
            }
        }
    }

    /// One of a few words, or the default when the key is not there.
    pub(super) fn word<T: Copy>(&self, key: &str, words: &[(&str, T)], default: T, problems: &mut Problems) -> T {
        let Some(value) = self.get(key) else { return default };
        if let Some((_, meaning)) = words.iter().find(|(word, _)| value.text() == Some(*word)) {
            return *meaning;
        }
        let allowed: Vec<_> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
        problems.reject_with(self.path(key), Wrong::WantsWord, vec![allowed.join(", ")]);
        default
    }

    /// The items of a list with their paths; nothing when the key is not there.
    pub(super) fn list(&self, key: &str, problems: &mut Problems) -> Vec<(String, &'a Json)> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let Json::List(items) = value else {
            problems.reject_with(self.path(key), Wrong::WantsList, vec![kind(value)]);
            return Vec::new();
        };
        items.iter().enumerate().map(|(index, item)| (format!("{}[{index}]", self.path(key)), item)).collect()
    }

    /// The texts of a list, each with its path.
    pub(super) fn texts(&self, key: &str, problems: &mut Problems) -> Vec<(String, &'a str)> {
        let mut texts = Vec::new();
        for (path, item) in self.list(key, problems) {
            match item.text().map(str::trim) {
                Some("") => problems.reject(path, Wrong::Empty),
                Some(text) => texts.push((path, text)),
                None => problems.reject_with(path, Wrong::WantsText, vec![kind(item)]),
            }
        }
        texts
    }
}

/// What a value is: what its text (`json_…`) is called.
pub(super) fn kind(value: &Json) -> String {
    let kind = match value {
        Json::Null => "null",
        Json::Bool(_) => "bool",
        Json::Number(_) => "number",
        Json::Text(_) => "text",
        Json::List(_) => "list",
        Json::Object(_) => "object",
    };
    kind.to_owned()
}

/// Whether one character more, less or another makes `a` out of `b`.
fn one_edit_apart(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let head = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[head..], &b[head..]);
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    a.len().max(b.len()) - tail <= 1
}
