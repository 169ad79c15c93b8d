//! Reading what is assigned, from behind the sign.

use super::Sign;
use crate::scan::{Scan, is_word, work};

/// Longest value that is read: what is longer is a document.
const VALUE_MAX: usize = 4096;

/// Something assigned.
#[derive(Clone, Copy, Debug)]
pub(in crate::rules) struct Value<'a> {
    pub(in crate::rules) text: &'a str,
    pub(in crate::rules) start: usize,
    pub(in crate::rules) end: usize,
    pub(in crate::rules) quoted: bool,
    /// Assigned without a space, as in a shell, an `.env` file or a query.
    pub(in crate::rules) tight: bool,
    /// Taken out of a call: `decode("…")`.
    pub(in crate::rules) wrapped: bool,
    /// What comes right after it.
    pub(in crate::rules) next: u8,
    /// Whether an equals sign comes after it: it is a type.
    pub(in crate::rules) before_equals: bool,
    pub(in crate::rules) sign: Sign,
}

/// A place in a text.
#[derive(Clone, Copy)]
pub(in crate::rules) struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    begin: usize,
}

impl<'a> Reader<'a> {
    /// A reader that stands behind a sign.
    pub(in crate::rules) fn of(scan: &Scan<'a>, at: usize) -> Self {
        Self { text: scan.text, bytes: scan.bytes, at, begin: at }
    }

    fn byte(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(b'\n')
    }

    fn skip_while(&mut self, most: usize, test: impl Fn(u8) -> bool) -> usize {
        let length = self.bytes[self.at..].iter().take(most).take_while(|byte| test(**byte)).count();
        self.at += length;
        length
    }

    fn is_quote(&self) -> bool {
        matches!(self.byte(0), b'"' | b'\'' | b'`')
    }

    /// To the end of the line or of the quotation: a cookie.
    pub(in crate::rules) fn to_line_end(mut self) -> Option<Value<'a>> {
        self.skip_while(8, |byte| matches!(byte, b' ' | b'"' | b'\'' | b','));
        Some(self.until(Sign::Colon, |byte| matches!(byte, b'\n' | b'\r' | b'"' | b'\'')))
    }

    /// What an element holds that is closed at `end`.
    pub(in crate::rules) fn within(scan: &Scan<'a>, end: usize) -> Option<Value<'a>> {
        let end = end - if scan.bytes[..end].ends_with(b"]]>") { 3 } else { 0 };
        let low = scan.low(end, 512);
        let start = low + scan.bytes[low..end].iter().rposition(|byte| matches!(byte, b'>' | b'[' | b'\n'))?;
        Some(Self { text: scan.text, bytes: scan.bytes, at: start + 1, begin: start + 1 }.value_to(end, Sign::Element))
    }

    /// `value`, or as many small words as it begins the line with.
    pub(in crate::rules) fn words(self, value: Value<'a>) -> Value<'a> {
        let is_phrase = |byte: u8| byte.is_ascii_lowercase() || byte == b' ';
        let length = self.bytes[value.start..].iter().take(VALUE_MAX).take_while(|byte| is_phrase(**byte)).count();
        let words = self.text[value.start..value.start + length].trim_end();
        let is_more = !value.quoted && (3..=8).contains(&words.split(' ').count());
        if is_more { Self { at: value.start, ..self }.value_to(value.start + words.len(), value.sign) } else { value }
    }

    /// What follows a scheme such as `Bearer`, or stands alone.
    pub(in crate::rules) fn credentials(mut self) -> Option<Value<'a>> {
        self.skip_while(8, |byte| matches!(byte, b' ' | b'"' | b'\'' | b'\\' | b'`' | b',' | b'\t'));
        let scheme = self;
        let length = self.skip_while(24, |byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let spaces = self.skip_while(4, |byte| byte == b' ');
        if length == 0 || spaces == 0 || !scheme.byte(0).is_ascii_alphabetic() {
            self = scheme;
        }
        // `Digest username="…", …` and `OAuth oauth_token="…"`: everything to the end of the line.
        let has_parameters = self.bytes[self.at..].iter().take(32).take_while(|byte| is_word(**byte)).count();
        if has_parameters > 0 && self.byte(has_parameters) == b'=' {
            // Those of AWS's signature are not quoted: `Credential=…, SignedHeaders=…, Signature=…`.
            let quoted = self.byte(has_parameters + 1) == b'"';
            if quoted || self.byte(has_parameters + 1).is_ascii_alphanumeric() {
                let ends = |byte| matches!(byte, b'\n' | b'\r') || !quoted && matches!(byte, b'"' | b'\'');
                return Some(self.until(Sign::Colon, ends));
            }
        }
        Some(self.until(Sign::Colon, |byte| {
            byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'`' | b')' | b'}' | b'\\' | b'<')
        }))
    }

    /// The value behind `sign`.
    pub(in crate::rules) fn value(mut self, sign: Sign) -> Option<Value<'a>> {
        self.skip_spaces(sign);
        if sign == Sign::Colon {
            self.skip_type();
            self.skip_tag();
        }
        let mut ahead = self;
        ahead.skip_while(3, |byte| {
            matches!(byte, b'b' | b'r' | b'f' | b'u' | b'L' | b'@' | b'$' | b'#' | b'&' | b'B' | b'R' | b'U')
        });
        let escaped = ahead.skip_while(3, |byte| byte == b'\\') > 0;
        if ahead.is_quote() {
            return Some(ahead.quoted(sign, escaped));
        }
        if self.is_quote() {
            return Some(self.quoted(sign, false));
        }
        if let Some(inner) = self.wrapped(sign) {
            return Some(inner);
        }
        match sign {
            Sign::Compares | Sign::Argument => None,
            Sign::Element => Some(self.until(sign, |byte| byte == b'<' || byte == b'\n')),
            _ => Some(self.bare(sign)),
        }
    }

    /// A value without quotes. In the query of an address it ends where the next parameter begins, and not so in a file of
    /// settings, whose names are in capitals.
    fn bare(self, sign: Sign) -> Value<'a> {
        let value = self.until(sign, |byte| {
            byte.is_ascii_whitespace()
                || matches!(byte, b',' | b';' | b')' | b'}' | b']' | b'"' | b'\'' | b'`' | b'<' | b'>' | b'|')
        });
        let ends = |at: &usize| {
            let rest = &value.text[at + 1..];
            let name = rest.bytes().take_while(|byte| is_word(*byte) || matches!(byte, b'-' | b'.')).count();
            matches!(rest.as_bytes().get(name), None | Some(b'=' | b'&' | b'['))
        };
        let in_capitals = self.begin.checked_sub(2).is_some_and(|at| self.bytes[at].is_ascii_uppercase());
        let parameters = value.text.match_indices('&').map(|(at, _)| at);
        match parameters.filter(|_| sign == Sign::Equals && !in_capitals).find(ends) {
            Some(at) => self.value_to(value.start + at, sign),
            None => value,
        }
    }

    /// Spaces, and where the value may stand on the next line, its end and indentation.
    fn skip_spaces(&mut self, sign: Sign) {
        self.skip_while(64, |byte| matches!(byte, b' ' | b'\t'));
        let mut ahead = *self;
        ahead.skip_while(1, |byte| byte == b'\\');
        if ahead.skip_while(2, |byte| matches!(byte, b'\n' | b'\r')) > 0 {
            ahead.skip_while(64, |byte| matches!(byte, b' ' | b'\t'));
            if sign == Sign::Element || ahead.is_quote() {
                *self = ahead;
            }
        }
    }

    /// For `: &str = "…"`, `: string | undefined = '…'`: over the type and the sign behind it.
    fn skip_type(&mut self) {
        let mut ahead = *self;
        let is_type = |byte: u8| {
            is_word(byte) || matches!(byte, b'&' | b'<' | b'>' | b'[' | b']' | b'|' | b'?' | b' ' | b':' | b'.' | b'\'')
        };
        if !(ahead.byte(0).is_ascii_alphabetic() || ahead.byte(0) == b'&') {
            return;
        }
        ahead.skip_while(40, is_type);
        if ahead.byte(0) == b'=' && ahead.byte(1) != b'=' {
            ahead.at += 1;
            ahead.skip_while(8, |byte| byte == b' ');
            if ahead.is_quote() || ahead.bytes[ahead.at..].starts_with(b"b\"") {
                *self = ahead;
            }
        }
    }

    /// For `: !tag …` and `: &anchor …` of YAML: over that.
    fn skip_tag(&mut self) {
        let mut ahead = *self;
        let signs = ahead.skip_while(2, |byte| matches!(byte, b'!' | b'&'));
        let name = ahead.skip_while(32, is_word);
        if signs > 0 && name > 0 && ahead.skip_while(1, |byte| byte == b' ') > 0 && ahead.byte(0) != b'=' {
            *self = ahead;
        }
    }

    /// A quotation inside a call: `Secret::new("…")`, `base64.b64decode("…")`.
    fn wrapped(&self, sign: Sign) -> Option<Value<'a>> {
        let mut ahead = *self;
        let name = ahead.skip_while(48, |byte| is_word(byte) || matches!(byte, b'.' | b':' | b'<' | b'>' | b' '));
        if name == 0 || ahead.byte(0) != b'(' {
            return None;
        }
        let callee = &self.text[self.at..ahead.at];
        let called = callee.rsplit(['.', ':']).next().unwrap_or(callee).trim();
        ahead.at += 1;
        ahead.skip_while(2, |byte| matches!(byte, b' ' | b'\n' | b'b' | b'r'));
        if !ahead.is_quote() || !is_converter(called) {
            return None;
        }
        Some(Value { wrapped: true, ..ahead.quoted(sign, false) })
    }

    /// The inside of the quotation that begins here: to its quote, or unfinished to the end of the line. A quotation
    /// inside another, `\"password\": \"…\"`, opens and ends with an escaped quote.
    fn quoted(mut self, sign: Sign, nested: bool) -> Value<'a> {
        let quote = self.byte(0);
        let triple = self.byte(1) == quote && self.byte(2) == quote;
        self.at += if triple { 3 } else { 1 };
        let mut escaped = false;
        let rest = &self.bytes[self.at..self.bytes.len().min(self.at + VALUE_MAX)];
        let end = rest.iter().position(|byte| {
            if *byte == b'\n' && !triple || *byte == quote && (nested || !escaped) {
                return true;
            }
            escaped = *byte == b'\\' && !escaped;
            false
        });
        let mut end = self.at + end.unwrap_or(rest.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        if nested {
            while end > self.at && self.bytes[end - 1] == b'\\' {
                end -= 1;
            }
        }
        Value { quoted: true, ..self.value_to(end, sign) }
    }

    fn until(self, sign: Sign, ends: impl Fn(u8) -> bool) -> Value<'a> {
        let rest = &self.bytes[self.at..self.bytes.len().min(self.at + VALUE_MAX)];
        let mut end = self.at + rest.iter().position(|byte| ends(*byte)).unwrap_or(rest.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        self.value_to(end, sign)
    }

    fn value_to(self, end: usize, sign: Sign) -> Value<'a> {
        work::count(end - self.begin);
        Value {
            text: &self.text[self.at..end],
            start: self.at,
            end,
            quoted: false,
            tight: self.at == self.begin,
            wrapped: false,
            // What ends with the quotation around it is no argument.
            next: match self.bytes.get(end) {
                Some(b'"' | b'\'') if self.at == self.begin && sign == Sign::Equals => b' ',
                next => next.copied().unwrap_or(b'\n'),
            },
            before_equals: {
                let spaces = self.bytes[end..].iter().take(4).take_while(|byte| **byte == b' ').count();
                let rest = &self.bytes[end + spaces..];
                rest.starts_with(b"=") && !rest.starts_with(b"==")
            },
            sign,
        }
    }
}

/// Whether a call makes a value of the text given to it, rather than looking something up by it.
fn is_converter(called: &str) -> bool {
    let begins =
        ["new", "from", "decode", "b64decode", "fromhex", "unhexlify", "parse", "String", "Secret", "Buffer", "bytes"];
    let ends = ["decode", "encode", "Bytes", "String", "str", "bytes", "quote", "Secret", "Password"];
    begins.iter().any(|name| called.starts_with(name)) || ends.iter().any(|name| called.ends_with(name))
}
