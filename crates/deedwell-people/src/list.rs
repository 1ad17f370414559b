//! The people page: who there is, filtered, sorted, a page at a time.
//!
//! The order by what people *did* is the ledger's (`deedwell_core::behaviour::Behaviour::ranking`).
//! For it, take [`matching_ids`], keep the ranking's order among them, and hand a page of ids to
//! [`some`].

use std::collections::HashMap;

use deedwell_core::{Id, Person, Result, Unit};
use deedwell_store::{Bulk, List, Row, Tx, list::containing};
use jiff::Timestamp;
use serde::Serialize;

use crate::sign::{IdentityKind, Proof, Sign};

/// People on a page.
pub const PAGE: usize = 50;
/// Words of a search that are looked at.
const MOST_WORDS: usize = 6;
/// Letters of a search that are looked at.
const LONGEST_SEARCH: usize = 200;
/// Ids or tags in one question.
pub const MOST_CHOICES: usize = 20;
/// Pages that can be leafed to: an offset has to be walked.
pub const LAST_PAGE: usize = 20_000;

/// Which people. What is `None` or empty asks nothing.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct PeopleAsk {
    /// Words, each contained in the name, an e-mail address, a number or another identity; or an id
    /// of ours.
    pub search: String,
    /// Every one of these tags, the first [`MOST_CHOICES`] of them.
    pub tags: Vec<String>,
    pub unit: Option<Id<Unit>>,
    /// With an identity of this kind, proven or not.
    pub kind: Option<IdentityKind>,
    /// First met at this moment or later.
    pub met_since: Option<Timestamp>,
    /// First met before this moment.
    pub met_until: Option<Timestamp>,
    pub order: PeopleOrder,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PeopleOrder {
    /// Who was first met last, first.
    #[default]
    Newest,
    Oldest,
    /// By name, the nameless at the end.
    Name,
}

impl PeopleOrder {
    pub const ALL: [Self; 3] = [Self::Newest, Self::Oldest, Self::Name];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Name => "name",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|o| o.name() == text)
    }

    const fn sql(self) -> &'static str {
        match self {
            Self::Newest => "order by p.created_at desc, p.id desc",
            Self::Oldest => "order by p.created_at, p.id",
            Self::Name => {
                "order by case when p.name = '' then 1 else 0 end, lower(p.name), p.name, p.id"
            }
        }
    }
}

/// A line of the list.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct PersonRow {
    pub id: Id<Person>,
    /// '' while unknown.
    pub name: String,
    pub unit: Option<Id<Unit>>,
    pub is_test: bool,
    pub created_at: Timestamp,
    pub tags: Vec<String>,
    /// How they are known, the kind that names a person best first.
    pub signs: Vec<(Sign, Proof)>,
}

/// One page of a list.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Page {
    pub people: Vec<PersonRow>,
    /// From 1.
    pub number: usize,
    /// People on all pages.
    pub total: usize,
}

impl Page {
    pub fn pages(&self) -> usize {
        self.total.div_ceil(PAGE).max(1)
    }
}

/// A page of people, counted from 1; a page beyond the end is the last.
pub async fn list(tx: &mut Tx, ask: &PeopleAsk, page: usize) -> Result<Page> {
    let count = List::new(
        tx,
        "select count(*) as people from person p
         where p.organisation = $1 and p.head = p.id and p.known > 0",
    );
    let total = tx.one(filtered(count, ask).done()).await?.number("people")?;
    let total = usize::try_from(total).unwrap_or_default();
    let number = page.clamp(1, total.div_ceil(PAGE).clamp(1, LAST_PAGE));
    let ids = ids(tx, ask, PAGE, (number - 1) * PAGE).await?;
    Ok(Page { people: some(tx, &ids).await?, number, total })
}

/// The ids of all who match, in the order asked, at most `cap`.
pub async fn matching_ids(tx: &mut Tx, ask: &PeopleAsk, cap: usize) -> Result<Vec<Id<Person>>> {
    ids(tx, ask, cap, 0).await
}

async fn ids(tx: &mut Tx, ask: &PeopleAsk, limit: usize, skip: usize) -> Result<Vec<Id<Person>>> {
    let find = List::new(
        tx,
        "select p.id from person p where p.organisation = $1 and p.head = p.id and p.known > 0",
    );
    let find = filtered(find, ask).then(ask.order.sql()).page(limit, skip);
    tx.list(find).await?.iter().map(|row| row.id("id")).collect()
}

fn filtered(mut list: List, ask: &PeopleAsk) -> List {
    for word in words(&ask.search) {
        let (pattern, number) = (containing(&word), as_number(&word));
        list = match (word.parse::<Id<Person>>(), number) {
            (Ok(id), _) => list.and("p.id = ?", [id.into()]),
            (_, Some(number)) => list.and(
                "(p.search like ? escape '\\' or p.search like ? escape '\\')",
                [pattern.into(), containing(&number).into()],
            ),
            _ => list.and("p.search like ? escape '\\'", [pattern.into()]),
        };
    }
    for tag in ask.tags.iter().take(MOST_CHOICES) {
        list = list.and(
            "p.id in (select q.head from person_tag t
                       join person q on q.organisation = $1 and q.id = t.person
                     where t.organisation = $1 and t.tag = ?)",
            [tag.into()],
        );
    }
    if let Some(unit) = ask.unit {
        list = list.and("p.unit = ?", [unit.into()]);
    }
    if let Some(kind) = ask.kind {
        list = list.and(
            "exists (select 1 from identity i
                     where i.organisation = $1 and i.person = p.id and i.kind = ?)",
            [kind.name().into()],
        );
    }
    if let Some(since) = ask.met_since {
        list = list.and("p.created_at >= ?", [since.into()]);
    }
    if let Some(until) = ask.met_until {
        list = list.and("p.created_at < ?", [until.into()]);
    }
    list
}

/// The words of a search. A telephone number written with spaces is one word.
fn words(search: &str) -> Vec<String> {
    let search: String =
        search.trim().chars().filter(|c| *c != '\0').take(LONGEST_SEARCH).collect();
    match as_number(&search) {
        Some(_) => vec![search],
        None => search.split_whitespace().take(MOST_WORDS).map(str::to_lowercase).collect(),
    }
}

/// The digits of what looks like a telephone number, as they stand in the search text; the trunk
/// nought of a number without its country is left out, because ours have the country.
fn as_number(text: &str) -> Option<String> {
    let looks = text.chars().all(|c| c.is_ascii_digit() || " +-.()/".contains(c));
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0');
    (looks && digits.len() >= 5).then(|| digits.to_owned())
}

/// These people, in this order; who is not of this organisation is left out.
pub async fn some(tx: &mut Tx, ids: &[Id<Person>]) -> Result<Vec<PersonRow>> {
    let mut find = Bulk::new(
        tx,
        "select id, name, unit, tests, created_at from person where organisation = $1 and id in (",
        [],
        "?",
        ")",
    );
    ids.iter().for_each(|id| find.add([(*id).into()]));
    let mut people = HashMap::new();
    for row in find.list(tx).await? {
        people.insert(row.id::<Person>("id")?, person_row(&row)?);
    }
    add_tags(tx, ids, &mut people).await?;
    add_signs(tx, ids, &mut people).await?;
    Ok(ids.iter().filter_map(|id| people.remove(id)).collect())
}

type People = HashMap<Id<Person>, PersonRow>;

fn person_row(row: &Row) -> Result<PersonRow> {
    Ok(PersonRow {
        id: row.id("id")?,
        name: row.text("name")?,
        unit: row.id_or_null("unit")?,
        is_test: row.number("tests")? != 0,
        created_at: row.moment("created_at")?,
        tags: Vec::new(),
        signs: Vec::new(),
    })
}

async fn add_tags(tx: &mut Tx, ids: &[Id<Person>], people: &mut People) -> Result<()> {
    let mut find = Bulk::new(
        tx,
        "select distinct p.head as person, t.tag from person_tag t
           join person p on p.organisation = $1 and p.id = t.person
         where t.organisation = $1 and p.head in (",
        [],
        "?",
        ") order by t.tag",
    );
    ids.iter().for_each(|id| find.add([(*id).into()]));
    for row in find.list(tx).await? {
        if let Some(person) = people.get_mut(&row.id("person")?) {
            person.tags.push(row.text("tag")?);
        }
    }
    Ok(())
}

async fn add_signs(tx: &mut Tx, ids: &[Id<Person>], people: &mut People) -> Result<()> {
    let mut find = Bulk::new(
        tx,
        "select person, kind, value, scope, proof from identity
         where organisation = $1 and person in (",
        [],
        "?",
        ") order by created_at, id",
    );
    ids.iter().for_each(|id| find.add([(*id).into()]));
    for row in find.list(tx).await? {
        let kind = IdentityKind::parse(&row.text("kind")?);
        let proof = Proof::parse(&row.text("proof")?);
        let (Some(kind), Some(proof)) = (kind, proof) else { continue };
        if let Some(person) = people.get_mut(&row.id("person")?) {
            let sign = Sign::stored(kind, row.text("value")?, row.text("scope")?);
            person.signs.push((sign, proof));
        }
    }
    let best = |kind| IdentityKind::ALL.iter().position(|k| *k == kind);
    people.values_mut().for_each(|p| p.signs.sort_by_key(|(sign, _)| best(sign.kind())));
    Ok(())
}
