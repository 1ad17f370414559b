//! The sums of postings, kept beside them: what is locked while somebody's points are moved.

use std::collections::BTreeMap;

use deedwell_core::{Id, Identity, Person, Result};
use deedwell_store::{Row, Tx};

use crate::account::{Account, Balance, Posting};
use crate::scheme::Scheme;

fn balance_of(row: &Row) -> Result<Balance> {
    Ok(Balance {
        pending: row.number("pending")?,
        active: row.number("active")?,
        spent: row.number("spent")?,
        expired: row.number("expired")?,
        owed: row.number("owed")?,
    })
}

/// Opens the account, and locks all that this person has in this scheme until the transaction ends. Who
/// comes after us reads what we have left.
pub async fn lock(
    tx: &mut Tx,
    scheme: Id<Scheme>,
    identity: Id<Identity>,
    person: Id<Person>,
) -> Result<()> {
    let now = tx.now();
    let open = tx.query(
        "insert into points_account (organisation, scheme, identity, changed_at)
         values ($1, $2, $3, $4) on conflict do nothing",
    );
    tx.run(open.bind(scheme).bind(identity).bind(now)).await?;
    let lock = tx.query(
        "update points_account set changed_at = $4
         where organisation = $1 and scheme = $2 and identity in
           (select i.id from identity i where i.organisation = $1 and i.person = $3)",
    );
    tx.run(lock.bind(scheme).bind(person).bind(now)).await.map(drop)
}

/// What somebody has, all their identities together.
pub async fn balance(tx: &mut Tx, scheme: Id<Scheme>, person: Id<Person>) -> Result<Balance> {
    let sum = tx.query(
        "select cast(coalesce(sum(a.pending), 0) as bigint) as pending,
           cast(coalesce(sum(a.active), 0) as bigint) as active,
           cast(coalesce(sum(a.spent), 0) as bigint) as spent,
           cast(coalesce(sum(a.expired), 0) as bigint) as expired,
           cast(coalesce(sum(a.owed), 0) as bigint) as owed
         from points_account a join identity i on i.organisation = $1 and i.id = a.identity
         where a.organisation = $1 and a.scheme = $2 and i.person = $3",
    );
    balance_of(&tx.one(sum.bind(scheme).bind(person)).await?)
}

/// What one identity has.
pub async fn balance_of_identity(
    tx: &mut Tx,
    scheme: Id<Scheme>,
    identity: Id<Identity>,
) -> Result<Balance> {
    let find = tx.query(
        "select pending, active, spent, expired, owed from points_account
         where organisation = $1 and scheme = $2 and identity = $3",
    );
    let row = tx.find(find.bind(scheme).bind(identity)).await?;
    row.as_ref().map(balance_of).transpose().map(Option::unwrap_or_default)
}

/// Where somebody owes something, the largest debt first.
pub async fn owing(
    tx: &mut Tx,
    scheme: Id<Scheme>,
    person: Id<Person>,
) -> Result<Vec<(Id<Identity>, i64)>> {
    let list = tx.query(
        "select a.identity, a.owed from points_account a
         join identity i on i.organisation = $1 and i.id = a.identity
         where a.organisation = $1 and a.scheme = $2 and i.person = $3 and a.owed < 0
         order by a.owed, a.identity",
    );
    let rows = tx.list(list.bind(scheme).bind(person)).await?;
    rows.iter().map(|row| Ok((row.id("identity")?, -row.number("owed")?))).collect()
}

/// Brings the sums up to what was posted. A sum that would fall below nothing is refused by the table.
pub async fn move_sums(tx: &mut Tx, postings: &[Posting]) -> Result<()> {
    let mut moves: BTreeMap<(Id<Scheme>, Id<Identity>), Balance> = BTreeMap::new();
    for posting in postings {
        let Some(identity) = posting.identity else { continue };
        let sums = moves.entry((posting.scheme, identity)).or_default();
        if let Some(sum) = sums.of(posting.account) {
            *sum += posting.amount;
        }
    }
    let now = tx.now();
    for ((scheme, identity), by) in moves {
        let add = tx.query(
            "insert into points_account (organisation, scheme, identity, pending, active, spent,
               expired, owed, changed_at) values ($1, $2, $3, 0, 0, 0, 0, 0, $4)
             on conflict do nothing",
        );
        tx.run(add.bind(scheme).bind(identity).bind(now)).await?;
        let update = tx.query(
            "update points_account set pending = pending + $4, active = active + $5,
               spent = spent + $6, expired = expired + $7, owed = owed + $8
             where organisation = $1 and scheme = $2 and identity = $3",
        );
        let update = update.bind(scheme).bind(identity).bind(by.pending).bind(by.active);
        tx.run(update.bind(by.spent).bind(by.expired).bind(by.owed)).await?;
    }
    Ok(())
}

/// All that somebody has: each scheme in which they ever had something.
pub async fn balances(tx: &mut Tx, person: Id<Person>) -> Result<BTreeMap<Id<Scheme>, Balance>> {
    let list = tx.query(
        "select a.scheme, cast(sum(a.pending) as bigint) as pending,
           cast(sum(a.active) as bigint) as active, cast(sum(a.spent) as bigint) as spent,
           cast(sum(a.expired) as bigint) as expired, cast(sum(a.owed) as bigint) as owed
         from points_account a join identity i on i.organisation = $1 and i.id = a.identity
         where a.organisation = $1 and i.person = $2 group by a.scheme",
    );
    let rows = tx.list(list.bind(person)).await?;
    rows.iter().map(|row| Ok((row.id("scheme")?, balance_of(row)?))).collect()
}

/// The sums as postings make them, of one identity: what the kept ones have to be.
pub async fn summed(tx: &mut Tx, scheme: Id<Scheme>, person: Id<Person>) -> Result<Balance> {
    let list = tx.query(
        "select p.account, cast(sum(p.amount) as bigint) as amount
         from points_posting p join identity i on i.organisation = $1 and i.id = p.identity
         where p.organisation = $1 and p.scheme = $2 and i.person = $3 group by p.account",
    );
    let mut balance = Balance::default();
    for row in tx.list(list.bind(scheme).bind(person)).await? {
        let account = Account::parse(&row.text("account")?);
        if let Some(sum) = account.and_then(|account| balance.of(account)) {
            *sum = row.number("amount")?;
        }
    }
    Ok(balance)
}
