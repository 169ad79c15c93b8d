//! Everything the engine can ask for.

use serde::Serialize;

use crate::capture::PixelRect;
use crate::message::{Status, TabState, ToProbe};
use crate::spool::Commit;
use crate::time::WallMillis;
use crate::vault::KeyName;

/// An effect. Drivers perform them in order and never decide anything.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Send a message to a probe. A port that has closed swallows it.
    Post {
        /// The port.
        port: u32,
        /// The message.
        message: ToProbe,
    },
    /// Change the store; answered with `Committed` or `CommitFailed`.
    Commit(Commit),
    /// Load everything whose place starts with one of the prefixes; answered with `Loaded`.
    Load {
        /// Comes back with the answer.
        token: u64,
        /// The prefixes.
        prefixes: Vec<String>,
        /// Names of the keys needed to open them.
        keys: Vec<KeyName>,
    },
    /// Take a picture of a tab if it is the visible one of its window before and after, and keep it in memory under
    /// the ticket; answered with `Captured` or `PictureFailed`.
    Capture {
        /// The ticket.
        ticket: u32,
        /// The tab.
        tab: u32,
    },
    /// Fill rectangles of a picture, scale it down and encode it; answered with `Encoded` or `PictureFailed`.
    Redact {
        /// The ticket.
        ticket: u32,
        /// What to fill, in pixels of the picture as taken.
        fill: Vec<PixelRect>,
        /// Longer edge in pixels, at most.
        long_edge: u32,
        /// JPEG quality, 1 to 100.
        quality: u8,
    },
    /// Forget a picture.
    Discard {
        /// The ticket.
        ticket: u32,
    },
    /// Make an HTTP request without credentials and without following redirects; answered with `Answered`.
    Fetch(Request),
    /// Have the browser inject probes there and nowhere else, now and from now on; none ends it. Each is answered with
    /// `Registered`, in order.
    Register(Option<Registration>),
    /// Have the browser inject probes into the frames of a tab that may be recorded and have none.
    Inject {
        /// The tab.
        tab: u32,
    },
    /// Show on the icon how things are, for one tab or for all without a state of their own.
    Badge {
        /// The tab.
        tab: Option<u32>,
        /// Its state.
        state: TabState,
    },
    /// Answer a page of the extension.
    Answer {
        /// The request.
        request: u32,
        /// The answer.
        status: Box<Status>,
    },
    /// Show the first-run page, once.
    Welcome,
    /// Give a `Tick` at this time, in place of the one asked for before.
    Wake {
        /// When.
        at: WallMillis,
    },
}

/// Where probes are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Registration {
    /// Match patterns.
    pub matches: Vec<String>,
    /// Match patterns of exceptions.
    pub exclude_matches: Vec<String>,
}

/// An HTTP request.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// Comes back with the answer.
    pub token: u64,
    /// Method.
    pub method: &'static str,
    /// Address.
    pub url: String,
    /// Headers.
    pub headers: Vec<(&'static str, String)>,
    /// Body.
    pub body: Vec<u8>,
}

impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Request({} {}, {} bytes)", self.method, self.url, self.body.len())
    }
}
