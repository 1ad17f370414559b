//! The OpenAPI file, from the same list as the router and the gate: every route, who may use it,
//! what it takes and gives.

use std::collections::{BTreeMap, HashMap};

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use bytes::Bytes;
use deedwell_core::{Error, Result};
use serde::{Serialize, Serializer};
use utoipa::openapi::path::{Operation, OperationBuilder, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{
    ContentBuilder, Info, InfoBuilder, ObjectBuilder, Ref, RefOr, Required, ResponseBuilder,
    ResponsesBuilder, Schema, Type,
};
use utoipa::{PartialSchema, ToSchema};

use crate::app::Deedwell;
use crate::error_page::ProblemGiven;
use crate::routes::{Described, Needs};

pub(crate) async fn serve(State(app): State<Deedwell>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], app.openapi())
}

/// The file as it is served.
pub(crate) fn written(routes: &[Described]) -> Bytes {
    let problem = (ProblemGiven::name().into_owned(), ProblemGiven::schema());
    let file = serde_json::to_vec(&file(routes, &problem));
    file.unwrap_or_else(|error| {
        tracing::error!(%error, "The OpenAPI file cannot be written");
        b"{}".to_vec()
    })
    .into()
}

/// # Errors
/// A fault when two types that differ have one name: the file could hold only one of them.
pub(crate) fn one_meaning_each(routes: &[Described]) -> Result<()> {
    let mut known: HashMap<&str, &RefOr<Schema>> = HashMap::new();
    for route in routes {
        for (name, schema) in named(route) {
            if known.insert(name, schema).is_some_and(|before| before != schema) {
                return Err(Error::fault(format!("two types that differ are called {name}")));
            }
        }
    }
    Ok(())
}

/// The file, written from the list: no schema is copied, and each route stands in memory only while it is
/// written.
#[derive(Serialize)]
struct File<'a> {
    openapi: &'static str,
    info: Info,
    paths: Paths<'a>,
    components: Components<'a>,
}

struct Paths<'a>(&'a [Described]);

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Components<'a> {
    schemas: BTreeMap<&'a str, &'a RefOr<Schema>>,
    security_schemes: BTreeMap<&'static str, SecurityScheme>,
}

impl Serialize for Paths<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut by_path: BTreeMap<String, Vec<&Described>> = BTreeMap::new();
        for route in self.0 {
            by_path.entry(route.path.replace("{*", "{")).or_default().push(route);
        }
        let ways = |routes: &[&Described]| -> BTreeMap<String, Operation> {
            let way = |route: &&Described| (route.method.as_str().to_lowercase(), operation(route));
            routes.iter().map(way).collect()
        };
        serializer.collect_map(by_path.iter().map(|(path, routes)| (path, ways(routes))))
    }
}

fn file<'a>(routes: &'a [Described], problem: &'a (String, RefOr<Schema>)) -> File<'a> {
    let description = "Every route of this server. Pages answer in HTML, /api/ in JSON.";
    let info = InfoBuilder::new()
        .title("Deedwell")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(description))
        .build();
    let http = |scheme| SecurityScheme::Http(HttpBuilder::new().scheme(scheme).build());
    let security_schemes = BTreeMap::from([
        ("key", http(HttpAuthScheme::Bearer)),
        ("write_key", http(HttpAuthScheme::Basic)),
        ("staff", cookie("deedwell-staff")),
        ("customer", cookie("deedwell-me")),
    ]);
    let problem = (problem.0.as_str(), &problem.1);
    let schemas = routes.iter().flat_map(named).chain([problem]).collect();
    File {
        openapi: "3.1.0",
        info,
        paths: Paths(routes),
        components: Components { schemas, security_schemes },
    }
}

/// The schemas of a route that have a name.
fn named(route: &Described) -> impl Iterator<Item = (&str, &RefOr<Schema>)> {
    let body = route.body.iter().map(|body| (body.name.as_str(), &body.schema));
    let rest = route.gives.iter().chain(&route.schemas).map(|(name, s)| (name.as_str(), s));
    body.chain(rest)
}

fn cookie(name: &str) -> SecurityScheme {
    SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(name)))
}

fn operation(route: &Described) -> Operation {
    let json = route.path.starts_with("/api/");
    let id = format!("{} {}", route.method, route.path).to_lowercase();
    let id: String = id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let mut responses = ResponsesBuilder::new();
    let mut good = ResponseBuilder::new().description("Done");
    if let Some((name, _)) = &route.gives {
        let content =
            ContentBuilder::new().schema(Some(Ref::from_schema_name(name.clone()))).build();
        good = good.content("application/json", content);
    }
    responses = responses.response("200", good.build());
    if !json && route.method == axum::http::Method::POST {
        let on = ResponseBuilder::new().description("Done; on to the page that shows it").build();
        responses = responses.response("303", on);
    }
    for (status, words) in failures(route) {
        let mut problem = ResponseBuilder::new().description(words);
        if json {
            let shape = Ref::from_schema_name(ProblemGiven::name());
            let content = ContentBuilder::new().schema(Some(shape)).build();
            problem = problem.content("application/json", content);
        }
        responses = responses.response(status, problem.build());
    }
    let mut operation = OperationBuilder::new()
        .operation_id(Some(id))
        .tag(route.area)
        .summary(Some(route.summary))
        .description(Some(format!("For {}.", route.needs.words())))
        .responses(responses.build());
    for name in path_parameters(route.path) {
        let parameter = ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Path)
            .required(Required::True)
            .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
            .build();
        operation = operation.parameter(parameter);
    }
    for parameter in &route.query {
        operation = operation.parameter(parameter.clone());
    }
    if let Some(body) = &route.body {
        let content =
            ContentBuilder::new().schema(Some(Ref::from_schema_name(body.name.clone()))).build();
        let body = RequestBodyBuilder::new()
            .content(body.media_type, content)
            .required(Some(Required::True))
            .build();
        operation = operation.request_body(Some(body));
    }
    if route.needs == Needs::KeyToWrite {
        operation = operation.parameter(request_key());
    }
    if route.as_read {
        operation = operation.parameter(version_read());
    }
    if let Some(scheme) = scheme(route.needs) {
        operation = operation.security(SecurityRequirement::new(scheme, Vec::<String>::new()));
    }
    operation.build()
}

/// A program may say what it read, so that it changes nothing that it does not know.
fn version_read() -> utoipa::openapi::path::Parameter {
    ParameterBuilder::new()
        .name("If-Match")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(
            "The version that you read. If it is another by now, nothing is done (409).",
        ))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .build()
}

/// A program may name its request, so that it can send it again.
fn request_key() -> utoipa::openapi::path::Parameter {
    let hours = deedwell_store::once::KEPT_FOR.as_hours();
    let longest = deedwell_store::once::LONGEST_KEY;
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(format!(
            "Your own word for this request, up to {longest} characters. Sent again within {hours} \
             hours with the same body, it is answered as before (Idempotent-Replayed: true) and not \
             done again; with another body it is refused (409, api.key_used)."
        )))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .build()
}

fn failures(route: &Described) -> Vec<(&'static str, &'static str)> {
    let mut failures = Vec::new();
    if route.needs != Needs::Anybody {
        failures.push(("401", "Not signed in; a page leads to the door"));
        failures.push(("403", "Not allowed"));
    }
    // What a body or a question names may be missing as well.
    let names = route.path.contains('{') || route.body.is_some() || !route.query.is_empty();
    if names || route.may_be_missing {
        failures.push(("404", "There is no such thing here"));
    }
    if route.method != axum::http::Method::GET {
        failures.push(("409", "A rule says no"));
    }
    failures.push(("422", "What was entered cannot be used"));
    failures.push(("429", "Too often"));
    failures
}

fn scheme(needs: Needs) -> Option<&'static str> {
    match needs {
        // What is signed, and how, is each company's own; no scheme of OpenAPI says it.
        Needs::Anybody | Needs::Signature => None,
        Needs::Customer => Some("customer"),
        Needs::Staff(_) | Needs::AnyStaff => Some("staff"),
        Needs::KeyToRead | Needs::KeyToWrite => Some("key"),
        Needs::WriteKey => Some("write_key"),
    }
}

fn path_parameters(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter_map(|part| {
        part.strip_prefix('{').and_then(|p| p.strip_suffix('}')).map(|p| p.trim_start_matches('*'))
    })
}
