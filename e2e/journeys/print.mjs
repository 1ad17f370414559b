// On paper: no navigation, no buttons, nothing cut off, dark on white even where the screen is dark.
import { expect, url, words } from '../browser.mjs'

const A4 = { width: 794, height: 1123 }

export default async function print(stage) {
  const page = await stage.staff({ colorScheme: 'dark' })
  await page.goto(url + '/console/people')
  const person = await page.locator('tbody th a').first().getAttribute('href')
  await page.goto(url + '/ideas')
  const idea = await page.locator('li.idea h3 a').first().getAttribute('href')
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  await page.setViewportSize(A4)
  let sheets = 0
  for (const path of ['/console', '/console/people', person, '/console/measures', '/console/weeks', '/ideas', idea, '/ideas/roadmap', '/console' + idea]) {
    await page.goto(url + path)
    const said = await words(page)
    expect(said.length > 200, `${path} prints nothing`)
    for (const gone of ['.nav', '.topbar', '.tabbar', '.btn', '.prefs', '.seek', '.skip', '.site-head nav', '.filters', '[role=search]', '.tick input', '.chip:not([aria-current])']) {
      for (const part of await page.locator(gone).all()) expect(!await part.isVisible(), `${path} prints ${gone}`)
    }
    const look = await page.evaluate(() => {
      const light = colour => { const [r, g, b] = colour.match(/[\d.]+/g).map(Number); return r * .3 + g * .6 + b * .1 }
      const cut = [...document.querySelectorAll('main .wrap, main table')].filter(el => el.scrollWidth > el.clientWidth + 1 || el.getBoundingClientRect().right > innerWidth + 1)
      return { ink: light(getComputedStyle(document.querySelector('main')).color), paper: light(getComputedStyle(document.body).backgroundColor), cut: cut.map(el => el.outerHTML.slice(0, 90)) }
    })
    expect(look.ink < 80 && look.paper > 250, `${path} prints ${look.ink} on ${look.paper}`)
    expect(!look.cut.length, `${path} cuts off ${look.cut}`)
    const pdf = await page.pdf({ format: 'A4', margin: { top: '1cm', bottom: '1cm', left: '1cm', right: '1cm' } })
    expect(pdf.subarray(0, 5).toString() === '%PDF-', `${path} gives no PDF`)
    sheets++
  }
  return `${sheets} pages without navigation and buttons, nothing cut off, dark on white`
}
