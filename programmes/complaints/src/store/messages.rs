//! What was said.

use deedwell_core::{Error, Id, Result, Staff, Timestamp};
use deedwell_store::{Row, Tx};

use crate::complaint::Complaint;

/// Who said it, and who may read it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Said {
    Customer,
    Staff,
    /// Among staff.
    Note,
}

impl Said {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Staff => "staff",
            Self::Note => "note",
        }
    }
}

#[derive(Clone, Debug)]
pub struct Message {
    pub id: Id<Self>,
    pub said: Said,
    /// None where the customer said it.
    pub staff: Option<Id<Staff>>,
    pub body: String,
    pub at: Timestamp,
}

pub async fn add_message(tx: &mut Tx, of: Id<Complaint>, new: &Message) -> Result<()> {
    let insert = tx.query(
        "insert into complaint_message (organisation, id, complaint, part, staff, body, at)
         values ($1, $2, $3, $4, $5, $6, $7)",
    );
    let insert = insert.bind(new.id).bind(of).bind(new.said.name()).bind(new.staff);
    tx.run(insert.bind(&new.body).bind(new.at)).await.map(drop)
}

/// The oldest first.
pub async fn messages(tx: &mut Tx, of: Id<Complaint>) -> Result<Vec<Message>> {
    let list = tx.query(
        "select id, part, staff, body, at from complaint_message
         where organisation = $1 and complaint = $2 order by at, id",
    );
    tx.list(list.bind(of)).await?.iter().map(read_message).collect()
}

/// The same words by the same hand a moment ago.
pub async fn same_message(
    tx: &mut Tx,
    of: Id<Complaint>,
    new: &Message,
    since: Timestamp,
) -> Result<Option<Id<Message>>> {
    let find = tx.query(
        "select id from complaint_message where organisation = $1 and complaint = $2 and part = $3
           and coalesce(staff, '') = $4 and body = $5 and at >= $6 order by at limit 1",
    );
    let staff = new.staff.map(|id| id.to_string()).unwrap_or_default();
    let find = find.bind(of).bind(new.said.name()).bind(staff).bind(&new.body).bind(since);
    tx.find(find).await?.map(|row| row.id("id")).transpose()
}

fn read_message(row: &Row) -> Result<Message> {
    let said = match row.text("part")?.as_str() {
        "customer" => Said::Customer,
        "staff" => Said::Staff,
        "note" => Said::Note,
        other => return Err(Error::fault(format!("nobody speaks as {other}"))),
    };
    Ok(Message {
        id: row.id("id")?,
        said,
        staff: row.id_or_null("staff")?,
        body: row.text("body")?,
        at: row.moment("at")?,
    })
}
