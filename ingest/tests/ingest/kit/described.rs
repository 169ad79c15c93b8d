//! What the server answers is what its description says.

use std::sync::LazyLock;

use serde_json::Value;

use super::{Reply, Request};

static DOCUMENT: LazyLock<Value> = LazyLock::new(|| candor_ingest::serve::document().unwrap());

/// Checks status, media type and members of an answer; of a path or method that there is not, that it is not described.
pub(super) fn described(request: &Request, reply: &Reply) {
    let asked = format!("{} {}", request.method(), request.path());
    let body = || serde_json::from_slice::<Value>(&reply.body).unwrap_or_else(|error| panic!("{asked}: {error}"));
    let Some(operation) = operation(request) else {
        assert!(matches!(reply.status, 404 | 405), "{asked} is not described, and was answered {}", reply.status);
        return;
    };
    let answer = &operation["responses"][reply.status.to_string()];
    let media_type = reply.header("content-type").unwrap_or_default();
    let name = answer["content"][media_type]["schema"]["$ref"].as_str().and_then(|name| name.rsplit('/').next());
    let name = name.unwrap_or_else(|| panic!("{asked}: {} in {media_type} is not described", reply.status));
    let (schema, body) = (&DOCUMENT["components"]["schemas"][name], body());
    for (member, _) in body.as_object().unwrap() {
        assert!(schema["properties"].get(member).is_some(), "{asked}: {member} is not described");
    }
    for member in schema["required"].as_array().unwrap() {
        let member = member.as_str().unwrap();
        assert!(body.get(member).is_some(), "{asked}: {member} is missing");
    }
    if let Some(problem) = body["type"].as_str().and_then(|text| text.strip_prefix("/problems/")) {
        let says = answer["description"].as_str().unwrap();
        assert!(says.contains(&format!("`{problem}`")), "{asked}: {problem} is not described");
    }
}

fn operation(request: &Request) -> Option<&'static Value> {
    let path: Vec<&str> = request.path().split('?').next()?.split('/').collect();
    let fits = |template: &str| {
        let parts: Vec<&str> = template.split('/').collect();
        parts.len() == path.len() && parts.iter().zip(&path).all(|(part, own)| part.starts_with('{') || part == own)
    };
    let (_, operations) = DOCUMENT["paths"].as_object()?.iter().find(|(template, _)| fits(template))?;
    operations.get(request.method().to_ascii_lowercase())
}

#[test]
fn the_copy_of_the_description_is_current() {
    let written: Value = serde_json::from_str(include_str!("../../../../schema/openapi.json")).unwrap();
    assert_eq!(written, *DOCUMENT, "schema/openapi.json is stale: run ./build.sh generate and commit what it wrote.");
}
