//! What the first-run page tells of the policy: taken from the one in force, so that nothing else can be agreed to.

use super::Engine;
use super::effect::Effect;
use crate::message::{RecordedSite, Status, Terms};
use crate::policy::{Frames, Policy, Site};
use crate::time::WallMillis;

impl Engine {
    /// Answers with the terms of the policy in force; with none when there is no policy that can be used.
    pub(super) fn answer_terms(&mut self, now: WallMillis, request: u32) {
        let terms = self.policy.usable().ok().map(terms_of);
        let status = Box::new(Status { terms, ..self.status(now, None) });
        self.effects.push(Effect::Answer { request, status });
    }
}

/// Every key is taken apart by name, so that a new one does not compile until it was decided what the person is told.
fn terms_of(policy: &Policy) -> Terms {
    let Policy {
        endpoint,
        // Who may append, and whose receipts count, changes nothing for the person.
        token: _,
        server_keys: _,
        recipient_keys,
        notice,
        sites,
        blocked,
        region,
        // Where they hold the policy's own region, nothing is asked.
        exempt_regions: _,
        extra_rules,
        hold_minutes,
        pseudonym_days,
        frame_quality,
        frame_long_edge,
        retention_days,
        // How much is recorded, not what.
        budgets: _,
        digest,
    } = policy;
    let own = policy.own_blocks();
    Terms {
        sites: sites.iter().map(site_of).collect(),
        endpoint: endpoint.origin(),
        recipient_keys: recipient_keys.iter().map(|key| key.id.clone()).collect(),
        hold_minutes: *hold_minutes,
        retention_days: *retention_days,
        pseudonym_days: *pseudonym_days,
        region: region.to_string(),
        frame_quality: *frame_quality,
        frame_long_edge: *frame_long_edge,
        shipped_blocks: blocked.len() - own.len(),
        blocked_sites: own.iter().map(|pattern| pattern.as_str().to_owned()).collect(),
        extra_rules: extra_rules.rules().len(),
        notice: notice.clone(),
        policy: digest.to_string(),
    }
}

fn site_of(site: &Site) -> RecordedSite {
    let Site {
        label,
        // What the label says in short.
        patterns: _,
        keys,
        clicks,
        frames,
        // These take away from what is recorded; without surfaces there is no picture of them.
        mask_selectors: _,
        surface_selectors,
        trust_canvas,
        trust_terminal,
        aria,
    } = site;
    let has_none = *frames == Frames::Surface && surface_selectors.is_empty();
    RecordedSite {
        label: label.clone(),
        keys: *keys,
        clicks: *clicks,
        frames: if has_none { Frames::Off } else { *frames },
        trust_canvas: *trust_canvas,
        trust_terminal: *trust_terminal,
        aria: *aria && (*frames == Frames::Full || !surface_selectors.is_empty()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::policy::{Build, parse};

    fn told(policy: &Value) -> Value {
        let policy = parse(&policy.to_string(), Build::Released).policy.unwrap();
        serde_json::to_value(terms_of(&policy)).unwrap()
    }

    #[test]
    fn everything_in_a_policy_that_matters_to_the_person_is_told() {
        let key = |byte: u8| crate::base64url::encode(&[byte; 32]);
        let notice = json!({
            "controller": "Example Inc.", "contact": "privacy@example.com", "legalBasis": "Consent",
            "recipients": "The training team", "retention": "90 days", "rights": "Access and erasure",
            "agreement": "2026/7",
        });
        let told = told(&json!({
            "endpoint": "https://candor.example/ingest",
            "token": "secret",
            "recipientKeys": [{ "id": "team-1", "public": key(1) }, { "id": "team-2", "public": key(2) }],
            "serverKeys": [{ "id": "server-1", "public": key(3) }],
            "region": "US-NY",
            "holdMinutes": 90, "retentionDays": 90, "pseudonymDays": 7, "frameQuality": 60, "frameLongEdge": 1280,
            "sites": [
                { "match": "preset:web-ides", "trustTerminal": true },
                { "match": "https://ide.example/*", "frames": "surface", "surfaceSelectors": [".a"], "keys": "off",
                  "aria": "on" },
                { "match": "https://bare.example/*", "clicks": "off", "trustCanvas": true, "aria": "on" },
            ],
            "blockedSites": ["https://ide.example/private/*"],
            "extraRules": [{ "literals": ["Tidepool", "Müller"] }, { "prefix": "acme_" }],
            "notice": notice.clone(),
        }));
        let site = |label: &str, [keys, clicks]: [bool; 2], frames: &str, [canvas, terminal, aria]: [bool; 3]| {
            json!({
                "label": label, "keys": keys, "clicks": clicks, "frames": frames, "trustCanvas": canvas,
                "trustTerminal": terminal, "aria": aria,
            })
        };
        let shipped = told["shippedBlocks"].as_u64().unwrap();
        let digest = told["policy"].as_str().unwrap().to_owned();
        assert!(shipped > 200 && digest.len() == 64);
        assert_eq!(
            told,
            json!({
                "sites": [
                    site("preset:web-ides", [true, true], "full", [false, true, false]),
                    site("https://ide.example/*", [false, true], "surface", [false, false, true]),
                    // Without a surface there is nothing to be told of.
                    site("https://bare.example/*", [true, false], "off", [true, false, false]),
                ],
                "endpoint": "https://candor.example",
                "recipientKeys": ["team-1", "team-2"],
                "holdMinutes": 90, "retentionDays": 90, "pseudonymDays": 7, "region": "US-NY",
                "frameQuality": 60, "frameLongEdge": 1280,
                "shippedBlocks": shipped,
                "blockedSites": ["https://ide.example/private/*"],
                "extraRules": 3,
                "notice": notice,
                "policy": digest,
            })
        );
    }

    #[test]
    fn on_this_machine_there_need_be_no_notice_and_no_key() {
        let told = told(&json!({
            "endpoint": "http://127.0.0.1:8417", "region": "US", "sites": [{ "match": "preset:web-ides" }],
        }));
        assert_eq!([&told["notice"], &told["recipientKeys"]], [&Value::Null, &json!([])]);
        assert_eq!(told["extraRules"], 0);
    }
}
