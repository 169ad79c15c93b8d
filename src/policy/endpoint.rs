//! Where recordings go to.

use std::fmt;

use super::address::{Address, Host, Scheme};
use crate::message::Wrong;

/// The base address of an ingest API: `https`, or `http` on this machine alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    scheme: Scheme,
    host: Host,
    port: u16,
    /// Empty, or a path that begins with a slash and does not end with one.
    path: String,
}

impl Endpoint {
    /// Reads an endpoint. A final slash makes no difference.
    ///
    /// # Errors
    /// When the text is no address, is `http` beyond this machine, or has credentials, a query, a fragment or an unusual
    /// path.
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        let address = Address::parse(text).ok_or(Wrong::EndpointAddress)?;
        if address.userinfo.is_some() {
            return Err(Wrong::EndpointCredentials);
        }
        let path = address.path.strip_suffix('/').unwrap_or(address.path);
        if text.contains(['?', '#']) || !path.split('/').enumerate().all(|(n, part)| is_segment(n, part)) {
            return Err(Wrong::EndpointPath);
        }
        if address.scheme == Scheme::Http && !address.host.is_loopback() {
            return Err(Wrong::EndpointInsecure);
        }
        Ok(Self { scheme: address.scheme, host: address.host, port: address.port, path: path.to_owned() })
    }

    /// Whether it is this machine: there, nothing needs to be sealed.
    pub fn is_loopback(&self) -> bool {
        self.host.is_loopback()
    }

    /// The origin, as browsers write it: the port only when it is not the scheme's own.
    pub fn origin(&self) -> String {
        let (scheme, host) = (self.scheme.as_str(), &self.host);
        if self.port == self.scheme.default_port() {
            format!("{scheme}://{host}")
        } else {
            format!("{scheme}://{host}:{}", self.port)
        }
    }

    /// The address of a resource; `path` begins with a slash, such as `/v1/batches`.
    pub fn join(&self, path: &str) -> String {
        format!("{self}{path}")
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin(), self.path)
    }
}

/// The part before the first slash is empty; no other is, and none climbs up.
fn is_segment(index: usize, segment: &str) -> bool {
    let plain = segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte));
    plain && (segment.is_empty() == (index == 0)) && !segment.starts_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_https_or_this_machine() {
        for (text, joined, loopback) in [
            ("https://candor.example.com", "https://candor.example.com/v1/batches", false),
            ("https://Candor.Example.com:443/", "https://candor.example.com/v1/batches", false),
            ("https://candor.example.com:8443/in/1", "https://candor.example.com:8443/in/1/v1/batches", false),
            ("https://10.0.0.7", "https://10.0.0.7/v1/batches", false),
            ("http://127.0.0.1:8417", "http://127.0.0.1:8417/v1/batches", true),
            ("http://127.9.9.9", "http://127.9.9.9/v1/batches", true),
            ("http://localhost:8417/", "http://localhost:8417/v1/batches", true),
            ("https://[::1]:8417", "https://[::1]:8417/v1/batches", true),
        ] {
            let endpoint = Endpoint::parse(text).unwrap();
            assert_eq!(endpoint.join("/v1/batches"), joined);
            assert_eq!(endpoint.is_loopback(), loopback, "{text}");
        }
    }

    #[test]
    fn whatever_could_be_read_in_two_ways_is_no_endpoint() {
        use Wrong::{
            EndpointAddress as Address, EndpointCredentials as Credentials, EndpointInsecure as Insecure,
            EndpointPath as Path,
        };
        for (text, expected) in [
            ("", Address),
            ("candor.example.com", Address),
            ("ftp://candor.example.com", Address),
            ("https://candor.example.com:0", Address),
            ("https://bücher.example", Address),
            ("https://candor example.com", Address),
            ("https://candor.example.com\\@evil.example", Address),
            ("http://127.1", Address),
            ("http://candor.example.com", Insecure),
            ("http://localhost.example.com", Insecure),
            ("http://127.0.0.1.example.com", Insecure),
            ("http://[::2]", Insecure),
            ("http://128.0.0.1", Insecure),
            ("https://me@candor.example.com", Credentials),
            ("http://127.0.0.1@evil.example", Credentials),
            ("https://candor.example.com?x", Path),
            ("https://candor.example.com/#x", Path),
            ("https://candor.example.com/a//b", Path),
            ("https://candor.example.com//", Path),
            ("https://candor.example.com/../b", Path),
            ("https://candor.example.com/%2e%2e/b", Path),
        ] {
            assert_eq!(Endpoint::parse(text), Err(expected), "{text}");
        }
    }
}
