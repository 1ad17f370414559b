// What no link leads to: open menus and dialogs, forms with errors, pages that say no, doors. A scene
// is a name and how to bring it into the window; a room is who is there, and the scenes to see. Scenes
// are shown again and again in every look, so they leave nothing behind that would change the next.
import { codeFor, expect, linkFor, url } from './browser.mjs'
import { everyPage } from './pages.mjs'
import { secondFactor, setPassword, shownLink, signIn } from './journeys/doors.mjs'
import { OWNER } from './journeys/set-up.mjs'

const at = path => page => page.goto(url + path)
const once = () => Math.random().toString(36).slice(2, 10)

/** The page, after a button on it was pressed. */
const pressed = (path, ...buttons) => async page => {
  await page.goto(url + path)
  for (const button of buttons) await page.click(button)
}

/** A form that is sent with the wrong things in it, past what the browser would stop, and comes back. */
const refused = (path, form, typed = {}) => async page => {
  if (path) await page.goto(url + path)
  const sent = page.locator(form).first()
  for (const [name, value] of Object.entries(typed)) {
    const field = sent.locator(`[name="${name}"]`).first()
    if (await field.getAttribute('type') === 'radio') await sent.locator(`[name="${name}"][value="${value}"]`).check()
    else await field.fill(value)
  }
  await sent.evaluate(form => { form.noValidate = true })
  await sent.locator('button:not([formaction])').last().click()
  await page.waitForSelector('main .errors, main .field .error')
}

/** A form that no page has, sent from a page of ours. */
const posted = (path, status, from = '/') => async page => {
  await page.goto(url + from)
  const [answer] = await Promise.all([page.waitForNavigation(), page.evaluate(path => {
    const form = Object.assign(document.createElement('form'), { method: 'post', action: path })
    document.body.append(form)
    form.submit()
  }, path)])
  expect(answer.status() === status, `POST ${path} answers ${answer.status()}`)
}

const answers = (path, status) => async page => {
  const answer = await page.goto(url + path)
  expect(answer.status() === status, `${path} answers ${answer.status()}`)
}

const rooms = entries => Object.entries(entries).map(([who, [state, scenes]]) => ({ who, state, scenes }))
const asScenes = pages => Object.fromEntries(pages.map(({ bare, path }) => [bare, at(path)]))

/** The demo: every page, what opens on them, what is refused. */
export async function theShop(b, state, pages) {
  const context = await b.newContext({ storageState: state }), page = await context.newPage()
  const own = await putForward(page, 'A bench on the second floor'), away = await putForward(page, 'Somewhere to sit upstairs')
  await page.goto(`${url}/console${away}/merge?into=${own.split('/').at(-1)}`)
  await page.click('form[action$="/merge"] button.primary')
  await page.goto(url + '/console/people')
  const person = await page.locator('tbody th a').first().getAttribute('href')
  await page.goto(url + '/console/staff')
  const members = await page.$$eval('tbody th a', as => as.map(a => a.getAttribute('href')))
  const told = { ...await webhooks(page), ...await emails(page), ...await shops(page), ...await letters(page), ...await care(page), ...await friends(page), ...apart(), ...await whoIsWho(page), ...await meanings(page) }
  await context.close()
  return rooms({
    'in the shop': [state, { ...asScenes(pages), ...opened(person), ...told, ...shopRefuses(own, members.at(-1)), ...customers(own, away) }],
    'at the door': [undefined, door()],
  })
}

/** Another program that is told, and a test that does not arrive: there is no such host. */
async function webhooks(page) {
  await page.goto(url + '/console/webhooks')
  await page.fill('#f-address', 'https://hooks.example.invalid/told')
  await page.fill('#f-description', 'The stock system')
  await page.click('main form.stack button.primary')
  await page.click('form[action$="/test"] button')
  await page.waitForURL(/deliveries/)
  const delivery = new URL(page.url()).pathname, home = delivery.split('/deliveries/')[0]
  return {
    'an endpoint': at(home),
    'its secret': pressed(home, 'form[action$="/secret"] button'),
    'its kinds': pressed(home, 'details summary'),
    'an endpoint that cannot be': refused('/console/webhooks', 'form[action="/console/webhooks"]', { address: 'https://127.0.0.1/' }),
    'what it was sent': at(`${home}/deliveries`),
    'nothing like that': at(`${home}/deliveries?state=delivered`),
    'a delivery that failed': at(delivery),
  }
}

/** A mail server that is not there, keys with their records, a template with its preview, and what came back. */
async function emails(page) {
  const usual = { port: '587', tls: 'required', login: '', password: '', sender_name: '', answers_to: '', return_address: '', per_s: '', domain_per_s: '' }
  await sent(page, '/console/email', { ...usual, host: 'mail.example.invalid', sender_address: 'hello@example.com' })
  await sent(page, '/console/email/keys', {})
  await sent(page, '/console/email/check', {})
  const tried = (await sent(page, '/console/email/test', {})).headers().location.split('#')[0]
  const template = (await sent(page, '/console/email/templates', { key: 'thanks', name: 'Thank you' })).headers().location
  return {
    'a mail server': at('/console/email'),
    'a letter to try': at(tried),
    'a mail server that cannot be': refused('/console/email', 'form[action="/console/email"]', { host: '127.0.0.1' }),
    'how letters look': at('/console/email/look'),
    'a colour that is none': refused('/console/email/look', 'form[action$="/look"]', { colour: 'red' }),
    'a template': at(template),
    'a template that cannot be read': refused(template, `form[action="${template}"]`, { body: '{% if x %}' }),
    'nothing came back': at('/console/email/returns'),
    'nothing like that came back': at('/console/email/returns?kind=complaint'),
  }
}

/** A shop that is connected and has told nothing yet; an order with what can be given back; costs. */
async function shops(page) {
  const connect = { wire: 'woocommerce', name: 'The cycle shop on the net', secret: 'a-secret-of-the-shop', prefix: 'NET-', unit: '' }
  const home = (await sent(page, '/console/orders/shops', connect)).headers().location
  await page.goto(url + '/console/orders?stage=refunded')
  const order = await page.locator('tbody th a').first().getAttribute('href')
  await page.goto(url + '/console/orders?stage=placed')
  const whole = await page.locator('tbody th a').first().getAttribute('href')
  return {
    'a shop that tells': at(home),
    'a shop that cannot be': refused('/console/orders/shops', 'form[action="/console/orders/shops"]', { name: 'A shop', secret: 'short' }),
    'an order with a refund': at(order),
    'too much given back': refused(whole, 'form[action$="/refunds"]', { amount: '99999' }),
    'orders like none': at('/console/orders?q=zzzz'),
    'goods without a cost': at('/console/orders/products?unknown=1'),
  }
}

/** A complaint with an offer, as its customer and as staff see it; hours and limits that cannot be. */
async function care(page) {
  const home = (await sent(page, '/complaints', { text: 'The lamp arrived broken, and nobody picks up the telephone.', wish: 'A lamp that works', order: '', from: '' })).headers().location
  const desk = '/console' + home
  await sent(page, `${desk}/messages`, { text: 'We have it, and look into it today.' })
  await sent(page, `${desk}/assessment`, { severity: '2', vulnerable: 'true' })
  await sent(page, `${desk}/offers`, { upheld: 'yes', redress: 'replacement', amount: '', points: '', order: '', text: 'We send another lamp tomorrow.' })
  return {
    'my complaint, with an offer': at(home),
    'a complaint on the desk': at(desk),
    'a complaint without words': refused('/complaints/new', 'form[action="/complaints"]', { text: ' ' }),
    'complaints like none': at('/console/complaints?q=zzzz'),
    'limits that cannot be': refused('/console/complaints/settings', 'form[action="/console/complaints/settings"]', { agent_limit: 'lots' }),
    'hours that cannot be': refused('/console/calendar', 'form[action="/console/calendar/hours"]', { monday: 'nine' }),
  }
}

/** What letters are about, one message to many, a letter that asks whether an address is theirs. */
async function letters(page) {
  const topic = { key: 'club', name: 'Club nights at the workshop', about: 'Once a month, from the workshop.', basis: 'opt_in', twice: 'true', words: 'Yes, tell me of club nights.', channel: 'email' }
  await sent(page, '/console/letters/topics', topic)
  await sent(page, '/console/letters/topics', { ...topic, key: 'service', name: 'Before a service is due', basis: 'opt_out' })
  const run = (await sent(page, '/console/letters/runs', { name: 'Winter check', topic: 'service', subject: 'Before the frost', text: 'Bring it in before the frost.', rate_per_s: '0.01' })).headers().location
  await page.goto(url + '/topics')
  const form = await page.inputValue('form[action="/topics"] [name=form]')
  await page.waitForTimeout(2100)   // nobody fills it in faster
  await sent(page, '/topics', { form, email: 'somebody.with.a.long.name@a-company-with-a-long-name.example', topic: 'club' })
  await sent(page, '/console/letters/addresses', { address: 'never@one.example', note: 'Asked on the telephone.' })
  await sent(page, '/console/letters/limits', { most: '2', span: 'week', hours: '', channel: '' })
  await page.goto(url + '/console/letters/all')
  const letter = await page.locator('tbody th a').first().getAttribute('href')
  return {
    'a message to many': at(run),
    'a letter': at(letter),
    'letters like none': at('/console/letters/all?state=refused'),
    'a topic': at('/console/letters/topics/club'),
    'a topic that cannot be': refused('/console/letters/topics', 'form[action="/console/letters/topics"]', { key: 'X y', name: '', words: '' }),
    'an address that cannot be': refused('/console/letters/addresses', 'form[method=post][action="/console/letters/addresses"]', { address: 'x', note: '' }),
    'quiet hours that cannot be': refused('/console/letters/limits', 'form[action="/console/letters/quiet"]', { quiet_from: '08:00', quiet_until: '08:00' }),
    'what one can be told of': at('/topics'),
    'an address that is none': refused('/topics', 'form[action="/topics"]', { email: 'x' }),
    'what I am sent': at('/my-part/sent'),
    'a link that is over': at('/u/none'),
  }
}

/** A link of one's own with its card, what a friend sees of somebody else's, and codes that are none. */
async function friends(page) {
  await sent(page, '/my-friends/link', {})
  await page.goto(url + '/my-friends')
  const own = await page.locator('a[href^="/f/"]').first().getAttribute('href')
  await page.goto(url + '/console/referrals/links')
  const codes = await page.$$eval('tbody th code', all => all.map(one => one.textContent.replace(' ', '')))
  const other = codes.find(code => own !== `/f/${code}`)
  await page.goto(url + '/console/referrals?which=all')
  const desks = await page.$$eval('.card.flush tbody tr', rows => rows.map(row => [row.querySelector('.badge').textContent, row.querySelector('th a').getAttribute('href')]))
  const stages = Object.fromEntries(desks.map(([stage, desk]) => [`a friend: ${stage.toLowerCase()}`, at(desk)]))
  const look = desks.find(([stage]) => stage === 'To be looked at')?.[1]
  return {
    ...stages,
    'my friends, with a link': at('/my-friends'), 'a card for a friend': at('/my-friends/card'), 'my own link': at(own), 'a friend recommends us': at(`/f/${other}`),
    'which code': at('/f'), 'no such code': at('/f/CCCCCCC'), 'a code that is none': refused('/my-friends', 'form[action="/my-friends/code"]', { code: 'x' }),
    'what cannot be promised': refused('/console/referrals/terms', 'form[action="/console/referrals/terms"]', { visit_days: '0' }),
    ...look && { 'a no without a reason': async page => { await page.goto(url + look); await page.click('button[formaction$="/refusal"]'); await page.waitForSelector('main .errors') } },
    'no such link': at('/console/referrals/links?code=x'), 'nobody like that': at('/console/referrals?which=all&q=nobody'),
  }
}

/** What is counted apart, what was decided of it, a decision without a reason. */
function apart() {
  const somebody = async page => {
    await page.goto(url + '/console/trust')
    await page.click('main li a[href^="/console/trust/people/"]')
    await page.waitForURL('**/console/trust/people/*')
  }
  return {
    'what is counted apart': at('/console/trust'),
    'what is to be reviewed': async page => {
      await page.goto(url + '/console/review')
      for (const part of ['[href="/console/trust"]', '[href^="/console/referrals/"]']) await page.waitForSelector(`main table a${part}`)
    },
    'what counts again': at('/console/trust?decided=lifted'),
    'refused: a decision': async page => {
      await page.goto(url + '/console/trust')
      const form = page.locator('form[action$="/decision"]').first()
      await form.evaluate(form => { form.noValidate = true; form.closest('details').open = true })
      await form.locator('button').first().click()
      await page.waitForSelector('main .errors')
    },
    'how far somebody is trusted': somebody,
    'refused: counting apart': async page => {
      await page.goto(url + '/console/people?q=a')
      const person = (await page.locator('tbody th a').first().getAttribute('href')).split('/').at(-1)
      await refused(`/console/trust/people/${person}`, 'form[action$="/apart"]', { note: '' })(page)
    },
    'nothing of mine is counted apart': at('/my-part/trust'),
  }
}

/** A form that is sent without its page, and taken; where it leads. */
async function sent(page, path, form) {
  const answer = await page.request.post(url + path, { form, headers: { 'sec-fetch-site': 'same-origin' }, maxRedirects: 0 })
  expect([200, 303].includes(answer.status()), `POST ${path} answers ${answer.status()}: ${(await answer.text()).slice(-600)}`)
  return answer
}

/** Two of one name, two who were made one, one of whom much is known. */
async function whoIsWho(page) {
  await page.goto(url + '/console/people?sort=name')
  const people = [...new Set(await page.$$eval('tbody th a', as => as.map(a => a.getAttribute('href'))))]
  const [one, other, kept, merged, back, ada] = people.slice(1), id = path => path.split('/').at(-1)
  for (const person of [one, other]) await sent(page, `${person}/name`, { name: 'Wilhelmina Featherstonehaugh' })
  await sent(page, `${kept}/merge`, { other: id(merged), reason: 'She came to the counter and said that both addresses are hers.' })
  await sent(page, `${kept}/merge`, { other: id(back), reason: 'The same telephone.' })
  await page.goto(url + '/console/people/merges')
  await sent(page, await page.locator('form[action$="/undo"]').first().getAttribute('action'), { reason: 'Mother and daughter.' })
  await sent(page, '/console/people/rules/blocked', { kind: 'email', value: 'somebody.of.the.whole.department@a-company-with-a-long-name.example' })
  await profile(page, ada)
  return {
    'who may be one': at('/console/people/merges'),
    'taking back a merge': pressed('/console/people/merges', 'details.rows summary'),
    'two side by side': at(`${one}/merge?with=${id(other)}`),
    'looking for the other': at(`${one}/merge?q=a`),
    'nobody like that': at(`${one}/merge?q=zzzzzz`),
    'why they are one': at(`${kept}/why`),
    'values that name nobody': at('/console/people/rules'),
    ...await forgotten(page, people.at(-1)),
    ...await accounts(page, ada),
    'a profile': at(`${ada}/profile`),
    'what a profile takes': async page => { await page.goto(url + `${ada}/profile`); for (const one of await page.locator('details.rows summary').all()) await one.click() },
    'fields and purposes': at('/console/profiles'),
    'a field more': async page => { await page.goto(url + '/console/profiles'); for (const one of await page.locator('details.rows summary').all()) await one.click() },
  }
}

/** Somebody who is forgotten, and somebody who may be. */
async function forgotten(page, whom) {
  await sent(page, `${whom}/forget`, { why: 'asked', sure: 'yes' })
  return { 'who was forgotten': at('/console/people/forgotten') }
}

/** A company to which somebody belongs, and one that is closed. */
async function accounts(page, ada) {
  const form = (name, reference) => ({ name, kind: 'company', note: 'They order in spring and pay in autumn.', unit: '', reference })
  const opened = async (name, reference) => (await sent(page, '/console/accounts', form(name, reference))).headers().location.split('?')[0]
  const one = await opened('Featherstonehaugh & Daughters, Purveyors of Lamps', 'acme-0000-0000-0001'), other = await opened('', 'acme-2')
  await sent(page, `${one}/members`, { person: ada.split('/').at(-1), role: 'owner' })
  await sent(page, `${other}/closing`, {})
  return {
    'accounts': at('/console/accounts'),
    'no such account': at('/console/accounts?q=zzzzzz'),
    'a new account': at('/console/accounts/new'),
    'an account': at(one),
    'somebody for an account': at(`${one}?find=a`),
    'an account to change': at(`${one}/change`),
    'a closed account': at(other),
  }
}

async function profile(page, ada) {
  for (const [key, name, kind, choices, note] of [['shoe_size', 'Shoe size', 'number', '', 'European'], ['newsletter', 'Wants the newsletter', 'yes_no', '', ''],
    ['member_since', 'Member since', 'day', '', ''], ['favourite', 'Favourite department', 'choice', 'Lamps\nChairs\nEverything for the garden', 'As they said it themselves'], ['remark', 'Remark', 'text', '', '']])
    await sent(page, '/console/profiles/fields', { key, name, kind, choices, note })
  await sent(page, `${ada}/profile`, { 't.shoe_size': '41.5', 't.newsletter': 'true', 't.member_since': '2024-02-29', 't.favourite': 'Lamps', 't.remark': 'Comes on Thursdays, with the dog' })
  // A program once said it, and nobody asks for it any more.
  await sent(page, '/console/profiles/fields', { key: 'loyalty_programme_identifier', name: 'Number', kind: 'text', choices: '', note: '' })
  await sent(page, `${ada}/profile`, { 't.loyalty_programme_identifier': 'AAAA-BBBB-CCCC-DDDD-EEEE-FFFF-0123456789' })
  await sent(page, '/console/profiles/fields/removal', { key: 'loyalty_programme_identifier' })
  for (const [key, name] of [['newsletter', 'Newsletter'], ['calls', 'Telephone calls about offers'], ['partners', 'Passing on to partners'], ['letters', 'Letters']])
    await sent(page, '/console/profiles/purposes', { key, name, about: 'We write at most once a week, and only about what is in the shop.' })
  await sent(page, `${ada}/consents`, { purpose: 'newsletter', given: 'true', words: 'At the counter, on a card with her signature.' })
  await sent(page, `${ada}/consents`, { purpose: 'calls', given: 'true', words: 'On the telephone.' })
  await sent(page, `${ada}/consents`, { purpose: 'calls', given: 'false', words: '' })
  await sent(page, '/console/profiles/purposes/closing', { key: 'letters' })
  await sent(page, `${ada}/holdings`, { name: 'Standing lamp “Aurora”', kind: 'lamp', reference: 'SN-2041-77', since: '2025-03-01', until: '' })
  await sent(page, `${ada}/holdings`, { name: 'Guarantee, five years', kind: '', reference: '', since: '2020-03-01', until: '2025-03-01' })
}

/** A source that reports what nobody knows, wrong things, and what is held; and what staff said of it. */
async function meanings(page) {
  const to = (await sent(page, '/console/sources', { source_name: 'The till', sends_from: 'server' })).headers().location
  const opened = await (await page.request.get(url + to)).text()
  const source = opened.match(/\/console\/sources\/[0-9a-f-]{36}/)[0], writeKey = opened.match(/data-copy="([\w-]{43})"/)[1]
  const says = async batch => expect((await page.request.post(url + '/v1/batch', { data: { writeKey, batch } })).ok(), 'the till reports')
  const track = (event, properties) => ({ type: 'track', userId: 'grace', event, properties, context: { library: { name: 'analytics-node', version: '2.1.0' } } })
  await sent(page, '/console/plan/names', { name: 'Lamp Lit', kind: 'lamps.lit', note: 'Pressed on the lamp itself.', fact_1_name: 'room', fact_1_type: 'text', fact_1_required: 'true', fact_2_name: 'brightness', fact_2_type: 'number' })
  await says([track('Lamp Lit', { room: 'hall' }), track('order complete', { revenue: 12 }), track('A name so long that it hardly fits into any table of any page at all', {}), { type: 'track', userId: 'grace' }])
  await sent(page, `${source}/strictness`, { strictness: 'hold' })
  await says([track('Lamp Broken', { room: 'hall' }), track('Lamp Lit', { brightness: 'high' })])
  const name = '/console/plan/name?name='
  return {
    'the tracking plan': at('/console/plan'),
    'names of our own': at('/console/plan?meant=own'),
    'no such name': at('/console/plan?q=zzzzzz'),
    'a name of our own': at(`${name}Lamp%20Lit`),
    'a name that is nearly one': at(`${name}order%20complete`),
    'a name of everybody': at(`${name}Order%20Completed`),
    'refused: a meaning': refused(`${name}Lamp%20Lit`, 'form.stack[action="/console/plan/names"]', { kind: 'Lamps!' }),
    'refused: a plan': async page => {
      await page.goto(url + '/console/plan')
      await page.fill('#f-file', 'none')
      await page.click('form[action="/console/plan/file"] button')
      await page.click('#confirm [value=yes]')
      await page.waitForSelector('main .errors')
    },
    'names that have a meaning': pressed('/console/plan/specification', 'details summary'),
    'a source that holds': at(source),
    'what was wrong': at('/console/sources/wrong'),
    'a lost wrong': at('/console/sources/wrong?q=zzzzzz'),
  }
}

async function putForward(page, title) {
  await page.goto(url + '/ideas/new')
  await page.fill('#f-title', title)
  await page.fill('#f-body', 'The stairs are steep.')
  if (await page.locator('#f-board').count()) await page.selectOption('#f-board', { index: 1 })
  await page.click('main form button.primary')
  if (await page.locator('section.errors button').count()) await page.click('section.errors button')
  await page.waitForURL(/\/ideas\/[0-9a-f-]{36}$/)
  return new URL(page.url()).pathname
}

const opened = person => ({
  'the palette': async page => {
    await page.goto(url + '/console')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('an')
    await page.waitForSelector('#palette a[href^="/console/people/"]')
  },
  'words in all that was written': at('/console/search?q=late'), 'words that are nowhere': at('/console/search?q=zzzz'),
  'words on the site': at('/search?q=late'), 'words too short': at('/search?q=l'),
  'the keys': async page => { await page.goto(url + '/console'); await page.keyboard.press('?'); await page.waitForSelector('#shortcuts[open]') },
  'the navigation of a telephone': async page => {
    await page.goto(url + '/console')
    const button = page.locator('.topbar [popovertarget=nav]')
    if (await button.isVisible()) await button.click()
  },
  'the menu of the account': async page => { await navigation(page); await page.click('[popovertarget=me]') },
  'the menu of the units': async page => { await navigation(page); await page.click('[popovertarget=units]') },
  'a question before what cannot be undone': pressed('/console/ideas/settings', 'form[data-confirm] button'),
  'tagging a person': pressed(person, '[popovertarget=tagging]'),
  'naming a person': pressed(person, '[popovertarget=naming]'),
  'narrowing a timeline': pressed(person, 'details.rows summary'),
  'kept lists': pressed('/console/people', '[popovertarget=views]'),
  'many ideas at once': pressed('/console/ideas', 'details.bulk-in summary'),
  'own days': pressed('/console/measures', 'details.days summary'),
  'said after saving': pressed('/console/me', 'form[action$="/me"] button'),
  'nobody found': at('/console/people?q=zzzzzz'),
  'no idea found': at('/console/ideas?q=zzzzzz'),
  'nothing found': at('/ideas?q=zzzzzz'),
  'a key, shown once': async page => {
    await page.goto(url + '/console/keys')
    await page.fill('#f-key_name', `till ${once()}`)
    await page.click('form[action$="/keys"] button')
    await page.waitForSelector('.copy code')
  },
})

async function navigation(page) {
  await page.goto(url + '/console')
  const button = page.locator('.topbar [popovertarget=nav]')
  if (await button.isVisible()) await button.click()
}

const shopRefuses = (own, member) => {
  const desk = `/console${own}`
  return {
    'refused: an answer': refused(desk, 'form[action$="/answer"]', { text: '', stage: 'declined' }),
    'refused: a staff comment': refused(desk, 'form[action$="/comments"]', { comment: '' }),
    'refused: a note': refused(desk, 'form[action$="/notes"]', { note: '' }),
    'refused: tags': refused(desk, 'form[action$="/tags"]', { tags: 'a, b, c, d, e, f, g' }),
    'refused: a removal': refused(desk, 'form[action$="/holding"]', { removal_reason: '' }),
    'refused: an amount': refused(`${desk}/money`, 'form.stack[action$="/money"]', { amount: 'much' }),
    'refused: shares': refused(`${desk}/money`, 'form[action$="/credit"]', { share: '200' }),
    'refused: a vote on behalf': refused(`${desk}/votes`, 'form[action$="/votes"].stack'),
    'refused: a release': refused('/console/ideas/releases', 'form[action$="/releases"]', { title: '' }),
    'refused: a board': refused('/console/ideas/boards', 'form[action$="/boards"]', { name: '', key: 'No Key!' }),
    'refused: a promise': refused('/console/ideas/settings', 'form[action$="/settings"]', { promise_days: '0' }),
    'refused: stages': refused('/console/ideas/settings', 'form[action$="/stages"]', { 'label.planned': '' }),
    'refused: an invitation': refused('/console/staff', 'form[action$="/invitations"]', { name: '', email: 'nobody' }),
    'refused: a member': refused(member, `form[action="${member}"]`, { name: '' }),
    'refused: the organisation': refused('/console/settings', 'form[action$="/settings"]', { organisation: '', slug: '!!' }),
    'refused: a unit': refused('/console/settings', 'form[action$="/units"]', { unit_name: '' }),
    'refused: a key': refused('/console/keys', 'form[action$="/keys"]', { key_name: '' }),
    'refused: an account': refused('/console/me', 'form[action$="/me"]', { name: '' }),
    'refused: a password': refused('/console/me', 'form[action$="/password"]', { old: 'x', password: 'x', again: 'y' }),
    'refused: days': async page => { await page.goto(url + '/console/measures?window=custom&from=2026-03-02&to=2026-03-01'); await page.waitForSelector('main .errors') },
    'not there (404)': answers('/console/nowhere', 404),
    'not understood (422)': answers('/console/measures?window=bogus', 422),
  }
}

const customers = (own, away) => ({
  'an idea of mine, other words': at(`${own}/edit`),
  'an idea merged away': at(away),
  'what was said before': async page => {
    await page.goto(url + '/ideas')
    await page.locator('#begin').pressSequentially('A bench on the second floor')
    await page.waitForSelector('#similar li')
  },
  'refused: an idea': refused('/ideas/new', 'form[action="/ideas"]', { title: '' }),
  'refused: other words': refused(`${own}/edit`, 'form[action$="/edit"]', { title: '' }),
  'refused: a comment': refused(own, 'section[aria-labelledby=cm] > form', { body: '' }),
  'refused: a name': refused('/my-part', 'form[action$="/name"]', { name: '' }),
  'no such page (404)': answers('/nowhere', 404),
  'no such idea (404)': answers('/ideas/01a200fb-0a6c-73fc-9a71-be5668e70070', 404),
  'a vote for my own (409)': posted(`${own}/votes`, 409),
})

const door = () => ({
  '/': at('/'), '/ideas': at('/ideas'), '/sign-in': at('/sign-in'), '/console/sign-in': at('/console/sign-in'),
  'refused: an address': refused('/sign-in', 'main form', { email: 'nobody' }),
  'a code was sent': async page => {
    await page.goto(url + '/sign-in')
    await page.fill('#f-email', `${once()}@door.example`)
    await page.click('main button.primary')
    await page.waitForSelector('#f-code')
  },
  'refused: a code': async page => {
    const email = `${once()}@door.example`
    await page.goto(url + '/sign-in')
    await page.fill('#f-email', email)
    await page.click('main button.primary')
    await page.waitForSelector('#f-code')
    await refused('', 'form[action$="/code"]', { code: '000000' })(page)   // of a million it is not this one
  },
  'too many codes (429)': async page => {
    for (let i = 0; i < 8; i++) {
      await page.goto(url + '/sign-in')
      await page.fill('#f-email', 'too-many@door.example')
      const [answer] = await Promise.all([page.waitForNavigation(), page.click('main button.primary')])
      if (answer.status() === 429) return
    }
    throw new Error('codes without end')
  },
  'a password': at('/sign-in/password'),
  'refused: a password': refused('/sign-in/password', 'main form', { email: `${once()}@door.example`, password: 'not the words' }),
  'refused: staff': refused('/console/sign-in', 'main form', { email: `${once()}@door.example`, password: 'not the words' }),
  'a token that is none (from the shop)': at('/sign-in/token?token=none'),
  'a link that is over (of a letter)': at('/sign-in/link?token=none'),
  'a form from elsewhere (403)': async page => {
    await page.goto('about:blank')
    await page.setContent(`<form method="post" action="${url}/sign-out"><button>go</button></form>`)
    const [answer] = await Promise.all([page.waitForNavigation(), page.click('button')])
    expect(answer.status() === 403, `a form from elsewhere is answered with ${answer.status()}`)
  },
})

/** An empty server, before anybody has set it up. */
export const beforeSetUp = link => rooms({
  'before the set-up': [undefined, {
    '/set-up': page => page.goto(link),
    'refused: a set-up': async page => { await page.goto(link); await refused('', 'main form', { organisation: '', email: 'nobody', password: 'short', again: 'other' })(page) },
    'set-up without its link': at('/set-up'),
  }],
})

/** A shop on its first day: nothing in it yet; its doors. */
export async function theNewShop(b, link) {
  const page = async state => (await b.newContext({ storageState: state })).newPage()
  const mary = await page()
  await mary.goto(link)
  for (const [name, value] of Object.entries({ organisation: 'Moss & Fern', ...OWNER, again: OWNER.password })) await mary.fill(`#f-${name}`, value)
  await mary.click('main button.primary')
  await mary.waitForURL('**/console')
  const invite = async (name, role) => {
    await mary.goto(url + '/console/staff')
    await mary.fill('#f-name', name)
    await mary.fill('#f-email', `${name}@moss.example`)
    await mary.check(`#f-role input[value=${role}]`)
    await mary.click('form[action$=invitations] button')
    return shownLink(mary)
  }
  const joined = async (name, role) => {
    const member = await page(), password = `the words of ${name} alone`
    await setPassword(member, await invite(name, role), password)
    await signIn(member, { email: `${name}@moss.example`, password })
    await member.waitForURL('**/console')
    return { page: member, email: `${name}@moss.example`, password }
  }
  const kurt = await joined('kurt', 'viewer'), edsger = await joined('edsger', 'manager'), grace = await joined('grace', 'owner')
  await secondFactor(kurt.page, kurt.password)
  await edsger.page.goto(url + '/console/me')
  await edsger.page.click('form[action$=draft] button')
  const invitation = await invite('alan', 'agent')
  await mary.goto(url + '/console/staff')
  await mary.getByRole('link', { name: 'grace' }).first().click()
  await mary.click('form[action$=reset] button')
  const reset = await shownLink(mary)
  const state = await mary.context().storageState()
  return rooms({
    'on the first day': [state, asScenes(await everyPage(b, state))],
    'with one lock more': [await kurt.page.context().storageState(), lockedTwice(kurt)],
    'setting up a lock': [await edsger.page.context().storageState(), {
      '/console/me/factor, begun': at('/console/me/factor'),
      'refused: a code of the telephone': refused('/console/me/factor', 'form[action$="/factor"]', { code: '12', old: edsger.password }),
    }],
    'at its doors': [undefined, { '/': at('/'), '/ideas': at('/ideas'), '/ideas/roadmap': at('/ideas/roadmap'), '/ideas/changelog': at('/ideas/changelog'),
      '/set-up, over': at('/set-up'), ...newDoors(kurt, invitation, reset, grace) }],
  })
}

const lockedTwice = kurt => ({
  '/console/me, locked twice': at('/console/me'),
  '/console/me/factor, on': at('/console/me/factor'),
  'refused: other codes on paper': refused('/console/me/factor', 'form[action$="/codes"]', { old: 'not it' }),
  'codes on paper': async page => {
    await page.goto(url + '/console/me/factor')
    await page.fill('form[action$="/codes"] [name=old]', kurt.password)
    await page.click('form[action$="/codes"] button')
    await page.waitForSelector('.codes code')
  },
  'not for a viewer (403)': answers('/console/settings', 403),
})

const newDoors = (kurt, invitation, reset) => ({
  '/console/invitation': page => page.goto(invitation),
  'refused: an invitation': async page => { await page.goto(invitation); await refused('', 'main form', { password: 'short', again: 'other' })(page) },
  '/console/reset': page => page.goto(reset),
  'refused: a new password': async page => { await page.goto(reset); await refused('', 'main form', { password: 'short', again: 'other' })(page) },
  'a link that is over (404)': answers('/console/invitation?token=none', 404),
  '/console/forgotten': at('/console/forgotten'),
  'the link of a letter': async page => {
    const email = `${once()}@door.example`
    await page.goto(url + '/sign-in')
    await page.fill('#f-email', email)
    await page.click('main button.primary')
    await page.waitForSelector('#f-code')
    await page.goto(`${url}/sign-in/link?${new URL(linkFor(email)).searchParams}`)
    await page.waitForSelector('form[action="/sign-in/link"]')
  },
  'a link was asked for': async page => {
    await page.goto(url + '/console/forgotten')
    await page.fill('#f-email', `${once()}@door.example`)
    await page.click('main button.primary')
  },
  '/console/sign-in/code': async page => { await signIn(page, kurt); await page.waitForSelector('#f-code') },
  'refused: a code at the door': async page => { await signIn(page, kurt); await page.waitForSelector('#f-code'); await refused('', 'main form', { code: '12' })(page) },
})
