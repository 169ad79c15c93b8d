//! What holds for every session, also for one that no recorder would write.

use proptest::prelude::*;

use super::*;

/// A record but for its number; `of` is the number of an earlier or later record that a view is of.
#[derive(Clone, Debug)]
struct Step {
    after: u64,
    hole: bool,
    tab: u32,
    frame: Vec<u32>,
    actor: Actor,
    kind: Kind<String>,
}

/// Kinds that have much to do with one another.
fn kind() -> impl Strategy<Value = Kind<String>> {
    let ended = prop_oneof![3 => Just(BurstEnd::Pause), 1 => Just(BurstEnd::Blur)];
    let views = prop_oneof![
        (0..9_u8, prop_oneof![Just(Phase::Before), Just(Phase::After)], 0..40_u64)
            .prop_map(|(number, phase, action)| frame(number, phase, action)),
        (0..40_u64).prop_map(no_frame),
    ];
    let keys = prop::sample::select(vec![("c", "k"), ("c", "s"), ("c", "c"), ("c", "v"), ("", "z"), ("", "ArrowDown")]);
    let clipboards = prop_oneof![Just(ClipboardChange::Copy), Just(ClipboardChange::Paste)];
    let drags = prop_oneof![Just(DragKind::Selection), Just(DragKind::Pointer)];
    prop_oneof![
        4 => (1..5_u32, 0..3_u32).prop_map(|(count, x)| click(count, f64::from(x) * 4.0)),
        4 => keys.prop_map(|(held, name)| key(held, name)),
        4 => ("[ab]{0,2}", prop::option::weighted(0.9, 0..4_u32), ended).prop_map(|(text, at, end)| typed(&text, at, end)),
        2 => clipboards.prop_map(clipboard),
        3 => (-1..2_i32, -1..2_i32).prop_map(|(x, y)| scroll(f64::from(x), f64::from(y), 0.0)),
        2 => drags.prop_map(drag),
        2 => (0..9_u32).prop_map(select),
        2 => prop::sample::select(vec!["#a", "#b"]).prop_map(|css| change("true", css)),
        4 => views,
        2 => Just(focus()),
        1 => Just(gap()),
        1 => Just(navigate(Navigation::Push)),
        1 => Just(Kind::Dialog { accepted: Some(true) }),
        1 => Just(opening()),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let place = prop_oneof![8 => Just((1, Vec::new())), 1 => Just((2, Vec::new())), 1 => Just((1, vec![0]))];
    let actor = prop_oneof![12 => Just(Actor::User), 1 => Just(Actor::Paste), 1 => Just(Actor::Autofill)];
    let after = prop_oneof![8 => 0..400_u64, 1 => 400..12_000_u64];
    (after, prop::bool::weighted(0.05), place, actor, kind())
        .prop_map(|(after, hole, (tab, frame), actor, kind)| Step { after, hole, tab, frame, actor, kind })
}

fn session() -> impl Strategy<Value = Vec<Record<String>>> {
    prop::collection::vec(step(), 0..40).prop_map(|steps| {
        let (mut seq, mut t) = (0, 0);
        let number = |Step { after, hole, tab, frame, actor, kind }| {
            (seq, t) = (seq + 1 + u64::from(hole), t + after);
            // A burst is in line where it ended.
            let began = if matches!(kind, Kind::Type { .. }) { t.saturating_sub(500) } else { t };
            Record { tab, frame, actor, ..record(seq, began, kind) }
        };
        steps.into_iter().map(number).collect()
    })
}

fn reduced(records: &[Record<String>]) -> Vec<Item> {
    reduce(records.iter().cloned().map(known))
}

fn is_view(record: &Record<String>) -> bool {
    matches!(record.kind, Kind::Frame { .. } | Kind::Aria { .. } | Kind::Gap { action: Some(_), .. })
}

/// The records of an item that act or came of it.
fn parts<'a>(item: &Item, records: &'a [Record<String>]) -> Vec<&'a Record<String>> {
    let first = item.children.first().copied();
    let is_part = |record: &&Record<String>| {
        item.children.contains(&record.seq) && (first == Some(record.seq) || !is_view(record))
    };
    records.iter().filter(is_part).collect()
}

proptest! {
    #[test]
    fn nothing_is_lost(records in session()) {
        let mut children: Vec<u64> = reduced(&records).into_iter().flat_map(|item| item.children).collect();
        children.sort_unstable();
        prop_assert_eq!(children, records.iter().map(|record| record.seq).collect::<Vec<_>>());
    }

    #[test]
    fn order_is_kept(records in session()) {
        let items = reduced(&records);
        let firsts: Vec<u64> = items.iter().filter_map(|item| item.children.first().copied()).collect();
        prop_assert!(firsts.is_sorted_by(|one, next| one < next));
        for item in &items {
            prop_assert!(item.children.is_sorted_by(|one, next| one < next));
            prop_assert!(item.t <= item.until);
            prop_assert_eq!(item.children.is_empty(), matches!(item.action, Action::Wait { .. }));
            prop_assert!(item.last.is_none_or(|last| item.children.contains(&last)));
        }
    }

    #[test]
    fn reducing_twice_changes_nothing(records in session()) {
        let items = reduced(&records);
        prop_assert_eq!(joined(items.clone()), items);
    }

    #[test]
    fn a_reduction_can_be_gone_on_with(records in session(), at in any::<prop::sample::Index>()) {
        let (done, more) = records.split_at(at.index(records.len() + 1));
        let more = more.iter().cloned().map(known).map(lift::lift);
        prop_assert_eq!(joined(reduced(done).into_iter().chain(more)), reduced(&records));
    }

    #[test]
    fn what_was_written_reads_the_same(records in session()) {
        for item in reduced(&records) {
            let line = serde_json::to_string(&item).unwrap();
            prop_assert_eq!(serde_json::from_str::<Item>(&line).unwrap(), item);
        }
    }

    #[test]
    fn nothing_is_joined_over_tabs_frames_and_actors(records in session()) {
        for item in reduced(&records) {
            for record in parts(&item, &records) {
                prop_assert_eq!((record.tab, &record.frame), (item.tab, &item.frame));
                let pasted = matches!(record.kind, Kind::Clipboard { .. }) && record.actor == Actor::Paste;
                prop_assert!(record.actor == item.actor || pasted);
            }
        }
    }

    #[test]
    fn nothing_is_joined_over_what_keeps_apart(records in session()) {
        for item in reduced(&records) {
            let parts = parts(&item, &records);
            let [first, .., last] = &parts[..] else { continue };
            for seq in first.seq..last.seq {
                let Some(between) = records.iter().find(|record| record.seq == seq) else {
                    return Err(TestCaseError::fail(format!("{seq} is missing in {item:?}")));
                };
                let is_aside = is_view(between) || matches!(between.kind, Kind::Focus { .. });
                prop_assert!(is_aside || parts.iter().any(|part| part.seq == seq), "{seq} keeps apart {item:?}");
            }
        }
    }

    #[test]
    fn what_was_typed_is_the_text_of_the_bursts(records in session()) {
        let bursts: String = records.iter().filter_map(|record| match &record.kind {
            Kind::Type { text, .. } => Some(text.as_str()),
            _ => None,
        }).collect();
        let typed: String = reduced(&records).iter().filter_map(|item| match &item.action {
            Action::Type(typing) => Some(typing.text.clone()),
            _ => None,
        }).collect();
        prop_assert_eq!(typed, bursts);
    }

    #[test]
    fn a_wait_lies_between_what_is_around_it(records in session()) {
        for around in reduced(&records).windows(3) {
            let [before, Item { t, until, action: Action::Wait { ms }, .. }, after] = around else { continue };
            prop_assert!(*ms >= THRESHOLDS.wait && t.0 + ms == until.0);
            prop_assert!(before.until <= *t && *until == after.t);
        }
    }
}
