//! Stories of letters that go, and of what comes back, on SQLite and, where `DEEDWELL_TEST_POSTGRES` names
//! a server, on PostgreSQL. The mail server is a real one, on a port of this machine.
mod back;
mod going;
mod pages;
#[path = "../../examples/mail_sink/sink.rs"]
pub mod sink;

use std::sync::Arc;
use std::time::Duration;

use deedwell_core::Id;
use deedwell_outbound::{Allow, Outbound};
use deedwell_sending::acts::reserve;
use deedwell_sending::store::{LetterRow, letter};
use deedwell_sending::{Address, Content, Letter, NewLetter, Service, State, Words};
use deedwell_testing::{Setting as Shop, World};
use sink::{Manner, Sink};

use crate::check::Names;
use crate::mailer::Places;
use crate::setting::{Operators, Setting};
use crate::smtp::server::{Limits, Tls};
use crate::write::page::{Format, Source};
use crate::{Mail, Mailer, store};

/// Nobody waits long in a story.
const LIMITS: Limits = Limits {
    answer: Duration::from_secs(5),
    letter: Duration::from_millis(700),
    idle: Duration::from_secs(20),
    letters: 1_000,
};

fn mail() -> Mail {
    let client = Outbound::new(Allow::parse("127.0.0.1/32").unwrap()).unwrap();
    Mail {
        operators_client: client.clone(),
        client,
        operators: Arc::new(Operators::default()),
        places: Arc::new(Places {
            public_url: "https://deedwell.example".to_owned(),
            base_domain: Some("deedwell.example".to_owned()),
        }),
        names: Names::nowhere(),
        nudge: Arc::default(),
    }
}

async fn shops() -> Vec<World> {
    let mut shop = Shop::default();
    shop.migrations.extend([deedwell_sending::MIGRATIONS, crate::MIGRATIONS]);
    shop.worlds().await
}

/// This shop sends through that server.
async fn sends_through(world: &World, sink: &Sink, change: impl FnOnce(&mut Setting)) {
    let mut tx = world.tx().await;
    let mut setting = store::setting(&mut tx).await.unwrap();
    setting.host = "127.0.0.1".to_owned();
    setting.port = i64::from(sink.port);
    setting.tls = Tls::None;
    setting.sender.name = "Lamps & Co".to_owned();
    setting.sender.address = "hello@lamps.example".to_owned();
    setting.return_address = "bounces@lamps.example".to_owned();
    change(&mut setting);
    store::keep_setting(&mut tx, &setting).await.unwrap();
    tx.commit().await.unwrap();
}

fn mailer(world: &World) -> Arc<Mailer> {
    Mailer::new(world.db().clone(), mail(), LIMITS)
}

fn words(text: &str) -> Words {
    Words { subject: "Your order".to_owned(), text: text.to_owned(), ..Words::default() }
}

fn receipt(to: &str, key: &str) -> NewLetter {
    let to = Address::email(to).unwrap();
    NewLetter::service(Service::Receipt, to, key, words("Thank you,\nAda <3"))
}

async fn asked(world: &World, new: &NewLetter) -> Id<Letter> {
    let mut tx = world.tx().await;
    let reserved = reserve(&mut tx, new).await.unwrap();
    tx.commit().await.unwrap();
    reserved.id
}

async fn row(world: &World, id: Id<Letter>) -> LetterRow {
    let mut tx = world.tx().await;
    letter(&mut tx, id).await.unwrap()
}

async fn stands(world: &World, id: Id<Letter>) -> State {
    row(world, id).await.state
}

async fn template(world: &World, key: &str, language: &str, source: Source) {
    let mut tx = world.tx().await;
    let who = deedwell_core::Who::System;
    let _ = crate::acts::make_template(&mut tx, who, key, key).await;
    crate::acts::write_template(&mut tx, who, key, language, source).await.unwrap();
    tx.commit().await.unwrap();
}

fn plain(subject: &str, body: &str) -> Source {
    Source {
        subject: subject.to_owned(),
        format: Format::Words,
        body: body.to_owned(),
        text: String::new(),
    }
}

async fn open_sink() -> Sink {
    Sink::open(Manner::default()).await
}

fn text_of(content: &[u8]) -> String {
    let read = mail_parser::MessageParser::new().parse(content).unwrap();
    read.body_text(0).unwrap().replace("\r\n", "\n")
}

fn from_template(to: &str, key: &str, template: &str) -> NewLetter {
    NewLetter { content: Content::Template(template.to_owned()), ..receipt(to, key) }
}
