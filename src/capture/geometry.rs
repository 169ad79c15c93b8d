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
    /// Where its child frames are.
    pub children: Vec<ChildFrame>,
}

/// Why a picture can't be made safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unplaceable {
    /// The top frame did not say anything.
    NoTopFrame,
    /// A frame that has something to hide can't be found in its parent.
    LostFrame,
}

/// All rectangles of a page in the top frame's viewport. `frames` are the frames that answered, by path; a child frame
/// that did not answer, or is transformed, is filled whole.
///
/// # Errors
/// When the top frame did not answer, or a frame with something to hide has no place in its parent.
pub(super) fn page_rects(frames: &Map<Vec<u32>, FrameGeometry>) -> Result<Vec<Rect>, Unplaceable> {
    let top = frames.get(&Vec::new()).ok_or(Unplaceable::NoTopFrame)?;
    let mut placed = vec![Vec::new()];
    let mut rects = top.rects.clone();
    let mut next = vec![(Vec::new(), top, None::<Rect>)];
    while let Some((path, frame, clip)) = next.pop() {
        for child in &frame.children {
            let mut child_path = path.clone();
            child_path.push(child.index);
            let place = match clip {
                None => child.rect,
                Some(outer) => Rect { x: child.rect.x + outer.x, y: child.rect.y + outer.y, ..child.rect },
            };
            let visible = clip.map_or(Some(place), |outer| intersection(place, outer));
            match (frames.get(&child_path), visible) {
                (Some(known), _) if !child.transformed => {
                    placed.push(child_path.clone());
                    if let Some(visible) = visible {
                        let moved = known.rects.iter().map(|r| Rect { x: r.x + place.x, y: r.y + place.y, ..*r });
                        rects.extend(moved.filter_map(|rect| intersection(rect, visible)));
                    }
                    next.push((child_path, known, Some(place)));
                }
                (known, visible) => {
                    if known.is_some() {
                        placed.extend(frames.keys().filter(|path| path.starts_with(&child_path)).cloned());
                    }
                    rects.extend(visible);
                }
            }
        }
    }
    let lost = frames.iter().any(|(path, frame)| !placed.contains(path) && !frame.rects.is_empty());
    if lost { Err(Unplaceable::LostFrame) } else { Ok(rects) }
}

fn intersection(a: Rect, b: Rect) -> Option<Rect> {
    let (x, y) = (a.x.max(b.x), a.y.max(b.y));
    let (right, bottom) = ((a.x + a.width).min(b.x + b.width), (a.y + a.height).min(b.y + b.height));
    (right > x && bottom > y).then_some(Rect { x, y, width: right - x, height: bottom - y })
}

/// Maps rectangles of the top frame's viewport to pixels of a picture of `width` × `height`, rounded outwards by at
/// least one pixel; what lies outside is left out. A rectangle that is no number fills the whole picture.
pub fn to_pixels(rects: &[Rect], view: &View, width: u32, height: u32) -> Vec<PixelRect> {
    let (scale_x, scale_y) = (f64::from(width) / view.width, f64::from(height) / view.height);
    let whole = PixelRect { x: 0, y: 0, width, height };
    let mut pixels: Vec<PixelRect> = Vec::new();
    for rect in rects {
        let edges =
            [rect.x * scale_x, rect.y * scale_y, (rect.x + rect.width) * scale_x, (rect.y + rect.height) * scale_y];
        if edges.iter().any(|edge| !edge.is_finite()) {
            return vec![whole];
        }
        let [left, top, right, bottom] = edges;
        let (left, right) = (clamp(left.floor() - 1.0, width), clamp(right.ceil() + 1.0, width));
        let (top, bottom) = (clamp(top.floor() - 1.0, height), clamp(bottom.ceil() + 1.0, height));
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
        let child = |&(index, rect)| ChildFrame { index, rect, transformed: false };
        FrameGeometry { rects: rects.to_vec(), children: children.iter().map(child).collect() }
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

    #[test]
    fn pixels_cover_the_rectangle_at_any_scale() {
        let view = View { width: 100.0, height: 50.0, dpr: 1.5, scroll_x: 0.0, scroll_y: 0.0 };
        let pixels = to_pixels(&[rect(10.2, 5.0, 10.0, 10.0), rect(200.0, 0.0, 9.0, 9.0)], &view, 150, 75);
        assert_eq!(pixels, [PixelRect { x: 14, y: 6, width: 18, height: 18 }]);
        let nan = to_pixels(&[rect(f64::NAN, 0.0, 1.0, 1.0)], &view, 150, 75);
        assert_eq!(nan, [PixelRect { x: 0, y: 0, width: 150, height: 75 }]);
    }
}
