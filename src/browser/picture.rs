//! Pictures: decode, fill, scale, encode. What is to be hidden is filled in the picture as taken, at its full size,
//! before anything else is done with it.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, ImageBitmap, ImageEncodeOptions, OffscreenCanvas, OffscreenCanvasRenderingContext2d};

use super::{global, settled};
use crate::capture::PixelRect;

/// What sensitive parts are filled with: a colour that no interface is likely to have by itself.
const FILL: &str = "#ff00ff";

/// Decodes a picture as the browser gave it.
pub(super) async fn decode(png: &Uint8Array) -> Result<ImageBitmap, JsValue> {
    let blob = Blob::new_with_u8_array_sequence(&Array::of1(png))?;
    settled(global().create_image_bitmap_with_blob(&blob)?).await?.dyn_into()
}

/// Fills, scales and encodes; the new width, height and bytes.
pub(super) async fn redact(
    picture: &ImageBitmap,
    fill: &[PixelRect],
    long_edge: u32,
    quality: u8,
) -> Result<(u32, u32, Vec<u8>), JsValue> {
    let (width, height) = (picture.width(), picture.height());
    let (full, pen) = canvas(width, height)?;
    pen.draw_image_with_image_bitmap(picture, 0.0, 0.0)?;
    pen.set_fill_style_str(FILL);
    for rect in fill {
        pen.fill_rect(rect.x.into(), rect.y.into(), rect.width.into(), rect.height.into());
    }
    let scale = (f64::from(long_edge) / f64::from(width.max(height))).min(1.0);
    let scaled = |edge: u32| {
        // Between 1 and the edge itself.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        {
            (f64::from(edge) * scale).round().max(1.0) as u32
        }
    };
    let (new_width, new_height) = (scaled(width), scaled(height));
    let drawn = if scale < 1.0 {
        let (small, pen) = canvas(new_width, new_height)?;
        pen.draw_image_with_offscreen_canvas_and_dw_and_dh(&full, 0.0, 0.0, new_width.into(), new_height.into())?;
        small
    } else {
        full
    };
    let options = ImageEncodeOptions::new();
    options.set_type("image/jpeg");
    options.set_quality(f64::from(quality) / 100.0);
    let blob: Blob = settled(drawn.convert_to_blob_with_options(&options)?).await?.dyn_into()?;
    let bytes = Uint8Array::new(&settled(blob.array_buffer()).await?).to_vec();
    Ok((new_width, new_height, bytes))
}

fn canvas(width: u32, height: u32) -> Result<(OffscreenCanvas, OffscreenCanvasRenderingContext2d), JsValue> {
    let canvas = OffscreenCanvas::new(width, height)?;
    let pen = canvas.get_context("2d")?.ok_or_else(|| JsValue::from_str("no 2d context"))?;
    Ok((canvas, pen.dyn_into()?))
}
