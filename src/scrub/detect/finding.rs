//! What the scrubber finds: a stretch of text and what it is.

use crate::sorted;

/// What a stretch of text is, and so the word in the token that replaces it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// What the page, the policy or the person calls private, whatever it is besides.
    Private,
    /// A private key, whole or begun.
    PrivateKey,
    /// An access key of AWS.
    AwsKey,
    /// A token of GitHub.
    GithubToken,
    /// A JSON Web Token.
    Jwt,
    /// A key or token of another vendor, or one known by what it is assigned to.
    Key,
    /// A password.
    Password,
    /// A payment card's number.
    Card,
    /// A one-time code.
    OneTimeCode,
    /// A mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A bank account: an IBAN.
    Iban,
    /// A number a state or an insurance knows somebody by.
    NationalId,
    /// An address on the Internet: IPv4 or IPv6.
    Ip,
    /// The hardware address of a machine.
    Mac,
    /// Where somebody lives.
    Address,
    /// A date of birth.
    BirthDate,
    /// A person's name.
    Name,
    /// What a rule of the policy finds.
    Policy,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 19] = [
        Self::Private,
        Self::PrivateKey,
        Self::AwsKey,
        Self::GithubToken,
        Self::Jwt,
        Self::Key,
        Self::Password,
        Self::Card,
        Self::OneTimeCode,
        Self::Email,
        Self::Phone,
        Self::Iban,
        Self::NationalId,
        Self::Ip,
        Self::Mac,
        Self::Address,
        Self::BirthDate,
        Self::Name,
        Self::Policy,
    ];

    /// The word in the token.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PrivateKey => "private-key",
            Self::AwsKey => "aws",
            Self::GithubToken => "github",
            Self::Jwt => "jwt",
            Self::Key => "key",
            Self::Password => "password",
            Self::Card => "card",
            Self::OneTimeCode => "code",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Iban => "iban",
            Self::NationalId => "id",
            Self::Ip => "ip",
            Self::Mac => "mac",
            Self::Address => "address",
            Self::BirthDate => "birthdate",
            Self::Name => "name",
            Self::Policy => "policy",
            Self::Private => "private",
        }
    }
}

/// A stretch of text that must not be told, as byte offsets on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// First byte.
    pub start: usize,
    /// One past the last byte; greater than `start`.
    pub end: usize,
    /// What it is.
    pub kind: Kind,
    /// The rule that found it, by its name in the documentation.
    pub rule: &'static str,
}

impl Finding {
    /// A finding; `start` must be less than `end`, or it does not count.
    pub const fn new(start: usize, end: usize, kind: Kind, rule: &'static str) -> Self {
        Self { start, end, kind, rule }
    }
}

/// Sorts findings and joins those that overlap. Of two that overlap, the kind that stands first in [`Kind`]
/// names the whole: the graver one.
pub fn merged(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.retain(|finding| finding.start < finding.end);
    let mut result: Vec<Finding> = Vec::with_capacity(findings.len());
    for finding in sorted(findings) {
        match result.last_mut() {
            Some(last) if finding.start < last.end => {
                last.end = last.end.max(finding.end);
                if finding.kind < last.kind {
                    (last.kind, last.rule) = (finding.kind, finding.rule);
                }
            }
            _ => result.push(finding),
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_overlaps_becomes_one_and_takes_the_graver_name() {
        let at = |start, end, kind| Finding::new(start, end, kind, "");
        let found = merged(vec![
            at(8, 12, Kind::Email),
            at(4, 9, Kind::Password),
            at(12, 13, Kind::Email),
            at(1, 1, Kind::Card),
        ]);
        assert_eq!(found, [at(4, 12, Kind::Password), at(12, 13, Kind::Email)]);
    }
}
