//! Pages of public ideas. Every order is read from an index of its own, a page at a time: by number
//! for people, from where the last page ended for programs.

use deedwell_core::{Id, Result};
use deedwell_store::list::containing;
use deedwell_store::{List, Row, Tx, Value};

use super::{After, IdeaCard, LAST_PAGE, PAGE, Page, cards, page_of};
use crate::board::Board;
use crate::idea::Idea;
use crate::rank::{Order, start};
use crate::stage::Stage;

/// What of a board is asked for. The default is everything public, hottest first.
#[derive(Clone, Debug, Default)]
pub struct BoardAsk {
    /// None: all boards.
    pub board: Option<Id<Board>>,
    pub stage: Option<Stage>,
    /// Only those with an official answer (`true`) or without (`false`).
    pub answered: Option<bool>,
    pub tag: Option<String>,
    pub search: Option<String>,
    pub order: Order,
    /// For the random order: see [`crate::rank::seed`].
    pub seed: u64,
    /// From 0.
    pub page: usize,
}

/// The words of a search that are used.
const MOST_SEARCHED: usize = 5;

/// A page of public ideas.
pub async fn board(tx: &mut Tx, ask: &BoardAsk) -> Result<Page<IdeaCard>> {
    let page = ask.page.min(LAST_PAGE);
    let count = List::new(tx, "select count(*) as n from idea i where i.organisation = $1");
    let total = tx.one(asked(count, ask).done()).await?.number("n")?;
    let places = match ask.order {
        Order::Random => drawn(tx, ask, PAGE + 1, page * PAGE).await?,
        _ => read(tx, in_order(tx, ask).page(PAGE + 1, page * PAGE)).await?,
    };
    let ids = places.iter().map(|place| place.id).collect();
    let part = page_of(ids, page, total);
    let items = cards(tx, &part.items).await?;
    Ok(part.map(|_| items))
}

/// Public ideas from where the last page ended, and where this one does, if more follow.
pub async fn board_after(
    tx: &mut Tx,
    ask: &BoardAsk,
    after: Option<&After>,
    most: usize,
) -> Result<(Vec<IdeaCard>, Option<After>)> {
    let mut places = match (ask.order, after) {
        (Order::Random, None) => drawn(tx, ask, most + 1, 0).await?,
        (Order::Random, Some(after)) => drawn_after(tx, ask, after, most + 1).await?,
        (_, after) => {
            let list = ordered_after(tx, ask, after);
            read(tx, list.page(most + 1, 0)).await?
        }
    };
    let more = places.len() > most;
    places.truncate(most);
    let next = places.last().filter(|_| more).map(Place::after);
    let ids: Vec<_> = places.iter().map(|place| place.id).collect();
    Ok((cards(tx, &ids).await?, next))
}

/// An idea and what puts it in its place.
struct Place {
    id: Id<Idea>,
    key: Value,
}

impl Place {
    fn after(&self) -> After {
        let key = match self.key {
            Value::Real(Some(real)) => real.to_bits().cast_signed(),
            Value::Number(Some(number)) => number,
            _ => 0,
        };
        After::new(key, self.id)
    }
}

fn ordered(tx: &Tx, ask: &BoardAsk) -> List {
    let base = match ask.order {
        Order::Hot => "select i.id as id, i.hot as key from idea i where i.organisation = $1",
        Order::New => {
            "select i.id as id, i.created_at as key from idea i where i.organisation = $1"
        }
        Order::Top => {
            "select r.idea as id, r.top as key
             from idea_rank r join idea i on i.organisation = $1 and i.id = r.idea
             where r.organisation = $1"
        }
        Order::Random => {
            "select r.idea as id, r.lot as key
             from idea_rank r join idea i on i.organisation = $1 and i.id = r.idea
             where r.organisation = $1"
        }
    };
    let list = asked(List::new(tx, base), ask);
    match (ask.order, ask.board) {
        (Order::Top | Order::Random, Some(board)) => list.and("r.board = ?", [board.into()]),
        _ => list,
    }
}

fn in_order(tx: &Tx, ask: &BoardAsk) -> List {
    sorted(ordered(tx, ask), ask.order)
}

fn sorted(list: List, order: Order) -> List {
    list.then(match order {
        Order::Hot => "order by i.hot desc, i.id desc",
        Order::New => "order by i.created_at desc, i.id desc",
        Order::Top => "order by r.top desc, r.idea desc",
        Order::Random => "order by r.lot, r.idea",
    })
}

fn ordered_after(tx: &Tx, ask: &BoardAsk, after: Option<&After>) -> List {
    let list = ordered(tx, ask);
    let Some(After { key, id }) = after else { return sorted(list, ask.order) };
    let id = || Value::from(id);
    let real = Value::from(f64::from_bits(key.cast_unsigned()));
    let list = match ask.order {
        Order::Hot => list.and("(i.hot, i.id) < (?, ?)", [real, id()]),
        Order::Top => list.and("(r.top, r.idea) < (?, ?)", [real, id()]),
        Order::New => list.and("(i.created_at, i.id) < (?, ?)", [Value::from(*key), id()]),
        Order::Random => list.and("(r.lot, r.idea) > (?, ?)", [Value::from(*key), id()]),
    };
    sorted(list, ask.order)
}

/// The day's lots from the reader's own place on, and round to it again.
async fn drawn(tx: &mut Tx, ask: &BoardAsk, most: usize, skip: usize) -> Result<Vec<Place>> {
    let start = start(ask.seed);
    let first = ordered(tx, ask).and("r.lot >= ?", [start.into()]);
    let mut places = read(tx, sorted(first, ask.order).page(most, skip)).await?;
    if places.len() == most {
        return Ok(places);
    }
    // The second half begins where the first ended, wherever among the pages that was.
    let skip = match places.len() {
        0 if skip > 0 => skip - before(tx, ask, start).await?.min(skip),
        _ => 0,
    };
    let rest = ordered(tx, ask).and("r.lot < ?", [start.into()]);
    places.extend(read(tx, sorted(rest, ask.order).page(most - places.len(), skip)).await?);
    Ok(places)
}

/// How many stand before the reader's round begins anew.
async fn before(tx: &mut Tx, ask: &BoardAsk, start: i64) -> Result<usize> {
    let count = List::new(
        tx,
        "select count(*) as n from idea_rank r join idea i on i.organisation = $1 and i.id = r.idea
         where r.organisation = $1",
    );
    let count = asked(count, ask).and("r.lot >= ?", [start.into()]);
    Ok(usize::try_from(tx.one(count.done()).await?.number("n")?).unwrap_or(0))
}

async fn drawn_after(
    tx: &mut Tx,
    ask: &BoardAsk,
    after: &After,
    most: usize,
) -> Result<Vec<Place>> {
    let start = start(ask.seed);
    let further = || {
        let id = Value::from(&after.id);
        ordered(tx, ask).and("(r.lot, r.idea) > (?, ?)", [Value::from(after.key), id])
    };
    if after.key < start {
        let rest = further().and("r.lot < ?", [start.into()]);
        return read(tx, sorted(rest, ask.order).page(most, 0)).await;
    }
    let first = sorted(further(), ask.order).page(most, 0);
    let mut places = read(tx, first).await?;
    let left = most - places.len();
    if left > 0 {
        let rest = ordered(tx, ask).and("r.lot < ?", [start.into()]);
        places.extend(read(tx, sorted(rest, ask.order).page(left, 0)).await?);
    }
    Ok(places)
}

async fn read(tx: &mut Tx, query: deedwell_store::Query) -> Result<Vec<Place>> {
    let place = |row: &Row| {
        let key = row.cells().find(|(name, _)| *name == "key").map(|(_, value)| value.clone());
        Ok(Place { id: row.id("id")?, key: key.unwrap_or(Value::Number(None)) })
    };
    tx.list(query).await?.iter().map(place).collect()
}

pub(super) fn asked(list: List, ask: &BoardAsk) -> List {
    let mut list = match ask.stage {
        Some(stage) => list.and("i.stage = ?", [stage.name().into()]),
        None => list,
    };
    list = list.and("i.stage not in ('withdrawn', 'spam', 'merged') and i.held_at is null", []);
    if let Some(board) = ask.board {
        list = list.and("i.board = ?", [board.into()]);
    }
    list = match ask.answered {
        Some(true) => list.and("i.answered_at is not null", []),
        Some(false) => list.and("i.answered_at is null", []),
        None => list,
    };
    if let Some(tag) = &ask.tag {
        list = list.and(
            "exists (select 1 from idea_tag t
                 where t.organisation = $1 and t.idea = i.id and t.tag = ?)",
            [tag.as_str().into()],
        );
    }
    let words = ask.search.iter().flat_map(|text| text.split_whitespace());
    for word in words.take(MOST_SEARCHED) {
        list = list.and("i.search like ? escape '\\'", [containing(word).into()]);
    }
    list
}
