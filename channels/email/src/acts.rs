//! What staff and programs do to how letters are sent: load, decide, write, record; the caller commits.

use deedwell_core::{Error, Id, Result, Staff, Who};
use deedwell_sending::acts::reserve;
use deedwell_sending::{Address, Content, Letter, NewLetter, Service, Words};
use deedwell_store::Tx;
use deedwell_store::quota::{self, Together};

use crate::deed::{What, note};
use crate::mailer::Mail;
use crate::mailer::made::{Given, values};
use crate::mailer::ways::{OfOrganisation, of_organisation};
use crate::setting::{Look, Setting, Typed};
use crate::store::{self, DomainKey};
use crate::template::{
    checked_key, checked_language, checked_layout, checked_name, checked_sample, checked_source,
    of_fault,
};
use crate::write::page::{Filled, LAYOUT, Pressed, Source};
use crate::write::sign::Keys;

/// What knocks at other people's servers.
const CHECKS_AN_HOUR: Together =
    Together { key: "email.checks", what: "checks and letters to try", most: 60, window_s: 3_600 };
/// What a template is given.
pub type Values = serde_json::Map<String, serde_json::Value>;
/// Pairs of keys of one domain: old ones are kept.
const MOST_KEYS: i64 = 50;

pub async fn change_settings(
    tx: &mut Tx,
    staff: Id<Staff>,
    mail: &Mail,
    typed: &Typed,
) -> Result<Setting> {
    let before = store::setting(tx).await?;
    let setting = typed.checked(&before, &mail.client)?;
    store::keep_setting(tx, &setting).await?;
    // What stands behind the @ of a Message-ID is known to be ours, as the sender is.
    if let Some(domain) = setting.domain().filter(|domain| domain.is_ascii()) {
        deedwell_sending::store::set_message_domain(tx, domain).await?;
    }
    note(tx, Who::Staff(staff), What::SettingsChanged).await?;
    Ok(setting)
}

pub async fn change_look(tx: &mut Tx, staff: Id<Staff>, look: Look) -> Result<()> {
    let look = look.checked()?;
    let before = store::setting(tx).await?;
    store::keep_setting(tx, &Setting { look, ..before }).await?;
    note(tx, Who::Staff(staff), What::LookChanged).await
}

pub async fn change_layout(tx: &mut Tx, staff: Id<Staff>, layout: &str) -> Result<()> {
    let layout = checked_layout(layout)?;
    let before = store::setting(tx).await?;
    store::keep_setting(tx, &Setting { layout, ..before }).await?;
    note(tx, Who::Staff(staff), What::LayoutChanged).await
}

/// Of which domain keys are made: that of the address from which is written.
///
/// # Errors
/// `email.no_sender`.
pub async fn domain_to_sign(tx: &mut Tx, mail: &Mail) -> Result<String> {
    let setting = store::setting(tx).await?;
    let of = of_organisation(tx, mail).await?;
    let way = setting.way(&mail.operators, &mail.places.hello(), &of.name);
    let domain =
        way.and_then(|(_, sender)| sender.address.split_once('@').map(|(_, d)| d.to_owned()));
    let sentence = "Say first from which address you write.";
    domain.ok_or_else(|| Error::refused("email.no_sender", sentence))
}

/// Keys that were made meanwhile, off the path of requests.
///
/// # Errors
/// `email.too_many_keys`.
pub async fn keep_keys(tx: &mut Tx, staff: Id<Staff>, domain: &str, keys: &Keys) -> Result<()> {
    let count = store::count_keys(tx, domain).await?;
    if count >= MOST_KEYS {
        let sentence = "There are 50 pairs of keys of this domain. That is enough.";
        return Err(Error::refused("email.too_many_keys", sentence));
    }
    // A name of its own each time, so that letters under way can still be verified.
    let selector = format!("deedwell{}", count + 1);
    store::add_key(tx, domain, &selector, keys).await?;
    note(tx, Who::Staff(staff), What::KeyMade).await
}

/// The keys that sign now.
pub async fn key_now(tx: &mut Tx, mail: &Mail) -> Result<Option<DomainKey>> {
    match domain_to_sign(tx, mail).await {
        Ok(domain) => store::key_for(tx, &domain).await,
        Err(Error::Refused { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Before other people's servers are asked.
///
/// # Errors
/// `TooMany`.
pub async fn may_check(tx: &mut Tx) -> Result<()> {
    quota::spend_together(tx, &CHECKS_AN_HOUR).await
}

pub async fn checked(tx: &mut Tx, staff: Id<Staff>, findings: &str) -> Result<()> {
    let before = store::setting(tx).await?;
    if before.return_secret.0.is_empty() {
        store::keep_setting(tx, &before).await?;
    }
    store::keep_findings(tx, findings).await?;
    note(tx, Who::Staff(staff), What::Checked).await
}

/// # Errors
/// `Invalid`; `email.template_exists`, `email.too_many_templates`.
pub async fn make_template(tx: &mut Tx, who: Who, key: &str, name: &str) -> Result<String> {
    let (key, name) = (checked_key(key)?, checked_name(name)?);
    store::add_template(tx, &key, &name).await?;
    note(tx, who, What::TemplateMade(key.clone())).await?;
    Ok(key)
}

/// What it says from now on, in one language. The number of the version.
///
/// # Errors
/// `Invalid`; `Missing`.
pub async fn write_template(
    tx: &mut Tx,
    who: Who,
    key: &str,
    language: &str,
    source: Source,
) -> Result<i64> {
    store::template(tx, key).await?;
    let language = checked_language(language)?;
    let layout = layout(tx).await?;
    let source = checked_source(source, &layout)?;
    let staff = if let Who::Staff(id) = who { Some(id) } else { None };
    let version = store::add_version(tx, key, &language, &source, staff).await?;
    note(tx, who, What::TemplateChanged(key.to_owned())).await?;
    Ok(version)
}

/// # Errors
/// `Invalid`; `Missing`.
pub async fn name_template(
    tx: &mut Tx,
    who: Who,
    key: &str,
    name: &str,
    sample: &str,
) -> Result<()> {
    store::template(tx, key).await?;
    store::name_template(tx, key, &checked_name(name)?, &checked_sample(sample)?).await?;
    note(tx, who, What::TemplateChanged(key.to_owned())).await
}

/// No longer offered; what asks for it still gets it.
pub async fn close_template(tx: &mut Tx, who: Who, key: &str, is_closed: bool) -> Result<()> {
    store::template(tx, key).await?;
    if store::close_template(tx, key, is_closed).await? {
        let what = if is_closed { What::TemplateClosed } else { What::TemplateReopened };
        note(tx, who, what(key.to_owned())).await?;
    }
    Ok(())
}

/// The layout that holds now.
pub async fn layout(tx: &mut Tx) -> Result<String> {
    let own = store::setting(tx).await?.layout;
    Ok(if own.is_empty() { LAYOUT.to_owned() } else { own })
}

/// Somebody who is made up, for previews.
pub fn somebody(of: &OfOrganisation, data: Values) -> Given {
    Given {
        name: "Ada Lovelace".to_owned(),
        email: "ada@example.com".to_owned(),
        unsubscribe_url: format!("{}/u/preview", of.site),
        preferences_url: format!("{}/sent/preview", of.site),
        data,
    }
}

/// A letter as it would be, for whoever is given.
///
/// # Errors
/// `Invalid`, with its field.
pub async fn preview(
    tx: &mut Tx,
    mail: &Mail,
    source: &Source,
    language: &str,
    given: &Given,
) -> Result<Filled> {
    let (setting, layout) = (store::setting(tx).await?, layout(tx).await?);
    let of = of_organisation(tx, mail).await?;
    let pressed = Pressed::of(source, &layout).map_err(of_fault)?;
    pressed.fill(&values(given, &of, &setting.look, language)).map_err(of_fault)
}

/// A letter to whoever presses the button, to see whether it arrives.
///
/// # Errors
/// `TooMany`.
pub async fn send_test(
    tx: &mut Tx,
    staff: Id<Staff>,
    content: Content,
    data: Values,
) -> Result<Id<Letter>> {
    may_check(tx).await?;
    let to = Address::email(&store::staff_address(tx, staff).await?)?;
    let key = format!("email.test/{}", tx.new_id::<Letter>());
    let new = NewLetter::service(Service::Staff, to, key, Words::default());
    let source = format!("staff/{staff}");
    let reserved = reserve(tx, &NewLetter { content, data, source, ..new }).await?;
    note(tx, Who::Staff(staff), What::TestSent).await?;
    Ok(reserved.id)
}
