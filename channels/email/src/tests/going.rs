//! Letters that go, that wait, and that nobody will know of.

use deedwell_sending::acts;
use deedwell_sending::topic::{Basis, NewTopic};
use mail_parser::MessageParser;
use tokio::time::Instant;

use super::*;
use crate::smtp::server::{Login, Server};
use crate::smtp::{Envelope, Outcome, Pool};
use crate::write::sign::Keys;

#[tokio::test]
async fn a_letter_arrives_once_signed_and_in_the_layout() {
    for world in shops().await {
        let sink = open_sink().await;
        sends_through(&world, &sink, |_| {}).await;
        let mut tx = world.tx().await;
        store::add_key(&mut tx, "lamps.example", "dw1", &Keys::make().unwrap()).await.unwrap();
        tx.commit().await.unwrap();
        let id = asked(&world, &receipt("ada@example.com", "order/7")).await;
        assert_eq!(
            asked(&world, &receipt("ada@example.com", "order/7")).await,
            id,
            "one key, one letter"
        );
        assert_eq!(mailer(&world).round().await.unwrap(), 1);
        assert_eq!(stands(&world, id).await, State::Accepted);
        assert_eq!(mailer(&world).round().await.unwrap(), 0);
        let letters = sink.letters();
        assert_eq!(letters.len(), 1);
        let one = &letters[0];
        assert_eq!(one.to, "ada@example.com");
        assert!(
            one.from.starts_with("bounces+") && one.from.ends_with("@lamps.example"),
            "{}",
            one.from
        );
        let read = MessageParser::new().parse(&one.letter).unwrap();
        let message_id = row(&world, id).await.message_id;
        assert_eq!(read.message_id(), Some(message_id.trim_matches(['<', '>'])));
        assert_eq!(read.subject(), Some("Your order"));
        assert_eq!(read.from().unwrap().first().unwrap().name(), Some("Lamps & Co"));
        assert_eq!(text_of(&one.letter).trim_end(), "Thank you,\nAda <3");
        let page = read.body_html(0).unwrap();
        assert!(page.contains("Thank you,<br") && page.contains("Ada &lt;3"), "{page}");
        let signatures = read.header_values("DKIM-Signature").count();
        assert_eq!(signatures, 2);
        assert!(read.header("List-Unsubscribe").is_none(), "nobody unsubscribes from receipts");
        assert_eq!(read.header_raw("Auto-Submitted").unwrap().trim(), "auto-generated");
    }
}

#[tokio::test]
async fn a_letter_about_a_topic_has_both_ways_out_and_its_readers_language() {
    for world in shops().await {
        let sink = open_sink().await;
        sends_through(&world, &sink, |_| {}).await;
        let mut tx = world.tx().await;
        let new = NewTopic {
            key: "news".to_owned(),
            name: "News".to_owned(),
            about: String::new(),
            basis: Basis::OptOut,
            is_confirmed_twice: false,
            words: "Yes, news.".to_owned(),
            channels: vec![deedwell_sending::EMAIL.to_owned()],
        };
        acts::set_topic(&mut tx, None, new).await.unwrap();
        tx.commit().await.unwrap();
        template(
            &world,
            "news",
            "en",
            plain("Hello {{ person.first_name }}", "Dear {{ person.name }}, {{ what }}"),
        )
        .await;
        template(&world, "news", "de", plain("Hallo", "Liebe {{ person.name }}")).await;
        let ada = world.customer("Ada");
        let mut new = NewLetter::about_topic(
            "news",
            Address::email("ada@example.com").unwrap(),
            ada.identity().await,
            "news/1",
            Content::Template("news".to_owned()),
        );
        new.data.insert("what".to_owned(), "a lamp & <b>".into());
        let id = asked(&world, &new).await;
        mailer(&world).round().await.unwrap();
        let row = row(&world, id).await;
        assert_eq!((row.state, row.detail.as_str()), (State::Accepted, ""), "{}", row.reason);
        let letter = sink.letters().remove(0).letter;
        let read = MessageParser::new().parse(&letter).unwrap();
        assert_eq!(read.subject(), Some("Hello Ada"));
        let out = read.header_raw("List-Unsubscribe").unwrap().trim().to_owned();
        assert!(
            out.starts_with("<https://")
                && out.contains("deedwell.example/u/")
                && out.ends_with('>'),
            "{out}"
        );
        assert_eq!(
            read.header_raw("List-Unsubscribe-Post").unwrap().trim(),
            "List-Unsubscribe=One-Click"
        );
        let page = read.body_html(0).unwrap();
        assert!(page.contains("a lamp &amp; &lt;b&gt;"), "{page}");
        assert!(
            page.contains(out.trim_matches(['<', '>'])),
            "the way out stands in the letter too"
        );
        assert!(text_of(&letter).contains("Unsubscribe (https://"));
    }
}

#[tokio::test]
async fn what_a_server_says_is_what_becomes_of_a_letter() {
    for world in shops().await {
        let sink = open_sink().await;
        sends_through(&world, &sink, |_| {}).await;
        let mut ids = Vec::new();
        for name in ["refuse", "policy", "later", "vanish", "hangup", "silent", "ada"] {
            let to = format!("{name}@example.com");
            ids.push(asked(&world, &receipt(&to, name)).await);
        }
        mailer(&world).round().await.unwrap();
        let mut stand = Vec::new();
        for id in &ids {
            let row = row(&world, *id).await;
            stand.push((row.state, format!("{} {}", row.reason, row.detail).trim().to_owned()));
        }
        let find = |n: usize| (stand[n].0, stand[n].1.as_str());
        assert_eq!(find(0), (State::Refused, "550 5.1.1 550 5.1.1 no such user"));
        assert_eq!(find(1), (State::Refused, "554 5.7.1 554 5.7.1 not wanted"));
        assert_eq!(find(2), (State::Reserved, "deferred 451 4.7.1 come back later"));
        assert_eq!(find(3).0, State::Reserved, "{stand:?}");
        assert_eq!(find(4), (State::Ambiguous, "email.broken the other side hung up"));
        assert_eq!(find(5), (State::Ambiguous, "email.too_slow"));
        assert_eq!(find(6), (State::Accepted, ""));
        // There is no such address: nothing more goes there; what was not wanted says nothing of it.
        let again = asked(&world, &receipt("refuse@example.com", "again")).await;
        let other = asked(&world, &receipt("policy@example.com", "other")).await;
        mailer(&world).round().await.unwrap();
        assert_eq!(stands(&world, again).await, State::Suppressed);
        assert_eq!(stands(&world, other).await, State::Refused);
        // Later, it comes again under the same name.
        world.advance(jiff::SignedDuration::from_mins(2));
        mailer(&world).round().await.unwrap();
        assert_eq!(row(&world, ids[2]).await.attempts, 2);
        assert_eq!(sink.letters().iter().filter(|l| l.to == "ada@example.com").count(), 1);
    }
}

#[tokio::test]
async fn a_letter_that_cannot_be_made_says_why() {
    for world in shops().await {
        let sink = open_sink().await;
        sends_through(&world, &sink, |_| {}).await;
        template(&world, "order", "en", plain("x", "{{ order.number }}")).await;
        let gap = asked(&world, &from_template("ada@example.com", "1", "order")).await;
        let none = asked(&world, &from_template("ada@example.com", "2", "nothing")).await;
        mailer(&world).round().await.unwrap();
        let gap = row(&world, gap).await;
        assert_eq!((gap.state, gap.reason.as_str()), (State::Refused, "email.template"));
        assert!(gap.detail.contains("order"), "{}", gap.detail);
        assert_eq!(stands(&world, none).await, State::Refused);
        assert!(sink.letters().is_empty());
    }
}

#[tokio::test]
async fn without_a_server_letters_wait() {
    for world in shops().await {
        let id = asked(&world, &receipt("ada@example.com", "1")).await;
        mailer(&world).round().await.unwrap();
        let waits = row(&world, id).await;
        assert_eq!((waits.state, waits.detail.as_str()), (State::Reserved, "email.no_server"));
        let sink = open_sink().await;
        sends_through(&world, &sink, |_| {}).await;
        world.advance(jiff::SignedDuration::from_mins(1));
        mailer(&world).round().await.unwrap();
        assert_eq!(stands(&world, id).await, State::Accepted);
    }
}

#[tokio::test]
async fn conversations_are_kept_open_and_ended_ones_lose_nothing() {
    for world in shops().await {
        let sink = Sink::open(Manner { most_letters: 3, ..Manner::default() }).await;
        sends_through(&world, &sink, |_| {}).await;
        for n in 0..40 {
            asked(&world, &receipt(&format!("a{n}@example.com"), &format!("{n}"))).await;
        }
        // Whoever met the 421 waits a minute.
        for _ in 0..8 {
            mailer(&world).round().await.unwrap();
            world.advance(jiff::SignedDuration::from_mins(6));
        }
        let mut to: Vec<String> = sink.letters().into_iter().map(|l| l.to).collect();
        to.sort_unstable();
        to.dedup();
        assert_eq!((to.len(), sink.letters().len()), (40, 40), "each once");
    }
}

fn server(sink: &Sink, tls: Tls, login: Option<(&str, &str)>) -> Server {
    let login = login
        .map(|(name, password)| Login { name: name.to_owned(), password: password.to_owned() });
    let host = deedwell_outbound::MailHost::parse("127.0.0.1", sink.port).unwrap();
    Server { host, tls, login, hello: "here.example".to_owned() }
}

fn pool(server: Server) -> Pool {
    Pool::new(mail().client, server, LIMITS, 2)
}

#[tokio::test]
async fn a_server_is_spoken_to_as_it_wants_and_not_without_what_was_asked() {
    let envelope = Envelope { from: "a@lamps.example", to: "ada@example.com" };
    let letter = b"Subject: x\r\n\r\n.\r\n..two\r\nMAIL FROM:<x>\r\n";
    for no_pipelining in [false, true] {
        let sink = Sink::open(Manner {
            no_pipelining,
            login: Some(("lamps", "secret")),
            ..Manner::default()
        })
        .await;
        let good = pool(server(&sink, Tls::None, Some(("lamps", "secret"))));
        assert!(matches!(good.deliver(envelope, letter).await, Outcome::Accepted(_)));
        assert!(matches!(good.deliver(envelope, letter).await, Outcome::Accepted(_)));
        let refused = good.deliver(Envelope { to: "refuse@example.com", ..envelope }, letter).await;
        assert!(matches!(refused, Outcome::Refused(reply) if reply.code == 550));
        assert!(matches!(good.deliver(envelope, letter).await, Outcome::Accepted(_)));
        assert_eq!(*sink.conversations.lock().unwrap(), 1, "one conversation for all");
        assert!(sink.letters().iter().all(|l| l.letter == letter), "byte for byte");
        let wrong = pool(server(&sink, Tls::None, Some(("lamps", "guess"))));
        let Outcome::NotBegun(trouble) = wrong.deliver(envelope, letter).await else { panic!() };
        assert_eq!(trouble.code, "email.sign_in_refused");
    }
    // A server that cannot, or says that it can and cannot.
    for (offers_tls, tls) in [(false, Tls::Required), (true, Tls::Required), (true, Tls::Offered)] {
        let sink = Sink::open(Manner { offers_tls, ..Manner::default() }).await;
        let Outcome::NotBegun(trouble) =
            pool(server(&sink, tls, None)).deliver(envelope, letter).await
        else {
            panic!()
        };
        assert_eq!((trouble.code, sink.letters().len()), ("email.no_tls", 0));
    }
    let sink = open_sink().await;
    let injected = Envelope { to: "a@b.de>\r\nRCPT TO:<eve@evil.example", ..envelope };
    assert!(matches!(
        pool(server(&sink, Tls::None, None)).deliver(injected, letter).await,
        Outcome::NotBegun(_)
    ));
    assert!(sink.letters().is_empty());
}

#[tokio::test]
async fn as_many_a_second_as_was_asked_for() {
    let world = shops().await.remove(0);
    let sink = open_sink().await;
    sends_through(&world, &sink, |s| s.domain_per_s = Some(50)).await;
    for n in 0..100 {
        asked(&world, &receipt(&format!("a{n}@slow.example"), &format!("s{n}"))).await;
        asked(&world, &receipt(&format!("a{n}@fast.example"), &format!("f{n}"))).await;
    }
    let begun = Instant::now();
    mailer(&world).round().await.unwrap();
    let took = begun.elapsed();
    assert_eq!(sink.letters().len(), 200);
    // A hundred to each of two domains, side by side.
    assert!(took > Duration::from_millis(1_850) && took < Duration::from_millis(3_500), "{took:?}");
}
