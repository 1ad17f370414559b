//! Somebody is forgotten: their words go, and what they gave. What others said about an idea stays, and so
//! does the idea, without its words; an idea in which nobody else took part is withdrawn.

use deedwell_core::{Id, Identity, Result};
use deedwell_store::Tx;

use crate::stage::Stage;
use crate::store::{self, Touched};

/// Forgets what these identities wrote and gave. `title` stands where a title of theirs stood.
pub async fn forget(tx: &mut Tx, whom: &[Id<Identity>], title: String) -> Result<()> {
    let mut touched = Touched::default();
    for identity in whom {
        store::forget_given(tx, *identity, &mut touched).await?;
    }
    for id in &touched.own {
        store::forget_words(tx, *id, &title).await?;
        let idea = store::idea(tx, *id).await?;
        let is_open = !matches!(idea.stage, Stage::Withdrawn | Stage::Spam | Stage::Merged);
        if is_open && !store::have_others_taken_part(tx, *id).await? {
            store::set_stage(tx, *id, Stage::Withdrawn, None).await?;
        }
    }
    let mut roots = touched.own;
    for id in touched.ideas {
        roots.insert(id);
        roots.insert(store::idea(tx, id).await?.root);
    }
    for id in &roots {
        store::recount(tx, *id).await?;
    }
    for comment in &touched.comments {
        store::recount_thanks(tx, *comment).await?;
    }
    if !roots.is_empty() {
        store::rank_all(tx).await?;
    }
    Ok(())
}
