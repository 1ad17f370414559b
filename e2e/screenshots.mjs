// Screenshots of every page and scene at two widths, for people to look at: bin/screenshots [FOLDER] [LOOK…]
import { mkdirSync } from 'node:fs'
import { browser, comeIn, context, link, sideways, DESKTOP, LOOKS, PHONE } from './browser.mjs'
import { everyPage } from './pages.mjs'
import { beforeSetUp, theNewShop, theShop } from './scenes.mjs'

const [folder = 'screenshots', ...asked] = process.argv.slice(2)
const looks = asked.length ? asked : Object.keys(LOOKS)
mkdirSync(folder, { recursive: true })
let taken = 0

const named = words => words.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'one').replace(/[^a-z0-9]+/gi, '_').replace(/^_|_$/g, '') || 'home'

async function shoot(b, { who, state, scenes }, look, size, viewport) {
  const made = await context(b, look, { viewport, storageState: state })
  const page = await made.newPage()
  for (const [name, show] of Object.entries(scenes)) {
    await show(page)
    const file = `${look}-${size}-${named(who)}-${named(name)}`
    await page.screenshot({ path: `${folder}/${file}.png`, fullPage: true })
    taken++
    const wide = await sideways(page)
    if (wide) console.log(`${file} scrolls sideways by ${wide} px`)
  }
  await made.close()
}

const b = await browser()
const demo = async () => {
  const state = await comeIn(b)
  return theShop(b, state, await everyPage(b, state))
}
const stages = link.includes('/demo?') ? [demo] : [() => beforeSetUp(link), () => theNewShop(b, link)]
for (const stage of stages) {
  for (const room of await stage()) {
    for (const look of looks) {
      await shoot(b, room, look, 'desktop', DESKTOP)
      await shoot(b, room, look, 'phone', PHONE)
    }
  }
}
console.log(`${taken} in ${folder}`)
await b.close()
