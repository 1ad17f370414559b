//! What readers of feeds fetch: new ideas and official answers, and what was released. Atom 1.0,
//! written out by hand: it is little, and every word of it passes through [`escape`].

use axum::http::header;
use axum::response::{IntoResponse, Response};
use deedwell_core::Id;
use deedwell_web::{Answer, Frame, Needs, Routes, Tx};
use jiff::Timestamp;

use crate::rank::Order;
use crate::site::words::{Names, address};
use crate::store::{self, BoardAsk};

/// Entries of a feed.
const MOST: usize = 40;

pub(crate) fn routes() -> Routes {
    let anybody = Needs::Anybody;
    Routes::new("ideas")
        .get("/ideas/feed.atom", anybody, "New ideas and official answers, as Atom", news)
        .get("/ideas/changelog.atom", anybody, "What was released, as Atom", releases)
}

struct Entry {
    /// Of what it tells; it never changes.
    id: String,
    title: String,
    path: String,
    author: String,
    words: String,
    at: Timestamp,
    changed_at: Timestamp,
}

struct Feed {
    path: &'static str,
    page: &'static str,
    title: String,
    entries: Vec<Entry>,
}

async fn news(frame: Frame, Tx(mut tx): Tx) -> Answer<Response> {
    let ask = BoardAsk { order: Order::New, ..BoardAsk::default() };
    let ideas = store::board(&mut tx, &ask).await?.items;
    let answers = store::late_answers(&mut tx, MOST).await?;
    let authors: Vec<_> = ideas.iter().map(|idea| idea.author).collect();
    let staff: Vec<_> = answers.iter().map(|answer| answer.staff).collect();
    let names = Names::of(&mut tx, &authors, &staff).await?;
    let mut entries = Vec::new();
    for idea in ideas {
        entries.push(Entry {
            id: urn(idea.id),
            path: format!("/ideas/{}", idea.id),
            author: names.person(&frame, idea.author),
            title: idea.title,
            words: idea.excerpt,
            at: idea.created_at,
            changed_at: idea.created_at,
        });
    }
    for answer in answers {
        entries.push(Entry {
            id: urn(answer.id),
            path: format!("/ideas/{}", answer.idea),
            author: names.staff(&frame, answer.staff).name,
            title: frame.w("ideas-feed-answer", answer.title),
            words: answer.body,
            at: answer.at,
            changed_at: answer.changed_at,
        });
    }
    entries.sort_by(|a, b| b.changed_at.cmp(&a.changed_at).then_with(|| b.id.cmp(&a.id)));
    entries.truncate(MOST);
    let title = frame.t("ideas-feed-title");
    Ok(atom(&frame, &Feed { path: "/ideas/feed.atom", page: "/ideas", title, entries }))
}

async fn releases(frame: Frame, Tx(mut tx): Tx) -> Answer<Response> {
    let mut entries = Vec::new();
    for (release, _) in store::changelog(&mut tx, 0).await?.items {
        let at = release.published_at.unwrap_or(release.created_at);
        entries.push(Entry {
            id: urn(release.id),
            path: format!("/ideas/changelog#release-{}", release.id),
            author: frame.site_name().to_owned(),
            title: release.title,
            words: release.body,
            at,
            changed_at: at,
        });
    }
    let title = frame.t("ideas-changelog-feed-title");
    let (path, page) = ("/ideas/changelog.atom", "/ideas/changelog");
    Ok(atom(&frame, &Feed { path, page, title, entries }))
}

fn urn<T>(id: Id<T>) -> String {
    format!("urn:uuid:{id}")
}

fn atom(frame: &Frame, feed: &Feed) -> Response {
    let here = escape(&address(frame, feed.path));
    let page = escape(&address(frame, feed.page));
    let title = escape(&format!("{} · {}", feed.title, frame.site_name()));
    let newest = feed.entries.iter().map(|entry| entry.changed_at).max();
    let changed = newest.unwrap_or(Timestamp::UNIX_EPOCH);
    let language = frame.language.code;
    let entries: String = feed.entries.iter().map(|entry| written(frame, entry)).collect();
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{language}\">\n\
         <id>{here}</id>\n<title>{title}</title>\n<updated>{changed}</updated>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{here}\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{page}\"/>\n\
         {entries}</feed>\n"
    );
    ([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], text).into_response()
}

fn written(frame: &Frame, entry: &Entry) -> String {
    let Entry { at, changed_at, .. } = entry;
    let href = escape(&address(frame, &entry.path));
    format!(
        "<entry>\n<id>{}</id>\n<title type=\"text\">{}</title>\n<published>{at}</published>\n\
         <updated>{changed_at}</updated>\n<author><name>{}</name></author>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{href}\"/>\n\
         <content type=\"text\">{}</content>\n</entry>\n",
        entry.id,
        escape(&entry.title),
        escape(&entry.author),
        escape(&entry.words),
    )
}

/// Text as XML 1.0 can hold it: markup as entities, and what no document may hold left out.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\t' | '\n' | '\r' => out.push(c),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_ascii_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_document_may_hold_is_left_out() {
        assert_eq!(
            escape("<a href='x'>&\u{0}\u{8}\n\u{ffff}ü</a>"),
            "&lt;a href=&apos;x&apos;&gt;&amp;\nü&lt;/a&gt;"
        );
    }
}
