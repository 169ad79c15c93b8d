//! What is wrong with a policy, and what goes wrong: codes and what is to be filled into their texts. The texts are those of
//! the extension's `_locales`, so that a page tells them in its own language.

use serde::Serialize;

/// A rejected key of the policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PolicyProblem {
    /// Path of the key, such as `sites[2].match`; empty for the policy as a whole.
    pub key: String,
    /// What is wrong with it.
    pub wrong: Wrong,
    /// What its text has in the places of `$1`, `$2` and `$3`. The last of what is [wanted](Wrong::wants) may be what kind of
    /// value was found instead, which has a text of its own.
    pub values: Vec<String>,
}

/// What is wrong with a key of the policy. Its text (`wrong_…`) goes on after the key's name, and says what would be right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "each says what its text says")]
pub enum Wrong {
    NotJson,
    WantsObject,
    WantsList,
    WantsText,
    WantsFlag,
    WantsNumber,
    WantsWord,
    WantsPolicyOrRules,
    Unknown,
    UnknownMeant,
    Empty,
    MissingEndpoint,
    MissingRegion,
    MissingSites,
    MissingMatch,
    MissingId,
    MissingPublic,
    MissingController,
    MissingContact,
    MissingLegalBasis,
    MissingRecipients,
    MissingRetention,
    MissingRights,
    NoRegion,
    NoRegionUk,
    NoRegionGroup,
    NoToken,
    NoKeyId,
    KeyIdTwice,
    NoKey,
    ExampleKey,
    NoSelector,
    NoPreset,
    PatternForm,
    PatternScheme,
    PatternHost,
    PatternPort,
    PatternPath,
    EndpointAddress,
    EndpointInsecure,
    EndpointCredentials,
    EndpointPath,
    ManyRules,
    ManyLiterals,
    ManyPatterns,
    Characters,
    Bytes,
    MostBytes,
    RuleNone,
    RuleSeveral,
    LeastAboveMost,
    RegexNone,
    RegexEmpty,
    PatternsMissing,
    PatternsNotLoaded,
}

/// Something that the person should know of. Its text (`fault_…`) says what it means and what helps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Fault {
    /// What.
    pub kind: FaultKind,
    /// What its text has in the place of `$1`, as the browser or the server has said it.
    pub detail: String,
}

/// See [`Fault`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum FaultKind {
    /// A key file can't be opened.
    Locked,
    /// The browser's storage takes nothing.
    Storage,
    /// Something of what is held can't be read.
    Unread,
    /// Something of what was held is lost.
    Lost,
    /// A batch could not be made of what is held.
    Cut,
    /// The server's receipt does not hold.
    Receipt,
    /// The server takes this browser's token for none.
    Token,
    /// The server refuses a batch.
    Refused,
    /// The server does not answer.
    Silent,
    /// The server answers with an error.
    Answers,
    /// What was about to be sent was erased on the server.
    ErasedElsewhere,
    /// What is to be erased is on a server that the policy does not name any more.
    Elsewhere,
    /// The server's word that something is erased does not hold.
    Word,
}

impl FaultKind {
    /// This, with what was said about it.
    pub fn with(self, detail: impl Into<String>) -> Fault {
        Fault { kind: self, detail: detail.into() }
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod english {
    use std::fmt;
    use std::sync::LazyLock;

    use super::{PolicyProblem, Wrong};
    use crate::json::Json;

    static TEXTS: LazyLock<Json> =
        LazyLock::new(|| Json::parse(include_str!("../../extension/_locales/en/messages.json")).unwrap_or(Json::Null));

    fn text(key: &str) -> Option<&'static str> {
        TEXTS.get(key)?.get("message")?.text()
    }

    fn words(wrong: Wrong, values: &[String]) -> String {
        let code = serde_json::to_value(wrong).unwrap_or_default();
        let code = code.as_str().unwrap_or_default();
        let mut words = text(&format!("wrong_{code}")).unwrap_or(code).to_owned();
        for (place, value) in values.iter().enumerate() {
            let kind = code.starts_with("wants").then(|| text(&format!("json_{value}"))).flatten();
            words = words.replace(&format!("${}", place + 1), kind.unwrap_or(value));
        }
        words
    }

    /// In English, to go on after the key's name.
    impl fmt::Display for PolicyProblem {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(&words(self.wrong, &self.values))
        }
    }

    /// The same of a value by itself.
    impl fmt::Display for Wrong {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(&words(*self, &[]))
        }
    }

    impl std::error::Error for Wrong {}
}
