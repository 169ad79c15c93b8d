//! Short names for what the module imports. wasm-bindgen's have a hash in them, which nothing can compress: in the
//! WebAssembly and in the JavaScript beside it.

use walrus::Module;

/// Gives every import of the glue a short name; what it was called, and what it is called now.
pub(crate) fn shorten(module: &mut Module, glue: &str) -> Vec<(String, String)> {
    let mut names = Vec::new();
    for import in module.imports.iter_mut().filter(|import| import.module == glue) {
        let short = short(names.len());
        names.push((std::mem::replace(&mut import.name, short.clone()), short));
    }
    names
}

/// The same in the glue, where each name stands once before a colon.
pub(crate) fn shorten_glue(mut glue: String, names: &[(String, String)]) -> Option<String> {
    for (long, short) in names {
        let key = |name: &str| format!("        {name}: ");
        if glue.matches(&key(long)).count() != 1 {
            return None;
        }
        glue = glue.replace(&key(long), &key(short));
    }
    Some(glue)
}

/// `a` to `z`, then `ba` and so on.
fn short(mut number: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.insert(0, char::from(b'a' + u8::try_from(number % 26).unwrap_or_default()));
        number /= 26;
        if number == 0 {
            return letters.into_iter().collect();
        }
    }
}
