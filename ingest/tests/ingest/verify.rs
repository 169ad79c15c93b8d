//! `candor verify`: what holds is told in words, what does not is told apart.

use std::fs;

use candor_core::ids::BatchId;
use data_encoding::BASE64URL_NOPAD;

use crate::kit::{Person, Server, candor, candor_with, issuer, record};

fn server_key() -> String {
    let key = issuer().server_key();
    format!("{}:{}", key.id, BASE64URL_NOPAD.encode(&key.public))
}

/// A receipt, the word that its batch is gone, and the word that everything is.
fn documents() -> ([String; 3], Person, BatchId) {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    let server = Server::start(folder.path());
    let bytes = person.bytes(&person.batch(0, &[record(0), record(1)]));
    let id = BatchId::of(&bytes);
    let requests = [Person::post(&bytes), person.erase(Some(id)), person.erase(None)];
    let bodies = requests.map(|request| String::from_utf8(server.send(&request).body).unwrap());
    (bodies, person, id)
}

#[test]
fn what_holds_is_told_in_words() {
    let (documents, person, batch) = documents();
    let subject = person.identity.pseudonym();
    let session = person.session;
    let said = [
        format!(
            "holds: server-1 has stored batch {batch} of {subject}, session {session}, with 2 records and 0 frames, as \
             \"subjects/{subject}/batches/{batch}\""
        ),
        format!("holds: server-1 has erased batch {batch} of {subject}"),
        format!("holds: server-1 has erased everything of {subject}"),
    ];
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let pretty: serde_json::Value = serde_json::from_str(&documents[0]).unwrap();
    fs::write(path("pretty.json"), serde_json::to_string_pretty(&pretty).unwrap()).unwrap();
    fs::write(path("all.ndjson"), documents.join("\n") + "\n").unwrap();
    let output = candor(&["verify", &path("pretty.json"), &path("all.ndjson"), "--server-key", &server_key()]);
    let lines: Vec<String> = String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect();
    let expected = [
        format!("{}:1: {}", path("pretty.json"), said[0]),
        format!("{}:1: {}", path("all.ndjson"), said[0]),
        format!("{}:2: {}", path("all.ndjson"), said[1]),
        format!("{}:3: {}", path("all.ndjson"), said[2]),
    ];
    assert_eq!((output.status.code(), lines), (Some(0), expected.to_vec()));
}

#[test]
fn what_does_not_hold_is_told_with_the_reason_and_counts() {
    let ([receipt, erased, all], ..) = documents();
    let other = BASE64URL_NOPAD.encode(&Person::new(9).identity.public_key());
    let cases: &[(String, String, &str)] = &[
        (receipt.replace("\"records\":2", "\"records\":3"), server_key(), "1: does not hold: the receipt's signature"),
        (erased.replace("server-1", "server-2"), server_key(), "1: does not hold: the policy names no server key"),
        (all.clone(), format!("server-1:{other}"), "1: does not hold: the receipt's signature"),
        // The word that a batch is gone is not the word that everything is.
        (
            erased.replacen("\"batch\":\"", "\"batch\":null,\"x\":\"", 1),
            server_key(),
            "1: does not hold: the receipt's",
        ),
        (format!("{all}\n{{}}\n"), server_key(), "2: does not hold: it is neither"),
        (format!("{all}\n{{\"v\":"), server_key(), "2: does not hold: line 2, column 5 is no JSON"),
        (String::new(), server_key(), "1: does not hold: there is nothing in it"),
    ];
    for (index, (text, key, expected)) in cases.iter().enumerate() {
        let output = candor_with(&["verify", "-", "--server-key", key], text);
        let said = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(1), "case {index}: {said}");
        assert!(said.contains(&format!("standard input:{expected}")), "case {index}: {said}");
        assert_eq!(said.lines().count() - 1, said.matches(":1: holds: ").count(), "case {index}: {said}");
    }
}

#[test]
fn without_a_key_nothing_is_verified() {
    assert_eq!(candor(&["verify", "-"]).status.code(), Some(2));
    let output = candor(&["verify", "missing.json", "--server-key", &server_key()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().contains("missing.json"));
}
