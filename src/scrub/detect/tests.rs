//! What the detector promises of any text.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::scan::work;
use crate::{Context, Detector, Place, pending};

/// A generator of numbers for mutations: xorshift (Marsaglia, 2003).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end.max(1) as u64).unwrap()
    }

    /// A stretch of `text`, at most 60 bytes.
    fn piece<'t>(&mut self, text: &'t str) -> &'t str {
        let start = text.floor_char_boundary(self.below(text.len()));
        let end = text.floor_char_boundary((start + self.below(60)).min(text.len()));
        &text[start..end.max(start)]
    }
}

fn corpus() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

/// `text` with a token in the place of each finding, after a look at the findings.
fn scrubbed(text: &str, context: &Context<'_>) -> String {
    let found = Detector::default().find(text, context);
    let (mut out, mut done) = (String::new(), 0);
    for finding in &found {
        assert!(done <= finding.start && finding.start < finding.end, "{text:?}: {found:?}");
        out.push_str(&text[done..finding.start]);
        out.push_str("⟦key:aaaa⟧");
        done = finding.end;
        assert!(text.is_char_boundary(done));
    }
    out.push_str(&text[done..]);
    out
}

fn keeps_its_promises(text: &str) {
    for context in [Context::default(), Context::of(Place::Terminal), Context::field("Access token", "")] {
        let once = scrubbed(text, &context);
        let left = Detector::default().find(&once, &context);
        let field = matches!(context.place, Place::Field);
        assert!(left.is_empty() || field && left[0].rule == "field", "{text:?}\n{once:?}\n{left:?}");
        assert!(pending(text, &context).is_none_or(|held| text.is_char_boundary(held)));
    }
}

#[test]
fn scrubbed_texts_of_the_corpus_hold_nothing_more() {
    for text in corpus() {
        let found = Detector::default().find(&text, &Context::default());
        assert!(found.len() > 1, "{text}: {found:?}");
        text.lines().chain([text.as_str()]).for_each(keeps_its_promises);
    }
}

#[test]
fn what_stands_beside_a_secret_without_a_space_does_not_hide_it() {
    let secrets = [
        "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
        "AKIAIOSFODNN7EXAMPLE",
        "4111111111111111",
        "DE89370400440532013000",
        "jane.doe@example.org",
    ];
    let signs = "密 は 이 ก م 🔑 ✓ → • · … — “ ” ‘ « „ 「 【 。 、 ： ）";
    for (secret, sign) in secrets.iter().flat_map(|secret| signs.split(' ').map(move |sign| (secret, sign))) {
        let text = format!("x{sign}{secret}{sign}x");
        let found = Detector::default().find(&text, &Context::default());
        let [one] = found.as_slice() else { panic!("{text}: {found:?}") };
        assert_eq!(&text[one.start..one.end], *secret, "{text}");
    }
}

/// `CANDOR_FUZZ_SECONDS` says how long, `CANDOR_SEED` where to begin.
#[test]
fn mutated_texts_of_the_corpus_are_scrubbed_at_once_and_without_a_panic() {
    let number = |name| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let seconds = number("CANDOR_FUZZ_SECONDS").map(Duration::from_secs);
    let corpus = corpus();
    let mut numbers = Numbers(number("CANDOR_SEED").unwrap_or(7) | 1);
    let begun = Instant::now();
    let mut rounds = 0_u64;
    while seconds.map_or(rounds < 400, |seconds| begun.elapsed() < seconds) {
        let mut text = String::new();
        for _ in 0..=numbers.below(6) {
            let from = numbers.below(corpus.len());
            text.push_str(numbers.piece(&corpus[from]));
            match numbers.below(8) {
                0 => text.push(char::from_u32(u32::try_from(numbers.below(0x3000)).unwrap()).unwrap_or('x')),
                1 => text.push(char::from(u8::try_from(numbers.below(128)).unwrap())),
                2 => drop(text.pop()),
                3 => text.push_str(["\"", "=", ": ", "\n", "://", "@", "-----BEGIN ", "⟦key:aaaa⟧"][numbers.below(8)]),
                _ => {}
            }
        }
        keeps_its_promises(&text);
        rounds += 1;
    }
    println!("{rounds} texts");
}

/// A word too far from a number to say what it is comes near it when what lies between is scrubbed.
#[test]
fn no_word_behind_a_token_says_what_a_number_is() {
    keeps_its_promises(
        "ple.org login jane password swordfish\nroot:$6$52450745$k5ka491231002X，pa\u{2060}ss\u{ad}word%3Dhunter2 of \
         АKIAIOSጕ7890128，出生日期：1985年3月12⟦key:aaaa⟧XzzF0NDrUhgrcLwg78xs1w5pJiypEdFX/:19000:0\n@区六本木1丁目2番3号で",
    );
}

#[test]
fn hostile_text_takes_work_in_proportion_to_its_length() {
    let hostile = [
        "password=(",
        "password='",
        "password=\"your ",
        "cookie: ",
        "authorization:",
        "a@",
        "@a.b",
        "-----BEGIN PRIVATE",
        "-----BEGIN A-----",
        "-----BEGIN PRIVATE KEY----- a b ",
        "-----BEGIN PRIVATE KEY-----\n?",
        "eyJ",
        "eyJa.",
        "://",
        "://a:",
        "4 ",
        "4111-",
        "ghp_",
        "sk-",
        "--token ",
        "⟦",
        "⟦email:aaaa⟧",
        "password: a = ",
        "ghp_aaaa1eyJ",
        "\u{200b}",
        "token=",
        "api_key=\"aaaaaaaa ",
        "key=a1",
        "curl -u ",
        "-u a ",
        "mysql -p ",
        "my password ",
        "password is ",
        "code ",
        "your code ",
        "$1$",
        "$2b$a",
        "<token>",
        "(\"",
        "secret, \"",
        "0x1",
        "a1-",
        "a1/",
        "A1b2C3d4",
        "AKIA",
        "Lines: ",
        "token: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "x=\\",
        "key: \n",
        "hooks.slack.com/",
        "é",
        "пароль: ",
        "рa",
        "1:a",
        "key-",
        "secret-",
        "%3D",
        "&quot;",
        "+49 ",
        "1.1.1.1 ",
        "aa:bb:",
        "Dear A",
        "From: A",
        "DE89",
        "12.12.",
        "Main St ",
        "user,password\n",
        "user,password,",
        "a_password,",
        "</password>",
        "<td>",
        "kind: Secret\n",
        "password&",
        "key name=\"\">",
        "backup codes: a ",
        "backup codes: 1234567 ",
        "getConnection(",
        "jwt.sign(a, ",
        "words abandon ",
        "a2b3 ",
        "password\n",
        "password as ",
        "creds a / ",
        "snmp key ",
        "Name,A\n",
        "('A',",
        "/home/",
        "github.com/",
        "\na@b ",
        "-rw-r--r-- 1 ",
        "No: 1, ",
        "田中さん",
    ];
    for pattern in hostile {
        let of = |length: usize| {
            let text = pattern.repeat(length / pattern.len());
            work::reset();
            std::hint::black_box(Detector::default().find(&text, &Context::default()));
            std::hint::black_box(pending(&text, &Context::default()));
            work::done()
        };
        // Eight times the text: eight times the work, not sixty-four.
        let (some, more) = (of(6_000), of(48_000));
        assert!(some >= 500, "{pattern}: nothing was counted");
        assert!(more < some * 10, "{pattern}: {some}, then {more}");
        assert!(more < 48_000 * 6_000, "{pattern}: {more} for 48,000 bytes");
    }
}
