//! How long a page of a long list takes; asked for by `DEEDWELL_LONG`.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use deedwell_core::Timestamp;
use deedwell_store::List;

use super::world::{World, customer, environment, person, worlds};
use crate::idea::{Idea, Voice};
use crate::rank::{self, Order};
use crate::store::{self, BoardAsk};
use crate::{acts, board::Settings};

const IDEAS: u128 = 20_000;
const PEOPLE: u128 = 5_000;
const ROUNDS: u32 = 10;

#[tokio::test]
async fn a_page_of_twenty_thousand_ideas_costs_a_page() {
    if environment("DEEDWELL_LONG").is_none() {
        return;
    }
    for world in worlds().await {
        fill(&world).await;
        let begun = Instant::now();
        let moved = acts::keep_ranks(&world.db, world.organisation).await.unwrap();
        println!("all ranks: {moved} moved in {:?}", begun.elapsed());
        for order in Order::ALL {
            for page in [0, 400] {
                let ask = BoardAsk {
                    board: Some(world.board),
                    order,
                    seed: 7,
                    page,
                    ..BoardAsk::default()
                };
                let took = each(async || {
                    let mut tx = world.db.read(world.organisation).await.unwrap();
                    assert_eq!(store::board(&mut tx, &ask).await.unwrap().items.len(), 20);
                })
                .await;
                println!("{} page {page}: {took:?}", order.name());
            }
            let ask = BoardAsk { board: Some(world.board), order, seed: 7, ..BoardAsk::default() };
            let took = each(async || {
                let mut tx = world.db.read(world.organisation).await.unwrap();
                let (cards, _) = store::board_after(&mut tx, &ask, None, 20).await.unwrap();
                assert_eq!(cards.len(), 20);
            })
            .await;
            println!("{} by cursor: {took:?}", order.name());
        }
        let all = each(async || everything(&world).await).await;
        println!("top as it was, everything read and sorted: {all:?}");
        // A ratio of one run: a kept rank must be worth keeping.
        let ask = BoardAsk { board: Some(world.board), order: Order::Top, ..BoardAsk::default() };
        let page = each(async || {
            let mut tx = world.db.read(world.organisation).await.unwrap();
            assert_eq!(store::board(&mut tx, &ask).await.unwrap().items.len(), 20);
        });
        assert!(page.await * 3 < all, "a page costs a third of all ideas, or more");
    }
}

async fn each(mut work: impl AsyncFnMut()) -> Duration {
    work().await;
    let begun = Instant::now();
    for _ in 0..ROUNDS {
        work().await;
    }
    begun.elapsed() / ROUNDS
}

async fn fill(world: &World) {
    let mut tx = world.tx().await;
    let board = store::one_board(&mut tx, world.board).await.unwrap();
    for n in 0..IDEAS {
        let author = Voice::of(customer(n % PEOPLE)).unwrap();
        let at = Timestamp::from_second(1_760_000_000 + n as i64 * 600).unwrap();
        let mut new = world.new_idea(&format!("Idea number {n}"));
        new.body = "Words that fill a line or two of the page, as people write them. ".repeat(8);
        let made = Idea::put_forward(tx.new_id(), &board, &Settings::default(), author, &new, at);
        let idea = Idea { created_at: at, ..made.unwrap().0 };
        store::add_idea(&mut tx, &idea).await.unwrap();
        let votes = (n * 7_919 % 97) as i64;
        let update = tx.query(
            "update idea set votes = $3, customer_votes = $3 where organisation = $1 and id = $2",
        );
        tx.run(update.bind(idea.id).bind(votes)).await.unwrap();
    }
    for n in 0..PEOPLE {
        let insert = tx.query(
            "insert into idea_active (organisation, board, person, identity, last_at)
             values ($1, $2, $3, $3, $4)",
        );
        let at = 1_760_000_000_000_000 + n as i64 * 2_400_000_000;
        tx.run(insert.bind(world.board).bind(person(customer(n))).bind(at)).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// What every reader waited for before orders were kept: all ideas, all who took part, sorted.
async fn everything(world: &World) {
    let mut tx = world.db.read(world.organisation).await.unwrap();
    let list = List::new(
        &tx,
        "select i.id as id, i.board as board, i.votes as votes, i.created_at as created_at
         from idea i where i.organisation = $1",
    );
    let list = list.and("i.stage not in ('withdrawn', 'spam', 'merged') and i.held_at is null", []);
    let rows = tx.list(list.and("i.board = ?", [world.board.into()]).done()).await.unwrap();
    let active =
        List::new(&tx, "select a.last_at as last_at from idea_active a where a.organisation = $1");
    let active = tx.list(active.then("order by a.last_at").done()).await.unwrap();
    let active: Vec<_> = active.iter().map(|row| row.moment("last_at").unwrap()).collect();
    let mut sorted = BTreeMap::new();
    for row in &rows {
        let since = row.moment("created_at").unwrap();
        let since = active.len() - active.partition_point(|at| *at < since);
        let top = rank::top(row.number("votes").unwrap(), since);
        sorted.insert((top.to_bits(), row.text("id").unwrap()), ());
    }
    let ids: Vec<_> = sorted.keys().rev().take(20).map(|(_, id)| id.parse().unwrap()).collect();
    assert_eq!(store::cards(&mut tx, &ids).await.unwrap().len(), 20);
}
