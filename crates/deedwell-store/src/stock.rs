//! What SQLite's planner is told of how large tables are, so that it takes the index that was made for a
//! statement. PostgreSQL finds that out by itself.
//!
//! Every index begins with the organisation, and SQLite takes an organisation for ten rows until it is told
//! otherwise: then it walks all people for a list of a hundred. What it counts itself in a table of a few
//! hundred rows is no better, for a file that is brought in makes a million of them. So it is told that
//! tables are large, until they are.

use deedwell_core::Result;
use deedwell_core::behaviour::Later;

use crate::db::{Db, Pools, begin_immediate};
use crate::reading::fault;

/// Looks at a sample of every table that has grown tenfold since it did.
const LOOK: &str = "pragma optimize = 0x10012";

/// From so many rows on, what was counted tells more than what is assumed.
const FORGET_SMALL: &str = "delete from sqlite_stat1 where tbl in
  (select tbl from sqlite_stat1 group by tbl having max(cast(stat as integer)) < 100000)";
const FORGET_SAMPLES: &str =
    "delete from sqlite_stat4 where tbl not in (select tbl from sqlite_stat1)";

/// A million rows, all of one organisation; of every further column as SQLite itself assumes: ten rows for a
/// value, then fewer, one where they are unique.
const ASSUME: &str = "insert into sqlite_stat1 (tbl, idx, stat)
  select t.name, i.name, '1000000 ' ||
    (select group_concat(case when c.seqno = 0 and c.name = 'organisation' then 1000000
                              when c.seqno = k.last and i.\"unique\" then 1
                              else max(10 - c.seqno, 5) end, ' ' order by c.seqno)
     from pragma_index_info(i.name) c, (select max(seqno) as last from pragma_index_info(i.name)) k)
  from sqlite_master t, pragma_index_list(t.name) i
  where t.type = 'table' and t.name not like 'sqlite\\_%' escape '\\'
    and t.name not in (select tbl from sqlite_stat1)";

impl Db {
    /// Tells the planner how large tables are. Connections that are open already learn of it when they are
    /// opened anew.
    ///
    /// # Errors
    /// `Fault` when it cannot be written down.
    pub fn take_stock(&self) -> Later<'_, Result<()>> {
        Box::pin(async move {
            let Pools::Sqlite { writer, .. } = &self.pools else { return Ok(()) };
            sqlx::query(LOOK).execute(writer).await.map_err(fault)?;
            let mut tx = begin_immediate(writer).await.map_err(fault)?;
            // The first time, this makes the tables that the rest is written into.
            for statement in ["analyze migration", FORGET_SMALL, FORGET_SAMPLES, ASSUME] {
                sqlx::query(statement).execute(&mut *tx).await.map_err(fault)?;
            }
            tx.commit().await.map_err(fault)?;
            sqlx::query("analyze sqlite_schema").execute(writer).await.map_err(fault).map(drop)
        })
    }
}
