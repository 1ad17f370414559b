// What the browser checks share: Chromium without a network of its own, and the way into the demo.
import { chromium } from 'playwright-core'

export const url = process.env.SITE_URL
export const link = process.env.SITE_LINK

export async function browser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  })
}

export const DESKTOP = { width: 1440, height: 900 }
export const PHONE = { width: 390, height: 844 }

/** Comes in by the demo's link; gives the cookies, so that other contexts can be signed in too. */
export async function comeIn(b) {
  const context = await b.newContext({ viewport: DESKTOP })
  const page = await context.newPage()
  await page.goto(link)
  await page.click('button.primary')
  await page.waitForURL('**/console')
  const state = await context.storageState()
  await context.close()
  return state
}

/** A page that fails the check on anything the browser complains of. */
export async function watched(context, complaints) {
  const page = await context.newPage()
  page.on('pageerror', e => complaints.push(`${page.url()}: ${e.message}`))
  page.on('console', m => { if (m.type() === 'error') complaints.push(`${page.url()}: ${m.text()}`) })
  return page
}

/** One address for every kind of page: the links of the console and the site, followed once. */
export async function everyPage(state, b) {
  const context = await b.newContext({ viewport: DESKTOP, storageState: state })
  const page = await context.newPage()
  const seen = new Map()
  const queue = ['/', '/ideas', '/my-part', '/sign-in', '/console', '/console/people', '/console/measures', '/console/ideas',
    '/console/staff', '/console/settings', '/console/keys', '/console/audit', '/console/me']
  const shape = path => path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '{id}')
  while (queue.length) {
    const path = queue.shift()
    const bare = shape(new URL(path, url).pathname)
    if (seen.has(bare) || seen.size > 90) continue
    const response = await page.goto(url + path).catch(() => null)   // a download is no page
    if (!response || !(response.headers()['content-type'] ?? '').includes('text/html')) { seen.set(bare, null); continue }
    seen.set(bare, path)
    for (const href of await page.$$eval('a[href^="/"]', as => as.map(a => a.getAttribute('href')))) queue.push(href)
  }
  await context.close()
  return [...seen].filter(([, path]) => path).map(([bare, path]) => ({ bare, path }))
}
