//! Reading from a name to what is assigned to it.

use super::super::shape;
use super::{Name, Value};

/// A place in a text.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn rest(self) -> &'a str {
        &self.text[self.at..]
    }

    pub(super) fn peek(self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn starts(self, c: char) -> bool {
        self.rest().starts_with(c)
    }

    pub(super) fn skip(self, bytes: usize) -> Self {
        Self { at: self.at + bytes, ..self }
    }

    pub(super) fn skip_any_of(self, chars: &[char]) -> Self {
        if self.rest().starts_with(chars) { self.skip(1) } else { self }
    }

    pub(super) fn skip_spaces(self) -> Self {
        self.skip(self.rest().bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count())
    }

    pub(super) fn skip_quote(self) -> (Self, bool) {
        if self.rest().starts_with(['"', '\'', '`']) { (self.skip(1), true) } else { (self, false) }
    }

    /// Steps over what assigns or compares: `?` stands for an operator after which only a quoted value counts.
    pub(super) fn operator(self) -> Option<(Self, char)> {
        const OPERATORS: [(&str, char); 9] = [
            ("===", '?'),
            ("!==", '?'),
            ("==", '?'),
            ("!=", '?'),
            ("=>", '?'),
            ("::", 'x'),
            (":=", '='),
            ("=", '='),
            (":", ':'),
        ];
        let (sign, operator) = OPERATORS.iter().find(|(sign, _)| self.rest().starts_with(sign))?;
        (*operator != 'x').then(|| (self.skip(sign.len()), *operator))
    }

    /// For `: &str = "…"`: the place after the equals sign.
    pub(super) fn after_type_annotation(self) -> Option<Self> {
        let is_type = |b: &u8| {
            shape::is_word(*b) || matches!(b, b'&' | b'<' | b'>' | b'[' | b']' | b'|' | b'?' | b' ' | b':' | b'.')
        };
        let length = self.rest().bytes().take(40).take_while(|b| is_type(b)).count();
        let sign = self.skip(length);
        let begins_like_a_type = self.rest().starts_with(|c: char| c.is_ascii_alphabetic() || c == '&');
        let assigned = begins_like_a_type && sign.starts('=') && !sign.rest().starts_with("==");
        let value = sign.skip(usize::from(assigned)).skip_spaces();
        (assigned && value.rest().starts_with(['"', '\'', '`'])).then_some(value)
    }

    /// Steps over `Bearer ` and its like.
    pub(super) fn after_scheme(self) -> Option<Self> {
        let length = self.rest().bytes().take(24).take_while(|b| b.is_ascii_alphabetic() || *b == b'-').count();
        let credentials = self.skip(length).skip_spaces();
        (length > 0 && credentials.at > self.at + length).then_some(credentials)
    }

    pub(super) fn line_end(self) -> usize {
        self.rest().find(['\n', '\r', '"', '\'']).map_or(self.text.len(), |at| self.at + at)
    }

    pub(super) fn credentials_end(self) -> usize {
        let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | ')' | '}' | '\\');
        self.rest().find(ends).map_or(self.text.len(), |at| self.at + at)
    }

    pub(super) fn word_end(self) -> usize {
        let mut at = self.at;
        while let Some(c) = (Reader { at, ..self }).peek() {
            if c.is_whitespace() || matches!(c, ',' | ';' | '&' | ')' | '}' | ']' | '"' | '\'' | '`' | '<' | '>' | '|')
            {
                break;
            }
            at += c.len_utf8();
        }
        at
    }

    /// Where the quotation ends: at its quote, or unfinished at the end of the line. A quotation inside another,
    /// `\"password\": \"…\"`, opens and ends with an escaped quote.
    pub(super) fn quoted_end(self, quote: char, nested: bool) -> usize {
        let mut escaped = false;
        for (at, c) in self.rest().char_indices() {
            match c {
                '\n' => return self.at + at,
                c if c == quote && !escaped => return self.at + at,
                c if c == quote && nested => return self.at + at - 1,
                _ => escaped = c == '\\' && !escaped,
            }
        }
        self.text.len()
    }

    pub(super) fn value(self, name: Name, word: &'a str, end: impl FnOnce(Self) -> usize, tight: bool) -> Value<'a> {
        let end = end(self).max(self.at);
        let next = self.text[end..].chars().next();
        Value { name, word, text: &self.text[self.at..end], start: self.at, end, quoted: false, tight, next }
    }
}
