//! What an action was aimed at.

use serde::{Deserialize, Serialize};

/// An element, described before the page reacted. `T` is the type of text: [`crate::raw::Raw`] on the way in,
/// [`crate::raw::Scrubbed`] in the spool, `String` for a reader.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Target"))]
#[serde(rename_all = "camelCase")]
pub struct Target<T> {
    /// Lower-case tag name.
    pub tag: T,
    /// ARIA role, explicit or implied by the tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<T>,
    /// Which family names the element best, and how many elements it matched.
    pub primary: Primary,
    /// Every family that has something to say.
    pub selectors: Selectors<T>,
    /// CSS selectors of the shadow hosts around the element, outermost first. Selectors count inside the innermost.
    pub shadow: Vec<T>,
    /// The element's box in CSS pixels of its frame's viewport.
    pub rect: Rect,
    /// How the element takes text, if it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub editable: Option<Editable>,
    /// The element's `ref` in the accessibility snapshots of its document: of the nearest element around it that is in them.
    /// Absent where none are taken, or none was before it was described.
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    pub reference: Option<T>,
    /// Set when the element is sensitive: then nothing of its text, name or value is here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sensitive: Option<Sensitive>,
}

/// The selector to try first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Primary {
    /// Its family.
    pub family: Family,
    /// How many elements it matched when the action happened; absent when that was not checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matches: Option<u32>,
}

/// A family of selectors, in the order in which Playwright prefers them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Family {
    /// A test id attribute.
    TestId,
    /// ARIA role and accessible name.
    Role,
    /// The text of the element's label.
    Label,
    /// The placeholder of a field.
    Placeholder,
    /// The element's own text.
    Text,
    /// A CSS selector.
    Css,
    /// An XPath expression.
    Xpath,
}

/// One selector of each family.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Selectors"))]
#[serde(rename_all = "camelCase")]
pub struct Selectors<T> {
    /// Value of `data-testid`, `data-test-id` or `data-test`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test_id: Option<T>,
    /// Accessible name; counts together with `role` of the target.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<T>,
    /// Text of the element's label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<T>,
    /// Placeholder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<T>,
    /// Own text, white space folded, at most 80 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<T>,
    /// CSS: attributes of an allow-list and positions, no generated class names or ids.
    pub css: T,
    /// XPath by tag names and positions.
    pub xpath: T,
}

/// A box in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// A point in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// How an element takes text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Editable {
    /// `input` or `textarea`.
    Input,
    /// `contenteditable`.
    ContentEditable,
    /// An element with an `EditContext`.
    EditContext,
    /// The helper field of a terminal emulator.
    Terminal,
    /// A canvas that has the focus.
    Canvas,
}

/// Why an element is sensitive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Sensitive {
    /// A password, or a field that was one once.
    Password,
    /// A one-time code.
    OneTimeCode,
    /// Payment card data.
    Card,
    /// The page, or the policy, marks it as private.
    Private,
}

impl<T> Target<T> {
    /// The same target with every text mapped by `f`.
    pub fn map<U>(self, mut f: impl FnMut(T) -> U) -> Target<U> {
        let selectors = self.selectors;
        Target {
            tag: f(self.tag),
            role: self.role.map(&mut f),
            primary: self.primary,
            selectors: Selectors {
                test_id: selectors.test_id.map(&mut f),
                name: selectors.name.map(&mut f),
                label: selectors.label.map(&mut f),
                placeholder: selectors.placeholder.map(&mut f),
                text: selectors.text.map(&mut f),
                css: f(selectors.css),
                xpath: f(selectors.xpath),
            },
            shadow: self.shadow.into_iter().map(&mut f).collect(),
            rect: self.rect,
            editable: self.editable,
            reference: self.reference.map(&mut f),
            sensitive: self.sensitive,
        }
    }
}
