//! The binary as whoever runs it meets it.

use std::collections::BTreeSet;
use std::process::Command;

use candor_core::ids::BatchId;
use candor_ingest::keys;
use serde_json::{Value, json};

use crate::kit::{Person, Process, Request, TOKEN, candor, image, record};

#[cfg(unix)]
#[test]
fn asked_to_stop_it_finishes_what_runs_and_ends_well() {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    keys::generate(folder.path()).unwrap();
    let server = Process::start(folder.path());
    let frame = person.put(&image("one"));
    assert_eq!(frame.send(server.address).unwrap().status, 201);
    server.terminate();
    let address = server.address;
    let (status, log) = server.end();
    assert_eq!(status.code(), Some(0));
    assert!(log.lines().last().unwrap().contains("stopping"), "{log}");
    assert!(frame.send(address).is_err());
}

#[cfg(unix)]
#[test]
fn the_log_has_a_line_for_each_request_and_nothing_of_what_it_carried() {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    keys::generate(folder.path()).unwrap();
    let server = Process::start(folder.path());
    let canary = record(0).replace("switch", "canary");
    let bytes = person.bytes(&person.batch(0, &[record(0)]));
    let wrong = person.bytes(&person.batch(0, &[canary]));
    let requests = [
        (201, person.put(&image("canary"))),
        (201, Person::post(&bytes)),
        (422, Person::post(&wrong)),
        (404, Request::new("GET", "/canary?canary=canary")),
        (401, Person::post(&bytes).header("Authorization", "Bearer canary")),
    ];
    for (status, request) in &requests {
        assert_eq!(request.send(server.address).unwrap().status, *status);
    }
    server.terminate();
    let (_, log) = server.end();
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let logged = lines.iter().filter(|line| line["message"] == "request");
    let statuses: Vec<_> = logged.clone().map(|line| line["status"].clone()).collect();
    assert_eq!(statuses, requests.each_ref().map(|(status, _)| json!(status)));
    assert_eq!(lines[1]["batch"], json!(BatchId::of(&bytes)));
    assert_eq!(lines[1]["bytes"], json!(bytes.len()));
    let known = ["timestamp", "level", "message", "method", "route", "status", "duration_ms", "bytes", "batch"];
    let keys: BTreeSet<&str> = logged.flat_map(|line| line.as_object().unwrap().keys()).map(String::as_str).collect();
    assert!(keys.iter().all(|key| known.contains(key)), "{keys:?}");
    for secret in ["canary", TOKEN, "127.0.0.1", &person.identity.pseudonym().to_string()] {
        assert!(!log.contains(secret), "{secret}: {log}");
    }
}

#[test]
fn it_does_not_start_where_it_could_not_keep_its_promises() {
    let folder = tempfile::tempdir().unwrap();
    keys::generate(folder.path()).unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (store, key, other_key) = (format!("file:{}", path("store")), path("server.key"), path("recipient.key"));
    let occupied = format!("file:{key}");
    let cases: &[(&[&str], &str)] = &[
        (&["--store", "s3://bucket", "--key", &key], "use `file:DIR`"),
        (&["--store", &occupied, "--key", &key], "server.key"),
        (&["--store", &store, "--key", "missing.key"], "missing.key"),
        (&["--store", &store, "--key", &other_key], "a candor server key is needed"),
        (&["--store", &store, "--key", &key, "--token", ""], "a token has"),
        (&["--store", &store, "--key", &key, "--token-file", "missing.txt"], "missing.txt"),
        (&["--store", &store, "--key", &key, "--listen", "0.0.0.0:0"], "needs a token"),
    ];
    for (arguments, expected) in cases {
        let output = candor(&[&["serve"], *arguments].concat());
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(message.contains(expected), "{arguments:?}: {message}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }
}

#[test]
fn a_limit_that_can_not_be_kept_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    keys::generate(folder.path()).unwrap();
    let (store, key) = (format!("file:{}", folder.path().join("s").display()), folder.path().join("server.key"));
    for (limit, value) in [
        ("--max-concurrent", "18446744073709551615"),
        ("--max-concurrent", "0"),
        ("--max-connections", "0"),
        ("--max-body", "0"),
        ("--max-body", "18446744073709551615"),
        ("--max-decompressed", "268435457"),
        ("--max-per-minute", "0"),
    ] {
        let output = candor(&["serve", "--store", &store, "--key", key.to_str().unwrap(), limit, value]);
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(2) && told.contains(limit), "{limit} {value}: {told}");
    }
}

#[test]
fn keygen_prints_what_goes_into_the_policy() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let output = candor(&["keygen", "--out", out]);
    let printed: Value = serde_json::from_slice(&output.stdout).unwrap();
    for (keys, prefix) in [("serverKeys", "server-"), ("recipientKeys", "recipient-")] {
        assert!(printed[keys][0]["id"].as_str().unwrap().starts_with(prefix));
        assert_eq!(printed[keys][0]["public"].as_str().unwrap().len(), 43);
    }
    assert_eq!(candor(&["keygen", "--out", out]).status.code(), Some(1));
}

#[cfg(unix)]
#[test]
fn keys_that_could_not_be_written_leave_nothing_in_the_way() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("keys");
    // No file may have a byte.
    let script = "ulimit -f 0; trap '' XFSZ; exec \"$0\" keygen --out \"$1\"";
    let failed = Command::new("sh").args(["-c", script, env!("CARGO_BIN_EXE_candor")]).arg(&out).output().unwrap();
    assert_eq!(failed.status.code(), Some(1));
    let again = candor(&["keygen", "--out", out.to_str().unwrap()]);
    assert_eq!(again.status.code(), Some(0), "{}", String::from_utf8_lossy(&again.stderr));
    let third = candor(&["keygen", "--out", out.to_str().unwrap()]);
    let told = String::from_utf8(third.stderr).unwrap();
    assert!(third.status.code() == Some(1) && told.contains("server.key is in the way"), "{told}");
}
