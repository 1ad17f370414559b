//! Promises, limits and templates. Each change is written into the audit.

use deedwell_core::{Error, Id, Result, Staff};
use deedwell_store::{Tx, audit};
use serde_json::json;

use crate::promise::{MOST_POINTS, Promise, Promised, Settings};
use crate::store;
use crate::template::{self, MOST_TEMPLATES, Template};
use crate::words::{self, LONGEST_NAME, LONGEST_REASON};

/// What is promised from now on. What was promised before stays promised.
pub async fn set_promise(tx: &mut Tx, staff: Id<Staff>, new: Promise) -> Result<Promise> {
    let calendar = deedwell_calendar::store::calendar(tx).await?;
    let before = store::promise(tx).await?;
    let new = Promise { version: before.version, ..new }.checked(&calendar, tx.now())?;
    if new == before {
        return Ok(before);
    }
    let new = Promise { version: before.version + 1, ..new };
    store::add_promise(tx, &new, staff).await?;
    let said = Promised::ALL.map(|of| {
        let term = new.term(of);
        json!({ "promised": of.name(), "count": term.count(), "unit": term.unit().name() })
    });
    let detail = json!({ "version": new.version, "terms": said });
    audit(tx, Some(staff), "complaints.promise_set", None, &detail).await?;
    Ok(new)
}

pub async fn set_settings(tx: &mut Tx, staff: Id<Staff>, new: Settings) -> Result<()> {
    let checked = Settings {
        ombudsman: words::optional_line("ombudsman", "the name", &new.ombudsman, LONGEST_NAME)?,
        ombudsman_address: words::optional_text(
            "ombudsman_address",
            "the address",
            &new.ombudsman_address,
            LONGEST_REASON,
        )?,
        ..new
    };
    let below = |limit: Option<deedwell_core::Money>| limit.is_some_and(|limit| limit.minor < 0);
    if below(checked.agent_limit) || below(checked.host_limit) {
        return Err(Error::invalid("agent_limit", "A limit is not below nought."));
    }
    for points in [checked.agent_points, checked.host_points] {
        if !(0..=MOST_POINTS).contains(&points) {
            let sentence = format!("A limit is from 0 to {MOST_POINTS} points.");
            return Err(Error::invalid("agent_points", sentence));
        }
    }
    store::keep_settings(tx, &checked).await?;
    let limit = |limit: Option<deedwell_core::Money>| limit.map(deedwell_core::Money::decimal);
    let detail = json!({
        "ombudsman": checked.ombudsman,
        "agent": limit(checked.agent_limit),
        "host": limit(checked.host_limit),
        "agent_points": checked.agent_points,
        "host_points": checked.host_points,
    });
    audit(tx, Some(staff), "complaints.settings_set", None, &detail).await
}

/// Adds one (`id` none), or says other words.
pub async fn keep_template(
    tx: &mut Tx,
    staff: Id<Staff>,
    id: Option<Id<Template>>,
    name: &str,
    body: &str,
) -> Result<Id<Template>> {
    let (name, body) = template::checked(name, body)?;
    let there = store::templates(tx).await?;
    match id {
        Some(id) if there.iter().all(|one| one.id != id) => return Err(Error::Missing("template")),
        None if there.len() >= MOST_TEMPLATES => {
            return Err(Error::refused(
                "complaints.templates",
                format!("There are {MOST_TEMPLATES} templates, which is the most there can be."),
            ));
        }
        _ => {}
    }
    if id.is_none()
        && let Some(same) = there.iter().find(|one| one.name == name && one.body == body)
    {
        return Ok(same.id);
    }
    let template = Template { id: id.unwrap_or_else(|| tx.new_id()), name, body };
    if !store::keep_template(tx, &template).await? {
        return Err(Error::invalid("name", "Another template has this name."));
    }
    let detail = json!({ "name": template.name });
    audit(tx, Some(staff), "complaints.template_kept", None, &detail).await?;
    Ok(template.id)
}

pub async fn remove_template(tx: &mut Tx, staff: Id<Staff>, id: Id<Template>) -> Result<()> {
    if !store::remove_template(tx, id).await? {
        return Err(Error::Missing("template"));
    }
    let detail = json!({ "template": id.to_string() });
    audit(tx, Some(staff), "complaints.template_removed", None, &detail).await
}
