//! What we hold of somebody, and how it goes.

use deedwell_core::{Error, Id, Identity, Result, Timestamp};
use deedwell_store::{Row, Tx};
use serde_json::{Value, json};

fn moment(row: &Row, column: &str) -> Result<Value> {
    Ok(row.moment_or_null(column)?.map_or(Value::Null, |at: Timestamp| json!(at.to_string())))
}

/// What we keep of these identities here: what they were seen with (as kinds, for a print says nothing to
/// anybody), how far they are trusted, what is counted apart and why.
pub async fn holds(tx: &mut Tx, whom: &[Id<Identity>]) -> Result<Value> {
    let (mut signs, mut levels, mut apart) = (Vec::new(), Vec::new(), Vec::new());
    for identity in whom {
        let find = tx.query(
            "select kind, first_at, last_at from trust_sign
             where organisation = $1 and identity = $2 order by kind, first_at, print",
        );
        for row in &tx.list(find.bind(*identity)).await? {
            let (first, last) = (moment(row, "first_at")?, moment(row, "last_at")?);
            signs.push(json!({ "kind": row.text("kind")?, "first_at": first, "last_at": last }));
        }
        let find = tx.query(
            "select level, since, failing_since from trust_level
             where organisation = $1 and identity = $2",
        );
        for row in &tx.list(find.bind(*identity)).await? {
            let (since, failing) = (moment(row, "since")?, moment(row, "failing_since")?);
            let level = row.number("level")?;
            levels.push(json!({ "level": level, "since": since, "failing_since": failing }));
        }
        let find = tx.query(
            "select about, grounds, note, stage, at, appeal, appealed_at, decided_at, why
             from trust_quarantine where organisation = $1 and identity = $2 order by at, id",
        );
        for row in &tx.list(find.bind(*identity)).await? {
            let grounds: Value =
                serde_json::from_str(&row.text("grounds")?).map_err(Error::fault)?;
            apart.push(json!({
                "about": row.text("about")?,
                "grounds": grounds,
                "note": row.text("note")?,
                "stage": row.text("stage")?,
                "at": moment(row, "at")?,
                "appeal": row.text("appeal")?,
                "appealed_at": moment(row, "appealed_at")?,
                "decided_at": moment(row, "decided_at")?,
                "why": row.text("why")?,
            }));
        }
    }
    Ok(json!({ "signs": signs, "levels": levels, "counted_apart": apart }))
}

/// Signs and levels go, and every word. That something was counted apart stays, under an id that nobody has
/// any more: what others were told of it still adds up.
pub async fn forget(tx: &mut Tx, whom: &[Id<Identity>]) -> Result<()> {
    for identity in whom {
        let signs = tx.query("delete from trust_sign where organisation = $1 and identity = $2");
        tx.run(signs.bind(*identity)).await?;
        let level = tx.query("delete from trust_level where organisation = $1 and identity = $2");
        tx.run(level.bind(*identity)).await?;
        let words = tx.query(
            "update trust_quarantine set note = '', appeal = '', why = ''
             where organisation = $1 and identity = $2",
        );
        tx.run(words.bind(*identity)).await?;
    }
    Ok(())
}
