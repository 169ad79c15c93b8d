//! Credentials in addresses: `scheme://user:password@host` (RFC 3986, section 3.2.1), also of databases and brokers; and
//! addresses that are keys by themselves, such as those of incoming webhooks.

use super::assignment::{has_digit, is_mixed, is_placeholder};
use crate::Kind;
use crate::random;
use crate::scan::{Scan, is_word, work};

/// Longest user and password in brackets that stand for others.
const BLANK_MAX: usize = 64;
/// Longest authority that is read.
const AUTHORITY_MAX: usize = 512;

/// At the colon of `://`.
pub(super) fn at(scan: &mut Scan<'_>, at: usize) {
    let start = at + 3;
    let text = scan.text;
    let end = authority_end(text, start);
    work::count(end - start);
    let authority = &text[start..end];
    let Some(user_end) = authority.rfind('@') else {
        // `<user>:<password>@host`: no element with a host in it.
        if scan.byte(start) == b'<' {
            let is_blank = |byte: &&u8| is_word(**byte) || matches!(byte, b'<' | b'>' | b':' | b'-');
            let blank = start + scan.bytes[start..].iter().take(BLANK_MAX).take_while(is_blank).count();
            if scan.byte(blank) == b'@' {
                scan.pass_over(blank + 1);
            }
        }
        webhook(scan, start);
        return;
    };
    let user_info = &authority[..user_end];
    // A name alone (`ssh://git@host`) is no secret; a long one is a token.
    let secret = match user_info.find(':') {
        Some(colon) => colon + 1..user_end,
        None if user_info.len() >= 16 && is_mixed(user_info) => 0..user_end,
        None => return,
    };
    let value = &user_info[secret.clone()];
    if value.is_empty()
        || is_placeholder(value)
        || value.starts_with(['$', '*', '%']) && !has_digit(value)
        || stands_for_one(value)
    {
        return;
    }
    // The name goes with the password: it may be the token, and is half of the way in.
    scan.report(start, start + user_end, Kind::Password, "url-credentials");
}

/// At the first colon of `db.example.org:5432:app:jane:hunter2`, a line of `.pgpass` (PostgreSQL manual, "The Password
/// File").
#[inline(never)]
pub(super) fn password_file(scan: &mut Scan<'_>, at: usize) {
    let field = |from: usize| {
        let is_field =
            |byte: &&u8| is_word(**byte) || matches!(byte, b'.' | b'-' | b'*' | b'!' | b'#' | b'?' | b'@' | b'$');
        from + scan.bytes[from..].iter().take(FIELD_MAX).take_while(is_field).count()
    };
    let (mut start, mut end) = (at, at);
    for number in 0..4 {
        if scan.byte(end) != b':' {
            return;
        }
        (start, end) = (end + 1, field(end + 1));
        work::count(end - start);
        let is_port = || end - start > 2 && scan.bytes[start..end].iter().all(u8::is_ascii_digit);
        let fits = match number {
            0 => scan.byte(start) == b'*' || is_port(),
            2 => !scan.byte(start).is_ascii_digit(),
            _ => true,
        };
        if !fits {
            return;
        }
    }
    let value = scan.text.get(start..end).unwrap_or_default();
    if scan.byte(end) != b':' && value.len() >= 6 && has_digit(value) && is_mixed(value) {
        scan.report(start, end, Kind::Password, "password-file");
    }
}

/// Longest field of such a line.
const FIELD_MAX: usize = 64;

/// What documentation writes where a password goes.
fn stands_for_one(value: &str) -> bool {
    ["password", "passwd", "pass", "pwd", "PASSWORD", "PASS", "passw0rd"].contains(&value)
}

/// Where the authority that begins at `start` ends. Passwords hold what should have been encoded, so only what
/// certainly ends it does.
fn authority_end(text: &str, start: usize) -> usize {
    let rest = &text.as_bytes()[start..];
    let ends = |byte: &u8| {
        byte.is_ascii_whitespace()
            || matches!(byte, b'/' | b'?' | b'#' | b'"' | b'\'' | b'`' | b'<' | b'>' | b'\\' | b'|' | b'(' | b')')
    };
    let mut length = rest.iter().take(AUTHORITY_MAX).position(ends).unwrap_or(rest.len().min(AUTHORITY_MAX));
    // `p/ss@host`: a slash in a password, which an `@` soon after gives away.
    if rest.get(length) == Some(&b'/') && rest[..length].contains(&b':') {
        let more = rest[length..]
            .iter()
            .take(40)
            .position(|byte| *byte == b'@' || byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'?' | b','));
        let port = rest[..length].rsplit(|byte| *byte == b':').next().unwrap_or(b"");
        if let Some(more) = more
            && rest[length + more] == b'@'
            && !port.iter().all(u8::is_ascii_digit)
        {
            length += more + 1;
            length += rest[length..].iter().take(AUTHORITY_MAX).position(ends).unwrap_or(0);
        }
    }
    let mut end = start + length;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end
}

/// Hosts, or beginnings of paths on them, where the rest of the path is the key (Slack, Discord, Microsoft Teams, Telegram,
/// Google Chat, Zapier, IFTTT and Mattermost on incoming webhooks).
const DOORS: [&str; 16] = [
    "hooks.slack.com/",
    "discord.com/api/webhooks/",
    "discordapp.com/api/webhooks/",
    "webhook.office.com/",
    "outlook.office.com/webhook",
    "outlook.office365.com/webhook",
    "api.telegram.org/bot",
    "hooks.zapier.com/hooks/",
    "maker.ifttt.com/trigger/",
    "hook.eu1.make.com/",
    "hook.us1.make.com/",
    "chat.googleapis.com/v1/spaces/",
    "open.feishu.cn/open-apis/bot/",
    "oapi.dingtalk.com/robot/",
    "qyapi.weixin.qq.com/cgi-bin/webhook/",
    "events.pagerduty.com/integration/",
];

/// The least that such an address has.
const ADDRESS_MIN: usize = 36;
/// How far into an address its door can reach.
const DOOR_MAX: usize = 80;

/// Whether the address at `start` is a key by itself.
fn webhook(scan: &mut Scan<'_>, start: usize) {
    let rest = &scan.bytes[start..];
    let length = rest
        .iter()
        .take(AUTHORITY_MAX)
        .take_while(|byte| {
            is_word(**byte)
                || matches!(byte, b'.' | b'/' | b'-' | b'@' | b'%' | b':' | b'?' | b'=' | b'&' | b'+' | b'~')
        })
        .count();
    work::count(length);
    let mut end = start + length;
    while !scan.text.is_char_boundary(end) {
        end -= 1;
    }
    let address = &scan.text[start..end];
    if address.len() < ADDRESS_MIN || !has_digit(address) {
        return;
    }
    let head = &address[..address.floor_char_boundary(DOOR_MAX)];
    let door = DOORS.iter().find_map(|door| Some(head.find(door)? + door.len()));
    if let Some(door) = door {
        let key = &address[door..];
        if key.len() >= 8 && has_digit(key) && random::most_drawn(key.as_bytes()).evidence > 0 {
            scan.report(start, end, Kind::Key, "webhook");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing;

    #[test]
    fn passwords_in_addresses_are_found() {
        testing::check_rule(
            "url-credentials",
            &[
                ("postgres://app:s3cr3t@db:5432/x", "app:s3cr3t"),
                ("redis://:hunter2@localhost", ":hunter2"),
                ("https://0123456789abcdef0@github.com/a/b", "0123456789abcdef0"),
                ("amqp://a:p@ss@host", "a:p@ss"),
                ("mysql://app:p/s4s@db/x", "app:p/s4s"),
                ("https://user@host/", ""),
                ("https://example.org/a:b@c", ""),
                ("http://localhost:8080/a@b", ""),
                ("postgres://app:${PASSWORD}@db", ""),
                ("postgres://app:<password>@db", ""),
                ("https://user:password@example.org", ""),
            ],
        );
    }

    #[test]
    fn a_host_behind_what_stands_for_a_password_is_none() {
        testing::check_found("mongodb+srv://<username>:<password>@cluster.mongodb.net/", "");
        testing::check_found("https://<host>/ password=hunter2 a@b", "hunter2");
    }

    #[test]
    fn passwords_in_a_file_of_them_are_found() {
        testing::check_rule(
            "password-file",
            &[
                ("db.example.org:5432:app:jane:Tiger_4304", "Tiger_4304"),
                ("9:90305:17843:586-40:a1b2c3@x", ""),
                ("src/main.rs:1042:13:error:x1", ""),
            ],
        );
    }
}
