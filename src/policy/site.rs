//! What is recorded on a site.

use std::borrow::Cow;

use super::Pattern;

/// Keys of an entry of `sites`.
pub const SITE_KEYS: [&str; 7] = ["clicks", "frames", "keys", "maskSelectors", "match", "trustCanvas", "trustTerminal"];

/// One entry of `sites`.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// Whether canvases may be seen in pictures.
    pub trust_canvas: bool,
    /// Whether what is typed in a terminal without readable rows may be recorded.
    pub trust_terminal: bool,
}

/// Which pictures are taken, from the narrowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Frames {
    /// None.
    Off,
    /// Only named parts of the page. This version can't take such pictures and takes none.
    Surface,
    /// The page, with everything sensitive filled.
    Full,
}

impl Frames {
    /// Whether a picture is taken at all.
    pub fn are_taken(self) -> bool {
        self == Self::Full
    }
}

impl Site {
    /// What both allow: the settings of a frame of one site in a page of the other.
    pub fn narrowed_by<'a>(&'a self, other: &Self) -> Cow<'a, Self> {
        if self == other {
            return Cow::Borrowed(self);
        }
        let mut both = self.clone();
        both.keys &= other.keys;
        both.clicks &= other.clicks;
        both.frames = both.frames.min(other.frames);
        both.trust_canvas &= other.trust_canvas;
        both.trust_terminal &= other.trust_terminal;
        let more = other.mask_selectors.iter().filter(|selector| !self.mask_selectors.contains(selector));
        both.mask_selectors.extend(more.cloned());
        Cow::Owned(both)
    }
}
