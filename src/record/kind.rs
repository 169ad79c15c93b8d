//! The kinds of record.

use serde::{Deserialize, Serialize};

use super::target::{Point, Rect, Target};
use crate::ids::{Digest, FrameId};

/// What happened. `T` is the type of text, see [`Target`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Kind"))]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Kind<T> {
    /// The start of a session: its first record.
    Session {
        /// Calendar date (UTC, `YYYY-MM-DD`). The time of day is not recorded.
        date: String,
        /// Version of the extension.
        version: String,
        /// Digest of the scrubber's rule set.
        rules: Digest,
    },
    /// A task in the person's own words, if they say so.
    Task {
        /// Start or end.
        phase: TaskPhase,
        /// What is to be done.
        #[serde(skip_serializing_if = "Option::is_none")]
        goal: Option<T>,
        /// How it went.
        #[serde(skip_serializing_if = "Option::is_none")]
        outcome: Option<T>,
    },
    /// A document was loaded, or the page changed its address.
    Navigate {
        /// The address, with credentials and secrets removed.
        url: T,
        /// The document's title.
        title: T,
        /// How it came about.
        how: Navigation,
    },
    /// A tab was opened, closed or chosen.
    Tab {
        /// Which of the three.
        what: TabChange,
    },
    /// A click with any button.
    Click {
        /// 0 left, 1 middle, 2 right, as in `MouseEvent.button`.
        button: u8,
        /// 1 for a single click, 2 for the second of a double click, and so on.
        count: u32,
        /// Modifier keys held.
        modifiers: Modifiers,
        /// In CSS pixels of the frame's viewport.
        point: Point,
        /// In CSS pixels from the element's upper left corner.
        in_target: Point,
        /// The element.
        target: Target<T>,
    },
    /// A button pressed, the pointer moved, the button released elsewhere.
    Drag {
        /// As in `MouseEvent.button`.
        button: u8,
        /// Modifier keys held when it began.
        modifiers: Modifiers,
        /// What the page made of it.
        how: DragKind,
        /// The way, in CSS pixels of the frame's viewport: the point of the press first, that of the release last, and
        /// at most 64 in all.
        path: Vec<Point>,
        /// Where it began.
        target: Target<T>,
        /// Where it ended; absent when that is the same element.
        #[serde(skip_serializing_if = "Option::is_none")]
        onto: Option<Target<T>>,
    },
    /// Scrolling by wheel, touchpad or scroll bar, in one direction in one go.
    Scroll {
        /// Sum of `WheelEvent.deltaX`, or how far it went where no wheel was turned.
        delta_x: f64,
        /// Sum of `WheelEvent.deltaY`, likewise.
        delta_y: f64,
        /// As in `WheelEvent`: 0 pixels, 1 lines, 2 pages.
        delta_mode: u8,
        /// Where the pointer was, in CSS pixels of the frame's viewport.
        point: Point,
        /// Scroll offset afterwards of what was scrolled; absent where nothing that the browser scrolls was.
        #[serde(skip_serializing_if = "Option::is_none")]
        to: Option<Point>,
        /// What was scrolled: the scroll container, or the element under the pointer where the page scrolls by itself.
        target: Target<T>,
    },
    /// A shortcut, or a key that writes nothing.
    Key {
        /// `KeyboardEvent.key`.
        key: T,
        /// `KeyboardEvent.code`.
        code: T,
        /// Modifier keys held.
        modifiers: Modifiers,
        /// Whether the key was held down.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        repeat: bool,
        /// The element that had the focus.
        #[serde(skip_serializing_if = "Option::is_none")]
        target: Option<Target<T>>,
    },
    /// Text typed in one go.
    Type {
        /// The field.
        target: Target<T>,
        /// The text as it stands after edits. In a terminal, the line as edited.
        text: T,
        /// Where in the field `text` stands, in UTF-16 code units; absent where the field can't be read as a whole. What
        /// is redacted counts as long as its token, here and in `removed`.
        #[serde(skip_serializing_if = "Option::is_none")]
        at: Option<u32>,
        /// How many UTF-16 code units of the field's earlier text `text` replaces.
        removed: u32,
        /// Every key, in order.
        keys: Vec<Stroke<T>>,
        /// Whether an input method took part.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        ime: bool,
        /// What ended it.
        ended: BurstEnd,
        /// How many findings of the scrubber are redacted in `text` and `keys`.
        #[serde(default, skip_serializing_if = "is_zero")]
        redacted: u32,
    },
    /// Cut, copy or paste.
    Clipboard {
        /// Which of the three.
        what: ClipboardChange,
        /// Length of the text in UTF-16 code units.
        length: u32,
        /// The text, where it comes from an allowed site. Not produced yet: only the length is recorded.
        #[serde(skip_serializing_if = "Option::is_none")]
        text: Option<T>,
        /// The element that had the focus.
        #[serde(skip_serializing_if = "Option::is_none")]
        target: Option<Target<T>>,
    },
    /// A selection of text.
    Select {
        /// Length of the text in UTF-16 code units.
        length: u32,
        /// Where it begins in a field that can be read as a whole, in UTF-16 code units.
        #[serde(skip_serializing_if = "Option::is_none")]
        at: Option<u32>,
        /// The text. Not produced yet: only the length is recorded. A part of a secret does not look like one, and what a
        /// page says is not the person's.
        #[serde(skip_serializing_if = "Option::is_none")]
        text: Option<T>,
        /// The field, or the element that holds all of it.
        target: Target<T>,
    },
    /// A choice in a list of options, checkbox, radio button, slider, date, time, colour or file field.
    Change {
        /// Labels of the chosen options, a line each; `true` or `false` for what is checked; the number of files; the
        /// value of all else.
        value: T,
        /// The control.
        target: Target<T>,
    },
    /// The focus moved, and not by a press on what has it now.
    Focus {
        /// To this element.
        target: Target<T>,
    },
    /// The window was resized, or the page zoomed.
    Resize {
        /// `innerWidth`, in CSS pixels.
        width: f64,
        /// `innerHeight`.
        height: f64,
        /// `devicePixelRatio`.
        dpr: f64,
    },
    /// A dialog of the browser was closed.
    Dialog {
        /// It asked whether the page may be left: whether the person left it. Absent for a dialog that the page opened
        /// (`alert`, `confirm`, `prompt`): the browser does not tell which, or what was answered.
        #[serde(skip_serializing_if = "Option::is_none")]
        accepted: Option<bool>,
    },
    /// A picture of the visible tab.
    Frame {
        /// The image: see `PUT /v1/frames/{id}`.
        image: FrameId,
        /// Media type of the image.
        media_type: MediaType,
        /// Size in bytes before sealing.
        size: u32,
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// Device pixels per CSS pixel of the top frame.
        dpr: f64,
        /// Viewport of the top frame in CSS pixels, with its scroll offset as origin.
        viewport: Rect,
        /// Before or after the action.
        phase: Phase,
        /// `seq` of the action.
        action: u64,
        /// Milliseconds between picture and action; 10,000 for all that were taken longer before it.
        age: u32,
        /// Number of rectangles filled.
        redacted: u32,
    },
    /// An accessibility snapshot of a document before an action in it, without the values of its fields.
    Aria {
        /// A line for each element in sight, two spaces deeper than what it is in: its role, its name in quotes (escaped
        /// as in JSON, at most 200 characters), its states and its `ref` in brackets, as in
        /// `- checkbox "Wrap" [checked] [ref=e3]`; a colon when there is more in it, or its text right behind that. An
        /// element keeps its `ref` as long as its document lives.
        snapshot: T,
        /// Whether there was more than a snapshot may hold, which is missing at its end.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        cut: bool,
        /// `seq` of the action.
        action: u64,
    },
    /// Something is missing here, and nothing says what.
    Gap {
        /// Why.
        reason: GapReason,
        /// How long, coarsely.
        length: GapLength,
        /// `seq` of the action whose frame or snapshot is missing.
        #[serde(skip_serializing_if = "Option::is_none")]
        action: Option<u64>,
        /// Which frame of the action is missing.
        #[serde(skip_serializing_if = "Option::is_none")]
        phase: Option<Phase>,
    },
}

#[allow(clippy::trivially_copy_pass_by_ref)] // the signature serde asks for
fn is_zero(number: &u32) -> bool {
    *number == 0
}

macro_rules! plain_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "camelCase")]
        pub enum $name { $($(#[$variant_doc])* $variant),* }
    };
}

plain_enum! {
    /// Who did it.
    Actor {
        /// The person: trusted events.
        User,
        /// The page's own scripts.
        Page,
        /// The browser's autofill.
        Autofill,
        /// The clipboard.
        Paste,
        /// An editor's completion or assistant, of which a proposal was chosen with the mouse. Where a key accepted it, it is
        /// in the text that was typed, and the key says so.
        Assistant,
        /// A co-editor: before a text that the person typed, that others wrote in other lines of the field since the last one.
        /// What they write is kept out, so its text is empty, and so are its keys.
        Remote,
    }
}
plain_enum! {
    /// Phase of a task.
    TaskPhase {
        /// It begins.
        Start,
        /// It ends.
        End,
    }
}
plain_enum! {
    /// How an address came about.
    Navigation {
        /// A new document.
        Load,
        /// `history.pushState`.
        Push,
        /// `history.replaceState`.
        Replace,
        /// Back or forward, inside the document.
        Pop,
        /// A change of the fragment.
        Hash,
        /// A document brought back from the back/forward cache.
        Restore,
        /// It was there before: a session that begins with a document already open says where it is.
        Resume,
    }
}
plain_enum! {
    /// What happened to a tab.
    TabChange {
        /// It was opened.
        Open,
        /// It was closed.
        Close,
        /// It was chosen.
        Switch,
    }
}
plain_enum! {
    /// What a page makes of a drag.
    DragKind {
        /// Whatever its scripts do: a slider, a splitter, a drawing.
        Pointer,
        /// The browser's drag and drop.
        Drop,
        /// A selection of text.
        Selection,
    }
}
plain_enum! {
    /// What happened to the clipboard.
    ClipboardChange {
        /// Text was cut.
        Cut,
        /// Text was copied.
        Copy,
        /// Text was pasted.
        Paste,
    }
}
plain_enum! {
    /// What ended a burst of typing.
    BurstEnd {
        /// The field lost the focus.
        Blur,
        /// Enter in a single-line field or a terminal.
        Enter,
        /// A click, or a move of the caret to where the burst had not been.
        Moved,
        /// A shortcut.
        Shortcut,
        /// A navigation.
        Navigation,
        /// A pause of five seconds, or a burst of a minute, of 600 keys or in a long text.
        Pause,
        /// Recording ended in the middle of it.
        Cut,
    }
}
plain_enum! {
    /// Which picture of an action.
    Phase {
        /// The last settled state before it.
        Before,
        /// The first settled state after it.
        After,
    }
}
plain_enum! {
    /// Why something is missing.
    GapReason {
        /// Nothing is recorded of the time since the record before: it was paused, switched off, deleted, or nothing was
        /// done for 10 seconds. Which, is the person's business. It has the time of the record behind it.
        Private,
        /// A picture could not be made, not made safe, or was deleted.
        Frame,
        /// An accessibility snapshot could not be made, or was deleted.
        Aria,
        /// Events came faster than they could be kept, or died with their page.
        Lost,
        /// An observation that could not be processed.
        Fault,
    }
}
plain_enum! {
    /// A coarse length of time.
    GapLength {
        /// Under a minute.
        UnderMinute,
        /// Under a quarter of an hour.
        UnderQuarter,
    }
}

/// Media type of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum MediaType {
    /// JPEG.
    #[serde(rename = "image/jpeg")]
    Jpeg,
}

/// Modifier keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Modifiers {
    /// Alt or Option.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub alt: bool,
    /// AltGr: writes characters, and is no shortcut though `ctrl` and `alt` may be set with it.
    #[serde(rename = "altGraph", skip_serializing_if = "std::ops::Not::not")]
    pub alt_graph: bool,
    /// Control.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub ctrl: bool,
    /// Command or Windows.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub meta: bool,
    /// Shift.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub shift: bool,
}

/// One key of a burst.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Stroke"))]
#[serde(rename_all = "camelCase")]
pub struct Stroke<T> {
    /// `KeyboardEvent.key`; a redaction token for a key that helped to write a secret.
    pub key: T,
    /// `KeyboardEvent.code`; empty for a redacted key.
    pub code: T,
    /// Modifier keys held.
    #[serde(default, skip_serializing_if = "Modifiers::is_none")]
    pub modifiers: Modifiers,
    /// Milliseconds since the key before: rounded to 50, at most 2000; 0 for a redacted key.
    pub after: u16,
    /// Whether the editor wrote more for it than the key says: it accepted a completion, or closed a tag. That is in the
    /// text and was not typed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub completes: bool,
}

impl Modifiers {
    /// No modifier held.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }

    /// Whether the keys make a command rather than a character.
    pub fn is_command(&self) -> bool {
        (self.ctrl || self.meta) && !self.alt_graph
    }
}
