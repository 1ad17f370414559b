//! Referrals: what came of a visit.

use std::collections::HashMap;

use deedwell_core::{Error, Id, Identity, Person, Result, Timestamp};
use deedwell_orders::OrderNoun;
use deedwell_store::{Bulk, Row, Tx};

use crate::referral::{Bought, Party, Referral, Visit, Way};
use crate::stage::Stage;
use crate::tree::Branch;

/// So long after the time in which a friend had to buy, an order of that time may still be told of.
pub const LATE_DAYS: i64 = 14;

fn stage(row: &Row) -> Result<Stage> {
    let stage = row.text("stage")?;
    Stage::parse(&stage).ok_or_else(|| Error::fault(format!("no stage {stage}")))
}

fn bought(row: &Row) -> Result<Option<Bought>> {
    let Some(order) = row.id_or_null("shop_order")? else { return Ok(None) };
    Ok(Some(Bought { order, at: row.moment("order_at")?, worth: row.number("order_worth")? }))
}

fn read(row: &Row) -> Result<Referral> {
    let way = row.text("way")?;
    let party = |identity: &str, person: &str| {
        Ok::<_, Error>(Party { identity: row.id(identity)?, person: row.id(person)? })
    };
    Ok(Referral {
        id: row.id("id")?,
        link: row.id("link")?,
        visit: row.id("visit")?,
        referrer: party("referrer", "referrer_person")?,
        friend: party("friend", "friend_person")?,
        stage: stage(row)?,
        way: Way::parse(&way).ok_or_else(|| Error::fault(format!("no way {way}")))?,
        terms: row.number("terms")?,
        came_at: row.moment("came_at")?,
        identified_at: row.moment("identified_at")?,
        bought: bought(row)?,
        qualified_at: row.moment_or_null("qualified_at")?,
        hold_until: row.moment_or_null("hold_until")?,
        decided_at: row.moment_or_null("decided_at")?,
        decided_by: row.id_or_null("decided_by")?,
        findings: serde_json::from_str(&row.text("findings")?).map_err(Error::fault)?,
        why: row.text("why")?,
        appealed_at: row.moment_or_null("appealed_at")?,
        appellant: row.id_or_null("appellant")?,
        appeal: row.text("appeal")?,
        appeal_answered_at: row.moment_or_null("appeal_answered_at")?,
        answer: row.text("answer")?,
        booking: row.number("booking")?,
        referrer_paid: row.number("referrer_paid")?,
        friend_paid: row.number("friend_paid")?,
        paid_at: row.moment_or_null("paid_at")?,
        ended_at: row.moment_or_null("ended_at")?,
    })
}

/// Those with these ids, in this order. Whose an identity is that nobody has any more, is nobody.
pub async fn referrals(tx: &mut Tx, ids: &[Id<Referral>]) -> Result<Vec<Referral>> {
    let mut find = Bulk::new(
        tx,
        "select r.id, r.link, r.visit, r.referrer, r.friend, r.stage, r.way, r.terms, r.came_at,
            r.identified_at, r.shop_order, r.order_at, r.order_worth, r.qualified_at, r.hold_until,
            r.decided_at, r.decided_by, r.findings, r.why, r.appealed_at, r.appellant, r.appeal,
            r.appeal_answered_at, r.answer, r.booking, r.referrer_paid, r.friend_paid, r.paid_at,
            r.ended_at, coalesce(a.person, r.referrer) as referrer_person,
            coalesce(b.person, r.friend) as friend_person
         from referral r
         left join identity a on a.organisation = $1 and a.id = r.referrer
         left join identity b on b.organisation = $1 and b.id = r.friend
         where r.organisation = $1 and r.id in (",
        [],
        "?",
        ")",
    );
    ids.iter().for_each(|id| find.add([(*id).into()]));
    if find.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = HashMap::with_capacity(ids.len());
    for row in &find.list(tx).await? {
        let referral = read(row)?;
        found.insert(referral.id, referral);
    }
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// # Errors
/// `Missing`.
pub async fn referral(tx: &mut Tx, id: Id<Referral>) -> Result<Referral> {
    referrals(tx, &[id]).await?.pop().ok_or(Error::Missing("referral"))
}

/// The same, held until the transaction ends: whoever else would change it waits.
pub async fn referral_to_change(tx: &mut Tx, id: Id<Referral>) -> Result<Referral> {
    let hold =
        tx.query("update referral set came_at = came_at where organisation = $1 and id = $2");
    tx.run(hold.bind(id)).await?;
    referral(tx, id).await
}

/// A friend who came by this visit.
pub async fn add_referral(
    tx: &mut Tx,
    visit: &Visit,
    new: (Id<Identity>, i64),
) -> Result<Id<Referral>> {
    let (referrer, terms) = new;
    let (id, now): (Id<Referral>, _) = (tx.new_id(), tx.now());
    let insert = tx.query(
        "insert into referral (organisation, id, link, visit, referrer, friend, stage, way, terms,
            came_at, identified_at)
         values ($1, $2, $3, $4, $5, $6, 'identified', $7, $8, $9, $10)",
    );
    let insert = insert.bind(id).bind(visit.link).bind(visit.id).bind(referrer);
    let insert = insert.bind(visit.identity).bind(visit.way.name()).bind(terms);
    tx.run(insert.bind(visit.at).bind(now)).await?;
    Ok(id)
}

/// All that changes of it.
pub async fn set_referral(tx: &mut Tx, r: &Referral) -> Result<()> {
    let findings = serde_json::to_string(&r.findings).map_err(Error::fault)?;
    let update = tx.query(
        "update referral set stage = $3, shop_order = $4, order_at = $5, order_worth = $6,
            qualified_at = $7, hold_until = $8, decided_at = $9, decided_by = $10, findings = $11,
            why = $12, appealed_at = $13, appellant = $14, appeal = $15, appeal_answered_at = $16,
            answer = $17, booking = $18, referrer_paid = $19, friend_paid = $20, paid_at = $21,
            ended_at = $22
         where organisation = $1 and id = $2",
    );
    let update = update.bind(r.id).bind(r.stage.name()).bind(r.bought.map(|b| b.order));
    let update = update.bind(r.bought.map(|b| b.at)).bind(r.bought.map(|b| b.worth));
    let update = update.bind(r.qualified_at).bind(r.hold_until).bind(r.decided_at);
    let update = update.bind(r.decided_by).bind(findings).bind(&r.why).bind(r.appealed_at);
    let update = update.bind(r.appellant).bind(&r.appeal).bind(r.appeal_answered_at);
    let update = update.bind(&r.answer).bind(r.booking).bind(r.referrer_paid);
    tx.run(update.bind(r.friend_paid).bind(r.paid_at).bind(r.ended_at)).await.map(drop)
}

fn ids(rows: &[Row]) -> Result<Vec<Id<Referral>>> {
    rows.iter().map(|row| row.id("id")).collect()
}

/// Whose time to come back is over.
pub async fn to_judge(tx: &mut Tx, most: usize) -> Result<Vec<Id<Referral>>> {
    let now = tx.now();
    let list = tx.query(
        "select id from referral where organisation = $1 and stage = 'held' and hold_until <= $2
         order by hold_until, id limit $3",
    );
    ids(&tx.list(list.bind(now).bind(most)).await?)
}

/// In this stage, the oldest first.
pub async fn in_stage(tx: &mut Tx, stage: Stage, most: usize) -> Result<Vec<Id<Referral>>> {
    let list = tx.query(
        "select id from referral where organisation = $1 and stage = $2 order by came_at, id limit $3",
    );
    ids(&tx.list(list.bind(stage.name()).bind(most)).await?)
}

/// Friends who did not buy in time.
pub async fn to_lapse(tx: &mut Tx, most: usize) -> Result<Vec<Id<Referral>>> {
    let now = tx.now();
    let list = tx.query(
        "select r.id from referral r
         join referral_terms t on t.organisation = $1 and t.version = r.terms
         where r.organisation = $1 and r.stage = 'identified'
            and r.came_at + (t.visit_days + $3) * 86400000000 < $2
         order by r.came_at, r.id limit $4",
    );
    ids(&tx.list(list.bind(now).bind(LATE_DAYS).bind(most)).await?)
}

/// Those that qualified by one of these orders and can still change by it.
pub async fn by_orders(tx: &mut Tx, orders: &[Id<OrderNoun>]) -> Result<Vec<Id<Referral>>> {
    let mut find = Bulk::new(
        tx,
        "select id from referral where organisation = $1
            and stage in ('held', 'review', 'approved', 'paid') and shop_order in (",
        [],
        "?",
        ")",
    );
    orders.iter().for_each(|order| find.add([(*order).into()]));
    if find.is_empty() {
        return Ok(Vec::new());
    }
    ids(&find.list(tx).await?)
}

/// Of friends who did not buy yet: those whose identities these are.
pub async fn by_buyers(tx: &mut Tx, buyers: &[Id<Identity>]) -> Result<Vec<Id<Referral>>> {
    let mut find = Bulk::new(
        tx,
        "select distinct r.id from referral r
         join identity f on f.organisation = $1 and f.id = r.friend
         join identity o on o.organisation = $1 and o.person = f.person
         where r.organisation = $1 and r.stage = 'identified' and o.id in (",
        [],
        "?",
        ")",
    );
    buyers.iter().for_each(|buyer| find.add([(*buyer).into()]));
    if find.is_empty() {
        return Ok(Vec::new());
    }
    ids(&find.list(tx).await?)
}

/// Of friends who did not buy yet: those to whom an identity came since then.
pub async fn by_moved(tx: &mut Tx, since: Timestamp) -> Result<Vec<Id<Referral>>> {
    let list = tx.query(
        "select distinct r.id from identity m
         join identity f on f.organisation = $1 and f.person = m.person
         join referral r on r.organisation = $1 and r.friend = f.id
         where m.organisation = $1 and m.moved_at >= $2 and r.stage = 'identified'",
    );
    ids(&tx.list(list.bind(since)).await?)
}

/// Whom somebody brought, by all of their identities, the latest first.
pub async fn referrals_by(tx: &mut Tx, person: Id<Person>, most: usize) -> Result<Vec<Referral>> {
    let list = tx.query(
        "select r.id from referral r join identity i on i.organisation = $1 and i.id = r.referrer
         where r.organisation = $1 and i.person = $2 order by r.came_at desc, r.id desc limit $3",
    );
    let found = ids(&tx.list(list.bind(person).bind(most)).await?)?;
    referrals(tx, &found).await
}

/// By whom somebody was brought, the first first.
pub async fn referrals_of_friend(tx: &mut Tx, person: Id<Person>) -> Result<Vec<Referral>> {
    let list = tx.query(
        "select r.id from referral r join identity i on i.organisation = $1 and i.id = r.friend
         where r.organisation = $1 and i.person = $2 order by r.came_at, r.id",
    );
    let found = ids(&tx.list(list.bind(person)).await?)?;
    referrals(tx, &found).await
}

/// Whom these people brought, but for friends who did not buy in time; the first first.
pub async fn branches(tx: &mut Tx, people: &[Id<Person>]) -> Result<Vec<Branch>> {
    let mut find = Bulk::new(
        tx,
        "select r.id, r.stage, a.person as by_whom, b.person as friend from referral r
         join identity a on a.organisation = $1 and a.id = r.referrer
         join identity b on b.organisation = $1 and b.id = r.friend
         where r.organisation = $1 and r.stage <> 'lapsed' and a.person in (",
        [],
        "?",
        ") order by r.came_at, r.id",
    );
    people.iter().for_each(|person| find.add([(*person).into()]));
    if find.is_empty() {
        return Ok(Vec::new());
    }
    let branch = |row: &Row| {
        Ok(Branch {
            by: row.id("by_whom")?,
            friend: row.id("friend")?,
            referral: row.id("id")?,
            stage: stage(row)?,
        })
    };
    find.list(tx).await?.iter().map(branch).collect()
}
