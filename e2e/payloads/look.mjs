// Looks at pages in Chromium: nothing of ours may run, and nothing may stand in a page that could.
import { browser, DESKTOP } from '../browser.mjs'
import { url } from './asking.mjs'

/** Text as it is compared: what pages may leave out or change of it taken out. */
export const bare = text => text.normalize('NFKC').toLowerCase()
  .replace(/[\u0000-\u0020\u007f-\u00a0\u00ad\u034f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]/g, '')

export class Looker {
  constructor(payloads, marks) {
    this.unseen = new Map(payloads.map(p => [p, bare(p)]))
    this.unmarked = new Set(marks)
    this.ran = []; this.wrong = []; this.looked = 0
  }

  async start(cookies, userAgent) {
    this.chromium = await browser()
    this.context = await this.chromium.newContext({ viewport: DESKTOP, userAgent, extraHTTPHeaders: { 'accept-language': 'en, "><script>pwned()</script>' } })
    await this.context.addCookies(Object.entries(cookies).map(([name, value]) => ({ name, value, url })))
    await this.context.exposeFunction('pwned', () => { this.ran.push(this.at) })
    this.page = await this.context.newPage()
    this.page.on('dialog', dialog => { this.ran.push(this.at); dialog.dismiss() })
  }

  end() { return this.chromium.close() }

  /** A page by its address, or the answer to a form. */
  async visit(path, form) {
    this.at = form ? `${path} ${JSON.stringify(form)}` : path
    if (form) await this.page.route(url + path, route => route.continue({ method: 'POST', postData: new URLSearchParams(form).toString(),
      headers: { ...route.request().headers(), 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', origin: url } }), { times: 1 })
    const answer = await this.page.goto(url + path, { waitUntil: 'domcontentloaded' }).catch(error => { if (/ERR_ABORTED|Download/.test(error.message)) return null; throw error })
    if (!answer) return this.wrong.push(`${this.at} is no page`)
    if (answer.status() >= 500) this.wrong.push(`${answer.status()} from ${this.at}`)
    this.looked++
    await this.page.mouse.move(200 + this.looked % 700, 100 + this.looked % 500)
    this.note(await this.page.evaluate(inspect))
  }

  note({ text, bad }) {
    for (const one of bad) this.wrong.push(`${this.at} has ${one}`)
    this.noteText(text)
  }

  /** Also of what is no page: files, feeds. */
  noteText(text) {
    const seen = bare(text)
    for (const [payload, words] of this.unseen) if (seen.includes(words)) this.unseen.delete(payload)
    for (const mark of this.unmarked) if (seen.includes(mark)) this.unmarked.delete(mark)
  }
}

/** Runs in the page: its words, and whatever in it could run. */
function inspect() {
  const bad = []
  const words = [document.title, document.body?.innerText ?? '', document.body?.textContent ?? '']
  for (const element of document.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name)) bad.push(`<${element.localName} ${name}>`)
      if (/^(href|src|action|formaction|xlink:href|data|background|poster|srcdoc)$/i.test(name) && /^[\s\u0000-\u0020]*(javascript|vbscript|data:text)/i.test(value.replace(/[\t\n\r]/g, '')))
        bad.push(`<${element.localName} ${name}=${value}>`)
      if (name === 'srcdoc' || (name === 'style' && !element.closest('svg'))) bad.push(`<${element.localName} ${name}>`)
      if (/^(value|title|alt|aria-label|placeholder|content|href)$/.test(name)) words.push(value)
    }
    if (element.localName === 'script' && !element.getAttribute('src')?.startsWith('/assets/') && element.type !== 'application/json') bad.push('a script that is not ours')
    // What a letter looks like is shown in a frame that may run nothing.
    if (element.localName === 'iframe' && element.getAttribute('sandbox') === '' && element.getAttribute('src')?.startsWith('/console/email/')) continue
    if (/^(iframe|object|embed|base|marquee|frameset|portal)$/.test(element.localName)) bad.push(`<${element.localName}>`)
    if (element.localName === 'textarea') words.push(element.value)
    if (element.localName === 'xss' || element.localName === 'x') bad.push(`<${element.localName}>`)
  }
  return { text: words.join('\n'), bad }
}

/** Where nothing encodes them, many of them do run or are found standing: else this check could not fail. */
export async function control(payloads) {
  const chromium = await browser()
  const page = await (await chromium.newContext()).newPage()
  const ran = new Set(), found = new Set()
  let at
  await page.exposeFunction('pwned', () => { ran.add(at) })
  page.on('dialog', dialog => dialog.dismiss())
  for (at of payloads) {
    await page.setContent(`<!doctype html><title>t</title><p>${at}`, { timeout: 2000 }).catch(() => {})
    const { bad } = await page.evaluate(inspect).catch(() => ({ bad: [] }))
    if (bad.length) found.add(at)
  }
  await page.waitForTimeout(300)
  await chromium.close()
  return { ran: ran.size, found: found.size }
}
