//! The log of staff's acts: who did what with what, and with which key. Nobody changes it.

use deedwell_core::behaviour::Later;
use deedwell_core::{Id, Organisation, Result, Staff};
use serde_json::Value;

use crate::db::Db;
use crate::tx::Tx;

/// Lines read at a time by whoever looks through all of them.
const AT_ONCE: usize = 1_000;

/// Marks the ids of the log's lines.
enum Line {}

/// Notes what somebody did; `None` for nobody of the staff. The detail says what changed, for people; no
/// secret belongs in it. Of a program the name of its key is noted too.
pub fn audit<'a>(
    tx: &'a mut Tx,
    staff: Option<Id<Staff>>,
    deed: &'a str,
    about: Option<&'a str>,
    detail: &'a Value,
) -> Later<'a, Result<()>> {
    Box::pin(async move {
        let mut detail = detail.clone();
        if let (Some(key), Some(detail)) = (tx.key(), detail.as_object_mut()) {
            detail.insert("by_key".to_owned(), key.into());
        }
        let (id, now): (Id<Line>, _) = (tx.new_id(), tx.now());
        let insert = tx.query(
            "insert into audit (organisation, id, at, staff, deed, about, detail)
         values ($1, $2, $3, $4, $5, $6, $7)",
        );
        let insert = insert.bind(id).bind(now).bind(staff).bind(deed);
        tx.run(insert.bind(about).bind(detail.to_string())).await.map(drop)
    })
}

/// Takes what names somebody out of every line: that something was done stays, not about whom. How many
/// lines it concerned.
///
/// # Errors
/// When the database cannot be read or written; what was done until then stands.
pub fn forget<'a>(
    db: &'a Db,
    organisation: Id<Organisation>,
    is_named_in: &'a (dyn Fn(&str) -> bool + Sync),
) -> Later<'a, Result<u64>> {
    Box::pin(async move {
        let (mut after, mut changed) = (String::new(), 0);
        loop {
            let mut tx = db.read(organisation).await?;
            let page = tx.query(
                "select id, about, detail from audit
             where organisation = $1 and id > $2 order by id limit $3",
            );
            let rows = tx.list(page.bind(&after).bind(AT_ONCE)).await?;
            drop(tx);
            let mut tx = db.write(organisation).await?;
            for row in &rows {
                after = row.text("id")?;
                let about = row.text_or_null("about")?.unwrap_or_default();
                if is_named_in(&about) || is_named_in(&row.text("detail")?) {
                    let update = tx.query(
                    "update audit set about = null, detail = '{}' where organisation = $1 and id = $2",
                );
                    changed += tx.run(update.bind(&after)).await?;
                }
            }
            tx.commit().await?;
            if rows.len() < AT_ONCE {
                return Ok(changed);
            }
        }
    })
}
