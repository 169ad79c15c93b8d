//! The pictures of an action, side by side, with the place of the click drawn in.

use candor_core::record::{Kind, Phase, Point, Record, Rect};
use data_encoding::BASE64;
use maud::{Markup, html};

use super::text::count;

/// Where an action went, in CSS pixels of the top frame's viewport.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Mark {
    point: Option<Point>,
    target: Rect,
}

/// The mark of an action; nothing for one in a child frame, whose coordinates are its own.
pub(super) fn mark(action: &Record<String>) -> Option<Mark> {
    if !action.frame.is_empty() {
        return None;
    }
    let point = match &action.kind {
        Kind::Click { point, .. } | Kind::Scroll { point, .. } => Some(*point),
        Kind::Drag { path, .. } => path.first().copied(),
        _ => None,
    };
    super::sentence::target(&action.kind).map(|target| Mark { point, target: target.rect })
}

/// What there is of a picture.
pub(super) enum Image {
    /// The page has it here for the first time, under this number.
    New(usize, Vec<u8>),
    /// It has it under this number already: the script shows it here as well.
    Again(usize),
    /// It can't be had, for this reason.
    None(String),
}

/// A picture, or why there is none. `frame` must be a record of kind `frame`, or nothing comes out.
pub(super) fn figure(frame: &Record<String>, image: &Image, mark: Option<Mark>) -> Markup {
    let Kind::Frame { width, height, viewport, phase, age, redacted, .. } = &frame.kind else { return html! {} };
    let name = match phase {
        Phase::Before => "Before",
        Phase::After => "After",
    };
    let mark = mark.filter(|_| *phase == Phase::Before);
    html! {
        figure {
            @if let Image::None(reason) = image {
                p.missing { (reason) }
            } @else {
                button.shot type="button" aria-label={ "Enlarge the picture: " (name) } {
                    @match image {
                        Image::New(number, bytes) => {
                            img id={ "i" (number) } loading="lazy" decoding="async" width=(width) height=(height) alt=(name)
                                src={ "data:image/jpeg;base64," (BASE64.encode(bytes)) };
                        }
                        Image::Again(number) => {
                            img data-same={ "i" (number) } loading="lazy" decoding="async" width=(width) height=(height) alt=(name);
                        }
                        Image::None(_) => {}
                    }
                    @if let Some(mark) = mark { (overlay(mark, viewport)) }
                }
            }
            figcaption {
                b { (name) } " " (age) " ms "
                @if *redacted > 0 { span.filled { (count(*redacted as usize, "place")) " filled" } }
            }
        }
    }
}

fn overlay(mark: Mark, viewport: &Rect) -> Markup {
    let Mark { point, target } = mark;
    // Of the picture's width, so that it can be seen in a small one, too.
    let radius = viewport.width / 60.0;
    html! {
        svg aria-hidden="true" preserveAspectRatio="none" viewBox={ "0 0 " (viewport.width) " " (viewport.height) } {
            rect x=(target.x) y=(target.y) width=(target.width.max(0.0)) height=(target.height.max(0.0)) {}
            @if let Some(point) = point {
                circle.halo cx=(point.x) cy=(point.y) r=(radius) {}
                circle cx=(point.x) cy=(point.y) r=(radius / 4.0) {}
            }
        }
    }
}
