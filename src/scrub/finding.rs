//! What the scrubber finds: a stretch of text and what it is.

/// What a stretch of text is, and so the word in the token that replaces it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RedactionKind {
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
    /// What the page, the policy or the person calls private.
    Private,
}

impl RedactionKind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::PrivateKey,
        Self::AwsKey,
        Self::GithubToken,
        Self::Jwt,
        Self::Key,
        Self::Password,
        Self::Card,
        Self::OneTimeCode,
        Self::Email,
        Self::Private,
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
            Self::Private => "private",
        }
    }
}

/// A stretch of text that must not be told, as byte offsets on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// First byte.
    pub start: usize,
    /// One past the last byte; greater than `start`.
    pub end: usize,
    /// What it is.
    pub kind: RedactionKind,
}

/// Sorts findings and joins those that overlap. Of two that overlap, the kind that stands first in [`RedactionKind`]
/// names the whole: the graver one.
pub(crate) fn merged(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.retain(|finding| finding.start < finding.end);
    findings.sort_unstable_by_key(|finding| (finding.start, finding.end));
    let mut result: Vec<Finding> = Vec::with_capacity(findings.len());
    for finding in findings {
        match result.last_mut() {
            Some(last) if finding.start < last.end => {
                last.end = last.end.max(finding.end);
                last.kind = last.kind.min(finding.kind);
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
        let at = |start, end, kind| Finding { start, end, kind };
        let found = merged(vec![
            at(8, 12, RedactionKind::Email),
            at(4, 9, RedactionKind::Password),
            at(12, 13, RedactionKind::Email),
            at(1, 1, RedactionKind::Card),
        ]);
        assert_eq!(found, [at(4, 12, RedactionKind::Password), at(12, 13, RedactionKind::Email)]);
    }
}
