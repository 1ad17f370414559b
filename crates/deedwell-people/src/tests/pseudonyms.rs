//! Under which name others see somebody.

use deedwell_core::Staff;

use super::*;
use crate::meet::ensure;
use crate::sign::Proof;
use crate::{merge, person, pseudonym, pseudonyms, shown_names};

#[tokio::test]
async fn others_see_the_pseudonym_and_it_goes_where_its_sign_goes() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let mary: Id<Staff> = tx.new_id();
        let ada =
            ensure(&mut tx, &email("ada@x.example"), Proof::Code, "Ada").await.unwrap().person;
        let again =
            ensure(&mut tx, &email("a@x.example"), Proof::Code, "A. L.").await.unwrap().person;
        let kurt =
            ensure(&mut tx, &email("kurt@x.example"), Proof::Code, "Kurt").await.unwrap().person;
        pseudonym::choose(&mut tx, again, "Moth", "moth").await.unwrap();
        let shown = shown_names(&mut tx, &[ada, again, kurt]).await.unwrap();
        assert_eq!((shown[&ada].as_str(), shown[&again].as_str()), ("Ada", "Moth"));

        // Nobody goes about as somebody else.
        let taken = pseudonym::choose(&mut tx, kurt, "M0TH", "moth").await.unwrap_err();
        assert_eq!(taken.code(), "people.pseudonym_taken");

        // Made one, the name that was to be hidden stays hidden.
        merge::merge(&mut tx, ada, again, "the same", mary).await.unwrap();
        assert_eq!(shown_names(&mut tx, &[ada]).await.unwrap()[&ada], "Moth");
        let one = merge::of_person(&mut tx, ada).await.unwrap().remove(0).id;
        merge::unmerge(&mut tx, one, "they are not", mary).await.unwrap();
        assert_eq!(shown_names(&mut tx, &[ada]).await.unwrap()[&ada], "Ada");
        assert_eq!(pseudonyms(&mut tx, &[again]).await.unwrap()[&again], "Moth");

        // Another in its place; and none.
        pseudonym::choose(&mut tx, again, "Owl", "owl").await.unwrap();
        pseudonym::choose(&mut tx, kurt, "Moth", "moth").await.unwrap();
        assert_eq!(pseudonym::drop_all(&mut tx, again).await.unwrap(), 1);
        assert_eq!(shown_names(&mut tx, &[again]).await.unwrap()[&again], "A. L.");
        assert_eq!(person::names(&mut tx, &[kurt]).await.unwrap()[&kurt], "Kurt");
    }
}
