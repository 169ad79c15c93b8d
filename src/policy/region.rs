//! Regions: where the person works, and where nothing is recorded.

use std::fmt;

use serde::{Deserialize, Serialize};

/// ISO 3166-1 alpha-2, officially assigned codes.
const COUNTRIES: &str = "\
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ \
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO \
    FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE \
    JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO \
    MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW \
    PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM \
    TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// The EU with Åland and the outermost regions that have codes of their own, the other EEA states, the United Kingdom
/// with Gibraltar, and Switzerland: exempt unless the policy names other regions.
const EXEMPT_BY_DEFAULT: &str = "\
    AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK \
    AX GF GP MF MQ RE YT IS LI NO GB GI CH";

/// An ISO 3166-1 alpha-2 country, or an ISO 3166-2 subdivision of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Region {
    text: String,
}

impl Region {
    /// Reads `US` or `US-CA`; none for anything else. Subdivisions are checked for their form only.
    pub fn parse(text: &str) -> Option<Self> {
        let (country, subdivision) = match text.split_once('-') {
            Some((country, subdivision)) => (country, Some(subdivision)),
            None => (text, None),
        };
        let known = country.len() == 2 && COUNTRIES.split_ascii_whitespace().any(|code| code == country);
        let well_formed = subdivision.is_none_or(|code| {
            (1..=3).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        });
        (known && well_formed).then(|| Self { text: text.to_owned() })
    }

    /// The regions that are exempt when the policy does not say.
    pub fn exempt_by_default() -> Vec<Self> {
        EXEMPT_BY_DEFAULT.split_ascii_whitespace().map(|code| Self { text: code.to_owned() }).collect()
    }

    /// Whether somebody in this region may be in the other one: they are the same, or one holds the other.
    pub fn may_be_in(&self, other: &Self) -> bool {
        self.is_in(other) || other.is_in(self)
    }

    /// Whether everybody in this region is in the other one.
    pub fn is_in(&self, other: &Self) -> bool {
        self.text == other.text || other.holds(self)
    }

    /// Whether both are of one country.
    pub fn is_near(&self, other: &Self) -> bool {
        self.text.get(..2) == other.text.get(..2)
    }

    fn holds(&self, other: &Self) -> bool {
        self.text.len() == 2 && other.text.split('-').next() == Some(&self.text)
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_codes_of_iso_3166_are_regions() {
        for good in ["US", "US-CA", "GB-SCT", "IN-KA", "FR-75C", "AX"] {
            assert_eq!(Region::parse(good).unwrap().as_str(), good);
        }
        for bad in ["", "us", "USA", "UK", "EU", "XX", "US-", "US-CALI", "US-ca", "US-C-A", "DE,US", "A A"] {
            assert_eq!(Region::parse(bad), None, "{bad}");
        }
        assert_eq!(COUNTRIES.split_ascii_whitespace().count(), 249);
    }

    #[test]
    fn every_region_exempt_by_default_is_a_region() {
        for region in Region::exempt_by_default() {
            assert!(Region::parse(region.as_str()).is_some(), "{region}");
        }
        assert_eq!(Region::exempt_by_default().len(), 40);
    }

    #[test]
    fn a_region_that_may_lie_in_an_exempt_one_counts_as_lying_in_it() {
        for (region, exempt, expected) in [
            ("DE", "DE", true),
            ("DE-BY", "DE", true),
            ("US", "US-CA", true),
            ("US-CA", "US-CA", true),
            ("US-NY", "US-CA", false),
            ("IN", "DE", false),
            ("IN-DE", "DE", false),
        ] {
            let (region, exempt) = (Region::parse(region).unwrap(), Region::parse(exempt).unwrap());
            assert_eq!(region.may_be_in(&exempt), expected, "{region} {exempt}");
        }
    }
}
