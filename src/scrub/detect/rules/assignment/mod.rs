//! Secrets known by what they are assigned to: `password=…`, `"api_key": "…"`, `export X_TOKEN=…`, `<secret>…</secret>`,
//! `("api.token", "…")`, `Authorization: Bearer …`. Headers are of RFC 9110 (section 11.6.2), RFC 6750 and RFC 6265;
//! connection strings such as `Password=…;` of the ADO.NET and ODBC documentation.
//!
//! A name is nothing yet: code speaks of passwords all day. What is assigned must be a value, not an expression, a
//! type or a placeholder.

mod pair;
mod read;
mod value;

use super::name::{self, NAME_MAX, Name};
use super::{prose, table, vendor};
use crate::Kind;
use crate::scan::{Scan, is_word, work};
use pair::{end_tag, is_cell, is_entry, of_pair, word_before};
pub(super) use read::{Reader, Value};
pub(super) use value::secret_kind;
pub(super) use value::{has_digit, is_hex, is_mixed, is_placeholder};

/// Most spaces between a name and its sign: settings are set in columns.
const SPACES_MAX: usize = 40;

/// What stands between a name and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// `=`, `:=`, `+=`
    Equals,
    /// `:`
    Colon,
    /// `==`, `!=`, `=>`: only a quoted value counts.
    Compares,
    /// `<name>value`
    Element,
    /// `"name", value` and `name("value")`: only a quoted value counts.
    Argument,
    /// `--name value`
    Space,
}

/// A name to the left of a sign.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// At a byte that may assign: `=`, `:`, `>`, `,` or `(`.
#[inline(always)]
pub(super) fn at(scan: &mut Scan<'_>, at: usize) {
    let (before, after) = (scan.byte_before(at), scan.byte(at + 1));
    let (sign, value_at) = match scan.byte(at) {
        b'=' if matches!(before, b'=' | b'<' | b'>') => return,
        b'=' if before == b'!' => (Sign::Compares, at + 1 + usize::from(after == b'=')),
        b'=' if after == b'=' => (Sign::Compares, at + 2 + usize::from(scan.byte(at + 2) == b'=')),
        // `[password] => hunter2`, as PHP prints it
        b'=' if after == b'>' && before == b' ' && scan.byte_before(at - 1) == b']' => (Sign::Colon, at + 2),
        b'=' if after == b'>' => (Sign::Compares, at + 2),
        b'=' => (Sign::Equals, at + 1),
        // LDIF: the value is in base 64.
        b':' if before == b':' && after == b' ' => return assigned(scan, at - 1, Sign::Colon, at + 1),
        b':' if before == b':' || matches!(after, b':' | b'=' | b'/') => return,
        b':' => (Sign::Colon, at + 1),
        b'>' if is_word(before) || before == b'"' && is_entry(scan, at) => (Sign::Element, at + 1),
        b',' if matches!(before, b'"' | b'\'' | b'`') => (Sign::Argument, at + 1),
        b',' if before == b'd' && scan.bytes[..at].ends_with(b"_password") => return table::at_end(scan, at),
        b'(' if is_word(before) && matches!(after, b'"' | b'\'' | b'`') => (Sign::Argument, at + 1),
        _ => return,
    };
    assigned(scan, at, sign, value_at);
}

/// At a sign behind which a value may begin.
#[inline(never)]
pub(super) fn assigned(scan: &mut Scan<'_>, at: usize, sign: Sign, value_at: usize) {
    let Some(named) = name_before(scan, at, sign) else { return };
    let said = if sign == Sign::Argument && scan.byte(at) == b',' && is_login(scan, named) {
        Some(Name::Sure(Kind::Password))
    } else {
        name_of(scan, named)
    };
    let Some(name) = said else { return };
    let closed = if sign == Sign::Element && !is_cell(scan, named) { end_tag(scan, named) } else { None };
    // `seed phrase: …`
    if prose::phrase(scan, value_at) {
        return;
    }
    if sign == Sign::Argument && matches!(name, Name::Weak | Name::Header | Name::Cookie) && scan.byte(at) == b'(' {
        return;
    }
    let reader = Reader::of(scan, value_at);
    let value = match (name, closed) {
        (Name::Cookie, _) => reader.to_line_end(),
        (Name::Header, _) => reader.credentials(),
        (_, Some(end)) => Reader::within(scan, end),
        _ => reader.value(sign).map(|value| if is_phrase(scan, named) { reader.words(value) } else { value }),
    };
    // `<td>password</td><td>hunter2</td>`: a table says more than what is assigned.
    let value = value
        .map(|value| if is_cell(scan, named) { Value { sign: Sign::Argument, quoted: true, ..value } } else { value });
    if let Some(value) = value
        && name == Name::Cookie
        && secret_kind(scan, name, named, value).is_some()
    {
        return cookies(scan, value);
    }
    if let Some(value) = value
        && let Some(kind) = secret_kind(scan, name, named, value)
    {
        let rule = if name == Name::Header { "header" } else { "assignment" };
        let kind = if kind == Kind::Key { vendor::kind_of(value.text) } else { kind };
        scan.report(value.start, value.end, kind, rule);
    }
}

/// What the name says where it stands: a parameter of an address may be called as it pleases.
fn name_of(scan: &Scan<'_>, named: Named) -> Option<Name> {
    let text = &scan.text[named.start..named.end];
    let said = name::classify(text);
    let in_query = matches!(scan.byte_before(named.start), b'?' | b'&' | b'#');
    match text {
        "code" | "state" | "sig" | "key" | "session" | "sid" | "auth" | "appid" if in_query => Some(Name::Telling),
        _ if in_query && text.ends_with("ignature") => Some(Name::Telling),
        "value" | "default" | "Value" | "ParameterValue" => of_pair(scan, named),
        "td" | "dd" | "b" | "strong" if is_cell(scan, named) => of_pair(scan, named),
        // `cache key: …`
        "key" | "Key" if name::is_open_key(word_before(scan, named)) => None,
        _ => said,
    }
}

/// `passphrase: four words of these`
fn is_phrase(scan: &Scan<'_>, named: Named) -> bool {
    scan.bytes[named.start..named.end].to_ascii_lowercase().ends_with(b"phrase")
}

/// Each cookie of a header that says something of somebody; those of a page's looks and the names stay.
fn cookies(scan: &mut Scan<'_>, value: Value<'_>) {
    let mut start = value.start;
    for cookie in value.text.split(';') {
        let end = start + cookie.len();
        if let Some(sign) =
            cookie.find('=').filter(|sign| sign + 1 < cookie.len() && !value::is_setting_of_page(cookie))
        {
            scan.report(start + sign + 1, end, Kind::Key, "header");
        }
        start = end + 1;
    }
}

/// `login("jane", "hunter2")`, `auth=("jane", "hunter2")`: whether a name stands first in what takes a name and a password.
fn is_login(scan: &Scan<'_>, named: Named) -> bool {
    const CALLED: [u32; 4] = [of(b"gin("), of(b"uth("), of(b"th=("), of(b"ial(")];
    const fn of(end: &[u8; 4]) -> u32 {
        u32::from_be_bytes(*end)
    }
    let Some([a, b, c, d, _]) = scan.bytes[..named.start].last_chunk() else { return false };
    CALLED.contains(&of(&[*a, *b, *c, *d]))
}

/// The name to the left of a sign at `at`.
pub(super) fn name_before(scan: &Scan<'_>, at: usize, sign: Sign) -> Option<Named> {
    let floor = scan.low(at, NAME_MAX + SPACES_MAX);
    let bytes = scan.bytes;
    let back_while = |mut from: usize, test: &dyn Fn(u8) -> bool| {
        while from > floor && test(bytes[from - 1]) {
            from -= 1;
        }
        from
    };
    let operators = match sign {
        Sign::Equals | Sign::Compares => {
            back_while(at, &|byte| matches!(byte, b':' | b'+' | b'|' | b'.' | b'?' | b'!' | b'&'))
        }
        _ => at,
    };
    let spaced = back_while(operators, &|byte| matches!(byte, b' ' | b'\t'));
    let mut end = back_while(spaced, &|byte| matches!(byte, b'"' | b'\'' | b'`' | b'\\' | b']' | b'?' | b'!' | b'*'));
    // `char secret[16] = …`
    if end < spaced && bytes[end] == b']' {
        end = back_while(back_while(end, &|byte| byte.is_ascii_digit()), &|byte| byte == b'[');
    }
    work::count(at - floor.min(end));
    let mut start = name_start(scan, floor, end)?;
    // `var token string = …`, `token: &str = …`, `Dim token As String = …`
    while sign == Sign::Equals && matches!(&scan.text[start..end], "string" | "str" | "String" | "text" | "char" | "As")
    {
        let before = back_while(start, &|byte| matches!(byte, b' ' | b':' | b'&' | b'*'));
        let Some(named) = name_start(scan, floor, before).filter(|_| before < start) else { break };
        (start, end) = (named, before);
    }
    Some(Named { start, end })
}

fn name_start(scan: &Scan<'_>, floor: usize, end: usize) -> Option<usize> {
    let mut start = end;
    while start > floor && (is_word(scan.bytes[start - 1]) || matches!(scan.bytes[start - 1], b'-' | b'.' | b'$')) {
        start -= 1;
    }
    while start < end && (matches!(scan.bytes[start], b'-' | b'.' | b'$') || !scan.text.is_char_boundary(start)) {
        start += 1;
    }
    (start < end).then_some(start)
}

/// Where a value begins that is assigned to a telling name and still open at the end of the text, whatever it is yet.
pub(crate) fn open_value(scan: &Scan<'_>) -> Option<usize> {
    let text = scan.text;
    let line = text.rfind('\n').map_or(0, |at| at + 1);
    let from = line.max(text.floor_char_boundary(text.len().saturating_sub(OPEN_MAX)));
    (from..text.len()).find_map(|at| {
        let sign = match scan.byte(at) {
            b'=' => Sign::Equals,
            b':' if scan.byte(at + 1) != b'/' => Sign::Colon,
            _ => return None,
        };
        let named = name_before(scan, at, sign)?;
        let name = name_of(scan, named)?;
        let reader = Reader::of(scan, at + 1);
        let value = match name {
            Name::Cookie => reader.to_line_end(),
            Name::Header => reader.credentials(),
            _ => reader.value(sign),
        }?;
        (value.end >= text.len()).then_some(value.start)
    })
}

/// How far back from the end a value can be open.
const OPEN_MAX: usize = 512;

/// The kind of what is assigned to a name.
pub(super) fn kind_of(name: Name) -> Kind {
    match name {
        Name::Sure(kind) => kind,
        _ => Kind::Key,
    }
}
#[cfg(test)]
mod tests {
    use super::super::testing;
    use crate::Context;
    use crate::scan::Scan;

    #[test]
    fn values_of_secrets_are_found() {
        testing::check_rule(
            "assignment",
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
                ("export DEPLOY_TOKEN=kelp-forest-77-drums", "kelp-forest-77-drums"),
                (
                    "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                ),
                ("--password=hunter2", "hunter2"),
                ("password=\"correct horse battery", "correct horse battery"),
                ("if password == \"hunter2\":", "hunter2"),
                ("&password=hunter2&next", "hunter2"),
                ("-var=\"db_password=horse_7924\"", "horse_7924"),
                ("password: cm9ja2V0U3RvbmU=", "cm9ja2V0U3RvbmU="),
                ("_password=OEtyRlUzWCtEcQ==", "OEtyRlUzWCtEcQ=="),
                ("#define WIFI_PASS \"Rocket-11\"", "Rocket-11"),
                ("storePassword 'Falcon_0045'", "Falcon_0045"),
                ("- name: DB_PASSWORD\n  value: \"horse_2570\"", "horse_2570"),
                ("variable \"db_password\" {\n  default = \"horse_2570\"\n}", "horse_2570"),
                ("login(\"bob\", \"Stone_6663\")", "Stone_6663"),
                ("get(u, auth=('bob', 'Maple3104'))", "Maple3104"),
                ("Dim pwd As String = \"Coffee_2048\"", "Coffee_2048"),
                ("export FOO_PW='dragon8391'", "dragon8391"),
                ("psk=\"pepperDelta61\"", "pepperDelta61"),
                ("data/2.5/weather?q=x&appid=7a8207fa60754cddb83630cd8913a479", "7a8207fa60754cddb83630cd8913a479"),
                ("Server=x;Uid=sa;Pwd=deltaBerlin46;", "deltaBerlin46"),
                ("Passwort: cm2Pc&!7IyA", "cm2Pc&!7IyA"),
                ("user=a,password=Tulip2023,uid=1000", "Tulip2023"),
                ("export MYSQL_PWD=Tulip2023; mysqldump db", "Tulip2023"),
                ("(password: Tulip2023)", "Tulip2023"),
                ("password: Ciao?2024", "Ciao?2024"),
                ("DB_PASSWORD=verano.harbor.42", "verano.harbor.42"),
                ("DB_PASSWORD=Hunter&Jager$77", "Hunter&Jager$77"),
                ("x?password=hunter2&user=a", "hunter2"),
                ("DB_PASSWORD=Rocket&a=77", "Rocket&a=77"),
                ("x_PASSWORD=\"monkey walnut biscuit\"", "monkey walnut biscuit"),
                ("passphrase: tulip cobalt orchid timber", "tulip cobalt orchid timber"),
                ("ПАРОЛЬ: Tulip2023", "Tulip2023"),
                ("Contraseña: Tulip2023", "Tulip2023"),
                ("<Password a=\"b\">Tulip2023</Password>", "Tulip2023"),
                ("<x:Password a=\"b\">Tulip2023</x:Password>", "Tulip2023"),
                ("<Password><Value>Tulip2023</Value></Password>", "Tulip2023"),
                ("<secret><![CDATA[Tulip2023]]></secret>", "Tulip2023"),
                ("<property name=\"a.password\">Tulip2023</property>", "Tulip2023"),
                ("\"ParameterKey\":\"DBPassword\",\"ParameterValue\":\"Tulip2023\"", "Tulip2023"),
                ("variable \"db_password\" {\n  type = string\n  default = \"Tulip2023\"", "Tulip2023"),
                ("db_pass: &anchor Tulip2023", "Tulip2023"),
                ("export MYSQL_PWD=Mariposa26!; mysqldump", "Mariposa26!"),
                ("userPassword:: NDFqdW5pcGVyLjQx", "NDFqdW5pcGVyLjQx"),
                ("password: !!str Tulip2023", "Tulip2023"),
                ("    [password] => Tulip2023", "Tulip2023"),
                ("<dt>Password</dt>\n<dd>Tulip2023</dd>", "Tulip2023"),
                ("<b>Password:</b> Tulip2023", "Tulip2023"),
                ("password <- \"Coffee2331!\"", "Coffee2331!"),
                ("mot_de_passe = \"copper69\"", "copper69"),
                ("\"clientSecret\": \"zkkfQsVfhtdzk\"", "zkkfQsVfhtdzk"),
                ("DATABOX_SECRET=ABCdefGHIjklMNOpqrSTUv", "ABCdefGHIjklMNOpqrSTUv"),
                ("storyblok_token=abcdefghijklmnopqrstuvtt", "abcdefghijklmnopqrstuvtt"),
            ],
        );
    }

    #[test]
    fn credentials_in_headers_are_found() {
        testing::check_rule(
            "header",
            &[
                ("Authorization: Bearer abc.def-123", "abc.def-123"),
                ("curl -H \"Authorization: token abcd1234\" x", "abcd1234"),
                ("'Authorization': 'Basic dXNlcjpwYXNz'", "dXNlcjpwYXNz"),
                ("Cookie: sid=31d4d96e407aad42", "31d4d96e407aad42"),
                (
                    "-H 'Authorization: AWS4-HMAC-SHA256 Credential=AKIAZP/s3, Signature=39ab813fc9045' x",
                    "Credential=AKIAZP/s3, Signature=39ab813fc9045",
                ),
                ("Cookie: theme=dark; sid=31d4d96e407a", "31d4d96e407a"),
                ("Cookie: theme=dark; lang=en", ""),
                ("Set-Cookie: sid=31d4d96e407aad42; path=/; HttpOnly", "31d4d96e407aad42"),
                ("Set-Cookie: lang=de; Path=/; Max-Age=31536000; HttpOnly", ""),
                ("authorization = None;", ""),
                ("[\"authorization\", \"content-length\"]", ""),
                ("Authorization: Bearer $TOKEN", ""),
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
            "password: ok&&valid,",
            "a=1;password=newPassword2;",
            "join('lib', 'file1.txt')",
            "case \"password\": return 1",
            "values = [name, value: 'on']",
            "token == Token::Comma",
            "token: \",\"",
            "type Password = string",
            "fn check(password: &Secret<String>) -> bool",
            "Authorization: Bearer $TOKEN",
            "tokenizer = \"bert-base-uncased\"",
            "a=1;password=sha256,",
            "password=row.cell12,",
            "<input type=\"password\">Tulip2023",
            "<td>Password</td><td>required</td>",
            "\"password_confirm\": \"Passwort bestätigen\"",
            "Passwort: ••••••••",
            "PASSWORD=arn:aws:secretsmanager:eu-west-1:123456789012:secret:x",
            "password_encryption = scram-sha-256",
            "passwd: files systemd",
            "restore-key: Linux-node-3f786850e387550fdab836ed7e6dc881de23001b",
            "accesskey=\"1\"",
        ] {
            testing::check_rule("assignment", &[(text, "")]);
        }
    }

    #[test]
    fn a_value_still_being_written_is_open() {
        for (text, start) in
            [("password=", Some(9)), ("x password = hun", Some(13)), ("password=a b", None), ("passwords", None)]
        {
            let (context, mut found) = (Context::default(), Vec::new());
            let scan = Scan::at(text, &context, 0, &mut found);
            assert_eq!(super::open_value(&scan), start, "{text}");
        }
    }
}
