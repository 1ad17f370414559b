//! Triage: what waits for an answer, soonest promise first, and everything else.

use std::collections::{BTreeMap, HashMap};

use askama::Template;
use deedwell_core::{Error, Id, Person, Result, Timestamp};
use deedwell_web::answer::{Choice, Pages};
use deedwell_web::{Answer, Frame, Query, Right, Tx, View};

use super::ask::{ListAsk, TABS, tab_name};
use super::bulk::{Done, Sent};
use super::words::{self, Badge, Wrong};
use crate::board::Board;
use crate::idea::Idea;
use crate::site::words::excerpt;
use crate::stage::{Stage, Stages};
use crate::store::{self, DeskOrder, Earlier, IdeaCard, PAGE, Triage};

/// Tags that the filter offers.
const MOST_TAGS: usize = 200;

#[derive(Template)]
#[template(path = "console/list.html")]
pub(super) struct Page {
    frame: Frame,
    ask: ListAsk,
    boards: Vec<Board>,
    stages: Stages,
    tags: Vec<String>,
    counts: BTreeMap<&'static str, i64>,
    /// All that there are, whatever is asked.
    any: bool,
    total: i64,
    rows: Vec<Row>,
    pages: Pages,
    done: Option<Done>,
    pub(super) sent: Sent,
    wrong: Wrong,
}

/// An idea as a line of the list.
pub(super) struct Row {
    id: Id<Idea>,
    title: String,
    author: String,
    author_id: Id<Person>,
    stage: Badge,
    clock: Badge,
    board: String,
    votes: i64,
    split: String,
    comments: i64,
    grade: Option<i64>,
    created_at: Timestamp,
    age: String,
    tags: Vec<String>,
    is_held: bool,
    /// Held for other words than these: what it said before.
    before: String,
    revisit: String,
    chosen: bool,
}

/// The heading of a column by which one can sort.
struct Head {
    words: String,
    href: String,
    rules: bool,
    class: &'static str,
    way: &'static str,
}

struct Tab {
    words: String,
    href: String,
    count: String,
    here: bool,
}

struct On {
    href: String,
    words: String,
}

pub(super) async fn show(
    frame: Frame,
    Tx(mut tx): Tx,
    Query(ask): Query<ListAsk>,
) -> Answer<View<Page>> {
    Ok(View(Page::load(&mut tx, frame, ask, Sent::default(), Wrong::default()).await?))
}

impl Page {
    pub(super) async fn load(
        tx: &mut deedwell_store::Tx,
        frame: Frame,
        ask: ListAsk,
        sent: Sent,
        wrong: Wrong,
    ) -> Result<Self> {
        let boards = store::boards(tx).await?;
        let stages = store::stages(tx).await?;
        let question = ask.question(&frame, &boards)?;
        let found = store::desk(tx, &question).await?;
        let ids: Vec<Id<Person>> = found.items.iter().map(|card| card.author).collect();
        let people = words::people(tx, &frame, &ids).await?;
        let held = found.items.iter().filter(|card| card.held_at.is_some());
        let held: Vec<Id<Idea>> = held.map(|card| card.id).collect();
        let earlier = store::before_held(tx, &held).await?;
        let line = Lines {
            frame: &frame,
            boards: &boards,
            stages: &stages,
            people: &people,
            earlier: &earlier,
        };
        let rows = found.items.into_iter().map(|card| line.row(card, &sent)).collect();
        let counts = store::desk_counts(tx).await?;
        let first = store::desk_cards(tx, &store::DeskAsk::default(), 1, 0).await?;
        let any = found.total > 0 || !first.is_empty();
        let here = ask.address("/console/ideas").to_string();
        let page = u64::try_from(question.page + 1).map_err(Error::fault)?;
        let total = u64::try_from(found.total).unwrap_or_default();
        Ok(Self {
            counts: counts.into_iter().map(|(triage, n)| (triage.name(), n)).collect(),
            tags: store::tags_in_use(tx, MOST_TAGS).await?,
            done: Done::of(ask.done.as_deref()),
            pages: Pages::new(page, total, PAGE as u64, here),
            total: found.total,
            any,
            frame,
            ask,
            boards,
            stages,
            rows,
            sent,
            wrong,
        })
    }

    fn count(&self, triage: Triage) -> i64 {
        self.counts.get(triage.name()).copied().unwrap_or_default()
    }

    /// The page in a sentence: what waits, and what of it is late.
    fn lead(&self) -> String {
        let frame = &self.frame;
        let waiting = self.count(Triage::Waiting);
        if !self.any {
            return frame.t("ideas-staff-lead-none");
        }
        if waiting == 0 {
            return frame.t("ideas-staff-lead-done");
        }
        frame.n("ideas-staff-lead-waiting", waiting)
    }

    /// What of it is late or nearly so; empty when nothing is.
    fn lead_late(&self) -> String {
        let frame = &self.frame;
        match (self.count(Triage::Overdue), self.count(Triage::DueSoon)) {
            (0, 0) => String::new(),
            (0, soon) => frame.n("ideas-staff-lead-soon", soon),
            (late, _) => frame.n("ideas-staff-lead-late", late),
        }
    }

    fn tabs(&self) -> Vec<Tab> {
        let here = self.ask.tab();
        let tab = |tab: Option<Triage>| {
            let address = self.ask.address("/console/ideas").with("tab", tab_name(tab));
            let count = tab.map(|t| self.count(t)).filter(|n| *n > 0);
            Tab {
                words: self.frame.t(&format!("ideas-staff-tab-{}", tab_name(tab))),
                href: address.without("sort").to_string(),
                count: count.map(|n| self.frame.number(n)).unwrap_or_default(),
                here: tab == here,
            }
        };
        TABS.into_iter().map(tab).collect()
    }

    /// What the tab that is open is called.
    fn here(&self) -> String {
        self.frame.t(&format!("ideas-staff-tab-{}", self.tab_name()))
    }

    fn tab_name(&self) -> &'static str {
        tab_name(self.ask.tab())
    }

    fn head(&self, order: DeskOrder, class: &'static str) -> Head {
        let falls = !matches!(order, DeskOrder::Due | DeskOrder::Old | DeskOrder::Title);
        let newest = order == DeskOrder::New && self.ask.order() == DeskOrder::New;
        let to = if newest { DeskOrder::Old } else { order };
        let address = self.ask.address("/console/ideas").with("sort", to.name());
        let oldest = order == DeskOrder::New && self.ask.order() == DeskOrder::Old;
        Head {
            words: self.frame.t(&format!("ideas-staff-head-{}", order.name())),
            href: address.to_string(),
            rules: self.ask.order() == order || oldest,
            class,
            way: if falls && !oldest { "descending" } else { "ascending" },
        }
    }

    fn title_head(&self) -> Head {
        self.head(DeskOrder::Title, "")
    }

    fn heads(&self) -> [Head; 5] {
        [
            self.head(DeskOrder::Due, ""),
            self.head(DeskOrder::Votes, "num"),
            self.head(DeskOrder::Comments, "num"),
            self.head(DeskOrder::Grade, "num"),
            self.head(DeskOrder::New, "num"),
        ]
    }

    fn q(&self) -> &str {
        self.ask.q.as_deref().unwrap_or_default()
    }

    fn any_first(&self, key: &str) -> (String, String) {
        (String::new(), self.frame.t(key))
    }

    fn board_choices(&self) -> Vec<Choice> {
        let all = std::iter::once(self.any_first("ideas-staff-any-board"));
        let all = all.chain(self.boards.iter().map(|b| (b.key.clone(), b.name.clone())));
        Choice::list(all, self.ask.board.as_deref().unwrap_or_default())
    }

    fn unit_choices(&self) -> Vec<Choice> {
        let all = std::iter::once(self.any_first("ideas-staff-any-unit"));
        let all = all.chain(self.frame.units.iter().map(|u| (u.key.clone(), u.name.clone())));
        Choice::list(all, self.ask.unit.as_deref().unwrap_or_default())
    }

    fn stage_choices(&self) -> Vec<Choice> {
        let words = |s: Stage| (s.name().to_owned(), words::stage(&self.frame, &self.stages, s));
        let all = std::iter::once(self.any_first("ideas-staff-any-stage"));
        let all = all.chain(self.stages.used().into_iter().map(words));
        Choice::list(all, self.ask.stage.as_deref().unwrap_or_default())
    }

    fn tag_choices(&self) -> Vec<Choice> {
        let all = std::iter::once(self.any_first("ideas-staff-any-tag"));
        let all = all.chain(self.tags.iter().map(|t| (t.clone(), t.clone())));
        Choice::list(all, self.ask.tag.as_deref().unwrap_or_default())
    }

    fn sort_choices(&self) -> Vec<Choice> {
        let words =
            |o: DeskOrder| (o.name(), self.frame.t(&format!("ideas-staff-sort-{}", o.name())));
        Choice::list(DeskOrder::ALL.map(words), self.ask.order().name())
    }

    /// The filters that are on.
    fn on(&self) -> Vec<On> {
        let chosen = |choices: Vec<Choice>| {
            let chosen = choices.into_iter().find(|c| c.chosen && !c.value.is_empty());
            chosen.map(|c| c.words).unwrap_or_default()
        };
        let all = [
            ("q", self.q().trim().to_owned()),
            ("board", chosen(self.board_choices())),
            ("unit", chosen(self.unit_choices())),
            ("stage", chosen(self.stage_choices())),
            ("tag", self.ask.tag.clone().unwrap_or_default()),
        ];
        let on = |(name, words): (&'static str, String)| {
            let href = self.ask.address("/console/ideas").without(name).to_string();
            On { href, words }
        };
        all.into_iter().filter(|(_, words)| !words.is_empty()).map(on).collect()
    }

    fn unfiltered(&self) -> String {
        format!("/console/ideas?tab={}", self.tab_name())
    }

    fn question(&self) -> String {
        self.ask.address("").question()
    }

    fn export_href(&self) -> String {
        self.ask.address("/console/ideas/export").to_string()
    }

    fn may_manage(&self) -> bool {
        self.frame.may(Right::ManageProgrammes)
    }

    /// What an empty tab says.
    fn empty_title(&self) -> String {
        self.frame.t(&format!("ideas-staff-empty-{}", self.tab_name()))
    }

    fn empty_what(&self) -> String {
        self.frame.t(&format!("ideas-staff-empty-{}-what", self.tab_name()))
    }
}

/// What a line is made from.
struct Lines<'a> {
    frame: &'a Frame,
    boards: &'a [Board],
    stages: &'a Stages,
    people: &'a HashMap<Id<Person>, String>,
    earlier: &'a BTreeMap<Id<Idea>, Earlier>,
}

/// Letters of what an idea said before.
const BEFORE: usize = 200;

impl Lines<'_> {
    fn row(&self, card: IdeaCard, sent: &Sent) -> Row {
        let frame = self.frame;
        let board = self.boards.iter().find(|b| b.id == card.board);
        let voices = [
            ("ideas-staff-by-customers", card.customer_votes),
            ("ideas-staff-by-visitors", card.visitor_votes()),
            ("ideas-staff-by-apart", card.apart),
        ];
        let voices = voices.into_iter().filter(|(_, votes)| *votes > 0);
        let split: Vec<String> = voices.map(|(key, votes)| frame.n(key, votes)).collect();
        let author = self.people.get(&card.author).cloned();
        let before = self.earlier.get(&card.id).map(|e| format!("{} – {}", e.title, e.body));
        let day = card.revisit_on.map(|on| words::day(frame, on));
        let revisit = day.map(|day| frame.w("ideas-staff-revisit-on", day));
        Row {
            author: author.unwrap_or_else(|| frame.t("ideas-staff-somebody")),
            author_id: card.author,
            stage: words::stage_badge(frame, self.stages, card.stage),
            clock: words::clock_badge(frame, card.clock(frame.now), card.created_at),
            board: board.map(|b| b.name.clone()).unwrap_or_default(),
            split: split.join(" · "),
            chosen: sent.ideas.contains(&card.id),
            revisit: revisit.unwrap_or_default(),
            age: age(frame, card.created_at),
            id: card.id,
            title: card.title,
            votes: card.votes,
            comments: card.comments,
            grade: card.grade,
            created_at: card.created_at,
            tags: card.tags,
            is_held: card.held_at.is_some(),
            before: before.map(|before| excerpt(&before, BEFORE)).unwrap_or_default(),
        }
    }
}

/// Whole days once there are any.
fn age(frame: &Frame, since: Timestamp) -> String {
    const DAY_S: i64 = 86_400;
    match (frame.now.as_second() - since.as_second()) / DAY_S {
        ..1 => frame.ago(&since),
        days => frame.span((days * DAY_S) as f64),
    }
}
