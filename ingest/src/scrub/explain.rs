//! Why something was found: what a rule goes by, and whose word that is.

use candor_core::scrub::RedactionKind as Kind;

/// What rules go by, those that a kind alone does not tell apart.
const RULES: [(&str, &str); 22] = [
    ("account", "It is beside a word for an account, a routing or a sort number."),
    ("assignment", "It is given to a name that says what it is, such as `password =`, `api_key:` or `--token`."),
    ("bic", "It has the form of a business identifier code, and a word beside it says so (ISO 9362)."),
    ("coordinates", "It is a place on earth, in degrees (ISO 6709)."),
    ("id-label", "A word beside it calls it the number a state, an insurance or an employer knows somebody by."),
    ("ipv4", "It is the address of a machine that others can reach (RFC 791)."),
    ("ipv6", "It is the address of a machine that others can reach (RFC 4291, RFC 5952)."),
    ("name-greeting", "It follows a greeting, as a name does."),
    ("name-intro", "It follows words such as `my name is`."),
    ("name-key", "It is given to a key that says it is a name."),
    ("name-signature", "It stands at the end of a letter, where a name does."),
    ("name-title", "It follows a title, as a name does."),
    ("never", "It is on the list of words that are never recorded."),
    ("policy-literal", "The policy lists it (`extraRules`, `literals`)."),
    ("policy-pattern", "A pattern of the policy matches it (`extraRules`, `pattern`)."),
    ("policy-prefix", "It begins with a prefix of the policy (`extraRules`, `prefix`)."),
    ("postal-code", "It is a postal code, or a word beside it says so (Universal Postal Union, S42)."),
    (
        "private-key",
        "It begins as a private key does in PEM (RFC 7468, sections 10 and 11), OpenSSH's format or OpenPGP's armour \
         (RFC 9580, section 6.2).",
    ),
    (
        "url-credentials",
        "It stands in an address where a password does, between `://` and `@` (RFC 3986, section 3.2.1).",
    ),
    ("user-name", "It is an account's name in a path, a prompt, a listing or the address of a person's page."),
    (
        "vendor",
        "It begins with the prefix that a vendor's documentation gives to keys of this kind, and goes on at random.",
    ),
    ("wallet", "It has the form of an account of a cryptographic currency (EIP-55, BIP 13, BIP 173, BIP 350)."),
];

/// Why what this rule found must not be told.
pub(super) fn why(rule: &str, kind: Kind) -> &'static str {
    RULES.iter().find(|(name, _)| *name == rule).map_or_else(|| of_kind(kind), |(_, why)| why)
}

fn of_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::PrivateKey => "It is a private key, or begins as one (RFC 7468, sections 10 and 11).",
        Kind::AwsKey => "It has the form of an access key (AWS IAM user guide, \"Unique identifiers\").",
        Kind::GithubToken => "It has the form of a token (GitHub docs, \"About authentication to GitHub\").",
        Kind::Jwt => "It is a JSON Web Token (RFC 7519): a header and a payload, JSON in base64url, joined by dots.",
        Kind::Key => "It has the form of a key, or stands where one does.",
        Kind::Password => "It stands where a password does.",
        Kind::Card => {
            "It has the length, the beginning and the check digit of a payment card's number (ISO/IEC 7812-1)."
        }
        Kind::OneTimeCode => "It stands where a one-time code does.",
        Kind::Email => "It is a mail address (RFC 5322, section 3.4.1; RFC 6531).",
        Kind::Phone => "It is written as a telephone number is, or a word beside it says so (ITU-T E.164, E.123).",
        Kind::Iban => "It has the form, the length and the check digits of a bank account's number (ISO 13616).",
        Kind::NationalId => "It has the form and the check digits of a number that somebody is known by.",
        Kind::Ip => "It is the address of a machine (RFC 791, RFC 4291).",
        Kind::Mac => "It is the hardware address of a machine (IEEE 802).",
        Kind::Address => "It reads as a street address (Universal Postal Union, S42; USPS Publication 28).",
        Kind::BirthDate => "It is a date that a word beside it calls one of birth.",
        Kind::Name => "It stands where a person's name does, or is a frequent one.",
        Kind::Policy => "A rule of the policy asks for it.",
        Kind::Private => "It is on a list of what is private.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_a_sentence() {
        assert!(RULES.windows(2).all(|pair| pair[0].0 < pair[1].0), "each once, in order");
        let of_kinds = Kind::ALL.map(|kind| why("unheard-of", kind));
        for why in RULES.iter().map(|(_, why)| *why).chain(of_kinds) {
            assert!(why.ends_with('.') && why.starts_with(char::is_uppercase), "{why}");
        }
        assert!(why("policy-prefix", Kind::Policy).contains("prefix"));
    }
}
