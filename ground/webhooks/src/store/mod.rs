//! What is found and kept, one function a statement.
mod attempts;
mod deliveries;
mod endpoints;

pub use attempts::{Attempt, add_attempt, attempts};
pub use deliveries::{
    DeliveriesAsk, Delivery, DeliveryRow, State, Tally, add_deliveries, add_test, after_text,
    deliveries, delivery, forget_naming, replay, replay_failed, tallies, tidy, waiting,
};
pub use endpoints::{
    NowSecret, add_endpoint, change_endpoint, endpoint, endpoints, kinds_told, move_on,
    note_failure, note_success, open_endpoints, pause, place_of_slowest, remove_endpoint,
    rotate_secret, secret, staff_by_email, switch_off, switch_on,
};
