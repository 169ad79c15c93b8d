//! Secrets known by what they are assigned to: `password=…`, `"api_key": "…"`, `export X_TOKEN=…`, `--password …`,
//! `Authorization: Bearer …`. The names are those of the OWASP Secrets Management and Logging cheat sheets; headers
//! are of RFC 9110 (section 11.6.2), RFC 6750 and RFC 6265.
//!
//! A name is nothing yet: code speaks of passwords all day. What is assigned must be a value, not an expression, a
//! type or a placeholder.

use super::super::normal::ATOM;
use super::super::{Finding, RedactionKind};
use super::shape;

/// How surely a name says that its value is secret.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Name {
    /// Any value is one.
    Sure(RedactionKind),
    /// A long or mixed value is one.
    Likely,
    /// The value of a header: a scheme and credentials.
    Header,
    /// Everything to the end of the line.
    Cookie,
}

/// Longest run of a name's characters that is looked at.
const NAME_MAX: usize = 64;

/// Longest value that can turn out to be none: what is longer is not looked into, and read only once.
const CODE_MAX: usize = 512;

fn classify(word: &str) -> Option<Name> {
    if word.len() > NAME_MAX {
        return None;
    }
    let name: String = word.chars().filter(|c| !matches!(c, '-' | '_' | '.')).map(|c| c.to_ascii_lowercase()).collect();
    let contains = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
    let ends = |parts: &[&str]| parts.iter().any(|part| name.ends_with(part));
    match name.as_str() {
        "authorization" | "proxyauthorization" => Some(Name::Header),
        "cookie" | "setcookie" => Some(Name::Cookie),
        _ if contains(&["password", "passwd", "passphrase"])
            || ends(&["pwd", "pgpass", "dbpass", "userpass"])
            || name == "pass" =>
        {
            Some(Name::Sure(RedactionKind::Password))
        }
        _ if contains(&["apikey", "accesskey", "privatekey", "secretkey", "clientsecret", "authkey"])
            || ends(&["secret"]) =>
        {
            Some(Name::Sure(RedactionKind::Key))
        }
        _ if ends(&["token", "credential", "credentials", "secrets", "encryptionkey", "signingkey"])
            || name.contains("secret") =>
        {
            Some(Name::Likely)
        }
        _ => None,
    }
}

pub(super) fn find(text: &str, found: &mut Vec<Finding>) {
    scan(text, |value| {
        if value.is_secret() {
            found.push(Finding { start: value.start, end: value.end, kind: value.kind() });
        }
    });
}

/// Where a value begins that is assigned to a telling name and still open at the end of the text, whatever it is yet.
pub(crate) fn open_value(text: &str) -> Option<usize> {
    let mut open = None;
    scan(text, |value| {
        if value.end == text.len() {
            open = Some(value.start);
        }
    });
    open
}

/// Something assigned to a telling name.
struct Value<'a> {
    name: Name,
    word: &'a str,
    text: &'a str,
    start: usize,
    end: usize,
    quoted: bool,
    /// Assigned without a space, as in a shell, an `.env` file or a query.
    tight: bool,
    /// What comes right after it.
    next: Option<char>,
}

fn scan<'a>(text: &'a str, mut each: impl FnMut(Value<'a>)) {
    let bytes = text.as_bytes();
    let is_name = |byte: &u8| shape::is_word(*byte) || *byte == b'-' || *byte == b'.';
    let mut at = 0;
    while at < bytes.len() {
        if !is_name(&bytes[at]) {
            at += 1;
            continue;
        }
        let end = at + bytes[at..].iter().take_while(|byte| is_name(byte)).count();
        let word = &text[at..end];
        at = end;
        if let Some(name) = classify(word)
            && let Some(value) = value_after(text, word, end, name)
        {
            // What has been read as a value is not read again as a name, but for a header's or an expression's sake.
            if value.is_secret() {
                at = value.end;
            }
            each(value);
        }
    }
}

fn value_after<'a>(text: &'a str, word: &'a str, name_end: usize, name: Name) -> Option<Value<'a>> {
    let rest = Rest { text, at: name_end };
    let (after_name, closed_quote) = rest.skip_any_of(&['\\']).skip_quote();
    let spaced = after_name.skip_any_of(&[']']).skip_spaces();
    let (mut at, operator) = match spaced.operator() {
        Some((at, operator)) => (at, operator),
        // `--password hunter2`
        None if word.starts_with("--") && !closed_quote && spaced.at > name_end && !spaced.starts('-') => (spaced, ' '),
        None => return None,
    };
    let tight = at.at == name_end + 1;
    at = at.skip_spaces();
    if operator == ':'
        && let Some(assigned) = at.after_type_annotation()
    {
        at = assigned;
    }
    match name {
        Name::Cookie => {
            let is_pair = at.rest().bytes().take(NAME_MAX).any(|byte| byte == b'=');
            return is_pair.then(|| at.value(name, word, Rest::line_end, tight));
        }
        Name::Header => {
            let (at, _) = at.skip_quote();
            let credentials = at.after_scheme().unwrap_or(at);
            return Some(credentials.value(name, word, Rest::credentials_end, tight));
        }
        _ => {}
    }
    let escaped = at.skip_any_of(&['\\']);
    match escaped.peek() {
        Some(quote @ ('"' | '\'' | '`')) => {
            let inner = Rest { at: escaped.at + 1, ..escaped };
            let end = inner.quoted_end(quote);
            Some(Value { quoted: true, ..inner.value(name, word, |_| end, tight) })
        }
        _ if operator == '?' => None,
        _ => Some(at.value(name, word, Rest::word_end, tight)),
    }
}

/// A place in a text.
#[derive(Clone, Copy)]
struct Rest<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Rest<'a> {
    fn rest(self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(self) -> Option<char> {
        self.rest().chars().next()
    }

    fn starts(self, c: char) -> bool {
        self.rest().starts_with(c)
    }

    fn skip(self, bytes: usize) -> Self {
        Self { at: self.at + bytes, ..self }
    }

    fn skip_any_of(self, chars: &[char]) -> Self {
        if self.rest().starts_with(chars) { self.skip(1) } else { self }
    }

    fn skip_spaces(self) -> Self {
        self.skip(self.rest().bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count())
    }

    fn skip_quote(self) -> (Self, bool) {
        if self.rest().starts_with(['"', '\'', '`']) { (self.skip(1), true) } else { (self, false) }
    }

    /// Steps over what assigns or compares: `?` stands for an operator after which only a quoted value counts.
    fn operator(self) -> Option<(Self, char)> {
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
    fn after_type_annotation(self) -> Option<Self> {
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
    fn after_scheme(self) -> Option<Self> {
        let length = self.rest().bytes().take(24).take_while(|b| b.is_ascii_alphabetic() || *b == b'-').count();
        let credentials = self.skip(length).skip_spaces();
        (length > 0 && credentials.at > self.at + length).then_some(credentials)
    }

    fn line_end(self) -> usize {
        self.rest().find(['\n', '\r', '"', '\'']).map_or(self.text.len(), |at| self.at + at)
    }

    fn credentials_end(self) -> usize {
        let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | ')' | '}' | '\\');
        self.rest().find(ends).map_or(self.text.len(), |at| self.at + at)
    }

    fn word_end(self) -> usize {
        let mut at = self.at;
        while let Some(c) = (Rest { at, ..self }).peek() {
            if c.is_whitespace() || matches!(c, ',' | ';' | '&' | ')' | '}' | ']' | '"' | '\'' | '`' | '<' | '>' | '|')
            {
                break;
            }
            at += c.len_utf8();
        }
        at
    }

    /// Where the quotation ends: at its quote, or unfinished at the end of the line.
    fn quoted_end(self, quote: char) -> usize {
        let mut escaped = false;
        for (at, c) in self.rest().char_indices() {
            match c {
                '\n' => return self.at + at,
                // A quote inside a quotation, `\"password\": \"…\"`, ends the value as well.
                c if c == quote && !escaped => return self.at + at,
                c if c == quote => return self.at + at - 1,
                _ => escaped = c == '\\' && !escaped,
            }
        }
        self.text.len()
    }

    fn value(self, name: Name, word: &'a str, end: impl FnOnce(Self) -> usize, tight: bool) -> Value<'a> {
        let end = end(self).max(self.at);
        let next = self.text[end..].chars().next();
        Value { name, word, text: &self.text[self.at..end], start: self.at, end, quoted: false, tight, next }
    }
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
    fn kind(&self) -> RedactionKind {
        match self.name {
            Name::Sure(kind) => kind,
            Name::Likely | Name::Header | Name::Cookie => RedactionKind::Key,
        }
    }

    fn is_secret(&self) -> bool {
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

#[cfg(test)]
mod tests {
    use super::super::testing;

    #[test]
    fn values_of_secrets_are_found() {
        testing::check(
            super::find,
            &[
                ("password=hunter2", "hunter2"),
                ("PASSWORD=swordfish", "swordfish"),
                ("passwd: hunter2", "hunter2"),
                ("secret = s3cr3t!", "s3cr3t!"),
                ("api_key: \"9f8e7d6c\"", "9f8e7d6c"),
                ("const apiKey = 'abc123';", "abc123"),
                ("const password: string = \"hunter2\"", "hunter2"),
                ("let api_key: &str = \"abc123\";", "abc123"),
                ("\"password\": \"hunter2\"", "hunter2"),
                ("{\\\"password\\\": \\\"hunter2\\\"}", "hunter2"),
                ("config['password'] = 'hunter2'", "hunter2"),
                ("FOO_SECRET=abc", "abc"),
                ("export X_TOKEN=abcd1234efgh", "abcd1234efgh"),
                (
                    "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                ),
                ("Authorization: Bearer abc.def-123", "abc.def-123"),
                ("curl -H \"Authorization: token abcd1234\" x", "abcd1234"),
                ("'Authorization': 'Basic dXNlcjpwYXNz'", "dXNlcjpwYXNz"),
                ("Cookie: sid=31d4d96e407aad42", "sid=31d4d96e407aad42"),
                ("mysqladmin --password hunter2 status", "hunter2"),
                ("--password=hunter2", "hunter2"),
                ("password=\"correct horse battery", "correct horse battery"),
                ("if password == \"hunter2\":", "hunter2"),
                ("&password=hunter2&next", "hunter2"),
            ],
        );
    }

    #[test]
    fn code_that_speaks_of_secrets_is_spared() {
        for text in [
            "password = getPassword()",
            "password = userInput",
            "password: string",
            "password: String,",
            "token: &str",
            "token = lexer.next()",
            "const token = tokens[i];",
            "self.password = password",
            "password=None",
            "login(user=user, password=password)",
            "password: process.env.DB_PASSWORD",
            "password = os.environ[\"PW\"]",
            "password: ${PASSWORD}",
            "password: '{{ vault }}'",
            "\"password\": \"Password\"",
            "<label>Password:</label>",
            "password: \"\"",
            "PASSWORD=<your password>",
            "password=****",
            "max_tokens = 4096",
            "token == Token::Comma",
            "token: \",\"",
            "type Password = string",
            "fn check(password: &Secret<String>) -> bool",
            "Authorization: Bearer $TOKEN",
            "tokenizer = \"bert-base-uncased\"",
        ] {
            testing::check(super::find, &[(text, "")]);
        }
    }

    #[test]
    fn a_value_still_being_written_is_open() {
        for (text, start) in
            [("password=", Some(9)), ("x password = hun", Some(13)), ("password=a b", None), ("passwords", None)]
        {
            assert_eq!(super::open_value(text), start, "{text}");
        }
    }
}
