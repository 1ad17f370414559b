//! Ideas from elsewhere come with their past, once. How a file of them is read is told by the stories of
//! `deedwell import`.

use crate::stage::Stage;
use crate::store;
use deedwell_ideas::importer::{Became, COLUMNS, Line, Options, Place};

use super::{Desk, at, desks, says};

/// Lines as they stand under a heading.
type Told = [(&'static str, &'static str)];
const LOCKERS: &Told = &[
    ("id", "7"),
    ("title", "Lockers at the station"),
    ("body", "For helmets."),
    ("board", "hire"),
    ("author_email", "ada@example.com"),
    ("author_name", "Ada"),
    ("created_at", "2019-03-01T10:00:00Z"),
    ("stage", "complete"),
    ("voters", "grace@example.com; mary@example.com; ada@example.com"),
    ("tags", "bikes"),
    ("answer", "They are there."),
    ("answered_at", "2019-06-01T12:00:00Z"),
];
const PLASTIC: &Told = &[
    ("id", "8"),
    ("title", "No more plastic"),
    ("board", "Hire shop"),
    ("author_email", "grace@example.com"),
    ("author_name", "Grace"),
    ("created_at", "2020-05-01T11:00:00Z"),
    ("stage", "declined"),
];
const HOURS: &Told = &[
    ("id", "9"),
    ("title", "Longer hours"),
    ("author_email", "mary@example.com"),
    ("created_at", "2026-11-10T08:00:00Z"),
    ("stage", "open"),
];

async fn options(desk: &Desk) -> Options {
    let staff = desk.ruth.staff().await;
    Options { source: "canny".into(), staff, open_boards: false }
}

async fn bring(desk: &Desk, told: &Told, options: &Options) -> Became {
    let text = |name| told.iter().find(|(n, _)| *n == name).map_or("", |(_, text)| *text);
    let moment = |text: &str| text.parse().map_err(|_| "This is no moment.".to_owned());
    let mut tx = desk.tx().await;
    let line = Line::read(text, moment, tx.now()).expect("a line");
    let mut place = Place::load(&mut tx, options).await.expect("a place");
    let became = place.bring(&mut tx, &line).await.expect("a line's own fault at most");
    tx.commit().await.expect("a commit");
    became
}

#[test]
fn the_stories_use_columns_that_there_are() {
    for (name, _) in [LOCKERS, PLASTIC, HOURS].concat() {
        assert!(COLUMNS.iter().any(|column| column.name == name), "{name}");
    }
}

#[tokio::test]
async fn a_line_brings_the_past_once() {
    for desk in desks().await {
        let options = options(&desk).await;
        let mut brought = Vec::new();
        for told in [LOCKERS, PLASTIC, HOURS] {
            match bring(&desk, told, &options).await {
                Became::Added(one) => brought.push((one.votes, one.answered, one.people)),
                other => panic!("{other:?}"),
            }
            let again = bring(&desk, told, &options).await;
            assert!(matches!(again, Became::Already), "{again:?}");
        }
        assert_eq!(brought, [(2, true, 3), (0, true, 0), (0, false, 0)]);

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
    assert_eq!(declined.created_at.to_string(), "2020-05-01T11:00:00Z");
    assert_eq!(declined.revisit_on.unwrap().to_string(), "2025-05-01", "five years at most");
    says(&desk.ruth.reads("/console/ideas?tab=revisit").await, "No more plastic");
    says(&desk.ruth.reads("/console/ideas").await, "day 9 of 10");
}

#[tokio::test]
async fn a_rule_refuses_a_line_and_nothing_of_it_is_there() {
    for desk in desks().await {
        let options = options(&desk).await;
        let nowhere: &Told = &[
            ("id", "5"),
            ("title", "No such board"),
            ("author_email", "a@b.example"),
            ("board", "Night life"),
        ];
        let Became::Refused(wrong) = bring(&desk, nowhere, &options).await else { panic!() };
        assert_eq!(wrong.column, Some("board"));
        assert!(wrong.sentence.contains("There are: hire."), "{wrong:?}");
        let by_nobody: &Told = &[LOCKERS, &[("answered_by", "nobody@example.com")]].concat();
        let Became::Refused(wrong) = bring(&desk, by_nobody, &options).await else { panic!() };
        assert_eq!(wrong.column, Some("answered_by"));
        assert_eq!(desk.world.ledger().await, [""; 0]);
        let open = Options { open_boards: true, ..options };
        assert!(matches!(bring(&desk, nowhere, &open).await, Became::Added(_)));
        let boards = store::boards(&mut desk.tx().await).await.expect("boards");
        assert!(boards.iter().any(|b| b.key == "night-life"), "{boards:?}");
    }
}
