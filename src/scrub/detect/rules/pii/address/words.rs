//! The words that are met in addresses.
//!
//! Sources: the Universal Postal Union's addressing guides (S42), USPS Publication 28 (appendices B and C: street and unit words).

use super::super::words::{Words, count};

/// A word for street that stands behind the name.
pub(super) const BEHIND: u32 = 1;
/// One that stands before it.
pub(super) const AHEAD: u32 = 2;
/// A part of a house, or a box.
pub(super) const UNIT: u32 = 4;
/// A word that belongs to a name, though it is small.
pub(super) const SMALL: u32 = 8;
/// Military post (USPS Publication 28, section 238).
pub(super) const MILITARY: u32 = 16;
/// A word before a number that is no street.
pub(super) const NEVER: u32 = 32;
/// A word before a street's name in a sentence.
pub(super) const LEAD: u32 = 64;
/// A word for street behind the name and before the number.
pub(super) const BEFORE_NUMBER: u32 = 128;

const LISTS: [(u32, &str); 8] = [
    (
        BEHIND,
        "street st str avenue ave road rd drive dr lane ln boulevard blvd court ct place pl way square sq terrace close \
         crescent cres circle highway hwy parkway pkwy trail alley grove gardens mews row walk quay hill parade broadway \
         turnpike point points marg nagar pde cct tce esp",
    ),
    (
        BEFORE_NUMBER,
        "str strasse straße gasse platz weg allee plein laan straat utca utja ut ter kapu korut fejedelem gatan vagen veien \
         vej katu tie kuja polku bulevardi cesta nabrezje trg ulica sokak sokagi caddesi bulvari sok cad sk cd mah baan wei markt",
    ),
    (
        AHEAD,
        "rue al avenue av boulevard bd place chemin allee impasse quai route cours square via viale piazza corso largo strada \
         alameda aleea drumul soseaua rotonda contrada borgo vicolo calle avenida avda plaza paseo carrera camino rua travessa praca estrada ronda passeig carrer ul ulica \
         aleja plac bulevardul calea ulice nam namesti jalan jl λεωφορος λεωφόρος Λεωφόρος οδός Οδός πλατεία Πλατεία \
         улица Улица ул проспект пр переулок пер шоссе набережная",
    ),
    (
        UNIT,
        "apt apartment suite ste flat floor fl unit room rm box postbox postfach bte appt piso dept building bldg lot apto dto izda dcha izq esq m lok кв корп",
    ),
    (
        SMALL,
        "de la le les du des del della di da do dos das den der van von zum zur ten op aan e y z u v na nad pod of the д дом",
    ),
    (MILITARY, "apo fpo dpo"),
    (
        NEVER,
        "figure fig table section sec chapter page line step part appendix rfc version windows python java node level \
         phase stage volume vol no number item example case test note day week month year rule article iso utf http error \
         code type class group team option question episode season january february march april may june july august \
         september october november december monday tuesday wednesday thursday friday saturday sunday edition model \
         release api gpt claude chrome firefox safari android ios macos ubuntu debian core intel ecma unicode copyright",
    ),
    (LEAD, "in at on to is of from and via near are auf bei nach en in a sur au chez"),
];

pub(super) static STREETS: Words<{ count(&LISTS) }> = Words::of(&LISTS);

/// Endings of street names that are one word.
pub(super) const ENDINGS: [&str; 27] = [
    "straße", "strasse", "straat", "gasse", "platz", "allee", "weg", "laan", "plein", "gracht", "kade", "gatan",
    "gata", "vägen", "veien", "vegen", "vej", "katu", "tie", "stræde", "svingen", "garden", "polku", "gränd", "torget",
    "ufer", "steig",
];
