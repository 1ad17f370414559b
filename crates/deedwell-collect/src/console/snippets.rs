//! What is to be copied to send from somewhere: the unmodified libraries, pointed at this server.

use crate::source::SourceKind;

/// One library, and the lines that set it up.
pub struct Snippet {
    pub name: &'static str,
    pub lines: String,
}

pub fn snippets(kind: SourceKind, here: &str, key: &str) -> Vec<Snippet> {
    let filled = |(name, lines): &(&'static str, &str)| {
        let protocol = if here.starts_with("https://") { "https" } else { "http" };
        let host = here.split_once("://").map_or(here, |(_, host)| host);
        let lines = lines.replace("$HERE", here).replace("$HOST", host);
        Snippet { name, lines: lines.replace("$PROTOCOL", protocol).replace("$KEY", key) }
    };
    match kind {
        SourceKind::Browser => BROWSER.iter().map(filled).collect(),
        SourceKind::Server => SERVER.iter().map(filled).collect(),
    }
}

const BROWSER: [(&str, &str); 2] = [
    (
        "@segment/analytics-next",
        "import { AnalyticsBrowser } from '@segment/analytics-next'
const analytics = AnalyticsBrowser.load(
  { writeKey: '$KEY', cdnURL: '$HERE' },
  { integrations: { 'Segment.io': { apiHost: '$HOST/v1', protocol: '$PROTOCOL' } } },
)
analytics.page()
analytics.track('Product Viewed', { product_id: 'lantern' })",
    ),
    (
        "an image, where no script runs",
        "<img alt=\"\" width=\"1\" height=\"1\" src=\"$HERE/pixel/v1/track?writeKey=$KEY&anonymousId=ID&event=Email+Opened\">",
    ),
];

const SERVER: [(&str, &str); 6] = [
    (
        "@segment/analytics-node",
        "import { Analytics } from '@segment/analytics-node'
const analytics = new Analytics({ writeKey: '$KEY', host: '$HERE' })
analytics.identify({ userId: '42', traits: { email: 'ada@example.com', name: 'Ada' } })
analytics.track({ userId: '42', event: 'Order Completed', properties: { order_id: '1001', revenue: 59.97, currency: 'GBP' } })",
    ),
    (
        "segment-analytics-python",
        "import segment.analytics as analytics
analytics.write_key, analytics.host = '$KEY', '$HERE'
analytics.identify('42', {'email': 'ada@example.com', 'name': 'Ada'})
analytics.track('42', 'Order Completed', {'order_id': '1001', 'revenue': 59.97, 'currency': 'GBP'})
analytics.flush()",
    ),
    (
        "@rudderstack/rudder-sdk-node",
        "import Rudder from '@rudderstack/rudder-sdk-node'
const rudder = new Rudder('$KEY', { dataPlaneUrl: '$HERE' })
rudder.track({ userId: '42', event: 'Order Completed', properties: { order_id: '1001', revenue: 59.97 } })",
    ),
    (
        "rudder-sdk-python",
        "import rudderstack.analytics as rudder
rudder.write_key, rudder.dataPlaneUrl = '$KEY', '$HERE'
rudder.track('42', 'Order Completed', {'order_id': '1001', 'revenue': 59.97})
rudder.flush()",
    ),
    (
        "posthog-node",
        "import { PostHog } from 'posthog-node'
const posthog = new PostHog('$KEY', { host: '$HERE' })
posthog.capture({ distinctId: '42', event: 'Order Completed', properties: { order_id: '1001', revenue: 59.97 } })
await posthog.shutdown()",
    ),
    (
        "curl",
        "curl $HERE/v1/track -u $KEY: --json '{\"userId\":\"42\",\"event\":\"Order Completed\",\"messageId\":\"order-1001\",
  \"properties\":{\"order_id\":\"1001\",\"revenue\":59.97,\"currency\":\"GBP\"}}'",
    ),
];
