//! The list of programmes. Adding one is its folder, a line in this crate's manifest and one here.

use deedwell_web::Programme;

pub const PROGRAMMES: &[&Programme] = &[
    &deedwell_ideas_pages::PROGRAMME,
    &deedwell_orders_pages::PROGRAMME,
    &deedwell_points_pages::PROGRAMME,
    &deedwell_complaints_pages::PROGRAMME,
    &deedwell_referrals_pages::PROGRAMME,
];
