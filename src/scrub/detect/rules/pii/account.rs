//! Accounts: the name of a person at a computer, in paths, prompts, listings and variables, and their page at a site where
//! everybody has one.
//!
//! Sources: Filesystem Hierarchy Standard 3.0, section 3.8 (`/home`); macOS and Windows (`Users`); POSIX.1-2024, `ls`, `id` and
//! section 8.3 (`LOGNAME`); the default prompts of Debian, Fedora, macOS and Git for Windows; the sites' own addresses. Spared
//! are accounts of services and of examples, and the words that sites keep for themselves.

use super::look;
use super::name::is_nobody;
use crate::Kind;
use crate::letters;
use crate::scan::{Scan, Word, is_word};

/// Where a page of a person follows. Behind a host alone nothing may follow the name: it would be a repository or a section.
const SITES: &str = "linkedin.com/in xing.com/profile bsky.app/profile reddit.com/user reddit.com/u stackoverflow.com/users \
    github.com gitlab.com x.com twitter.com facebook.com instagram.com vk.com t.me telegram.me keybase.io";
/// Longest name, in characters.
const LONGEST: usize = 40;
/// Longest path before the folder of all users, and longest line of a prompt behind the host.
const REACH: usize = 64;

/// At a word between a mark of a path or of a host and another mark of a path.
pub(super) fn in_path(scan: &mut Scan<'_>, word: Word) {
    match scan.word(word) {
        "home" | "Users" if is_in_root(scan, word.start) => {
            let start = word.end + look::ahead(scan.bytes, word.end, 4, |byte| matches!(byte, b'/' | b'\\'));
            // `C:\Users\Jane Doe\`
            let spaced = name_end(scan.text, start, true);
            let end = if scan.byte(spaced) == b'\\' { spaced } else { name_end(scan.text, start, false) };
            let _ = found(scan, start, end);
        }
        "com" | "me" | "in" | "io" | "profile" | "user" | "users" | "u" => profile(scan, word.end),
        _ if scan.byte(word.end + 1) == b'@' && scan.byte_before(word.start) == b'.' => profile(scan, word.end),
        _ => {}
    }
}

/// Whether a path begins before `at`, and is no part of an address: `/`, `/var/`, `C:\`, `file:///`.
fn is_in_root(scan: &Scan<'_>, at: usize) -> bool {
    let length = look::back(scan.bytes, at, REACH, |byte| is_word(byte) || matches!(byte, b'/' | b'-' | b'.'));
    match &scan.bytes[at - length..at] {
        [] => scan.bytes[..at].ends_with(b":\\") || scan.bytes[..at].ends_with(b":\\\\"),
        [b'/', b'/', b'/', ..] => true,
        [b'/', b'/', ..] => false,
        path => path[0] == b'/',
    }
}

/// A page of a person behind the host that ends at `end`.
#[inline(never)]
fn profile(scan: &mut Scan<'_>, end: usize) {
    let head = &scan.bytes[..end];
    let at = usize::from(scan.byte(end + 1) == b'@');
    let site = SITES.split(' ').find(|site| head.ends_with(site.as_bytes()));
    let is_told = site.is_some_and(|site| site.contains('/'));
    let is_host = site.is_some_and(|site| {
        let before = &head[..end - site.len()];
        let is_sub = before.ends_with(b".") && (is_told || before.ends_with(b"www."));
        is_sub || !before.last().is_some_and(|byte| is_word(*byte) || matches!(byte, b'.' | b'-'))
    });
    let mut start = end + 1 + at;
    if head.ends_with(b"wa.me") {
        let digits = look::ahead(scan.bytes, start.min(scan.bytes.len()), 16, |byte| byte.is_ascii_digit());
        if (7..16).contains(&digits) {
            scan.report(start, start + digits, Kind::Phone, "phone");
        }
        return;
    }
    if at == 0 && !is_host {
        return;
    }
    let mut stop = name_end(scan.text, start, false);
    // `/users/7712331/jane-doe`
    if is_told && scan.byte(stop) == b'/' && scan.bytes[start..stop].iter().all(u8::is_ascii_digit) {
        start = stop + 1;
        stop = name_end(scan.text, start, false);
    }
    let rest = &scan.bytes[stop.min(scan.bytes.len())..];
    let is_over = !matches!(rest, [b'/', next, ..] if is_word(*next) && !next.is_ascii_digit() || *next == b'-');
    if is_told || is_over || rest.starts_with(b"/status/") {
        let _ = found(scan, start, stop);
    }
}

/// At an `@` without a domain behind it: the prompt of a shell, `jane@host:~$`, `[jane@host dir]$`, `jane@host ~ %`, or a path on
/// another machine.
pub(super) fn at_host(scan: &mut Scan<'_>, start: usize, at: usize) {
    let host = at + 1 + look::ahead(scan.bytes, at + 1, REACH, |byte| is_word(byte) || matches!(byte, b'-' | b'.'));
    let line = &scan.bytes[host..scan.bytes.len().min(host + REACH)];
    let is_path = matches!(line, [b':', b'~' | b'/', ..]) || scan.bytes[..start].ends_with(b"ssh ");
    // `[jane@host dir]$`, `jane@host ~ %`, `jane@host MINGW64 ~`
    let begins = matches!(scan.byte_before(start), b'\n' | b'[') || scan.bytes[..start].ends_with(b") ");
    let is_prompt = begins && line.first() == Some(&b' ') && {
        let folder = line[1..].iter().take_while(|byte| !byte.is_ascii_whitespace()).count();
        let sign = |rest: &[u8]| matches!(rest, [b' ', b'$' | b'#' | b'%' | b'~', ..]);
        let (folder, rest) = line[1..].split_at(folder);
        matches!(folder, [.., b']', b'$' | b'#']) || sign(rest) || folder.starts_with(b"~")
    };
    if host > at + 1 && name_end(scan.text, start, false) == at && (is_path || is_prompt) {
        let _ = found(scan, start, at);
    }
}

/// At a number that `ls -l` or `id` print before a name: `-rw-r--r-- 1 jane staff`, `uid=1000(jane)`.
pub(super) fn at_number(scan: &mut Scan<'_>, word: Word) -> bool {
    let head = &scan.bytes[..word.start];
    if head.ends_with(b"id=") || head.ends_with(b"groups=") {
        return found(scan, word.end + 1, name_end(scan.text, word.end + 1, false));
    }
    let mode = head.trim_ascii_end();
    let mode = mode.strip_suffix(b"+").or(mode.strip_suffix(b"@")).or(mode.strip_suffix(b".")).unwrap_or(mode);
    let is_bit = |byte: &u8| matches!(byte, b'r' | b'w' | b'x' | b's' | b'S' | b't' | b'T' | b'-');
    if !mode.len().checked_sub(9).is_some_and(|from| mode[from..].iter().all(is_bit)) {
        return false;
    }
    let blank = |at: usize| at + look::ahead(scan.bytes, at.min(scan.bytes.len()), 12, |byte| byte == b' ');
    let start = blank(word.end);
    let end = name_end(scan.text, start, false);
    let again = blank(end);
    let is_found = found(scan, start, end);
    let group = again..again + end - start;
    if is_found && scan.text.get(group.clone()) == Some(&scan.text[start..end]) {
        let _ = found(scan, group.start, group.end);
    }
    is_found
}

/// At a `=` or `:` behind the variable that holds the account: `USER=jane`, `"USERNAME": "jane"`.
pub(super) fn at_key(scan: &mut Scan<'_>, at: usize) {
    let quoted = scan.bytes[..at].strip_suffix(b"\"");
    if quoted.is_none() && scan.byte(at) == b':' {
        return;
    }
    let head = quoted.unwrap_or(&scan.bytes[..at]);
    let key = [&b"USER"[..], b"LOGNAME", b"USERNAME"].into_iter().find(|key| head.ends_with(key));
    let Some(before) = key.map(|key| head[..head.len() - key.len()].last()) else { return };
    if before.is_some_and(|byte| is_word(*byte) || matches!(byte, b'-' | b'$' | b'{' | b'%')) {
        return;
    }
    let start = at + 1 + look::ahead(scan.bytes, at + 1, 2, |byte| matches!(byte, b'"' | b'\'' | b' '));
    let _ = found(scan, start, name_end(scan.text, start, false));
}

/// Where the name of an account ends that begins at `start`.
fn name_end(text: &str, start: usize, spaced: bool) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let is_part = |c: &char| letters::is_word(*c) || matches!(c, '_' | '-' | '.') || spaced && *c == ' ';
    let length: usize = rest.chars().take(LONGEST).take_while(is_part).map(char::len_utf8).sum();
    start + rest[..length].trim_end_matches('.').len()
}

/// Reports the name of an account, if it is a person's.
fn found(scan: &mut Scan<'_>, start: usize, end: usize) -> bool {
    let name = scan.text.get(start..end).unwrap_or_default();
    let plain = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_open = matches!(scan.byte(end), b'{' | b'$' | b'%' | b'<' | b'*' | b'(' | b'=' | b'+');
    let is_person = plain.len() >= 2 && plain.starts_with(letters::is_letter) && !is_nobody(plain);
    if !is_person || is_open || name.ends_with(".php") {
        return false;
    }
    scan.report(start, end, Kind::Name, "user-name");
    true
}

#[cfg(test)]
mod tests {
    use super::super::super::testing;

    #[test]
    fn accounts_are_found_in_paths() {
        testing::check_rule(
            "user-name",
            &[
                ("/home/jweber/src/main.rs:12", "jweber"),
                ("HOME=/home/j.weber", "j.weber"),
                ("File \"/Users/jane/x.py\", line 3", "jane"),
                ("file:///Users/jane/notes.md", "jane"),
                ("/var/home/jane_w/.config", "jane_w"),
                ("PS C:\\Users\\jweber2> dir", "jweber2"),
                ("C:\\\\Users\\\\jweber\\\\source", "jweber"),
                ("C:\\Users\\Jane Weber\\Desktop", "Jane Weber"),
                ("C:/Users/Jürgen/x", "Jürgen"),
                ("/mnt/c/Users/jweber/code", "jweber"),
                ("/c/Users/jweber", "jweber"),
                ("/home/runner/work", ""),
                ("/home/user1/x", ""),
                ("/home/$USER/x", ""),
                ("/home/{name}/x", ""),
                ("/Users/<you>/x", ""),
                ("C:\\Users\\%USERNAME%\\x", ""),
                ("C:\\Users\\All Users\\x", ""),
                ("https://w.example/home/news", ""),
                ("https://w.example/Users/jane", ""),
                ("src/home/widgets", ""),
                ("App\\Users\\Models", ""),
                ("/Users/2819c223-7f76", ""),
            ],
        );
    }

    #[test]
    fn accounts_are_found_in_terminals() {
        testing::check_rule(
            "user-name",
            &[
                ("jweber@laptop:~/work$ ls", "jweber"),
                ("(venv) jweber@laptop:/srv$ ls", "jweber"),
                ("[jweber@build07 src]$ make", "jweber"),
                ("jane@mini ~ % make", "jane"),
                ("jane@DESKTOP-1 MINGW64 ~/x (main)", "jane"),
                ("scp a jweber@build07:/tmp", "jweber"),
                ("ssh jweber@build07", "jweber"),
                ("uid=1000(jweber) gid=100(staff)", "jweber"),
                ("drwxr-xr-x  2 jweber staff 64 Mar 11 src", "jweber"),
                ("-rw-r--r--@ 1 jweber  staff  64 Mar 11 src", "jweber"),
                ("USER=jweber\n", "jweber"),
                ("  \"USERNAME\": \"jweber\"", "jweber"),
                ("root@laptop:~# ls", ""),
                ("drwxr-xr-x 2 root root 64 Mar 11 src", ""),
                ("POSTGRES_USER=jweber", ""),
                ("USER=$1", ""),
                ("mysql://USER:PASS@HOST/", ""),
                ("user@host:/tmp", ""),
                ("react@next and more ~", ""),
                ("x = a@b", ""),
            ],
        );
        assert_eq!(testing::pieces_of("user-name", "-rw-r--r-- 1 jane jane 64"), ["jane", "jane"]);
    }

    #[test]
    fn pages_of_persons_are_found() {
        testing::check_rule(
            "user-name",
            &[
                ("https://www.linkedin.com/in/jane-weber-81/", "jane-weber-81"),
                ("https://de.linkedin.com/in/jweber?x", "jweber"),
                ("https://github.com/jweber81)", "jweber81"),
                ("https://x.com/jweber/status/1822", "jweber"),
                ("instagram.com/j.weber", "j.weber"),
                ("https://t.me/jweber", "jweber"),
                ("https://mastodon.example/@jweber", "jweber"),
                ("https://www.youtube.com/@jweber", "jweber"),
                ("https://www.reddit.com/user/jweber/", "jweber"),
                ("https://stackoverflow.com/users/7712331/jane-weber", "jane-weber"),
                ("https://github.com/acme/widget", ""),
                ("https://docs.github.com/en", ""),
                ("https://github.com/features", ""),
                ("https://netflix.com/jweber", ""),
                ("https://unpkg.com/@scope/package", ""),
                ("https://www.facebook.com/sharer.php", ""),
                ("https://w.example/jweber", ""),
            ],
        );
        testing::check_rule("phone", &[("https://wa.me/4917012345678", "4917012345678"), ("wa.me/12", "")]);
    }
}
