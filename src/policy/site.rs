//! What is recorded on a site.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::Pattern;

/// Keys of an entry of `sites`.
pub const SITE_KEYS: [&str; 9] =
    ["aria", "clicks", "frames", "keys", "maskSelectors", "match", "surfaceSelectors", "trustCanvas", "trustTerminal"];

/// One entry of `sites`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// `match` as the policy has it: a match pattern or a preset.
    pub label: String,
    /// The patterns behind it.
    pub patterns: Vec<Pattern>,
    /// Whether keys and text are recorded.
    pub keys: bool,
    /// Whether clicks are recorded.
    pub clicks: bool,
    /// Which pictures are taken.
    pub frames: Frames,
    /// CSS selectors of what is masked and not recorded.
    pub mask_selectors: Vec<String>,
    /// CSS selectors of what pictures and snapshots show where they show surfaces only.
    pub surface_selectors: Vec<String>,
    /// Whether canvases may be seen in pictures.
    pub trust_canvas: bool,
    /// Whether what is typed in a terminal without readable rows may be recorded.
    pub trust_terminal: bool,
    /// Whether accessibility snapshots are taken: of the surfaces, unless pictures show the page. Written down by whoever
    /// writes sites down: the form is older than this.
    #[serde(skip)]
    pub aria: bool,
}

/// Which pictures are taken, from the narrowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Frames {
    /// None.
    Off,
    /// Only the elements of `surface_selectors`, with everything sensitive in them filled.
    Surface,
    /// The page, with everything sensitive filled.
    Full,
}

impl Frames {
    /// The setting, as the policy has it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Surface => "surface",
            Self::Full => "full",
        }
    }

    /// Whether a document may be in a picture at all.
    pub fn are_taken(self) -> bool {
        self != Self::Off
    }
}

impl Site {
    /// Whether a picture of a page would show any of it. Without selectors there is no surface.
    fn is_pictured(&self) -> bool {
        match self.frames {
            Frames::Off => false,
            Frames::Surface => !self.surface_selectors.is_empty(),
            Frames::Full => true,
        }
    }

    /// What both allow: the settings of a frame of this site, or of the page itself, in a page of that site. Surfaces are
    /// the frame's own.
    pub fn narrowed_by<'a>(&'a self, page: &Self) -> Cow<'a, Self> {
        if self == page && page.is_pictured() {
            return Cow::Borrowed(self);
        }
        let mut both = self.clone();
        both.keys &= page.keys;
        both.clicks &= page.clicks;
        both.frames = if page.is_pictured() { both.frames.min(page.frames) } else { Frames::Off };
        both.trust_canvas &= page.trust_canvas;
        both.trust_terminal &= page.trust_terminal;
        both.aria &= page.aria;
        let more = page.mask_selectors.iter().filter(|selector| !self.mask_selectors.contains(selector));
        both.mask_selectors.extend(more.cloned());
        Cow::Owned(both)
    }
}
