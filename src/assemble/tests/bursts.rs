//! When bursts are over, what may be stored of an open one, and which observations are settled.

use super::super::{Body, Draft};
use super::{Player, short};
use crate::message::Seen;
use crate::raw::Raw;
use crate::record::{BurstEnd, Editable, GapReason, Kind};
use crate::scrub::{Detector, Scrubber};
use crate::time::WallMillis;

/// The text of a typed draft.
pub(super) fn typed(draft: &Draft) -> String {
    match Scrubber::new([5; 32], Detector::default()).burst(match &draft.body {
        Body::Typed(burst) => burst.clone(),
        Body::Plain(_) | Body::Beside(_) => panic!("not typed"),
    }) {
        Kind::Type { text, .. } => text.into_inner(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_pause_of_five_seconds_ends_a_burst() {
    let mut player = Player::new(Editable::Input, "").play("\"abc\" still");
    let deadline = player.assembler.deadline().unwrap();
    assert!(player.assembler.tick(WallMillis(deadline.0 - 1)).is_empty());
    let drafts = player.assembler.tick(deadline);
    assert_eq!(drafts.iter().map(typed).collect::<Vec<_>>(), ["abc"]);
    assert_eq!(drafts[0].ended.0 + 5000, deadline.0);
    assert_eq!(player.assembler.deadline(), None);
}

#[test]
fn a_burst_lasts_a_minute_at_most() {
    let script = "\"a\" ".repeat(600);
    let records = Player::new(Editable::Input, "").play(&script).records();
    let texts = short(&records);
    assert_eq!(texts.len(), 2);
    assert_eq!(texts.iter().map(|text| text.len() - 2).sum::<usize>(), 600);
}

#[test]
fn observations_are_settled_once_their_draft_is_out() {
    let mut player = Player::new(Editable::Input, "").play("\"abc\" still");
    assert_eq!(player.assembler.settled(), 0, "the first state and the keys wait for the burst");
    let drafts = player.assembler.end(BurstEnd::Cut);
    assert_eq!(drafts[0].first, 1);
    assert_eq!(player.assembler.settled(), drafts[0].last - 1, "the next key needs the last state");
    player.see(Seen::Blur { field: 1 });
    assert_eq!(player.assembler.settled(), drafts[0].last + 1);
}

#[test]
fn a_checkpoint_withholds_what_could_grow_into_a_secret() {
    for (script, text) in [
        ("\"let answer = 42;\"", Some("let answer = ")),
        ("\"let answer = 42; \" still", Some("let answer = 42; ")),
        ("\"key AKIAIO\" still", Some("key ")),
        ("\"password=hun\" still", Some("password=")),
        ("\"to jane@exa\" still", Some("to ")),
        ("still", None),
    ] {
        let player = Player::new(Editable::Input, "").play(script);
        let draft = player.assembler.checkpoint(WallMillis::default(), &Detector::default());
        assert_eq!(draft.as_ref().map(typed).as_deref(), text, "{script}");
        let Some(Draft { body: Body::Typed(burst), .. }) = draft else { continue };
        let keys: String = burst.keys.iter().map(|press| press.key.as_str()).collect();
        assert_eq!(Some(keys.as_str()), text, "{script}");
    }
}

#[test]
fn what_was_lost_leaves_a_gap_in_its_place() {
    let mut player = Player::new(Editable::Input, "").play("\"ab\" still");
    player.see(Seen::Lost { count: 3 });
    assert!(matches!(player.drafts[0].body, Body::Typed(_)));
    assert!(matches!(player.drafts[1].body, Body::Plain(Kind::Gap { reason: GapReason::Lost, .. })));
}

#[test]
fn text_pressed_outside_any_field_is_not_spelt() {
    let mut player = Player::new(Editable::Input, "");
    for key in ["g", "i", "h", "u", "n", "t", "F2"] {
        let text = |text: &str| Raw::new(text.to_owned());
        let modifiers = crate::record::Modifiers::default();
        player.see(Seen::Key {
            field: None,
            key: text(key),
            code: text("Code"),
            modifiers,
            repeat: false,
            target: None,
        });
    }
    let unknown = "Unidentified";
    assert_eq!(short(&player.records()), ["g", "i", "h", unknown, unknown, unknown, "F2"]);
}

#[test]
fn debug_shows_no_content() {
    let player = Player::new(Editable::Input, "").play("\"hunter2\" still click \"hunter2\"");
    let open = player.assembler.checkpoint(WallMillis::default(), &Detector::default());
    let shown = format!("{:?} {open:?}", player.drafts);
    assert!(shown.contains("Burst") && shown.contains("Plain"), "{shown}");
    assert!(!shown.contains("hunter") && !shown.contains('h'.to_string().repeat(2).as_str()), "{shown}");
    let seen = Seen::Navigate {
        url: Raw::new("https://hunter2.example".to_owned()),
        title: Raw::new("hunter2".to_owned()),
        how: crate::record::Navigation::Load,
    };
    let shown = format!("{:?}", crate::message::Observation { n: 1, t: WallMillis(0), epoch: 0, seen });
    assert!(shown.contains("Navigate") && !shown.contains("hunter2"), "{shown}");
}

/// The probe keeps no more than 2,000 observations, nor 4 million UTF-16 code units of text, of what is not settled.
#[test]
fn a_burst_ends_before_the_probe_can_keep_no_more_of_it() {
    for (length, apart, keys) in [(20, 20, 3_000), (20_000, 100, 300), (2_000, 33, 1_500)] {
        let mut player = Player::new(Editable::Input, &"x".repeat(length));
        for _ in 0..keys {
            player.now = player.now + apart - 120;
            player.press("y", false);
            let kept = player.n - player.assembler.settled();
            let units = kept as usize / 2 * player.text.len();
            assert!(kept <= 1_500 && units <= 2_200_000, "{kept} observations, {units} units of {length}");
        }
        let typed: String = short(&player.records()).concat().replace('"', "");
        assert_eq!(typed, "y".repeat(keys), "{length}");
    }
}

#[test]
fn what_lies_between_two_places_in_which_somebody_writes_is_not_typed() {
    for editable in [Editable::Input, Editable::ContentEditable, Editable::EditContext] {
        let scripts: [(&str, &str, &[&str]); 5] = [
            ("", "paste:mail \"ok\" home \"no\"", &["paste of 4", "\"ok\"", "\"no\""]),
            ("one two", "\"!\" home \"?\" end \"-\"", &["\"!\"", "\"?\"", "\"-\""]),
            ("é", "\"a\" home \"b\"", &["\"a\"", "\"b\""]),
            // A bracket may be stepped over, and a word that was just typed.
            ("(x)", "left \"y\" right \";\"", &["ArrowLeft", "\"y);\""]),
            ("", "\"one\" home \"two \" end \"!\"", &["\"two one!\""]),
        ];
        for (text, script, expected) in scripts {
            let records = Player::new(editable, text).play(script).records();
            assert_eq!(short(&records), expected, "{editable:?} {script}");
        }
    }
}
