// An idea from a customer's telephone to shipped; another customer votes, staff answer; and the
// measures move by exactly that, each cell opening the people behind it.
import { expect, reads, sideways, url, PHONE } from '../browser.mjs'

const TITLE = 'A map of where the water is'

export default async function idea(stage) {
  const staff = await stage.staff()
  const before = await cells(staff)
  const ada = await stage.customer('ada@telephone.example', { viewport: PHONE, hasTouch: true, isMobile: true })
  const path = await putForward(ada)
  const grace = await stage.customer('grace@telephone.example', { viewport: PHONE, hasTouch: true, isMobile: true })
  await votesAndSays(grace, path)
  await answered(staff, path)
  await worked(staff, path)
  await whatCameOfIt(ada, path)
  const after = await cells(staff)
  for (const [letter, { figures, ofMoney }] of Object.entries(after)) {
    const moves = due[letter](before[letter], { figures, ofMoney })
    expect(moves, `${letter}) went from ${JSON.stringify(before[letter])} to ${JSON.stringify(after[letter])}`)
    await opens(staff, letter, after[letter].href)
  }
  return 'by code from a telephone; a vote and a comment; a no needs a reason; planned, graded, shipped, booked; all eight cells move and open'
}

/** What must have moved: first the figure that the cell is about. */
const oneMore = (before, after) => after.figures[0] === before.figures[0] + 1
const due = {
  a: oneMore, b: oneMore, e: oneMore, f: oneMore, g: oneMore,
  c: (before, after) => after.figures.length > 1 && String(after.figures) !== String(before.figures),
  d: (before, after) => String(after.figures) !== String(before.figures),
  h: (_, after) => after.ofMoney.includes('£250'),
}

/** The figures of every cell of the window of 28 days, in the order in which they stand. */
async function cells(page) {
  await page.goto(url + '/console/measures?window=28d')
  const read = await page.$$eval('.grid8 tbody tr:first-child td', tds => tds.map(td => {
    const name = td.querySelector('a .sr').textContent
    const text = td.innerText.replace(name, ' ')
    const figures = [...text.matchAll(/\d[\d,]*(\.\d+)?/g)].map(m => Number(m[0].replaceAll(',', '')))
    return [td.dataset.l[0], { href: td.querySelector('a').getAttribute('href'), figures, ofMoney: text }]
  }))
  expect(read.map(([letter]) => letter).join('') === 'abcdefgh', `the grid has the cells ${read.map(([letter]) => letter)}`)
  return Object.fromEntries(read)
}

async function putForward(ada) {
  await ada.fill('#begin', TITLE)
  await ada.click('main form button.primary')
  await ada.fill('#f-body', 'Streams, taps and troughs, on the wall by the door.')
  if (await ada.locator('#f-board').count()) await ada.selectOption('#f-board', { index: 1 })
  expect(await sideways(ada) === 0, 'the form scrolls sideways')
  await ada.click('main form button.primary')
  // Ideas like it are shown once, with a button to go on; nothing typed is lost.
  const anyway = ada.locator('section.errors button')
  if (await anyway.count()) {
    expect(await ada.inputValue('#f-title') === TITLE, 'what was typed is lost')
    await anyway.click()
  }
  await ada.waitForURL(/\/ideas\/[0-9a-f-]{36}$/)
  await reads(ada, new RegExp(TITLE))
  expect(await ada.locator('.vote.still').count() === 1, 'the author can vote for their own')
  return new URL(ada.url()).pathname
}

async function votesAndSays(grace, path) {
  await grace.goto(url + path)
  const count = async () => Number(await grace.innerText('.vote output'))
  const before = await count()
  const button = grace.locator('form.voting button')
  await button.tap()
  await grace.waitForSelector('.vote[aria-pressed=true]')
  expect(await count() === before + 1, 'a vote shows at once')
  await grace.tap('.vote')
  await grace.waitForSelector('.vote[aria-pressed=false]')
  expect(await count() === before, 'a vote taken back shows at once')
  await grace.tap('.vote')
  await grace.waitForSelector('.vote[aria-pressed=true]')
  await grace.locator('main section[aria-labelledby=cm] > form textarea').fill('There is a spring behind the wall, too.')
  await grace.click('main section[aria-labelledby=cm] > form button')
  await reads(grace, /spring behind the wall/)
}

async function answer(staff, path, text, to, more = {}) {
  await staff.goto(url + '/console' + path)
  const form = staff.locator('form[action$="/answer"]')
  await form.locator('[name=text]').fill(text)
  await form.locator(`[name=stage][value=${to}]`).check()
  for (const [name, value] of Object.entries(more)) await form.locator(`[name=${name}]`).fill(value)
  await form.locator('button.primary').click()
}

async function answered(staff, path) {
  await answer(staff, path, '', 'declined')
  await reads(staff, /A no needs a reason/)
  await answer(staff, path, 'Yes: the wall is free.', 'planned')
  await reads(staff, /the wall is free/)
  await answer(staff, path, 'It hangs there.', 'shipped')
  await reads(staff, /What shows that it is there/)
  expect(await staff.inputValue('#f-text') === 'It hangs there.', 'a refused answer is lost')
  await answer(staff, path, 'It hangs there.', 'shipped', { evidence: 'By the door in Keswick' })
}

async function worked(staff, path) {
  await staff.goto(url + '/console' + path)
  await staff.selectOption('#f-grade', { index: 4 })
  await staff.click('form[action$="/grade"] button')
  await staff.goto(url + '/console' + path + '/money')
  await staff.fill('#f-amount', '250.00')
  await staff.selectOption('#f-currency', 'GBP')
  await staff.locator('#f-basis input').first().check()
  await staff.fill('#f-note', 'Bottles sold by the map')
  await staff.click('form[action$="/money"] button.primary')
  await reads(staff, /£250/)
}

async function whatCameOfIt(ada, path) {
  await ada.goto(url + path)
  await reads(ada, /It hangs there\./)
  await reads(ada, /Shipped/i)
  await reads(ada, /By the door in Keswick/)
  await ada.goto(url + '/my-part')
  await reads(ada, new RegExp(TITLE))
}

async function opens(staff, letter, href) {
  await staff.goto(url + href)
  const table = staff.locator('table.cards')
  expect(await table.count() === 1, `${letter}) opens nothing`)
  expect((await table.innerText()).includes(TITLE), `${letter}) does not list the idea: ${(await table.innerText()).slice(0, 300)}`)
  // Money is booked by staff, who are no people of the ledger.
  const who = letter === 'h' ? 'tbody th' : 'tbody th a[href^="/console/people/"]'
  expect(await table.locator(who).count() > 0, `${letter}) leads to nobody`)
}
