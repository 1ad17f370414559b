//! What waits for a judgement of ours, of every part, in one list: the longest wait first.

#[cfg(test)]
mod tests;

use askama::Template;
use axum::extract::State;
use deedwell_web::review::{Review, ToReview};
use deedwell_web::{Answer, Deedwell, Frame, Needs, Right, Routes, Tx, View};

/// Of each part, so many are shown.
const MOST: usize = 100;

pub fn routes() -> Routes {
    let host = Needs::Staff(Right::HostProgrammes);
    Routes::new("review").get("/console/review", host, "What waits for a judgement", show)
}

#[derive(Template)]
#[template(path = "review/page.html")]
struct Page {
    frame: Frame,
    waiting: ToReview,
}

impl Page {
    fn name(&self, review: &Review) -> String {
        if review.name.is_empty() { self.frame.t("review-somebody") } else { review.name.clone() }
    }

    fn more(&self) -> u64 {
        self.waiting.count.saturating_sub(self.waiting.first.len() as u64)
    }
}

async fn show(app: State<Deedwell>, frame: Frame, Tx(mut tx): Tx) -> Answer<View<Page>> {
    let waiting = app.reviews(&mut tx, &frame, MOST).await?;
    Ok(View(Page { frame, waiting }))
}
