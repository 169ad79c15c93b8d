//! Whether what is assigned is a secret: a value, and not an expression, a type, a placeholder or talk of secrets.

use super::super::shape;
use super::Name;
use crate::Kind;
use crate::normal::ATOM;

/// Longest value that can turn out to be none: what is longer is not looked into, and read only once.
const CODE_MAX: usize = 512;

/// Something assigned to a telling name.
pub(super) struct Value<'a> {
    pub(super) name: Name,
    pub(super) word: &'a str,
    pub(super) text: &'a str,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) quoted: bool,
    /// Assigned without a space, as in a shell, an `.env` file or a query.
    pub(super) tight: bool,
    /// What comes right after it.
    pub(super) next: Option<char>,
}

/// Words that stand for a type or for nothing.
const EMPTY_WORDS: [&str; 26] = [
    "string",
    "str",
    "text",
    "bool",
    "boolean",
    "bytes",
    "number",
    "integer",
    "int",
    "object",
    "null",
    "nil",
    "none",
    "true",
    "false",
    "undefined",
    "unknown",
    "never",
    "required",
    "optional",
    "varchar",
    "char",
    "any",
    "void",
    "self",
    "this",
];

/// Words that speak of a secret, and so are none.
const SPEAKING: [&str; 12] =
    ["password", "passwd", "passphrase", "pwd", "secret", "token", "key", "value", "input", "field", "your", "example"];

impl Value<'_> {
    pub(super) fn kind(&self) -> Kind {
        match self.name {
            Name::Sure(kind) => kind,
            Name::Likely | Name::Header | Name::Cookie => Kind::Key,
        }
    }

    pub(super) fn is_secret(&self) -> bool {
        if self.text.is_empty() || self.is_placeholder() {
            return false;
        }
        if self.text.len() > CODE_MAX {
            return true;
        }
        match self.name {
            Name::Header => self.text.len() >= 4 && !self.text.starts_with(['$', '{', '<']),
            Name::Cookie => self.text.contains('='),
            Name::Likely => {
                self.text.len() >= 8
                    && is_one_word(self.text)
                    && !self.is_code()
                    && (shape::is_mixed(self.text) && has_digit(self.text) || self.text.len() >= 24 && self.quoted)
            }
            Name::Sure(_) if self.quoted => !self.speaks_of_itself(),
            Name::Sure(_) => !self.is_code() && !self.speaks_of_itself(),
        }
    }

    /// `${PASSWORD}`, `<password>`, `{{ secret }}`, `%s`, `***`, and tokens of our own.
    fn is_placeholder(&self) -> bool {
        let text = self.text;
        let one_character = text
            .chars()
            .next()
            .is_some_and(|first| matches!(first, '*' | 'x' | 'X' | '.' | '•') && text.chars().all(|c| c == first));
        let ours = text.chars().all(|c| c == ATOM);
        one_character
            || ours
            || text.starts_with(['<', '{'])
            || text.starts_with("${")
            || text.starts_with("$(")
            || (text.starts_with('%') && text.len() <= 2)
    }

    /// Whether an unquoted value is an expression, a name or a type rather than a value.
    fn is_code(&self) -> bool {
        if self.quoted {
            return false;
        }
        let text = self.text;
        let is_type = EMPTY_WORDS.contains(&text.to_ascii_lowercase().as_str());
        if is_type
            || text.contains('(')
            || text.contains('[')
            || text.starts_with(['$', '&', '@', '(', '*', '!']) && !has_digit(text)
        {
            return true;
        }
        let is_name = text.bytes().all(|b| shape::is_word(b) || matches!(b, b'.' | b':' | b'?'))
            && text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        let in_parts = text.split(['.', ':']).filter(|part| !part.is_empty()).count() > 1;
        // `self.password`, `process.env.TOKEN`, `Secret::new`: names joined by dots, unless digits make a value of it.
        if is_name && in_parts {
            return !text.split(['.', ':']).any(|part| has_digit(part) && shape::is_mixed(part) && part.len() > 6);
        }
        // One plain word: a variable after a spaced sign or among arguments, a value in a shell or a settings file.
        let plain = is_name && !has_digit(text);
        let compound = text.contains('_')
            || (text.bytes().any(|b| b.is_ascii_uppercase()) && text.bytes().any(|b| b.is_ascii_lowercase()));
        let argument = matches!(self.next, Some(',' | ')' | ';' | '<' | '>' | '|' | ']' | '}'));
        plain && (compound && !self.tight || argument || text.len() < 5 && !self.tight)
    }

    /// `"password": "Password"`, `password=password`, `"enter your password"`.
    fn speaks_of_itself(&self) -> bool {
        let lower = self.text.to_ascii_lowercase();
        let plain = lower
            .bytes()
            .all(|b| b.is_ascii_alphabetic() || matches!(b, b' ' | b'_' | b'-' | b'.' | b'\'' | b':' | b'?' | b'!'));
        plain && (SPEAKING.iter().any(|word| lower.contains(word)) || lower == self.word.to_ascii_lowercase())
    }
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

fn is_one_word(text: &str) -> bool {
    !text.contains(char::is_whitespace)
}
