//! How an organisation sends.

use deedwell_core::{Error, Id, Result, Secret, Staff};
use deedwell_store::{Row, Tx};
use jiff::Timestamp;

use crate::setting::{Hidden, Look, Setting};
use crate::smtp::server::Tls;
use crate::write::letter::Sender;

fn setting_of(row: &Row) -> Result<Setting> {
    let tls = Tls::parse(&row.text("tls")?);
    Ok(Setting {
        host: row.text("host")?,
        port: row.number("port")?,
        tls: tls.ok_or_else(|| Error::fault("a mail server is spoken to in an unknown way"))?,
        login: row.text("login")?,
        password: Hidden(row.text("password")?),
        sender: Sender {
            name: row.text("sender_name")?,
            address: row.text("sender_address")?,
            reply_to: row.text("reply_to")?,
        },
        return_address: row.text("return_address")?,
        per_s: row.number_or_null("per_s")?,
        domain_per_s: row.number_or_null("domain_per_s")?,
        look: Look {
            logo: row.text("logo")?,
            colour: row.text("colour")?,
            footer: row.text("footer")?,
            postal_address: row.text("postal_address")?,
        },
        layout: row.text("layout")?,
        return_secret: Hidden(row.text("return_secret")?),
        changed_at: row.moment("changed_at")?,
    })
}

/// As it stands; where nothing was chosen, what that means.
pub async fn setting(tx: &mut Tx) -> Result<Setting> {
    let find = tx.query(
        "select host, port, tls, login, password, sender_name, sender_address, reply_to,
           return_address, per_s, domain_per_s, logo, colour, footer, postal_address, layout,
           return_secret, changed_at
         from email_setting where organisation = $1",
    );
    match tx.find(find).await? {
        Some(row) => setting_of(&row),
        None => Ok(Setting {
            host: String::new(),
            port: 587,
            tls: Tls::Required,
            login: String::new(),
            password: Hidden::default(),
            sender: Sender { name: String::new(), address: String::new(), reply_to: String::new() },
            return_address: String::new(),
            per_s: None,
            domain_per_s: None,
            look: Look::default(),
            layout: String::new(),
            return_secret: Hidden::default(),
            changed_at: Timestamp::UNIX_EPOCH,
        }),
    }
}

/// Keeps all of it. The secret that seals what comes back is made with the first.
pub async fn keep_setting(tx: &mut Tx, setting: &Setting) -> Result<()> {
    let upsert = tx.query(
        "insert into email_setting (organisation, host, port, tls, login, password, sender_name,
           sender_address, reply_to, return_address, per_s, domain_per_s, logo, colour, footer,
           postal_address, layout, return_secret, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
         on conflict (organisation) do update set host = excluded.host, port = excluded.port,
           tls = excluded.tls, login = excluded.login, password = excluded.password,
           sender_name = excluded.sender_name, sender_address = excluded.sender_address,
           reply_to = excluded.reply_to, return_address = excluded.return_address,
           per_s = excluded.per_s, domain_per_s = excluded.domain_per_s, logo = excluded.logo,
           colour = excluded.colour, footer = excluded.footer,
           postal_address = excluded.postal_address, layout = excluded.layout,
           changed_at = excluded.changed_at",
    );
    let secret = Secret::new()?.reveal().to_owned();
    let now = tx.now();
    let upsert = upsert.bind(&setting.host).bind(setting.port).bind(setting.tls.name());
    let upsert = upsert.bind(&setting.login).bind(&setting.password.0).bind(&setting.sender.name);
    let upsert = upsert.bind(&setting.sender.address).bind(&setting.sender.reply_to);
    let upsert =
        upsert.bind(&setting.return_address).bind(setting.per_s).bind(setting.domain_per_s);
    let look = &setting.look;
    let upsert = upsert.bind(&look.logo).bind(&look.colour).bind(&look.footer);
    let upsert = upsert.bind(&look.postal_address).bind(&setting.layout).bind(secret).bind(now);
    tx.run(upsert).await.map(drop)
}

/// What the last check found, and when. None before the first.
pub async fn findings(tx: &mut Tx) -> Result<Option<(Timestamp, String)>> {
    let find = tx.query("select checked_at, findings from email_setting where organisation = $1");
    let Some(row) = tx.find(find).await? else { return Ok(None) };
    Ok(row.moment_or_null("checked_at")?.zip(Some(row.text("findings")?)))
}

pub async fn keep_findings(tx: &mut Tx, findings: &str) -> Result<()> {
    let update =
        tx.query("update email_setting set checked_at = $2, findings = $3 where organisation = $1");
    let now = tx.now();
    tx.run(update.bind(now).bind(findings)).await.map(drop)
}

/// Where a member of staff reads their own mail.
pub async fn staff_address(tx: &mut Tx, staff: Id<Staff>) -> Result<String> {
    let find = tx.query("select email from staff where organisation = $1 and id = $2");
    tx.one(find.bind(staff)).await?.text("email")
}

/// Somebody who works here, and their role.
pub async fn staff_by_email(tx: &mut Tx, email: &str) -> Result<Option<(Id<Staff>, String)>> {
    let find = tx.query(
        "select id, role from staff where organisation = $1 and email = $2 and closed_at is null",
    );
    let row = tx.find(find.bind(email.trim().to_lowercase())).await?;
    row.map(|row| Ok((row.id("id")?, row.text("role")?))).transpose()
}
