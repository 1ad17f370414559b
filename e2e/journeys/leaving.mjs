// A customer changes what they are sent and how often they hear, signs out elsewhere, leaves, comes back,
// and is forgotten by a fresh code; a receipt says so.
import { codeFor, expect, reads, sends, url, PHONE } from '../browser.mjs'

const EMAIL = 'lea@leaving.example'

export default async function leaving(stage) {
  const staff = await stage.staff()
  await topic(staff)
  const lea = await stage.customer(EMAIL, { viewport: PHONE, hasTouch: true, isMobile: true })
  await lea.goto(url + '/my-part/sent')
  const box = lea.locator('input[name=topic]').first()
  const before = await box.isChecked()
  await box.setChecked(!before)
  await sends(lea, lea.locator('main form button.primary').first())
  await lea.goto(url + '/my-part/sent')
  expect(await lea.locator('input[name=topic]').first().isChecked() === !before, 'what they chose is not kept')
  await lea.goto(url + '/my-notices')
  await lea.check('input[name=how][value=never]')
  await sends(lea, lea.locator('form[action="/my-notices/wish"] button'))
  expect(await lea.isChecked('input[name=how][value=never]'), 'how often they hear is not kept')
  await elsewhere(stage, lea)
  await leaves(lea)
  await forgotten(stage)
  return 'a topic ended, letters of news ended, signed out elsewhere, left; came back and was forgotten by a fresh code'
}

/** Something that one can be written to about. */
async function topic(staff) {
  await staff.goto(url + '/console/letters/topics')
  const form = staff.locator('form[action="/console/letters/topics"]')
  await form.locator('[name=key]').fill('rides')
  await form.locator('[name=name]').fill('Rides on Sundays')
  await form.locator('[name=words]').fill('Yes, tell me of rides on Sundays.')
  const basis = form.locator('[name=basis][value=opt_out]')
  if (await basis.count()) await basis.check()
  else await form.locator('[name=basis]').selectOption('opt_out')
  await form.locator('button').last().click()
  await reads(staff, /Rides on Sundays/)
}

async function elsewhere(stage, lea) {
  const other = await stage.customer(EMAIL)
  await lea.goto(url + '/my-part/sessions')
  await sends(lea, lea.locator('form[action="/my-part/sessions/others/ending"] button'))
  await other.goto(url + '/my-part')
  expect(/sign-in/.test(other.url()), 'somebody is still signed in elsewhere')
}

async function leaves(lea) {
  await lea.goto(url + '/my-part/leaving')
  await sends(lea, lea.locator('form[action="/my-part/leaving"] button'))
  await lea.goto(url + '/my-part')
  expect(/sign-in/.test(lea.url()), 'whoever left is still here')
}

async function forgotten(stage) {
  const lea = await stage.customer(EMAIL)
  await lea.goto(url + '/my-part/leaving')
  await lea.click('form[action="/my-part/forgetting/code"] button')
  await lea.waitForSelector('form[action="/my-part/forgetting"]')
  await lea.fill('form[action="/my-part/forgetting"] [name=code]', codeFor(EMAIL))
  const sure = lea.locator('form[action="/my-part/forgetting"] [name=sure]')
  if (await sure.count()) await sure.check()
  await lea.click('form[action="/my-part/forgetting"] button')
  await lea.waitForURL(/\/forgotten\/[0-9a-f-]{36}/)
  await lea.goto(url + '/my-part')
  expect(/sign-in/.test(lea.url()), 'whoever was forgotten is still signed in')
}
