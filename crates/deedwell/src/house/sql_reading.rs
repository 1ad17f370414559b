//! Finds the statements in our sources.

use std::collections::HashMap;

use proc_macro2::Span;
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Expr, Token};

use super::wall::numbered;

/// Something about the database, and its line.
#[derive(Debug, PartialEq)]
pub struct Found {
    pub line: usize,
    pub what: What,
}

#[derive(Debug, PartialEq)]
pub enum What {
    /// A whole statement of one organisation.
    Statement(String),
    /// What follows `and` in the condition of a list.
    Piece(String),
    /// What ends a list.
    End(String),
    /// A statement, or a way to one, that keeps to no organisation.
    OverAll(&'static str),
    /// A statement that is no constant of its file.
    NotConstant(String),
}

pub fn statements(text: &str) -> Result<Vec<Found>, syn::Error> {
    let file = syn::parse_file(text)?;
    let mut constants = Constants::default();
    constants.visit_file(&file);
    let has_lists = text.contains("List");
    let mut reading = Reading { constants, local: HashMap::new(), has_lists, found: Vec::new() };
    reading.visit_file(&file);
    Ok(reading.found)
}

/// What names stand for, if that is SQL: the constants of a file, and the fields of its structs.
#[derive(Clone, Default)]
struct Constants {
    by_name: ByName,
    by_field: ByName,
}

type ByName = HashMap<String, Vec<String>>;

fn add(to: &mut ByName, name: &syn::Ident, value: &Expr) {
    let texts = literal(value).map_or_else(|| sql_in(value), |text| vec![text]);
    if !texts.is_empty() {
        to.entry(name.to_string()).or_default().extend(texts);
    }
}

impl<'ast> Visit<'ast> for Constants {
    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        add(&mut self.by_name, &item.ident, &item.expr);
        visit::visit_item_const(self, item);
    }

    fn visit_field_value(&mut self, field: &'ast syn::FieldValue) {
        if let syn::Member::Named(name) = &field.member {
            add(&mut self.by_field, name, &field.expr);
        }
        visit::visit_field_value(self, field);
    }
}

/// What the names of one function stand for.
#[derive(Default)]
struct Locals(ByName);

impl<'ast> Visit<'ast> for Locals {
    fn visit_local(&mut self, local: &'ast syn::Local) {
        if let (syn::Pat::Ident(pat), Some(init)) = (&local.pat, &local.init) {
            add(&mut self.0, &pat.ident, &init.expr);
        }
        visit::visit_local(self, local);
    }

    fn visit_expr_for_loop(&mut self, expr: &'ast syn::ExprForLoop) {
        if let syn::Pat::Ident(pat) = &*expr.pat {
            add(&mut self.0, &pat.ident, &expr.expr);
        }
        visit::visit_expr_for_loop(self, expr);
    }
}

struct Reading {
    constants: Constants,
    local: ByName,
    has_lists: bool,
    found: Vec<Found>,
}

impl Reading {
    fn add(&mut self, span: Span, what: What) {
        self.found.push(Found { line: span.start().line, what });
    }

    /// The texts that an argument may be.
    fn texts(&self, arg: &Expr) -> Vec<String> {
        match arg {
            Expr::Path(path) => {
                let name = path.path.get_ident().map(ToString::to_string);
                let find = |n: &String| self.local.get(n).or_else(|| self.constants.by_name.get(n));
                name.as_ref().and_then(find).cloned().unwrap_or_default()
            }
            Expr::Field(field) => match &field.member {
                syn::Member::Named(name) => {
                    self.constants.by_field.get(&name.to_string()).cloned().unwrap_or_default()
                }
                syn::Member::Unnamed(_) => Vec::new(),
            },
            Expr::Reference(inner) => self.texts(&inner.expr),
            Expr::Paren(inner) => self.texts(&inner.expr),
            other => match literal(other) {
                Some(text) => vec![text],
                None => sql_in(other),
            },
        }
    }

    fn add_texts(&mut self, span: Span, arg: &Expr, what: fn(String) -> What) {
        let texts = self.texts(arg);
        if texts.is_empty() {
            self.add(span, What::NotConstant("a statement is not a constant of this file".into()));
        }
        for text in texts {
            self.add(span, what(text));
        }
    }

    fn add_bulk(&mut self, span: Span, call: &syn::ExprCall) {
        let arg = |n: usize| call.args.iter().nth(n).and_then(literal);
        let (Some(head), Some(item), Some(tail)) = (arg(1), arg(3), arg(4)) else {
            let what = "a piece of a Bulk is not a constant of this place";
            return self.add(span, What::NotConstant(what.into()));
        };
        let whole = numbered(&format!("{head} {item}, {item} {tail}"));
        self.add(span, What::Statement(whole));
    }
}

impl<'ast> Visit<'ast> for Reading {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_for_tests(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if !is_for_tests(&item.attrs) {
            let mut locals = Locals::default();
            locals.visit_item_fn(item);
            let outer = std::mem::replace(&mut self.local, locals.0);
            visit::visit_item_fn(self, item);
            self.local = outer;
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        let mut locals = Locals::default();
        locals.visit_impl_item_fn(item);
        let outer = std::mem::replace(&mut self.local, locals.0);
        visit::visit_impl_item_fn(self, item);
        self.local = outer;
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        let span = call.method.span();
        let args: Vec<&Expr> = call.args.iter().collect();
        match (call.method.to_string().as_str(), args.as_slice()) {
            ("query", [sql]) => self.add_texts(span, sql, What::Statement),
            ("query_all", [_]) => self.add(span, What::OverAll("query_all")),
            ("system", []) => self.add(span, What::OverAll("system()")),
            ("system_read", []) => self.add(span, What::OverAll("system_read()")),
            ("and", [piece, Expr::Array(_)]) => self.add_texts(span, piece, What::Piece),
            _ => {}
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let Expr::Path(path) = &*call.func {
            let names: Vec<String> =
                path.path.segments.iter().rev().take(2).map(|s| s.ident.to_string()).collect();
            let span = path.path.segments.last().map_or_else(Span::call_site, |s| s.ident.span());
            match names.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
                ["new", "List"] => {
                    if let Some(base) = call.args.iter().nth(1) {
                        self.add_texts(span, base, What::Statement);
                    }
                }
                ["new", "Bulk"] => self.add_bulk(span, call),
                ["new", "Query"] if !call.args.is_empty() => {
                    self.add(span, What::OverAll("Query::new"));
                }
                ["create" | "read" | "beside", "Catalogue"] => {
                    self.add(span, What::OverAll("a Catalogue"));
                }
                _ => {}
            }
        }
        visit::visit_expr_call(self, call);
    }

    /// The ends of lists may be chosen in one place and used in another.
    fn visit_lit_str(&mut self, literal: &'ast syn::LitStr) {
        let text = literal.value();
        let lower = text.trim_start().to_lowercase();
        if self.has_lists && (lower.starts_with("order by ") || lower.starts_with("group by ")) {
            self.add(literal.span(), What::End(text));
        }
    }

    /// Macros hide what they hold; most hold expressions.
    fn visit_macro(&mut self, macro_: &'ast syn::Macro) {
        let parse = Punctuated::<Expr, Token![,]>::parse_terminated;
        match macro_.parse_body_with(parse) {
            Ok(expressions) => {
                let mut inner = Reading {
                    constants: self.constants.clone(),
                    local: self.local.clone(),
                    has_lists: self.has_lists,
                    found: Vec::new(),
                };
                expressions.iter().for_each(|e| inner.visit_expr(e));
                self.found.append(&mut inner.found);
            }
            Err(_) => {
                let tokens = macro_.tokens.to_string();
                let span = macro_.path.segments.first().map(|s| s.ident.span());
                if tokens.contains(". query") || tokens.contains(".query") {
                    let what = "a macro hides a statement from this test";
                    let span = span.unwrap_or_else(Span::call_site);
                    self.add(span, What::NotConstant(what.into()));
                }
            }
        }
    }
}

fn is_for_tests(attrs: &[syn::Attribute]) -> bool {
    attrs.iter().any(|attr| {
        let tokens = match &attr.meta {
            syn::Meta::List(list) => list.tokens.to_string(),
            _ => String::new(),
        };
        attr.path().is_ident("test") || (attr.path().is_ident("cfg") && tokens == "test")
    })
}

/// A string literal, or several put together by `concat!`.
fn literal(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Lit(lit) => match &lit.lit {
            syn::Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        Expr::Macro(concat) if concat.mac.path.is_ident("concat") => {
            let parse = Punctuated::<Expr, Token![,]>::parse_terminated;
            concat.mac.parse_body_with(parse).ok()?.iter().map(literal).collect()
        }
        _ => None,
    }
}

/// Every literal in an expression that looks like SQL: the arms of a `match`, the ends of an `if`.
fn sql_in(expr: &Expr) -> Vec<String> {
    struct Gather(Vec<String>);
    impl<'ast> Visit<'ast> for Gather {
        fn visit_expr(&mut self, expr: &'ast Expr) {
            if let Some(text) = literal(expr) {
                let lower = text.trim_start().to_lowercase();
                let verbs = ["select ", "insert ", "update ", "delete ", "with "];
                if verbs.iter().any(|v| lower.starts_with(v)) {
                    self.0.push(text);
                }
            }
            visit::visit_expr(self, expr);
        }
    }
    // What is asked of the database is found where it is asked.
    if matches!(expr, Expr::MethodCall(_) | Expr::Call(_) | Expr::Await(_) | Expr::Try(_)) {
        return Vec::new();
    }
    let mut gather = Gather(Vec::new());
    gather.visit_expr(expr);
    gather.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whats(text: &str) -> Vec<What> {
        statements(text).unwrap().into_iter().map(|f| f.what).collect()
    }

    fn statement(text: &str) -> What {
        What::Statement(text.to_owned())
    }

    #[test]
    fn statements_are_found_wherever_they_stand() {
        for code in [
            r#"fn f() { tx.query("select 1"); }"#,
            r#"fn f() { let find = tx.query("select 1").bind(2); }"#,
            r#"const A: &str = "select 1"; fn f() { tx.query(A); }"#,
            r#"fn f() { let sql = "select 1"; tx.query(sql); }"#,
            r#"fn f() { tx.query(concat!("select ", "1")); }"#,
            r#"fn f() { tokio::join!(tx.list(tx.query("select 1"))); }"#,
            r#"fn f() { List::new(&tx, "select 1").done(); }"#,
            r#"impl A { async fn f(&self) { self.0.tx().query("select 1"); } }"#,
            r#"fn f() { let c = || async { tx.query("select 1") }; }"#,
            r#"const T: T = T { sql: "select 1" }; fn f(t: &T) { tx.query(t.sql); }"#,
            r#"fn g() { let sql = "select 2"; } fn f() { let sql = "select 1"; tx.query(sql); }"#,
        ] {
            assert_eq!(whats(code), [statement("select 1")], "{code}");
        }
        let arms = r#"fn f() { let sql = match a { A => "select 1", _ => { "select 2" } }; tx.query(sql); }"#;
        assert_eq!(whats(arms), [statement("select 1"), statement("select 2")]);
        let ends = r#"fn f() { tx.query(if a { "select 1" } else { "select 2" }); }"#;
        assert_eq!(whats(ends).len(), 2);
        let each = r#"fn f() { for sql in ["delete from a", "delete from b"] { tx.query(sql); } }"#;
        assert_eq!(whats(each).len(), 2);
    }

    #[test]
    fn what_is_no_constant_is_noticed() {
        for code in [
            r#"fn f(sql: &'static str) { tx.query(sql); }"#,
            r#"fn f() { tx.query(other::SQL); }"#,
            r#"fn g() { let sql = "select 2"; } fn f(sql: S) { tx.query(sql); }"#,
            r#"fn f(t: &T) { tx.query(t.sql); }"#,
            r#"fn f() { tx.query(made()); }"#,
            r#"fn f() { tx.query(format!("select {a}").leak()); }"#,
            r#"macro_rules! m { ($x:expr) => { tx.query($x) } }"#,
        ] {
            assert!(
                matches!(whats(code).as_slice(), [What::NotConstant(_)]),
                "{code}: {:?}",
                whats(code)
            );
        }
    }

    #[test]
    fn pieces_and_ways_round_are_found() {
        let bulk =
            r#"fn f() { Bulk::new(tx, "select a from b where x in (", [k.into()], "?", ")"); }"#;
        assert_eq!(whats(bulk), [statement("select a from b where x in ( $100, $101 )")]);
        let list = r#"fn f(l: List) { l.and("a = ?", [a.into()]).then("order by a"); e.and("field", &s); }"#;
        assert_eq!(whats(list), [What::Piece("a = ?".into()), What::End("order by a".into())]);
        let over = r#"fn f() { db.system().await; tx.query_all("select 1"); Query::new("x"); }"#;
        assert_eq!(whats(over).len(), 3);
        let tests = r#"#[cfg(test)] mod tests { fn f() { tx.query("select 1"); } }"#;
        assert_eq!(whats(tests), []);
        let other = r#"fn f() { Routes::new("a").query::<Q>(); uri.query(); }"#;
        assert_eq!(whats(other), []);
    }
}
