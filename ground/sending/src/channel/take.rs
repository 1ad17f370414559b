//! Taking what is due. What may not go now is put aside at once, so that a channel gets only what may; it is
//! asked again at hand-over.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use deedwell_core::{Error, Id, Identity, Organisation, Person, Result};
use deedwell_store::{Db, Row, Tx};
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{LEASE, MOST_AT_ONCE};
use crate::address::Address;
use crate::deed::LetterDeed;
use crate::letter::{Content, ContentNoun, Lane, Letter, Sort};
use crate::rules::Verdict;
use crate::run::{Run, RunState};
use crate::store::cases::{self, Ground, Waiting};
use crate::store::people::{Recipient, recipients};
use crate::store::{self, RunRow};
use crate::token::{self, For};

/// A letter that is leased: what a channel needs to send it.
#[derive(Clone, Debug)]
pub struct Due {
    pub organisation: Id<Organisation>,
    pub id: Id<Letter>,
    lease: String,
    pub channel: String,
    pub to: Address,
    /// The same however often it is handed over.
    pub message_id: String,
    pub content: Arc<Content>,
    /// For the template.
    pub data: Map<String, Value>,
    pub sort: Sort,
    pub run: Option<Id<Run>>,
    pub identity: Option<Id<Identity>>,
    /// Whom it is for, as they are known now.
    pub recipient: Option<Recipient>,
    /// Of a letter about a topic: paths on the organisation's site, to be put behind its address.
    pub links: Option<Links>,
    pub topic_name: Option<String>,
    /// How often it was handed over before.
    pub attempts: i64,
    pub created_at: Timestamp,
}

impl Due {
    pub fn handed(&self) -> Handed {
        Handed { organisation: self.organisation, letter: self.id, lease: self.lease.clone() }
    }
}

/// The receipt of a lease: whoever has it may say what came of the letter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Handed {
    pub organisation: Id<Organisation>,
    pub letter: Id<Letter>,
    pub(crate) lease: String,
}

/// Paths of the site.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Links {
    /// For `List-Unsubscribe` with `List-Unsubscribe-Post: List-Unsubscribe=One-Click`: a POST there acts, a
    /// GET shows a page with a button.
    pub unsubscribe: String,
    /// What they are sent, to choose.
    pub preferences: String,
}

/// Leases what is due by this channel, of every organisation, at most so many in all.
///
/// # Errors
/// When the database cannot be read or written.
pub async fn take(db: &Db, channel: &str, limit: usize) -> Result<Vec<Due>> {
    let limit = limit.min(MOST_AT_ONCE);
    let waiting = organisations(db, channel).await?;
    let mut due = Vec::new();
    for (place, organisation) in waiting.iter().enumerate() {
        // None waits for all the letters of another.
        let share = (limit - due.len()).div_ceil(waiting.len() - place);
        due.extend(take_of(db, *organisation, channel, share).await?);
    }
    Ok(due)
}

/// Organisations of which something is due: asked often, so it takes no writer's turn.
async fn organisations(db: &Db, channel: &str) -> Result<Vec<Id<Organisation>>> {
    let mut tx = db.system_read().await?;
    let list = tx.query_all(
        "select o.organisation from organisation o
         where exists (select 1 from letter l where l.organisation = o.organisation
             and l.channel = $1 and l.lane = 'service' and l.state = 'reserved' and l.next_at <= $2)
           or exists (select 1 from letter l where l.organisation = o.organisation
             and l.channel = $1 and l.lane = 'single' and l.state = 'reserved' and l.next_at <= $2)
           or exists (select 1 from letter_run r where r.organisation = o.organisation
             and r.state = 'running' and r.channel = $1 and r.begin_at <= $2)
         order by o.organisation",
    );
    let now = tx.now();
    tx.list(list.bind(channel).bind(now)).await?.iter().map(|row| row.id("organisation")).collect()
}

/// Leases what is due of one organisation: service letters first, then single ones, then what the runs'
/// speeds allow.
///
/// # Errors
/// When the database cannot be read or written.
pub async fn take_of(
    db: &Db,
    organisation: Id<Organisation>,
    channel: &str,
    limit: usize,
) -> Result<Vec<Due>> {
    let mut tx = db.write(organisation).await?;
    let ground = cases::ground(&mut tx).await?;
    let mut lease = Lease::new(&tx, channel, &ground)?;
    for lane in [Lane::Service, Lane::Single] {
        lease.take(&mut tx, lane, limit).await?;
    }
    let runs = store::running(&mut tx, channel).await?;
    let mut is_any_dry = false;
    for (place, run) in runs.iter().enumerate() {
        let share = (limit.saturating_sub(lease.rows.len())).div_ceil(runs.len() - place);
        is_any_dry |= take_of_run(&mut tx, &mut lease, run, share).await?;
    }
    if is_any_dry {
        finish(&mut tx).await?;
    }
    let due = sift(&mut tx, &ground, &lease).await?;
    tx.commit().await?;
    Ok(due)
}

/// As many of a run as its speed allows. Whether there was none although there might have been.
async fn take_of_run(tx: &mut Tx, lease: &mut Lease, run: &RunRow, most: usize) -> Result<bool> {
    let (lane, before) = (Lane::Run(run.id), lease.rows.len());
    let Some(rate) = run.rate_per_s else {
        return Ok(lease.take(tx, lane, before + most).await? == 0 && most > 0);
    };
    let allowance = run.allowance.now(rate, tx.now());
    let most = most.min(allowance.whole());
    let taken = lease.take(tx, lane, before + most).await?;
    store::set_allowance(tx, run.id, allowance.less(taken)).await?;
    Ok(taken == 0 && most > 0)
}

/// Runs of which every letter has its answer are over.
pub(crate) async fn finish(tx: &mut Tx) -> Result<()> {
    for run in store::finish_runs(tx).await? {
        let counts = store::counts(tx, Some(run)).await?;
        let of = |state| counts.get(&state).copied().unwrap_or(0);
        let (accepted, ambiguous) =
            (of(crate::letter::State::Accepted), of(crate::letter::State::Ambiguous));
        let deed = LetterDeed::RunFinished { run, accepted, ambiguous };
        tx.record(deedwell_core::Who::System, &deed).await?;
    }
    Ok(())
}

struct Lease {
    id: String,
    until: Timestamp,
    channel: String,
    /// What was reserved before is held.
    since: Timestamp,
    rows: Vec<Row>,
}

impl Lease {
    fn new(tx: &Tx, channel: &str, ground: &Ground) -> Result<Self> {
        let id: Id<Lease> = tx.new_id();
        Ok(Self {
            id: id.to_string(),
            until: tx.now().checked_add(LEASE).map_err(Error::fault)?,
            channel: channel.to_owned(),
            since: ground.settings.held.map_or(Timestamp::UNIX_EPOCH, |held| held.at),
            rows: Vec::new(),
        })
    }

    /// Until there are so many. How many came.
    async fn take(&mut self, tx: &mut Tx, lane: Lane, limit: usize) -> Result<usize> {
        let most = limit.saturating_sub(self.rows.len());
        if most == 0 {
            return Ok(0);
        }
        // A lease moves the row to where it is due again when the lease is over. The outer condition is
        // asked again when a row was locked by another server, so that on PostgreSQL two never take one.
        let take = tx.query(
            "update letter set lease = $2, next_at = $3
             where organisation = $1 and id in (
                 select w.id from letter w where w.organisation = $1 and w.channel = $4
                   and w.lane = $5 and w.state = 'reserved' and w.next_at <= $6
                   and w.created_at > $7 order by w.next_at, w.id limit $8)
               and state = 'reserved' and next_at <= $6
             returning id, message_id, content, data, attempts, created_at",
        );
        let take = take.bind(&self.id).bind(self.until).bind(&self.channel).bind(lane.text());
        let now = tx.now();
        let rows = tx.list(take.bind(now).bind(self.since).bind(most)).await?;
        let count = rows.len();
        self.rows.extend(rows);
        Ok(count)
    }
}

/// Puts aside what may not go, and makes the rest ready.
async fn sift(tx: &mut Tx, ground: &Ground, lease: &Lease) -> Result<Vec<Due>> {
    let ids: Vec<Id<Letter>> = lease.rows.iter().map(|row| row.id("id")).collect::<Result<_>>()?;
    let waiting = cases::waiting(tx, &ids).await?;
    let known: Vec<&Waiting> = ids.iter().filter_map(|id| waiting.get(id)).collect();
    let verdicts = cases::judge(tx, ground, &known, false).await?;
    let aside = known.iter().zip(&verdicts).filter(|(_, verdict)| **verdict != Verdict::Send);
    let aside: Vec<_> = aside.map(|(one, verdict)| (one.id, *verdict)).collect();
    super::hand::put_aside(tx, &lease.id, &aside).await?;
    let aside: HashMap<Id<Letter>, Verdict> = aside.into_iter().collect();
    let goes: Vec<Id<Identity>> = known
        .iter()
        .filter(|one| !aside.contains_key(&one.id))
        .filter_map(|one| one.identity)
        .collect();
    let recipients = recipients(tx, &goes).await?;
    let mut contents: HashMap<Id<ContentNoun>, Arc<Content>> = HashMap::new();
    let mut due = Vec::new();
    for row in &lease.rows {
        let id: Id<Letter> = row.id("id")?;
        let Some(one) = waiting.get(&id).filter(|_| !aside.contains_key(&id)) else { continue };
        let content = row.id("content")?;
        let content = match contents.entry(content) {
            Entry::Occupied(there) => Arc::clone(there.get()),
            Entry::Vacant(place) => {
                // What is gone was answered, and what was answered is not due.
                let found = store::content(tx, *place.key()).await?;
                let found =
                    found.ok_or_else(|| Error::fault("a letter that is due says nothing"))?;
                Arc::clone(place.insert(Arc::new(found)))
            }
        };
        let recipient = one.identity.and_then(|identity| recipients.get(&identity)).cloned();
        due.push(make(tx, ground, lease, row, one, (content, recipient))?);
    }
    Ok(due)
}

fn make(
    tx: &Tx,
    ground: &Ground,
    lease: &Lease,
    row: &Row,
    one: &Waiting,
    (content, recipient): (Arc<Content>, Option<Recipient>),
) -> Result<Due> {
    let data = row.text("data")?;
    let data = if data.is_empty() {
        Map::new()
    } else {
        serde_json::from_str(&data).map_err(Error::fault)?
    };
    let (links, topic_name) = match &one.sort {
        Sort::Service(_) => (None, None),
        Sort::Topic(key) => {
            let name = ground.topics.iter().find(|t| t.key == *key).map(|t| t.name.clone());
            (Some(links(&ground.settings.secret, tx.organisation(), one.id)), name)
        }
    };
    Ok(Due {
        organisation: tx.organisation(),
        id: one.id,
        lease: lease.id.clone(),
        channel: one.channel.clone(),
        to: one.address.clone(),
        message_id: row.text("message_id")?,
        content,
        data,
        sort: one.sort.clone(),
        run: one.run,
        identity: one.identity,
        recipient,
        links,
        topic_name,
        attempts: row.number("attempts")?,
        created_at: one.created_at,
    })
}

/// The links of a letter about a topic.
pub fn links(secret: &str, organisation: Id<Organisation>, letter: Id<Letter>) -> Links {
    let make = |what| token::make(secret, what, organisation, letter);
    Links {
        unsubscribe: format!("/u/{}", make(For::Unsubscribe)),
        preferences: format!("/sent/{}", make(For::Preferences)),
    }
}

/// Whose a letter is now.
pub(crate) fn whose(one: &Waiting) -> Option<(Id<Identity>, Id<Person>, bool)> {
    Some((one.identity?, one.person?, one.is_proven))
}

/// Whether a run's letters may go now.
pub(crate) fn goes(state: RunState) -> bool {
    state == RunState::Running
}
