//! What programs send.

use deedwell_core::{Error, Id, Result, Who};
use deedwell_people::{IdentityKind, Proof, Sign, ensure};
use deedwell_store::Tx as Transaction;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::comment::Comment;

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
    /// `new` unless said otherwise; `hot`, `top`, `random`.
    pub order: Option<String>,
    /// From 1; twenty a page.
    pub page: Option<usize>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangelogAsk {
    /// From 1; twenty a page.
    pub page: Option<usize>,
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
pub(super) struct VoteNew {
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

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AnswerNew {
    /// The e-mail address of a member of staff who may answer.
    pub staff: String,
    /// The official text; may be left out for a move without words.
    #[serde(default)]
    pub text: String,
    pub stage: Option<String>,
    /// Required for a no.
    pub reason: Option<String>,
    /// Required for a no: a day such as 2027-03-01.
    pub revisit_on: Option<String>,
    /// Required for shipping.
    pub evidence: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TagsNew {
    pub staff: String,
    /// All of them: what is left out is taken off.
    pub tags: Vec<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MergeNew {
    pub staff: String,
    /// The id of the idea that speaks for both.
    #[schema(value_type = String)]
    pub into: Id<crate::idea::Idea>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UnmergeNew {
    pub staff: String,
}
