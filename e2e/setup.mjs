// A newcomer sets up an empty server, by keyboard and eyes alone.
import { browser, watched, PHONE, link, url } from './browser.mjs'
const b = await browser(), complaints = []
const context = await b.newContext({ viewport: PHONE })
const page = await watched(context, complaints)
await page.goto(link)
const fill = async (label, value) => page.getByLabel(label, { exact: false }).first().fill(value)
await page.locator('input[name=organisation], input[name=name]').first().fill('Moss & Fern')
for (const [name, value] of [['your_name', 'Mary Moss'], ['email', 'mary@moss.example'], ['password', 'a walk along the wall'], ['again', 'a walk along the wall'], ['password_again', 'a walk along the wall']]) {
  const input = page.locator(`input[name=${name}]`)
  if (await input.count()) await input.first().fill(value)
}
for (const input of await page.$$('input[required]')) if (!(await input.inputValue())) await input.fill('Mary Moss')
await page.click('form button.primary, form button[type=submit]')
await page.waitForURL('**/console**', { timeout: 8000 }).catch(async () => { console.log(await page.innerText('main')); throw new Error('set-up did not lead to the console') })
const words = await page.innerText('main')
if (!/import|first|begin/i.test(words)) throw new Error(`an empty console does not say what to do: ${words}`)
const again = await page.request.get(link)
if (again.status() !== 404) throw new Error(`the set-up link works twice: ${again.status()}`)
if (complaints.length) throw new Error(complaints.join('\n'))
console.log('  set-up on a telephone leads to a console that says what to do first; its link works once')
await b.close()
