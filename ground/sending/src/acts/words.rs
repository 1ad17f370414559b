//! What people say of topics: yes, no, and how that can be shown later. Every word stands among the consents
//! of `deedwell_people`; beside it stands what was shown, where, and from where the answer came.

use deedwell_core::{Error, Id, Identity, Person, Result, Secret, Staff, Who};
use deedwell_people::profile::{Word, consents};
use deedwell_people::{IdentityKind, Proof, Sign};
use deedwell_store::Tx;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::address::Address;
use crate::deed::{By, LetterDeed, note};
use crate::letter::Letter;
use crate::store::{self, ConsentProof, Request, topic};
use crate::suppression::Why;
use crate::topic::Topic;

/// How long the link that answers a form works.
pub const CONFIRM_WITHIN: SignedDuration = SignedDuration::from_hours(48);
/// Bytes that are kept of what a browser calls itself.
const LONGEST_AGENT: usize = 200;

/// Where somebody was asked, and from where they answered.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// An address of ours, or the name of a program's key.
    pub page: String,
    pub peer: String,
    pub agent: String,
    /// Whose link was answered.
    pub letter: Option<Id<Letter>>,
    /// When they were shown the words; now unless said otherwise.
    pub asked_at: Option<Timestamp>,
}

/// Who says it, and how that is believed.
#[derive(Clone, Debug)]
pub enum Says {
    /// Whoever holds a letter to that address.
    Link,
    /// Signed in, by this proof of the address they are written to.
    Portal,
    /// A form, answered by a link in a letter.
    Form,
    Staff(Id<Staff>),
    Program,
}

impl Says {
    fn by(&self) -> By {
        match self {
            Self::Link => By::Link,
            Self::Portal => By::Portal,
            Self::Form => By::Form,
            Self::Staff(_) => By::Staff,
            Self::Program => By::Program,
        }
    }

    fn word(&self, tx: &Tx) -> Word {
        let (source, proof) = match self {
            Self::Link | Self::Form => ("link".to_owned(), Proof::Code),
            Self::Portal => (String::new(), Proof::Token),
            Self::Staff(staff) => (format!("staff/{staff}"), Proof::Staff),
            Self::Program => (format!("key/{}", tx.key().unwrap_or_default()), Proof::Server),
        };
        Word { source, proof, at: tx.now() }
    }
}

/// A yes or no of somebody, to one topic by one channel. False when they had said that before: nothing is
/// written then.
///
/// # Errors
/// `Missing`; `sending.no_topic`; `people.prove_it` for a yes of somebody of whom nothing proves who they are.
pub async fn say(
    tx: &mut Tx,
    (identity, person): (Id<Identity>, Id<Person>),
    (key, channel): (&str, &str),
    given: bool,
    says: &Says,
    seen: &Seen,
) -> Result<bool> {
    let topic = topic(tx, key).await?;
    let Some(purpose) = topic.purpose(channel).map(str::to_owned) else {
        return Err(super::reserve::no_topic());
    };
    let stands = store::people::words(tx, &[person]).await?.remove(&(person, purpose.clone()));
    let word = says.word(tx);
    let confirms = given && topic.is_confirmed_twice && word.proof >= Proof::Token;
    let is_said = stands.is_some_and(|s| s.given == given && (!confirms || s.is_confirmed));
    if is_said {
        return Ok(false);
    }
    // A no is for every sign by which they spoke; a yes for those that are their own.
    let mut signs = consents::spoken_by(tx, person, &purpose, given.then_some(identity)).await?;
    signs.push(identity);
    signs.sort_unstable();
    signs.dedup();
    for sign in signs {
        consents::say(tx, sign, &purpose, given, &topic.words, &word).await?;
        store::add_proof(tx, &proof(tx, sign, &topic, channel, &purpose, seen)).await?;
    }
    record(tx, (identity, person), (key, channel), given, says, seen).await?;
    Ok(true)
}

fn proof<'a>(
    tx: &Tx,
    identity: Id<Identity>,
    topic: &'a Topic,
    channel: &'a str,
    purpose: &'a str,
    seen: &'a Seen,
) -> ConsentProof<'a> {
    ConsentProof {
        identity,
        purpose,
        topic: &topic.key,
        channel,
        version: topic.version,
        shown: &topic.words,
        page: &seen.page,
        peer: &seen.peer,
        agent: deedwell_core::text::cut(&seen.agent, LONGEST_AGENT),
        letter: seen.letter,
        asked_at: seen.asked_at.unwrap_or(tx.now()),
    }
}

async fn record(
    tx: &mut Tx,
    (identity, person): (Id<Identity>, Id<Person>),
    (topic, channel): (&str, &str),
    given: bool,
    says: &Says,
    seen: &Seen,
) -> Result<()> {
    let (topic, channel, by) = (topic.to_owned(), channel.to_owned(), says.by());
    let deed = if given {
        LetterDeed::Subscribed { topic, channel, by }
    } else {
        LetterDeed::Unsubscribed { letter: seen.letter, topic, channel, by }
    };
    match says {
        Says::Staff(staff) => note(tx, Some(*staff), &deed, &json!({ "person": person })).await,
        Says::Program => note(tx, None, &deed, &json!({ "person": person })).await,
        Says::Link | Says::Portal | Says::Form => {
            let who = who(tx, identity, person).await?;
            tx.record(who, &deed).await
        }
    }
}

/// A customer once the sign is proven, until then a visitor.
pub(crate) async fn who(tx: &mut Tx, identity: Id<Identity>, person: Id<Person>) -> Result<Who> {
    let known = store::people::recipients(tx, &[identity]).await?;
    Ok(if known.get(&identity).is_some_and(|known| known.is_proven) {
        Who::Customer { identity, person }
    } else {
        Who::Visitor { identity, person }
    })
}

/// Somebody asks for a topic at an address that nobody proved to be theirs. Nothing is sent about it before
/// the link that carries this secret was answered; the caller sends it there, as a secret.
///
/// # Errors
/// `Missing`, `sending.no_topic`.
pub async fn ask(
    tx: &mut Tx,
    (key, channel): (&str, &str),
    address: &Address,
    seen: &Seen,
) -> Result<(Id<Request>, Secret, Topic)> {
    let topic = topic(tx, key).await?;
    if !topic.is_open() || !topic.goes_by(channel) {
        return Err(super::reserve::no_topic());
    }
    let secret = Secret::new()?;
    let ends_at = tx.now().checked_add(CONFIRM_WITHIN).map_err(Error::fault)?;
    let agent = deedwell_core::text::cut(&seen.agent, LONGEST_AGENT);
    let id: Id<Request> = tx.new_id();
    let new = store::NewRequest {
        id,
        token: &secret.hash(),
        topic: key,
        channel,
        address: address.as_str(),
        version: topic.version,
        shown: &topic.words,
        page: &seen.page,
        peer: &seen.peer,
        agent,
        ends_at,
    };
    store::add_request(tx, &new).await?;
    Ok((id, secret, topic))
}

/// What a link that confirms is about: the topic, and the address to which it was sent.
///
/// # Errors
/// `Missing` for a link that is none of ours, or over.
pub async fn asked(tx: &mut Tx, token: &str) -> Result<(Topic, Address)> {
    let request = store::request(tx, &Secret::hash_of(token)).await?;
    let topic = topic(tx, &request.topic).await?;
    Ok((topic, Address::stored(request.address)))
}

/// The link was answered: whoever did has the address, and wants the topic. Answered twice, it is the same.
///
/// # Errors
/// `Missing` for a link that is none of ours, or over; `sending.no_topic` for a topic that closed meanwhile.
pub async fn confirm(tx: &mut Tx, token: &str, peer: &str, agent: &str) -> Result<Topic> {
    let request = store::request(tx, &Secret::hash_of(token)).await?;
    let topic = topic(tx, &request.topic).await?;
    if request.confirmed_at.is_some() {
        return Ok(topic);
    }
    if !topic.is_open() || !topic.goes_by(&request.channel) {
        return Err(super::reserve::no_topic());
    }
    let kind =
        if request.channel == crate::EMAIL { IdentityKind::Email } else { IdentityKind::Phone };
    let sign = Sign::new(kind, &request.address, "")?;
    let known = deedwell_people::ensure(tx, &sign, Proof::Code, "").await?;
    let seen = Seen {
        page: request.page.clone(),
        peer: peer.to_owned(),
        agent: agent.to_owned(),
        letter: None,
        asked_at: Some(request.asked_at),
    };
    let of = (known.identity, known.person);
    say(tx, of, (&request.topic, &request.channel), true, &Says::Form, &seen).await?;
    store::confirm_request(tx, request.id).await?;
    // Whoever called us spam and asks again means it; an address that was dead answers.
    let address = Address::stored(request.address);
    let hash = address.hash(tx.organisation());
    for why in [Why::Complaint, Why::SoftBounce, Why::HardBounce] {
        store::remove_suppression(tx, &request.channel, &hash, Some(why)).await?;
    }
    Ok(topic)
}
