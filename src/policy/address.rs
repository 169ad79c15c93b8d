//! Addresses, taken apart as far as deciding about them needs: scheme, host, port, path with query.
//!
//! Page addresses come from the browser in its canonical spelling. What is spelt otherwise, and could therefore be read
//! in two ways, is no address here, and what is no address is never recorded.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

/// `http` or `https`; nothing else is ever recorded or sent to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// `http`.
    Http,
    /// `https`.
    Https,
}

impl Scheme {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "http" => Some(Self::Http),
            "https" => Some(Self::Https),
            _ => None,
        }
    }

    /// The scheme's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }

    /// The port that an address without one means.
    pub const fn default_port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }
}

/// A host.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Host {
    /// A name in lower case, international labels in Punycode, without a final dot.
    Name(String),
    /// An IPv4 address, written as four decimal numbers.
    V4(Ipv4Addr),
    /// An IPv6 address.
    V6(Ipv6Addr),
}

impl Host {
    /// Reads a host. Upper case is folded and one final dot is dropped, as browsers do.
    ///
    /// Refuses every spelling of an IPv4 address but the usual one (`0x7f.1`, `2130706433`), and names with characters
    /// that no host name has.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(inside) = text.strip_prefix('[') {
            return inside.strip_suffix(']')?.parse().ok().map(Self::V6);
        }
        let name = text.strip_suffix('.').unwrap_or(text).to_ascii_lowercase();
        if name.len() > 253 || !name.split('.').all(is_label) {
            return None;
        }
        if name.rsplit('.').next().is_some_and(is_number) {
            return name.parse().ok().map(Self::V4);
        }
        Some(Self::Name(name))
    }

    /// Whether the host is this machine: 127.0.0.0/8, `[::1]` or `localhost`.
    pub fn is_loopback(&self) -> bool {
        match self {
            Self::Name(name) => name == "localhost",
            Self::V4(address) => address.is_loopback(),
            Self::V6(address) => address.is_loopback(),
        }
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::V4(address) => write!(f, "{address}"),
            Self::V6(address) => write_v6(f, &address.segments()),
        }
    }
}

/// As the URL standard serialises an IPv6 address: the first of the longest runs of zeros in short, and no part in decimal.
fn write_v6(f: &mut fmt::Formatter<'_>, pieces: &[u16; 8]) -> fmt::Result {
    let zeros = |at: usize| pieces[at..].iter().take_while(|piece| **piece == 0).count();
    let (mut short, mut end) = (8, 8);
    for at in 0..8 {
        if zeros(at) > (end - short).max(1) {
            (short, end) = (at, at + zeros(at));
        }
    }
    f.write_str("[")?;
    for (at, piece) in pieces.iter().enumerate() {
        if at == short {
            f.write_str("::")?;
        } else if !(short..end).contains(&at) {
            let mark = if at == 0 || at == end { "" } else { ":" };
            write!(f, "{mark}{piece:x}")?;
        }
    }
    f.write_str("]")
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// What the URL standard takes for a number at the end of a host, which makes the whole host an IPv4 address.
fn is_number(label: &str) -> bool {
    label.bytes().all(|byte| byte.is_ascii_digit())
        || label.strip_prefix("0x").is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// An `http` or `https` address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address<'a> {
    /// The scheme.
    pub scheme: Scheme,
    /// The host.
    pub host: Host,
    /// The port, that of the scheme when none is written.
    pub port: u16,
    /// Path and query, `/` at least, without the fragment.
    pub path: &'a str,
    /// User name and password, when there are any.
    pub userinfo: Option<&'a str>,
}

impl<'a> Address<'a> {
    /// Takes an address apart; none when it is of another scheme or spelt in a way that browsers don't.
    pub fn parse(text: &'a str) -> Option<Self> {
        if text.bytes().any(|byte| byte <= b' ' || byte == b'\\' || byte == 0x7f) {
            return None;
        }
        let (scheme, rest) = text.split_once("://")?;
        let scheme = Scheme::parse(&scheme.to_ascii_lowercase())?;
        let (authority, tail) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        let tail = tail.split('#').next().unwrap_or_default();
        let path = if tail.is_empty() { "/" } else { tail };
        let (userinfo, host_and_port) = match authority.rsplit_once('@') {
            Some((userinfo, host)) => (Some(userinfo), host),
            None => (None, authority),
        };
        let (host, port) = split_port(host_and_port)?;
        Some(Self {
            scheme,
            host: Host::parse(host)?,
            port: port.map_or(Some(scheme.default_port()), parse_port)?,
            path,
            userinfo,
        })
    }

    /// Whether both addresses are of one origin.
    pub fn same_origin(&self, other: &Address<'_>) -> bool {
        self.scheme == other.scheme && self.host == other.host && self.port == other.port
    }
}

/// Splits `host:port`; the host may be an IPv6 address in brackets.
pub(super) fn split_port(text: &str) -> Option<(&str, Option<&str>)> {
    let after_brackets = text.find(']').map_or(0, |end| end + 1);
    match text[after_brackets..].find(':') {
        Some(colon) => {
            let (host, port) = text.split_at(after_brackets + colon);
            Some((host, Some(&port[1..])))
        }
        None => Some((text, None)),
    }
}

/// A port from 1 to 65535, in plain digits.
pub(super) fn parse_port(text: &str) -> Option<u16> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten().filter(|port| *port != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ipv6_address_is_written_as_browsers_write_it() {
        for (text, written) in [
            ("[::]", "[::]"),
            ("[::1]", "[::1]"),
            ("[1::]", "[1::]"),
            ("[2001:DB8:0:0:1:0:0:1]", "[2001:db8::1:0:0:1]"),
            ("[2001:db8:0:1:1:1:1:1]", "[2001:db8:0:1:1:1:1:1]"),
            ("[1:0:0:2:0:0:0:3]", "[1:0:0:2::3]"),
            ("[fe80::a:b:c:d]", "[fe80::a:b:c:d]"),
            ("[::ffff:192.0.2.1]", "[::ffff:c000:201]"),
            ("[1:2:3:4:5:6:7:8]", "[1:2:3:4:5:6:7:8]"),
        ] {
            assert_eq!(Host::parse(text).map(|host| host.to_string()).as_deref(), Some(written), "{text}");
        }
    }

    #[test]
    fn an_address_is_read_as_browsers_read_it() {
        struct Case(&'static str, Option<(Scheme, &'static str, u16, &'static str)>);
        use Scheme::{Http, Https};
        let cases = [
            Case("https://a.example/x?y=1#z", Some((Https, "a.example", 443, "/x?y=1"))),
            Case("http://a.example", Some((Http, "a.example", 80, "/"))),
            Case("https://a.example?q", Some((Https, "a.example", 443, "?q"))),
            Case("HTTPS://A.Example./", Some((Https, "a.example", 443, "/"))),
            Case("https://user:pass@a.example:8443/", Some((Https, "a.example", 8443, "/"))),
            Case("https://good.example@evil.example/", Some((Https, "evil.example", 443, "/"))),
            Case("https://xn--bcher-kva.example/", Some((Https, "xn--bcher-kva.example", 443, "/"))),
            Case("http://127.0.0.1:3000/", Some((Http, "127.0.0.1", 3000, "/"))),
            Case("http://[::1]:3000/", Some((Http, "[::1]", 3000, "/"))),
            Case("https://bücher.example/", None),
            Case("https://evil.example\\@good.example/", None),
            Case("https://good.example\t/", None),
            Case("http://127.1/", None),
            Case("http://0x7f000001/", None),
            Case("http://2130706433/", None),
            Case("http://a.example:0/", None),
            Case("http://a.example:+80/", None),
            Case("http://a.example:65536/", None),
            Case("http://a..example/", None),
            Case("http://[::1/", None),
            Case("http://[::1]x/", None),
            Case("https:///path", None),
            Case("https:a.example", None),
            Case("about:blank", None),
            Case("blob:https://a.example/0000", None),
            Case("data:text/html,https://a.example/", None),
            Case("javascript:https://a.example/", None),
            Case("file:///https://a.example/", None),
            Case("view-source:https://a.example/", None),
            Case("ws://a.example/", None),
            Case("", None),
        ];
        for Case(text, expected) in cases {
            let found =
                Address::parse(text).map(|found| (found.scheme, found.host.to_string(), found.port, found.path));
            let expected = expected.map(|(scheme, host, port, path)| (scheme, host.to_owned(), port, path));
            assert_eq!(found, expected, "{text}");
        }
    }
}
