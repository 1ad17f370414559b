use deedwell_core::{Error, Who};
use deedwell_testing::{Setting, Somebody, World};
use deedwell_web::Role;
use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};

use crate::acts::{self, Adding, Allowance};
use crate::limits::MOST_FILES;
use crate::picture::make;
use crate::store;

async fn worlds() -> Vec<World> {
    Setting { migrations: vec![crate::MIGRATIONS], ..Setting::default() }.worlds().await
}

async fn who(somebody: &Somebody) -> Who {
    Who::Customer { identity: somebody.identity().await, person: somebody.person().await }
}

fn scratch() -> Adding {
    let mut bytes = Vec::new();
    let picture = RgbImage::from_pixel(400, 200, Rgb([90, 90, 90]));
    JpegEncoder::new_with_quality(&mut bytes, 80).encode_image(&picture).unwrap();
    let name = "../\"scratch\"\r\n.jpeg".to_owned();
    Adding { made: make(bytes).unwrap(), name, alt: " A  scratch\n on the lid ".to_owned() }
}

fn bill() -> Adding {
    let made = make(b"%PDF-1.7\n%%EOF\n".to_vec()).unwrap();
    Adding { made, name: "bill.pdf".to_owned(), alt: String::new() }
}

const REMOVED: &str = "complaints.file_removed";
const ABOUT: (&str, &str) = ("complaint/1", "words/1");

#[tokio::test]
async fn what_is_added_comes_back_as_it_was_made() {
    for world in worlds().await {
        let ada = who(&world.customer("Ada")).await;
        let mut tx = world.tx().await;
        let sent = vec![scratch(), bill()];
        let ids = acts::add(&mut tx, ada, ABOUT, sent, Allowance::default()).await.unwrap();
        tx.commit().await.unwrap();

        let mut tx = world.tx().await;
        let files = store::files(&mut tx, ABOUT.0).await.unwrap();
        assert_eq!(files.iter().map(|f| f.id).collect::<Vec<_>>(), ids);
        let (picture, pdf) = (&files[0], &files[1]);
        assert_eq!(
            (picture.name.as_str(), picture.alt.as_str()),
            ("_scratch_.jpg", "A scratch on the lid")
        );
        assert_eq!((picture.sides, pdf.sides), (Some((400, 200)), None));
        let made = scratch().made;
        let whole = store::content(&mut tx, ids[0], false).await.unwrap();
        assert_eq!(whole.as_ref(), Some(&made.bytes));
        let small = store::content(&mut tx, ids[0], true).await.unwrap();
        assert_eq!(small, made.picture.map(|p| p.small));
        assert_eq!(store::content(&mut tx, ids[1], true).await.unwrap(), None);
        assert_eq!(store::files(&mut tx, "complaint/2").await.unwrap(), []);
    }
}

#[tokio::test]
async fn words_that_are_not_kept_leave_no_file_behind() {
    for world in worlds().await {
        let ada = who(&world.customer("Ada")).await;
        let mut tx = world.tx().await;
        acts::add(&mut tx, ada, ABOUT, vec![scratch()], Allowance::default()).await.unwrap();
        drop(tx);
        let mut tx = world.tx().await;
        assert_eq!(store::files(&mut tx, ABOUT.0).await.unwrap(), []);
    }
}

#[tokio::test]
async fn nobody_of_another_organisation_finds_a_file() {
    for world in worlds().await {
        let ada = who(&world.customer("Ada")).await;
        let mut tx = world.tx().await;
        let sent = vec![scratch()];
        let ids = acts::add(&mut tx, ada, ABOUT, sent, Allowance::default()).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = world.db().write(world.elsewhere()).await.unwrap();
        assert_eq!(store::file(&mut tx, ids[0]).await.unwrap(), None);
        assert_eq!(store::content(&mut tx, ids[0], false).await.unwrap(), None);
        assert_eq!(store::files(&mut tx, ABOUT.0).await.unwrap(), []);
        assert!(!store::remove(&mut tx, ids[0]).await.unwrap());
        tx.commit().await.unwrap();
        let mut tx = world.tx().await;
        assert!(store::content(&mut tx, ids[0], false).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn a_message_has_no_more_than_four() {
    for world in worlds().await {
        let ada = who(&world.customer("Ada")).await;
        let mut tx = world.tx().await;
        let five = vec![bill(); MOST_FILES + 1];
        let all = Allowance::default();
        let error = acts::add(&mut tx, ada, ABOUT, five, all).await.unwrap_err();
        assert_eq!(error.code(), "files.many");
        drop(tx);
        let mut tx = world.tx().await;
        acts::add(&mut tx, ada, ABOUT, vec![bill(); MOST_FILES], all).await.unwrap();
        let error = acts::add(&mut tx, ada, ABOUT, vec![bill()], all).await.unwrap_err();
        assert_eq!(error.code(), "files.many", "not one after the other either");
        acts::add(&mut tx, ada, (ABOUT.0, "words/2"), vec![bill()], all).await.unwrap();
        let mut long = bill();
        long.alt = "ä".repeat(301);
        let error = acts::add(&mut tx, ada, (ABOUT.0, "words/3"), vec![long], all).await;
        assert_eq!(error.unwrap_err().code(), "invalid.alt");
    }
}

#[tokio::test]
async fn a_day_has_an_allowance_for_each_and_for_all() {
    for world in worlds().await {
        let ada = who(&world.customer("Ada")).await;
        let bert = who(&world.customer("Bert")).await;
        let one = i64::try_from(bill().made.bytes.len()).unwrap();
        let allowance = Allowance { person: 2 * one, all: 3 * one };
        let add = async |who: Who, part: &str| {
            let mut tx = world.tx().await;
            acts::add(&mut tx, who, (ABOUT.0, part), vec![bill()], allowance).await?;
            tx.commit().await
        };
        add(ada, "1").await.unwrap();
        add(ada, "2").await.unwrap();
        let Err(Error::TooMany { sentence, .. }) = add(ada, "3").await else { panic!("a third") };
        assert!(sentence.contains("from you"), "{sentence}");
        add(bert, "4").await.unwrap();
        let Err(Error::TooMany { sentence, .. }) = add(bert, "5").await else { panic!("a fourth") };
        assert!(sentence.contains("here today"), "{sentence}");
        world.advance_days(1);
        add(ada, "6").await.unwrap();
    }
}

#[tokio::test]
async fn staff_take_a_file_away_for_good_and_say_why() {
    for world in worlds().await {
        let ada = who(&world.customer("Ada")).await;
        let mary = world.staff("Mary", Role::Owner).staff().await;
        let mut tx = world.tx().await;
        let sent = vec![scratch(), bill()];
        let ids = acts::add(&mut tx, ada, ABOUT, sent, Allowance::default()).await.unwrap();
        let error = acts::remove(&mut tx, (mary, REMOVED), ids[0], "  ").await.unwrap_err();
        assert_eq!(error.code(), "invalid.why");
        acts::remove(&mut tx, (mary, REMOVED), ids[0], "Shows somebody's card.").await.unwrap();
        let again = acts::remove(&mut tx, (mary, REMOVED), ids[0], "Again.").await.unwrap_err();
        assert_eq!(again.code(), "missing.file");
        tx.commit().await.unwrap();
        let mut tx = world.tx().await;
        assert_eq!(store::content(&mut tx, ids[0], false).await.unwrap(), None);
        assert_eq!(store::content(&mut tx, ids[0], true).await.unwrap(), None);
        let find = tx.query(
            "select detail from audit where organisation = $1 and deed = 'complaints.file_removed'",
        );
        let detail = tx.one(find).await.unwrap().text("detail").unwrap();
        assert!(detail.contains("somebody's card") && detail.contains(&ids[0].to_string()));
        assert_eq!(acts::remove_all_of(&mut tx, ABOUT.0).await.unwrap(), 1);
        assert_eq!(store::files(&mut tx, ABOUT.0).await.unwrap(), []);
    }
}

#[tokio::test]
async fn who_is_forgotten_leaves_no_file_and_others_keep_theirs() {
    for world in worlds().await {
        let (ada, bert) = (world.customer("Ada"), world.customer("Bert"));
        let identity = ada.identity().await;
        let mut tx = world.tx().await;
        for (who, sent) in [(who(&ada).await, scratch()), (who(&bert).await, bill())] {
            acts::add(&mut tx, who, ABOUT, vec![sent], Allowance::default()).await.unwrap();
        }
        let held = acts::holds(&mut tx, &[identity]).await.unwrap();
        assert_eq!(held["files"].as_array().unwrap().len(), 1);
        assert_eq!(held["files"][0]["name"], "_scratch_.jpg");
        acts::forget(&mut tx, &[identity]).await.unwrap();
        let held = acts::holds(&mut tx, &[identity]).await.unwrap();
        assert_eq!(held["files"].as_array().unwrap().len(), 0);
        let left = store::files(&mut tx, ABOUT.0).await.unwrap();
        assert_eq!(left.iter().map(|f| f.name.as_str()).collect::<Vec<_>>(), ["bill.pdf"]);
        let count = tx.query("select count(*) as n from file_content where organisation = $1");
        assert_eq!(tx.one(count).await.unwrap().number("n").unwrap(), 1);
    }
}
