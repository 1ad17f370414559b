//! How far rules have read the log.

use deedwell_core::{Position, Result};
use deedwell_store::{Row, Tx};

/// All up to the position was read, and so many actions of the block after it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    pub position: Position,
    pub within: i64,
}

fn place_of(row: &Row) -> Result<Place> {
    let position = Position { tx: row.number("read_tx")?, block: row.number("read_block")? };
    Ok(Place { position, within: row.number("within")? })
}

/// None while there never was a rule.
pub async fn place(tx: &mut Tx) -> Result<Option<Place>> {
    let find =
        tx.query("select read_tx, read_block, within from points_reader where organisation = $1");
    tx.find(find).await?.as_ref().map(place_of).transpose()
}

/// Reading begins here, unless it began before.
pub async fn begin_reading(tx: &mut Tx, at: Position) -> Result<()> {
    let insert = tx.query(
        "insert into points_reader (organisation, read_tx, read_block, within)
         values ($1, $2, $3, 0) on conflict do nothing",
    );
    tx.run(insert.bind(at.tx).bind(at.block)).await.map(drop)
}

/// Moves on from where it was seen. False when another server did: what was found must not be committed.
pub async fn move_reader(tx: &mut Tx, from: Place, to: Place) -> Result<bool> {
    let update = tx.query(
        "update points_reader set read_tx = $2, read_block = $3, within = $4
         where organisation = $1 and read_tx = $5 and read_block = $6 and within = $7",
    );
    let update = update.bind(to.position.tx).bind(to.position.block).bind(to.within);
    let update = update.bind(from.position.tx).bind(from.position.block).bind(from.within);
    Ok(tx.run(update).await? == 1)
}
