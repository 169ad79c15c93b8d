//! What a place gives away: behind which command or setting, and as which of its words, a password stands.
//!
//! By the SQL*Plus user's guide, Windows commands (`net`), rabbitmqctl(8), htpasswd(1), wpa_passphrase(8), expect(1), the
//! configuration guides of Cisco's and FortiGate's devices, the wiki of ZXing ("Barcode Contents") on networks in QR codes and
//! the guide to Oracle's JDBC driver on its addresses.

use super::super::assignment::is_placeholder;
use super::super::command::looks_chosen;
use super::value::is_picked;
use super::{BYTES_MAX, DEVICE, KEYED, PIECES_MAX, is, pieces, tell, tell_and_pass};
use crate::Kind;
use crate::scan::{Scan, Word, work};

pub(super) const WORDS: &str =
    " sqlplus net add_user change_password htpasswd wpa_passphrase send jdbc snmp tacacs radius isakmp digest ";
/// Words before a secret in the settings of a device, and how it is kept there.
pub(super) const KEYED_WORDS: &str = " community key md5 sha aes des 128 192 256 0 5 6 7 8 ";

/// `sqlplus jane/hunter22@db`, `net user jane hunter22 /add`, `rabbitmqctl add_user jane hunter22`: known by its place.
pub(super) fn at(scan: &mut Scan<'_>, word: Word, name: &str, role: u32) {
    work::count(2 * BYTES_MAX);
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return;
    }
    if role & DEVICE != 0 {
        return device(scan, word);
    }
    let mut found = "";
    let most = if scan.text[word.end..].starts_with(" user ") { 3 } else { 6 };
    let (words, count) = pieces(scan.text, word.end, most);
    for (number, piece) in words[..count].iter().copied().enumerate() {
        if name == "sqlplus" || name == "jdbc" && piece.starts_with(":oracle:thin:") {
            let (user, secret) = piece.split_once('/').unwrap_or_default();
            if !user.is_empty() {
                found = secret.split('@').next().unwrap_or(secret);
            }
        } else if name == "send" {
            // `send "hunter22\r"`: what is typed for somebody.
            let typed = piece.strip_prefix('"').and_then(|typed| typed.strip_suffix("\\r\"")).unwrap_or("");
            if looks_chosen(typed) {
                found = typed;
            }
        } else if number > 0 && looks_chosen(piece) && !piece.contains('\\') {
            found = piece;
        } else if number == 0 && (name == "jdbc" || name == "net" && !piece.starts_with("use")) {
            return;
        }
    }
    if found.len() >= 4 && !is_placeholder(found) && !found.starts_with(['$', '&', '%']) {
        tell_and_pass(scan, found);
    }
}

/// `snmp-server user jane group v3 auth sha hunter22 priv aes 128 hunter23`
fn device(scan: &mut Scan<'_>, word: Word) {
    let mut keyed = false;
    let (words, count) = pieces(scan.text, word.end, PIECES_MAX);
    for piece in words[..count].iter().copied() {
        if keyed && (looks_chosen(piece) || is_picked(piece)) {
            tell(scan, piece, Kind::Password);
        }
        keyed = is(piece, KEYED);
    }
}

/// `WIFI:T:WPA;S:home;P:hunter22;;`
pub(super) fn network(scan: &mut Scan<'_>, word: Word) {
    let (words, count) = pieces(scan.text, word.end, PIECES_MAX);
    for piece in &words[..count] {
        let value = piece.split_once(";P:").unwrap_or_default().1;
        let value = value.split(';').next().unwrap_or(value);
        if value.len() >= 4 && !is_placeholder(value) {
            tell_and_pass(scan, value);
        }
    }
}
