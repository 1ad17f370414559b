//! Pages to look at.
use super::{Shop, does, form, id, shops};
use crate::acts;
use crate::answer::Answer;
use crate::board::{NewBoard, NewRelease};
use crate::stage::Stage;

#[tokio::test]
#[ignore = "writes pages into /tmp/ideas-look"]
async fn pages_to_look_at() {
    let shop = shops().await.remove(0);
    let Shop { world, mary, .. } = &shop;
    std::fs::create_dir_all("/tmp/ideas-look").unwrap();
    for (key, name) in [("workshop", "Workshop"), ("hire", "Hire")] {
        let new = NewBoard { key: key.into(), name: name.into(), ..Default::default() };
        does!(shop, tx, acts::open_board(tx, *mary, &new));
    }
    let maren = world.customer("Maren Okafor");
    let hugh = world.customer("Hugh Pemberton");
    let mut people = Vec::new();
    for name in [
        "Greta Oyelaran",
        "Aroha Tamihana",
        "Luc Brandt",
        "Yusuf Demir",
        "Siobhán Keane",
        "Pavel Novák",
        "Anouk Visser",
        "Jonas Okafor",
    ] {
        people.push(world.customer(name));
    }
    let put = async |who: &deedwell_testing::Somebody,
                     board: &str,
                     title: &str,
                     body: &str,
                     tags: &str| {
        who.posts(
            "/ideas",
            &form(&[
                ("board", board),
                ("title", title),
                ("body", body),
                ("tags", tags),
                ("anyway", "1"),
            ]),
        )
        .await
        .location()
    };
    let seven = put(
        &people[5],
        "workshop",
        "Open at seven on Mondays",
        "Half of Keswick breaks its bicycle on Sunday and works on Monday.",
        "hours",
    )
    .await;
    let photo = put(&hugh, "workshop", "Photo of your bike when it is ready", "A picture with the text message would save me a trip when it is not quite what I meant. Twice I drove in to find the bars the old way round. Once it was my own fault.\n\nIt need not be a good picture.", "repairs, photo").await;
    let ready = put(
        &people[3],
        "workshop",
        "Tell me when my bike is ready by text",
        "I never hear the phone at work.",
        "repairs",
    )
    .await;
    for (i, p) in people.iter().enumerate() {
        if i != 5 && i % 2 == 0 {
            p.swaps(&format!("{seven}/votes"), "").await;
        }
        if i != 3 {
            p.swaps(&format!("{photo}/votes"), "").await;
        }
        p.swaps(&format!("{ready}/votes"), "").await;
    }
    maren.swaps(&format!("{photo}/votes"), "").await;
    let said = people[0]
        .posts(
            &format!("{photo}/comments"),
            &form(&[(
                "body",
                "And a second one of whatever was worn out. I believe you, but I like to see it.",
            )]),
        )
        .await
        .location();
    let said = said.split_once("#comment-").unwrap().1.to_owned();
    world.advance_days(3);
    does!(
        shop,
        tx,
        acts::comment_by_staff(
            tx,
            *mary,
            id(&photo),
            "That we can do today, Greta, with the old part beside a ruler. I have told the others.",
            Some(said.parse().unwrap())
        )
    );
    let rude = people[4]
        .posts(&format!("{photo}/comments"), &form(&[("body", "You are all idiots")]))
        .await
        .location();
    let rude = rude.split_once("#comment-").unwrap().1.to_owned();
    does!(shop, tx, acts::hide_comment(tx, *mary, rude.parse().unwrap(), "An insult"));
    maren
        .posts(
            &format!("{photo}/comments"),
            &form(&[("body", "Please not as an e-mail attachment of nine megabytes.")]),
        )
        .await;
    people[1].posts(&format!("{photo}/comments/{said}/thanks"), "").await;
    shop.moves(&photo, Stage::UnderReview, "").await;
    does!(shop, tx, acts::merge(tx, *mary, id(&ready), id(&photo)));
    world.advance_days(5);
    shop.moves(&photo, Stage::Planned, "").await;
    shop.declines(
        &seven,
        "We tried it for six Mondays in spring: 2 people an hour, 1 to 4.",
        "2027-04-05",
    )
    .await;
    let panniers = put(
        &people[6],
        "hire",
        "Rent out the good panniers",
        "Once a year I need four. I shall never buy four.",
        "",
    )
    .await;
    shop.moves(
        &panniers,
        Stage::Planned,
        "Twelve pairs are ordered. £4 a day, and the first day free for everyone who voted.",
    )
    .await;
    let lamps = put(&people[2], "hire", "Lamps for the night rides", "The good ones.", "").await;
    shop.moves(&lamps, Stage::Planned, "").await;
    shop.moves(&lamps, Stage::InProgress, "Ten are on their way from Münster.").await;
    world.advance_days(12);
    shop.moves(&photo, Stage::InProgress, "").await;
    world.advance_days(6);
    let shipped = Answer {
        text: "It is done. Every finished job now leaves with a photograph and the bill, by whichever way you asked us to reach you. It costs us two minutes a bicycle; we think it will save about as many in telephone calls, and we shall say here in February whether it did.".into(),
        stage: Some(Stage::Shipped),
        evidence: Some("https://fellandvale.example/workshop/photographs".into()),
        ..Default::default()
    };
    let answer = does!(shop, tx, acts::answer(tx, *mary, id(&photo), shipped)).unwrap();
    world.advance_days(1);
    does!(
        shop,
        tx,
        acts::correct_answer(
            tx,
            *mary,
            answer,
            "It is done. Every finished job now leaves with a photograph and the bill, by whichever way you asked us to reach you.\n\nIt costs us two minutes a bicycle; we think it will save about as many in telephone calls, and we shall say here in February whether it did."
        )
    );
    let release = NewRelease { title: "Photographs with every finished job".into(), body: "From today every job leaves with a photograph and the bill. It comes by whichever way you asked us to reach you.".into(), ideas: vec![id(&photo)], publish: true };
    does!(shop, tx, acts::release(tx, *mary, &release));
    let helmet = put(
        &maren,
        "shop",
        "Let me hand in my old helmet when I buy a new one",
        "Mine is past its five years and I do not want it in the bin, nor on somebody’s head.",
        "helmets",
    )
    .await;
    for p in &people {
        p.swaps(&format!("{helmet}/votes"), "").await;
    }
    world.advance_days(2);
    shop.moves(&helmet, Stage::UnderReview, "").await;
    world.advance_days(9);
    let bench = put(
        &people[4],
        "shop",
        "A bench outside with a pump and a tap",
        "For people and for dogs.",
        "dogs",
    )
    .await;
    for n in 0..26 {
        put(&people[n % 8], "shop", &format!("Smaller thing number {n}"), "A small wish.", "")
            .await;
        world.advance(jiff::SignedDuration::from_mins(7));
    }
    let save = async |name: &str, reply: deedwell_testing::Reply| {
        std::fs::write(format!("/tmp/ideas-look/{name}.html"), reply.html()).unwrap();
    };
    save("board", maren.reads("/ideas?order=top").await).await;
    save("board-anon", world.visitor().reads("/ideas").await).await;
    save("board-de", maren.speaking("de").reads("/ideas?order=hot").await).await;
    save("board-none", world.visitor().reads("/ideas?q=zebra").await).await;
    save("idea", maren.reads(&photo).await).await;
    save("idea-anon", world.visitor().reads(&photo).await).await;
    save("idea-own", people[4].reads(&bench).await).await;
    save("idea-no", maren.reads(&seven).await).await;
    save("idea-late", maren.reads(&helmet).await).await;
    save("merged", maren.reads(&ready).await).await;
    save("new", maren.reads("/ideas/new?title=Photo").await).await;
    save(
        "new-similar",
        maren
            .posts(
                "/ideas",
                &form(&[("board", "shop"), ("title", "A photo of my bike"), ("body", "Please")]),
            )
            .await,
    )
    .await;
    save(
        "new-wrong",
        maren.posts("/ideas", &form(&[("board", ""), ("title", ""), ("body", "Please")])).await,
    )
    .await;
    save("comment-wrong", maren.posts(&format!("{photo}/comments"), "body=+").await).await;
    save("roadmap", maren.reads("/ideas/roadmap").await).await;
    save("changelog", maren.reads("/ideas/changelog").await).await;
    save("removed", maren.reads("/ideas/removed").await).await;
    save("mine", maren.reads("/ideas/mine").await).await;
    save("similar", maren.looks("/ideas/similar?title=photo+of+bikes").await).await;
}
