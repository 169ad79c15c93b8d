//! What the core says to a probe.

use serde::Serialize;

/// A message to the probe of one document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ToProbe {
    /// Answer to `hello`: observe, and send again everything that is not acknowledged.
    Observe {
        /// Whether clicks are recorded here.
        clicks: bool,
        /// Whether keys and text are recorded here.
        keys: bool,
        /// CSS selectors of what the policy wants masked.
        mask_selectors: Vec<String>,
        /// CSS selectors of all that pictures and snapshots may show; none when they may show the page.
        surface_selectors: Option<Vec<String>>,
        /// Whether canvases may be shown.
        trust_canvas: bool,
        /// Whether what is typed in a terminal without readable rows may be recorded.
        trust_terminal: bool,
        /// Everything up to this number is stored already.
        upto: u32,
    },
    /// Remove every listener and forget everything: recording has ended here.
    Detach,
    /// Everything up to `upto` is stored.
    Ack {
        /// The number.
        upto: u32,
    },
    /// An accessibility snapshot is wanted: answer with `aria`.
    Look,
    /// A picture is about to be taken: answer with `runs`.
    Open {
        /// The ticket.
        ticket: u32,
    },
    /// Which parts of the text runs are sensitive: answer with `ready`.
    Spans {
        /// The ticket.
        ticket: u32,
        /// The parts.
        spans: Vec<Span>,
    },
    /// The picture has been taken: answer with `closed`.
    Close {
        /// The ticket.
        ticket: u32,
    },
}

/// A part of a text run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Span {
    /// The run.
    pub run: u32,
    /// First UTF-16 code unit.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}
