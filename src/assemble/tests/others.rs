//! What is told of others who write in a field: that they did, and no more.

use super::super::{Body, Draft};
use super::bursts::typed;
use super::{Player, target};
use crate::message::{FieldText, Seen};
use crate::record::{Actor, BurstEnd, Editable, Kind, Modifiers, Point};

/// The actors of the texts typed in a session of steps: a key's name, `click`, or a state of the field with `|` at its
/// caret; behind `alone:` one in which no cursor of somebody else stands.
fn actors(steps: &[&str]) -> Vec<Actor> {
    let mut player = Player::new(Editable::ContentEditable, "");
    for step in steps {
        let (shared, state) = step.strip_prefix("alone:").map_or((true, *step), |state| (false, state));
        if let Some(caret) = state.find('|') {
            let at = u32::try_from(caret).unwrap();
            let text = FieldText { text: state.replace('|', "").into(), start: at, end: at, whole: true, shared };
            player.see(Seen::Text { field: 1, text, composing: false });
        } else if state == "click" {
            let (count, modifiers, point) = (1, Modifiers::default(), Point::default());
            player.see(Seen::Click { button: 0, count, modifiers, point, in_target: point, target: target() });
        } else {
            let (key, code, modifiers) = (state.to_owned().into(), String::new().into(), Modifiers::default());
            player.see(Seen::Key { field: Some(1), key, code, modifiers, repeat: false, target: None });
        }
    }
    player.drafts.extend(player.assembler.end(BurstEnd::Cut));
    let texts = player.drafts.iter().filter_map(|draft| Some((draft.actor, text_of(draft)?)));
    for (actor, text) in texts.clone() {
        assert_eq!(text.is_empty(), actor == Actor::Remote, "{steps:?}");
    }
    texts.map(|(actor, _)| actor).collect()
}

fn text_of(draft: &Draft) -> Option<String> {
    match &draft.body {
        Body::Typed(_) => Some(typed(draft)),
        Body::Plain(Kind::Type { text, .. }) => Some(text.peek().clone()),
        Body::Plain(_) | Body::Beside(_) => None,
    }
}

#[test]
fn others_are_told_when_lines_change_in_which_the_person_did_not_write() {
    let both = [Actor::Remote, Actor::User];
    for steps in [
        // Above and below, in the middle of a burst.
        &["one\ntwo|", "x", "one!\ntwox|"][..],
        &["one|\ntwo", "x", "onex|\ntw"],
        // Before the first key, since the text was seen last.
        &["one\n|", "one!\n|", "x", "one!\nx|"],
        // A line more pushes the caret down.
        &["one\nend\n|", "x", "one\nnew\nend\nx|"],
    ] {
        assert_eq!(actors(steps), both, "{steps:?}");
    }
    let steps = &["one\n|", "x", "one!\nx|", "click", "one!\nx|", "y", "one!\nxy|", "click"];
    assert_eq!(actors(steps), [Actor::Remote, Actor::User, Actor::User], "once, until they write again");
}

#[test]
fn nobody_else_is_told_of_what_a_person_or_an_editor_does() {
    for steps in [
        // Their cursor stands there, and that is all.
        &["one\ntwo|", "x", "one\ntwox|"][..],
        // In the person's line it may as well be a bracket that the editor closes.
        &["one\ntwo|", "(", "one\ntwo(|)"],
        // Nobody else's cursor is there, or it was not when the text was seen.
        &["alone:one\ntwo|", "x", "alone:one!\ntwox|"],
        &["alone:one\ntwo|", "x", "one!\ntwox|"],
        // The person's own doing.
        &["one\ntwo|", "x", "one\ntwox|", "Enter", "one\ntwox\n|"],
        &["one\ntwo|", "Backspace", "onetw|"],
        &["one\ntwo|\nsix", "x", "one\ntwox|\nsix", "ArrowUp", "one|\ntwox\nsix", "y", "oney|\ntwox\nsix"],
        &["one\ntwo|", "click", "|one\ntwo", "x", "x|one\ntwo"],
        // The editor draws other lines.
        &["one\ntwo\nsix|", "x", "two\nsixx|"],
        &["one|\ntwo\nsix", "x", "zero\nonex|\ntwo"],
    ] {
        assert!(!actors(steps).contains(&Actor::Remote), "{steps:?}");
    }
}
