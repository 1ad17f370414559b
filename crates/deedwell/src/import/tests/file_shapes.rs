use super::{counts, worlds};
use crate::import::{Import, Mapping, actions, people};

#[tokio::test]
async fn every_odd_file_is_answered_in_a_sentence() {
    let wide = (0..501).map(|n| format!("c{n}")).collect::<Vec<_>>().join(",");
    for world in worlds().await {
        for (text, word) in [
            (&b""[..], "empty"),
            (b"\xef\xbb\xbf", "empty"),
            (b"\r\n\r\n", "empty"),
            (b"\xff\xfep\0e\0r\0", "UTF-16"),
            (b"PK\x03\x04....", "workbook"),
            (b"\x1f\x8b\x08", "compressed"),
            (b"person,at,Kind,kind\n", "Two columns"),
            (b"person,\xff,kind\n", "UTF-8"),
            (b"at,kind\n1,2\n", "person"),
            (b"person,kind\n1,2\n", "at"),
            (b"person,at\n1,2\n", "kind or name"),
            (b"person,at,kind,A b,a-b\n", "a_b"),
            (wide.as_bytes(), "500"),
            (b"\"person,at,kind\n1,2,3\n", "heading"),
        ] {
            let error = world.actions(text, "").await.unwrap_err();
            assert!(error.sentence().contains(word), "{word}: {error}");
            assert_eq!(error.code().split('.').next(), Some("invalid"));
        }
        let nowhere = world.directory.join("nothing.csv");
        let import = world.import(&|_| false);
        for path in [&nowhere, &world.directory] {
            let error = actions(&import, path, &Mapping::default()).await.unwrap_err();
            assert_eq!(error.code(), "invalid.file");
        }
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_line_is_said_and_the_rest_goes_in() {
    for world in worlds().await {
        let mut text = b"person,at,kind,value,currency,unit,channel,initiator,note\n".to_vec();
        let long = "x".repeat(70_000);
        let lines: [(&[u8], &str, &str); 19] = [
            (b"1,2025-01-01,ideas.voted,,,,,,", "", ""),
            (b"1,2025-01-01", "", "2 fields"),
            (b"1,2025-01-01,ideas.voted,,,,,,,,", "", "11 fields"),
            (b"\xff,2025-01-01,ideas.voted,,,,,,", "person", "UTF-8"),
            (b",2025-01-01,ideas.voted,,,,,,", "person", "empty"),
            (b"null,2025-01-01,ideas.voted,,,,,,", "person", "nobody"),
            (b"1,,ideas.voted,,,,,,", "at", "moment"),
            (b"1,1899-12-31,ideas.voted,,,,,,", "at", "1900"),
            (b"1,2026-03-04,ideas.voted,,,,,,", "at", "future"),
            (b"1,2025-01-01,Voted,,,,,,", "kind", "orders.placed"),
            (b"1,2025-01-01,,,,,,,", "kind", "missing"),
            (b"1,2025-01-01,a.b,1.234,,,,,", "value", "number such as"),
            (b"1,2025-01-01,a.b,1e5,,,,,", "value", "number such as"),
            (b"1,2025-01-01,a.b,1,pounds,,,,", "currency", "three capital"),
            (b"1,2025-01-01,a.b,1,,south,,,", "unit", "north"),
            (b"1,2025-01-01,a.b,1,,,The Shop,,", "channel", "small letters"),
            (b"1,2025-01-01,a.b,1,,,,robot,", "initiator", "machine"),
            (b"\"1\",2025-01-02,ideas.voted,,,,,,\"two\r\nlines\"", "", ""),
            (b"1,2025-01-03,ideas.voted,,,,,,\"=1 \"\"+\"\" 1\"", "", ""),
        ];
        for (line, ..) in &lines {
            text.extend_from_slice(line);
            text.push(b'\n');
        }
        text.extend_from_slice(format!("1,2025-01-01,a.b,,,,,,{long}\n").as_bytes());
        let facts = "y".repeat(40_000);
        text.extend_from_slice(format!("1,2025-01-01,a.b,,,,,,{facts}\n").as_bytes());
        let path = world.file("shop.csv", &text);
        let refused = world.directory.join("shop.refused.csv");
        let import = Import { refused_file: Some(refused.clone()), ..world.import(&|_| false) };
        let report = actions(&import, &path, &Mapping::default()).await.unwrap();
        assert_eq!(counts(&report), [21, 3, 0, 18, 1], "{report:?}");
        let due = lines.iter().filter(|l| !l.2.is_empty());
        for ((_, column, word), found) in due.zip(&report.refusals) {
            assert_eq!(found.column.as_deref().unwrap_or_default(), *column, "{found:?}");
            assert!(found.sentence.contains(word), "{word}: {found:?}");
        }
        assert_eq!(report.refusals[0].line, 3);
        assert_eq!(report.refusals[16].line, 22, "a line with a line break counts as two");
        // Corrected, the file of refusals goes in by itself.
        let text = std::fs::read_to_string(&refused).unwrap();
        assert!(text.starts_with(
            "person,at,kind,value,currency,unit,channel,initiator,note,refused_line,"
        ));
        let line = text.lines().find(|l| l.contains("1899")).unwrap().replace("1899", "1999");
        let fixed = format!("{}\n{line}\n", text.lines().next().unwrap());
        let report = world.actions(fixed, "").await.unwrap();
        assert_eq!(counts(&report), [1, 1, 0, 0, 0], "{report:?}");
        assert_eq!(world.ledger().await.last().unwrap().facts, "");
    }
}

#[tokio::test]
async fn a_quote_that_is_never_closed_ends_the_file_and_not_the_memory() {
    for world in worlds().await {
        let mut text =
            String::from("person,at,kind\n1,2025-01-01,ideas.voted\n\"2,2025-01-01,ideas.voted\n");
        text.push_str(&"3,2025-01-01,ideas.voted\n".repeat(200_000));
        let report = world.actions(&text, "").await.unwrap();
        assert_eq!(counts(&report), [2, 1, 0, 1, 1], "{report:?}");
        assert!(report.notes[0].contains("never closed"), "{report:?}");
    }
}

#[tokio::test]
async fn a_thousand_refusals_are_kept_and_all_are_written() {
    for world in worlds().await {
        let path = world
            .file("shop.csv", format!("person,at,kind\n{}", "1,x,ideas.voted\n".repeat(3_000)));
        let refused = world.directory.join("r.csv");
        let import = Import { refused_file: Some(refused.clone()), ..world.import(&|_| false) };
        let report = actions(&import, &path, &Mapping::default()).await.unwrap();
        assert_eq!((report.refused, report.refusals.len()), (3_000, 1_000));
        assert_eq!(std::fs::read_to_string(refused).unwrap().lines().count(), 3_001);
    }
}

#[tokio::test]
async fn tabs_and_semicolons_are_found() {
    for world in worlds().await {
        for (n, text) in [
            "person;at;kind\n1;2025-01-01;a.b\n",
            "person\tat\tkind\n2\t2025-01-01\ta.b\n",
            "\"person, or who\";at;kind;person\nx;2025-01-01;a.b;3\n",
        ]
        .iter()
        .enumerate()
        {
            assert_eq!(counts(&world.actions(text, "").await.unwrap()), [1, 1, 0, 0, 1], "{n}");
        }
    }
}

#[tokio::test]
async fn addresses_among_the_facts_are_pointed_out() {
    for world in worlds().await {
        let report =
            world.actions("person,at,kind,friend\n1,2025-01-01,a.b,ada@example.com\n", "").await;
        let notes = report.unwrap().notes;
        assert!(notes.len() == 1 && notes[0].contains("“friend”"), "{notes:?}");
    }
}

/// Bytes by chance, of which many are those that mean something in a CSV.
fn noise(seed: &mut u64, length: usize) -> Vec<u8> {
    let mut byte = || {
        *seed ^= *seed << 13;
        *seed ^= *seed >> 7;
        *seed ^= *seed << 17;
        *seed
    };
    let pieces: [&[u8]; 16] = [
        b",",
        b"\n",
        b"\r\n",
        b"\"",
        b"\"\"",
        b";",
        b"\t",
        b"person",
        b"at",
        b"kind",
        b"2025-01-01",
        b"a.b",
        b"\xff",
        b"\0",
        b"1",
        b"id",
    ];
    let mut out = Vec::new();
    for _ in 0..length {
        let n = byte();
        match n % 3 {
            0 => out.push((n >> 8) as u8),
            _ => out.extend_from_slice(pieces[(n >> 8) as usize % 16]),
        }
    }
    out
}

#[tokio::test]
async fn noise_is_never_a_panic() {
    for world in worlds().await {
        let mut seed = 0x9E37_79B9_7F4A_7C15;
        let import = Import { dry_run: true, ..world.import(&|_| false) };
        for n in 0..1_500 {
            let mut bytes = if n % 2 == 0 { b"person,at,kind,id,x\n".to_vec() } else { Vec::new() };
            bytes.extend(noise(&mut seed, n % 300));
            let path = world.file("noise.csv", &bytes);
            if let Ok(report) = actions(&import, &path, &Mapping::default()).await {
                assert_eq!(report.read, report.added + report.already + report.refused);
            }
            if n % 10 == 0 {
                let _ = people(&import, &path, &Mapping::default()).await;
                let _ = super::super::cdnow(&import, &path).await;
                let _ = Mapping::parse(&String::from_utf8_lossy(&bytes));
            }
        }
    }
}
