use std::sync::Mutex;

use deedwell_core::{Id, Staff};

use super::{World, counts, worlds};
use crate::import::{Import, Mapping, Progress, Report, ideas};

const BOARD: &str = "\
id,title,body,board,author_email,author_name,created_at,stage,voters,tags,answer,answered_at
7,Lockers at the station,For helmets.,Hire shop,ada@example.com,Ada,2019-03-01T10:00:00Z,complete,grace@example.com; mary@example.com,bikes,They are there.,2019-06-01T12:00:00Z
8,No more plastic,,Hire shop,grace@example.com,Grace,2020-05-01,declined,,,,
9,Longer hours,,hire-shop,mary@example.com,,2025-11-10 08:00,open,,,,
";
const WRONG: &str = "\
id,title,author_email,created_at,stage,board,answer,answered_by
,No id,ada@example.com,,,hire,,
1,,ada@example.com,,,hire,,
2,No such stage,ada@example.com,,purple,hire,,
3,The future,ada@example.com,2031-01-01,,hire,,
4,No address,ada,,,hire,,
5,No such colleague,ada@example.com,,,hire,,nobody@example.com
6,When?,ada@example.com,2020-01-01,,hire,Yes.,
7,Fine,ada@example.com,2020-01-01,,hire,,
7,Twice,ada@example.com,2020-01-01,,hire,,
";

impl World {
    async fn owner(&self) -> Id<Staff> {
        let mut tx = self.db.write(self.ours).await.unwrap();
        let id: Id<Staff> = tx.new_id();
        let insert = tx.query(
            "insert into staff (organisation, id, email, name, role, created_at)
             values ($1, $2, 'ruth@example.com', 'Ruth', 'owner', 0) on conflict do nothing",
        );
        tx.run(insert.bind(id)).await.unwrap();
        let find = tx.query("select id from staff where organisation = $1 limit 1");
        let id = tx.one(find).await.unwrap().id("id").unwrap();
        tx.commit().await.unwrap();
        id
    }

    async fn board(&self, import: &Import<'_>, text: &str, mapping: &str) -> Report {
        let path = self.file("board.csv", text);
        let mapping = Mapping::parse(mapping).unwrap();
        ideas(import, &path, &mapping, self.owner().await).await.unwrap()
    }

    async fn ideas(&self) -> i64 {
        let mut tx = self.db.read(self.ours).await.unwrap();
        let count = tx.query("select count(*) as n from idea where organisation = $1");
        tx.one(count).await.unwrap().number("n").unwrap()
    }
}

#[tokio::test]
async fn a_board_comes_once() {
    for world in worlds().await {
        let import = world.import(&|_| false);
        let dry = Import { dry_run: true, ..world.import(&|_| false) };
        let would = world.board(&dry, BOARD, "").await;
        assert_eq!((counts(&would), would.dry_run), ([3, 3, 0, 0, 3], true), "{would:?}");
        assert_eq!((world.ideas().await, world.people().await), (0, 0), "a dry run keeps nothing");
        let first = world.board(&import, BOARD, "").await;
        assert_eq!(counts(&first), [3, 3, 0, 0, 3], "{first:?}");
        let also: Vec<_> = first.also.iter().map(|(what, n)| (*what, *n)).collect();
        assert_eq!(also, [("answers", 2), ("boards", 1), ("votes", 2)]);
        assert_eq!(first.also, would.also);
        let again = world.board(&import, BOARD, "").await;
        assert_eq!(counts(&again), [3, 0, 3, 0, 0]);
        assert_eq!(world.ideas().await, 3);
        let ledger = world.ledger().await;
        assert_eq!(ledger[0].message.as_deref(), Some("board/idea/7/0"));
        assert!(ledger.iter().all(|action| action.channel.as_str() == "import"));
    }
}

#[tokio::test]
async fn a_mapping_reads_another_boards_file() {
    for world in worlds().await {
        let mapping = r#"
            source = "suggestion-box"
            separator = ";"
            time = "%d/%m/%Y"
            ignore = ["Score"]
            [columns]
            id = "Ref"
            title = "What"
            author_email = "Who"
            [constants]
            board = "Till"
        "#;
        let text = "Ref;What;Who;Date;Score;Mood\nA1;A bench;ada@example.com;01/07/2025;9;glad\nA2;A tap;grace@;02/07/2025;1;\n";
        let report = world.board(&world.import(&|_| false), text, mapping).await;
        assert_eq!(counts(&report), [2, 1, 0, 1, 1], "{report:?}");
        assert_eq!(report.source, "suggestion-box");
        let refusal = &report.refusals[0];
        assert_eq!(
            (refusal.line, refusal.column.as_deref()),
            (3, Some("Who")),
            "their own heading"
        );
        assert_eq!(report.notes, ["These columns were ignored: “Mood”."]);
        let put = &world.ledger().await[0];
        assert_eq!(put.at.to_string(), "2025-07-01T11:00:00Z", "noon in London, found as “Date”");
        assert_eq!(put.message.as_deref(), Some("suggestion-box/idea/A1/0"));
    }
}

#[tokio::test]
async fn what_is_refused_is_told_by_line_and_column_and_written_beside() {
    for world in worlds().await {
        let beside = world.directory.join("board.refused.csv");
        let import = Import { refused_file: Some(beside.clone()), ..world.import(&|_| false) };
        let report = world.board(&import, WRONG, "").await;
        assert_eq!(counts(&report), [9, 1, 0, 8, 1], "{report:?}");
        let mut told: Vec<(u64, &str)> = report
            .refusals
            .iter()
            .map(|r| (r.line, r.column.as_deref().unwrap_or_default()))
            .collect();
        told.sort_unstable();
        let wanted = [
            (2, "id"),
            (3, "title"),
            (4, "stage"),
            (5, "created_at"),
            (6, "author_email"),
            (7, "answered_by"),
            (8, "answered_at"),
            (10, "id"),
        ];
        assert_eq!(told, wanted, "{report:?}");
        // Mended, the file of refused lines goes in by itself; its own columns mean nothing.
        let refused = std::fs::read_to_string(beside).unwrap();
        let line = "\n2,No such stage,ada@example.com,,purple,hire,,,4,stage,";
        assert!(refused.contains(line), "{refused}");
        let mended = refused.replace("purple,hire", "planned,hire");
        let report = world.board(&world.import(&|_| false), &mended, "").await;
        // The line whose id stood further up is there by now.
        assert_eq!(counts(&report), [8, 1, 1, 6, 0], "{report:?}");
        assert!(report.notes.is_empty(), "{report:?}");
    }
}

#[tokio::test]
async fn a_large_board_tells_how_far_it_is() {
    let world = worlds().await.remove(0);
    let mut text = String::from("id,title,author_email\n");
    (0..450).for_each(|n| text.push_str(&format!("{n},Idea {n},p{}@example.com\n", n % 20)));
    let told = Mutex::new(Vec::new());
    let progress = |p: Progress| told.lock().unwrap().push(p);
    let import = Import { progress: &progress, ..world.import(&|_| false) };
    let report = world.board(&import, &text, "[constants]\nboard = \"One\"").await;
    assert_eq!(counts(&report), [450, 450, 0, 0, 20]);
    let told = told.into_inner().unwrap();
    let read: Vec<u64> = told.iter().map(|p| p.read).collect();
    assert_eq!(read, [200, 400, 450]);
    assert!(told.iter().all(|p| p.lines_per_second > 0.0 && p.total == text.len() as u64));
}
