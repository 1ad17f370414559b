//! Files that fit a head. Functions are measured by clippy (70 lines).

use super::{assert_none, sources};

const LONGEST: usize = 600;

/// Longer ones, each with its reason.
const LISTED: [(&str, &str); 0] = [];

#[test]
fn no_file_is_longer_than_a_head_can_hold() {
    let mut complaints = Vec::new();
    for source in sources(".rs").iter().chain(&sources(".html")) {
        let lines = source.text.lines().count();
        let listed = LISTED.iter().any(|(path, _)| *path == source.path);
        if lines > LONGEST && !listed {
            let path = &source.path;
            complaints.push(format!("{path} has {lines} lines, more than {LONGEST}; split it by what it is for, or list it with a reason"));
        }
    }
    assert_none(&complaints);
}
