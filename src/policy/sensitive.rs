//! Pages for signing in and for paying, known by their addresses: nothing of them is recorded on any site. A password
//! field alone makes no such page, since what is in it is never read anyway.

use super::{Address, lists};

/// As many segments of a path are looked at: what comes after is mostly names of files.
const SEGMENTS: usize = 4;

/// Whether an address is one of a page for signing in or paying. One without a host never is.
pub fn is_sensitive(url: &str) -> bool {
    let Some(address) = Address::parse(url) else { return false };
    let route = url.split_once('#').map(|(_, fragment)| fragment.trim_start_matches('!'));
    let route = route.filter(|route| route.starts_with('/'));
    [Some(address.path), route].into_iter().flatten().any(|path| {
        let path = path.split('?').next().unwrap_or_default();
        path.split('/').filter(|segment| !segment.is_empty()).take(SEGMENTS).any(is_word)
    })
}

fn is_word(segment: &str) -> bool {
    let letters = || {
        let stem = segment.bytes().take_while(|byte| !b".;".contains(byte));
        stem.filter(|byte| !b"-_".contains(byte)).map(|byte| byte.to_ascii_lowercase())
    };
    lists::SENSITIVE.lines().any(|word| letters().eq(word.bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_for_signing_in_and_paying_are_known_by_their_address() {
        for path in [
            "/login",
            "/Login/",
            "/LOGIN?next=/work",
            "/login#top",
            "/users/sign_in",
            "/accounts/v3/signin/identifier",
            "/wp-login.php",
            "/auth/login.aspx?x=/",
            "/Sign-In;jsessionid=1",
            "/o/oauth2/v2/auth",
            "/realms/work/protocol/openid-connect/auth",
            "/adfs/ls/",
            "/.well-known/change-password",
            "/settings/two_factor_authentication",
            "/account/password-reset/confirm",
            "/orgs/tide/billing",
            "/checkout/step/2",
            "/12/checkouts/co/1",
            "/#/login",
            "/app#!/login",
            "/app#/users/sign-in?next=%2F",
            "//login",
        ] {
            assert!(is_sensitive(&format!("https://ide.example{path}")), "{path}");
        }
    }

    #[test]
    fn what_only_speaks_of_it_is_a_page_like_any_other() {
        for path in [
            "/",
            "/work?to=/login",
            "/loginform",
            "/blog/how-to-login",
            "/ada/tool/blob/main/src/login",
            "/work#login",
            "/work#/edit/login-page",
            "/prepay",
            "/work/login%20page",
        ] {
            assert!(!is_sensitive(&format!("https://ide.example{path}")), "{path}");
        }
        for url in ["", "about:blank", "about:srcdoc#/login", "https://login.example/", "data:text/html,/login"] {
            assert!(!is_sensitive(url), "{url}");
        }
    }

    #[test]
    fn every_word_of_the_list_is_spelt_as_it_is_looked_for() {
        let words: Vec<_> = lists::SENSITIVE.lines().collect();
        assert!(words.len() > 40);
        for (place, word) in words.iter().enumerate() {
            assert!(is_word(word), "{word}");
            assert!(!words[..place].contains(word), "{word} stands there twice");
        }
    }
}
