//! The audit log: who did what to the settings and to people's data, newest first.
mod store;

use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use deedwell_core::{Id, Result, Staff};
use deedwell_web::answer::Choice;
use deedwell_web::{Answer, Frame, Needs, Query, Right, Routes, Tx, View};
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

use crate::acts::{Member, members};
use store::{Cursor, Line, Wanted, deeds, lines};

/// Lines of a page, and of a file.
const PAGE: usize = 50;
const FILE: usize = 50_000;

pub(crate) fn routes() -> Routes {
    let see = Needs::Staff(Right::SeeAudit);
    Routes::new("console")
        .get("/console/audit", see, "Who did what, newest first", show)
        .query::<AuditAsk>()
        .get("/console/audit.csv", see, "The same as a file", file)
        .query::<AuditAsk>()
}

#[derive(Deserialize, IntoParams, Default)]
#[serde(deny_unknown_fields)]
struct AuditAsk {
    /// A member's id.
    who: Option<String>,
    /// A kind, such as `staff.invited`.
    deed: Option<String>,
    /// What it was about, such as `staff/<id>`.
    about: Option<String>,
    /// Lines older than this one only.
    before: Option<String>,
}

impl AuditAsk {
    /// What cannot be read asks for nothing: a filter in an old address is no error.
    fn wanted(&self) -> Wanted {
        let given = |text: &Option<String>| text.clone().filter(|t| !t.is_empty());
        Wanted {
            who: self.who.as_deref().and_then(|who| who.parse::<Id<Staff>>().ok()),
            deed: given(&self.deed),
            about: given(&self.about),
            before: self.before.as_deref().and_then(Cursor::parse),
        }
    }

    /// The same question elsewhere: a path with the filters as its query.
    fn address(&self, path: &str, before: Option<Cursor>) -> String {
        let before = before.map(Cursor::text);
        let pairs = [
            ("who", self.who.as_deref()),
            ("deed", self.deed.as_deref()),
            ("about", self.about.as_deref()),
            ("before", before.as_deref()),
        ];
        let pairs = pairs.iter().filter_map(|(name, value)| value.map(|v| (name, v)));
        let pairs: Vec<String> = pairs
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", deedwell_web::address::encode(value)))
            .collect();
        if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
    }
}

#[derive(Template)]
#[template(path = "audit/audit.html")]
struct Page {
    frame: Frame,
    lines: Vec<Line>,
    people: Vec<Choice>,
    deeds: Vec<Choice>,
    about: String,
    older: String,
    file: String,
    filtered: bool,
}

impl Page {
    fn who(&self, line: &Line) -> String {
        match (&line.staff_name, line.staff) {
            (Some(name), _) => name.clone(),
            (None, Some(_)) => self.frame.t("console-audit-somebody"),
            (None, None) if line.detail.get("by").is_some_and(|by| by == "customer") => {
                self.frame.t("console-audit-customer")
            }
            (None, None) => self.frame.t("console-audit-nobody"),
        }
    }

    fn kind(&self, line: &Line) -> String {
        self.frame.kind(&line.deed)
    }

    /// What it was about, by its name where it has one here.
    fn about(&self, line: &Line) -> String {
        let about = line.about.as_deref().unwrap_or_default();
        if about.starts_with("organisation/") {
            return self.frame.site_name().to_owned();
        }
        line.about_name.clone().unwrap_or_else(|| about.to_owned())
    }

    /// What changed, in words: `name: Keswick → Keswick shop`.
    fn details(&self, line: &Line) -> Vec<String> {
        let Value::Object(details) = &line.detail else { return Vec::new() };
        let word = |key: &str| {
            let known = self.frame.try_t(&format!("console-detail-{}", key.replace('_', "-")));
            known.unwrap_or_else(|| key.replace('_', " "))
        };
        let said = |(key, value): (&String, &Value)| match value {
            Value::Bool(true) => word(key),
            other => format!("{}: {}", word(key), shown(other)),
        };
        details.iter().map(said).collect()
    }
}

/// A value of a detail; a pair is what was and what is.
fn shown(value: &Value) -> String {
    match value {
        Value::Array(pair) if pair.len() == 2 => {
            let [old, new] = [shown(&pair[0]), shown(&pair[1])];
            let old = if old.is_empty() { "–".to_owned() } else { old };
            let new = if new.is_empty() { "–".to_owned() } else { new };
            format!("{old} → {new}")
        }
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

async fn show(frame: Frame, Tx(mut tx): Tx, Query(ask): Query<AuditAsk>) -> Answer<View<Page>> {
    let wanted = ask.wanted();
    let (lines, next) = lines(&mut tx, &wanted, PAGE).await?;
    let anybody = (String::new(), frame.t("console-audit-anybody"));
    let members = members(&mut tx).await?;
    let people = members.iter().map(|m: &Member| (m.id.to_string(), m.name.clone()));
    let people = std::iter::once(anybody).chain(people);
    let anything = (String::new(), frame.t("console-audit-anything"));
    let kinds = deeds(&mut tx).await?;
    let kinds = kinds.into_iter().map(|deed| (deed.clone(), frame.kind(&deed)));
    let kinds = std::iter::once(anything).chain(kinds);
    Ok(View(Page {
        people: Choice::list(people, ask.who.as_deref().unwrap_or_default()),
        deeds: Choice::list(kinds, ask.deed.as_deref().unwrap_or_default()),
        about: ask.about.clone().unwrap_or_default(),
        older: next.map(|next| ask.address("/console/audit", Some(next))).unwrap_or_default(),
        file: ask.address("/console/audit.csv", None),
        filtered: wanted.who.is_some() || wanted.deed.is_some() || wanted.about.is_some(),
        lines,
        frame,
    }))
}

async fn file(Tx(mut tx): Tx, Query(ask): Query<AuditAsk>) -> Answer<Response> {
    let (lines, _) = lines(&mut tx, &ask.wanted(), FILE).await?;
    let kind = HeaderValue::from_static("text/csv; charset=utf-8");
    let name = HeaderValue::from_static("attachment; filename=\"audit.csv\"");
    let headers = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, csv(&lines)?).into_response())
}

fn csv(lines: &[Line]) -> Result<String> {
    let mut out = String::from("at,staff,name,deed,about,detail\r\n");
    for line in lines {
        let staff = line.staff.map(|s| s.to_string()).unwrap_or_default();
        let cells = [
            line.at.to_string(),
            staff,
            line.staff_name.clone().unwrap_or_default(),
            line.deed.clone(),
            line.about.clone().unwrap_or_default(),
            line.detail.to_string(),
        ];
        out.push_str(&cells.map(|cell| quoted(&cell)).join(","));
        out.push_str("\r\n");
    }
    Ok(out)
}

/// A cell of a file. A spreadsheet takes what begins with these for a formula; the quote before it
/// says that it is text.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let guard = if formula { "'" } else { "" };
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula() {
        assert_eq!(quoted("=cmd|' /C calc'!A0"), "\"'=cmd|' /C calc'!A0\"");
        assert_eq!(quoted("a \"b\", c"), "\"a \"\"b\"\", c\"");
    }

    #[test]
    fn the_next_page_keeps_the_filter() {
        let ask = AuditAsk { deed: Some("staff.invited".into()), ..AuditAsk::default() };
        let next = Cursor::parse("12.01940000-0000-7000-8000-000000000000");
        assert_eq!(
            ask.address("/console/audit", next),
            "/console/audit?deed=staff.invited&before=12.01940000-0000-7000-8000-000000000000"
        );
        assert_eq!(AuditAsk::default().address("/console/audit", None), "/console/audit");
    }
}
