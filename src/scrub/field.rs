//! What names a field, for the detector.

use crate::raw::Raw;
use crate::record::Selectors;

/// Accessible name, label and placeholder, and the attribute `name` where a selector holds it.
pub(super) fn label_of(selectors: &Selectors<Raw<String>>) -> String {
    let Selectors { name, label, placeholder, css, .. } = selectors;
    let attribute = css.peek().split_once("[name=\"").and_then(|(_, name)| Some(name.split_once('"')?.0));
    let said = [name, label, placeholder].into_iter().flatten().map(|text| text.peek().as_str());
    let mut words: Vec<&str> = Vec::new();
    for text in said.chain(attribute) {
        if !words.contains(&text) {
            words.push(text);
        }
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::{Detector, Scrubber};
    use super::*;
    use crate::record::{Family, Kind, Primary, Rect, Target};

    fn input(label: Option<&str>, css: &str) -> Target<Raw<String>> {
        let text = |text: &str| Raw::new(text.to_owned());
        let selectors = Selectors {
            test_id: None,
            name: None,
            label: label.map(text),
            placeholder: None,
            text: None,
            css: text(css),
            xpath: text("/input"),
        };
        Target {
            tag: text("input"),
            role: None,
            primary: Primary { family: Family::Css, matches: None },
            selectors,
            shadow: Vec::new(),
            rect: Rect::default(),
            editable: None,
            reference: None,
            sensitive: None,
        }
    }

    #[test]
    fn a_value_is_read_with_what_names_its_field() {
        for (label, css, value, goes) in [
            (Some("First name"), "input", "tjalling", true),
            (None, "form > input[name=\"family_name\"][type=\"text\"]", "weber", true),
            (Some("Branch"), "input[name=\"branch\"]", "tjalling", false),
            (None, "input", "tjalling", false),
        ] {
            let target = input(label, css);
            let change = Kind::Change { value: Raw::new(value.to_owned()), target };
            let Kind::Change { value: told, .. } = Scrubber::new([7; 32], Detector::default()).kind(change) else {
                panic!("a change stays one")
            };
            assert_eq!(told.get() != value, goes, "{label:?} {css}: {told:?}");
        }
    }
}
