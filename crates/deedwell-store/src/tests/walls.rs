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

/// For people with a BI tool: moments as moments, and no secrets.
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
