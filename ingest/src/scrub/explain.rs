//! Why something was found: what each rule goes by, and whose word that is.

use candor_core::scrub::RedactionKind as Kind;

/// Rules by name.
const RULES: [(&str, &str); 7] = [
    (
        "private-key",
        "It begins as a private key does in PEM (RFC 7468, sections 10 and 11), OpenSSH's format or OpenPGP's armour (RFC 9580, section 6.2).",
    ),
    (
        "vendor",
        "It begins with the prefix a vendor gives to keys of this kind, as its documentation says, and goes on at random.",
    ),
    ("jwt", "It is a JSON Web Token (RFC 7519): a header and a payload, JSON in base64url, joined by dots."),
    ("assignment", "It is given to a name that says what it is, such as `password =`, `api_key:` or `--token`."),
    (
        "url-credentials",
        "It stands in an address where a password does, between `://` and `@` (RFC 3986, section 3.2.1).",
    ),
    ("mail", "It is a mail address (RFC 5322, section 3.4.1)."),
    ("card", "It has the length, the beginning and the check digit of a payment card's number (ISO/IEC 7812-1)."),
];

/// Why what this rule found must not be told.
pub(super) fn why(rule: &str, kind: Kind) -> &'static str {
    RULES.iter().find(|(name, _)| *name == rule).map_or_else(|| of_kind(kind), |(_, why)| why)
}

fn of_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::PrivateKey => "It is a private key, or begins as one.",
        Kind::AwsKey => "It has the shape of an access key of AWS.",
        Kind::GithubToken => "It has the shape of a token of GitHub.",
        Kind::Jwt => "It has the shape of a JSON Web Token (RFC 7519).",
        Kind::Key => "It has the shape of a key, or stands where a key does.",
        Kind::Password => "It stands where a password does.",
        Kind::Card => "It has the shape of a payment card's number (ISO/IEC 7812-1).",
        Kind::OneTimeCode => "It stands where a one-time code does.",
        Kind::Email => "It has the shape of a mail address (RFC 5322, section 3.4.1).",
        Kind::Phone => "It has the shape of a telephone number (ITU-T E.164).",
        Kind::Iban => "It has the shape of a bank account's number (ISO 13616).",
        Kind::NationalId => "It has the shape of a number a state or an insurance knows somebody by.",
        Kind::Ip => "It is an address on the Internet (RFC 791, RFC 4291).",
        Kind::Mac => "It is the address of a network card (IEEE 802).",
        Kind::Address => "It reads as the address where somebody lives.",
        Kind::BirthDate => "It stands where a date of birth does.",
        Kind::Name => "It stands where a person's name does.",
        Kind::Policy => "A rule of the policy asks for it.",
        Kind::Private => "It is on a list of what is private.",
    }
}
