//! What the first-run page is told: the policy as far as it matters to the person who is asked to agree to it.

use serde::Serialize;

use crate::policy::{Frames, Notice};

/// What the person is asked to agree to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Terms {
    /// What is recorded. The first that matches a page counts.
    pub sites: Vec<RecordedSite>,
    /// Where it is sent to: origin of the endpoint.
    pub endpoint: String,
    /// Ids of the keys it may be sealed to, of which the first is used; without any it is not sealed.
    pub recipient_keys: Vec<String>,
    /// Minutes for which everything is held before it is sent.
    pub hold_minutes: u32,
    /// Days after which the data is to be deleted.
    pub retention_days: u16,
    /// Days after which the pseudonym changes.
    pub pseudonym_days: u16,
    /// Where the people are whom the policy is for.
    pub region: String,
    /// JPEG quality of pictures, 1 to 100.
    pub frame_quality: u8,
    /// Longer edge of a picture in pixels, at most.
    pub frame_long_edge: u16,
    /// How many addresses are on the shipped list of what is never recorded.
    pub shipped_blocks: usize,
    /// What the policy adds to it, as match patterns.
    pub blocked_sites: Vec<String>,
    /// How many rules the policy has for what is taken out, besides the built-in ones.
    pub extra_rules: usize,
    /// Who processes the data, and on what terms. Only a policy for this machine can lack it.
    pub notice: Option<Notice>,
    /// Digest of the policy.
    pub policy: String,
}

/// An entry of the policy's sites.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RecordedSite {
    /// A match pattern or a preset.
    pub label: String,
    /// Whether keys and text are recorded.
    pub keys: bool,
    /// Whether clicks are recorded.
    pub clicks: bool,
    /// Which pictures are taken: none, too, where surfaces are to be seen and there are none.
    pub frames: Frames,
    /// Whether canvases and videos may be seen in pictures.
    pub trust_canvas: bool,
    /// Whether what is typed in a terminal whose rows can't be read is recorded.
    pub trust_terminal: bool,
    /// Whether the elements of a page are recorded, by their roles and names.
    pub aria: bool,
}
