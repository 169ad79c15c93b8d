//! Every mistake has its answer, and stores nothing.

use std::fs;
use std::path::Path;
use std::time::Duration;

use candor_core::ids::FrameId;
use candor_ingest::serve::Limits;

use crate::kit::{Batch, Person, Request, Server, contents, image, problem, record};

/// Whether a store holds anything.
fn is_empty(store: &Path) -> bool {
    contents(store).is_empty()
}

#[test]
fn every_mistake_in_a_request_is_named_and_nothing_is_stored() {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    let limits = Limits { body: 64 * 1024, decompressed: 128 * 1024, ..Limits::default() };
    let server = Server::start_with(folder.path(), limits, "127.0.0.1:0");
    let good = person.bytes(&person.batch(0, &[record(0), record(1)]));
    let post = Person::post(&good);
    let put = person.put(&image("one"));
    let flipped = |index: usize| {
        let mut bytes = good.clone();
        bytes[index] ^= 1;
        Person::post(&bytes)
    };
    let changed = |change: &dyn Fn(&mut Batch)| {
        let mut batch = person.batch(0, &[record(0), record(1)]);
        change(&mut batch);
        Person::post(&person.bytes(&batch))
    };
    let cases: &[(u16, &str, Request)] = &[
        (404, "not-found", Request::new("GET", "/")),
        (404, "not-found", Request::new("GET", "/v1/batches/x")),
        (405, "method-not-allowed", Request::new("GET", "/v1/batches")),
        (405, "method-not-allowed", Request::new("POST", "/v1/frames/x")),
        (401, "unauthorized", post.clone().without("Authorization")),
        (401, "unauthorized", post.clone().header("Authorization", "Bearer wrong")),
        (401, "unauthorized", put.clone().without("Authorization")),
        (415, "media-type", post.clone().header("Content-Type", "application/json")),
        (415, "media-type", post.clone().without("Content-Type")),
        (400, "wrong-digest", post.clone().without("Content-Digest")),
        (400, "wrong-digest", post.clone().header("Content-Digest", "sha-256=:AAAA:")),
        (400, "wrong-digest", post.clone().body(b"something else")),
        (400, "malformed", Person::post(b"")),
        (400, "malformed", Person::post(&good[..20])),
        (400, "malformed", flipped(4)),
        (422, "wrong-signature", flipped(good.len() - 1)),
        (422, "invalid-envelope", changed(&|batch| batch.envelope.records = 3)),
        (422, "invalid-envelope", changed(&|batch| batch.envelope.region = "nowhere".into())),
        (422, "invalid-records", changed(&|batch| batch.lines.push_str("{}\n"))),
        (422, "invalid-records", changed(&|batch| batch.lines = [record(0), record(7)].join("\n") + "\n")),
        (422, "invalid-records", changed(&|batch| batch.lines = [record(0), "{}".into()].join("\n") + "\n")),
        (422, "invalid-records", Person::post(&person.bytes_with_body(&person.batch(0, &[record(0)]), b"not gzip"))),
        (413, "too-large", Person::post(&vec![0; 64 * 1024 + 1])),
        (413, "too-large-decompressed", changed(&|batch| batch.lines = "0".repeat(10 << 20))),
        (400, "malformed", put.clone().without("Candor-Subject")),
        (400, "malformed", put.clone().header("Candor-Subject", "../../etc")),
        (422, "wrong-frame-id", put.clone().body(&image("two"))),
        (413, "too-large", person.put(&vec![0; 64 * 1024 + 1])),
    ];
    for (index, (status, name, request)) in cases.iter().enumerate() {
        assert_eq!(problem(&server.send(request)), (*status, (*name).to_owned()), "case {index}");
    }
    assert!(is_empty(folder.path()));
    assert_eq!((server.send(&put).status, server.send(&post).status), (201, 201));
    assert!(!is_empty(folder.path()));
}

#[test]
fn an_answer_says_where_a_mistake_is_and_never_what_stands_there() {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    let server = Server::start(folder.path());
    let line = |from: &str, to: &str| {
        let line = record(0).replace(from, to);
        assert!(line.contains("hunter2"), "{line}");
        Person::post(&person.bytes(&person.batch(0, &[line])))
    };
    let mut envelope = person.bytes(&person.batch(0, &[record(0)]));
    let at = envelope.windows(7).position(|window| window == b"model-t").unwrap();
    envelope[at..at + 7].copy_from_slice(b"hunter2");
    for (request, expected) in [
        (line("\"user\"", "\"hunter2\""), "record 0: not a record: `actor` does not fit"),
        (line("\"frame\":[]", "\"frame\":[\"hunter2\"]"), "record 0: not a record: `frame` does not fit"),
        (line("\"v\":1", "\"v\":hunter2"), "is no JSON"),
        (Person::post(&envelope), "the envelope can't be read: line 1, column "),
    ] {
        let body = String::from_utf8(server.send(&request).body).unwrap();
        assert!(body.contains(expected) && !body.contains("hunter2"), "{expected}: {body}");
    }
}

#[test]
fn answers_carry_the_headers_that_go_with_them() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path());
    assert_eq!(server.send(&Request::new("GET", "/v1/batches")).header("allow"), Some("POST"));
    assert!(server.send(&Request::new("GET", "/")).json()["detail"].is_string());
    assert_eq!(server.send(&Request::new("POST", "/v1/batches")).header("www-authenticate"), Some("Bearer"));
}

#[test]
fn a_body_that_announces_too_much_is_refused_before_it_is_sent() {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    let limits = Limits { body: 1024, ..Limits::default() };
    let server = Server::start_with(folder.path(), limits, "127.0.0.1:0");
    let reply = person.put(&[0; 4096]).send_part(server.address, 0).unwrap();
    assert_eq!(problem(&reply), (413, "too-large".into()));
}

#[test]
fn a_body_that_does_not_come_is_not_waited_for() {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    let limits = Limits { body_time: Duration::from_millis(50), ..Limits::default() };
    let server = Server::start_with(folder.path(), limits, "127.0.0.1:0");
    let reply = person.put(&image("one")).send_part(server.address, 2).unwrap();
    assert_eq!(problem(&reply), (408, "timeout".into()));
}

#[test]
fn plain_bodies_are_taken_only_when_both_ends_are_this_machine() {
    let person = Person::new(1);
    let plain = Person::post(&person.bytes(&person.batch(0, &[record(0)])));
    let sealed = Person::post(&person.bytes(&person.batch(0, &[record(0)]).sealed()));
    let picture = person.put(&image("one"));
    let sealed_picture = person.put(&person.sealed_image(&image("one")));
    let status = |listen: &str, request: &Request| {
        let folder = tempfile::tempdir().unwrap();
        let reply = Server::start_with(folder.path(), Limits::default(), listen).send(request);
        if reply.status == 403 {
            assert_eq!(problem(&reply).1, "unsealed");
        }
        reply.status
    };
    for (request, beyond_loopback) in [(&plain, 403), (&picture, 403), (&sealed, 201), (&sealed_picture, 201)] {
        assert_eq!(status("127.0.0.1:0", request), 201);
        assert_eq!(status("0.0.0.0:0", request), beyond_loopback);
        for (name, value) in
            [("X-Forwarded-For", "192.0.2.1"), ("X-Real-IP", "192.0.2.1"), ("Host", "candor.example.org")]
        {
            assert_eq!(status("127.0.0.1:0", &request.clone().header(name, value)), beyond_loopback, "{name}");
        }
    }
}

#[test]
fn a_subject_that_asks_too_often_is_told_when_to_come_back() {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    let limits = Limits { per_minute: 2, ..Limits::default() };
    let server = Server::start_with(folder.path(), limits, "127.0.0.1:0");
    let put = person.put(&image("one"));
    assert_eq!([(); 2].map(|()| server.send(&put).status), [201, 200]);
    let reply = server.send(&put);
    assert_eq!(problem(&reply), (429, "too-many-requests".into()));
    let after: u64 = reply.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=30).contains(&after), "{after}");
    assert_eq!(server.send(&Person::new(2).put(&image("one"))).status, 201);
}

#[test]
fn when_all_places_are_taken_others_are_told_to_come_back() {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    let limits = Limits { concurrent: 1, ..Limits::default() };
    let server = Server::start_with(folder.path(), limits, "127.0.0.1:0");
    let reply = person.put(&image("one")).send_in_two(server.address, || {
        let busy = server.send(&person.put(&image("two")));
        assert_eq!(problem(&busy), (503, "busy".into()));
        assert!(busy.header("retry-after").is_some() && busy.json()["detail"].is_string());
        assert_eq!(server.send(&Request::new("GET", "/v1/health")).status, 200);
    });
    assert_eq!(reply.unwrap().status, 201);
}

#[test]
fn a_store_in_trouble_acknowledges_nothing_and_says_when_to_come_back() {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    let server = Server::start(folder.path());
    let health = Request::new("GET", "/v1/health");
    assert_eq!(server.send(&health).status, 200);
    // A file where a folder should be fails as a full disk does: nothing can be written.
    let in_the_way = folder.path().join("subjects");
    fs::remove_dir(&in_the_way).unwrap();
    fs::write(&in_the_way, "").unwrap();
    let requests = [person.put(&image("one")), Person::post(&person.bytes(&person.batch(0, &[record(0)])))];
    for request in &requests {
        let reply = server.send(request);
        assert_eq!(problem(&reply), (503, "store-trouble".into()));
        assert!(reply.header("retry-after").is_some() && reply.json()["detail"].is_string());
        let text = String::from_utf8(reply.body).unwrap();
        assert!(!text.contains(folder.path().to_str().unwrap()), "{text}");
    }
    fs::remove_file(in_the_way).unwrap();
    for request in &requests {
        assert_eq!(server.send(request).status, 201);
    }
    fs::remove_dir_all(folder.path()).unwrap();
    assert_eq!(problem(&server.send(&health)), (503, "store-trouble".into()));
}

#[test]
fn a_frame_id_that_is_none_is_refused() {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    let server = Server::start(folder.path());
    let upper = FrameId::of(b"one").to_string().to_uppercase();
    for id in ["x", "..%2f..%2fetc", "%ff", &upper] {
        let subject = person.identity.pseudonym().to_string();
        let request = person.put(b"one").retarget(&format!("/v1/frames/{id}")).header("Candor-Subject", &subject);
        assert_eq!(problem(&server.send(&request)), (400, "malformed".into()), "{id}");
    }
    assert!(is_empty(folder.path()));
}
