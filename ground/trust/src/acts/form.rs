//! Gives out forms and takes them back.

use std::net::IpAddr;

use deedwell_core::{Error, Id, Person, Result, Secret, Timestamp};
use deedwell_store::{Db, Tx, quota};
use jiff::SignedDuration;

use super::seen::Sight;
use crate::form::{self, Facts, Given, Judged, LIVES, LONGEST_WHAT, Verdict};
use crate::level::Level;
use crate::limits::{FORMS_OF_NETWORK, FORMS_OF_PERSON, Limit};
use crate::sign::{self, SignKind};
use crate::store;

/// What stands in a form that is given out for this: `complaint`, `idea/…`.
///
/// # Errors
/// `Invalid` for a name that is too long.
pub async fn give(tx: &mut Tx, what: &str) -> Result<String> {
    let secret = store::secret(tx).await?;
    with(tx, &secret, what)
}

/// The same for a page that may be only read: the secret is made beside it where there is none yet.
pub async fn give_reading(tx: &mut Tx, db: &Db, what: &str) -> Result<String> {
    if tx.may_write() {
        return give(tx, what).await;
    }
    let secret = match store::known_secret(tx).await? {
        Some(secret) => secret,
        None => {
            let mut tx = db.write(tx.organisation()).await?;
            let secret = store::secret(&mut tx).await?;
            tx.commit().await?;
            secret
        }
    };
    with(tx, &secret, what)
}

fn with(tx: &Tx, secret: &str, what: &str) -> Result<String> {
    if what.len() > LONGEST_WHAT {
        return Err(Error::invalid("what", "This form has too long a name."));
    }
    let nonce = Secret::new()?;
    let nonce: String = nonce.reveal().chars().take(22).collect();
    Ok(form::token(secret, what, &nonce, tx.now()))
}

/// A form that came back.
#[derive(Clone, Copy, Debug)]
pub struct Sent<'a> {
    pub what: &'a str,
    pub token: &'a str,
    /// What the field that people do not see came back with.
    pub honey: &'a str,
    /// All that was written.
    pub text: &'a str,
    pub person: Option<Id<Person>>,
    pub network: Option<IpAddr>,
    /// [`form::FASTEST`]; nothing for a form that browsers fill in by themselves.
    pub fastest: SignedDuration,
}

/// Judges it. What is taken, be it held, is taken once and is counted; what is refused changes nothing, so
/// that the same form can be sent again.
pub async fn take(tx: &mut Tx, sent: &Sent<'_>) -> Result<Judged> {
    let secret = store::secret(tx).await?;
    let now = tx.now();
    let given = form::given(&secret, sent.what, sent.token, now);
    let level = match sent.person {
        Some(person) => super::trust_of(tx, person).await?.level,
        None => Level::New,
    };
    let print = form::alike(sent.text).map(|text| sign::text_print(&secret, &text));
    let day = now.as_second().div_euclid(86_400);
    let rates = rates(sent, &secret);
    let mut over = [false; 2];
    for (over, rate) in over.iter_mut().zip(&rates) {
        if let Some((key, limit)) = rate {
            *over = quota::left(tx, key, limit.most, limit.window_s).await? == 0;
        }
    }
    let [person_over, network_over] = over;
    let (age, nonce) = match given {
        Given::Out { age, nonce } => (Some(age), nonce),
        Given::Forged => (None, String::new()),
    };
    let mut facts = Facts {
        age,
        fastest: sent.fastest,
        reused: age.is_some() && store::form_came(tx, &nonce).await?,
        honey: !sent.honey.is_empty(),
        level,
        links: form::links(sent.text),
        repeats: form::repeats(sent.text),
        alike: match &print {
            Some(print) => store::said(tx, day, print).await?,
            None => 0,
        },
        person_over,
        network_over,
    };
    let judged = form::judge(&facts);
    if judged.verdict == Verdict::Refuse {
        return Ok(judged);
    }
    if !store::take_form(tx, &nonce, ends_at(now)?).await? {
        // It came twice at the same time, and the other was quicker.
        facts.reused = true;
        return Ok(form::judge(&facts));
    }
    for (key, limit) in rates.into_iter().flatten() {
        quota::spend(tx, &key, limit.most, limit.window_s).await?;
    }
    if let Some(print) = print {
        store::add_said(tx, day, &print).await?;
    }
    Ok(judged)
}

fn ends_at(now: Timestamp) -> Result<Timestamp> {
    now.checked_add(LIVES).map_err(Error::fault)
}

/// What is counted of whom: of the person, of the network.
fn rates(sent: &Sent<'_>, secret: &str) -> [Option<(String, Limit)>; 2] {
    let person = sent.person.map(|person| (format!("trust.form/{person}"), FORMS_OF_PERSON));
    let network = sent.network.and_then(|address| Sight::Network(address).value());
    let network = network.map(|(_, value)| {
        let print = sign::print(secret, SignKind::Network, &value);
        (format!("trust.form/{print}"), FORMS_OF_NETWORK)
    });
    [person, network]
}
