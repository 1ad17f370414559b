//! What names mean to an organisation, for those who read the log. Who changes it tells them through
//! the log, with [`CHANGED`]: whichever node did it, every reader hears of it there.

use deedwell_core::behaviour::Later;
use deedwell_core::plan::OwnPlan;
use deedwell_core::plan::own::MOST_NAMES;
use deedwell_core::{Kind, Result};

use crate::tx::Tx;

/// The deed after which a name may mean something else.
pub const CHANGED: Kind = "plan.changed";

/// The plan as it stands now.
pub fn own_plan(tx: &mut Tx) -> Later<'_, Result<OwnPlan>> {
    Box::pin(async move {
        let list = tx.query(
            "select name, kind from plan_name where organisation = $1 order by name limit $2",
        );
        let rows = tx.list(list.bind(MOST_NAMES)).await?;
        let row = |row: crate::Row| Ok((row.text("name")?, row.text("kind")?));
        Ok(OwnPlan::new(rows.into_iter().map(row).collect::<Result<Vec<_>>>()?))
    })
}
