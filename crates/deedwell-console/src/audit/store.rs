//! Reading the audit log.

use deedwell_core::{Error, Id, Result, Staff};
use deedwell_store::{List, Tx};
use jiff::Timestamp;
use serde_json::Value;

/// Kinds of deeds in the choice.
const MOST_DEEDS: usize = 200;

pub(super) struct Line {
    pub id: Id<Line>,
    pub at: Timestamp,
    pub staff: Option<Id<Staff>>,
    pub staff_name: Option<String>,
    pub deed: String,
    pub about: Option<String>,
    /// What it was about is called, where it is one of ours.
    pub about_name: Option<String>,
    pub detail: Value,
}

/// A place in the log. The id parts lines of the same moment.
#[derive(Clone, Copy)]
pub(super) struct Cursor {
    at: i64,
    id: Id<Line>,
}

impl Cursor {
    pub fn parse(text: &str) -> Option<Self> {
        let (at, id) = text.split_once('.')?;
        Some(Self { at: at.parse().ok()?, id: id.parse().ok()? })
    }

    pub fn text(self) -> String {
        format!("{}.{}", self.at, self.id)
    }
}

#[derive(Default)]
pub(super) struct Wanted {
    pub who: Option<Id<Staff>>,
    pub deed: Option<String>,
    pub about: Option<String>,
    pub before: Option<Cursor>,
}

/// Newest first, and where the next page begins.
pub(super) async fn lines(
    tx: &mut Tx,
    wanted: &Wanted,
    limit: usize,
) -> Result<(Vec<Line>, Option<Cursor>)> {
    let mut list = List::new(
        tx,
        "select a.id, a.at, a.staff, a.deed, a.about, a.detail, p.name as staff_name,
                coalesce(q.name, u.name, k.name) as about_name
         from audit a
         left join staff p on p.organisation = $1 and p.id = a.staff
         left join staff q on q.organisation = $1 and a.about = 'staff/' || q.id
         left join unit u on u.organisation = $1 and a.about = 'unit/' || u.id
         left join api_key k on k.organisation = $1 and a.about = 'key/' || k.id
         where a.organisation = $1",
    );
    if let Some(who) = wanted.who {
        list = list.and("a.staff = ?", [who.into()]);
    }
    if let Some(deed) = &wanted.deed {
        list = list.and("a.deed = ?", [deed.into()]);
    }
    if let Some(about) = &wanted.about {
        list = list.and("a.about = ?", [about.into()]);
    }
    if let Some(before) = wanted.before {
        let (at, id) = (before.at.into(), before.id.into());
        list = list.and("(a.at < ? or (a.at = ? and a.id < ?))", [before.at.into(), at, id]);
    }
    let query = list.then("order by a.at desc, a.id desc").page(limit + 1, 0);
    let mut lines = Vec::new();
    for row in tx.list(query).await? {
        lines.push(Line {
            id: row.id("id")?,
            at: row.moment("at")?,
            staff: row.id_or_null("staff")?,
            staff_name: row.text_or_null("staff_name")?,
            deed: row.text("deed")?,
            about: row.text_or_null("about")?,
            about_name: row.text_or_null("about_name")?,
            detail: serde_json::from_str(&row.text("detail")?).map_err(Error::fault)?,
        });
    }
    let more = lines.len() > limit;
    lines.truncate(limit);
    let last = lines.last().map(|line| Cursor { at: line.at.as_microsecond(), id: line.id });
    Ok((lines, last.filter(|_| more)))
}

/// The kinds that occur.
pub(super) async fn deeds(tx: &mut Tx) -> Result<Vec<String>> {
    let list =
        tx.query("select distinct deed from audit where organisation = $1 order by deed limit $2");
    tx.list(list.bind(MOST_DEEDS)).await?.iter().map(|row| row.text("deed")).collect()
}
