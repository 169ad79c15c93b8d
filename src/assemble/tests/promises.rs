//! Any sequence of observations is taken.

use proptest::prelude::*;

use super::super::{Assembler, Body};
use super::{field, target};
use crate::message::{FieldText, Observation, Seen};
use crate::raw::Raw;
use crate::record::{BurstEnd, ClipboardChange, Editable, Modifiers, Navigation, Point};
use crate::scrub::{Detector, Scrubber};
use crate::time::WallMillis;

fn raw(text: &str) -> Raw<String> {
    Raw::new(text.to_owned())
}

fn seen() -> impl Strategy<Value = Seen> {
    let keys = prop::sample::select(
        &[
            "a",
            "😀",
            "Enter",
            "Tab",
            "Backspace",
            "Delete",
            "ArrowLeft",
            "ArrowRight",
            "ArrowUp",
            "Home",
            "End",
            "Process",
            "",
            "F1",
            "u",
            "c",
            "d",
        ][..],
    );
    let texts = prop::sample::select(&["", "a", "ab", "a\nb", "  a", "😀", "{\n  x\n}", "something else entirely"][..]);
    let field = 0_u32..6;
    prop_oneof![
        6 => (field.clone(), keys, any::<[bool; 3]>()).prop_map(|(field, key, [ctrl, alt, repeat])| Seen::Key {
            field: (field > 0).then_some(field),
            key: raw(key),
            code: raw("Code"),
            modifiers: Modifiers { ctrl, alt: alt && !ctrl, ..Modifiers::default() },
            repeat,
            target: None,
        }),
        6 => (field.clone(), texts, 0_u32..9, 0_u32..9, any::<[bool; 3]>()).prop_map(
            |(field, text, start, end, [whole, composing, shared])| Seen::Text {
                field,
                text: FieldText { text: raw(text), start, end, whole, shared },
                composing,
            }
        ),
        1 => field.clone().prop_map(|field| Seen::Blur { field }),
        1 => field.clone().prop_map(|field| Seen::Secret { field }),
        1 => field.prop_map(|field| Seen::Clipboard { what: ClipboardChange::Paste, field: Some(field), length: 3 }),
        1 => Just(Seen::Lost { count: 1 }),
        1 => Just(Seen::Navigate { url: raw("https://example.org/"), title: raw("x"), how: Navigation::Push }),
        1 => Just(Seen::Click {
            button: 0,
            count: 1,
            modifiers: Modifiers::default(),
            point: Point::default(),
            in_target: Point::default(),
            target: target(),
        }),
    ]
}

proptest! {
    #[test]
    fn any_sequence_of_observations_is_taken(sequence in prop::collection::vec((seen(), 0_u64..3000), 0..60)) {
        let kinds = [Editable::Input, Editable::ContentEditable, Editable::EditContext, Editable::Terminal];
        let fields = kinds.into_iter().zip(1..).map(|(editable, id)| field(id, editable)).collect();
        let mut assembler = Assembler::new(fields, false);
        let scrubber = Scrubber::new([5; 32], Detector::default());
        let mut now = 0;
        let mut covered = 0;
        for ((seen, gap), n) in sequence.into_iter().zip(1..) {
            now += gap;
            let mut drafts = assembler.tick(WallMillis(now));
            drafts.extend(assembler.observe(Observation { n, t: WallMillis(now), epoch: 0, seen }));
            for draft in drafts {
                prop_assert!(draft.first <= draft.last && draft.last <= n);
                prop_assert!(draft.last >= covered, "drafts are in order");
                covered = draft.last;
                match draft.body {
                    Body::Plain(kind) => drop(scrubber.kind(kind)),
                    Body::Typed(burst) => drop((scrubber.later(&burst), scrubber.burst(burst))),
                    Body::Beside(burst) => drop(scrubber.later(&burst)),
                }
            }
            if let Some(draft) = assembler.checkpoint(WallMillis::default(), &Detector::default()) {
                prop_assert!(matches!(draft.body, Body::Typed(_)));
            }
            prop_assert!(assembler.settled() <= n);
        }
        assembler.end(BurstEnd::Cut);
        prop_assert!(assembler.end(BurstEnd::Cut).is_empty());
    }
}
