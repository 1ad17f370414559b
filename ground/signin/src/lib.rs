//! Customers sign in by a proven identity: the shop's signed token, or a code.
