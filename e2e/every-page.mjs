// Every page in every look: axe finds nothing against WCAG 2.2 AA, and nothing scrolls sideways.
// In the short form each page is judged whole at the width of a desk in light colours and at the
// width of a telephone from right to left; dark, what colours can change. In the long form whole in all.
import { readFileSync } from 'node:fs'
import { browser, comeIn, context, expect, sideways, url, DESKTOP, NARROW, PHONE } from './browser.mjs'
import { everyPage, missing } from './pages.mjs'

const axe = readFileSync(new URL('./node_modules/axe-core/axe.min.js', import.meta.url), 'utf8')
const AA = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] }
const COLOURS = { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }, resultTypes: ['violations'] }
const isLong = 'DEEDWELL_LONG' in process.env

const faults = [], looked = { axe: 0, widths: 0 }

/** Judges what stands in the window, in words that say where. */
async function judge(page, where, ask) {
  await page.evaluate(axe)
  const result = await page.evaluate(ask => window.axe.run(ask), ask)
  looked.axe++
  expect(result.passes.length > 0, `${where}: axe looked at nothing`)
  for (const v of result.violations) faults.push(`${where}: ${v.id}: ${v.nodes.length} × ${v.nodes[0].html.slice(0, 200)}`)
}

async function narrow(page, where) {
  for (const width of [PHONE, NARROW]) {
    await page.setViewportSize(width)
    const wide = await sideways(page)
    looked.widths++
    if (wide) faults.push(`${where}: scrolls sideways by ${wide} px at ${width.width} px`)
  }
}

/** One page or scene; `show` brings it into the window. */
const looks = {
  async light(page, name, show) {
    await page.setViewportSize(DESKTOP)
    await show(page)
    await judge(page, `${name}, light`, AA)
    await page.emulateMedia({ colorScheme: 'dark' })
    await judge(page, `${name}, dark`, isLong ? AA : COLOURS)
    await narrow(page, `${name}, dark`)
    if (isLong) await judge(page, `${name}, dark, narrow`, AA)
    await page.emulateMedia({ colorScheme: 'light' })
    await narrow(page, `${name}, light`)
    if (isLong) await judge(page, `${name}, light, narrow`, AA)
  },
  async rtl(page, name, show) {
    if (isLong) {
      await page.setViewportSize(DESKTOP)
      await show(page)
      await judge(page, `${name}, right to left`, AA)
    }
    await page.setViewportSize(PHONE)
    await show(page)
    await judge(page, `${name}, right to left on a telephone`, AA)
    await narrow(page, `${name}, right to left`)
  },
  async de(page, name, show) {
    await page.setViewportSize(PHONE)
    await show(page)
    await narrow(page, `${name}, in German`)
    if (isLong) await judge(page, `${name}, in German`, AA)
  },
}

async function inLook(b, look, state, pages) {
  const made = await context(b, look, { storageState: state, bypassCSP: true })
  const page = await made.newPage()
  for (const { bare, path } of pages) await looks[look](page, bare, page => page.goto(url + path))
  await made.close()
}

const b = await browser()
const state = await comeIn(b)
const pages = await everyPage(b, state)
for (const path of await missing(pages)) faults.push(`${path} was not found by its links`)
// Two at a time: the browser and the server have a core each.
await Promise.all(Object.keys(looks).map(look => inLook(b, look, state, pages)))
for (const fault of faults) console.log(`  ${fault}`)
console.log(`  ${pages.length} pages: ${looked.axe} judged by axe, ${looked.widths} widths; ${faults.length} faults`)
expect(looked.axe >= 3 * pages.length && pages.length >= 50, 'too little was looked at')
await b.close()
process.exit(faults.length ? 1 : 0)
