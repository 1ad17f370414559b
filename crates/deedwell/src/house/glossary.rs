//! Words that we do not use, because another word is ours (STYLE, section 2).

use syn::visit::{self, Visit};

use super::{Source, assert_none, line_of, sources};

/// The word, and what we say instead. Plurals are found too.
const NOT_OURS: [(&str, &str); 13] = [
    ("tenant", "organisation"),
    ("workspace", "organisation"),
    ("user", "person, customer or staff"),
    ("subscriber", "person"),
    ("submission", "contribution"),
    ("plugin", "programme"),
    ("dto", "deed, or the name of the thing"),
    ("metric", "measure"),
    ("kpi", "measure"),
    ("ltv", "value"),
    ("rollout", "pilot"),
    ("propensity", "forecast"),
    ("segment", "audience"),
];
/// Beginnings of functions that say nothing.
const EMPTY_VERBS: [&str; 3] = ["get_", "fetch_", "do_"];

/// Where another world's word must stand: (path begins with, identifier, why).
const LISTED: [(&str, &str, &str); 2] = [
    ("crates/deedwell/src/house/", "", "the house speaks of the words themselves"),
    ("crates/deedwell-ledger/src/words.rs", "Segment", "a stretch of memory, no group of people"),
];

struct Names<'a> {
    source: &'a Source,
    complaints: Vec<String>,
}

impl Names<'_> {
    fn look(&mut self, ident: &syn::Ident) {
        let name = ident.to_string();
        let name = name.trim_start_matches("r#");
        for word in words(name) {
            if let Some(ours) = instead(&word) {
                self.complain(ident, &format!("`{name}` says {word}; we say {ours}"));
            }
        }
    }

    fn complain(&mut self, ident: &syn::Ident, what: &str) {
        let line = ident.span().start().line;
        self.complaints.push(format!("{}:{line}: {what}", self.source.path));
    }

    fn look_at_function(&mut self, ident: &syn::Ident) {
        self.look(ident);
        let name = ident.to_string();
        if let Some(verb) = EMPTY_VERBS.iter().find(|v| name.starts_with(*v)) {
            self.complain(
                ident,
                &format!("`{name}` begins with {verb}; say what it finds or does"),
            );
        }
    }
}

impl<'ast> Visit<'ast> for Names<'_> {
    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.look(&item.ident);
        visit::visit_item_struct(self, item);
    }
    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.look(&item.ident);
        visit::visit_item_enum(self, item);
    }
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.look(&item.ident);
        visit::visit_item_mod(self, item);
    }
    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        self.look(&item.ident);
        visit::visit_item_const(self, item);
    }
    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        self.look(&item.ident);
        visit::visit_item_trait(self, item);
    }
    fn visit_variant(&mut self, variant: &'ast syn::Variant) {
        self.look(&variant.ident);
        visit::visit_variant(self, variant);
    }
    fn visit_field(&mut self, field: &'ast syn::Field) {
        if let Some(ident) = &field.ident {
            self.look(ident);
        }
        visit::visit_field(self, field);
    }
    fn visit_signature(&mut self, signature: &'ast syn::Signature) {
        self.look_at_function(&signature.ident);
        visit::visit_signature(self, signature);
    }
}

/// `UserLead` and `user_lead` are both user, lead.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in name.chars() {
        if c == '_' || (c.is_uppercase() && words.last().is_some_and(|w| !w.is_empty())) {
            words.push(String::new());
        }
        if c != '_'
            && let Some(last) = words.last_mut()
        {
            last.extend(c.to_lowercase());
        }
    }
    words.retain(|w| !w.is_empty());
    words
}

fn instead(word: &str) -> Option<&'static str> {
    let one = word.strip_suffix('s').unwrap_or(word);
    NOT_OURS.iter().find(|(not, _)| *not == one || *not == word).map(|(_, ours)| *ours)
}

fn in_code(source: &Source) -> Vec<String> {
    let Ok(file) = syn::parse_file(&source.text) else {
        return vec![format!("{} cannot be read as Rust", source.path)];
    };
    let mut names = Names { source, complaints: Vec::new() };
    names.visit_file(&file);
    names.complaints
}

/// Names of tables and columns in migrations.
fn in_tables(source: &Source) -> Vec<String> {
    let mut complaints = Vec::new();
    for (number, line) in source.text.lines().enumerate() {
        let code = line.split("--").next().unwrap_or_default();
        for name in code.split(|c: char| !c.is_ascii_alphanumeric() && c != '_') {
            for word in words(name) {
                if let Some(ours) = instead(&word) {
                    let (path, number) = (&source.path, number + 1);
                    complaints
                        .push(format!("{path}:{number}: `{name}` says {word}; we say {ours}"));
                }
            }
        }
    }
    complaints
}

#[test]
fn we_say_it_in_our_own_words() {
    let listed = |c: &String| {
        LISTED.iter().any(|(path, name, _)| c.starts_with(path) && c.contains(&format!("`{name}")))
    };
    let rust = sources(".rs");
    let mut complaints: Vec<String> = rust.iter().flat_map(in_code).collect();
    complaints.extend(sources(".sql").iter().flat_map(in_tables));
    complaints.retain(|c| !listed(c));
    assert_none(&complaints);
}

#[test]
fn other_words_are_noticed() {
    let source = |text: &str| Source { path: "x".to_owned(), text: text.to_owned() };
    let found =
        in_code(&source("struct TenantUser { workspaces: u8 } fn get_idea() {} fn misuse() {}"));
    assert_eq!(found.len(), 4, "{found:?}");
    let found = in_tables(&source("create table user_vote (\n  tenant_id text -- a user\n);"));
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(line_of("a\nb\nc", 4), 3);
}
