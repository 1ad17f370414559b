//! The words of the command line.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Keeps one ledger of what customers do, and answers: who is engaged, what is it worth, what next.
#[derive(Parser)]
#[command(name = "deedwell", version, about, max_term_width = 100, after_help = after_help())]
pub struct Cli {
    #[command(flatten)]
    pub settings: SettingFlags,
    #[command(subcommand)]
    pub command: Command,
}

fn after_help() -> String {
    format!(
        "{}\nExit codes: 0 done · 1 something went wrong · 2 the words were off · 3 a rule says no · \
         4 there is no such thing · 5 done in part: some rows were refused\n\n\
         Examples:\n  deedwell serve\n  deedwell demo\n  deedwell import cdnow lifetimes-0.11.3.whl\n  \
         deedwell report grid --format csv",
        crate::config::table()
    )
}

/// Each setting as a flag; see the table below for what it means.
#[derive(Args, Default)]
pub struct SettingFlags {
    #[arg(long, global = true, value_name = "FILE", help = "settings file [deedwell.toml]")]
    pub config: Option<PathBuf>,
    #[arg(long, global = true, hide = true)]
    data: Option<String>,
    #[arg(long, global = true, hide = true)]
    database: Option<String>,
    #[arg(long, global = true, hide = true)]
    listen: Option<String>,
    #[arg(long, global = true, hide = true)]
    public_url: Option<String>,
    #[arg(long, global = true, hide = true)]
    base_domain: Option<String>,
    #[arg(long, global = true, hide = true)]
    trusted_proxies: Option<String>,
    #[arg(long, global = true, hide = true)]
    connections: Option<String>,
    #[arg(long, global = true, hide = true)]
    seal_every_s: Option<String>,
    #[arg(long, global = true, hide = true)]
    content_security_policy: Option<String>,
    #[arg(long, global = true, hide = true)]
    log: Option<String>,
    #[arg(long, global = true, hide = true)]
    log_format: Option<String>,
}

impl SettingFlags {
    pub fn given(&self) -> BTreeMap<&'static str, String> {
        [
            ("data", &self.data),
            ("database", &self.database),
            ("listen", &self.listen),
            ("public_url", &self.public_url),
            ("base_domain", &self.base_domain),
            ("trusted_proxies", &self.trusted_proxies),
            ("connections", &self.connections),
            ("seal_every_s", &self.seal_every_s),
            ("content_security_policy", &self.content_security_policy),
            ("log", &self.log),
            ("log_format", &self.log_format),
        ]
        .into_iter()
        .filter_map(|(name, value)| value.clone().map(|v| (name, v)))
        .collect()
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Default)]
pub enum Format {
    #[default]
    Table,
    Json,
    Csv,
}

/// Which organisation, where there are several.
#[derive(Args, Clone, Default)]
pub struct Which {
    /// The organisation's short name; not needed when there is only one
    #[arg(long, short = 'o', value_name = "SLUG")]
    pub organisation: Option<String>,
}

#[derive(Subcommand)]
pub enum Command {
    /// Serve the site and the console
    #[command(
        after_help = "Example:\n  deedwell serve --data /srv/deedwell --listen 0.0.0.0:8080 --public-url https://engage.example"
    )]
    Serve,
    /// Build the shop Fell & Vale, and open it (simulated; on loopback only)
    #[command(after_help = "Example:\n  deedwell demo --customers 3000")]
    Demo(Demo),
    /// Bring in what happened elsewhere
    #[command(subcommand)]
    Import(Import),
    /// Write out what is kept, as files
    #[command(after_help = "Example:\n  deedwell export people --format csv --to people.csv")]
    Export(Export),
    /// Answer a question from the ledger
    #[command(subcommand)]
    Report(Report),
    /// Seal the ledger into Parquet files now
    #[command(after_help = "Example:\n  deedwell seal --compact")]
    Seal(Seal),
    /// The people who work here
    #[command(subcommand)]
    Staff(Staff),
    /// Keys for programs
    #[command(subcommand)]
    Key(Key),
    /// Organisations and their units
    #[command(subcommand)]
    Organisation(Organisation),
    /// Copy everything into a new directory, while the server runs
    #[command(after_help = "Example:\n  deedwell backup /backups/2026-11-21")]
    Backup { directory: PathBuf },
    /// Put a backup back into an empty data directory
    #[command(after_help = "Example:\n  deedwell restore /backups/2026-11-21 --data /srv/deedwell")]
    Restore { directory: PathBuf },
    /// Check that everything is as it should be
    #[command(after_help = "Example:\n  deedwell doctor --format json")]
    Doctor {
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Completions for a shell
    #[command(
        after_help = "Example:\n  deedwell completions bash > /etc/bash_completion.d/deedwell"
    )]
    Completions { shell: clap_complete::Shell },
}

#[derive(Args)]
pub struct Demo {
    /// How many customers the shop has
    #[arg(long, default_value_t = 3000, value_parser = clap::value_parser!(u32).range(50..=200_000))]
    pub customers: u32,
    /// How many years it has been open
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=10))]
    pub years: u32,
    /// Another seed makes another shop
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Build it and stop
    #[arg(long)]
    pub build_only: bool,
}

#[derive(Args, Clone)]
pub struct ImportFlags {
    #[command(flatten)]
    pub which: Which,
    /// Say what would be done, and do nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Other headings, constants and time formats: see the handbook
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,
    /// A short name of where this comes from [the file's name]
    #[arg(long)]
    pub source: Option<String>,
    /// Write every refused line, with its reason, beside the file
    #[arg(long)]
    pub refused: bool,
}

#[derive(Subcommand)]
pub enum Import {
    /// Actions: person, at, kind or name; value, currency, unit, channel, initiator, id
    #[command(after_help = "Example:\n  deedwell import actions orders.csv --dry-run")]
    Actions {
        file: PathBuf,
        #[command(flatten)]
        flags: ImportFlags,
    },
    /// People: id, name, email, phone, tags, unit, created_at
    #[command(after_help = "Example:\n  deedwell import people customers.csv")]
    People {
        file: PathBuf,
        #[command(flatten)]
        flags: ImportFlags,
    },
    /// The CDNOW purchase history of the PyPI package lifetimes 0.11.3
    #[command(
        after_help = "Example:\n  pip download --no-deps lifetimes==0.11.3\n  deedwell import cdnow lifetimes-0.11.3-py3-none-any.whl"
    )]
    Cdnow {
        path: PathBuf,
        #[command(flatten)]
        flags: ImportFlags,
    },
    /// Ideas with their votes and comments, from another board
    #[command(after_help = "Example:\n  deedwell import ideas ideas.csv")]
    Ideas {
        file: PathBuf,
        #[command(flatten)]
        flags: ImportFlags,
    },
}

#[derive(Args)]
pub struct Export {
    /// What to write out; `list` names all there is
    pub what: String,
    #[arg(long, value_enum, default_value = "csv")]
    pub format: Format,
    /// A file; else standard output
    #[arg(long)]
    pub to: Option<PathBuf>,
    /// Keep cells that a spreadsheet would take for a formula as they are
    #[arg(long)]
    pub raw_cells: bool,
    #[command(flatten)]
    pub which: Which,
}

#[derive(Args, Clone)]
pub struct ReportFlags {
    #[command(flatten)]
    pub which: Which,
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// The first moment: 2026-01-01 or RFC 3339 [28 days before the end]
    #[arg(long)]
    pub from: Option<String>,
    /// The end, exclusive [now]
    #[arg(long)]
    pub to: Option<String>,
    /// One unit only, by its key
    #[arg(long)]
    pub unit: Option<String>,
}

#[derive(Subcommand)]
pub enum Report {
    /// Measures a) to h) of every programme
    #[command(after_help = "Example:\n  deedwell report grid --from 2026-01-01 --format csv")]
    Grid(ReportFlags),
    /// What was done, by kind: people, actions, sums
    #[command(after_help = "Example:\n  deedwell report kinds --from 1997-01-01 --to 1998-07-01")]
    Kinds(ReportFlags),
    /// People and actions, week by week
    #[command(after_help = "Example:\n  deedwell report weeks --format csv")]
    Weeks(ReportFlags),
}

#[derive(Args)]
pub struct Seal {
    /// Also make few large files of many small ones
    #[arg(long)]
    pub compact: bool,
}

#[derive(Subcommand)]
pub enum Staff {
    /// Who works here
    #[command(after_help = "Example:\n  deedwell staff list --format csv")]
    List {
        #[command(flatten)]
        which: Which,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Invite somebody; prints a link that works once
    #[command(
        after_help = "Example:\n  deedwell staff add --name 'Mary Moss' --email mary@shop.example --role host"
    )]
    Add {
        #[command(flatten)]
        which: Which,
        #[arg(long)]
        name: String,
        #[arg(long)]
        email: String,
        #[arg(long)]
        role: String,
    },
    /// A link by which a member sets a new password
    #[command(after_help = "Example:\n  deedwell staff reset --email mary@shop.example")]
    Reset {
        #[command(flatten)]
        which: Which,
        #[arg(long)]
        email: String,
    },
}

#[derive(Subcommand)]
pub enum Key {
    #[command(about = "The keys there are", after_help = "Example:\n  deedwell key list")]
    List {
        #[command(flatten)]
        which: Which,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Make a key; it is shown once
    #[command(
        after_help = "Example:\n  deedwell key add --name 'web shop' --scope write\n  deedwell key add --name 'web shop' --sign-in"
    )]
    Add {
        #[command(flatten)]
        which: Which,
        #[arg(long)]
        name: String,
        #[arg(long, default_value = "read", value_parser = ["read", "write"])]
        scope: String,
        /// A key with which the shop signs who its customers are
        #[arg(long)]
        sign_in: bool,
    },
    /// Make a key that takes another's place; the old one works beside it for a while
    #[command(
        after_help = "Example:\n  deedwell key rotate 0193…\n  deedwell key rotate 0193… --keep-hours 2"
    )]
    Rotate {
        #[command(flatten)]
        which: Which,
        id: String,
        /// How long the old key still works
        #[arg(long, default_value_t = 168)]
        keep_hours: u16,
    },
    /// End a key
    #[command(after_help = "Example:\n  deedwell key revoke 0193…")]
    Revoke {
        #[command(flatten)]
        which: Which,
        id: String,
    },
}

#[derive(Subcommand)]
pub enum Organisation {
    #[command(
        about = "The organisations there are",
        after_help = "Example:\n  deedwell organisation list"
    )]
    List {
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Make one; prints the link by which its owner sets a password
    #[command(
        after_help = "Example:\n  deedwell organisation add --name 'Fell & Vale' --slug fell --owner-name Ishbel --owner-email ishbel@fell.example"
    )]
    Add {
        #[arg(long)]
        name: String,
        #[arg(long)]
        slug: String,
        #[arg(long)]
        owner_name: String,
        #[arg(long)]
        owner_email: String,
        #[arg(long, default_value = "GBP")]
        currency: String,
        #[arg(long, default_value = "Europe/London")]
        zone: String,
        #[arg(long, default_value = "en")]
        language: String,
    },
    /// Add a unit to one
    #[command(after_help = "Example:\n  deedwell organisation unit --key cycles --name Cycles")]
    Unit {
        #[command(flatten)]
        which: Which,
        #[arg(long)]
        key: String,
        #[arg(long)]
        name: String,
    },
}
