//! One picture, from the question to the paint.
//!
//! Every frame of the tab is asked what must be hidden (`Asking`); when all have answered, or time is up, the picture
//! is taken (`Shooting`); then every frame is asked again what has changed in the meantime (`Closing`), and all that
//! was sensitive or changed at either end is filled (`Drawing`). A frame that does not answer, or takes itself
//! for the page, is filled whole; a page that scrolled or changed much is no picture.

use std::time::Duration;

use super::geometry::{FrameGeometry, Unplaceable, page_rects, share};
use crate::ids::DocNonce;
use crate::map::{self, Map};
use crate::message::{ChildFrame, View};
use crate::record::Rect;
use crate::time::WallMillis;

/// How long frames have to answer.
const PATIENCE: Duration = Duration::from_millis(600);
/// How much of a frame may change while the picture is taken.
const STEADY: f64 = 0.25;
/// Stands in a path for a frame in a shadow tree, which has no index of its own.
pub(crate) const UNLISTED: u32 = 65_535;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Asking,
    Shooting,
    Closing,
    Drawing,
}

#[derive(Clone, Debug)]
struct Asked {
    path: Vec<u32>,
    nonce: DocNonce,
    ready: Option<Ready>,
    closed: Option<Vec<Rect>>,
}

/// What a frame says before the picture is taken.
#[derive(Clone, Debug)]
pub struct Ready {
    /// Its epoch.
    pub epoch: u32,
    /// Its path from the top frame.
    pub path: Vec<u32>,
    /// Boxes of everything sensitive, in its viewport.
    pub rects: Vec<Rect>,
    /// Boxes of its surfaces, where nothing else may be seen.
    pub surfaces: Option<Vec<Rect>>,
    /// Where its child frames are.
    pub children: Vec<ChildFrame>,
    /// Its viewport.
    pub view: View,
}

/// What a ticket needs next.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// More answers.
    Wait,
    /// The picture.
    Shoot,
    /// `close` sent to these ports.
    Close(Vec<u32>),
    /// These rectangles of the top frame's viewport filled.
    Draw(Vec<Rect>, View),
    /// Nothing more: there is no safe picture this time.
    Fail,
}

/// A picture being made.
#[derive(Clone, Debug)]
pub struct Ticket {
    /// Its number.
    pub id: u32,
    /// The tab.
    pub tab: u32,
    /// Whether the page was still when it was asked for, so that the picture shows the end of an action.
    pub settled: bool,
    /// Number of the last observation of each document that the picture can show.
    pub seen: Map<DocNonce, u32>,
    /// When the picture was asked of the browser.
    pub asked: WallMillis,
    /// When the browser had taken it.
    pub taken: WallMillis,
    /// How many rectangles are filled.
    pub filled: usize,
    /// The top frame's viewport.
    pub view: Option<View>,
    stage: Stage,
    deadline: WallMillis,
    frames: Map<u32, Asked>,
}

impl Ticket {
    /// Opens a ticket for the documents of a tab: port, frame path, nonce, last observation. The path of the top document,
    /// by which the picture is measured, is empty, and no other's: the browser says so.
    pub fn open(
        now: WallMillis,
        id: u32,
        tab: u32,
        settled: bool,
        documents: impl IntoIterator<Item = (u32, Vec<u32>, DocNonce, u32)>,
    ) -> Self {
        let mut seen = Map::new_vec();
        let frames = map::collect(documents.into_iter().map(|(port, path, nonce, last)| {
            seen.insert(nonce, last);
            (port, Asked { path, nonce, ready: None, closed: None })
        }));
        let deadline = now + PATIENCE;
        let stage = Stage::Asking;
        Self { id, tab, settled, seen, asked: now, taken: now, filled: 0, view: None, stage, deadline, frames }
    }

    /// Whether the page still has a part in it.
    pub fn is_open(&self) -> bool {
        self.stage != Stage::Drawing
    }

    /// Ports that have been asked.
    pub fn ports(&self) -> impl Iterator<Item = u32> {
        self.frames.keys().copied()
    }

    /// A frame says what must be hidden.
    pub fn ready(&mut self, port: u32, seen: Ready) -> Outcome {
        if let Some(frame) = self.frames.get_mut(&port)
            && self.stage == Stage::Asking
        {
            if frame.path.is_empty() != seen.path.is_empty() {
                // It takes itself for the page, and is not: it counts as one that is not there.
                return self.gone(port);
            }
            frame.ready = Some(seen);
        }
        self.advance(false)
    }

    /// The browser has taken the picture.
    pub fn taken(&mut self, now: WallMillis) -> Outcome {
        if self.stage != Stage::Shooting {
            return Outcome::Fail;
        }
        self.taken = now;
        self.deadline = now + PATIENCE;
        self.stage = Stage::Closing;
        Outcome::Close(self.frames.iter().filter(|(_, frame)| frame.ready.is_some()).map(|(port, _)| *port).collect())
    }

    /// A frame says what has changed.
    pub fn closed(&mut self, port: u32, moved: bool, mut rects: Vec<Rect>, changed: Vec<Rect>) -> Outcome {
        if let Some(frame) = self.frames.get_mut(&port)
            && self.stage == Stage::Closing
        {
            if moved || frame.ready.as_ref().is_some_and(|ready| share(&changed, &ready.view) > STEADY) {
                return Outcome::Fail;
            }
            rects.extend(changed);
            frame.closed = Some(rects);
        }
        self.advance(false)
    }

    /// A document has gone.
    pub fn gone(&mut self, port: u32) -> Outcome {
        match self.frames.remove(&port) {
            Some(frame) if frame.path.is_empty() => Outcome::Fail,
            Some(_) => self.advance(false),
            None => Outcome::Wait,
        }
    }

    /// Time has passed.
    pub fn tick(&mut self, now: WallMillis) -> Outcome {
        if now < self.deadline || self.stage == Stage::Drawing { Outcome::Wait } else { self.advance(true) }
    }

    /// When `tick` has something to do.
    pub fn deadline(&self) -> Option<WallMillis> {
        matches!(self.stage, Stage::Asking | Stage::Closing).then_some(self.deadline)
    }

    /// The epochs at which the frames were shown.
    pub fn epochs(&self) -> Map<DocNonce, u32> {
        map::collect(self.frames.values().filter_map(|frame| Some((frame.nonce, frame.ready.as_ref()?.epoch))))
    }

    fn advance(&mut self, time_is_up: bool) -> Outcome {
        match self.stage {
            Stage::Asking if time_is_up || self.frames.values().all(|frame| frame.ready.is_some()) => {
                let top = self.frames.values().find(|frame| frame.path.is_empty());
                self.view = top.and_then(|top| Some(top.ready.as_ref()?.view));
                if self.view.is_none() {
                    return Outcome::Fail;
                }
                self.stage = Stage::Shooting;
                Outcome::Shoot
            }
            Stage::Closing
                if time_is_up || self.frames.values().all(|frame| frame.ready.is_none() || frame.closed.is_some()) =>
            {
                self.stage = Stage::Drawing;
                match (self.fill(), self.view) {
                    (Ok(rects), Some(view)) => {
                        self.filled = rects.len();
                        Outcome::Draw(rects, view)
                    }
                    _ => Outcome::Fail,
                }
            }
            _ => Outcome::Wait,
        }
    }

    /// Everything to be filled: only frames that answered both times can be trusted to have said it all.
    fn fill(&self) -> Result<Vec<Rect>, Unplaceable> {
        let mut trusted = Map::new_vec();
        for frame in self.frames.values() {
            let (Some(ready), Some(closed)) = (&frame.ready, &frame.closed) else { continue };
            let Ready { path, rects, surfaces, children, view, .. } = ready;
            if path.contains(&UNLISTED) {
                continue;
            }
            let rects = rects.iter().chain(closed).copied().collect();
            let known = FrameGeometry { rects, surfaces: surfaces.clone(), children: children.clone(), view: *view };
            if trusted.insert(path.clone(), known).is_some() {
                return Err(Unplaceable::LostFrame);
            }
        }
        page_rects(&trusted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: WallMillis = WallMillis(1_000);
    const LATE: WallMillis = WallMillis(1_600);

    fn view() -> View {
        View { width: 100.0, height: 100.0, ..View::default() }
    }

    fn rect(x: f64) -> Rect {
        Rect { x, y: 0.0, width: 5.0, height: 5.0 }
    }

    fn child() -> ChildFrame {
        ChildFrame {
            index: 0,
            rect: Rect { x: 50.0, y: 50.0, width: 40.0, height: 40.0 },
            transformed: false,
            surface: false,
        }
    }

    fn said(path: &[u32], rects: &[Rect], children: &[ChildFrame]) -> Ready {
        let (path, rects, children) = (path.to_vec(), rects.to_vec(), children.to_vec());
        Ready { epoch: 1, path, rects, surfaces: None, children, view: view() }
    }

    /// A ticket for a page, on port 10, and frames with these paths, on the ports behind it.
    fn ticket_for(frames: &[&[u32]]) -> Ticket {
        let paths = [&[][..]].into_iter().chain(frames.iter().copied());
        let document = |(number, path): (u8, &[u32])| {
            (u32::from(number) + 10, path.to_vec(), DocNonce::from_bytes([number; 15]), u32::from(number) + 3)
        };
        Ticket::open(NOW, 1, 7, true, (0..).zip(paths).map(document))
    }

    fn ticket() -> Ticket {
        ticket_for(&[&[0]])
    }

    #[test]
    fn what_was_sensitive_at_either_end_or_changed_is_filled() {
        let mut ticket = ticket();
        assert_eq!(ticket.ready(10, said(&[], &[rect(1.0)], &[child()])), Outcome::Wait);
        assert_eq!(ticket.ready(11, said(&[0], &[rect(2.0)], &[])), Outcome::Shoot);
        assert_eq!(ticket.taken(NOW), Outcome::Close(vec![10, 11]));
        assert_eq!(ticket.closed(11, false, vec![rect(3.0)], vec![]), Outcome::Wait);
        let Outcome::Draw(rects, _) = ticket.closed(10, false, vec![rect(4.0)], vec![rect(6.0)]) else {
            panic!("not drawn")
        };
        let moved = |x: f64| Rect { x: x + 50.0, y: 50.0, ..rect(x) };
        assert_eq!(rects, [rect(1.0), rect(4.0), rect(6.0), moved(2.0), moved(3.0)]);
    }

    #[test]
    fn a_page_that_moved_is_no_picture() {
        let mut ticket = ticket();
        ticket.ready(10, said(&[], &[], &[child()]));
        ticket.ready(11, said(&[0], &[], &[]));
        ticket.taken(NOW);
        assert_eq!(ticket.closed(10, true, vec![], vec![]), Outcome::Fail);
    }

    #[test]
    fn a_page_that_changed_in_more_than_a_quarter_is_no_picture() {
        for (height, outcome) in [(24.0, true), (26.0, false)] {
            let mut ticket = ticket();
            ticket.ready(10, said(&[], &[], &[]));
            ticket.ready(11, said(&[0], &[], &[]));
            ticket.taken(NOW);
            ticket.closed(11, false, vec![], vec![]);
            let changed = Rect { x: 0.0, y: -10.0, width: 200.0, height: height + 10.0 };
            let drawn = matches!(ticket.closed(10, false, vec![], vec![changed]), Outcome::Draw(..));
            assert_eq!(drawn, outcome, "{height}");
        }
    }

    #[test]
    fn a_frame_in_a_shadow_tree_is_filled_though_it_answers() {
        let mut ticket = ticket_for(&[&[UNLISTED]]);
        let unlisted = ChildFrame { index: UNLISTED, transformed: true, ..child() };
        ticket.ready(10, said(&[], &[], &[unlisted]));
        ticket.ready(11, said(&[UNLISTED], &[rect(1.0)], &[]));
        ticket.taken(NOW);
        ticket.closed(10, false, vec![], vec![]);
        assert_eq!(ticket.closed(11, false, vec![], vec![]), Outcome::Draw(vec![child().rect], view()));
    }

    #[test]
    fn a_frame_that_stays_silent_is_filled_and_a_silent_page_is_no_picture() {
        let mut silent_child = ticket();
        silent_child.ready(10, said(&[], &[], &[child()]));
        assert_eq!(silent_child.tick(NOW), Outcome::Wait);
        assert_eq!(silent_child.tick(LATE), Outcome::Shoot);
        assert_eq!(silent_child.taken(LATE), Outcome::Close(vec![10]));
        assert_eq!(silent_child.closed(10, false, vec![], vec![]), Outcome::Draw(vec![child().rect], view()));

        let mut silent_top = ticket();
        silent_top.ready(11, said(&[0], &[], &[]));
        assert_eq!(silent_top.tick(LATE), Outcome::Fail);
    }

    #[test]
    fn a_frame_that_dies_between_the_questions_is_filled() {
        let mut ticket = ticket();
        ticket.ready(10, said(&[], &[], &[child()]));
        ticket.ready(11, said(&[0], &[rect(1.0)], &[]));
        ticket.taken(NOW);
        ticket.closed(10, false, vec![], vec![]);
        assert_eq!(ticket.gone(11), Outcome::Draw(vec![child().rect], view()));
    }

    #[test]
    fn frames_that_claim_one_place_spoil_the_picture() {
        let mut ticket = ticket_for(&[&[0], &[0]]);
        ticket.ready(10, said(&[], &[], &[child()]));
        ticket.ready(11, said(&[0], &[], &[]));
        ticket.ready(12, said(&[0], &[], &[]));
        ticket.taken(NOW);
        ticket.closed(10, false, vec![], vec![]);
        ticket.closed(11, false, vec![], vec![]);
        assert_eq!(ticket.closed(12, false, vec![], vec![]), Outcome::Fail);
    }

    /// It would be measured by that frame's viewport: what is sensitive would be filled with a few pixels.
    #[test]
    fn no_frame_sets_the_measure_of_the_picture() {
        let wide = View { width: 10_000.0, height: 10_000.0, ..View::default() };
        // Whichever answers first.
        for order in [[10, 11], [11, 10]] {
            let mut ticket = ticket();
            for port in order {
                match port {
                    10 => ticket.ready(10, said(&[], &[rect(1.0)], &[child()])),
                    _ => ticket.ready(11, Ready { view: wide, ..said(&[], &[], &[]) }),
                };
            }
            ticket.taken(NOW);
            let outcome = ticket.closed(10, false, vec![], vec![]);
            assert_eq!(outcome, Outcome::Draw(vec![rect(1.0), child().rect], view()));
        }
        let mut page = ticket();
        assert_eq!(page.ready(10, said(&[0], &[], &[])), Outcome::Fail, "nor is the page a frame");
    }

    #[test]
    fn a_page_that_goes_away_takes_its_picture_with_it() {
        assert_eq!(ticket().gone(10), Outcome::Fail);
    }
}
