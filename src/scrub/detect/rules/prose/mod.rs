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
                ("le mot de passe est ouvre2toi", "ouvre2toi"),
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
                (
                    "wallet backup (12 words): album basic banana add dose absorb domain dolphin canoe barely age ability",
                    PHRASE,
                ),
                ("my words are album basic banana add dose absorb domain dolphin canoe barely age ability ok", PHRASE),
                ("these words have been made use well once more and then get put where they may ever come out", ""),
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
                ("can you try Harbor!2019 as the password?", "Harbor!2019"),
                ("we still have Pilot1995! as the default password", "Pilot1995"),
                ("He puesto cedar.lake.62 como contraseña", "cedar.lake.62"),
                ("Ich habe das Kennwort auf iloveCedar29 zurückgesetzt.", "iloveCedar29"),
                ("Zmieniłem hasło na Cedar!2021", "Cedar!2021"),
                ("Cambié la contraseña a CedarLakeHarbor19 ayer", "CedarLakeHarbor19"),
                ("ssh pi@host (pw Backend?cedar11)", "Backend?cedar11"),
                ("the password CedarLake83 works", "CedarLake83"),
                ("the password `harbor5353` works", "harbor5353"),
                ("The password? It's CEDARced21.", "CEDARced21"),
                ("I reset your password, the new one is nde?7RucH7", "nde?7RucH7"),
                ("my pass is hunter2", "hunter2"),
                ("the password is cedar_2022", "cedar_2022"),
                ("PW fürs NAS: Cedar#2021", "Cedar#2021"),
                ("mdp admin : Pr0d!cedar57", "Pr0d!cedar57"),
                ("пароль от wifi CedarLake24", "CedarLake24"),
                ("Lösenordet är h1C!gjjTHH", "h1C!gjjTHH"),
                ("wifi şifresi Cedar?2021", "Cedar?2021"),
                ("Le code wifi c'est imissCedar22", "imissCedar22"),
                ("Clé wifi : CedarLakeHarbor78", "CedarLakeHarbor78"),
                ("la chiave del wifi è Cedar2024?", "Cedar2024"),
                ("the wifi is 802.11ac", ""),
                ("Wifi = \"wifi\",", ""),
                ("J'ai changé le mot de passe, c'est maintenant « Cedar18$ ».", "Cedar18$"),
                ("the same password as for grafana (Cedar2019!96)", "Cedar2019!96"),
                ("master password meadow-biscuit-cedar-harbor (for KeePass)", "meadow-biscuit-cedar-harbor"),
                ("A password is generated for root@localhost: Cedar-lake7", "Cedar-lake7"),
                ("Password:\nCedar!2019\n", "Cedar!2019"),
                (
                    "the following password to proceed:\n\n333815b9ef0c641dccb8204f8d902bdf\n",
                    "333815b9ef0c641dccb8204f8d902bdf",
                ),
                ("Q: Which password does it use?\nA: Cedar2021?88\n", "Cedar2021?88"),
                ("334 UGFzc3dvcmQ6\nY2VkYXIuanVuaXBlci42MQ==\n235 ok", "Y2VkYXIuanVuaXBlci42MQ=="),
                ("USER jane\n331 Password required\nPASS Cedar1938$\n", "Cedar1938$"),
                ("creds for the demo box: admin / Cedar2025!", "Cedar2025"),
                ("Voici tes identifiants : jane / harbor5050", "harbor5050"),
                ("-- dba account: sysops/C3d4r2022!\nSELECT 1", "C3d4r2022"),
                ("creds admin:Kestrel!991", "Kestrel!991"),
                ("login with admin/Kestrel991 please", "Kestrel991"),
                ("user admin pass Kestrel!991", "Kestrel!991"),
                ("password (for now): Kestrel991", "Kestrel991"),
                ("hey, the password is still Kestrel#22, please", "Kestrel#22"),
                ("log in with admin and `harbor5353`", "harbor5353"),
                ("username oper privilege 1 password 0 CedarLakeHarbor88", "CedarLakeHarbor88"),
                (" wpa-psk ascii 0 Cedar-Canyon-49", "Cedar-Canyon-49"),
                ("ALTER USER jane IDENTIFIED BY GyKl6snbFDXs;", "GyKl6snbFDXs"),
                ("the password utf-8 and sha256 of it", ""),
                ("read(password, offset12) as password", ""),
                ("hasattr(pwd, 'getpwuid')", ""),
                ("def test(password):\n    return12\n", ""),
                ("    pass\n\nline_2024\n", ""),
                ("tests pass on python27", ""),
                ("the password for connecting to NetBeans", ""),
                ("passing a password to crypto.pbkdf2() fails", ""),
                ("apt login 1:4.16.0-2+really2.41", ""),
                ("log(x)/hinv**2", ""),
                ("the named pipe identified by `addr`", ""),
                ("let psk = ClientExtensions {", ""),
                ("the password is encoded as utf8", ""),
                ("| login: see /docs/page12 |", ""),
            ],
        );
    }

    #[test]
    fn codes_are_found_in_other_languages_and_in_lists() {
        testing::check_rule(
            "told",
            &[
                ("Seu código de verificação é 803480", "803480"),
                ("Doğrulama kodunuz: 429959", "429959"),
                ("Twój kod weryfikacyjny to 872316", "872316"),
                ("Ваш код подтверждения: 152390", "152390"),
                ("Din verifieringskod är 152390", "152390"),
                ("Die PIN für die EC-Karte ist 9346.", "9346"),
                ("PIN-Code: 4471", "4471"),
                ("SIM PUK 48291377", "48291377"),
                ("Use code 482913 to sign in", "482913"),
                ("Ihr Code lautet 482913", "482913"),
                ("Your verification code\n\n482913\n", "482913"),
                ("recovery code: ABCD-EFGH-1234-5678", "ABCD-EFGH-1234-5678"),
                ("verification code\n\n2024-01-12 was the day\n", ""),
                ("Zugangscode Hintertür: 2932", "2932"),
                ("OTP for session 8812 is 731360 (valid 5 min)", "731360"),
                ("the code for the back door is 2932", "2932"),
                ("the code for the request was 2932", ""),
                ("the error codes: 404040, 505050", ""),
                ("backup codes are kept for 20240112 days", ""),
            ],
        );
        for text in ["backup codes:\nykkb-10fl\n70i5-v4xm\n", "Here are your recovery codes: 38103370, 84784233"] {
            assert_eq!(testing::pieces_of("told", text).len(), 2, "{text}");
        }
    }

    #[test]
    fn what_a_place_gives_away_is_found() {
        testing::check_rule(
            "told",
            &[
                ("snmp-server community mWKiQy5UB6Po1W94 RO 10", "mWKiQy5UB6Po1W94"),
                ("snmp-server user mon grp v3 priv aes 128 BQHBxbkfMB5E", "BQHBxbkfMB5E"),
                ("tacacs-server key 7 00091216085E34545F731F", "00091216085E34545F731F"),
                ("ip ospf message-digest-key 1 md5 gkE3jFHQiUVkOmp7agjP", "gkE3jFHQiUVkOmp7agjP"),
                ("wpa_passphrase Home CedarPepperMeadow75", "CedarPepperMeadow75"),
                ("WIFI:T:WPA;S:Home;P:Cedar-Dragon-49;;", "Cedar-Dragon-49"),
                ("net use Z: \\\\nas\\share /user:CORP\\svc cedar.meadow.21", "cedar.meadow.21"),
                ("send \"Cedar!2024\\r\"", "Cedar!2024"),
                ("jdbc:oracle:thin:app/Cedar_2024@//db/x", "Cedar_2024"),
                ("send \"show version12\\r\"", ""),
                ("use sha2::{Digest, Sha512};", ""),
                ("config wifi-iface 'default_radio0'", ""),
            ],
        );
    }
}
