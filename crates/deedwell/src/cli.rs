//! The words of the command line.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Arg, ArgMatches, Args, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::config::SETTINGS;

/// Keeps one ledger of what customers do, and answers: who is engaged, what is it worth, what next.
#[derive(Parser)]
#[command(name = "deedwell", version, max_term_width = 100, after_help = after_help())]
pub struct Cli {
    #[command(flatten)]
    pub settings: SettingFlags,
    /// The file with settings [default: deedwell.toml, if it is there]
    #[arg(long, global = true, value_name = "FILE", help_heading = SETTINGS_HEADING)]
    pub config: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Command,
}

const SETTINGS_HEADING: &str =
    "Settings (flags come before the environment, that before deedwell.toml)";

fn after_help() -> String {
    format!(
        "Exit codes:\n{}\nExamples:\n  deedwell serve\n  deedwell demo\n  \
         deedwell import cdnow Lifetimes-0.11.3-py3-none-any.whl\n  deedwell report grid --format csv",
        crate::exit::table()
    )
}

/// Every one of [`SETTINGS`], as a flag of every command.
pub struct SettingFlags(BTreeMap<&'static str, String>);

impl SettingFlags {
    /// Those that were given, by their names.
    pub fn given(&self) -> &BTreeMap<&'static str, String> {
        &self.0
    }
}

/// The two that most people ever need; the others are in the long help.
const FIRST_SETTINGS: [&str; 2] = ["data", "database"];

impl Args for SettingFlags {
    fn augment_args(command: clap::Command) -> clap::Command {
        SETTINGS.iter().fold(command, |command, setting| {
            let mut help = format!("{} [env: {}]", setting.help, setting.variable());
            if !setting.default.is_empty() {
                help.push_str(&format!(" [default: {}]", setting.default));
            }
            let flag = Arg::new(setting.name).long(setting.flag()).global(true).help(help);
            let flag = flag.value_name(setting.value).help_heading(SETTINGS_HEADING);
            command.arg(flag.hide_short_help(!FIRST_SETTINGS.contains(&setting.name)))
        })
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for SettingFlags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let value = |name: &'static str| matches.get_one::<String>(name).cloned();
        Ok(Self(SETTINGS.iter().filter_map(|s| Some((s.name, value(s.name)?))).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Default)]
pub enum Format {
    #[default]
    Table,
    Json,
    Csv,
}

/// How a list is printed.
#[derive(Args, Clone, Copy)]
pub struct Listed {
    /// As a table for people, or for programs
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// How an export is written: row by row, so there is no table whose columns would have to be measured.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FileFormat {
    Csv,
    /// An object a line
    Json,
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
    #[command(
        after_help = "Examples:\n  deedwell demo --customers 3000\n  deedwell demo --database postgres://deedwell@localhost/demo"
    )]
    Demo(Demo),
    /// Bring in what happened elsewhere
    #[command(
        subcommand,
        after_help = "Examples:\n  deedwell import people customers.csv\n  deedwell import actions orders.csv --dry-run"
    )]
    Import(Import),
    /// Write out what is kept, as files
    #[command(after_help = "Example:\n  deedwell export people --format csv --to people.csv")]
    Export(Export),
    /// Answer a question from the ledger
    #[command(subcommand, after_help = "Example:\n  deedwell report kinds --from 2026-01-01")]
    Report(Report),
    /// Seal the ledger into Parquet files now
    #[command(after_help = "Example:\n  deedwell seal --compact")]
    Seal(Seal),
    /// The people who work here
    #[command(subcommand, after_help = "Example:\n  deedwell staff list")]
    Staff(Staff),
    /// Keys for programs
    #[command(
        subcommand,
        after_help = "Example:\n  deedwell key add --name 'web shop' --scope write"
    )]
    Key(Key),
    /// What came back of letters, from a mail system
    #[command(
        subcommand,
        after_help = "Example (in Postfix's master.cf, behind a pipe transport):\n  deedwell mail take --data /srv/deedwell"
    )]
    Mail(Mail),
    /// Where acts are reported from, and their write keys
    #[command(
        subcommand,
        after_help = "Example:\n  deedwell source add --name 'web shop' --sends-from server"
    )]
    Source(Source),
    /// What the names mean that your programs send, as a file
    #[command(subcommand, after_help = "Example:\n  deedwell plan export > plan.json")]
    Plan(Plan),
    /// Organisations and their units
    #[command(subcommand, after_help = "Example:\n  deedwell organisation list")]
    Organisation(Organisation),
    /// Copy everything into a new directory, while the server runs
    #[command(after_help = "Example:\n  deedwell backup /backups/2026-11-21")]
    Backup {
        /// A directory that is not there yet
        directory: PathBuf,
    },
    /// Put a backup back into an empty data directory
    #[command(after_help = "Example:\n  deedwell restore /backups/2026-11-21 --data /srv/deedwell")]
    Restore {
        /// What `deedwell backup` made
        directory: PathBuf,
    },
    /// Check that everything is as it should be
    #[command(after_help = "Example:\n  deedwell doctor --format json")]
    Doctor {
        #[command(flatten)]
        listed: Listed,
    },
    /// Completions for a shell
    #[command(
        after_help = "Example:\n  deedwell completions bash > /etc/bash_completion.d/deedwell"
    )]
    Completions {
        /// Whose
        shell: clap_complete::Shell,
    },
}

impl Command {
    /// Whether it may make state where there is none; the others would make an empty installation
    /// wherever somebody happens to stand.
    pub fn may_begin(&self) -> bool {
        matches!(
            self,
            Self::Serve
                | Self::Demo(_)
                | Self::Restore { .. }
                | Self::Organisation(Organisation::Add { .. })
                | Self::Completions { .. }
        )
    }
}

#[derive(Args, Clone)]
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
    /// Write every refused line, with its reason, beside the file
    #[arg(long)]
    pub refused: bool,
}

/// A CSV, and how to read it.
#[derive(Args, Clone)]
pub struct Csv {
    /// A CSV whose first line names the columns
    pub file: PathBuf,
    /// Other headings, constants and time formats: see the handbook
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,
    /// A short name of where this comes from [default: the file's name]
    #[arg(long)]
    pub source: Option<String>,
    #[command(flatten)]
    pub flags: ImportFlags,
}

#[derive(Subcommand)]
pub enum Import {
    /// Actions: person, at, kind or name; value, currency, unit, channel, initiator, id
    #[command(after_help = "Example:\n  deedwell import actions orders.csv --dry-run")]
    Actions(Csv),
    /// People: id, name, email, phone, tags, unit, created_at
    #[command(after_help = "Example:\n  deedwell import people customers.csv")]
    People(Csv),
    /// Orders with their lines: order, placed_at, email, sku, quantity, price …; see the handbook
    #[command(after_help = "Example:\n  deedwell import orders orders.csv")]
    Orders(Csv),
    /// The CDNOW purchase history of the PyPI package lifetimes 0.11.3
    #[command(
        after_help = "Example:\n  pip download --no-deps lifetimes==0.11.3\n  deedwell import cdnow Lifetimes-0.11.3-py3-none-any.whl"
    )]
    Cdnow {
        /// The wheel, a folder that has it, or its file CDNOW_master.txt
        path: PathBuf,
        #[command(flatten)]
        flags: ImportFlags,
    },
    /// Ideas with their votes and answers, from another board: id, title, author_email; see the handbook
    #[command(after_help = "Example:\n  deedwell import ideas ideas.csv")]
    Ideas(Csv),
    /// Complaints with their past, from another help desk: id, email, text, received_at; see the handbook
    #[command(after_help = "Example:\n  deedwell import complaints tickets.csv --dry-run")]
    Complaints(Csv),
}

#[derive(Args)]
pub struct Export {
    /// What to write out
    #[arg(value_parser = clap::builder::PossibleValuesParser::new(crate::export::names()))]
    pub what: String,
    /// How
    #[arg(long, value_enum, default_value = "csv")]
    pub format: FileFormat,
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
    #[command(flatten)]
    pub listed: Listed,
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
        #[command(flatten)]
        listed: Listed,
    },
    /// Invite somebody; prints a link that works once
    #[command(
        after_help = "Example:\n  deedwell staff add --name 'Mary Moss' --email mary@shop.example --role host"
    )]
    Add {
        #[command(flatten)]
        which: Which,
        /// Their name, as customers read it
        #[arg(long)]
        name: String,
        /// Their e-mail address, by which they sign in
        #[arg(long)]
        email: String,
        /// What they may do
        #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(deedwell_web::Role::ALL.map(deedwell_web::Role::name)))]
        role: String,
    },
    /// A link by which a member sets a new password
    #[command(after_help = "Example:\n  deedwell staff reset --email mary@shop.example")]
    Reset {
        #[command(flatten)]
        which: Which,
        /// Their e-mail address
        #[arg(long)]
        email: String,
    },
}

#[derive(Subcommand)]
pub enum Source {
    #[command(about = "The sources there are", after_help = "Example:\n  deedwell source list")]
    List {
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        listed: Listed,
    },
    /// Open a source; its write key is printed
    #[command(
        after_help = "Example:\n  deedwell source add --name 'web shop' --sends-from server\n  deedwell source add --name site --sends-from browser --host shop.example"
    )]
    Add {
        #[command(flatten)]
        which: Which,
        /// What it is
        #[arg(long)]
        name: String,
        /// A page or an app, whose key anybody can read; or a server of yours
        #[arg(long, value_parser = ["browser", "server"])]
        sends_from: String,
        /// Hosts from which a page may send; any without it
        #[arg(long = "host", value_name = "HOST")]
        hosts: Vec<String>,
    },
    /// Close a source: its keys open nothing any more
    #[command(
        after_help = "Example:\n  deedwell source close 0193d2a4-5b8e-7c31-9f10-8a6d3b2c1e00"
    )]
    Close {
        #[command(flatten)]
        which: Which,
        /// As `deedwell source list` shows it
        id: String,
    },
}

#[derive(Subcommand)]
pub enum Plan {
    /// The plan as JSON
    #[command(after_help = "Example:\n  deedwell plan export > plan.json")]
    Export {
        #[command(flatten)]
        which: Which,
    },
    /// Make the plan exactly what a file says
    #[command(after_help = "Example:\n  deedwell plan import plan.json")]
    Import {
        #[command(flatten)]
        which: Which,
        /// A file that `deedwell plan export` wrote, or you
        file: std::path::PathBuf,
    },
}

#[derive(Subcommand)]
pub enum Mail {
    /// Take one message from standard input: a bounce or a complaint
    #[command(after_help = "Example:\n  deedwell mail take < bounce.eml")]
    Take {
        #[command(flatten)]
        which: Which,
    },
}

#[derive(Subcommand)]
pub enum Key {
    #[command(about = "The keys there are", after_help = "Example:\n  deedwell key list")]
    List {
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        listed: Listed,
    },
    /// Make a key; it is shown once
    #[command(
        after_help = "Example:\n  deedwell key add --name 'web shop' --scope write\n  deedwell key add --name 'web shop' --sign-in"
    )]
    Add {
        #[command(flatten)]
        which: Which,
        /// What it is for
        #[arg(long)]
        name: String,
        /// What it may do
        #[arg(long, default_value = "read", value_parser = ["read", "write"])]
        scope: String,
        /// A key with which the shop signs who its customers are
        #[arg(long)]
        sign_in: bool,
    },
    /// Make a key that takes another's place; the old one works beside it for a while
    #[command(
        after_help = "Example:\n  deedwell key rotate 0193d2a4-5b8e-7c31-9f10-8a6d3b2c1e00\n  deedwell key rotate 0193d2a4-5b8e-7c31-9f10-8a6d3b2c1e00 --keep-hours 2"
    )]
    Rotate {
        #[command(flatten)]
        which: Which,
        /// As `deedwell key list` shows it
        id: String,
        /// How long the old key still works
        #[arg(long, default_value_t = 168)]
        keep_hours: u16,
    },
    /// End a key
    #[command(after_help = "Example:\n  deedwell key revoke 0193d2a4-5b8e-7c31-9f10-8a6d3b2c1e00")]
    Revoke {
        #[command(flatten)]
        which: Which,
        /// As `deedwell key list` shows it
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
        #[command(flatten)]
        listed: Listed,
    },
    /// Make one; prints the link by which its owner sets a password
    #[command(
        after_help = "Example:\n  deedwell organisation add --name 'Fell & Vale' --slug fell --owner-name Ishbel --owner-email ishbel@fell.example"
    )]
    Add {
        /// What customers call it
        #[arg(long)]
        name: String,
        /// Its short name, in addresses and on the command line
        #[arg(long)]
        slug: String,
        /// Who owns it
        #[arg(long)]
        owner_name: String,
        /// The owner's e-mail address
        #[arg(long)]
        owner_email: String,
        /// In which it counts, by its three letters
        #[arg(long, default_value = "GBP")]
        currency: String,
        /// Where its days begin
        #[arg(long, default_value = "Europe/London")]
        zone: String,
        /// In which it speaks to customers
        #[arg(long, default_value = "en")]
        language: String,
    },
    /// Add a unit to one
    #[command(after_help = "Example:\n  deedwell organisation unit --key cycles --name Cycles")]
    Unit {
        #[command(flatten)]
        which: Which,
        /// Its short name, as files name it
        #[arg(long)]
        key: String,
        /// What people call it
        #[arg(long)]
        name: String,
    },
}

#[cfg(test)]
mod tests;
