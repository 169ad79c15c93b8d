//! Words drawn at random: keys that stand alone or near a word that tells, whoever made them.
//!
//! Alone, much evidence is asked for, and hashes in hexadecimal, UUIDs, integrity hashes and what stands in a `data:`
//! address are spared. Near a telling word (`deepgram KEY …`, `"password" (…`) little is enough, and a UUID or a hash is
//! a secret too.

use super::assignment::{has_digit, is_hex, is_placeholder};
use super::encoded;
use super::name::{self, Name};
use super::seed;
use crate::Kind;
use crate::letters;
use crate::random::{self, Drawn};
use crate::scan::{Scan, Word, is_word, work};

/// Longest word that is looked at, with its marks: what is longer is data.
const TOKEN_MAX: usize = 400;
/// Least characters of a key that stands alone, and the evidence asked for.
const ALONE: (usize, i32) = (16, 24);
/// The evidence from which on a word may be base64.
const ENCODED_LEAST: i32 = 4;
/// The same near a telling word.
const NEAR: (usize, i32) = (8, 6);
/// The same behind words joined to it by `_`.
const PREFIXED: (usize, i32) = (12, 20);
/// Least characters of such a key, and most of a word before it.
const PREFIXED_MIN: usize = 20;
const WORD_MAX: usize = 12;
/// The same without a digit.
const LETTERS: (usize, i32) = (24, 40);
/// Where a key is good, as prefixes of vendors say it.
const WHERE_GOOD: [&str; 6] = ["live", "test", "prod", "production", "sandbox", "staging"];
/// What ends the names of files that a page loads: those that tools built are named by what is in them.
const ENDINGS: [&str; 6] = [".css", ".js", ".map", ".woff2", ".svg", ".png"];
/// How far before a key a telling word can stand.
const NEAR_MAX: usize = 64;

/// At a word with a digit, or a long one.
pub(super) fn at(scan: &mut Scan<'_>, word: Word) {
    if word.start < scan.judged {
        return;
    }
    if word.end - word.start == seed::GROUP && seed::at(scan, word) {
        return;
    }
    let (start, end) = token(scan, word);
    scan.judged = end;
    if end - start > TOKEN_MAX {
        return;
    }
    let text = &scan.text[start..end];
    if text.len() < NEAR.0 || is_placeholder(text) {
        return;
    }
    // Numbers of code, and words of other scripts in domain names (RFC 3492).
    if text.starts_with("0x") || text.starts_with("xn--") || text.as_bytes().windows(5).any(|part| part == b".xn--") {
        return;
    }
    // A public key of OpenSSH: the length of the name of its kind, and `ssh-` or `ecdsa` (RFC 4253, section 6.6).
    if text.starts_with("AAAA") && matches!(text.get(5..10), Some("3NzaC" | "2VjZH")) {
        return;
    }
    if let Some(inner) = name_inside(text) {
        scan.report(start + inner, end, Kind::Key, "near");
        return;
    }
    if let Some(number) = bot_number(scan, start, text) {
        scan.report(number, end, Kind::Key, "random");
        return;
    }
    // `jane:500:aad3…:31d6…:::`: a line of `pwdump`.
    let is_dumped = text.len() == 32 && is_hash(text) && scan.text[end..].starts_with(":::");
    if is_dumped || is_prefixed_hex(text) || is_marked_hex(text) || is_prefixed(text) {
        scan.report(start, end, Kind::Key, "random");
        return;
    }
    let solid = random::is_solid(text);
    // Nothing is drawn at random, and nothing told, that has fewer digits: it could be base64 of a secret.
    let could_be = solid || is_hash(text) || has_digits(text);
    if !could_be && !encoded::is_readable_inside(text) {
        return;
    }
    let drawn = random::most_drawn(text.as_bytes());
    let bits = drawn.evidence / 8;
    // Base64 of text is no more than the text.
    if text.len() >= 16 && (bits >= ENCODED_LEAST || text.ends_with('=')) {
        match encoded::look_into(text, scan.depth) {
            encoded::Decoded::Secret(kind) => {
                scan.report(start, end, kind, "base64");
                return;
            }
            encoded::Decoded::Plain if !is_told(scan, start, end, bits, solid) => return,
            _ => {}
        }
    }
    let length = drawn.end - drawn.start;
    if length >= ALONE.0 && bits >= ALONE.1 && is_alone_a_key(scan, start, end, drawn) {
        // A secret of AWS is as long, and may have slashes.
        let (start, end) =
            if end - start == 40 && !text.contains(['.', '-']) { (start, end) } else { whole(scan, start, end, drawn) };
        scan.report(start, end, Kind::Key, "random");
        return;
    }
    if (solid || bits >= NEAR.1) && is_told(scan, start, end, bits, solid) {
        scan.report(start, end, Kind::Key, "near");
    }
}

/// `key_` and at least 32 digits of base 16, `HRKU-` and at least 16: what names a thing by its hash is not written so.
fn is_prefixed_hex(text: &str) -> bool {
    if !text.bytes().next_back().is_some_and(|last| last.is_ascii_hexdigit()) {
        return false;
    }
    let upper = text.bytes().take_while(u8::is_ascii_uppercase).count();
    if (3..=8).contains(&upper) && matches!(text.as_bytes().get(upper), Some(b'-' | b'_')) {
        let number = &text[upper + 1..];
        return number.len() >= 16
            && is_hex(number)
            && has_digits(number)
            && number.bytes().any(|byte| byte.is_ascii_alphabetic())
            && !["SHA", "MD", "UID", "UUID", "GUID", "HASH", "REV", "COMMIT"].contains(&&text[..upper]);
    }
    let Some((prefix, number)) = text.rsplit_once('_') else { return false };
    let hashes = [
        "sha", "md5", "hash", "commit", "rev", "id", "uuid", "guid", "chunk", "img", "image", "file", "blob", "digest",
    ];
    let last = prefix.rsplit('_').next().unwrap_or(prefix);
    let keys = ["key", "live", "auth", "token", "secret", "sk", "pk", "api", "test", "prod", "pat"];
    let least = if keys.contains(&last) { 24 } else { 32 };
    number.len() >= least
        && number.bytes().all(|byte| byte.is_ascii_hexdigit())
        && has_digit(number)
        && (2..=16).contains(&prefix.len())
        && prefix.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte.is_ascii_digit())
        && last != "h"
        && !hashes.iter().any(|hash| last.ends_with(hash))
}

/// 32 digits of base 16 with `SK` before or `-us12` behind (Twilio API reference, "Keys"; Mailchimp Marketing API,
/// "Fundamentals").
fn is_marked_hex(text: &str) -> bool {
    if !(34..=37).contains(&text.len()) {
        return false;
    }
    let twilio = text.strip_prefix("SK").or_else(|| text.strip_prefix("AC"));
    let mailchimp = text.split_once("-us").filter(|(_, number)| matches!(number.len(), 1 | 2) && is_hex(number));
    twilio.or(mailchimp.map(|(key, _)| key)).is_some_and(|key| key.len() == 32 && is_hex(key) && has_digits(key))
}

/// `vtwn_KeNIAMO0dbjR…`: words of one size, and behind them small letters, capitals and digits as no name mixes them, or a
/// long run of letters and digits in their order; behind a word for where the key is good (`live`) a short one does.
fn is_prefixed(text: &str) -> bool {
    let is_mark = |byte: u8| matches!(byte, b'_' | b'-');
    if text.len() < PREFIXED_MIN || !text.bytes().take(WORD_MAX + 1).any(is_mark) {
        return false;
    }
    let is_word = |part: &str| {
        (2..=WORD_MAX).contains(&part.len())
            && (part.bytes().all(|b| b.is_ascii_lowercase()) || part.bytes().all(|b| b.is_ascii_uppercase()))
    };
    let (mut body, mut last, mut words) = (text, "", 0);
    while let Some((part, rest)) = body.split_once(['_', '-']).filter(|(part, _)| is_word(part)) {
        (last, body, words) = (part, rest, words + 1);
    }
    if words == 0 || body.len() < 16 || !body.bytes().all(|b| b.is_ascii_alphanumeric() || is_mark(b)) {
        return false;
    }
    let count = |test: fn(&u8) -> bool| body.as_bytes().iter().filter(|byte| test(byte)).count();
    let digits = count(u8::is_ascii_digit);
    let run = body.split(['_', '-']).next().unwrap_or(body);
    let least = if words > 1 && WHERE_GOOD.contains(&last) { 16 } else { 24 };
    if digits >= 2 && run.len() >= least && !is_hex(run) && random::is_solid(run) {
        return true;
    }
    if count(u8::is_ascii_lowercase) < 3 || count(u8::is_ascii_uppercase) < 3 {
        return false;
    }
    let drawn = random::most_drawn(body.as_bytes());
    let (least, bits) = if digits > 0 { PREFIXED } else { LETTERS };
    body.len() >= 18 && drawn.end - drawn.start >= least && drawn.evidence / 8 >= bits
}

/// `110201543:AAHdq…`: where the number of a bot begins before its token (Telegram Bot API, "Authorizing your bot").
fn bot_number(scan: &Scan<'_>, start: usize, text: &str) -> Option<usize> {
    let is_token = (30..=50).contains(&text.len()) && text.bytes().all(|b| is_word(b) || b == b'-') && has_digit(text);
    if !is_token || scan.byte_before(start) != b':' {
        return None;
    }
    let digits = scan.bytes[..start - 1].iter().rev().take(17).take_while(|byte| byte.is_ascii_digit()).count();
    (7..=16).contains(&digits).then(|| start - 1 - digits)
}

/// `service-KEY-1f2e…`: where the key begins that its own name stands before.
fn name_inside(text: &str) -> Option<usize> {
    if text.len() < 20 || text.bytes().filter(u8::is_ascii_digit).count() < 3 {
        return None;
    }
    let named = |at: &usize| {
        let rest = &text[at + 1..];
        rest.len() >= 16
            && random::is_solid(rest)
            && (name::classify(&text[..*at]).is_some_and(|name| name != Name::Header) || name::is_service(&text[..*at]))
    };
    let mut joints = text.match_indices(['-', '=', '.']).map(|(at, _)| at);
    joints.find(named).map(|at| at + 1)
}

/// The word with what is joined to it by marks of base64 and of names.
fn token(scan: &Scan<'_>, word: Word) -> (usize, usize) {
    let joins = |byte: u8| matches!(byte, b'+' | b'/' | b'-' | b'.' | b'~' | b'=') || is_word(byte) && byte < 0x80;
    let floor = scan.floor(word.start, 64);
    let mut start = word.start;
    while start > floor && joins(scan.bytes[start - 1]) {
        start -= 1;
    }
    while matches!(scan.bytes[start], b'+' | b'/' | b'-' | b'.' | b'=' | b'~') && start < word.start {
        start += 1;
    }
    let mut end = word.end;
    while end < scan.bytes.len() && joins(scan.bytes[end]) {
        end += 1;
    }
    while matches!(scan.bytes[end - 1], b'.' | b'-' | b'/') && end > word.end {
        end -= 1;
    }
    work::count(5 * (end - start));
    (start, end)
}

/// The drawn stretch with what belongs to it: to the ends of its word, over the marks of base64, and over a short
/// prefix.
fn whole(scan: &Scan<'_>, start: usize, end: usize, drawn: Drawn) -> (usize, usize) {
    let mut from = start + drawn.start;
    while from > start && (is_word(scan.bytes[from - 1]) || matches!(scan.bytes[from - 1], b'-' | b'+' | b'.')) {
        from -= 1;
    }
    let mut to = start + drawn.end;
    while to < end && (is_word(scan.bytes[to]) || matches!(scan.bytes[to], b'-' | b'+' | b'=' | b'/' | b'~')) {
        to += 1;
    }
    (from, to)
}

/// Whether what is drawn at random is a key though nothing says so.
fn is_alone_a_key(scan: &Scan<'_>, start: usize, end: usize, drawn: Drawn) -> bool {
    let stem = without_ending(&scan.text[start + drawn.start..start + drawn.end]);
    let text = stem.as_bytes();
    let has = |test: fn(&u8) -> bool| text.iter().any(test);
    let before = &scan.text[scan.floor(start, 24)..start];
    let token = &scan.text[start..end];
    let digits = text.iter().filter(|byte| byte.is_ascii_digit()).count();
    let letters = text.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    digits >= 2
        && letters * 4 >= text.len()
        && has(u8::is_ascii_lowercase) | has(u8::is_ascii_uppercase)
        && !text.iter().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b'-' | b'_' | b'.'))
        && !says_hash(before)
        && !ENDINGS.iter().any(|ending| token.ends_with(ending))
        && !token.starts_with("_Z")
        && !token.starts_with("_R")
        && !starts_with_hash(token)
}

/// The name of a file without what says its type.
fn without_ending(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, ending)) if ending.len() <= 5 && ending.bytes().all(|byte| byte.is_ascii_lowercase()) => stem,
        _ => name,
    }
}

/// `sha512-…`, `md5:`, `integrity="`, `base64,`: what follows was computed, and everybody may know it.
fn says_hash(before: &str) -> bool {
    let before = before.trim_end_matches(['-', ':', '=', '"', '\'', ' ', ',', '(', '/', '_']);
    [
        "sha1",
        "sha256",
        "sha384",
        "sha512",
        "sha224",
        "md5",
        "blake3",
        "integrity",
        "checksum",
        "digest",
        "base64",
        "hash",
        "h1",
        "SHA256",
        "etag",
        "ETag",
        "code_challenge",
        "ublicKey",
        "ublic_key",
        "gpg: key",
        "recv-keys",
    ]
    .iter()
    .any(|word| before.ends_with(word))
}

fn starts_with_hash(token: &str) -> bool {
    ["age1", "nix/store/", "nonce-", "sha1-", "sha256-", "sha384-", "sha512-", "sha256=", "md5-", "h1=", "base64-"]
        .iter()
        .any(|word| token.starts_with(word))
}

/// At least sixteen digits of base 16.
fn is_hash(text: &str) -> bool {
    text.len() >= 16 && is_hex(text)
}

/// Whether there are two digits at least, as in all that is drawn at random.
fn has_digits(text: &str) -> bool {
    text.bytes().filter(u8::is_ascii_digit).nth(1).is_some()
}

/// Whether something shortly before says that a secret follows.
fn is_told(scan: &Scan<'_>, start: usize, end: usize, bits: i32, solid: bool) -> bool {
    let text = &scan.text[start..end];
    let is_hash = is_hash(text);
    let drawn = bits >= NEAR.1 && has_digits(text);
    if !(solid || drawn || is_hash) {
        return false;
    }
    let floor = scan.floor(start, NEAR_MAX);
    let before = &scan.text[floor..start];
    let in_code = matches!(scan.byte(end), b'(' | b'[' | b'.' | b'<')
        || scan.text[end..].starts_with("::")
        || before.ends_with("::")
        || before.ends_with(['&', '.', '#', '$', '<']);
    let constant = text.contains('_')
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    let names_commit = ["/commit/", "/tree/", "/blob/"].iter().any(|part| text.contains(part));
    if says_hash(before) || in_code || names_commit || constant && bits < 20 {
        return false;
    }
    // On the same line; a name may also end the line before.
    let mut lines = before.rsplit('\n');
    let same = lines.next().unwrap_or("");
    let line = if same.trim().is_empty() { lines.next().unwrap_or(same) } else { same };
    let words = line.rsplit(|c: char| !(letters::is_word(c) || matches!(c, '_' | '-'))).filter(|word| !word.is_empty());
    words.take(4).enumerate().any(|(between, word)| match (name::classify(word), between) {
        (Some(Name::Sure(_) | Name::Telling), 0) => solid || drawn && text.len() >= 12 && bits >= NEAR.1 + 4,
        (Some(Name::Sure(_)), _) => solid && bits >= 0 || drawn && bits >= NEAR.1 + 4,
        (Some(Name::Telling), _) => is_hash || solid && bits >= 0,
        (Some(Name::Weak), 0) => solid,
        (None, 0) => solid && name::is_service(word),
        (Some(Name::Weak), _) => is_hash && text.len() >= 32 || solid && bits >= NEAR.1 + 6,
        _ => false,
    })
}

/// Whether a word without digits is long enough to be looked at.
pub(super) fn is_worth_a_look(word: Word) -> bool {
    word.has_digit && word.end - word.start >= 4 || word.end - word.start >= 20
}

#[cfg(test)]
mod tests {
    use super::super::testing;

    #[test]
    fn a_prefix_tells_a_key_whose_vendor_nobody_knows() {
        for key in [
            "vtwn_KeNIAMO0dbjRBgJw3Pn6UV",
            "tss_csT1YoxnOErJslDloqd-r",
            "XAB_CI_clhIbI2VmyusrUmIBWxL",
            "some_production_fs6agulup4xhro8mgeb46",
            "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",
            "qfp_abcdefghijklmnopqrstuvwxyz1234567890abcdefghi",
            "QFPAT-abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890",
            "QRKU-f1274537-88fb-deaf-beda-453bd9a496ef",
            "QRBR-2537f7e87cfb8f8d73f",
            "qive_auth_250ae896ada542c08a95734f935c871a",
            "SKa3f09bd81c5e4276b0d9e8f7a6c51b32",
            "343ea45721923ed956e2b38c31db76aa-us30",
        ] {
            testing::check_found(&format!("x = \"{key}\";"), key);
        }
        for text in [
            "test_FooBarBAZ2Test3Xyz",
            "get_HTTP2ServerConnection3Handler",
            "SHA-2537f7e87cfb8f8d73f2537f7e8",
            "GUID-f1274537-88fb-deaf-beda-453bd9a496ef",
            "CVE-2024123456789012345",
            "prefix_hash_250ae896ada542c08a95734f935c871a",
            "my_very_long_function_name_for_tests_number_12",
            "use-module-with-a-long-name-2024-and-12-versions",
        ] {
            testing::check_found(text, "");
        }
    }

    #[test]
    fn what_everybody_may_know_is_spared() {
        testing::check_rule(
            "random",
            &[
                ("PublicKey = 1QvuwHhE2DYVeHQHVCmx7J3rf+tKNoy10s85cEJEkfo=", ""),
                ("age1rkm8zt5783ggf33f68n7m39dlcjzvgdrxsjk2fvfr4unndczs5eqljp3t6", ""),
                ("/nix/store/dsa8wmdl9zx2h14vgrdia2b7g4ckk1f7-hello-2.12.1", ""),
                ("/assets/index-tfeh2xnt98jti2v6u9fr.css", ""),
                ("script-src 'nonce-nCcE4mzVtxq1WAwX'", ""),
                ("code_challenge='kjasBS523KdkAILD2k78NdcJSk2k3KHG6'", ""),
                ("AAAAC3NzaC1lZDI1NTE5AAAAIQ7xsHg6M5rU4gD9oOzTEJXBS48n89DhYUL8rdTSx/Iu", ""),
                ("AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBLq7xsHg6M5rU4gD9oOz", ""),
                ("AAAAK9OzTEJXBS48n89DhYUL8rdTSx7xsHg6M5rU4gD9", "AAAAK9OzTEJXBS48n89DhYUL8rdTSx7xsHg6M5rU4gD9"),
            ],
        );
    }
}
