//! What a probe says.

use serde::Deserialize;

use crate::ids::DocNonce;
use crate::raw::Raw;
use crate::record::{DragKind, Editable, Modifiers, Navigation, Point, Rect, Sensitive, Target};
use crate::time::WallMillis;

/// A message of a probe, sent through its document's port.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(tag = "kind"))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum FromProbe {
    /// The first message on every port, also after the worker was stopped and the port was made anew.
    Hello {
        /// The document's name, the same for the document's whole life.
        nonce: DocNonce,
        /// Path of frame indices from the top frame.
        frame: Vec<u32>,
        /// Whether the document is visible.
        visible: bool,
        /// The fields that unacknowledged or coming observations refer to, described again.
        fields: Vec<FieldDescription>,
        /// `location.href` now.
        url: Raw<String>,
        /// `document.title` now.
        title: Raw<String>,
    },
    /// What happened, oldest first. Sent again, with the same numbers, until acknowledged.
    Observed {
        /// The observations.
        observations: Vec<Observation>,
    },
    /// The page is about to be used after a time of stillness: the first `pointermove`, `keydown` or `focus`. Wakes
    /// the worker, and asks for a picture before the action.
    Stirred {
        /// The document's epoch.
        epoch: u32,
    },
    /// The page has been still for 150 ms after an action, or 2 s have gone by.
    Settled {
        /// The document's epoch.
        epoch: u32,
        /// Number of the last observation made.
        n: u32,
    },
    /// First answer to a ticket: the text in sight.
    Runs {
        /// The ticket.
        ticket: u32,
        /// The text runs, in the order of the page.
        runs: Vec<TextRun>,
    },
    /// Second answer to a ticket: the picture may be taken.
    Ready {
        /// The ticket.
        ticket: u32,
        /// The document's epoch.
        epoch: u32,
        /// Path of frame indices from the top frame as it is now: frames come and go.
        frame: Vec<u32>,
        /// Boxes of everything sensitive, in CSS pixels of the document's viewport.
        rects: Vec<Rect>,
        /// Boxes of the surfaces, where nothing else may be seen; none where everything may.
        surfaces: Option<Vec<Rect>>,
        /// Where the child frames are.
        children: Vec<ChildFrame>,
        /// The viewport.
        view: View,
    },
    /// Last answer to a ticket: what changed while the picture was taken.
    Closed {
        /// The ticket.
        ticket: u32,
        /// Scrolled, resized, hidden, or changed in more than a quarter: the picture is of no use.
        moved: bool,
        /// The document's epoch.
        epoch: u32,
        /// Boxes of everything sensitive now.
        rects: Vec<Rect>,
        /// Boxes of what changed.
        changed: Vec<Rect>,
    },
    /// Answer to `look`: an accessibility snapshot of the document. None is given when the document changed meanwhile.
    Aria {
        /// The document's epoch.
        epoch: u32,
        /// When it was done, as in `Observation`.
        t: WallMillis,
        /// Lines as in `Kind::Aria`, but what is in quotes has no escapes and is longer: it ends at the last quote of its
        /// line.
        tree: Raw<String>,
        /// Whether there was more.
        cut: bool,
    },
    /// The document is being put away (`pagehide`).
    Bye,
}

/// Something a probe saw.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Observation {
    /// Running number in the document, from 1, without holes.
    pub n: u32,
    /// When, by `Date.now()`: whole milliseconds since 1970.
    pub t: WallMillis,
    /// The document's epoch before the event.
    pub epoch: u32,
    /// What.
    pub seen: Seen,
}

/// What a probe can see.
#[allow(clippy::large_enum_variant)] // one at a time, and only a drag has two elements
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(tag = "kind"))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Seen {
    /// The document's address: for the first observation of a document, and when it changes.
    Navigate {
        /// `location.href`.
        url: Raw<String>,
        /// `document.title`.
        title: Raw<String>,
        /// How.
        how: Navigation,
    },
    /// A click, described at `pointerdown`, sent at `click`, `auxclick` or `contextmenu`.
    Click {
        /// As in `MouseEvent`.
        button: u8,
        /// `MouseEvent.detail`, at least 1.
        count: u32,
        /// Keys held.
        modifiers: Modifiers,
        /// In the frame's viewport.
        point: Point,
        /// From the element's corner.
        in_target: Point,
        /// The element.
        target: Target<Raw<String>>,
    },
    /// A drag, described at `pointerdown`, sent when the button is released.
    Drag {
        /// As in `MouseEvent`.
        button: u8,
        /// Keys held.
        modifiers: Modifiers,
        /// What the page made of it.
        how: DragKind,
        /// In the frame's viewport.
        path: Vec<Point>,
        /// Where it began.
        target: Target<Raw<String>>,
        /// Where it ended, if that is another element.
        onto: Option<Target<Raw<String>>>,
    },
    /// Scrolling in one direction, sent when it has come to rest.
    Scroll {
        /// As in `WheelEvent`, summed up.
        delta_x: f64,
        /// As in `WheelEvent`, summed up.
        delta_y: f64,
        /// As in `WheelEvent`.
        delta_mode: u8,
        /// Where the pointer was.
        point: Point,
        /// Scroll offset of what was scrolled.
        to: Option<Point>,
        /// What was scrolled.
        target: Target<Raw<String>>,
    },
    /// Text was selected, and stayed so for a moment.
    Select {
        /// Length in UTF-16 code units.
        length: u32,
        /// Where it begins in a field that was read as a whole.
        at: Option<u32>,
        /// The field, or the element that holds all of it.
        target: Target<Raw<String>>,
    },
    /// A choice in a control that no text is typed into.
    Change {
        /// See `Kind::Change`.
        value: Raw<String>,
        /// Whether the browser filled it in.
        autofilled: bool,
        /// The control.
        target: Target<Raw<String>>,
    },
    /// The focus moved, and not by a press on what has it now.
    Focus {
        /// Whether a key moved it; otherwise the page did.
        by_key: bool,
        /// To this element.
        target: Target<Raw<String>>,
    },
    /// The window was resized, or the page zoomed.
    Resize {
        /// `innerWidth`.
        width: f64,
        /// `innerHeight`.
        height: f64,
        /// `devicePixelRatio`.
        dpr: f64,
    },
    /// A dialog of the browser was closed.
    Dialog {
        /// It asked whether the page may be left: whether the person left it. None for a dialog that the page opened
        /// (`alert`, `confirm`, `prompt`): the browser does not tell which, or what was answered.
        accepted: Option<bool>,
    },
    /// A field is about to be used for the first time, or its description changed.
    Field {
        /// The description.
        field: FieldDescription,
    },
    /// A `keydown` while `field` had the focus. For a sensitive field see `Secret`.
    Key {
        /// The field, or none when no editable element had the focus.
        field: Option<u32>,
        /// `KeyboardEvent.key`.
        key: Raw<String>,
        /// `KeyboardEvent.code`.
        code: Raw<String>,
        /// Keys held.
        modifiers: Modifiers,
        /// Whether the key was held down.
        repeat: bool,
        /// Where no field had the focus: the element that had it.
        target: Option<Target<Raw<String>>>,
    },
    /// The text of a field as it stands. Sent before a `Key` when it changed since the last one (the work of the keys
    /// before, of the page, of paste) or when the last one is acknowledged already, so that what is unacknowledged can
    /// be understood alone; and once the field has been still for 100 ms. Never for a terminal.
    Text {
        /// The field.
        field: u32,
        /// The text.
        text: FieldText,
        /// Whether an input method is composing.
        composing: bool,
    },
    /// Something was written in a sensitive field: once a burst, whatever was written.
    Secret {
        /// The field.
        field: u32,
    },
    /// Text was pasted, copied or cut while `field` had the focus. Its length in UTF-16 code units, and nothing else.
    Clipboard {
        /// Which.
        what: crate::record::ClipboardChange,
        /// The field, or none.
        field: Option<u32>,
        /// Length.
        length: u32,
    },
    /// The field lost the focus.
    Blur {
        /// The field.
        field: u32,
    },
    /// The probe's buffer overflowed: this many observations were dropped here.
    Lost {
        /// How many.
        count: u32,
    },
}

/// A field, by its number in the document.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct FieldDescription {
    /// Running number in the document, from 1.
    pub id: u32,
    /// The element.
    pub target: Target<Raw<String>>,
    /// How it takes text.
    pub editable: Editable,
    /// Set when the field is sensitive; sticky.
    pub sensitive: Option<Sensitive>,
    /// Whether Enter leaves the field (`<input>`) instead of starting a new line.
    pub single_line: bool,
    /// Its `autocomplete` tokens (HTML, section 4.10.18.7); nothing when it has none.
    #[serde(default)]
    pub autocomplete: Raw<String>,
}

/// The text of a field, or a part of it around the caret.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct FieldText {
    /// The text. Lines are separated by `\n`.
    pub text: Raw<String>,
    /// Start of the selection in `text`, in UTF-16 code units.
    pub start: u32,
    /// End of the selection.
    pub end: u32,
    /// Whether `text` is the whole field. `false` for an EditContext, which shows the line (or lines) of the caret.
    pub whole: bool,
    /// Whether somebody else is writing in it, as their cursor shows: then not all that appears was done here.
    pub shared: bool,
}

/// A run of visible text, to be judged by the scrubber: a block over all its inline elements, a line of preserved white
/// space, or what a field shows.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TextRun {
    /// Number in the ticket.
    pub id: u32,
    /// The text.
    pub text: Raw<String>,
    /// Where it stands, unless it is text of the page.
    pub place: Option<RunPlace>,
    /// What names the field that it is the value of.
    pub label: Option<Raw<String>>,
    /// The field's `autocomplete`.
    pub autocomplete: Option<Raw<String>>,
    /// For a line: of what. 0 is the page, everything else an editor or a terminal.
    pub lines: Option<u32>,
    /// Where its first characters are drawn.
    pub first: Option<Rect>,
    /// Where its last characters are drawn.
    pub last: Option<Rect>,
}

/// Where a run of text stands.
#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum RunPlace {
    /// Lines of an editor.
    Code,
    /// Rows of a terminal.
    Terminal,
    /// The value of a field.
    Field,
}

/// A child frame's place.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChildFrame {
    /// Index among the document's frames (`window[index]`).
    pub index: u32,
    /// Content box in the document's viewport.
    pub rect: Rect,
    /// Whether the box is transformed (rotated, scaled), so that the child's rectangles can't be mapped into it.
    pub transformed: bool,
    /// Whether the frame is a part of a surface.
    pub surface: bool,
}

/// A document's viewport.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct View {
    /// What can be seen of `innerWidth`, in CSS pixels: less of it when the page is pinched.
    pub width: f64,
    /// What can be seen of `innerHeight`.
    pub height: f64,
    /// `devicePixelRatio`.
    pub dpr: f64,
    /// `visualViewport.pageLeft`, which is `scrollX` unless the page is pinched.
    pub scroll_x: f64,
    /// `visualViewport.pageTop`.
    pub scroll_y: f64,
    /// Where in the viewport that rectangles are told in the part that can be seen begins: 0 unless the page is pinched.
    #[serde(default)]
    pub left: f64,
    /// The same, downwards.
    #[serde(default)]
    pub top: f64,
}
