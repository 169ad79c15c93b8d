//! The gate: whether a document is recorded. Everything has to agree; the first that does not is the reason given.
//!
//! Pure: the same circumstances always get the same answer. It is asked again for every document, and whenever a
//! circumstance changes.

use std::borrow::Cow;

use crate::message::Reason;
use crate::policy::{Address, Policy, Site};

/// All that the answer depends on.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances<'a> {
    /// From [`crate::policy::Parsed::usable`].
    pub policy: Result<&'a Policy, Reason>,
    /// The person's answer to the first-run question.
    pub consent: Option<bool>,
    /// The switch.
    pub on: bool,
    /// Whether a pause is running.
    pub paused: bool,
    /// Whether keys or storage could not be opened, or the clock is wrong.
    pub trouble: bool,
    /// Whether the tab is in a private window.
    pub incognito: bool,
    /// Address of the tab's top document.
    pub url: &'a str,
    /// Address of the document in question; the same as `url` for the top document.
    pub frame_url: &'a str,
    /// Its origin as the browser gives it, if it does. Counts for documents without an address of their own
    /// (`about:blank`, `about:srcdoc`, `blob:`).
    pub frame_origin: Option<&'a str>,
}

/// The settings under which the document is recorded: what both the page and the frame allow.
///
/// # Errors
/// The first reason, in the order of [`Reason`], why it is not.
pub fn decide<'a>(circumstances: &Circumstances<'a>) -> Result<Cow<'a, Site>, Reason> {
    let policy = circumstances.policy?;
    let objections = [
        (!policy.is_sealed(), Reason::Unsealed),
        (policy.is_exempt(), Reason::ExemptRegion),
        (circumstances.consent.is_none(), Reason::NoConsent),
        (circumstances.consent == Some(false), Reason::Declined),
        (!circumstances.on, Reason::Off),
        (circumstances.paused, Reason::Paused),
        (circumstances.trouble, Reason::Trouble),
        (circumstances.incognito, Reason::Incognito),
    ];
    if let Some((_, reason)) = objections.into_iter().find(|(applies, _)| *applies) {
        return Err(reason);
    }
    let page = policy.site_for(circumstances.url)?;
    let frame = frame_site(policy, page, circumstances)?;
    Ok(frame.narrowed_by(page))
}

fn frame_site<'a>(policy: &'a Policy, page: &'a Site, circumstances: &Circumstances<'a>) -> Result<&'a Site, Reason> {
    let url = circumstances.frame_url;
    if url == circumstances.url {
        return Ok(page);
    }
    if !has_no_address(url) {
        return policy.site_for(url);
    }
    let origin = circumstances.frame_origin.ok_or(Reason::NotAllowedSite)?;
    let address = Address::parse(origin).ok_or(Reason::NotAllowedSite)?;
    // Which page of the origin made this document is not known, so a block of any of them counts.
    if policy.blocks_part_of(&address) {
        return Err(Reason::BlockedSite);
    }
    let of_the_page = Address::parse(circumstances.url).is_some_and(|page| page.same_origin(&address));
    if of_the_page { Ok(page) } else { policy.site_for(origin) }
}

/// Documents that inherit the origin of whoever made them.
fn has_no_address(url: &str) -> bool {
    let base = url.split(['?', '#']).next().unwrap_or_default();
    matches!(base, "about:blank" | "about:srcdoc") || base.starts_with("blob:")
}
