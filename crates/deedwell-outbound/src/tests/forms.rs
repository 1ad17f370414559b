//! Every spelling of a place inside, and every place that is not public, by itself and behind a name.

use super::*;
use crate::place::is_public;

/// Spellings that a browser would understand, and must be refused as what they are.
const SPELLINGS: [&str; 54] = [
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0x7f.1",
    "0177.0.0.1",
    "0177.0.0.01",
    "017700000001",
    "127.0.0.1.",
    "127.255.255.254",
    "%31%32%37.0.0.1",
    "１２７.０.０.１",
    "127。0。0。1",
    "0",
    "0.0.0.0",
    "0x0",
    "10.0.0.5",
    "167772165",
    "0xa000005",
    "012.0.0.5",
    "100.64.0.1",
    "100.100.100.200",
    "168.63.129.16",
    "169.254.169.254",
    "2852039166",
    "0xa9fea9fe",
    "0xA9.0xFE.0xA9.0xFE",
    "0251.0376.0251.0376",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "192.168.257",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "[::]",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::ffff:169.254.169.254]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::a00:5]",
    "[2002:7f00:1::]",
];

/// The same, and more, as a name may lead there.
const PLACES: [&str; 50] = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.0",
    "10.255.255.255",
    "100.64.0.0",
    "100.127.255.255",
    "100.100.100.200",
    "127.0.0.1",
    "127.0.0.53",
    "168.63.129.16",
    "169.254.0.1",
    "169.254.169.254",
    "169.254.170.2",
    "172.16.0.1",
    "172.31.255.254",
    "192.0.0.8",
    "192.0.0.192",
    "192.0.2.255",
    "192.31.196.1",
    "192.52.193.1",
    "192.88.99.2",
    "192.168.0.1",
    "192.175.48.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.251",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:10.0.0.5",
    "::ffff:8.8.8.8",
    "::10.0.0.5",
    "64:ff9b::808:808",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:2::1",
    "2001:10::1",
    "2001:db8::1",
    "2002:a00:5::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "ff02::1",
];

#[tokio::test]
async fn no_spelling_of_a_place_inside_is_called() {
    let nobody = Told::these(&[]);
    let client = client("", &nobody, SHORT);
    for spelling in SPELLINGS {
        for address in [format!("https://{spelling}:8443/x"), format!("http://{spelling}/x")] {
            let refused = post(&client, &address).await.unwrap_err();
            assert_eq!(refused, Failure::NotPublic, "{address}");
            let target = Target::parse(&address).unwrap();
            assert_eq!(client.judge(&target), Err(Failure::NotPublic), "{address}");
        }
    }
    assert_eq!(nobody.asked(), 0, "an address is looked up by nobody");
}

#[tokio::test]
async fn no_name_of_a_place_inside_is_called() {
    for place in PLACES {
        let address: IpAddr = place.parse().unwrap();
        assert!(!is_public(address), "{place}");
        let public: IpAddr = "93.184.215.14".parse().unwrap();
        // Alone, and among others in any order.
        for answer in [vec![address], vec![public, address], vec![address, public]] {
            let told = Told::these(&[&answer]);
            let client = client("", &told, SHORT);
            let refused = post(&client, "https://hooks.example/x").await.unwrap_err();
            assert_eq!(refused, Failure::NotPublic, "{place}");
            assert_eq!(told.asked(), 1);
        }
    }
    let unknown = client("", &Told::these(&[]), SHORT);
    let refused = post(&unknown, "https://hooks.example/").await.unwrap_err();
    assert_eq!(refused, Failure::NotPublic, "no name is told apart from a name inside");
}

#[test]
fn public_places_are_public() {
    for place in [
        "1.1.1.1",
        "8.8.8.8",
        "93.184.215.14",
        "100.63.255.255",
        "100.128.0.1",
        "172.15.255.255",
        "172.32.0.1",
        "192.0.1.1",
        "198.17.255.255",
        "198.20.0.1",
        "223.255.255.255",
        "2606:4700:4700::1111",
        "2a00:1450:4001::1",
        "2001:4860:4860::8888",
        "2400:cb00::1",
    ] {
        assert!(is_public(place.parse().unwrap()), "{place}");
    }
}

#[test]
fn what_is_no_address_of_a_server_is_refused() {
    for (address, why) in [
        ("", Failure::Unreadable),
        ("hooks", Failure::Unreadable),
        ("/hooks", Failure::Unreadable),
        ("https://", Failure::Unreadable),
        ("https://exa mple.com", Failure::Unreadable),
        ("https://example.com/\r\nx: y", Failure::Unreadable),
        ("https://[fe80::1%25eth0]/", Failure::Unreadable),
        ("https://256.256.256.256/", Failure::Unreadable),
        ("https://1.2.3.4.5/", Failure::Unreadable),
        ("ftp://example.com/", Failure::Scheme),
        ("file:///etc/passwd", Failure::Scheme),
        ("gopher://127.0.0.1:70/", Failure::Scheme),
        ("javascript:alert(1)", Failure::Scheme),
        ("unix:/run/x", Failure::Scheme),
        ("https://ada@example.com/", Failure::Userinfo),
        ("https://ada:secret@example.com/", Failure::Userinfo),
        ("https://@example.com/", Failure::Userinfo),
        ("https://:@example.com/", Failure::Userinfo),
        ("https:\\\\example.com@127.0.0.1/", Failure::Userinfo),
    ] {
        assert_eq!(Target::parse(address), Err(why), "{address}");
    }
    let long = format!("https://example.com/{}", "x".repeat(Target::LONGEST));
    assert_eq!(Target::parse(&long), Err(Failure::Unreadable));
}

#[tokio::test]
async fn outside_only_tls_and_few_ports() {
    let public: IpAddr = "93.184.215.14".parse().unwrap();
    let client = client("", &Told::these(&[&[public]]), SHORT);
    let judge = |address: &str| client.judge(&Target::parse(address).unwrap());
    for good in ["https://hooks.example", "https://hooks.example:8443/x", "https://a.example:9999"]
    {
        assert_eq!(judge(good), Ok(()), "{good}");
    }
    for port in ["22", "25", "3306", "5432", "6379", "7999", "10000", "11211"] {
        let address = format!("https://hooks.example:{port}/");
        assert_eq!(judge(&address), Err(Failure::Port), "{port}");
        assert_eq!(post(&client, &address).await.unwrap_err(), Failure::Port, "{port}");
    }
    for plain in ["http://hooks.example/", "http://93.184.215.14:8080/"] {
        assert_eq!(judge(plain), Err(Failure::Scheme), "{plain}");
        assert_eq!(post(&client, plain).await.unwrap_err(), Failure::Scheme, "{plain}");
    }
    for inside in
        ["localhost", "x.localhost", "metadata.google.internal", "printer.local", "intranet"]
    {
        assert_eq!(judge(&format!("https://{inside}/")), Err(Failure::NotPublic), "{inside}");
    }
    let wider = super::client("10.0.0.0/8, hooks.internal", &Told::these(&[]), SHORT);
    for good in ["http://hooks.internal:81/", "http://10.1.2.3:81/", "http://may.lead.inside/"] {
        assert_eq!(wider.judge(&Target::parse(good).unwrap()), Ok(()), "{good}");
    }
    let metadata = Target::parse("http://169.254.169.254/").unwrap();
    assert_eq!(wider.judge(&metadata), Err(Failure::NotPublic));
}

#[test]
fn an_allow_list_is_read_or_refused_in_a_sentence() {
    let allow = Allow::parse("10.0.0.5/32, hooks.internal ,fd00:1::/64,192.168.1.7").unwrap();
    for (inside, held) in [
        ("10.0.0.5", true),
        ("10.0.0.6", false),
        ("fd00:1::9", true),
        ("fd00:2::9", false),
        ("192.168.1.7", true),
        ("192.168.1.8", false),
        ("::ffff:10.0.0.5", false),
    ] {
        assert_eq!(allow.holds(inside.parse().unwrap()), held, "{inside}");
    }
    assert!(allow.names("hooks.internal") && !allow.names("x.hooks.internal"));
    for wrong in
        ["10.0.0.5/33", "10.0.0/8", "fd00::/129", "http://x", "*.internal", "0x7f.1", "127.1"]
    {
        assert!(Allow::parse(wrong).is_err(), "{wrong}");
    }
    assert!(Allow::parse(&"a.b,".repeat(101)).is_err());
}
