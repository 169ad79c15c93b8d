//! Which commands ask for a password at the terminal. Nothing on the screen says so: the answer is not echoed.

/// Commands that ask, and how many lines they ask for.
const ASKING: [(&str, u8); 24] = [
    ("sudo", 1),
    ("doas", 1),
    ("su", 1),
    ("runuser", 1),
    ("pkexec", 1),
    ("ssh", 1),
    ("scp", 1),
    ("sftp", 1),
    ("rsync", 1),
    ("ssh-add", 1),
    ("ssh-copy-id", 1),
    ("ssh-keygen", 2),
    ("sshpass", 1),
    ("passwd", 3),
    ("chpasswd", 2),
    ("htpasswd", 2),
    ("login", 2),
    ("gpg", 2),
    ("openssl", 2),
    ("cryptsetup", 2),
    ("kinit", 1),
    ("ftp", 2),
    ("vault", 1),
    ("getpass", 1),
];

/// Commands that ask only when told to, by one of these flags.
const ASKING_BY_FLAG: [(&str, &[&str]); 8] = [
    ("mysql", &["-p", "--password"]),
    ("mysqldump", &["-p", "--password"]),
    ("mariadb", &["-p", "--password"]),
    ("psql", &["-W", "--password"]),
    ("pg_dump", &["-W", "--password"]),
    ("read", &["-s", "-rs", "-sr", "-sp"]),
    ("curl", &["-u", "--user"]),
    ("zip", &["-e"]),
];

/// Words before a command that are none themselves.
const PREFIXES: [&str; 10] = ["env", "time", "nohup", "exec", "command", "nice", "then", "do", "!", "builtin"];

/// How many of the lines after `line` answer questions for passwords. `completed` says that Tab was pressed, so that a
/// word may be longer than it was typed.
pub(crate) fn asked_by(line: &str, completed: bool) -> u8 {
    line.split(['|', '&', ';', '(', '`', '\n', '{'])
        .map(|command| asked_by_command(command, completed))
        .max()
        .unwrap_or(0)
}

fn asked_by_command(command: &str, completed: bool) -> u8 {
    let words = || command.split_whitespace().map(|word| word.trim_matches(['"', '\'', '\\']));
    // `docker login`, `npm login`, `gh auth login`
    let login = u8::from(words().any(|word| word == "login" || word == "--login")) * 2;
    let is_prefix = |word: &str| PREFIXES.contains(&word) || word.contains('=') || word.starts_with('-');
    let mut words = words().skip_while(|word| is_prefix(word));
    let Some(first) = words.next() else { return login };
    let name = first.rsplit('/').next().unwrap_or(first);
    let is = |known: &str| name == known || (completed && name.len() >= 2 && known.starts_with(name));
    let asking = ASKING.iter().filter(|(known, _)| is(known)).map(|(_, lines)| *lines).max().unwrap_or(0);
    let flagged = ASKING_BY_FLAG
        .iter()
        .filter(|(known, _)| is(known))
        .any(|(_, flags)| words.clone().any(|word| flags.contains(&word)));
    asking.max(login).max(u8::from(flagged))
}

#[cfg(test)]
mod tests {
    use super::asked_by;

    #[test]
    fn commands_that_ask_are_known() {
        for (line, lines) in [
            ("sudo apt update", 1),
            ("  sudo -u postgres psql", 1),
            ("LC_ALL=C sudo ls", 1),
            ("env A=1 /usr/bin/ssh host", 1),
            ("ls | sudo tee x", 1),
            ("cd x && su -", 1),
            ("make; passwd", 3),
            ("mysql -u root -p", 1),
            ("mysql -u root", 0),
            ("psql -W", 1),
            ("docker login registry", 2),
            ("read -s PW", 1),
            ("git status", 0),
            ("cat sudo.txt", 0),
            ("suspend", 0),
            ("", 0),
        ] {
            assert_eq!(asked_by(line, false), lines, "{line}");
        }
        assert_eq!(asked_by("sud -i", true), 1);
        assert_eq!(asked_by("sud -i", false), 0);
    }
}
