//! The smallest programme: somebody wishes for something, others second it, staff answer.

use std::collections::HashMap;

use axum::extract::Path;
use axum::response::{Html, IntoResponse, Redirect, Response};
use deedwell_core::{Deed, Error, Id, Identity, Kind, Meaning, Quality, Result};
use deedwell_store::{Migration, jobs};
use deedwell_web::{
    Answer, Asked, Form, Me, Needs, Programme, Right, Routes, StaffMember, Tx, Visitor, Waiting,
};

pub const PROGRAMME: Programme = Programme {
    name: "wishes",
    icon: "sparkles",
    console: "/console/wishes",
    site: "/wishes",
    migrations: &[Migration {
        owner: "wishes",
        name: "0001_wishes",
        sql: "
            create table wish (
                organisation text not null,
                id           text not null,
                author       text not null,
                words        text not null,
                primary key (organisation, id)
            );
            create table wish_second (
                organisation text not null,
                wish         text not null,
                person       text not null,
                primary key (organisation, wish, person)
            );
        ",
    }],
    routes,
    meaning: Meaning {
        contributions: &["wishes.made"],
        voided_by: &[],
        restored_by: &[],
        quality: Quality::Unknown,
        peer_responses: &["wishes.seconded"],
        company_responses: &["wishes.answered"],
        official_answers: &["wishes.answered"],
        evaluated: &[],
        decided: &[],
        implemented: &[],
        owes: deedwell_core::meaning::Owes::NOTHING,
        money: &[],
    },
    told: &[],
    messages: &[],
    titles: |_, _| Box::pin(async { Ok(HashMap::new()) }),
    waiting: |_, _, _| Box::pin(async { Ok(Waiting::default()) }),
    upkeep: |_, _| Box::pin(async { Ok(0) }),
    forget: |_, _, _| Box::pin(async { Ok(()) }),
    holds: |_, _| Box::pin(async { Ok(serde_json::json!({})) }),
    hears: None,
};

#[derive(Debug)]
pub enum Wish {}

#[derive(serde::Serialize)]
#[serde(untagged)]
enum WishDeed {
    Made { wish: Id<Wish> },
    Seconded { wish: Id<Wish>, author: Id<Identity> },
    Answered { wish: Id<Wish> },
}

impl Deed for WishDeed {
    fn kind(&self) -> Kind {
        match self {
            Self::Made { .. } => "wishes.made",
            Self::Seconded { .. } => "wishes.seconded",
            Self::Answered { .. } => "wishes.answered",
        }
    }

    fn about(&self) -> Option<String> {
        let (Self::Made { wish } | Self::Seconded { wish, .. } | Self::Answered { wish }) = self;
        Some(format!("wish/{wish}"))
    }

    fn counterpart(&self) -> Option<Id<Identity>> {
        match self {
            Self::Seconded { author, .. } => Some(*author),
            _ => None,
        }
    }
}

fn routes() -> Routes {
    Routes::new("wishes")
        .post("/wishes", Needs::Customer, "Make a wish", make)
        .get("/wishes/{id}", Needs::Anybody, "A wish", show)
        .post("/wishes/{id}/seconds", Needs::Customer, "Second a wish", second)
        .post(
            "/console/wishes/{id}/answer",
            Needs::Staff(Right::HostProgrammes),
            "Answer a wish",
            answer,
        )
        .get("/api/wishes", Needs::KeyToRead, "How many wishes there are", count)
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct NewWish {
    words: String,
}

async fn make(me: Me, Tx(mut tx): Tx, Form(new): Form<NewWish>) -> Answer<Redirect> {
    let wish: Id<Wish> = tx.new_id();
    let insert =
        tx.query("insert into wish (organisation, id, author, words) values ($1, $2, $3, $4)");
    tx.run(insert.bind(wish).bind(me.identity).bind(&new.words)).await?;
    if new.words.contains("remind") {
        let now = tx.now();
        jobs::ask(&mut tx, "wishes.remind", &wish.to_string(), "{}", now).await?;
    }
    tx.record(me.who(), &WishDeed::Made { wish }).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/wishes/{wish}")))
}

async fn show(_: Visitor, Tx(mut tx): Tx, Path(id): Path<Id<Wish>>) -> Answer<Html<String>> {
    let (words, _) = wish(&mut tx, id).await?;
    let piece = seconds(&mut tx, id).await?;
    Ok(Html(format!("<h1>{words}</h1>\n{piece}")))
}

async fn second(
    me: Me,
    asked: Asked,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Wish>>,
) -> Answer<Response> {
    let (_, author) = wish(&mut tx, id).await?;
    let insert = tx.query(
        "insert into wish_second (organisation, wish, person) values ($1, $2, $3)
         on conflict do nothing",
    );
    if tx.run(insert.bind(id).bind(me.person)).await? == 1 {
        tx.record(me.who(), &WishDeed::Seconded { wish: id, author }).await?;
    }
    let piece = seconds(&mut tx, id).await?;
    tx.commit().await?;
    let page = Redirect::to(&format!("/wishes/{id}")).into_response();
    Ok(if asked.piece { Html(piece).into_response() } else { page })
}

async fn answer(staff: StaffMember, Tx(mut tx): Tx, Path(id): Path<Id<Wish>>) -> Answer<Redirect> {
    wish(&mut tx, id).await?;
    tx.record(staff.who(), &WishDeed::Answered { wish: id }).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/wishes/{id}")))
}

async fn count(_: deedwell_web::Key, Tx(mut tx): Tx) -> Answer<axum::Json<serde_json::Value>> {
    let count = tx.query("select count(*) as n from wish where organisation = $1");
    let n = tx.one(count).await?.number("n")?;
    Ok(axum::Json(serde_json::json!({ "count": n })))
}

async fn wish(tx: &mut deedwell_store::Tx, id: Id<Wish>) -> Result<(String, Id<Identity>)> {
    let find = tx.query("select words, author from wish where organisation = $1 and id = $2");
    let row = tx.find(find.bind(id)).await?.ok_or(Error::Missing("wish"))?;
    Ok((row.text("words")?, row.id("author")?))
}

async fn seconds(tx: &mut deedwell_store::Tx, id: Id<Wish>) -> Result<String> {
    let count =
        tx.query("select count(*) as n from wish_second where organisation = $1 and wish = $2");
    let n = tx.one(count.bind(id)).await?.number("n")?;
    Ok(format!("<output>{n}</output>"))
}
