//! Topics, how much, and a pause: what somebody may choose, and what becomes of it.

use deedwell_core::{Error, Id, Identity, Person, Result};
use deedwell_people::Proof;
use deedwell_store::{Tx, quota};
use deedwell_web::Frame;
use deedwell_web::address::whole;
use deedwell_web::answer::Choice;
use utoipa::ToSchema;

use crate::acts::{self, CONFIRM_WITHIN, LONGEST_PAUSE_DAYS, Says, Seen};
use crate::letter::{NewLetter, Service, Words};
use crate::rules::{Fewer, Word};
use crate::store::people::{Wish, wishes};
use crate::topic::{Basis, MOST_TOPICS, Topic};
use crate::{Address, EMAIL, store};

/// Letters that ask whether an address is theirs: to one address in an hour.
const ASKED_AN_HOUR: u32 = 5;

/// What the form sends; `topic` once for each one that is wanted.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "it describes the fields, which are read as pairs because they repeat"
)]
pub(crate) struct TopicsChosen {
    /// The keys of topics that are wanted; all others are not.
    topic: Vec<String>,
    /// `as_usual`, `week` or `month`.
    fewer: Option<String>,
    /// Nothing for so many days.
    pause_days: Option<String>,
}

#[derive(Default, Debug)]
pub(super) struct Wanted {
    pub topics: Vec<String>,
    pub fewer: Fewer,
    pub pause_days: i64,
}

impl Wanted {
    /// # Errors
    /// `Invalid` for a field that nobody knows.
    pub fn of(pairs: Vec<(String, String)>) -> Result<Self> {
        let mut wanted = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "topic" if wanted.topics.len() < MOST_TOPICS => wanted.topics.push(value),
                "fewer" => {
                    let wrong = || Error::invalid("fewer", "Please choose how much you want.");
                    wanted.fewer = Fewer::parse(&value).ok_or_else(wrong)?;
                }
                "pause_days" => {
                    let wrong = |_| {
                        let sentence = format!("A pause has 0 to {LONGEST_PAUSE_DAYS} days.");
                        Error::invalid("pause_days", sentence)
                    };
                    let value = value.trim();
                    wanted.pause_days =
                        if value.is_empty() { 0 } else { value.parse().map_err(wrong)? };
                }
                _ => {
                    return Err(Error::invalid("form", "This form has a field that is not known."));
                }
            }
        }
        Ok(wanted)
    }
}

/// A topic as it stands for somebody.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Standing {
    pub topic: Topic,
    pub is_sent: bool,
}

/// Whether letters about it go to somebody who last said this.
pub(crate) fn is_sent(topic: &Topic, word: Option<Word>) -> bool {
    match (topic.basis, word) {
        (_, Some(word)) if !word.given => false,
        (Basis::OptIn, Some(word)) => word.is_confirmed || !topic.is_confirmed_twice,
        (Basis::OptIn, None) => false,
        (Basis::OptOut, _) => true,
    }
}

/// Open topics that go by mail, as they stand for this person.
pub(super) async fn standings(tx: &mut Tx, person: Id<Person>) -> Result<Vec<Standing>> {
    let words = store::people::words(tx, &[person]).await?;
    let topics = store::topics(tx).await?;
    let open = topics.into_iter().filter(|topic| topic.is_open());
    let standing = |topic: Topic| {
        let purpose = topic.purpose(EMAIL)?.to_owned();
        let is_sent = is_sent(&topic, words.get(&(person, purpose)).copied());
        Some(Standing { topic, is_sent })
    };
    Ok(open.filter_map(standing).collect())
}

pub(super) async fn wish(tx: &mut Tx, person: Id<Person>) -> Result<Wish> {
    Ok(wishes(tx, &[person]).await?.remove(&person).unwrap_or_default())
}

pub(super) fn fewer_choices(frame: &Frame, fewer: Fewer) -> Vec<Choice> {
    let words = |f: Fewer| frame.t(&format!("sending-fewer-{}", f.name().replace('_', "-")));
    Choice::list(Fewer::ALL.map(|f| (f.name(), words(f))), fewer.name())
}

/// Who chooses, at which address they are written to, and how it is believed that it is theirs.
pub(super) struct Whom {
    pub identity: Id<Identity>,
    pub person: Id<Person>,
    pub address: Address,
    pub proof: Proof,
    pub says: Says,
}

/// Makes it so. Where a yes has to be confirmed first, a letter asks; the topics of which that is so.
///
/// # Errors
/// `Invalid`.
pub(super) async fn choose(
    tx: &mut Tx,
    frame: &Frame,
    whom: &Whom,
    wanted: &Wanted,
    seen: &Seen,
) -> Result<Vec<String>> {
    let (of, mut asked) = ((whom.identity, whom.person), Vec::new());
    for standing in standings(tx, whom.person).await? {
        let wants = wanted.topics.contains(&standing.topic.key);
        if wants == standing.is_sent {
            continue;
        }
        let topic = standing.topic;
        if wants && must_confirm(&topic, whom) {
            ask(tx, frame, &topic.key, &whom.address, seen).await?;
            asked.push(topic.name);
        } else {
            acts::say(tx, of, (&topic.key, EMAIL), wants, &whom.says, seen).await?;
        }
    }
    let now = wish(tx, whom.person).await?;
    let is_paused = now.paused_until.is_some_and(|until| until > tx.now());
    if now.fewer != wanted.fewer || wanted.pause_days > 0 || is_paused {
        acts::wish(tx, of, wanted.fewer, wanted.pause_days).await?;
    }
    Ok(asked)
}

/// A link may have been passed on, and an address may only be claimed: then whoever reads mail there is asked.
fn must_confirm(topic: &Topic, whom: &Whom) -> bool {
    let is_theirs = match whom.says {
        Says::Portal => whom.proof >= Proof::Token,
        _ => false,
    };
    let asks_twice = topic.basis == Basis::OptIn && topic.is_confirmed_twice;
    (asks_twice && !is_theirs) || !whom.proof.proves()
}

/// Sends the letter that asks whether an address is theirs.
///
/// # Errors
/// `TooMany` for an address that was asked too often.
pub(super) async fn ask(
    tx: &mut Tx,
    frame: &Frame,
    topic: &str,
    address: &Address,
    seen: &Seen,
) -> Result<()> {
    let key = format!("sending.ask/{}", address.hash(tx.organisation()));
    quota::spend(tx, &key, ASKED_AN_HOUR, 3_600).await?;
    let (request, secret, topic) = acts::ask(tx, (topic, EMAIL), address, seen).await?;
    let path = format!("/topics/confirm/{}", secret.reveal());
    let site = frame.site.as_deref();
    let link = site.map_or(path.clone(), |site| whole(frame.app().settings(), site, &path));
    let text = frame.m(
        "sending-confirm-text",
        &[("topic", topic.name.clone()), ("site", frame.site_name().to_owned()), ("link", link)],
    );
    let words = Words {
        subject: frame.w("sending-confirm-subject", &topic.name),
        text,
        ..Words::default()
    };
    let key = format!("confirm/{request}");
    let new = NewLetter::service(Service::SignIn, address.clone(), key, words);
    let until = tx.now().checked_add(CONFIRM_WITHIN).map_err(Error::fault)?;
    let new = NewLetter { is_secret: true, until: Some(until), ..new };
    acts::reserve(tx, &new).await.map(drop)
}
