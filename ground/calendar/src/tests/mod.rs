//! Stories about hours and days, on both databases.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use deedwell_core::{Clock, Id, Organisation, Staff, Timestamp};
use deedwell_store::{Db, Options, Tx};
use jiff::SignedDuration;

use crate::hours::{Span, Week};
use crate::{acts, store};

const RUTH: Id<Staff> = Id::from_uuid(uuid::Uuid::from_u128(0xaa));

struct World {
    db: Db,
    organisation: Id<Organisation>,
    folder: Option<PathBuf>,
}

impl Drop for World {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            drop(std::fs::remove_dir_all(folder));
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "stories are told which databases there are")]
fn server() -> Option<String> {
    std::env::var("DEEDWELL_TEST_POSTGRES").ok()
}

async fn worlds() -> Vec<World> {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let name = format!("calendar_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::SeqCst));
    let folder = std::env::temp_dir().join(format!("deedwell_{name}"));
    std::fs::create_dir_all(&folder).unwrap();
    let url = format!("sqlite:{}", folder.join("state.db").display());
    let mut worlds = vec![world(&url, None, Some(folder)).await];
    if let Some(url) = server() {
        let plain = Db::open(&url, Options { durable: false, ..Options::default() }).await.unwrap();
        let mut tx = plain.system().await.unwrap();
        let sql: &'static str = format!("create schema {name}").leak();
        tx.run(tx.query_all(sql)).await.unwrap();
        tx.commit().await.unwrap();
        plain.close().await;
        worlds.push(world(&url, Some(name), None).await);
    }
    worlds
}

async fn world(url: &str, schema: Option<String>, folder: Option<PathBuf>) -> World {
    let clock = Clock::held("2026-11-18T09:00:00Z".parse().unwrap());
    let db = Db::open(url, Options { clock, durable: false, schema }).await.unwrap();
    db.migrate(&[deedwell_store::MIGRATIONS, crate::MIGRATIONS].concat()).await.unwrap();
    let organisation: Id<Organisation> = db.clock().new_id();
    let mut tx = db.write(organisation).await.unwrap();
    let insert = tx.query(
        "insert into organisation (organisation, name, slug, currency, zone, language, created_at)
         values ($1, 'Fell & Vale', $2, 'GBP', 'Europe/London', 'en', 0)",
    );
    tx.run(insert.bind(organisation.to_string())).await.unwrap();
    tx.commit().await.unwrap();
    World { db, organisation, folder }
}

impl World {
    async fn tx(&self) -> Tx {
        self.db.write(self.organisation).await.unwrap()
    }
}

const HOLIDAYS: &str = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20201225\nRRULE:FREQ=YEARLY\nSUMMARY:Christmas Day\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261224\nSUMMARY:Eve\nEND:VEVENT\nEND:VCALENDAR\n";

#[tokio::test]
async fn hours_are_nine_to_five_until_somebody_says_otherwise() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let before = store::calendar(&mut tx).await.unwrap();
        assert_eq!((before.zone_name(), before.week()), ("Europe/London", &Week::usual()));
        let late = Span::parse_day("12-20").unwrap();
        let week = Week::new(std::array::from_fn(|_| late.clone())).unwrap();
        acts::set_hours(&mut tx, RUTH, " Europe/Berlin ", &week).await.unwrap();
        acts::set_hours(&mut tx, RUTH, "Europe/Berlin", &week).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = world.tx().await;
        let after = store::calendar(&mut tx).await.unwrap();
        assert_eq!((after.zone_name(), after.week()), ("Europe/Berlin", &week));
        let noon: Timestamp = "2026-11-18T11:00:00Z".parse().unwrap();
        let due = after.after(noon, SignedDuration::from_hours(9)).unwrap();
        assert_eq!(due.to_string(), "2026-11-19T12:00:00Z");
        let never = Week::new(std::array::from_fn(|_| Vec::new())).unwrap();
        let refused = acts::set_hours(&mut tx, RUTH, "Europe/Berlin", &never).await.unwrap_err();
        assert_eq!(refused.code(), "invalid.hours");
        let nowhere = acts::set_hours(&mut tx, RUTH, "Nowhere", &week).await.unwrap_err();
        assert_eq!(nowhere.code(), "invalid.zone");
    }
}

#[tokio::test]
async fn holidays_of_a_file_are_taken_again_and_taken_back_and_typed_days_stay() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let eve = "2026-12-24".parse().unwrap();
        let half = Span::parse_day("9-12").unwrap()[0];
        acts::set_day(&mut tx, RUTH, eve, "Half a day", Some(half)).await.unwrap();
        for _ in 0..2 {
            let feed = acts::take_feed(&mut tx, RUTH, "England", HOLIDAYS).await.unwrap();
            assert_eq!(feed.days.len(), 7, "six Christmases and an eve");
            let days = store::days(&mut tx).await.unwrap();
            assert_eq!(days.len(), 7);
            assert_eq!((days[0].name.as_str(), days[0].hours), ("Half a day", Some(half)));
        }
        assert_eq!(store::feeds(&mut tx).await.unwrap()["England"], 6);
        let calendar = store::calendar(&mut tx).await.unwrap();
        assert!(!calendar.is_business_day("2030-12-25".parse().unwrap()));
        assert_eq!(acts::remove_feed(&mut tx, RUTH, "England").await.unwrap(), 6);
        acts::remove_day(&mut tx, RUTH, eve).await.unwrap();
        assert!(store::days(&mut tx).await.unwrap().is_empty());
        assert!(acts::remove_day(&mut tx, RUTH, eve).await.is_err());
        let nothing = acts::take_feed(&mut tx, RUTH, "x", "BEGIN:VCALENDAR\n").await.unwrap_err();
        assert_eq!(nothing.code(), "invalid.feed");
    }
}
