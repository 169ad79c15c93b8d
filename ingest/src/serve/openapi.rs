//! What the API is, for programs: OpenAPI 3.1. Paths, parameters and answers are the handlers' own attributes, the bodies
//! the Rust types they are made of. `schema/openapi.json` is its copy.

use std::collections::BTreeMap;

use candor_core::envelope::Envelope;
use candor_core::erasure::Erased;
use candor_core::halt::Halt;
use candor_core::receipt::Receipt;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, OpenApi};
use utoipa_axum::router::OpenApiRouter;

use super::frames::Stored;
use super::{Health, guarded, open, problem};

#[derive(OpenApi)]
#[openapi(info(
    title = "Candor ingest API",
    description = "Takes what the extension sends, and answers when it is on disk. Every other answer than success is a problem by RFC 9457.",
    license(name = "Apache-2.0", identifier = "Apache-2.0"),
))]
struct Api;

/// The description of the API.
///
/// # Errors
/// When it can't be written as JSON.
pub fn document() -> serde_json::Result<Value> {
    let router =
        OpenApiRouter::<std::sync::Arc<super::App>>::with_openapi(Api::openapi()).merge(guarded()).merge(open());
    let mut document = serde_json::to_value(router.into_openapi())?;
    document["security"] = json!([{ "token": [] }]);
    document["components"] = json!({
        "securitySchemes": { "token": { "type": "http", "scheme": "bearer", "description": "May append, and nothing else" } },
        "schemas": schemas(),
    });
    Ok(document)
}

fn schemas() -> serde_json::Map<String, Value> {
    let settings =
        SchemaSettings::draft2020_12().with(|settings| settings.definitions_path = "/components/schemas".into());
    let mut generator = settings.into_generator();
    generator.subschema_for::<Envelope>();
    generator.subschema_for::<Receipt>();
    generator.subschema_for::<Erased>();
    generator.subschema_for::<Halt>();
    generator.subschema_for::<Stored>();
    generator.subschema_for::<Health>();
    generator.subschema_for::<problem::Body<'static>>();
    let mut schemas = generator.take_definitions(true);
    let bytes = |what: &str| json!({ "description": what, "contentMediaType": "application/octet-stream" });
    schemas.insert("Batch".to_owned(), bytes("An `Envelope`, its signature, and the sealed records"));
    schemas.insert("Frame".to_owned(), bytes("A sealed picture"));
    schemas
}

/// The problems of an operation by status, with those that any may have that the token guards.
macro_rules! problems {
    ($($name:ident { $($status:literal $says:literal),* $(,)? })*) => {$(
        pub(super) struct $name;

        impl IntoResponses for $name {
            fn responses() -> BTreeMap<String, RefOr<Response>> {
                let all = COMMON.into_iter().chain([$(($status, $says)),*]);
                all.map(|(status, says)| (status.to_owned(), described(says))).collect()
            }
        }
    )*};
}

const COMMON: [(&str, &str); 3] = [
    ("401", "`unauthorized`: the token is missing or wrong"),
    ("500", "`internal`"),
    ("503", "`busy`, `store-trouble`, with `Retry-After`"),
];

problems! {
    OfBatches {
        "400" "`malformed`, `wrong-digest`",
        "403" "`unsealed`: a plain body is taken over loopback only",
        "408" "`timeout`: the body took too long",
        "409" "`missing-frames`, which `missing` names",
        "410" "`erased`: whose it is had it erased. Delete it",
        "413" "`too-large`, `too-large-decompressed`",
        "415" "`media-type`",
        "422" "`invalid-envelope`, `wrong-signature`, `invalid-records`",
        "429" "`too-many-requests` of this pseudonym, with `Retry-After`",
        "503" "`busy`, `store-trouble`, `frames-going`, with `Retry-After`",
    }
    OfFrames {
        "400" "`malformed`",
        "403" "`unsealed`: a plain picture is taken over loopback only",
        "408" "`timeout`: the body took too long",
        "410" "`erased`: whose it is had it erased. Delete it",
        "413" "`too-large`",
        "422" "`wrong-frame-id`",
        "429" "`too-many-requests` of this pseudonym, with `Retry-After`",
    }
    OfErasures {
        "400" "`malformed`, `not-signed`",
        "403" "`not-yours`: another key signed it",
        "404" "`nothing-to-erase` under the pseudonym of this key",
        "429" "`too-many-requests` of this pseudonym, with `Retry-After`",
    }
    OfHalts { "400" "`no-nonce`" }
}

fn described(says: &str) -> RefOr<Response> {
    let problem = Ref::from_schema_name("Problem");
    let content = ContentBuilder::new().schema(Some(problem)).build();
    ResponseBuilder::new().description(says).content("application/problem+json", content).build().into()
}

/// Stands for an id's schema.
macro_rules! ids {
    ($($name:ident)*) => {$(
        pub(super) struct $name;

        impl utoipa::PartialSchema for $name {
            fn schema() -> RefOr<utoipa::openapi::Schema> {
                let schema = candor_core::ids::$name::json_schema(&mut SchemaGenerator::default());
                serde_json::from_value(schema.to_value()).unwrap_or_default()
            }
        }

        impl utoipa::ToSchema for $name {}
    )*};
}

ids! { BatchId FrameId Pseudonym }
