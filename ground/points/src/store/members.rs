//! Whose points are: the person of an identity, and whether they can have any.

use deedwell_core::{Error, Id, Identity, Person, Result};
use deedwell_store::{Tx, Value as Cell};
use serde_json::{Map, Value, json};

/// Somebody who may have points.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Member {
    pub identity: Id<Identity>,
    pub person: Id<Person>,
    /// A test account, or somebody of the staff: earns nothing.
    pub is_ours: bool,
}

/// # Errors
/// `Missing` when nobody is known by this identity.
pub async fn member(tx: &mut Tx, identity: Id<Identity>) -> Result<Member> {
    let find = tx.query(
        "select i.person, p.tests, (select count(*) from staff s
             join identity e on e.organisation = $1 and e.person = i.person and e.kind = 'email'
             where s.organisation = $1 and s.closed_at is null and s.email = e.value) as ours
         from identity i join person p on p.organisation = $1 and p.id = i.person
         where i.organisation = $1 and i.id = $2",
    );
    let row = tx.find(find.bind(identity)).await?.ok_or(Error::Missing("person"))?;
    Ok(Member {
        identity,
        person: row.id("person")?,
        is_ours: row.number("tests")? != 0 || row.number("ours")? != 0,
    })
}

/// An identity in whose name somebody earns and is booked: one that has an account, else the oldest.
///
/// # Errors
/// `Missing` for a person without any.
pub async fn identity_of(tx: &mut Tx, person: Id<Person>) -> Result<Id<Identity>> {
    let person = deedwell_people::head_of(tx, person).await?;
    let find = tx.query(
        "select i.id from identity i where i.organisation = $1 and i.person = $2
         order by case when exists (select 1 from points_account a
             where a.organisation = $1 and a.identity = i.id) then 0 else 1 end,
           case when i.proven_at is null then 1 else 0 end, i.created_at, i.id limit 1",
    );
    let row = tx.find(find.bind(person)).await?.ok_or(Error::Missing("person"))?;
    row.id("id")
}

/// What these identities have and did with it, for whoever asks what we hold.
pub async fn holds(tx: &mut Tx, whom: &[Id<Identity>]) -> Result<Value> {
    let mut held = Map::new();
    for identity in whom {
        let each = [
            (
                "accounts",
                tx.query(
                    "select scheme, pending, active, spent, expired, owed from points_account
                     where organisation = $1 and identity = $2 order by scheme",
                ),
            ),
            (
                "entries",
                tx.query(
                    "select e.id as entry, e.verb, e.scheme, e.amount, e.kind, e.about, e.why, e.at
                     from points_entry e
                     where e.organisation = $1 and e.identity = $2 order by e.at, e.id",
                ),
            ),
            (
                "lots",
                tx.query(
                    "select entry, scheme, amount, remains, stage, earned_at, pending_until, active_at,
                       expires_at from points_lot
                     where organisation = $1 and identity = $2 order by earned_at, id",
                ),
            ),
            (
                "rewards",
                tx.query(
                    "select r.id as redemption, r.name, r.cost, r.stage, r.asked_at, r.why,
                       (select min(c.code) from points_code c
                        where c.organisation = $1 and c.redemption = r.id) as code
                     from points_redemption r
                     where r.organisation = $1 and r.identity = $2 order by r.asked_at, r.id",
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
        Cell::Number(Some(n))
            if name == "at" || name.ends_with("_at") || name.ends_with("_until") =>
        {
            json!(deedwell_core::Timestamp::from_microsecond(*n).map_err(Error::fault)?)
        }
        Cell::Number(Some(n)) => (*n).into(),
        _ => Value::Null,
    })
}

/// Takes what words there are of somebody: why something was done, which code they have. Amounts stay,
/// for the books have to add up: whose they were is an id that nobody has any more.
pub async fn forget_words(tx: &mut Tx, identity: Id<Identity>) -> Result<()> {
    let entries = tx.query(
        "update points_entry set why = '' where organisation = $1 and identity = $2 and why <> ''",
    );
    tx.run(entries.bind(identity)).await?;
    let redemptions =
        tx.query("update points_redemption set why = '' where organisation = $1 and identity = $2");
    tx.run(redemptions.bind(identity)).await?;
    let codes = tx.query(
        "delete from points_code where organisation = $1 and redemption in
           (select r.id from points_redemption r where r.organisation = $1 and r.identity = $2)",
    );
    tx.run(codes.bind(identity)).await.map(drop)
}

/// What people of the staff are called, those who left too.
pub async fn staff_names(
    tx: &mut Tx,
) -> Result<std::collections::HashMap<Id<deedwell_core::Staff>, String>> {
    let list = tx.query("select id, name from staff where organisation = $1");
    let rows = tx.list(list).await?;
    rows.iter().map(|row| Ok((row.id("id")?, row.text("name")?))).collect()
}
