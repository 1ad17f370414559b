//! The plan for programs, so that it can be kept where the events are written: read with any server key,
//! written with one that may write, in the name of a member of staff who may.

use axum::response::Response;
use deedwell_core::plan::FactType;
use deedwell_core::{Error, Id, Result, Staff};
use deedwell_store::Tx as Transaction;
use deedwell_web::{Answer, Json, Needs, Right, Role, Routes, Tx, done};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::plan::acts::replace;
use crate::plan::{Actor, FactRule, PlanFile, PlannedName, change, remove, store};

pub(super) fn routes() -> Routes {
    let (read, write) = (Needs::KeyToRead, Needs::KeyToWrite);
    Routes::new("collect")
        .get("/api/plan", read, "What names mean to the organisation", show)
        .gives::<PlanGiven>()
        .post("/api/plan", write, "Make the plan exactly this, for staff", put)
        .json::<PlanNew>()
        .gives::<PlanGiven>()
        .post("/api/plan/names", write, "Say what one name means, for staff", say)
        .json::<PlanNameNew>()
        .gives::<PlanGiven>()
        .post(
            "/api/plan/names/removal",
            write,
            "Take one name out of the plan, for staff",
            take_out,
        )
        .json::<PlanNameGone>()
        .gives::<PlanGiven>()
}

/// A fact that an event should carry.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PlanFactGiven {
    name: String,
    /// `text`, `number`, `whole`, `yes_no`, `money`, `date` or `list`.
    #[serde(rename = "type")]
    is: String,
    #[serde(default)]
    required: bool,
}

/// A name, and what it means.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PlanNameGiven {
    /// As it is sent.
    name: String,
    /// One of the specification, or one of an area of your own.
    kind: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    facts: Vec<PlanFactGiven>,
}

#[derive(Serialize, ToSchema)]
struct PlanGiven {
    /// The version of this form.
    plan: u32,
    names: Vec<PlanNameGiven>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PlanNew {
    /// The e-mail address of a member of staff who may change settings.
    staff: String,
    /// All of them: what is not here is taken out.
    names: Vec<PlanNameGiven>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PlanNameNew {
    /// The e-mail address of a member of staff who may change settings.
    staff: String,
    name: PlanNameGiven,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PlanNameGone {
    /// The e-mail address of a member of staff who may change settings.
    staff: String,
    name: String,
}

impl PlanNameGiven {
    fn planned(self) -> Result<PlannedName> {
        let fact = |fact: PlanFactGiven| {
            let is = FactType::parse(&fact.is).ok_or_else(|| {
                Error::invalid(
                    "facts",
                    "A fact is text, number, whole, yes_no, money, date or list.",
                )
            })?;
            Ok(FactRule { name: fact.name, is, required: fact.required })
        };
        let facts = self.facts.into_iter().map(fact).collect::<Result<_>>()?;
        Ok(PlannedName { name: self.name, kind: self.kind, note: self.note, facts })
    }

    fn of(planned: PlannedName) -> Self {
        let fact = |f: FactRule| PlanFactGiven {
            name: f.name,
            is: f.is.name().to_owned(),
            required: f.required,
        };
        let facts = planned.facts.into_iter().map(fact).collect();
        Self { name: planned.name, kind: planned.kind, note: planned.note, facts }
    }
}

async fn given(tx: &mut Transaction) -> Result<PlanGiven> {
    let file = PlanFile::of(store::names(tx).await?);
    let names = file.names.into_iter().map(PlanNameGiven::of).collect();
    Ok(PlanGiven { plan: file.plan, names })
}

async fn actor(tx: &mut Transaction, email: &str) -> Result<Actor> {
    let find = tx.query(
        "select id, role from staff
         where organisation = $1 and email = $2 and closed_at is null",
    );
    let row = tx.find(find.bind(email.trim().to_lowercase())).await?;
    let nobody = || Error::invalid("staff", "Nobody who works here has this e-mail address.");
    let row = row.ok_or_else(nobody)?;
    let id: Id<Staff> = row.id("id")?;
    match Role::parse(&row.text("role")?) {
        Some(role) if role.may(Right::ManageSettings) => Ok(Actor(Some(id))),
        _ => Err(Error::not_allowed("This colleague's role does not include it.")),
    }
}

async fn show(Tx(mut tx): Tx) -> Answer<axum::Json<PlanGiven>> {
    Ok(axum::Json(given(&mut tx).await?))
}

async fn put(Tx(mut tx): Tx, Json(new): Json<PlanNew>) -> Answer<Response> {
    let by = actor(&mut tx, &new.staff).await?;
    let names = new.names.into_iter().map(PlanNameGiven::planned).collect::<Result<_>>()?;
    replace(&mut tx, by, PlanFile::of(names)).await?;
    let given = given(&mut tx).await?;
    done(tx, given).await
}

async fn say(Tx(mut tx): Tx, Json(new): Json<PlanNameNew>) -> Answer<Response> {
    let by = actor(&mut tx, &new.staff).await?;
    change(&mut tx, by, new.name.planned()?).await?;
    let given = given(&mut tx).await?;
    done(tx, given).await
}

async fn take_out(Tx(mut tx): Tx, Json(gone): Json<PlanNameGone>) -> Answer<Response> {
    let by = actor(&mut tx, &gone.staff).await?;
    let name = deedwell_core::plan::own::ledger_name(gone.name.trim()).into_owned();
    if !remove(&mut tx, by, &name).await? {
        return Err(Error::Missing("name").into());
    }
    let given = given(&mut tx).await?;
    done(tx, given).await
}
