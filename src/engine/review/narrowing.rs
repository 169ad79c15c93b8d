//! What a policy no longer allows of what was recorded under the one before.

use serde::{Deserialize, Serialize};

use crate::json::Json;
use crate::policy::{Loss, Policy, Scope};

/// What of the records held has to go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::engine) enum Narrowing {
    /// Nothing.
    Nothing,
    /// What a site no longer allows. The scope before, as it is stored, says what it allowed.
    Sites(Vec<u8>),
    /// Everything.
    All,
}

impl Narrowing {
    /// What goes when `policy`, with `scope`, takes the place of another.
    pub(in crate::engine) fn between(policy: &Policy, scope: &Scope, before: &Scope) -> Self {
        let lost = scope.widenings(before);
        if policy.is_exempt() || lost.iter().any(|lost| lost.key == "extraRules") {
            return Self::All;
        }
        match lost.iter().any(|lost| lost.site.is_some() || lost.key == "blockedSites") {
            true => Self::Sites(before.to_bytes()),
            false => Self::Nothing,
        }
    }
}

/// Where the documents of a session were, as its records say: by tab and frame path.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pages(Vec<(u64, Vec<u64>, String)>);

impl Pages {
    /// Whether a record is one that `policy` would not have let be made, though the one before did. Records are shown in
    /// their order.
    pub(super) fn forbid(&mut self, policy: &Policy, before: &Scope, record: &Json) -> bool {
        let frame: Vec<u64> = record["frame"].items().iter().filter_map(Json::whole).collect();
        let tab = record["tab"].whole().unwrap_or_default();
        if let Some(url) = record["url"].text().filter(|_| record["kind"].is("navigate")) {
            self.0.retain(|(other, path, _)| !(*other == tab && path.starts_with(&frame)));
            self.0.push((tab, frame.clone(), url.to_owned()));
        }
        if record["reason"].is("fault") {
            // What is lost may say that a page is another.
            self.0.clear();
        }
        if tab == 0 || record["kind"].is("gap") {
            return false;
        }
        let at = |path: &[u64]| self.0.iter().find(|(other, known, _)| *other == tab && known == path);
        let Some((_, _, top)) = at(&[]) else { return true };
        let own = at(&frame).map_or(top, |(_, _, url)| url);
        [top, own].into_iter().any(|url| match policy.loses(before, url) {
            Loss::Nothing => false,
            Loss::All => true,
            Loss::Of { keys, clicks, frames, aria } => match record["kind"].text() {
                Some("frame") => frames,
                Some("aria") => aria,
                Some("click" | "drag" | "scroll" | "focus" | "resize" | "dialog") => clicks,
                Some("select" | "change") => clicks || keys,
                Some("navigate" | "tab") => false,
                _ => keys,
            },
        })
    }
}
