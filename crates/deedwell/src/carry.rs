//! Who carries sign-in codes: the ground of sending writes the letter down, and mail takes it, if mail goes
//! anywhere.

use std::sync::Arc;

use deedwell_email::Mail;
use deedwell_sending::acts::reserve;
use deedwell_sending::{Address, Letter, NewLetter, Service, Words};
use deedwell_signin::carry::{Carry, CodeLetter};
use deedwell_store::Tx;

pub fn by_mail(mail: &Mail) -> Carry {
    let mail = mail.clone();
    Arc::new(move |tx, letter| {
        let mail = mail.clone();
        Box::pin(async move { carried(&mail, tx, letter).await })
    })
}

async fn carried(mail: &Mail, tx: &mut Tx, letter: CodeLetter) -> deedwell_core::Result<bool> {
    if !mail.goes(tx).await? {
        return Ok(false);
    }
    let words = Words { subject: letter.subject, text: letter.text, ..Words::default() };
    let key = format!("signin/{}", tx.new_id::<Letter>());
    let new = NewLetter::service(Service::SignIn, Address::email(&letter.to)?, key, words);
    reserve(tx, &NewLetter { until: Some(letter.until), is_secret: true, ..new }).await?;
    // Seen when this is committed; the mailer looks twice a second anyway.
    mail.nudge.notify_one();
    Ok(true)
}
