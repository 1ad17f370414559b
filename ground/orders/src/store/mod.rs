//! What is found and what is kept: one function per statement.
//!
//! [`orders`] hold the order and its lines, [`refunds`] what was given back, [`products`] what is sold,
//! [`shops`] who tells us and with what, [`lists`] what pages show, [`buying`] what somebody bought,
//! [`forget`] how their name leaves it. Nothing here decides.
mod buying;
mod forget;
mod lists;
mod orders;
mod products;
mod refunds;
mod shops;

pub use buying::*;
pub use forget::*;
pub use lists::*;
pub use orders::*;
pub use products::*;
pub use refunds::*;
pub use shops::*;
