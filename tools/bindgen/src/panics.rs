//! Has every panic call one function of ours, in place of the standard library's way from a panic to its hook: a
//! message put together, with parts of what was worked on in it, and a place in the source, for somebody to read.
//! Nobody reads them, and nothing that prints them is left.

use std::ops::Range;

use walrus::ir::Value;
use walrus::{ConstExpr, Data, DataKind, FunctionBuilder, FunctionId, FunctionKind, InstrSeqBuilder, Module};

/// The function of the core that is called, without arguments; what comes after it is a trap.
const CALLED: &str = "fall";

/// Functions of the standard library that never return, by a part of their names.
const PANICS: [&str; 14] = [
    "panicking::",
    "panic_already",
    "assert_failed",
    "unwrap_failed",
    "expect_failed",
    "index_fail",
    "slice_error_fail",
    "len_mismatch_fail",
    "capacity_overflow",
    "raw_vec::handle_error",
    "handle_alloc_error",
    "panic_access_error",
    "panic_count",
    "rust_panic",
];

/// Changes a module that has the function; one that has not stays as it is.
pub(crate) fn simplify(module: &mut Module) {
    let called = module.exports.iter().find(|export| export.name == CALLED).map(|export| export.item);
    let Some(walrus::ExportItem::Function(called)) = called else { return };
    let panics: Vec<FunctionId> =
        module.funcs.iter_local().map(|(id, _)| id).filter(|id| panics(module, *id)).collect();
    for id in panics {
        replace(module, id, |body| {
            body.call(called).unreachable();
        });
    }
    silence(module);
    forget_places(module);
}

/// Has what prints a value for somebody who looks for mistakes print nothing: only panics did so.
fn silence(module: &mut Module) {
    let prints =
        |id: &FunctionId| module.funcs.get(*id).name.as_deref().is_some_and(|name| name.contains("fmt::Debug>::fmt"));
    let all: Vec<FunctionId> = module.funcs.iter_local().map(|(id, _)| id).filter(prints).collect();
    for id in all {
        replace(module, id, |body| {
            body.i32_const(0);
        });
    }
}

/// Gives a function another body.
fn replace(module: &mut Module, id: FunctionId, write: impl Fn(&mut InstrSeqBuilder<'_>)) {
    let ty = module.types.get(module.funcs.get(id).ty());
    let (params, results) = (ty.params().to_vec(), ty.results().to_vec());
    let mut builder = FunctionBuilder::new(&mut module.types, &params, &results);
    write(&mut builder.func_body());
    let args = params.iter().map(|kind| module.locals.add(*kind)).collect();
    module.funcs.get_mut(id).kind = FunctionKind::Local(builder.local_func(args));
}

fn panics(module: &Module, id: FunctionId) -> bool {
    let name = module.funcs.get(id).name.as_deref().unwrap_or_default();
    let of_library = ["core[", "alloc[", "std[", "core::", "alloc::", "std::"].iter().any(|krate| name.contains(krate));
    of_library && !name.contains("candor") && PANICS.iter().any(|part| name.contains(part))
}

/// A place in the source as `core::panic::Location` lays it out: where the file's name is and how long, line and column.
const PLACE: usize = 16;

/// Empties the places of panics, which nothing reads any more, and the names of their files: what is all zero is not
/// written into the module.
fn forget_places(module: &mut Module) {
    let mut emptied: Vec<Range<usize>> = Vec::new();
    let segments: Vec<(usize, &[u8])> =
        module.data.iter().filter_map(|data| Some((start(data)?, &*data.value))).collect();
    for (start, bytes) in &segments {
        for at in (start.next_multiple_of(4)..start + bytes.len()).step_by(4) {
            let Some(place) = bytes.get(at - start..at - start + PLACE) else { break };
            if let Some(name) = file_of(place, &segments) {
                emptied.extend([at..at + PLACE, name]);
            }
        }
    }
    let ids: Vec<_> = module.data.iter().map(Data::id).collect();
    for id in ids {
        let data = module.data.get_mut(id);
        let Some(start) = start(data) else { continue };
        for range in &emptied {
            let within = range.start.checked_sub(start).zip(range.end.checked_sub(start));
            if let Some(bytes) = within.and_then(|(from, to)| data.value.get_mut(from..to)) {
                bytes.fill(0);
            }
        }
    }
}

/// The name of the file in what may be a place.
fn file_of(place: &[u8], segments: &[(usize, &[u8])]) -> Option<Range<usize>> {
    let number = |at: usize| Some(u32::from_le_bytes(place.get(at..at + 4)?.try_into().ok()?) as usize);
    let (address, len, line, column) = (number(0)?, number(4)?, number(8)?, number(12)?);
    if !(1..20_000).contains(&line) || !(1..1_000).contains(&column) {
        return None;
    }
    let name = segments.iter().find_map(|(start, bytes)| {
        let at = address.checked_sub(*start)?;
        bytes.get(at..at.checked_add(len)?)
    })?;
    let is_path = name.contains(&b'/') && name.ends_with(b".rs") && name.iter().all(u8::is_ascii_graphic);
    is_path.then(|| address..address + len)
}

fn start(data: &Data) -> Option<usize> {
    match data.kind {
        DataKind::Active { offset: ConstExpr::Value(Value::I32(start)), .. } => usize::try_from(start).ok(),
        _ => None,
    }
}
