// Screenshots of every page at two widths, for people to look at: bin/screenshots [FOLDER] [LOOK…]
import { mkdirSync } from 'node:fs'
import { browser, comeIn, context, sideways, url, DESKTOP, LOOKS, PHONE } from './browser.mjs'
import { everyPage } from './pages.mjs'

const [folder = 'screenshots', ...asked] = process.argv.slice(2)
mkdirSync(folder, { recursive: true })
const b = await browser()
const state = await comeIn(b)
const pages = await everyPage(b, state)
for (const look of asked.length ? asked : Object.keys(LOOKS)) {
  for (const [name, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
    const made = await context(b, look, { viewport, storageState: state })
    const page = await made.newPage()
    for (const { bare, path } of pages) {
      await page.goto(url + path)
      const file = bare.replaceAll('{}', 'one').replace(/[0-9a-f]{8}-[0-9a-f-]+-/g, '').replace(/[^a-z0-9]+/gi, '_').replace(/^_|_$/g, '') || 'home'
      await page.screenshot({ path: `${folder}/${look}-${name}-${file}.png`, fullPage: true })
      const wide = await sideways(page)
      if (wide) console.log(`${bare} at ${name} scrolls sideways by ${wide} px`)
    }
    await made.close()
  }
}
console.log(`${pages.length} pages in ${folder}`)
await b.close()
