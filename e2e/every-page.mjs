// Every page in every look: axe finds nothing against WCAG 2.2 AA, and nothing scrolls sideways.
// Light and dark are judged at the width of a desk, right to left at that of a telephone; dark, what
// colours can change. In the long form whole, in all looks, at all widths.
import { readFileSync } from 'node:fs'
import { browser, comeIn, context, expect, link, sideways, DESKTOP, NARROW, PHONE } from './browser.mjs'
import { everyPage, missing } from './pages.mjs'
import { beforeSetUp, theNewShop, theShop } from './scenes.mjs'

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

/** As tall as the page: where one happens to have scrolled, bars lie over things. */
async function unrolled(page) {
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  await page.setViewportSize({ ...PHONE, height })
}

/** Measured where it is hardest; in the long form at the width of a telephone, too. */
async function narrow(page, where) {
  for (const width of isLong ? [PHONE, NARROW] : [NARROW]) {
    await page.setViewportSize(width)
    await fits(page, where)
  }
}

async function fits(page, where) {
  const wide = await sideways(page)
  looked.widths++
  if (wide) faults.push(`${where}: scrolls sideways by ${wide} px at ${page.viewportSize().width} px`)
}

/** How a page or scene is judged in each look; `show` brings it into the window. */
const looks = {
  async light(page, name, show) {
    await page.setViewportSize(DESKTOP)
    await show(page)
    await judge(page, `${name}, light`, AA)
    await narrow(page, `${name}, light`)
    if (isLong) await judge(page, `${name}, light, narrow`, AA)
    await page.emulateMedia({ colorScheme: 'dark' })
    await fits(page, `${name}, dark`)
    await page.setViewportSize(DESKTOP)
    await judge(page, `${name}, dark`, isLong ? AA : COLOURS)
    await page.emulateMedia({ colorScheme: 'light' })
  },
  async rtl(page, name, show) {
    if (isLong) {
      await page.setViewportSize(DESKTOP)
      await show(page)
      await judge(page, `${name}, right to left`, AA)
    }
    await page.setViewportSize(PHONE)
    await show(page)
    await fits(page, `${name}, right to left`)
    await unrolled(page)
    await judge(page, `${name}, right to left on a telephone`, AA)
    await narrow(page, `${name}, right to left`)
  },
  async de(page, name, show) {
    await page.setViewportSize(PHONE)
    await show(page)
    await fits(page, `${name}, in German`)
    await narrow(page, `${name}, in German`)
    if (isLong) await judge(page, `${name}, in German`, AA)
  },
}

/** In the short form a refused form is judged in light and dark; German words only where links lead. */
const isDue = (look, name) => isLong || look === 'light' || (look === 'rtl' ? !name.startsWith('refused') : name.startsWith('/'))

/** All scenes of all rooms in all looks, by a few hands: browser and server have something to do each. */
async function inAllLooks(b, rooms) {
  const due = rooms.flatMap(room => Object.keys(looks).flatMap(look =>
    Object.entries(room.scenes).filter(([name]) => isDue(look, name)).map(([name, show]) => ({ room, look, name, show }))))
  const hand = async () => {
    let page, here
    for (let scene = due.shift(); scene; scene = due.shift()) {
      const { room, look, name, show } = scene, where = `${room.who}: ${name}`
      if (here !== `${look} ${room.who}`) {
        await page?.context().close()
        page = await (await context(b, look, { storageState: room.state, bypassCSP: true })).newPage()
        here = `${look} ${room.who}`
      }
      await looks[look](page, where, show).catch(e => faults.push(`${where}, ${look}: ${e.message}`))
    }
    await page?.context().close()
  }
  await Promise.all([hand(), hand(), hand()])
}

async function demo(b) {
  const state = await comeIn(b)
  const pages = await everyPage(b, state)
  for (const path of await missing(pages)) faults.push(`${path} was not found by its links`)
  return theShop(b, state, pages)
}

async function first(b) {
  await inAllLooks(b, beforeSetUp(link))
  return theNewShop(b, link)
}

const b = await browser()
const rooms = await (link.includes('/demo?') ? demo(b) : first(b))
await inAllLooks(b, rooms)
const count = rooms.reduce((sum, { scenes }) => sum + Object.keys(scenes).length, 0)
for (const fault of faults) console.log(`  ${fault}`)
console.log(`  ${rooms.map(({ who, scenes }) => `${Object.keys(scenes).length} ${who}`).join(', ')}: ${looked.axe} judged by axe, ${looked.widths} widths, ${faults.length} faults`)
expect(looked.axe >= 2 * count && count >= Number(process.env.LEAST), `too little was looked at: ${count}`)
await b.close()
process.exit(faults.length ? 1 : 0)
