//! Addresses: each part is decoded (RFC 3986, section 2.1), looked at, and replaced as a whole when there is anything
//! in it. Scheme and host stay, so that it can be told where something happened.

use candor_detect::is_random;

use super::{Context, Finding, Place, RedactionKind, Scrubber, token};

const IN_URL: Context<'_> = Context::of(Place::Url);

/// Parameters whose value is a key to something: OAuth 2.0 (RFC 6749), OpenID Connect, signed addresses of cloud
/// stores, sessions and sign-in links.
const TELLING: [&str; 30] = [
    "token",
    "accesstoken",
    "refreshtoken",
    "idtoken",
    "key",
    "apikey",
    "accesskey",
    "code",
    "password",
    "passwd",
    "pwd",
    "pass",
    "secret",
    "clientsecret",
    "sig",
    "signature",
    "session",
    "sessionid",
    "sid",
    "auth",
    "authorization",
    "jwt",
    "ticket",
    "state",
    "nonce",
    "otp",
    "invite",
    "credential",
    "assertion",
    "samlresponse",
];

/// Schemes of addresses that name no host (RFC 6068, RFC 3966, RFC 5724).
const WITHOUT_HOST: [&str; 3] = ["mailto", "tel", "sms"];

/// Words in a path after which a key follows.
const DOORS: [&str; 12] = [
    "reset",
    "token",
    "verify",
    "confirm",
    "invite",
    "magic",
    "unsubscribe",
    "activate",
    "share",
    "key",
    "auth",
    "session",
];

/// Scrubs an address whose brackets are replaced already.
pub(super) fn scrub(scrubber: &Scrubber, url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    let (rest, fragment) = split(url, '#');
    let (rest, query) = split(rest, '?');
    // What a `data:` address holds may have addresses in it.
    let path = match rest.split_once("://").filter(|_| !rest.starts_with("data:")) {
        Some((scheme, rest)) => {
            plain(scrubber, &mut out, scheme);
            out.push_str("://");
            let end = rest.find(['/', '\\']).unwrap_or(rest.len());
            authority(scrubber, &mut out, &rest[..end]);
            &rest[end..]
        }
        None => match rest.split_once(':') {
            Some((scheme, rest)) if WITHOUT_HOST.contains(&scheme) => {
                out.push_str(scheme);
                out.push(':');
                rest
            }
            _ => rest,
        },
    };
    let host_end = out.len();
    match path.split_once(',').filter(|(head, _)| head.starts_with("data:")) {
        Some((head, _)) => {
            plain(scrubber, &mut out, head);
            out.push(',');
            out.push_str(&token::fixed(RedactionKind::Private));
            return out;
        }
        None => segments(scrubber, &mut out, path),
    }
    if let Some(query) = query {
        out.push('?');
        parameters(scrubber, &mut out, query);
    }
    if let Some(fragment) = fragment {
        out.push('#');
        // `#access_token=…`, `#/route?key=…`, `#heading`
        let (path, query) = split(fragment, '?');
        if path.contains('=') {
            parameters(scrubber, &mut out, path);
        } else {
            segments(scrubber, &mut out, path);
        }
        if let Some(query) = query {
            out.push('?');
            parameters(scrubber, &mut out, query);
        }
    }
    // What only the whole shows.
    let found = scrubber.find(&out, &IN_URL);
    let (in_host, behind): (Vec<Finding>, Vec<Finding>) = found.iter().partition(|f| f.start < host_end);
    let line = in_host.last().map_or(0, |last| last.end);
    let behind: Vec<Finding> =
        behind.into_iter().map(|f| Finding { start: f.start - line, end: f.end - line, ..f }).collect();
    without_hashes(&out[..line], &in_host) + &scrubber.replace(&out[line..], &behind)
}

fn split(text: &str, mark: char) -> (&str, Option<&str>) {
    text.split_once(mark).map_or((text, None), |(head, tail)| (head, Some(tail)))
}

fn authority(scrubber: &Scrubber, out: &mut String, authority: &str) {
    match authority.rsplit_once('@') {
        Some((user, host)) => {
            out.push_str(&scrubber.token(RedactionKind::Password, user));
            out.push('@');
            out.push_str(&without_hashes(host, &scrubber.find(host, &IN_URL)));
        }
        None => out.push_str(&without_hashes(authority, &scrubber.find(authority, &IN_URL))),
    }
}

/// A host with a token that has no colon in the place of each finding: a colon begins a port.
fn without_hashes(host: &str, findings: &[Finding]) -> String {
    let mut out = String::with_capacity(host.len());
    let mut done = 0;
    for finding in findings {
        out.push_str(&host[done..finding.start]);
        out.push_str(&token::fixed(finding.kind));
        done = finding.end;
    }
    out.push_str(&host[done..]);
    out
}

fn segments(scrubber: &Scrubber, out: &mut String, path: &str) {
    let mut behind_door = false;
    for (number, segment) in path.split('/').enumerate() {
        if number > 0 {
            out.push('/');
        }
        let is_key = behind_door && segment.len() >= 8 && segment.bytes().any(|byte| byte.is_ascii_digit());
        piece(scrubber, out, segment, is_key.then_some(RedactionKind::Key));
        let word = segment.to_ascii_lowercase();
        behind_door = word.split(['-', '_', '.']).any(|word| DOORS.contains(&word));
    }
}

fn parameters(scrubber: &Scrubber, out: &mut String, query: &str) {
    let mut rest = query;
    loop {
        let end = rest.find(['&', ';']).unwrap_or(rest.len());
        match rest[..end].split_once('=') {
            Some((name, value)) => {
                piece(scrubber, out, name, None);
                out.push('=');
                piece(scrubber, out, value, is_telling(name).then_some(RedactionKind::Key));
            }
            None => piece(scrubber, out, &rest[..end], None),
        }
        let Some(mark) = rest[end..].chars().next() else { return };
        out.push(mark);
        rest = &rest[end + 1..];
    }
}

fn is_telling(name: &str) -> bool {
    let name = decoded(name).to_ascii_lowercase();
    let joined: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    TELLING.contains(&joined.as_str())
        || name.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| TELLING.contains(&word) && word != "state")
        || ["token", "secret", "password", "signature", "credential"].iter().any(|end| joined.ends_with(end))
}

/// A part between separators: as it is, or a token for all of it.
fn piece(scrubber: &Scrubber, out: &mut String, part: &str, known: Option<RedactionKind>) {
    if part.is_empty() {
        return;
    }
    let plain_text = decoded(part);
    let found = known
        .or_else(|| scrubber.find(&plain_text, &IN_URL).iter().map(|finding| finding.kind).min())
        .or_else(|| is_random(&plain_text).then_some(RedactionKind::Key));
    match found {
        Some(kind) => out.push_str(&scrubber.token(kind, &plain_text)),
        None => plain(scrubber, out, part),
    }
}

/// A part in which nothing was found.
fn plain(scrubber: &Scrubber, out: &mut String, part: &str) {
    out.push_str(&scrubber.replace(part, &scrubber.find(part, &IN_URL)));
}

/// Percent-encoding undone, twice if need be: an address inside an address.
fn decoded(part: &str) -> String {
    let once = decoded_once(part);
    token::escaped(&if once.contains('%') { decoded_once(&once) } else { once })
}

fn decoded_once(part: &str) -> String {
    let hex = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let bytes = part.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match (bytes[at], hex(bytes.get(at + 1)), hex(bytes.get(at + 2))) {
            (b'%', Some(high), Some(low)) => {
                out.push(u8::try_from(high * 16 + low).unwrap_or(b'%'));
                at += 3;
            }
            (b'+', ..) => {
                // A space in a form's encoding, a plus in a mail address: the rules take either.
                out.push(b'+');
                at += 1;
            }
            (byte, ..) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use candor_detect::Matcher;

    use super::super::Detector;
    use super::*;

    #[test]
    fn secrets_leave_addresses_and_the_rest_stays() {
        let scrubber = Scrubber::new([3; 32], Detector::default());
        for (url, expected) in [
            ("https://example.org/a/b?page=2#top", "https://example.org/a/b?page=2#top"),
            ("https://u:p@example.org/", "https://⟦password⟧@example.org/"),
            ("https://example.org/?token=abc&x=1", "https://example.org/?token=⟦key⟧&x=1"),
            ("https://example.org/?X-Amz-Signature=ab12", "https://example.org/?X-Amz-Signature=⟦key⟧"),
            ("https://example.org/u/jane%40example.org/edit", "https://example.org/u/⟦email⟧/edit"),
            (
                "https://example.org/cb#access_token=ey.x&state=1",
                "https://example.org/cb#access_token=⟦key⟧&state=⟦key⟧",
            ),
            ("https://example.org/#/login?code=77", "https://example.org/#/login?code=⟦key⟧"),
            ("https://example.org/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74/edit", "https://example.org/d/⟦key⟧/edit"),
            ("https://example.org/reset/5f4dcc3b5aa765d6", "https://example.org/reset/⟦key⟧"),
            (
                "https://example.org/c/da39a3ee5e6b4b0d3255bfef95601890afd80709",
                "https://example.org/c/da39a3ee5e6b4b0d3255bfef95601890afd80709",
            ),
            (
                "https://example.org/?next=https%3A%2F%2Fx.example%2F%3Fpassword%3Dhunter2",
                "https://example.org/?next=⟦password⟧",
            ),
            ("mailto:jane@example.org", "mailto:⟦email⟧"),
            ("data:text/html,<p>secret", "data:text/html,⟦private⟧"),
            ("data:text/html,<p>secret <a href=https://x.example>", "data:text/html,⟦private⟧"),
            ("https://example.org/%zz%", "https://example.org/%zz%"),
            ("", ""),
        ] {
            let scrubbed = scrub(&scrubber, url);
            assert_eq!(kinds_only(&scrubbed), expected, "{url}");
        }
    }

    /// Tokens with their kind alone.
    fn kinds_only(text: &str) -> String {
        let mut out = String::new();
        for part in text.split_inclusive('⟧') {
            match part.split_once('⟦').and_then(|(head, token)| Some((head, token.split_once(':')?.0))) {
                Some((head, kind)) => out.push_str(&format!("{head}⟦{kind}⟧")),
                None => out.push_str(part),
            }
        }
        out
    }

    #[test]
    fn an_address_with_tokens_is_an_address_and_comes_back_decoded_as_it_was() {
        struct Harbour;
        impl Matcher for Harbour {
            fn find(&self, text: &str, found: &mut Vec<Finding>) {
                let all = text.match_indices("harbour");
                found.extend(all.map(|(at, word)| Finding::new(at, at + word.len(), RedactionKind::Policy, "word")));
            }
            fn pending(&self, _: &str) -> Option<usize> {
                None
            }
        }
        let scrubber = Scrubber::new([3; 32], Detector::default().with(Rc::new(Harbour)));
        for (address, tokens) in [
            ("https://example.org/harbour/x?harbour=1&a=harbour#harbour", 4),
            ("https://harbour.example.org:8080/harbour/", 2),
            ("https://ana:harbour@example.org/", 1),
            ("https://ana:x@harbour/?q=harbour%20x", 3),
            ("https://example.org/jane%40example.org?m=john%40example.org#/a?k=harbour", 3),
            ("mailto:jane@example.org?subject=harbour", 2),
            ("https://example.org/harbour?next=https%3A%2F%2Fharbour%2F", 2),
        ] {
            let scrubbed = scrub(&scrubber, address);
            let parsed = url::Url::parse(&scrubbed).unwrap_or_else(|error| panic!("{scrubbed}: {error}"));
            assert_eq!(scrubbed.matches('⟦').count(), tokens, "{scrubbed}");
            assert!(!scrubbed.contains("harbour") && !scrubbed.contains("example.org/j"), "{scrubbed}");
            // A host comes back in its own encoding (RFC 3492).
            let host = parsed.host_str().unwrap_or_default();
            let (unicode, _) = idna::domain_to_unicode(host);
            assert_eq!(decoded_once(&parsed.as_str().replacen(host, &unicode, 1)), scrubbed);
        }
    }
}
