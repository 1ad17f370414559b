//! What others attach is always what we hold.

use super::*;

#[tokio::test]
async fn a_lake_without_actions_can_be_attached() {
    for world in worlds().await {
        assert!(world.lake.publish(world.organisation).await.unwrap());
        assert_eq!(world.lake.up_to(world.organisation).await.unwrap(), None);
        assert_eq!(world.lake.catalogue_file(world.organisation).exists(), world.db.is_sqlite());
        world.is_well().await;
        world.ends().await;
    }
}

#[tokio::test]
async fn a_lost_or_damaged_copy_is_made_again() {
    for world in worlds().await {
        world.seals(2, 10).await;
        let file = world.lake.catalogue_file(world.organisation);
        if world.db.is_sqlite() {
            std::fs::remove_file(&file).unwrap();
            assert_eq!(world.lake.check(world.organisation).await.unwrap().len(), 1);
            assert!(world.lake.publish(world.organisation).await.unwrap());
            world.is_well().await;
            std::fs::write(&file, b"not a catalogue").unwrap();
            assert!(world.lake.publish(world.organisation).await.unwrap());
        }
        world.is_well().await;
        world.ends().await;
    }
}

#[tokio::test]
async fn a_lake_that_moved_says_where_it_is() {
    for world in worlds().await {
        let due = world.seals(2, 10).await;
        let elsewhere = world.folder.path().join("elsewhere");
        std::fs::create_dir(&elsewhere).unwrap();
        std::fs::rename(world.folder.path().join("lake"), elsewhere.join("lake")).unwrap();
        let lake = Lake::new(world.db.clone(), &elsewhere).unwrap();
        assert_eq!(lake.check(world.organisation).await.unwrap().len(), 2);
        assert!(lake.publish(world.organisation).await.unwrap());
        assert_eq!(lake.check(world.organisation).await.unwrap(), Vec::<String>::new());
        assert_eq!(lake.live_files(world.organisation).await.unwrap().len(), 2);
        assert_eq!(due.len(), 20);
        world.ends().await;
    }
}

#[tokio::test]
async fn what_others_write_is_seen_and_undone() {
    for world in worlds().await {
        world.seals(2, 10).await;
        let file = world.lake.catalogue_file(world.organisation);
        if world.db.is_sqlite() {
            // A copy can only be replaced: here by an old one.
            let old = std::fs::read(&file).unwrap();
            world.seals(1, 10).await;
            std::fs::write(&file, old).unwrap();
        } else {
            let mut theirs = world.lake.open_catalogue(world.organisation).await.unwrap();
            for sql in [
                "insert into ducklake_delete_file (delete_file_id, table_id) values (7, 2)",
                "update ducklake_data_file set record_count = 99 where data_file_id = 0",
                "delete from ducklake_file_column_stats where data_file_id = 1",
            ] {
                theirs.run(sql.into(), Vec::new()).await.unwrap();
            }
            theirs.commit().await.unwrap();
            assert_eq!(world.lake.check(world.organisation).await.unwrap().len(), 3);
        }
        assert!(world.lake.publish_anew(world.organisation).await.unwrap());
        world.is_well().await;
        world.ends().await;
    }
}

#[tokio::test]
async fn a_catalogue_of_another_version_is_not_touched() {
    for world in worlds().await {
        world.seals(1, 10).await;
        if !world.db.is_sqlite() {
            let mut theirs = world.lake.open_catalogue(world.organisation).await.unwrap();
            let raise = r#"update ducklake_metadata set "value" = '1.1' where "key" = 'version'"#;
            theirs.run(raise.into(), Vec::new()).await.unwrap();
            theirs.commit().await.unwrap();
            let made = plain(5, 3);
            world.records(world.organisation, &made).await;
            let sealed = world.lake.seal(world.organisation, everything(), &none()).await.unwrap();
            // The actions are safe, and the reason is said.
            assert!(!sealed.published && sealed.rows == 5);
            assert_eq!(world.lake.check(world.organisation).await.unwrap().len(), 1);
        }
        world.ends().await;
    }
}

#[tokio::test]
async fn the_doctor_misses_files_and_rows() {
    for world in worlds().await {
        world.seals(2, 10).await;
        let files = world.lake.live_files(world.organisation).await.unwrap();
        let bytes = std::fs::read(&files[0].path).unwrap();
        std::fs::remove_file(&files[0].path).unwrap();
        std::fs::remove_file(&files[1].ids).unwrap();
        let wrong = world.lake.check(world.organisation).await.unwrap();
        assert_eq!(wrong.len(), 2, "{wrong:?}");
        std::fs::write(&files[0].path, &bytes[..bytes.len() - 9]).unwrap();
        let wrong = world.lake.check(world.organisation).await.unwrap();
        assert_eq!(wrong.len(), 2, "{wrong:?}");
        world.ends().await;
    }
}
