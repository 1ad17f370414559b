//! The same thing done to several ideas of a list, and undone.

use axum::response::{IntoResponse, Redirect, Response};
use deedwell_core::{Error, Id, Result, Staff};
use deedwell_web::answer::{Render, on_with};
use deedwell_web::{Answer, Form, Frame, StaffMember, Tx};
use serde::Deserialize;
use utoipa::ToSchema;

use super::ask::ListAsk;
use super::list::Page;
use super::words::Wrong;
use crate::idea::Idea;
use crate::stage::Stage;
use crate::{acts, store, words};

/// What the form sends; `idea` once for each one chosen.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "it describes the fields, which are read as pairs because they repeat"
)]
pub(super) struct BulkForm {
    /// `tag`, `untag` or `spam`.
    verb: String,
    tag: Option<String>,
    /// Why they are spam, for everybody to read.
    reason: Option<String>,
    /// The query string of the list.
    question: Option<String>,
    /// Ids of ideas.
    idea: Vec<String>,
}

/// What was sent, kept when it cannot be used.
#[derive(Default)]
pub(super) struct Sent {
    verb: String,
    pub tag: String,
    pub reason: String,
    question: String,
    pub ideas: Vec<Id<Idea>>,
}

impl Sent {
    fn of(pairs: Vec<(String, String)>) -> Result<Self> {
        let mut sent = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "verb" => sent.verb = value,
                "tag" => sent.tag = value,
                "reason" => sent.reason = value,
                "question" => sent.question = value,
                "idea" => sent.ideas.push(value.parse()?),
                _ => {
                    return Err(Error::invalid("form", "This form has a field that is not known."));
                }
            }
        }
        sent.ideas.sort();
        sent.ideas.dedup();
        sent.ideas.truncate(store::PAGE);
        Ok(sent)
    }
}

pub(super) async fn bulk(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Answer<Response> {
    let sent = Sent::of(pairs)?;
    let ask = ListAsk::of(&sent.question);
    let done = match apply(&mut tx, me.id, &sent).await {
        Ok(done) => done,
        Err(error) => {
            let names = [("idea", "idea"), ("tags", "tag"), ("reason", "reason")];
            let wrong = Wrong::of(&frame, "bulk", &names, error)?;
            let status = wrong.status;
            let page = Page::load(&mut tx, frame, ask, sent, wrong).await?;
            return Ok(page.respond_with(status));
        }
    };
    tx.commit().await?;
    let list = ask.address("/console/ideas");
    if done.ideas.is_empty() {
        return Ok(on_with(&list.to_string(), "ideas-staff-said-nothing"));
    }
    Ok(Redirect::to(&list.with("done", done.text()).to_string()).into_response())
}

async fn apply(tx: &mut deedwell_store::Tx, staff: Id<Staff>, sent: &Sent) -> Result<Done> {
    if sent.ideas.is_empty() {
        return Err(Error::invalid("idea", "Please choose at least one idea."));
    }
    let mut changed = Vec::new();
    let (verb, tag) = match sent.verb.as_str() {
        "spam" => {
            for id in &sent.ideas {
                acts::mark_spam(tx, staff, *id, &sent.reason).await?;
                changed.push(*id);
            }
            (Verb::Spam, String::new())
        }
        name => {
            let verb = if name == "untag" { Verb::Untag } else { Verb::Tag };
            let mut tags = words::tags(&[&sent.tag])?;
            let Some(tag) = tags.pop() else {
                return Err(Error::invalid("tags", "Please write the tag."));
            };
            for id in &sent.ideas {
                if set_tag(tx, staff, *id, &tag, verb == Verb::Tag).await? {
                    changed.push(*id);
                }
            }
            (verb, tag)
        }
    };
    Ok(Done { verb, tag, ideas: changed })
}

/// Gives one tag or takes it off; false when that was so already.
async fn set_tag(
    tx: &mut deedwell_store::Tx,
    staff: Id<Staff>,
    id: Id<Idea>,
    tag: &str,
    on: bool,
) -> Result<bool> {
    let mut tags = store::tags_of(tx, &[id]).await?.remove(&id).unwrap_or_default();
    if tags.iter().any(|t| t == tag) == on {
        return Ok(false);
    }
    tags.retain(|t| t != tag);
    if on {
        tags.push(tag.to_owned());
    }
    acts::retag(tx, staff, id, &tags).await?;
    Ok(true)
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Verb {
    Tag,
    Untag,
    Spam,
}

/// What was done a moment ago, as the address says it: whoever may do it may undo it.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Done {
    pub verb: Verb,
    pub tag: String,
    pub ideas: Vec<Id<Idea>>,
}

impl Done {
    /// Verb, ids and tag, the tag last because it may hold anything.
    pub fn text(&self) -> String {
        let verb = self.key();
        let ids: Vec<String> = self.ideas.iter().map(Id::to_string).collect();
        format!("{verb}.{}.{}", ids.join(","), self.tag)
    }

    pub fn of(text: Option<&str>) -> Option<Self> {
        let mut parts = text?.splitn(3, '.');
        let verb = match parts.next()? {
            "tag" => Verb::Tag,
            "untag" => Verb::Untag,
            "spam" => Verb::Spam,
            _ => return None,
        };
        let ids = parts.next()?.split(',').map(|id| id.parse().ok());
        let ideas: Vec<Id<Idea>> = ids.collect::<Option<_>>()?;
        let tag = parts.next()?.to_owned();
        let good = ideas.len() <= store::PAGE && tag.chars().count() <= words::LONGEST_TAG;
        good.then_some(Self { verb, tag, ideas })
    }

    pub fn key(&self) -> &'static str {
        match self.verb {
            Verb::Tag => "tag",
            Verb::Untag => "untag",
            Verb::Spam => "spam",
        }
    }

    /// `Three ideas have the tag`.
    pub fn words(&self, frame: &Frame) -> String {
        let values = [("what", self.tag.clone()), ("count", frame.number(self.ideas.len()))];
        let many = if self.ideas.len() == 1 { "one" } else { "many" };
        frame.m(&format!("ideas-staff-done-{}-{many}", self.key()), &values)
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UndoForm {
    /// What was done: verb, ids, tag.
    done: String,
    /// The query string of the list.
    #[serde(default)]
    question: String,
}

pub(super) async fn undo(
    me: StaffMember,
    Tx(mut tx): Tx,
    Form(form): Form<UndoForm>,
) -> Answer<Response> {
    let done = Done::of(Some(&form.done)).ok_or(Error::Missing("idea"))?;
    for id in &done.ideas {
        match done.verb {
            Verb::Tag => drop(set_tag(&mut tx, me.id, *id, &done.tag, false).await?),
            Verb::Untag => drop(set_tag(&mut tx, me.id, *id, &done.tag, true).await?),
            Verb::Spam => {
                if store::idea(&mut tx, *id).await?.stage == Stage::Spam {
                    acts::clear(&mut tx, me.id, *id).await?;
                }
            }
        }
    }
    tx.commit().await?;
    let list = ListAsk::of(&form.question).address("/console/ideas").to_string();
    Ok(on_with(&list, "ideas-staff-said-undone"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u128) -> Id<Idea> {
        Id::from_uuid(uuid::Uuid::from_u128(n))
    }

    #[test]
    fn what_was_done_is_read_back() {
        let done = Done { verb: Verb::Tag, tag: "a.b,c".into(), ideas: vec![id(1), id(2)] };
        assert_eq!(Done::of(Some(&done.text())), Some(done));
        for wrong in ["", "tag", "tag..x", "drop.1.x", "tag.1.x"] {
            assert_eq!(Done::of(Some(wrong)), None, "{wrong}");
        }
    }
}
