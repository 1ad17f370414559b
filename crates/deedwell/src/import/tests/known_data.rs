use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::{counts, worlds};
use crate::import::{Import, cdnow};

/// Where the wheel of lifetimes 0.11.3 lies; `bin/test` fetches it. It is not ours to carry.
const WHEEL: &str = "DEEDWELL_TEST_CDNOW";

/// Python's decimal says so: 69,659 lines, 23,570 customers, 2500315.63 dollars, 167,881 CDs.
#[tokio::test]
async fn cdnow_goes_in_to_the_cent() {
    #[expect(clippy::disallowed_methods, reason = "the test script says where its data are")]
    let Some(wheel) = std::env::var(WHEEL).ok().map(PathBuf::from).filter(|p| p.is_file()) else {
        eprintln!("left out: {WHEEL} names no wheel of lifetimes");
        return;
    };
    let wheel: &Path = &wheel;
    for world in worlds().await {
        let report = cdnow(&world.import(&|_| false), wheel).await.unwrap();
        assert_eq!(counts(&report), [69_659, 69_659, 0, 0, 23_570]);
        let ledger = world.ledger().await;
        let cents: i64 = ledger.iter().filter_map(|a| a.value).map(|m| m.minor).sum();
        assert_eq!(cents, 250_031_563);
        let count = |facts: &str| -> u64 {
            facts["{\"quantity\":".len()..facts.len() - 1].parse().unwrap()
        };
        assert_eq!(ledger.iter().map(|a| count(&a.facts)).sum::<u64>(), 167_881);
        assert_eq!(
            ledger.iter().map(|a| a.subject.to_string()).collect::<HashSet<_>>().len(),
            23_570
        );
        assert_eq!(ledger.iter().map(|a| a.at).min().unwrap().to_string(), "1997-01-01T12:00:00Z");
        assert_eq!(ledger.iter().map(|a| a.at).max().unwrap().to_string(), "1998-06-30T12:00:00Z");
        let there = world.messages().await;
        assert_eq!(there.len(), 69_659);
        assert!(there.contains("cdnow/00001/1997-01-01/1"));
        // Again from the directory: nothing new.
        let already = |message: &str| there.contains(message);
        let again = cdnow(&world.import(&already), wheel.parent().unwrap()).await.unwrap();
        assert_eq!(counts(&again), [69_659, 0, 69_659, 0, 0]);
        assert_eq!(world.people().await, 23_570);
    }
}

#[tokio::test]
async fn cdnow_is_read_from_a_file_of_either_shape() {
    for world in worlds().await {
        let spaced = " customer_id  date number_of_cds  dollar_value\r\n 00001 19970101  1   11.77\r\n 00002 19970112  5   77.00\r\n 00002 19970112  1   12.00\r\n 00003 1997xx02  2   20.76\r\n";
        let path = world.file("CDNOW_master.txt", spaced);
        let report = cdnow(&world.import(&|_| false), &path).await.unwrap();
        assert_eq!(counts(&report), [4, 3, 0, 1, 2]);
        assert_eq!(
            (report.refusals[0].line, report.refusals[0].column.as_deref()),
            (5, Some("date"))
        );
        let there = world.messages().await;
        assert!(there.contains("cdnow/00002/1997-01-12/2"), "{there:?}");
        let commas = spaced
            .replace("\r\n", "\n")
            .replace("  ", " ")
            .replace("  ", " ")
            .replace("\n ", "\n")
            .replace(' ', ",");
        std::fs::remove_file(&path).unwrap();
        world.file("CDNOW_master.csv", commas);
        let already = |message: &str| there.contains(message);
        let import = Import { dry_run: true, ..world.import(&already) };
        let report = cdnow(&import, &world.directory).await.unwrap();
        assert_eq!(counts(&report), [4, 0, 3, 1, 0]);
        let empty = world.directory.join("empty");
        std::fs::create_dir(&empty).unwrap();
        assert_eq!(cdnow(&import, &empty).await.unwrap_err().code(), "invalid.file");
    }
}
