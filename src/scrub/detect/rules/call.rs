//! Secrets given to calls by their place: `DriverManager.getConnection(url, "jane", "hunter22")`, `jwt.sign(claims, "…")`. By
//! the manuals of JDBC, PHP (`mysqli_connect`, `PDO`), Sequelize, Django, Node.js (`createHmac`), `jsonwebtoken`, PyJWT,
//! Twilio, Algolia, ethers, paho-mqtt, Selenium and Cypress.

use super::assignment::is_hex;
use super::command::looks_chosen;
use super::prose::{self, is_picked};
use crate::Kind;
use crate::bloom::{self, Bloom};
use crate::scan::{Scan, is_word, work};

/// Calls of which any argument is one, the words of prose and these being one list.
pub(super) const ANY: u32 = 1 << 16;
pub(super) const ANY_WORDS: &str = "setpassword set_password Wallet";
/// From the second argument on.
pub(super) const SECOND: u32 = 1 << 17;
pub(super) const SECOND_WORDS: &str = "createHmac load check_password Twilio algoliasearch Sequelize PDO";
/// From the third on.
pub(super) const THIRD: u32 = 1 << 18;
pub(super) const THIRD_WORDS: &str =
    "getConnection mysqli_connect mysqli connect create_superuser create_user encryptFile decryptFile";
/// The second, of what deals in JSON web tokens.
pub(super) const OF_JWT: u32 = 1 << 19;
pub(super) const OF_JWT_WORDS: &str = "sign verify encode decode";
/// Any, where a password is spoken of shortly before.
pub(super) const TYPED: u32 = 1 << 20;
pub(super) const TYPED_WORDS: &str = "send_keys sendKeys type fill";
const ALL: u32 = ANY | SECOND | THIRD | OF_JWT | TYPED;

/// What they end with.
static ENDS: Bloom<8> = Bloom::of("ord let mac oad lio rch ize pdo ion ect qli ser ile ign ify ode eys ype ill");

/// Longest of their names, how far what they are given is read, and how far before them a password is spoken of.
const NAME_MAX: usize = 18;
const GIVEN_MAX: usize = 240;
const BEFORE_MAX: usize = 48;

/// At an opening bracket.
#[inline(always)]
pub(super) fn at(scan: &mut Scan<'_>, at: usize) {
    if at >= 3 && bloom::hash_at(scan.bytes, at - 3).is_some_and(|hash| ENDS.has(hash)) {
        called(scan, at);
    }
}

#[inline(never)]
fn called(scan: &mut Scan<'_>, at: usize) {
    let length = scan.bytes[..at].iter().rev().take(NAME_MAX).take_while(|byte| is_word(**byte)).count();
    work::count(length);
    let role = prose::role(&scan.bytes[at - length..at]) & ALL;
    if role == 0 {
        return;
    }
    let before = &scan.text[scan.floor(at - length, BEFORE_MAX)..at - length];
    let fits = match role {
        OF_JWT => before.ends_with("jwt.") || before.ends_with("JWT."),
        TYPED => before.as_bytes().windows(4).any(|four| four == b"assw"),
        _ => true,
    };
    let least = match role {
        THIRD => 2,
        SECOND | OF_JWT => 1,
        _ => 0,
    };
    if fits && let Some((start, end)) = last_secret(scan, at + 1, least) {
        scan.add(start, end, Kind::Password, "call");
    }
}

/// The last of the texts among what a call is given that looks like a secret, from the argument `least` on.
fn last_secret(scan: &Scan<'_>, from: usize, least: usize) -> Option<(usize, usize)> {
    let end = scan.text.floor_char_boundary((from + GIVEN_MAX).min(scan.text.len()));
    let (mut at, mut depth, mut argument, mut found) = (from, 0, 0, None);
    while at < end {
        match scan.bytes[at] {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' if depth == 0 => break,
            b')' | b']' | b'}' => depth -= 1,
            b',' if depth == 0 => argument += 1,
            quote @ (b'"' | b'\'') => {
                let length = scan.bytes[at + 1..end].iter().position(|byte| *byte == quote)?;
                let text = &scan.text[at + 1..at + 1 + length];
                let text = text.strip_suffix("{enter}").unwrap_or(text);
                // What is given by its name has a rule of its own.
                let named = matches!(scan.byte_before(at), b'=' | b':');
                if depth == 0 && argument >= least && !named && is_secret(text) {
                    found = Some((at + 1, at + 1 + text.len()));
                }
                at += 1 + length;
            }
            _ => {}
        }
        at += 1;
    }
    work::count(at - from);
    found
}

fn is_secret(text: &str) -> bool {
    let number = text.strip_prefix("0x").unwrap_or(text);
    let one_word = !text.contains([' ', '$', '{', '%']);
    one_word && (is_picked(text) || looks_chosen(text) && text.len() >= 8) || number.len() >= 32 && is_hex(number)
}

#[cfg(test)]
mod tests {
    use super::super::testing;

    #[test]
    fn what_calls_are_given_is_found() {
        testing::check_rule(
            "call",
            &[
                ("DriverManager.getConnection(\"jdbc:mysql://h/x\", \"svc\", \"Cedar2022!\");", "Cedar2022!"),
                ("mysqli_connect(\"localhost\", \"shop\", \"TyER4GdJBOcN8Nsr\", \"shopdb\");", "TyER4GdJBOcN8Nsr"),
                ("jwt.sign({ id: user.id }, 'LhjCvsXtyZoF5FKc', { expiresIn: '1h' });", "LhjCvsXtyZoF5FKc"),
                ("new Sequelize('billing', 'root', 'Cedar59*', { dialect: 'mysql' })", "Cedar59*"),
                ("ks.load(is, \"iloveCedar68\".toCharArray());", "iloveCedar68"),
                ("createHmac('sha256', '27e5c11b4503c577b63d5b3bd575cc58')", "27e5c11b4503c577b63d5b3bd575cc58"),
                ("User.objects.create_superuser(\"admin\", \"\", \"G4l4t4s4r4y70!\")", "G4l4t4s4r4y70!"),
                ("find_element(By.ID, \"password\").send_keys(\"Juniper-Cedar-43\")", "Juniper-Cedar-43"),
                ("cy.get('input[name=password]').type('cedar1111{enter}')", "cedar1111"),
                ("zf.setpassword(b\"Gl4ci3r95.\")", "Gl4ci3r95."),
                ("createHmac('sha256', secret)", ""),
                ("jwt.decode(token, key, algorithms=[\"HS256\"])", ""),
                ("type('Version2024', (), {})", ""),
                ("json.load(open(\"file_2024.json\"))", ""),
                ("connect(\"host2024\", \"guest\", password)", ""),
            ],
        );
    }
}
