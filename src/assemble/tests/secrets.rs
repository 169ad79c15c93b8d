//! Secrets typed: nothing of them is left, and what stands beside them is.

use proptest::prelude::*;

use super::{Player, short};
use crate::message::{FieldText, Seen};
use crate::raw::{Raw, Scrubbed};
use crate::record::{Editable, Kind, Modifiers};

/// What people type with and without mistakes.
const SECRETS: [&str; 5] = [
    "AKIAIOSFODNN7EXAMPLE",
    "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N",
    "jane.doe@example.org",
    "4111111111111111",
];

/// No four characters in a row of `secret` are in the keys or texts of `records`.
fn assert_absent(secret: &str, records: &[Kind<Scrubbed<String>>]) {
    let json = serde_json::to_string(records).unwrap();
    let mut spelt = String::new();
    for record in records {
        if let Kind::Type { keys, .. } = record {
            keys.iter().for_each(|stroke| spelt.push_str(stroke.key.get()));
            keys.iter().for_each(|stroke| spelt.push_str(stroke.code.get().trim_start_matches("Key")));
            spelt.push('|');
        }
    }
    let chars: Vec<char> = secret.chars().collect();
    for piece in chars.windows(4) {
        let piece: String = piece.iter().collect();
        assert!(!json.contains(&piece), "{piece} of {secret} in {json}");
        assert!(!spelt.contains(&piece) && !spelt.contains(&piece.to_uppercase()), "{piece} of {secret} in {spelt}");
    }
}

#[test]
fn a_secret_leaves_a_token_and_its_neighbours_stay() {
    for secret in SECRETS {
        for editable in [Editable::Input, Editable::EditContext, Editable::Terminal] {
            let records = Player::new(editable, "").play(&format!("\"control {secret} marker\"")).records();
            assert_absent(secret, &records);
            let texts = short(&records);
            assert_eq!(texts.len(), 1, "{texts:?}");
            assert!(texts[0].starts_with("\"control ⟦") && texts[0].ends_with("⟧ marker\""), "{texts:?}");
            let Kind::Type { keys, redacted, .. } = &records[0] else { panic!("{records:?}") };
            assert_eq!((*redacted, keys.len()), (1, "control ".len() + 1 + " marker".len()));
            let gone = keys.iter().find(|stroke| stroke.key.get().starts_with('⟦')).unwrap();
            assert!(gone.code.get().is_empty() && gone.after == 0 && gone.modifiers.is_none());
        }
    }
}

#[test]
fn where_text_stands_does_not_tell_how_long_a_secret_before_it_is() {
    let places = |secret: &str| -> Vec<(Option<u32>, u32)> {
        let script = format!("\"{secret} control\" click \" marker\" click back back");
        let records = Player::new(Editable::Input, "").play(&script).records();
        let place = |record: &Kind<Scrubbed<String>>| match record {
            Kind::Type { at, removed, .. } => Some((*at, *removed)),
            _ => None,
        };
        records.iter().filter_map(place).collect()
    };
    let token = "⟦github:k3f9⟧ control".chars().count() as u32;
    let expected = [(Some(0), 0), (Some(token), 0), (Some(token + " mark".len() as u32), 2)];
    assert_eq!(places("ghp_16C7e42F"), expected);
    assert_eq!(places("ghp_16C7e42F292c6912E7710c838347Ae178B4a"), expected);
}

#[test]
fn a_secret_deleted_again_is_gone_from_the_keys() {
    for secret in SECRETS {
        let back = "back ".repeat(secret.len());
        let records = Player::new(Editable::Input, "").play(&format!("\"{secret}\" {back} \"control\"")).records();
        assert_absent(secret, &records);
        assert_eq!(short(&records), ["\"control\""], "{secret}");
        let half = "back ".repeat(secret.len() / 2);
        let records = Player::new(Editable::Input, "").play(&format!("\"{secret}\" {half} \" control\"")).records();
        assert_absent(secret, &records);
        assert!(short(&records)[0].ends_with(" control\""), "{records:?}");
    }
}

#[test]
fn a_secret_begun_by_a_paste_or_an_earlier_burst_is_seen() {
    let records = Player::new(Editable::Input, "")
        .play("paste:ghp_16C7e42F292c691 \"2E7710c838347\" wait \"Ae178B4a ok\"")
        .records();
    assert_absent("2E7710c838347", &records);
    assert_absent("Ae178B4a", &records);
    assert!(short(&records)[2].ends_with(" ok\""), "{records:?}");
}

#[test]
fn a_private_key_line_by_line_is_gone() {
    let lines =
        "\"-----BEGIN PRIVATE KEY-----\" enter \"MIIEvQIBADANBgkqhkiG\" enter \"wait\" wait \"9w0BAQEFAASCBKcwggSj\"";
    for editable in [Editable::Input, Editable::EditContext] {
        let records = Player::new(editable, "").play(&format!("\"control\" enter {lines}")).records();
        assert_absent("MIIEvQIBADANBgkqhkiG", &records);
        assert_absent("9w0BAQEFAASCBKcwggSj", &records);
        assert!(short(&records)[0].starts_with("\"control\n⟦private-key:"), "{records:?}");
    }
}

#[test]
fn a_value_in_a_field_that_asks_for_a_key_is_gone() {
    let mut player = Player::new(Editable::Input, "").single_line();
    let mut field = super::field(1, Editable::Input);
    field.single_line = true;
    field.target.selectors.label = Some("API key".to_owned().into());
    player.assembler.describe(vec![field]);
    let records = player.play("\"plainword\"").records();
    assert_absent("plainword", &records);
    assert!(short(&records)[0].starts_with("\"⟦key:"));
}

/// A key with modifiers, and the character it writes.
fn strike(player: &mut Player, key: &str, modifiers: Modifiers, repeat: bool) {
    player.state();
    player.now += 120;
    let text = |text: &str| Raw::new(text.to_owned());
    player.see(Seen::Key { field: Some(1), key: text(key), code: text("KeyQ"), modifiers, repeat, target: None });
    player.text.insert_str(player.caret, key);
    player.caret += key.len();
}

#[test]
fn characters_of_a_third_level_and_held_keys_leave_nothing() {
    let third = Modifiers { alt: true, alt_graph: true, ctrl: true, ..Modifiers::default() };
    let mut player = Player::new(Editable::Input, "").play("\"control jane.doee\" back \"\"");
    strike(&mut player, "@", third, false);
    for key in ["e", "x", "x", "x"] {
        strike(&mut player, key, Modifiers::default(), key == "x");
    }
    let records = player.play("\"ample.org marker\"").records();
    assert_absent("jane.doe@exxxample.org", &records);
    assert!(!serde_json::to_string(&records).unwrap().contains("altGraph"), "{records:?}");
    assert!(short(&records)[0].starts_with("\"control ⟦email:") && short(&records)[0].ends_with("⟧ marker\""));
}

#[test]
fn what_an_input_method_writes_leaves_nothing() {
    let mut player = Player::new(Editable::Input, "").play("\"control \"");
    for piece in ["jane.", "doe@exa", "mple.org"] {
        player.state();
        player.now += 120;
        let text = |text: &str| Raw::new(text.to_owned());
        let modifiers = Modifiers::default();
        let (key, code) = (text("Process"), text("KeyJ"));
        player.see(Seen::Key { field: Some(1), key, code, modifiers, repeat: false, target: None });
        player.text.push_str(piece);
        player.caret = player.text.len();
    }
    let records = player.play("still \" marker\"").records();
    assert_absent("jane.doe@example.org", &records);
    // An input method has no keys of its own: its text goes with the key before it.
    assert!(short(&records)[0].starts_with("\"control⟦email:"), "{records:?}");
    assert!(short(&records)[0].ends_with("⟧ marker\""), "{records:?}");
}

#[test]
fn what_replaces_a_selection_is_undone_and_done_again_leaves_nothing() {
    let secret = "ghp_16C7e42F292c6912E7710c838347Ae178B4a";
    let mut player = Player::new(Editable::Input, "control old");
    let state = FieldText { text: Raw::new(player.text.clone()), start: 8, end: 11, whole: true, shared: false };
    player.see(Seen::Text { field: 1, text: state, composing: false });
    player.text.truncate(8);
    player.caret = 8;
    player = player.play(&format!("\"{secret}\" still"));
    for (key, text) in [("ctrl+z", "control old"), ("ctrl+y", secret), ("ctrl+z", ""), ("ctrl+y", secret)] {
        player = player.play(key);
        player.text = text.to_owned();
        player.caret = text.len();
        player = player.play("still");
    }
    let records = player.play("\" marker\"").records();
    assert_absent(secret, &records);
    assert!(short(&records)[0].starts_with("\"⟦github:"), "{records:?}");
    assert!(short(&records).last().unwrap().contains(" marker"), "{records:?}");
}

proptest! {
    #[test]
    fn a_secret_put_together_in_any_order_gives_nothing_away(
        secret in prop::sample::select(&SECRETS[..]),
        order in prop::collection::vec(any::<prop::sample::Index>(), 80),
        editable in prop::sample::select(&[Editable::Input, Editable::EditContext, Editable::Terminal][..]),
    ) {
        // Which characters stand already, and where the caret is among them.
        let mut stands = vec![false; secret.len()];
        let mut caret = 0;
        let mut script = String::from("\"control \" ");
        for index in order.iter().take(secret.len()) {
            let missing: Vec<usize> = (0..secret.len()).filter(|at| !stands[*at]).collect();
            let at = missing[index.index(missing.len())];
            let place = stands[..at].iter().filter(|stands| **stands).count();
            script.push_str(&if place < caret { "left " } else { "right " }.repeat(place.abs_diff(caret)));
            script.push_str(&format!("\"{}\" ", &secret[at..=at]));
            (stands[at], caret) = (true, place + 1);
        }
        let records = Player::new(editable, "").play(&script).records();
        assert_absent(secret, &records);
        // A burst that ends on the way may leave a few characters that belong to no part that can be known.
        let first = &short(&records)[0];
        prop_assert!(first.starts_with("\"control ") && first.contains('⟦'), "{first}");
    }

    #[test]
    fn mistakes_on_the_way_give_nothing_away(
        secret in prop::sample::select(&SECRETS[..]),
        mistakes in prop::collection::vec((0_usize..40, prop::sample::select(&["q", "7", "-", "x"][..])), 0..5),
        editable in prop::sample::select(&[Editable::Input, Editable::EditContext, Editable::Terminal][..]),
    ) {
        let mut script = String::from("\"control \" ");
        for (at, c) in secret.chars().enumerate() {
            for (_, wrong) in mistakes.iter().filter(|(place, _)| *place == at) {
                script.push_str(&format!("\"{wrong}\" back "));
            }
            script.push_str(&format!("\"{c}\" "));
        }
        let records = Player::new(editable, "").play(&script).records();
        assert_absent(secret, &records);
        prop_assert!(short(&records)[0].starts_with("\"control ⟦"), "{:?}", records);
    }
}
