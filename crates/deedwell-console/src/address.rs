//! Links that staff hand on.

use deedwell_web::address::whole;
use deedwell_web::{Settings, Site};

/// By which somebody joins.
pub fn invitation(settings: &Settings, site: &Site, token: &str) -> String {
    whole(settings, site, &format!("/console/invitation?token={token}"))
}

/// By which somebody sets a new password.
pub fn reset(settings: &Settings, site: &Site, token: &str) -> String {
    whole(settings, site, &format!("/console/reset?token={token}"))
}

/// By which everything begins.
pub fn set_up(settings: &Settings, token: &str) -> String {
    format!("{}/set-up?token={token}", settings.public_url.trim_end_matches('/'))
}
