use std::sync::Mutex;

use deedwell_core::{Channel, Initiator, Part};
use deedwell_people::{PeopleAsk, PeopleOrder, list, person};

use super::{World, counts, worlds};
use crate::export::{Format, TABLES, table};
use crate::import::{Import, Mapping, actions, cdnow, ideas, people};

const SHOP: &str = "person,at,kind,value,currency,unit,channel,initiator,Order No,Weight
ada@example.com,2025-07-01T10:00:00Z,orders.placed,11.77,USD,north,shop,prompted,0042,1.5
7,2025-07-01 10:00,ideas.voted,,,,,,,
7,2025-07-01,orders.placed,5,,,,,x,007
";

#[tokio::test]
async fn a_line_becomes_an_action() {
    for world in worlds().await {
        let report = world.actions(SHOP, "").await.unwrap();
        assert_eq!(counts(&report), [3, 3, 0, 0, 2], "{report:?}");
        let [order, vote, noon] = &world.ledger().await[..] else { panic!() };
        assert_eq!(
            (&*order.name, order.part, order.initiator),
            ("orders.placed", Part::Customer, Initiator::Prompted)
        );
        assert_eq!(order.value.unwrap().to_string(), "$11.77");
        assert_eq!(order.facts, r#"{"order_no":"0042","weight":1.5}"#);
        assert!(order.unit.is_some() && order.zone.is_none() && order.channel.as_str() == "shop");
        assert_eq!(vote.at.to_string(), "2025-07-01T09:00:00Z");
        assert_eq!(vote.zone.as_deref(), Some("Europe/London"));
        assert_eq!((&vote.channel, vote.facts.as_str(), vote.value), (&Channel::IMPORT, "", None));
        assert_eq!(noon.at.to_string(), "2025-07-01T11:00:00Z");
        assert_eq!(noon.value.unwrap().to_string(), "£5.00");
        assert_eq!(noon.subject, vote.subject);
        let mut tx = world.db.read(world.ours).await.unwrap();
        let ask = PeopleAsk { order: PeopleOrder::Oldest, ..PeopleAsk::default() };
        let page = list(&mut tx, &ask, 1).await.unwrap();
        let signs: Vec<_> =
            page.people.iter().map(|p| (p.signs[0].0.value(), p.signs[0].0.scope())).collect();
        assert_eq!(signs, [("7", "shop"), ("ada@example.com", "")]);
        assert_eq!(page.people[0].created_at.to_string(), "2025-07-01T09:00:00Z");
    }
}

#[tokio::test]
async fn a_mapping_reads_another_systems_file() {
    for world in worlds().await {
        let mapping = r#"
            source = "till"
            separator = ";"
            zone = "America/New_York"
            time = "%d/%m/%Y %H:%M"
            person = "phone"
            country = "44"
            ids = "everywhere"
            ignore = ["Note"]
            [columns]
            person = "Mobile"
            at = "When"
            name = "What"
            id = "Key"
            about = "Thing"
            [constants]
            currency = "EUR"
            channel = "shop"
            [names]
            "Bought!" = "orders.placed"
        "#;
        let text = "Mobile;When;What;Key;Thing;Note;Value\n07700 900123;01/07/2025 10:00;Bought!;k1;shoe/1;hm;3,5\n+447700900123;01/07/2025 10:05;Page Viewed;k2;;;2\n";
        let report = world.actions(text, mapping).await.unwrap();
        assert_eq!(counts(&report), [2, 1, 0, 1, 1], "{report:?}");
        assert_eq!(report.refusals[0].column.as_deref(), Some("Value"));
        let all = world.ledger().await;
        assert_eq!((&*all[0].name, all[0].message.as_deref()), ("Page Viewed", Some("k2")));
        assert_eq!(all[0].at.to_string(), "2025-07-01T14:05:00Z");
        assert_eq!(all[0].value.unwrap().to_string(), "€2.00");
        let path = world.file("shop.toml", mapping);
        assert_eq!(Mapping::read(&path).unwrap(), Mapping::parse(mapping).unwrap());
        assert_eq!(Mapping::read(&world.directory).unwrap_err().code(), "invalid.mapping");
        for (wrong, word) in [
            ("colour = 1", "colour"),
            ("zone = \"Mars/Olympus\"", "Mars"),
            ("separator = \"ab\"", "separator"),
            ("[names]\nx = \"Not A Kind\"", "Not A Kind"),
            ("[columns]\nperson = \"Nobody\"", "Nobody"),
            ("[columns]\nshoe = \"person\"", "shoe"),
            ("ignore = [\"Nothing\"]", "Nothing"),
            ("country = \"+44\"", "country"),
        ] {
            let error = world.actions(SHOP, wrong).await.unwrap_err().sentence().into_owned();
            assert!(error.contains(word), "{error}");
        }
    }
}

#[tokio::test]
async fn nothing_goes_in_twice_and_repeated_lines_both_count() {
    for world in worlds().await {
        let text = "at,person,kind\n2025-07-01,1,ideas.voted\n2025-07-01,1,ideas.voted\n2025-07-02,1,ideas.voted\n";
        assert_eq!(counts(&world.actions(text, "").await.unwrap()), [3, 3, 0, 0, 1]);
        assert_eq!(counts(&world.actions(text, "").await.unwrap()), [3, 0, 3, 0, 0]);
        // The same with other line ends, quotes and columns in another order, and one line more.
        let moved = "\u{feff}person,kind,at\r\n\"1\",ideas.voted,2025-07-01\r\n1,ideas.voted,2025-07-01\r\n1,ideas.voted,2025-07-02\r\n1,ideas.voted,2025-07-01\r\n";
        assert_eq!(counts(&world.actions(moved, "").await.unwrap()), [4, 1, 3, 0, 0]);
        // Ids of their own: the second is the first again, unless the first was refused.
        let with_ids = "id,at,person,kind\na,2025-07-01,1,ideas.voted\na,2025-07-03,1,ideas.voted\nb,never,1,ideas.voted\nb,2025-07-01,1,ideas.voted\n";
        assert_eq!(counts(&world.actions(with_ids, "").await.unwrap()), [4, 2, 1, 1, 0]);
        assert_eq!(world.ledger().await.len(), 6);
        assert_eq!(world.messages().await.len(), 6);
    }
}

/// A file of so many lines by so many people.
fn many(lines: usize, people: usize) -> String {
    let mut text = String::from("person,at,kind,value\n");
    for n in 0..lines {
        text.push_str(&format!(
            "c{},2025-01-{:02},orders.placed,{}.{:02}\n",
            n % people,
            n % 28 + 1,
            n % 90,
            n % 100
        ));
    }
    text
}

#[tokio::test]
async fn killed_at_any_point_it_goes_on() {
    for world in worlds().await {
        let text = many(12_000, 900);
        let path = world.file("shop.csv", &text);
        let whole = Mutex::new(0);
        // Killed after the second batch: what the future has not done by then is dropped.
        {
            let stop = tokio::sync::Notify::new();
            let progress = |_: super::super::Progress| {
                *whole.lock().unwrap() += 1;
                stop.notify_one();
            };
            let import = Import { progress: &progress, ..world.import(&|_| false) };
            let mapping = Mapping::default();
            tokio::select! {
                biased;
                () = stop.notified() => {}
                _ = actions(&import, &path, &mapping) => {}
            }
        }
        let there = world.messages().await;
        assert!([5_000, 10_000].contains(&there.len()), "{}", there.len());
        let already = |message: &str| there.contains(message);
        let report = actions(&world.import(&already), &path, &Mapping::default()).await.unwrap();
        assert_eq!(report.added + report.already, 12_000);
        assert_eq!((world.ledger().await.len(), world.messages().await.len()), (12_000, 12_000));
        assert_eq!(world.people().await, 900);
    }
}

#[tokio::test]
async fn a_dry_run_leaves_nothing() {
    for world in worlds().await {
        let path =
            world.file("shop.csv", "person,at,kind\n1,2025-01-01,ideas.voted\n1,x,ideas.voted\n");
        let import = Import { dry_run: true, ..world.import(&|_| false) };
        let report = actions(&import, &path, &Mapping::default()).await.unwrap();
        assert_eq!(counts(&report), [2, 1, 0, 1, 1]);
        let path = world.file("crm.csv", "id,name\n1,Ada\n");
        let report = people(&import, &path, &Mapping::default()).await.unwrap();
        assert_eq!(counts(&report), [1, 1, 0, 0, 1]);
        assert_eq!((world.ledger().await.len(), world.people().await), (0, 0));
    }
}

#[tokio::test]
async fn a_kind_that_looks_misspelt_is_said_and_comes_in() {
    for world in worlds().await {
        let lines = "person,at,kind\n1,2025-01-01,order.placed\n2,2025-01-01,order.placed\n\
                     3,2025-01-01,orders.placed\n4,2025-01-01,site.visited\n";
        let path = world.file("shop.csv", lines);
        let import = world.import(&|_| false);
        let report = actions(&import, &path, &Mapping::default()).await.unwrap();
        assert_eq!(counts(&report), [4, 4, 0, 0, 4]);
        let meant =
            "order.placed, in 2 of the lines, is read by nothing here; did you mean orders.placed?";
        assert_eq!(report.notes, [meant]);
    }
}

#[tokio::test]
async fn real_and_invented_customers_do_not_mix() {
    for world in worlds().await {
        let path = world.file("shop.csv", SHOP);
        let mapping = Mapping::default();
        let live = Import { organisation: world.simulated, ..world.import(&|_| false) };
        assert_eq!(actions(&live, &path, &mapping).await.unwrap_err().code(), "import.simulated");
        assert_eq!(cdnow(&live, &path).await.unwrap_err().code(), "import.simulated");
        assert_eq!(people(&live, &path, &mapping).await.unwrap_err().code(), "import.simulated");
        let nobody = world.db.clock().new_id();
        let board = ideas(&live, &path, &mapping, nobody).await;
        assert_eq!(board.unwrap_err().code(), "import.simulated");
    }
}

const CRM: &str = "id,name,email,phone,tags,unit,created_at,Shoe size
1,Ada Lovelace,Ada@Example.com,+44 7700 900123,early; VIP ;early,north,2020-05-01,38
2,Grace Hopper,grace@navy.mil,,,,,39
3,Kurt,kurt@,,,,,40
,Nobody,,,,,,41
1,Joined,grace@navy.mil,,,,,42
";

#[tokio::test]
async fn people_come_with_their_signs_and_tags() {
    for world in worlds().await {
        let report = world.bring(CRM).await.unwrap();
        assert_eq!(counts(&report), [5, 2, 0, 3, 2], "{report:?}");
        assert_eq!(report.notes, ["These columns were ignored: “Shoe size”."]);
        assert_eq!(report.refusals.iter().map(|r| r.line).collect::<Vec<_>>(), [4, 5, 6]);
        let again = world.bring(CRM).await.unwrap();
        assert_eq!(counts(&again), [5, 0, 2, 3, 0]);
        let mut tx = world.db.read(world.ours).await.unwrap();
        let ask = PeopleAsk { search: "lovelace".into(), ..PeopleAsk::default() };
        let page = list(&mut tx, &ask, 1).await.unwrap();
        let ada = person(&mut tx, page.people[0].id).await.unwrap();
        assert_eq!(ada.tags.iter().map(|t| t.tag.as_str()).collect::<Vec<_>>(), ["early", "vip"]);
        assert_eq!(ada.created_at.to_string(), "2020-05-01T11:00:00Z");
        assert_eq!((ada.identities.len(), ada.unit.is_some()), (3, true));
        drop(tx);
        // Her actions find her by the id of the same source.
        let text = "person,at,kind\n1,2025-01-01,ideas.voted\n";
        let report = world.actions(text, "source = \"crm\"").await.unwrap();
        assert_eq!(report.people, 0);
    }
}

#[tokio::test]
async fn what_went_in_comes_out() {
    for world in worlds().await {
        world.bring("id,name,email,tags\n1,=HYPERLINK(1),ada@example.com,\"a;b\"\n2,\"Grace, \"\"H\"\"\",,a\n").await.unwrap();
        let text = |name: &'static str, format| {
            let world: &World = &world;
            async move {
                let mut out = Vec::new();
                let chosen = TABLES.iter().find(|t| t.name == name).unwrap();
                let rows = table(&world.db, world.ours, chosen, format, &mut out).await.unwrap();
                (rows, String::from_utf8(out).unwrap())
            }
        };
        let (rows, people) = text("people", Format::Csv { guarded: true }).await;
        assert!(
            people.starts_with("id,name,language,unit,tests,created_at,head,known\r\n"),
            "{people}"
        );
        assert!(people.contains(",'=HYPERLINK(1),,,0,2026-03-02T09:00:00Z,"), "{people}");
        assert!(people.contains(r#","Grace, ""H""","#) && rows == 2, "{people}");
        let (_, plain) = text("people", Format::Csv { guarded: false }).await;
        assert!(plain.contains(",=HYPERLINK(1),"), "{plain}");
        let (rows, tags) = text("tags", Format::JsonLines).await;
        assert_eq!(rows, 3);
        for line in tags.lines() {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            assert!(line["person"].is_string() && line["tagged_at"] == "2026-03-02T09:00:00Z");
        }
        assert_eq!(text("identities", Format::JsonLines).await.0, 3);
    }
}

#[tokio::test]
async fn an_export_has_every_row_once() {
    for world in worlds().await {
        let mut text = String::from("id,tags\n");
        (0..4_500).for_each(|n| text.push_str(&format!("c{n},t{};u\n", n % 3)));
        world.bring(&text).await.unwrap();
        for (chosen, due) in TABLES.iter().zip([4_500, 4_500, 1, 9_000]) {
            let mut out = Vec::new();
            let rows =
                table(&world.db, world.ours, chosen, Format::JsonLines, &mut out).await.unwrap();
            let out = String::from_utf8(out).unwrap();
            let lines: std::collections::HashSet<&str> = out.lines().collect();
            assert_eq!((rows, lines.len()), (due, due as usize), "{}", chosen.name);
        }
    }
}

#[tokio::test]
#[ignore = "prints a figure; run with --release"]
async fn a_million_lines() {
    for world in worlds().await {
        let path = world.file("shop.csv", many(1_000_000, 100_000));
        let started = std::time::Instant::now();
        let report = actions(&world.import(&|_| false), &path, &Mapping::default()).await.unwrap();
        let took = started.elapsed();
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let peak = status.lines().find(|l| l.starts_with("VmHWM")).unwrap_or_default();
        eprintln!("sqlite {}: {:?} in {took:?}, {peak}", world.db.is_sqlite(), counts(&report));
        assert_eq!(counts(&report), [1_000_000, 1_000_000, 0, 0, 100_000]);
    }
}
