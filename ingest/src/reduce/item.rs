//! What a reduction gives: a line of NDJSON for each action.

use candor_core::ids::FrameId;
use candor_core::record::{
    Actor, AnyRecord, BurstEnd, ClipboardChange, DragKind, Kind, Modifiers, Navigation, Point, Record, Stroke,
    TabChange, Target,
};
use candor_core::time::SessionMillis;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};

/// An action with the records it was made of, or a record that is no action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Item {
    /// Version of the thresholds, see [`Thresholds::version`](super::Thresholds::version).
    pub v: u32,
    /// When it began, in milliseconds since the session's start.
    pub t: SessionMillis,
    /// The latest time at which it can have ended: exact but for `type`, where long pauses between keys, and all around
    /// what is redacted, are not recorded.
    pub until: SessionMillis,
    /// Number of the tab in the session, from 1; 0 for what is of no tab.
    pub tab: u32,
    /// Path of frame indices from the top frame, empty for the top frame itself.
    pub frame: Vec<u32>,
    /// Who did it.
    pub actor: Actor,
    /// `seq` of its records, ascending, with those of its pictures. Only a `wait` has none.
    pub children: Vec<u64>,
    /// The child that completes what was done, where that is not the first: `after` is its picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<u64>,
    /// The picture before the first child.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<FrameId>,
    /// The picture after the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<FrameId>,
    /// What was done.
    #[serde(flatten)]
    pub action: Action,
}

impl Item {
    /// The JSON Schema of a line.
    pub fn schema() -> Schema {
        let mut schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Self>();
        schema.insert("$id".into(), "actions-1.schema.json".into());
        schema
    }

    /// The child that completes what was done; none for a `wait`.
    pub fn completed_by(&self) -> Option<u64> {
        self.last.or_else(|| self.children.first().copied())
    }

    /// What a `note` carries, if it is of a kind that is known.
    pub(super) fn record(&self) -> Option<&Kind<String>> {
        match &self.action {
            Action::Note { record: AnyRecord::Known(record) } => Some(&record.kind),
            _ => None,
        }
    }
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum Action {
    /// A click with any button.
    Click(Click),
    /// Two of them, which the browser takes for one.
    DoubleClick(Click),
    /// Three.
    TripleClick(Click),
    /// Text typed.
    Type(Type),
    /// Keys that write nothing: a shortcut, a chord of two, an arrow, Enter, Escape.
    Hotkey(Hotkey),
    /// Something dragged.
    Drag(Drag),
    /// Scrolling.
    Scroll(Scroll),
    /// Text selected, or a value chosen.
    Select(Select),
    /// A document was loaded, or the page changed its address: an action of its own, whatever brought it about.
    Navigate(Navigate),
    /// A tab was opened, closed or chosen.
    SwitchTab {
        /// Which of the three.
        what: TabChange,
    },
    /// Nothing was recorded for a while, and nothing says that something is missing.
    Wait {
        /// For at least so many milliseconds.
        ms: u64,
    },
    /// No action: a record that is carried through, whole.
    Note {
        /// The record.
        #[schemars(with = "Record<String>")]
        record: AnyRecord,
    },
}

/// Clicks in one place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Click {
    /// 0 left, 1 middle, 2 right, as in `MouseEvent.button`.
    pub button: u8,
    /// What the browser counted at the last of them: 1 for `click`, 2 for `double_click`, 3 for `triple_click`. A
    /// `click` with more goes on with what is not there, or was elsewhere.
    pub count: u32,
    /// Modifier keys held.
    pub modifiers: Modifiers,
    /// Where the first was, in CSS pixels of the frame's viewport.
    pub point: Point,
    /// In CSS pixels from the element's upper left corner.
    pub in_target: Point,
    /// The element, before the first.
    pub target: Target<String>,
    /// What was selected by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selected: Option<Selection>,
}

/// Text that came to be selected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Selection {
    /// Length of the text in UTF-16 code units.
    pub length: u32,
    /// Where it begins in its field, in UTF-16 code units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<u32>,
    /// The text, where it was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// Typing in one place. What was pasted is not in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Type {
    /// The field.
    pub target: Target<String>,
    /// The text as it stands after edits.
    pub text: String,
    /// Where in the field `text` stands, in UTF-16 code units, as in the first record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<u32>,
    /// How many UTF-16 code units of the field's earlier text `text` replaces.
    pub removed: u32,
    /// Every key, in order.
    pub keys: Vec<Stroke<String>>,
    /// Whether an input method took part.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ime: bool,
    /// What ended it.
    pub ended: BurstEnd,
    /// How many findings of the scrubber are redacted in `text` and `keys`.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub redacted: u32,
}

/// A key that writes nothing, or a chord of two.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Hotkey {
    /// Its name: `Escape`, `Ctrl+Shift+P`, `Ctrl+K Ctrl+S`. Modifiers come in the order Ctrl, Meta, Alt, AltGr, Shift;
    /// a letter is upper-case where Ctrl, Meta or Alt is held; the space bar is `Space`.
    pub hotkey: String,
    /// The keys, each once: one, or two for a chord.
    pub keys: Vec<Pressed>,
    /// How often it was pressed in a row, or repeated itself while it was held down.
    pub count: u32,
    /// Whether it was held down.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub held: bool,
    /// The element that had the focus.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Target<String>>,
    /// What it did to the clipboard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clipboard: Option<Clipboard>,
    /// What was selected by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selected: Option<Selection>,
}

/// A key with its modifiers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Pressed {
    /// `KeyboardEvent.key`.
    pub key: String,
    /// `KeyboardEvent.code`.
    pub code: String,
    /// Modifier keys held.
    pub modifiers: Modifiers,
}

/// Text cut, copied or pasted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Clipboard {
    /// Which of the three.
    pub what: ClipboardChange,
    /// Length of the text in UTF-16 code units.
    pub length: u32,
    /// The text, where it is recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// A drag, but for one that selects text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Drag {
    /// As in `MouseEvent.button`.
    pub button: u8,
    /// Modifier keys held when it began.
    pub modifiers: Modifiers,
    /// What the page made of it.
    pub how: DragKind,
    /// The way, in CSS pixels of the frame's viewport.
    pub path: Vec<Point>,
    /// Where it began.
    pub target: Target<String>,
    /// Where it ended; absent when that is the same element.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub onto: Option<Target<String>>,
}

/// Scrolling in one direction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Scroll {
    /// To the right, in the unit of `delta_mode`.
    pub delta_x: f64,
    /// Downwards, likewise.
    pub delta_y: f64,
    /// As in `WheelEvent`: 0 pixels, 1 lines, 2 pages.
    pub delta_mode: u8,
    /// Where the pointer was at first, in CSS pixels of the frame's viewport.
    pub point: Point,
    /// Scroll offset at the end of what was scrolled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Point>,
    /// What was scrolled.
    pub target: Target<String>,
}

/// A choice: of text, by `path` or by means that were not recorded, or of the `value` of a control.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Select {
    /// The control, or where the text was begun to be selected.
    pub target: Target<String>,
    /// Where that ended; absent when that is the same element.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub onto: Option<Target<String>>,
    /// What was chosen: labels of options, a line each; `true` or `false` for what is checked; the number of files; the
    /// value of all else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The text that was selected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selected: Option<Selection>,
    /// The click on the control that chose the value, in CSS pixels of the frame's viewport.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<Point>,
    /// The drag that selected the text, in CSS pixels of the frame's viewport.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<Point>,
    /// Modifier keys held at the click or drag.
    #[serde(default, skip_serializing_if = "Modifiers::is_none")]
    pub modifiers: Modifiers,
}

impl Select {
    /// A choice of nothing yet.
    pub(super) fn of(target: Target<String>) -> Self {
        let modifiers = Modifiers::default();
        Self { target, onto: None, value: None, selected: None, point: None, path: Vec::new(), modifiers }
    }
}

/// An address, and how it came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Navigate {
    /// The address, with credentials and secrets removed.
    pub url: String,
    /// The document's title.
    pub title: String,
    /// How it came about.
    pub how: Navigation,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // the signature serde asks for
fn is_zero(number: &u32) -> bool {
    *number == 0
}
