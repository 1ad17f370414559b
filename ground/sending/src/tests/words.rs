//! What people say of topics, when and how much they are written to.

use jiff::SignedDuration;

use super::*;
use crate::acts::Says;
use crate::budget::{Cap, Span};
use crate::quiet::Quiet;
use crate::rules::Fewer;

#[tokio::test]
async fn nobody_is_written_to_who_did_not_ask() {
    for world in shops().await {
        topic(&world, "news", Basis::OptIn, false).await;
        let ada = world.customer("Ada");
        let first = news_to(&world, &ada, "Ada", "1").await;
        assert_eq!(send(&world).await.len(), 0);
        assert_eq!(stands(&world, first).await, (State::Suppressed, "no_consent".to_owned()));
        assert!(says(&world, &ada, "news", true, Says::Portal).await);
        assert!(!says(&world, &ada, "news", true, Says::Portal).await, "said before");
        news_to(&world, &ada, "Ada", "2").await;
        assert_eq!(send(&world).await.len(), 1);
        assert!(says(&world, &ada, "news", false, Says::Link).await);
        let third = news_to(&world, &ada, "Ada", "3").await;
        assert_eq!(send(&world).await.len(), 0);
        assert_eq!(stands(&world, third).await, (State::Suppressed, "unsubscribed".to_owned()));
        let said: Vec<String> = world.ledger().await;
        assert_eq!(
            said,
            [
                "System letters.topic_set",
                "Ada letters.subscribed",
                "Ada letters.accepted",
                "Ada letters.unsubscribed"
            ]
        );
        let mut tx = world.tx().await;
        let proofs = store::proofs_of(&mut tx, ada.person().await).await.unwrap();
        let told: Vec<_> =
            proofs.iter().map(|p| (p.given, p.proof.as_str(), p.shown.as_str())).collect();
        assert_eq!(
            told,
            [(false, "code", "Yes, send me news."), (true, "token", "Yes, send me news.")]
        );
    }
}

/// Between being taken and being handed over a minute may pass in which somebody objects.
#[tokio::test]
async fn a_no_takes_effect_before_the_next_letter_is_handed_over() {
    for world in shops().await {
        news(&world).await;
        let (ada, grace) = (world.customer("Ada"), world.customer("Grace"));
        let mine = news_to(&world, &ada, "Ada", "1").await;
        news_to(&world, &grace, "Grace", "2").await;
        let due = take(&world).await;
        assert_eq!(due.len(), 2);
        says(&world, &ada, "news", false, Says::Link).await;
        let came = hand(&world, &due).await;
        for (due, came) in due.iter().zip(came) {
            let should = if due.id == mine { HandOver::No("unsubscribed") } else { HandOver::Go };
            assert_eq!(came, should);
        }
        assert_eq!(stands(&world, mine).await.0, State::Suppressed);
    }
}

#[tokio::test]
async fn a_topic_with_double_opt_in_counts_once_the_link_is_answered() {
    for world in shops().await {
        topic(&world, "news", Basis::OptIn, true).await;
        let kurt = email("Kurt");
        let mut tx = world.tx().await;
        let seen =
            Seen { page: "/topics".to_owned(), peer: "192.0.2.7".to_owned(), ..Seen::default() };
        let (_, secret, _) = acts::ask(&mut tx, ("news", EMAIL), &kurt, &seen).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = world.tx().await;
        let sign = Sign::new(IdentityKind::Email, kurt.as_str(), "").unwrap();
        let before = deedwell_people::find_signs(&mut tx, std::iter::once(&sign)).await.unwrap();
        assert!(before.is_empty(), "who asked is nobody yet");
        assert!(acts::confirm(&mut tx, "made up", "", "").await.is_err());
        let topic = acts::confirm(&mut tx, secret.reveal(), "192.0.2.8", "Browser").await.unwrap();
        assert_eq!(topic.key, "news");
        acts::confirm(&mut tx, secret.reveal(), "192.0.2.8", "Browser").await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = world.tx().await;
        let known = deedwell_people::ensure(&mut tx, &sign, Proof::Code, "").await.unwrap();
        let proofs = store::proofs_of(&mut tx, known.person).await.unwrap();
        assert_eq!(proofs.len(), 1);
        assert_eq!((proofs[0].peer.as_str(), proofs[0].version), ("192.0.2.8", 1));
        drop(tx);
        let content = Content::Own(words("News"));
        let new = NewLetter::about_topic("news", kurt, known.identity, "1", content.clone());
        reserve(&world, &new).await;
        assert_eq!(send(&world).await.len(), 1);

        // Staff heard a yes on the telephone: that is one, and not twice.
        let ada = world.customer("Ada");
        let mary = world.staff("Mary", deedwell_web::Role::Owner).staff().await;
        says(&world, &ada, "news", true, Says::Staff(mary)).await;
        let heard = news_to(&world, &ada, "Ada", "2").await;
        assert_eq!(send(&world).await.len(), 0);
        assert_eq!(stands(&world, heard).await, (State::Suppressed, "no_consent".to_owned()));
        assert!(says(&world, &ada, "news", true, Says::Portal).await, "she says it herself");
        news_to(&world, &ada, "Ada", "3").await;
        assert_eq!(send(&world).await.len(), 1);
        world.advance(acts::CONFIRM_WITHIN);
        let mut tx = world.tx().await;
        assert!(acts::confirm(&mut tx, secret.reveal(), "", "").await.is_err(), "it is over");
    }
}

#[tokio::test]
async fn night_is_when_it_is_night_where_somebody_lives() {
    for world in shops().await {
        news(&world).await;
        let mut tx = world.tx().await;
        acts::set_quiet(&mut tx, None, Some(Quiet::new(21 * 60, 8 * 60).unwrap())).await.unwrap();
        tx.commit().await.unwrap();
        // It is nine in London, eighteen in Tokyo, four in New York.
        let (ada, grace, alan) =
            (world.customer("Ada"), world.customer("Grace"), world.customer("Alan"));
        trait_of(&world, &grace, "timezone", "America/New_York").await;
        trait_of(&world, &alan, "zone", "Nowhere/Land").await;
        for (who, name) in [(&ada, "Ada"), (&grace, "Grace"), (&alan, "Alan")] {
            news_to(&world, who, name, name).await;
        }
        let waits = news_to(&world, &grace, "Grace", "more").await;
        assert_eq!(
            send(&world).await.len(),
            2,
            "whose zone nobody knows lives where the shop does"
        );
        let row = row(&world, waits).await;
        assert_eq!((row.state, row.reason.as_str()), (State::Reserved, "quiet_hours"));
        assert_eq!(row.next_at, "2026-11-18T13:00:00Z".parse().unwrap());
        world.advance(SignedDuration::from_hours(4) - SignedDuration::from_secs(1));
        assert_eq!(send(&world).await.len(), 0);
        world.advance(SignedDuration::from_secs(1));
        assert_eq!(send(&world).await.len(), 2);
        // She moves between being taken and being handed over.
        news_to(&world, &grace, "Grace", "moved").await;
        let due = take(&world).await;
        trait_of(&world, &grace, "timezone", "Asia/Tokyo").await;
        assert_eq!(hand(&world, &due).await, [HandOver::No("quiet_hours")]);
    }
}

#[tokio::test]
async fn somebody_is_sent_no_more_than_they_may_be_and_less_if_they_wish() {
    for world in shops().await {
        news(&world).await;
        let ada = world.customer("Ada");
        let mut tx = world.tx().await;
        for (most, span) in [(1, Span::Day), (2, Span::Hours(7 * 24))] {
            let cap = Cap { id: None, channel: String::new(), most, span };
            acts::add_cap(&mut tx, None, &cap).await.unwrap();
        }
        let none = Cap { id: None, channel: String::new(), most: 0, span: Span::Day };
        assert_eq!(acts::add_cap(&mut tx, None, &none).await.unwrap_err().code(), "invalid.most");
        tx.commit().await.unwrap();
        let mut ids = Vec::new();
        for n in 0..4 {
            ids.push(news_to(&world, &ada, "Ada", &n.to_string()).await);
        }
        let mut sent = Vec::new();
        for day in 0..9 {
            for due in send(&world).await {
                sent.push((day, due.id));
            }
            world.advance_days(1);
        }
        let days: Vec<i32> = sent.iter().map(|(day, _)| *day).collect();
        assert_eq!(days, [0, 1], "the others were of no use after a week");
        for id in &ids[2..] {
            assert_eq!(stands(&world, *id).await, (State::Suppressed, "too_late".to_owned()));
        }
        // A receipt is not counted, and is not held back.
        reserve(&world, &receipt("Ada", "r")).await;
        assert_eq!(send(&world).await.len(), 1);

        let of = (ada.identity().await, ada.person().await);
        let mut tx = world.tx().await;
        acts::wish(&mut tx, of, Fewer::Month, 0).await.unwrap();
        tx.commit().await.unwrap();
        let waits = news_to(&world, &ada, "Ada", "5").await;
        assert_eq!(send(&world).await.len(), 0);
        assert_eq!(
            stands(&world, waits).await.0,
            State::Suppressed,
            "its week is over before the month"
        );
        let mut tx = world.tx().await;
        acts::wish(&mut tx, of, Fewer::AsUsual, 3).await.unwrap();
        tx.commit().await.unwrap();
        let waits = news_to(&world, &ada, "Ada", "6").await;
        assert_eq!(send(&world).await.len(), 0);
        assert_eq!(stands(&world, waits).await, (State::Reserved, "paused_by_them".to_owned()));
        world.advance_days(3);
        assert_eq!(send(&world).await.len(), 1);
    }
}

/// Who allowed something as one of two whom staff made one has not allowed it as the other, and whoever
/// objects as one of them objects as both.
#[tokio::test]
async fn a_merge_adds_no_consent_and_loses_no_objection() {
    for world in shops().await {
        topic(&world, "news", Basis::OptIn, false).await;
        let (ada, also) = (world.customer("Ada"), world.customer("Augusta"));
        says(&world, &ada, "news", true, Says::Portal).await;
        says(&world, &also, "news", true, Says::Portal).await;
        says(&world, &also, "news", false, Says::Portal).await;
        let mary = world.staff("Mary", deedwell_web::Role::Owner).staff().await;
        let (kept, merged) = (ada.person().await, also.person().await);
        let mut tx = world.tx().await;
        deedwell_people::merge::merge(&mut tx, kept, merged, "the same", mary).await.unwrap();
        tx.commit().await.unwrap();
        let id = news_to(&world, &ada, "Ada", "1").await;
        assert_eq!(send(&world).await.len(), 0);
        assert_eq!(stands(&world, id).await, (State::Suppressed, "unsubscribed".to_owned()));
        let mut tx = world.tx().await;
        assert_eq!(store::letters_of(&mut tx, kept, 10).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn whoever_is_forgotten_is_not_written_to() {
    for world in shops().await {
        news(&world).await;
        let mut new = receipt("Ada", "1");
        // An identity that is not here any more.
        new.identity = Some(world.db().clock().new_id());
        let id = reserve(&world, &new).await;
        assert_eq!(send(&world).await.len(), 0);
        assert_eq!(stands(&world, id).await, (State::Suppressed, "forgotten".to_owned()));
    }
}
