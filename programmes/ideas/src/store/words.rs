//! What was said before: ideas whose titles share rare words.

use std::collections::BTreeMap;

use deedwell_core::{Id, Result};
use deedwell_store::{List, Tx, Value};

use super::IdeaCard;
use crate::idea::Idea;
use crate::words::{MOST_WORDS, telling};

/// Ideas that are suggested.
pub const MOST_SIMILAR: usize = 5;
/// Of the words of a title, those said least often are looked up.
const RAREST: usize = 6;
/// A word that more titles have says nothing.
const TOO_COMMON: i64 = 2_000;

pub async fn set_words(tx: &mut Tx, id: Id<Idea>, title: &str) -> Result<()> {
    let delete = tx.query("delete from idea_word where organisation = $1 and idea = $2");
    tx.run(delete.bind(id)).await?;
    for word in telling(title) {
        let insert = tx.query(
            "insert into idea_word (organisation, word, idea) values ($1, $2, $3)
             on conflict do nothing",
        );
        tx.run(insert.bind(word).bind(id)).await?;
    }
    Ok(())
}

/// Public ideas whose titles share words with this one, those with the rarest words first. What was
/// merged is found by its own title and shown as the idea that speaks for it.
pub async fn similar(tx: &mut Tx, title: &str) -> Result<Vec<IdeaCard>> {
    similar_but(tx, title, None).await
}

/// The same without the idea itself: for its page, and for staff who look for duplicates.
pub async fn similar_to(tx: &mut Tx, idea: &Idea) -> Result<Vec<IdeaCard>> {
    similar_but(tx, &idea.title, Some(idea.root)).await
}

async fn similar_but(tx: &mut Tx, title: &str, but: Option<Id<Idea>>) -> Result<Vec<IdeaCard>> {
    let words = telling(title);
    let Some(last) = words.last() else { return Ok(Vec::new()) };
    let all: [Value; MOST_WORDS] =
        std::array::from_fn(|i| words.get(i).unwrap_or(last).as_str().into());
    let mut known = frequencies(tx, all).await?;
    known.retain(|(_, n)| *n <= TOO_COMMON);
    known.sort_by(|a, b| a.1.cmp(&b.1).then_with(|| a.0.cmp(&b.0)));
    known.truncate(RAREST);
    let mut scores: BTreeMap<Id<Idea>, f64> = BTreeMap::new();
    for (word, n) in &known {
        for root in having(tx, word).await? {
            *scores.entry(root).or_default() += 1.0 / (1.0 + *n as f64).ln_1p();
        }
    }
    let mut found: Vec<_> = scores.into_iter().filter(|(id, _)| Some(*id) != but).collect();
    found.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
    let ids: Vec<_> = found.into_iter().take(MOST_SIMILAR).map(|(id, _)| id).collect();
    super::cards(tx, &ids).await
}

async fn frequencies(tx: &mut Tx, words: [Value; MOST_WORDS]) -> Result<Vec<(String, i64)>> {
    let list = List::new(
        tx,
        "select w.word as word, count(*) as n from idea_word w where w.organisation = $1",
    );
    let list = list.and("w.word in (?,?,?,?,?,?,?,?,?,?,?,?)", words).then("group by w.word");
    let rows = tx.list(list.done()).await?;
    rows.iter().map(|row| Ok((row.text("word")?, row.number("n")?))).collect()
}

/// The ideas that speak for those with this word in their title, once each.
async fn having(tx: &mut Tx, word: &str) -> Result<Vec<Id<Idea>>> {
    let list = tx.query(
        "select distinct r.id as id from idea_word w
         join idea i on i.organisation = $1 and i.id = w.idea
         join idea r on r.organisation = $1 and r.id = i.root
         where w.organisation = $1 and w.word = $2
           and i.stage not in ('withdrawn', 'spam') and i.held_at is null
           and r.stage not in ('withdrawn', 'spam', 'merged') and r.held_at is null
         limit 500",
    );
    let rows = tx.list(list.bind(word)).await?;
    rows.iter().map(|row| row.id("id")).collect()
}
