// A complaint from a telephone to put right: acknowledged by a day that was named, an offer that is not
// taken, a better one, done, and asked whether it was well.
import { expect, reads, sends, sideways, url, words, PHONE } from '../browser.mjs'

const WORDS = 'The lamp arrived broken, and this is the second time.'

export default async function complaint(stage) {
  const staff = await stage.staff()
  const before = await reported(staff)
  const ben = await stage.customer('ben@telephone.example', { viewport: PHONE, hasTouch: true, isMobile: true })
  const path = await complains(ben)
  const desk = `/console${path}`
  await answered(staff, desk)
  await offered(staff, desk, 'apology', 'We are sorry.')
  await notTaken(ben, path)
  await offered(staff, desk, 'replacement', 'Another lamp is on its way, looked through by hand.')
  await taken(ben, path)
  await putRight(staff, desk)
  await said(ben, path)
  const after = await reported(staff)
  expect(after.complaints === before.complaints + 1, `the report had ${before.complaints} complaints and has ${after.complaints}`)
  expect(after.ratings === before.ratings + 1, `${before.ratings} had said what they think, and now ${after.ratings}`)
  return 'from a telephone without scrolling sideways; an apology is not enough, another lamp is; done with its evidence, and rated'
}

/** How many complaints the report is about, and how many said what they think. */
async function reported(staff) {
  await staff.goto(`${url}/console/complaints/report`)
  await reads(staff, /What they did/)
  const found = await words(staff), n = pattern => Number(found.match(pattern)[1].replaceAll(',', ''))
  return { complaints: n(/([\d,]+) complaints?\b/), ratings: n(/of ([\d,]+) who said/) }
}

async function complains(ben) {
  await ben.goto(url + '/complaints')
  await ben.locator('main a[href="/complaints/new"]').first().tap()
  await ben.waitForSelector('#f-text')
  expect(await sideways(ben) === 0, 'the form scrolls sideways')
  await ben.locator('form[action="/complaints"] button.primary').tap()
  expect(new URL(ben.url()).pathname === '/complaints/new', 'nothing was written, and it was sent')
  await ben.fill('#f-text', WORDS)
  await ben.fill('#f-wish', 'One that works')
  await sends(ben, ben.locator('form[action="/complaints"] button.primary'))
  await ben.waitForURL(/\/complaints\/[0-9a-f-]{36}$/)
  await reads(ben, new RegExp(WORDS))
  expect(await sideways(ben) === 0, 'the complaint scrolls sideways')
  return new URL(ben.url()).pathname
}

async function answered(staff, desk) {
  await staff.goto(url + desk)
  await staff.fill(`form[action="${desk}/messages"] textarea`, 'We have it, and look into it today.')
  await Promise.all([staff.waitForNavigation(), staff.click(`form[action="${desk}/messages"] button`)])
  await staff.check(`form[action="${desk}/assessment"] [name=severity][value="2"]`)
  await staff.click(`form[action="${desk}/assessment"] button`)
  await staff.waitForSelector(`form[action="${desk}/offers"]`)
}

async function offered(staff, desk, redress, words) {
  await staff.goto(url + desk)
  const form = staff.locator(`form[action="${desk}/offers"]`)
  await choose(form, 'upheld', 'yes')
  await choose(form, 'redress', redress)
  await form.locator('[name=text]').fill(words)
  await form.locator('button').last().click()
  await reads(staff, new RegExp(words))
}

/** Whether it stands as a list or as circles. */
async function choose(form, name, value) {
  const field = form.locator(`[name="${name}"]`).first()
  if (await field.evaluate(one => one.localName) === 'select') await field.selectOption(value)
  else await form.locator(`[name="${name}"][value="${value}"]`).check()
}

async function notTaken(ben, path) {
  await ben.goto(url + path)
  await reads(ben, /We are sorry\./)
  const form = ben.locator('form[action$="/answer"]').last()
  await ben.locator('details summary').filter({ has: ben.locator('xpath=..').locator('button[value=counter]') }).first().tap().catch(() => ben.locator('details summary').first().tap())
  await form.locator('textarea').fill('Sorry lights no road. Please send a lamp.')
  await sends(ben, form.locator('button[value=counter]'))
  await reads(ben, /Sorry lights no road/)
}

async function taken(ben, path) {
  await ben.goto(url + path)
  await reads(ben, /Another lamp is on its way/)
  await sends(ben, ben.locator('form[action$="/answer"] button.primary'))
  await ben.waitForFunction(() => !document.querySelector('form[action$="/answer"]'))
}

async function putRight(staff, desk) {
  await staff.goto(url + desk)
  await staff.fill(`form[action="${desk}/put-right"] [name=evidence]`, 'Parcel 4711')
  await staff.click(`form[action="${desk}/put-right"] button`)
  await staff.waitForFunction(() => !document.querySelector('form[action$="/put-right"]'))
}

async function said(ben, path) {
  await ben.goto(url + path)
  await ben.check('form[action$="/rating"] [value="5"]')
  await sends(ben, ben.locator('form[action$="/rating"] button'))
  await ben.goto(url + '/my-part')
  await reads(ben, /Complaint|complain/)
}
