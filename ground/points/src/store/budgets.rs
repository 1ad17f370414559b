//! What programmes may give away in a month, and what they gave.

use deedwell_core::{Id, Result};
use deedwell_store::Tx;
use serde::Serialize;

use crate::scheme::Scheme;

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Budget {
    pub programme: String,
    pub a_month: i64,
    /// This month.
    pub given: i64,
}

pub async fn budget(tx: &mut Tx, scheme: Id<Scheme>, programme: &str) -> Result<Option<i64>> {
    let find = tx.query(
        "select a_month from points_budget
         where organisation = $1 and scheme = $2 and programme = $3",
    );
    let row = tx.find(find.bind(scheme).bind(programme)).await?;
    row.map(|row| row.number("a_month")).transpose()
}

/// Gives so much of it away; false when that would be more than there is.
pub async fn give(
    tx: &mut Tx,
    scheme: Id<Scheme>,
    programme: &str,
    month: &str,
    amount: i64,
    most: i64,
) -> Result<bool> {
    if amount > most {
        return Ok(false);
    }
    let add = tx.query(
        "insert into points_given (organisation, scheme, programme, month, amount)
         values ($1, $2, $3, $4, $5)
         on conflict (organisation, scheme, programme, month) do update
         set amount = points_given.amount + excluded.amount
         where points_given.amount + excluded.amount <= $6",
    );
    let add = add.bind(scheme).bind(programme).bind(month).bind(amount);
    Ok(tx.run(add.bind(most)).await? == 1)
}

/// What was taken back can be given again.
pub async fn take_given_back(
    tx: &mut Tx,
    scheme: Id<Scheme>,
    programme: &str,
    month: &str,
    amount: i64,
) -> Result<()> {
    let update = tx.query(
        "update points_given set amount = case when amount > $5 then amount - $5 else 0 end
         where organisation = $1 and scheme = $2 and programme = $3 and month = $4",
    );
    tx.run(update.bind(scheme).bind(programme).bind(month).bind(amount)).await.map(drop)
}

/// Nothing for `a_month` takes the budget away.
pub async fn set_budget(
    tx: &mut Tx,
    scheme: Id<Scheme>,
    programme: &str,
    a_month: Option<i64>,
) -> Result<()> {
    let Some(a_month) = a_month else {
        let delete = tx.query(
            "delete from points_budget where organisation = $1 and scheme = $2 and programme = $3",
        );
        return tx.run(delete.bind(scheme).bind(programme)).await.map(drop);
    };
    let upsert = tx.query(
        "insert into points_budget (organisation, scheme, programme, a_month)
         values ($1, $2, $3, $4)
         on conflict (organisation, scheme, programme) do update set a_month = excluded.a_month",
    );
    tx.run(upsert.bind(scheme).bind(programme).bind(a_month)).await.map(drop)
}

pub async fn budgets(tx: &mut Tx, scheme: Id<Scheme>, month: &str) -> Result<Vec<Budget>> {
    let list = tx.query(
        "select b.programme, b.a_month, coalesce((select g.amount from points_given g
             where g.organisation = $1 and g.scheme = b.scheme and g.programme = b.programme
               and g.month = $3), 0) as given
         from points_budget b where b.organisation = $1 and b.scheme = $2 order by b.programme",
    );
    let rows = tx.list(list.bind(scheme).bind(month)).await?;
    let one = |row: &deedwell_store::Row| {
        Ok(Budget {
            programme: row.text("programme")?,
            a_month: row.number("a_month")?,
            given: row.number("given")?,
        })
    };
    rows.iter().map(one).collect()
}
