//! Numbers that are known by their form alone, with the check digits that make a chance match rare.
//!
//! In a form `9` is a digit, `A` a capital, `X` either, a space one separator or none, `~` one separator, and anything else itself.

use super::checks as check;
use crate::Kind;

/// A form, the check that its characters without separators pass, and the name of its rule.
pub(super) struct Form {
    pub(super) form: &'static str,
    pub(super) check: fn(&[u8]) -> bool,
    pub(super) kind: Kind,
    pub(super) rule: &'static str,
}

const fn id(form: &'static str, check: fn(&[u8]) -> bool, rule: &'static str) -> Form {
    Form { form, check, kind: Kind::NationalId, rule }
}

const fn post(form: &'static str, check: fn(&[u8]) -> bool, rule: &'static str) -> Form {
    Form { form, check, kind: Kind::Address, rule }
}

/// Forms that begin with a digit.
static DIGIT_FIRST: [Form; 32] = [
    // US Social Security Administration, "Social Security Number Randomization"; IRS Publication 1915 (ITIN).
    id("999-99-9999", check::ssn, "us-ssn"),
    // CMS, "Understanding the Medicare Beneficiary Identifier format".
    id("9AX9-AX9-AA99", check::any, "us-mbi"),
    // Orden INT/2058/2008 (DNI).
    id("99999999A", check::dni, "es-dni"),
    id("99999999-A", check::dni, "es-dni"),
    // Skatteverket SKV 704 (personnummer); CPR-kontoret, "Personnummeret i CPR".
    id("999999-9999", check::nordic, "personnummer"),
    id("99999999-9999", |id| check::nordic(&id[2..]), "personnummer"),
    // Digi- ja väestötietovirasto, "Henkilötunnus".
    id("999999-999X", check::hetu, "fi-hetu"),
    id("999999+999X", check::hetu, "fi-hetu"),
    id("999999A999X", check::hetu, "fi-hetu"),
    // 주민등록법 시행규칙 (resident registration).
    id("999999-9999999", check::rrn, "kr-rrn"),
    // Receita Federal, IN RFB 1548/2015 (CPF) and 2119/2022 (CNPJ).
    id("999.999.999-99", check::cpf, "br-cpf"),
    id("99.999.999/9999-99", check::cnpj, "br-cnpj"),
    id("99999999999999", check::cnpj, "br-cnpj"),
    // Servicio de Registro Civil, RUT.
    id("99.999.999-X", check::rut, "cl-rut"),
    id("9.999.999-X", check::rut, "cl-rut"),
    // T.C. Nüfus (TCKN), PESEL, fødselsnummer, isikukood.
    id("99999999999", check::eleven, "id-11"),
    // BE: Rijksregister; CH: ZAS, AHV-Nummer.
    id("99.99.99-999.99", check::be, "be-national"),
    id("756.9999.9999.99", check::ean, "ch-ahv"),
    // UIDAI, Aadhaar (Verhoeff).
    id("9999~9999~9999", check::aadhaar, "in-aadhaar"),
    // Australian Business Register (mod 89); Bundeszentralamt für Steuern (ISO 7064, mod 11,10).
    id("99~999~999~999", |id| check::abn(id) || check::steuer_id(id), "abn-steuer-id"),
    // Services Australia, Medicare card.
    id("9999~99999~9", check::medicare, "au-medicare"),
    // Canada Revenue Agency, SIN.
    id("999-999-999", check::sin, "ca-sin"),
    // NHS Data Model and Dictionary, NHS number.
    id("999~999~9999", check::nhs, "uk-nhs"),
    // EMŠO and JMBG, South African ID, CNP, Luxembourg's matricule.
    id("9999999999999", check::thirteen, "id-13"),
    // INSEE, NIR.
    id("9 99 99 9X 999 999 99", check::nir, "fr-nir"),
    // GB 11643-1999.
    id("99999999999999999X", check::china, "cn-resident"),
    // Zákon 133/2000 Sb., rodné číslo.
    id("999999/9999", check::rodne, "cz-rodne"),
    id("999999/999", check::rodne, "cz-rodne"),
    // Deutsche Rentenversicherung, VKVV § 4.
    id("99999999A999", check::rvnr, "de-rvnr"),
    // GST Council, GSTIN.
    id("99AAAAA9999AXAX", check::any, "in-gstin"),
    // ISO 3779 with the check digit of 49 CFR 565.
    id("XXXXXXXXXXXXXXXXX", check::vin, "vin"),
    // USPS, Publication 28: ZIP+4.
    post("99999-9999", check::any, "us-zip4"),
];

/// Forms that begin with a letter.
static LETTER_FIRST: [Form; 23] = [
    // HMRC, National Insurance Manual NIM39110.
    id("AA 99 99 99 A", check::nino, "uk-nino"),
    // Orden INT/2058/2008 (NIE); ICA Singapore, NRIC and FIN.
    id("A9999999A", |id| check::nie(id) || check::nric(id), "nie-nric"),
    id("A9999999-A", check::nie, "es-nie"),
    // D.M. 23/12/1976, codice fiscale.
    id("AAAAAAXXAXXAXXXA", check::fiscale, "it-fiscale"),
    // Income Tax Department of India, PAN.
    id("AAAAA9999A", check::pan, "in-pan"),
    // RENAPO, CURP.
    id("AAAA999999AAAAAAX9", check::curp, "mx-curp"),
    // DVLA, driver number.
    id("AXXXX999999AX9AA", check::any, "uk-driver"),
    // Motorizzazione Civile, patente.
    id("AA9999999A", check::any, "it-driver"),
    // Passports and identity cards of many states (ICAO 9303 leaves the form to them): two letters, seven digits.
    id("AA9999999", check::any, "passport-2-7"),
    // Korean passports since 2021.
    id("A999A9999", check::kr_passport, "kr-passport"),
    // Number plates: India (Motor Vehicles Act), United Kingdom since 2001 (DVLA INF104).
    id("AA99AA9999", check::any, "in-plate"),
    id("AA~99~AA~9999", check::any, "in-plate"),
    id("AA99 AAA", check::uk_plate, "uk-plate"),
    // ISO 3779 with the check digit of 49 CFR 565.
    id("XXXXXXXXXXXXXXXXX", check::vin, "vin"),
    // Royal Mail, PAF: postcodes.
    post("A9_9AA", check::uk_post, "uk-postcode"),
    post("A99_9AA", check::uk_post, "uk-postcode"),
    post("AA9_9AA", check::uk_post, "uk-postcode"),
    post("AA99_9AA", check::uk_post, "uk-postcode"),
    post("A9A_9AA", check::uk_post, "uk-postcode"),
    post("AA9A_9AA", check::uk_post, "uk-postcode"),
    // Canada Post Addressing Guidelines.
    post("A9A_9A9", check::ca_post, "ca-postcode"),
    // USPS, Publication 28: state and ZIP.
    post("AA_99999", check::us_state, "us-zip"),
    post("AA_99999-9999", check::us_state, "us-zip"),
];

/// More digits or capitals than any form begins with.
const RUN: usize = 19;

/// For each number of digits a text can begin with, the forms that fit, as a set of their places.
static BY_DIGITS: [u32; RUN] = by_run(&DIGIT_FIRST, b'9');

/// The same for capitals.
static BY_CAPITALS: [u32; RUN] = by_run(&LETTER_FIRST, b'A');

const fn by_run<const N: usize>(forms: &[Form; N], mark: u8) -> [u32; RUN] {
    let mut sets = [0; RUN];
    let mut place = 0;
    while place < N {
        let form = forms[place].form.as_bytes();
        let (mut least, mut most) = (None, 0);
        let mut at = 0;
        while at < form.len() {
            match form[at] {
                b' ' | b'X' if least.is_none() => least = Some(most),
                byte if byte == mark || (mark == b'9' && matches!(byte, b'1'..=b'8')) => most += 1,
                b' ' | b'X' => {}
                _ => break,
            }
            most += (form[at] == b'X') as usize;
            at += 1;
        }
        let mut run = match least {
            Some(least) => least,
            None => most,
        };
        while run <= most {
            sets[run] |= 1 << place;
            run += 1;
        }
        place += 1;
    }
    sets
}

/// The forms that `text` may have, by the digits or capitals it begins with.
pub(super) fn beginning(text: &[u8]) -> impl Iterator<Item = &'static Form> {
    let digits = text.first().is_some_and(u8::is_ascii_digit);
    let (forms, sets, is): (&[Form], _, fn(&u8) -> bool) = if digits {
        (&DIGIT_FIRST, &BY_DIGITS, u8::is_ascii_digit)
    } else {
        (&LETTER_FIRST, &BY_CAPITALS, u8::is_ascii_uppercase)
    };
    let run = text.iter().take(RUN).take_while(|byte| is(byte)).count();
    let mut set = sets.get(run).copied().unwrap_or(0);
    std::iter::from_fn(move || {
        let form = forms.get(set.trailing_zeros() as usize);
        set &= set.wrapping_sub(1);
        form
    })
}

/// Most characters of a form, without separators.
const MOST: usize = 20;

/// Reads `form` at `start`: its characters without separators, as capitals, how many, and where it ends.
pub(super) fn read(text: &[u8], start: usize, form: &str) -> Option<([u8; MOST], usize, usize)> {
    let mut characters = [0; MOST];
    let mut count = 0;
    let mut at = start;
    for mark in form.bytes() {
        let byte = text.get(at).copied().unwrap_or(b'\n');
        let separates = matches!(byte, b' ' | b'-' | b'.' | b'/' | b':');
        let kept = match mark {
            b'9' if byte.is_ascii_digit() => true,
            b'A' if byte.is_ascii_uppercase() => true,
            b'X' if byte.is_ascii_digit() || byte.is_ascii_uppercase() => true,
            b' ' if !separates => continue,
            b' ' | b'~' if separates => false,
            b'_' if byte == b' ' => false,
            b'1'..=b'8' if byte == mark => true,
            b'-' | b'.' | b'/' | b'+' if byte == mark => false,
            _ => return None,
        };
        if kept {
            *characters.get_mut(count)? = byte;
            count += 1;
        }
        at += 1;
    }
    Some((characters, count, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_tried_at_whatever_it_can_be_read_from() {
        for form in DIGIT_FIRST.iter().chain(&LETTER_FIRST) {
            let marks = |blank: &str, either: char| {
                form.form.replace(' ', blank).replace(['~', '_'], " ").replace('X', &either.to_string())
            };
            for text in [marks("", '9'), marks("", 'A'), marks("-", '9'), marks("-", 'A')] {
                assert!(read(text.as_bytes(), 0, form.form).is_some(), "{text}");
                let tried: Vec<&str> = beginning(text.as_bytes()).map(|form| form.form).collect();
                assert!(tried.contains(&form.form), "{text}: {tried:?}");
            }
        }
        let seven: Vec<&str> = beginning(b"1234567").map(|form| form.rule).collect();
        assert_eq!(seven, ["fr-nir", "vin"]);
        assert_eq!(beginning(&[b'1'; 40]).count(), 0);
    }
}
