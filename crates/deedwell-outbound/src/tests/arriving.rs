//! Calls that arrive, and how they end.

use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::TlsAcceptor;

use super::*;

const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);
const DONE: &[u8] =
    b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nset-cookie: a=b\r\nretry-after: 7\r\n\r\nok";

#[tokio::test]
async fn what_the_operator_allows_is_called_and_nothing_beside_it() {
    let there = Listener::answering(DONE, false).await;
    let port = there.at.port();
    let told = Told::these(&[&[HERE]]);
    for allow in ["127.0.0.1/32", "hooks.internal"] {
        let client = client(allow, &told, SHORT);
        let answer = post(&client, &format!("http://hooks.internal:{port}/x?y#z")).await.unwrap();
        assert_eq!(
            (answer.status, answer.body.as_slice(), answer.was_cut),
            (200, &b"ok"[..], false)
        );
        assert_eq!(answer.retry_after.as_deref(), Some("7"));
    }
    let heard = there.heard();
    assert_eq!(heard.len(), 2);
    let lower = heard[1].to_lowercase();
    assert!(lower.starts_with("post /x?y http/1.1\r\n"), "{lower}");
    assert!(lower.contains(&format!("host: hooks.internal:{port}\r\n")), "{lower}");
    assert!(lower.contains("user-agent: deedwell/") && lower.ends_with("{\"a\":1}"), "{lower}");
    assert!(!lower.contains("cookie"), "the answer before set one");
    for (allow, address) in [
        ("127.0.0.2/32", format!("http://hooks.internal:{port}/")),
        ("hooks.internal", format!("http://hooks.internal.example:{port}/")),
        ("hooks.internal", format!("http://x.hooks.internal:{port}/")),
        ("hooks.internal", format!("http://127.0.0.1:{port}/hooks.internal")),
        ("hooks.internal", format!("http://127.0.0.1:{port}/?hooks.internal#hooks.internal")),
        ("hooks.internal", format!("http://hooks.internal.:{port}/")),
        ("127.0.0.1/32", format!("http://[::ffff:127.0.0.1]:{port}/")),
    ] {
        let refused = post(&client(allow, &told, SHORT), &address).await.unwrap_err();
        assert_eq!(refused, Failure::NotPublic, "{allow}: {address}");
    }
    assert_eq!(there.heard().len(), 2);
}

/// The name leads to an allowed place when it is looked up, and to another if anybody asked again.
#[tokio::test]
async fn a_name_is_looked_up_once_and_what_was_looked_at_is_dialled() {
    let (good, canary) = (Listener::answering(DONE, false).await, TcpListener::bind("127.0.0.2:0"));
    let canary = canary.await.unwrap();
    let elsewhere: IpAddr = "127.0.0.2".parse().unwrap();
    let told = Told::these(&[&[HERE], &[elsewhere]]);
    let client = client("127.0.0.1/32", &told, SHORT);
    let address = format!("http://rebound.example:{}/", good.at.port());
    assert_eq!(post(&client, &address).await.unwrap().status, 200);
    assert_eq!((told.asked(), good.heard().len()), (1, 1));
    // By now it leads elsewhere: the next call looks at that, and goes nowhere.
    let address = format!("http://rebound.example:{}/", canary.local_addr().unwrap().port());
    assert_eq!(post(&client, &address).await.unwrap_err(), Failure::NotPublic);
    assert_eq!(told.asked(), 2);
    let hit = tokio::time::timeout(Duration::from_millis(50), canary.accept()).await;
    assert!(hit.is_err(), "the canary was called");
}

#[tokio::test]
async fn nobody_follows_a_redirect() {
    let canary = Listener::answering(DONE, false).await;
    for status in ["301", "302", "303", "307", "308"] {
        let to = format!(
            "HTTP/1.1 {status} x\r\nlocation: http://{}/\r\ncontent-length: 0\r\n\r\n",
            canary.at
        );
        let there = Listener::answering(to.leak().as_bytes(), false).await;
        let client = client("127.0.0.1/32", &Told::these(&[&[HERE]]), SHORT);
        let answer =
            post(&client, &format!("http://a.example:{}/", there.at.port())).await.unwrap();
        assert_eq!(answer.status.to_string(), status);
    }
    assert_eq!(canary.heard().len(), 0);
}

#[tokio::test]
async fn an_endless_answer_is_cut() {
    for head in
        [&b"HTTP/1.1 200 OK\r\n\r\n"[..], b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n"]
    {
        let there = Listener::answering(head, true).await;
        let client = client("127.0.0.1/32", &Told::these(&[&[HERE]]), SHORT);
        let answer =
            post(&client, &format!("http://a.example:{}/", there.at.port())).await.unwrap();
        assert_eq!((answer.body.len(), answer.was_cut), (SHORT.answer, true));
    }
}

#[tokio::test]
async fn what_is_no_answer_is_refused() {
    let cut = b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nok";
    let told = Told::these(&[&[HERE]]);
    let client = client("127.0.0.1/32", &told, SHORT);
    for (what, endless) in
        [(&b"SSH-2.0-x\r\n"[..], false), (&cut[..], false), (b"HTTP/1.1 200 OK\r\nx: ", true)]
    {
        let there = Listener::answering(what, endless).await;
        let refused =
            post(&client, &format!("http://a.example:{}/", there.at.port())).await.unwrap_err();
        assert_eq!(refused, Failure::Broken);
    }
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let refused = post(&client, &format!("http://{gone}/")).await.unwrap_err();
    assert_eq!(refused, Failure::Unreachable);
    let call = Call {
        sink: Sink::Webhook,
        method: Method::POST,
        target: Target::parse(&format!("http://{gone}/")).unwrap(),
        headers: Vec::new(),
        body: vec![0; SHORT.request + 1],
    };
    assert_eq!(client.call(call).await.unwrap_err(), Failure::TooLarge);
}

/// Time stands still for the program but where it waits, so this takes no ten seconds.
#[tokio::test(start_paused = true)]
async fn who_does_not_answer_is_not_waited_for() {
    let silent = Listener::answering(b"", false).await;
    let client = client("127.0.0.1/32", &Told::these(&[&[HERE]]), SHORT);
    let before = tokio::time::Instant::now();
    let late = post(&client, &format!("http://a.example:{}/", silent.at.port())).await.unwrap_err();
    assert!(matches!(late, Failure::TooSlow | Failure::Unreachable), "{late:?}");
    assert!(before.elapsed() <= SHORT.whole);
}

async fn listening_with_tls() -> u16 {
    let chain = vec![CertificateDer::from(include_bytes!("hooks_example.der").to_vec())];
    let key = PrivatePkcs8KeyDer::from(include_bytes!("hooks_example.key.der").to_vec());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider);
    let config = config.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
    let config = config.with_single_cert(chain, PrivateKeyDer::from(key)).unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(DONE).await;
            let _ = stream.shutdown().await;
        }
    });
    port
}

#[tokio::test]
async fn a_certificate_has_to_name_the_host() {
    let port = listening_with_tls().await;
    let told = Told::these(&[&[HERE]]);
    let trusting = client("127.0.0.1/32", &told, SHORT);
    let good = post(&trusting, &format!("https://hooks.example:{port}/")).await.unwrap();
    assert_eq!(good.status, 200);
    for other in ["other.example", "127.0.0.1"] {
        let refused = post(&trusting, &format!("https://{other}:{port}/")).await.unwrap_err();
        assert_eq!(refused, Failure::Untrusted, "{other}");
    }
    let allow = Allow::parse("127.0.0.1/32").unwrap();
    let strict = Outbound::with(allow, told as _, SHORT, &[]).unwrap();
    let refused = post(&strict, &format!("https://hooks.example:{port}/")).await.unwrap_err();
    assert_eq!(refused, Failure::Untrusted, "its root is not among those we trust");
}

#[test]
fn every_failure_has_one_code() {
    for failure in Failure::ALL {
        assert_eq!(Failure::parse(failure.code()), Some(failure));
        assert!(failure.sentence().ends_with('.'));
    }
}
