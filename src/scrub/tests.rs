//! What the scrubber promises of any text.

use proptest::prelude::*;

use super::*;
use crate::record::{Kind, Navigation};

/// Pieces that make texts worth searching.
const PIECES: [&str; 34] = [
    "AKIAIOSFODNN7EXAMPLE",
    "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc",
    "-----BEGIN PRIVATE KEY-----\n",
    "-----END PRIVATE KEY-----",
    "password=",
    "\"password\": \"",
    "Authorization: Bearer ",
    "jane.doe@example.org",
    "4111 1111 1111 1111",
    "://",
    "user:",
    "@",
    "⟦email:k3f9⟧",
    "⟦",
    "⟧",
    "\u{200b}",
    "\u{ad}",
    "é",
    "😀",
    "ｐ",
    " ",
    "\n",
    "\"",
    "'",
    "=",
    ":",
    ".",
    "-",
    "a",
    "7",
    "secret",
    "--token ",
    "\\",
];

fn find(text: &str) -> Vec<Finding> {
    Detector::default().find(text, &Context::default())
}

fn texts() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(prop::sample::select(&PIECES[..]), 0..12).prop_map(|pieces| pieces.concat());
    prop_oneof![pieces, any::<String>()]
}

proptest! {
    #[test]
    fn a_token_tells_nothing_of_its_value_but_which_it_is(one in any::<String>(), other in any::<String>(), key: [u8; 32]) {
        for kind in RedactionKind::ALL {
            let token = |value: &str| Scrubber::new(key, Detector::default()).token(kind, value);
            prop_assert_eq!(token(&one).len(), token(&other).len());
            prop_assert_eq!(candor_detect::token::len_at_start(&token(&one)), Some(token(&one).len()));
            prop_assert_eq!(serde_json::to_string(&token(&one)).unwrap(), format!("\"{}\"", token(&one)));
            prop_assert_eq!(token::fixed(kind), token::without_hash(&token(&one)));
        }
    }

    #[test]
    fn findings_are_sorted_and_on_character_boundaries(text in texts()) {
        let found = find(&text);
        for finding in &found {
            prop_assert!(finding.start < finding.end);
            prop_assert!(text.get(finding.start..finding.end).is_some());
        }
        prop_assert!(found.windows(2).all(|pair| pair[0].end <= pair[1].start));
    }

    #[test]
    fn nothing_is_found_in_scrubbed_text(text in texts()) {
        let scrubber = Scrubber::new([9; 32], Detector::default());
        let scrubbed = scrubber.text(Raw::new(text), &Context::default());
        prop_assert_eq!(find(scrubbed.get()), vec![], "{}", scrubbed.get());
    }

    #[test]
    fn addresses_and_spans_are_taken_from_any_text(text in texts()) {
        let scrubber = Scrubber::new([9; 32], Detector::default());
        let units = utf16::len(&text);
        let spans = scrubber.spans(&Raw::new(text.clone()), &Context::default());
        prop_assert!(spans.iter().all(|(start, end)| start < end && *end <= units));
        let url = scrubber.url(Raw::new(text));
        prop_assert_eq!(find(url.get()), vec![], "{}", url.get());
    }
}

#[test]
fn hidden_characters_hide_nothing() {
    let scrubber = Scrubber::new([9; 32], Detector::default());
    let plain = scrubber.text(Raw::new("x AKIAIOSFODNN7EXAMPLE y".to_owned()), &Context::default());
    let hidden =
        scrubber.text(Raw::new("x AKIA\u{200b}IOSF\u{ad}ODNN7EXA\u{2060}MPLE y".to_owned()), &Context::default());
    assert_eq!(plain, hidden);
    assert!(plain.get().starts_with("x ⟦aws:"), "{}", plain.get());
}

#[test]
fn a_value_reads_the_same_however_it_is_spelt_and_by_whatever_rule_it_is_found() {
    let hash = |kind, value: &str| {
        let token = Scrubber::new([9; 32], Detector::default()).token(kind, value);
        token.split_once(':').unwrap().1.to_owned()
    };
    for spellings in [
        &["jane.doe@example.org", "Jane.Doe@EXAMPLE.org", "jane\u{200b}.doe@example.org", "ｊane.doe@example.org"][..],
        &["4929 1234 5678 9015", "4929123456789015", "4929-1234-5678-9015"],
        &["+1 (555) 010-0199", "+1 555 010 0199"],
        &["José Ángel", "jose\u{301} angel"],
    ] {
        let hashes = RedactionKind::ALL
            .into_iter()
            .filter(|kind| !matches!(kind, RedactionKind::OneTimeCode | RedactionKind::Private));
        let mut all: Vec<String> = hashes.flat_map(|kind| spellings.iter().map(move |s| hash(kind, s))).collect();
        all.dedup();
        assert_eq!(all.len(), 1, "{spellings:?}");
    }
    assert_ne!(hash(RedactionKind::Key, "aaaa1"), hash(RedactionKind::Key, "aaaa2"));
}

#[test]
fn a_forged_token_is_no_token() {
    let scrubber = Scrubber::new([9; 32], Detector::default());
    assert_eq!(scrubber.text(Raw::new("⟦email:k3f9⟧".to_owned()), &Context::default()).get(), "〚email:k3f9〛");
}

#[test]
fn spans_count_in_code_units() {
    let scrubber = Scrubber::new([9; 32], Detector::default());
    assert_eq!(scrubber.spans(&Raw::new("😀 jane@example.org".to_owned()), &Context::default()), [(3, 19)]);
}

#[test]
fn ordinary_code_is_spared() {
    for code in [
        "commit da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "id: 123e4567-e89b-12d3-a456-426614174000",
        "sha512-9bX4s1CqMjk2TfOeE0mWVQ==",
        "fn token(&self) -> &str { self.token }",
        "export function login(user: string, password: string): Promise<Token> {",
        "const timeout = 1700000000000;",
        "import { x } from '@scope/pkg@1.2.3';",
        "if (key === 'Enter') event.preventDefault();",
    ] {
        assert_eq!(find(code), vec![], "{code}");
    }
}

#[test]
fn what_a_page_calls_itself_at_length_is_cut_between_words() {
    let scrubber = Scrubber::new([5; 32], Detector::default());
    let navigate = |url: &str, title: &str| {
        let kind = scrubber.navigate(Raw::new(url.to_owned()), Raw::new(title.to_owned()), Navigation::Load);
        let Kind::Navigate { url, title, .. } = kind else { unreachable!() };
        (url.into_inner(), title.into_inner())
    };
    let (words, parts) = ("wren ".repeat(300), "part=wren&".repeat(1_000));
    let (url, title) = navigate(&format!("https://tern.example/a?{parts}"), &words);
    assert_eq!(title, "wren ".repeat(204));
    assert!(
        url.len() <= 8_192 && url.ends_with("wren&") && url.starts_with("https://tern.example/a?part=wren"),
        "{url}"
    );
    // One word may be anything.
    let long = "é".repeat(10_000);
    assert_eq!(
        navigate(&format!("https://tern.example/{long}"), &long),
        ("https://tern.example/".into(), String::new())
    );
    assert_eq!(navigate("https://tern.example/", &"w".repeat(1_024)).1, "w".repeat(1_024), "the control");
}
