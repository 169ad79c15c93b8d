//! Where documents are: an address changes under a document by the history API, and what may be recorded with it.

use super::{Effect, Engine};
use crate::policy::{Address, is_sensitive};
use crate::record::BurstEnd;
use crate::time::WallMillis;

impl Engine {
    /// A document says where it is now. Whether it is still recorded there.
    ///
    /// The browser says so too, but later, and only of top documents. A page can't make its probe say it; all the same an
    /// address that the document can't have come to counts as one at which nothing is recorded.
    pub(super) fn follows(&mut self, now: WallMillis, port: u32, url: &str) -> bool {
        let (Some(document), Some(sender)) = (self.documents.get(&port), self.senders.get_mut(&port)) else {
            return false;
        };
        let (tab, is_top) = (document.tab, document.frame.is_empty());
        // A fragment matters where it leads to a page for signing in; a document without an address of its own can have one.
        let only_fragment = sender.url.split('#').next() == url.split('#').next();
        if only_fragment && is_sensitive(&sender.url) == is_sensitive(url) {
            return true;
        }
        let origin = sender.origin.as_deref().and_then(Address::parse);
        let at = Address::parse(url);
        let can_be = at.zip(origin.or(Address::parse(&sender.url))).is_some_and(|(at, from)| at.same_origin(&from));
        sender.url = if can_be || only_fragment { url.to_owned() } else { String::new() };
        if is_top {
            self.top_moved(tab, url);
        }
        self.recheck_tab(now, tab);
        self.documents.contains_key(&port)
    }

    /// The browser says that the address of a tab's top document has changed under it.
    pub(super) fn tab_moved(&mut self, now: WallMillis, tab: u32, url: &str) {
        self.top_moved(tab, url);
        let mut tops = self.documents.iter().filter(|(_, document)| document.tab == tab && document.frame.is_empty());
        let top = tops.next().map(|(port, _)| *port);
        if let Some(sender) = top.and_then(|port| self.senders.get_mut(&port)) {
            url.clone_into(&mut sender.url);
        }
        self.recheck_tab(now, tab);
        let incognito = self.tabs.get(&tab).is_none_or(|(_, incognito)| *incognito);
        if top.is_none() && self.allows(now, url, url, incognito) {
            // Its probe left when it was elsewhere.
            self.effects.push(Effect::Inject { tab });
        }
    }

    fn top_moved(&mut self, tab: u32, url: &str) {
        for (_, sender) in self.senders.iter_mut().filter(|(_, sender)| sender.tab == tab) {
            url.clone_into(&mut sender.top_url);
        }
    }

    /// What a document did before it came to where it is not recorded becomes records; nothing else does.
    fn recheck_tab(&mut self, now: WallMillis, tab: u32) {
        let of_tab = self.documents.iter().filter(|(_, document)| document.tab == tab);
        let gone: Vec<u32> = of_tab.map(|(port, _)| *port).filter(|port| !self.is_recorded(now, *port)).collect();
        for port in &gone {
            self.end_document(now, *port, BurstEnd::Navigation);
        }
        if !gone.is_empty() {
            self.release_all(now);
        }
        self.recheck_documents(now);
        self.refresh_badge(now, tab);
    }

    fn is_recorded(&self, now: WallMillis, port: u32) -> bool {
        self.senders.get(&port).is_some_and(|sender| self.site_of(now, sender).is_ok())
    }
}
