//! What is known of a text besides its characters.

/// What kind of text it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// Text of a page, a message, a document: nothing is known.
    #[default]
    Text,
    /// An editor of code.
    Code,
    /// A terminal.
    Terminal,
    /// A field of a form: the text is its value, or a part of it.
    Field,
    /// A title or an accessible name.
    Title,
    /// An address, or a part of one.
    Url,
}

/// Where a text stands. The more is known, the more is found: a single word in a field labelled "API key" is a secret.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Context<'a> {
    /// What kind of text.
    pub place: Place,
    /// What names the field: label, accessible name, placeholder, `name` and `id`, joined by spaces; or none.
    pub label: &'a str,
    /// The field's `autocomplete` tokens (HTML, section 4.10.18.7), or none.
    pub autocomplete: &'a str,
}

impl<'a> Context<'a> {
    /// A text of this kind, and nothing else known.
    pub const fn of(place: Place) -> Self {
        Self { place, label: "", autocomplete: "" }
    }

    /// The value of a field.
    pub const fn field(label: &'a str, autocomplete: &'a str) -> Self {
        Self { place: Place::Field, label, autocomplete }
    }
}
