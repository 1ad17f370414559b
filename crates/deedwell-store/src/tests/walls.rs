//! A transaction dropped leaves nothing; an organisation sees nothing of another.

use super::places;
use crate::Migration;

#[tokio::test]
async fn what_is_not_committed_did_not_happen() {
    for place in places().await {
        let mut tx = place.db.write(place.ours).await.unwrap();
        let insert = tx.query(
            "insert into audit (organisation, id, at, deed) values ($1, 'a', 1, 'tests.tried')",
        );
        tx.run(insert).await.unwrap();
        drop(tx);
        let mut tx = place.db.read(place.ours).await.unwrap();
        let count = tx.query("select count(*) as n from audit where organisation = $1");
        assert_eq!(tx.one(count).await.unwrap().number("n").unwrap(), 0);
    }
}

/// The second wall: even a statement that forgets its organisation sees one organisation's rows.
#[tokio::test]
async fn row_level_security_holds_where_a_statement_forgets() {
    for place in places().await.into_iter().filter(|p| !p.db.is_sqlite()) {
        let mut tx = place.db.read(place.ours).await.unwrap();
        let all = crate::Query::new("select organisation from organisation");
        let seen = tx.list(all).await.unwrap();
        assert_eq!(seen.len(), 1);
        assert_eq!(seen[0].id("organisation").unwrap(), place.ours);
        let mut tx = place.db.write(place.ours).await.unwrap();
        let foreign = crate::Query::new("update organisation set name = 'ours now'");
        assert_eq!(tx.run(foreign).await.unwrap(), 1, "only its own row is there to be changed");
        let alien = crate::Query::new(
            "insert into audit (organisation, id, at, deed) values ($1, 'x', 1, 'tests.forged')",
        );
        assert!(tx.run(alien.bind(place.theirs)).await.is_err());
        assert_eq!(place.db.wall_problems().await.unwrap(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_migration_that_was_edited_is_refused() {
    for place in places().await {
        let mut edited = crate::MIGRATIONS.to_vec();
        edited[0] = Migration { sql: "select 1;", ..edited[0] };
        let error = place.db.migrate(&edited).await.unwrap_err();
        assert_eq!(error.code(), "store.migration_edited");
        let error = place.db.migrate(&[]).await.unwrap_err();
        assert_eq!(error.code(), "store.newer");
    }
}

/// Money in a view is that which it is everywhere else, whatever the minor unit.
#[tokio::test]
async fn the_reading_views_know_every_currency() {
    let columns = ["value_minor".to_owned(), "currency".to_owned()];
    for place in places().await {
        let mut tx = place.db.read(place.ours).await.unwrap();
        for name in ["JPY", "KMF", "KWD", "CLF", "GBP"] {
            let currency: deedwell_core::Currency = name.parse().unwrap();
            let shown = crate::migrate::view_column(&columns[0], &columns, place.db.is_sqlite());
            let ask = format!(
                "select cast(value as double precision) as value from (select {shown}
                 from (select 1234567 as value_minor, '{name}' as currency) a) b"
            );
            let row = tx.one(crate::Query::new(ask)).await.unwrap();
            let due: f64 =
                deedwell_core::Money::new(1_234_567, currency).decimal().parse().unwrap();
            assert_eq!(row.real("value").unwrap(), due, "{name}");
        }
    }
}

#[tokio::test]
async fn the_reading_views_show_no_secret() {
    for place in places().await {
        let mut tx = place.db.read(place.ours).await.unwrap();
        let ask = if place.db.is_sqlite() {
            "select m.name || '.' || c.name as col from sqlite_master m, pragma_table_info(m.name) c
             where m.type = 'view'"
        } else {
            "select table_name || '.' || column_name as col from information_schema.columns
             where table_schema = current_schema() || '_read'"
        };
        let rows = tx.list(crate::Query::new(ask)).await.unwrap();
        let shown: Vec<String> = rows.iter().map(|row| row.text("col").unwrap()).collect();
        assert!(shown.iter().any(|c| c.ends_with("organisation.name")), "{shown:?}");
        let open = ["hash", "secret", "token", "bytes", "lease"];
        assert!(!shown.iter().any(|c| open.iter().any(|word| c.contains(word))), "{shown:?}");
    }
}

/// For people with a BI tool: moments as moments.
#[tokio::test]
async fn the_reading_views_stand() {
    for place in places().await {
        let mut tx = place.db.read(place.ours).await.unwrap();
        let view = if place.db.is_sqlite() {
            "select created_at from deedwell_read_organisation where organisation = $1".to_owned()
        } else {
            let row = crate::Query::new("select current_schema()::text as name");
            let schema = tx.one(row).await.unwrap().text("name").unwrap();
            format!(
                "select created_at::text as created_at from {schema}_read.organisation where organisation = $1"
            )
        };
        let row = tx.one(crate::Query::new(view).bind(place.ours)).await.unwrap();
        assert!(row.text("created_at").unwrap().starts_with("1970-01-01 00:00:00"));
    }
}
