// With scripts turned off: read, filter, put forward, vote, comment, answer, see the numbers.
import { expect, reads, words, url, PHONE } from '../browser.mjs'

const OFF = { javaScriptEnabled: false }
const TITLE = 'Socks knitted from the local wool'

export default async function withoutScripts(stage) {
  const path = await customers(stage)
  await staff(stage, path)
  return 'an idea, a vote, a comment, filters, an official answer, people, the table behind the chart, the cells: all without a script'
}

async function customers(stage) {
  const ada = await stage.customer('ada@paper.example', { ...OFF, viewport: PHONE })
  await ada.fill('#begin', TITLE)
  await ada.click('main form button.primary')
  await ada.fill('#f-body', 'Herdwick is warm.')
  if (await ada.locator('#f-board').count()) await ada.selectOption('#f-board', { index: 1 })
  await ada.click('main form button.primary')
  if (await ada.locator('section.errors button').count()) await ada.click('section.errors button')
  expect(/\/ideas\/[0-9a-f-]{36}$/.test(ada.url()), `no idea came of it: ${await words(ada)}`)
  const path = new URL(ada.url()).pathname

  const grace = await stage.customer('grace@paper.example', OFF)
  await grace.goto(url + '/ideas?order=new&q=knitted')
  expect(await grace.locator('li.idea').count() >= 1, 'the search finds nothing')
  const card = grace.locator('li.idea', { hasText: TITLE })
  const votes = Number(await card.locator('output').innerText())
  await card.locator('form.voting button').click()
  expect(/\/ideas\?.*knitted/.test(grace.url()), `a vote leads to ${grace.url()}`)
  expect(Number(await card.locator('output').innerText()) === votes + 1, 'the vote does not count')
  await grace.goto(url + path)
  await grace.locator('section[aria-labelledby=cm] > form textarea').fill('And hats.')
  await grace.click('section[aria-labelledby=cm] > form button')
  await reads(grace, /And hats\./)
  return path
}

async function staff(stage, path) {
  const page = await stage.staff(OFF)
  await page.goto(url + '/console' + path)
  await page.locator('form[action$="/answer"] [name=text]').fill('We ask the farm.')
  await page.check('[name=stage][value=under_review]')
  await page.click('form[action$="/answer"] button.primary')
  await reads(page, /We ask the farm\./)
  await page.goto(url + '/console')
  expect(await page.locator('svg.chart title').count() === 1, 'the chart says no finding')
  await page.click('a[href^="/console/weeks"]')
  expect(await page.locator('main table tbody tr').count() > 10, 'no table stands behind the chart')
  expect(await page.locator('main table thead th[scope=col]').count() >= 4, 'the table has no headings')
  await page.goto(url + '/console/measures')
  expect(await page.locator('.grid8 td a').count() >= 8, 'the grid has no cells')
  await page.goto(url + '/console/people')
  const everybody = await page.locator('tbody tr').count()
  await page.fill('#f-q', 'grace@paper')
  await page.click('form.filters button')
  const found = await page.locator('tbody tr').count()
  expect(found === 1 && everybody > 10, `the search shows ${found} of ${everybody}`)
  for (const dead of await page.locator('[data-palette], [data-opens]').all()) expect(!await dead.isVisible(), 'a button that needs a script is shown')
  await stillReached(page)
}

/** Menus of the console are popovers: they open without a script, and lead on. */
async function stillReached(page) {
  await page.setViewportSize(PHONE)
  await page.goto(url + '/console')
  await page.click('.topbar [popovertarget=nav]')
  await page.click('#nav a[href="/console/audit"]')
  expect(page.url().endsWith('/console/audit'), `the menu of the telephone leads to ${page.url()}`)
}
