// Import and look: two files, each with a line that cannot be used, brought in while the server
// runs; then the person's page shows what she bought, and how often.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { expect, reads, url } from '../browser.mjs'
import { signIn } from './doors.mjs'
import { OWNER } from './set-up.mjs'

const PEOPLE = `id,name,email,tags
c1,Ada Lovelace,ada@fern.example,regular;by post
c2,Grace Hopper,grace@fern.example,
c3,Kurt,no address at all,
`
const DAYS = ['2026-02-02', '2026-03-02', '2026-04-01', '2026-05-02', '2026-06-01', '2026-07-02']
const ACTIONS = ['person,at,kind,value,currency,channel',
  ...DAYS.map(day => `ada@fern.example,${day},orders.placed,20.50,GBP,shop`),
  'ada@fern.example,2026-07-04,advice.asked,,,phone',
  'ada@fern.example,yesterday,orders.placed,1.00,GBP,shop', ''].join('\n')

export default async function importAndLook(stage) {
  brings('people', PEOPLE, /2 added, .* 1 refused/s, /line 4, email/)
  brings('actions', ACTIONS, /7 added, .* 1 refused/s, /line 9, at/)
  brings('actions', ACTIONS, /0 added, 7 there before/, /line 9/)
  const mary = await stage.page()
  await signIn(mary, OWNER)
  await mary.waitForURL('**/console')
  await mary.goto(url + '/console/people?q=lovelace')
  await reads(mary, /regular/)
  expect(!/Grace/.test(await mary.innerText('main table')), 'the search finds everybody')
  await mary.getByRole('link', { name: 'Ada Lovelace' }).click()
  await purchases(mary)
  await timeline(mary)
  return 'two files with a refused line each, named by line and column; her purchases, her rhythm, her timeline by kind and channel; a second time adds nothing'
}

function brings(what, text, ...says) {
  const file = `${process.env.SITE_DATA}-${what}.csv`
  writeFileSync(file, text)
  const run = spawnSync(process.env.SITE_BIN, ['import', what, file, '--data', process.env.SITE_DATA], { encoding: 'utf8' })
  const said = run.stdout + run.stderr
  expect(run.status === 5, `import ${what} ended with ${run.status}: ${said}`)
  for (const due of says) expect(due.test(said), `import ${what} does not say ${due}: ${said}`)
}

async function purchases(page) {
  const card = await page.innerText('section[aria-labelledby=buys]')
  for (const due of [/Purchases\s+6/, /£123\.00/, /every 30 days|30 days/]) expect(due.test(card), `no ${due} in: ${card}`)
  const bars = page.locator('section[aria-labelledby=buys] svg[role=img][aria-label]')
  expect(await bars.locator('rect').count() >= DAYS.length - 1, 'the rhythm has too few bars')
}

async function timeline(page) {
  const kinds = async () => (await page.locator('.time li:not(.day)').allInnerTexts()).map(line => line.split('\n')[0].toLowerCase())
  const bought = lines => lines.filter(line => line.startsWith('bought')).length
  const all = await kinds()
  expect(all.length === 7 && bought(all) === 6, `on the timeline: ${all}`)
  await page.click('details.rows summary')
  await page.selectOption('#f-kind', 'orders.placed')
  await page.click('form.filters button')
  const of = page.url().split('?')[0]
  const due = { [page.url()]: [6, 6], [`${of}?from=2026-07-02&to=2026-07-31`]: [2, 1], [`${of}?channel=phone`]: [1, 0] }
  for (const [address, [lines, purchases]] of Object.entries(due)) {
    await page.goto(address)
    const found = await kinds()
    expect(found.length === lines && bought(found) === purchases, `${address} shows ${found}`)
  }
}
