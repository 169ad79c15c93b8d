//! The names by which JavaScript knows the members and kinds of messages. The types say what there is, and a name left
//! out here does not compile; what each means is said there. A member that may be left out is an `Option`: serde is not
//! asked, and so neither are its defaults.

use wasm_bindgen::JsValue;

use super::value::{Misfit, Shape, kind, member};
use super::worker::StartOptions;
use crate::engine::Sender;
use crate::limits::{Hours, Limits, Zone};
use crate::message::{
    ChildFrame, FieldDescription, FieldText, FromPage, FromProbe, Observation, RunPlace, Seen, TextRun, View,
};
use crate::policy::Region;
use crate::protocol::Crash;
use crate::record::{
    ClipboardChange, DragKind, Editable, Family, Modifiers, Navigation, Point, Primary, Rect, Selectors, Sensitive,
    Target,
};

/// An object with these members. One without a name of its own is called as the field is.
macro_rules! object {
    ($type:ty $(where $param:ident)? { $($field:ident $($name:literal)?),+ $(,)? }) => {
        impl$(<$param: Shape>)? Shape for $type {
            fn read(value: &JsValue, misfit: &mut Misfit) -> Self {
                Self { $($field: member(value, name!($field $($name)?), misfit)),+ }
            }
        }
    };
}

/// An object told apart by its `kind`, or a bare text. What is said last stands in where none fits.
macro_rules! union {
    ($type:ty { $($variant:ident $kind:literal $({ $($field:ident $($name:literal)?),+ })?),+ $(,)? } else $other:expr) => {
        impl Shape for $type {
            fn read(value: &JsValue, misfit: &mut Misfit) -> Self {
                // Does not compile unless every kind is named.
                let _ = |whole: &Self| match whole { $(Self::$variant { .. } => {}),+ };
                match kind(value, misfit).as_str() {
                    $($kind => Self::$variant $({ $($field: member(value, name!($field $($name)?), misfit)),+ })?,)+
                    _ => {
                        misfit.note("a `kind` that is not known");
                        $other
                    }
                }
            }
        }
    };
}

macro_rules! name {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $name:literal) => {
        $name
    };
}

object!(StartOptions { policy, development, version, fresh, crashes, zone, metered });
object!(Crash { nonce, first, last, times });
object!(Sender { tab, url, origin, top_url "topUrl", is_top "isTop", incognito });

union!(FromProbe {
    Hello "hello" { nonce, frame, visible, fields, url, title },
    Observed "observed" { observations },
    Stirred "stirred" { epoch },
    Settled "settled" { epoch, n },
    Runs "runs" { ticket, runs },
    Ready "ready" { ticket, epoch, frame, rects, children, surfaces, view },
    Closed "closed" { ticket, moved, epoch, rects, changed },
    Aria "aria" { epoch, t, tree, cut },
    Bye "bye",
} else Self::Bye);

object!(Observation { n, t, epoch, seen });

union!(Seen {
    Navigate "navigate" { url, title, how },
    Click "click" { button, count, modifiers, point, in_target "inTarget", target },
    Drag "drag" { button, modifiers, how, path, target, onto },
    Scroll "scroll" { delta_x "deltaX", delta_y "deltaY", delta_mode "deltaMode", point, to, target },
    Select "select" { length, at, target },
    Change "change" { value, autofilled, target },
    Focus "focus" { by_key "byKey", target },
    Resize "resize" { width, height, dpr },
    Dialog "dialog" { accepted },
    Field "field" { field },
    Key "key" { field, key, code, modifiers, repeat, target },
    Text "text" { field, text, composing },
    Secret "secret" { field },
    Clipboard "clipboard" { what, field, length },
    Blur "blur" { field },
    Lost "lost" { count },
} else Self::Lost { count: 0 });

object!(FieldDescription { id, target, editable, sensitive, single_line "singleLine", autocomplete });
object!(FieldText { text, start, end, whole, shared });
object!(TextRun { id, text, place, label, autocomplete, lines, first, last });
object!(ChildFrame { index, rect, transformed, surface });
object!(View { width, height, dpr, scroll_x "scrollX", scroll_y "scrollY", left, top });

union!(FromPage {
    Status "status" { tab },
    Terms "terms",
    Consent "consent" { accept, policy },
    Switch "switch" { on },
    Pause "pause" { minutes },
    DeleteHeld "deleteHeld",
    DeleteLast "deleteLast" { minutes },
    Held "held",
    Open "open" { part },
    Image "image" { part, image },
    DeleteRecords "deleteRecords" { part, records },
    TaskStart "taskStart" { goal },
    TaskEnd "taskEnd" { outcome },
    SendNow "sendNow",
    Noted "noted",
    Ledger "ledger",
    EraseSent "eraseSent" { batches },
    Limits "limits",
    SetLimits "setLimits" { limits },
    Recovery "recovery",
    Never "never",
    NeverAdd "neverAdd" { word },
    NeverRemove "neverRemove" { word },
} else Self::Status { tab: None });

object!(Limits {
    hold_minutes "holdMinutes",
    by_hand "byHand",
    hours,
    no_frames "noFrames",
    no_keys "noKeys",
    sites,
    exempt,
});
object!(Hours { from, until, days });

object!(Target<T> where T { tag, role, primary, selectors, shadow, rect, editable, reference "ref", sensitive });
object!(Selectors<T> where T { test_id "testId", name, label, placeholder, text, css, xpath });
object!(Primary { family, matches });
object!(Rect { x, y, width, height });
object!(Point { x, y });

union!(Family {
    TestId "testId",
    Role "role",
    Label "label",
    Placeholder "placeholder",
    Text "text",
    Css "css",
    Xpath "xpath",
} else Self::Xpath);

union!(RunPlace { Code "code", Terminal "terminal", Field "field" } else Self::Field);

union!(Editable {
    Input "input",
    ContentEditable "contenteditable",
    EditContext "editcontext",
    Terminal "terminal",
    Canvas "canvas",
} else Self::Canvas);

union!(Sensitive {
    Password "password",
    OneTimeCode "oneTimeCode",
    Card "card",
    Private "private",
} else Self::Private);

union!(DragKind { Pointer "pointer", Drop "drop", Selection "selection" } else Self::Pointer);

union!(Navigation {
    Load "load",
    Push "push",
    Replace "replace",
    Pop "pop",
    Hash "hash",
    Restore "restore",
    Resume "resume",
} else Self::Load);

union!(ClipboardChange { Copy "copy", Cut "cut", Paste "paste" } else Self::Paste);

/// Codes that are no regions are left out.
impl Shape for Zone {
    fn read(value: &JsValue, misfit: &mut Misfit) -> Self {
        let offset: f64 = member(value, "offset", misfit);
        let regions: Vec<String> = member(value, "regions", misfit);
        #[allow(clippy::cast_possible_truncation)] // At most a day.
        let offset = offset as i32;
        Self { offset, regions: regions.iter().filter_map(|code| Region::parse(code)).collect() }
    }
}

/// What is not held is left out.
impl Shape for Modifiers {
    fn read(value: &JsValue, misfit: &mut Misfit) -> Self {
        let mut held = |name| member::<Option<bool>>(value, name, misfit).unwrap_or_default();
        Self {
            alt: held("alt"),
            alt_graph: held("altGraph"),
            ctrl: held("ctrl"),
            meta: held("meta"),
            shift: held("shift"),
        }
    }
}
