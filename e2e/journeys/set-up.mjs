// A newcomer sets up an empty server from a telephone.
import { expect, reads, sideways, link, PHONE } from '../browser.mjs'

export const OWNER = { name: 'Mary Moss', email: 'mary@moss.example', password: 'a walk along the wall' }

export default async function setUp(stage) {
  const page = await stage.page({ viewport: PHONE })
  await page.goto(link)
  expect(await sideways(page) === 0, 'the set-up scrolls sideways')
  const typed = { organisation: 'Moss & Fern', name: OWNER.name, email: OWNER.email, password: OWNER.password, again: 'something else' }
  for (const [name, value] of Object.entries(typed)) await page.fill(`#f-${name}`, value)
  await page.selectOption('#f-currency', 'GBP')
  await page.click('main button.primary')
  await reads(page, /The two are not the same/)
  expect(await page.inputValue('#f-organisation') === typed.organisation, 'a wrong password lost what was typed')
  for (const name of ['password', 'again']) await page.fill(`#f-${name}`, OWNER.password)
  await page.click('main button.primary')
  await page.waitForURL('**/console')
  await reads(page, /import/i)
  const again = await page.request.get(link)
  expect(again.status() === 404, `the set-up link works twice: ${again.status()}`)
  return 'on a telephone it leads to a console that says what to do first; the link works once; a slip loses nothing'
}
