//! What must not compile: the ways by which raw text could leave. Each file of `tests/compile_fail` is given to the
//! compiler with the library that was built for this test. What it says is compared with the file's `.stderr`: place,
//! code and words of every error. `control.rs` compiles.

#![allow(clippy::expect_used, clippy::unwrap_used)] // a test

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const CASES: &str = "tests/compile_fail";

/// What the compiler says about a case, an error a line.
fn compile(case: &Path, folder: &Path, json: &Path) -> String {
    let out = tempfile::tempdir().unwrap();
    let option = |name: &str, path: &Path| {
        let mut option = OsString::from(name);
        option.push(path);
        option
    };
    let done = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
        .args(["--edition=2024", "--error-format=short", "--emit=metadata", "--extern"])
        .arg(option("candor_core=", &folder.join("libcandor_core.rlib")))
        .arg("--extern")
        .arg(option("serde_json=", json))
        .arg(option("-Ldependency=", folder))
        .arg(option("--out-dir=", out.path()))
        .arg(case)
        .output()
        .unwrap();
    let said = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.success(), said.is_empty(), "{}: {said}", case.display());
    said
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn raw_text_has_no_way_out() {
    let folder = std::env::current_exe().unwrap().parent().unwrap().to_owned();
    let is_json = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        name.starts_with("libserde_json-") && name.ends_with(".rlib")
    };
    // There may be builds with other features beside the one that goes with the library: the control tells.
    let control = Path::new(CASES).join("control.rs");
    let json = files_in(&folder).into_iter().filter(is_json).find(|json| compile(&control, &folder, json).is_empty());
    let json = json.expect("the control does not compile");

    let cases = files_in(Path::new(CASES)).into_iter().filter(|path| path.extension().is_some_and(|end| end == "rs"));
    let mut compared = 0;
    for case in cases.filter(|case| *case != control) {
        let expected = fs::read_to_string(case.with_extension("stderr")).unwrap();
        assert_eq!(compile(&case, &folder, &json), expected, "{}", case.display());
        compared += 1;
    }
    assert!(compared > 0, "there are cases");
}
