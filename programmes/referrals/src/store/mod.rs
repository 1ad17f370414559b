//! What is found and what is kept: one function per statement. [`terms`] hold what is promised; [`links`]
//! and [`visits`] who sent whom; [`referrals`] what came of it; [`lists`] what staff look through; [`record`] what is known of both; [`said`]
//! what was recommended; [`reader`] up to where orders and people were looked at; [`forget`] how somebody's
//! name leaves it. Nothing here decides.
mod forget;
mod links;
mod lists;
mod reader;
mod record;
mod referrals;
mod said;
mod terms;
mod visits;

pub use forget::*;
pub use links::*;
pub use lists::*;
pub use reader::*;
pub use record::*;
pub use referrals::*;
pub use said::*;
pub use terms::*;
pub use visits::*;
