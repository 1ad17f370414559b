//! A PostgreSQL state, backed up and restored into another cluster, which counts its transactions
//! from further down. Needs PostgreSQL's programs; where they are not, it is left out and says so.
mod cluster;

use std::path::Path;

use deedwell_core::{Id, Organisation, Position};
use deedwell_ledger::lake::{Limits, read_actions};

use self::cluster::Cluster;
use crate::commands::{backup, seal};
use crate::config::Config;
use crate::jobs::tests::visit;
use crate::wiring::{self, Parts};

/// The shop's founding and twice three visits.
const STAND: usize = 7;
/// What of it was sealed: how often, after the visits.
const SEALED: [(&str, usize); 3] = [("nothing", 0), ("a part", 1), ("everything", 2)];

#[tokio::test]
async fn the_log_goes_on_in_another_cluster() {
    let (Some(old), Some(new)) = (Cluster::begin(), Cluster::begin()) else {
        eprintln!("left out: PostgreSQL's initdb is not here");
        return;
    };
    old.goes_through_transactions(12_000);
    for (what, sealed) in SEALED {
        let folder = tempfile::tempdir().unwrap();
        let (before, copy) = (folder.path().join("before"), folder.path().join("copy"));
        let name = format!("shop_{sealed}");
        let config = config(&before, old.database(&name));
        let (shop, last, due) = lives_for_a_while(&config, sealed).await;
        backup::run(&config, &copy).await.unwrap();

        let after = folder.path().join("after");
        let url = new.database(&name);
        new.restores(&copy.join(backup::POSTGRES), &name);
        copies(&copy, &after);
        assert!(new.next_transaction() < last.tx, "counts from further down, or this says nothing");
        goes_on(&self::config(&after, url), shop, due, what).await;
    }
}

fn config(data: &Path, database: String) -> Config {
    let flags = [("data", data.to_string_lossy().into_owned()), ("database", database)];
    Config::read(&flags.into_iter().collect(), None).unwrap()
}

/// The shop, where its last action stands, and all of them.
async fn lives_for_a_while(
    config: &Config,
    sealed: usize,
) -> (Id<Organisation>, Position, Vec<Seen>) {
    let parts = wiring::open(config).await.unwrap();
    let new = deedwell_console::acts::NewOrganisation::checked("Shop", "GBP", "UTC", "en").unwrap();
    let shop = deedwell_console::acts::add_organisation(&parts.db, &new).await.unwrap();
    let mut last = Position::default();
    for block in 0..2 {
        last = is_visited(&parts, shop).await;
        if block < sealed {
            assert!(seal::one(&parts, shop).await.unwrap() >= 3);
        }
    }
    if sealed == 2 {
        forgets_blocks(&parts, shop).await;
    }
    let due = sees(&parts, shop).await;
    assert_eq!(due.len(), STAND);
    parts.db.close().await;
    (shop, last, due)
}

async fn goes_on(config: &Config, shop: Id<Organisation>, mut due: Vec<Seen>, what: &str) {
    let parts = wiring::open(config).await.unwrap();
    assert_eq!(sees(&parts, shop).await, due, "{what} was sealed");
    assert_eq!(parts.ledger.reach(shop).sequence, STAND as i64, "{what} was sealed");
    is_visited(&parts, shop).await;
    let all = sees(&parts, shop).await;
    assert_eq!((&all[..STAND], all.len()), (&due[..], STAND + 3), "{what} was sealed");
    due = all;
    // Another start changes nothing.
    parts.db.close().await;
    let parts = wiring::open(config).await.unwrap();
    assert_eq!(sees(&parts, shop).await, due, "{what} was sealed");
    seal::one(&parts, shop).await.unwrap();
    let contents = parts.lake.contents(shop).await.unwrap();
    let rows: i64 = contents.files.iter().map(|f| f.rows).sum();
    assert_eq!(
        (contents.sequence, rows),
        (due.len() as i64, due.len() as i64),
        "{what} was sealed"
    );
    forgets_blocks(&parts, shop).await;
    assert_eq!(sees(&parts, shop).await, due, "{what} was sealed");
    parts.ledger.catch_up().await.unwrap();
    assert_eq!(parts.ledger.reach(shop).sequence, due.len() as i64);
    assert_eq!(parts.ledger.troubles(), []);
    assert_eq!(parts.lake.check(shop).await.unwrap(), [""; 0]);
    parts.db.close().await;
}

/// Three come by, in one block.
async fn is_visited(parts: &Parts, shop: Id<Organisation>) -> Position {
    let mut tx = parts.db.write(shop).await.unwrap();
    tx.record_many((0..3).map(|_| visit(&parts.db)).collect()).unwrap();
    let position = tx.commit().await.unwrap().unwrap();
    while parts.db.log_end().await.unwrap() < position {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    position
}

/// As if ten minutes had gone by since everything was sealed.
async fn forgets_blocks(parts: &Parts, shop: Id<Organisation>) {
    let limits = Limits { forget_after: jiff::SignedDuration::ZERO, ..Limits::default() };
    let lake = parts.lake.clone().with_limits(limits);
    lake.seal(shop, Position::default(), &Default::default()).await.unwrap();
    let left = parts.db.blocks_of(shop, Position::default(), usize::MAX).await.unwrap();
    assert_eq!(left.len(), 0);
}

/// An action by its number.
type Seen = (i64, String);

/// What a reader of files and log sees.
async fn sees(parts: &Parts, shop: Id<Organisation>) -> Vec<Seen> {
    let contents = parts.lake.contents(shop).await.unwrap();
    let mut seen = Vec::new();
    for file in &contents.files {
        let actions = read_actions(&file.path).unwrap();
        seen.extend(actions.into_iter().map(|(number, action)| (number, action.id.to_string())));
    }
    seen.sort_unstable();
    let blocks = parts.db.blocks_of(shop, contents.sealed, usize::MAX).await.unwrap();
    let actions = blocks.iter().flat_map(|block| block.actions().unwrap());
    seen.extend((contents.sequence + 1..).zip(actions.map(|action| action.id.to_string())));
    seen
}

/// What the handbook says: the folder `lake`, into the new data directory.
fn copies(backup: &Path, data: &Path) {
    std::fs::create_dir_all(data).unwrap();
    if backup.join("lake").exists() {
        cluster::run(
            "cp",
            &["-r", &backup.join("lake").to_string_lossy(), &data.to_string_lossy()],
        );
    }
}
