//! `candor halt` and `GET /v1/halt`: what the operator says is said, signed, by every server on the store.

use std::path::Path;

use candor_core::halt::{Halt, Order, PATH};

use crate::kit::{Reply, Request, Server, TOKEN, candor, contents, issuer, open_store, problem};

const NONCE: &str = "0123456789abcdef-_ABCD";

fn ask(server: &Server, nonce: &str) -> Reply {
    let request = Request::new("GET", &format!("{PATH}{nonce}"));
    server.send(&request.header("Authorization", &format!("Bearer {TOKEN}")))
}

/// The server's word, which must hold.
fn word(server: &Server) -> Order {
    let reply = ask(server, NONCE);
    assert_eq!((reply.status, reply.header("cache-control")), (200, Some("no-store")), "{reply:?}");
    let halt = Halt::read(&reply.body).unwrap();
    assert_eq!((halt.verify(&[issuer().server_key()]), halt.nonce.as_str()), (Ok(()), NONCE));
    halt.order
}

/// What comes out, but for the store's path.
fn halt(store: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let url = format!("file:{}", store.display());
    let output = candor(&[&["halt", "--store", &url], arguments].concat());
    let path = format!("Store: {}\n", store.canonicalize().unwrap_or_default().display());
    (output.status.code(), String::from_utf8(output.stdout).unwrap().replace(&path, ""))
}

const HEARD: &str = "A browser hears of it within a quarter of an hour, while somebody works in it.\n";

#[test]
fn what_the_operator_says_every_server_says_signed() {
    let folder = tempfile::tempdir().unwrap();
    let servers = [Server::start(folder.path()), Server::start(folder.path())];
    let words = || {
        let [one, other] = servers.each_ref().map(word);
        assert_eq!(one, other);
        one
    };
    assert_eq!(words(), Order::default());
    assert_eq!(halt(folder.path(), &[]), (Some(0), "Not halted.\n".to_owned()));

    let (code, said) = halt(folder.path(), &["on", "--reason", "A rule lets names through"]);
    let said = said.strip_suffix(HEARD).unwrap();
    assert_eq!((code, said), (Some(0), "Halted: nobody is to record.\nReason: A rule lets names through\n"));
    assert_eq!(words(), Order { halt: true, reason: "A rule lets names through".into(), ..Order::default() });
    // A server that is started later says it too.
    assert!(word(&Server::start(folder.path())).halt);
    assert_eq!(halt(folder.path(), &[]), (Some(0), said.to_owned()));

    let (code, said) = halt(folder.path(), &["off", "--min-version", "1.2.0", "--min-rules", "7"]);
    let expected = "Not halted.\nVersions below 1.2.0 are not to record.\nExtensions with rules below number 7 are not to record.\n";
    assert_eq!((code, said.strip_suffix(HEARD).unwrap()), (Some(0), expected));
    let least = Order { min_version: "1.2.0".into(), min_rules: 7, ..Order::default() };
    assert_eq!(words(), least);

    let names: Vec<_> = contents(folder.path()).into_keys().collect();
    assert_eq!(names, ["halts/1.json", "halts/2.json"]);
}

#[test]
fn nobody_is_halted_in_a_folder_that_is_no_store() {
    let folder = tempfile::tempdir().unwrap();
    for store in [folder.path().join("typo"), folder.path().to_owned()] {
        for arguments in [&["on"][..], &["off"], &[]] {
            assert_eq!(halt(&store, arguments), (Some(1), String::new()), "{arguments:?}");
        }
    }
    assert!(!folder.path().join("typo").exists() && contents(folder.path()).is_empty());
}

#[test]
fn what_can_not_be_meant_is_refused_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    open_store(folder.path());
    assert_eq!(halt(folder.path(), &["on"]).0, Some(0), "the control");
    let long = "x".repeat(121);
    for wrong in [
        &["maybe"][..],
        &["on", "--min-version", "1.x"],
        &["on", "--min-version", "1.2.3.4.5"],
        &["on", "--min-rules", "-1"],
        &["on", "--reason", &long],
        &["on", "--reason", "two\nlines"],
        &["--reason", "without a state"],
    ] {
        assert_eq!(halt(folder.path(), wrong).0, Some(2), "{wrong:?}");
    }
    assert_eq!(contents(folder.path()).len(), 1);
}

#[test]
fn a_question_without_a_nonce_or_a_token_is_not_answered() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path());
    word(&server);
    for nonce in ["", "short", &"x".repeat(65), "0123456789abcde%20f", "0123456789abcdef&more=1"] {
        assert_eq!(problem(&ask(&server, nonce)), (400, "no-nonce".to_owned()), "{nonce}");
    }
    let without = server.send(&Request::new("GET", "/v1/halt"));
    assert_eq!(problem(&without), (401, "unauthorized".to_owned()));
    assert!(contents(folder.path()).is_empty());
}

#[test]
fn a_word_in_the_store_that_can_not_be_read_is_no_word() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path());
    halt(folder.path(), &["on"]);
    std::fs::write(folder.path().join("halts/2.json"), "{").unwrap();
    assert_eq!(problem(&ask(&server, NONCE)), (500, "internal".to_owned()));
    assert_eq!(halt(folder.path(), &[]).0, Some(1));
    assert_eq!(halt(folder.path(), &["off"]).0, Some(0));
    assert_eq!(word(&server), Order::default());
}
