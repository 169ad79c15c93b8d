//! `generate OUTDIR`: writes `candor-1.schema.json` (records) and `messages.schema.json` (everything that crosses
//! between TypeScript and Rust).

use std::error::Error;
use std::path::Path;

use candor_core::message::{FromPage, FromProbe, Status, ToProbe};
use candor_core::record::Record;
use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema};
use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let out = std::env::args().nth(1).ok_or("usage: generate OUTDIR")?;
    let out = Path::new(&out);
    std::fs::create_dir_all(out)?;
    write(&out.join("candor-1.schema.json"), &records())?;
    write(&out.join("messages.schema.json"), &messages())?;
    Ok(())
}

fn records() -> Schema {
    let mut schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Record<String>>();
    schema.insert("$id".into(), "candor-1.schema.json".into());
    schema
}

#[derive(JsonSchema)]
#[allow(dead_code, missing_docs)]
struct Messages {
    from_probe: FromProbe,
    to_probe: ToProbe,
    from_page: FromPage,
    status: Status,
}

/// One schema that mentions every message. Number formats are dropped: TypeScript has one kind of number.
fn messages() -> Schema {
    let mut schema = SchemaSettings::draft07()
        .with_transform(RecursiveTransform(|schema: &mut Schema| {
            schema.remove("format");
            schema.remove("minimum");
            schema.remove("maximum");
        }))
        .into_generator()
        .into_root_schema_for::<Messages>();
    schema.insert("title".into(), Value::from("Messages"));
    schema
}

fn write(path: &Path, schema: &Schema) -> Result<(), Box<dyn Error>> {
    let mut text = serde_json::to_string_pretty(schema)?;
    text.push('\n');
    std::fs::write(path, text)?;
    Ok(())
}
