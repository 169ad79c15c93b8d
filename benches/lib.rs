//! What the benchmarks of the detector share, and its entry for the one that runs in a browser's worker.

/// The patterns of the peer: a scanner of regular expressions for a few families, with none of the personal data. It is
/// what a team writes in a day, and does a small part of the work.
pub const PEER: &str = include_str!("peer.txt");

/// The sizes measured, in bytes, with their names.
pub const SIZES: [(&str, usize); 4] = [("64B", 64), ("1KB", 1 << 10), ("64KB", 64 << 10), ("10MB", 10 << 20)];

/// Pieces of `text` of about `size` bytes, spread over all of it: at most a thousand, and a MiB together if they are smaller.
#[must_use]
pub fn pieces(text: &str, size: usize) -> Vec<&str> {
    let count = (text.len().min(1 << 20) / size).clamp(1, 1_000);
    let stride = text.len() / count;
    (0..count)
        .map(|number| {
            let start = text.floor_char_boundary(number * stride);
            &text[start..text.floor_char_boundary((start + size).min(text.len()))]
        })
        .collect()
}

/// The detector in WebAssembly.
#[cfg(target_arch = "wasm32")]
mod wasm {
    use candor_detect::{Context, Detector};
    use wasm_bindgen::prelude::wasm_bindgen;

    /// A text and what reads it.
    #[wasm_bindgen]
    pub struct Bench {
        detector: Detector,
        text: String,
    }

    #[wasm_bindgen]
    impl Bench {
        /// Keeps a text, so that no measured call copies it.
        #[wasm_bindgen(constructor)]
        pub fn new(text: String) -> Self {
            Self { detector: Detector::default(), text }
        }

        /// Reads all pieces of about `size` bytes once: how many bytes were read, and how much was found.
        pub fn read(&self, size: usize) -> Vec<u32> {
            let (mut bytes, mut found) = (0, 0);
            for piece in super::pieces(&self.text, size) {
                bytes += piece.len();
                found += self.detector.find(piece, &Context::default()).len();
            }
            vec![u32::try_from(bytes).unwrap_or(u32::MAX), u32::try_from(found).unwrap_or(u32::MAX)]
        }
    }
}
