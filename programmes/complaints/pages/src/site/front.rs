//! What we promise whoever complains, who decides outside, and what went wrong for many.

use askama::Template;
use deedwell_web::{Answer, Frame, Tx, View, Visitor};

use crate::problem::Problem;
use crate::promise::{Promise, Promised, Settings};
use crate::{store, words};

/// Problems that are shown.
const MOST_PROBLEMS: usize = 30;

#[derive(Template)]
#[template(path = "site/front.html")]
pub(crate) struct Page {
    frame: Frame,
    promise: Promise,
    settings: Settings,
    problems: Vec<Problem>,
    is_customer: bool,
}

impl Page {
    /// What is promised, in how long.
    fn promises(&self) -> Vec<(String, String)> {
        let said = |of: Promised| {
            let within = words::term(&self.frame, self.promise.term(of));
            (words::promised(&self.frame, of), self.frame.w("complaints-within", within))
        };
        Promised::ALL.map(said).to_vec()
    }

    fn goes_further(&self) -> bool {
        !self.settings.ombudsman.is_empty()
    }
}

pub(crate) async fn show(visitor: Visitor, frame: Frame, Tx(mut tx): Tx) -> Answer<View<Page>> {
    let promise = store::promise(&mut tx).await?;
    let settings = store::settings(&mut tx).await?;
    let problems = store::problems(&mut tx, MOST_PROBLEMS).await?;
    let is_customer = visitor.me.is_some();
    Ok(View(Page { frame, promise, settings, problems, is_customer }))
}
