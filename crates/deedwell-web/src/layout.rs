//! What the layouts ask of a frame: navigation by rights, what was just done, who is signed in.

use crate::frame::Frame;
use crate::programme::Programme;
use crate::roles::Right;

/// A way to go, as a layout shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    pub href: &'static str,
    /// A Lucide icon of the sprite.
    pub icon: &'static str,
    pub words: String,
    /// What waits there for staff.
    pub waiting: u64,
    pub here: bool,
}

/// Ways under one heading; the first group of the console has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ways {
    pub heading: String,
    pub ways: Vec<Way>,
}

/// Under which heading, where, its icon, its message, and the right to see it.
type Entry = (&'static str, &'static str, &'static str, Right);

const FIRST: &[Entry] = &[
    ("/console", "house", "nav-home", Right::SeeHome),
    ("/console/people", "users", "nav-people", Right::SeePeople),
];
/// Beside people, and of the first group; a thumb need not reach it.
const BESIDE: &[Entry] = &[
    ("/console/accounts", "handshake", "nav-accounts", Right::SeePeople),
    ("/console/letters", "mail", "nav-letters", Right::SeePeople),
    ("/console/review", "scale", "nav-review", Right::HostProgrammes),
    ("/console/trust", "shield-check", "nav-trust", Right::HostProgrammes),
];
const KNOWING: &[Entry] =
    &[("/console/measures", "layout-grid", "nav-measures", Right::SeeMeasures)];
const SETTING: &[Entry] = &[
    ("/console/staff", "id-card", "nav-staff", Right::SeeStaff),
    ("/console/settings", "settings", "nav-settings", Right::ManageSettings),
    ("/console/sources", "radar", "nav-sources", Right::ManageKeys),
    ("/console/plan", "list", "nav-plan", Right::ManageSettings),
    ("/console/email", "mail", "nav-email", Right::ManageSettings),
    ("/console/webhooks", "megaphone", "nav-webhooks", Right::ManageKeys),
    ("/console/keys", "key-round", "nav-keys", Right::ManageKeys),
    ("/console/audit", "scroll-text", "nav-audit", Right::SeeAudit),
];

impl Frame {
    /// The console's navigation: only what this reader may open, no empty group.
    pub fn ways(&self) -> Vec<Ways> {
        let first = [self.allowed(FIRST), self.allowed(BESIDE)].concat();
        let mut groups = vec![
            Ways { heading: String::new(), ways: first },
            Ways { heading: self.t("nav-taking-part"), ways: self.taking_part() },
            Ways { heading: self.t("nav-knowing"), ways: self.allowed(KNOWING) },
            Ways { heading: self.t("nav-setting"), ways: self.allowed(SETTING) },
        ];
        groups.retain(|group| !group.ways.is_empty());
        groups
    }

    /// The five that a thumb reaches on a phone.
    pub fn tabs(&self) -> Vec<Way> {
        let mut tabs = self.allowed(FIRST);
        tabs.extend(self.taking_part().into_iter().take(2));
        tabs.extend(self.allowed(KNOWING));
        tabs
    }

    fn allowed(&self, entries: &[Entry]) -> Vec<Way> {
        let entries = entries.iter().filter(|entry| self.may(entry.3));
        entries.map(|&(href, icon, key, _)| self.way(href, icon, self.t(key), 0)).collect()
    }

    fn taking_part(&self) -> Vec<Way> {
        if !self.may(Right::HostProgrammes) {
            return Vec::new();
        }
        let way = |p: &&Programme| {
            self.way(p.console, p.icon, self.programme_name(p), self.waiting_for(p.name))
        };
        self.app().programmes().iter().map(way).collect()
    }

    /// Where customers take part.
    pub fn site_ways(&self) -> Vec<Way> {
        let mut ways = vec![self.way("/", "house", self.t("nav-community"), 0)];
        let programmes = self.app().programmes().iter();
        ways.extend(programmes.map(|p| self.way(p.site, p.icon, self.programme_name(p), 0)));
        ways
    }

    fn way(&self, href: &'static str, icon: &'static str, words: String, waiting: u64) -> Way {
        Way { href, icon, words, waiting, here: self.at(href) }
    }

    /// `ideas-name` of its messages, else the programme's own name with a capital.
    pub fn programme_name(&self, programme: &Programme) -> String {
        self.try_t(&format!("{}-name", programme.name)).unwrap_or_else(|| {
            let mut letters = programme.name.chars();
            let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
            first + letters.as_str()
        })
    }

    /// What was just done, in words. Only keys that exist are said: a cookie cannot put words here.
    pub fn just_done(&self) -> Option<String> {
        self.said.as_deref().and_then(|key| self.try_t(key))
    }

    /// The title of the reader's post, else the role.
    pub fn staff_title(&self) -> String {
        let Some(staff) = &self.staff else { return String::new() };
        if staff.title.is_empty() { self.role(staff.role) } else { staff.title.clone() }
    }

    pub fn role(&self, role: crate::roles::Role) -> String {
        self.t(&format!("role-{}", role.name()))
    }

    pub fn right(&self, right: Right) -> String {
        self.t(&format!("right-{}", right.name().replace('_', "-")))
    }

    /// `All 4 units`, or nothing to say with one.
    pub fn units_words(&self) -> String {
        if self.units.len() > 1 { self.n("units-all", self.units.len()) } else { String::new() }
    }

    /// The door, with the way back here.
    pub fn door(&self) -> String {
        format!("/sign-in?to={}", crate::address::encode(&self.here))
    }

    /// Light, dark, or as the system has it: (value, message, chosen).
    pub fn themes(&self) -> [(&'static str, String, bool); 3] {
        let theme = |value: &'static str, key: &str, chosen| (value, self.t(key), chosen);
        [
            theme("system", "theme-system", self.theme.is_empty()),
            theme("light", "theme-light", self.theme == "light"),
            theme("dark", "theme-dark", self.theme == "dark"),
        ]
    }

    /// Whether the other face is open to this reader: staff see a way to the console on the site.
    pub fn is_staff(&self) -> bool {
        self.staff.is_some()
    }

    pub fn is_console(&self) -> bool {
        self.face == crate::frame::Face::Console
    }
}
