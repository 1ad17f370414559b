//! What the customers would like, and what became of it: every event of the seed's ideas at a moment
//! of its own, done by the same functions that the pages call.

use std::collections::HashMap;

use anyhow::{Context, Result, bail};
use deedwell_core::meaning::Basis;
use deedwell_core::{Clock, Currency, Error, Id, Money, Timestamp};
use deedwell_ideas::acts;
use deedwell_ideas::answer::Answer;
use deedwell_ideas::board::{Board, NewBoard, NewRelease};
use deedwell_ideas::idea::{Idea, NewIdea};
use deedwell_ideas::money::{EntryKind, NewEntry};
use deedwell_ideas::stage::Stage;
use deedwell_store::{Db, Tx};
use indicatif::ProgressBar;
use jiff::ToSpan;
use jiff::tz::TimeZone;
use rand::RngExt;
use rand::rngs::StdRng;

use super::customers::{Customer, after};
use super::plan::{self, Event, What};
use super::seed::Seed;
use super::shop::Shop;

/// What is being told.
pub struct Story<'a> {
    pub db: &'a Db,
    pub clock: &'a Clock,
    pub seed: &'a Seed,
    pub shop: &'a Shop,
    pub customers: &'a [Customer],
    pub from: Timestamp,
    pub to: Timestamp,
}

/// Everything that happened on the boards, in order.
pub async fn tell(
    story: &Story<'_>,
    from: Timestamp,
    rng: &mut StdRng,
    bar: &ProgressBar,
) -> Result<usize> {
    story.clock.set(from);
    let boards = open_boards(story).await?;
    let events = plan::events(story, from, rng);
    bar.set_length(events.len() as u64);
    let mut told = Told { story, boards, ideas: HashMap::new(), authors: HashMap::new() };
    for event in &events {
        story.clock.set(event.at);
        let mut tx = story.db.write(story.shop.organisation).await?;
        match told.happen(&mut tx, event).await {
            Ok(()) => drop(tx.commit().await?),
            // A customer who votes for their own idea, or twice: it did not happen.
            Err(error) if event.what.is_a_try() && is_refusal(&error) => drop(tx),
            Err(error) => {
                let key = &story.seed.ideas.get(event.idea).context("idea")?.key;
                return Err(error.context(format!("{key}: {:?}", event.what)));
            }
        }
        bar.inc(1);
    }
    Ok(events.len())
}

/// Only what customers try may be refused; anything else is a fault of the plan.
fn is_refusal(error: &anyhow::Error) -> bool {
    matches!(
        error.downcast_ref::<Error>(),
        Some(
            Error::Refused { code: "ideas.own_idea" | "ideas.closed" | "ideas.voting_closed", .. }
                | Error::TooMany { .. }
        )
    )
}

async fn open_boards(story: &Story<'_>) -> Result<HashMap<String, Id<Board>>> {
    let staff = story.shop.staff_named("")?;
    let mut tx = story.db.write(story.shop.organisation).await?;
    let mut boards = HashMap::new();
    for (place, board) in story.seed.shop.boards.iter().enumerate() {
        let new = NewBoard {
            key: board.key.clone(),
            name: board.name.clone(),
            intro: board.intro.clone(),
            unit: None,
            place: i64::try_from(place)?,
        };
        boards.insert(board.key.clone(), acts::open_board(&mut tx, staff, &new).await?);
    }
    tx.commit().await?;
    Ok(boards)
}

struct Told<'a> {
    story: &'a Story<'a>,
    boards: HashMap<String, Id<Board>>,
    ideas: HashMap<usize, Id<Idea>>,
    authors: HashMap<usize, usize>,
}

impl Told<'_> {
    async fn happen(&mut self, tx: &mut Tx, event: &Event) -> Result<()> {
        if let What::PutForward { by } = event.what {
            return self.put_forward(tx, event.idea, by).await;
        }
        let id = *self.ideas.get(&event.idea).context("not put forward yet")?;
        match &event.what {
            What::PutForward { .. } => {}
            What::Vote { by } => {
                acts::vote(tx, self.customer(*by)?, id).await?;
            }
            What::Comment { number, by } => self.say(tx, event.idea, id, (*number, *by)).await?,
            What::Withdraw => {
                let author = *self.authors.get(&event.idea).context("author")?;
                acts::withdraw(tx, self.customer(author)?, id).await?;
            }
            What::Release(number) => self.release(tx, *number).await?,
            What::Book => self.book(tx, event.idea, id).await?,
            _ => self.staff_do(tx, event, id).await?,
        }
        Ok(())
    }

    fn customer(&self, place: usize) -> Result<deedwell_core::Who> {
        self.story.shop.who.get(place).copied().context("customer")
    }

    async fn put_forward(&mut self, tx: &mut Tx, idea: usize, by: usize) -> Result<()> {
        let seed = self.story.seed.ideas.get(idea).context("idea")?;
        let unit = self.story.seed.shop.units.iter().position(|u| u.key == seed.unit);
        let new = NewIdea {
            board: *self.boards.get(&seed.board).context("board")?,
            unit: unit.and_then(|u| self.story.shop.units.get(u).copied()),
            title: seed.title.clone(),
            body: seed.body.clone(),
            tags: seed.tags.clone(),
        };
        let id = acts::put_forward(tx, self.customer(by)?, new).await?;
        self.ideas.insert(idea, id);
        self.authors.insert(idea, by);
        Ok(())
    }

    async fn say(
        &self,
        tx: &mut Tx,
        idea: usize,
        id: Id<Idea>,
        (number, by): (usize, usize),
    ) -> Result<()> {
        let seed = self.story.seed.ideas.get(idea).context("idea")?;
        let comment = seed.comments.get(number).context("comment")?;
        if comment.staff {
            let by = comment.by.as_deref().unwrap_or_default();
            let staff = self.story.shop.staff_named(by)?;
            acts::comment_by_staff(tx, staff, id, &comment.text, None).await?;
        } else {
            acts::comment(tx, self.customer(by)?, id, &comment.text, None).await?;
        }
        Ok(())
    }

    async fn staff_do(&self, tx: &mut Tx, event: &Event, id: Id<Idea>) -> Result<()> {
        let seed = self.story.seed.ideas.get(event.idea).context("idea")?;
        let staff = self.owner_of(event.idea)?;
        match &event.what {
            What::Move(stage) => self.step(tx, event, id, *stage).await?,
            What::Holding => {
                let text = plan::holding(event.idea).to_owned();
                acts::answer(tx, staff, id, Answer { text, ..Answer::default() }).await?;
            }
            What::LookAgain(stage, months) => {
                let today = event.at.to_zoned(TimeZone::get("Europe/London")?).date();
                let answer = Answer {
                    stage: Some(*stage),
                    reason: seed.reason.clone(),
                    revisit_on: Some(today.checked_add(months.months())?),
                    ..Answer::default()
                };
                acts::answer(tx, staff, id, answer).await?;
            }
            What::Grade => {
                if let Some(grade) = seed.grade {
                    acts::evaluate(tx, staff, id, grade, "Weighed at the Monday round.").await?;
                }
            }
            What::Merge => {
                let into = seed.merged_into.as_ref().context("merged")?;
                let place = self.story.seed.ideas.iter().position(|i| i.key == *into);
                let into = *self.ideas.get(&place.context("into")?).context("into")?;
                acts::merge(tx, staff, id, into).await?;
            }
            What::Spam => acts::mark_spam(tx, staff, id, "An advertisement.").await?,
            other => bail!("{other:?} is not for staff"),
        }
        Ok(())
    }

    /// Whoever answers for the idea's unit.
    fn owner_of(&self, idea: usize) -> Result<Id<deedwell_core::Staff>> {
        let seed = self.story.seed.ideas.get(idea).context("idea")?;
        let by = seed.answer.as_ref().map(|a| a.by.as_str()).unwrap_or("Ishbel Grant");
        self.story.shop.staff_named(by)
    }

    async fn step(&self, tx: &mut Tx, event: &Event, id: Id<Idea>, stage: Stage) -> Result<()> {
        let seed = self.story.seed.ideas.get(event.idea).context("idea")?;
        let said = || seed.answer.as_ref().map(|a| a.text.clone()).unwrap_or_default();
        let last = seed.stage == stage.name();
        let no = matches!(stage, Stage::NotNow | Stage::Declined);
        let text = match stage {
            // The answer stands with the step at which the matter was settled.
            Stage::Shipped => said(),
            Stage::Planned if !last => plan::promise(event.idea).to_owned(),
            Stage::Planned | Stage::NeedsInfo => said(),
            _ if no => said(),
            _ => String::new(),
        };
        let today = event.at.to_zoned(TimeZone::get("Europe/London")?).date();
        let answer = Answer {
            text,
            stage: Some(stage),
            reason: if no { seed.reason.clone() } else { None },
            revisit_on: match seed.revisit_months {
                Some(months) if no => Some(today.checked_add(months.months())?),
                _ => None,
            },
            evidence: (stage == Stage::Shipped)
                .then(|| "Seen in the shop and on the site.".to_owned()),
        };
        acts::answer(tx, self.owner_of(event.idea)?, id, answer).await?;
        Ok(())
    }

    async fn book(&self, tx: &mut Tx, idea: usize, id: Id<Idea>) -> Result<()> {
        let seed = self.story.seed.ideas.get(idea).context("idea")?;
        let staff = self.story.shop.staff_named("Callum Reid")?;
        for entry in seed.money.iter().flatten() {
            let kind = match entry.kind.as_str() {
                "earned" => EntryKind::Earned,
                "saved" => EntryKind::Saved,
                "cost" => EntryKind::Cost,
                other => bail!("{other} is no kind of entry"),
            };
            let new = NewEntry {
                kind,
                amount: Money::new(entry.pence, Currency::GBP),
                basis: Basis::parse(&entry.basis).context("basis")?,
                note: entry.note.clone(),
            };
            acts::book(tx, staff, id, &new).await?;
        }
        Ok(())
    }

    async fn release(&self, tx: &mut Tx, number: usize) -> Result<()> {
        let release = self.story.seed.shop.releases.get(number).context("release")?;
        let place = |key: &String| self.story.seed.ideas.iter().position(|i| i.key == *key);
        let ideas =
            release.ideas.iter().filter_map(place).filter_map(|p| self.ideas.get(&p).copied());
        let new = NewRelease {
            title: release.title.clone(),
            body: release.text.clone(),
            ideas: ideas.collect(),
            publish: true,
        };
        acts::release(tx, self.story.shop.staff_named("Ishbel Grant")?, &new).await?;
        Ok(())
    }
}

/// Somebody who knew the shop by then and had not left it, of the unit more often than not.
pub fn somebody(
    story: &Story<'_>,
    unit: Option<usize>,
    at: Timestamp,
    rng: &mut StdRng,
) -> Option<usize> {
    // Customers stand in the order in which they came.
    let known = story.customers.partition_point(|c| c.met_at < at);
    if known == 0 {
        return None;
    }
    let mut found = None;
    for _ in 0..40 {
        let place = rng.random_range(0..known);
        let customer = story.customers.get(place)?;
        let lately = after(customer.leaves_at, 60.0 * 86_400.0) > at;
        if lately && (unit.is_none_or(|u| customer.unit == u) || rng.random::<f64>() < 0.3) {
            return Some(place);
        }
        found = Some(place);
    }
    found
}
