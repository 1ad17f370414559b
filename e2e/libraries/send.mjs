// The libraries of Node, unmodified: COUNT messages of every sort each.
//   send.mjs LIBRARY HOST KEY COUNT [PAUSE]     PAUSE: milliseconds between twenty and twenty of them
import { Analytics } from '@segment/analytics-node'
import Rudder from '@rudderstack/rudder-sdk-node'
import { PostHog } from 'posthog-node'

const [library, host, key, most, pause] = process.argv.slice(2)
const count = Number(most)
const paused = n => pause && n % 20 === 19 && new Promise(done => setTimeout(done, Number(pause)))
const properties = n => ({ order_id: `${library}-${n}`, revenue: n / 100, currency: 'GBP', words: 'æ – ‹ü› 🙂', nested: { list: [1, 2.5, null, true] } })
const who = n => n % 5 === 0 ? { anonymousId: `a${n % 50}` } : { userId: `u${n % 50}`, ...n % 3 === 0 && { anonymousId: `a${n % 50}` } }

/** The sixth of the calls. */
function say(client, n) {
  switch (n % 6) {
    case 0: return client.track({ ...who(n), event: 'Order Completed', properties: properties(n) })
    case 1: return client.identify({ ...who(n), traits: { email: `u${n % 50}@shop.example`, name: `Ada ${n}` } })
    case 2: return client.page({ ...who(n), name: 'Home', properties: { path: '/', url: 'https://shop.example/' } })
    case 3: return client.screen({ ...who(n), name: 'Basket', properties: { items: n } })
    case 4: return client.group({ ...who(n), groupId: `g${n % 7}`, traits: { name: 'A household' } })
    default: return client.alias({ userId: `u${n % 50}`, previousId: `old${n % 50}` })
  }
}

const libraries = {
  'segment-node': async () => {
    const client = new Analytics({ writeKey: key, host, flushAt: 20, httpRequestTimeout: 30_000 })
    client.on('error', error => { console.error(error); process.exitCode = 1 })
    for (let n = 0; n < count; n++) { say(client, n); await paused(n) }
    await client.closeAndFlush({ timeout: 60_000 })
  },
  'segment-node-single': async () => {
    const client = new Analytics({ writeKey: key, host, flushAt: 1 })
    for (let n = 0; n < count / 10; n++) say(client, n)
    await client.closeAndFlush({ timeout: 60_000 })
  },
  'rudder-node': async () => {
    const client = new Rudder(key, { dataPlaneUrl: host, flushAt: 20, flushInterval: 200 })
    for (let n = 0; n < count; n++) { say(client, n); await paused(n) }
    await client.flush()
    await new Promise(done => setTimeout(done, 2_000))
  },
  'posthog-node': async () => {
    const client = new PostHog(key, { host, flushAt: 20, flushInterval: 200, disableGeoip: true })
    for (let n = 0; n < count; n++) {
      const distinctId = `u${n % 50}`
      if (n % 4 === 0) client.identify({ distinctId, properties: { email: `${distinctId}@shop.example` } })
      else if (n % 4 === 1) client.alias({ distinctId, alias: `old${n % 50}` })
      else if (n % 4 === 2) client.groupIdentify({ groupType: 'household', groupKey: `g${n % 7}`, distinctId, properties: { size: n } })
      else client.capture({ distinctId, event: 'Order Completed', properties: properties(n) })
      await paused(n)
    }
    await client.shutdown(60_000)
  },
}
await libraries[library]()
