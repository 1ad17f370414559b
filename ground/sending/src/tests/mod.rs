//! Stories of letters, on SQLite and, where `DEEDWELL_TEST_POSTGRES` names a server, on PostgreSQL.
mod console;
mod course;
mod crowds;
mod heard;
mod kept;
mod pages;
mod programs;
mod runs;
mod words;

use deedwell_core::{Id, Identity, Person};
use deedwell_people::{IdentityKind, Proof, Sign};
use deedwell_store::Tx;
use deedwell_testing::{Setting, Somebody, World};

use crate::acts::{self, Says, Seen};
use crate::address::Address;
use crate::channel::{self, Answer, Due, HandOver, Refusal};
use crate::letter::{Content, Letter, NewLetter, Service, State, Words};
use crate::store::{self, LetterRow};
use crate::topic::{Basis, NewTopic};
use crate::{EMAIL, MIGRATIONS};

async fn shops() -> Vec<World> {
    let mut setting = Setting::default().and(crate::routes, crate::MESSAGES);
    setting.migrations.extend([
        deedwell_orders::MIGRATIONS,
        deedwell_trust::MIGRATIONS,
        MIGRATIONS,
    ]);
    setting.worlds().await
}

fn words(text: &str) -> Words {
    Words { subject: "From the shop".to_owned(), text: text.to_owned(), ..Words::default() }
}

fn email(name: &str) -> Address {
    Address::email(&format!("{}@shop.example", name.to_lowercase())).unwrap()
}

fn receipt(name: &str, key: &str) -> NewLetter {
    NewLetter::service(Service::Receipt, email(name), key, words("Thank you."))
}

async fn topic(world: &World, key: &str, basis: Basis, is_confirmed_twice: bool) {
    let mut tx = world.tx().await;
    let new = NewTopic {
        key: key.to_owned(),
        name: key.to_owned(),
        about: String::new(),
        basis,
        is_confirmed_twice,
        words: format!("Yes, send me {key}."),
        channels: vec![EMAIL.to_owned()],
    };
    acts::set_topic(&mut tx, None, new).await.unwrap();
    tx.commit().await.unwrap();
}

/// Nothing is asked of whoever is told of this.
async fn news(world: &World) {
    topic(world, "news", Basis::OptOut, false).await;
}

async fn reserve(world: &World, new: &NewLetter) -> Id<Letter> {
    let mut tx = world.tx().await;
    let reserved = acts::reserve(&mut tx, new).await.unwrap();
    tx.commit().await.unwrap();
    reserved.id
}

/// A letter about the topic `news` to a customer.
async fn news_to(world: &World, who: &Somebody, name: &str, key: &str) -> Id<Letter> {
    let content = Content::Own(words("Here is the news."));
    let new = NewLetter::about_topic("news", email(name), who.identity().await, key, content);
    reserve(world, &new).await
}

async fn take(world: &World) -> Vec<Due> {
    channel::take(world.db(), EMAIL, 1_000).await.unwrap()
}

async fn hand(world: &World, due: &[Due]) -> Vec<HandOver> {
    let handed: Vec<_> = due.iter().map(Due::handed).collect();
    channel::handed_over(world.db(), &handed).await.unwrap()
}

async fn answer(world: &World, due: &Due, answer: Answer) {
    channel::answer(world.db(), &[(due.handed(), answer)]).await.unwrap();
}

/// What is due goes and is accepted. The letters, in their order.
async fn send(world: &World) -> Vec<Due> {
    let mut sent = Vec::new();
    for due in take(world).await {
        if hand(world, std::slice::from_ref(&due)).await == [HandOver::Go] {
            answer(world, &due, Answer::Accepted("250 ok".to_owned())).await;
            sent.push(due);
        }
    }
    sent
}

async fn row(world: &World, id: Id<Letter>) -> LetterRow {
    let mut tx = world.tx().await;
    store::letter(&mut tx, id).await.unwrap()
}

async fn stands(world: &World, id: Id<Letter>) -> (State, String) {
    let row = row(world, id).await;
    (row.state, row.reason)
}

async fn says(world: &World, who: &Somebody, topic: &str, given: bool, says: Says) -> bool {
    let of = (who.identity().await, who.person().await);
    let mut tx = world.tx().await;
    let seen = Seen { page: "/sent".to_owned(), ..Seen::default() };
    let said = acts::say(&mut tx, of, (topic, EMAIL), given, &says, &seen).await.unwrap();
    tx.commit().await.unwrap();
    said
}

async fn trait_of(world: &World, who: &Somebody, key: &str, value: &str) {
    let identity = who.identity().await;
    let mut tx = world.tx().await;
    let word =
        deedwell_people::profile::Word { source: String::new(), proof: Proof::Token, at: tx.now() };
    let said = deedwell_people::profile::traits::Said {
        identity,
        traits: [(key.to_owned(), value.into())].into_iter().collect(),
        word,
    };
    deedwell_people::profile::traits::keep(&mut tx, &[said]).await.unwrap();
    tx.commit().await.unwrap();
}

/// Many customers at once, each with a proven address.
async fn crowd(tx: &mut Tx, count: usize) -> Vec<(Id<Identity>, Id<Person>, Address)> {
    let mut arrivals = Vec::new();
    for n in 0..count {
        let sign = Sign::new(IdentityKind::Email, &format!("c{n}@shop.example"), "").unwrap();
        arrivals.push(deedwell_people::Arrival::new(sign, Proof::Server));
    }
    let known = deedwell_people::ensure_many(tx, &arrivals).await.unwrap();
    let each = known.iter().enumerate().map(|(n, known)| {
        let address = Address::email(&format!("c{n}@shop.example")).unwrap();
        (known.identity, known.person, address)
    });
    each.collect()
}

fn gone(code: &str, is_dead: bool) -> Answer {
    Answer::Refused(Refusal { code: code.to_owned(), detail: "no".to_owned(), is_dead })
}
