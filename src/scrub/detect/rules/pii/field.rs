//! What a field holds by its own words: its `autocomplete` tokens (HTML, section 4.10.18.7) and what labels it.

use super::{cues, name};
use crate::scan::Scan;
use crate::{Kind, Place};

/// Before anything is read: the whole value, where the field says what it is.
pub(super) fn at_start(scan: &mut Scan<'_>) {
    let context = scan.context;
    let value = scan.text.trim();
    if context.place != Place::Field || value.is_empty() {
        return;
    }
    let by_token = context.autocomplete.split_ascii_whitespace().find_map(of_token);
    if let Some((kind, rule)) = by_token
        .map(|kind| (kind, "field-autocomplete"))
        .or_else(|| of_label(context.label, value).map(|kind| (kind, "field-label")))
    {
        let start = scan.text.len() - scan.text.trim_start().len();
        scan.report(start, start + value.len(), kind, rule);
    }
}

/// What a token of `autocomplete` stands for.
fn of_token(token: &str) -> Option<Kind> {
    let token = token.to_ascii_lowercase();
    match token.as_str() {
        "name" | "given-name" | "additional-name" | "family-name" | "nickname" | "cc-name" | "cc-given-name"
        | "cc-additional-name" | "cc-family-name" | "username" => Some(Kind::Name),
        "current-password" | "new-password" => Some(Kind::Password),
        "one-time-code" => Some(Kind::OneTimeCode),
        "email" | "impp" => Some(Kind::Email),
        "street-address" | "postal-code" => Some(Kind::Address),
        _ if token.starts_with("address-l") => Some(Kind::Address),
        _ if token.starts_with("cc-") => Some(Kind::Card),
        _ if token.starts_with("bday") => Some(Kind::BirthDate),
        _ if token == "tel" || token.starts_with("tel-") => Some(Kind::Phone),
        _ => None,
    }
}

/// What a label says a value is, where the value looks like it.
fn of_label(label: &str, value: &str) -> Option<Kind> {
    let said = cues::of_label(label);
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let says = |bit: u32| said & bit != 0;
    let short = value.len() <= 40;
    if name::is_asked(label) && short && digits == 0 {
        return Some(Kind::Name);
    }
    if name::is_plain_name(label) && name::is_name(value) {
        return Some(Kind::Name);
    }
    if !short || says(cues::OTHER) {
        return None;
    }
    match digits {
        3.. if says(cues::CVC) => Some(Kind::Card),
        3.. if says(cues::EXPIRY) && value.contains('/') => Some(Kind::Card),
        4..=8 if says(cues::CODE) && digits == value.len() => Some(Kind::OneTimeCode),
        6.. if says(cues::PHONE) => Some(Kind::Phone),
        4.. if says(cues::BIRTH) => Some(Kind::BirthDate),
        9.. if says(cues::CARD) => Some(Kind::Card),
        6.. if says(cues::BANK) => Some(Kind::Iban),
        1.. if says(cues::ID) && (digits > 3 || value.len() > 7) => Some(Kind::NationalId),
        3.. if says(cues::POST) && value.len() <= 12 => Some(Kind::Address),
        1.. if is_street(label) && value.contains(' ') => Some(Kind::Address),
        _ => None,
    }
}

/// `Street`, `Address line 1`, `Anschrift`; not `IP address` or `E-mail address`.
fn is_street(label: &str) -> bool {
    let label = label.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| label.contains(word));
    has(&[
        "street",
        "address",
        "adresse",
        "anschrift",
        "straße",
        "direccion",
        "dirección",
        "indirizzo",
        "endereço",
        "adres",
        "rue",
    ]) && !has(&["mail", "ip", "mac ", "web", "url", "server", "host", "bar"])
}

#[cfg(test)]
mod tests {
    use crate::{Context, Detector, Kind};

    #[test]
    fn a_field_that_says_what_it_holds_is_believed() {
        for (label, autocomplete, value, kind) in [
            ("", "section-a shipping given-name", "Tjalling", Some(Kind::Name)),
            ("", "cc-csc", "123", Some(Kind::Card)),
            ("", "address-line2", "3rd floor", Some(Kind::Address)),
            ("", "tel-national", "12 34", Some(Kind::Phone)),
            ("", "bday-day", "12", Some(Kind::BirthDate)),
            ("", "one-time-code", "123456", Some(Kind::OneTimeCode)),
            ("First name", "", "tjalling", Some(Kind::Name)),
            ("Nachname *", "", "von Weber", Some(Kind::Name)),
            ("Name", "", "Tjalling Weber", Some(Kind::Name)),
            ("Name", "", "feature/login", None),
            ("Project name", "", "Tidepool", None),
            ("Branch name", "", "main", None),
            ("Phone", "", "555 1234", Some(Kind::Phone)),
            ("Security code (CVC)", "", "123", Some(Kind::Card)),
            ("Street and number", "", "Am Hang 3", Some(Kind::Address)),
            ("PLZ", "", "10115", Some(Kind::Address)),
            ("Search", "off", "tidepool 3", None),
            ("Commit message", "", "Fix the parser", None),
            ("Passport number", "", "C4VK0Y2H8", Some(Kind::NationalId)),
        ] {
            let found = Detector::default().find(value, &Context::field(label, autocomplete));
            let whole = found.iter().find(|f| f.start == 0 && f.end == value.len()).map(|f| f.kind);
            assert_eq!(whole, kind, "{label} {autocomplete}: {value} {found:?}");
        }
    }
}
