//! Tabs: which of them come, go and are chosen, and where the documents are that a session finds already open.
//!
//! Only tabs with a document that may be recorded say anything. That somebody went to another tab is not told, and neither
//! is what becomes of a tab that has left the recorded sites.

use std::time::Duration;

use super::Engine;
use super::record::{Pending, Place};
use crate::assemble::Body;
use crate::ids::DocNonce;
use crate::raw::Raw;
use crate::record::{Actor, Kind, Navigation, TabChange};
use crate::scrub::Scrubber;
use crate::time::WallMillis;

/// The browser may say that a tab was closed this long after its last document went.
const CLOSING: Duration = Duration::from_secs(2);

/// Most tabs that were opened and have shown nothing yet.
const MOST_OPENED: usize = 64;

/// Most documents of which it is remembered where they are.
const MOST_TOLD: usize = 256;

/// What is remembered of tabs.
#[derive(Debug, Default)]
pub(super) struct Tabs {
    /// Opened, and nothing that may be recorded was seen in them so far.
    opened: Vec<u32>,
    /// The one chosen last.
    chosen: Option<u32>,
    /// The last document that went, and when.
    left: Option<(u32, DocNonce, WallMillis)>,
    /// Where records say that documents are: tab, frame path, address. What an earlier run told is not known.
    told: Vec<(u32, Vec<u32>, Raw<String>)>,
}

impl Tabs {
    fn tell(&mut self, tab: u32, frame: &[u32], url: &Raw<String>) {
        self.told.retain(|(other, path, _)| !(*other == tab && path.starts_with(frame)));
        if self.told.len() == MOST_TOLD {
            self.told.remove(0);
        }
        self.told.push((tab, frame.to_vec(), url.clone()));
    }
}

impl Engine {
    /// A tab was opened. What it shows is not known yet.
    pub(super) fn tab_opened(&mut self, tab: u32) {
        if self.moves.opened.len() == MOST_OPENED {
            self.moves.opened.remove(0);
        }
        self.moves.opened.push(tab);
    }

    /// A tab was chosen, or its window.
    pub(super) fn tab_chosen(&mut self, now: WallMillis, tab: u32) {
        self.touched_elsewhere();
        if self.moves.chosen.replace(tab) != Some(tab)
            && let Some(nonce) = self.recorded_in(tab)
        {
            self.tab_changed(now, now, (tab, nonce), TabChange::Switch);
        }
    }

    /// A tab is gone.
    pub(super) fn tab_closed(&mut self, now: WallMillis, tab: u32) {
        self.tabs.remove(&tab);
        self.gallery.take_down(tab);
        self.moves.opened.retain(|other| *other != tab);
        let left = self.moves.left.filter(|(other, _, at)| *other == tab && now.since(*at) < CLOSING);
        if let Some(nonce) = self.recorded_in(tab).or(left.map(|(_, nonce, _)| nonce)) {
            self.tab_changed(now, now, (tab, nonce), TabChange::Close);
        }
    }

    /// A document of a tab goes away.
    pub(super) fn leaves(&mut self, now: WallMillis, port: u32) {
        let document = self.documents.get(&port).filter(|document| document.site.clicks);
        self.moves.left = document.map(|document| (document.tab, document.nonce, now)).or(self.moves.left);
    }

    /// A document has said where it is: it may be the first of a tab that was opened.
    pub(super) fn arrives(&mut self, now: WallMillis, port: u32, at: WallMillis) {
        let Some(document) = self.documents.get(&port) else { return };
        let (tab, nonce) = (document.tab, document.nonce);
        let may_be_first = document.frame.is_empty() && document.site.clicks;
        if may_be_first && self.moves.opened.contains(&tab) {
            self.moves.opened.retain(|other| *other != tab);
            self.tab_changed(now, at, (tab, nonce), TabChange::Open);
        }
    }

    fn recorded_in(&self, tab: u32) -> Option<DocNonce> {
        let mut documents = self.documents.values().filter(|document| document.tab == tab && document.site.clicks);
        documents.next().map(|document| document.nonce)
    }

    fn tab_changed(&mut self, now: WallMillis, at: WallMillis, tab: (u32, DocNonce), what: TabChange) {
        self.window.push(now, at, Pending::tab(tab, at, what));
    }

    /// Says where the documents of a tab are that was open before the session: each of its records can be placed so. The
    /// document of the record itself says it alone when that is a navigation, and so does one that has said nothing yet.
    pub(super) fn put_places(&mut self, now: WallMillis, place: &Place, told: Option<DocNonce>) {
        let Some(session) = &self.state.session else { return };
        if place.tab == 0 || session.knows(place.tab) {
            return;
        }
        let scrubber = Scrubber::new(session.scrub_key(), self.detector.clone());
        let here: Vec<_> = self
            .documents
            .values()
            .filter(|document| document.tab == place.tab && Some(document.nonce) != told)
            .filter(|document| self.progress.contains_key(&document.nonce))
            .map(|document| (document.frame.clone(), document.place.clone()))
            .collect();
        for (frame, (url, title)) in here {
            self.moves.tell(place.tab, &frame, &url);
            let kind = scrubber.navigate(url, title, Navigation::Resume);
            let at = Place { tab: place.tab, frame, actor: Actor::User, at: place.at };
            self.put(now, &at, kind, None);
        }
    }

    /// Notes where a record says that a document is.
    pub(super) fn tells(&mut self, place: &Place, body: &Body) {
        if let Body::Plain(Kind::Navigate { url, .. }) = body {
            self.moves.tell(place.tab, &place.frame, url);
        }
    }

    /// Whether a draft says nothing new: that a document is where it was, or what the session says when it comes to the tab.
    /// Where a document came to while nothing was recorded is told as if it were loaded now.
    pub(super) fn is_told(&self, tab: u32, frame: &[u32], body: &mut Body) -> bool {
        let Body::Plain(Kind::Navigate { url, how: how @ Navigation::Resume, .. }) = body else { return false };
        let mut of_tab = self.moves.told.iter().filter(|(other, ..)| *other == tab).peekable();
        let comes = self.state.session.as_ref().is_none_or(|session| !session.knows(tab));
        *how = Navigation::Load;
        comes || of_tab.peek().is_none() || of_tab.any(|(_, path, at)| path == frame && at.peek() == url.peek())
    }
}
