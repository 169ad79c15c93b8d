//! `candor scrub` as whoever runs it meets it.

use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::{Value, json};

use crate::kit::{candor, candor_with};

const GITHUB: &str = "ghp_16C7e42F292c6912E7710c838347Ae178B4a";
const AWS: &str = "AKIAIOSFODNN7EXAMPLE";

fn scrub(arguments: &[&str], input: &str) -> Output {
    candor_with(&[&["scrub"], arguments].concat(), input)
}

fn lines(output: &Output) -> Vec<Value> {
    std::str::from_utf8(&output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// Searches a folder's path; the lines without that path, and the exit code.
fn audit(folder: &Path, arguments: &[&str]) -> (Vec<String>, Option<i32>) {
    let output = candor(&[&["scrub", folder.to_str().unwrap()], arguments].concat());
    let prefix = format!("{}/", folder.display());
    (text(&output.stdout).lines().map(|line| line.replace(&prefix, "")).collect(), output.status.code())
}

#[test]
fn lines_come_out_scrubbed_with_offsets_in_code_points_of_what_went_in() {
    let input = [
        json!({ "id": "a", "text": format!("é😀 {GITHUB} ok"), "extra": [1] }),
        json!({ "id": 7, "text": "nothing here" }),
        json!({ "id": "b", "text": format!("⟦x⟧ {GITHUB}"), "context": { "place": "code", "label": "l" } }),
    ];
    let output = scrub(&[], &input.map(|line| format!("{line}\r\n")).concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let [a, b, c] = &lines(&output)[..] else { panic!("{}", text(&output.stdout)) };
    assert_eq!((&a["id"], &a["findings"]), (&json!("a"), &json!([{ "start": 3, "end": 43, "kind": "github" }])));
    let token = a["text"].as_str().unwrap().strip_prefix("é😀 ").unwrap().strip_suffix(" ok").unwrap();
    assert!(token.starts_with("⟦github:") && token.chars().count() == 13, "{token}");
    assert_eq!(*b, json!({ "id": 7, "text": "nothing here", "findings": [] }));
    assert_eq!(c["text"], format!("〚x〛 {token}"), "the same value reads the same, and no text forges a token");
    assert_eq!(c["findings"], json!([{ "start": 4, "end": 44, "kind": "github" }]));
}

#[test]
fn a_bad_line_is_named_without_a_word_of_it_and_stops_nothing() {
    for (line, problem) in [
        (format!("{{\"id\":1,\"text\":\"{GITHUB}\""), "is not JSON: column "),
        (format!("\"{GITHUB}\""), "must be an object, not a text"),
        (format!("{{\"text\":\"{GITHUB}\"}}"), "`id` is missing"),
        (format!("{{\"id\":null,\"text\":\"{GITHUB}\"}}"), "`id` must be a text or a number, not null"),
        ("{\"id\":1}".to_owned(), "`text` is missing"),
        (format!("{{\"id\":1,\"text\":[\"{GITHUB}\"]}}"), "`text` must be a text, not a list"),
        (format!("{{\"id\":1,\"text\":\"\",\"context\":\"{GITHUB}\"}}"), "`context` must be an object, not a text"),
        (
            format!("{{\"id\":1,\"text\":\"\",\"context\":{{\"place\":\"{GITHUB}\"}}}}"),
            "`context.place` must be one of text, code, terminal, field, title, url",
        ),
        (
            format!("{{\"id\":1,\"text\":\"\",\"context\":{{\"{GITHUB}\":1}}}}"),
            "`context` has only `place`, `label` and `autocomplete`",
        ),
        (
            "{\"id\":1,\"text\":\"\",\"context\":{\"label\":1}}".to_owned(),
            "`context.label` must be a text, not a number",
        ),
        (format!("{{\"id\":1,\"text\":\"{}\"}}", "x".repeat(300)), "is longer than 200 bytes"),
    ] {
        let (before, after) = (json!({ "id": "before", "text": "" }), json!({ "id": "after", "text": "" }));
        let output = scrub(&["--max-line", "200"], &format!("{before}\n\n{line}\n{after}"));
        assert_eq!(output.status.code(), Some(2), "{line}");
        let errors = text(&output.stderr);
        assert!(errors.starts_with(&format!("candor: line 3: {problem}")), "{line}: {errors}");
        assert!(!errors.contains(GITHUB) && errors.lines().count() == 1, "{errors}");
        let ids: Vec<Value> = lines(&output).iter().map(|line| line["id"].clone()).collect();
        assert_eq!(ids, ["before", "after"], "{line}");
    }
}

#[test]
fn why_is_said_and_what_is_shown_only_when_asked() {
    let input = json!({ "id": 1, "text": format!("key {AWS}") }).to_string();
    let plain = scrub(&[], &input);
    assert_eq!(lines(&plain)[0]["findings"][0], json!({ "start": 4, "end": 24, "kind": "aws" }));
    let explained = scrub(&["--explain"], &input);
    let finding = &lines(&explained)[0]["findings"][0];
    assert!(finding["rule"].is_string() && finding["why"].as_str().unwrap().ends_with('.'), "{finding}");
    for output in [plain, explained] {
        assert!(!text(&output.stdout).contains(AWS));
    }
    assert_eq!(lines(&scrub(&["--reveal"], &input))[0]["findings"][0]["value"], AWS);
}

#[test]
fn a_line_may_be_longer_than_what_is_searched_at_once() {
    let long = format!("{AWS}\n{}", "let tide = 1;\n".repeat(200_000)) + AWS;
    let output = scrub(&[], &json!({ "id": 1, "text": long }).to_string());
    let line = &lines(&output)[0];
    let end = long.len();
    assert_eq!(
        line["findings"],
        json!([
            { "start": 0, "end": 20, "kind": "aws" },
            { "start": end - 20, "end": end, "kind": "aws" },
        ])
    );
    let scrubbed = line["text"].as_str().unwrap();
    assert!(!scrubbed.contains(AWS) && scrubbed.len() > 2_800_000);
}

#[test]
fn a_folder_is_searched_whole_but_for_git_links_and_what_is_no_text() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &[u8]| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    };
    write(".gitignore", b".env\n");
    write(".env", format!("# local\nTOKEN={GITHUB}\n").as_bytes());
    write(".git/config", AWS.as_bytes());
    write("a/.git/config", AWS.as_bytes());
    write("a/clean.txt", b"nothing here\n");
    write("a/picture.png", format!("\x00{AWS}").as_bytes());
    write("b/two.md", format!("é {AWS} {GITHUB}\r\n").as_bytes());
    write("b/utf16.txt", &[0xff, 0xfe].into_iter().chain(AWS.bytes().flat_map(|b| [b, 0])).collect::<Vec<u8>>());
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.path().join(".env"), folder.path().join("link")).unwrap();

    let (lines, code) = audit(folder.path(), &[]);
    let places: Vec<&str> = lines.iter().map(|line| line.rsplit_once(' ').map_or("", |(head, _)| head)).collect();
    assert_eq!(code, Some(0));
    assert_eq!(
        places[..4],
        [".env:2:7: github", "b/two.md:1:3: aws", "b/two.md:1:24: github", "b/utf16.txt:1:1: aws"],
        "{lines:?}"
    );
    assert_eq!(lines[4..], ["4 found in 3 of 5 files: 2 aws, 2 github; 1 passed over that are no text"]);
    let printed = lines.concat();
    assert!(![AWS, GITHUB].iter().any(|secret| printed.contains(secret)), "{printed}");

    let (lines, code) = audit(&folder.path().join("b/two.md"), &["--json", "--explain", "--reveal"]);
    let told: Vec<Value> = lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(code, Some(0));
    assert_eq!((&told[0]["line"], &told[0]["column"], &told[0]["endColumn"]), (&json!(1), &json!(3), &json!(23)));
    assert_eq!((&told[0]["kind"], &told[0]["value"]), (&json!("aws"), &json!(AWS)));
    assert!(told[0]["why"].is_string() && told[0]["rule"].is_string());
    let sum =
        json!({ "files": 1, "withFindings": 1, "binary": 0, "unreadable": 0, "findings": { "aws": 1, "github": 1 } });
    assert_eq!(told[2], json!({ "summary": sum }));
}

#[cfg(unix)]
#[test]
fn the_name_of_a_file_commands_no_terminal() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a\u{1b}[2Jb\nc.txt"), "AKIAIOSFODNN7EXAMPLE").unwrap();
    std::os::unix::fs::symlink("nowhere", folder.path().join("link")).unwrap();
    let gone = folder.path().join("gone\u{7}");
    let output = scrub(&[folder.path().to_str().unwrap(), gone.to_str().unwrap()], "");
    let (found, failed) = (text(&output.stdout), text(&output.stderr));
    assert!(found.contains("/a [2Jb c.txt:1:1: ") && failed.contains("/gone : "), "{found} {failed}");
    assert!(!format!("{found}{failed}").contains(['\u{1b}', '\u{7}']));
}

#[test]
fn exit_codes_say_found_not_found_and_not_read() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("clean"), "nothing").unwrap();
    assert_eq!(audit(folder.path(), &[]).1, Some(1));
    fs::write(folder.path().join("found"), AWS).unwrap();
    assert_eq!(audit(folder.path(), &[]).1, Some(0));
    let missing = folder.path().join("missing");
    let output = candor(&["scrub", folder.path().to_str().unwrap(), missing.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).starts_with(&format!("candor: {}: ", missing.display())));
    assert!(text(&output.stdout).contains("1 found in 1 of 2 files: 1 aws; 1 not readable"));
    for arguments in [&["--json"][..], &["--input", "missing.ndjson"], &["--input", "x", "y"]] {
        assert_eq!(scrub(arguments, "").status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn nothing_is_missed_where_two_reads_of_a_file_meet() {
    let folder = tempfile::tempdir().unwrap();
    let (step, all) = (16 << 10, 3 << 20);
    let mut content = String::new();
    let mut expected = Vec::new();
    // A secret over every multiple of 16 KiB: over each end of a read, and of what is searched at once.
    for seam in (step..all).step_by(step) {
        let line = "let tide = \"ü\";\n";
        content.push_str(&line.repeat((seam - 10 - content.len()) / line.len()));
        content.push_str(&" ".repeat(seam - 10 - content.len()));
        let (lines, column) = (content.matches('\n').count(), content.len() - content.rfind('\n').unwrap());
        expected.push(format!("file:{}:{column}: aws", lines + 1));
        content.push_str(AWS);
        content.push('\n');
    }
    fs::write(folder.path().join("file"), content).unwrap();
    let (lines, _) = audit(folder.path(), &[]);
    let places: Vec<&str> = lines.iter().map(|line| line.rsplit_once(' ').map_or("", |(head, _)| head)).collect();
    assert_eq!(places[..places.len() - 1], expected);
}

#[test]
fn rules_of_a_policy_and_words_of_a_list_count_too() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, content: &str| {
        let path = folder.path().join(name);
        fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let list = json!([
        { "literals": ["Project Tidepool"] },
        { "prefix": "acme_", "least": 6 },
        { "pattern": "CUST-[0-9]{4}" },
    ]);
    let alone = file("rules.json", &list.to_string());
    let policy = file("policy.json", &json!({ "region": "US", "extraRules": list }).to_string());
    let never = file("never.txt", "Ada Quay\n\n@adaquay\n");
    let input =
        json!({ "id": 1, "text": "ada quay on project-tidepool: acme_12ab34, CUST-0042, lighthouse" }).to_string();
    for rules in [alone, policy] {
        let output = scrub(&["--rules", &rules, "--never", &never, "--explain"], &input);
        let line = &lines(&output)[0];
        let found: Vec<_> = line["findings"].as_array().unwrap().iter().map(|f| (&f["kind"], &f["rule"])).collect();
        assert_eq!(
            found,
            [
                (&json!("private"), &json!("never")),
                (&json!("policy"), &json!("policy-literal")),
                (&json!("policy"), &json!("policy-prefix")),
                (&json!("policy"), &json!("policy-pattern")),
            ]
        );
        assert!(line["text"].as_str().unwrap().starts_with("⟦private⟧ on ⟦policy:"), "{line}");
    }
    assert_eq!(lines(&scrub(&[], &input))[0]["findings"], json!([]), "and only then");

    for (content, problem) in [
        ("[{}]", "`extraRules[0]` must have `literals`, `prefix` or `pattern`"),
        (r#"[{"pattern":"("}]"#, "`extraRules[0].pattern` is no regular expression"),
        ("{", "is not JSON: line 1, column 2"),
    ] {
        let output = scrub(&["--rules", &file("bad.json", content)], &input);
        assert!(text(&output.stderr).contains(problem), "{}", text(&output.stderr));
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{content}");
    }
    let output = scrub(&["--never", &file("bad.txt", "ok\n\nx\n")], &input);
    assert!(text(&output.stderr).contains("line 3: a word has two characters at least"));
    assert_eq!(scrub(&["--never", "missing.txt"], &input).status.code(), Some(2));
}
