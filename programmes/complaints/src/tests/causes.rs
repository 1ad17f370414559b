//! Why things go wrong, and what went wrong for many.

use super::world::{EDSGER, RUTH, code, customer, does, person, worlds};
use crate::{acts, store};

#[tokio::test]
async fn a_cause_is_fixed_checked_by_another_and_may_come_back() {
    for world in worlds().await {
        let packing = does!(world, tx, acts::add_cause(tx, RUTH, None, "Packing")).unwrap();
        let boxes = does!(world, tx, acts::add_cause(tx, RUTH, Some(packing), "Boxes")).unwrap();
        let third = does!(world, tx, acts::add_cause(tx, RUTH, Some(boxes), "Tape"));
        assert_eq!(code(third), "complaints.two_levels");
        let same = does!(world, tx, acts::add_cause(tx, RUTH, None, " Packing ")).unwrap();
        assert_eq!(same, packing);
        let first = world.complains(customer(1), "It broke.").await;
        does!(world, tx, acts::link_cause(tx, RUTH, first, Some(boxes))).unwrap();
        does!(world, tx, acts::link_cause(tx, RUTH, first, Some(boxes))).unwrap();
        world.days(1);
        does!(world, tx, acts::fix_cause(tx, RUTH, boxes, "Thicker card")).unwrap();
        let own = does!(world, tx, acts::verify_cause(tx, RUTH, boxes, "None broke"));
        assert_eq!(code(own), "complaints.own_fix");
        does!(world, tx, acts::verify_cause(tx, EDSGER, boxes, "None broke in a week")).unwrap();
        world.days(1);
        let again = world.complains(customer(2), "Mine broke too.").await;
        does!(world, tx, acts::link_cause(tx, RUTH, again, Some(boxes))).unwrap();
        let told = world.ledger().await;
        assert_eq!(
            told[1..],
            [
                "staff cause_linked",
                "staff cause_fixed",
                "staff cause_verified",
                "staff cause_gone",
                "customer received",
                "staff cause_linked",
                "staff cause_returned",
            ]
        );
        let causes = store::causes(&mut world.tx().await).await.unwrap();
        let names: Vec<_> = causes.iter().map(|c| c.cause.name.as_str()).collect();
        assert_eq!(names, ["Packing", "Boxes"]);
        assert_eq!((causes[1].complaints, causes[1].after_fix), (2, 1));
        does!(world, tx, acts::link_cause(tx, RUTH, again, None)).unwrap();
        does!(world, tx, acts::unfix_cause(tx, RUTH, boxes)).unwrap();
        let causes = store::causes(&mut world.tx().await).await.unwrap();
        assert_eq!(causes[1].complaints, 1);
        assert!(causes[1].cause.fixed.is_none() && causes[1].cause.verified.is_none());
    }
}

#[tokio::test]
async fn others_join_a_problem_once_and_hear_what_came_of_it() {
    for world in worlds().await {
        let (ada, grace, alan) = (customer(1), customer(2), customer(3));
        let id = world.complains(ada, "The app loses my lights.").await;
        let words = ("Lights are lost", "Some of you lose lights after the update.");
        let problem = does!(world, tx, acts::open_problem(tx, RUTH, id, words.0, words.1)).unwrap();
        let twice = does!(world, tx, acts::open_problem(tx, RUTH, id, words.0, words.1));
        assert_eq!(code(twice), "complaints.has_problem");
        assert_eq!(code(does!(world, tx, acts::join(tx, ada, problem))), "complaints.own_problem");
        assert!(does!(world, tx, acts::join(tx, grace, problem)).unwrap());
        assert!(!does!(world, tx, acts::join(tx, grace, problem)).unwrap());
        assert!(does!(world, tx, acts::join(tx, alan, problem)).unwrap());
        assert!(does!(world, tx, acts::leave(tx, alan, problem)).unwrap());
        assert!(!does!(world, tx, acts::leave(tx, alan, problem)).unwrap());
        does!(world, tx, acts::end_problem(tx, RUTH, problem, "Version 7 keeps them.")).unwrap();
        let over = does!(world, tx, acts::join(tx, alan, problem));
        assert_eq!(code(over), "complaints.problem_over");
        let mut tx = world.tx().await;
        let joined = store::joined_by(&mut tx, person(grace), 5).await.unwrap();
        assert_eq!((joined[0].outcome.as_str(), joined[0].joined), ("Version 7 keeps them.", 1));
        assert_eq!(store::problems(&mut tx, 5).await.unwrap().len(), 1);
        drop(tx);
        let told = world.ledger().await;
        assert_eq!(
            told[2..],
            ["customer joined", "customer joined", "customer left", "staff problem_ended"]
        );
    }
}

#[tokio::test]
async fn templates_are_kept_by_name() {
    for world in worlds().await {
        let (name, body) = ("Hello", "Dear {{name}}");
        let id = does!(world, tx, acts::keep_template(tx, RUTH, None, name, body)).unwrap();
        let again = does!(world, tx, acts::keep_template(tx, RUTH, None, name, body)).unwrap();
        assert_eq!(again, id);
        let taken = does!(world, tx, acts::keep_template(tx, RUTH, None, name, "Other"));
        assert_eq!(code(taken), "invalid.name");
        let wrong = does!(world, tx, acts::keep_template(tx, RUTH, Some(id), name, "{{x}}"));
        assert_eq!(code(wrong), "invalid.body");
        does!(world, tx, acts::remove_template(tx, RUTH, id)).unwrap();
        let gone = does!(world, tx, acts::remove_template(tx, RUTH, id));
        assert_eq!(code(gone), "missing.template");
    }
}
