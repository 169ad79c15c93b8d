//! Reads the files named on its standard input and writes what share of their characters the detector would take away, rule by
//! rule, how fast it read them, and, with the argument `all`, each finding with what stands around it.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};
use std::time::{Duration, Instant};

use candor_detect::{Context, Detector};

fn main() -> io::Result<()> {
    let all = std::env::args().nth(1).as_deref() == Some("all");
    let detector = Detector::default();
    let mut out = io::BufWriter::new(io::stdout().lock());
    let (mut bytes, mut touched, mut time) = (0, 0, Duration::ZERO);
    let mut rules: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for path in io::stdin().lock().lines() {
        let path = path?;
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let start = Instant::now();
        let found = detector.find(&text, &Context::default());
        time += start.elapsed();
        bytes += text.len();
        for finding in found {
            let length = finding.end - finding.start;
            touched += length;
            let rule = rules.entry(finding.rule).or_default();
            *rule = (rule.0 + 1, rule.1 + length);
            if all {
                let before = text[..finding.start].char_indices().rev().nth(39).map_or(0, |(at, _)| at);
                let after = text[finding.end..].char_indices().nth(20).map_or(text.len(), |(at, _)| finding.end + at);
                let (before, found) = (&text[before..finding.start], &text[finding.start..finding.end]);
                writeln!(out, "{}\t{before:?}\t{found:?}\t{:?}\t{path}", finding.rule, &text[finding.end..after])?;
            }
        }
    }
    for (rule, (count, length)) in rules {
        writeln!(out, "{rule:24} {count:8} findings {length:10} bytes {:8.4} %", share(length, bytes))?;
    }
    let speed = bytes as f64 / 1e6 / time.as_secs_f64();
    writeln!(out, "{bytes} bytes, {touched} touched, {:.4} %, {speed:.0} MB/s", share(touched, bytes))?;
    out.flush()
}

fn share(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}
