//! One session of the page: what its envelopes say, then record by record.

use std::collections::{BTreeMap, BTreeSet};

use candor_core::ids::{FrameId, Pseudonym, SessionId};
use candor_core::record::{AnyRecord, Kind, Phase, Record, Target, Unknown, read_line};
use maud::{Markup, PreEscaped, html};

use super::figure::{Image, figure, mark};
use super::sentence::{label, sentence, strokes, target};
use super::text::{clock, count, recorded, short};
use crate::archive::{Archive, FrameError, OpenedSession, StoredBatch, holes};
use crate::store::StoreError;

/// Closes what [`SessionView::head`] opens.
pub(super) const END: &str = "</ol></section>\n";

/// What a page has of pictures.
#[derive(Default)]
pub(super) struct Pictures {
    /// Those on it, with their numbers.
    pub(super) shown: BTreeMap<(Pseudonym, FrameId), usize>,
    /// Those that can't be had.
    pub(super) missing: BTreeSet<(Pseudonym, FrameId)>,
}

/// A session whose records are read and whose pictures are assigned to their actions.
pub(super) struct SessionView<'a> {
    number: usize,
    subject: &'a Pseudonym,
    id: &'a SessionId,
    batches: &'a [StoredBatch],
    /// Records are read each time they are wanted: all at once they take many times their text.
    opened: OpenedSession,
    /// `seq` of the pictures of each action.
    pictures: BTreeMap<u64, Vec<u64>>,
}

impl<'a> SessionView<'a> {
    pub(super) fn new(
        number: usize,
        subject: &'a Pseudonym,
        id: &'a SessionId,
        batches: &'a [StoredBatch],
        opened: OpenedSession,
    ) -> Self {
        let frames: BTreeMap<u64, (u64, Phase)> = opened
            .records
            .iter()
            .filter_map(|(seq, record)| match read_line(&record.line) {
                Ok(AnyRecord::Known(record)) => match record.kind {
                    Kind::Frame { action, phase, .. } => Some((*seq, (action, phase))),
                    _ => None,
                },
                _ => None,
            })
            .collect();
        let mut pictures: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
        for (seq, (action, phase)) in &frames {
            // One that names itself, or another picture, belongs to no action, and has an entry of its own.
            if opened.records.contains_key(action) && !frames.contains_key(action) {
                let of_action = pictures.entry(*action).or_default();
                match phase {
                    Phase::Before => of_action.insert(0, *seq),
                    Phase::After => of_action.push(*seq),
                }
            }
        }
        Self { number, subject, id, batches, opened, pictures }
    }

    /// Everything up to the first record. What is missing may be what the person has had erased.
    pub(super) fn head(&self, may_be_erased: bool) -> Markup {
        let title = html! {
            h2 { "Session " code { (short(self.id)) } }
            p.who { "of pseudonym " code { (self.subject) } }
        };
        let facts = self.batches.first().map(|batch| &batch.envelope);
        html! {
            (PreEscaped("<section id=\"")) "s" (self.number) (PreEscaped("\">"))
            header {
                (title)
                @if let Some(envelope) = facts {
                    dl {
                        div { dt { "Region" } dd { (envelope.region) } }
                        div { dt { "Purpose" } dd { "model training" } }
                        div { dt { "Delete after" } dd { (envelope.delete_after) } }
                        div { dt { "Rules" } dd { code { (short(envelope.rules)) } } }
                        div { dt { "Policy" } dd { code { (short(envelope.policy)) } } }
                        div { dt { "Consent" } dd { code { (short(envelope.consent)) } } }
                    }
                }
                (self.envelopes())
                @if !self.opened.locked.is_empty() {
                    p.note { (count(self.opened.locked.len(), "batch")) " sealed for keys that were not given: not shown." }
                }
                @for (from, to) in holes(self.batches) {
                    p.note {
                        "Records " (from) " to " (to) " have not arrived"
                        @if may_be_erased { ", or were erased" }
                        "."
                    }
                }
                @if !self.opened.rejects.is_empty() {
                    details.note {
                        summary { (count(self.opened.rejects.len(), "thing")) " that do not fit, and are not shown" }
                        ul { @for reject in &self.opened.rejects { li { code { (reject.name) } ": " (reject.reason) } } }
                    }
                }
            }
            (PreEscaped("<ol class=\"records\">"))
        }
    }

    fn envelopes(&self) -> Markup {
        html! {
            details {
                summary { "Envelopes (" (self.batches.len()) ")" }
                table {
                    thead { tr { th { "Batch" } th { "Records" } th { "Frames" } th { "Sealed for" } } }
                    tbody {
                        @for StoredBatch { id, envelope } in self.batches {
                            tr {
                                td { code { (short(id)) } }
                                td { (envelope.first_seq) "–" (envelope.last_seq) }
                                td { (envelope.frames.len()) }
                                td { (envelope.key.as_deref().unwrap_or("nobody: plain")) }
                            }
                        }
                    }
                }
            }
        }
    }

    /// `seq` of everything that has an entry of its own: all but the pictures shown with their action.
    pub(super) fn entries(&self) -> impl Iterator<Item = u64> + '_ {
        let with_action: BTreeSet<u64> = self.pictures.values().flatten().copied().collect();
        self.opened.records.keys().copied().filter(move |seq| !with_action.contains(seq))
    }

    fn record(&self, seq: u64) -> Option<AnyRecord> {
        read_line(&self.opened.records.get(&seq)?.line).ok()
    }

    /// One entry. Pictures that it has and the page has not are added to `page`.
    pub(super) async fn entry(&self, archive: &Archive, seq: u64, page: &mut Pictures) -> Result<Markup, StoreError> {
        let record = match self.record(seq) {
            Some(AnyRecord::Known(record)) => record,
            Some(AnyRecord::Unknown(record)) => return Ok(unknown(&record)),
            None => return Ok(html! {}),
        };
        let mut figures = Vec::new();
        let own = matches!(record.kind, Kind::Frame { .. }).then_some(seq);
        for picture in self.pictures.get(&seq).into_iter().flatten().copied().chain(own) {
            if let Some(AnyRecord::Known(frame)) = self.record(picture) {
                let image = self.image(archive, &frame, page).await?;
                figures.push(figure(&frame, &image, mark(&record)));
            }
        }
        let kind = label(&record.kind);
        Ok(html! {
            li data-kind=(kind) {
                time { (clock(record.t.0)) }
                span.kind { (kind) }
                div {
                    p { (sentence(record.actor, &record.kind)) (place(&record)) }
                    (particulars(&record.kind))
                    @if !figures.is_empty() { div.figures { @for figure in &figures { (figure) } } }
                }
            }
            "\n"
        })
    }

    async fn image(&self, archive: &Archive, frame: &Record<String>, page: &mut Pictures) -> Result<Image, StoreError> {
        let Kind::Frame { image, .. } = &frame.kind else { return Ok(Image::None(String::new())) };
        let name = (*self.subject, *image);
        if let Some(number) = page.shown.get(&name) {
            return Ok(Image::Again(*number));
        }
        let key = self.opened.frames.get(image).and_then(Option::as_deref);
        match archive.frame(self.subject, image, key).await {
            Ok(bytes) => {
                let number = page.shown.len();
                page.shown.insert(name, number);
                Ok(Image::New(number, bytes))
            }
            Err(FrameError::Store(error)) => Err(error),
            Err(error) => {
                page.missing.insert(name);
                Ok(Image::None(error.to_string()))
            }
        }
    }
}

fn unknown(record: &Unknown) -> Markup {
    html! {
        li data-kind="unknown" {
            time { (clock(record.t.0)) }
            span.kind { "unknown" }
            div {
                p { "record " (record.seq) " of a kind that this version does not know" }
                details { summary { "As it was sent" } pre { (record.json()) } }
            }
        }
    }
}

fn place(record: &Record<String>) -> Markup {
    html! {
        span.place {
            @if record.tab > 0 { " tab " (record.tab) }
            @if !record.frame.is_empty() { " · child frame" }
            " · #" (record.seq)
        }
    }
}

fn particulars(kind: &Kind<String>) -> Markup {
    html! {
        @if let Kind::Type { keys, .. } = kind && !keys.is_empty() {
            details { summary { (count(keys.len(), "key")) } (strokes(keys)) }
        }
        @if let Kind::Aria { snapshot, .. } = kind {
            details { summary { "Snapshot" } pre { (recorded(snapshot)) } }
        }
        @if let Some(target) = target(kind) && target.sensitive.is_none() {
            details { summary { "Selectors" } (selectors(target)) }
        }
    }
}

fn selectors(target: &Target<String>) -> Markup {
    let all = &target.selectors;
    let rows = [
        ("test id", all.test_id.as_ref()),
        ("role", target.role.as_ref()),
        ("name", all.name.as_ref()),
        ("label", all.label.as_ref()),
        ("placeholder", all.placeholder.as_ref()),
        ("text", all.text.as_ref()),
        ("css", Some(&all.css)),
        ("xpath", Some(&all.xpath)),
        ("ref", target.reference.as_ref()),
    ];
    html! {
        table.selectors {
            @for (family, selector) in rows {
                @if let Some(selector) = selector { tr { th { (family) } td { code { (recorded(selector)) } } } }
            }
            tr {
                th { "best" }
                td {
                    (format!("{:?}", target.primary.family).to_lowercase())
                    @if let Some(matches) = target.primary.matches { ", matching " (count(matches as usize, "element")) }
                }
            }
        }
    }
}
