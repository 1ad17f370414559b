//! Lists that are kept under a name, and tags for many people at once.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use deedwell_core::{Error, Id, Person, Result, Timestamp};
use deedwell_people::person::{LONGEST_TAG, clean_tag};
use deedwell_people::{View as KeptView, person, view};
use deedwell_web::answer::on_with;
use deedwell_web::{Answer, Form, StaffMember, Tx};
use serde::Deserialize;
use utoipa::ToSchema;

use super::store;
use deedwell_web::address::Address;

/// People that one form tags: a page of them.
const MOST_AT_ONCE: usize = super::find::PAGE;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewView {
    name: String,
    /// The query string of the list.
    question: String,
}

pub(super) async fn add_view(
    staff: StaffMember,
    Tx(mut tx): Tx,
    Form(new): Form<NewView>,
) -> Answer<Response> {
    view::add(&mut tx, staff.id, &new.name, &new.question).await?;
    tx.commit().await?;
    Ok(on_with(&list_of(&new.question), "people-view-kept"))
}

pub(super) async fn remove_view(
    staff: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<KeptView>>,
) -> Answer<Response> {
    view::remove(&mut tx, staff.id, id).await?;
    tx.commit().await?;
    Ok(on_with("/console/people", "people-view-forgotten"))
}

/// What the form sends; `person` and `shown` once for each person.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "it describes the fields, which are read as pairs because they repeat"
)]
pub(super) struct TagMany {
    tag: String,
    /// The query string of the list.
    question: Option<String>,
    /// Ids of people.
    person: Vec<String>,
    /// The ids of everybody on the page.
    shown: Vec<String>,
    /// Everybody on the page.
    all: Option<String>,
}

#[derive(Default)]
struct Chosen {
    tag: String,
    question: String,
    people: Vec<Id<Person>>,
}

impl Chosen {
    fn of(pairs: Vec<(String, String)>) -> Result<Self> {
        let mut chosen = Self::default();
        let everybody = pairs.iter().any(|(name, _)| name == "all");
        for (name, value) in pairs {
            match name.as_str() {
                "tag" => chosen.tag = value,
                "question" => chosen.question = value,
                "person" if !everybody => chosen.people.push(value.parse()?),
                "shown" if everybody => chosen.people.push(value.parse()?),
                "person" | "shown" | "all" => {}
                _ => {
                    return Err(Error::invalid("form", "This form has a field that is not known."));
                }
            }
        }
        chosen.people.sort();
        chosen.people.dedup();
        if chosen.people.is_empty() {
            return Err(Error::invalid("person", "Please choose at least one person."));
        }
        if chosen.people.len() > MOST_AT_ONCE {
            return Err(Error::invalid("person", "At most 50 people can be tagged at once."));
        }
        Ok(chosen)
    }
}

pub(super) async fn tag_many(
    staff: StaffMember,
    Tx(mut tx): Tx,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Answer<Response> {
    let chosen = Chosen::of(pairs)?;
    let tag = clean_tag(&chosen.tag)?;
    let mut tagged = 0u64;
    for person in &chosen.people {
        if let Some(deed) = person::add_tag(&mut tx, *person, &tag).await? {
            tx.record(staff.who(), &deed).await?;
            tagged += 1;
        }
    }
    let at = tx.now().as_microsecond();
    tx.commit().await?;
    if tagged == 0 {
        return Ok(on_with(&list_of(&chosen.question), "people-tagged-before"));
    }
    let list = list_of(&chosen.question);
    let joint = if list.contains('?') { "&" } else { "?" };
    let done = Address::to("").with("done", format!("{at}.{tag}")).question();
    Ok(Redirect::to(&format!("{list}{joint}{done}")).into_response())
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UndoTag {
    /// The moment in microseconds, a point, the tag.
    done: String,
    /// The query string of the list.
    question: String,
}

/// Takes the tag off exactly those to whom that act gave it.
pub(super) async fn undo_tag(
    staff: StaffMember,
    Tx(mut tx): Tx,
    Form(undo): Form<UndoTag>,
) -> Answer<Response> {
    let (at, tag) = parse_done(&undo.done).ok_or(Error::Missing("tag"))?;
    for id in store::tagged_at(&mut tx, tag, at).await? {
        if let Some(deed) = person::remove_tag(&mut tx, id, tag).await? {
            tx.record(staff.who(), &deed).await?;
        }
    }
    tx.commit().await?;
    Ok(on_with(&list_of(&undo.question), "people-tag-undone"))
}

/// The list with this question; what somebody wrote into the form cannot lead elsewhere.
fn list_of(question: &str) -> String {
    let good = !question.is_empty()
        && question.len() <= view::LONGEST_QUESTION
        && question.bytes().all(|b| b.is_ascii_graphic() && b != b'#');
    if good { format!("/console/people?{question}") } else { "/console/people".to_owned() }
}

fn parse_done(done: &str) -> Option<(Timestamp, &str)> {
    let (at, tag) = done.split_once('.')?;
    let at = Timestamp::from_microsecond(at.parse().ok()?).ok()?;
    (!tag.is_empty() && tag.chars().count() <= LONGEST_TAG).then_some((at, tag))
}

/// Tags given a moment ago, which can be taken off again.
pub(super) struct Done {
    pub tag: String,
    pub people: usize,
    pub done: String,
}

impl Done {
    /// `None` once it was undone, or when it never was.
    pub async fn of(tx: &mut deedwell_store::Tx, done: Option<&str>) -> Result<Option<Self>> {
        let Some((text, (at, tag))) = done.and_then(|d| Some((d, parse_done(d)?))) else {
            return Ok(None);
        };
        let people = store::tagged_at(tx, tag, at).await?.len();
        let done = Self { tag: tag.to_owned(), people, done: text.to_owned() };
        Ok((people > 0).then_some(done))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_leads_nowhere_else() {
        assert_eq!(list_of("q=ada"), "/console/people?q=ada");
        for hostile in ["", "a\r\nLocation: //evil", "a b", "a#b"] {
            assert_eq!(list_of(hostile), "/console/people", "{hostile:?}");
        }
    }

    #[test]
    fn everybody_on_the_page_is_whom_the_page_showed() {
        let id = "01930000-0000-7000-8000-000000000001";
        let pair = |n: &str, v: &str| (n.to_owned(), v.to_owned());
        let chosen = |pairs| Chosen::of(pairs).map(|c| c.people.len());
        assert!(chosen(vec![pair("tag", "vip"), pair("shown", id)]).is_err());
        assert_eq!(chosen(vec![pair("shown", id), pair("all", "1")]).unwrap(), 1);
        assert_eq!(chosen(vec![pair("person", id), pair("person", id)]).unwrap(), 1);
        assert!(chosen(vec![pair("person", id), pair("role", "owner")]).is_err());
        assert_eq!(parse_done("12.a.b").unwrap().1, "a.b");
    }
}
