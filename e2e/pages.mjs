// Every kind of page there is: links are followed, one address of each shape; and what the list of
// routes promises must have been found, so that a crawl which finds little is a failure.
import { context, expect, url } from './browser.mjs'

/** Answers that are no pages. */
const FILES = /\.(json|atom|csv|sql|beancount)$|\/(export|rows|live|find|live-feed|sent|state|file|preview)$|^\/assets\/|^\/api\/|^\/v1\/|^\/pixel\//
/** Pages that need something of their own; scenes.mjs sets them up. */
const SCENES = ['/demo', '/set-up', '/sign-in/token', '/sign-in/link', '/sign-in/password', '/forgotten/{}', '/console/sign-in', '/console/sign-in/code', '/console/forgotten', '/console/invitation', '/console/reset',
  '/console/me/factor', '/console/keys/{}', '/ideas/similar', '/ideas/{}/edit', '/console/settings/units/{}',
  '/console/webhooks/{}', '/console/webhooks/{}/deliveries', '/console/webhooks/{}/deliveries/{}', '/console/accounts/{}', '/console/accounts/{}/change',
  '/console/orders/shops/{}', '/my-orders/{}', '/complaints/{}', '/console/complaints/{}', '/console/email/templates/{}', '/console/email/returns/{}',
  '/console/letters/runs/{}', '/console/letters/all/{}', '/console/letters/topics/{}', '/u/{}', '/sent/{}', '/topics', '/topics/confirm/{}', '/my-part/sent', '/my-part/trust', '/f', '/f/{}', '/my-friends/card', '/console/search']

const MOST = 150

const shape = path => path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '{}')

/** One address for every kind of page that `state` can reach. */
export async function everyPage(b, state) {
  const made = await context(b, 'light', { storageState: state })
  const page = await made.newPage()
  const seen = new Map()
  // An idea that waits first: its desk has all the ways.
  const queue = ['/console/ideas?stage=submitted', '/', '/sign-in', '/ideas', '/my-part', '/console', '/console/people', '/console/happened', '/console/weeks', '/console/forgotten']
  while (queue.length) {
    const path = queue.shift()
    const bare = shape(new URL(path, url).pathname)
    if (seen.has(bare) || FILES.test(bare) ) continue
    expect(seen.size < MOST, `more than ${MOST} kinds of pages: does an id count as a kind?`)
    const response = await page.goto(url + path)
    const isPage = response.headers()['content-type']?.includes('text/html')
    expect(response.status() < 400 || !isPage, `${path} answers ${response.status()}, and a page links to it`)
    seen.set(bare, isPage ? path : null)
    if (!isPage) continue
    queue.push(...await page.$$eval('a[href^="/"], form[method=get][action^="/"]', all => all.map(one => one.getAttribute('href') ?? one.getAttribute('action'))))
  }
  for (const path of await eachStage(page)) seen.set(path, path)
  await made.close()
  return [...seen].filter(([, path]) => path).map(([bare, path]) => ({ bare, path }))
}

/** An idea looks another way at each stage: one of every stage, as customers and as staff see it. */
async function eachStage(page) {
  await page.goto(url + '/ideas')
  const found = new Set()
  for (const href of await page.$$eval('a.chip[href*="stage="]', as => as.map(a => a.getAttribute('href')))) {
    await page.goto(url + href)
    const first = page.locator('li.idea h3 a').first()
    if (await first.count()) found.add(await first.getAttribute('href'))
  }
  return [...found].flatMap(path => [path, '/console' + path])
}

/** Pages of the list of routes that were not found. */
export async function missing(pages) {
  const list = await (await fetch(url + '/openapi.json')).json()
  const gets = Object.keys(list.paths).filter(path => list.paths[path].get).map(path => path.replace(/\{[^}]*\}/g, '{}'))
  const found = new Set(pages.map(({ bare }) => bare))
  const matches = path => [...found].some(bare => new RegExp(`^${path.replaceAll('{}', '[^/]+')}$`).test(bare))
  expect(gets.length > 40, `the list of routes has ${gets.length} pages`)
  return gets.filter(path => !FILES.test(path) && !SCENES.includes(path) && !matches(path))
}
