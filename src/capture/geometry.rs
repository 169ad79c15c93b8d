//! From the rectangles of many frames to the pixels of one picture. When in doubt, more is filled.

use serde::Serialize;

use crate::map::Map;
use crate::message::{ChildFrame, View};
use crate::record::Rect;

/// A rectangle in pixels of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PixelRect {
    /// Left edge.
    pub x: u32,
    /// Upper edge.
    pub y: u32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

/// What one frame of the page knows of itself.
#[derive(Clone, Debug, Default)]
pub(super) struct FrameGeometry {
    /// What must be filled, in the frame's own viewport.
    pub rects: Vec<Rect>,
    /// What alone may be seen; none where everything may.
    pub surfaces: Option<Vec<Rect>>,
    /// Where its child frames are.
    pub children: Vec<ChildFrame>,
    /// Its viewport.
    pub view: View,
}

/// Why a picture can't be made safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unplaceable {
    /// The top frame did not say anything.
    NoTopFrame,
    /// A frame that has something to hide can't be found in its parent.
    LostFrame,
}

/// A frame that is to be looked at.
struct Visit<'a> {
    path: Vec<u32>,
    frame: &'a FrameGeometry,
    /// Where its viewport begins in the page.
    origin: (f64, f64),
    /// What of it can be seen.
    shown: Rect,
    /// What a frame may show because of where it is.
    scope: Scope,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// Whatever it may show by itself: it is the page, or stands in a page that may be seen.
    Own,
    /// Everything: it is a part of a surface.
    Surface,
    /// Its surfaces and nothing else: it stands beside the surfaces of its parent.
    Beside,
}

/// How much of a frame some rectangles are, at most 1 for each of them.
pub(super) fn share(rects: &[Rect], view: &View) -> f64 {
    let whole = Rect { x: view.left, y: view.top, width: view.width, height: view.height };
    let areas = rects.iter().filter_map(|rect| intersection(*rect, whole)).map(|rect| rect.width * rect.height);
    areas.sum::<f64>() / (view.width * view.height)
}

/// All rectangles of a page in the top frame's viewport. `frames` are the frames that answered, by path; a child frame
/// that did not answer, or is transformed, is filled whole. Where only surfaces may be seen, everything else is filled.
///
/// # Errors
/// When the top frame did not answer, or a frame with something to hide has no place in its parent.
pub(super) fn page_rects(frames: &Map<Vec<u32>, FrameGeometry>) -> Result<Vec<Rect>, Unplaceable> {
    let top = frames.get(&Vec::new()).ok_or(Unplaceable::NoTopFrame)?;
    let View { left, top: upper, width, height, .. } = top.view;
    let shown = Rect { x: left, y: upper, width, height };
    let mut placed = vec![Vec::new()];
    let mut rects = top.rects.clone();
    let mut next = vec![Visit { path: Vec::new(), frame: top, origin: (0.0, 0.0), shown, scope: Scope::Own }];
    while let Some(Visit { path, frame, origin, shown, scope }) = next.pop() {
        let here = |rect: &Rect| Rect { x: rect.x + origin.0, y: rect.y + origin.1, ..*rect };
        let surfaces = match scope {
            Scope::Own => frame.surfaces.as_deref(),
            Scope::Surface => None,
            Scope::Beside => Some(frame.surfaces.as_deref().unwrap_or_default()),
        };
        let mut holes: Vec<Rect> = surfaces.unwrap_or_default().iter().map(here).collect();
        for child in &frame.children {
            let mut child_path = path.clone();
            child_path.push(child.index);
            let place = here(&child.rect);
            match (frames.get(&child_path), intersection(place, shown)) {
                (Some(known), Some(visible)) if !child.transformed => {
                    placed.push(child_path.clone());
                    let origin = (place.x, place.y);
                    let moved = known.rects.iter().map(|r| Rect { x: r.x + place.x, y: r.y + place.y, ..*r });
                    rects.extend(moved.filter_map(|rect| intersection(rect, visible)));
                    let scope = match (surfaces, child.surface) {
                        (Some(_), true) => Scope::Surface,
                        (Some(_), false) => Scope::Beside,
                        (None, _) => scope,
                    };
                    if scope == Scope::Beside {
                        holes.push(visible);
                    }
                    next.push(Visit { path: child_path, frame: known, origin, shown: visible, scope });
                }
                (known, visible) => {
                    if known.is_some() {
                        placed.extend(frames.keys().filter(|path| path.starts_with(&child_path)).cloned());
                    }
                    rects.extend(visible);
                }
            }
        }
        if surfaces.is_some() {
            rects.extend(beside(shown, &holes));
        }
    }
    let lost = frames.iter().any(|(path, frame)| !placed.contains(path) && !frame.rects.is_empty());
    if lost { Err(Unplaceable::LostFrame) } else { Ok(rects) }
}

/// What of `region` no hole covers, in bands from edge to edge. A hole that is no number is none.
fn beside(region: Rect, holes: &[Rect]) -> Vec<Rect> {
    let are_numbers = |rect: &&Rect| [rect.x, rect.y, rect.width, rect.height].iter().all(|edge| edge.is_finite());
    let holes: Vec<Rect> = holes.iter().filter(are_numbers).filter_map(|hole| intersection(*hole, region)).collect();
    let mut edges: Vec<f64> = holes.iter().chain([&region]).flat_map(|rect| [rect.y, rect.y + rect.height]).collect();
    candor_detect::sort_by(&mut edges, f64::total_cmp);
    let mut rects = Vec::new();
    for (y, bottom) in edges.iter().zip(edges.iter().skip(1)).filter(|(y, bottom)| bottom > y) {
        let covering = holes.iter().filter(|hole| hole.y <= *y && hole.y + hole.height >= *bottom);
        let mut across: Vec<(f64, f64)> = covering.map(|hole| (hole.x, hole.x + hole.width)).collect();
        candor_detect::sort_by(&mut across, |one, other| one.0.total_cmp(&other.0));
        let end = region.x + region.width;
        across.push((end, end));
        let mut x = region.x;
        for (left, right) in across {
            if left > x {
                rects.push(Rect { x, y: *y, width: left - x, height: bottom - y });
            }
            x = x.max(right);
        }
    }
    rects
}

fn intersection(a: Rect, b: Rect) -> Option<Rect> {
    let (x, y) = (a.x.max(b.x), a.y.max(b.y));
    let (right, bottom) = ((a.x + a.width).min(b.x + b.width), (a.y + a.height).min(b.y + b.height));
    (right > x && bottom > y).then_some(Rect { x, y, width: right - x, height: bottom - y })
}

/// Maps rectangles of the top frame's viewport to pixels of a picture of `width` × `height`, which shows what can be seen
/// of it, rounded outwards by a CSS pixel and at least one of the picture's; what lies outside is left out. A rectangle that is no number fills the
/// whole picture.
pub fn to_pixels(rects: &[Rect], view: &View, width: u32, height: u32) -> Vec<PixelRect> {
    let (scale_x, scale_y) = (f64::from(width) / view.width, f64::from(height) / view.height);
    let whole = PixelRect { x: 0, y: 0, width, height };
    let mut pixels: Vec<PixelRect> = Vec::new();
    for rect in rects {
        let (x, y) = (rect.x - view.left, rect.y - view.top);
        let edges = [x * scale_x, y * scale_y, (x + rect.width) * scale_x, (y + rect.height) * scale_y];
        if edges.iter().any(|edge| !edge.is_finite()) {
            return vec![whole];
        }
        let [left, top, right, bottom] = edges;
        let less = |edge: f64, scale: f64| (edge - scale).floor() - 1.0;
        let more = |edge: f64, scale: f64| (edge + scale).ceil() + 1.0;
        let (left, right) = (clamp(less(left, scale_x), width), clamp(more(right, scale_x), width));
        let (top, bottom) = (clamp(less(top, scale_y), height), clamp(more(bottom, scale_y), height));
        if right > left && bottom > top && rect.width > 0.0 && rect.height > 0.0 {
            pixels.push(PixelRect { x: left, y: top, width: right - left, height: bottom - top });
        }
    }
    pixels
}

fn clamp(edge: f64, limit: u32) -> u32 {
    // In range by construction: a finite number held between 0 and a u32.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    {
        edge.clamp(0.0, f64::from(limit)) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::collect;

    fn rect(x: f64, y: f64, width: f64, height: f64) -> Rect {
        Rect { x, y, width, height }
    }

    fn frame(rects: &[Rect], children: &[(u32, Rect)]) -> FrameGeometry {
        let child = |&(index, rect)| ChildFrame { index, rect, transformed: false, surface: false };
        let view = View { width: 1000.0, height: 1000.0, ..View::default() };
        FrameGeometry { rects: rects.to_vec(), surfaces: None, children: children.iter().map(child).collect(), view }
    }

    #[test]
    fn a_rectangle_of_a_nested_frame_is_offset_by_all_its_parents_and_clipped_by_them() {
        let frames = collect([
            (vec![], frame(&[], &[(0, rect(100.0, 50.0, 300.0, 300.0))])),
            (vec![0], frame(&[], &[(1, rect(10.0, 20.0, 100.0, 100.0))])),
            (vec![0, 1], frame(&[rect(5.0, 5.0, 30.0, 10.0), rect(90.0, 0.0, 50.0, 10.0)], &[])),
        ]);
        let rects = page_rects(&frames).unwrap();
        assert_eq!(rects, [rect(115.0, 75.0, 30.0, 10.0), rect(200.0, 70.0, 10.0, 10.0)]);
    }

    #[test]
    fn a_frame_that_does_not_answer_or_is_transformed_is_filled_whole() {
        let place = rect(100.0, 50.0, 300.0, 300.0);
        let silent = collect([(vec![], frame(&[], &[(0, place)]))]);
        assert_eq!(page_rects(&silent).unwrap(), [place]);

        let mut top = frame(&[], &[(0, place)]);
        top.children[0].transformed = true;
        let turned = collect([(vec![], top), (vec![0], frame(&[rect(0.0, 0.0, 1.0, 1.0)], &[]))]);
        assert_eq!(page_rects(&turned).unwrap(), [place]);
    }

    #[test]
    fn a_frame_with_a_secret_and_no_place_spoils_the_picture() {
        let secret = frame(&[rect(0.0, 0.0, 1.0, 1.0)], &[]);
        let lost = collect([(vec![], frame(&[], &[])), (vec![3], secret)]);
        assert_eq!(page_rects(&lost), Err(Unplaceable::LostFrame));
        let harmless = collect([(vec![], frame(&[], &[])), (vec![3], frame(&[], &[]))]);
        assert_eq!(page_rects(&harmless), Ok(vec![]));
        assert_eq!(page_rects(&Map::new_vec()), Err(Unplaceable::NoTopFrame));
    }

    /// Whether a point is in none of the rectangles.
    fn is_shown(rects: &[Rect], (x, y): (f64, f64)) -> bool {
        let holds = |rect: &Rect| x >= rect.x && x < rect.x + rect.width && y >= rect.y && y < rect.y + rect.height;
        !rects.iter().any(holds)
    }

    #[test]
    fn where_only_surfaces_may_be_seen_everything_beside_them_is_filled_once() {
        let mut top = frame(&[rect(150.0, 150.0, 10.0, 10.0)], &[]);
        top.surfaces = Some(vec![rect(100.0, 100.0, 200.0, 100.0), rect(250.0, 150.0, 200.0, 100.0)]);
        let rects = page_rects(&collect([(vec![], top)])).unwrap();
        let steps = || (0..100).map(|step| f64::from(step) * 10.0 + 5.0);
        for (x, y) in steps().flat_map(|x| steps().map(move |y| (x, y))) {
            let surface = ((100.0..300.0).contains(&x) && (100.0..200.0).contains(&y))
                || ((250.0..450.0).contains(&x) && (150.0..250.0).contains(&y));
            let secret = (150.0..160.0).contains(&x) && (150.0..160.0).contains(&y);
            assert_eq!(is_shown(&rects, (x, y)), surface && !secret, "{x} {y}");
        }
        let area: f64 = rects.iter().map(|rect| rect.width * rect.height).sum();
        assert!((area - (1_000_000.0 - 37_500.0 + 100.0)).abs() < 1e-6, "{area}");
    }

    #[test]
    fn a_frame_shows_its_own_surfaces_or_is_a_part_of_its_parents() {
        let place = rect(100.0, 100.0, 100.0, 100.0);
        let at_its_corner = (105.0, 105.0);
        let in_its_middle = (150.0, 150.0);
        // (the page's surfaces, whether the frame is in one, the frame's surfaces, what can be seen)
        let all = vec![rect(0.0, 0.0, 1000.0, 1000.0)];
        let middle = vec![rect(40.0, 40.0, 20.0, 20.0)];
        for (surfaces, surface, own, corner, centre) in [
            (None, false, None, true, true),
            (None, false, Some(middle.clone()), false, true),
            (Some(all.clone()), true, None, true, true),
            (Some(all.clone()), true, Some(middle.clone()), true, true),
            (Some(vec![]), false, Some(middle), false, true),
            (Some(vec![]), false, Some(vec![]), false, false),
            (Some(vec![]), false, None, false, false),
            (Some(vec![rect(f64::NAN, 0.0, 1000.0, 1000.0)]), true, None, false, false),
        ] {
            let mut top = frame(&[], &[(0, place)]);
            top.surfaces = surfaces;
            top.children[0].surface = surface;
            let mut child = frame(&[rect(70.0, 70.0, 5.0, 5.0)], &[]);
            child.surfaces = own;
            let rects = page_rects(&collect([(vec![], top), (vec![0], child)])).unwrap();
            assert_eq!((is_shown(&rects, at_its_corner), is_shown(&rects, in_its_middle)), (corner, centre));
            assert!(!is_shown(&rects, (172.0, 172.0)), "what is sensitive in a frame is filled in any case");
        }
    }

    #[test]
    fn a_pinched_page_shows_a_part_of_its_viewport() {
        let view = View { width: 50.0, height: 25.0, left: 20.0, top: 10.0, ..View::default() };
        let pixels = to_pixels(&[rect(30.0, 15.0, 5.0, 5.0), rect(0.0, 0.0, 10.0, 10.0)], &view, 100, 50);
        assert_eq!(pixels, [PixelRect { x: 17, y: 7, width: 16, height: 16 }]);
    }

    #[test]
    fn pixels_cover_the_rectangle_at_any_scale() {
        let view = View { width: 100.0, height: 50.0, dpr: 1.5, ..View::default() };
        let pixels = to_pixels(&[rect(10.2, 5.0, 10.0, 10.0), rect(200.0, 0.0, 9.0, 9.0)], &view, 150, 75);
        assert_eq!(pixels, [PixelRect { x: 12, y: 5, width: 21, height: 20 }]);
        let nan = to_pixels(&[rect(f64::NAN, 0.0, 1.0, 1.0)], &view, 150, 75);
        assert_eq!(nan, [PixelRect { x: 0, y: 0, width: 150, height: 75 }]);
    }
}
