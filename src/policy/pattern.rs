//! Match patterns, as Chrome's extensions write them: `<scheme>://<host><path>`.
//!
//! The browser injects probes by the same patterns, but what is recorded is decided here; both must therefore read a
//! pattern alike. Of Chrome's schemes only `http`, `https` and `*` (either) are taken, and `<all_urls>` is not:
//! nobody should be able to write "everything" without saying so.
//!
//! Grammar and meaning: <https://developer.chrome.com/docs/extensions/develop/concepts/match-patterns>.

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::address::{Address, Host, Scheme, parse_port, split_port};
use crate::message::Wrong;

/// A match pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    text: String,
    /// None for `*`.
    scheme: Option<Scheme>,
    host: Hosts,
    /// None for any.
    port: Option<u16>,
    path: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Hosts {
    Any,
    One(Host),
    /// `*.name`: the name itself and everything below it.
    Below(String),
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// When the text is not a match pattern, or one for a scheme that is never recorded.
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        let (scheme, rest) = text.split_once("://").ok_or(Wrong::PatternForm)?;
        let scheme = match scheme {
            "*" => None,
            "http" => Some(Scheme::Http),
            "https" => Some(Scheme::Https),
            _ => return Err(Wrong::PatternScheme),
        };
        let (authority, path) = rest.split_at(rest.find('/').ok_or(Wrong::PatternPath)?);
        if path.contains('#') || !path.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Wrong::PatternPath);
        }
        let (host, port) = split_port(authority).ok_or(Wrong::PatternHost)?;
        let host = match (host, host.strip_prefix("*.")) {
            ("*", _) => Hosts::Any,
            (_, Some(name)) => match Host::parse(name) {
                Some(Host::Name(name)) => Hosts::Below(name),
                _ => return Err(Wrong::PatternHost),
            },
            _ => Hosts::One(Host::parse(host).ok_or(Wrong::PatternHost)?),
        };
        let port = match port {
            None | Some("*") => None,
            // As Chrome has it, a port needs a scheme.
            Some(port) => Some(parse_port(port).filter(|_| scheme.is_some()).ok_or(Wrong::PatternPort)?),
        };
        let scheme_text = scheme.map_or("*", Scheme::as_str);
        let port_text = port.map(|port| format!(":{port}")).unwrap_or_default();
        let text = format!("{scheme_text}://{host}{port_text}{path}");
        Ok(Self { text, scheme, host, port, path: path.to_owned() })
    }

    /// Whether the address is meant.
    pub fn matches(&self, address: &Address<'_>) -> bool {
        self.meets_origin(address) && self.matches_path(address.path)
    }

    /// Whether some page of the address's origin is meant.
    pub fn meets_origin(&self, address: &Address<'_>) -> bool {
        self.scheme.is_none_or(|scheme| scheme == address.scheme)
            && self.port.is_none_or(|port| port == address.port)
            && match (&self.host, &address.host) {
                (Hosts::Any, _) => true,
                (Hosts::One(host), found) => host == found,
                (Hosts::Below(name), Host::Name(found)) => is_below(found, name),
                (Hosts::Below(_), _) => false,
            }
    }

    /// `/docs/*` means `/docs` too, as it does for Chrome.
    fn matches_path(&self, path: &str) -> bool {
        glob(self.path.as_bytes(), path.as_bytes()) || self.path.strip_suffix("/*") == Some(path)
    }

    /// Whether every address that the other one means is certainly meant by this one as well.
    ///
    /// Never says yes wrongly; says no to `/**`, which is `/*` in another spelling, and wherever several patterns cover
    /// together what none covers alone. What covers what covers a third covers the third.
    pub fn covers(&self, other: &Self) -> bool {
        self.scheme.is_none_or(|scheme| other.scheme == Some(scheme))
            && self.port.is_none_or(|port| other.port == Some(port))
            && self.host.cover(&other.host)
            && self.covers_path(other)
    }

    /// In the other's path a `*` counts as a character of its own: only a `*` of this one takes it, and that takes
    /// whatever it stands for.
    fn covers_path(&self, other: &Self) -> bool {
        let is_bare = !other.path.contains('*') && self.path.strip_suffix("/*") == Some(&other.path);
        let with_its_end = other.path.strip_suffix("/*").is_none_or(|bare| self.matches_path(bare));
        (is_bare || glob(self.path.as_bytes(), other.path.as_bytes())) && with_its_end
    }

    /// Whether some address may be meant by both. Never says no wrongly: of two paths only what stands in front of
    /// their first `*` is looked at. What meets a pattern meets everything that covers it.
    pub fn meets(&self, other: &Self) -> bool {
        let (one, two) = (self.literal_path(), other.literal_path());
        self.meets_hosts(other) && (one.starts_with(two) || two.starts_with(one))
    }

    /// Whether some origin has addresses that the one means, and some that the other does.
    pub fn meets_hosts(&self, other: &Self) -> bool {
        fn agree<T: Copy + PartialEq>(one: Option<T>, two: Option<T>) -> bool {
            one.is_none() || two.is_none() || one == two
        }
        // A host is one name, or a whole branch of the tree of names: two of them meet where one lies in the other.
        let hosts = self.host.cover(&other.host) || other.host.cover(&self.host);
        hosts && agree(self.scheme, other.scheme) && agree(self.port, other.port)
    }

    /// What every path that is meant begins with.
    fn literal_path(&self) -> &str {
        let path = self.path.strip_suffix("/*").unwrap_or(&self.path);
        path.split('*').next().unwrap_or_default()
    }

    /// The pattern without its path: every page of the hosts meant.
    pub fn of_whole_hosts(&self) -> String {
        let hosts = self.text.strip_suffix(&self.path).unwrap_or(&self.text);
        format!("{hosts}/*")
    }

    /// What a stored text is read as that is no pattern: it matches nothing, for every path begins with a slash.
    fn nothing(text: String) -> Self {
        Self { text, scheme: None, host: Hosts::Below("invalid".to_owned()), port: None, path: String::new() }
    }

    /// Whether it was read from a text that is a pattern.
    pub(super) fn is_sound(&self) -> bool {
        !self.path.is_empty()
    }

    /// The pattern in its canonical spelling, for `scripting.registerContentScripts`.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Written down as its text.
impl Serialize for Pattern {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let is_stored = !deserializer.is_human_readable();
        let text = String::deserialize(deserializer)?;
        match Self::parse(&text) {
            Ok(pattern) => Ok(pattern),
            Err(_) if is_stored => Ok(Self::nothing(text)),
            Err(_) => Err(D::Error::custom("no pattern")),
        }
    }
}

impl Hosts {
    /// Whether every host of the other is one of these.
    fn cover(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Any, _) => true,
            (Self::One(one), Self::One(two)) => one == two,
            (Self::Below(name), Self::Below(found) | Self::One(Host::Name(found))) => is_below(found, name),
            _ => false,
        }
    }
}

/// Whether `found` is `name`, or a name below it.
fn is_below(found: &str, name: &str) -> bool {
    found.strip_suffix(name).is_some_and(|head| head.is_empty() || head.ends_with('.'))
}

impl fmt::Display for Hosts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("*"),
            Self::One(host) => write!(f, "{host}"),
            Self::Below(name) => write!(f, "*.{name}"),
        }
    }
}

/// Whether `pattern`, in which `*` stands for any bytes, matches all of `text`. Takes at most the product of both lengths.
fn glob(pattern: &[u8], text: &[u8]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut last_star = None;
    while t < text.len() {
        if pattern.get(p) == Some(&b'*') {
            last_star = Some((p, t));
            p += 1;
        } else if pattern.get(p) == text.get(t) {
            p += 1;
            t += 1;
        } else if let Some((star, from)) = last_star {
            last_star = Some((star, from + 1));
            p = star + 1;
            t = from + 1;
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, url: &str) -> bool {
        let pattern = Pattern::parse(pattern).unwrap();
        Address::parse(url).is_some_and(|address| pattern.matches(&address))
    }

    #[test]
    fn a_pattern_matches_what_chrome_says_it_matches() {
        let cases = [
            ("https://*/*", "https://www.example.org/foo/bar.html", true),
            ("https://*/*", "http://www.example.org/", false),
            ("https://*/foo*", "https://example.com/foo/bar.html", true),
            ("https://*/foo*", "https://www.example.org/foo", true),
            ("https://*/foo*", "https://example.org/bar/foo", false),
            ("https://*.example.org/foo*bar", "https://mail.example.org/foo/baz/bar", true),
            ("https://*.example.org/foo*bar", "https://www.example.org/foobar", true),
            ("https://*.example.org/foo*bar", "https://www.example.org/foobar?x", false),
            ("https://example.org/foo/bar.html", "https://example.org/foo/bar.html", true),
            ("https://example.org/foo/bar.html", "https://example.org/foo/barxhtml", false),
            ("http://127.0.0.1/*", "http://127.0.0.1:8080/", true),
            ("*://mail.example.org/*", "http://mail.example.org/foo", true),
            ("*://mail.example.org/*", "https://mail.example.org/bar", true),
            ("*://mail.example.org/*", "ftp://mail.example.org/bar", false),
            ("http://localhost:3000/*", "http://localhost:3000/a", true),
            ("http://localhost:3000/*", "http://localhost:3001/a", false),
            ("http://localhost:3000/*", "http://localhost/a", false),
            ("http://localhost:80/*", "http://localhost/a", true),
            ("http://localhost:*/*", "http://localhost:9/a", true),
            ("http://[::1]/*", "http://[0:0:0:0:0:0:0:1]:9/a", true),
            ("https://*.example.org/*", "https://example.org/", true),
            ("https://*.example.org/*", "https://a.b.example.org/", true),
            ("https://example.org/*", "https://www.example.org/", false),
            ("https://example.org/docs/*", "https://example.org/docs", true),
            ("https://example.org/docs/*", "https://example.org/docsearch", false),
            ("https://example.org/*?mode=edit", "https://example.org/a?mode=edit", true),
            ("https://example.org/a", "https://example.org/a#b", true),
            ("https://example.org/A", "https://example.org/a", false),
            ("https://EXAMPLE.org/*", "https://example.ORG/", true),
            ("https://xn--bcher-kva.example/*", "https://xn--bcher-kva.example/", true),
        ];
        for (pattern, url, expected) in cases {
            assert_eq!(matches(pattern, url), expected, "{pattern} {url}");
        }
    }

    #[test]
    fn a_hostile_address_does_not_borrow_the_rights_of_an_allowed_one() {
        let pattern = "https://*.good.example/*";
        assert!(matches(pattern, "https://good.example/"), "positive control");
        for url in [
            "https://evil.example/https://good.example/",
            "https://evil.example/?https://good.example/",
            "https://evil.example/#https://good.example/",
            "https://good.example@evil.example/",
            "https://good.example:443@evil.example/",
            "https://good.example:x@evil.example/good.example/",
            "https://good.example.evil.example/",
            "https://evilgood.example/",
            "https://evil.example\\.good.example/",
            "https://evil.example%2f.good.example/",
            "https://evil.example\u{ff0f}.good.example/",
            "http://good.example/",
            "blob:https://good.example/0000",
            "data:text/html,https://good.example/",
            "about:blank",
            "about:srcdoc",
            "view-source:https://good.example/",
            "chrome-extension://good.example/",
            "filesystem:https://good.example/",
        ] {
            assert!(!matches(pattern, url), "{url}");
        }
    }

    #[test]
    fn another_spelling_of_a_blocked_host_is_blocked_as_well() {
        for url in [
            "https://mail.example/",
            "https://MAIL.example/",
            "https://mail.example./",
            "https://user:secret@mail.example/",
            "https://mail.example:8443/a?b",
            "http://inbox.mail.example",
        ] {
            assert!(matches("*://*.mail.example/*", url), "{url}");
        }
        assert!(!matches("*://*.mail.example/*", "https://email.example/"), "negative control");
    }

    #[test]
    fn what_is_not_a_pattern_is_refused_with_the_reason() {
        use Wrong::{
            PatternForm as Form, PatternHost as Host, PatternPath as Path, PatternPort as Port, PatternScheme as Scheme,
        };
        for (text, expected) in [
            ("", Form),
            ("<all_urls>", Form),
            ("example.org", Form),
            ("https:example.org/*", Form),
            ("ftp://example.org/*", Scheme),
            ("file://a/*", Scheme),
            ("HTTPS://example.org/*", Scheme),
            ("https://example.org", Path),
            ("https://example.org/#a", Path),
            ("https://example.org/a b", Path),
            ("https://example.org/ü", Path),
            ("https:///*", Host),
            ("https://foo.*/*", Host),
            ("https://*foo.org/*", Host),
            ("https://*./*", Host),
            ("https://*.127.0.0.1/*", Host),
            ("https://bücher.example/*", Host),
            ("https://user@example.org/*", Host),
            ("https://[::1/*", Host),
            ("https://example.org:/*", Port),
            ("https://example.org:x/*", Port),
            ("https://example.org:70000/*", Port),
            ("*://example.org:8080/*", Port),
        ] {
            assert_eq!(Pattern::parse(text), Err(expected), "{text}");
        }
    }

    #[test]
    fn a_pattern_is_told_to_the_browser_in_its_canonical_spelling() {
        for (text, expected) in [
            ("*://*.Example.ORG/a*", "*://*.example.org/a*"),
            ("http://localhost:*/*", "http://localhost/*"),
            ("http://localhost:3000/*", "http://localhost:3000/*"),
            ("http://[0::1]/*", "http://[::1]/*"),
        ] {
            assert_eq!(Pattern::parse(text).unwrap().as_str(), expected);
        }
        assert_eq!(Pattern::parse("http://localhost:3000/a*/b").unwrap().of_whole_hosts(), "http://localhost:3000/*");
    }

    /// Of schemes, hosts, ports and paths that are near one another, so that much covers and meets.
    fn near() -> Vec<Pattern> {
        let hosts = ["*", "*.a.example", "a.example", "b.a.example", "*.b.a.example", "ba.example", "127.0.0.1"];
        let paths = ["/*", "/", "/a", "/a*", "/a/*", "/a/b", "/a/b*", "/a*/*", "/*b", "/*/*", "/**", "/a*b*", "/a**"];
        let mut near = Vec::new();
        for (scheme, port) in [("*", ""), ("https", ""), ("https", ":443"), ("https", ":8443"), ("http", "")] {
            for host in hosts {
                near.extend(paths.map(|path| Pattern::parse(&format!("{scheme}://{host}{port}{path}")).unwrap()));
            }
        }
        near
    }

    #[test]
    fn a_pattern_covers_what_it_certainly_holds() {
        for (wide, narrow, expected) in [
            ("https://*/*", "https://a.example/*", true),
            ("*://*/*", "http://127.0.0.1:3000/a", true),
            ("*://a.example/*", "https://a.example:8443/*", true),
            ("https://a.example/*", "*://a.example/*", false),
            ("https://a.example:443/*", "https://a.example/*", false),
            ("https://*.a.example/*", "https://a.example/*", true),
            ("https://*.a.example/*", "https://*.b.a.example/*", true),
            ("https://*.a.example/*", "https://*.ba.example/*", false),
            ("https://a.example/*", "https://*.a.example/*", false),
            ("https://a.example/*", "https://b.example/*", false),
            ("https://a.example/a/*", "https://a.example/a", true),
            ("https://a.example/a/*", "https://a.example/a/*", true),
            ("https://a.example/a/*", "https://a.example/a/b/*", true),
            ("https://a.example/a*", "https://a.example/a/*", true),
            ("https://a.example/a/*", "https://a.example/a*", false),
            ("https://a.example/a/*", "https://a.example/a/**", true),
            ("https://a.example/a/**", "https://a.example/a/*", false),
            ("https://a.example/*b", "https://a.example/a*b", true),
            ("https://a.example/a*/*", "https://a.example/a*", false),
            ("https://a.example/a", "https://a.example/*", false),
        ] {
            let [wide, narrow] = [wide, narrow].map(|text| Pattern::parse(text).unwrap());
            assert_eq!(wide.covers(&narrow), expected, "{wide} {narrow}");
        }
    }

    #[test]
    fn what_is_covered_matches_nowhere_else_and_what_matches_both_meets() {
        let mut addresses = Vec::new();
        for origin in ["https://a.example", "https://b.a.example:8443", "http://c.b.a.example", "http://127.0.0.1"] {
            for path in ["/", "/a", "/a/", "/a/b", "/ab", "/b", "/a*", "/a*/", "/a/b/c?d"] {
                addresses.push(format!("{origin}{path}"));
            }
        }
        let addresses: Vec<_> = addresses.iter().map(|address| Address::parse(address).unwrap()).collect();
        let near = near();
        let matched: Vec<Vec<bool>> =
            near.iter().map(|pattern| addresses.iter().map(|address| pattern.matches(address)).collect()).collect();
        for (one, matched_by_one) in near.iter().zip(&matched) {
            assert!(one.covers(one) && one.meets(one) && one.meets_hosts(one), "{one}");
            for (two, matched_by_two) in near.iter().zip(&matched) {
                let both = || matched_by_one.iter().zip(matched_by_two);
                assert!(!one.covers(two) || both().all(|(one, two)| *one || !*two), "{one} covers {two}?");
                assert!(one.meets(two) || !both().any(|(one, two)| *one && *two), "{one} meets {two}?");
                assert_eq!(one.meets(two), two.meets(one));
                assert!(!one.meets(two) || one.meets_hosts(two), "{one} {two}");
            }
        }
    }

    /// The scope of a policy counts on both.
    #[test]
    fn what_covers_is_covered_in_turn_and_meets_whatever_the_covered_meets() {
        let near: Vec<_> = near().into_iter().step_by(2).collect();
        for narrow in &near {
            for middle in near.iter().filter(|middle| middle.covers(narrow)) {
                for other in &near {
                    assert!(!other.covers(middle) || other.covers(narrow), "{other} {middle} {narrow}");
                    assert!(!narrow.meets(other) || middle.meets(other), "{other} {middle} {narrow}");
                    assert!(!narrow.meets_hosts(other) || middle.meets_hosts(other), "{other} {middle} {narrow}");
                }
            }
        }
    }

    #[test]
    fn many_stars_do_not_take_for_ever() {
        let pattern = format!("https://a.example/{}b", "a*".repeat(200));
        assert!(!matches(&pattern, &format!("https://a.example/{}", "a".repeat(20_000))));
    }
}
