//! The mail server, who writes, the keys that sign, the check, and a letter to try.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use deedwell_core::{Error, Id, Result};
use deedwell_sending::store::LetterRow;
use deedwell_sending::{Content, Letter, State as Stands, Words};
use deedwell_web::answer::{Choice, Errors, Render, on_with};
use deedwell_web::{Answer, Deedwell, Form, Frame, Query, StaffMember, Tx, View};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::check::{self, Finding, Light};
use crate::mailer::made::line;
use crate::mailer::ways::of_organisation;
use crate::setting::Typed;
use crate::smtp::Pool;
use crate::smtp::server::{Limits, Tls};
use crate::store::{self, DomainKey};
use crate::write::sign::Keys;
use crate::{Mail, acts};

const HOME: &str = "/console/email";

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(super) struct Tried {
    /// The letter that was sent to try.
    tried: Option<String>,
}

#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct EmailSettingsForm {
    /// `mail.example.com`; '' for the operator's.
    host: String,
    port: String,
    /// `required`, `implicit`, `offered` or `none`.
    tls: String,
    login: String,
    /// '' to leave it as it is.
    password: String,
    sender_name: String,
    sender_address: String,
    answers_to: String,
    return_address: String,
    per_s: String,
    domain_per_s: String,
}

impl From<EmailSettingsForm> for Typed {
    fn from(form: EmailSettingsForm) -> Self {
        Self {
            host: form.host,
            port: form.port,
            tls: form.tls,
            login: form.login,
            password: form.password,
            sender_name: form.sender_name,
            sender_address: form.sender_address,
            answers_to: form.answers_to,
            return_address: form.return_address,
            per_s: form.per_s,
            domain_per_s: form.domain_per_s,
        }
    }
}

#[derive(Template)]
#[template(path = "console/settings.html")]
pub(super) struct SettingsPage {
    frame: Frame,
    errors: Errors,
    typed: Typed,
    ways: Vec<Choice>,
    has_password: bool,
    has_operators: bool,
    /// From where letters come now; '' where none go.
    sender: String,
    key: Option<DomainKey>,
    checked: Option<(Timestamp, Vec<Finding>)>,
    tried: Option<LetterRow>,
}

impl SettingsPage {
    async fn load(
        mail: &Mail,
        tx: &mut deedwell_store::Tx,
        frame: Frame,
        typed: Option<Typed>,
        errors: Errors,
        tried: Option<String>,
    ) -> Result<Self> {
        let setting = store::setting(tx).await?;
        let of = of_organisation(tx, mail).await?;
        let way = setting.way(&mail.operators, "", &of.name);
        let sender = way.map(|(_, sender)| line(&sender)).unwrap_or_default();
        let key = acts::key_now(tx, mail).await?;
        let checked = store::findings(tx).await?.map(|(at, kept)| (at, check::read(&kept)));
        let tried = match tried.and_then(|id| id.parse::<Id<Letter>>().ok()) {
            Some(id) => found(deedwell_sending::store::letter(tx, id).await)?,
            None => None,
        };
        let typed = typed.unwrap_or_else(|| Typed::now(&setting));
        let way = |tls: Tls| (tls.name(), frame.t(&format!("email-tls-{}", tls.name())));
        let ways = Choice::list(Tls::ALL.map(way), &typed.tls);
        let has_password = !setting.password.0.is_empty();
        let has_operators = mail.operators.server.is_some();
        Ok(Self {
            frame,
            errors,
            typed,
            ways,
            has_password,
            has_operators,
            sender,
            key,
            checked,
            tried,
        })
    }

    fn password_help(&self) -> String {
        let key = if self.has_password { "email-password-kept" } else { "email-password-help" };
        self.frame.t(key)
    }

    fn records(&self) -> Vec<(String, String)> {
        self.key.as_ref().map(|key| check::records(key).to_vec()).unwrap_or_default()
    }

    fn spf(&self) -> (String, String) {
        let domain = self.key.as_ref().map(|key| key.domain.clone()).unwrap_or_default();
        let host = if self.typed.host.is_empty() { "mail.example.com" } else { &self.typed.host };
        (domain, format!("v=spf1 a:{host} ~all"))
    }

    fn dmarc(&self) -> (String, String) {
        let domain = self.key.as_ref().map(|key| key.domain.clone()).unwrap_or_default();
        (format!("_dmarc.{domain}"), "v=DMARC1; p=none".to_owned())
    }

    fn light(&self, finding: &Finding) -> (&'static str, String) {
        let (tone, key) = match finding.light {
            Light::Good => ("up", "email-light-good"),
            Light::Weak => ("wait", "email-light-weak"),
            Light::Bad => ("down", "email-light-bad"),
            Light::Unknown => ("", "email-light-unknown"),
        };
        (tone, self.frame.t(key))
    }

    fn found(&self, finding: &Finding) -> String {
        self.frame.t(&format!("email-finding-{}", finding.code))
    }

    /// What to do about it, where there is something to do.
    fn to_do(&self, finding: &Finding) -> String {
        self.frame.try_t(&format!("email-do-{}", finding.code)).unwrap_or_default()
    }

    /// What a server's trouble is called, or what it said.
    fn seen(&self, finding: &Finding) -> String {
        said(&self.frame, &finding.seen)
    }

    fn tried_words(&self, row: &LetterRow) -> (&'static str, String) {
        let (tone, key) = match row.state {
            Stands::Accepted => ("up", "email-tried-accepted"),
            Stands::Reserved | Stands::HandedOver => ("wait", "email-tried-waits"),
            _ => ("down", "email-tried-refused"),
        };
        (tone, self.frame.t(key))
    }

    fn tried_why(&self, row: &LetterRow) -> String {
        said(&self.frame, &row.detail)
    }

    fn is_on_its_way(&self, row: &LetterRow) -> bool {
        matches!(row.state, Stands::Reserved | Stands::HandedOver)
    }
}

/// A trouble's code in the reader's language, before what the other side said.
pub(super) fn said(frame: &Frame, detail: &str) -> String {
    let (code, rest) = detail.split_once(' ').unwrap_or((detail, ""));
    let key = code.replace(['.', '_'], "-");
    match frame.try_t(&key).filter(|_| code.starts_with("email.")) {
        Some(words) => format!("{words} {rest}").trim().to_owned(),
        None => detail.to_owned(),
    }
}

fn found<T>(result: Result<T>) -> Result<Option<T>> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(Error::Missing(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

pub(super) async fn show(
    mail: Mail,
    frame: Frame,
    Tx(mut tx): Tx,
    Query(Tried { tried }): Query<Tried>,
) -> Answer<View<SettingsPage>> {
    Ok(View(SettingsPage::load(&mail, &mut tx, frame, None, Errors::none(), tried).await?))
}

pub(super) async fn change(
    mail: Mail,
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<EmailSettingsForm>,
) -> Answer<Response> {
    let typed = Typed::from(form);
    match acts::change_settings(&mut tx, me.id, &mail, &typed).await {
        Ok(_) => {
            tx.commit().await?;
            mail.nudge.notify_one();
            Ok(on_with(HOME, "email-said-changed"))
        }
        Err(error) => {
            let errors = Errors::of(error)?;
            // A password is typed again rather than sent back.
            let typed = Typed { password: String::new(), ..typed };
            let page = SettingsPage::load(&mail, &mut tx, frame, Some(typed), errors, None).await?;
            Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

fn site(frame: &Frame) -> Result<Id<deedwell_core::Organisation>> {
    let site =
        frame.site.as_ref().ok_or_else(|| Error::fault("a console without its organisation"))?;
    Ok(site.organisation)
}

/// Numbers are looked for while nobody waits for the database.
pub(super) async fn make_keys(
    mail: Mail,
    me: StaffMember,
    frame: Frame,
    State(app): State<Deedwell>,
) -> Answer<Response> {
    let organisation = site(&frame)?;
    let mut tx = app.db().read(organisation).await?;
    let domain = acts::domain_to_sign(&mut tx, &mail).await?;
    drop(tx);
    let keys = tokio::task::spawn_blocking(Keys::make).await.map_err(Error::fault)??;
    let mut tx = app.db().write(organisation).await?;
    acts::keep_keys(&mut tx, me.id, &domain, &keys).await?;
    tx.commit().await?;
    Ok(on_with("/console/email#keys", "email-said-keys"))
}

pub(super) async fn check(
    mail: Mail,
    me: StaffMember,
    frame: Frame,
    State(app): State<Deedwell>,
) -> Answer<Response> {
    let organisation = site(&frame)?;
    let mut tx = app.db().write(organisation).await?;
    acts::may_check(&mut tx).await?;
    let setting = store::setting(&mut tx).await?;
    let of = of_organisation(&mut tx, &mail).await?;
    let key = acts::key_now(&mut tx, &mail).await?;
    tx.commit().await?;
    let way = setting.way(&mail.operators, &mail.places.hello(), &of.name);
    let mut all = Vec::new();
    match way {
        None => all.push(check::of_server(None)),
        Some((server, sender)) => {
            let client =
                if setting.host.is_empty() { &mail.operators_client } else { &mail.client };
            let pool = Pool::new(client.clone(), server, Limits::default(), 1);
            all.push(check::of_server(Some(pool.knock().await)));
            let domain = sender.address.split_once('@').map_or("", |(_, d)| d).to_owned();
            let returns = if setting.return_address.is_empty() {
                &sender.address
            } else {
                &setting.return_address
            };
            let returns = returns.split_once('@').map_or("", |(_, d)| d);
            all.extend(check::of_domain(&mail.names, &domain, returns, key.as_ref()).await);
        }
    }
    if setting.look.postal_address.is_empty() {
        all.push(Finding::new("no-postal-address", Light::Weak, ""));
    }
    let mut tx = app.db().write(organisation).await?;
    acts::checked(&mut tx, me.id, &check::kept(&all)?).await?;
    tx.commit().await?;
    Ok(on_with("/console/email#check", "email-said-checked"))
}

pub(super) async fn test(
    mail: Mail,
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
) -> Answer<Response> {
    let words = Words {
        subject: frame.w("email-test-subject", frame.site_name()),
        text: frame.w("email-test-text", frame.site_name()),
        ..Words::default()
    };
    let id = acts::send_test(&mut tx, me.id, Content::Own(words), acts::Values::new()).await?;
    tx.commit().await?;
    mail.nudge.notify_one();
    Ok(on_with(&format!("{HOME}?tried={id}#tried"), "email-said-tested"))
}
