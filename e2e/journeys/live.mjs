// The live feed: what customers do stands on Home without a reload.
import { expect, url } from '../browser.mjs'

export default async function live(stage) {
  const home = await stage.staff()
  await home.goto(url + '/console')
  expect(await home.locator('[data-live][aria-live=polite]').count() === 1, 'the feed is not announced')
  await home.evaluate(() => { window.sameWindow = true })
  const alan = await stage.customer('alan@telephone.example')
  await alan.goto(url + '/ideas?order=new')
  const card = alan.locator('li.idea').first()
  const title = await card.locator('h3').innerText()
  const began = Date.now()
  await card.locator('form.voting button').click()
  await home.waitForFunction(() => /voted for/.test(document.querySelector('[data-live] li')?.innerText ?? ''), null, { timeout: 30_000 })
  const took = Date.now() - began
  const line = await home.innerText('[data-live] li >> nth=0')
  expect(line.includes(title), `the newest line is of something else: ${line}`)
  expect(await home.evaluate(() => window.sameWindow), 'the page was loaded anew')
  return `a vote stands on Home ${took} ms later, without a reload`
}
