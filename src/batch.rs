//! Cutting a batch: clean lines go in, the bytes of one request come out; and the way back.
//!
//! Lines are joined to NDJSON, gzipped without a time stamp, sealed for the recipient and signed. That happens once:
//! the bytes are stored before the first request, so a repeat is the same bytes under the same id.

use std::io::Read;

use crc::{CRC_32_ISO_HDLC, Crc, NoTable};
use flate2::bufread::GzDecoder;
use miniz_oxide::deflate::compress_to_vec;
use rand_core::CryptoRng;

use crate::envelope::{self, Envelope, EnvelopeError, SignedBatch};
use crate::identity::Identity;
use crate::ids::BatchId;
use crate::json;
use crate::raw::Scrubbed;
use crate::record::Record;
use crate::seal::{self, RecipientKey, SealError};

/// Header of a gzip member (RFC 1952): deflate, no time, no name, no system.
const GZIP_HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];

/// How hard is tried to make it small, from 0 to 10.
const LEVEL: u8 = 6;

/// Without a table, which does not compress: of 1 kB at least, usually of 16.
const CRC: Crc<u32, NoTable> = Crc::<u32, NoTable>::new(&CRC_32_ISO_HDLC);

/// A batch, ready to be stored and sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Digest of `bytes`.
    pub id: BatchId,
    /// Body of the request.
    pub bytes: Vec<u8>,
}

/// Why a batch can't be cut. Each is a mistake of the caller.
#[derive(Debug, thiserror::Error)]
pub enum CutError {
    /// The envelope is not valid, or not that of the identity.
    #[error(transparent)]
    Envelope(#[from] EnvelopeError),
    /// The envelope announces another number of records than there are lines.
    #[error("{lines} lines for {records} records")]
    Count {
        /// Lines given.
        lines: usize,
        /// Records announced.
        records: u32,
    },
    /// The envelope names another key than the one to seal for.
    #[error("the envelope's key is not the recipient's")]
    Recipient,
    /// A line contains a line feed, and so is two.
    #[error("line {0} contains a line feed")]
    Line(usize),
    /// The body can't be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
}

/// Why a batch's body can't be had.
#[derive(Debug, thiserror::Error)]
pub enum BodyError {
    /// It is sealed, and no key was given.
    #[error("sealed for another key")]
    NoKey,
    /// The key does not open it.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// It is no gzip stream, or goes on behind its end.
    #[error("not gzip: {0}")]
    Gzip(String),
    /// It is longer than allowed when decompressed.
    #[error("more than {0} bytes when decompressed")]
    TooLong(usize),
}

/// A clean record as a line of NDJSON, without the line feed.
pub fn line(record: &Record<Scrubbed<String>>) -> Scrubbed<Vec<u8>> {
    Scrubbed::vouch(json::write(record).into_bytes(), "every text in the record is scrubbed")
}

/// Cuts a batch out of `lines`, one record each. Without a recipient the body is plain, which an ingest API takes
/// over loopback only; the envelope says which.
///
/// # Errors
/// See [`CutError`]; nothing can fail on valid input.
pub fn cut(
    envelope: &Envelope,
    lines: &[Scrubbed<Vec<u8>>],
    identity: &Identity,
    recipient: Option<&RecipientKey>,
    rng: &mut impl CryptoRng,
) -> Result<Cut, CutError> {
    envelope.validate()?;
    if envelope.public_key != identity.public_key() {
        return Err(EnvelopeError::Signature.into());
    }
    if usize::try_from(envelope.records) != Ok(lines.len()) {
        return Err(CutError::Count { lines: lines.len(), records: envelope.records });
    }
    if envelope.key.as_deref() != recipient.map(|key| key.id.as_str()) {
        return Err(CutError::Recipient);
    }
    if let Some(index) = lines.iter().position(|line| line.get().contains(&b'\n')) {
        return Err(CutError::Line(index));
    }
    let envelope_bytes = json::write(envelope).into_bytes();
    let zipped = gzip(lines);
    let body = match recipient {
        Some(key) => seal::seal(key, &envelope_bytes, &zipped, rng)?,
        None => zipped,
    };
    let bytes = envelope::encode(&envelope_bytes, &body, identity)?;
    Ok(Cut { id: BatchId::of(&bytes), bytes })
}

/// The NDJSON in a batch. `secret` is needed when the envelope names a key, and ignored otherwise.
///
/// # Errors
/// See [`BodyError`]; at most `limit` bytes and a buffer are held, whatever the stream claims to be.
pub fn open_body(batch: &SignedBatch<'_>, secret: Option<&[u8; 32]>, limit: usize) -> Result<Vec<u8>, BodyError> {
    match (&batch.envelope.key, secret) {
        (None, _) => gunzip(batch.body, limit),
        (Some(_), None) => Err(BodyError::NoKey),
        (Some(_), Some(secret)) => gunzip(&seal::open(secret, batch.envelope_bytes, batch.body)?, limit),
    }
}

fn gzip(lines: &[Scrubbed<Vec<u8>>]) -> Vec<u8> {
    let mut plain = Vec::new();
    for line in lines {
        plain.extend_from_slice(line.get());
        plain.push(b'\n');
    }
    let mut zipped = GZIP_HEADER.to_vec();
    zipped.extend(compress_to_vec(&plain, LEVEL));
    zipped.extend(CRC.checksum(&plain).to_le_bytes());
    // The length modulo 2^32, as the format has it.
    #[allow(clippy::cast_possible_truncation)]
    zipped.extend((plain.len() as u32).to_le_bytes());
    zipped
}

/// Decompresses one gzip member of at most `limit` bytes.
///
/// # Errors
/// [`BodyError::TooLong`] as soon as the limit is passed, [`BodyError::Gzip`] for anything that is not exactly one
/// whole member.
pub fn gunzip(zipped: &[u8], limit: usize) -> Result<Vec<u8>, BodyError> {
    let gzip = |error: std::io::Error| BodyError::Gzip(error.to_string());
    let mut decoder = GzDecoder::new(zipped);
    let mut plain = Vec::new();
    let mut chunk = [0; 16 * 1024];
    loop {
        let count = decoder.read(&mut chunk).map_err(gzip)?;
        if count == 0 {
            break;
        }
        if plain.len() + count > limit {
            return Err(BodyError::TooLong(limit));
        }
        plain.extend_from_slice(&chunk[..count]);
    }
    if decoder.into_inner().is_empty() {
        Ok(plain)
    } else {
        Err(BodyError::Gzip("something follows behind the end of the stream".into()))
    }
}

#[cfg(test)]
mod tests {
    use chacha20::ChaCha20Rng;
    use rand_core::SeedableRng;

    use super::*;
    use crate::envelope::decode;
    use crate::envelope::tests::{envelope, identity};

    const LIMIT: usize = 1 << 20;
    const SECRET: [u8; 32] = [9; 32];

    fn rng() -> ChaCha20Rng {
        ChaCha20Rng::from_seed([1; 32])
    }

    fn lines(count: usize) -> Vec<Scrubbed<Vec<u8>>> {
        (0..count).map(|number| Scrubbed::vouch(format!("{{\"seq\":{number}}}").into_bytes(), "made up")).collect()
    }

    fn recipient() -> RecipientKey {
        RecipientKey { id: "team-1".into(), public: seal::public_of(&SECRET).unwrap() }
    }

    #[test]
    fn a_sealed_batch_opens_to_the_lines_that_were_cut() {
        let identity = identity();
        let envelope = Envelope { key: Some("team-1".into()), ..envelope(&identity) };
        let cut = cut(&envelope, &lines(3), &identity, Some(&recipient()), &mut rng()).unwrap();
        let batch = decode(&cut.bytes).unwrap();
        assert_eq!(batch.id, cut.id);
        assert_eq!(open_body(&batch, Some(&SECRET), LIMIT).unwrap(), b"{\"seq\":0}\n{\"seq\":1}\n{\"seq\":2}\n");
        assert!(matches!(open_body(&batch, None, LIMIT), Err(BodyError::NoKey)));
        assert!(matches!(open_body(&batch, Some(&[8; 32]), LIMIT), Err(BodyError::Seal(SealError::Open))));
    }

    #[test]
    fn the_same_plain_batch_is_the_same_bytes() {
        let identity = identity();
        let again = || cut(&envelope(&identity), &lines(3), &identity, None, &mut rng()).unwrap();
        assert_eq!(again(), again());
        let bytes = again().bytes;
        assert_eq!(open_body(&decode(&bytes).unwrap(), None, LIMIT).unwrap().len(), 30);
    }

    #[test]
    fn a_body_moved_under_another_envelope_does_not_open() {
        let identity = identity();
        let envelope = Envelope { key: Some("team-1".into()), ..envelope(&identity) };
        let cut = cut(&envelope, &lines(3), &identity, Some(&recipient()), &mut rng()).unwrap();
        let body = decode(&cut.bytes).unwrap().body.to_vec();
        let other = serde_json::to_vec(&Envelope { region: "NL".into(), ..envelope }).unwrap();
        let moved = envelope::encode(&other, &body, &identity).unwrap();
        assert!(open_body(&decode(&moved).unwrap(), Some(&SECRET), LIMIT).is_err());
    }

    #[test]
    fn what_does_not_fit_together_is_not_cut() {
        let (identity, key) = (identity(), recipient());
        let plain = envelope(&identity);
        let sealed = Envelope { key: Some("team-2".into()), ..plain.clone() };
        let other = Identity::derive(&crate::identity::Seed::from_bytes([8; 32]), 0);
        let mut broken = lines(3);
        broken[1] = Scrubbed::vouch(b"{}\n{}".to_vec(), "made up");
        let attempt = |envelope: &Envelope, lines: &[_], identity: &Identity, key| {
            cut(envelope, lines, identity, key, &mut rng()).map(|_| ())
        };
        assert!(attempt(&plain, &lines(3), &identity, None).is_ok());
        assert!(matches!(attempt(&plain, &lines(2), &identity, None), Err(CutError::Count { lines: 2, records: 3 })));
        assert!(matches!(attempt(&plain, &lines(3), &identity, Some(&key)), Err(CutError::Recipient)));
        assert!(matches!(attempt(&sealed, &lines(3), &identity, Some(&key)), Err(CutError::Recipient)));
        assert!(matches!(attempt(&sealed, &lines(3), &identity, None), Err(CutError::Recipient)));
        assert!(matches!(attempt(&plain, &broken, &identity, None), Err(CutError::Line(1))));
        assert!(matches!(attempt(&plain, &lines(3), &other, None), Err(CutError::Envelope(EnvelopeError::Signature))));
    }

    #[test]
    fn decompression_stops_at_the_limit() {
        let zeros = vec![Scrubbed::vouch(vec![b'0'; 10 << 20], "zeros")];
        let bomb = gzip(&zeros);
        assert!(bomb.len() < 64 * 1024, "{}", bomb.len());
        assert!(matches!(gunzip(&bomb, LIMIT), Err(BodyError::TooLong(LIMIT))));
        let exact = (10 << 20) + 1;
        assert_eq!(gunzip(&bomb, exact).unwrap().len(), exact);
        assert!(matches!(gunzip(&bomb, exact - 1), Err(BodyError::TooLong(_))));
    }

    #[test]
    fn only_one_whole_gzip_member_is_read() {
        let whole = gzip(&lines(3));
        assert!(gunzip(&whole, LIMIT).is_ok());
        let twice = [whole.clone(), whole.clone()].concat();
        for wrong in [&b""[..], b"not gzip", &whole[..whole.len() - 1], &twice] {
            assert!(matches!(gunzip(wrong, LIMIT), Err(BodyError::Gzip(_))), "{} bytes", wrong.len());
        }
    }
}
