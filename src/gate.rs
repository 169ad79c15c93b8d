//! The gate: whether a document is recorded. Everything has to agree; the first that does not is the reason given.
//!
//! Pure: the same circumstances always get the same answer. It is asked again for every document, and whenever a
//! circumstance changes.

use std::borrow::Cow;

use crate::limits::Limits;
use crate::message::Reason;
use crate::policy::{Address, Policy, Site, is_sensitive};

/// All that the answer depends on.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances<'a> {
    /// From [`crate::policy::Parsed::usable`].
    pub policy: Result<&'a Policy, Reason>,
    /// The person's answer to the first-run question.
    pub consent: Option<bool>,
    /// Whether the policy asks for more than the person agreed to.
    pub widened: bool,
    /// The switch.
    pub on: bool,
    /// Whether a pause is running.
    pub paused: bool,
    /// Whether the person says that they are where nothing is to be recorded.
    pub exempt_place: bool,
    /// Whether the machine's time zone says so.
    pub exempt_zone: bool,
    /// Whether it is outside the person's hours.
    pub outside_hours: bool,
    /// Whether the server has stopped recording.
    pub halted: bool,
    /// Whether the policy's budget for the day is spent.
    pub budget_spent: bool,
    /// What else the person wants less of.
    pub limits: &'a Limits,
    /// Whether keys or storage could not be opened.
    pub trouble: bool,
    /// Whether the machine's clock is wrong.
    pub clock: bool,
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
        (circumstances.exempt_place, Reason::ExemptPlace),
        (circumstances.exempt_zone, Reason::ExemptZone),
        (circumstances.consent.is_none(), Reason::NoConsent),
        (circumstances.consent == Some(false), Reason::Declined),
        (circumstances.widened, Reason::Widened),
        (!circumstances.on, Reason::Off),
        (circumstances.paused, Reason::Paused),
        (circumstances.outside_hours, Reason::OutsideHours),
        (circumstances.halted, Reason::Halted),
        (circumstances.budget_spent, Reason::BudgetSpent),
        (circumstances.trouble, Reason::Trouble),
        (circumstances.clock, Reason::Clock),
        (circumstances.incognito, Reason::Incognito),
    ];
    if let Some((_, reason)) = objections.into_iter().find(|(applies, _)| *applies) {
        return Err(reason);
    }
    let page = policy.site_for(circumstances.url)?;
    let frame = frame_site(policy, page, circumstances)?;
    if [circumstances.url, circumstances.frame_url].into_iter().any(is_sensitive) {
        return Err(Reason::SensitivePage);
    }
    let limits = circumstances.limits;
    // A document without an address of its own is part of what made it: of the page, or of its origin.
    let of = [Some(circumstances.url), Some(circumstances.frame_url), circumstances.frame_origin];
    // Nor is it known which page of it that was.
    let made_by = circumstances.frame_origin.filter(|_| has_no_address(circumstances.frame_url));
    if of.into_iter().flatten().any(|url| limits.leave_out(url))
        || made_by.is_some_and(|origin| limits.leave_out_part_of(origin))
    {
        return Err(Reason::LeftOut);
    }
    Ok(limits.narrow(frame.narrowed_by(page)))
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::policy::{Build, Frames, parse};

    const PAGE: &str = "https://ide.example/work/1";
    const BLOCKED: &str = "https://ide.example/private/1";
    const ELSEWHERE: &str = "https://news.example/";

    fn policy(endpoint: &str, region: &str) -> Policy {
        let text = json!({
            "endpoint": endpoint,
            "region": region,
            "sites": [
                { "match": "https://ide.example/*", "frames": "full", "trustCanvas": true, "maskSelectors": [".a"] },
                { "match": "https://preview.example/*", "frames": "full", "keys": "off", "maskSelectors": [".b"] },
                { "match": "https://bare.example/a/*", "frames": "off" },
            ],
            "blockedSites": ["https://ide.example/private/*"],
        });
        parse(&text.to_string(), Build::Released).policy.unwrap()
    }

    static NONE: Limits = Limits {
        hold_minutes: 0,
        by_hand: false,
        hours: None,
        no_frames: false,
        no_keys: false,
        sites: Vec::new(),
        exempt: false,
    };

    fn all_agree(policy: &Policy) -> Circumstances<'_> {
        Circumstances {
            policy: Ok(policy),
            consent: Some(true),
            widened: false,
            on: true,
            paused: false,
            exempt_place: false,
            exempt_zone: false,
            outside_hours: false,
            halted: false,
            budget_spent: false,
            limits: &NONE,
            trouble: false,
            clock: false,
            incognito: false,
            url: PAGE,
            frame_url: PAGE,
            frame_origin: Some("https://ide.example"),
        }
    }

    /// Every combination of every circumstance: one records, and each other gives the first reason that applies.
    #[test]
    fn recording_happens_in_exactly_the_one_case_in_which_all_agree() {
        let here = "http://127.0.0.1:8417";
        let sealed = policy(here, "US");
        let unsealed = policy("https://candor.example", "US");
        let exempt = policy(here, "DE");
        let policies = [
            (Ok(&sealed), None),
            (Err(Reason::NoPolicy), Some(Reason::NoPolicy)),
            (Err(Reason::InvalidPolicy), Some(Reason::InvalidPolicy)),
            (Err(Reason::UnknownRegion), Some(Reason::UnknownRegion)),
            (Ok(&unsealed), Some(Reason::Unsealed)),
            (Ok(&exempt), Some(Reason::ExemptRegion)),
        ];
        let consents = [(Some(true), None), (None, Some(Reason::NoConsent)), (Some(false), Some(Reason::Declined))];
        let limits = Limits { sites: vec!["https://ide.example/own/*".to_owned()], ..Limits::default() };
        let urls = [
            (PAGE, None),
            ("https://ide.example/own/1", Some(Reason::LeftOut)),
            ("https://ide.example/own/login", Some(Reason::SensitivePage)),
            (BLOCKED, Some(Reason::BlockedSite)),
            (ELSEWHERE, Some(Reason::NotAllowedSite)),
        ];
        let (mut asked, mut recorded) = (0, 0);
        for (policy, bad_policy) in policies {
            for (consent, bad_consent) in consents {
                for bits in 0..2048_u16 {
                    let [
                        off,
                        paused,
                        trouble,
                        incognito,
                        widened,
                        exempt_place,
                        exempt_zone,
                        outside_hours,
                        halted,
                        budget_spent,
                        clock,
                    ] = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024].map(|bit| bits & bit != 0);
                    for (url, bad_url) in urls {
                        for (frame_url, bad_frame) in urls {
                            let circumstances = Circumstances {
                                policy,
                                consent,
                                widened,
                                on: !off,
                                paused,
                                exempt_place,
                                exempt_zone,
                                outside_hours,
                                halted,
                                budget_spent,
                                limits: &limits,
                                trouble,
                                clock,
                                incognito,
                                url,
                                frame_url,
                                frame_origin: None,
                            };
                            let expected = bad_policy
                                .or(exempt_place.then_some(Reason::ExemptPlace))
                                .or(exempt_zone.then_some(Reason::ExemptZone))
                                .or(bad_consent)
                                .or(widened.then_some(Reason::Widened))
                                .or(off.then_some(Reason::Off))
                                .or(paused.then_some(Reason::Paused))
                                .or(outside_hours.then_some(Reason::OutsideHours))
                                .or(halted.then_some(Reason::Halted))
                                .or(budget_spent.then_some(Reason::BudgetSpent))
                                .or(trouble.then_some(Reason::Trouble))
                                .or(clock.then_some(Reason::Clock))
                                .or(incognito.then_some(Reason::Incognito))
                                .or(first_of(bad_url, bad_frame));
                            assert_eq!(decide(&circumstances).err(), expected, "{circumstances:?}");
                            asked += 1;
                            recorded += u32::from(expected.is_none());
                        }
                    }
                }
            }
        }
        assert_eq!((asked, recorded), (6 * 3 * 2048 * 5 * 5, 1));
    }

    /// What the policy says of the page and of the frame comes before what they are for, and that before what the person
    /// has left out.
    fn first_of(page: Option<Reason>, frame: Option<Reason>) -> Option<Reason> {
        let of_policy = |reason: &Reason| !matches!(reason, Reason::SensitivePage | Reason::LeftOut);
        let is_for = |reason: &Reason| *reason == Reason::SensitivePage;
        let first = page.filter(of_policy).or(frame.filter(of_policy));
        first.or(page.filter(is_for)).or(frame.filter(is_for)).or(page).or(frame)
    }

    #[test]
    fn ones_own_limits_leave_out_and_narrow_and_never_widen() {
        let policy = policy("http://127.0.0.1:8417", "US");
        let limits = Limits { no_frames: true, no_keys: true, ..Limits::default() };
        let limited = Circumstances { limits: &limits, ..all_agree(&policy) };
        let site = decide(&limited).unwrap();
        assert!(site.clicks && !site.keys && site.frames == Frames::Off);
        let own = Limits { sites: vec!["ide.example".to_owned()], ..Limits::default() };
        let mut open = policy.clone();
        open.blocked.clear();
        for (url, frame_url, frame_origin) in [
            (PAGE, "https://preview.example/", None),
            ("https://preview.example/", PAGE, None),
            ("https://preview.example/", "about:blank", Some("https://ide.example")),
        ] {
            let circumstances = Circumstances { url, frame_url, frame_origin, ..all_agree(&open) };
            assert!(decide(&circumstances).is_ok(), "positive control: {url} {frame_url}");
            let left_out = Circumstances { limits: &own, ..circumstances };
            assert_eq!(decide(&left_out).err(), Some(Reason::LeftOut), "{url} {frame_url}");
        }
    }

    #[test]
    fn a_frame_without_an_address_counts_as_what_made_it() {
        let policy = policy("http://127.0.0.1:8417", "US");
        // On the page's own host something is blocked, so nothing without an address is recorded there.
        let mut open = policy.clone();
        open.blocked.retain(|pattern| !pattern.as_str().contains("ide.example"));
        let own = Some("https://ide.example");
        let other = Some("https://preview.example");
        for (policy, frame_url, frame_origin, expected) in [
            (&open, "about:blank", own, Ok(())),
            (&open, "about:srcdoc", own, Ok(())),
            (&open, "about:blank#x", own, Ok(())),
            (&open, "blob:https://ide.example/0000", own, Ok(())),
            (&open, "about:blank", other, Ok(())),
            (&open, "about:blank", None, Err(Reason::NotAllowedSite)),
            (&open, "about:srcdoc", Some("null"), Err(Reason::NotAllowedSite)),
            (&open, "about:blank", Some("https://news.example"), Err(Reason::NotAllowedSite)),
            (&open, "about:blank", Some("https://mail.google.com"), Err(Reason::BlockedSite)),
            (&open, "about:blank", Some("https://bare.example"), Err(Reason::NotAllowedSite)),
            (&open, "about:blankets", own, Err(Reason::NotAllowedSite)),
            (&open, "data:text/html,x", own, Err(Reason::NotAllowedSite)),
            (&open, "https://news.example/", own, Err(Reason::NotAllowedSite)),
            (&policy, "about:blank", own, Err(Reason::BlockedSite)),
        ] {
            let circumstances = Circumstances { frame_url, frame_origin, ..all_agree(policy) };
            assert_eq!(decide(&circumstances).map(|_| ()), expected, "{frame_url} {frame_origin:?}");
        }
    }

    /// Nor is it known which page of an origin made it where the person has left one of them out.
    #[test]
    fn a_frame_without_an_address_may_be_of_a_page_that_is_left_out() {
        let mut policy = policy("http://127.0.0.1:8417", "US");
        policy.blocked.clear();
        let own = Limits { sites: vec!["https://ide.example/own/*".to_owned()], ..Limits::default() };
        for frame_url in ["about:blank", "about:srcdoc", "blob:https://ide.example/0000"] {
            let circumstances = Circumstances { frame_url, limits: &own, ..all_agree(&policy) };
            assert_eq!(decide(&circumstances).err(), Some(Reason::LeftOut), "{frame_url}");
        }
    }

    #[test]
    fn a_frame_of_another_site_gets_what_both_sites_allow() {
        let policy = policy("http://127.0.0.1:8417", "US");
        let alone = all_agree(&policy);
        let site = decide(&alone).unwrap();
        assert!(matches!(site, Cow::Borrowed(_)));
        assert!(site.keys && site.trust_canvas, "positive control");
        let both = decide(&Circumstances { frame_url: "https://preview.example/", ..alone }).unwrap();
        assert!(!both.keys && both.clicks && !both.trust_canvas);
        assert_eq!(both.frames, Frames::Full);
        assert_eq!(both.mask_selectors, [".b", ".a"]);
        let bare = decide(&Circumstances { frame_url: "https://bare.example/a/b", ..alone }).unwrap();
        assert_eq!(bare.frames, Frames::Off);
    }
}
