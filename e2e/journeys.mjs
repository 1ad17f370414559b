// An idea from a telephone to shipped, with the live feed; then axe on every page.
import { readFileSync } from 'node:fs'
import { browser, comeIn, everyPage, watched, DESKTOP, PHONE, url } from './browser.mjs'
const b = await browser(), complaints = []
const state = await comeIn(b)
const phone = await b.newContext({ viewport: PHONE, storageState: state, hasTouch: true })
const desk = await b.newContext({ viewport: DESKTOP, storageState: state })
const home = await watched(desk, complaints)
await home.goto(url + '/console')
await home.waitForTimeout(500)
const p = await watched(phone, complaints)
await p.goto(url + '/ideas')
await p.fill('main input[name=title]', 'A map of where the water is')
await p.click('main form button.primary')
await p.waitForSelector('textarea[name=body]')
await p.fill('textarea[name=body]', 'Streams, taps and troughs, on the wall by the door.')
const board = p.locator('select[name=board]')
if (await board.count()) await board.selectOption({ index: 1 })
else if (await p.locator('input[name=board]').count()) await p.locator('input[name=board]').first().check().catch(() => {})
await p.click('main form button.primary')
const anyway = p.locator('section.errors button')   // ideas like it are shown once; nothing typed is lost
if (await anyway.count()) await anyway.click()
await p.waitForURL(/\/ideas\/[0-9a-f-]{36}/, { timeout: 6000 }).catch(async () => { throw new Error(p.url() + await p.innerText('main')) })
const path = new URL(p.url()).pathname
console.log('  put forward from a telephone')
await home.waitForFunction(() => document.body.innerText.includes('A map of where the water is'), null, { timeout: 15000 })
console.log('  the live feed shows it without a reload')
const staff = await watched(desk, complaints)
const answer = async (text, stage, more = {}) => {
  await staff.goto(url + '/console' + path)
  const form = staff.locator(`form[action$="/answer"], form[action$="/answers"]`).first()
  await form.locator('textarea[name=text]').fill(text)
  const select = form.locator('select[name=stage]')
  if (await select.count()) await select.selectOption(stage); else await form.locator(`input[name=stage][value=${stage}]`).check({ force: true })
  for (const [name, value] of Object.entries(more)) await form.locator(`[name=${name}]`).first().fill(value)
  await form.locator('button').last().click()
  await staff.waitForLoadState()
}
await answer('', 'declined')
if (!/reason/i.test(await staff.innerText('main'))) throw new Error('a no without a reason was not refused')
await answer('Yes: the wall is free.', 'planned')
await answer('It hangs there.', 'shipped', { evidence: 'By the door in Keswick' })
await p.goto(url + path)
const words = await p.innerText('main')
if (!words.includes('It hangs there.') || !/shipped/i.test(words)) throw new Error(words)
console.log('  a no needs a reason; answered, planned and shipped; the customer reads it')

const axe = readFileSync(new URL('./node_modules/axe-core/axe.min.js', import.meta.url), 'utf8')
const pages = await everyPage(state, b)
let violations = 0, looked = 0
for (const look of [{ colorScheme: 'light' }, { colorScheme: 'dark' }, { colorScheme: 'light', rtl: true }]) {
  const context = await b.newContext({ viewport: look.rtl ? PHONE : DESKTOP, storageState: state, colorScheme: look.colorScheme, bypassCSP: true })
  if (look.rtl) await context.addCookies([{ name: 'deedwell-language', value: 'ar-XB', url }])
  const page = await context.newPage()
  for (const { bare, path } of pages) {
    await page.goto(url + path)
    await page.evaluate(axe)
    const result = await page.evaluate(() => window.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }))
    looked++
    for (const v of result.violations) { violations++; console.log(`  axe ${JSON.stringify(look)} ${bare}: ${v.id}: ${v.nodes[0].html.slice(0, 160)}`) }
  }
  await context.close()
}
// A refused form answers 409 or 422, which a browser reports as a failed resource; that is no fault.
complaints.splice(0, Infinity, ...complaints.filter(c => !/status of (409|422)/.test(c)))
for (const c of complaints) console.log('  browser:', c)
console.log(`  axe: ${pages.length} pages × 3 looks = ${looked}, ${violations} violations; ${complaints.length} complaints of the browser`)
await b.close()
process.exit(violations || complaints.length ? 1 : 0)
