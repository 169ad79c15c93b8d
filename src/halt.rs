//! The ingest API's word on whether recording is to stop. It can stop recording, and end a stop of its own; it can never
//! start recording or widen it.
//!
//! Whoever asks sends a random nonce, and the answer repeats it under the signature: so it is an answer to this question,
//! and neither an old "go on" nor an old "stop" can be played again, whatever the clocks say. What a signed word has
//! stopped only another signed word ends, an update, or a policy that names another endpoint.
//!
//! The signature is as that of a [`crate::receipt::Receipt`], of the kind `halt`, over the fields in the order of [`Halt`].

use serde::{Deserialize, Serialize};

use crate::base64url;
use crate::json::Json;
use crate::receipt::{Issuer, ReceiptError, ServerKey, VERSION, check_signature, fields_to_sign};

/// Path of the question, before the nonce.
pub const PATH: &str = "/v1/halt?nonce=";

/// Most characters of a reason.
pub const REASON: usize = 120;

/// What the operator of a server has said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Order {
    /// Nobody records.
    pub halt: bool,
    /// Versions of the extension below this one do not record, such as `1.2.0`; empty for none.
    pub min_version: String,
    /// Nor do those whose rules of the scrubber have a lower number.
    pub min_rules: u32,
    /// Why, for the people who are recorded; at most [`REASON`] characters of it are shown.
    pub reason: String,
}

/// The server's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Halt {
    /// [`VERSION`].
    pub v: u32,
    /// The nonce of the question.
    pub nonce: String,
    /// What the operator has said.
    #[serde(flatten)]
    pub order: Order,
    /// Id of the key that signs.
    pub server_key: String,
    /// The signature; base64url without padding.
    #[serde(with = "crate::base64url")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub signature: [u8; 64],
}

impl Order {
    /// Whether an extension of this version, with rules of this number, is to stop.
    pub fn stops(&self, version: &str, rules: u32) -> bool {
        self.halt || rules < self.min_rules || is_below(version, &self.min_version)
    }
}

impl Halt {
    /// Signs what the operator has said as the answer to a question.
    pub fn issue(order: Order, nonce: String, issuer: &Issuer) -> Self {
        let mut halt = Self { v: VERSION, nonce, order, server_key: issuer.id().to_owned(), signature: [0; 64] };
        halt.signature = issuer.sign(&halt.signing_input());
        halt
    }

    /// Reads a server's answer. Nothing when it is none, which says nothing yet of one that is.
    pub fn read(body: &[u8]) -> Option<Self> {
        let json = Json::parse(std::str::from_utf8(body).ok()?).ok()?;
        let text = |name| Some(json.get(name)?.text()?.to_owned());
        let number = |name| u32::try_from(json.get(name)?.whole()?).ok();
        Some(Self {
            v: number("v")?,
            nonce: text("nonce")?,
            order: Order {
                halt: match json.get("halt")? {
                    Json::Bool(halt) => *halt,
                    _ => return None,
                },
                min_version: text("minVersion")?,
                min_rules: number("minRules")?,
                reason: text("reason")?,
            },
            server_key: text("serverKey")?,
            signature: base64url::decode(&text("signature")?)?,
        })
    }

    /// Checks version and signature against the servers' keys.
    ///
    /// # Errors
    /// As for [`crate::receipt::Receipt::verify`].
    pub fn verify(&self, keys: &[ServerKey]) -> Result<(), ReceiptError> {
        check_signature(self.v, &self.server_key, keys, &self.signing_input(), &self.signature)
    }

    fn signing_input(&self) -> Vec<u8> {
        let Order { halt, min_version, min_rules, reason } = &self.order;
        let halt = if *halt { "true" } else { "false" };
        let (v, min_rules) = (self.v.to_string(), min_rules.to_string());
        fields_to_sign("halt", &[&v, &self.nonce, halt, min_version, &min_rules, reason, &self.server_key])
    }
}

/// Whether a version is one: one to four whole numbers with points between them, as in an extension's manifest.
pub fn is_version(text: &str) -> bool {
    text.split('.').count() <= 4 && text.split('.').all(|part| part.parse::<u32>().is_ok())
}

/// Whether a version comes before another. What is no number is as high as can be in the one that is asked for.
fn is_below(version: &str, least: &str) -> bool {
    let part = |text: &str, place: usize, other| match text.split('.').nth(place) {
        None | Some("") => 0,
        Some(part) => part.parse::<u32>().unwrap_or(other),
    };
    let parts = (0..4).map(|place| (part(version, place, 0), part(least, place, u32::MAX)));
    parts.into_iter().find(|(have, need)| have != need).is_some_and(|(have, need)| have < need)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order() -> Order {
        Order { halt: true, min_version: "1.2".into(), min_rules: 3, reason: "A rule lets names through".into() }
    }

    #[test]
    fn the_servers_word_survives_json_and_no_change() {
        type Change = fn(&mut Halt);
        let issuer = Issuer::new("server-1".into(), &[5; 32]);
        let keys = [issuer.server_key()];
        let halt = Halt::issue(order(), "abc".into(), &issuer);
        let read = Halt::read(&serde_json::to_vec(&halt).unwrap()).unwrap();
        assert_eq!(read, halt);
        assert_eq!(read.verify(&keys), Ok(()));
        let changes: &[Change] = &[
            |halt| halt.nonce.push('x'),
            |halt| halt.order.halt = false,
            |halt| halt.order.min_version.clear(),
            |halt| halt.order.min_rules = 0,
            |halt| halt.order.reason.clear(),
            |halt| halt.signature[0] ^= 1,
        ];
        for (index, change) in changes.iter().enumerate() {
            let mut changed = halt.clone();
            change(&mut changed);
            assert_eq!(changed.verify(&keys), Err(ReceiptError::Signature), "case {index}");
        }
        let other = Issuer::new("server-1".into(), &[6; 32]).server_key();
        assert_eq!(halt.verify(&[other]), Err(ReceiptError::Signature));
        assert_eq!(halt.verify(&[]), Err(ReceiptError::UnknownKey("server-1".into())));
        for wrong in ["", "{}", r#"{"halt":false}"#] {
            assert_eq!(Halt::read(wrong.as_bytes()), None, "{wrong}");
        }
    }

    #[test]
    fn an_order_stops_whom_it_is_for() {
        let none = Order::default();
        let least = |min_version: &str| Order { min_version: min_version.into(), ..Order::default() };
        for (order, stops) in [
            (none.clone(), false),
            (Order { halt: true, ..none.clone() }, true),
            (Order { min_rules: 2, ..none.clone() }, false),
            (Order { min_rules: 3, ..none }, true),
            (least("1.2.9"), false),
            (least("1.2.10"), false),
            (least("1.2.10.0"), false),
            (least("1.2.10.1"), true),
            (least("1.2.11"), true),
            (least("1.10"), true),
            (least("1"), false),
            (least("2"), true),
            (least("0.99.99.99"), false),
            (least("soon"), true),
        ] {
            assert_eq!(order.stops("1.2.10", 2), stops, "{order:?}");
        }
    }

    #[test]
    fn a_version_is_that_of_a_manifest() {
        for (text, is) in
            [("1", true), ("1.2.3.4", true), ("", false), ("1.2.3.4.5", false), ("1.x", false), ("1.", false)]
        {
            assert_eq!(is_version(text), is, "{text}");
        }
    }
}
