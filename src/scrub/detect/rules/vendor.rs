//! Keys and tokens with a prefix of their vendor.
//!
//! What follows the prefix counts from a few characters on, before it is complete: half a key is a secret too. It
//! must look drawn at random, so that `ghs_status` stays.

use super::shape;
use crate::{Finding, Kind};

struct Vendor {
    prefix: &'static str,
    kind: Kind,
    /// What may follow the prefix, besides letters and digits.
    marks: &'static [u8],
    /// How much must follow.
    least: usize,
}

const fn vendor(prefix: &'static str, kind: Kind, marks: &'static [u8], least: usize) -> Vendor {
    Vendor { prefix, kind, marks, least }
}

/// Sources: AWS IAM user guide, "Unique identifiers"; GitHub docs, "About authentication to GitHub"; Slack API docs,
/// "Token types"; GitLab docs, "Token prefixes"; Stripe docs, "API keys"; Google Cloud docs, "API keys"; npm blog,
/// "new access token format"; PyPI help, "API tokens"; Hugging Face docs, "User access tokens"; OpenAI and Anthropic
/// API references; DigitalOcean API reference; Shopify docs, "Access tokens"; SendGrid docs, "API keys".
const VENDORS: [Vendor; 32] = {
    use Kind::{AwsKey, GithubToken, Key};
    [
        vendor("AKIA", AwsKey, b"", 4),
        vendor("ASIA", AwsKey, b"", 4),
        vendor("ghp_", GithubToken, b"", 4),
        vendor("gho_", GithubToken, b"", 4),
        vendor("ghu_", GithubToken, b"", 4),
        vendor("ghs_", GithubToken, b"", 4),
        vendor("ghr_", GithubToken, b"", 4),
        vendor("github_pat_", GithubToken, b"_", 4),
        vendor("glpat-", Key, b"_-", 4),
        vendor("gldt-", Key, b"_-", 8),
        vendor("glrt-", Key, b"_-", 8),
        vendor("xoxb-", Key, b"-", 4),
        vendor("xoxp-", Key, b"-", 4),
        vendor("xoxa-", Key, b"-", 4),
        vendor("xoxo-", Key, b"-", 4),
        vendor("xoxr-", Key, b"-", 4),
        vendor("xoxs-", Key, b"-", 4),
        vendor("xapp-", Key, b"-", 8),
        vendor("sk_live_", Key, b"", 4),
        vendor("rk_live_", Key, b"", 4),
        vendor("sk_test_", Key, b"", 8),
        vendor("sk-ant-", Key, b"_-", 8),
        vendor("sk-proj-", Key, b"_-", 8),
        vendor("sk-", Key, b"_-", 20),
        vendor("AIza", Key, b"_-", 12),
        vendor("npm_", Key, b"", 16),
        vendor("pypi-AgE", Key, b"_-", 4),
        vendor("hf_", Key, b"", 16),
        vendor("dop_v1_", Key, b"", 8),
        vendor("shpat_", Key, b"", 8),
        vendor("SG.", Key, b"_-.", 20),
        vendor("ya29.", Key, b"_-.", 12),
    ]
};

pub(super) fn find(text: &str, found: &mut Vec<Finding>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        // Prefixes begin where a word begins.
        if !bytes[at].is_ascii_alphabetic() || (at > 0 && shape::is_word(bytes[at - 1])) {
            at += 1;
            continue;
        }
        match VENDORS.iter().find(|vendor| bytes[at..].starts_with(vendor.prefix.as_bytes())) {
            Some(vendor) => {
                let body = at + vendor.prefix.len();
                let run = |b: &&u8| b.is_ascii_alphanumeric() || vendor.marks.contains(b);
                let end = body + bytes[body..].iter().take_while(run).count();
                let secret = &text[body..end];
                if secret.len() >= vendor.least && is_random(vendor, secret) {
                    found.push(Finding::new(at, end, vendor.kind, "vendor"));
                }
                at = end;
            }
            None => at += 1,
        }
    }
}

/// An AWS key id is capitals and digits (base32): its prefix in capitals is sign enough.
fn is_random(vendor: &Vendor, body: &str) -> bool {
    match vendor.kind {
        Kind::AwsKey => body.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()),
        _ => shape::is_mixed(body) || body.len() >= 24,
    }
}

/// Whether `word` is the beginning of a vendor's prefix, or goes on from one.
pub(crate) fn could_be_prefix(word: &str) -> bool {
    word.len() >= 2 && VENDORS.iter().any(|vendor| vendor.prefix.starts_with(word) || word.starts_with(vendor.prefix))
}

#[cfg(test)]
mod tests {
    use super::super::testing;

    #[test]
    fn tokens_of_vendors_are_found() {
        let table = [
            "AKIAIOSFODNN7EXAMPLE",
            "ASIAQWERTYUIOPASDFGH",
            "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
            "ghp_16C7",
            "github_pat_11ABCDEFG0abcdefghij_0123456789",
            "glpat-XyZ12_34-567890abcdef",
            "xoxb-123456789012-abcDEF",
            "sk-ant-api03-AbCd1234efGH5678",
            "sk-abcdefghij0123456789",
            "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
        ];
        for token in table {
            testing::check(
                super::find,
                &[(token, token), (&format!("x = \"{token}\";"), token), (&format!("({token})"), token)],
            );
        }
    }

    #[test]
    fn words_that_begin_alike_are_spared() {
        for text in
            ["ghs_status", "AKIA", "let sk = sk-1;", "npm_config_registry", "ASIAN", "myAKIAIOSFODNN7EXAMPLE", "hf_hub"]
        {
            testing::check(super::find, &[(text, "")]);
        }
    }
}
