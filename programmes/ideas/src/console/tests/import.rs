//! Ideas from elsewhere come with their past, once.

use crate::importer::{Options, import_ideas};
use crate::stage::Stage;
use crate::store;

use super::{Desk, at, desks, says};

const FILE: &str = "\
id,title,body,board,author_email,author_name,created_at,stage,voters,tags,answer,answered_at
7,Lockers at the station,For helmets.,hire,ada@example.com,Ada,2019-03-01T10:00:00Z,complete,grace@example.com; mary@example.com; ada@example.com,bikes,They are there.,2019-06-01T12:00:00Z
8,No more plastic,,Hire shop,grace@example.com,Grace,2020-05-01,declined,,,,
9,Longer hours,,hire,mary@example.com,,2026-11-10 08:00,open,,,,
";
const WRONG: &str = "\
id,title,author_email,created_at,stage,board,answer
,No id,ada@example.com,,,hire,
1,,ada@example.com,,,hire,
2,No such stage,ada@example.com,,purple,hire,
3,The future,ada@example.com,2031-01-01,,hire,
4,No address,ada,,,hire,
5,No such board,ada@example.com,,,nowhere,
6,When?,ada@example.com,2020-01-01,,hire,Yes.
7,Fine,ada@example.com,2020-01-01,,hire,
7,Twice,ada@example.com,2020-01-01,,hire,
";

async fn options(desk: &Desk) -> Options {
    let staff = desk.ruth.staff().await;
    Options { source: "canny".into(), staff, board: None, open_boards: false, dry_run: false }
}

#[tokio::test]
async fn a_file_brings_the_past_once() {
    for desk in desks().await {
        let options = options(&desk).await;
        let organisation = desk.world.organisation();
        let bring = async |options: &Options| {
            import_ideas(desk.world.db(), organisation, FILE.as_bytes(), options).await.unwrap()
        };
        let dry = bring(&Options { dry_run: true, ..options.clone() }).await;
        assert_eq!((dry.read, dry.added, dry.refused), (3, 3, 0), "{dry:?}");
        assert_eq!(desk.world.ledger().await, [""; 0], "a dry run keeps nothing");

        let first = bring(&options).await;
        assert_eq!(
            (first.added, first.votes, first.answers, first.people),
            (3, 2, 2, 3),
            "{first:?}"
        );
        let second = bring(&options).await;
        assert_eq!((second.read, second.added, second.already), (3, 0, 3));

        let ledger = [
            "Ada ideas.put_forward",
            "Grace ideas.voted",
            "mary@example.com ideas.voted",
            "Ruth Hale ideas.answered",
            "Ruth Hale ideas.moved",
            "Ruth Hale ideas.decided",
            "Ruth Hale ideas.delivered",
            "Grace ideas.put_forward",
            "Ruth Hale ideas.answered",
            "Ruth Hale ideas.moved",
            "Ruth Hale ideas.decided",
            "mary@example.com ideas.put_forward",
        ];
        let told = desk.world.ledger().await;
        assert_eq!(told.len(), ledger.len(), "{told:?}");
        let kinds = |lines: &[String]| -> Vec<String> {
            lines.iter().filter_map(|l| l.rsplit(' ').next().map(str::to_owned)).collect()
        };
        assert_eq!(kinds(&told), kinds(&ledger.map(str::to_owned)));
        let actions = desk.world.actions().await;
        assert_eq!(actions[0].at.to_string(), "2019-03-01T10:00:00Z");
        assert_eq!(actions[3].at.to_string(), "2019-06-01T12:00:00Z");
        assert_eq!(actions[0].channel.as_str(), "import");
        assert_eq!(actions[0].message.as_deref(), Some("canny/idea/7/0"));
        looks_right(&desk).await;
    }
}

async fn looks_right(desk: &Desk) {
    let ask = store::DeskAsk::default();
    let all = store::desk_cards(&mut desk.tx().await, &ask, 10, 0).await.unwrap();
    let card = |title: &str| all.iter().find(|card| card.title == title).unwrap();
    let lockers = desk.idea(card("Lockers at the station").id).await;
    assert_eq!((lockers.stage, lockers.votes), (Stage::Shipped, 2));
    assert_eq!(lockers.answered_at.unwrap().to_string(), "2019-06-01T12:00:00Z");
    assert_eq!(lockers.shipped_at, lockers.answered_at);
    let page = desk.ruth.reads(&at(lockers.id, "")).await;
    says(&page, "They are there.");
    says(&page, "Ruth Hale: Submitted → Shipped");
    let declined = desk.idea(card("No more plastic").id).await;
    assert_eq!(declined.stage, Stage::Declined);
    assert_eq!(declined.created_at.to_string(), "2020-05-01T11:00:00Z", "noon in London");
    assert_eq!(declined.revisit_on.unwrap().to_string(), "2025-05-01", "five years at most");
    says(&desk.ruth.reads("/console/ideas?tab=revisit").await, "No more plastic");
    says(&desk.ruth.reads("/console/ideas").await, "day 9 of 10");
}

#[tokio::test]
async fn what_cannot_be_used_is_reported_by_line_and_column() {
    for desk in desks().await {
        let options = options(&desk).await;
        let organisation = desk.world.organisation();
        let db = desk.world.db();
        let report = import_ideas(db, organisation, WRONG.as_bytes(), &options).await.unwrap();
        assert_eq!((report.read, report.added, report.refused), (9, 1, 8), "{report:?}");
        let told: Vec<(u64, Option<&str>)> =
            report.refusals.iter().map(|r| (r.line, r.column.as_deref())).collect();
        let wanted = [
            (2, Some("id")),
            (3, Some("title")),
            (4, Some("stage")),
            (5, Some("created_at")),
            (6, Some("author_email")),
            (7, Some("board")),
            (8, Some("answered_at")),
            (10, Some("id")),
        ];
        assert_eq!(told, wanted, "{report:?}");
        assert!(report.refusals[5].sentence.contains("There are: hire."), "{report:?}");
        let missing = import_ideas(db, organisation, "id,title\n".as_bytes(), &options).await;
        assert_eq!(missing.unwrap_err().code(), "invalid.file");
        let open = Options { open_boards: true, source: "fider".into(), ..options };
        let opened = import_ideas(db, organisation, WRONG.as_bytes(), &open).await.unwrap();
        assert_eq!((opened.added, opened.boards), (2, 1));
    }
}
