//! What a customer said on the telephone, in the shop, by mail: written down in their name.

use askama::Template;
use axum::response::Response;
use deedwell_core::{Id, Person, Result};
use deedwell_people::{IdentityKind, PeopleAsk, Proof, Sign, ensure, some};
use deedwell_store::Tx as Work;
use deedwell_web::answer::{Choice, Errors, Render, on_with};
use deedwell_web::{Answer, Form, Frame, Query, StaffMember, Tx, View};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::acts::{self, Heard};
use crate::complaint::NewComplaint;
use crate::words::Wrong;

const CHANNELS: [&str; 4] = ["phone", "shop", "mail", "letter"];
/// People who are found.
const MOST_FOUND: usize = 8;

#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct HeardAsk {
    /// A name or an address to look for.
    q: Option<String>,
    /// The id of a person.
    person: Option<String>,
    /// What it grew from, such as `idea/0193…`.
    from: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ComplaintHeardForm)]
pub(crate) struct HeardForm {
    /// The id of a person; '' where the address names them.
    person: String,
    /// Their address, for somebody we do not know yet.
    email: String,
    name: String,
    /// `phone`, `shop`, `mail`, `letter`.
    channel: String,
    text: String,
    wish: String,
    /// The number of an order.
    order: String,
    from: String,
}

#[derive(Template)]
#[template(path = "console/heard.html")]
pub(crate) struct Page {
    frame: Frame,
    typed: HeardForm,
    q: String,
    people: Vec<Choice>,
    errors: Errors,
}

impl Page {
    async fn load(
        tx: &mut Work,
        frame: Frame,
        q: String,
        typed: HeardForm,
        errors: Errors,
    ) -> Result<Self> {
        let mut ids = Vec::new();
        if !q.trim().is_empty() {
            let ask = PeopleAsk { search: q.clone(), ..PeopleAsk::default() };
            ids = deedwell_people::matching_ids(tx, &ask, MOST_FOUND).await?;
        }
        let chosen: Option<Id<Person>> = typed.person.parse().ok();
        ids.extend(chosen.filter(|id| !ids.contains(id)));
        let mut people = Vec::new();
        for row in some(tx, &ids).await? {
            let signs: Vec<&str> = row.signs.iter().map(|(s, _)| s.value()).take(3).collect();
            let words = if row.name.is_empty() { signs.join(" · ") } else { row.name.clone() };
            people.push((row.id.to_string(), words));
        }
        let people = Choice::list(people, &typed.person);
        Ok(Self { frame, typed, q, people, errors })
    }

    fn channels(&self) -> Vec<Choice> {
        let words = |name: &'static str| (name, self.frame.channel(name));
        Choice::list(CHANNELS.map(words), &self.typed.channel)
    }
}

pub(crate) async fn show(
    frame: Frame,
    Tx(mut tx): Tx,
    Query(ask): Query<HeardAsk>,
) -> Answer<View<Page>> {
    let short = |text: Option<String>| text.unwrap_or_default().chars().take(120).collect();
    let typed =
        HeardForm { person: short(ask.person), from: short(ask.from), ..HeardForm::default() };
    let q = short(ask.q);
    Ok(View(Page::load(&mut tx, frame, q, typed, Errors::none()).await?))
}

pub(crate) async fn keep(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<HeardForm>,
) -> Answer<Response> {
    match write(&mut tx, &me, &form).await {
        Ok(id) => {
            tx.commit().await?;
            Ok(on_with(&format!("/console/complaints/{id}"), "complaints-said-kept"))
        }
        Err(error) => {
            let Wrong { errors, status, .. } = Wrong::of(&frame, "heard", "text", error)?;
            let page = Page::load(&mut tx, frame, String::new(), form, errors).await?;
            Ok(page.respond_with(status))
        }
    }
}

async fn write(
    tx: &mut Work,
    me: &StaffMember,
    form: &HeardForm,
) -> Result<Id<crate::complaint::Complaint>> {
    let new = NewComplaint {
        text: form.text.clone(),
        wish: form.wish.clone(),
        order_reference: form.order.clone(),
        from_about: Some(form.from.clone()),
        ..NewComplaint::default()
    };
    // The words before the person: nobody is met for a form that is empty.
    new.words()?;
    let who = match form.person.trim() {
        "" => {
            let sign = Sign::new(IdentityKind::Email, &form.email, "")?;
            ensure(tx, &sign, Proof::Staff, &form.name).await?.who()
        }
        id => crate::words::who(tx, id).await?,
    };
    let heard = Heard { staff: me.id, channel: form.channel.clone() };
    acts::complain(tx, who, Some(&heard), &new).await
}
