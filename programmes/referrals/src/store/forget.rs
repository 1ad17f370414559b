//! How somebody's name leaves it, and what of them is told when they ask. That a friend was brought and
//! what was paid for it stays, for the books must: by whom is an id that nobody has any more.

use deedwell_core::{Error, Id, Identity, Result, Timestamp};
use deedwell_store::{Tx, Value as Cell};
use serde_json::{Map, Value, json};

use crate::referral::Referral;

/// Referrals of these identities of which something is still to come.
pub async fn open_of(tx: &mut Tx, identity: Id<Identity>) -> Result<Vec<Id<Referral>>> {
    let list = tx.query(
        "select id from referral where organisation = $1 and (referrer = $2 or friend = $2)
            and stage in ('identified', 'held', 'review', 'approved') order by id",
    );
    tx.list(list.bind(identity)).await?.iter().map(|row| row.id("id")).collect()
}

/// Takes words and traces of an identity away.
pub async fn forget_words(tx: &mut Tx, identity: Id<Identity>) -> Result<()> {
    let (now, no_code) = (tx.now(), format!("-{identity}"));
    let links = tx.query(
        "update referral_link set closed_at = coalesce(closed_at, $3), code = $4
         where organisation = $1 and identity = $2",
    );
    tx.run(links.bind(identity).bind(now).bind(no_code)).await?;
    let visits = tx.query("delete from referral_visit where organisation = $1 and identity = $2");
    tx.run(visits.bind(identity)).await?;
    let said =
        tx.query("delete from referral_recommendation where organisation = $1 and identity = $2");
    tx.run(said.bind(identity)).await?;
    let referrals = tx.query(
        "update referral set why = '', answer = '', findings = '[]',
            appeal = case when appellant = $2 then '' else appeal end
         where organisation = $1 and (referrer = $2 or friend = $2)",
    );
    tx.run(referrals.bind(identity)).await.map(drop)
}

/// Links, visits, friends brought and by whom, what was recommended. Of the other of the two nothing is told.
pub async fn holds(tx: &mut Tx, whom: &[Id<Identity>]) -> Result<Value> {
    let mut held = Map::new();
    for identity in whom {
        let each = [
            (
                "links",
                tx.query(
                    "select code, made_at, closed_at from referral_link
                     where organisation = $1 and identity = $2 order by made_at",
                ),
            ),
            (
                "visits",
                tx.query(
                    "select way, host, at from referral_visit
                     where organisation = $1 and identity = $2 order by at",
                ),
            ),
            (
                "brought",
                tx.query(
                    "select id as referral, stage, came_at, decided_at, referrer_paid as reward,
                       case when appellant = $2 then appeal else '' end as appeal
                     from referral where organisation = $1 and referrer = $2 order by came_at",
                ),
            ),
            (
                "brought_by_a_friend",
                tx.query(
                    "select id as referral, stage, came_at, decided_at, friend_paid as reward,
                       case when appellant = $2 then appeal else '' end as appeal
                     from referral where organisation = $1 and friend = $2 order by came_at",
                ),
            ),
            (
                "recommended",
                tx.query(
                    "select about, channel, evidence, at from referral_recommendation
                     where organisation = $1 and identity = $2 order by at",
                ),
            ),
        ];
        for (what, query) in each {
            let list = held.entry(what).or_insert_with(|| json!([]));
            for row in tx.list(query.bind(*identity)).await? {
                let fields =
                    row.cells().map(|(name, cell)| Ok((name.to_owned(), told(name, cell)?)));
                let one = fields.collect::<Result<Map<_, _>>>()?;
                if let Value::Array(list) = list {
                    list.push(one.into());
                }
            }
        }
    }
    Ok(held.into())
}

/// Moments are those that say so in their name; other numbers are amounts.
fn told(name: &str, cell: &Cell) -> Result<Value> {
    Ok(match cell {
        Cell::Text(Some(text)) => text.clone().into(),
        Cell::Number(Some(n)) if name == "at" || name.ends_with("_at") => {
            json!(Timestamp::from_microsecond(*n).map_err(Error::fault)?)
        }
        Cell::Number(Some(n)) => (*n).into(),
        _ => Value::Null,
    })
}
