//! One's own account: name, title, language, password, sessions.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use deedwell_core::{Channel, Error, Result};
use deedwell_store::{Db, quota};
use deedwell_web::answer::{Choice, Errors, on_with};
use deedwell_web::sessions::{self, Door};
use deedwell_web::{Answer, Deedwell, Form, Frame, Site, StaffMember, Tx, View};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::acts::note::note;
use crate::acts::{By, Member, factor, fields, links, members};
use crate::deed::StaffDeed;
use crate::forms::{self, errors_of, put_right, with_cookie};
use crate::wrong;
use deedwell_password::{self as password, Cost};

/// Wrong passwords that somebody who sits at an open session may try in a quarter of an hour.
const TRIES: u32 = 10;
const WINDOW_S: u32 = 900;
/// A session that lasts longer than this was asked to be kept.
const NOT_KEPT_S: i64 = 12 * 3600;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AccountForm {
    name: String,
    #[serde(default)]
    title: String,
    language: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PasswordChange {
    old: String,
    password: String,
    again: String,
    /// Who it is, for the browser's memory; not read here.
    #[serde(rename = "username", default)]
    _username: String,
}

/// A browser that is signed in.
struct Session {
    created_at: Timestamp,
    seen_at: Timestamp,
    expires_at: Timestamp,
    is_this: bool,
}

#[derive(Template)]
#[template(path = "settings/account.html")]
pub(super) struct Page {
    frame: Frame,
    member: Member,
    errors: Errors,
    typed: AccountForm,
    languages: Vec<Choice>,
    password_errors: Errors,
    sessions: Vec<Session>,
    codes_left: i64,
}

impl Page {
    async fn load(
        tx: &mut deedwell_store::Tx,
        frame: Frame,
        me: &StaffMember,
        headers: &HeaderMap,
    ) -> Result<Self> {
        let member = members::member(tx, me.id).await?;
        let language = member.language.clone().unwrap_or_else(|| frame.language.code.to_owned());
        let (name, title) = (member.name.clone(), member.title.clone());
        let this = sessions::current(frame.app().settings(), Door::Staff, headers);
        Ok(Self {
            languages: forms::languages(&frame, &language),
            typed: AccountForm { name, title, language },
            sessions: open_sessions(tx, me, this.as_deref()).await?,
            codes_left: factor::codes_left(tx, me.id).await?,
            frame,
            member,
            errors: Errors::none(),
            password_errors: Errors::none(),
        })
    }

    fn role(&self) -> String {
        self.frame.role(self.member.role)
    }

    fn has_others(&self) -> bool {
        self.sessions.iter().any(|s| !s.is_this)
    }
}

async fn open_sessions(
    tx: &mut deedwell_store::Tx,
    me: &StaffMember,
    this: Option<&str>,
) -> Result<Vec<Session>> {
    let now = tx.now();
    let list = tx.query(
        "select s.hash, s.created_at, s.seen_at, s.expires_at from session s
         join staff p on p.organisation = $1 and p.id = s.staff and p.epoch = s.epoch
         where s.organisation = $1 and s.staff = $2 and s.part = 'staff' and s.expires_at > $3
         order by s.seen_at desc, s.created_at desc limit 100",
    );
    let mut open = Vec::new();
    for row in tx.list(list.bind(me.id).bind(now)).await? {
        open.push(Session {
            created_at: row.moment("created_at")?,
            seen_at: row.moment("seen_at")?,
            expires_at: row.moment("expires_at")?,
            is_this: this == Some(row.text("hash")?.as_str()),
        });
    }
    Ok(open)
}

pub(super) async fn show(
    me: StaffMember,
    frame: Frame,
    headers: HeaderMap,
    Tx(mut tx): Tx,
) -> Answer<View<Page>> {
    Ok(View(Page::load(&mut tx, frame, &me, &headers).await?))
}

pub(super) async fn change(
    me: StaffMember,
    frame: Frame,
    headers: HeaderMap,
    Tx(mut tx): Tx,
    Form(form): Form<AccountForm>,
) -> Answer<Response> {
    if let Err(error) = changed(&mut tx, &me, &form).await {
        let errors = errors_of(&frame, error)?;
        let mut page = Page::load(&mut tx, frame, &me, &headers).await?;
        page.languages = forms::languages(&page.frame, &form.language);
        (page.typed, page.errors) = (form, errors);
        return put_right(page);
    }
    tx.commit().await?;
    let cookie = super::language_cookie(frame.app().settings(), &form.language);
    Ok(with_cookie(on_with("/console/me", "said-saved"), cookie))
}

async fn changed(tx: &mut deedwell_store::Tx, me: &StaffMember, form: &AccountForm) -> Result<()> {
    let name = fields::line(&form.name, wrong::NAME)?;
    let title = fields::optional_line(&form.title, wrong::TITLE)?;
    let language = fields::language(&form.language)?;
    let update = tx.query(
        "update staff set name = $3, title = $4, language = $5
         where organisation = $1 and id = $2",
    );
    tx.run(update.bind(me.id).bind(&name).bind(&title).bind(&language)).await?;
    let detail = json!({ "name": [me.name, name], "title": [me.title, title] });
    note(tx, By::Member(me), &StaffDeed::Changed { staff: me.id }, detail).await
}

/// Whether this is the reader's password. Tries are counted: an open session is no licence to guess.
pub(super) async fn is_password(
    db: &Db,
    site: &Site,
    me: &StaffMember,
    typed: &str,
    cost: Cost,
) -> Result<bool> {
    let limit = format!("staff.own_password/{}", me.id);
    let mut tx = db.write(site.organisation).await?;
    quota::spend(&mut tx, &limit, TRIES, WINDOW_S).await?;
    let find = tx.query("select password_hash from staff where organisation = $1 and id = $2");
    let kept = tx.one(find.bind(me.id)).await?.text_or_null("password_hash")?;
    tx.commit().await?;
    let typed = if password::is_too_long(typed) { "" } else { typed };
    let right = password::matches(typed, kept.as_deref(), cost).await?;
    if right {
        let mut tx = db.write(site.organisation).await?;
        quota::give_back(&mut tx, &limit, WINDOW_S).await?;
        tx.commit().await?;
    }
    Ok(right)
}

/// While a password was being looked at, somebody may have ended this session: then nothing that was
/// asked for in it is done. Whoever would end it now waits for this transaction.
///
/// # Errors
/// `NotSignedIn` when it has ended.
pub(crate) async fn still_here(
    tx: &mut deedwell_store::Tx,
    app: &Deedwell,
    me: &StaffMember,
    headers: &HeaderMap,
) -> Result<()> {
    let hash = sessions::current(app.settings(), Door::Staff, headers).ok_or(Error::NotSignedIn)?;
    let hold = tx.query(
        "update staff set epoch = epoch where organisation = $1 and id = $2 and closed_at is null
           and epoch = (select s.epoch from session s
                        where s.organisation = $1 and s.hash = $3 and s.staff = $2)",
    );
    match tx.run(hold.bind(me.id).bind(hash)).await? {
        0 => Err(Error::NotSignedIn),
        _ => Ok(()),
    }
}

/// A session of this browser in place of the one that ended, kept as long as that was.
pub(super) async fn session_again(
    tx: &mut deedwell_store::Tx,
    app: &Deedwell,
    me: &StaffMember,
    epoch: i64,
    kept: bool,
) -> Result<axum::http::HeaderValue> {
    sessions::open_for_staff(tx, app.settings(), me.id, epoch, kept).await
}

/// Whether the session of this browser is one of those that last.
pub(super) async fn is_kept(
    tx: &mut deedwell_store::Tx,
    app: &Deedwell,
    headers: &HeaderMap,
) -> Result<bool> {
    let Some(hash) = sessions::current(app.settings(), Door::Staff, headers) else {
        return Ok(false);
    };
    let find = tx
        .query("select created_at, expires_at from session where organisation = $1 and hash = $2");
    let Some(row) = tx.find(find.bind(hash)).await? else { return Ok(false) };
    let lasts = row.moment("expires_at")?.duration_since(row.moment("created_at")?);
    Ok(lasts.as_secs() > NOT_KEPT_S)
}

pub(super) async fn change_password(
    cost: Cost,
    State(app): State<Deedwell>,
    site: Arc<Site>,
    me: StaffMember,
    frame: Frame,
    headers: HeaderMap,
    Form(form): Form<PasswordChange>,
) -> Answer<Response> {
    if let Err(error) = may_become(&app, &site, &me, &form, cost).await {
        let errors = errors_of(&frame, error)?;
        let mut tx = app.db().read(site.organisation).await?;
        let mut page = Page::load(&mut tx, frame, &me, &headers).await?;
        page.password_errors = errors;
        return put_right(page);
    }
    let hash = password::hash(&form.password, cost).await?;
    let mut tx = app.db().write(site.organisation).await?;
    tx.came_by(Channel::CONSOLE);
    still_here(&mut tx, &app, &me, &headers).await?;
    let kept = is_kept(&mut tx, &app, &headers).await?;
    let epoch = links::change_password(&mut tx, By::Member(&me), me.id, &hash).await?;
    let cookie = session_again(&mut tx, &app, &me, epoch, kept).await?;
    tx.commit().await?;
    app.nudge();
    Ok(with_cookie(on_with("/console/me", "console-said-password-changed"), cookie))
}

async fn may_become(
    app: &Deedwell,
    site: &Site,
    me: &StaffMember,
    form: &PasswordChange,
    cost: Cost,
) -> Result<()> {
    let mut tx = app.db().read(site.organisation).await?;
    let email = members::member(&mut tx, me.id).await?.email;
    drop(tx);
    let known = [email.as_str(), me.name.as_str(), site.name.as_str()];
    password::check(&form.password, &form.again, &known).map_err(wrong::unfit)?;
    if is_password(app.db(), site, me, &form.old, cost).await? {
        Ok(())
    } else {
        Err(wrong::PASSWORD_OLD.into())
    }
}

pub(super) async fn end_others(
    State(app): State<Deedwell>,
    me: StaffMember,
    headers: HeaderMap,
    Tx(mut tx): Tx,
) -> Answer<Response> {
    let this = sessions::current(app.settings(), Door::Staff, &headers).unwrap_or_default();
    let delete =
        tx.query("delete from session where organisation = $1 and staff = $2 and hash <> $3");
    let ended = tx.run(delete.bind(me.id).bind(this)).await?;
    let deed = StaffDeed::SessionsEnded { staff: me.id, ended };
    note(&mut tx, By::Member(&me), &deed, json!({ "ended": ended })).await?;
    tx.commit().await?;
    Ok(on_with("/console/me", "console-said-sessions-ended"))
}
