//! What calls out. A new one is a line here and one in the house test, so that nobody forgets to try
//! every way in with it.

/// Why a call is made, and with whose address.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Sink {
    /// A delivery to an endpoint of an organisation, by the worker or as a test.
    Webhook,
    /// Letters, to the mail server that an organisation or the operator chose.
    Mail,
}

impl Sink {
    pub const ALL: [Self; 2] = [Self::Webhook, Self::Mail];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Webhook => "webhook",
            Self::Mail => "mail",
        }
    }
}
