//! What was wrong with what came in, as it is told: one row for all that is wrong in the same way.

use std::collections::HashMap;

use deedwell_core::{Id, Result};
use deedwell_store::{Bulk, Tx};

use crate::message::{Message, Problem};
use crate::record::Sent;
use crate::source::Source;

/// Rows of what was wrong, of one organisation. Then what is new is counted without its name, or anybody
/// with a public key could fill the table with names.
const MOST_WRONG: i64 = 5_000;
/// Characters of what was sent that the list of problems shows.
const LONGEST_SAMPLE: usize = 2_000;

/// What was wrong with a message.
pub struct Wrong {
    pub problem: Problem,
    pub name: String,
    pub library: String,
    /// Which of its facts; '' where it is none.
    pub fact: String,
    pub sample: String,
    /// Messages with which it was so.
    pub count: i64,
}

impl Wrong {
    pub fn new(problem: Problem, message: Option<&Message>, raw: &str) -> Self {
        let short =
            |text: &str, most: usize| text.chars().filter(|c| *c != '\0').take(most).collect();
        Self {
            problem,
            name: message.map(|m| short(&m.name, 100)).unwrap_or_default(),
            library: message.map(Message::library).unwrap_or_default(),
            fact: String::new(),
            sample: short(raw, LONGEST_SAMPLE),
            count: 1,
        }
    }

    /// Of so many messages, of which no word is kept.
    pub fn of_many(problem: Problem, count: usize) -> Self {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        Self { count, ..Self::new(problem, None, "") }
    }

    /// Of one fact.
    pub fn of_fact(self, fact: String) -> Self {
        Self { fact, ..self }
    }
}

/// What was wrong in the same way stands in one row.
#[derive(Default)]
pub struct Wrongs(HashMap<SameWrong, (i64, String)>);

/// Source, problem, name of the event, library, fact.
type SameWrong = (Id<Source>, Problem, String, String, String);

impl Wrongs {
    pub fn add(&mut self, sent: &Sent, wrong: &Wrong) {
        let (name, library) = (wrong.name.clone(), wrong.library.clone());
        let key = (sent.source.id, wrong.problem, name, library, wrong.fact.clone());
        let known = self.0.entry(key).or_default();
        known.0 += wrong.count;
        known.1.clone_from(&wrong.sample);
    }

    fn without_names(self) -> Self {
        let mut fewer = Self::default();
        for ((source, problem, ..), (count, sample)) in self.0 {
            let none = String::new;
            let known = fewer.0.entry((source, problem, none(), none(), none())).or_default();
            known.0 += count;
            known.1 = sample;
        }
        fewer
    }

    pub async fn write(self, tx: &mut Tx) -> Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        let count = tx.query("select count(*) as n from sent_wrong where organisation = $1");
        let is_full = tx.one(count).await?.number("n")? >= MOST_WRONG;
        let wrong = if is_full { self.without_names() } else { self };
        let mut rows: Vec<_> = wrong.0.into_iter().collect();
        rows.sort_by(|(a, _), (b, _)| {
            (a.0.uuid(), a.1, &a.2, &a.3, &a.4).cmp(&(b.0.uuid(), b.1, &b.2, &b.3, &b.4))
        });
        let now = tx.now();
        for chunk in rows.chunks(100) {
            let mut insert = Bulk::new(
                tx,
                "insert into sent_wrong
                   (organisation, source, problem, name, library, fact, count, first_at, last_at,
                    sample)
                 values",
                [],
                "($1, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                "on conflict (organisation, source, problem, name, library, fact) do update
                   set count = sent_wrong.count + excluded.count, last_at = excluded.last_at,
                     sample = excluded.sample",
            );
            for ((source, problem, name, library, fact), (count, sample)) in chunk {
                insert.add([
                    (*source).into(),
                    problem.code().into(),
                    name.as_str().into(),
                    library.as_str().into(),
                    fact.as_str().into(),
                    (*count).into(),
                    now.into(),
                    now.into(),
                    sample.as_str().into(),
                ]);
            }
            insert.run(tx).await?;
        }
        Ok(())
    }
}
