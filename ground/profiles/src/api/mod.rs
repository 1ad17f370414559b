//! Profiles for programs of the organisation's own, as JSON under `/api/people`: [`reading`],
//! [`writing`], [`holding`] (all we hold of somebody) and [`forgetting`]. A program names somebody by our id or by an identity that its server vouches for. What is
//! changed can be made to depend on what was read: `If-Match` with the `version` that was given.
mod forgetting;
mod give;
mod holding;
mod part;
mod reading;
mod take;
mod writing;

use deedwell_web::Routes;

pub(crate) fn routes() -> Routes {
    reading::routes().and(writing::routes()).and(holding::routes()).and(forgetting::routes())
}
