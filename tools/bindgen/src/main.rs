//! `bindgen INPUT.wasm OUTDIR NAME`: writes `NAME.js` and `NAME_bg.wasm` for a module service worker.
//!
//! wasm-bindgen's command line, locked to the library's version, and what is done to panics, calls and
//! names on the way: see the modules.

#![allow(clippy::print_stderr)] // a command-line tool

mod calls;
mod names;
mod panics;

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [input, out, name] = args.as_slice() else {
        eprintln!("usage: bindgen INPUT.wasm OUTDIR NAME");
        return ExitCode::from(2);
    };
    let done = Bindgen::new()
        .input_path(input)
        .out_name(name)
        .typescript(true)
        .remove_producers_section(true)
        // The worker renews the core's instance after a panic.
        .reset_state_function(true)
        .web(true)
        .and_then(Bindgen::generate_output)
        .and_then(|mut output| {
            panics::simplify(output.wasm_mut());
            calls::put_first(output.wasm_mut());
            let names = names::shorten(output.wasm_mut(), &format!("./{name}_bg.js"));
            output.emit(Path::new(out))?;
            let file = Path::new(out).join(format!("{name}.js"));
            let glue = names::shorten_glue(fs::read_to_string(&file)?, &names);
            Ok(fs::write(&file, glue.context("an import is not named once in the glue")?)?)
        });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bindgen: {error:#}");
            ExitCode::FAILURE
        }
    }
}
