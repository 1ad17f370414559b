//! My part: what every part has of a customer, under a few headings, and how they are known.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use deedwell_core::Result;
use deedwell_people::person::{IdentityRow, LONGEST_NAME};
use deedwell_people::profile::holdings::{self, Holding};
use deedwell_people::{Profile, Proof, pseudonyms};
use deedwell_store::Tx as StoreTx;
use deedwell_web::answer::{Errors, Render};
use deedwell_web::{Answer, Deedwell, Frame, Me, Panel, Tx, Under};

use super::lines::{Line, newest};
use crate::pseudonym;

/// Of what I did, on the page. The file holds all of it.
const NEWEST: usize = 50;
/// Of what I have of theirs, on the page.
const MOST_HOLDINGS: usize = 20;

/// A heading with what stands under it.
pub(crate) struct Section {
    /// Where the navigation leads; a part of the message that is its heading.
    id: &'static str,
    panels: Placed,
}

/// Panels, each with the place by which its heading is known on the page.
type Placed = Vec<(String, Panel)>;

/// What was typed and could not be used.
#[derive(Default)]
pub(crate) struct Typed {
    pub name: Option<String>,
    pub pseudonym: Option<String>,
}

#[derive(Template)]
#[template(path = "my_part/page.html")]
struct Page {
    frame: Frame,
    errors: Errors,
    profile: Profile,
    /// The name, or what was typed and could not be used.
    own_name: String,
    pseudonym: String,
    lines: Vec<Line>,
    total: u64,
    /// What every part has of mine, in the order of the page.
    before: Vec<Section>,
    part: Placed,
    after: Vec<Section>,
    data: Placed,
}

impl Page {
    /// Where the navigation leads, and in words where.
    fn ways(&self) -> Vec<(&'static str, String)> {
        let ids = ["orders", "requests", "part", "points", "sent", "data"];
        ids.map(|id| (id, self.heading(id))).to_vec()
    }

    fn heading(&self, id: &str) -> String {
        self.frame.t(&format!("signin-under-{id}"))
    }

    fn nothing(&self, id: &str) -> String {
        self.frame.t(&format!("signin-under-{id}-none"))
    }

    fn kind(&self, identity: &IdentityRow) -> String {
        self.frame.t(&format!("signin-identity-{}", identity.kind.name()))
    }

    fn proof(&self, identity: &IdentityRow) -> String {
        self.frame.t(&format!("signin-proof-{}", identity.proof.name()))
    }

    fn tone(&self, identity: &IdentityRow) -> &'static str {
        if identity.proof > Proof::Claimed { "up" } else { "line" }
    }

    fn longest(&self) -> usize {
        LONGEST_NAME
    }

    fn longest_pseudonym(&self) -> usize {
        pseudonym::LONGEST
    }

    fn is_cut(&self) -> bool {
        self.total > self.lines.len() as u64
    }
}

pub(crate) async fn show(
    me: Me,
    State(app): State<Deedwell>,
    frame: Frame,
    Tx(mut tx): Tx,
) -> Answer<Response> {
    again(&app, &mut tx, frame, &me, Typed::default(), Errors::none()).await
}

/// The page, with what was typed and what is wrong with it.
pub(crate) async fn again(
    app: &Deedwell,
    tx: &mut StoreTx,
    frame: Frame,
    me: &Me,
    typed: Typed,
    errors: Errors,
) -> Answer<Response> {
    let profile = deedwell_people::person(tx, me.person).await?;
    let (lines, total) = newest(app, tx, &frame, profile.id, NEWEST).await?;
    let mut panels = app.panels_of_me(tx, profile.id, &frame).await?;
    panels.extend(services(tx, &frame, me).await?.map(|panel| (Under::Orders, panel)));
    let mut under = |wanted: Under| -> Placed {
        let taken = panels.extract_if(.., |(under, _)| *under == wanted).enumerate();
        taken.map(|(n, (_, panel))| (format!("{wanted:?}-{n}").to_lowercase(), panel)).collect()
    };
    let before = vec![
        Section { id: "orders", panels: under(Under::Orders) },
        Section { id: "requests", panels: under(Under::Requests) },
    ];
    let after = vec![
        Section { id: "points", panels: under(Under::Points) },
        Section { id: "sent", panels: under(Under::Sent) },
    ];
    let (part, data) = (under(Under::Part), under(Under::Data));
    let kept = pseudonyms(tx, &[profile.id]).await?.remove(&profile.id).unwrap_or_default();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let own_name = typed.name.unwrap_or_else(|| profile.name.clone());
    let pseudonym = typed.pseudonym.unwrap_or(kept);
    let page = Page {
        frame,
        errors,
        profile,
        own_name,
        pseudonym,
        lines,
        total,
        before,
        part,
        after,
        data,
    };
    Ok(page.respond_with(status))
}

/// What they have of ours beside what they bought: as it was said of them.
async fn services(tx: &mut StoreTx, frame: &Frame, me: &Me) -> Result<Option<Panel>> {
    let held = holdings::of(tx, me.person).await?;
    if held.is_empty() {
        return Ok(None);
    }
    let facts = held.iter().take(MOST_HOLDINGS);
    let facts = facts.map(|one| (one.name.clone(), since(frame, one))).collect();
    Ok(Some(Panel { title: frame.t("signin-services"), facts, ..Panel::default() }))
}

fn since(frame: &Frame, one: &Holding) -> String {
    let day = |on: jiff::civil::Date| {
        let at = on.to_zoned(frame.zone.clone()).map(|at| at.timestamp());
        at.map_or_else(|_| on.to_string(), |at| frame.day(&at))
    };
    match (one.since, one.until) {
        (_, Some(until)) => frame.w("signin-service-until", day(until)),
        (Some(since), None) => frame.w("signin-service-since", day(since)),
        (None, None) => frame.t("signin-service-now"),
    }
}
