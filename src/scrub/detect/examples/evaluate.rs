//! Reads lines `{"id": …, "text": …}` and writes lines `{"id": …, "spans": [[start, end], …], "rules": […]}`, in code points:
//! what the detector finds, for whoever measures it against a labelled set.

use std::io::{self, BufRead, Write};

use candor_detect::{Context, Detector};
use serde_json::{Value, json};

fn main() -> io::Result<()> {
    let detector = Detector::default();
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let case: Value = serde_json::from_str(&line?)?;
        let text = case["text"].as_str().unwrap_or_default();
        let place = |byte: usize| text[..byte].chars().count();
        let found = detector.find(text, &Context::default());
        let spans: Vec<_> = found.iter().map(|f| json!([place(f.start), place(f.end)])).collect();
        let rules: Vec<_> = found.iter().map(|f| f.rule).collect();
        writeln!(out, "{}", json!({ "id": case["id"], "spans": spans, "rules": rules }))?;
    }
    out.flush()
}
