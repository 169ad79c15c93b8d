//! `candor view`: one page that shows what is there and runs nothing of it.

use std::path::PathBuf;

use candor_core::ids::{BatchId, FrameId};
use candor_ingest::archive::Archive;
use candor_ingest::keys::Keyring;
use candor_ingest::view::{self, Contents};
use data_encoding::BASE64;
use sha2::{Digest as _, Sha256};

use crate::kit::{Person, Server, image, open_store, put_object, read_store, store_of, write_recipient_key};

/// Sends `records` with their pictures, and returns the page.
fn page(records: &[String], images: &[Vec<u8>], with_key: bool) -> (String, Contents) {
    let (folder, person) = (tempfile::tempdir().unwrap(), Person::new(1));
    let store = folder.path().join("store");
    let server = Server::start(&store);
    let sealed: Vec<_> = images.iter().map(|image| person.sealed_image(image)).collect();
    for image in &sealed {
        assert_eq!(server.send(&person.put(image)).status, 201);
    }
    let ids: Vec<_> = sealed.iter().map(|image| FrameId::of(image)).collect();
    let batch = person.batch(0, records).naming(&ids).sealed();
    assert_eq!(server.send(&Person::post(&person.bytes(&batch))).status, 201);
    let keys = if with_key { vec![write_recipient_key(folder.path())] } else { Vec::<PathBuf>::new() };
    let out = folder.path().join("timeline.html");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let contents = runtime.block_on(async {
        let archive = Archive::read(open_store(&store), Keyring::read(&keys).unwrap()).await.unwrap();
        view::write(&archive, &out).await.unwrap()
    });
    (std::fs::read_to_string(out).unwrap(), contents)
}

fn record(seq: u64, frame: &str, rest: &str) -> String {
    format!(r#"{{"v":1,"seq":{seq},"t":{},"tab":1,"frame":{frame},"actor":"user",{rest}}}"#, seq * 1000)
}

fn click(seq: u64, frame: &str, name: &str) -> String {
    let name = serde_json::to_string(name).unwrap();
    let rest = format!(
        r#""kind":"click","button":0,"count":1,"modifiers":{{}},"point":{{"x":412.5,"y":88}},"inTarget":{{"x":1,"y":1}},
        "target":{{"tag":"button","role":"button","primary":{{"family":"role","matches":1}},"selectors":{{"name":{name},
        "css":"button","xpath":"//button"}},"shadow":[],"rect":{{"x":400,"y":80,"width":64,"height":24}}}}"#
    );
    record(seq, frame, &rest.replace('\n', " "))
}

fn picture(seq: u64, sealed: &[u8], phase: &str, action: u64) -> String {
    let rest = format!(
        r#""kind":"frame","image":"{}","mediaType":"image/jpeg","size":9,"width":1280,"height":720,"dpr":1,
        "viewport":{{"x":0,"y":240,"width":1280,"height":720}},"phase":"{phase}","action":{action},"age":85,"redacted":2"#,
        FrameId::of(sealed)
    );
    record(seq, "[]", &rest.replace('\n', " "))
}

/// What an earlier run left of a page is neither written to nor followed.
#[cfg(unix)]
#[test]
fn a_page_is_readable_by_its_owner_only_whatever_lies_in_its_place() {
    use std::fs::Permissions;
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

    let folder = tempfile::tempdir().unwrap();
    let (out, part) = (folder.path().join("timeline.html"), folder.path().join("timeline.html.part"));
    let elsewhere = folder.path().join("elsewhere");
    let write = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let store = open_store(&folder.path().join("store"));
            let archive = Archive::read(store, Keyring::read(&Vec::<PathBuf>::new()).unwrap()).await.unwrap();
            view::write(&archive, &out).await.map(|_| std::fs::metadata(&out).unwrap().mode() & 0o777)
        })
    };
    assert_eq!(write().unwrap(), 0o600);
    std::fs::write(&part, "left over").unwrap();
    std::fs::set_permissions(&part, Permissions::from_mode(0o644)).unwrap();
    assert_eq!(write().unwrap(), 0o600);
    std::fs::write(&elsewhere, "somebody's").unwrap();
    symlink(&elsewhere, &part).unwrap();
    assert_eq!(write().unwrap(), 0o600);
    assert_eq!(std::fs::read_to_string(&elsewhere).unwrap(), "somebody's");
    assert!(!std::fs::symlink_metadata(&out).unwrap().is_symlink());
    std::fs::create_dir(&part).unwrap();
    assert!(write().is_err(), "nor is a folder taken away");
}

#[test]
fn a_click_is_told_in_words_and_drawn_into_the_picture_before_it() {
    let person = Person::new(1);
    let images = [image("before"), image("after")];
    let sealed = images.each_ref().map(|image| person.sealed_image(image));
    let records = [click(0, "[]", "Save"), picture(1, &sealed[0], "before", 0), picture(2, &sealed[1], "after", 0)];
    let (page, contents) = page(&records, &images, true);
    assert_eq!(contents, Contents { sessions: 1, records: 3, frames: 2, sealed: 0, rejected: 0 });
    assert!(page.contains("clicked button <q>Save</q>"), "{page}");
    let places = images.map(|image| page.find(&format!("data:image/jpeg;base64,{}", BASE64.encode(&image))).unwrap());
    assert!(places.is_sorted());
    assert_eq!(page.matches(r#"viewBox="0 0 1280 720""#).count(), 1);
    assert!(page.contains(r#"<circle cx="412.5" cy="88""#) && page.contains(r#"<rect x="400" y="80""#));
    assert_eq!(page.matches("2 places filled").count(), 2);
}

#[test]
fn a_picture_that_names_a_picture_as_its_action_is_shown() {
    let images = [image("one"), image("two")];
    let sealed = images.each_ref().map(|image| Person::new(1).sealed_image(image));
    let records = [picture(0, &sealed[0], "after", 0), picture(1, &sealed[1], "before", 0)];
    let (page, contents) = page(&records, &images, true);
    assert_eq!((contents.records, contents.frames), (2, 2));
    assert_eq!(page.matches("<figure").count(), 2);
}

#[test]
fn a_picture_that_many_records_name_is_on_the_page_once_and_shown_with_each() {
    let images = [image(&"x".repeat(100_000))];
    let sealed = Person::new(1).sealed_image(&images[0]);
    let records: Vec<String> = (0..500).map(|seq| picture(seq, &sealed, "after", 9999)).collect();
    let (page, contents) = page(&records, &images, true);
    assert_eq!((contents.records, contents.frames), (500, 1));
    let [here, again] = ["id=\"i0\"", "data-same=\"i0\""].map(|text| page.matches(text).count());
    assert_eq!((here, again, page.matches("data:image").count()), (1, 499, 1));
    assert!(page.len() < 1_000_000, "{}", page.len());
}

#[test]
fn a_click_in_a_child_frame_is_not_drawn_where_it_was_not() {
    let person = Person::new(1);
    let images = [image("before")];
    let records = [click(0, "[1]", "Save"), picture(1, &person.sealed_image(&images[0]), "before", 0)];
    let (page, contents) = page(&records, &images, true);
    assert_eq!(contents.frames, 1);
    assert!(page.contains("child frame") && !page.contains("<svg"));
}

#[test]
fn hostile_text_stays_text() {
    const HOSTILE: [&str; 6] = [
        "<script>alert(1)</script>",
        r#"" onload="alert(2)"#,
        "</style><img src=x onerror=alert(3)>",
        "</script><svg/onload=alert(4)>",
        "javascript:alert(5)",
        "⟦<b>:k3f9⟧",
    ];
    let mut records = Vec::new();
    for text in HOSTILE {
        let quoted = serde_json::to_string(text).unwrap();
        let seq = records.len() as u64;
        records.push(click(seq, "[]", text));
        records.push(record(
            seq + 1,
            "[]",
            &format!(r#""kind":"navigate","url":{quoted},"title":{quoted},"how":"load""#),
        ));
        records.push(record(seq + 2, "[]", &format!(r#""kind":"unheard-of","text":{quoted}"#)));
    }
    let (page, contents) = page(&records, &[], true);
    assert_eq!(contents.records, records.len());
    for (text, escaped) in [
        ("<script>alert(1)", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        (r#"" onload="#, "&quot; onload=&quot;alert(2)"),
        ("<img src=x", "&lt;/style&gt;&lt;img src=x onerror=alert(3)&gt;"),
        ("<svg/onload", "&lt;/script&gt;&lt;svg/onload=alert(4)&gt;"),
        ("href=\"javascript", "<q>javascript:alert(5)</q>"),
        ("⟦<b>", "⟦&lt;b&gt;:k3f9⟧"),
    ] {
        assert!(!page.contains(text), "{text}");
        assert!(page.matches(escaped).count() >= 2, "{escaped}");
    }
    assert_eq!(page.matches("<script").count(), 1);
    assert_eq!(page.matches("<style").count(), 1);
}

#[test]
fn the_pages_policy_allows_its_own_style_and_script_and_nothing_else() {
    let (page, _) = page(&[click(0, "[]", "Save")], &[], true);
    let between = |start: &str, end: &str| page.split_once(start).unwrap().1.split_once(end).unwrap().0;
    let hash = |text: &str| format!("'sha256-{}'", BASE64.encode(&Sha256::digest(text)));
    let (style, script) = (hash(between("<style>", "</style>")), hash(between("<script>", "</script>")));
    let expected = format!(
        "default-src 'none'; img-src data:; style-src {style}; script-src {script}; base-uri 'none'; form-action 'none'"
    );
    assert_eq!(view::content_security_policy(), expected);
    let policy = between(r#"http-equiv="Content-Security-Policy" content=""#, "\"").replace("&#39;", "'");
    assert_eq!(policy, expected);
    let head = page.find("Content-Security-Policy").unwrap();
    assert!(head < page.find("<style").unwrap());
    assert!(!page.contains(" style=") && !page.contains("http://") && !page.contains("https://"));
}

#[test]
fn redactions_are_marked() {
    let typed = record(
        0,
        "[]",
        r#""kind":"type","target":{"tag":"input","primary":{"family":"css"},"selectors":{"css":"input","xpath":"//input"},"shadow":[],"rect":{"x":0,"y":0,"width":1,"height":1},"sensitive":"password"},"text":"to ⟦email:k3f9⟧","removed":0,"keys":[{"key":"⟦email:k3f9⟧","code":"","after":0}],"ended":"blur","redacted":1"#,
    );
    let (page, _) = page(&[typed], &[], true);
    assert_eq!(page.matches(">⟦email:k3f9⟧</mark>").count(), 2);
    assert!(page.contains("sensitive field</mark> (password)"));
}

#[test]
fn others_are_told_from_the_person() {
    let of = |seq, actor, text| {
        record(
            seq,
            "[]",
            &format!(
                r#""kind":"type","target":{{"tag":"div","primary":{{"family":"css"}},"selectors":{{"css":"div","xpath":"/div"}},"shadow":[],"rect":{{"x":0,"y":0,"width":1,"height":1}}}},"text":"{text}","removed":0,"keys":[],"ended":"moved""#
            ),
        )
        .replace(r#""actor":"user""#, &format!(r#""actor":"{actor}""#))
    };
    let (page, _) = page(&[of(0, "remote", ""), of(1, "user", "")], &[], true);
    assert_eq!(page.matches("somebody else wrote in").count(), 1);
    assert_eq!(page.matches("typed nothing that stayed").count(), 1);
}

#[test]
fn without_the_key_a_page_shows_envelopes_only() {
    let (page, contents) = page(&[click(0, "[]", "Save")], &[], false);
    assert_eq!(contents, Contents { sessions: 1, sealed: 1, ..Contents::default() });
    assert!(page.contains("1 batch sealed for keys that were not given") && page.contains("team-1"));
    assert!(!page.contains("Save"));
}

#[test]
fn the_exit_code_says_whether_everything_is_on_the_page() {
    let person = Person::new(1);
    let records = [picture(0, b"never sent", "after", 9)];
    let [whole, lacking] = [&[click(0, "[]", "Save")][..], &records].map(|records| {
        let missing = FrameId::of(b"never sent");
        store_of(&person, &person.batch(0, records).naming(&[missing]).sealed())
    });
    assert_eq!(read_store("view", whole.path()).0, Some(0));
    assert_eq!(read_store("view", lacking.path()).0, Some(3));
    std::fs::write(whole.path().join("team.key"), OTHER_KEY).unwrap();
    let (code, said) = read_store("view", whole.path());
    assert!(code == Some(4) && said.contains("1 batches stayed sealed"), "{code:?} {said}");
}

/// A recipient's key that nothing here is sealed for.
const OTHER_KEY: &str =
    r#"{"kind":"candor recipient key","id":"other","secret":"CAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg"}"#;

#[test]
fn a_page_that_is_given_up_leaves_nothing_behind() {
    let person = Person::new(1);
    let folder = tempfile::tempdir().unwrap();
    // More of them than one turn of the runtime reads.
    for seq in 0..200 {
        let bytes = person.bytes(&person.batch(seq, &[click(seq, "[]", "Save")]).sealed());
        let name = format!("store/subjects/{}/batches/{}", person.identity.pseudonym(), BatchId::of(&bytes));
        put_object(folder.path(), &name, &bytes);
    }
    let key = write_recipient_key(folder.path());
    let out = folder.path().join("page.html");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let keys = Keyring::read(&[key]).unwrap();
        let archive = Archive::read(open_store(&folder.path().join("store")), keys).await.unwrap();
        let mut writing = Box::pin(view::write(&archive, &out));
        let part = folder.path().join("page.html.part");
        while !part.exists() {
            assert!(futures_util::poll!(writing.as_mut()).is_pending());
        }
        drop(writing);
        assert!(!part.exists() && !out.exists());
    });
}
