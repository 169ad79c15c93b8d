//! Secrets told in a sentence: "my password is hunter2", "Passwort für den Server: hunter2", "your code is 123456", and what
//! is written much the same: `login jane password hunter2` of `.netrc` (the manual of ftp), `IDENTIFIED BY 'hunter2'` of SQL,
//! `bindpw hunter22` of `nslcd.conf`, `requirepass hunter22` of `redis.conf`, and what a place alone gives away ([`place`]).

mod code;
mod password;
mod phrase;
mod place;
mod value;

use super::call;
use super::name::PASS_ELSEWHERE;
use super::pii::words::{self, Words};
use crate::Kind;
use crate::bloom::Bloom;
use crate::scan::{Scan, Word};
pub(super) use phrase::phrase;
pub(super) use value::is_picked;

/// Words after which a password can be told. The last is `Password:` in base64, as a mail server asks for it (RFC 4954).
const PASSWORDS_WORDS: &str = " password passwort kennwort passphrase passcode passwd pwd contraseña contrasena senha parola \
    wachtwoord hasło haslo heslo salasana lösenord adgangskode jelszó пароль identified securestring requirepass masterauth bindpw \
    pass pw passe mdp psk clave chiave lösenordet şifre şifresi şifreniz parolanız parolası hasła пароля psksecret wlan wifi UGFzc3dvcmQ6 \
    UGFzc3dvcmQ ";
/// Words after which a one-time code can be told.
const CODES_WORDS: &str = " code codes otp tan mtan einmalcode sicherheitscode bestätigungscode verifizierungscode código codigo codice kod \
    pin puk passcode 2fa mfa totp код кода подтверждения kodu kodunuz zugangscode verifieringskod verificatiecode ";
/// What makes a one-time code of a code, shortly before it.
const OF_CODES_WORDS: &str = " verification security confirmation access login one-time onetime time sms auth authentication 2fa mfa \
    sign-in signin activation otp pairing recovery backup factor two-factor passcode verificación seguridad vérification \
    sécurité sicherheits bestätigungs code-pin pin scratch ваш Ваш your votre twój doğrulama ihr dein door gate alarm unlock reset ";
/// The same, behind it.
const GUARDED_WORDS: &str = " door gate alarm safe lock locker sign log weryfikacyjny weryfikacji подтверждения входа ";
/// Words that tie a value to what it is the value of.
const TIES_WORDS: &str = " is was are ist lautet war est es é è era to be as on = : - -> → := == equals heißt sind será | \
    är er brzmi это it's c'est now still jetzt dann wäre maintenant one « „ ";
/// The same, where what follows is as often a word: they count before what was thought up as a password. Devices say so
/// how it is kept: `password 7 …`.
const LOOSE_WORDS: &str = " auf na a à en from de von от wifi wlan ascii plaintext encrypted 0 5 6 7 8 9 ";
/// What stands between a value and the name behind it: `hunter22 as the password`.
const AHEAD_WORDS: &str = " as als como comme come jako som как is ist est es è é olarak for ";
/// Words before a name and a password of which nobody says that they are one.
const PAIRS_WORDS: &str = " creds credentials login log logins account zugangsdaten anmeldedaten identifiants credenziali credenciales \
    accesso acceso inloggegevens ";

const PASSWORD: u32 = 1;
const CODE: u32 = 1 << 1;
const OF_CODE: u32 = 1 << 2;
const TIE: u32 = 1 << 3;
const AROUND_CODE: u32 = 1 << 4;
const EMPTY: u32 = 1 << 5;
const PLACED: u32 = 1 << 6;
const LOOSE: u32 = 1 << 7;
const AHEAD: u32 = 1 << 8;
const PAIR: u32 = 1 << 9;
const GUARDED: u32 = 1 << 10;
const KEYED: u32 = 1 << 11;
const PHRASED: u32 = 1 << 12;
/// A verb as often as a name.
const VERB: u32 = 1 << 13;
/// What has a password, in the place of it.
const NET: u32 = 1 << 14;
const SQL: u32 = 1 << 15;
const SHELL: u32 = 1 << 21;
/// A code that may be one of a program.
const PLAIN: u32 = 1 << 22;
/// A list of codes.
const MANY: u32 = 1 << 23;
const DEVICE: u32 = 1 << 24;
const SAID: u32 = 1 << 25;
/// Between a name and its password, and before them.
const JOINS: u32 = 1 << 26;
const INTO: u32 = 1 << 27;
/// Between a code and its name.
const GIVEN: u32 = 1 << 28;

const LISTS: &[(u32, &str)] = &[
    (PASSWORD, PASSWORDS_WORDS),
    (CODE, CODES_WORDS),
    (OF_CODE, OF_CODES_WORDS),
    (GUARDED, GUARDED_WORDS),
    (TIE, TIES_WORDS),
    (LOOSE, LOOSE_WORDS),
    (AHEAD, AHEAD_WORDS),
    (PAIR, PAIRS_WORDS),
    (AROUND_CODE, code::AROUND_WORDS),
    (EMPTY, value::EMPTY_WORDS),
    (PLACED, place::WORDS),
    (KEYED, place::KEYED_WORDS),
    (VERB, "pass"),
    (NET, "wifi wlan"),
    (SQL, "identified"),
    (SHELL, "securestring"),
    (PLAIN, "code kod код Код"),
    (MANY, "codes"),
    (DEVICE, "snmp tacacs radius isakmp digest"),
    (SAID, "is ist was"),
    (GIVEN, "is ist as"),
    (JOINS, "/ and using und"),
    (INTO, "in with"),
    (PHRASED, phrase::PHRASED_WORDS),
    (call::ANY, call::ANY_WORDS),
    (call::SECOND, call::SECOND_WORDS),
    (call::THIRD, call::THIRD_WORDS),
    (call::OF_JWT, call::OF_JWT_WORDS),
    (call::TYPED, call::TYPED_WORDS),
];

static WORDS: Words<{ words::count(LISTS) }> = Words::of(LISTS);

/// What a word stands for.
pub(super) fn role(word: &[u8]) -> u32 {
    WORDS.get(word)
}

fn is(word: &str, role: u32) -> bool {
    WORDS.get(word.as_bytes()) & role != 0
}

/// What the words begin with: those of two letters with the space behind them.
pub(super) static BEGINNINGS: Bloom = Bloom::of(
    "password passwort kennwort passphrase pass pwd contraseña senha parola wachtwoord has hes salasana lös adgangskode \
     jelszó identified securestring pin code otp tan einmalcode sicherheitscode bes verifizierungscode cód codigo codice kod 2fa mfa totp \
     пар код под requirepass masterauth bindpw sqlplus net add_user change_password htpasswd mdp psk cla chi şif ugf puk mta \
     zug cre pw login acc anm ide jdbc send wif wla snm tac rad isa dig wpa wor phr mne wal see",
);
/// Most words and bytes between a word and its value.
pub(super) const WORDS_MAX: usize = 6;
pub(super) const BYTES_MAX: usize = 64;

/// At a word that may begin with one of [`BEGINNINGS`].
#[inline(never)]
pub(super) fn at(scan: &mut Scan<'_>, word: Word) {
    if (2..=24).contains(&(word.end - word.start)) {
        told(scan, word);
    }
}

fn told(scan: &mut Scan<'_>, word: Word) {
    let text = scan.word(word);
    let role = WORDS.get(text.as_bytes());
    if role & PHRASED != 0 {
        phrase::after(scan, word);
    }
    if role & CODE != 0 {
        code::at(scan, word, role);
        if scan.is_past(word) {
            return;
        }
    }
    if text == "WIFI" {
        place::network(scan, word);
    }
    if role & PASSWORD != 0 {
        password::before(scan, word);
        password::after(scan, word, text, role);
    } else if role & PLACED != 0 {
        place::at(scan, word, text, role);
    } else if role & PAIR != 0 {
        password::pair(scan, word);
    }
}

/// At a word of a script without spaces, of which the name of a password or a code may be a part.
#[inline(never)]
pub(super) fn within(scan: &mut Scan<'_>, word: Word) {
    let text = &scan.text[scan.floor(word.end, BYTES_MAX)..word.end];
    if code::is_named_elsewhere(text) {
        code::after(scan, word, false);
    } else if PASS_ELSEWHERE.iter().any(|name| text.contains(name)) {
        password::after(scan, word, text, 0);
    }
}

/// Most words that are looked at behind another, of the settings of devices.
const PIECES_MAX: usize = 16;

/// The words that follow on the line, as far as a value can be, and how many they are.
#[inline(never)]
fn pieces(text: &str, from: usize, most: usize) -> ([&str; PIECES_MAX], usize) {
    let (mut found, mut count) = ([""; PIECES_MAX], 0);
    let end = text.floor_char_boundary((from + BYTES_MAX * 2).min(text.len()));
    let mut start = from;
    for at in from..=end {
        let byte = if at < end { text.as_bytes()[at] } else { b'\n' };
        if matches!(byte, b' ' | b'\t' | b'\n' | b'\r') {
            if start < at {
                found[count] = &text[start..at];
                count += 1;
            }
            start = at + 1;
            if matches!(byte, b'\n' | b'\r') || count == most {
                break;
            }
        }
    }
    (found, count)
}

/// Where a piece of a text stands.
fn place_of(text: &str, piece: &str) -> usize {
    piece.as_ptr() as usize - text.as_ptr() as usize
}

/// Reports a piece of the text.
#[inline(never)]
fn tell(scan: &mut Scan<'_>, piece: &str, kind: Kind) {
    let start = place_of(scan.text, piece);
    scan.add(start, start + piece.len(), kind, "told");
}

/// Reports a piece of the text, and goes on behind it.
fn tell_and_pass(scan: &mut Scan<'_>, piece: &str) {
    tell(scan, piece, Kind::Password);
    scan.pass_over(place_of(scan.text, piece) + piece.len());
}

/// A word without what may stand around it.
#[inline(never)]
fn bare(piece: &str) -> &str {
    let around = |c: char| {
        matches!(
            c,
            '"' | '\'' | '`' | ',' | ';' | '(' | ')' | '[' | ']' | '*' | '.' | '!' | '?' | ':' | '«' | '»' | '„' | '“'
        )
    };
    piece.trim_matches(around)
}

/// Whether a password or a code can be told within a few words after `word`.
pub(super) fn is_announced_by(word: &str) -> bool {
    is(word, PASSWORD | CODE)
}

#[cfg(test)]
mod tests;
