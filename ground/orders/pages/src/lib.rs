//! Pages of orders.
