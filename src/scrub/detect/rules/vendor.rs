//! Keys and tokens with a prefix of their vendor.
//!
//! What follows the prefix counts from four characters on, before it is complete: half a key is a secret too. It must
//! not be a plain word, so that `ghs_status` stays; such a word is a key only when it is long.

use crate::Kind;
use crate::bloom::Bloom;
use crate::random;
use crate::scan::{Scan, is_word, work};

/// Prefixes by their first letter, a line each: the prefix, what may follow it, and how much must.
///
/// What may follow: `a` letters and digits; `u` capitals and digits; `x` base 16; `w` also `_` and `-`; `d` also dots;
/// `b` base64 with `+`, `/` and `=`; `c` also `$`; `p` what a path is made of.
///
/// Sources, each vendor's own pages on its keys: AWS IAM user guide ("Unique identifiers") and Bedrock guide ("API keys"),
/// GitHub docs ("About authentication to GitHub"), GitLab docs ("Token overview"), Slack API docs ("Token types"),
/// Stripe docs ("API keys"), Google Cloud docs ("API keys", "OAuth 2.0"), OpenAI, Anthropic, OpenRouter, Groq, xAI,
/// Perplexity, Replicate, NVIDIA, LangSmith and Hugging Face API references, npm ("access tokens"), PyPI help, RubyGems
/// guides, crates.io, Docker docs ("access tokens"), DigitalOcean, Shopify, SendGrid, Brevo, Mailgun, Square, Meta,
/// Databricks, Doppler, Dynatrace, Fly.io, Grafana, HashiCorp Vault and Terraform, Heroku, Linear, Notion, New Relic,
/// PlanetScale, Postman, Prefect, Pulumi, Readme, Sentry, Shippo, Sourcegraph, Tailscale, Typeform, Atlassian, Airtable,
/// Alibaba Cloud, JFrog, Cloudflare, Contentful, Dropbox, Duffel, EasyPost, Figma, Flutterwave, LaunchDarkly, Mapbox,
/// Netlify, Neon, Octopus, Paddle, Pinecone, Plaid, PostHog, Razorpay, Render, Resend, SonarQube, Supabase, Vercel,
/// WakaTime, 1Password, Adafruit, Buildkite, CircleCI, Deno, HubSpot, MongoDB Atlas, Twilio, Okta and PASETO docs.
pub(super) const TABLE: &str = "\
APP_USR- w16 AKIA u4 ASIA u4 ABIA u4 ACCA u4 ABSK b8 AIza w4 AGE-SECRET-KEY-1 u4 ATATT b6 ATCTT b6 ATBB a6 ATTA x8 AKC a10 AP0 a10 AP1 a10 AP2 a10 AP3 a10 AP4 a10 AP5 a10 AP6 a10 AP7 a10 AP8 a10 AP9 a10 APA a10 APB a10 APC a10 APD a10 APE a10 APF a10 APKT a40 AstraCS: p20 \
AQVN w12 API- u20 AROA u12 AIDA u12 \
BBDC- b6 \
CFPAT- w4 CLOJARS_ a4 CCIPAT_ w4 CCIPRJ_ w4 \
EAACE a6 EAAA w12 EAAG a16 EAAM a16 EAAB a16 EAAC a16 EZAK a12 EZTK a12 \
FLWSECK- w4 FLWSECK_ w4 FLWPUBK- w4 FLWPUBK_ w4 FlyV1 b8 \
GOCSPX- w4 GR1348941 w4 \
HRKU- w6 \
LS0tLS1CRUdJTiBQUklW b20 LS0tLS1CRUdJTiBSU0Eg b20 LS0tLS1CRUdJTiBFQyBQ b20 LS0tLS1CRUdJTiBPUEVO b20 LTAI a8 \
Mid-server- w4 Mid-client- w4 \
NRAK- u4 NRJS- a4 NRII- w4 NRRA- a4 NRSP- w4 NRIQ- w4 NRAL a40 NRBR- a4 \
PMAK- w4 PMAT- w4 PKCS8- b8 \
SG. d8 SCW u17 SB- w20 SWMKEY-1- b4 SWMTKN-1- b4 SRK. a16 \
VF.DM. d8 VF.WS. d8 \
ak_live_ a4 ak_test_ a4 api_org_ a4 apify_api_ a4 atlasv1. w4 access_token$production$ c8 access_token$sandbox$ c8 access-production- w4 access-sandbox- w4 \
access-development- w4 apk_user_ b8 apk_ b16 apikey_ a16 \
bkua_ a4 bkaj_ a6 bedrock-api-key- b4 bpat_ a8 \
cio a32 cfut_ a6 cfat_ a6 cfk_ a8 cr- x24 cm_ w24 csb_v1_ w4 ctp_ a16 cpk_ d24 clsec_ a8 cal_live_ a8 csk- a16 \
dapi x8 dckr_pat_ w4 dckr_oat_ w4 ddp_ a8 ddw_ a8 dop_v1_ a4 doo_v1_ a4 dor_v1_ a4 dp.pt. a4 dp.st. d4 dp.ct. a4 dp.sa. a4 \
dp.scim. a4 dp.audit. a4 dt0c01. d4 dt0s01. d4 dt0s16. d4 dt0s02. d4 duffel_live_ w4 duffel_test_ w4 dvc_server_ w4 \
dvc_mobile_ w4 dvc_client_ w4 dsapi x12 dtn_ a12 db- a16 dn_ a24 dG9rOi b6 \
e2b_ a8 endr+ a4 ent_ a24 esk- a16 essu_ b6 eu1_ a24 \
fc- x12 figd_ w4 figu_ w4 figdr_ w4 figoh_ w4 fio-u- w4 fm1r_ b4 fm1a_ b4 fm2_ b4 fo1_ w4 fp_live_ a8 fw_ a16 fpk_ a16 \
ghp_ a4 gho_ a4 ghu_ a4 ghs_ a4 ghr_ a4 github_pat_ w4 glpat- d4 gldt- w4 glrt- d4 glrtr- w4 glptt- w4 glagent- w4 \
glimt- w4 gloas- w4 glsoat- w4 glft- w4 glffct- w4 glcbt- w4 glwt- w4 glc_ b4 glsa_ w4 gsk_ a8 gsr_ w24 \
hf_ a8 hvs. w4 hvb. w4 hvr. w4 hawk. d8 heroku_ a16 hooks.slack.com/services/ p8 hooks.slack.com/workflows/ p8 hooks.slack.com/triggers/ p8 \
ico- a4 ixp_ a16 \
jina_ a8 jfrt@ a8 \
key_live_ a8 key_test_ a12 key- x8 keycloak_ a16 kgp_ a16 \
lin_api_ a4 lin_oauth_ a4 live_ a12 lsv2_pt_ w4 lsv2_sk_ w4 ls__ a8 lip_ a16 lmnr_ a16 lgw_ a16 ltai- a16 lp_ a24 \
mapi_ a16 mdb_sa_id_ a4 mdb_sa_sk_ w4 mlsn. a8 mob- w16 msk_ a16 mistral- a16 \
npg_ a8 nfp_ a4 nfc_ a8 nfo_ a8 nfu_ a8 nfb_ a8 napi_ a12 npm_ a4 npms_ a12 ntn_ a4 nvapi- w4 nyk_ a8 nylk_ a12 nb- a24 \
oat_ a16 ops_ w8 oy2 a40 op_ a24 osk_ a12 ory_at_ w6 ory_rt_ w6 ory_st_ w6 ory_pat_ w6 ory_ac_ w6 \
pat-na1- w4 pat-eu1- w4 pat-na2- w4 pat. d16 pat_ a16 patk a40 pcsk_ w4 pcu_ a12 pdl_ w6 phc_ a8 phx_ a8 phs_ a12 \
pnu_ a8 pnb_ a8 pplx- a4 proj_ a24 prf_ a12 pscale_tkn_ b4 pscale_pw_ b4 pscale_oauth_ b4 pul- a4 pypi- w4 polar_ w8 \
pk_live_ a12 pk_prod_ a12 pk_ w24 private- a24 pk.eyJ d8 pub-c- w20 pdct. d16 plapi_ a16 \
r8_ a6 rdme_ a6 re_ w16 rk_live_ a4 rk_test_ a4 rk_prod_ a4 rnd_ a8 rpa_ a12 rubygems_ a4 rzp_live_ a4 rzp_test_ a4 \
reftkn: b8 rootly_ a8 rf_ a24 rw_ a24 \
s-s4t2ud- a4 s-s4t2af- a4 sbp_ a4 sb_secret_ w4 sbp_oauth_ a4 sbp_v0_ a4 sdk- w16 secret_ a24 sess- a16 sgp_ w8 sgd_ w8 \
sec_ a24 sec-c- w16 sub-c- w20 slk_ a16 sha256~ w4 shippo_live_ a4 shippo_test_ a4 shpat_ a4 shpca_ a4 shppa_ a4 shpss_ a4 shpua_ a4 shprt_ a4 \
sk-ant- w4 sk-proj- w4 sk-svcacct- w4 sk-admin- w4 sk-or-v1- a4 sk-or- w8 sk-lf- w8 sk-None- w4 sk- w16 sk_live_ a4 sk_test_ a4 \
sk_prod_ a4 sk_ w16 sk.eyJ d8 sl. d20 sl.u. d6 sm_aat_ a4 sm_pat_ a4 sm_sat_ a4 sntrys_ b4 sntryu_ a4 sntrya_ a4 sq0atp- w4 sq0csp- w4 \
sq0idp- w4 sq0cgp- w4 squ_ a8 sqp_ a8 sqa_ a8 sk_sbx_ a4 snyk_ w16 spk_ a16 ssk_ a24 st_ a32 sv=20 d16 syt_ w8 swu_ a16 sqco_ a16 \
tkn= w12 t1. b24 tfp_ w6 tgp_v1_ w4 tskey- w4 tvly- w4 tk-us- w6 tk. d24 tr_prod_ a4 tr_dev_ a4 tly_ a16 tm_ a24 test_ a24 \
unkey_ a4 uat_ a16 usr_ a24 umami_ a16 \
v1.0- w24 v2.local. w4 v4.local. w4 v3.local. w4 v1.local. w4 v2.public. w8 v4.public. w8 v3.public. w8 v1.public. w8 \
vcp_ a4 vci_ a6 vca_ a6 vcr_ a6 vck_ a6 vercel_ a16 vault: d20 vsk_ a16 \
waka_ w6 wandb_v1_ w4 whsec_ b6 ww_ a24 wk- a24 \
xaat- w16 xai- a8 xapp- w4 xkeysib- w4 xsmtpsib- w4 xoxb- w4 xoxp- w4 xoxa- w4 xoxo- w4 xoxr- w4 xoxs- w4 xoxc- w4 xoxd- b4 xoxe- w4 \
xoxe.xox d4 xwfp- w4 xau_ a16 xata_ a16 xpp_ a24 \
y0_ w16 y1_ w16 ya29. d4 ya29.a0 d2 \
zat_ a16 zpka_ a8 zrp_ a16 zu_ a24 ";

/// A prefix and what belongs to it.
#[derive(Clone, Copy)]
struct Vendor {
    /// Where it stands among the packed ones.
    at: u16,
    length: u8,
    /// What may follow: the letter in the table.
    body: u8,
    least: u8,
}

/// What stands before a packed prefix: its length, the letter for what may follow it, and how much must.
const HEAD: usize = 3;

impl Vendor {
    fn prefix(self) -> &'static [u8] {
        let at = usize::from(self.at) + HEAD;
        &PACKED[at..at + usize::from(self.length)]
    }
}

/// What the prefixes begin with by four letters, for those that are so long.
static LONGER: Bloom<32> = Bloom::of_four(TABLE);

/// The prefix that stands at `at` in the table, and where the next one does.
const fn read(at: usize) -> (Vendor, usize) {
    let bytes = TABLE.as_bytes();
    let mut end = at;
    while bytes[end] != b' ' {
        end += 1;
    }
    let mut next = end + 2;
    let mut least = 0;
    while bytes[next] != b' ' {
        least = least * 10 + bytes[next] - b'0';
        next += 1;
    }
    (Vendor { at: at as u16, length: (end - at) as u8, body: bytes[end + 1], least }, next + 1)
}

/// The bytes that the packed prefixes take.
const PACKED_LENGTH: usize = {
    let (mut at, mut length) = (0, 0);
    while at < TABLE.len() {
        let (vendor, next) = read(at);
        length += HEAD + vendor.length as usize;
        at = next;
    }
    length
};

/// The table, packed so that what does not begin as a word does is passed over in a step.
static PACKED: [u8; PACKED_LENGTH] = {
    let mut packed = [0; PACKED_LENGTH];
    let (mut at, mut to) = (0, 0);
    while at < TABLE.len() {
        let (vendor, next) = read(at);
        (packed[to], packed[to + 1], packed[to + 2]) = (vendor.length, vendor.body, vendor.least);
        let mut letter = 0;
        while letter < vendor.length as usize {
            packed[to + HEAD + letter] = TABLE.as_bytes()[at + letter];
            letter += 1;
        }
        (at, to) = (next, to + HEAD + letter);
    }
    packed
};

/// For each byte of ASCII, where the first of the packed prefixes stands that begin with it, and where the last one ends.
static FIRST: [(u16, u16); 128] = {
    let mut first = [(0, 0); 128];
    let mut at = 0;
    while at < PACKED_LENGTH {
        let next = at + HEAD + PACKED[at] as usize;
        let range = &mut first[PACKED[at + HEAD] as usize];
        if range.1 == 0 {
            range.0 = at as u16;
        }
        range.1 = next as u16;
        at = next;
    }
    first
};

/// The prefixes that begin with a byte.
fn beginning_with(first: u8) -> impl Iterator<Item = Vendor> {
    let (from, to) = FIRST.get(usize::from(first)).copied().unwrap_or_default();
    let mut rest = &PACKED[usize::from(from)..usize::from(to)];
    std::iter::from_fn(move || {
        let [length, body, least, ..] = *rest else { return None };
        let at = to - rest.len() as u16;
        rest = rest.get(HEAD + usize::from(length)..)?;
        Some(Vendor { at, length, body, least })
    })
}

/// `starts_with`, without a call for a few bytes.
fn begins_with(text: &[u8], prefix: &[u8]) -> bool {
    text.len() >= prefix.len() && text[1] == prefix[1] && prefix.iter().zip(text).all(|(a, b)| a == b)
}

/// Whether the third letter can be the last of a prefix: they end in a mark, in `0` or in a capital.
fn is_word_of_three(rest: &[u8]) -> bool {
    rest.get(2).is_some_and(|byte| !byte.is_ascii_lowercase())
}

fn belongs(body: u8, byte: u8) -> bool {
    match body {
        b'x' => byte.is_ascii_hexdigit(),
        b'u' => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
        b'a' => byte.is_ascii_alphanumeric(),
        b'w' => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'),
        b'c' => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'$'),
        b'p' => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'/' | b'.' | b'@' | b':'),
        b'd' => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'),
        _ => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+' | b'/' | b'=' | b',' | b'.'),
    }
}

/// At a word that may begin with a prefix.
#[inline(never)]
pub(super) fn at(scan: &mut Scan<'_>, start: usize) {
    let rest = &scan.bytes[start..];
    if !LONGER.may_hold_four(rest) && !is_word_of_three(rest) {
        return;
    }
    let fits = |vendor: &Vendor| begins_with(rest, vendor.prefix());
    let longest = beginning_with(rest[0]).filter(fits).max_by_key(|vendor| vendor.length);
    let Some(vendor) = longest else { return };
    // Within base64 a short prefix is met by chance.
    if matches!(scan.byte_before(start), b'/' | b'+' | b'-')
        && vendor.length < 4
        && !vendor.prefix().iter().any(|byte| matches!(byte, b'_' | b'-' | b'.'))
    {
        return;
    }
    // A body that was no key is not read again from further on.
    if scan.no_key.0 == vendor.at && start < scan.no_key.1 {
        return;
    }
    let body = start + usize::from(vendor.length);
    // Whole files are written in base64.
    let most = if vendor.body == b'b' { 2 * BODY_MAX } else { BODY_MAX };
    let length = scan.bytes[body..].iter().take(most).take_while(|byte| belongs(vendor.body, **byte)).count();
    work::count(length);
    let end = body + length;
    let text = &scan.text[body..end];
    let text = text.trim_end_matches(['.', '-', ',', '/']);
    if text.len() >= usize::from(vendor.least) && is_key(vendor, text, scan.byte(end)) {
        let end = with_rest(scan, body + text.len());
        scan.report(start, end, kind_of(&scan.text[start..]), "vendor");
    } else {
        scan.no_key = (vendor.at, end);
    }
}

/// The end of a key with what `-` and `_` join to it: some vendors write them where others do not.
fn with_rest(scan: &Scan<'_>, end: usize) -> usize {
    let joins = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let rest = scan.bytes[end..].iter().take(REST_MAX).take_while(|byte| joins(byte)).count();
    work::count(rest);
    end + scan.text[end..end + rest].trim_end_matches(['-', '_']).len()
}

/// Most characters that are joined to a key.
const REST_MAX: usize = 64;

/// The kind of a key, by how it begins.
pub(super) fn kind_of(key: &str) -> Kind {
    let begins = |prefixes: &[&str]| prefixes.iter().any(|prefix| key.starts_with(prefix));
    if begins(&["AKIA", "ASIA", "ABIA", "ACCA"]) {
        Kind::AwsKey
    } else if begins(&["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"]) {
        Kind::GithubToken
    } else {
        Kind::Key
    }
}

/// Longest body that is read.
const BODY_MAX: usize = 4096;

/// Whether what follows a prefix is a key, and not a word: `next` is what comes after it.
fn is_key(vendor: Vendor, body: &str, next: u8) -> bool {
    if is_filler(body) {
        // JFrog's keys are short, and written so in its documentation too.
        return vendor.prefix().starts_with(b"AKC") || vendor.prefix().starts_with(b"AP");
    }
    let has = |test: fn(&u8) -> bool| body.as_bytes().iter().any(test);
    let bits = random::most_drawn(&body.as_bytes()[..body.len().min(128)]).evidence / 8;
    match vendor.body {
        // The prefix in capitals is sign enough.
        b'u' => !is_word(next) && (has(u8::is_ascii_digit) || body.len() >= 16),
        // A word of hexadecimal letters, or a longer word that begins with some.
        b'x' => !next.is_ascii_alphabetic() && next != b'_' && (has(u8::is_ascii_digit) || body.len() >= 16),
        _ if vendor.least >= 12 => {
            has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic) && (bits >= 10 || is_hex_key(body)) || bits >= 24
        }
        _ => {
            let mixed = has(u8::is_ascii_digit)
                || has(u8::is_ascii_lowercase) && body[1..].bytes().any(|b| b.is_ascii_uppercase());
            let words = body.split(['_', '-', '.']).all(|word| {
                word.bytes().all(|b| b.is_ascii_lowercase())
                    || word.bytes().all(|b| b.is_ascii_digit()) && word.len() < 4
            });
            bits >= 12 || mixed && !(words && bits < 4) || body.len() >= 24 && bits >= 4
        }
    }
}

fn is_hex_key(body: &str) -> bool {
    body.len() >= 16 && body.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

/// `xxxx`, `0000`, `...`: what stands for a key in documentation.
fn is_filler(body: &str) -> bool {
    let first = body.as_bytes()[0];
    body.bytes().filter(|byte| *byte == first).count() * 10 >= body.len() * 9
        && matches!(first | 0x20, b'x' | b'.' | b'-' | b'_')
}

/// Most characters behind a prefix that must be there before it counts, for it to give a word away by itself.
const TELLING: u8 = 8;

/// Length of the shortest prefix that gives `word` away by itself: few characters behind it make a key, and the word goes
/// on as one.
pub(crate) fn telling_prefix(word: &str) -> Option<usize> {
    let goes_on = |vendor: &Vendor| {
        let body = word.as_bytes().strip_prefix(vendor.prefix());
        vendor.least <= TELLING && body.is_some_and(|body| body.iter().all(|byte| belongs(vendor.body, *byte)))
    };
    let telling = beginning_with(*word.as_bytes().first()?).filter(goes_on);
    telling.map(|vendor| vendor.prefix().len()).min()
}

/// Whether `word` is the beginning of a vendor's prefix, or goes on from one.
pub(crate) fn could_be_prefix(word: &str) -> bool {
    let Some(first) = word.bytes().next() else { return false };
    let fits =
        |vendor: Vendor| vendor.prefix().starts_with(word.as_bytes()) || word.as_bytes().starts_with(vendor.prefix());
    word.len() >= 2 && beginning_with(first).any(fits)
}

#[cfg(test)]
mod tests {
    use super::super::testing;

    #[test]
    fn a_sign_before_a_long_prefix_is_none_of_base64() {
        let key = "AKIAIOSFODNN7EXAMPLE";
        for sign in ["+", "-", "/", "//", "x/"] {
            testing::check_rule("vendor", &[(&format!("{sign}{key}"), key)]);
        }
    }

    #[test]
    fn tokens_of_vendors_are_found() {
        let table = [
            "AKIAIOSFODNN7EXAMPLE",
            "ASIAQWERTYUIOPASDFGH",
            "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
            "ghp_16C7",
            "github_pat_11ABCDEFG0abcdefghij_0123456789",
            "glpat-XyZ12_34-567890abcdef",
            "xoxb-123456789012-abcDEF",
            "sk-ant-api03-AbCd1234efGH5678",
            "sk-wq7hzk3mvt0x9brj24pd",
            "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
            "sbp_4dykpietxpxovck5hvqswl7nd-7-pe84yztsxckm",
            "AstraCS:KqRrPb7KcZlTsQCbhBhZlGQn:0f1e2d3c4b5a69788796a5b4c3d2e1f0",
        ];
        for token in table {
            testing::check_rule(
                "vendor",
                &[(token, token), (&format!("x = \"{token}\";"), token), (&format!("({token})"), token)],
            );
        }
    }

    #[test]
    fn prefixes_stand_together_by_their_first_letter() {
        let all: usize = (0..128).map(|first| super::beginning_with(first).count()).sum();
        assert_eq!(all, super::TABLE.split(' ').count() / 2);
        for first in 0..128 {
            for vendor in super::beginning_with(first) {
                let prefix = str::from_utf8(vendor.prefix()).expect("the table is ASCII");
                assert_eq!(prefix.as_bytes()[0], first, "{prefix}");
                assert!(prefix.len() >= 3, "{prefix}");
            }
        }
    }

    #[test]
    fn words_that_begin_alike_are_spared() {
        for text in [
            "ghs_status",
            "AKIA",
            "let sk = sk-1;",
            "npm_config_registry",
            "ASIAN",
            "myAKIAIOSFODNN7EXAMPLE",
            "hf_hub",
            "re_export_default_as_value",
            "sk-fading-circle",
            "test_case_number_one_and_two",
            "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "live_stream_2",
        ] {
            testing::check_rule("vendor", &[(text, "")]);
        }
    }
}
