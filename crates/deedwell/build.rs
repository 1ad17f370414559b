//! Many functions are alike once they are compiled: pages and statements of every part, for types that are
//! laid out alike. The linker that comes with Rust on this system keeps one of each, which makes the program
//! smaller, and with it what it takes in memory at rest.

#[expect(clippy::disallowed_methods, reason = "what is built for is told in no other way")]
fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let is = |name: &str, wanted: &str| std::env::var(name).is_ok_and(|found| found == wanted);
    if is("TARGET", "x86_64-unknown-linux-gnu") && !is("PROFILE", "debug") {
        println!("cargo:rustc-link-arg-bins=-Wl,--icf=all");
    }
}
