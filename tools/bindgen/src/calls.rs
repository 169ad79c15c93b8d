//! Names by which wasm-opt, which puts functions in the order of their names, puts those first that are called most: the
//! numbers of the first 128 are a byte each, in every call.

use std::cmp::Reverse;
use std::collections::HashMap;

use walrus::ir::{Call, Visitor, dfs_in_order};
use walrus::{FunctionId, Module};

/// How many come first: with as many as there is room for, too many are taken from beside those they resemble.
const FIRST: usize = 60;

#[derive(Default)]
struct Calls(HashMap<FunctionId, usize>);

impl<'instr> Visitor<'instr> for Calls {
    fn visit_call(&mut self, call: &Call) {
        *self.0.entry(call.func).or_default() += 1;
    }
}

/// Names the functions that are called most so that they come first.
pub(crate) fn put_first(module: &mut Module) {
    let mut calls = Calls::default();
    for (_, function) in module.funcs.iter_local() {
        dfs_in_order(&mut calls, function, function.entry_block());
    }
    let own = module.funcs.iter_local().map(|(id, _)| (Reverse(calls.0.get(&id).copied().unwrap_or_default()), id));
    let mut most: Vec<(Reverse<usize>, FunctionId)> = own.collect();
    most.sort();
    for (_, id) in most.into_iter().take(FIRST) {
        if let Some(name) = &mut module.funcs.get_mut(id).name {
            name.insert(0, '!');
        }
    }
}
