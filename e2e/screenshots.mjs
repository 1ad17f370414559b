// Screenshots of every page at two widths, for people to look at: bin/screenshots [FOLDER] [dark|rtl]
import { mkdirSync } from 'node:fs'
import { browser, comeIn, everyPage, DESKTOP, PHONE, url } from './browser.mjs'

const [folder = 'screenshots', look = 'light'] = process.argv.slice(2)
mkdirSync(folder, { recursive: true })
const b = await browser()
const state = await comeIn(b)
const pages = await everyPage(state, b)
for (const [name, viewport] of [['desktop', DESKTOP], ['phone', PHONE]]) {
  const context = await b.newContext({ viewport, storageState: state, colorScheme: look === 'dark' ? 'dark' : 'light',
    locale: look === 'rtl' ? 'ar-XB' : look === 'de' ? 'de-DE' : 'en-GB' })
  if (look === 'rtl') await context.addCookies([{ name: 'deedwell-language', value: 'ar-XB', url }])
  const page = await context.newPage()
  for (const { bare, path } of pages) {
    await page.goto(url + path)
    await page.waitForTimeout(120)
    const file = `${folder}/${name}-${look}-${bare.replace(/[^a-z0-9]+/gi, '_').replace(/^_|_$/g, '') || 'home'}.png`
    await page.screenshot({ path: file, fullPage: true })
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    if (wide > 1) console.log(`${bare} at ${name} scrolls sideways by ${wide} px`)
  }
  await context.close()
}
console.log(`${pages.length} pages in ${folder}`)
await b.close()
