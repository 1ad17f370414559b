//! My complaints, and the problems I joined.

use askama::Template;
use deedwell_web::{Answer, Frame, Me, Tx, View};

use crate::complaint::Complaint;
use crate::problem::Problem;
use crate::store;
use crate::words::{self, Badge};

/// Complaints and problems that are shown.
const MOST: usize = 100;

#[derive(Template)]
#[template(path = "site/mine.html")]
pub(crate) struct Page {
    frame: Frame,
    complaints: Vec<Complaint>,
    joined: Vec<Problem>,
}

impl Page {
    fn badge(&self, complaint: &Complaint) -> Badge {
        words::my_badge(&self.frame, complaint.stage)
    }

    fn is_empty(&self) -> bool {
        self.complaints.is_empty() && self.joined.is_empty()
    }
}

pub(crate) async fn show(me: Me, frame: Frame, Tx(mut tx): Tx) -> Answer<View<Page>> {
    let complaints = store::complaints_of(&mut tx, me.person, MOST).await?;
    let joined = store::joined_by(&mut tx, me.person, MOST).await?;
    Ok(View(Page { frame, complaints, joined }))
}
