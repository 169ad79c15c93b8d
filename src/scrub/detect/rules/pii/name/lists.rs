//! Words that say a name is near, and words that never belong to one.
//!
//! Sources: HTML, section 4.10.18.7 (names of fields); RFC 5322 (headers of mails); Git's documentation, `git-interpret-trailers`;
//! schema.org, `Person`.

use super::super::words::{Words, count};

/// `Mr`: a name follows.
pub(super) const TITLE: u32 = 1;
/// `Dear`: a name follows, and then a mark.
pub(super) const GREETING: u32 = 2;
/// `regards`: a name is on the next line.
pub(super) const CLOSING: u32 = 4;
/// The last word before a name: `is`, `heiße`.
pub(super) const INTRO: u32 = 8;
/// A key whose value is a name.
pub(super) const KEY: u32 = 16;
/// `name`, whose value is one behind a [`QUALIFIER`].
pub(super) const NAME_KEY: u32 = 32;
pub(super) const QUALIFIER: u32 = 64;
/// A key whose value is a name if it looks like one.
pub(super) const ROLE: u32 = 128;
/// `by`, behind `signed-off` or `reviewed`.
pub(super) const BY: u32 = 256;
/// A small word inside a name.
pub(super) const PARTICLE: u32 = 512;
/// What only persons do.
pub(super) const VERB: u32 = 1024;
/// A capitalised word that is no part of a name.
pub(super) const STOP: u32 = 2048;
/// An account of a service or of an example, or a word that a site keeps for itself.
pub(super) const NOBODY: u32 = 4096;
/// What somebody has done or was given, before [`BY`] or [`TO`].
pub(super) const DONE: u32 = 8192;
/// `to`, behind `assigned`.
pub(super) const TO: u32 = 16384;

const LISTS: [(u32, &str); 15] = [
    (
        TITLE,
        "mr mrs ms mx dr prof professor herr herrn frau fraulein monsieur madame mme mlle mademoiselle sr sra srta senor \
         senora senorita don dona signor signora signorina sig dhr mevr mevrouw meneer pan pani hr fru sir miss mister dott dottor dottoressa dottssa avv panie panu",
    ),
    (
        GREETING,
        "dear hi hello hey hallo liebe lieber sehr cher chere estimado estimada querido querida caro cara gentile geachte \
         beste ola hola ciao bonjour moin hej hei salut prezado prezada drogi droga witaj sayin szanowny \
         szanowna thanks thx danke merci gracias grazie obrigado obrigada Уважаемая Уважаемый Дорогая Дорогой Здравствуйте Привет",
    ),
    (
        CLOSING,
        "regards cheers sincerely yours truly best thanks thank love wishes grusse grussen gruss gruesse cordialement \
         amicalement amities salutations saludos atentamente abrazo saluti cordialita groet groeten abracos atenciosamente \
         pozdrawiam halsningar hilsen terveisin faithfully respectfully lg mfg vg gruß grüße grüßen saygilarimla saygilar powazaniem уважением",
    ),
    (
        INTRO,
        "is ist am i'm name's appelle m'appelle llamo chiamo heiße heisse called named bin suis soy sono es schrieb",
    ),
    (
        KEY,
        "vorname nachname familienname prenom surname forename firstname lastname fullname givenname familyname middlename \
         apellidos apellido cognome imie nazwisko voornaam achternaam fornavn etternavn efternavn fornamn efternamn etunimi \
         sukunimi cardholder karteninhaber kontoinhaber geburtsname 姓名 氏名 名前 联系人 聯絡人 收件人 寄件人 宛名 이름 성명 имя Имя фамилия Фамилия ФИО \
         sn 担当者 负责人 負責人 申请人 担当 담당자 исполнитель Исполнитель Ответственный Заказчик",
    ),
    (NAME_KEY, "name names nom nombre nome naam nimi navn namn"),
    (
        QUALIFIER,
        "first last full given family middle sur maiden customer patient client employee contact person author owner holder \
         cardholder student teacher doctor sender recipient billing shipping legal real your applicant beneficiary guest \
         passenger spouse father mother guardian account member off written created signed sent user",
    ),
    (
        ROLE,
        "author authors customer patient client employee contact assignee reporter owner manager committer maintainer sender \
         recipient attendee attn cc bcc from to participant reviewer candidate applicant signatory signed kunde patientin requester \
         caller attendees participants bearbeiter sachbearbeiter melder ansprechpartner ansprechpartnerin ansvarig \
         responsavel responsable responsabile demandeur solicitante richiedente zglaszajacy atanan aanvrager behandelaar \
         handlaggare verantwortlich zustandig auftraggeber cn fn",
    ),
    (BY, "by von par por door av af przez"),
    (TO, "to an a do aan till"),
    (
        DONE,
        "authored reviewed acked tested reported prepared approved edited suggested helped committed assigned requested \
         posted submitted merged opened closed filed raised gemeldet zugewiesen erstellt bearbeitet genehmigt gepruft \
         freigegeben assigne attribue signale approuve asignado asignada aprobado reportado creado assegnato segnalato \
         approvato creato atribuido toegewezen gemeld przypisane przypisano zgloszone tilldelad",
    ),
    (PARTICLE, "de van von der den del della di da do dos du la le el al bin ibn ben af av zu zum zur ter ten y e"),
    (
        VERB,
        "said told asked wrote lives lived married born died flew graduated emailed phoned replied smiled laughed nodded \
         whispered shouted moved grew studied retired resides commented escribio skrev schreef napisal napisala",
    ),
    (
        STOP,
        "street avenue road drive lane place square boulevard court way inc corp ltd llc gmbh co company corporation \
         university college school hospital institute foundation license day days island islands river lake mountain county \
         city state hotel park bridge airport station house museum center centre group bank press award prize law theorem \
         method algorithm function number class type error code api test tests studio server client project cup league the \
         and or but is was has will can if when this that it he she we they i you not to for from with as at by in on of a an \
         world there all team everyone everybody folks guys sir madam friends colleagues customer again reader hiring manager \
         user users string option vec some none true false null text field value values object array map set list int float \
         bool boolean number date file files name data table index key keys id url new old no yes please thanks thank re fwd \
         sent subject monday tuesday wednesday thursday friday saturday sunday january february march april may june july \
         august september october november december english french german spanish italian north south east west \
         software systems technologies labs library framework language version release edition guide manual book reference \
         news times post journal magazine church cathedral tower hall theatre theater stadium arena games game engine \
         series model effect equation transform distribution process matrix filter tree sort search hash tables code editor \
         are so how what who why where which do does did let here our your my his her its their good great well just also \
         sie wir ich du er es der die das und oder ein eine nicht damen herren zusammen vous nous je tous todos beaucoup bien schon vielmals god lot github actions bot google microsoft amazon adobe oracle mozilla apache",
    ),
    (
        NOBODY,
        "me root runner ubuntu debian centos node coder vscode jovyan codespace gitpod app apps admin administrator deploy git ec2 \
         vagrant circleci www postgres public default shared foo bar baz guest pi nobody daemon bin staff wheel sudo docker \
         jenkins build builder travis ci dev mysql nginx hadoop linuxbrew steam work workspace project agent service ftp \
         mail runneradmin opc ansible someone example username xxx features login logout about settings marketplace \
         sponsors orgs topics explore trending notifications pulls issues search pricing security enterprise events readme \
         join site account accounts dashboard organizations stars watch hashtag intent share sharer home signup privacy tos \
         help legal policies plugins profile pages stories reel joinchat docs blog download collections contact",
    ),
];

static WORDS: Words<{ count(&LISTS) }> = Words::of(&LISTS);

/// What a word is, as a set of the constants above.
pub(super) fn bits_of(word: &str) -> u32 {
    WORDS.get(word.as_bytes())
}
