//! A batch of a few kilobytes fills nobody's memory, whatever it becomes when it is decompressed and read.
#![cfg(unix)]

use crate::kit::{Batch, Person, Server, problem, read_store_within, record, store_of};

/// Enough for 24 MiB of text in several copies, and a fraction of what it was read into.
const KILOBYTES: u32 = 600_000;

/// A batch that says it has one record, and has these lines.
fn batch(person: &Person, lines: String) -> Batch {
    Batch { lines, ..person.batch(0, &[record(0)]) }
}

fn line_feeds() -> String {
    "\n".repeat(24 << 20)
}

fn long_list() -> String {
    let list = format!(r#""kind":"new","x":[{}0]"#, "0,".repeat(12 << 20));
    record(0).replace(r#""kind":"tab","what":"switch""#, &list) + "\n"
}

#[test]
fn readers_refuse_what_is_too_much_and_say_so() {
    let person = Person::new(1);
    for (lines, commands, expected) in [
        (line_feeds(), &["open", "view"][..], "25165824 lines for 1 records"),
        (long_list(), &["open", "view"], "it has more than 16777216 bytes"),
    ] {
        let folder = store_of(&person, &batch(&person, lines).sealed());
        for command in commands {
            let (code, said) = read_store_within(KILOBYTES, command, folder.path());
            let out = folder.path().join("out");
            assert!([Some(0), Some(3)].contains(&code), "{command}: {code:?} {said}");
            let told = std::process::Command::new("grep").args(["-rq", expected]).arg(&out).status().unwrap();
            assert!(told.success(), "{command}: {expected}");
            std::fs::remove_dir_all(&out).or_else(|_| std::fs::remove_file(&out)).unwrap();
        }
    }
}

#[test]
fn a_server_refuses_it_too() {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    let server = Server::start(folder.path());
    for (lines, expected) in
        [(line_feeds(), "25165824 lines for 1 records"), (long_list(), "record 0: it has more than 16777216 bytes")]
    {
        let reply = server.send(&Person::post(&person.bytes(&batch(&person, lines))));
        assert_eq!(problem(&reply), (422, "invalid-records".to_owned()));
        assert_eq!(reply.json()["detail"], expected);
    }
}
