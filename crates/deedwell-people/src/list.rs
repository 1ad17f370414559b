//! The people page: who there is, filtered, sorted, a page at a time.
//!
//! What people *did* only the ledger knows: [`by_deeds`] takes its rankings, and [`some`] the page of ids.

use std::collections::{BTreeSet, HashMap};

use deedwell_core::{Id, Person, Result, Unit};
use deedwell_store::{Bulk, Row, Tx};
use jiff::Timestamp;
use serde::Serialize;

use crate::findable::findable;
use crate::register::{self, Found, Ranking};
use crate::sign::{IdentityKind, Proof, Sign};

/// People on a page.
pub const PAGE: usize = 50;
/// Words of a search that are looked at.
const MOST_WORDS: usize = 6;
/// Letters of a search that are looked at.
const LONGEST_SEARCH: usize = 200;
/// Ids or tags in one question.
pub const MOST_CHOICES: usize = 20;

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
    let found = found(tx, ask).await?;
    let total = found.total();
    let number = page.clamp(1, total.div_ceil(PAGE).max(1));
    let ids = found.ids(ask.order, (number - 1) * PAGE, PAGE);
    Ok(Page { people: some(tx, &ids).await?, number, total })
}

/// Some people from a place in the list on, and how many there are in all.
pub async fn part(
    tx: &mut Tx,
    ask: &PeopleAsk,
    skip: usize,
    most: usize,
) -> Result<(Vec<PersonRow>, usize)> {
    let found = found(tx, ask).await?;
    let ids = found.ids(ask.order, skip, most);
    Ok((some(tx, &ids).await?, found.total()))
}

/// How many people match.
pub async fn count(tx: &mut Tx, ask: &PeopleAsk) -> Result<usize> {
    Ok(found(tx, ask).await?.total())
}

/// The ids of all who match, in the order asked, at most `cap`.
pub async fn matching_ids(tx: &mut Tx, ask: &PeopleAsk, cap: usize) -> Result<Vec<Id<Person>>> {
    Ok(found(tx, ask).await?.ids(ask.order, 0, cap))
}

/// What the ledger knows of people.
#[derive(Clone, Default)]
pub struct Deeds {
    /// Only those who are among the first so many of this ranking.
    pub among: Option<(Ranking, usize)>,
    /// In this order instead of that of [`PeopleAsk`], in which those follow who never did anything.
    pub order: Option<Ranking>,
}

/// The ids of some who match, from a place in the list on, and how many there are in all. `skip` is told
/// that number.
pub async fn by_deeds(
    tx: &mut Tx,
    ask: &PeopleAsk,
    deeds: &Deeds,
    skip: impl FnOnce(usize) -> usize,
    most: usize,
) -> Result<(Vec<Id<Person>>, usize)> {
    let mut found = found(tx, ask).await?;
    if let Some((ranking, first)) = &deeds.among {
        found = found.among(ranking, *first);
    }
    let total = found.total();
    let skip = skip(total);
    let ids = match &deeds.order {
        Some(ranking) => found.ids_by(ranking, ask.order, skip, most),
        None => found.ids(ask.order, skip, most),
    };
    Ok((ids, total))
}

async fn found(tx: &mut Tx, ask: &PeopleAsk) -> Result<Found> {
    let mut found = register::open(tx).await?.everybody();
    // What is quick to tell comes first, and long words before short ones: they leave fewer.
    if ask.met_since.is_some() || ask.met_until.is_some() {
        found = found.met(ask.met_since, ask.met_until);
    }
    if let Some(unit) = ask.unit {
        found = found.of_unit(unit);
    }
    if let Some(kind) = ask.kind {
        found = found.known_by(kind);
    }
    for tag in ask.tags.iter().take(MOST_CHOICES) {
        found = found.bearing(tag);
    }
    let mut words = words(&ask.search);
    // Signs alone, of which nothing is left to look for, are nobody's name.
    if words.is_empty() && ask.search.chars().any(|c| !c.is_whitespace() && c != '\0') {
        return Ok(found.nobody());
    }
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    for word in words {
        found = match word.parse::<Id<Person>>() {
            Ok(id) => found.only(id),
            Err(_) => {
                // Whoever has the word has the number that is part of it.
                let number = as_number(&word);
                let word = Some(word).filter(|w| !number.as_ref().is_some_and(|n| w.contains(n)));
                found.having(&word.into_iter().chain(number).collect::<Vec<_>>())
            }
        };
    }
    Ok(found)
}

/// The words of a search. A telephone number written with spaces is one word.
fn words(search: &str) -> Vec<String> {
    let search: String =
        search.trim().chars().filter(|c| *c != '\0').take(LONGEST_SEARCH).collect();
    match as_number(&search) {
        Some(_) => vec![search],
        None => {
            let words = search.split_whitespace().take(MOST_WORDS);
            words.map(|word| findable(word).into_owned()).filter(|word| !word.is_empty()).collect()
        }
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
    for (person, tags) in tags_of(tx, ids).await? {
        if let Some(person) = people.get_mut(&person) {
            person.tags.extend(tags);
        }
    }
    Ok(())
}

/// The tags of these people, by name, and of those for whom they stand.
pub(crate) async fn tags_of(
    tx: &mut Tx,
    ids: &[Id<Person>],
) -> Result<HashMap<Id<Person>, BTreeSet<String>>> {
    let mut merged = Bulk::new(
        tx,
        "select id, head from person where organisation = $1 and head <> id and head in (",
        [],
        "?",
        ")",
    );
    ids.iter().for_each(|id| merged.add([(*id).into()]));
    let mut heads: HashMap<Id<Person>, Id<Person>> = ids.iter().map(|id| (*id, *id)).collect();
    for row in merged.list(tx).await? {
        heads.insert(row.id("id")?, row.id("head")?);
    }
    let mut find = Bulk::new(
        tx,
        "select person, tag from person_tag where organisation = $1 and person in (",
        [],
        "?",
        ")",
    );
    heads.keys().for_each(|id| find.add([(*id).into()]));
    let mut tags: HashMap<Id<Person>, BTreeSet<String>> = HashMap::new();
    for row in find.list(tx).await? {
        if let Some(head) = heads.get(&row.id("person")?) {
            tags.entry(*head).or_default().insert(row.text("tag")?);
        }
    }
    Ok(tags)
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
