// What the browser checks share: Chromium without a network of its own, and people at their screens.
import { readFileSync } from 'node:fs'
import { chromium } from 'playwright-core'

export const url = process.env.SITE_URL
export const link = process.env.SITE_LINK

export const DESKTOP = { width: 1440, height: 900 }
export const PHONE = { width: 390, height: 844 }
/** What WCAG 1.4.10 asks for: 1280 px at four times the size. */
export const NARROW = { width: 320, height: 640 }

/** The looks a page must be good in; `rtl` is a language made for trying, read from the right. */
export const LOOKS = { light: {}, dark: { colorScheme: 'dark' }, rtl: { language: 'ar-XB' }, de: { language: 'de' } }

export async function browser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  })
}

/** A context in one of LOOKS; `options` are Playwright's. */
export async function context(b, look = 'light', options = {}) {
  const { colorScheme = 'light', language } = LOOKS[look]
  const made = await b.newContext({ viewport: DESKTOP, locale: 'en-GB', colorScheme, reducedMotion: 'reduce', ...options })
  made.setDefaultTimeout(30_000)
  if (language) await made.addCookies([{ name: 'deedwell-language', value: language, url }])
  return made
}

/** Comes in by the demo's link; gives the cookies, so that other contexts can be signed in too. */
export async function comeIn(b) {
  const made = await context(b)
  const page = await made.newPage()
  await page.goto(link)
  await page.click('button.primary')
  await page.waitForURL('**/console')
  const state = await made.storageState()
  await made.close()
  return state
}

export function expect(truth, words) {
  if (!truth) throw new Error(words)
}

/** The people of one journey: their pages, what their browsers complain of, what they can do. */
export class Stage {
  #contexts = []
  complaints = []
  constructor(b, state) { Object.assign(this, { b, state }) }

  /** Somebody's page in a browser of their own. */
  async page(options = {}, look = 'light') {
    const made = await context(this.b, look, options)
    this.#contexts.push(made)
    const page = await made.newPage()
    page.on('pageerror', e => this.complaints.push(`${page.url()}: ${e.message}`))
    // A refused form answers 403 to 429, which a browser reports as a failed resource; that is no fault.
    page.on('console', m => { if (m.type() === 'error' && !/status of (403|409|422|429)/.test(m.text())) this.complaints.push(`${page.url()}: ${m.text()}`) })
    return page
  }

  staff(options = {}) { return this.page({ storageState: this.state, ...options }) }

  /** A customer who has nothing but an address, and the code that the server writes to its log. */
  async customer(email, options = {}) {
    const page = await this.page(options)
    await page.goto(url + '/sign-in?to=/ideas')
    await page.fill('#f-email', email)
    await page.click('main button.primary')
    await page.fill('#f-code', codeFor(email))
    await page.click('main button.primary')
    await page.waitForURL('**/ideas')
    return page
  }

  async end() {
    for (const made of this.#contexts.splice(0)) await made.close()
    expect(!this.complaints.length, `the browser complains: ${this.complaints.join('; ')}`)
  }
}

/** What the server's log last says to this address: codes and links stand there until it sends mail. */
function logged(email, pattern) {
  const lines = readFileSync(process.env.SITE_LOG, 'utf8').split('\n').filter(line => line.includes(`"${email}"`))
  const found = lines.at(-1)?.match(pattern)?.[1]
  expect(found, `the log has no ${pattern} for ${email}`)
  return found
}

export const codeFor = email => logged(email, /code="(\d{6})"/)
export const linkFor = email => logged(email, /link="([^"]+)"/)

/** What a person reads: the words of the page's main part. */
export const words = page => page.innerText('main')

/** Says so within some seconds: what was pressed may still be under way. */
export async function reads(page, pattern) {
  const until = Date.now() + 10_000
  let found = await words(page).catch(() => '')
  while (!pattern.test(found) && Date.now() < until) {
    await page.waitForTimeout(100)
    found = await words(page).catch(() => '')
  }
  expect(pattern.test(found), `${page.url()} does not say ${pattern}: ${found.slice(0, 600)}`)
}

/** Presses with a finger what sends a form, and waits for the page that answers it. */
export const sends = (page, button) => Promise.all([page.waitForNavigation(), button.tap()])

/** So many pixels the page is wider than its window. */
export const sideways = page => page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth))
