//! Writes one idea with its past: rows and actions at the moments at which things happened.

use std::collections::BTreeMap;

use deedwell_core::{Action, Error, Id, Part, Result, Staff, Timestamp, Who};
use deedwell_people::{Arrival, Known, Proof, Sign, ensure_many};
use deedwell_store::Tx;
use jiff::civil::Date;
use jiff::{SignedDuration, Span};

use super::line::Line;
use crate::answer::{Answered, LATEST_REVISIT_YEARS, Step};
use crate::board::{Board, Settings};
use crate::deed::{Done, IdeaDeed};
use crate::idea::{Idea, Voice};
use crate::stage::Stage;
use crate::{rank, store, words};

/// A line, and where it belongs.
pub struct Past<'a> {
    pub line: &'a Line,
    pub board: Board,
    pub settings: Settings,
    /// In whose name the answer stands.
    pub staff: Id<Staff>,
}

/// What came of a line.
#[derive(Debug)]
pub struct Brought {
    pub votes: u64,
    pub answered: bool,
    pub people: u64,
}

/// Whether this was brought here before.
pub async fn is_here(tx: &mut Tx, source: &str, external_id: &str) -> Result<bool> {
    let find = tx.query(
        "select count(*) as n from idea_import
         where organisation = $1 and source = $2 and external_id = $3",
    );
    Ok(tx.one(find.bind(source).bind(external_id)).await?.number("n")? > 0)
}

/// Everybody who works or worked here, by e-mail address.
pub async fn colleagues(tx: &mut Tx) -> Result<BTreeMap<String, Id<Staff>>> {
    let list = tx.query("select email, id from staff where organisation = $1 limit 5000");
    let rows = tx.list(list).await?;
    rows.iter().map(|row| Ok((row.text("email")?, row.id("id")?))).collect()
}

impl Past<'_> {
    pub async fn bring(&self, tx: &mut Tx, source: &str) -> Result<Brought> {
        let known = ensure_many(tx, &self.arrivals()).await?;
        let Some((author, voters)) = known.split_first() else {
            return Err(Error::fault("an idea without an author"));
        };
        let people = known.iter().filter(|known| known.is_new).count();
        let idea = self.idea(tx.new_id(), voice(*author));
        let mut ledger = Ledger { actions: Vec::new(), idea: &idea, source, id: &self.line.id };
        store::add_idea(tx, &idea).await?;
        store::set_words(tx, idea.id, &idea.title).await?;
        for tag in &self.line.tags {
            store::add_tag(tx, idea.id, tag).await?;
        }
        mark_active(tx, &idea, idea.author, idea.created_at).await?;
        let put_forward = IdeaDeed::PutForward { board: self.board.id };
        ledger.tell(tx, idea.author.who(), put_forward, self.line.created_at)?;
        let votes = self.votes(tx, &mut ledger, voters).await?;
        let answered = self.answer(tx, &mut ledger).await?;
        tx.record_many(ledger.actions)?;
        store::recount(tx, idea.id).await?;
        remember(tx, source, &self.line.id, idea.id).await?;
        Ok(Brought { votes, answered, people: people as u64 })
    }

    /// The author first, then the voters. The file that staff bring vouches for them.
    fn arrivals(&self) -> Vec<Arrival> {
        let arrival = |sign: &Sign, name: &str| {
            let mut arrival = Arrival::new(sign.clone(), Proof::Import);
            arrival.name = name.to_owned();
            arrival.met_at = Some(self.line.created_at);
            arrival
        };
        let author = arrival(&self.line.author, &self.line.author_name);
        let voters = self.line.voters.iter().map(|sign| arrival(sign, ""));
        std::iter::once(author).chain(voters).collect()
    }

    /// As it was on its first day. It was public elsewhere, so nobody has to look first.
    fn idea(&self, id: Id<Idea>, author: Voice) -> Idea {
        let at = self.line.created_at;
        let promise = SignedDuration::from_hours(24 * self.settings.promise_days);
        Idea {
            id,
            board: self.board.id,
            unit: self.board.unit,
            author,
            title: self.line.title.clone(),
            body: self.line.body.clone(),
            stage: Stage::Submitted,
            stage_before: None,
            merged_into: None,
            root: id,
            created_at: at,
            due_at: at.saturating_add(promise).unwrap_or(at),
            edited_at: None,
            answered_at: None,
            held_at: None,
            decided: None,
            shipped_at: None,
            reason: None,
            revisit_on: None,
            evidence: None,
            grade: None,
            votes: 0,
            customer_votes: 0,
            apart: 0,
            comments: 0,
            hot: rank::hot([at]),
        }
    }

    /// Nobody says when each was given: they stand at the moment of the idea, and the author has none.
    async fn votes(&self, tx: &mut Tx, ledger: &mut Ledger<'_>, voters: &[Known]) -> Result<u64> {
        let (idea, at) = (ledger.idea, self.line.created_at);
        let mut votes = 0;
        let mut seen = std::collections::HashSet::from([idea.author.person]);
        for known in voters {
            if !seen.insert(known.person) {
                continue;
            }
            let voter = voice(*known);
            let insert = tx.query(
                "insert into idea_vote (organisation, idea, person, identity, part, at)
                 values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
            );
            let insert = insert.bind(idea.id).bind(voter.person).bind(voter.identity);
            if tx.run(insert.bind(voter.part.name()).bind(at)).await? == 0 {
                continue;
            }
            mark_active(tx, idea, voter, at).await?;
            ledger.tell(tx, voter.who(), IdeaDeed::Voted { on_behalf_by: None }, at)?;
            votes += 1;
        }
        Ok(votes)
    }

    /// The answer and the move that came with it. A no without an answer is answered by its reason.
    async fn answer(&self, tx: &mut Tx, ledger: &mut Ledger<'_>) -> Result<bool> {
        let (line, idea, who) = (self.line, ledger.idea, Who::Staff(self.staff));
        let step = self.step(tx).await?;
        let reason = step.as_ref().and_then(|step| step.reason.clone());
        let text = line.answer.clone().or(reason);
        let at = line.answered_at;
        let mut said = None;
        if let Some(body) = text {
            let id: Id<Answered> = tx.new_id();
            let staff = self.staff;
            let answer = store::OfficialAnswer { id, version: 1, idea: idea.id, staff, body, at };
            store::add_answer(tx, &answer).await?;
            store::set_answered(tx, idea.id, at).await?;
            ledger.tell(tx, who, IdeaDeed::Answered { answer: id }, at)?;
            said = Some(id);
        }
        let Some(step) = step else { return Ok(said.is_some()) };
        set_step(tx, idea.id, &step, at, self.refused_on(at)).await?;
        add_history(tx, idea.id, &step, self.staff, said, at).await?;
        ledger.tell(tx, who, IdeaDeed::Moved { from: step.from, to: step.to }, at)?;
        if let Some(yes) = step.to.says() {
            ledger.tell(tx, who, IdeaDeed::Decided { yes }, at)?;
        }
        if step.to == Stage::Shipped {
            ledger.tell(tx, who, IdeaDeed::Delivered {}, at)?;
        }
        Ok(said.is_some())
    }

    async fn step(&self, tx: &mut Tx) -> Result<Option<Step>> {
        let (line, to) = (self.line, self.line.stage);
        if to == Stage::Submitted {
            return Ok(None);
        }
        let short = |text: &str| text.chars().take(words::LONGEST_REASON).collect::<String>();
        let answer = line.answer.as_deref().map(short);
        let reason = Some(line.reason.as_str()).filter(|r| !r.is_empty()).map(short);
        let reason =
            to.is_no().then(|| reason.or(answer.clone()).unwrap_or_else(|| NO_REASON.to_owned()));
        let revisit_on = match to.is_no() {
            true => Some(self.revisit_on(store::today(tx).await?)?),
            false => None,
        };
        let shipped = to == Stage::Shipped;
        let evidence = shipped.then(|| answer.unwrap_or_else(|| NO_EVIDENCE.to_owned()));
        Ok(Some(Step { from: Stage::Submitted, to, reason, revisit_on, evidence }))
    }

    fn refused_on(&self, at: Timestamp) -> Date {
        at.to_zoned(jiff::tz::TimeZone::UTC).date()
    }

    /// In a year, unless that is more than five years after it was refused: then that day, which may
    /// have come already.
    fn revisit_on(&self, today: Date) -> Result<Date> {
        let later =
            |day: Date, years: i16| day.checked_add(Span::new().years(years)).map_err(Error::fault);
        let latest = later(self.refused_on(self.line.answered_at), LATEST_REVISIT_YEARS)?;
        Ok(later(today, 1)?.min(latest))
    }
}

/// Where the file gives none.
const NO_REASON: &str = "Declined before it came here; no reason was kept.";
const NO_EVIDENCE: &str = "Marked as done before it came here.";

/// The actions of one idea, each at its moment, and known by a name of its own: a second import of the
/// same file into the same log would be dropped on reading.
struct Ledger<'a> {
    actions: Vec<Action>,
    idea: &'a Idea,
    source: &'a str,
    id: &'a str,
}

impl Ledger<'_> {
    fn tell(&mut self, tx: &Tx, who: Who, deed: IdeaDeed, at: Timestamp) -> Result<()> {
        let action = tx.action(who, &Done { of: self.idea.of(), deed })?;
        let number = self.actions.len();
        let message = format!("{}/idea/{}/{number}", self.source, self.id);
        let fits = message.len() <= Action::LONGEST_MESSAGE;
        self.actions.push(Action { at, message: fits.then_some(message), ..action });
        Ok(())
    }
}

fn voice(known: Known) -> Voice {
    let part = if known.proof.proves() { Part::Customer } else { Part::Visitor };
    Voice { person: known.person, identity: known.identity, part }
}

async fn mark_active(tx: &mut Tx, idea: &Idea, voice: Voice, at: Timestamp) -> Result<()> {
    let insert = tx.query(
        "insert into idea_active (organisation, board, person, identity, last_at)
         values ($1, $2, $3, $4, $5)
         on conflict (organisation, board, identity) do update set last_at =
             case when excluded.last_at > idea_active.last_at then excluded.last_at
                  else idea_active.last_at end",
    );
    let insert = insert.bind(idea.board).bind(voice.person).bind(voice.identity);
    tx.run(insert.bind(at)).await.map(drop)
}

/// [`store::set_step`] as of another moment.
async fn set_step(
    tx: &mut Tx,
    id: Id<Idea>,
    step: &Step,
    at: Timestamp,
    refused_on: Date,
) -> Result<()> {
    let update = tx.query(
        "update idea set stage = $3, reason = $4, refused_on = $5, revisit_on = $6, evidence = $7,
                decided = $8, shipped_at = $9
         where organisation = $1 and id = $2",
    );
    let refused_on = step.to.is_no().then(|| refused_on.to_string());
    let decided = step.to.says().map(|yes| if yes { "yes" } else { "no" });
    let update = update.bind(id).bind(step.to.name()).bind(step.reason.clone()).bind(refused_on);
    let update = update.bind(step.revisit_on.map(|day| day.to_string()));
    let update = update.bind(step.evidence.clone()).bind(decided);
    tx.run(update.bind((step.to == Stage::Shipped).then_some(at))).await.map(drop)
}

/// [`store::add_history`] as of another moment.
async fn add_history(
    tx: &mut Tx,
    id: Id<Idea>,
    step: &Step,
    staff: Id<Staff>,
    answer: Option<Id<Answered>>,
    at: Timestamp,
) -> Result<()> {
    let insert = tx.query(
        "insert into idea_history (organisation, id, idea, from_stage, to_stage, part, staff, answer,
             reason, revisit_on, evidence, at)
         values ($1, $2, $3, $4, $5, 'staff', $6, $7, $8, $9, $10, $11)",
    );
    let line: Id<store::Passage> = tx.new_id();
    let insert = insert.bind(line).bind(id).bind(step.from.name()).bind(step.to.name());
    let insert = insert.bind(staff).bind(answer).bind(step.reason.clone());
    let insert = insert.bind(step.revisit_on.map(|day| day.to_string()));
    tx.run(insert.bind(step.evidence.clone()).bind(at)).await.map(drop)
}

async fn remember(tx: &mut Tx, source: &str, external_id: &str, idea: Id<Idea>) -> Result<()> {
    let insert = tx.query(
        "insert into idea_import (organisation, source, external_id, idea, at)
         values ($1, $2, $3, $4, $5)",
    );
    let now = tx.now();
    tx.run(insert.bind(source).bind(external_id).bind(idea).bind(now)).await.map(drop)
}
