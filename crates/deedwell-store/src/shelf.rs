//! What readers keep in memory of an organisation's state. It lives as long as the database is open, is
//! made anew by whoever misses it, and is never the truth.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use deedwell_core::{Id, Organisation};

type Kept = Arc<dyn Any + Send + Sync>;

#[derive(Default)]
pub(crate) struct Shelf(Mutex<HashMap<(TypeId, Id<Organisation>), Kept>>);

impl Shelf {
    /// The one thing of this type that is kept of the organisation.
    pub fn of<T: Default + Send + Sync + 'static>(&self, organisation: Id<Organisation>) -> Arc<T> {
        let mut shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = shelf.entry((TypeId::of::<T>(), organisation));
        let kept = Arc::clone(kept.or_insert_with(|| Arc::new(T::default())));
        // What stands under a type is of it.
        kept.downcast().unwrap_or_default()
    }
}
