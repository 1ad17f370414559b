//! What is found and what is kept of files: one function a statement. Nothing here decides.

use deedwell_core::{Id, Identity, Person, Result, Staff, Timestamp, Who};
use deedwell_store::{Row, Tx};

use crate::Kind;

/// A file that somebody added.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct File {
    pub id: Id<File>,
    /// The thing it belongs to: `complaint/<id>`.
    pub about: String,
    /// The words beside which it stands.
    pub part: String,
    pub identity: Option<Id<Identity>>,
    pub staff: Option<Id<Staff>>,
    pub kind: Kind,
    pub name: String,
    pub alt: String,
    /// Width and height of a picture.
    pub sides: Option<(i64, i64)>,
    pub size: i64,
    pub etag: String,
    pub added_at: Timestamp,
}

fn read(row: &Row) -> Result<File> {
    Ok(File {
        id: row.id("id")?,
        about: row.text("about")?,
        part: row.text("part")?,
        identity: row.id_or_null("identity")?,
        staff: row.id_or_null("staff")?,
        kind: Kind::parse(&row.text("kind")?)?,
        name: row.text("name")?,
        alt: row.text("alt")?,
        sides: row.number_or_null("width")?.zip(row.number_or_null("height")?),
        size: row.number("size")?,
        etag: row.text("etag")?,
        added_at: row.moment("added_at")?,
    })
}

pub async fn file(tx: &mut Tx, id: Id<File>) -> Result<Option<File>> {
    let find = tx.query(
        "select id, about, part, identity, staff, kind, name, alt, width, height, size, etag, added_at
         from file where organisation = $1 and id = $2",
    );
    tx.find(find.bind(id)).await?.as_ref().map(read).transpose()
}

/// The files of a thing, the oldest first.
pub async fn files(tx: &mut Tx, about: &str) -> Result<Vec<File>> {
    let list = tx.query(
        "select id, about, part, identity, staff, kind, name, alt, width, height, size, etag, added_at
         from file where organisation = $1 and about = $2 order by id",
    );
    tx.list(list.bind(about)).await?.iter().map(read).collect()
}

/// What a customer added under this identity, the oldest first.
pub async fn files_of(tx: &mut Tx, identity: Id<Identity>) -> Result<Vec<File>> {
    let list = tx.query(
        "select id, about, part, identity, staff, kind, name, alt, width, height, size, etag, added_at
         from file where organisation = $1 and identity = $2 order by id",
    );
    tx.list(list.bind(identity)).await?.iter().map(read).collect()
}

pub async fn count(tx: &mut Tx, about: &str, part: &str) -> Result<i64> {
    let count = tx.query(
        "select count(*) as n from file where organisation = $1 and about = $2 and part = $3",
    );
    tx.one(count.bind(about).bind(part)).await?.number("n")
}

/// What a file consists of; small, as it stands in a conversation. A PDF has nothing small.
pub async fn content(tx: &mut Tx, id: Id<File>, small: bool) -> Result<Option<Vec<u8>>> {
    let find = tx.query(
        "select bytes from file_content where organisation = $1 and file = $2 and small = $3",
    );
    let row = tx.find(find.bind(id).bind(i64::from(small))).await?;
    row.map(|row| row.bytes("bytes")).transpose()
}

pub async fn keep(tx: &mut Tx, file: &File) -> Result<()> {
    let insert = tx.query(
        "insert into file (organisation, id, about, part, identity, staff, kind, name, alt, width,
             height, size, etag, added_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    );
    let insert = insert.bind(file.id).bind(&file.about).bind(&file.part).bind(file.identity);
    let insert = insert.bind(file.staff).bind(file.kind.code()).bind(&file.name).bind(&file.alt);
    let insert = insert.bind(file.sides.map(|s| s.0)).bind(file.sides.map(|s| s.1));
    tx.run(insert.bind(file.size).bind(&file.etag).bind(file.added_at)).await.map(drop)
}

pub async fn keep_content(tx: &mut Tx, id: Id<File>, small: bool, bytes: Vec<u8>) -> Result<()> {
    let insert = tx.query(
        "insert into file_content (organisation, file, small, bytes) values ($1, $2, $3, $4)",
    );
    tx.run(insert.bind(id).bind(i64::from(small)).bind(bytes)).await.map(drop)
}

/// Whether it was there.
pub async fn remove(tx: &mut Tx, id: Id<File>) -> Result<bool> {
    let content = tx.query("delete from file_content where organisation = $1 and file = $2");
    tx.run(content.bind(id)).await?;
    let delete = tx.query("delete from file where organisation = $1 and id = $2");
    Ok(tx.run(delete.bind(id)).await? > 0)
}

/// Adds to what came today; gives all that came then. The row stays locked until the transaction ends.
pub async fn add_to_day(tx: &mut Tx, day: &str, whom: &str, size: i64) -> Result<i64> {
    let upsert = tx.query(
        "insert into file_day (organisation, day, whom, size) values ($1, $2, $3, $4)
         on conflict (organisation, day, whom) do update set size = file_day.size + excluded.size
         returning size",
    );
    tx.one(upsert.bind(day).bind(whom).bind(size)).await?.number("size")
}

/// What came today from all identities of a person.
pub async fn day_of(tx: &mut Tx, day: &str, person: Id<Person>) -> Result<i64> {
    let list = tx.query(
        "select d.size from file_day d
         join identity i on i.organisation = $1 and i.id = d.whom
         where d.organisation = $1 and d.day = $2 and i.person = $3",
    );
    let rows = tx.list(list.bind(day).bind(person)).await?;
    rows.iter().map(|row| row.number("size")).sum()
}

pub async fn forget_days_before(tx: &mut Tx, day: &str) -> Result<()> {
    let delete = tx.query("delete from file_day where organisation = $1 and day < $2");
    tx.run(delete.bind(day)).await.map(drop)
}

pub async fn forget_days_of(tx: &mut Tx, identity: Id<Identity>) -> Result<()> {
    let delete = tx.query("delete from file_day where organisation = $1 and whom = $2");
    tx.run(delete.bind(identity)).await.map(drop)
}

impl File {
    /// In whose name it is kept.
    pub(crate) fn by(who: Who) -> (Option<Id<Identity>>, Option<Id<Staff>>) {
        match who {
            Who::Customer { identity, .. } | Who::Visitor { identity, .. } => {
                (Some(identity), None)
            }
            Who::Staff(staff) => (None, Some(staff)),
            Who::System => (None, None),
        }
    }
}
