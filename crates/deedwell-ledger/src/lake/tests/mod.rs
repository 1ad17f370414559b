//! Stories of the lake, on SQLite and, where `DEEDWELL_TEST_POSTGRES` names a server, on PostgreSQL.

mod compaction;
mod erasing;
mod publishing;
mod round_trip;
mod sealing;

use std::collections::BTreeSet;
use std::path::PathBuf;

use deedwell_core::{
    Action, Channel, Clock, Currency, Id, Initiator, Money, Organisation, Part, Position, Timestamp,
};
use deedwell_store::{Catalogue, Db, Options};

use super::{Lake, Limits, Numbered, read_actions, read_ids};
use crate::fingerprint::fingerprint;

/// One database, one lake, one organisation, and a clock that stands still. It stands late enough for
/// every file to be old.
struct World {
    db: Db,
    lake: Lake,
    organisation: Id<Organisation>,
    folder: tempfile::TempDir,
    clock: Clock,
    /// On PostgreSQL: the server, and our schema on it.
    server: Option<(String, String)>,
}

const LATE: &str = "2100-01-01T00:00:00Z";

async fn worlds() -> Vec<World> {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("deedwell.db").display());
    let mut worlds = vec![world(&url, folder, None).await];
    #[expect(clippy::disallowed_methods, reason = "stories are told where to find PostgreSQL")]
    if let Ok(server) = std::env::var("DEEDWELL_TEST_POSTGRES") {
        // Every schema of one server, so that stories can run side by side.
        let id = Clock::Real.new_uuid().simple().to_string();
        let schema = format!("t{}", &id[id.len() - 12..]);
        let db = Db::open(&server, Options::default()).await.unwrap();
        Catalogue::beside(&db, &schema).await.unwrap().commit().await.unwrap();
        db.close().await;
        let folder = tempfile::tempdir().unwrap();
        worlds.push(world(&server, folder, Some(schema)).await);
    }
    worlds
}

async fn world(url: &str, folder: tempfile::TempDir, schema: Option<String>) -> World {
    let clock = Clock::held(LATE.parse().unwrap());
    let options = Options { clock: clock.clone(), durable: false, schema: schema.clone() };
    let db = Db::open(url, options).await.unwrap();
    db.migrate(&[deedwell_store::MIGRATIONS, crate::MIGRATIONS].concat()).await.unwrap();
    let limits = Limits { rows: 100, fan_in: 4, ..Limits::default() };
    let lake = Lake::new(db.clone(), folder.path()).unwrap().with_limits(limits);
    let organisation = clock.new_id();
    World { db, lake, organisation, folder, clock, server: schema.map(|s| (url.to_owned(), s)) }
}

impl World {
    /// Records actions in one transaction, and waits until readers may see them.
    async fn records(&self, organisation: Id<Organisation>, actions: &[Action]) -> Position {
        let mut tx = self.db.write(organisation).await.unwrap();
        tx.record_many(actions.to_vec()).unwrap();
        let position = tx.commit().await.unwrap().unwrap();
        // On PostgreSQL other stories' transactions hold readers back for a moment.
        while self.db.log_end().await.unwrap() < position {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        position
    }

    /// Records so many actions a block, and seals each block by itself.
    async fn seals(&self, blocks: usize, actions: usize) -> Vec<Numbered> {
        let mut all = Vec::new();
        for block in 0..blocks {
            let from = self.lake.contents(self.organisation).await.unwrap().sequence;
            let made = plain(actions, from as u64 * 7 + block as u64);
            let up_to = self.records(self.organisation, &made).await;
            let sealed = self.lake.seal(self.organisation, up_to, &BTreeSet::new()).await.unwrap();
            assert!(sealed.published && !sealed.overtaken);
            all.extend((from + 1..).zip(made));
        }
        all
    }

    /// What a reader of files and log sees: every action once, by its number.
    async fn sees(&self) -> Vec<Numbered> {
        self.sees_of(self.organisation).await
    }

    async fn sees_of(&self, organisation: Id<Organisation>) -> Vec<Numbered> {
        let contents = self.lake.contents(organisation).await.unwrap();
        let mut seen = Vec::new();
        for file in &contents.files {
            let actions = read_actions(&file.path).unwrap();
            assert_eq!(actions.len() as i64, file.rows);
            let mut messages: Vec<u128> =
                actions.iter().filter_map(|(_, a)| a.message.as_deref().map(fingerprint)).collect();
            messages.sort_unstable();
            assert_eq!(messages, read_ids(&file.ids).unwrap());
            seen.extend(actions);
        }
        let mut next = contents.sequence;
        for block in self.db.blocks_of(organisation, contents.sealed, usize::MAX).await.unwrap() {
            for action in block.actions().unwrap() {
                next += 1;
                seen.push((next, action));
            }
        }
        seen.sort_by_key(|(seq, _)| *seq);
        seen
    }

    /// Files on the disk, temporary ones too.
    fn files(&self) -> Vec<PathBuf> {
        let folder = self.lake.actions_folder(self.organisation);
        let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
        let mut files: Vec<PathBuf> = entries.map(|e| e.unwrap().path()).collect();
        files.sort();
        files
    }

    async fn is_well(&self) {
        assert_eq!(self.lake.check(self.organisation).await.unwrap(), Vec::<String>::new());
    }

    async fn ends(self) {
        self.db.close().await;
        let Some((server, schema)) = self.server else { return };
        let db = Db::open(&server, Options::default()).await.unwrap();
        let mut any = Catalogue::beside(&db, &schema).await.unwrap();
        let ours = "select nspname::text as name from pg_namespace where nspname like $1 || '%'";
        for row in any.list(ours.into(), vec![schema.as_str().into()]).await.unwrap() {
            let name = row.text("name").unwrap();
            any.run(format!("drop schema \"{name}\" cascade"), Vec::new()).await.unwrap();
        }
        any.commit().await.unwrap();
        db.close().await;
    }
}

fn everything() -> Position {
    Position { tx: i64::MAX, block: i64::MAX }
}

fn none() -> BTreeSet<i64> {
    BTreeSet::new()
}

/// Ordinary actions of a handful of people.
fn plain(count: usize, seed: u64) -> Vec<Action> {
    (0..count as u64).map(|n| any_action(seed.wrapping_mul(1_000_003).wrapping_add(n))).collect()
}

/// An action that is any action: the bits of `seed`, well stirred, decide every field.
fn any_action(seed: u64) -> Action {
    let mut state = seed;
    let mut chance = move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    let texts = [
        "",
        "a",
        "ideas.voted",
        "Bestellung – größer",
        "日本語",
        "😀\u{200d}",
        "O'Brien\"\\\n\t",
        "\0",
    ];
    let text = |n: u64| texts[n as usize % texts.len()].to_owned();
    let uuid = uuid::Uuid::from_u64_pair(chance(), chance());
    let person = uuid::Uuid::from_u64_pair(u64::MAX / 7 * (chance() % 7), 1);
    let at = Timestamp::from_microsecond(1_780_000_000_000_000 + (chance() >> 20) as i64);
    Action {
        id: Id::from_uuid(uuid),
        message: (chance() % 3 > 0).then(|| format!("{}{}", text(chance()), chance())),
        unit: (chance() % 2 == 0).then(|| Id::from_uuid(uuid)),
        part: Part::ALL[chance() as usize % 4],
        subject: Id::from_uuid(person),
        at: at.unwrap(),
        received_at: Timestamp::from_microsecond((chance() >> 12) as i64).unwrap(),
        zone: (chance() % 2 == 0).then(|| text(chance()).into()),
        channel: Channel(text(chance()).into()),
        initiator: Initiator::ALL[chance() as usize % 4],
        name: format!("n{}", text(chance())).into(),
        about: (chance() % 2 == 0).then(|| text(chance())),
        counterpart: (chance() % 2 == 0).then(|| Id::from_uuid(person)),
        value: (chance() % 2 == 0).then(|| Money::new(chance() as i64, Currency::EUR)),
        facts: if chance() % 2 == 0 { String::new() } else { r#"{"größe":"é😀"}"#.into() },
    }
}
