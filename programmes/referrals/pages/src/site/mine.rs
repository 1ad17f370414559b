//! My link, by which ways it goes on, what both get, and what came of it.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use deedwell_core::{Id, Person, Result};
use deedwell_store::Tx as Work;
use deedwell_web::address::{encode, whole};
use deedwell_web::answer::Errors;
use deedwell_web::{Answer, Frame, Me, Tx, View};

use crate::code::shown;
use crate::picture::Picture;
use crate::referral::{APPEAL_DAYS, Referral};
use crate::stage::Stage;
use crate::store;
use crate::words::{self, Badge, Promise, Wrong};

/// Friends that are shown.
const MOST: usize = 200;

/// What was typed into a form that could not be used.
#[derive(Default)]
pub(super) struct Typed {
    pub code: String,
    pub why: String,
}

/// A link in each of its forms.
pub(super) struct LinkShown {
    pub url: String,
    /// As it is said aloud.
    pub code: String,
    pub path: String,
    picture: Picture,
    mail: String,
    chat: String,
}

/// One that was brought, as either of the two sees it.
pub(super) struct FriendShown {
    id: Id<Referral>,
    /// What the field of its appeal is called, on a page with several of them.
    field: String,
    name: String,
    badge: Badge,
    what: String,
    reasons: Vec<String>,
    why: String,
    may_appeal: bool,
    appeal: String,
    answer: String,
}

#[derive(Template)]
#[template(path = "site/mine.html")]
pub(super) struct Page {
    frame: Frame,
    promise: Option<Promise>,
    link: Option<LinkShown>,
    is_closed: bool,
    friends: Vec<FriendShown>,
    by: Option<FriendShown>,
    rewards: Vec<String>,
    typed: Typed,
    wrong: Wrong,
}

impl Page {
    pub async fn load(
        tx: &mut Work,
        frame: Frame,
        me: &Me,
        typed: Typed,
        wrong: Wrong,
    ) -> Result<Self> {
        let promise = promise(tx, &frame).await?;
        let links = store::links_of(tx, me.person).await?;
        let link = links.iter().find(|link| link.closed_at.is_none());
        let is_closed = link.is_none() && !links.is_empty();
        let link = link.map(|link| LinkShown::of(&frame, &link.code)).transpose()?;
        let whom = store::referrals_by(tx, me.person, MOST).await?;
        let by = store::referrals_of_friend(tx, me.person).await?;
        let by = by.into_iter().find(|r| r.stage != Stage::Lapsed);
        let rewards = rewards(tx, &whom).await?;
        let mut friends = Vec::with_capacity(whom.len());
        for one in &whom {
            friends.push(FriendShown::of(tx, &frame, me.person, one).await?);
        }
        let by = match by {
            Some(by) => Some(FriendShown::of(tx, &frame, me.person, &by).await?),
            None => None,
        };
        Ok(Self { frame, promise, link, is_closed, friends, by, rewards, typed, wrong })
    }

    fn terms(&self) -> Vec<String> {
        self.promise.as_ref().map(|p| p.sentences(&self.frame)).unwrap_or_default()
    }

    fn errors(&self, form: &str) -> Errors {
        self.wrong.at(form)
    }

    /// The form of one referral has its id for a name.
    fn appeal_errors(&self, id: &Id<Referral>) -> Errors {
        self.wrong.at(&id.to_string())
    }

    /// What went wrong with a form that is not there.
    fn stray(&self) -> Errors {
        let mut all = self.friends.iter().chain(&self.by);
        let is_appeal = all.any(|one| one.may_appeal && one.id.to_string() == self.wrong.form);
        let is_code = self.wrong.form == "code" && self.may_name();
        if is_appeal || is_code { Errors::none() } else { self.wrong.errors.clone() }
    }

    fn typed_why(&self, id: &Id<Referral>) -> &str {
        if self.wrong.form == id.to_string() { &self.typed.why } else { "" }
    }

    fn may_name(&self) -> bool {
        self.by.is_none() && self.promise.is_some()
    }
}

/// What is promised now; none while friends cannot be brought.
pub(super) async fn promise(tx: &mut Work, frame: &Frame) -> Result<Option<Promise>> {
    let Some(now) = store::terms_now(tx).await?.filter(|now| now.terms.is_open) else {
        return Ok(None);
    };
    let scheme = deedwell_points::store::scheme(tx, now.terms.scheme).await?;
    Ok(Some(Promise::of(frame, &now.terms, &scheme)))
}

/// What I was given for friends, one sum for each kind of points or money.
async fn rewards(tx: &mut Work, whom: &[Referral]) -> Result<Vec<String>> {
    let mut sums: Vec<(Id<deedwell_points::Scheme>, i64)> = Vec::new();
    for one in whom.iter().filter(|one| one.stage == Stage::Paid && one.referrer_paid > 0) {
        let scheme = store::terms(tx, one.terms).await?.terms.scheme;
        match sums.iter_mut().find(|(id, _)| *id == scheme) {
            Some((_, sum)) => *sum += one.referrer_paid,
            None => sums.push((scheme, one.referrer_paid)),
        }
    }
    let mut words = Vec::new();
    for (scheme, sum) in sums {
        words.push(deedwell_points::store::scheme(tx, scheme).await?.terms.words(sum));
    }
    Ok(words)
}

impl LinkShown {
    fn of(frame: &Frame, code: &str) -> Result<Self> {
        let path = format!("/f/{code}");
        let url = match &frame.site {
            Some(site) => whole(frame.app().settings(), site, &path),
            None => path.clone(),
        };
        let of = [("site", frame.site_name().to_owned()), ("link", url.clone())];
        let said = frame.m("referrals-share-words", &of);
        let subject = frame.w("referrals-share-subject", frame.site_name());
        Ok(Self {
            picture: Picture::of(&url)?,
            mail: format!("mailto:?subject={}&body={}", encode(&subject), encode(&said)),
            chat: format!("https://wa.me/?text={}", encode(&said)),
            code: shown(code),
            url,
            path,
        })
    }
}

impl FriendShown {
    async fn of(tx: &mut Work, frame: &Frame, me: Id<Person>, of: &Referral) -> Result<Self> {
        let is_mine = of.referrer.person == me;
        let other = if is_mine { of.friend.person } else { of.referrer.person };
        let names = words::first_names(tx, &[other]).await?;
        let name = names.get(&other).filter(|name| !name.is_empty()).cloned();
        let is_no = matches!(of.stage, Stage::Rejected | Stage::ClawedBack);
        let may_appeal = of.appeal(me, "–", frame.now).is_ok();
        // What one of the two wrote is theirs: the other reads the answer alone.
        let is_my_appeal = match of.appellant {
            Some(identity) => {
                let mine = if is_mine { of.referrer } else { of.friend };
                identity == mine.identity
            }
            None => false,
        };
        Ok(Self {
            id: of.id,
            field: appeal_field(&of.id),
            name: name.unwrap_or_else(|| frame.t("referrals-a-friend")),
            badge: words::my_badge(frame, of.stage),
            what: what(tx, frame, of, is_mine).await?,
            reasons: if is_no { words::my_reasons(frame, of) } else { Vec::new() },
            why: if is_no { of.why.clone() } else { String::new() },
            may_appeal,
            appeal: if is_my_appeal { of.appeal.clone() } else { String::new() },
            answer: of.answer.clone(),
        })
    }

    fn days(&self) -> i64 {
        APPEAL_DAYS
    }
}

pub(super) fn appeal_field(id: &Id<Referral>) -> String {
    format!("why-{id}")
}

/// What it stands at, and what comes next, in a sentence.
async fn what(tx: &mut Work, frame: &Frame, of: &Referral, is_mine: bool) -> Result<String> {
    let terms = store::terms(tx, of.terms).await?.terms;
    let scheme = deedwell_points::store::scheme(tx, terms.scheme).await?;
    let (mine, paid) = match is_mine {
        true => (terms.referrer_reward, of.referrer_paid),
        false => (terms.friend_reward, of.friend_paid),
    };
    let until = of.came_at.saturating_add(jiff::SignedDuration::from_hours(24 * terms.visit_days));
    let until = until.map_err(deedwell_core::Error::fault)?;
    let held = of.hold_until.unwrap_or(of.came_at);
    let values = [
        ("reward", scheme.terms.words(if of.stage == Stage::Paid { paid } else { mine })),
        ("least", frame.money(&terms.least)),
        ("until", frame.day(&until)),
        ("held", frame.day(&held)),
        ("paid", of.paid_at.map(|at| frame.day(&at)).unwrap_or_default()),
        ("ended", of.ended_at.map(|at| frame.day(&at)).unwrap_or_default()),
    ];
    // The month was full: who brought them gets nothing more, and the friend does.
    if of.stage == Stage::Paid && paid == 0 {
        return Ok(frame.t("referrals-my-what-cap"));
    }
    let side = if is_mine { "referrals-my-what" } else { "referrals-friend-what" };
    Ok(frame.m(&words::key(side, of.stage.name()), &values))
}

pub(super) async fn show(me: Me, frame: Frame, Tx(mut tx): Tx) -> Answer<View<Page>> {
    let page = Page::load(&mut tx, frame, &me, Typed::default(), Wrong::default()).await?;
    Ok(View(page))
}

#[derive(Template)]
#[template(path = "site/card.html")]
struct Card {
    frame: Frame,
    link: LinkShown,
    promise: Option<Promise>,
    name: String,
}

/// Without a link there is nothing to print: then on to where one is made.
pub(super) async fn card(me: Me, frame: Frame, Tx(mut tx): Tx) -> Answer<Response> {
    let links = store::links_of(&mut tx, me.person).await?;
    let Some(link) = links.iter().find(|link| link.closed_at.is_none()) else {
        return Ok(Redirect::to("/my-friends").into_response());
    };
    let link = LinkShown::of(&frame, &link.code)?;
    let promise = promise(&mut tx, &frame).await?;
    let names = words::first_names(&mut tx, &[me.person]).await?;
    let name = names.get(&me.person).cloned().unwrap_or_default();
    Ok(View(Card { frame, link, promise, name }).into_response())
}
