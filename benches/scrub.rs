//! `cargo bench -p candor-benches`: the detector on this machine, beside the peer, on the texts that
//! `benches/scrub.mjs` writes to `.cache/bench/`.

#![allow(missing_docs, clippy::expect_used, clippy::panic)] // criterion has macros, and no way to fail

use std::hint::black_box;
use std::path::Path;

use candor_benches::{PEER, SIZES, pieces};
use candor_detect::{Context, Detector};
use criterion::{BenchmarkId, Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use regex::bytes::RegexBuilder;

const TEXTS: [&str; 3] = ["source", "prose", "logs"];

fn scrub(criterion: &mut Criterion) {
    let detector = Detector::default();
    // As JavaScript reads them: classes of ASCII. With Unicode's the same patterns took 170 times as long.
    let peer = RegexBuilder::new(&PEER.lines().collect::<Vec<_>>().join("|"))
        .unicode(false)
        .dfa_size_limit(1 << 26)
        .build()
        .expect("the peer's patterns are well formed");
    for name in TEXTS {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.cache/bench").join(name);
        let text = std::fs::read_to_string(&file)
            .unwrap_or_else(|error| panic!("{}: {error} (run ./build.sh bench)", file.display()));
        let mut group = criterion.benchmark_group(name);
        group.sampling_mode(SamplingMode::Flat).sample_size(10);
        for (size_name, size) in SIZES {
            let pieces = pieces(&text, size);
            group.throughput(Throughput::Bytes(pieces.iter().map(|piece| piece.len() as u64).sum()));
            group.bench_with_input(BenchmarkId::new("candor", size_name), &pieces, |bencher, pieces| {
                bencher.iter(|| {
                    for piece in pieces {
                        black_box(detector.find(piece, &Context::default()));
                    }
                });
            });
            group.bench_with_input(BenchmarkId::new("regex", size_name), &pieces, |bencher, pieces| {
                bencher.iter(|| {
                    for piece in pieces {
                        black_box(peer.find_iter(piece.as_bytes()).count());
                    }
                });
            });
        }
        group.finish();
    }
}

criterion_group!(benches, scrub);
criterion_main!(benches);
