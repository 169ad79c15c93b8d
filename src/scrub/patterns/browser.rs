//! The module's surface in the browser.

use wasm_bindgen::prelude::*;

/// Patterns of a policy, compiled or not.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Patterns {
    compiled: Result<crate::Patterns, Vec<crate::Problem>>,
}

#[wasm_bindgen]
impl Patterns {
    /// Compiles patterns.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::needless_pass_by_value, reason = "the bindings take nothing else")]
    pub fn new(patterns: Vec<String>) -> Self {
        Self { compiled: crate::Patterns::new(&patterns) }
    }

    /// Numbers of the patterns that are none, each followed by what is wrong with it; by nothing when it matches everywhere.
    pub fn problems(&self) -> Vec<String> {
        let problems = self.compiled.as_ref().err().into_iter().flatten();
        problems.flat_map(|problem| [problem.pattern.to_string(), problem.error.clone().unwrap_or_default()]).collect()
    }

    /// Where they match, in bytes of the text: start and end by turns.
    pub fn find(&self, text: &str) -> Vec<u32> {
        let all = self.compiled.as_ref().map(|compiled| compiled.matches(text)).unwrap_or_default();
        all.into_iter().flat_map(|(start, end)| [start, end]).filter_map(|at| u32::try_from(at).ok()).collect()
    }
}
