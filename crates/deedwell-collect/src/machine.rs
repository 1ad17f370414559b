//! Software that says of itself that nobody sits before it.
//!
//! By whole words: a CUBOT is a telephone. What apps on telephones are built with (okhttp, `CFNetwork`,
//! Dalvik, Dart) says nothing of who sits before them, so it is no machine.

/// Ends of words.
const ENDS: [&str; 14] = [
    "bot",
    "bots",
    "crawler",
    "spider",
    "scraper",
    "scanner",
    "archiver",
    "preview",
    "imageproxy",
    "mailproxy",
    "monitor",
    "monitoring",
    "lighthouse",
    "uptime",
];

/// Whole words.
const WORDS: [&str; 31] = [
    "aiohttp",
    "axios",
    "chatgpt",
    "curl",
    "embedly",
    "externalagent",
    "facebookcatalog",
    "facebookexternalhit",
    "feedfetcher",
    "googleother",
    "guzzlehttp",
    "headless",
    "headlesschrome",
    "httpie",
    "inspectiontool",
    "libwww",
    "mediapartners",
    "node",
    "pagespeed",
    "phantomjs",
    "pingdom",
    "postmanruntime",
    "puppeteer",
    "python",
    "reqwest",
    "ruby",
    "scrapy",
    "slurp",
    "statuscake",
    "undici",
    "wget",
];

/// How an agent begins.
const BEGINNINGS: [&str; 2] = ["go-http-client/", "whatsapp/"];

/// Makers whose names end like a machine's.
const TELEPHONES: [&str; 1] = ["cubot"];

/// Whether the agent says so.
pub fn says_so(user_agent: &str) -> bool {
    let small = user_agent.to_ascii_lowercase();
    let mut words = small.split(|c: char| !c.is_ascii_alphanumeric());
    BEGINNINGS.iter().any(|start| small.starts_with(start)) || words.any(is_machines)
}

fn is_machines(word: &str) -> bool {
    if WORDS.contains(&word) {
        return true;
    }
    // `MJ12bot2` is the second of its kind.
    let word = word.trim_end_matches(|c: char| c.is_ascii_digit());
    !TELEPHONES.contains(&word) && ENDS.iter().any(|end| word.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MACHINES: [&str; 32] = [
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0.1938.76 Safari/537.36",
        "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
        "Mozilla/5.0 (compatible; SemrushBot/7~bl; +http://www.semrush.com/bot.html)",
        "Mozilla/5.0 (compatible; MJ12bot/v1.4.8; http://mj12bot.com/)",
        "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
        "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
        "Mozilla/5.0 (Linux; Android 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36 (compatible; Bytespider; spider-feedback@bytedance.com)",
        "Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)",
        "Mediapartners-Google",
        "AdsBot-Google (+http://www.google.com/adsbot.html)",
        "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
        "YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.6099.28 Safari/537.36",
        "Mozilla/5.0 (Linux; Android 11; moto g power (2022)) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Mobile Safari/537.36 Chrome-Lighthouse",
        "Mozilla/5.0 (Unknown; Linux x86_64) AppleWebKit/538.1 (KHTML, like Gecko) PhantomJS/2.1.1 Safari/538.1",
        "python-requests/2.31.0",
        "Python-urllib/3.11",
        "axios/1.6.2",
        "Go-http-client/1.1",
        "node-fetch/1.0 (+https://github.com/bitinn/node-fetch)",
        "curl/8.5.0",
        "Wget/1.21.4",
        "Scrapy/2.11.0 (+https://scrapy.org)",
        "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
        "Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/534+ (KHTML, like Gecko) BingPreview/1.0b",
        "WhatsApp/2.23.20.0 A",
        "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
        "ia_archiver (+http://www.alexa.com/site/help/webmasters; crawler@alexa.com)",
    ];

    const PEOPLE: [&str; 14] = [
        "Mozilla/5.0 (Linux; Android 10; CUBOT_X20_PRO) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/96.0.4664.45 Mobile Safari/537.36",
        "Mozilla/5.0 (Linux; Android 11; CUBOT KINGKONG 7 Build/RP1A) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/110.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Linux; U; Android 7.0; CUBOT2 Build/NRD90M) AppleWebKit/534.30 Mobile Safari/534.30",
        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/440.0.0.28.114]",
        "Mozilla/5.0 (Linux; Android 13; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/24.0 Chrome/117.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Linux; Android 12; Pixel 6) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36 Instagram 300.0.0.29.110 Android",
        "okhttp/4.9.3",
        "Shop/1.2 CFNetwork/1490.0.4 Darwin/23.2.0",
        "Dalvik/2.1.0 (Linux; U; Android 13; Pixel 7 Build/TQ3A.230805.001)",
        "Dart/3.2 (dart:io)",
        "",
    ];

    #[test]
    fn machines_are_known_by_what_they_say_and_nobody_else() {
        for agent in MACHINES {
            assert!(says_so(agent), "a machine: {agent}");
        }
        for agent in PEOPLE {
            assert!(!says_so(agent), "somebody: {agent}");
        }
    }
}
