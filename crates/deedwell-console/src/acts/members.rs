//! Members: who of ours may do what.

use deedwell_core::{Error, Id, Result, Staff, Unit};
use deedwell_store::{Row, Tx};
use deedwell_web::{Role, sessions};
use jiff::Timestamp;
use serde_json::json;

use crate::acts::note::note;
use crate::acts::{By, fields, units};
use crate::deed::StaffDeed;
use crate::wrong;

/// Somebody who is to be let in.
#[derive(Clone, Debug, PartialEq)]
pub struct NewMember {
    pub name: String,
    pub email: String,
    pub title: String,
    pub role: Role,
    pub unit: Option<Id<Unit>>,
    pub language: Option<String>,
}

impl NewMember {
    /// From words as somebody typed them; the unit is looked up apart.
    pub fn checked(name: &str, email: &str, title: &str, role: &str) -> Result<Self> {
        Ok(Self {
            name: fields::line(name, wrong::NAME)?,
            email: fields::email(email)?,
            title: fields::optional_line(title, wrong::TITLE)?,
            role: fields::role(role)?,
            unit: None,
            language: None,
        })
    }
}

/// Somebody of ours, as the list shows them.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    pub id: Id<Staff>,
    pub email: String,
    pub name: String,
    pub title: String,
    pub role: Role,
    pub unit: Option<Id<Unit>>,
    pub language: Option<String>,
    /// Has taken up the invitation.
    pub joined: bool,
    pub has_second_factor: bool,
    pub created_at: Timestamp,
    pub closed_at: Option<Timestamp>,
    pub seen_at: Option<Timestamp>,
}

fn member_of(row: &Row) -> Result<Member> {
    let role = row.text("role")?;
    let session = row.moment_or_null("session_at")?;
    Ok(Member {
        id: row.id("id")?,
        email: row.text("email")?,
        name: row.text("name")?,
        title: row.text("title")?,
        role: Role::parse(&role).ok_or_else(|| Error::fault("an unknown role"))?,
        unit: row.id_or_null("unit")?,
        language: row.text_or_null("language")?,
        joined: row.number("joined")? == 1,
        has_second_factor: row.number("factor")? == 1,
        created_at: row.moment("created_at")?,
        closed_at: row.moment_or_null("closed_at")?,
        seen_at: row.moment_or_null("seen_at")?.max(session),
    })
}

/// Everybody, those who may come in first, by name.
pub async fn members(tx: &mut Tx) -> Result<Vec<Member>> {
    let list = tx.query(
        "select p.id, p.email, p.name, p.title, p.role, p.unit, p.language, p.created_at,
                p.closed_at, e.seen_at,
                case when p.password_hash is null then 0 else 1 end as joined,
                case when p.totp_secret is null then 0 else 1 end as factor,
                (select max(s.seen_at) from session s
                 where s.organisation = $1 and s.staff = p.id) as session_at
         from staff p
         left join staff_seen e on e.organisation = $1 and e.staff = p.id
         where p.organisation = $1
         order by case when p.closed_at is null then 0 else 1 end, lower(p.name), p.id",
    );
    tx.list(list).await?.iter().map(member_of).collect()
}

pub async fn member(tx: &mut Tx, id: Id<Staff>) -> Result<Member> {
    let find = tx.query(
        "select p.id, p.email, p.name, p.title, p.role, p.unit, p.language, p.created_at,
                p.closed_at, e.seen_at,
                case when p.password_hash is null then 0 else 1 end as joined,
                case when p.totp_secret is null then 0 else 1 end as factor,
                (select max(s.seen_at) from session s
                 where s.organisation = $1 and s.staff = p.id) as session_at
         from staff p
         left join staff_seen e on e.organisation = $1 and e.staff = p.id
         where p.organisation = $1 and p.id = $2",
    );
    let row = tx.find(find.bind(id)).await?.ok_or(Error::Missing("staff"))?;
    member_of(&row)
}

/// For the command line, where nobody knows ids.
pub async fn find_by_email(tx: &mut Tx, email: &str) -> Result<Id<Staff>> {
    let find = tx.query("select id from staff where organisation = $1 and email = $2");
    let row = tx.find(find.bind(email.trim().to_lowercase())).await?;
    row.ok_or(Error::Missing("staff"))?.id("id")
}

/// Adds a member. Without a password they come in by an invitation; see `links::invite`.
///
/// # Errors
/// `Invalid` when somebody has the address already.
pub async fn add_member(
    tx: &mut Tx,
    new: &NewMember,
    password_hash: Option<&str>,
) -> Result<Id<Staff>> {
    let (id, now) = (tx.new_id(), tx.now());
    let insert = tx.query(
        "insert into staff (organisation, id, email, name, title, role, unit, password_hash,
                            language, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing",
    );
    let insert = insert.bind(id).bind(&new.email).bind(&new.name).bind(&new.title);
    let insert = insert.bind(new.role.name()).bind(new.unit).bind(password_hash);
    if tx.run(insert.bind(new.language.clone()).bind(now)).await? == 0 {
        return Err(wrong::EMAIL_TAKEN.into());
    }
    Ok(id)
}

/// What a manager may change of a member.
#[derive(Clone, Debug, PartialEq)]
pub struct MemberChange {
    pub name: String,
    pub title: String,
    pub role: Role,
    pub unit: Option<Id<Unit>>,
}

/// Changes a member. A new role ends every session: the next request comes with the new rights or
/// not at all.
///
/// # Errors
/// `Refused` for a role above one's own, or when no owner would be left.
pub async fn change_member(
    tx: &mut Tx,
    by: By<'_>,
    id: Id<Staff>,
    new: &MemberChange,
) -> Result<()> {
    one_at_a_time(tx).await?;
    let old = member(tx, id).await?;
    by.must_be_over(old.role)?;
    by.must_be_over(new.role)?;
    let update = tx.query(
        "update staff set name = $3, title = $4, role = $5, unit = $6
         where organisation = $1 and id = $2",
    );
    let update = update.bind(id).bind(&new.name).bind(&new.title);
    tx.run(update.bind(new.role.name()).bind(new.unit)).await?;
    if old.role != new.role {
        keep_an_owner(tx).await?;
        sessions::end_all(tx, id).await?;
        let deed = StaffDeed::RoleChanged { staff: id, from: old.role, to: new.role };
        let detail = json!({ "role": [old.role.name(), new.role.name()] });
        note(tx, by, &deed, detail).await?;
    }
    let text = |unit: Option<Id<Unit>>| unit.map(|u| u.to_string()).unwrap_or_default();
    let changed = units::differences(&[
        ("name", old.name, new.name.clone()),
        ("title", old.title, new.title.clone()),
        ("unit", text(old.unit), text(new.unit)),
    ]);
    if changed.as_object().is_some_and(|c| !c.is_empty()) {
        note(tx, by, &StaffDeed::Changed { staff: id }, changed).await?;
    }
    Ok(())
}

/// Closes a member: nothing of theirs is lost, but they come in no more.
pub async fn close(tx: &mut Tx, by: By<'_>, id: Id<Staff>) -> Result<()> {
    one_at_a_time(tx).await?;
    let old = member(tx, id).await?;
    by.must_be_over(old.role)?;
    if old.closed_at.is_some() {
        return Ok(());
    }
    let now = tx.now();
    let update = tx.query("update staff set closed_at = $3 where organisation = $1 and id = $2");
    tx.run(update.bind(id).bind(now)).await?;
    keep_an_owner(tx).await?;
    sessions::forget_browsers(tx, id).await?;
    sessions::end_all(tx, id).await?;
    crate::acts::links::void(tx, id).await?;
    note(tx, by, &StaffDeed::Closed { staff: id }, json!({ "name": old.name })).await
}

/// Lets a closed member in again, with the password they had.
pub async fn reopen(tx: &mut Tx, by: By<'_>, id: Id<Staff>) -> Result<()> {
    let old = member(tx, id).await?;
    by.must_be_over(old.role)?;
    if old.closed_at.is_none() {
        return Ok(());
    }
    let update = tx.query("update staff set closed_at = null where organisation = $1 and id = $2");
    tx.run(update.bind(id)).await?;
    note(tx, by, &StaffDeed::Reopened { staff: id }, json!({ "name": old.name })).await
}

/// Changes of members take turns within an organisation, so that two owners cannot demote each
/// other at once. SQLite has one writer anyway; on PostgreSQL the row of the organisation is held.
async fn one_at_a_time(tx: &mut Tx) -> Result<()> {
    let hold = tx.query("update organisation set name = name where organisation = $1");
    tx.run(hold).await.map(drop)
}

/// # Errors
/// `Refused` when nobody who can come in is an owner: then nobody could let anybody in.
async fn keep_an_owner(tx: &mut Tx) -> Result<()> {
    let count = tx.query(
        "select count(*) as n from staff where organisation = $1 and role = 'owner'
           and closed_at is null and password_hash is not null",
    );
    if tx.one(count).await?.number("n")? > 0 {
        return Ok(());
    }
    Err(Error::refused(
        "console.last_owner",
        "This is the last owner. Make somebody else an owner first; they must have taken up their invitation.",
    ))
}
