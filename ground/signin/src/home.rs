//! The first page of the site: whose it is, and what one can take part in here.

use askama::Template;
use axum::extract::State;
use deedwell_web::{Answer, Deedwell, Frame, Programme, Tx, View, Visitor};

use crate::my_part::lines::{Line, newest};

/// Of what I did, on the first page.
const NEWEST: usize = 5;

#[derive(Template)]
#[template(path = "home.html")]
pub(crate) struct Page {
    frame: Frame,
    ways: Vec<Way>,
    mine: Vec<Line>,
}

/// A standing invitation.
pub(crate) struct Way {
    href: &'static str,
    icon: &'static str,
    name: String,
    /// A sentence of the programme's own, `ideas-invitation`; empty where it has none.
    invitation: String,
}

impl Way {
    fn of(frame: &Frame, programme: &Programme) -> Self {
        let invitation = frame.try_t(&format!("{}-invitation", programme.name));
        Self {
            href: programme.site,
            icon: programme.icon,
            name: frame.programme_name(programme),
            invitation: invitation.unwrap_or_default(),
        }
    }
}

impl Page {
    fn heading(&self) -> String {
        self.frame.w("home-heading", self.frame.site_name())
    }

    /// The one thing most worth doing here: the first programme.
    fn first(&self) -> Option<&Way> {
        self.ways.first()
    }

    fn rest(&self) -> &[Way] {
        self.ways.get(1..).unwrap_or_default()
    }
}

pub(crate) async fn show(
    visitor: Visitor,
    State(app): State<Deedwell>,
    frame: Frame,
    Tx(mut tx): Tx,
) -> Answer<View<Page>> {
    let mine = match &visitor.me {
        Some(me) => newest(&app, &mut tx, &frame, me.person, NEWEST).await?.0,
        None => Vec::new(),
    };
    let ways = app.programmes().iter().map(|p| Way::of(&frame, p)).collect();
    Ok(View(Page { frame, ways, mine }))
}
