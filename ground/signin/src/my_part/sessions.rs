//! Where a customer is signed in: which browser, since when, used when. Each can be ended, from the next
//! request on; no address of the net is kept or shown.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use deedwell_core::{Error, Id, Person, Result, Timestamp};
use deedwell_store::Tx as StoreTx;
use deedwell_web::answer::on_with;
use deedwell_web::sessions::{self, Door};
use deedwell_web::{Answer, Deedwell, Form, Frame, Me, Tx, View};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::browser;
use crate::deed::SigninDeed;

/// Shown at once, the last used first. Whoever has more ends all others.
const MOST: usize = 100;
/// Letters of a session's hash by which it is named on the page: enough to tell mine apart.
const MARK: usize = 24;

/// A place where somebody is signed in.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub(crate) struct Session {
    #[serde(skip)]
    hash: String,
    #[serde(skip)]
    pub mark: String,
    /// `firefox/android`; '' for unknown.
    pub browser: String,
    pub created_at: Timestamp,
    /// To the hour.
    pub seen_at: Timestamp,
    pub expires_at: Timestamp,
    #[serde(skip)]
    pub is_this: bool,
}

#[derive(Template)]
#[template(path = "my_part/sessions.html")]
pub(crate) struct Page {
    frame: Frame,
    sessions: Vec<Session>,
}

impl Page {
    fn called(&self, session: &Session) -> String {
        browser::called(&session.browser).unwrap_or_else(|| self.frame.t("signin-browser-unknown"))
    }

    fn has_others(&self) -> bool {
        self.sessions.iter().any(|s| !s.is_this)
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EndSession {
    /// By which it is named on the page.
    session: String,
}

pub(crate) async fn show(
    me: Me,
    State(app): State<Deedwell>,
    frame: Frame,
    headers: HeaderMap,
    Tx(mut tx): Tx,
) -> Answer<View<Page>> {
    let this = sessions::current(app.settings(), Door::Customer, &headers);
    let sessions = of(&mut tx, me.person, this.as_deref()).await?;
    Ok(View(Page { frame, sessions }))
}

/// Everywhere they are signed in, by whichever of their signs.
pub(crate) async fn of(
    tx: &mut StoreTx,
    person: Id<Person>,
    this: Option<&str>,
) -> Result<Vec<Session>> {
    let list = tx.query(
        "select s.hash, s.browser, s.created_at, s.seen_at, s.expires_at from session s
         join identity i on i.organisation = $1 and i.id = s.identity and i.person = $2
         where s.organisation = $1 and s.part = 'customer' and s.expires_at > $3
         order by s.seen_at desc, s.created_at desc, s.hash limit $4",
    );
    let now = tx.now();
    let mut open = Vec::new();
    for row in tx.list(list.bind(person).bind(now).bind(MOST)).await? {
        let hash = row.text("hash")?;
        open.push(Session {
            is_this: this == Some(hash.as_str()),
            mark: hash.chars().take(MARK).collect(),
            hash,
            browser: row.text("browser")?,
            created_at: row.moment("created_at")?,
            seen_at: row.moment("seen_at")?,
            expires_at: row.moment("expires_at")?,
        });
    }
    Ok(open)
}

pub(crate) async fn end(me: Me, Tx(mut tx): Tx, Form(form): Form<EndSession>) -> Answer<Response> {
    let mine = of(&mut tx, me.person, None).await?;
    let Some(one) = mine.into_iter().find(|session| session.mark == form.session) else {
        return Err(Error::Missing("session").into());
    };
    let delete = tx.query("delete from session where organisation = $1 and hash = $2");
    let ended = tx.run(delete.bind(one.hash)).await?;
    tx.record(me.who(), &SigninDeed::SessionsEnded { ended }).await?;
    tx.commit().await?;
    Ok(on_with("/my-part/sessions", "signin-session-ended"))
}

pub(crate) async fn end_others(
    me: Me,
    State(app): State<Deedwell>,
    headers: HeaderMap,
    Tx(mut tx): Tx,
) -> Answer<Response> {
    let this = sessions::current(app.settings(), Door::Customer, &headers).unwrap_or_default();
    let ended = end_all_but(&mut tx, me.person, &this).await?;
    if ended > 0 {
        tx.record(me.who(), &SigninDeed::SessionsEnded { ended }).await?;
    }
    tx.commit().await?;
    Ok(on_with("/my-part/sessions", "signin-sessions-ended"))
}

/// Ends every session of somebody but one; `but` is its hash, or '' for none.
pub(crate) async fn end_all_but(tx: &mut StoreTx, person: Id<Person>, but: &str) -> Result<u64> {
    let delete = tx.query(
        "delete from session where organisation = $1 and part = 'customer' and hash <> $3
           and identity in (select i.id from identity i where i.organisation = $1 and i.person = $2)",
    );
    tx.run(delete.bind(person).bind(but)).await
}
