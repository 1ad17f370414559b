//! How the walk comes to know what it tells.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use deedwell_core::{Error, Id, Organisation, Position, Result};
use deedwell_store::plan::own_plan;

use super::{Somebody, Told, Walk};

/// Bytes of blocks read at once.
const AT_ONCE: usize = 8 << 20;
/// On PostgreSQL a block becomes readable once every older transaction of the server has ended:
/// other stories' too. It is looked for so often, with this pause.
const LOOKS: usize = 1_000;
const PAUSE: Duration = Duration::from_millis(5);

impl Walk {
    /// Reads all that was committed so far: blocks, identities, persons. Gives the revision.
    ///
    /// # Errors
    /// `Fault` when the last block does not become readable.
    pub async fn catch_up(&self) -> Result<u64> {
        let _turn = self.turn.lock().await;
        let written = self.written().await?;
        for _ in 0..LOOKS {
            self.read_blocks().await?;
            if self.position() >= written {
                self.read_people().await?;
                return Ok(self.known.read().unwrap_or_else(PoisonError::into_inner).revision);
            }
            tokio::time::sleep(PAUSE).await;
        }
        Err(Error::fault(format!("the log reaches {written:?} and cannot be read so far")))
    }

    fn position(&self) -> Position {
        self.known.read().unwrap_or_else(PoisonError::into_inner).position
    }

    /// The last block, readable already or not.
    async fn written(&self) -> Result<Position> {
        let mut tx = self.db.system_read().await?;
        let last = tx.query_all("select tx, id from block order by tx desc, id desc limit 1");
        match tx.find(last).await? {
            Some(row) => Ok(Position { tx: row.number("tx")?, block: row.number("id")? }),
            None => Ok(Position::default()),
        }
    }

    async fn read_blocks(&self) -> Result<()> {
        loop {
            let blocks = self.db.blocks_after(self.position(), AT_ONCE).await?;
            if blocks.is_empty() {
                return Ok(());
            }
            let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
            for block in blocks {
                let told = known.organisations.entry(block.organisation).or_default();
                let told = Arc::make_mut(told);
                block.actions()?.into_iter().for_each(|action| told.take_in(action));
                known.position = block.position;
                known.revision += 1;
            }
        }
    }

    async fn read_people(&self) -> Result<()> {
        for organisation in self.organisations().await? {
            let mut tx = self.db.read(organisation).await?;
            let now = tx.now();
            let list = tx.query("select id, person from identity where organisation = $1");
            let mut identities = HashMap::new();
            for row in tx.list(list).await? {
                identities.insert(row.id("id")?, row.id("person")?);
            }
            // Who is one with somebody counts as them; whom nothing proves is no customer yet.
            let list = tx.query(
                "select p.id, p.tests, p.known,
                        (select min(q.created_at) from person q
                         where q.organisation = $1 and q.head = p.id) as created_at
                 from person p where p.organisation = $1 and p.head = p.id",
            );
            let mut persons = Vec::new();
            for row in tx.list(list).await? {
                persons.push(Somebody {
                    id: row.id("id")?,
                    created_at: row.moment("created_at")?,
                    is_test: row.number("tests")? != 0,
                    is_known: row.number("known")? == 2,
                });
            }
            let plan = own_plan(&mut tx).await?;
            let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
            let told = known.organisations.entry(organisation).or_default();
            let told: &mut Told = Arc::make_mut(told);
            told.apply(plan);
            (told.identities, told.persons, told.up_to) = (identities, persons, now);
        }
        Ok(())
    }

    async fn organisations(&self) -> Result<Vec<Id<Organisation>>> {
        let mut tx = self.db.system_read().await?;
        let list = tx.query_all("select organisation from organisation order by created_at");
        tx.list(list).await?.iter().map(|row| row.id("organisation")).collect()
    }
}
