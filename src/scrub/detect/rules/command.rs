//! Secrets given to commands: `--password hunter2`, `-u user:password`, `-phunter2`, by the manuals of curl, wget, MySQL,
//! PostgreSQL, Redis, sshpass, Docker, LDAP and Samba.

use super::assignment::{Named, Reader, Sign, Value, has_digit, is_mixed, is_placeholder, secret_kind};
use super::name::{self, Name};
use crate::Kind;
use crate::scan::{Scan, is_word, work};

/// Commands, the flag that takes a secret, and how: `=` a word of its own, `+` joined to the flag, `:` after a colon,
/// `?` a word of its own that looks like one. Last, what takes a name with `-u`, whatever it is called.
const FLAGS: &str = " curl -u: curl --user: curl -U: curl --proxy-user: wget --http-password= http -a: https -a: httpie -a: xh -a: \
    mysql -p+ mysqldump -p+ mysqladmin -p+ mariadb -p+ mysqlimport -p+ sshpass -p= sshpass -p+ redis-cli -a= \
    login -p= mongo -p= mongosh -p= mongodump -p= \
    mongorestore -p= mongoexport -p= sqlcmd -P= bcp -P= isql -P= tsql -P= ldapsearch -w= ldapadd -w= ldapmodify -w= \
    ldapwhoami -w= zip -P= 7z -p+ 7za -p+ unrar -p+ rar -p+ smbclient -U% rpcclient -U% winexe -U% net -U% impacket -p= \
    openssl -k= openssl -passin= openssl -passout= mosquitto_pub -P= mosquitto_sub -P= ipmitool -P= \
    rabbitmqadmin -p= influx -p= cqlsh -p= snowsql -p= plink -pw= pscp -pw= psftp -pw= xfreerdp /p: \
    lftp -u, ftp -u: snmpget -A= snmpget -X= snmpget -c= snmpwalk -A= snmpwalk -X= snmpwalk -c= aria2c -u: unzip -P= useradd -p= schtasks /rp= -u -p? -u -P? -U -p? -U -P? ";
/// How far before a flag its command can stand.
const COMMAND_MAX: usize = 240;
/// How far behind `echo` a pipe can stand, and behind that what reads from it.
const STDIN_MAX: usize = 64;
/// Longest flag.
const FLAG_MAX: usize = 48;

/// At a dash (or a slash) that may begin a flag.
pub(super) fn at(scan: &mut Scan<'_>, start: usize) {
    if !matches!(scan.byte_before(start), b' ' | b'\t' | b'\n' | b'"' | b'\'' | b'`' | b',' | b'[' | b'(') {
        return;
    }
    let is_flag = |b: &&u8| is_word(**b) || matches!(b, b'-' | b'.');
    let length = 1 + scan.bytes[start + 1..].iter().take(FLAG_MAX).take_while(is_flag).count();
    if length < 2 || !scan.text.is_char_boundary(start + length) {
        return;
    }
    let flag = &scan.text[start..start + length];
    if !flag.starts_with("--") && scan.bytes[start + 1].is_ascii_alphabetic() {
        short(scan, start, flag);
    }
    // Also `-storepass VALUE`.
    if !scan.is_beyond(start) {
        long(scan, start, flag);
    }
}

/// `--api-key VALUE`, also as two elements of a list: `"--api-key", "VALUE"`.
fn long(scan: &mut Scan<'_>, start: usize, flag: &str) {
    let end = start + flag.len();
    let next = scan.byte(end);
    if matches!(flag, "--user" | "--proxy-user" | "--http-password") {
        short(scan, start, flag);
        return;
    }
    if !matches!(next, b' ' | b'\t' | b'"' | b'\'') || flag.len() < 5 {
        return;
    }
    let (sign, from) = if next == b'"' || next == b'\'' {
        if scan.byte(end + 1) != b',' {
            return;
        }
        (Sign::Argument, end + 2)
    } else {
        (Sign::Space, end)
    };
    // `-storepass`, `-srcstorepass`
    let of_store = || flag.ends_with("storepass").then_some(Name::Sure(Kind::Password));
    let Some(name) = name::classify(flag).or_else(of_store) else { return };
    // Keys are received by their fingerprints.
    if matches!(name, Name::Header | Name::Cookie) || flag.starts_with("--recv") {
        return;
    }
    if let Some(value) = Reader::of(scan, from).value(sign)
        && !value.text.starts_with('-')
        && (flag.starts_with("--") || has_digit(value.text))
        && let Some(kind) = secret_kind(scan, name, Named { start, end }, Value { tight: true, ..value })
    {
        scan.report(value.start, value.end, kind, "command");
    }
}

/// `-u user:password` of curl and the like: the command says what a flag means.
fn short(scan: &mut Scan<'_>, start: usize, flag: &str) {
    let letter = flag.as_bytes()[1];
    // Only flags with `p` have more letters behind one dash.
    if flag.len() > 40 || flag.len() > 2 && !matches!(letter, b'p' | b'-') && flag != "/rp" {
        return;
    }
    // The command stands before what else was found: the host, the user.
    let before = &scan.text[scan.text.floor_char_boundary(start.saturating_sub(COMMAND_MAX))..start];
    // A command goes on over lines that end in a backslash.
    let ends = |at: &usize| !before[..*at].trim_end_matches([' ', '\r']).ends_with('\\');
    let from = before.rmatch_indices('\n').map(|(at, _)| at).find(ends).map_or(0, |at| at + 1);
    let line = &before[from..];
    work::count(FLAGS.len() / 8);
    let begins = [b' ', flag.as_bytes()[0], letter];
    for (at, _) in FLAGS.as_bytes().windows(3).enumerate().filter(|(_, three)| *three == begins) {
        let rest = &FLAGS[at + 1..];
        let entry_end = rest.find(' ').unwrap_or(rest.len());
        let (spec, how) = rest[..entry_end].split_at(entry_end - 1);
        let fits = if how == "+" { flag.starts_with(spec) && flag.len() > spec.len() } else { flag == spec };
        if !fits {
            continue;
        }
        let command = FLAGS[..at].rsplit(' ').next().unwrap_or("");
        work::count(line.len());
        let called = line
            .split(|c: char| c.is_whitespace() || matches!(c, '/' | '"' | '\'' | '`' | '(' | ';' | '|' | '&' | '$'))
            .any(|word| word == command);
        if called {
            given(scan, start, spec.len(), how);
            return;
        }
    }
}

/// What reads a secret from its standard input.
const TAKERS: [&str; 5] = ["sudo -S", "-stdin", "chpasswd", "| passwd", "--with-token"];

/// At `echo` or `printf`: `echo 'hunter2' | sudo -S …`, by the manuals of sudo, passwd, chpasswd, Docker and GitHub's `gh`.
#[inline(never)]
pub(super) fn at_echo(scan: &mut Scan<'_>, end: usize) {
    let Some(pipe) = scan.bytes[end..].iter().take(STDIN_MAX).position(|byte| matches!(byte, b'|' | b'\n')) else {
        return;
    };
    work::count(pipe);
    if scan.bytes[end + pipe] != b'|' {
        return;
    }
    let (said, taker) = scan.text[end..scan.text.floor_char_boundary(end + pipe + STDIN_MAX)].split_at(pipe);
    let said = said.trim_start_matches([' ', '"', '\'']);
    let start = end + pipe - said.len();
    let said = said.trim_end_matches([' ', '"', '\'']);
    if !said.starts_with(['$', '-']) && !is_placeholder(said) && TAKERS.iter().any(|one| taker.contains(one)) {
        scan.report(start, start + said.len(), Kind::Password, "command");
    }
}

/// Reports what a flag is given.
fn given(scan: &mut Scan<'_>, start: usize, flag: usize, how: &str) {
    // `jane,hunter2`: a comma ends other values.
    let comma = scan.bytes[start + flag..].iter().take(FLAG_MAX).position(|byte| *byte == b',');
    let skipped = match (how, comma) {
        (",", Some(comma)) => comma + 1,
        (",", None) => return,
        _ => 0,
    };
    let Some(value) = Reader::of(scan, start + flag + skipped).value(Sign::Space) else { return };
    let marks: &[char] = match how {
        ":" => &[':'],
        "%" => &['%'],
        _ => &[],
    };
    let text = value.text;
    let secret = match marks {
        [] => 0,
        marks => match text.find(marks) {
            Some(at) => at + 1,
            None => return,
        },
    };
    let word = &text[secret..];
    let more = if value.quoted || how != ":" { 0 } else { closing(scan, value.end) };
    if how == "?" && !looks_chosen(word) {
        return;
    }
    let stands_for_one = is_placeholder(word)
        || word.starts_with(['$', '-', '%', '<'])
        || ["password", "pass", "PASSWORD"].contains(&word);
    // `key:`: some servers take a key in the place of the name, and no password.
    let is_key = how == ":" && word.is_empty() && looks_chosen(text.trim_end_matches(':'));
    if more == 0 && !is_key && (word.is_empty() || stands_for_one) {
        return;
    }
    // The name goes with the password, as in an address.
    let from = if how == ":" { value.start } else { value.start + secret };
    let end = value.end + more;
    scan.report(from, end, Kind::Password, "command");
}

/// Whether a word looks like a password: not a port, a path or a name.
#[inline(never)]
pub(super) fn looks_chosen(word: &str) -> bool {
    let is_path = |byte| matches!(byte, b'/' | b':');
    word.len() >= 6 && has_digit(word) && is_mixed(word) && !word.bytes().any(is_path)
}

/// `jane:'hunter2'`: what belongs to a value that is quoted in its second half.
fn closing(scan: &Scan<'_>, end: usize) -> usize {
    let quote = scan.byte(end);
    if !matches!(quote, b'\'' | b'"') {
        return 0;
    }
    let rest = &scan.bytes[end + 1..];
    let length = rest.iter().take(96).position(|byte| *byte == quote || *byte == b'\n');
    length.filter(|at| rest[*at] == quote && scan.text.is_char_boundary(end + 1 + at)).map_or(0, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::super::testing;

    #[test]
    fn only_flags_with_p_have_more_letters_behind_one_dash() {
        for flag in super::FLAGS.split_whitespace().filter(|word| word.starts_with('-') && word.len() > 2) {
            let (flag, _) = flag.split_at(flag.len() - 1);
            assert!(flag.len() == 2 || flag.starts_with("-p") || flag.starts_with("--"), "{flag}");
        }
    }

    #[test]
    fn what_commands_are_given_is_found() {
        testing::check_rule(
            "command",
            &[
                ("mysqladmin --password hunter2 status", "hunter2"),
                ("vault login --token 'abcd1234efgh'", "abcd1234efgh"),
                ("[\"--api-key\", \"9f8e7d6c5b4a\"]", "9f8e7d6c5b4a"),
                ("curl -s -u admin:hunter2 https://example.org", "admin:hunter2"),
                ("curl --user 'admin:hunter2' https://example.org", "admin:hunter2"),
                ("curl -u d2LkV78zLxt: https://example.org", "d2LkV78zLxt:"),
                ("curl -u jane: https://example.org", ""),
                ("curl https://example.org \\\n  --user admin:hunter2", "admin:hunter2"),
                ("curl -u admin:'hun ter2' https://example.org", "admin:'hun ter2"),
                ("mysql -u root -phunter2 app", "hunter2"),
                ("sshpass -p 'hunter2!' ssh root@host", "hunter2!"),
                ("docker login -u me -p hunter2 registry", "hunter2"),
                ("smbclient //host/share -U admin%hunter2", "hunter2"),
                ("mysql -h 10.1.2.3 -u root -phunter2", "hunter2"),
                ("az login -u jane@example.org -p Coffee-67", "Coffee-67"),
                ("twine upload -u __token__ -p Falcon-07 dist/*", "Falcon-07"),
                ("keytool -genkey -storepass Winter_4197 -alias x", "Winter_4197"),
                ("unzip -P Pepper-92 a.zip", "Pepper-92"),
                ("lftp -u jane,Tiger-26 ftp.example.org", "Tiger-26"),
                ("snmpget -v3 -u jane -A Copper_72 10.0.0.5", "Copper_72"),
                ("zip -P F&K7K.RTa a.zip b", "F&K7K.RTa"),
                ("xfreerdp /u:jane /p:Magic_5506 /v:host", ":Magic_5506"),
                ("snmpwalk -v2c -c nmk7nD4V 10.0.0.5", "nmk7nD4V"),
                ("echo River1832# | sudo -S apt update", "River1832#"),
                ("echo 'Rocket_1476' | docker login -u jane --password-stdin", "Rocket_1476"),
                ("printf 'cedar.maple.57\\nCedar2019\\n' | passwd jane", "cedar.maple.57\\nCedar2019\\n"),
                ("schtasks /create /tn x /ru CORP\\svc /rp cedarmeadow41", "cedarmeadow41"),
                ("keytool -importkeystore -srcstorepass qDIOcHJIQy2m x", "qDIOcHJIQy2m"),
                ("RUN echo \"root:Delta-32\" | chpasswd", "root:Delta-32"),
                ("echo \"$PASSWORD\" | docker login --password-stdin", ""),
                ("echo 'deb https://example.org x' | sudo tee a.list", ""),
                ("docker run -u 1000 -p 8080:80 nginx", ""),
                ("sudo -u www mkdir -p app/v2-assets", ""),
                ("mysql -u root -p app", ""),
                ("docker run -p 8080:80 nginx", ""),
                ("curl -u admin https://example.org", ""),
                ("curl -u $USER:$PASSWORD https://example.org", ""),
                ("mkdir -p src/token", ""),
                ("x = a -p", ""),
                ("cmd --password-file /run/secret", ""),
                ("ssh -p 2222 host", ""),
                ("gpg --recv-keys DD792F5973C6DE52C432CBDAC77ABFA00DDBF2B7", ""),
            ],
        );
    }
}
