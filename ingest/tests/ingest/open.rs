//! `candor open`: everything that fits comes out once, in order; nothing that does not fit gets by unnoticed.

use std::fmt::Display;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use candor_core::ids::{BatchId, FrameId};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::kit::{
    Batch, Person, image, open_store, put_object, read_store, record, store_of, tombstone, write_recipient_key,
};

/// A store written by hand, since the ingest API would not take what some tests put there.
struct Fixture {
    folder: TempDir,
    person: Person,
}

impl Fixture {
    fn new() -> Self {
        let fixture = Self { folder: tempfile::tempdir().unwrap(), person: Person::new(1) };
        fs::create_dir(fixture.folder.path().join("store")).unwrap();
        fixture
    }

    fn put(&self, folder: &str, name: &dyn Display, bytes: &[u8]) {
        let path = self.person.object(&self.folder.path().join("store"), folder, name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn put_batch(&self, batch: &Batch) -> BatchId {
        let bytes = self.person.bytes(batch);
        let id = BatchId::of(&bytes);
        self.put("batches", &id, &bytes);
        id
    }

    fn put_frame(&self, bytes: &[u8]) -> FrameId {
        let id = FrameId::of(bytes);
        self.put("frames", &id, bytes);
        id
    }

    /// Runs `candor open` into `out`; returns its exit code and its summary.
    fn open(&self, with_key: bool) -> (i32, Value) {
        let output = self.run(with_key);
        (output.status.code().unwrap(), serde_json::from_slice(&output.stdout).unwrap_or_default())
    }

    fn run(&self, with_key: bool) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_candor"));
        let store = format!("file:{}", self.folder.path().join("store").display());
        command.args(["open", "--json", "--store", &store, "--out"]).arg(self.folder.path().join("out"));
        if with_key {
            command.arg("--key").arg(write_recipient_key(self.folder.path()));
        }
        command.output().unwrap()
    }

    fn out(&self, path: &str) -> Option<Vec<u8>> {
        fs::read(self.folder.path().join("out").join(path)).ok()
    }

    fn records(&self) -> Option<String> {
        let Person { identity, session } = &self.person;
        Some(String::from_utf8(self.out(&format!("{}/{session}.ndjson", identity.pseudonym()))?).unwrap())
    }

    /// The reasons of everything in quarantine, by the name of what was put there.
    fn quarantine(&self) -> Vec<(String, String)> {
        let mut found = Vec::new();
        let mut folders = vec![self.folder.path().join("out/quarantine")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                if path.is_dir() {
                    folders.push(path);
                } else if let Some(name) = name.strip_suffix(".reason.txt") {
                    found.push((name.to_owned(), fs::read_to_string(path).unwrap().trim().to_owned()));
                }
            }
        }
        found.sort();
        found
    }
}

fn records(numbers: impl IntoIterator<Item = u64>) -> Vec<String> {
    numbers.into_iter().map(record).collect()
}

#[test]
fn records_come_out_in_order_and_once_however_they_were_batched() {
    let fixture = Fixture::new();
    let batch = |from: u64, to: u64| fixture.person.batch(from, &records(from..=to)).sealed();
    for (from, to) in [(4, 6), (0, 2), (2, 4)] {
        fixture.put_batch(&batch(from, to));
    }
    let (code, summary) = fixture.open(true);
    assert_eq!(
        (code, &summary["records"], &summary["repeats"], &summary["holes"]),
        (0, &json!(7), &json!(2), &json!([]))
    );
    assert_eq!(fixture.records().unwrap().lines().collect::<Vec<_>>(), records(0..=6));
    assert_eq!(fixture.quarantine(), []);
}

#[test]
fn frames_come_out_unsealed_under_the_digest_of_the_sealed_bytes() {
    let fixture = Fixture::new();
    let picture = image("pixels");
    let id = fixture.put_frame(&fixture.person.sealed_image(&picture));
    fixture.put_batch(&fixture.person.batch(0, &records(0..1)).naming(&[id]).sealed());
    fixture.put_frame(b"a frame ahead of its batch");
    let (code, summary) = fixture.open(true);
    assert_eq!((code, &summary["frames"], &summary["unnamedFrames"]), (0, &json!(1), &json!(1)));
    let subject = fixture.person.identity.pseudonym();
    assert_eq!(fixture.out(&format!("{subject}/frames/{id}.jpg")), Some(picture));
}

#[test]
fn without_the_key_there_are_only_envelopes() {
    let fixture = Fixture::new();
    let id = fixture.put_frame(&fixture.person.sealed_image(&image("pixels")));
    let batch = fixture.put_batch(&fixture.person.batch(0, &records(0..3)).naming(&[id]).sealed());
    let (code, summary) = fixture.open(false);
    assert_eq!(
        (code, &summary["sealed"], &summary["records"], &summary["frames"]),
        (4, &json!(1), &json!(0), &json!(0))
    );
    let subject = fixture.person.identity.pseudonym();
    let entries = fs::read_dir(fixture.folder.path().join(format!("out/{subject}"))).unwrap();
    assert_eq!(entries.map(|entry| entry.unwrap().file_name()).collect::<Vec<_>>(), ["envelopes.ndjson"]);
    let envelope: Value =
        serde_json::from_slice(&fixture.out(&format!("{subject}/envelopes.ndjson")).unwrap()).unwrap();
    assert_eq!((&envelope["batch"], &envelope["sealed"]), (&json!(batch), &json!(true)));
    assert_eq!(envelope["envelope"]["records"], 3);
}

#[test]
fn what_does_not_fit_is_in_quarantine_with_its_reason_and_the_rest_comes_out() {
    let fixture = Fixture::new();
    let person = &fixture.person;
    fixture.put_batch(&person.batch(0, &records(0..3)).sealed());

    // Whole batches.
    let mut bytes = person.bytes(&person.batch(10, &records(10..12)).sealed());
    fixture.put("batches", &BatchId::of(b"another name"), &bytes);
    *bytes.last_mut().unwrap() ^= 1;
    let tampered = BatchId::of(&bytes);
    fixture.put("batches", &tampered, &bytes);
    let bytes = person.bytes_with_body(&person.batch(20, &records(20..22)).sealed(), b"not gzip");
    let no_gzip = BatchId::of(&bytes);
    fixture.put("batches", &no_gzip, &bytes);
    let bytes = Person::new(2).bytes(&Person::new(2).batch(0, &records(0..1)));
    let elsewhere = BatchId::of(&bytes);
    fixture.put("batches", &elsewhere, &bytes);
    let mut short = person.batch(30, &records(30..33)).sealed();
    short.lines = record(30) + "\n";
    let short = fixture.put_batch(&short);
    fixture.put("batches", &"strange-name", b"?");

    // Single records.
    let lines = [record(3), record(99), r#"{"v":1,"seq":5,"t":0,"tab":0,"kind":"tab"}"#.into(), record(6)];
    let wrong_lines = fixture.put_batch(&person.batch(3, &lines).sealed());
    let misfit = record(40).replace("user", "hunter2");
    let misfit = fixture.put_batch(&person.batch(40, &[misfit]).sealed());
    let other = record(6).replace("switch", "close");
    let contradicts = fixture.put_batch(&person.batch(6, &[other]).sealed());

    // Frames.
    let [missing, no_image] = [FrameId::of(b"never sent"), fixture.put_frame(&person.sealed_image(b"no picture"))];
    let foreign = fixture.put_frame(&Person::new(2).sealed_image(&image("pixels")));
    fixture.put_batch(&person.batch(7, &records(7..8)).naming(&[missing, no_image, foreign]).sealed());

    let (code, summary) = fixture.open(true);
    let found = fixture.quarantine();
    let reason = |name: &str| {
        let found = found.iter().find(|(other, _)| other == name);
        found.unwrap_or_else(|| panic!("{name} in {found:?}")).1.clone()
    };
    for (name, expected) in [
        (BatchId::of(b"another name").to_string(), "its digest is not its name"),
        (tampered.to_string(), "the signature does not fit the batch"),
        (no_gzip.to_string(), "not gzip: "),
        (elsewhere.to_string(), "it lies under another subject"),
        (short.to_string(), "1 lines for 3 records"),
        ("strange-name".into(), "no name that the ingest API gives"),
        (format!("{wrong_lines}.record-4.json"), "`seq` is not 4"),
        (format!("{wrong_lines}.record-5.json"), "not a record: missing field `what`"),
        (format!("{misfit}.record-40.json"), "`actor` does not fit"),
        (format!("{contradicts}.record-6.json"), "has another record here"),
        (missing.to_string(), "the frame is not in the store"),
        (no_image.to_string(), "the frame is no JPEG image"),
        (foreign.to_string(), "the frame can't be opened with this key"),
    ] {
        let reason = reason(&name);
        assert!(reason.contains(expected) && !reason.contains("hunter2"), "{name}: {reason}");
    }
    assert_eq!((code, &summary["quarantined"]), (3, &json!(found.len())));
    assert_eq!(found.len(), 13);
    assert_eq!(fixture.records().unwrap().lines().collect::<Vec<_>>(), records([0, 1, 2, 3, 6, 7]));
    let kept = format!("quarantine/subjects/{}/batches/{wrong_lines}.record-4.json", person.identity.pseudonym());
    assert_eq!(fixture.out(&kept), Some(record(99).into_bytes()));
}

#[test]
fn a_frame_that_a_record_shows_must_be_named_in_the_envelope() {
    let fixture = Fixture::new();
    let golden = include_str!("../../../tests/golden/candor-1.ndjson");
    let lines: Vec<String> = golden.lines().map(str::to_owned).collect();
    fixture.put_batch(&fixture.person.batch(0, &lines).sealed());
    assert_eq!(fixture.open(true).0, 3);
    let [(name, reason)] = fixture.quarantine().try_into().unwrap();
    assert!(name.ends_with(".record-5.json") && reason == "the frame is not named in the envelope", "{name} {reason}");
    assert_eq!(fixture.records().unwrap().lines().count(), lines.len() - 1);
}

#[test]
fn records_that_have_not_arrived_are_reported() {
    let fixture = Fixture::new();
    fixture.put_batch(&fixture.person.batch(2, &records(2..4)).sealed());
    fixture.put_batch(&fixture.person.batch(7, &records(7..8)).sealed());
    let (code, summary) = fixture.open(true);
    let holes: Vec<_> = summary["holes"].as_array().unwrap().iter().map(|hole| (&hole["from"], &hole["to"])).collect();
    assert_eq!((code, holes), (0, vec![(&json!(0), &json!(1)), (&json!(4), &json!(6))]));
    assert_eq!(summary["holes"][0]["mayBeErased"], false);
}

#[test]
fn what_was_erased_is_not_told_as_missing_alone() {
    let person = Person::new(1);
    let folder = store_of(&person, &person.batch(2, &records(2..4)).sealed());
    let (_, said) = read_store("open", folder.path());
    assert!(said.contains("\nmissing: records 0 to 1"), "{said}");
    fs::remove_dir_all(folder.path().join("out")).unwrap();

    put_object(&folder.path().join("store"), &tombstone(&person, Some(BatchId::of(b"gone"))), b"{}");
    let (_, said) = read_store("open", folder.path());
    assert!(said.contains("\nmissing or erased: records 0 to 1"), "{said}");
    fs::remove_dir_all(folder.path().join("out")).unwrap();
    read_store("view", folder.path());
    let page = fs::read_to_string(folder.path().join("out")).unwrap();
    assert!(page.contains("Records 0 to 1 have not arrived, or were erased."));
}

#[test]
fn a_store_that_is_empty_is_opened_and_a_folder_that_is_no_store_is_not() {
    let fixture = Fixture::new();
    let refused = fixture.run(true);
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(refused.status.code() == Some(1) && told.contains("is no store"), "{told}");
    open_store(&fixture.folder.path().join("store"));
    let (code, summary) = fixture.open(true);
    assert_eq!((code, &summary["records"]), (0, &json!(0)));
}

#[cfg(unix)]
#[test]
fn files_that_can_be_no_objects_hide_nothing_and_are_named() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::symlink;
    let fixture = Fixture::new();
    fixture.put_batch(&fixture.person.batch(0, &records(0..1)).sealed());
    let subjects = fixture.folder.path().join("store/subjects");
    for name in [&b"new\nline"[..], b"no \xff UTF-8"] {
        fs::write(subjects.join(OsStr::from_bytes(name)), "").unwrap();
    }
    fs::write(subjects.join("x".repeat(250)), "").unwrap();
    symlink("loop", subjects.join("loop")).unwrap();
    symlink(&subjects, subjects.join("above")).unwrap();
    let (code, summary) = fixture.open(true);
    assert_eq!((code, &summary["records"], &summary["quarantined"]), (3, &json!(1), &json!(5)));
    let reasons: Vec<String> = fixture.quarantine().into_iter().map(|(_, reason)| reason).collect();
    for named in [r"new\nline", r"no \xFF UTF-8", "subjects/loop", "subjects/above", "no name that the ingest"] {
        assert!(reasons.iter().any(|reason| reason.contains(named)), "{named}: {reasons:?}");
    }
}

#[test]
fn a_folder_with_something_in_it_is_left_alone() {
    let fixture = Fixture::new();
    fixture.put_batch(&fixture.person.batch(0, &records(0..1)));
    assert_eq!(fixture.open(true).0, 0);
    let again = fixture.run(true);
    assert_eq!(again.status.code(), Some(1));
    assert!(String::from_utf8(again.stderr).unwrap().contains("is not empty"));
}

#[cfg(unix)]
#[test]
fn only_its_owner_can_read_what_was_opened() {
    use std::os::unix::fs::PermissionsExt as _;
    let fixture = Fixture::new();
    fixture.put_batch(&fixture.person.batch(0, &records(0..1)));
    fixture.open(true);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let out = fixture.folder.path().join("out");
    let Person { identity, session } = &fixture.person;
    let records = out.join(format!("{}/{session}.ndjson", identity.pseudonym()));
    assert_eq!((mode(&out), mode(&records)), (0o700, 0o600));
}
