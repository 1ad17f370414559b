//! Votes that staff record for somebody: with evidence, and revoked.

use super::{at, desks, form, says};

#[tokio::test]
async fn a_vote_on_behalf_needs_evidence_and_can_be_revoked() {
    for desk in desks().await {
        let (ada, grace) = (desk.world.customer("Ada"), desk.world.customer("Grace"));
        let idea = desk.puts(&ada, "Lockers").await;
        let person = grace.person().await.to_string();
        says(&desk.ruth.reads(&at(idea, "votes?q=grac")).await, "grace@shop.example");

        let bare = [("person", person.as_str()), ("channel", "phone"), ("note", " ")];
        let bare = desk.ruth.posts(&at(idea, "votes"), &form(&bare)).await;
        assert_eq!(bare.status(), 422);
        says(&bare, "Please write what the customer said.");
        let nobody = desk.ruth.posts(&at(idea, "votes"), "channel=phone&note=x").await;
        assert_eq!(nobody.status(), 422);
        says(&nobody, "Please choose who it was.");

        let heard = [("person", person.as_str()), ("channel", "phone"), ("note", "“Yes please”")];
        let done = desk.ruth.posts(&at(idea, "votes"), &form(&heard)).await;
        let page = desk.ruth.follows(&done).await;
        says(&page, "Recorded.");
        says(&page, "“Yes please” phone · Ruth Hale");
        assert_eq!(desk.idea(idea).await.votes, 1);
        let again = desk.ruth.posts(&at(idea, "votes"), &form(&heard)).await;
        says(&desk.ruth.follows(&again).await, "They were counted already.");
        assert_eq!(desk.idea(idea).await.votes, 1);

        let revoke = at(idea, "votes/revocation");
        desk.ruth.posts(&revoke, &form(&[("person", &person)])).await.location();
        assert_eq!(desk.idea(idea).await.votes, 0);
        let ledger = ["Ada ideas.put_forward", "Grace ideas.voted", "Grace ideas.vote_withdrawn"];
        assert_eq!(desk.world.ledger().await, ledger);
    }
}

#[tokio::test]
async fn somebody_new_is_met_by_their_address_and_votes_in_person_are_theirs() {
    for desk in desks().await {
        let (ada, grace) = (desk.world.customer("Ada"), desk.world.customer("Grace"));
        let idea = desk.puts(&ada, "Lockers").await;
        let new = [
            ("email", "hanne@example.com"),
            ("name", "Hanne"),
            ("channel", "shop"),
            ("note", "At the till"),
        ];
        desk.ruth.posts(&at(idea, "votes"), &form(&new)).await.location();
        says(&desk.ruth.reads(&at(idea, "votes")).await, "Hanne");
        assert_eq!(desk.idea(idea).await.customer_votes, 1);

        desk.votes(&grace, idea).await;
        let hers = grace.person().await.to_string();
        let refused =
            desk.ruth.posts(&at(idea, "votes/revocation"), &form(&[("person", &hers)])).await;
        assert_eq!(refused.status(), 409);
        assert_eq!(desk.idea(idea).await.votes, 2);
    }
}
