//! What the name of a variable, a field, a header or a parameter says of its value.
//!
//! A name is read in its parts: `mySecretKey`, `DB_PASSWORD`, `x-api-key` and `auth.token` alike. The words are those of the
//! OWASP cheat sheets on secrets management and on logging, of RFC 6749 (OAuth), and the words for a password in the
//! languages of Europe.

use super::pii::words::{self, Words};
use crate::bloom::{self, Bloom};
use crate::{Kind, letters};

/// How surely a value under a name is secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Name {
    /// Any value is one.
    Sure(Kind),
    /// A value of letters and digits is one.
    Telling,
    /// A value drawn at random is one, be it a UUID or in hexadecimal.
    Weak,
    /// The value of a header: a scheme and credentials.
    Header,
    /// Everything to the end of the line.
    Cookie,
}

/// Longest name that is looked at, in bytes.
pub(crate) const NAME_MAX: usize = 64;

/// Words that mean a password, whatever else is in the name.
const PASS_WORDS: &str = " password passwords passwd passphrase passcode passwort kennwort pwd psw pswd passw pword pass pw \
    contrasena senha parola wachtwoord haslo heslo motdepasse salasana losenord jelszo sifre parool adgangskode \
    storepass keypass userpass dbpass pgpass rootpass mypass pgpassword dbpassword userpassword rootpassword \
    masterpassword dbpwd dbpasswd passe psk passord kodeord mdp losungswort ";
/// The same in other scripts and with their accents, as parts of a name.
pub(super) const PASS_ELSEWHERE: [&str; 18] = [
    "contraseña",
    "hasło",
    "lösenord",
    "jelszó",
    "şifre",
    "пароль",
    "парол",
    "密码",
    "密碼",
    "口令",
    "パスワード",
    "비밀번호",
    "סיסמה",
    "κωδικός",
    "المرور",
    "पासवर्ड",
    "รหัสผ่าน",
    "khẩu",
];
/// Words for keys and tokens in scripts without spaces, at the end of a name.
const KEYS_ELSEWHERE: [&str; 9] =
    ["密钥", "密鑰", "令牌", "秘密鍵", "キー", "トークン", "シークレット", "비밀키", "토큰"];
const SECRET_WORDS: &str = " secret secrets clientsecret appsecret apisecret consumersecret sharedsecret ";
const TOKEN_WORDS: &str = " token tokens accesstoken authtoken apitoken refreshtoken idtoken bearertoken usertoken bottoken jwt \
    bearer authtok oauth oauthtoken logintoken sessiontoken clave chiave ";
const KEY_WORDS: &str = " key keys ";
/// A key of one of these is a secret.
const WHOLE_KEY_WORDS: &str = " apikey apikeys secretkey accesskey privatekey privkey authkey appkey licensekey signingkey \
    encryptionkey masterkey serverkey accountkey sharedkey servicekey subscriptionkey deploykey sshkey hmackey \
    cipherkey cryptkey integrationkey consumerkey sharedaccesskey ";
/// What makes a secret of a key.
const OF_KEY_WORDS: &str = " api access private priv secret auth client signing sign encryption encrypt crypt cipher master \
    account storage shared service subscription app application license licence bot session personal bearer webhook \
    deploy root admin live consumer integration server aws ssh hmac jwt rsa pgp gpg symmetric wallet user recovery \
    root unlock connection function host hub token network wifi fi wpa wlan ";
const AUTH_WORDS: &str = " auth authorization authentication credential credentials creds cred login logins sas salt \
    otp totp seed mnemonic sessionid sid phpsessid jsessionid csrf xsrf nonce authenticity passkey \
    api access private pat apisecret webhook connstr connection dsn integration subscription serial \
    session assertion samlresponse ticket invite pin phrase ";
/// What follows a telling word when the name is of something about the secret.
const ABOUT_WORDS: &str = " type types url uri urls endpoint length len size sizes count counts limit path file filename files \
    dir folder field fields label title hint placeholder error errors message msg messages expires expiry expiration \
    expire expired ttl lifetime age policy version format algorithm alg algo prefix suffix class index regex pattern \
    validator validation valid strength required min max input box element el selector button form page screen view \
    component props kind name names id ids issuer audience scope scopes usage used use status state mode manager \
    provider store service factory handler callback fn func function generator parser stream list map set table \
    column row position pos start end offset range enabled disabled visible show hide toggle changed updated created \
    at date time timestamp reset forgot link description desc text-type icon color style tag code codes event \
    events press down up cmp compare equal equals sort order by ring stroke frame point points board word words \
    entry entries space pad bits rotation request response encryption ";
/// What is nobody's secret though it is called a key.
const OPEN_KEY_WORDS: &str = " public pub publishable primary foreign sort partition cache map object dict hash row index unique \
    composite natural surrogate hot short arrow keyboard translation i18n locale react list item group aggregate \
    routing message storage-item parent node query state feature flag shift ctrl control alt meta escape enter tab \
    num char next prev last first left right any restore ";
/// Services that hand out keys: a UUID or a number in hexadecimal beside such a name is one.
const SERVICE_WORDS: &str = " abuseipdb adafruit adyen airbrake airtable algolia alchemy alphavantage amplitude anthropic apify \
    appcenter appveyor artifactory asana auth0 authy aviationstack azure bandwidth baremetrics basecamp \
    bannerbear beamer bigcommerce binance bitfinex bitly bittrex blynk braintree brevo browserstack \
    bugsnag buildkite calendly campaignmonitor canva chargebee chargify circleci clarifai clearbit clickhouse clicksend \
    clickup clockify cloudflare cloudinary cloudsmith codacy codeclimate codecov cohere coinbase coinmarketcap confluent \
    contentful convertkit coveralls datadog deepgram deepl deepseek delighted detectify digitalocean discord dnsimple docusign \
    doppler dropbox dwolla easypost elevenlabs etherscan etsy eventbrite exoscale fastly figma finnhub \
    flickr flutterwave foursquare freshbooks freshdesk freshsales fullstory geoapify getresponse giphy \
    gocardless godaddy grafana groq gumroad helpscout heroku honeycomb honeybadger hubspot huggingface \
    ideogram imgur infracost infura instagram intercom invoicely ipgeolocation ipinfo ipstack jira jotform jumpcloud \
    kakao klaviyo kraken kucoin langfuse langsmith launchdarkly linkedin linode lob logdna loggly logz lokalise \
    looker mailboxlayer mailchimp mailersend mailgun mailjet mailtrap mapbox mapquest mattermost maxmind mediastack messagebird \
    mistral mixpanel moralis mux nasa netlify newrelic newsapi nexmo ngrok notion nylas nytimes okta ollama onelogin \
    onesignal openai opencage openweather openweathermap opsgenie ovh pagerduty papertrail pastebin paypal paystack pendo \
    perplexity pinata pinecone pipedrive pivotal plaid planetscale plivo posthog postman postmark prefect pubnub \
    pulumi quay quickbooks rapidapi raygun razorpay recaptcha recurly reddit replicate resend ringcentral rollbar runpod \
    saucelabs scaleway scrapingbee sendbird sendgrid sendinblue sentry serpapi shodan shippo shopify \
    signalwire skyscanner slack smartling smartsheet snyk sonarqube sonarcloud sourcegraph sparkpost splunk spoonacular spotify \
    squarespace stackhawk statuspage storyblok strava stripe supabase surveymonkey tableau tailscale tatum teamcity \
    telegram telnyx tiingo todoist tomtom toggl travisci trello twilio twitch twitter typeform unsplash uploadcare \
    uptimerobot vercel vimeo virustotal vonage vultr wakatime wandb weatherapi weatherbit weatherstack webflow wistia wix \
    yandex yelp youtube zapier zendesk zenrows zerobounce zillow zoho zoominfo ";
/// Fillers at the end of a name.
const FILLER_WORDS: &str = " value val str string prod production dev test staging live b64 base64 env var raw plain text new old \
    current confirm confirmation again repeat hex bytes data default actual real main my the header param arg material ";

const PASS: u32 = 1;
const SECRET: u32 = 1 << 1;
const TOKEN: u32 = 1 << 2;
const KEY: u32 = 1 << 3;
const WHOLE_KEY: u32 = 1 << 4;
const OF_KEY: u32 = 1 << 5;
const AUTH: u32 = 1 << 6;
const ABOUT: u32 = 1 << 7;
const OPEN_KEY: u32 = 1 << 8;
const FILLER: u32 = 1 << 9;
const SERVICE: u32 = 1 << 10;
/// Credentials that code allows, includes or goes without.
const ALLOW: u32 = 1 << 11;
/// What has an id that is half of a secret.
const OF_ID: u32 = 1 << 12;
/// Attributes of cookies (RFC 6265, section 4.1.2), and what pages keep that tells of nobody.
const OPEN_COOKIE: u32 = 1 << 13;

const LISTS: &[(u32, &str)] = &[
    (PASS, PASS_WORDS),
    (SECRET, SECRET_WORDS),
    (TOKEN, TOKEN_WORDS),
    (KEY, KEY_WORDS),
    (WHOLE_KEY, WHOLE_KEY_WORDS),
    (OF_KEY, OF_KEY_WORDS),
    (AUTH, AUTH_WORDS),
    (ABOUT, ABOUT_WORDS),
    (OPEN_KEY, OPEN_KEY_WORDS),
    (FILLER, FILLER_WORDS),
    (SERVICE, SERVICE_WORDS),
    (ALLOW, "allow with include same"),
    (
        OPEN_COOKIE,
        "path expires max-age domain samesite secure httponly theme lang language locale currency timezone tz",
    ),
    (OF_ID, "client app application tenant account key subscription"),
];

static WORDS: Words<{ words::count(LISTS) }> = Words::of(LISTS);

/// Most parts of a name that are looked at.
const PARTS_MAX: usize = 24;

/// The parts of a name, in small letters, and what each stands for.
struct Parts<'b> {
    letters: &'b [u8],
    ends: &'b [u8],
    roles: [u32; PARTS_MAX],
}

impl<'b> Parts<'b> {
    fn count(&self) -> usize {
        self.ends.len()
    }

    fn get(&self, part: usize) -> &'b [u8] {
        let start = part.checked_sub(1).map_or(0, |before| usize::from(self.ends[before]));
        &self.letters[start..usize::from(self.ends[part])]
    }

    fn is(&self, part: usize, role: u32) -> bool {
        self.roles[part] & role != 0
    }

    /// The last part of that role.
    fn last(&self, role: u32) -> Option<usize> {
        (0..self.count()).rev().find(|part| self.is(*part, role))
    }
}

fn ends_with_any(part: &[u8], endings: &[&str]) -> bool {
    endings.iter().any(|ending| part.len() > ending.len() && part.ends_with(ending.as_bytes()))
}

/// Whether a name could say anything: whether any place in it begins like a telling word. Quick, and wrong only in
/// saying yes.
pub(crate) fn may_tell(name: &[u8]) -> bool {
    (0..name.len()).any(|at| name[at] >= 0x80 || bloom::hash_at(name, at).is_some_and(|hash| ROOT_SET.has(hash)))
        || matches!(name, [.., b'p' | b'P', b'w' | b'W'])
}

/// The beginnings of telling words.
const ROOTS: &str = "pas pwd psw pwo ken con sen par wac has hes mot sal los jel sif adg sto sec app tok jwt bea pat \
    oau key cre log sas sig otp tot see mne ses sid php jse csr xsr non aut coo lic acc api tic inv pin ass sam web dsn \
    cli cod mys pri phr psk mdp lav hia eor gsw";

static ROOT_SET: Bloom = Bloom::of(ROOTS);

/// Whether `name` ends in that of a service that hands out keys.
pub(crate) fn is_service(name: &str) -> bool {
    let last = name.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or(name);
    WORDS.get(last.as_bytes()) & SERVICE != 0
}

/// Whether a cookie of that name is no secret.
pub(crate) fn is_open_cookie(name: &[u8]) -> bool {
    WORDS.get(name) & OPEN_COOKIE != 0
}

/// What a part of several words run together stands for: `dbpassword`, `githubtoken`.
fn role_of_compound(part: &[u8]) -> u32 {
    if part.len() < 6 {
        0
    } else if ends_with_any(part, &["password", "passwd", "passphrase", "passwort"]) {
        PASS
    } else if ends_with_any(part, &["apikey", "secretkey", "accesskey", "privatekey"]) {
        WHOLE_KEY
    } else if ends_with_any(part, &["secret"]) {
        SECRET
    } else if ends_with_any(part, &["token"]) {
        TOKEN
    } else {
        0
    }
}

/// Whether a word for a password beyond ASCII is in `name`, in capitals or not.
fn is_elsewhere(name: &str) -> bool {
    let small: String = name.chars().map(letters::small).collect();
    PASS_ELSEWHERE.iter().any(|word| small.contains(word))
}

/// Whether what is called `word` and a key is open to all: a key of a cache.
pub(super) fn is_open_key(word: &str) -> bool {
    WORDS.get(word.to_ascii_lowercase().as_bytes()) & OPEN_KEY != 0
}

/// What `name` says.
pub(crate) fn classify(name: &str) -> Option<Name> {
    if name.len() > NAME_MAX || !may_tell(name.as_bytes()) {
        return None;
    }
    let elsewhere = || !name.is_ascii() && is_elsewhere(name);
    let mut letters = [0_u8; NAME_MAX];
    let mut ends = [0_u8; NAME_MAX];
    let parts = split(name.as_bytes(), &mut letters, &mut ends);
    let Some(end) = parts.count().checked_sub(1) else {
        let is_key = || KEYS_ELSEWHERE.iter().any(|word| name.ends_with(word)).then_some(Name::Telling);
        return elsewhere().then_some(Name::Sure(Kind::Password)).or_else(is_key);
    };
    let filler = |part: &usize| !parts.is(*part, FILLER) || parts.is(*part, KEY);
    let last = (0..=end).rev().find(filler).unwrap_or(0);
    match parts.get(end) {
        b"authorization" => return Some(Name::Header),
        b"cookie" | b"cookies" if end == 0 || parts.get(0) == b"set" => return Some(Name::Cookie),
        _ => {}
    }
    let about = |from: usize| (from + 1..=end).any(|part| parts.is(part, ABOUT));
    if let Some(at) = parts.last(PASS) {
        let short = matches!(parts.get(at), b"pass" | b"pw" | b"psk" | b"parola" | b"senha");
        let tells_not = about(at) || short && at != last;
        return (!tells_not).then_some(Name::Sure(Kind::Password));
    }
    if elsewhere() {
        return Some(Name::Sure(Kind::Password));
    }
    if let Some(at) = parts.last(WHOLE_KEY) {
        return Some(if about(at) { Name::Weak } else { Name::Sure(Kind::Key) });
    }
    if let Some(at) = parts.last(KEY) {
        return key(&parts, at, at == last, about(at));
    }
    if let Some(at) = parts.last(SECRET) {
        return Some(match (about(at), at == last) {
            (true, _) => Name::Weak,
            (false, true) => Name::Sure(Kind::Key),
            (false, false) => Name::Telling,
        });
    }
    if let Some(at) = parts.last(TOKEN) {
        return Some(if about(at) { Name::Weak } else { Name::Telling });
    }
    if let Some(at) = parts.last(AUTH) {
        if (0..at).any(|part| parts.is(part, ALLOW)) {
            return None;
        }
        let sure = matches!(
            parts.get(at),
            b"credential" | b"credentials" | b"creds" | b"auth" | b"salt" | b"otp" | b"totp" | b"mnemonic"
        );
        return Some(if sure && !about(at) && at == last { Name::Telling } else { Name::Weak });
    }
    if end > 0 && parts.get(end) == b"id" && parts.is(end - 1, OF_ID) {
        return Some(Name::Weak);
    }
    let alone = parts.get(0);
    let key_of_something = end == 0
        && alone.len() > 7
        && alone.ends_with(b"key")
        && !ends_with_any(alone, &["monkey", "turkey", "hockey", "whiskey", "jockey", "donkey", "hotkey"]);
    key_of_something.then_some(Name::Weak)
}

/// What a name with the word `key` at `at` says.
fn key(parts: &Parts<'_>, at: usize, is_last: bool, about: bool) -> Option<Name> {
    let of = |role| (0..parts.count()).any(|part| part != at && parts.is(part, role));
    let secret = (0..at).any(|part| parts.is(part, SECRET));
    if of(OPEN_KEY) && !secret {
        return None;
    }
    if about {
        return (secret || of(OF_KEY)).then_some(Name::Weak);
    }
    Some(match (secret || at > 0 && parts.is(at - 1, OF_KEY), is_last) {
        (true, _) => Name::Sure(Kind::Key),
        (false, true) if of(AUTH | OF_KEY) => Name::Telling,
        _ => Name::Weak,
    })
}

/// Splits a name where its parts meet: at marks, at a capital after a small letter, before the last of several
/// capitals, and between letters and digits. Digits and characters beyond ASCII are left out.
fn split<'b>(name: &[u8], letters: &'b mut [u8; NAME_MAX], ends: &'b mut [u8; NAME_MAX]) -> Parts<'b> {
    let (mut length, mut count) = (0_usize, 0_usize);
    let mut part_start = 0;
    for (at, byte) in name.iter().enumerate() {
        let before = at.checked_sub(1).map_or(b'_', |before| name[before]);
        let after = name.get(at + 1).copied().unwrap_or(b'_');
        let starts = byte.is_ascii_uppercase()
            && (before.is_ascii_lowercase() || before.is_ascii_uppercase() && after.is_ascii_lowercase());
        if (starts || !byte.is_ascii_alphabetic()) && length > part_start && count + 1 < PARTS_MAX {
            ends[count] = u8::try_from(length).unwrap_or(u8::MAX);
            count += 1;
            part_start = length;
        }
        if byte.is_ascii_alphabetic() {
            letters[length] = byte.to_ascii_lowercase();
            length += 1;
        }
    }
    if length > part_start {
        ends[count] = u8::try_from(length).unwrap_or(u8::MAX);
        count += 1;
    }
    let mut parts = Parts { letters: &letters[..length], ends: &ends[..count], roles: [0; PARTS_MAX] };
    for part in 0..count {
        let word = parts.get(part);
        let role = WORDS.get(word);
        parts.roles[part] = if role == 0 { role_of_compound(word) } else { role };
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_they_hold() {
        let password = Some(Name::Sure(Kind::Password));
        let key = Some(Name::Sure(Kind::Key));
        for (name, says) in [
            ("password", password),
            ("DB_PASSWORD", password),
            ("dbPassword2", password),
            ("spring.datasource.password", password),
            ("Passwort", password),
            ("contraseña", password),
            ("пароль", password),
            ("user_pass", password),
            ("PGPASSWORD", password),
            ("api_key", key),
            ("apiKey", key),
            ("APIKey", key),
            ("X-Api-Key", key),
            ("SECRET_KEY_BASE", Some(Name::Sure(Kind::Key))),
            ("client_secret", key),
            ("aws_secret_access_key", key),
            ("STRIPE_API_KEY", key),
            ("githubToken", Some(Name::Telling)),
            ("authtoken", Some(Name::Telling)),
            ("spotify_key", Some(Name::Weak)),
            ("uclassifykey", Some(Name::Weak)),
            ("private_key_id", Some(Name::Weak)),
            ("Authorization", Some(Name::Header)),
            ("Proxy-Authorization", Some(Name::Header)),
            ("Set-Cookie", Some(Name::Cookie)),
            ("passwordField", None),
            ("password_length", None),
            ("public_key", None),
            ("primaryKey", None),
            ("tokenizer", None),
            ("monkey", None),
            ("compass", None),
            ("keyboard", None),
            ("author", None),
            ("passenger", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(classify(name), says, "{name}");
        }
    }
}
