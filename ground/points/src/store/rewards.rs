//! Rewards, and who asked for which.

use deedwell_core::{Error, Id, Identity, Person, Result, Staff, Timestamp};
use deedwell_store::{Bulk, Row, Tx};
use serde::Serialize;

use crate::account::Entry;
use crate::reward::{HonouredBy, MOST, Reward, RewardTerms, Stage};
use crate::scheme::Scheme;

/// Marks the ids of redemptions.
#[derive(Debug)]
pub enum RedemptionNoun {}

/// Somebody asked for a reward.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Redemption {
    pub id: Id<RedemptionNoun>,
    pub reward: Id<Reward>,
    pub identity: Id<Identity>,
    pub person: Option<Id<Person>>,
    pub entry: Id<Entry>,
    pub name: String,
    pub scheme: Id<Scheme>,
    pub cost: i64,
    pub stage: Stage,
    pub asked_at: Timestamp,
    pub changed_at: Timestamp,
    pub why: String,
    /// The code that was given.
    pub code: Option<String>,
}

fn reward_of(row: &Row) -> Result<Reward> {
    let by = row.text("honoured_by")?;
    let honoured_by =
        HonouredBy::parse(&by).ok_or_else(|| Error::fault(format!("{by} honours nothing")))?;
    let stock = row.number_or_null("stock")?;
    let left = match honoured_by {
        HonouredBy::Code => Some(row.number("codes")?),
        HonouredBy::Staff => stock,
    };
    Ok(Reward {
        id: row.id("id")?,
        scheme: row.id("scheme")?,
        terms: RewardTerms {
            name: row.text("name")?,
            words: row.text("words")?,
            cost: row.number("cost")?,
            stock,
            honoured_by,
        },
        left,
        closed_at: row.moment_or_null("closed_at")?,
    })
}

/// The cheapest first; closed ones only where they are asked for.
pub async fn rewards(tx: &mut Tx, closed_too: bool) -> Result<Vec<Reward>> {
    let list = tx.query(
        "select r.id, r.scheme, r.name, r.words, r.cost, r.stock, r.honoured_by, r.closed_at,
           (select count(*) from points_code c where c.organisation = $1 and c.reward = r.id
              and c.redemption is null) as codes
         from points_reward r where r.organisation = $1 order by r.scheme, r.cost, r.id",
    );
    let all = tx.list(list).await?.iter().map(reward_of).collect::<Result<Vec<_>>>()?;
    Ok(all.into_iter().filter(|reward| closed_too || reward.closed_at.is_none()).collect())
}

/// # Errors
/// `Missing`.
pub async fn reward(tx: &mut Tx, id: Id<Reward>) -> Result<Reward> {
    let find = tx.query(
        "select r.id, r.scheme, r.name, r.words, r.cost, r.stock, r.honoured_by, r.closed_at,
           (select count(*) from points_code c where c.organisation = $1 and c.reward = r.id
              and c.redemption is null) as codes
         from points_reward r where r.organisation = $1 and r.id = $2",
    );
    reward_of(&tx.find(find.bind(id)).await?.ok_or(Error::Missing("reward"))?)
}

/// # Errors
/// `points.too_many_rewards`.
pub async fn add_reward(
    tx: &mut Tx,
    scheme: Id<Scheme>,
    terms: &RewardTerms,
) -> Result<Id<Reward>> {
    let count = tx.query("select count(*) as n from points_reward where organisation = $1");
    if tx.one(count).await?.number("n")? >= MOST {
        return Err(Error::refused(
            "points.too_many_rewards",
            "There are 500 rewards, which is as many as there can be.",
        ));
    }
    let (id, now): (Id<Reward>, _) = (tx.new_id(), tx.now());
    let insert = tx.query(
        "insert into points_reward (organisation, id, scheme, name, words, cost, stock, honoured_by,
           created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    );
    let insert = insert.bind(id).bind(scheme).bind(&terms.name).bind(&terms.words);
    let insert = insert.bind(terms.cost).bind(terms.stock).bind(terms.honoured_by.name());
    tx.run(insert.bind(now)).await?;
    Ok(id)
}

/// How it is honoured stays: codes are of no use to staff, and the other way round.
pub async fn change_reward(tx: &mut Tx, id: Id<Reward>, terms: &RewardTerms) -> Result<()> {
    let update = tx.query(
        "update points_reward set name = $3, words = $4, cost = $5, stock = $6
         where organisation = $1 and id = $2",
    );
    let update = update.bind(id).bind(&terms.name).bind(&terms.words).bind(terms.cost);
    tx.run(update.bind(terms.stock)).await.map(drop)
}

pub async fn set_reward_closed(tx: &mut Tx, id: Id<Reward>, closed: bool) -> Result<bool> {
    let now = tx.now();
    let update = tx.query(
        "update points_reward set closed_at = $3
         where organisation = $1 and id = $2 and (closed_at is null) <> ($3 is null)",
    );
    Ok(tx.run(update.bind(id).bind(closed.then_some(now))).await? == 1)
}

/// How many of these were new.
pub async fn add_codes(tx: &mut Tx, reward: Id<Reward>, codes: &[String]) -> Result<u64> {
    let mut insert = Bulk::new(
        tx,
        "insert into points_code (organisation, reward, code) values",
        [],
        "($1, ?, ?)",
        "on conflict do nothing",
    );
    codes.iter().for_each(|code| insert.add([reward.into(), code.as_str().into()]));
    insert.run(tx).await
}

/// One of the stock; false where none is left.
pub async fn take_stock(tx: &mut Tx, reward: Id<Reward>) -> Result<bool> {
    let update = tx.query(
        "update points_reward set stock = stock - 1
         where organisation = $1 and id = $2 and (stock is null or stock > 0)",
    );
    Ok(tx.run(update.bind(reward)).await? == 1)
}

pub async fn put_stock_back(tx: &mut Tx, reward: Id<Reward>) -> Result<()> {
    let update = tx.query(
        "update points_reward set stock = stock + 1
         where organisation = $1 and id = $2 and stock is not null",
    );
    tx.run(update.bind(reward)).await.map(drop)
}

/// A code that nobody has; none where all are given.
pub async fn take_code(
    tx: &mut Tx,
    reward: Id<Reward>,
    redemption: Id<RedemptionNoun>,
) -> Result<Option<String>> {
    // Two at once choose the same; who is later finds it taken and looks again.
    for _ in 0..20 {
        let take = tx.query(
            "update points_code set redemption = $3
             where organisation = $1 and reward = $2 and redemption is null and code =
               (select min(c.code) from points_code c
                where c.organisation = $1 and c.reward = $2 and c.redemption is null)
             returning code",
        );
        if let Some(row) = tx.find(take.bind(reward).bind(redemption)).await? {
            return row.text("code").map(Some);
        }
        let left = tx.query(
            "select 1 as yes from points_code
             where organisation = $1 and reward = $2 and redemption is null limit 1",
        );
        if tx.find(left.bind(reward)).await?.is_none() {
            return Ok(None);
        }
    }
    Ok(None)
}

pub async fn add_redemption(
    tx: &mut Tx,
    id: Id<RedemptionNoun>,
    reward: &Reward,
    identity: Id<Identity>,
    entry: Id<Entry>,
) -> Result<()> {
    let insert = tx.query(
        "insert into points_redemption (organisation, id, reward, identity, entry, name, cost, stage,
           asked_at, changed_at) values ($1, $2, $3, $4, $5, $6, $7, 'asked', $8, $8)",
    );
    let now = tx.now();
    let insert = insert.bind(id).bind(reward.id).bind(identity).bind(entry);
    tx.run(insert.bind(&reward.terms.name).bind(reward.terms.cost).bind(now)).await.map(drop)
}

/// Moves it on from the stage at which it was seen. False when somebody else moved it.
pub async fn set_redemption(
    tx: &mut Tx,
    id: Id<RedemptionNoun>,
    from: Stage,
    to: Stage,
    staff: Option<Id<Staff>>,
    why: &str,
) -> Result<bool> {
    let now = tx.now();
    let update = tx.query(
        "update points_redemption set stage = $4, changed_at = $5, staff = $6, why = $7
         where organisation = $1 and id = $2 and stage = $3",
    );
    let update = update.bind(id).bind(from.name()).bind(to.name()).bind(now);
    Ok(tx.run(update.bind(staff).bind(why)).await? == 1)
}

fn redemption_of(row: &Row) -> Result<Redemption> {
    let stage = row.text("stage")?;
    Ok(Redemption {
        id: row.id("id")?,
        reward: row.id("reward")?,
        identity: row.id("identity")?,
        person: row.id_or_null("person")?,
        entry: row.id("entry")?,
        name: row.text("name")?,
        scheme: row.id("scheme")?,
        cost: row.number("cost")?,
        stage: Stage::parse(&stage).ok_or_else(|| Error::fault(format!("no stage is {stage}")))?,
        asked_at: row.moment("asked_at")?,
        changed_at: row.moment("changed_at")?,
        why: row.text("why")?,
        code: row.text_or_null("code")?,
    })
}

/// # Errors
/// `Missing`.
pub async fn redemption(tx: &mut Tx, id: Id<RedemptionNoun>) -> Result<Redemption> {
    let find = tx.query(
        "select r.id, r.reward, r.identity, i.person, r.entry, r.name, w.scheme, r.cost, r.stage,
           r.asked_at, r.changed_at, r.why, (select min(c.code) from points_code c
             where c.organisation = $1 and c.redemption = r.id) as code
         from points_redemption r
         join points_reward w on w.organisation = $1 and w.id = r.reward
         left join identity i on i.organisation = $1 and i.id = r.identity
         where r.organisation = $1 and r.id = $2",
    );
    redemption_of(&tx.find(find.bind(id)).await?.ok_or(Error::Missing("redemption"))?)
}

/// The redemption that an entry paid for.
pub async fn redemption_by_entry(
    tx: &mut Tx,
    entry: Id<Entry>,
) -> Result<Option<Id<RedemptionNoun>>> {
    let find = tx.query("select id from points_redemption where organisation = $1 and entry = $2");
    tx.find(find.bind(entry)).await?.map(|row| row.id("id")).transpose()
}

/// What somebody asked for, the last first.
pub async fn redemptions_of(
    tx: &mut Tx,
    person: Id<Person>,
    limit: usize,
) -> Result<Vec<Redemption>> {
    let list = tx.query(
        "select r.id, r.reward, r.identity, i.person, r.entry, r.name, w.scheme, r.cost, r.stage,
           r.asked_at, r.changed_at, r.why, (select min(c.code) from points_code c
             where c.organisation = $1 and c.redemption = r.id) as code
         from points_redemption r
         join points_reward w on w.organisation = $1 and w.id = r.reward
         join identity i on i.organisation = $1 and i.id = r.identity
         where r.organisation = $1 and i.person = $2 order by r.asked_at desc, r.id desc limit $3",
    );
    tx.list(list.bind(person).bind(limit)).await?.iter().map(redemption_of).collect()
}

/// What was asked for, of one stage: what waits longest first, what is over last first.
pub async fn redemptions(tx: &mut Tx, stage: Stage, limit: usize) -> Result<Vec<Redemption>> {
    let list = tx.query(
        "select r.id, r.reward, r.identity, i.person, r.entry, r.name, w.scheme, r.cost, r.stage,
           r.asked_at, r.changed_at, r.why, (select min(c.code) from points_code c
             where c.organisation = $1 and c.redemption = r.id) as code
         from points_redemption r
         join points_reward w on w.organisation = $1 and w.id = r.reward
         left join identity i on i.organisation = $1 and i.id = r.identity
         where r.organisation = $1 and r.stage = $2
         order by case when r.stage = 'asked' then r.asked_at else -r.changed_at end, r.id limit $3",
    );
    tx.list(list.bind(stage.name()).bind(limit)).await?.iter().map(redemption_of).collect()
}

pub async fn count_asked(tx: &mut Tx) -> Result<i64> {
    let count = tx.query(
        "select count(*) as n from points_redemption where organisation = $1 and stage = 'asked'",
    );
    tx.one(count).await?.number("n")
}
