//! A PostgreSQL cluster of one's own, reached through a socket in its folder and gone with it.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Bound by row-level security, as the handbook asks.
const ROLE: &str = "deedwell";

pub struct Cluster {
    folder: tempfile::TempDir,
    programs: PathBuf,
}

impl Cluster {
    /// None where PostgreSQL is not installed.
    pub fn begin() -> Option<Self> {
        let programs = programs()?;
        let folder = tempfile::Builder::new().permissions(Permissions::from_mode(0o755)).tempdir();
        let folder = folder.unwrap();
        if is_root() {
            run("chown", &["postgres", &folder.path().to_string_lossy()]);
        }
        let cluster = Self { folder, programs };
        cluster.server("initdb", &["-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8"]);
        let options = format!("-k {} -c listen_addresses= -c fsync=off", cluster.socket());
        let log = cluster.folder.path().join("log");
        cluster.server("pg_ctl", &["start", "-w", "-o", &options, "-l", &log.to_string_lossy()]);
        cluster.says("postgres", &format!("create role {ROLE} login"));
        Some(cluster)
    }

    /// Makes a database; its address.
    pub fn database(&self, name: &str) -> String {
        self.says("postgres", &format!("create database {name} owner {ROLE}"));
        format!("postgres://{ROLE}@localhost/{name}?host={}", self.socket())
    }

    pub fn goes_through_transactions(&self, many: u32) {
        let one = "perform pg_current_xact_id(); commit;";
        self.says(
            "postgres",
            &format!("do $$ begin for i in 1..{many} loop {one} end loop; end $$"),
        );
    }

    pub fn next_transaction(&self) -> i64 {
        let next = "select pg_snapshot_xmax(pg_current_snapshot())";
        self.says("postgres", next).trim().parse().unwrap()
    }

    pub fn restores(&self, dump: &Path, database: &str) {
        let (socket, dump) = (self.socket(), dump.to_string_lossy());
        let program = self.programs.join("pg_restore");
        run(program, &["-h", &socket, "-U", ROLE, "-d", database, "--exit-on-error", &dump]);
    }

    fn socket(&self) -> String {
        self.folder.path().to_string_lossy().into_owned()
    }

    fn says(&self, database: &str, sql: &str) -> String {
        let socket = self.socket();
        let program = self.programs.join("psql");
        run(program, &["-h", &socket, "-U", "postgres", "-d", database, "-Atqc", sql])
    }

    /// A program that must not be run by root.
    fn server(&self, program: &str, args: &[&str]) -> String {
        let data = self.folder.path().join("data").to_string_lossy().into_owned();
        let program = self.programs.join(program).to_string_lossy().into_owned();
        let whole = [&[program.as_str(), "-D", &data], args].concat();
        if is_root() {
            run("runuser", &[&["-u", "postgres", "--"], whole.as_slice()].concat())
        } else {
            run(&program, &whole[1..])
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.server("pg_ctl", &["stop", "-m", "immediate"]);
    }
}

/// The newest that is installed.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let bins = versions.filter_map(|v| Some(v.ok()?.path().join("bin")));
    bins.filter(|bin| bin.join("initdb").exists()).max()
}

fn is_root() -> bool {
    run("id", &["-u"]).trim() == "0"
}

/// What it wrote. Into a file, for a server that it leaves behind would keep a pipe open.
pub fn run(program: impl AsRef<std::ffi::OsStr>, args: &[&str]) -> String {
    let said = tempfile::NamedTempFile::new().unwrap();
    let mut command = Command::new(program.as_ref());
    let command = command.args(args).current_dir("/").stdout(said.reopen().unwrap());
    let status = command.stderr(said.reopen().unwrap()).status().unwrap();
    let words = std::fs::read_to_string(said.path()).unwrap();
    assert!(status.success(), "{:?} {args:?}: {words}", program.as_ref());
    words
}
