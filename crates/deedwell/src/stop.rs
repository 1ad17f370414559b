//! Being told to stop: Control-C, or SIGTERM from whoever runs us.

use std::time::Duration;

use anyhow::Result;

/// How long what is under way may take to notice.
pub const GRACE: Duration = Duration::from_secs(5);

/// Somebody wanted it to end before it was done.
#[derive(Debug)]
pub struct Stopped;

impl std::fmt::Display for Stopped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(
            "stopped; the same command begins again where that is needed, and does nothing twice",
        )
    }
}
impl std::error::Error for Stopped {}

/// Does the work to its end, or ends it at its next pause. A transaction that is open then is rolled
/// back, and guards tidy up.
pub async fn unless_told<T: Send + 'static>(
    work: impl Future<Output = Result<T>> + Send + 'static,
) -> Result<T> {
    // A task of its own, so that a stretch without a pause does not keep us from hearing.
    let mut task = tokio::spawn(work);
    tokio::select! {
        done = &mut task => done?,
        () = told() => {
            task.abort();
            // Whether it noticed or not: nothing that it does is ever half done.
            let _ = tokio::time::timeout(GRACE, task).await;
            Err(Stopped.into())
        }
    }
}

/// Returns when told to stop.
pub async fn told() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        _ = interrupt => {}
        () = terminate => {}
    }
}
