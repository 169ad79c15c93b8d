//! What a record says, in a sentence.

use candor_core::record::{
    Actor, BurstEnd, ClipboardChange, DragKind, GapLength, GapReason, Kind, Modifiers, Navigation, Phase, Sensitive,
    Stroke, TabChange, Target, TaskPhase,
};
use maud::{Markup, html};

use super::text::{count, quoted, recorded};

/// The name of a record's kind, by which the page filters.
pub(super) fn label(kind: &Kind<String>) -> &'static str {
    match kind {
        Kind::Session { .. } => "session",
        Kind::Task { .. } => "task",
        Kind::Navigate { .. } => "navigate",
        Kind::Tab { .. } => "tab",
        Kind::Click { .. } => "click",
        Kind::Drag { .. } => "drag",
        Kind::Scroll { .. } => "scroll",
        Kind::Key { .. } => "key",
        Kind::Type { .. } => "type",
        Kind::Clipboard { .. } => "clipboard",
        Kind::Select { .. } => "select",
        Kind::Change { .. } => "change",
        Kind::Focus { .. } => "focus",
        Kind::Resize { .. } => "resize",
        Kind::Dialog { .. } => "dialog",
        Kind::Frame { .. } => "frame",
        Kind::Aria { .. } => "aria",
        Kind::Gap { .. } => "gap",
    }
}

/// The sentence.
pub(super) fn sentence(actor: Actor, kind: &Kind<String>) -> Markup {
    match kind {
        Kind::Type { target, .. } if actor == Actor::Remote => html! { "somebody else wrote in " (aimed(target)) },
        Kind::Session { date, version, .. } => html! { "session of " (date) " began, Candor " (version) },
        Kind::Task { phase, goal, outcome } => html! {
            (match phase { TaskPhase::Start => "began a task", TaskPhase::End => "ended a task" })
            @for words in goal.iter().chain(outcome) { " " (quoted(words)) }
        },
        Kind::Navigate { url, title, how } => html! {
            (arrival(*how)) " " (quoted(title)) " " span.url { (recorded(url)) }
        },
        Kind::Tab { what } => html! {
            (match what {
                TabChange::Open => "opened the tab",
                TabChange::Close => "closed the tab",
                TabChange::Switch => "switched to the tab",
            })
        },
        Kind::Click { button, count, modifiers, target, .. } => html! {
            (held(*modifiers)) (clicked(*button, *count)) " " (aimed(target))
        },
        Kind::Drag { modifiers, how, target, onto, .. } => html! {
            (held(*modifiers))
            (match how {
                DragKind::Selection => "selected by dragging in ",
                DragKind::Pointer | DragKind::Drop => "dragged ",
            })
            (aimed(target)) @if let Some(onto) = onto { " onto " (aimed(onto)) }
        },
        Kind::Scroll { delta_x, delta_y, delta_mode, target, .. } => html! {
            "scrolled by " (delta_x) " × " (delta_y)
            (match delta_mode { 1 => " lines in ", 2 => " pages in ", _ => " px in " }) (aimed(target))
        },
        Kind::Key { key, modifiers, repeat, target, .. } => html! {
            @if *repeat { "held " } @else { "pressed " } kbd { (held(*modifiers)) (recorded(key)) }
            @if let Some(target) = target { " in " (aimed(target)) }
        },
        Kind::Type { target, text, removed, ended, .. } => html! {
            @if text.is_empty() { "typed nothing that stayed" } @else { "typed " (quoted(text)) }
            " in " (aimed(target))
            @if *removed > 0 { ", replacing " (count(*removed as usize, "character")) }
            (burst_end(*ended))
        },
        Kind::Clipboard { what, length, text, target } => html! {
            (match what {
                ClipboardChange::Cut => "cut ",
                ClipboardChange::Copy => "copied ",
                ClipboardChange::Paste => "pasted ",
            })
            (count(*length as usize, "character"))
            @if let Some(text) = text { " " (quoted(text)) }
            @if let Some(target) = target { " in " (aimed(target)) }
        },
        Kind::Select { length, text, target, .. } => html! {
            "selected "
            @if let Some(text) = text { (quoted(text)) } @else { (count(*length as usize, "character")) }
            " in " (aimed(target))
        },
        Kind::Change { value, target } => html! { "chose " (quoted(value)) " in " (aimed(target)) },
        Kind::Focus { target } => html! { "moved the focus to " (aimed(target)) },
        Kind::Resize { width, height, dpr } => html! {
            "resized the window to " (width) " × " (height) " px at " (dpr) " device pixels each"
        },
        Kind::Dialog { accepted: None } => html! { "closed a dialog of the page" },
        Kind::Dialog { accepted: Some(left) } => html! {
            "was asked whether to leave the page, and " (if *left { "left" } else { "stayed" })
        },
        Kind::Frame { action, .. } => html! { "picture for record " (action) },
        Kind::Aria { action, .. } => html! { "accessibility snapshot for record " (action) },
        Kind::Gap { reason, length, action, phase } => html! {
            (match reason {
                GapReason::Private => "nothing is recorded of this time: private, or nothing was done",
                GapReason::Frame => "a picture could not be made, or not made safe",
                GapReason::Aria => "an accessibility snapshot could not be made",
                GapReason::Lost => "something was lost here",
                GapReason::Fault => "something could not be processed",
            })
            @match (action, phase) {
                (Some(action), Some(Phase::Before)) => { ", before record " (action) }
                (Some(action), Some(Phase::After)) => { ", after record " (action) }
                (Some(action), None) => { ", for record " (action) }
                (None, _) => (match length {
                    GapLength::UnderMinute => ", under a minute",
                    GapLength::UnderQuarter => ", under a quarter of an hour",
                }),
            }
        },
    }
}

/// The element of an action, if it has one.
pub(super) fn target(kind: &Kind<String>) -> Option<&Target<String>> {
    match kind {
        Kind::Click { target, .. }
        | Kind::Drag { target, .. }
        | Kind::Scroll { target, .. }
        | Kind::Type { target, .. }
        | Kind::Select { target, .. }
        | Kind::Change { target, .. }
        | Kind::Focus { target } => Some(target),
        Kind::Key { target, .. } | Kind::Clipboard { target, .. } => target.as_ref(),
        _ => None,
    }
}

/// The keys of a burst, each with the time since the one before.
pub(super) fn strokes(keys: &[Stroke<String>]) -> Markup {
    html! {
        ol.keys {
            @for stroke in keys {
                li title={
                    (stroke.code) " after " (stroke.after) " ms" (if stroke.completes { ", with more than it says" } else { "" })
                } { (held(stroke.modifiers)) (recorded(&stroke.key)) }
            }
        }
    }
}

fn aimed(target: &Target<String>) -> Markup {
    if let Some(sensitive) = target.sensitive {
        let why = match sensitive {
            Sensitive::Password => "password",
            Sensitive::OneTimeCode => "one-time code",
            Sensitive::Card => "payment card",
            Sensitive::Private => "private",
        };
        return html! { "a " mark title="Its text, name and value are not recorded" { "sensitive field" } " (" (why) ")" };
    }
    let selectors = &target.selectors;
    let names = [&selectors.name, &selectors.label, &selectors.placeholder, &selectors.text, &selectors.test_id];
    let name = names.into_iter().flatten().find(|name| !name.trim().is_empty());
    html! {
        (recorded(target.role.as_ref().unwrap_or(&target.tag)))
        @if let Some(name) = name { " " (quoted(name)) } @else { " " code { (recorded(&selectors.css)) } }
    }
}

fn arrival(how: Navigation) -> &'static str {
    match how {
        Navigation::Load => "loaded",
        Navigation::Push => "moved on to",
        Navigation::Replace => "was taken to",
        Navigation::Pop => "went back or forward to",
        Navigation::Hash => "jumped to",
        Navigation::Restore => "came back to",
        Navigation::Resume => "went on in",
    }
}

fn clicked(button: u8, count: u32) -> &'static str {
    match (button, count) {
        (1, _) => "middle-clicked",
        (2, _) => "right-clicked",
        (_, 2) => "double-clicked",
        (_, 3) => "triple-clicked",
        _ => "clicked",
    }
}

fn held(modifiers: Modifiers) -> String {
    let Modifiers { alt, alt_graph, ctrl, meta, shift } = modifiers;
    let names = [(ctrl, "Ctrl+"), (meta, "Meta+"), (alt, "Alt+"), (alt_graph, "AltGr+"), (shift, "Shift+")];
    names.into_iter().filter(|(held, _)| *held).map(|(_, name)| name).collect()
}

fn burst_end(ended: BurstEnd) -> &'static str {
    match ended {
        BurstEnd::Enter => ", then Enter",
        BurstEnd::Cut => "; recording ended there",
        BurstEnd::Blur | BurstEnd::Moved | BurstEnd::Shortcut | BurstEnd::Navigation | BurstEnd::Pause => "",
    }
}
