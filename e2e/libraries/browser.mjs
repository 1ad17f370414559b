// Segment's library of browsers, unmodified, in Chromium, on a site of its own.
//   browser.mjs HOST KEY COUNT
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { browser } from '../browser.mjs'

const [host, key, count] = process.argv.slice(2)
const files = new URL('../node_modules/@segment/analytics-next/dist/umd/', import.meta.url)
const b = await browser()
const page = await b.newPage()
page.on('console', said => said.type() === 'error' && console.error(said.text()))
// A real server: Chromium does not let a page that came from nowhere speak to this machine.
const shop = createServer((asked, answer) => {
  const name = new URL(asked.url, 'http://shop').pathname.slice(1)
  answer.setHeader('content-type', name.endsWith('.js') ? 'text/javascript' : 'text/html')
  answer.end(name.endsWith('.js') ? readFileSync(new URL(name, files)) : '<!doctype html><title>Shop</title><script src="/index.js"></script>')
}).listen(0, '127.0.0.1')
await once(shop, 'listening')
await page.goto(`http://127.0.0.1:${shop.address().port}/basket?q=secret`)
const batched = async strategy => page.evaluate(async ({ host, key, count, strategy }) => {
  const own = { apiHost: `${host.replace('http://', '')}/v1`, protocol: 'http', ...strategy && { deliveryStrategy: { strategy: 'batching', config: { size: 10, timeout: 200 } } } }
  const [client] = await window.AnalyticsNext.AnalyticsBrowser.load({ writeKey: key, cdnURL: host }, { integrations: { 'Segment.io': own } })
  for (let n = 0; n < count; n++) {
    await [
      () => client.track('Product Viewed', { product_id: `p${n}`, price: n / 100 }),
      () => client.page('Home', { items: n }),
      () => client.identify(`u${n % 50}`, { plan: 'gold' }),
      () => client.group(`g${n % 7}`, { name: 'A household' }),
      () => client.alias(`v${n % 50}`),
      () => client.screen('Basket', { items: n }),
    ][n % 6]()
  }
}, { host, key, count: Number(count) / 2, strategy })
await batched(false)
await page.reload()
await batched(true)
await page.waitForTimeout(3_000)
await b.close()
shop.close()
