//! `candor erase`: the recovery code is enough, and nobody is told that something is gone when it may not be.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::process::Output;
use std::time::{Duration, Instant};

use candor_core::erasure::{Erased, Target};
use candor_core::identity::rotation;
use candor_core::ids::FrameId;
use candor_ingest::erase::{Day, Rotation};
use data_encoding::BASE64URL_NOPAD;
use tempfile::TempDir;

use crate::kit::{Person, Server, TOKEN, candor, candor_with, contents, image, issuer, record};

/// A person's files, and a server.
struct Fixture {
    folder: TempDir,
    server: Server,
}

/// So many days ago, as a pseudonym is derived from it.
fn days_ago(days: u32) -> Day {
    Day::from_number(Day::today().number() - days)
}

/// How many are asked for by [`Fixture::erase`].
fn pseudonyms_asked_for() -> usize {
    Rotation::all(&Person::seed(1), days_ago(2), days_ago(0)).count()
}

fn server_key() -> String {
    let key = issuer().server_key();
    format!("{}:{}", key.id, BASE64URL_NOPAD.encode(&key.public))
}

impl Fixture {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let code = Person::seed(1).recovery_code();
        let saved = format!("Candor recovery code\n\nWhoever has it can erase.\n\n  {}\n\nKeep it.\n", *code);
        fs::write(folder.path().join("recovery.txt"), saved).unwrap();
        fs::write(folder.path().join("token.txt"), format!("{TOKEN}\n")).unwrap();
        let server = Server::start(&folder.path().join("store"));
        Self { folder, server }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    /// Sends a batch with a frame.
    fn send(&self, person: &Person) {
        let picture = person.sealed_image(&image("one"));
        assert_eq!(self.server.send(&person.put(&picture)).status, 201);
        let batch = person.batch(0, &[record(0)]).naming(&[FrameId::of(&picture)]).sealed();
        assert_eq!(self.server.send(&Person::post(&person.bytes(&batch))).status, 201);
    }

    /// Names of what was sent and is still there.
    fn left(&self) -> Vec<String> {
        let names = contents(&self.folder.path().join("store")).into_keys();
        names.filter(|name| name.starts_with("subjects/")).collect()
    }

    /// `candor erase` of the last three days, with more arguments.
    fn erase(&self, more: &[&str]) -> Output {
        let url = format!("http://{}", self.server.address);
        self.erase_at(&url, &self.path("recovery.txt"), more, "")
    }

    fn erase_at(&self, url: &str, recovery: &str, more: &[&str], input: &str) -> Output {
        let (token, since) = (self.path("token.txt"), days_ago(2).to_string());
        let arguments = ["erase", "--url", url, "--recovery", recovery, "--token-file", &token, "--since", &since];
        candor_with(&[&arguments, more].concat(), input)
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn every_pseudonym_of_a_recovery_code_is_erased_and_nobody_elses() {
    let fixture = Fixture::new();
    let [first, last, before] = [days_ago(2), days_ago(0), days_ago(2 + 366)];
    let begun_anew = last.number() + (15 << 20);
    let mine = [Person::in_rotation(1, first.number()), Person::in_rotation(1, begun_anew)];
    let others = [Person::in_rotation(2, first.number()), Person::in_rotation(1, before.number())];
    mine.iter().chain(&others).for_each(|person| fixture.send(person));
    assert_eq!(fixture.left().len(), 4 * 3);

    let output = fixture.erase(&["--server-key", &server_key()]);
    assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(0), ""));
    let mut lines: Vec<String> = text(&output.stdout).lines().map(str::to_owned).collect();
    let more = pseudonyms_asked_for() - 2;
    let sum = format!(
        "2 pseudonyms erased; of {more} more that can have been in use since {first} the server has, and had, nothing"
    );
    assert_eq!(lines.pop(), Some(sum));
    let [one, two] = mine.each_ref().map(|person| person.identity.pseudonym());
    let mut expected = [
        format!("erased: {one} (its period began on {first}, generation 0)"),
        format!("erased: {two} (its period began on {last}, generation 15)"),
    ];
    lines.sort();
    expected.sort();
    assert_eq!(lines, expected);
    let left = fixture.left();
    assert_eq!(left.len(), 2 * 3);
    for person in &others {
        let pseudonym = person.identity.pseudonym().to_string();
        assert_eq!(left.iter().filter(|name| name.contains(&pseudonym)).count(), 3);
    }
}

/// The period of a pseudonym depends on the seed: most people's first one began before their first day.
#[test]
fn whoever_names_the_day_they_began_on_has_everything_erased() {
    let fixture = Fixture::new();
    let first = days_ago(2);
    for length in [30, 365] {
        let rotation = rotation(&Person::seed(1), first.number(), length);
        assert!(rotation < first.number(), "{length}");
        fixture.send(&Person::in_rotation(1, rotation));
    }
    assert_eq!(fixture.left().len(), 2 * 3);
    let output = fixture.erase(&[]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(fixture.left(), Vec::<String>::new());
}

#[test]
fn a_repeat_gives_the_same_words_and_they_can_be_verified() {
    let fixture = Fixture::new();
    fixture.send(&Person::in_rotation(1, days_ago(1).number()));
    let outputs = [(); 2].map(|()| fixture.erase(&["--json"]));
    let words = outputs.each_ref().map(|output| text(&output.stdout));
    assert_eq!((words[0].lines().count(), &words[0]), (1, &words[1]));
    for output in &outputs {
        assert_eq!(output.status.code(), Some(0));
        let said = text(&output.stderr);
        let sum = format!("1 pseudonym erased; of {} more ", pseudonyms_asked_for() - 1);
        assert!(said.starts_with(&sum) && said.contains("not verified"), "{said}");
    }
    fs::write(fixture.path("words.json"), &words[0]).unwrap();
    let verified = candor(&["verify", &fixture.path("words.json"), "--server-key", &server_key()]);
    assert_eq!(verified.status.code(), Some(0));
    assert!(text(&verified.stdout).contains("holds: server-1 has erased everything of "));
}

#[test]
fn the_code_can_come_from_standard_input() {
    let fixture = Fixture::new();
    fixture.send(&Person::in_rotation(1, days_ago(1).number()));
    let url = format!("http://{}", fixture.server.address);
    let output = fixture.erase_at(&url, "-", &[], &Person::seed(1).recovery_code().to_lowercase());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(fixture.left(), Vec::<String>::new());
}

#[test]
fn the_code_is_shown_nowhere() {
    let fixture = Fixture::new();
    fixture.send(&Person::in_rotation(1, days_ago(1).number()));
    let code = Person::seed(1).recovery_code();
    let output = fixture.erase(&[]);
    let wrong = fixture.erase_at("http://127.0.0.1:1", &fixture.path("recovery.txt"), &[], "");
    for output in [output, wrong] {
        let said = text(&output.stdout) + &text(&output.stderr);
        assert!(!said.is_empty() && !said.contains(&code[..9]), "{said}");
    }
}

#[test]
fn a_word_that_is_not_signed_with_the_key_given_is_a_failure() {
    let fixture = Fixture::new();
    fixture.send(&Person::in_rotation(1, days_ago(1).number()));
    let other = BASE64URL_NOPAD.encode(&[7; 32]);
    for (key, expected) in
        [(format!("server-1:{other}"), "does not fit"), (format!("server-2:{other}"), "no server key")]
    {
        let output = fixture.erase(&["--server-key", &key]);
        assert_eq!(output.status.code(), Some(1));
        let said = text(&output.stderr);
        assert!(said.contains("the server's word proves nothing") && said.contains(expected), "{said}");
        assert!(text(&output.stdout).contains("1 failed and 0 were not asked for"));
    }
}

#[test]
fn what_can_not_be_asked_says_why_and_is_no_success() {
    let fixture = Fixture::new();
    let url = format!("http://{}", fixture.server.address);
    let recovery = fixture.path("recovery.txt");
    fs::write(fixture.path("none.txt"), "Keep it.\n").unwrap();
    fs::write(fixture.path("wrong-token.txt"), "wrong").unwrap();
    let cases: &[(i32, &str, &str, &[&str], &str)] = &[
        (2, "http://candor.example.com", &recovery, &[], "must begin with `https://`"),
        (2, "https://me@candor.example.com", &recovery, &[], "must not hold a user name"),
        (2, &url, &recovery, &["--server-key", "server-1"], "write it as ID:PUBLIC"),
        (1, &url, &fixture.path("missing.txt"), &[], "missing.txt"),
        (1, &url, &fixture.path("none.txt"), &[], "no line of it is a recovery code"),
        (1, "http://127.0.0.1:1", &recovery, &[], "can't be reached"),
        // Not a word in plain text to a server that should speak TLS.
        (1, &url.replace("http", "https"), &recovery, &[], "can't be reached"),
        (1, &format!("{url}/elsewhere"), &recovery, &[], "the server answers 404: There is nothing here"),
    ];
    for (code, url, recovery, more, expected) in cases {
        let output = fixture.erase_at(url, recovery, more, "");
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(*code), "{url}: {said}");
        assert!(said.contains(expected), "{url}: {said}");
    }
    let arguments = ["erase", "--url", &url, "--recovery", &recovery];
    for (more, expected) in [
        (&["--since", "2400-01-01"][..], "lies ahead"),
        (&["--token-file", &fixture.path("wrong-token.txt")], "the server answers 401: The token is missing or wrong"),
    ] {
        let output = candor(&[&arguments, more].concat());
        assert_eq!(output.status.code(), Some(1));
        assert!(text(&output.stderr).contains(expected), "{}", text(&output.stderr));
    }
    let today = Day::today().to_string();
    let output = candor(&[&arguments[..], &["--since", &today]].concat());
    assert!(text(&output.stdout).contains("so run this again"), "{}", text(&output.stdout));
    assert_eq!(candor(&[&arguments[..], &["--since", "yesterday"]].concat()).status.code(), Some(2));
}

/// A server that gives this answer to every request, and never ends.
fn answering(answer: String) -> SocketAddr {
    answering_in_turn(vec![answer])
}

/// A server that gives these answers one after the other, and the last of them from then on.
fn answering_in_turn(mut answers: Vec<String>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let answer = if answers.len() > 1 { answers.remove(0) } else { answers[0].clone() };
            let mut stream = stream.unwrap();
            let (mut head, mut byte) = (Vec::new(), [0]);
            while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap() == 1 {
                head.push(byte[0]);
            }
            // Whoever asked may have gone.
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    address
}

#[test]
fn a_server_that_says_when_to_come_back_is_asked_again_then() {
    let answer = |status: &str, header: &str, body: &str| {
        let length = body.len();
        format!("HTTP/1.1 {status}\r\n{header}Connection: close\r\nContent-Length: {length}\r\n\r\n{body}")
    };
    let nothing = answer("404 Not Found", "", r#"{"type":"/problems/nothing-to-erase","title":"There is nothing"}"#);
    let fixture = Fixture::new();
    for (status, header, code, patient) in [
        ("503 Service Unavailable", "Retry-After: 1\r\n", 0, true),
        ("429 Too Many Requests", "Retry-After: 0\r\n", 0, true),
        // Not said, too late to wait for, or no answer to wait with.
        ("503 Service Unavailable", "", 1, false),
        ("429 Too Many Requests", "Retry-After: 18446744073709551615\r\n", 1, false),
        ("500 Internal Server Error", "Retry-After: 1\r\n", 1, false),
    ] {
        let busy = answer(status, header, r#"{"type":"/problems/busy","title":"Too many"}"#);
        let url = format!("http://{}", answering_in_turn(vec![busy.clone(), busy, nothing.clone()]));
        let begun = Instant::now();
        let output = fixture.erase_at(&url, &fixture.path("recovery.txt"), &[], "");
        assert_eq!(output.status.code(), Some(code), "{status} {header}: {}", text(&output.stderr));
        assert!(!patient || begun.elapsed() >= Duration::from_secs(1), "{status} {header}");
    }
}

#[test]
fn no_redirect_is_followed() {
    let elsewhere = TcpListener::bind("127.0.0.1:0").unwrap();
    elsewhere.set_nonblocking(true).unwrap();
    let location = format!("http://{}/", elsewhere.local_addr().unwrap());
    let head = format!("HTTP/1.1 307 Moved\r\nLocation: {location}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    let fixture = Fixture::new();
    let output = fixture.erase_at(&format!("http://{}", answering(head)), &fixture.path("recovery.txt"), &[], "");
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("the server answers 307"), "{said}");
    assert!(elsewhere.accept().is_err());
}

#[test]
fn a_word_about_something_else_is_no_success() {
    let other = Person::new(2).identity.pseudonym();
    let word = Erased::issue(&Target::Subject(other), other, &issuer());
    let body = serde_json::to_string(&word).unwrap();
    let length = body.len();
    let answer = format!("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}");
    let fixture = Fixture::new();
    let url = format!("http://{}", answering(answer));
    let output = fixture.erase_at(&url, &fixture.path("recovery.txt"), &["--server-key", &server_key()], "");
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("is about something else"), "{said}");
    assert!(!text(&output.stdout).contains("erased: "));
}

#[test]
fn the_help_says_where_it_begins() {
    let help = text(&candor(&["erase", "--help"]).stdout);
    assert!(["2026-01-01", "up to a year before", "Exit codes"].iter().all(|said| help.contains(said)), "{help}");
}
