//! `deedwell serve`: the site and the console.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use deedwell_email::Mailer;
use deedwell_email::smtp::server::Limits as MailLimits;
use deedwell_web::{Deedwell, Routes, Settings};
use deedwell_webhooks::send::Sender;
use tokio::sync::watch;

use crate::config::Config;
use crate::listen::{Limits, listen};
use crate::programmes::PROGRAMMES;
use crate::stop;
use crate::wiring::{self, Parts};
use crate::{hooks, jobs, register};

/// How long requests under way may take to finish when the server is asked to stop.
const GRACE: Duration = Duration::from_secs(10);

pub async fn run(config: &Config) -> Result<()> {
    let parts = Arc::new(wiring::open(config).await?);
    let (app, router) = assemble(config, &parts)?;
    app.refresh_sites().await?;
    let link = deedwell_console::acts::setup_link(&parts.db).await?.map(|token| {
        let address = &config.public_url;
        let token = token.reveal();
        format!("Nothing is set up yet. Open this link, once, to begin:\n  {address}/set-up?token={token}")
    });
    serve(config, parts, (app, router), link).await
}

/// The application over these parts.
pub fn assemble(config: &Config, parts: &Arc<Parts>) -> Result<(Deedwell, Router)> {
    assemble_with(config, parts, Vec::new(), |settings| settings)
}

/// Messages by language.
type Catalogues = &'static [(&'static str, &'static str)];

/// With routes that only some commands serve, and settings that only stories change.
pub fn assemble_with(
    config: &Config,
    parts: &Arc<Parts>,
    extra: Vec<(Routes, Catalogues)>,
    change: impl FnOnce(Settings) -> Settings,
) -> Result<(Deedwell, Router)> {
    let settings = Settings {
        public_url: config.public_url.clone(),
        base_domain: config.base_domain.clone(),
        trusted_proxies: config.trusted_proxies.clone(),
        content_security_policy: config.content_security_policy,
        ..Settings::default()
    };
    let ledger = Arc::clone(&parts.ledger);
    let nudge = move || ledger.nudge();
    let mut routes = vec![
        deedwell_signin::routes_with(crate::carry::by_mail(&parts.mail)),
        deedwell_accounts::routes(),
        deedwell_console::routes(),
        deedwell_collect::routes(),
        deedwell_profiles::routes(),
        deedwell_webhooks::routes(&parts.hooks),
        deedwell_sending::routes(),
        deedwell_email::routes(&parts.mail),
        deedwell_notices::routes(),
        deedwell_search::routes(),
        deedwell_calendar_pages::routes(),
        deedwell_trust_pages::routes(),
    ];
    let mut messages = [
        deedwell_signin::MESSAGES,
        deedwell_accounts::MESSAGES,
        deedwell_console::MESSAGES,
        deedwell_collect::MESSAGES,
        deedwell_profiles::MESSAGES,
        deedwell_webhooks::MESSAGES,
        deedwell_sending::MESSAGES,
        deedwell_email::MESSAGES,
        deedwell_notices::MESSAGES,
        deedwell_search::MESSAGES,
        deedwell_calendar_pages::MESSAGES,
        deedwell_trust_pages::MESSAGES,
    ]
    .concat();
    for (more, catalogues) in extra {
        routes.push(more);
        messages.extend(catalogues);
    }
    Deedwell::new(
        parts.db.clone(),
        Arc::clone(&parts.ledger) as Arc<dyn deedwell_core::behaviour::Behaviour>,
        nudge,
        change(settings),
        PROGRAMMES.to_vec(),
        routes,
        messages,
    )
    .context("the parts do not fit together")
}

/// Serves until told to stop; then finishes what is under way, and closes the state cleanly.
/// `ready` is printed once the server can be reached.
pub async fn serve(
    config: &Config,
    parts: Arc<Parts>,
    (app, router): (Deedwell, Router),
    ready: Option<String>,
) -> Result<()> {
    let listener = tokio::net::TcpListener::bind(config.listen).await.with_context(|| {
        format!("{} cannot be listened on; is another Deedwell running?", config.listen)
    })?;
    // What it is made of is not needed any more.
    drop(app.openapi());
    let (stop, stopped) = watch::channel(false);
    let ledger = Arc::clone(&parts.ledger);
    let following = tokio::spawn({
        let stopped = stopped.clone();
        async move { ledger.follow(stopped).await }
    });
    let worker = jobs::worker(config, &parts, &app);
    let working = tokio::spawn(worker.keep_working(stopped.clone()));
    let deciding = tokio::spawn(hooks::keep_deciding(Arc::clone(&parts), stopped.clone()));
    let reading = tokio::spawn(register::keep_reading(Arc::clone(&parts), stopped.clone()));
    let sender = Sender::new(parts.db.clone(), parts.hooks.clone(), config.webhook_pauses.clone());
    let sending = tokio::spawn(sender.keep_sending(stopped.clone()));
    // Before anything is sent: what a restore or a crash left behind is told.
    deedwell_sending::restored::look(&parts.db, &config.data).await?;
    let beating = tokio::spawn(deedwell_sending::restored::keep_beating(
        parts.db.clone(),
        config.data.clone(),
        stopped.clone(),
    ));
    let unclear = deedwell_sending::channel::recover(&parts.db).await?;
    if unclear > 0 {
        tracing::warn!(
            letters = unclear,
            "Letters were being handed over when the server ended; nobody knows whether they arrived"
        );
    }
    let mailer = Mailer::new(parts.db.clone(), parts.mail.clone(), MailLimits::default());
    let mailing = tokio::spawn(mailer.keep_sending(stopped.clone()));
    let words = ready.map(|words| format!("\n{words}")).unwrap_or_default();
    println!("Deedwell is ready at {}{words}", config.public_url);
    let mut asked = stopped.clone();
    tokio::spawn(async move {
        stop::told().await;
        app.close_streams();
        // Nobody listens any more only if everything has ended already.
        let _ = stop.send(true);
    });
    tokio::select! {
        () = listen(listener, router, Limits::of(config), stopped) => {}
        () = async { let _ = asked.changed().await; tokio::time::sleep(GRACE).await } => {}
    }
    let _ = tokio::join!(following, working, deciding, reading, sending, beating, mailing);
    parts.db.close().await;
    Ok(())
}
