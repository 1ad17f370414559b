//! My complaint: how it stands, by when what is promised, what was said and offered, and what I can do.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use deedwell_core::{Error, Id, Result};
use deedwell_store::Tx as Work;
use deedwell_web::answer::{Choice, Errors, Render, on_with};
use deedwell_web::{Answer, Form, Frame, Me, Tx, View};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::acts::{self, Reply};
use crate::complaint::Complaint;
use crate::promise::{Promised, Settings};
use crate::redress::{Offer, Outcome};
use crate::stage::Stage;
use crate::store::{self, Message, Said};
use crate::words::{self, Badge, Wrong};

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = MyComplaintWordsForm)]
pub(crate) struct WordsForm {
    text: String,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = MyComplaintReplyForm)]
pub(crate) struct ReplyForm {
    /// `accept`, `counter` or `refuse`.
    reply: String,
    /// What would put it right, or why not.
    text: String,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = MyComplaintRatingForm)]
pub(crate) struct RatingForm {
    /// 1 to 5.
    rating: String,
}

#[derive(Template)]
#[template(path = "site/one.html")]
pub(crate) struct Page {
    frame: Frame,
    complaint: Complaint,
    messages: Vec<Message>,
    offers: Vec<Offer>,
    settings: Settings,
    typed: String,
    wrong: Wrong,
}

impl Page {
    async fn load(
        tx: &mut Work,
        frame: Frame,
        complaint: Complaint,
        typed: String,
        wrong: Wrong,
    ) -> Result<Self> {
        let mut messages = store::messages(tx, complaint.id).await?;
        messages.retain(|message| message.said != Said::Note);
        let mut offers = store::offers(tx, complaint.id).await?;
        offers.retain(|offer| offer.sent_at.is_some());
        let settings = store::settings(tx).await?;
        Ok(Self { frame, complaint, messages, offers, settings, typed, wrong })
    }

    fn badge(&self) -> Badge {
        words::my_badge(&self.frame, self.complaint.stage)
    }

    fn clocks(&self) -> Vec<(String, Badge)> {
        let clock = |of: Promised| {
            let stands = self.complaint.clock(of, self.frame.now);
            (words::promised(&self.frame, of), words::clock(&self.frame, stands))
        };
        Promised::ALL.map(clock).to_vec()
    }

    fn offered(&self, offer: &Offer) -> String {
        words::offered(&self.frame, offer)
    }

    fn upheld(&self, offer: &Offer) -> String {
        words::upheld(&self.frame, offer.upheld)
    }

    fn outcome(&self, offer: &Offer) -> String {
        self.frame.t(&format!("complaints-my-outcome-{}", offer.outcome.name().replace('_', "-")))
    }

    fn open_offer(&self) -> Option<&Offer> {
        self.offers.iter().find(|offer| offer.outcome == Outcome::Open)
    }

    fn is_mine(&self, message: &Message) -> bool {
        message.said == Said::Customer
    }

    fn may_add(&self) -> bool {
        self.complaint.takes_words().is_ok() && !self.complaint.stage.is_over()
    }

    fn may_withdraw(&self) -> bool {
        self.complaint.stage.next().contains(&Stage::Withdrawn)
    }

    fn may_reopen(&self) -> bool {
        self.complaint.reopen(true, self.frame.now).is_ok()
    }

    fn may_rate(&self) -> bool {
        self.complaint.rate(1).is_ok()
    }

    fn may_escalate(&self) -> bool {
        !self.settings.ombudsman.is_empty() && self.complaint.escalate(true, self.frame.now).is_ok()
    }

    fn ratings(&self) -> Vec<Choice> {
        let words = |n: i64| (n, self.frame.t(&format!("complaints-rating-{n}")));
        let chosen = self.complaint.rating.map(|n| n.to_string()).unwrap_or_default();
        Choice::list((1..=5).rev().map(words), &chosen)
    }

    fn errors(&self, form: &str) -> Errors {
        self.wrong.at(form)
    }

    /// What went wrong with a form that is no longer there.
    fn stray(&self) -> Errors {
        let is_there = match self.wrong.form {
            "reply" => self.open_offer().is_some(),
            "rating" => self.may_rate(),
            "reopen" => self.may_reopen(),
            _ => self.may_add(),
        };
        if is_there { Errors::none() } else { self.wrong.errors.clone() }
    }

    /// What was typed into a form that could not be used.
    fn typed_in(&self, form: &str) -> &str {
        if self.wrong.form == form { &self.typed } else { "" }
    }
}

/// One's own; anybody else's is not there.
pub(super) async fn own(tx: &mut Work, id: Id<Complaint>, me: &Me) -> Result<Complaint> {
    let complaint = store::complaint(tx, id).await?;
    complaint.is_by(me.person)?;
    Ok(complaint)
}

pub(crate) async fn show(
    me: Me,
    frame: Frame,
    Path(id): Path<Id<Complaint>>,
    Tx(mut tx): Tx,
) -> Answer<View<Page>> {
    let complaint = own(&mut tx, id, &me).await?;
    Ok(View(Page::load(&mut tx, frame, complaint, String::new(), Wrong::default()).await?))
}

/// Commits what was done and goes on, or shows the page again with what was typed.
async fn done(
    mut tx: Work,
    frame: Frame,
    id: Id<Complaint>,
    form: &'static str,
    typed: String,
    acted: Result<&'static str>,
) -> Answer<Response> {
    match acted {
        Ok(said) => {
            tx.commit().await?;
            Ok(on_with(&format!("/complaints/{id}"), said))
        }
        Err(error) => {
            let first = if form == "rating" { "rating" } else { "text" };
            let wrong = Wrong::of(&frame, form, first, error)?;
            let status = wrong.status;
            let complaint = store::complaint(&mut tx, id).await?;
            Ok(Page::load(&mut tx, frame, complaint, typed, wrong).await?.respond_with(status))
        }
    }
}

pub(crate) async fn add(
    me: Me,
    frame: Frame,
    Path(id): Path<Id<Complaint>>,
    Tx(mut tx): Tx,
    Form(form): Form<WordsForm>,
) -> Answer<Response> {
    let acted = acts::add(&mut tx, me.who(), id, &form.text).await;
    done(tx, frame, id, "more", form.text, acted.map(|()| "complaints-said-added")).await
}

pub(crate) async fn answer(
    me: Me,
    frame: Frame,
    Path((id, offer)): Path<(Id<Complaint>, Id<Offer>)>,
    Tx(mut tx): Tx,
    Form(form): Form<ReplyForm>,
) -> Answer<Response> {
    let acted = match reply(&form) {
        Ok(reply) => acts::answer_offer(&mut tx, me.who(), id, offer, &reply).await,
        Err(error) => {
            own(&mut tx, id, &me).await?;
            Err(error)
        }
    };
    done(tx, frame, id, "reply", form.text, acted.map(|()| "complaints-said-answered")).await
}

fn reply(form: &ReplyForm) -> Result<Reply> {
    Ok(match form.reply.as_str() {
        "accept" => Reply::Accept,
        "counter" => Reply::Counter(form.text.clone()),
        "refuse" => Reply::Refuse(form.text.clone()),
        _ => {
            return Err(Error::invalid(
                "reply",
                "Please choose: accept, ask for something else, or refuse.",
            ));
        }
    })
}

pub(crate) async fn withdraw(
    me: Me,
    frame: Frame,
    Path(id): Path<Id<Complaint>>,
    Tx(mut tx): Tx,
) -> Answer<Response> {
    let acted = acts::withdraw(&mut tx, me.who(), id).await;
    done(tx, frame, id, "more", String::new(), acted.map(|()| "complaints-said-withdrawn")).await
}

pub(crate) async fn reopen(
    me: Me,
    frame: Frame,
    Path(id): Path<Id<Complaint>>,
    Tx(mut tx): Tx,
    Form(form): Form<WordsForm>,
) -> Answer<Response> {
    let acted = acts::reopen(&mut tx, me.who(), id, &form.text).await;
    done(tx, frame, id, "reopen", form.text, acted.map(|()| "complaints-said-reopened")).await
}

pub(crate) async fn escalate(
    me: Me,
    frame: Frame,
    Path(id): Path<Id<Complaint>>,
    Tx(mut tx): Tx,
) -> Answer<Response> {
    let acted = acts::escalate(&mut tx, me.who(), id).await;
    done(tx, frame, id, "more", String::new(), acted.map(|()| "complaints-said-escalated")).await
}

pub(crate) async fn rate(
    me: Me,
    frame: Frame,
    Path(id): Path<Id<Complaint>>,
    Tx(mut tx): Tx,
    Form(form): Form<RatingForm>,
) -> Answer<Response> {
    let rating = form.rating.trim().parse().unwrap_or(0);
    let acted = acts::rate(&mut tx, me.who(), id, rating).await;
    done(tx, frame, id, "rating", String::new(), acted.map(|()| "complaints-said-rated")).await
}
