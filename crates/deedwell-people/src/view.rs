//! Lists of people that somebody of the staff keeps under a name.

use deedwell_core::{Error, Id, Result, Staff};
use deedwell_store::Tx;
use jiff::Timestamp;
use serde::Serialize;

/// Letters of a view's name.
pub const LONGEST_NAME: usize = 60;
/// Bytes of its question.
pub const LONGEST_QUESTION: usize = 2_000;
/// Views of one staff member.
pub const MOST_VIEWS: usize = 50;

/// A kept list.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct View {
    pub id: Id<View>,
    pub name: String,
    /// The query string of the list.
    pub question: String,
    pub created_at: Timestamp,
}

/// Keeps a question under a name; the same name again keeps the new question.
///
/// # Errors
/// `Invalid` for a name that is empty or too long; `people.too_many_views`.
pub async fn add(tx: &mut Tx, staff: Id<Staff>, name: &str, question: &str) -> Result<Id<View>> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control)
    {
        return Err(Error::invalid(
            "name",
            format!("Please give the view a name of at most {LONGEST_NAME} letters."),
        ));
    }
    if question.len() > LONGEST_QUESTION || question.chars().any(char::is_control) {
        return Err(Error::invalid("question", "This list is too long to be kept as a view."));
    }
    let views = views(tx, staff).await?;
    if views.len() >= MOST_VIEWS && !views.iter().any(|v| v.name == name) {
        return Err(Error::refused(
            "people.too_many_views",
            format!("You have {MOST_VIEWS} views. Please remove one first."),
        ));
    }
    let (id, now) = (tx.new_id::<View>(), tx.now());
    let upsert = tx.query(
        "insert into people_view (organisation, id, staff, name, question, created_at)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (organisation, staff, name) do update set question = excluded.question
         returning id",
    );
    let upsert = upsert.bind(id).bind(staff).bind(name).bind(question).bind(now);
    tx.one(upsert).await?.id("id")
}

/// The views of one staff member, by name.
pub async fn views(tx: &mut Tx, staff: Id<Staff>) -> Result<Vec<View>> {
    let find = tx.query(
        "select id, name, question, created_at from people_view
         where organisation = $1 and staff = $2 order by name",
    );
    let rows = tx.list(find.bind(staff)).await?;
    let view = |row: &deedwell_store::Row| {
        Ok(View {
            id: row.id("id")?,
            name: row.text("name")?,
            question: row.text("question")?,
            created_at: row.moment("created_at")?,
        })
    };
    rows.iter().map(view).collect()
}

/// # Errors
/// `Missing` when it is not there, or another's.
pub async fn remove(tx: &mut Tx, staff: Id<Staff>, id: Id<View>) -> Result<()> {
    let delete =
        tx.query("delete from people_view where organisation = $1 and staff = $2 and id = $3");
    if tx.run(delete.bind(staff).bind(id)).await? == 0 {
        return Err(Error::Missing("view"));
    }
    Ok(())
}
