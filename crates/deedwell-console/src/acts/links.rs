//! Links that let somebody set a password: an invitation, a reset. Each is for one member and one
//! purpose, works once, expires, and signs nobody in. Until mail can be sent they are shown to
//! whoever makes them, once, to be passed on.

use deedwell_core::{Error, Id, Result, Secret, Staff};
use deedwell_store::{Tx, quota};
use deedwell_web::sessions::{self, Purpose};
use jiff::SignedDuration;
use serde_json::json;

use crate::acts::By;
use crate::acts::members::{Member, NewMember, add_member, member};
use crate::acts::note::{note, note_own};
use crate::deed::StaffDeed;

/// How long the links work.
pub const INVITATION_LASTS: SignedDuration = SignedDuration::from_hours(7 * 24);
pub const RESET_LASTS: SignedDuration = SignedDuration::from_hours(24);
pub const ASKED_LASTS: SignedDuration = SignedDuration::from_hours(1);
/// Links of either kind that an organisation can make in an hour.
const MOST_AN_HOUR: u32 = 60;
const HOUR_S: u32 = 3600;

/// Adds a member and gives the token of their invitation.
pub async fn invite(tx: &mut Tx, by: By<'_>, new: &NewMember) -> Result<(Id<Staff>, Secret)> {
    by.must_be_over(new.role)?;
    spend(tx, by, "invitation").await?;
    let id = add_member(tx, new, None).await?;
    let token =
        sessions::make_link(tx, Purpose::Invitation, &id.to_string(), INVITATION_LASTS).await?;
    let deed = StaffDeed::Invited { staff: id, role: new.role };
    note(tx, by, &deed, json!({ "name": new.name, "role": new.role.name() })).await?;
    Ok((id, token))
}

/// Another invitation for somebody who has not taken up theirs; the older is void.
pub async fn invitation_link(tx: &mut Tx, by: By<'_>, id: Id<Staff>) -> Result<Secret> {
    let whom = open_member(tx, by, id).await?;
    if whom.joined {
        return Err(Error::refused(
            "console.joined_already",
            "They have joined already. If they cannot come in, make a link for a new password.",
        ));
    }
    spend(tx, by, "invitation").await?;
    void(tx, id).await?;
    let token =
        sessions::make_link(tx, Purpose::Invitation, &id.to_string(), INVITATION_LASTS).await?;
    let deed = StaffDeed::Invited { staff: id, role: whom.role };
    note(tx, by, &deed, json!({ "name": whom.name, "again": true })).await?;
    Ok(token)
}

/// The token of a link by which a member sets a new password; older ones are void.
pub async fn reset_link(tx: &mut Tx, by: By<'_>, id: Id<Staff>) -> Result<Secret> {
    let whom = open_member(tx, by, id).await?;
    if !whom.joined {
        return Err(Error::refused(
            "console.not_joined",
            "They have not taken up their invitation. Make them a new one instead.",
        ));
    }
    spend(tx, by, "reset").await?;
    void(tx, id).await?;
    let token = sessions::make_link(tx, Purpose::Reset, &id.to_string(), RESET_LASTS).await?;
    note(tx, by, &StaffDeed::ResetOffered { staff: id }, json!({ "name": whom.name })).await?;
    Ok(token)
}

/// The token of a link for whoever forgot their password and asked at the door; `None` when nobody
/// who works here has the address. Older links stay good: a stranger who asks takes none away.
pub async fn asked_link(tx: &mut Tx, email: &str) -> Result<Option<Secret>> {
    let find = tx.query(
        "select id, name from staff where organisation = $1 and email = $2
           and closed_at is null and password_hash is not null",
    );
    let Some(row) = tx.find(find.bind(email)).await? else { return Ok(None) };
    let id: Id<Staff> = row.id("id")?;
    let token = sessions::make_link(tx, Purpose::Reset, &id.to_string(), ASKED_LASTS).await?;
    let detail = json!({ "name": row.text("name")?, "asked_at_the_door": true });
    note(tx, By::CommandLine, &StaffDeed::ResetOffered { staff: id }, detail).await?;
    Ok(Some(token))
}

async fn open_member(tx: &mut Tx, by: By<'_>, id: Id<Staff>) -> Result<Member> {
    let whom = member(tx, id).await?;
    by.must_be_over(whom.role)?;
    if whom.closed_at.is_some() {
        return Err(Error::refused("console.closed", "This member is closed. Reopen them first."));
    }
    Ok(whom)
}

/// The command line is not limited: whoever runs it could do anything.
async fn spend(tx: &mut Tx, by: By<'_>, what: &str) -> Result<()> {
    match by {
        By::Member(_) => quota::spend(tx, &format!("staff.{what}"), MOST_AN_HOUR, HOUR_S).await,
        By::CommandLine => Ok(()),
    }
}

/// Unused invitations and resets of a member work no more.
pub(super) async fn void(tx: &mut Tx, id: Id<Staff>) -> Result<()> {
    let now = tx.now();
    let void = tx.query(
        "update door set used_at = $3 where organisation = $1 and about = $2 and used_at is null
           and purpose in ('invitation', 'reset')",
    );
    tx.run(void.bind(id).bind(now)).await.map(drop)
}

/// For whom a link is, while it works. Without using it up.
pub async fn whom(tx: &mut Tx, purpose: Purpose, token: &str) -> Result<Option<Member>> {
    let Some(about) = sessions::look_at_link(tx, purpose, token).await? else { return Ok(None) };
    let whom = member(tx, about.parse()?).await?;
    Ok(Some(whom).filter(|m| m.closed_at.is_none()))
}

/// Takes up an invitation: from now on they come in with this password.
///
/// # Errors
/// `Missing` when the link works no more.
pub async fn accept_invitation(tx: &mut Tx, token: &str, password_hash: &str) -> Result<Id<Staff>> {
    let id = take(tx, Purpose::Invitation, token, password_hash).await?;
    note_own(tx, id, &StaffDeed::Joined { staff: id }, json!({})).await?;
    Ok(id)
}

/// Sets a new password and ends every session. A second factor stays.
///
/// # Errors
/// `Missing` when the link works no more.
pub async fn reset_password(tx: &mut Tx, token: &str, password_hash: &str) -> Result<Id<Staff>> {
    let id = take(tx, Purpose::Reset, token, password_hash).await?;
    note_own(tx, id, &StaffDeed::PasswordChanged { staff: id }, json!({ "by": "link" })).await?;
    Ok(id)
}

async fn take(tx: &mut Tx, purpose: Purpose, token: &str, hash: &str) -> Result<Id<Staff>> {
    let gone = || Error::Missing("link");
    let about = sessions::use_link(tx, purpose, token).await?.ok_or_else(gone)?;
    let id: Id<Staff> = about.parse()?;
    set_password(tx, id, hash).await?;
    void(tx, id).await?;
    sessions::forget_browsers(tx, id).await?;
    sessions::end_all(tx, id).await?;
    Ok(id)
}

/// # Errors
/// `Missing` for a member who was closed.
async fn set_password(tx: &mut Tx, id: Id<Staff>, password_hash: &str) -> Result<()> {
    let update = tx.query(
        "update staff set password_hash = $3
         where organisation = $1 and id = $2 and closed_at is null",
    );
    match tx.run(update.bind(id).bind(password_hash)).await? {
        0 => Err(Error::Missing("link")),
        _ => Ok(()),
    }
}

/// Changes one's own password, once the old one was shown. Every session ends; gives the epoch for
/// the new one of this browser.
pub async fn change_password(tx: &mut Tx, by: By<'_>, id: Id<Staff>, hash: &str) -> Result<i64> {
    set_password(tx, id, hash).await?;
    void(tx, id).await?;
    sessions::forget_browsers(tx, id).await?;
    let epoch = sessions::end_all(tx, id).await?;
    note(tx, by, &StaffDeed::PasswordChanged { staff: id }, json!({})).await?;
    Ok(epoch)
}
