//! What was erased is gone and is not taken again; nobody else's is, and nobody else can have it erased.

use candor_core::erasure::{Erased, PUBLIC_KEY, SIGNATURE, Target};
use candor_core::ids::BatchId;
use candor_core::receipt::Issuer;

use crate::kit::{
    Person, Request, Server, batch, contents, image, issuer, objects_of, problem, put_object, send, tombstone,
};

/// The server's word, which must be signed and about this.
fn word(body: &[u8], person: &Person, batch: Option<BatchId>) -> Erased {
    let pseudonym = person.identity.pseudonym();
    let word = Erased::read(body).unwrap();
    assert!(word.answers(&batch.map_or(Target::Subject(pseudonym), Target::Batch), &pseudonym), "{word:?}");
    word.verify(&[issuer().server_key()]).unwrap();
    word
}

#[test]
fn a_batch_goes_with_its_receipt_and_its_frames_but_not_with_those_that_another_names() {
    for sealed in [false, true] {
        let (folder, person, other) = (tempfile::tempdir().unwrap(), Person::new(1), Person::new(2));
        let server = Server::start(folder.path());
        let [own, shared, foreign] = ["own", "shared", "foreign"].map(image);
        let kept = send(&server, &person, 0, &[&shared, &foreign], sealed);
        send(&server, &other, 0, &[&own], sealed);
        let before = contents(folder.path());
        let gone = send(&server, &person, 1, &[&own, &shared], sealed);
        assert_eq!(contents(folder.path()).len(), before.len() + 3, "its frame, itself and its receipt");
        let reply = server.send(&person.erase(Some(gone.id)));
        assert_eq!((reply.status, reply.header("content-type")), (200, Some("application/json")));
        word(&reply.body, &person, Some(gone.id));
        let mut expected = before;
        expected.insert(tombstone(&person, Some(gone.id)), reply.body);
        assert_eq!(contents(folder.path()), expected);
        assert_eq!(server.send(&Person::post(&kept.bytes)).status, 200);
        // The last batch that names a frame takes it along.
        assert_eq!(server.send(&person.erase(Some(kept.id))).status, 200);
        assert_eq!(objects_of(folder.path(), &person), Vec::<String>::new());
        assert_eq!(objects_of(folder.path(), &other).len(), 3);
    }
}

#[test]
fn everything_of_a_subject_goes_and_nothing_of_anybody_else() {
    let (folder, person, other) = (tempfile::tempdir().unwrap(), Person::new(1), Person::new(2));
    let server = Server::start(folder.path());
    send(&server, &other, 0, &[&image("one")], true);
    let before = contents(folder.path());
    for seq in 0..3 {
        send(&server, &person, seq, &[&image("one"), &image(&format!("frame {seq}"))], true);
    }
    assert_eq!(server.send(&person.put(&image("ahead of its batch"))).status, 201);
    // What a kill has left of an upload.
    put_object(folder.path(), &format!("subjects/{}/frames/half#1", person.identity.pseudonym()), b"half");
    assert_eq!(objects_of(folder.path(), &person).len(), 3 + 3 + 4 + 2);
    let reply = server.send(&person.erase(None));
    assert_eq!(reply.status, 200);
    word(&reply.body, &person, None);
    let mut expected = before;
    expected.insert(tombstone(&person, None), reply.body);
    assert_eq!(contents(folder.path()), expected);
}

#[test]
fn a_repeat_is_answered_with_the_same_bytes_also_by_a_server_with_another_key() {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    let server = Server::start(folder.path());
    let sent = send(&server, &person, 0, &[&image("one")], true);
    let requests = [person.erase(Some(sent.id)), person.erase(None)];
    let first = requests.each_ref().map(|request| server.send(request));
    let repeated = requests.each_ref().map(|request| server.send(request));
    for (first, repeated) in first.iter().zip(&repeated) {
        assert_eq!((first.status, repeated.status), (200, 200));
        assert_eq!(first.body, repeated.body);
    }
    drop(server);
    let other = Issuer::new("another".into(), &[6; 32]);
    let server = Server::start_signing(folder.path(), other);
    let later = requests.each_ref().map(|request| server.send(request));
    assert_eq!(later.map(|reply| (reply.status, reply.body)), first.map(|reply| (200, reply.body)));
}

#[test]
fn a_batch_can_be_erased_when_everything_was() {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    let server = Server::start(folder.path());
    let sent = send(&server, &person, 0, &[], true);
    assert_eq!(server.send(&person.erase(None)).status, 200);
    let replies = [(); 2].map(|()| server.send(&person.erase(Some(sent.id))));
    assert_eq!(replies.each_ref().map(|reply| reply.status), [200, 200]);
    word(&replies[0].body, &person, Some(sent.id));
    assert_eq!(replies[0].body, replies[1].body);
}

#[test]
fn everything_can_be_erased_when_each_batch_was() {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    let server = Server::start(folder.path());
    let sent = send(&server, &person, 0, &[&image("one")], true);
    assert_eq!(server.send(&person.erase(Some(sent.id))).status, 200);
    let reply = server.send(&person.erase(None));
    assert_eq!(reply.status, 200);
    word(&reply.body, &person, None);
}

#[test]
fn a_request_that_is_not_the_owners_erases_nothing_and_says_what_is_wrong() {
    let (folder, person, other) = (tempfile::tempdir().unwrap(), Person::new(1), Person::new(2));
    let server = Server::start(folder.path());
    let sent = send(&server, &person, 0, &[&image("one")], true);
    let strangers = send(&server, &other, 0, &[], true);
    let before = contents(folder.path());
    let [batch, all] = [person.erase(Some(sent.id)), person.erase(None)];
    let path = |request: Request, batch: Option<BatchId>| {
        let subject = Target::Subject(person.identity.pseudonym());
        request.retarget(&batch.map_or(subject, Target::Batch).path())
    };
    let key = |person: &Person| candor_core::base64url::encode(&person.identity.public_key());
    let cases: &[(u16, &str, Request)] = &[
        (401, "unauthorized", batch.clone().without("Authorization")),
        (401, "unauthorized", all.clone().header("Authorization", "Bearer wrong")),
        (400, "not-signed", batch.clone().without(PUBLIC_KEY)),
        (400, "not-signed", all.clone().without(SIGNATURE)),
        (400, "not-signed", all.clone().header(PUBLIC_KEY, "AAAA")),
        (400, "not-signed", batch.clone().header(SIGNATURE, "not base64url")),
        (400, "malformed", batch.clone().retarget("/v1/receipts/x")),
        (400, "malformed", batch.clone().retarget("/v1/receipts/%ff")),
        (400, "malformed", all.clone().retarget("/v1/subjects/%ff")),
        (400, "malformed", all.clone().retarget("/v1/subjects/..%2fx")),
        // Signed by somebody else, or for something else.
        (403, "not-yours", path(other.erase(None), None)),
        (403, "not-yours", all.clone().header(PUBLIC_KEY, &key(&other))),
        (403, "not-yours", batch.clone().header(SIGNATURE, &"A".repeat(86))),
        (403, "not-yours", path(all.clone(), Some(sent.id))),
        (403, "not-yours", path(batch.clone(), Some(strangers.id))),
        // Of what is not theirs they are told nothing.
        (404, "nothing-to-erase", other.erase(Some(sent.id))),
        (404, "nothing-to-erase", person.erase(Some(BatchId::of(b"never sent")))),
        (404, "nothing-to-erase", Person::new(3).erase(None)),
        (405, "method-not-allowed", Request::new("GET", &format!("/v1/receipts/{}", sent.id))),
        (405, "method-not-allowed", Request::new("POST", "/v1/subjects/x")),
    ];
    for (index, (status, name, request)) in cases.iter().enumerate() {
        let reply = server.send(request);
        assert_eq!(problem(&reply), (*status, (*name).to_owned()), "case {index}");
        assert!(*status == 405 || !reply.json()["detail"].as_str().unwrap().is_empty(), "case {index}");
    }
    assert_eq!(contents(folder.path()), before);
    for request in [batch, all] {
        assert_eq!(server.send(&request).status, 200);
    }
    assert_eq!(objects_of(folder.path(), &person), Vec::<String>::new());
}

#[test]
fn an_erased_batch_is_not_taken_again_and_another_is() {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    let server = Server::start(folder.path());
    let picture = image("one");
    let sent = send(&server, &person, 0, &[&picture], true);
    assert_eq!(server.send(&person.erase(Some(sent.id))).status, 200);
    let before = contents(folder.path());
    // Its frame is sent ahead of it as if nothing had happened: only the batch says what it belongs to.
    assert_eq!(server.send(&person.put(&picture)).status, 201);
    let reply = server.send(&Person::post(&sent.bytes));
    assert_eq!(problem(&reply), (410, "erased".into()));
    assert!(reply.json()["detail"].as_str().unwrap().contains("delete it"));
    assert_eq!(contents(folder.path()), before);
    send(&server, &person, 1, &[&picture], true);
    assert_eq!(objects_of(folder.path(), &person).len(), 3);
}

#[test]
fn nothing_is_taken_under_an_erased_pseudonym() {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    let server = Server::start(folder.path());
    let sent = send(&server, &person, 0, &[&image("one")], true);
    assert_eq!(server.send(&person.erase(None)).status, 200);
    let before = contents(folder.path());
    for request in [
        person.put(&image("one")),
        Person::post(&sent.bytes),
        person.put(&image("two")),
        Person::post(&batch(&person, 1, &[], true).bytes),
    ] {
        assert_eq!(problem(&server.send(&request)), (410, "erased".into()));
    }
    assert_eq!(contents(folder.path()), before);
    send(&server, &Person::in_rotation(1, 20_001), 0, &[&image("one")], true);
}
