//! Mail servers: which are dialled, which are not.

use super::*;
use crate::MailHost;

#[tokio::test]
async fn a_mail_server_is_looked_up_once_and_dialled_as_it_was_judged() {
    let there = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = there.local_addr().unwrap().port();
    let here: IpAddr = "127.0.0.1".parse().unwrap();
    let told = Told::these(&[&[here]]);
    let open = client("127.0.0.1/32", &told, SHORT);
    let to = MailHost::parse("Mail.Example.", port).unwrap();
    assert_eq!((to.name(), to.port()), ("mail.example", port));
    assert!(open.dial_mail(Sink::Mail, &to).await.is_ok());
    assert_eq!(told.asked(), 1);
    let closed = client("", &told, SHORT);
    let failure = closed.dial_mail(Sink::Mail, &to).await.unwrap_err();
    assert_eq!(failure, Failure::NotPublic);
    let named = client("mail.example", &told, SHORT);
    assert!(named.dial_mail(Sink::Mail, &to).await.is_ok());
}

#[test]
fn what_leads_inside_or_to_another_service_is_not_written_down() {
    let told = Told::these(&[]);
    let closed = client("", &told, SHORT);
    for (host, port, failure) in [
        ("127.0.0.1", 25, Failure::NotPublic),
        ("[::1]", 25, Failure::NotPublic),
        ("::ffff:10.0.0.1", 25, Failure::NotPublic),
        ("169.254.169.254", 25, Failure::NotPublic),
        ("localhost", 25, Failure::NotPublic),
        ("mail.internal", 587, Failure::NotPublic),
        ("8.8.8.8", 22, Failure::Port),
        ("mail.example.com", 6379, Failure::Port),
    ] {
        let to = MailHost::parse(host, port).unwrap();
        assert_eq!(closed.judge_mail(&to), Err(failure), "{host}:{port}");
    }
    for host in [
        "",
        "127.1",
        "2130706433",
        "0x7f.1",
        "a b",
        "a\r\nb",
        "a..b",
        "http://x",
        "a@b",
        "ⓔxample.com",
    ] {
        assert!(MailHost::parse(host, 25).is_err(), "{host}");
    }
    assert!(MailHost::parse("mail.example.com", 0).is_err());
    assert!(closed.judge_mail(&MailHost::parse("mail.example.com", 587).unwrap()).is_ok());
}
