//! What pages show.

use super::world::{RUTH, customer, does, person, worlds};
use crate::answer::Answer;
use crate::rank::{self, Order};
use crate::store::{BoardAsk, Rank, Ranked};
use crate::{acts, store};
use deedwell_store::Tx;

#[tokio::test]
async fn a_board_is_filtered_ordered_and_paged() {
    for world in worlds().await {
        let old = world.put_forward(customer(1), "Lockers at the station").await;
        for n in 3..7 {
            world.vote(customer(n), old).await.unwrap();
        }
        world.days(20);
        let new = world.put_forward(customer(2), "Rent 100% dry panniers").await;
        world.vote(customer(3), new).await.unwrap();
        let tags = ["bikes".to_owned()];
        does!(world, tx, acts::retag(tx, RUTH, new, &tags)).unwrap();
        let words = Answer { text: "We think about it.".to_owned(), ..Answer::default() };
        does!(world, tx, acts::answer(tx, RUTH, old, words)).unwrap();

        let shown = async |ask: BoardAsk| {
            let page = store::board(&mut world.tx().await, &ask).await.unwrap();
            assert_eq!(page.total as usize, page.items.len());
            page.items.into_iter().map(|card| card.id).collect::<Vec<_>>()
        };
        let by = |order| BoardAsk { order, ..BoardAsk::default() };
        assert_eq!(shown(by(Order::Hot)).await, [new, old], "a fresh vote outweighs four old ones");
        assert_eq!(shown(by(Order::New)).await, [new, old]);
        // Four of the six who ever took part want the old one, one of the two since wants the new.
        assert_eq!(shown(by(Order::Top)).await, [old, new]);
        let seed = rank::seed("browser", jiff::civil::date(2026, 3, 22));
        assert_eq!(shown(BoardAsk { seed, ..by(Order::Random) }).await.len(), 2);
        let search = |text: &str| BoardAsk { search: Some(text.to_owned()), ..by(Order::New) };
        assert_eq!(shown(search("PANNIERS rent")).await, [new]);
        assert_eq!(shown(search("100%")).await, [new]);
        assert!(shown(search("0_%")).await.is_empty());
        assert_eq!(
            shown(BoardAsk { tag: Some("bikes".to_owned()), ..by(Order::Hot) }).await,
            [new]
        );
        assert_eq!(shown(BoardAsk { answered: Some(true), ..by(Order::Top) }).await, [old]);
        assert_eq!(shown(BoardAsk { board: Some(world.board), ..by(Order::Hot) }).await.len(), 2);
        let mut tx = world.tx().await;
        assert_eq!(store::tags(&mut tx, 10).await.unwrap(), [("bikes".to_owned(), 1)]);
        let wanted = store::wanted_among(&mut tx, person(customer(4)), &[old, new]).await.unwrap();
        assert_eq!(wanted.into_iter().collect::<Vec<_>>(), [old]);
        let titles = store::describe(&mut tx, &[new, old]).await.unwrap();
        assert_eq!(titles[&old], "Lockers at the station");
    }
}

#[tokio::test]
async fn every_idea_stands_on_one_page_in_every_order() {
    for world in worlds().await {
        for n in 0..45 {
            world.put_forward(customer(n), &format!("Idea number {n}")).await;
        }
        for order in Order::ALL {
            let mut seen = std::collections::BTreeSet::new();
            let mut pages = 0;
            loop {
                let ask = BoardAsk { order, seed: 7, page: pages, ..BoardAsk::default() };
                let page = store::board(&mut world.tx().await, &ask).await.unwrap();
                assert_eq!(page.total, 45);
                seen.extend(page.items.iter().map(|card| card.id));
                pages += 1;
                if !page.more {
                    break;
                }
            }
            assert_eq!((seen.len(), pages), (45, 3), "{order:?}");
        }
    }
}

#[tokio::test]
async fn the_same_idea_is_found_while_typing() {
    for world in worlds().await {
        let lockers = world.put_forward(customer(1), "Lockers at the station").await;
        let station = world.put_forward(customer(1), "A pump at the station").await;
        world.put_forward(customer(1), "Open at seven on Mondays").await;
        let found = async |title: &str| {
            let found = store::similar(&mut world.tx().await, title).await.unwrap();
            found.into_iter().map(|card| card.id).collect::<Vec<_>>()
        };
        assert_eq!(found("locker near any station, please").await, [lockers, station]);
        assert!(found("the and for").await.is_empty());
        does!(world, tx, acts::merge(tx, RUTH, station, lockers)).unwrap();
        assert_eq!(found("pump").await, [lockers], "what was merged leads to what speaks for it");
        does!(world, tx, acts::edit(tx, customer(1), lockers, "Boxes", "")).unwrap();
        assert!(found("locker").await.is_empty());
        let idea = world.idea(lockers).await;
        assert!(store::similar_to(&mut world.tx().await, &idea).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn everybody_has_a_part() {
    for world in worlds().await {
        let mine = world.put_forward(customer(1), "Lockers").await;
        let other = world.put_forward(customer(2), "Panniers").await;
        world.vote(customer(1), other).await.unwrap();
        let part = store::my_part(&mut world.tx().await, person(customer(1))).await.unwrap();
        assert_eq!(part.ideas.iter().map(|c| c.id).collect::<Vec<_>>(), [mine]);
        assert_eq!(part.voted.iter().map(|c| c.id).collect::<Vec<_>>(), [other]);
        does!(world, tx, acts::merge(tx, RUTH, other, mine)).unwrap();
        let part = store::my_part(&mut world.tx().await, person(customer(2))).await.unwrap();
        assert_eq!(part.ideas[0].id, other, "merged, and still theirs");
    }
}

#[tokio::test]
async fn a_program_reads_every_idea_once_in_every_order() {
    for world in worlds().await {
        for n in 0..45 {
            let idea = world.put_forward(customer(n), &format!("Idea number {n}")).await;
            for voter in 0..n % 7 {
                world.vote(customer(100 + voter), idea).await.unwrap();
            }
        }
        for order in Order::ALL {
            let ask = BoardAsk { order, seed: 7, board: Some(world.board), ..BoardAsk::default() };
            let (mut seen, mut after) = (Vec::new(), None);
            loop {
                let mut tx = world.tx().await;
                let (cards, next) =
                    store::board_after(&mut tx, &ask, after.as_ref(), 10).await.unwrap();
                seen.extend(cards.iter().map(|card| card.id));
                after = next;
                if after.is_none() {
                    break;
                }
            }
            let distinct: std::collections::BTreeSet<_> = seen.iter().collect();
            assert_eq!((seen.len(), distinct.len()), (45, 45), "{order:?}");
            let mut paged = Vec::new();
            for page in 0..3 {
                let ask = BoardAsk { page, ..ask.clone() };
                let page = store::board(&mut world.tx().await, &ask).await.unwrap();
                paged.extend(page.items.iter().map(|card| card.id));
            }
            assert_eq!(seen, paged, "{order:?}: by number and by cursor alike");
        }
    }
}

/// One vote at once of two who took part ranks high, until more come who pass it by.
#[tokio::test]
async fn who_passes_an_idea_by_counts_after_a_while() {
    for world in worlds().await {
        let keep = async || acts::keep_ranks(&world.db, world.organisation).await.unwrap();
        let passed_by = world.put_forward(customer(1), "Passed by").await;
        world.vote(customer(2), passed_by).await.unwrap();
        world.days(1);
        let wanted = world.put_forward(customer(3), "Wanted").await;
        for n in 10..19 {
            world.vote(customer(n), wanted).await.unwrap();
        }
        let top = async || {
            let ask = BoardAsk { order: Order::Top, ..BoardAsk::default() };
            let page = store::board(&mut world.tx().await, &ask).await.unwrap();
            page.items.into_iter().map(|card| card.id).collect::<Vec<_>>()
        };
        assert_eq!(top().await, [wanted, passed_by]);
        assert!(keep().await > 0);
        assert_eq!(keep().await, 0, "nobody took part since");
        let kept = async |id| {
            let tx = &mut world.tx().await;
            let find =
                tx.query("select top, lot from idea_rank where organisation = $1 and idea = $2");
            let row = tx.one(find.bind(id)).await.unwrap();
            (row.real("top").unwrap(), row.number("lot").unwrap())
        };
        let (score, lot) = kept(passed_by).await;
        assert!((score - rank::top(1, 12)).abs() < 1e-12, "{score}");
        world.days(1);
        assert!(keep().await >= 2, "a new day draws new lots");
        assert_ne!(kept(passed_by).await.1, lot);
        assert_eq!(kept(passed_by).await.0, score);
    }
}

/// Between reading and writing, somebody votes or much is brought in.
#[tokio::test]
async fn what_was_worked_out_too_long_ago_is_not_kept() {
    for world in worlds().await {
        let idea = world.put_forward(customer(1), "Lockers").await;
        let tx = &mut world.tx().await;
        let (now, today) = (store::ranked_now(tx).await.unwrap(), store::today(tx).await.unwrap());
        store::begin_ranked(tx).await.unwrap();
        let mut stale = store::ranks_to_change(tx, today).await.unwrap();
        assert!(stale.is_empty(), "it was ranked when it was put forward");
        let kept = async |tx: &mut Tx| {
            let find = "select top from idea_rank where organisation = $1 and idea = $2";
            tx.one(tx.query(find).bind(idea)).await.unwrap().real("top").unwrap()
        };
        let before = kept(tx).await;
        stale.push(Rank { idea, board: world.board, top: before + 1.0, lot: 1, votes: 7 });
        store::set_rank(tx, stale[0]).await.unwrap();
        assert_eq!(kept(tx).await, before, "of another number of votes");
        store::set_rank(tx, Rank { votes: 0, ..stale[0] }).await.unwrap();
        assert_eq!(kept(tx).await, before + 1.0);
        store::rank_all(tx).await.unwrap();
        store::set_ranked(tx, Ranked::NEVER, now).await.unwrap();
        assert_eq!(store::ranked(tx).await.unwrap(), None, "what came in since waits to be ranked");
    }
}
