//! Everything the engine can be told.

use std::time::Duration;

use crate::limits::Zone;
use crate::message::{FromPage, FromProbe};
use crate::policy::{Build, Patterns};
use crate::protocol::{Blame, Crash};
use crate::vault::{KeyName, SecretKey};

/// What a driver has at hand when it starts the engine.
#[derive(Debug)]
pub struct Boot {
    /// 32 fresh random bytes: all randomness of this run comes from them.
    pub entropy: [u8; 32],
    /// Names of all key files.
    pub key_names: Vec<KeyName>,
    /// Those whose names start with one of [`crate::spool::FIRST_KEYS`].
    pub keys: Vec<(KeyName, SecretKey)>,
    /// Everything stored under [`crate::spool::DESCRIPTIONS`].
    pub entries: Vec<(String, Vec<u8>)>,
    /// The policy as JSON, `{}` when none has arrived.
    pub policy: String,
    /// Who installed the extension.
    pub build: Build,
    /// What finds the patterns of the policy's own rules.
    pub patterns: Patterns,
    /// Version of the extension.
    pub version: String,
    /// Whether the browser or the extension was started anew, so that no document of before is left.
    pub fresh: bool,
    /// The machine's time zone.
    pub zone: Zone,
    /// Whether what is sent costs the person money, as far as the browser knows.
    pub metered: bool,
    /// Observations that brought earlier instances down.
    pub crashes: Vec<Crash>,
    /// Where the engine notes what it is working on, for the driver to blame in the next start when it panics.
    pub blame: Blame,
}

/// Where a port comes from, as the browser says; nothing of it can be forged by a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// The browser's id of the tab.
    pub tab: u32,
    /// Address of the document.
    pub url: String,
    /// Origin of the document.
    pub origin: Option<String>,
    /// Address of the tab's top document.
    pub top_url: String,
    /// Whether it is that document.
    pub is_top: bool,
    /// Whether the tab is in a private window.
    pub incognito: bool,
}

/// An input.
#[derive(Debug)]
pub enum Input {
    /// A probe opened its port.
    PortOpened {
        /// Number of the port, chosen by the driver, never used twice.
        port: u32,
        /// Whose it is.
        sender: Sender,
    },
    /// A port closed.
    PortClosed {
        /// The port.
        port: u32,
    },
    /// A probe says something.
    Probe {
        /// Its port.
        port: u32,
        /// What it says.
        message: FromProbe,
    },
    /// A page of the extension asks something.
    Page {
        /// Comes back with the answer.
        request: u32,
        /// What it asks.
        message: FromPage,
    },
    /// The policy has arrived, has changed or was withdrawn (`{}`).
    Policy {
        /// As JSON.
        json: String,
        /// Who installed the extension.
        build: Build,
        /// What finds the patterns of its own rules.
        patterns: Patterns,
    },
    /// The machine's time zone, when it is another.
    Zone(Zone),
    /// Whether what is sent costs the person money, as far as the browser knows.
    Metered(bool),
    /// A tab was opened, chosen, or has a new address.
    Tab {
        /// The browser's id.
        tab: u32,
        /// Its address.
        url: String,
        /// Whether it is in a private window.
        incognito: bool,
    },
    /// The address of a tab's top document has changed under it.
    TabMoved {
        /// The browser's id.
        tab: u32,
        /// Its address now.
        url: String,
    },
    /// A tab was opened by the person, or by a page.
    TabOpened {
        /// The browser's id.
        tab: u32,
    },
    /// A tab was chosen: it is the one that can be seen in the window that has the focus.
    TabChosen {
        /// The browser's id.
        tab: u32,
    },
    /// A tab was closed.
    TabClosed {
        /// The browser's id.
        tab: u32,
    },
    /// A commit is stored.
    Committed {
        /// Its token.
        token: u64,
    },
    /// A commit failed as a whole.
    CommitFailed {
        /// Its token.
        token: u64,
        /// What the browser says.
        problem: String,
    },
    /// The browser injects probes where it was last told to with `Register`, or could not be told.
    Registered,
    /// What was asked for with `Load`.
    Loaded {
        /// Its token.
        token: u64,
        /// Places and values, in the order of places.
        entries: Vec<(String, Vec<u8>)>,
        /// The keys asked for, as far as they are there.
        keys: Vec<(KeyName, SecretKey)>,
    },
    /// The browser has taken a picture of the tab, and the tab was the visible one before and after.
    Captured {
        /// The ticket.
        ticket: u32,
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
    },
    /// A picture is filled, scaled and encoded.
    Encoded {
        /// The ticket.
        ticket: u32,
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// The image.
        bytes: Vec<u8>,
    },
    /// Somebody who manages the browser forbids pictures: by a policy, or what is on the screen is not to leave.
    PicturesForbidden,
    /// A picture could not be taken or encoded.
    PictureFailed {
        /// The ticket.
        ticket: u32,
    },
    /// A request was answered, or not.
    Answered {
        /// Its token.
        token: u64,
        /// The answer; none when there was none.
        response: Option<Response>,
    },
    /// The time asked for with `Wake` has come. Any other input does as well.
    Tick,
}

/// An answer to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// The `Retry-After` header, when it gives seconds.
    pub retry_after: Option<Duration>,
    /// The body, at most 64 KiB of it.
    pub body: Vec<u8>,
}
