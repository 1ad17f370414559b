use clap::CommandFactory;

use super::*;

/// Every command that can be asked for `--help`, with the words that lead there.
fn commands() -> Vec<(String, clap::Command)> {
    fn walk(path: &str, command: &clap::Command, found: &mut Vec<(String, clap::Command)>) {
        found.push((path.to_owned(), command.clone()));
        for inner in command.get_subcommands().filter(|c| c.get_name() != "help") {
            walk(&format!("{path} {}", inner.get_name()), inner, found);
        }
    }
    let mut whole = Cli::command();
    whole.build();
    let mut found = Vec::new();
    walk("deedwell", &whole, &mut found);
    assert!(found.len() > 25, "the walk misses commands");
    found
}

/// Splits as a shell does: at spaces outside of single quotes; what follows `>` or `<` is the shell's.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (n, part) in line.split('\'').enumerate() {
        match n % 2 {
            0 => words.extend(part.split_whitespace().map(str::to_owned)),
            _ => words.push(part.to_owned()),
        }
    }
    words.into_iter().take_while(|word| ![">", "<", "&&"].contains(&&**word)).collect()
}

#[test]
fn every_help_has_an_example_and_every_example_works() {
    for (path, command) in commands() {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        assert!(!about.is_empty(), "{path} --help does not say what it is for");
        let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        let examples = after.split("Example").nth(1).unwrap_or_default();
        let ours: Vec<&str> =
            examples.lines().map(str::trim).filter(|l| l.starts_with("deedwell")).collect();
        assert!(!ours.is_empty(), "{path} --help has no example");
        for line in ours {
            assert!(line.starts_with(&path), "{path} --help shows the example of another: {line}");
            if let Err(error) = Cli::try_parse_from(words(line)) {
                panic!("the example {line:?} of {path} cannot be run: {error}");
            }
        }
    }
}

#[test]
fn every_word_of_a_command_is_explained() {
    for (path, command) in commands() {
        for arg in command.get_arguments() {
            let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
            assert!(!help.is_empty(), "{path} --help does not explain {}", arg.get_id());
        }
    }
}

#[test]
fn every_help_has_every_setting() {
    for (path, mut command) in commands() {
        let help = command.render_long_help().to_string();
        let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
        for setting in SETTINGS {
            let flag = format!("--{} <{}>", setting.flag(), setting.value);
            assert!(help.contains(&flag), "{path} --help lacks {flag}: {help}");
            let variable = format!("[env: {}]", setting.variable());
            assert!(help.contains(&variable), "{path} --help lacks {variable}");
            let default = format!("[default: {}]", setting.default);
            assert!(setting.default.is_empty() || help.contains(&default), "{path}: {default}");
        }
        let short = command.render_help().to_string();
        assert!(short.contains("--database <URL>") && !short.contains("--trusted-proxies"));
    }
}

/// Whatever lists something does so as a table, as JSON and as CSV; the check `e2e/checks/12-lists`
/// runs each of them.
#[test]
fn every_list_comes_in_three_formats() {
    let formats = |command: &clap::Command| -> Option<Vec<String>> {
        let arg = command.get_arguments().find(|arg| arg.get_id() == "format")?;
        Some(arg.get_possible_values().iter().map(|v| v.get_name().to_owned()).collect())
    };
    let with = |wanted: &[&str]| -> Vec<String> {
        let all = commands().into_iter();
        all.filter(|(_, c)| formats(c).is_some_and(|f| f == wanted)).map(|(path, _)| path).collect()
    };
    let lists = [
        "deedwell report grid",
        "deedwell report kinds",
        "deedwell report weeks",
        "deedwell staff list",
        "deedwell key list",
        "deedwell source list",
        "deedwell organisation list",
        "deedwell doctor",
    ];
    assert_eq!(with(&["table", "json", "csv"]), lists);
    // A table cannot be written before its longest cell is known, and an export may not fit memory.
    assert_eq!(with(&["csv", "json"]), ["deedwell export"]);
    let any = commands().into_iter().filter(|(_, c)| formats(c).is_some()).count();
    assert_eq!(any, lists.len() + 1);
    let check = include_str!("../../../../e2e/checks/12-lists");
    for list in lists {
        let verb = list.trim_start_matches("deedwell ");
        assert!(check.contains(&format!("\"{verb}\"")), "e2e/checks/12-lists does not run {list}");
    }
}

#[test]
fn settings_are_taken_before_and_after_the_verb() {
    let given = |words: &[&str]| {
        let cli = Cli::try_parse_from(words).unwrap_or_else(|error| panic!("{error}"));
        cli.settings.given().get("trusted_proxies").cloned()
    };
    assert_eq!(given(&["deedwell", "serve", "--trusted-proxies", "::1"]).as_deref(), Some("::1"));
    assert_eq!(given(&["deedwell", "--trusted-proxies", "::1", "serve"]).as_deref(), Some("::1"));
    assert_eq!(
        given(&["deedwell", "key", "list", "--trusted-proxies", "::1"]).as_deref(),
        Some("::1")
    );
    assert_eq!(given(&["deedwell", "serve"]), None);
}
