//! Secrets known by what they are assigned to: `password=…`, `"api_key": "…"`, `export X_TOKEN=…`, `--password …`,
//! `Authorization: Bearer …`. The names are those of the OWASP Secrets Management and Logging cheat sheets; headers
//! are of RFC 9110 (section 11.6.2), RFC 6750 and RFC 6265.
//!
//! A name is nothing yet: code speaks of passwords all day. What is assigned must be a value, not an expression, a
//! type or a placeholder.

mod reader;
mod value;

use super::shape;
use crate::{Finding, Kind};
use reader::Reader;
use value::Value;

/// How surely a name says that its value is secret.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Name {
    /// Any value is one.
    Sure(Kind),
    /// A long or mixed value is one.
    Likely,
    /// The value of a header: a scheme and credentials.
    Header,
    /// Everything to the end of the line.
    Cookie,
}

/// Longest run of a name's characters that is looked at.
const NAME_MAX: usize = 64;

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
            Some(Name::Sure(Kind::Password))
        }
        _ if contains(&["apikey", "accesskey", "privatekey", "secretkey", "clientsecret", "authkey"])
            || ends(&["secret"]) =>
        {
            Some(Name::Sure(Kind::Key))
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
            found.push(Finding::new(value.start, value.end, value.kind(), "assignment"));
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
    let rest = Reader { text, at: name_end };
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
            return is_pair.then(|| at.value(name, word, Reader::line_end, tight));
        }
        Name::Header => {
            let (at, _) = at.skip_quote();
            let credentials = at.after_scheme().unwrap_or(at);
            return Some(credentials.value(name, word, Reader::credentials_end, tight));
        }
        _ => {}
    }
    let escaped = at.skip_any_of(&['\\']);
    match escaped.peek() {
        Some(quote @ ('"' | '\'' | '`')) => {
            let inner = escaped.skip(1);
            let end = inner.quoted_end(quote, escaped.at > at.at);
            Some(Value { quoted: true, ..inner.value(name, word, |_| end, tight) })
        }
        _ if operator == '?' => None,
        _ => Some(at.value(name, word, Reader::word_end, tight)),
    }
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
                ("\"password\": \"ab\\\"cd\", \"user\"", "ab\\\"cd"),
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
