//! The one client by which this server calls others: it checks where a call goes, and goes there.
//!
//! Whoever may write an address into a form may make the server call it, from inside the network in
//! which it stands. So there is one way out, and it holds whatever was checked when the address was
//! saved: a name is looked up once, every address that it has is looked at, and what is dialled is the
//! address that was looked at. Nothing is followed, nothing is read from the environment, nothing is
//! kept between calls, and everything has an end.
//!
//! Read [`place`] (which addresses are public), [`allow`] (what an operator permits beside them),
//! [`target`] (an address as somebody wrote it), then [`client`], [`mail`] (the same for letters) and [`Failure`]. [`Sink`] is the
//! inventory of what calls out; a house test keeps it.
pub mod allow;
pub mod client;
mod failure;
pub mod mail;
pub mod place;
mod sink;
pub mod target;
#[cfg(test)]
mod tests;
mod tls;

pub use allow::Allow;
pub use client::{Answer, Call, Limits, Outbound, Resolve, Resolver};
pub use failure::Failure;
pub use mail::MailHost;
pub use sink::Sink;
pub use target::Target;
