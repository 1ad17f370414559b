// The live feed: what customers do stands on Home without a reload.
import { expect, url } from '../browser.mjs'

export default async function live(stage) {
  const home = await stage.staff()
  await home.goto(url + '/console')
  expect(await home.locator('[data-live][aria-live=polite]').count() === 1, 'the feed is not announced')
  const before = await home.evaluate(() => { window.sameWindow = true; return document.querySelector('[data-live] li').id })
  const alan = await stage.customer('alan@telephone.example')
  await alan.goto(url + '/ideas?order=new')
  const card = alan.locator('li.idea', { has: alan.locator('form.voting') }).first()
  const title = await card.locator('h3').innerText()
  const began = Date.now()
  await card.locator('form.voting button').click()
  // The demo's other customers go on buying meanwhile: what is newer than what stood there before.
  await home.waitForFunction(([before, title]) => [...document.querySelectorAll('[data-live] li')].some(line =>
    Number(line.id.slice(1)) > Number(before.slice(1)) && /voted for/.test(line.innerText) && line.innerText.includes(title)), [before, title])
  const took = Date.now() - began
  expect(await home.evaluate(() => window.sameWindow), 'the page was loaded anew')
  return `a vote stands on Home ${took} ms later, without a reload`
}
