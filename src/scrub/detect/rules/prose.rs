//! Secrets told in a sentence: "my password is hunter2", "Passwort für den Server: hunter2", "your code is 123456", and what
//! is written much the same: `login jane password hunter2` of `.netrc` (the manual of ftp), `IDENTIFIED BY 'hunter2'` of SQL,
//! `bindpw hunter22` of `nslcd.conf`, `requirepass hunter22` of `redis.conf`,
//! `sqlplus jane/hunter22` (SQL*Plus user's guide), `net user jane hunter22` (Windows commands), `add_user` (rabbitmqctl).

use super::assignment::{has_digit, is_mixed, is_placeholder};
use super::command::looks_chosen;
use super::name::PASS_ELSEWHERE;
use super::pii::words::{self, Words};
use crate::Kind;
use crate::bloom::Bloom;
use crate::scan::{Scan, Word, is_word, work};

/// Words after which a password can be told.
const PASSWORDS_WORDS: &str = " password passwort kennwort passphrase passcode passwd pwd contraseña contrasena senha parola \
    wachtwoord hasło haslo heslo salasana lösenord adgangskode jelszó пароль identified securestring requirepass masterauth bindpw ";
/// Words after which a one-time code can be told.
const CODES_WORDS: &str = " code otp tan einmalcode sicherheitscode bestätigungscode verifizierungscode código codigo codice kod \
    pin passcode 2fa mfa totp код подтверждения ";
/// The same of scripts without spaces, as parts of a word.
const CODES_ELSEWHERE: [&str; 8] =
    ["验证码", "驗證碼", "校验码", "認証コード", "確認コード", "인증번호", "인증코드", "รหัส OTP"];
/// What ties a value to such a word, at its end.
const TIES_ELSEWHERE: [&str; 7] = ["是", "为", "為", "は", "는", "은", "คือ"];
/// What makes a one-time code of a code, shortly before it.
const OF_CODES_WORDS: &str = " verification security confirmation access login one-time onetime time sms auth authentication 2fa mfa \
    sign-in signin activation otp pairing recovery backup factor two-factor passcode verificación seguridad vérification \
    sécurité sicherheits bestätigungs code-pin ваш смс your votre door gate alarm unlock reset ";
/// Words that tie a value to what it is the value of.
const TIES_WORDS: &str = " is was are ist lautet war est es é era to be as on = : -> → := == equals heißt sind será | ";

const PASSWORD: u32 = 1;
const CODE: u32 = 1 << 1;
const OF_CODE: u32 = 1 << 2;
const TIE: u32 = 1 << 3;
const AROUND_CODE: u32 = 1 << 4;
const EMPTY: u32 = 1 << 5;
const PLACED: u32 = 1 << 6;

const LISTS: &[(u32, &str)] = &[
    (PASSWORD, PASSWORDS_WORDS),
    (CODE, CODES_WORDS),
    (OF_CODE, OF_CODES_WORDS),
    (TIE, TIES_WORDS),
    (AROUND_CODE, AROUND_CODES_WORDS),
    (EMPTY, EMPTY_WORDS),
    (PLACED, "sqlplus net add_user change_password htpasswd"),
];

static WORDS: Words<{ words::count(LISTS) }> = Words::of(LISTS);

fn is(word: &str, role: u32) -> bool {
    WORDS.get(word.as_bytes()) & role != 0
}

/// What the words begin with.
pub(super) static BEGINNINGS: Bloom = Bloom::of(
    "password passwort kennwort passphrase pass pwd contraseña senha parola wachtwoord has hes salasana lös adgangskode \
     jelszó identified securestring pin code otp tan einmalcode sicherheitscode bes verifizierungscode cód codigo codice kod 2fa mfa totp \
     пар код под requirepass masterauth bindpw sqlplus net add_user change_password htpasswd",
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
    let plain = ["code", "kod", "Code", "CODE", "код"].contains(&text);
    if role & CODE != 0 && (!plain || is_of_code(scan, word.start)) {
        code_after(scan, word, plain);
        code_before(scan, word);
        if scan.is_past(word) {
            return;
        }
    }
    if role & PASSWORD != 0 {
        password_after(scan, word, text);
    } else if role & PLACED != 0 {
        placed(scan, word, text);
    }
}

/// At a word of a script without spaces, of which the name of a password or a code may be a part.
#[inline(never)]
pub(super) fn within(scan: &mut Scan<'_>, word: Word) {
    let text = &scan.text[scan.floor(word.end, BYTES_MAX)..word.end];
    if CODES_ELSEWHERE.iter().any(|code| text.contains(code)) {
        code_after(scan, word, false);
    } else if PASS_ELSEWHERE.iter().any(|name| text.contains(name)) {
        password_after(scan, word, text);
    }
}

/// At where a recovery phrase may begin, behind three characters at most: 12 to 24 small words of three to eight letters, in
/// threes (BIP 39), and no more on the line or in the quotation.
#[inline(never)]
pub(super) fn phrase(scan: &mut Scan<'_>, start: usize) -> bool {
    let mut from = start;
    while from < start + 3 && !scan.byte(from).is_ascii_lowercase() {
        from += 1;
    }
    let (mut at, mut words, mut letters) = (from, 0, 0);
    loop {
        let byte = scan.byte(at);
        if byte.is_ascii_lowercase() {
            letters += 1;
        } else if !(3..=8).contains(&letters) || words > 24 {
            return false;
        } else {
            (words, letters) = (words + 1, 0);
            if byte != b' ' {
                break;
            }
        }
        at += 1;
    }
    let whole = matches!(words, 12 | 15 | 18 | 21 | 24) && matches!(scan.byte(at), b'\n' | b'"' | b'\'');
    work::count(at - start);
    if whole {
        scan.report(from, at, Kind::Key, "told");
    }
    whole
}

fn is_of_code(scan: &Scan<'_>, at: usize) -> bool {
    let before = &scan.text[scan.floor(at, 40)..at];
    before
        .split(|c: char| c.is_whitespace() || c == '"' || c == '_')
        .rev()
        .filter(|word| !word.is_empty())
        .take(3)
        .any(|word| is(word, OF_CODE))
}

/// `code is 123456`, `code: 123-456`
fn code_after(scan: &mut Scan<'_>, word: Word, plain: bool) {
    for (start, piece) in pieces(scan.text, word.end) {
        let value = piece.split(|c: char| c == ',' || !c.is_ascii()).next().unwrap_or(piece);
        let value = value.trim_matches(['.', '"', '\'', '!', '`', '*', '(', ')', '[', ']', ':', '#']);
        if is_code(value) || plain && is_grouped(value) {
            let start = start + piece.find(value).unwrap_or(0);
            let end = start + value.len();
            // `123 456`
            let more = scan.text[end..].strip_prefix(' ').unwrap_or("");
            let more = more.bytes().take_while(u8::is_ascii_digit).count();
            let end = if value.len() == 3 && more == 3 { end + 4 } else { end };
            if end - start >= 4 {
                scan.report(start, end, Kind::OneTimeCode, "told");
            }
            return;
        }
        let tie = piece.trim_end_matches(':');
        if !tie.is_empty() && !is(tie, TIE | AROUND_CODE) {
            return;
        }
    }
}

/// Words that may stand between a code's name and the code.
const AROUND_CODES_WORDS: &str =
    " for your the number verification login account de di verificación verifica seguridad acceso sécurité ";

/// `123456 is your verification code`
fn code_before(scan: &mut Scan<'_>, word: Word) {
    let floor = scan.floor(word.start, BYTES_MAX);
    let before = &scan.text[floor..word.start];
    let Some(tie) = [" is your ", " as your ", " ist Ihr ", " ist dein "].iter().find_map(|tie| before.rfind(tie))
    else {
        return;
    };
    let digits = before[..tie].bytes().rev().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
    let start = floor + tie - digits;
    if is_code(&scan.text[start..floor + tie]) {
        scan.report(start, floor + tie, Kind::OneTimeCode, "told");
    }
}

/// Four to eight digits, perhaps in two halves, or a first half.
fn is_code(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let number = text.strip_prefix("G-").unwrap_or(text);
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') && !number.starts_with('-');
    (3..=8).contains(&digits) && is_number
}

/// `k3f9a-7xw2m`: two groups of one length, as recovery codes are written, one of letters and digits at least.
fn is_grouped(text: &str) -> bool {
    let (first, second) = text.split_once('-').unwrap_or_default();
    let mixed = |group: &str| has_digit(group) && is_mixed(group);
    (4..=8).contains(&first.len()) && first.len() == second.len() && (mixed(first) || mixed(second))
}

/// The words that follow on the line, with their places, as far as a value can be.
fn pieces(text: &str, from: usize) -> impl Iterator<Item = (usize, &str)> {
    let end = text.floor_char_boundary((from + BYTES_MAX * 2).min(text.len()));
    let line = text[from..end].split(['\n', '\r']).next().unwrap_or("");
    let base = line.as_ptr() as usize;
    let words = line.split([' ', '\t']).filter(|piece| !piece.is_empty());
    words.map(move |piece| (from + (piece.as_ptr() as usize - base), piece)).take(WORDS_MAX)
}

fn password_after(scan: &mut Scan<'_>, word: Word, name: &str) {
    // `**Password:** hunter2`
    let bold = scan.text[word.end..].starts_with(":**");
    let from = word.end + if bold { 3 } else { 0 };
    work::count(BYTES_MAX);
    if !matches!(scan.byte(from), b' ' | b'\t' | b'*') {
        return;
    }
    let is_field = is_login_line(scan, word.start);
    let is_within = !name.is_ascii() && !is(name, PASSWORD);
    let mut tied = bold || TIES_ELSEWHERE.iter().any(|tie| name.ends_with(tie));
    let sql = name.eq_ignore_ascii_case("identified");
    for (number, (start, piece)) in pieces(scan.text, from).enumerate() {
        // `密码是hunter2，请…`
        let piece = if is_within { piece.split(|c: char| !c.is_ascii()).next().unwrap_or(piece) } else { piece };
        let quoted = piece.starts_with(['"', '\'', '`']) || piece.starts_with("**");
        let value = piece
            .trim_start_matches(['"', '\'', '`', '(', '*'])
            .trim_end_matches(['"', '\'', '`', ',', ';', ')', '*', '.', '!', '?', ':']);
        let at = start + piece.find(value).unwrap_or(0);
        if name.eq_ignore_ascii_case("securestring") && piece.starts_with('-') {
            tied = true;
            continue;
        }
        if sql {
            match number {
                0 if piece.eq_ignore_ascii_case("by") => continue,
                1 if piece.starts_with(['"', '\'']) => tied = true,
                _ => return,
            }
        }
        if is(piece.trim_end_matches(':'), TIE) || piece.ends_with([':', '?']) && number < 5 && number > 0 {
            tied = true;
            continue;
        }
        let fits = value.len() >= 4 && !is_placeholder(value) && value.bytes().any(|byte| byte.is_ascii_alphanumeric());
        let strange = is_strange(value) || quoted && number == 0 && has_digit(value);
        // `bindpw hunter22`: settings whose words stand without signs.
        let is_setting = number == 0
            && piece.trim_end_matches(['!', '?']) == value
            && is_line_end(scan, start + piece.len())
            && looks_chosen(value);
        let counts = if quoted {
            (tied || number == 0 && !piece.starts_with('`'))
                && (strange || value.bytes().all(|b| b.is_ascii_lowercase()) && !is(value, EMPTY))
        } else {
            tied && strange || number == 0 && (is_field || is_within && looks_chosen(value)) || is_setting
        };
        if fits && counts {
            scan.report(at, at + value.len(), Kind::Password, "told");
            return;
        }
        if tied || number >= 4 || is_field && number == 0 {
            return;
        }
    }
}

/// `sqlplus jane/hunter22@db`, `net user jane hunter22 /add`, `rabbitmqctl add_user jane hunter22`: known by its place.
fn placed(scan: &mut Scan<'_>, word: Word, name: &str) {
    let mut found = (0, "");
    let most = if scan.text[word.end..].starts_with(" user ") { 3 } else { 4 };
    for (number, (start, piece)) in pieces(scan.text, word.end).take(most).enumerate() {
        if name == "sqlplus" {
            let (user, secret) = piece.split_once('/').unwrap_or_default();
            if !user.is_empty() {
                found = (start + user.len() + 1, secret.split('@').next().unwrap_or(secret));
            }
        } else if number > 0 && looks_chosen(piece) && !piece.contains('\\') {
            found = (start, piece);
        } else if number == 0 && name == "net" && !piece.starts_with("use") {
            return;
        }
    }
    let (start, value) = found;
    if value.len() >= 4 && !is_placeholder(value) && !value.starts_with(['$', '&', '%']) {
        scan.report(start, start + value.len(), Kind::Password, "told");
    }
}

fn is_line_end(scan: &Scan<'_>, at: usize) -> bool {
    matches!(scan.byte(at), b'\n' | b'\r')
}

/// Words that are no value though they are quoted.
const EMPTY_WORDS: &str =
    " password secret token string text hidden none null true false required optional field value input type ";

/// Not a word of a sentence: a digit or a sign inside, or a capital after a small letter.
fn is_strange(value: &str) -> bool {
    let bytes = value.as_bytes();
    let letters = bytes.iter().any(u8::is_ascii_alphabetic);
    let signs = bytes
        .iter()
        .any(|byte| matches!(byte, b'!' | b'@' | b'#' | b'$' | b'%' | b'^' | b'&' | b'*' | b'+' | b'~' | b'?'));
    let camel = bytes.windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    let is_code = value.contains(['(', ')', '[', ']', '{', '}', '<', '>', '=', '/', '\\', ':', '"', '|'])
        || bytes.iter().all(|byte| is_word(*byte)) && value.contains('_');
    !is_code
        && (letters && (has_digit(value) || signs) && !bytes[0].is_ascii_digit()
            || bytes.len() >= 6 && letters && has_digit(value)
            || camel && bytes.len() >= 8
            || !letters && has_digit(value) && bytes.len() >= 6 && !value.contains(['.', ',', '-', '%']))
}

/// `machine host login jane password …`: fields without signs.
fn is_login_line(scan: &Scan<'_>, at: usize) -> bool {
    let before = &scan.text[scan.floor(at, 96)..at];
    let line = before.rsplit('\n').next().unwrap_or(before).trim_start();
    line.starts_with("machine ")
        || line.starts_with("login ")
        || line.starts_with("default login ")
        || (line.is_empty() && before.contains("login ") && before.contains("machine "))
}

/// Whether a password or a code can be told within a few words after `word`.
pub(super) fn is_announced_by(word: &str) -> bool {
    is(word, PASSWORD | CODE)
}

#[cfg(test)]
mod tests {
    use super::super::testing;

    /// Twelve words of the list of BIP 39, and no wallet's.
    const PHRASE: &str = "album basic banana add dose absorb domain dolphin canoe barely age ability";

    #[test]
    fn what_is_told_in_a_sentence_is_found() {
        testing::check_rule(
            "told",
            &[
                ("my password is hunter2", "hunter2"),
                ("**Password:** Tr0ub4dor&3x", "Tr0ub4dor&3x"),
                ("| password | Tr0ub4dor&3x |", "Tr0ub4dor&3x"),
                ("| password | string | required |", ""),
                ("The password for the server is 'tr0ub4dor'.", "tr0ub4dor"),
                ("ensure the password is \"centipede\" and go on", "centipede"),
                ("Das Passwort für den Server lautet Sommer2024!", "Sommer2024"),
                ("la contraseña es Verano2024", "Verano2024"),
                ("le mot de passe est ouvre2toi", ""),
                ("machine example.org login jane password swordfish", "swordfish"),
                ("ALTER USER jane IDENTIFIED BY 'hunter2'", "hunter2"),
                ("requirepass r1HnQ8xtgX4sF9", "r1HnQ8xtgX4sF9"),
                ("uri ldap://x/\nbindpw Stone_7924\nbase dc=x", "Stone_7924"),
                ("nmcli dev wifi connect home password Silver_1503", "Silver_1503"),
                ("sqlplus app/taZpAW@//pg1.example.org/ORCL", "taZpAW"),
                ("net user jane blue3513* /add", "blue3513*"),
                ("net use Z: \\\\srv\\share JdCI*2?PjWu /user:x", "JdCI*2?PjWu"),
                ("rabbitmqctl add_user jane Pepper-09", "Pepper-09"),
                ("htpasswd -b .htpasswd jane monkeyhorse17", "monkeyhorse17"),
                ("sqlplus / as sysdba", ""),
                ("the net user growth in 2024Q4", ""),
                ("ConvertTo-SecureString \"Pepper_5450\" -AsPlainText", "Pepper_5450"),
                ("a password version2 of it", ""),
                ("the password /etc/x509", ""),
                ("Your verification code is 123456", "123456"),
                ("Your security code: 123-456", "123-456"),
                ("482913 is your login code", "482913"),
                ("OTP is 482913", "482913"),
                ("Use 061489 as your login code", "061489"),
                ("G-391923 is your verification code", "G-391923"),
                ("Tu código de verificación es 899387", "899387"),
                ("album basic banana add dose absorb domain dolphin canoe barely age ability", PHRASE),
                ("seed phrase: album basic banana add dose absorb domain dolphin canoe barely age ability", PHRASE),
                ("MNEMONIC=\"album basic banana add dose absorb domain dolphin canoe barely age ability\"", PHRASE),
                ("album basic banana add dose absorb domain dolphin canoe barely age", ""),
                ("album basic banana add dose absorb domain dolphin canoe barely age ability, and so on", ""),
                ("The door code is 0977#", "0977"),
                ("recovery code: ciwtr-wjw44", "ciwtr-wjw44"),
                ("a time code path-2024", ""),
                ("認証コード: 769765", "769765"),
                ("bindpw Falcon3812?", "Falcon3812"),
                ("Password for root? silverMagic21", "silverMagic21"),
                ("forgot the password of it? Ask Jane", ""),
                ("the exit code is 12345", ""),
                ("error code 40404", ""),
                ("the password is correct", ""),
                ("password is required", ""),
                ("the password must be at least 8 characters", ""),
                ("if the password is None", ""),
                ("a pin is 3.3V tolerant", ""),
                ("pass the value 12 to it", ""),
            ],
        );
    }
}
