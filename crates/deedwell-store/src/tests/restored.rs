//! The order of the log when its transactions are counted by another cluster than before.

use deedwell_core::{Action, Channel, Initiator, Part, Position};

use super::{Place, places};
use crate::{MIGRATIONS, Query, Readers};

/// Further than any cluster of a test comes.
const FAR: i64 = 1_000_000_000;

#[tokio::test]
async fn after_a_restore_the_log_is_read_whole_and_goes_on_at_its_end() {
    for place in on_postgres().await {
        records(&place, "first").await;
        let second = records(&place, "second").await;
        comes_from_afar(&place).await;
        assert_eq!(reads(&place, Position::default()).await, [""; 0], "still unread");

        place.db.migrate(MIGRATIONS).await.unwrap();
        assert_eq!(reads(&place, Position::default()).await, ["first", "second"]);
        let third = records(&place, "third").await;
        assert!(third.tx > second.tx + FAR);
        // A start that has nothing to mend changes nothing; a second restore is mended like the first.
        place.db.migrate(MIGRATIONS).await.unwrap();
        let fourth = records(&place, "fourth").await;
        assert!(third.tx < fourth.tx && fourth.tx < third.tx + FAR);
        comes_from_afar(&place).await;
        place.db.migrate(MIGRATIONS).await.unwrap();
        records(&place, "fifth").await;
        let all = reads(&place, Position::default()).await;
        assert_eq!(all, ["first", "second", "third", "fourth", "fifth"]);
    }
}

/// Everything was sealed and forgotten; only the sealed place remembers how far the log had come.
#[tokio::test]
async fn what_was_forgotten_stays_before_what_comes() {
    for place in on_postgres().await {
        let only = records(&place, "only").await;
        comes_from_afar(&place).await;
        place.db.migrate(MIGRATIONS).await.unwrap();
        let sealed = Position { tx: only.tx + FAR, ..only };
        let mut tx = place.db.system().await.unwrap();
        let now = tx.now();
        assert_eq!(Readers::forget(&mut tx, place.ours, sealed, now).await.unwrap(), 1);
        // As in a dump of a cluster that had come to there by itself.
        tx.run(Query::new("update log_count set base = 0")).await.unwrap();
        tx.commit().await.unwrap();

        place.db.migrate(MIGRATIONS).await.unwrap();
        assert!(records(&place, "next").await > sealed);
        assert_eq!(reads(&place, sealed).await, ["next"]);
    }
}

async fn on_postgres() -> Vec<Place> {
    places().await.into_iter().filter(|place| !place.db.is_sqlite()).collect()
}

/// What a dump brings from a cluster with many more transactions behind it.
async fn comes_from_afar(place: &Place) {
    let mut tx = place.db.system().await.unwrap();
    let further = Query::new("update block set tx = tx + $1").bind(FAR);
    tx.run(further).await.unwrap();
    tx.commit().await.unwrap();
}

/// Once it can be read: other stories' transactions hold readers back for a moment.
async fn records(place: &Place, name: &'static str) -> Position {
    let mut tx = place.db.write(place.ours).await.unwrap();
    let action = Action {
        id: tx.new_id(),
        message: None,
        unit: None,
        part: Part::System,
        subject: tx.new_id(),
        at: tx.now(),
        received_at: tx.now(),
        zone: None,
        channel: Channel::SITE,
        initiator: Initiator::Company,
        name: name.into(),
        about: None,
        counterpart: None,
        value: None,
        facts: String::new(),
    };
    tx.record_many(vec![action]).unwrap();
    let position = tx.commit().await.unwrap().unwrap();
    while place.db.log_end().await.unwrap() < position {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    position
}

/// What both ways of reading say.
async fn reads(place: &Place, after: Position) -> Vec<String> {
    let of_all = place.db.blocks_after(after, usize::MAX).await.unwrap();
    let ours = place.db.blocks_of(place.ours, after, usize::MAX).await.unwrap();
    let places = |blocks: &[crate::Block]| blocks.iter().map(|b| b.position).collect::<Vec<_>>();
    assert_eq!(places(&of_all), places(&ours));
    ours.iter().flat_map(|b| b.actions().unwrap()).map(|a| a.name.into_owned()).collect()
}
