// See e2e/checks/60-payloads. PHASE fill: fills everything and sweeps. PHASE look: looks at every page
// in Chromium. PHASE set-up: the form of an empty server.
import { readFileSync, writeFileSync } from 'node:fs'
import { Someone, url, wrongWith } from './asking.mjs'
import { spread } from './corpus.mjs'
import { fields, isSwept, queries, unfilled } from './fields.mjs'
import { Filling, fill, plain } from './fill.mjs'
import { bringIn, cli, shop } from './imports.mjs'
import { control, Looker } from './look.mjs'
import { files } from './files.mjs'
import { DEFAULTS, at, sweep } from './sweep.mjs'
import { singles } from './singles.mjs'

const COUNT = Number(process.env.COUNT || 60)
const { SITE_DATA: data, CSP, PHASE } = process.env
const PASSWORD = 'a walk along the wall by night'
const payloads = spread(COUNT)
if (new Set(payloads).size !== COUNT) throw new Error('the payloads are not distinct')
const kept = `${data}/filled.json`

async function owner() {
  const token = cli('staff', 'add', '--name', 'Owner', '--email', 'owner@one.example', '--role', 'owner').match(/token=([\w-]+)/)[1]
  const browser = new Someone()
  await browser.post('/console/invitation', { token, password: PASSWORD, again: PASSWORD })
  await browser.post('/console/sign-in', { email: 'owner@one.example', password: PASSWORD })
  return browser
}

async function fillAll() {
  const write = new Someone({ key: cli('key', 'add', '--name', 'k', '--scope', 'write').trim() })
  const filling = new Filling(await owner(), write, shop())
  await filling.owner.post('/console/ideas/boards', { key: 'b', name: 'Board', intro: '', unit: '', place: '1' })
  const customer = await filling.customer('me', 'Ada')
  await fill(filling, payloads)
  bringIn(payloads)
  const document = JSON.parse((await write.get('/openapi.json')).text)
  const things = await thingsOf(filling, customer)
  await singles(filling, things, payloads[0])
  const missing = unfilled(document, filling.filled)
  if (missing.length) throw new Error(`nobody fills these fields; fill them in fill.mjs or say in fields.mjs why not:\n  ${missing.join('\n  ')}`)
  const put = payloads.length * 10
  if (filling.counts.ideas !== put) throw new Error(`${filling.counts.ideas} ideas where ${put} were due`)
  const swept = await sweep(document, payloads, filling, things)
  writeFileSync(kept, JSON.stringify({ filled: [...filling.filled], ideas: filling.ideas, own: filling.own, people: filling.people, profiled: filling.profiled, linked: filling.linked, planned: filling.planned, accounts: filling.accounts, orders: filling.orders, letters: filling.letters, complaints: filling.complaints, rights: filling.rights, problem: filling.problem, friends: filling.friends, things: { ...things, customer: null, both: null },
    owner: filling.owner.cookies, customer: customer.cookies, key: write.key }))
  console.log(`  R6: ${payloads.length} payloads in ${filling.filled.size} fields that keep them; ${put} ideas put forward, ${payloads.length} imported; `
    + `${swept.asked} questions in ${swept.swept.size} other fields, queries and headers: ${Object.entries(swept.statuses).map(([s, n]) => `${n} × ${s}`).join(', ')}`)
  say(swept.wrong)
}

/** Ids and values with which paths and other fields are filled. */
async function thingsOf(filling, customer) {
  const { owner } = filling, id = async (page, pattern) => (await owner.get(page)).text.match(new RegExp(`${pattern}([0-9a-f]{8}-[0-9a-f-]{27})`))?.[1]
  const idea = filling.ideas[0]
  return { ...DEFAULTS, id: idea, idea, into: filling.ideas[1], person: filling.people[0], 'people id': filling.people[0], staff: DEFAULTS.staff,
    'schemes id': await id('/console/points', '/console/points/schemes/'), 'rules id': await id('/console/points/rules', '/console/points/rules/'), 'rewards id': await id('/console/points/rewards', '/console/points/rewards/'),
    'complaints id': filling.complaints[0], 'problems id': filling.problem, 'causes id': await id('/console/complaints/causes', '/console/complaints/causes/'), 'templates id': await id('/console/complaints/settings', '/console/complaints/templates/'),
    'apart id': await id('/console/trust', '/console/trust/apart/'), 'trust id': await id('/console/trust', '/console/trust/apart/'),
    'referrals id': filling.friends[0], 'links id': filling.friends_link, 'my-friends id': filling.friends[0], code: filling.friends_code,
    'accounts id': filling.accounts[0], 'orders id': filling.orders[0], 'all id': filling.letters[0], 'letters id': filling.letters[0], topic: 't0', template: 't0', 'runs id': await id('/console/letters', '/console/letters/runs/'), 'letter-runs id': await id('/console/letters', '/console/letters/runs/'), 'limits id': await id('/console/letters/limits', '/console/letters/limits/'), 'erasures id': await forgotten(filling.write), 'staff id': await id('/console/staff', '/console/staff/'), 'settings id': await id('/console/settings', '/console/settings/units/'),
    'keys id': await id('/console/keys', '/console/keys/'), 'sources id': await id('/console/sources', '/console/sources/'), 'webhooks id': await tested(owner, id), delivery: await id(`/console/webhooks/${await tested(owner, id)}/deliveries`, '/deliveries/'), board: await id('/console/ideas/boards', '/console/ideas/boards/'),
    answer: await id(`/console/ideas/${idea}`, '/answers/'), comment: await id(`/console/ideas/${idea}`, '/comments/'), entry: await id(`/console/ideas/${idea}/money`, '/money/'),
    programme: 'ideas', letter: 'a', name: 'x', customer, both: new Someone({ cookies: { ...customer.cookies, ...owner.cookies } }) }
}

/** The receipt of somebody who is nobody else here. */
async function forgotten(write) {
  const { id } = await write.call('/api/people', { identities: [{ kind: 'login', value: 'forgotten', scope: 'x' }] })
  return (await write.call(`/api/people/${id}/erasure`, { why: 'asked' })).id
}

/** The endpoint of which a test was sent: the one that has a delivery. */
async function tested(owner, id) {
  const all = [...(await owner.get('/console/webhooks')).text.matchAll(/\/console\/webhooks\/([0-9a-f-]{36})/g)].map(m => m[1])
  for (const one of all) if (await id(`/console/webhooks/${one}/deliveries`, '/deliveries/')) return one
}

async function lookAll() {
  const state = JSON.parse(readFileSync(kept, 'utf8'))
  const marks = new Map(state.filled.map(([field, mark]) => [mark, field]))
  const ours = { owner: new Someone({ cookies: state.owner }), write: new Someone({ key: state.key }) }
  const filling = Object.assign(new Filling(ours.owner, ours.write), { filled: new Map(state.filled) })
  const document = JSON.parse((await ours.write.get('/openapi.json')).text)
  const { ran, found } = await control(payloads)
  const looker = new Looker(payloads, marks.keys())
  await looker.start({ ...state.customer, ...state.owner }, '<script>pwned()</script>')
  const whose = async id => JSON.parse((await ours.write.get(`/api/complaints/${id}`)).text).person
  await pages(looker, document, state, whose)
  await byPayload(looker, filling, document, state)
  await answers(looker, document, state)
  const kinds = await files(looker, ours, state)
  await looker.page.waitForTimeout(300)
  await looker.end()
  console.log(`  R6 policy ${CSP}: ${looker.looked} pages, ${kinds} files and feeds looked at; where nothing encodes them, ${ran} of ${payloads.length} payloads run and ${found} are found standing; here ${looker.ran.length} ran, ${looker.wrong.length} stood`)
  const wrong = [...looker.ran.map(where => `something ran at ${where}`), ...looker.wrong,
    ...[...looker.unseen.keys()].map(p => `no page says ${JSON.stringify(p)}`),
    ...[...looker.unmarked].filter(m => !UNSHOWN[marks.get(m)]).map(m => `no page shows what was written into ${marks.get(m)}`)]
  if (ran < COUNT / 6 || found < COUNT / 3) wrong.push('the control hardly ran')
  if (looker.looked < COUNT * 4) wrong.push(`only ${looker.looked} pages were looked at`)
  say(wrong)
}

// What is kept and shown on no page, or was overwritten on purpose.
const UNSHOWN = {
  'POST /api/points/earnings about': 'the program’s own name for it',
  'POST /api/points/spendings about': 'the program’s own name for it',
  'POST /console/points/schemes charity': 'shown where points of this scheme are given on',
  'POST /console/points/schemes/{id} charity': 'shown where points of this scheme are given on',
  'POST /console/email/templates name': 'every template of these is given another name',
  'POST /api/orders customer': 'a sign, shown with the person',
  'POST /api/recommendations by.name': 'a person like the others',
  'POST /api/referrals/links by.value': 'a sign, shown with the person',
  'POST /api/referrals/links by.scope': 'a sign, shown with the person',
  'POST /api/referrals by.value': 'a sign, shown with the person',
  'POST /api/referrals by.scope': 'a sign, shown with the person',
  'POST /api/recommendations by.value': 'a sign, shown with the person',
  'POST /api/recommendations by.scope': 'a sign, shown with the person',
  'POST /api/orders/{id}/refunds reference': 'the program’s own name for it',
  'POST /api/orders/{id}/refunds lines': 'names a line by its number',
  'POST /console/orders/{id}/refunds reference': 'keeps a form that is sent twice from giving back twice',
  'POST /api/letters html': 'shown by mail programs alone; the plain words are shown',
  'POST /api/letters about': 'the program’s own name for it',
  'POST /api/letters data': 'for a template',
  'POST /api/people/{id}/subscriptions page': 'in the file of proof, and for programs',
  'POST /api/people/{id}/subscriptions peer': 'in the file of proof, and for programs',
  'POST /api/people/{id}/subscriptions agent': 'in the file of proof, and for programs',
  'POST /console/letters/addresses/removal note': 'in the audit, which says what changed on approach',
  'POST /api/suppressions/removal note': 'in the audit, which says what changed on approach',
  'POST /api/products reference': 'the program’s own number; the name is shown',
  'POST /api/products variant': 'the program’s own number; the name is shown',
  'POST /console/complaints/causes/{id}/check evidence': 'whoever said that it was fixed may not say that it is gone',
  'POST /console/people/{id}/tags/removal tag': 'it takes the tag off',
  'POST /console/people/{id}/apart reason': 'kept with the pair about whom nobody is asked any more',
}

/** Every page there is, and the lists to their ends. */
async function pages(looker, document, { things, planned, rights, problem }, whose) {
  const get = Object.entries(document.paths).filter(([, m]) => m.get).map(([path]) => path)
  const noPage = /\.(json|csv|sql|atom)$|^\/api\/|^\/live|^\/assets|export|\/rows$|\/find$|plan\/file$|\/sent$|live-feed|openapi|beancount|preview/
  for (const path of get) if (!noPage.test(path)) await looker.visit(at(path, things) + (path.endsWith('/token') || /invitation|reset/.test(path) ? '?token=x' : ''))
  for (const list of ['/ideas?order=new', '/ideas/removed?', '/ideas/changelog?', '/console/ideas?tab=all', '/console/ideas?tab=held', '/console/ideas?tab=spam', '/console/people?sort=name', '/console/people/merges?', '/console/plan?', '/console/ideas/releases?', '/console/orders?', '/console/orders/products?', '/console/letters/addresses?', '/console/complaints?which=all', '/console/referrals?which=all'])
    for (let n = 1; n <= Math.min(20, 1 + COUNT / 8); n++) await looker.visit(`${list}&page=${n}`.replace('?&', '?'))
  for (const name of planned) await looker.visit(`/console/plan/name?${new URLSearchParams({ name })}`)
  for (const id of rights) await looker.visit(`/console/complaints/${id}`)
  for (const id of rights.slice(0, 8)) await looker.visit(`/console/people/${await whose(id)}`)
  await looker.visit(`/complaints/problems/${problem}`)
  await looker.visit('/console/email/templates/tp')
  for (const letter of 'bcdefgh') await looker.visit(`/console/measures/ideas/${letter}`)
}

/** The pages of each payload's own idea, and its turn in queries and in what there is only one of. */
async function byPayload(looker, filling, document, state) {
  const asked = queries(document).filter(({ path }) => !/^\/api|export|\.(json|csv|sql)$|\/find|\/rows$|plan\/file$/.test(path))
  for (const [i, payload] of payloads.entries()) {
    await singles(filling, state.things, payload)
    await looker.visit(`/console/ideas/${state.ideas[i]}`)
    await looker.visit(`/ideas/${state.ideas[i]}`)
    await looker.visit(`/ideas/${state.own[i]}`)
    await looker.visit(`/console/people/${state.profiled[i]}/profile`)
    await looker.visit(`/console/accounts/${state.accounts[i]}`)
    await looker.visit(`/console/orders/${state.orders[i]}`)
    await looker.visit(`/console/letters/all/${state.letters[i]}`)
    await looker.visit(`/console/complaints/${state.complaints[i]}`)
    await looker.visit(`/console/referrals/${state.friends[i]}`)
    if (i % 4 === 0) await looker.visit(`/console/people/${state.profiled[i]}`)
    await looker.visit(`/console/people/${i % 2 ? state.linked[i] : state.profiled[i]}/why`)
    await looker.visit(i % 2 ? `/console/people/${state.people[i]}` : `/console/ideas/${state.ideas[i]}/money`)
    for (const [k, { path, names }] of asked.entries()) {
      if (k % 12 !== i % 12) continue
      const words = names.filter(n => /^(q|to|title|tag|question|done|token)$/.test(n))
      const turn = words.length ? words : [names[Math.floor(i / 12) % names.length]]
      await looker.visit(`${at(path, state.things)}?${new URLSearchParams(Object.fromEntries(turn.map(n => [n, payload])))}`)
    }
    if (i % 6 === 0) await looker.visit(`/nowhere/${encodeURIComponent(payload)}`)
  }
}

/** The answers to forms that cannot be taken, as pages: each field with another payload. */
async function answers(looker, document, { things }) {
  const forms = fields(document).filter(f => !f.json && isSwept(f) && !/sign-out|sessions|password|factor/.test(f.path))
  for (const [i, field] of forms.entries()) {
    const others = Object.fromEntries(forms.filter(f => f.path === field.path).map(f => [f.name, things[f.name] ?? '']))
    if (others.email) others.email = `look${i}@one.example`
    await looker.visit(at(field.path, things), { ...others, [field.name]: payloads[i % payloads.length] })
  }
}

/** The form of an empty server: refused with every payload, then taken with some. */
async function setUp() {
  const token = new URL(process.env.SITE_LINK).searchParams.get('token')
  const form = p => ({ token, organisation: plain(p).slice(0, 90), name: plain(p).slice(0, 90), email: 'o@one.example', password: PASSWORD, again: PASSWORD, currency: 'USD', zone: 'Europe/London', language: 'en', unit_name: plain(p).slice(0, 90) })
  const wrong = [], nobody = new Someone()
  const looker = new Looker(payloads, [])
  await looker.start({}, '<script>pwned()</script>')
  for (const [i, payload] of payloads.entries()) {
    const broken = { ...form(payload), [['email', 'again', 'currency', 'zone', 'language'][i % 5]]: payload }
    wrong.push(...wrongWith(await nobody.ask('POST', '/set-up', { form: broken }), payload))
    if (i % 6 === 0) await looker.visit('/set-up', broken)
  }
  const first = payloads.find(p => p.startsWith('"><')) ?? payloads[0]
  await nobody.post('/set-up', form(first))
  for (const path of ['/', '/ideas', '/sign-in', '/console/sign-in']) await looker.visit(path)
  await looker.end()
  console.log(`  R6 set-up: ${payloads.length} forms, ${looker.looked} pages looked at, ${looker.ran.length} ran`)
  say([...wrong, ...looker.ran, ...looker.wrong, ...(looker.unseen.has(first) ? ['the organisation does not show'] : [])])
}

function say(wrong) {
  for (const words of wrong.slice(0, 40)) console.log(`  WRONG: ${words}`)
  if (wrong.length) { console.log(`  ${wrong.length} wrong`); process.exit(1) }
}

await { fill: fillAll, look: lookAll, 'set-up': setUp }[PHASE]()
