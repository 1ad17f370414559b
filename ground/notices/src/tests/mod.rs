//! Stories of what customers hear, on SQLite and, where `DEEDWELL_TEST_POSTGRES` names a server, on PostgreSQL.
//! The programme of these stories is a list of wishes: whoever signed one hears when it is granted.
mod wishes;

use deedwell_sending::store::{LetterRow, LettersAsk, letters};
use deedwell_sending::{Content, State};
use deedwell_testing::{Setting, World};
use deedwell_web::Role;
use deedwell_web::i18n::Language;
use jiff::SignedDuration;

use crate::acts;
use crate::how::How;
use crate::store;

async fn shops() -> Vec<World> {
    let mut setting = Setting::of(&wishes::WISHES)
        .and(crate::routes, crate::MESSAGES)
        .and(deedwell_sending::routes, deedwell_sending::MESSAGES);
    setting.migrations.push(deedwell_sending::MIGRATIONS);
    setting.migrations.push(crate::MIGRATIONS);
    setting.worlds().await
}

/// One round, as the server does each minute.
async fn minute(world: &World) -> u64 {
    world.walk().catch_up().await.unwrap();
    acts::keep(world.app(), world.organisation(), true).await.unwrap()
}

async fn reserved(world: &World) -> Vec<LetterRow> {
    let mut all = letters(&mut world.tx().await, &LettersAsk::default(), 500).await.unwrap();
    all.sort_by_key(|letter| letter.id);
    all
}

async fn says(world: &World, letter: &LetterRow) -> (String, String) {
    let mut tx = world.tx().await;
    match deedwell_sending::store::content(&mut tx, letter.content).await.unwrap() {
        Some(Content::Own(words)) => (words.subject, words.text),
        other => panic!("{other:?}"),
    }
}

/// Half past ten in the morning: the next letter of a day is due tomorrow.
fn later(world: &World) {
    world.advance(SignedDuration::from_mins(90));
}

#[tokio::test]
async fn everybody_who_took_part_hears_once_by_letter_and_always_on_the_site() {
    for world in shops().await {
        let mary = world.staff("Mary", Role::Owner);
        let (ada, grace, kurt) =
            (world.customer("Ada"), world.customer("Grace"), world.customer("Kurt"));
        for somebody in [&ada, &grace] {
            wishes::sign(&world, somebody, "lockers").await;
        }
        later(&world);
        wishes::grant(&world, &mary, "lockers", &ada).await;
        assert_eq!(minute(&world).await, 2, "two were told, and no letter is due yet");
        assert_eq!(minute(&world).await, 0, "asked again, nobody is told twice");
        assert!(reserved(&world).await.is_empty());
        let page = ada.reads("/my-notices").await;
        assert!(page.says("“lockers” was granted") && page.says("One is new."), "{}", page.text());
        assert!(kurt.reads("/my-notices").await.says("No news yet"));
        assert!(grace.reads("/my-notices").await.says("“lockers” was granted"));

        world.advance(SignedDuration::from_hours(23));
        assert_eq!(minute(&world).await, 2, "a letter each, in the morning");
        assert_eq!(minute(&world).await, 0);
        let letters = reserved(&world).await;
        let to: Vec<&str> = letters.iter().map(|l| l.address.as_str()).collect();
        assert_eq!(to, ["ada@shop.example", "grace@shop.example"]);
        let (subject, text) = says(&world, &letters[0]).await;
        assert_eq!(subject, "“lockers” was granted");
        assert!(text.contains("https://shop.deedwell.example/wishes/lockers"), "{text}");
        assert!(text.contains("https://shop.deedwell.example/my-notices"), "{text}");
        let topics = deedwell_sending::store::topics(&mut world.tx().await).await.unwrap();
        assert_eq!(topics[0].name, "What came of what I did");
    }
}

#[tokio::test]
async fn a_day_is_one_letter_and_of_each_thing_the_greatest_news() {
    for world in shops().await {
        let mary = world.staff("Mary", Role::Owner);
        let ada = world.customer("Ada");
        for wish in ["lockers", "a bench"] {
            wishes::sign(&world, &ada, wish).await;
        }
        later(&world);
        wishes::look_at(&world, &mary, "lockers", &ada).await;
        wishes::grant(&world, &mary, "lockers", &ada).await;
        wishes::look_at(&world, &mary, "a bench", &ada).await;
        minute(&world).await;
        world.advance(SignedDuration::from_hours(23));
        assert_eq!(minute(&world).await, 1);
        let letters = reserved(&world).await;
        assert_eq!(letters.len(), 1);
        let (subject, text) = says(&world, &letters[0]).await;
        assert_eq!(subject, "2 things you took part in have news");
        assert!(text.contains("“lockers” was granted") && text.contains("“a bench” is looked at"));
        assert!(!text.contains("“lockers” is looked at"), "{text}");
        let page = ada.reads("/my-notices").await;
        assert!(page.says("“lockers” is looked at"), "on the site all of it stands");
    }
}

#[tokio::test]
async fn they_choose_how_often_and_never_is_never() {
    for world in shops().await {
        let mary = world.staff("Mary", Role::Owner);
        let people = [("Ada", "at_once"), ("Grace", "week"), ("Kurt", "never"), ("Emmy", "day")];
        for (name, how) in people {
            let somebody = world.customer(name);
            wishes::sign(&world, &somebody, "lockers").await;
            let kept = somebody.posts("/my-notices/wish", &format!("how={how}")).await;
            assert_eq!(kept.location(), "/my-notices");
            assert!(somebody.follows(&kept).await.says("Kept."));
        }
        let ada = world.customer("Ada");
        assert_eq!(ada.posts("/my-notices/wish", "how=often").await.status(), 422);
        later(&world);
        wishes::grant(&world, &mary, "lockers", &ada).await;
        minute(&world).await;
        let to = |letters: Vec<LetterRow>| -> Vec<String> {
            letters.iter().map(|l| l.address.as_str().to_owned()).collect()
        };
        assert_eq!(to(reserved(&world).await), ["ada@shop.example"]);
        world.advance(SignedDuration::from_hours(23));
        minute(&world).await;
        assert_eq!(to(reserved(&world).await).len(), 2, "and Emmy, on Thursday");
        // It began on a Wednesday.
        world.advance(SignedDuration::from_hours(24 * 4));
        minute(&world).await;
        let all = to(reserved(&world).await);
        assert_eq!(all, ["ada@shop.example", "emmy@shop.example", "grace@shop.example"]);
        world.advance(SignedDuration::from_hours(24 * 30));
        minute(&world).await;
        assert_eq!(reserved(&world).await.len(), 3);
    }
}

#[tokio::test]
async fn who_changes_their_mind_changes_what_waits() {
    for world in shops().await {
        let mary = world.staff("Mary", Role::Owner);
        let ada = world.customer("Ada");
        wishes::sign(&world, &ada, "lockers").await;
        later(&world);
        wishes::grant(&world, &mary, "lockers", &ada).await;
        minute(&world).await;
        ada.posts("/my-notices/wish", "how=never").await;
        world.advance(SignedDuration::from_hours(48));
        minute(&world).await;
        assert!(reserved(&world).await.is_empty());
        let until = world.now().as_microsecond();
        let seen = ada.posts("/my-notices/seen", &format!("seen_until={until}")).await;
        assert!(ada.follows(&seen).await.says("Marked as seen."));
        assert_eq!(store::counts(&mut world.tx().await, ada.person().await).await.unwrap(), (1, 0));
        assert_eq!(ada.posts("/my-notices/seen", "seen_until=x").await.status(), 422);
    }
}

#[tokio::test]
async fn whoever_wrote_to_us_is_answered_at_once_and_alone() {
    for world in shops().await {
        let mary = world.staff("Mary", Role::Owner);
        let (ada, grace) = (world.customer("Ada"), world.customer("Grace"));
        for somebody in [&ada, &grace] {
            wishes::sign(&world, somebody, "lockers").await;
        }
        ada.posts("/my-notices/wish", "how=never").await;
        later(&world);
        wishes::answer(&world, &mary, "lockers", &ada).await;
        minute(&world).await;
        let letters = reserved(&world).await;
        assert_eq!(letters.len(), 1, "a service that they wait for");
        assert_eq!(letters[0].address.as_str(), "ada@shop.example");
        assert_eq!(
            (letters[0].state, letters[0].about.as_deref()),
            (State::Reserved, Some("wish/lockers"))
        );
        let (subject, text) = says(&world, &letters[0]).await;
        assert_eq!(subject, "You were answered about “lockers”");
        assert!(!text.contains("how often"), "{text}");
        assert!(grace.reads("/my-notices").await.says("No news yet"));
    }
}

#[tokio::test]
async fn where_no_mail_goes_or_staff_closed_the_topic_the_site_tells() {
    for world in shops().await {
        let mary = world.staff("Mary", Role::Owner);
        let ada = world.customer("Ada");
        wishes::sign(&world, &ada, "lockers").await;
        ada.posts("/my-notices/wish", "how=at_once").await;
        wishes::grant(&world, &mary, "lockers", &ada).await;
        world.walk().catch_up().await.unwrap();
        acts::keep(world.app(), world.organisation(), false).await.unwrap();
        assert!(reserved(&world).await.is_empty());
        minute(&world).await;
        assert!(reserved(&world).await.is_empty(), "what was not sent then is not sent later");
        wishes::look_at(&world, &mary, "lockers", &ada).await;
        minute(&world).await;
        assert_eq!(reserved(&world).await.len(), 1);
        let mut tx = world.tx().await;
        let staff = mary.staff().await;
        deedwell_sending::acts::close_topic(&mut tx, Some(staff), acts::TOPIC).await.unwrap();
        tx.commit().await.unwrap();
        wishes::grant(&world, &mary, "lockers", &ada).await;
        minute(&world).await;
        assert_eq!(reserved(&world).await.len(), 1);
        let (told, _) = store::counts(&mut world.tx().await, ada.person().await).await.unwrap();
        assert_eq!(told, 3);
    }
}

#[tokio::test]
async fn a_kill_between_any_two_steps_skips_nobody_and_tells_nobody_twice() {
    for world in shops().await {
        let mary = world.staff("Mary", Role::Owner);
        let ada = world.customer("Ada");
        wishes::sign(&world, &ada, "lockers").await;
        ada.posts("/my-notices/wish", "how=at_once").await;
        wishes::grant(&world, &mary, "lockers", &ada).await;
        let organisation = world.organisation();
        world.walk().catch_up().await.unwrap();
        // Each step is done, and then the server lives again and begins anew.
        acts::find(world.app(), organisation).await.unwrap();
        acts::find(world.app(), organisation).await.unwrap();
        assert_eq!(acts::tell(world.app(), organisation).await.unwrap(), 1);
        // As if the mark that all were told had not been written.
        let mut tx = world.tx().await;
        let undone = tx.query("update notice_cause set told_at = null where organisation = $1");
        tx.run(undone).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(acts::tell(world.app(), organisation).await.unwrap(), 0);
        assert_eq!(acts::send(world.app(), organisation, true).await.unwrap(), 1);
        assert_eq!(minute(&world).await, 0);
        assert_eq!(reserved(&world).await.len(), 1);
    }
}

#[tokio::test]
async fn a_thousand_hear_of_one_thing_and_two_who_are_one_hear_once() {
    for world in shops().await {
        let mary = world.staff("Mary", Role::Owner);
        let ada = world.customer("Ada");
        wishes::sign(&world, &ada, "lockers").await;
        wishes::sign_many(&world, "lockers", 2_500).await;
        wishes::grant(&world, &mary, "lockers", &ada).await;
        let mut told = 0;
        loop {
            match minute(&world).await {
                0 => break,
                more => told += more,
            }
        }
        assert_eq!(told, 2_501, "each once");
        let (grace, other) = (world.customer("Grace"), world.customer("Grace Hopper"));
        for somebody in [&grace, &other] {
            wishes::sign(&world, somebody, "a bench").await;
        }
        wishes::grant(&world, &mary, "a bench", &grace).await;
        minute(&world).await;
        let (one, two) = (grace.person().await, other.person().await);
        let mut tx = world.tx().await;
        let staff = mary.staff().await;
        deedwell_people::merge::merge(&mut tx, one, two, "The same", staff).await.unwrap();
        tx.commit().await.unwrap();
        let head = deedwell_people::head_of(&mut world.tx().await, two).await.unwrap();
        let counts = store::counts(&mut world.tx().await, head).await.unwrap();
        assert_eq!(counts, (1, 1), "one piece of news, whatever they were called");
    }
}

#[tokio::test]
async fn who_asks_sees_what_is_kept_and_who_is_forgotten_is_forgotten_here_too() {
    for world in shops().await {
        let mary = world.staff("Mary", Role::Owner);
        let (ada, grace) = (world.customer("Ada"), world.customer("Grace"));
        for somebody in [&ada, &grace] {
            wishes::sign(&world, somebody, "lockers").await;
        }
        ada.posts("/my-notices/wish", "how=week").await;
        wishes::grant(&world, &mary, "lockers", &ada).await;
        minute(&world).await;
        let of_ada = [ada.identity().await];
        let mut tx = world.tx().await;
        let held = store::holds(&mut tx, &of_ada).await.unwrap();
        assert_eq!(held["told"][0]["about"], "wish/lockers");
        assert_eq!(held["wishes"][0]["how"], "week");
        store::forget(&mut tx, &of_ada).await.unwrap();
        let held = store::holds(&mut tx, &of_ada).await.unwrap();
        assert_eq!(held.to_string(), r#"{"told":[],"wishes":[]}"#);
        let hows = store::wishes(&mut tx, &[ada.person().await]).await.unwrap();
        assert!(hows.is_empty(), "{hows:?}");
        let (told, _) = store::counts(&mut tx, grace.person().await).await.unwrap();
        assert_eq!(told, 1);
        tx.commit().await.unwrap();
        world.advance_days(500);
        let mut tx = world.tx().await;
        // Grace's letter is still due; what waits is not thrown away.
        assert_eq!(acts::tidy(&mut tx).await.unwrap(), 0);
        tx.commit().await.unwrap();
        minute(&world).await;
        let mut tx = world.tx().await;
        assert_eq!(acts::tidy(&mut tx).await.unwrap(), 2, "the notice, and what it was of");
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn every_language_says_all_of_it() {
    let keys = |code: &str| {
        let of = crate::MESSAGES.iter().filter(|(c, _)| *c == code);
        of.flat_map(|(_, source)| deedwell_web::i18n::keys(source)).collect::<Vec<_>>()
    };
    assert_eq!(keys("en"), keys("de"));
    assert!(keys("en").len() > 25);
    let english = Language::english();
    assert_eq!(english.code, "en");
    for how in How::ALL {
        assert_eq!(How::parse(how.name()), Some(how));
        let key = format!("notices-how-{}", how.name().replace('_', "-"));
        assert!(keys("en").contains(&key), "{key}");
    }
}
