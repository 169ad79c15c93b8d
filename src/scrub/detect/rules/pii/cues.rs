//! Words that say what a number near them is: labels of forms, keys of data, and the words of a sentence, in the languages
//! in which forms are met most.
//!
//! Sources: the names the authorities give their numbers themselves (see [`super::ids`]), the field names of HTML, section
//! 4.10.18.7, of vCard (RFC 6350) and of ISO 20022.

use super::words::{Words, count};
use crate::normal::ATOM;

/// A telephone number, for certain.
pub(super) const PHONE: u32 = 1;
/// A telephone number, if it is written as one.
pub(super) const CALL: u32 = 1 << 1;
/// A payment card.
pub(super) const CARD: u32 = 1 << 2;
/// A card's check value.
pub(super) const CVC: u32 = 1 << 3;
/// A card's last month.
pub(super) const EXPIRY: u32 = 1 << 4;
/// A bank account.
pub(super) const BANK: u32 = 1 << 5;
/// A number somebody is known by.
pub(super) const ID: u32 = 1 << 6;
/// The same, if it is written as one: the word has other meanings.
pub(super) const WEAK_ID: u32 = 1 << 7;
/// A date of birth.
pub(super) const BIRTH: u32 = 1 << 8;
/// A street address.
pub(super) const ADDRESS: u32 = 1 << 9;
/// A postal code.
pub(super) const POST: u32 = 1 << 10;
/// A latitude.
pub(super) const LATITUDE: u32 = 1 << 11;
/// A longitude.
pub(super) const LONGITUDE: u32 = 1 << 12;
/// A place on Earth.
pub(super) const PLACE: u32 = 1 << 13;
/// A bank's code.
pub(super) const BIC: u32 = 1 << 14;
/// An account of a cryptographic currency.
pub(super) const WALLET: u32 = 1 << 15;
/// A code sent to somebody.
pub(super) const CODE: u32 = 1 << 16;
/// Says that a number is no such thing: a version, a time, a count.
pub(super) const OTHER: u32 = 1 << 17;
/// A key whose value is a street address.
pub(super) const STREET: u32 = 1 << 18;
/// The name of a month.
pub(super) const MONTH: u32 = 1 << 19;

const LISTS: [(u32, &str); 20] = [
    (
        PHONE,
        "phone phones telephone tel telefon telefono telefone telefoon telefonnummer telefonnr telefonszam telefonu \
         telefonnummern telefoonnummer telemovel natel puhelin puhelinnumero puhelinnro mobile mobil mobilnummer mobiltelefon movil celular cellulare \
         cell cellphone handy handynummer rufnummer gsm fax whatsapp hotline landline portable ph phonenumber msisdn \
         тел телефон Телефон 電話 电话 手机 手机号 携帯 전화 휴대폰 טלפון هاتف",
    ),
    (
        CALL,
        "call calls calling called dial ring reach texted sms number numbers nummer numero answering messages \
         contact registered appelez appeler llamar llama llame anrufen ruf chiamare chiama ligar bel bellen номер Номер",
    ),
    (CARD, "card cards visa mastercard amex creditcard kreditkarte kreditkartennummer carte tarjeta carta pan"),
    (CVC, "cvc cvv cvc2 cvv2 csc cid kartenprufnummer prufziffer cryptogramme"),
    (EXPIRY, "exp expiry expires expiration expdate mm/yy gultig ablaufdatum caduca scadenza expire"),
    (
        BANK,
        "iban account accounts acct a/c bank routing aba sort sortcode bsb ifsc clabe konto kontonummer kontonr \
         bankverbindung bankleitzahl blz compte rib cuenta conto rekening rekeningnummer rachunek rachunku conta agencia \
         clearing beneficiary wire 账号 口座",
    ),
    (
        ID,
        "ssn itin ein nino nhs pesel regon bsn cpf cnpj cnh aadhaar aadhar uidai gstin tfn abn acn rrn \
         nric uen curp rfc nif dni nss nuss passport passports passeport pasaporte passaporto passaporte \
         paszport paspoort reisepass reisepassnummer passnummer passnr 여권번호 여권 护照 护照号 護照 旅券 contribuinte パスポート паспорт \
         personalausweis personalausweisnummer ausweis ausweisnummer ausweisnr steuer steuernummer steuernr steuerid \
         steueridentifikationsnummer idnr identifikationsnummer rvnr svnr svnummer rentenversicherungsnummer \
         sozialversicherungsnummer versichertennummer krankenversichertennummer lanr arztnummer bsnr fuhrerschein \
         fuehrerschein fuhrerscheinnummer fuehrerscheinnummer permis nir insee siren siret fiscale codicefiscale partita \
         patente tessera burgerservicenummer sofinummer rijksregisternummer rijksregister identiteitskaart rijbewijs \
         personnummer samordningsnummer hetu henkilotunnus cpr fodselsnummer fnr personnr kennitala isikukood asmens \
          rodne cislo emso jmbg oib egn cnp amka afm pps ppsn tckn kimlik vkn teudat zehut снилс инн ИНН \
         СНИЛС 身份证 身份证号 身份証 マイナンバー 주민등록번호 주민번호 mrn npi dea cedula cuit cuil \
         documento licence drivers driving driver licencia plate plates kennzeichen vin 車牌 车牌 matricula \
         immatriculation targa nationalid taxid socialsecurity dob_id hkid mykad nik ktp aadhar_number cnic imei imsi iccid vat ahv ust iva \
         betriebsstattennummer hrb hra umid crn organisationsnummer orgnr kvk plaka bvn 사업자등록번호 운전면허 운전면허번호 \
         외국인등록번호 เลขประจำตัวประชาชน เลขบัตรประชาชน บัตรประชาชน ",
    ),
    (
        WEAK_ID,
        "license licensed identity identification identificacion identite identita identificatie social tax \
         insurance medicare medicaid member patient policy registration reg vehicle voter citizen national \
         permit visa resident residence student employee matrikelnummer beneficiary subscriber dl nie rg fin nit lei ine dui epic rut cif nin sin tin nip kods \
         traffic company payroll personnel badge",
    ),
    (
        BIRTH,
        "dob born birth birthday birthdate dateofbirth bday geboren geb geburtsdatum geburtstag geburtstages ne nee \
         naissance nacimiento nacido nacida cumpleanos nascita nato nata nascimento nascido nascida aniversario \
         geboortedatum geboren urodzenia urodzony urodzona narozeni fodelsedatum fodelsedag fodd fodselsdato fodt \
         syntymaaika syntynyt dogum szuletesi рождения родился родилась 生年月日 出生日期 생년월일",
    ),
    (
        ADDRESS,
        "addresses wohnhaft adresa live lives lived living located residing resides residence shipping billing ship deliver delivered \
         office offices meet taxi moved home sent return arrived corner station drops wohnt wohne habite vive abita woont mieszka",
    ),
    (
        STREET,
        "address adresse anschrift direccion domicilio indirizzo endereco adres adress osoite street strasse straße rue \
         calle ulica wohnort lieferadresse rechnungsadresse postadresse lieferanschrift zamieszkania ulice delivery",
    ),
    (
        POST,
        "zip zipcode postcode postal postalcode plz postleitzahl cap cep codigopostal postnummer postnr postinumero \
         kodpocztowy psc",
    ),
    (LATITUDE, "lat latitude breitengrad latitud latitudine"),
    (LONGITUDE, "lon lng long longitude langengrad longitud longitudine"),
    (
        PLACE,
        "gps coordinates coords coord location geo koordinaten standort coordonnees coordenadas geolocation latlng",
    ),
    (BIC, "bic swift swiftcode"),
    (WALLET, "btc bitcoin eth ethereum wallet xmr ltc crypto"),
    (CODE, "otp totp passcode verification verifizierungscode bestatigungscode"),
    (
        MONTH,
        "january jan february feb march mar april apr may june jun july jul august aug september sept sep \
         october oct november nov december dec januar februar marz maerz mai juni juli oktober dezember \
         janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre enero febrero marzo \
         abril mayo junio julio agosto septiembre octubre noviembre diciembre gennaio febbraio aprile maggio \
         giugno luglio settembre ottobre novembre dicembre januari februari maart mei augustus janeiro \
         fevereiro marco maio junho julho setembro outubro dezembro stycznia lutego marca kwietnia maja \
         czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia",
    ),
    (
        OTHER,
        "version ver v build revision rev rfc release timestamp epoch pid line lines bytes size offset isbn issn \
         doi commit issue pr ticket cve cwe ghsa bug",
    ),
];

static CUES: Words<{ count(&LISTS) }> = Words::of(&LISTS);

/// How far before a number a word counts.
const BEFORE: usize = 56;
/// How far behind it.
const AFTER: usize = 24;

/// What the words of `text` before `at` say, on its line, back to where another value stands.
pub(super) fn before(text: &[u8], at: usize) -> u32 {
    let floor = at.saturating_sub(BEFORE);
    let mut bits = 0;
    let mut end = at;
    let mut lines = 0;
    while end > floor {
        let byte = text[end - 1];
        if is_letter(byte) {
            let mut start = end - 1;
            while start > floor && is_letter(text[start - 1]) && !is_hump(text[start - 1], text[start]) {
                start -= 1;
            }
            if !is_constant(text, start, end, at) {
                bits |= meaning(&text[start..end]);
            }
            end = start;
            continue;
        }
        match byte {
            // A label may stand on the line above its value.
            b'\n'
                if lines > 0
                    || bits != 0
                    || text[..end - 1].ends_with(b",")
                    || text[end..at].iter().any(u8::is_ascii_digit) =>
            {
                break;
            }
            b';' | b'&' | b'{' | b'}' | b'|' | b'\t' => break,
            // What a token stands for was longer, and what is before it was not read.
            byte if byte == ATOM as u8 => break,
            b',' if end < at && matches!(text[end], b'"' | b'\'') => break,
            b',' if end >= 2 && matches!(text[end - 2], b'"' | b'\'') => break,
            b'\n' | b',' | b'.' if text[..end - 1].last().is_some_and(u8::is_ascii_digit) => break,
            b'\n' => lines += 1,
            b'"' | b'\'' if end >= 2 && matches!(text[end - 2], b',' | b'{' | b'[') && bits != 0 => break,
            _ => {}
        }
        end -= 1;
    }
    bits
}

/// Whether a word is a part of the name of a constant of a program, `TUN_SET_REG: u32 = 1`, and not of a variable of the environment,
/// `PHONE_NUMBER=1`.
fn is_constant(text: &[u8], start: usize, end: usize, at: usize) -> bool {
    let capitals = text[start..end].iter().all(u8::is_ascii_uppercase);
    // Or of a number to the base 16: `2DEA`.
    let joined = text.get(end) == Some(&b'_') || (start > 0 && matches!(text[start - 1], b'_' | b'0'..=b'9'));
    capitals && (joined || end - start > 9) && !matches!(text[at - 1], b'=' | b'"' | b'\'')
}

/// What the words behind `at` say, on the same line.
pub(super) fn after(text: &[u8], at: usize) -> u32 {
    let ceiling = text.len().min(at + AFTER);
    let mut bits = 0;
    let mut start = at;
    while start < ceiling {
        let byte = text[start];
        if is_letter(byte) {
            let mut end = start + 1;
            while end < ceiling && is_letter(text[end]) && !is_hump(text[end - 1], text[end]) {
                end += 1;
            }
            if end < ceiling || end == text.len() {
                bits |= meaning(&text[start..end]);
            }
            start = end;
            continue;
        }
        if matches!(byte, b'\n' | b',' | b';' | b'.' | b'&' | b'"' | b'\'' | b'|' | b':' | b'=')
            || byte.is_ascii_digit()
        {
            break;
        }
        start += 1;
    }
    bits
}

/// What all words of a label say.
pub(super) fn of_label(label: &str) -> u32 {
    let bytes = label.as_bytes();
    let mut bits = 0;
    let mut end = bytes.len();
    while end > 0 {
        let mut start = end;
        while start > 0 && is_letter(bytes[start - 1]) && !(start < end && is_hump(bytes[start - 1], bytes[start])) {
            start -= 1;
        }
        bits |= meaning(&bytes[start..end]);
        end = if start < end { start } else { end - 1 };
    }
    bits
}

/// What a word says. Of a script that puts no spaces between words all its parts of two to seven characters are looked at.
pub(super) fn meaning(word: &[u8]) -> u32 {
    let whole = CUES.get(word);
    if whole != 0 || word.first().is_none_or(|byte| *byte < 0xe0) {
        return whole;
    }
    let parts = (0..word.len()).step_by(3).flat_map(|start| {
        let ends = (start + 6..word.len().min(start + 21) + 1).step_by(3);
        ends.map(move |end| CUES.get(&word[start..end]))
    });
    parts.fold(0, |bits, part| bits | part)
}

/// A letter of a word that says something: of ASCII, or a part of one beyond it.
pub(super) const fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= 0x80
}

/// Whether a new word begins between two letters: `phoneNumber`.
const fn is_hump(before: u8, after: u8) -> bool {
    after.is_ascii_uppercase() && before.is_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_read_in_sentences_keys_and_forms() {
        for (text, bits) in [
            ("my phone number is ", PHONE | CALL),
            ("\"phoneNumber\": \"", PHONE | CALL),
            ("Teléfono\n", PHONE),
            ("phone: 1\nid: ", 0),
            ("\"phone\":\"1\",\"id\":", 0),
            ("여권번호는 ", ID),
            ("我的电话号码是 ", PHONE),
            ("请输入您的身份证号码 ", ID),
            ("tel=", PHONE),
            ("0061 2DEA ", 0),
            ("", 0),
        ] {
            assert_eq!(before(text.as_bytes(), text.len()), bits, "{text}");
        }
        assert_eq!(after(b"X en mi DNI", 1), ID);
        assert_eq!(of_label("Handynummer (mobil)"), PHONE);
    }
}
