//! Templates and their versions.

use deedwell_core::{Error, Id, Result, Staff};
use deedwell_store::{Row, Tx};

use crate::template::{MOST, Template, Version};
use crate::write::page::{Format, Source};

fn template_of(row: &Row) -> Result<Template> {
    Ok(Template {
        key: row.text("key")?,
        name: row.text("name")?,
        sample: row.text("sample")?,
        made_at: row.moment("made_at")?,
        closed_at: row.moment_or_null("closed_at")?,
    })
}

fn version_of(row: &Row) -> Result<Version> {
    let format = Format::parse(&row.text("format")?);
    Ok(Version {
        language: row.text("language")?,
        version: row.number("version")?,
        source: Source {
            subject: row.text("subject")?,
            format: format
                .ok_or_else(|| Error::fault("a template is written in an unknown way"))?,
            body: row.text("body")?,
            text: row.text("text")?,
        },
        made_at: row.moment("made_at")?,
    })
}

/// By name.
pub async fn templates(tx: &mut Tx) -> Result<Vec<Template>> {
    let list = tx.query(
        "select key, name, sample, made_at, closed_at from email_template where organisation = $1
         order by lower(name), key",
    );
    tx.list(list).await?.iter().map(template_of).collect()
}

pub async fn template(tx: &mut Tx, key: &str) -> Result<Template> {
    let find = tx.query(
        "select key, name, sample, made_at, closed_at from email_template
         where organisation = $1 and key = $2",
    );
    template_of(&tx.find(find.bind(key)).await?.ok_or(Error::Missing("template"))?)
}

/// # Errors
/// `email.template_exists`, `email.too_many_templates`.
pub async fn add_template(tx: &mut Tx, key: &str, name: &str) -> Result<()> {
    let count = tx.query("select count(*) as n from email_template where organisation = $1");
    if tx.one(count).await?.number("n")? >= MOST {
        let sentence = "There are 500 templates. Change one that nobody needs.";
        return Err(Error::refused("email.too_many_templates", sentence));
    }
    let insert = tx.query(
        "insert into email_template (organisation, key, name, made_at) values ($1, $2, $3, $4)
         on conflict do nothing",
    );
    let now = tx.now();
    if tx.run(insert.bind(key).bind(name).bind(now)).await? == 0 {
        let sentence = "There is a template with this key. Choose another key, or change that one.";
        return Err(Error::refused("email.template_exists", sentence));
    }
    Ok(())
}

pub async fn name_template(tx: &mut Tx, key: &str, name: &str, sample: &str) -> Result<()> {
    let update = tx.query(
        "update email_template set name = $3, sample = $4 where organisation = $1 and key = $2",
    );
    tx.run(update.bind(key).bind(name).bind(sample)).await.map(drop)
}

/// Whether it changed.
pub async fn close_template(tx: &mut Tx, key: &str, is_closed: bool) -> Result<bool> {
    let now = tx.now();
    let update = if is_closed {
        let update = tx.query(
            "update email_template set closed_at = $3
             where organisation = $1 and key = $2 and closed_at is null",
        );
        update.bind(key).bind(now)
    } else {
        let update = tx.query(
            "update email_template set closed_at = null
             where organisation = $1 and key = $2 and closed_at is not null",
        );
        update.bind(key)
    };
    Ok(tx.run(update).await? == 1)
}

/// What it says now, in each language.
pub async fn versions_now(tx: &mut Tx, key: &str) -> Result<Vec<Version>> {
    let list = tx.query(
        "select v.language, v.version, v.subject, v.format, v.body, v.text, v.made_at
         from email_template_version v
         where v.organisation = $1 and v.template = $2 and v.version =
           (select max(o.version) from email_template_version o
            where o.organisation = $1 and o.template = $2 and o.language = v.language)
         order by v.language",
    );
    tx.list(list.bind(key)).await?.iter().map(version_of).collect()
}

/// All that it ever said in one language, the newest first.
pub async fn versions_of(
    tx: &mut Tx,
    key: &str,
    language: &str,
    most: usize,
) -> Result<Vec<Version>> {
    let list = tx.query(
        "select language, version, subject, format, body, text, made_at
         from email_template_version
         where organisation = $1 and template = $2 and language = $3
         order by version desc limit $4",
    );
    tx.list(list.bind(key).bind(language).bind(most)).await?.iter().map(version_of).collect()
}

/// The next version. Its number.
pub async fn add_version(
    tx: &mut Tx,
    key: &str,
    language: &str,
    source: &Source,
    staff: Option<Id<Staff>>,
) -> Result<i64> {
    let insert = tx.query(
        "insert into email_template_version (organisation, template, language, version, subject,
           format, body, text, made_at, staff)
         select $1, $2, $3, coalesce(max(version), 0) + 1, $4, $5, $6, $7, $8, $9
         from email_template_version
         where organisation = $1 and template = $2 and language = $3
         returning version",
    );
    let now = tx.now();
    let insert = insert.bind(key).bind(language).bind(&source.subject).bind(source.format.name());
    let insert = insert.bind(&source.body).bind(&source.text).bind(now).bind(staff);
    tx.one(insert).await?.number("version")
}
