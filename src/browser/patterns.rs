//! The module that finds the patterns of a policy, as a matcher. The worker's JavaScript loads it, and only when a
//! policy has some.

use std::rc::Rc;

use candor_detect::{Finding, Matcher, last_word};
use js_sys::{Array, Uint32Array};
use wasm_bindgen::prelude::*;

use crate::policy::{self, Patterns};
use crate::scrub::RedactionKind;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** Patterns of a policy, compiled by a module of their own. */
export interface PatternModule {
  /** Numbers of the patterns that are none, each followed by what is wrong with it. */
  problems(): string[];
  /** Where they match, in bytes of UTF-8: start and end by turns. */
  find(text: string): Uint32Array;
}
"#;

#[wasm_bindgen]
extern "C" {
    /// What finds the patterns of a policy; or why nothing does; or undefined when it has none.
    #[wasm_bindgen(typescript_type = "PatternModule | string | undefined")]
    pub type PatternsOrReason;

    type Module;
    #[wasm_bindgen(method, catch)]
    fn problems(this: &Module) -> Result<Array, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn find(this: &Module, text: &str) -> Result<Uint32Array, JsValue>;
}

/// The patterns of a policy, for the module that compiles them.
#[wasm_bindgen(js_name = patternsOf)]
pub fn patterns_of(policy: &str, development: bool) -> Vec<String> {
    let parsed = policy::parse(policy, super::worker::build(development));
    parsed.policy.map(|policy| policy.extra_rules.patterns()).unwrap_or_default()
}

/// What the worker's JavaScript has made of a policy's patterns.
pub(super) fn read(patterns: PatternsOrReason) -> Patterns {
    let patterns: JsValue = patterns.into();
    if patterns.is_undefined() {
        return Patterns::None;
    }
    if let Some(why) = patterns.as_string() {
        return Patterns::Missing(why);
    }
    let module: Module = patterns.unchecked_into();
    let problems = match module.problems() {
        Ok(problems) => problems.iter().filter_map(|text| text.as_string()).collect::<Vec<_>>(),
        Err(error) => return Patterns::Missing(super::message_of(&error)),
    };
    if problems.is_empty() {
        return Patterns::Compiled(Rc::new(Compiled(module)));
    }
    let pair = |pair: &[String]| Some((pair.first()?.parse().ok()?, pair.get(1)?.clone()));
    Patterns::Rejected(problems.chunks(2).filter_map(pair).collect())
}

struct Compiled(Module);

impl Compiled {
    fn matches(&self, text: &str) -> Option<Vec<(usize, usize)>> {
        let ends = self.0.find(text).ok()?.to_vec();
        let pairs = ends.chunks_exact(2).map(|pair| (pair[0] as usize, pair[1] as usize));
        pairs.map(|(start, end)| text.get(start..end).map(|_| (start, end))).collect()
    }
}

impl Matcher for Compiled {
    fn find(&self, text: &str, found: &mut Vec<Finding>) {
        // What can't be searched is not told.
        let all = self.matches(text).unwrap_or_else(|| vec![(0, text.len())]);
        found.extend(
            all.into_iter().map(|(start, end)| Finding::new(start, end, RedactionKind::Policy, "policy-pattern")),
        );
    }

    fn pending(&self, text: &str) -> Option<usize> {
        last_word(text)
    }
}
