//! How a customer is called: by us, and before others.

use axum::extract::State;
use axum::response::Response;
use deedwell_core::{Error, Result};
use deedwell_people::pseudonym as kept;
use deedwell_store::Tx as StoreTx;
use deedwell_store::quota;
use deedwell_web::answer::{Errors, on_with};
use deedwell_web::{Answer, Deedwell, Form, Frame, Me, Tx};
use serde::Deserialize;
use utoipa::ToSchema;

use super::page;
use crate::deed::SigninDeed;
use crate::pseudonym::{self, Kept};

/// Each is a line of the ledger for ever.
const NAMES_AN_HOUR: u32 = 20;
/// Whoever tries which names are taken shall not try all.
const PSEUDONYMS_AN_HOUR: u32 = 10;
/// Names of our own people that are looked at.
const MOST_STAFF: usize = 10_000;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MyName {
    name: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MyPseudonym {
    /// The name under which others see me; empty: my own.
    pseudonym: String,
}

pub(crate) async fn rename(
    me: Me,
    State(app): State<Deedwell>,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<MyName>,
) -> Answer<Response> {
    let key = format!("signin.rename/{}", me.person);
    quota::spend(&mut tx, &key, NAMES_AN_HOUR, 3_600).await?;
    let renamed = match deedwell_people::person::clean_name(&form.name) {
        Ok(name) if name.is_empty() => Err(Error::invalid("name", frame.t("signin-name-empty"))),
        Ok(name) => deedwell_people::person::rename(&mut tx, me.person, &name).await,
        Err(error) => Err(error),
    };
    match renamed {
        Ok(deed) => {
            tx.record(me.who(), &deed).await?;
            tx.commit().await?;
            Ok(on_with("/my-part", "said-saved"))
        }
        Err(error) => {
            let errors = Errors::of(error)?;
            let typed = page::Typed { name: Some(form.name), ..page::Typed::default() };
            page::again(&app, &mut tx, frame, &me, typed, errors).await
        }
    }
}

pub(crate) async fn call(
    me: Me,
    State(app): State<Deedwell>,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<MyPseudonym>,
) -> Answer<Response> {
    let key = format!("signin.pseudonym/{}", me.person);
    quota::spend(&mut tx, &key, PSEUDONYMS_AN_HOUR, 3_600).await?;
    match called(&mut tx, &frame, &me, &form.pseudonym).await {
        Ok(deed) => {
            if let Some(deed) = deed {
                tx.record(me.who(), &deed).await?;
            }
            tx.commit().await?;
            Ok(on_with("/my-part", "said-saved"))
        }
        Err(error) => {
            drop(tx);
            let errors = match error {
                Error::Refused { .. } => Errors::none().and("pseudonym", &frame.sentence(&error)),
                error => Errors::of(error)?,
            };
            let typed = page::Typed { pseudonym: Some(form.pseudonym), ..page::Typed::default() };
            let site = frame.site.as_ref().ok_or(Error::Missing("site"))?.organisation;
            page::again(&app, &mut app.db().read(site).await?, frame, &me, typed, errors).await
        }
    }
}

/// `None` when nothing changes.
async fn called(
    tx: &mut StoreTx,
    frame: &Frame,
    me: &Me,
    typed: &str,
) -> Result<Option<SigninDeed>> {
    if deedwell_core::text::line(typed).is_empty() {
        let dropped = kept::drop_all(tx, me.person).await?;
        return Ok((dropped > 0).then_some(SigninDeed::PseudonymChosen { own_name: true }));
    }
    let staff = staff_names(tx).await?;
    let not_to_take = Kept { staff: &staff, site: frame.site_name() };
    let (words, looks) = pseudonym::may_be_called(typed, &not_to_take)?;
    kept::choose(tx, me.person, &words, &looks).await?;
    Ok(Some(SigninDeed::PseudonymChosen { own_name: false }))
}

/// Of all who are or were of ours: who left is not to be played either.
async fn staff_names(tx: &mut StoreTx) -> Result<Vec<String>> {
    let list = tx
        .query("select name from staff where organisation = $1 order by created_at desc limit $2");
    let rows = tx.list(list.bind(MOST_STAFF)).await?;
    rows.iter().map(|row| row.text("name")).collect()
}
