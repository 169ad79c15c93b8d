//! What the person opens of what is held: the records of a part, or an image of one.
//!
//! What can't be read is never taken for what is not there: a page that believed it would call deleted what it has not seen.

use base64ct::{Base64, Encoding as _};

use super::holes::Told;
use crate::engine::Engine;
use crate::engine::control::About;
use crate::ids::FrameId;
use crate::message::Review;
use crate::spool::Bucket;
use crate::time::WallMillis;

/// A request that waits for what it asks for.
#[derive(Debug)]
pub(super) struct Asked {
    request: u32,
    part: String,
    /// The image; none for the records.
    image: Option<FrameId>,
    /// Whether a record of it could not be read, and it is loaded as a whole now, to be mended.
    is_torn: bool,
}

impl Engine {
    /// Opens a part, or an image of it, once it is stored.
    pub(in crate::engine) fn open_part(&mut self, now: WallMillis, request: u32, part: String, image: Option<&str>) {
        let image = image.map(str::parse).transpose();
        match (self.bucket_named(&part), image) {
            (Some(_), Ok(image)) => self.reviewing.asked.push(Asked { request, part, image, is_torn: false }),
            _ => self.answer(now, request, None, About::Held),
        }
    }

    pub(super) fn load_asked(&mut self, now: WallMillis) {
        for asked in std::mem::take(&mut self.reviewing.asked) {
            let Some(bucket) = self.bucket_named(&asked.part) else {
                self.answer(now, asked.request, None, About::Held);
                continue;
            };
            let places = match asked.image {
                Some(image) => vec![bucket.image_place(&image)],
                None if asked.is_torn => vec![bucket.rows(), bucket.images()],
                None => vec![bucket.rows()],
            };
            let token = self.load(places, &bucket);
            self.reviewing.opening.push((token, bucket, asked));
        }
    }

    /// What was asked for has been loaded. Whether it was asked for here.
    pub(super) fn opened(&mut self, now: WallMillis, token: u64, entries: &[(String, Vec<u8>)]) -> bool {
        let Some(place) = self.reviewing.opening.iter().position(|(opening, ..)| *opening == token) else {
            return false;
        };
        let (_, bucket, asked) = self.reviewing.opening.remove(place);
        // It may have been deleted meanwhile, or be another one now.
        let is_there = self.bucket_named(&asked.part).is_some();
        if is_there && asked.image.is_none() && !asked.is_torn && self.is_torn(&bucket, entries) {
            // Then no record comes to it in the meantime.
            self.spool.close_buckets();
            self.reviewing.asked.push(Asked { is_torn: true, ..asked });
            return true;
        }
        if is_there && asked.is_torn {
            self.mend_torn(&bucket, entries);
        }
        let mut review = self.held_parts();
        match asked.image {
            _ if !is_there || asked.is_torn => {}
            Some(_) => review.image = self.image_among(&bucket, entries),
            None => self.tell_part(&mut review, &bucket, entries),
        }
        self.answer_review(now, asked.request, review);
        true
    }

    fn image_among(&self, bucket: &Bucket, entries: &[(String, Vec<u8>)]) -> Option<String> {
        let (place, value) = entries.first()?;
        self.spool.open_entry(bucket, place, value).ok().map(|image| Base64::encode_string(&image))
    }

    fn tell_part(&self, review: &mut Review, bucket: &Bucket, entries: &[(String, Vec<u8>)]) {
        let Some(told) = self.read(bucket, entries) else { return };
        let id = bucket.id.to_string();
        // As many as it had then.
        let part = review.parts.iter_mut().find(|part| part.id == id);
        part.into_iter().for_each(|part| part.records = self.choices.holes.count(bucket));
        review.numbers = Some(told.iter().map(|told| told.stored).collect());
        review.lines = told.into_iter().map(|told| String::from_utf8(told.line).ok()).collect();
    }

    /// Whether records of a bucket are missing or damaged, though others are there and nothing of it waits to be stored.
    fn is_torn(&self, bucket: &Bucket, entries: &[(String, Vec<u8>)]) -> bool {
        let rows = self.spool.left_of(bucket, entries).unwrap_or_default();
        !self.is_stuck() && rows.iter().any(Option::is_none)
    }

    /// Under its old name there is nothing then. While something else is done to a bucket, it waits until it is asked for again.
    fn mend_torn(&mut self, bucket: &Bucket, entries: &[(String, Vec<u8>)]) {
        if self.reviewing.erasing.is_none() && !self.rewriting.is_loading() {
            self.mend(bucket, entries);
        }
    }

    /// The records of a bucket as they are told; without the last ones when they could not be stored. Nothing when they
    /// can't be read.
    fn read(&self, bucket: &Bucket, entries: &[(String, Vec<u8>)]) -> Option<Vec<Told>> {
        let rows = self.spool.left_of(bucket, entries)?;
        let rows = rows.into_iter().map_while(|row| row).collect();
        self.choices.holes.tell(bucket, rows).map(|(_, told)| told)
    }
}
