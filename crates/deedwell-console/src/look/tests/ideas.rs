//! A programme that is open in the small world.

use std::cell::Cell;
use std::collections::HashMap;

use deedwell_core::meaning::Booking;
use deedwell_core::{Meaning, Quality};
use deedwell_web::programme::WaitingItem;
use deedwell_web::{Programme, Routes, Title, Waiting};

use super::world::{HOSTILE, HOSTILE_TITLE, at};

thread_local! {
    /// Nothing waits in the story of this thread.
    pub static QUIET: Cell<bool> = const { Cell::new(false) };
}

const MEANING: Meaning = Meaning {
    contributions: &["ideas.put_forward"],
    voided_by: &["ideas.merged"],
    restored_by: &["ideas.unmerged"],
    quality: Quality::Grade { kind: "ideas.evaluated", fact: "grade", worst: 1, best: 5 },
    peer_responses: &["ideas.voted", "ideas.commented"],
    company_responses: &["ideas.answered"],
    official_answers: &["ideas.answered"],
    evaluated: &["ideas.evaluated"],
    decided: &["ideas.answered"],
    implemented: &["ideas.delivered"],
    owes: deedwell_core::meaning::Owes { answer_h: 240, ..deedwell_core::meaning::Owes::NOTHING },
    money: &[
        Booking { kind: "ideas.earned", cost: false },
        Booking { kind: "ideas.spent", cost: true },
    ],
};

const WORDS: &[(&str, &str)] = &[
    (
        "en",
        "ideas-name = Ideas\nkind-ideas-voted = voted for an idea\nkind-ideas-put-forward = put an idea forward\nkind-ideas-answered = answered an idea\nkind-ideas-commented = commented on an idea\n",
    ),
    (
        "de",
        "ideas-name = Ideen\nkind-ideas-voted = hat für eine Idee gestimmt\nkind-ideas-put-forward = hat eine Idee eingebracht\nkind-ideas-answered = hat auf eine Idee geantwortet\nkind-ideas-commented = hat eine Idee kommentiert\n",
    ),
];

const TITLES: [(&str, &str); 4] = [
    ("idea/1", "Let me hand in my old helmet when I buy a new one"),
    ("idea/2", "Rent out the good panniers"),
    ("idea/3", "Photo of your bike when it is ready"),
    ("idea/4", HOSTILE_TITLE),
];

pub static IDEAS: Programme = Programme {
    name: "ideas",
    icon: "lightbulb",
    console: "/console/ideas",
    site: "/ideas",
    migrations: &[],
    routes: || Routes::new("ideas"),
    meaning: MEANING,
    told: &[],
    messages: WORDS,
    titles: |_, abouts| {
        Box::pin(async move {
            let title = |about: &String| {
                let words = TITLES.iter().find(|t| t.0 == about)?.1.to_owned();
                let console = format!("/console/ideas/{about}");
                Some((about.clone(), Title { words, site: format!("/{about}"), console }))
            };
            Ok(abouts.iter().filter_map(title).collect::<HashMap<_, _>>())
        })
    },
    waiting: |_, most, _| {
        Box::pin(async move {
            if QUIET.with(Cell::get) {
                return Ok(Waiting::default());
            }
            let item = |name: &str, words: &str, about: &str, due: Option<&str>| WaitingItem {
                person: None,
                name: name.to_owned(),
                words: words.to_owned(),
                about: about.to_owned(),
                due_at: due.map(at),
                href: "/console/ideas/1".to_owned(),
                verb: "Answer".to_owned(),
            };
            let mut first = vec![
                item(
                    "Maren Okafor",
                    TITLES[0].1,
                    "Idea with 187 votes.",
                    Some("2026-11-19T14:00:00Z"),
                ),
                item(HOSTILE, HOSTILE_TITLE, "Idea with 3 votes.", Some("2026-11-17T06:30:00Z")),
                item(
                    "Lucas Brandt",
                    TITLES[1].1,
                    "Idea with 94 votes.",
                    Some("2026-11-24T09:00:00Z"),
                ),
                item("Greta Oyelaran", TITLES[2].1, "Idea without a promise.", None),
            ];
            first.truncate(most);
            Ok(Waiting { count: 9, first })
        })
    },
    upkeep: |_, _| Box::pin(async { Ok(0) }),
    forget: |_, _, _| Box::pin(async { Ok(()) }),
    holds: |_, _| Box::pin(async { Ok(serde_json::json!({})) }),
    hears: None,
};
