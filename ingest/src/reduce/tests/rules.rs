//! A rule a table: records with their times, and the actions that come of them.

use candor_core::record::TabChange;
use serde_json::json;

use super::*;

type Case<'a> = (&'a str, Vec<(u64, Kind<String>)>, &'a [&'a str]);

fn check(cases: Vec<Case<'_>>) {
    for (case, records, expected) in cases {
        let items = reduced(records);
        assert_eq!(told(&items), expected, "{case}");
        assert_eq!(joined(items.clone()), items, "{case}, reduced twice");
    }
}

#[test]
fn clicks_that_the_browser_counts_are_one() {
    let right = |count| {
        let Kind::Click { modifiers, point, in_target, target, .. } = click(count, 0.0) else { panic!() };
        Kind::Click { button: 2, count, modifiers, point, in_target, target }
    };
    check(vec![
        ("two", vec![(0, click(1, 0.0)), (200, click(2, 3.0))], &["double_click[0,1]"]),
        ("three", vec![(0, click(1, 0.0)), (200, click(2, 0.0)), (400, click(3, 0.0))], &["triple_click[0,1,2]"]),
        (
            "four",
            vec![(0, click(1, 0.0)), (200, click(2, 0.0)), (400, click(3, 0.0)), (600, click(4, 0.0))],
            &["triple_click[0,1,2]", "click[3]"],
        ),
        ("two that are counted singly", vec![(0, click(1, 0.0)), (200, click(1, 0.0))], &["click[0]", "click[1]"]),
        ("elsewhere", vec![(0, click(1, 0.0)), (200, click(2, 6.0))], &["click[0]", "click[1]"]),
        ("too late", vec![(0, click(1, 0.0)), (1001, click(2, 0.0))], &["click[0]", "click[1]"]),
        ("another button", vec![(0, click(1, 0.0)), (200, right(2))], &["click[0]", "click[1]"]),
        ("without the first", vec![(0, click(2, 0.0)), (200, click(3, 0.0))], &["click[0]", "click[1]"]),
        (
            "the focus goes to a hidden field in between",
            vec![(0, click(1, 0.0)), (10, focus()), (200, click(2, 0.0))],
            &["double_click[0,2]", "note:focus[1]"],
        ),
        (
            "the page moved on in between",
            vec![(0, click(1, 0.0)), (10, navigate(Navigation::Push)), (200, click(2, 0.0))],
            &["click[0]", "navigate[1]", "click[2]"],
        ),
    ]);
}

#[test]
fn keys_are_hotkeys_and_the_same_again_is_counted() {
    check(vec![
        (
            "arrows",
            vec![(0, key("", "ArrowDown")), (300, key("", "ArrowDown")), (600, key("", "ArrowDown"))],
            &["ArrowDown*3[0,1,2]"],
        ),
        ("another key", vec![(0, key("", "ArrowDown")), (300, key("", "ArrowUp"))], &["ArrowDown[0]", "ArrowUp[1]"]),
        ("other modifiers", vec![(0, key("", "Tab")), (300, key("s", "Tab"))], &["Tab[0]", "Shift+Tab[1]"]),
        ("later", vec![(0, key("", "Escape")), (1001, key("", "Escape"))], &["Escape[0]", "Escape[1]"]),
        ("a chord", vec![(0, key("c", "k")), (4000, key("c", "s"))], &["Ctrl+K,Ctrl+S[0,1]"]),
        (
            "too late for a chord",
            vec![(0, key("c", "k")), (5001, key("c", "s"))],
            &["Ctrl+K[0]", "wait[]", "Ctrl+S[1]"],
        ),
        (
            "a chord is over",
            vec![(0, key("c", "k")), (9, key("c", "s")), (20, key("c", "s"))],
            &["Ctrl+K,Ctrl+S[0,1]", "Ctrl+S[2]"],
        ),
        (
            "two chords",
            vec![(0, key("c", "k")), (9, key("c", "s")), (20, key("c", "k")), (30, key("c", "s"))],
            &["Ctrl+K,Ctrl+S[0,1]", "Ctrl+K,Ctrl+S[2,3]"],
        ),
        ("no chord", vec![(0, key("c", "c")), (200, key("c", "v"))], &["Ctrl+C[0]", "Ctrl+V[1]"]),
    ]);
}

#[test]
fn what_a_key_did_to_the_clipboard_belongs_to_it() {
    use ClipboardChange::{Copy, Cut, Paste};
    check(vec![
        (
            "copied and pasted",
            vec![(0, key("c", "c")), (5, clipboard(Copy)), (900, key("c", "v")), (905, clipboard(Paste))],
            &["Ctrl+C[0,1]", "Ctrl+V[2,3]"],
        ),
        (
            "pasted twice",
            vec![(0, key("c", "v")), (5, clipboard(Paste)), (300, key("c", "v")), (305, clipboard(Paste))],
            &["Ctrl+V[0,1]", "Ctrl+V[2,3]"],
        ),
        ("another key", vec![(0, key("c", "c")), (5, clipboard(Cut))], &["Ctrl+C[0]", "note:clipboard[1]"]),
        ("from a menu", vec![(0, click(1, 0.0)), (5, clipboard(Paste))], &["click[0]", "note:clipboard[1]"]),
        (
            "once only",
            vec![(0, key("c", "c")), (5, clipboard(Copy)), (9, clipboard(Copy))],
            &["Ctrl+C[0,1]", "note:clipboard[2]"],
        ),
    ]);
    let mut paste = record(1, 5, clipboard(Paste));
    paste.actor = Actor::Paste;
    let items = reduce([known(record(0, 0, key("m", "v"))), known(paste)]);
    let [Item { actor: Actor::User, action: Action::Hotkey(keys), .. }] = &items[..] else { panic!("{items:?}") };
    assert_eq!(keys.clipboard, Some(Clipboard { what: Paste, length: 3, text: None }));
}

#[test]
fn what_others_write_is_no_action() {
    let mut others = record(0, 0, typed("", None, BurstEnd::Moved));
    others.actor = Actor::Remote;
    let items = reduce([known(others), known(record(1, 5, typed("a", None, BurstEnd::Blur)))]);
    let [Item { action: Action::Note { .. }, .. }, Item { actor: Actor::User, action: Action::Type(_), .. }] =
        &items[..]
    else {
        panic!("{items:?}")
    };
}

#[test]
fn typing_goes_on_after_a_pause_where_it_was() {
    use BurstEnd::{Blur, Pause};
    let burst = |at, ended| typed("abc", Some(at), ended);
    check(vec![
        ("goes on", vec![(0, burst(4, Pause)), (9000, burst(7, Pause)), (18000, burst(10, Blur))], &["type[0,1,2]"]),
        ("somewhere else", vec![(0, burst(4, Pause)), (9000, burst(6, Blur))], &["type[0]", "wait[]", "type[1]"]),
        ("not for a pause", vec![(0, burst(4, Blur)), (400, burst(7, Blur))], &["type[0]", "type[1]"]),
        (
            "nobody knows where",
            vec![(0, typed("a", None, Pause)), (400, typed("b", None, Blur))],
            &["type[0]", "type[1]"],
        ),
        ("later", vec![(0, burst(4, Pause)), (10301, burst(7, Blur))], &["type[0]", "wait[]", "type[1]"]),
        (
            "with a paste in between",
            vec![
                (0, burst(4, Pause)),
                (5400, key("c", "v")),
                (5401, clipboard(ClipboardChange::Paste)),
                (6000, burst(7, Blur)),
            ],
            &["type[0]", "wait[]", "Ctrl+V[1,2]", "type[3]"],
        ),
    ]);
    let items = reduced([(0, typed("näh⟦email:k3f9⟧", Some(4), Pause)), (7000, typed("er", Some(19), Blur))]);
    let [Item { action: Action::Type(typing), .. }] = &items[..] else { panic!("{items:?}") };
    assert_eq!((typing.text.as_str(), typing.at, typing.removed), ("näh⟦email:k3f9⟧er", Some(4), 0));
    assert_eq!((typing.keys.len(), typing.ended), (17, Blur));
}

#[test]
fn scrolling_in_one_direction_is_summed() {
    check(vec![
        ("down", vec![(0, scroll(0.0, 9.0, 9.0)), (900, scroll(0.0, 5.0, 14.0))], &["scroll[0,1]"]),
        ("back", vec![(0, scroll(0.0, 9.0, 9.0)), (900, scroll(0.0, -5.0, 4.0))], &["scroll[0]", "scroll[1]"]),
        ("aside", vec![(0, scroll(0.0, 9.0, 9.0)), (900, scroll(2.0, 9.0, 9.0))], &["scroll[0]", "scroll[1]"]),
        ("later", vec![(0, scroll(0.0, 9.0, 9.0)), (1001, scroll(0.0, 5.0, 14.0))], &["scroll[0]", "scroll[1]"]),
        (
            "over a click",
            vec![(0, scroll(0.0, 9.0, 9.0)), (9, click(1, 0.0)), (20, scroll(0.0, 5.0, 14.0))],
            &["scroll[0]", "click[1]", "scroll[2]"],
        ),
    ]);
    let items = reduced([(0, scroll(0.5, 9.0, 9.0)), (900, scroll(0.5, 5.0, 14.0))]);
    let [Item { t: SessionMillis(0), until: SessionMillis(900), action: Action::Scroll(scroll), .. }] = &items[..]
    else {
        panic!("{items:?}")
    };
    assert_eq!((scroll.delta_x, scroll.delta_y, scroll.to), (1.0, 14.0, Some(Point { x: 0.0, y: 14.0 })));
}

#[test]
fn a_choice_belongs_to_what_made_it() {
    check(vec![
        ("a drag", vec![(0, drag(DragKind::Drop))], &["drag[0]"]),
        ("text by dragging", vec![(0, drag(DragKind::Selection)), (9, select(4))], &["select[0,1]"]),
        ("text by other means", vec![(0, drag(DragKind::Pointer)), (9, select(4))], &["drag[0]", "select[1]"]),
        ("text later", vec![(0, drag(DragKind::Selection)), (1001, select(4))], &["select[0]", "select[1]"]),
        (
            "a word, then the line",
            vec![(0, click(1, 0.0)), (200, click(2, 0.0)), (210, select(4)), (400, click(3, 0.0)), (410, select(30))],
            &["triple_click[0,1,2,3,4]"],
        ),
        ("all", vec![(0, key("c", "a")), (9, select(900))], &["Ctrl+A[0,1]"]),
        ("a box checked", vec![(0, click(1, 0.0)), (9, change("true", "#a"))], &["select[0,1]"]),
        ("a box checked by its label", vec![(0, click(1, 0.0)), (9, change("true", "#b"))], &["click[0]", "select[1]"]),
        ("an option", vec![(0, change("Dark", "#a"))], &["select[0]"]),
    ]);
    let items = reduced([(0, click(1, 3.0)), (9, change("true", "#a"))]);
    let [Item { action: Action::Select(choice), .. }] = &items[..] else { panic!("{items:?}") };
    assert_eq!((choice.value.as_deref(), choice.point), (Some("true"), Some(Point { x: 3.0, y: 0.0 })));
    let items = reduced([(0, drag(DragKind::Selection)), (9, select(4))]);
    let [Item { action: Action::Select(choice), .. }] = &items[..] else { panic!("{items:?}") };
    assert_eq!((choice.path.len(), choice.selected.as_ref().map(|text| text.length)), (2, Some(4)));
}

#[test]
fn what_is_no_action_is_carried_and_what_may_be_one_keeps_apart() {
    check(vec![
        (
            "a session",
            vec![(0, opening()), (0, navigate(Navigation::Load)), (9, Kind::Tab { what: TabChange::Switch })],
            &["note:session[0]", "navigate[1]", "switch_tab[2]"],
        ),
        (
            "a gap",
            vec![(0, scroll(0.0, 9.0, 9.0)), (9, gap()), (20, scroll(0.0, 5.0, 14.0))],
            &["scroll[0]", "note:gap[1]", "scroll[2]"],
        ),
        (
            "a question",
            vec![(0, key("", "Enter")), (9, Kind::Dialog { accepted: Some(false) }), (20, key("", "Enter"))],
            &["Enter[0]", "note:dialog[1]", "Enter[2]"],
        ),
    ]);
    let gesture =
        json!({ "v": 1, "seq": 1, "t": 9, "tab": 1, "frame": [], "actor": "user", "kind": "gesture", "fingers": 2 });
    let [first, last] = [(0, 0), (2, 20)].map(|(seq, t)| known(record(seq, t, key("", "Enter"))));
    let items = reduce([first, AnyRecord::try_from(gesture.clone()).unwrap(), last]);
    assert_eq!(told(&items), ["Enter[0]", "note:gesture[1]", "Enter[2]"]);
    assert_eq!(serde_json::to_value(&items[1]).unwrap()["record"], gesture);
}

#[test]
fn nothing_is_joined_over_a_number_that_is_missing() {
    let scrolls = [(0, 0), (1, 100), (3, 200)];
    let items = reduce(scrolls.map(|(seq, t)| known(record(seq, t, scroll(0.0, 1.0, 1.0)))));
    assert_eq!(told(&items), ["scroll[0,1]", "scroll[3]"]);
}

#[test]
fn an_action_has_the_picture_before_its_first_and_after_its_last_child() {
    use Phase::{After, Before};
    let items = reduced([
        (0, click(1, 0.0)),
        (0, frame(1, Before, 0)),
        (200, click(2, 0.0)),
        (0, frame(2, After, 0)),
        (200, frame(2, Before, 2)),
        (210, select(4)),
        (200, frame(3, After, 2)),
        (210, no_frame(5)),
        (300, frame(4, Before, 99)),
    ]);
    assert_eq!(told(&items), ["double_click[0,1,2,3,4,5,6,7]", "note:frame[8]"]);
    assert_eq!((items[0].before, items[0].after, items[0].last), (Some(image(1)), Some(image(3)), Some(2)));
    assert_eq!(joined(items.clone()), items);
}

#[test]
fn a_stretch_without_records_is_a_wait_unless_nobody_knows() {
    check(vec![
        ("nothing", vec![(0, click(1, 0.0)), (4999, click(1, 0.0))], &["click[0]", "click[1]"]),
        ("long enough", vec![(0, click(1, 0.0)), (5000, click(1, 0.0))], &["click[0]", "wait[]", "click[1]"]),
        (
            "beside a gap",
            vec![(0, click(1, 0.0)), (9, gap()), (9000, click(1, 0.0))],
            &["click[0]", "note:gap[1]", "click[2]"],
        ),
        (
            "after the last key",
            vec![(0, typed(&"x".repeat(50), None, BurstEnd::Blur)), (9999, click(1, 0.0))],
            &["type[0]", "click[1]"],
        ),
        (
            "a burst that began before",
            vec![(9000, click(1, 0.0)), (0, typed("x", None, BurstEnd::Blur))],
            &["click[0]", "type[1]"],
        ),
    ]);
    let items = reduced([(1000, click(1, 0.0)), (8000, click(1, 0.0))]);
    let Item { t, until, tab: 0, action: Action::Wait { ms: 7000 }, .. } = &items[1] else { panic!("{items:?}") };
    assert_eq!((t.0, until.0), (1000, 8000));
    let items = reduce([(0, 0), (2, 9000)].map(|(seq, t)| known(record(seq, t, click(1, 0.0)))));
    assert_eq!(told(&items), ["click[0]", "click[2]"], "a number is missing");
}

#[test]
fn pauses_between_keys_are_taken_for_as_long_as_they_can_have_been() {
    for (after, redacted, until) in [(1950, 0, 3900), (2000, 0, 10_000), (100, 1, 60_000)] {
        let mut kind = typed("ab", None, BurstEnd::Blur);
        if let Kind::Type { keys, redacted: found, .. } = &mut kind {
            keys.iter_mut().for_each(|key| key.after = after);
            *found = redacted;
        }
        assert_eq!(reduced([(0, kind)])[0].until.0, until, "{after} {redacted}");
    }
}
