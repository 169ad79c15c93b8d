//! What a request's header says of the way it came.

use std::net::IpAddr;

use axum::http::{HeaderMap, HeaderName, header};

/// Whether somebody says that they pass it on.
pub(super) fn forwarded(headers: &HeaderMap) -> bool {
    let says = |name: &HeaderName| {
        [header::FORWARDED, header::VIA].contains(name)
            || name == "x-real-ip"
            || name.as_str().starts_with("x-forwarded")
    };
    headers.keys().any(says)
}

/// Whether it was asked of this machine by a name for it that no other machine has.
pub(super) fn asked(headers: &HeaderMap) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let host = hosts.next().and_then(|host| host.to_str().ok()).unwrap_or_default();
    hosts.next().is_none() && is_loopback(host)
}

fn is_loopback(authority: &str) -> bool {
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    };
    let address = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    host.eq_ignore_ascii_case("localhost") || address.parse::<IpAddr>().is_ok_and(|ip| ip.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machines_own_names_are_local() {
        for host in ["localhost", "LOCALHOST:8787", "127.0.0.1", "127.0.0.1:8787", "127.9.9.9:1", "[::1]", "[::1]:8787"]
        {
            assert!(is_loopback(host), "{host}");
        }
        for host in ["", "candor.example.org", "localhost.example.org:80", "10.0.0.1", "[fe80::1]:80", "0.0.0.0", ":80"]
        {
            assert!(!is_loopback(host), "{host}");
        }
    }

    #[test]
    fn a_proxy_is_known_by_what_it_says() {
        let headers = |name: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(HeaderName::from_bytes(name.as_bytes()).unwrap(), "x".parse().unwrap());
            headers
        };
        for name in ["Forwarded", "Via", "X-Real-IP", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto"] {
            assert!(forwarded(&headers(name)), "{name}");
        }
        assert!(!forwarded(&headers("Host")) && !asked(&headers("Host")) && !asked(&HeaderMap::new()));
    }
}
