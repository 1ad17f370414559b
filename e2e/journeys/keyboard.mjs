// Nothing but the keyboard: the skip link, the palette, menus and dialogs, the focus always in sight.
import { expect, url, words, PHONE } from '../browser.mjs'

export default async function keyboard(stage) {
  const page = await stage.staff()
  await page.goto(url + '/console')
  await skipLink(page)
  await palette(page)
  await menus(page)
  await dialogs(page)
  const stops = await tabbing(page)
  await onATelephone(stage)
  return `skip link, palette, menus, dialogs, letters; ${stops} stops in reading order, each to be seen`
}

const press = async (page, ...keys) => { for (const key of keys) await page.keyboard.press(key) }
const focused = (page, css) => page.evaluate(css => document.activeElement?.matches(css), css)

async function skipLink(page) {
  await press(page, 'Tab')
  expect(await focused(page, 'a.skip') && await page.locator('a.skip').isVisible(), 'the first stop is no way past the navigation')
  await page.waitForFunction(() => document.querySelector('a.skip').getBoundingClientRect().top >= 0)
  await press(page, 'Enter')
  expect(await focused(page, 'main'), 'the skip link does not lead to the main part')
  await press(page, 'Tab')
  expect(await focused(page, 'main *'), 'after the skip link the next stop is outside the main part')
}

async function palette(page) {
  await page.goto(url + '/console')
  await page.focus('.nav .seek')
  await press(page, 'Control+k')
  expect(await focused(page, '#palette input'), 'the palette does not open, or has no focus')
  await press(page, 'Tab')
  expect(await focused(page, '#palette, #palette *'), 'Tab leads out of the palette')
  await press(page, 'Escape')
  expect(!await page.locator('#palette').isVisible(), 'Escape does not close the palette')
  expect(await focused(page, '.nav .seek'), 'the focus does not come back')

  await press(page, 'Control+k')
  await page.keyboard.type('audit')
  await chosen(page, /audit/i)
  await press(page, 'Enter')
  await page.waitForURL('**/console/audit')

  await page.goto(url + '/console/people')
  const person = page.locator('tbody th a', { hasNotText: 'Nameless' }).first()
  const name = await person.innerText(), href = await person.getAttribute('href')
  await press(page, 'Control+k')
  await page.keyboard.type(name)
  await page.waitForSelector(`#palette a[href="${href}"]`)
  for (let i = 0; i < 10 && !await page.locator(`#palette a[href="${href}"][aria-selected=true]`).count(); i++) await press(page, 'ArrowDown')
  await press(page, 'Enter')
  await page.waitForURL('**' + href)
  expect((await words(page)).includes(name), 'the palette leads to somebody else')

  await press(page, 'Control+k')
  await page.keyboard.type('zzzz')
  await page.waitForSelector('#palette a[href="/console/search?q=zzzz"]')
  await press(page, 'Escape')
}

/** The option that Enter would take, as a screen reader is told. */
async function chosen(page, pattern) {
  await page.waitForFunction(source => {
    const input = document.querySelector('#palette input'), id = input.getAttribute('aria-activedescendant')
    return new RegExp(source, 'i').test(document.getElementById(id)?.textContent ?? '')
  }, pattern.source)
}

async function menus(page) {
  await page.goto(url + '/console')
  for (const id of ['me', 'units']) {
    const opener = `[popovertarget=${id}]`
    await page.focus(opener)
    await press(page, 'Enter')
    expect(await page.locator(`#${id}`).isVisible(), `Enter does not open ${id}`)
    await press(page, 'Tab')
    expect(await focused(page, `#${id} *`), `Tab does not lead into ${id}`)
    await press(page, 'Escape')
    expect(!await page.locator(`#${id}`).isVisible(), `Escape does not close ${id}`)
    expect(await focused(page, opener), `after ${id} the focus is lost`)
  }
}

async function dialogs(page) {
  await page.goto(url + '/console/ideas/settings')
  await press(page, '?')
  expect(await page.locator('#shortcuts').isVisible(), '? does not show the keys')
  await press(page, 'Escape', 'g', 'p')
  await page.waitForURL('**/console/people')
  await press(page, '/')
  expect(await focused(page, '[type=search]'), '/ does not lead to the search')
  await page.goto(url + '/console/ideas/settings')
  const asks = page.locator('form[data-confirm] button').first()
  await asks.focus()
  await press(page, 'Enter')
  expect(await page.locator('#confirm').isVisible() && await focused(page, '#confirm [value=no]'), 'what cannot be undone is not asked, or the safe answer has no focus')
  await press(page, 'Escape')
  expect(await page.locator('#confirm').isHidden() && page.url().endsWith('/settings'), 'Escape does not mean no')
  expect(await asks.evaluate(el => el === document.activeElement), 'after the question the focus is lost')
}

/** Through a whole page by Tab: every stop is in sight with a ring around it, in reading order. */
async function tabbing(page) {
  let stops = 0
  for (const path of ['/console', '/console/people', '/ideas', '/ideas/new']) {
    await page.goto(url + path)
    await press(page, 'Tab')
    const seen = []
    for (let i = 0; i < 40; i++) {
      await press(page, 'Tab')
      const at = await page.evaluate(() => {
        const el = document.activeElement, { outlineStyle, outlineWidth } = getComputedStyle(el)
        if (el === document.body) return null
        const box = el.getBoundingClientRect(), all = [...document.querySelectorAll('*')]
        return { html: el.outerHTML.slice(0, 120), order: all.indexOf(el), tab: el.tabIndex, inside: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
          ring: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 }
      })
      if (!at) break
      expect(at.ring && at.inside && at.tab === 0, `${path}: not in sight, or no ring: ${JSON.stringify(at)}`)
      expect(!seen.length || at.order > seen.at(-1), `${path}: out of reading order: ${at.html}`)
      seen.push(at.order)
    }
    expect(seen.length > 6, `${path} has ${seen.length} stops`)
    stops += seen.length
  }
  return stops
}

async function onATelephone(stage) {
  const page = await stage.staff({ viewport: PHONE })
  await page.goto(url + '/console')
  await page.focus('.topbar [popovertarget=nav]')
  await press(page, 'Enter')
  expect(await page.locator('#nav').isVisible(), 'the navigation does not open')
  await press(page, 'Tab')
  expect(await focused(page, '#nav *'), 'Tab does not lead into the navigation')
  await press(page, 'Escape')
  expect(await page.locator('#nav').isHidden() && await focused(page, '.topbar [popovertarget=nav]'), 'Escape does not close the navigation')
}
