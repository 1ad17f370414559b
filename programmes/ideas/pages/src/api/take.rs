//! What programs send.

use deedwell_core::{Error, Id, Result, Who};
use deedwell_people::{IdentityKind, Proof, Sign, ensure};
use deedwell_store::Tx as Transaction;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::comment::Comment;
use crate::store::After;

/// Rows of a list that are given unless said otherwise, and at most.
const USUAL: usize = 20;
const MOST: usize = 100;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(super) struct PageAsk {
    /// What the page before gave as `next`; none: from the beginning.
    pub cursor: Option<String>,
    /// 1 to 100; 20 unless said otherwise.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<usize>,
}

impl PageAsk {
    pub fn most(&self) -> Result<usize> {
        let limit = self.limit.unwrap_or(USUAL);
        let unfit = || Error::invalid("limit", format!("A limit is from 1 to {MOST}."));
        (1..=MOST).contains(&limit).then_some(limit).ok_or_else(unfit)
    }

    pub fn after(&self, first: After) -> Result<After> {
        self.cursor.as_deref().map_or(Ok(first), str::parse)
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(super) struct ListAsk {
    /// The key of a board.
    pub board: Option<String>,
    pub stage: Option<String>,
    /// With an official answer, or without.
    pub answered: Option<bool>,
    pub tag: Option<String>,
    /// Words of the title and the text.
    pub q: Option<String>,
    /// `new` unless said otherwise, the latest first; `hot`, wanted lately; `top`, the lower end of a
    /// Wilson interval over those who could have voted; `random`, drawn by lot afresh each day.
    pub order: Option<String>,
    /// What the page before gave as `next`; none: from the beginning.
    pub cursor: Option<String>,
    /// 1 to 100; 20 unless said otherwise.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<usize>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(super) struct NotesAsk {
    /// What only staff read, too: notes, and comments taken from view. Needs a key that may write.
    pub notes: Option<bool>,
    /// What the page before gave as `next`; none: from the beginning.
    pub cursor: Option<String>,
    /// 1 to 100; 20 unless said otherwise.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<usize>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(super) struct SimilarAsk {
    pub title: String,
}

/// An identity by which your server knows a customer. It vouches for it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct By {
    /// `email`, `phone`, `login`, `card`, `import`.
    pub kind: String,
    pub value: String,
    /// Where a log-in, a card or another system's id is valid.
    #[serde(default)]
    pub scope: String,
    /// Given to a customer who has no name yet.
    #[serde(default)]
    pub name: String,
}

impl By {
    /// The customer, met now if never before.
    pub async fn who(&self, tx: &mut Transaction) -> Result<Who> {
        let kind = IdentityKind::parse(&self.kind).filter(|kind| *kind != IdentityKind::Browser);
        let kind = kind.ok_or_else(|| {
            Error::invalid("kind", "A kind is email, phone, login, card or import.")
        })?;
        let sign = Sign::new(kind, &self.value, &self.scope)?;
        Ok(ensure(tx, &sign, Proof::Server, &self.name).await?.who())
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct IdeaNew {
    pub by: By,
    /// The key of a board.
    pub board: String,
    pub title: String,
    #[serde(default)]
    pub body: String,
    #[serde(default)]
    pub tags: Vec<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct IdeaChanged {
    /// Its author.
    pub by: By,
    pub title: String,
    #[serde(default)]
    pub body: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ByAlone {
    pub by: By,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CommentNew {
    /// A customer.
    pub by: Option<By>,
    /// Or the e-mail address of a member of staff.
    pub staff: Option<String>,
    pub body: String,
    /// The id of a comment below the same idea.
    #[schema(value_type = Option<String>)]
    pub reply_to: Option<Id<Comment>>,
}
