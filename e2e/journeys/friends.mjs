// A friend follows a link, presses a button, signs in, and buys: the shop's server tells the order. Both are
// rewarded when nothing can come back any more; then it does come back, and so do both rewards.
import { execFileSync } from 'node:child_process'
import { codeFor, expect, reads, sideways, url, PHONE } from '../browser.mjs'

const LOOK_AGAIN_S = 5, LONGEST_S = 200
const phone = { viewport: PHONE, hasTouch: true, isMobile: true }

export default async function friends(stage) {
  const staff = await stage.staff()
  await promised(staff)
  const rosa = await stage.customer('rosa@telephone.example', phone)
  const link = await linkOf(rosa)
  const till = key()
  const friend = await stage.page(phone)
  await comes(friend, link)
  await until(rosa, /bought for|buy for/)
  const order = await call(till, '/api/orders', { reference: 'friend-till-1', number: 'T-1', currency: 'GBP',
    customer: [{ kind: 'email', value: 'fern@telephone.example' }], lines: [{ reference: '1', product: 'lamp', name: 'A lamp', quantity: 2, amount: '40.00' }] })
  await until(rosa, /You got 500 points/)
  await friend.goto(url + '/my-friends')
  await reads(friend, /You got 300 points/)
  await staff.goto(url + '/console/referrals?which=paid')
  await reads(staff, /fern@telephone\.example|Fern/)
  await call(till, `/api/orders/${order.id}/refunds`, { reference: 'back-1', amount: '40.00', lines: [] })
  await until(rosa, /taken back/)
  await friend.goto(url + '/my-friends')
  await reads(friend, /The order came back/)
  return 'a link, a button, a sign-in in the same browser; an order that a server tells pays both, and its return takes both back'
}

/** Without days in which goods may come back, so that nobody has to wait for them. */
async function promised(staff) {
  await staff.goto(url + '/console/referrals/terms')
  await staff.fill('#f-return_days', '0')
  await staff.click('form[action="/console/referrals/terms"] button.primary')
  await reads(staff, /after 0 days/)
}

async function linkOf(rosa) {
  await rosa.goto(url + '/my-friends')
  await rosa.locator('form[action="/my-friends/link"] button').tap()
  await rosa.waitForSelector('svg.qr path', { state: 'attached' })
  expect(await sideways(rosa) === 0, 'my friends scroll sideways')
  return rosa.locator('.copy code').first().innerText()
}

const key = () => execFileSync(process.env.SITE_BIN, ['key', 'add', '--data', process.env.SITE_DATA, '--name', 'friends till', '--scope', 'write'], { encoding: 'utf8' }).trim().split('\n').at(-1)

async function call(key, path, body) {
  const answer = await fetch(url + path, { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: JSON.stringify(body) })
  const text = await answer.text()
  expect(answer.ok, `${path} answers ${answer.status}: ${text}`)
  return JSON.parse(text)
}

/** Follows the link, says yes, and signs in there for the first time. */
async function comes(friend, link) {
  const path = new URL(link).pathname
  await friend.goto(url + path)
  await reads(friend, /recommends/)
  expect(await sideways(friend) === 0, 'the landing scrolls sideways')
  await friend.goto(url + '/my-friends')
  expect(new URL(friend.url()).pathname === '/sign-in', 'somebody is known who only read')
  await friend.goto(url + path)
  await friend.locator('#f-come').tap()
  await friend.locator('main a.primary[href^="/sign-in"]').tap()
  await friend.fill('#f-email', 'fern@telephone.example')
  await friend.click('main button.primary')
  await friend.fill('#f-code', codeFor('fern@telephone.example'))
  await friend.click('main button.primary')
  await friend.waitForURL('**/my-friends')
}

/** Each minute what is due is done: so a page is read until it says so. */
async function until(page, pattern) {
  for (let waited = 0; waited < LONGEST_S; waited += LOOK_AGAIN_S) {
    await page.goto(url + '/my-friends')
    if (pattern.test(await page.innerText('main'))) return
    await page.waitForTimeout(LOOK_AGAIN_S * 1000)
  }
  await reads(page, pattern)
}
