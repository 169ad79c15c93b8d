//! JSON as a tree (RFC 8259): a policy, a server's answer, a record that was written down.
//!
//! A parser of types would know each of them once more, by the names of its fields; the whole of this one is smaller
//! than that of a single type. Numbers are kept as they are written, so that nothing is lost in a value that is only
//! passed on. Names are in the order of the alphabet, and an object that gives one name twice is refused: readers
//! differ in which of the two they believe.

mod write;

use std::fmt;
use std::ops::Index;

use serde_json::error::Category;
pub(crate) use write::write;

use crate::map::Map;

/// How deep lists and objects may lie in one another.
const DEPTH: u32 = 64;

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as it is written.
    Number(String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Self>),
    /// An object.
    Object(Map<String, Self>),
}

/// Where a text stops being JSON, both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not JSON: line {line}, column {column}")]
pub struct NotJson {
    /// Line.
    pub line: usize,
    /// Byte in the line.
    pub column: usize,
}

/// Where serde_json stopped, and by what kind of mistake. Its own text could quote what stands there.
pub(crate) fn place(error: &serde_json::Error) -> String {
    let what = match error.classify() {
        Category::Eof => "is the end too early",
        Category::Data => "does not fit",
        Category::Syntax | Category::Io => "is no JSON",
    };
    format!("line {}, column {} {what}", error.line(), error.column())
}

impl Json {
    /// Reads a whole text.
    ///
    /// # Errors
    /// When it is not exactly one value, an object names something twice, or more than 64 lists and objects lie in one
    /// another.
    pub fn parse(text: &str) -> Result<Self, NotJson> {
        let mut reader = Reader { text, at: 0 };
        match reader.value(DEPTH) {
            Some(value) if reader.at == text.len() => Ok(value),
            _ => Err(reader.place()),
        }
    }

    /// A member of an object; none of anything else.
    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members.get(name),
            _ => None,
        }
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, if it is a whole one from 0 to 2^64 - 1, written without fraction and exponent.
    pub fn whole(&self) -> Option<u64> {
        match self {
            Self::Number(digits) => digits.parse().ok(),
            _ => None,
        }
    }

    /// The items, if it is a list.
    pub fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// Whether it is this text.
    pub fn is(&self, text: &str) -> bool {
        self.text() == Some(text)
    }

    /// Writes the value behind `out`.
    fn write(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(true) => out.push_str("true"),
            Self::Bool(false) => out.push_str("false"),
            Self::Number(digits) => out.push_str(digits),
            Self::Text(text) => quote(text, out),
            Self::List(items) => {
                let mut before = '[';
                for item in items {
                    out.push(before);
                    item.write(out);
                    before = ',';
                }
                out.push_str(if items.is_empty() { "[]" } else { "]" });
            }
            Self::Object(members) => {
                let mut before = '{';
                for (name, value) in members {
                    out.push(before);
                    quote(name, out);
                    out.push(':');
                    value.write(out);
                    before = ',';
                }
                out.push_str(if members.is_empty() { "{}" } else { "}" });
            }
        }
    }
}

/// Without white space.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        self.write(&mut out);
        f.write_str(&out)
    }
}

impl From<u64> for Json {
    fn from(number: u64) -> Self {
        Self::Number(number.to_string())
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// A member of an object; `null` where there is none.
impl Index<&str> for Json {
    type Output = Self;

    fn index(&self, name: &str) -> &Self {
        self.get(name).unwrap_or(&Self::Null)
    }
}

fn quote(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\x08' => out.push_str("\\b"),
            '\x0c' => out.push_str("\\f"),
            '\0'..' ' => {
                out.push_str(if character < '\x10' { "\\u000" } else { "\\u001" });
                out.extend(char::from_digit(u32::from(character) % 16, 16));
            }
            _ => out.push(character),
        }
    }
    out.push('"');
}

/// Reads on from a place. What does not fit is `None`, and the place is then where.
struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        self.take(byte).then_some(())
    }

    fn skip(&mut self, fits: fn(u8) -> bool) -> usize {
        let start = self.at;
        while self.peek().is_some_and(fits) {
            self.at += 1;
        }
        self.at - start
    }

    fn space(&mut self) {
        self.skip(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
    }

    /// A value with the white space around it.
    fn value(&mut self, depth: u32) -> Option<Json> {
        self.space();
        let value = match self.peek()? {
            b'{' => Json::Object(self.object(depth.checked_sub(1)?)?),
            b'[' => Json::List(self.list(depth.checked_sub(1)?)?),
            b'"' => Json::Text(self.string()?),
            b'n' => self.word("null", Json::Null)?,
            b't' => self.word("true", Json::Bool(true))?,
            b'f' => self.word("false", Json::Bool(false))?,
            _ => Json::Number(self.number()?),
        };
        self.space();
        Some(value)
    }

    fn object(&mut self, depth: u32) -> Option<Map<String, Json>> {
        let mut members = Map::new_vec();
        self.expect(b'{')?;
        self.space();
        if self.take(b'}') {
            return Some(members);
        }
        loop {
            self.space();
            let start = self.at;
            let name = self.string()?;
            self.space();
            self.expect(b':')?;
            let value = self.value(depth)?;
            if members.insert(name, value).is_some() {
                self.at = start;
                return None;
            }
            if !self.take(b',') {
                return self.expect(b'}').map(|()| members);
            }
        }
    }

    fn list(&mut self, depth: u32) -> Option<Vec<Json>> {
        let mut items = Vec::new();
        self.expect(b'[')?;
        self.space();
        if self.take(b']') {
            return Some(items);
        }
        loop {
            items.push(self.value(depth)?);
            if !self.take(b',') {
                return self.expect(b']').map(|()| items);
            }
        }
    }

    fn word(&mut self, word: &str, value: Json) -> Option<Json> {
        self.text.get(self.at..)?.starts_with(word).then(|| self.at += word.len())?;
        Some(value)
    }

    fn number(&mut self) -> Option<String> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _ = self.take(b'-') || self.take(b'+');
            self.digits()?;
        }
        Some(self.text.get(start..self.at)?.to_owned())
    }

    fn digits(&mut self) -> Option<()> {
        (self.skip(|byte| byte.is_ascii_digit()) > 0).then_some(())
    }

    fn string(&mut self) -> Option<String> {
        let mut text = String::new();
        self.expect(b'"')?;
        loop {
            let start = self.at;
            self.skip(|byte| byte >= b' ' && byte != b'"' && byte != b'\\');
            text.push_str(self.text.get(start..self.at)?);
            if self.take(b'"') {
                return Some(text);
            }
            self.expect(b'\\')?;
            text.push(self.escaped()?);
        }
    }

    fn escaped(&mut self) -> Option<char> {
        let plain = match self.peek()? {
            b'u' => return self.code_point(),
            b'b' => '\x08',
            b'f' => '\x0c',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            itself @ (b'"' | b'\\' | b'/') => char::from(itself),
            _ => return None,
        };
        self.at += 1;
        Some(plain)
    }

    /// `uXXXX`, or two of them that stand for one character.
    fn code_point(&mut self) -> Option<char> {
        let first = self.unit()?;
        if let Some(character) = char::from_u32(first) {
            return Some(character);
        }
        self.expect(b'\\')?;
        let second = self.unit()?;
        let (0xd800..0xdc00, 0xdc00..0xe000) = (first, second) else { return None };
        char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00))
    }

    fn unit(&mut self) -> Option<u32> {
        self.expect(b'u')?;
        let mut unit = 0;
        for _ in 0..4 {
            unit = unit * 16 + char::from(self.peek()?).to_digit(16)?;
            self.at += 1;
        }
        Some(unit)
    }

    fn place(&self) -> NotJson {
        let before = self.text.as_bytes().get(..self.at).unwrap_or_default();
        let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        NotJson { line, column: 1 + before.len() - line_start }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_value_is_written_as_it_was_read_with_its_names_in_order() {
        for (text, expected) in [
            (" null ", "null"),
            ("[true, false]", "[true,false]"),
            ("[ ]", "[]"),
            ("{ }", "{}"),
            ("{\"b\": [1.50, -0, 2E+7], \"a\": {}}", "{\"a\":{},\"b\":[1.50,-0,2E+7]}"),
            (r#""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00é""#, "\"\\\"\\\\/\\b\\f\\n\\r\\té😀é\""),
            (r#""\u001f""#, r#""\u001f""#),
        ] {
            assert_eq!(Json::parse(text).unwrap().to_string(), expected);
        }
    }

    #[test]
    fn what_is_not_json_is_refused_where_it_stops_being_so() {
        for (text, line, column) in [
            ("", 1, 1),
            ("nul", 1, 1),
            ("[1,]", 1, 4),
            ("{\"a\":1,\n \"a\":2}", 2, 2),
            ("{\"a\" 1}", 1, 6),
            ("[1] 2", 1, 5),
            ("01", 1, 2),
            ("1.", 1, 3),
            ("-", 1, 2),
            ("+1", 1, 1),
            ("\"a\nb\"", 1, 3),
            (r#""\x""#, 1, 3),
            (r#""\ud800""#, 1, 8),
            (r#""\udc00\udc00""#, 1, 14),
            ("\"a", 1, 3),
        ] {
            assert_eq!(Json::parse(text), Err(NotJson { line, column }), "{text}");
        }
    }

    #[test]
    fn sixty_four_lists_in_one_another_are_read_and_one_more_is_not() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(Json::parse(&nested(64)).is_ok());
        assert!(Json::parse(&nested(65)).is_err());
        assert!(Json::parse(&"[".repeat(1 << 20)).is_err());
    }

    #[test]
    fn only_whole_numbers_that_fit_are_whole() {
        for (text, expected) in [
            ("0", Some(0)),
            ("18446744073709551615", Some(u64::MAX)),
            ("18446744073709551616", None),
            ("-1", None),
            ("1.0", None),
            ("1e3", None),
            ("\"1\"", None),
        ] {
            assert_eq!(Json::parse(text).unwrap().whole(), expected, "{text}");
        }
    }

    /// Texts that are JSON, nearly JSON, or made of its parts.
    fn jsonish() -> impl Strategy<Value = String> {
        let part = prop::sample::select(vec![
            "{", "}", "[", "]", ",", ":", "\"", "\"a\"", "\"b\"", "\\", "\\n", "\\u00", "\\ud834", "\\udd1e", "0",
            "12", "-", ".5", "e1", "null", "true", "false", " ", "\n", "é", "\u{1f}",
        ]);
        let loose = prop::collection::vec(part, 0..12).prop_map(|parts| parts.concat());
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            any::<f64>().prop_map(Into::into),
            ".{0,8}".prop_map(Into::into),
        ];
        let tree = leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
                prop::collection::vec((".{0,4}", inner), 0..4)
                    .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
            ]
        });
        let whole = (tree, any::<bool>())
            .prop_map(|(value, pretty)| if pretty { format!("{value:#}") } else { value.to_string() });
        prop_oneof![loose, whole]
    }

    proptest! {
        /// Another reader of JSON is the measure, but for a name given twice.
        #[test]
        fn a_text_is_read_as_others_read_it(text in jsonish()) {
            match (Json::parse(&text), serde_json::from_str::<serde_json::Value>(&text)) {
                (Ok(ours), Ok(theirs)) => {
                    prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&ours.to_string()).unwrap(), theirs);
                }
                (Err(_), Err(_)) => {}
                (Err(_), Ok(_)) => prop_assert!(text.matches(':').count() > 1, "refused: {}", text),
                (Ok(_), Err(error)) => prop_assert!(error.to_string().contains("out of range"), "taken: {}: {}", text, error),
            }
        }
    }
}
