// Fills every field that keeps what people write, with every payload.
import { atOnce } from './asking.mjs'
import { care } from './care.mjs'
import { friends } from './friends.mjs'

const ID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
// A tag has 30 letters once it is written small, and İ is two then.
const LONGEST = { title: 90, tags: 29, tag: 29, name: 60, intro: 500, reason: 500, removal_reason: 500, evidence: 500, note: 500, grade_note: 500,
  organisation: 100, key_name: 100, source_name: 60, unit_name: 100, description: 200, choices: 100, about: 500, kind: 40, reference: 120, words: 1000, value: 150, consent: 60, role: 40, 'label.<stage>': 30, label: 30, 'by.name': 100, 'by.value': 150, 'by.scope': 20 }
const PAGES = new Set(['body', 'text', 'comment'])   // keep line ends and everything else

/** An identity has no letter that is not seen: two that look the same would be two people. */
export const seen = text => text.replaceAll(/[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g, '')
export const plain = text => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028]/g, ' ')

/** What is filled, and by which mark each field is known where it shows. */
export class Filling {
  constructor(owner, write, customer) {
    Object.assign(this, { owner, write, customer, filled: new Map(), ideas: [], own: [], people: [], profiled: [], linked: [], planned: [], accounts: [], orders: [], letters: [], counts: { ideas: 0 } })
  }

  /** The payload as this field takes it, with the field's mark behind it. */
  text(operation, name, payload, most = LONGEST[name] ?? 1000) {
    const field = `${operation} ${name}`
    if (!this.filled.has(field)) this.filled.set(field, `z${this.filled.size}q`)
    const mark = this.filled.get(field)
    const clean = PAGES.has(name) ? payload.replaceAll('\u0000', ' ') : plain(payload)
    return [...clean].slice(0, most - mark.length - 1).join('') + ' ' + mark
  }

  /** Posts a form to an operation; `words` says which fields take the payload. */
  async post(who, operation, path, words, payload, rest = {}) {
    const form = { ...rest }
    for (const name of words) form[name] = this.text(`POST ${operation}`, name, payload)
    return who.post(path, form)
  }

  /** By what somebody is known. */
  sign(operation, payload, i) {
    const text = name => seen(this.text(`POST ${operation}`, `by.${name}`, payload))
    return { kind: 'login', value: `${i} ${text('value')}`, scope: text('scope') }
  }

  by(operation, payload, i) {
    return { ...this.sign(operation, payload, i), name: this.text(`POST ${operation}`, 'by.name', payload) }
  }
}

export async function fill(filling, payloads) {
  await atOnce(payloads, 6, (payload, i) => round(filling, payload, i))
  await few(filling, payloads)
  return filling
}

/** Ideas with everything that can be said of them. */
async function round(f, payload, i) {
  const idea = await put(f, payload, i)
  const person = JSON.parse((await f.write.get(`/api/ideas/${idea}`)).text).author.person
  f.ideas[i] = idea; f.people[i] = person
  const desk = `/console/ideas/${idea}`
  await said(f, payload, idea, desk, i)
  await byProgram(f, payload, idea, i)
  await answered(f, payload, idea, desk)
  await reckoned(f, payload, desk)
  await reckonedByProgram(f, payload, idea)
  await removed(f, payload, i)
  await asCustomer(f, payload, i)
  await renamed(f, payload, idea, i)
  const one = `/console/people/${person}`
  await f.post(f.owner, '/console/people/{id}/tags', `${one}/tags`, ['tag'], payload)
  await f.post(f.owner, '/console/people/tags', '/console/people/tags', ['tag'], payload, { person, question: '' })
  await f.post(f.owner, '/console/people/{id}/tags/removal', `${one}/tags/removal`, ['tag'], payload)
}

/** One who commented is called otherwise by staff; the others keep their names. */
async function renamed(f, payload, idea, i) {
  const body = `Of another name ${i}`
  await f.write.call(`/api/ideas/${idea}/comments`, { body, by: { kind: 'login', value: `renamed${i}`, scope: 'x' } })
  const { comments } = JSON.parse((await f.write.get(`/api/ideas/${idea}/comments`)).text)
  const { person } = comments.find(c => c.body === body)
  await f.post(f.owner, '/console/people/{id}/name', `/console/people/${person}/name`, ['name'], payload)
}

async function put(f, payload, i) {
  const operation = '/api/ideas', text = name => f.text(`POST ${operation}`, name, payload)
  // The same words of the same person within minutes are one idea: so each has its number in front.
  const body = `${f.counts.ideas++} ${text('body')}`
  return (await f.write.call(operation, { board: 'b', title: text('title'), body, tags: [text('tags')], by: f.by(operation, payload, i) })).id
}

/** Comments, votes, tags and notes. */
async function said(f, payload, idea, desk, i) {
  const api = '/api/ideas/{id}', at = `/api/ideas/${idea}`
  await f.write.call(`${at}/comments`, { body: f.text(`POST ${api}/comments`, 'body', payload), by: f.by(`${api}/comments`, payload, i) })
  await f.write.call(`${at}/votes`, { by: f.by(`${api}/votes`, payload, i) })
  await f.write.call(`${at}/votes/removal`, { by: f.by(`${api}/votes/removal`, payload, i) })
  await f.post(f.owner, '/console/ideas/{id}/tags', `${desk}/tags`, ['tags'], payload.replaceAll(',', ' '))
  await f.post(f.owner, '/console/ideas/bulk', '/console/ideas/bulk', ['tag'], payload, { verb: 'tag', idea })
  await f.post(f.owner, '/console/ideas/{id}/comments', `${desk}/comments`, ['comment'], payload)
  await f.post(f.owner, '/console/ideas/{id}/notes', `${desk}/notes`, ['note'], payload)
  await f.post(f.owner, '/console/ideas/{id}/grade', `${desk}/grade`, ['grade_note'], payload, { grade: '3' })
  await f.post(f.owner, '/console/ideas/{id}/votes', `${desk}/votes`, ['name', 'note'], payload, { channel: 'phone', person: '', email: `heard${i}@one.example` })
  const { id } = await f.write.call(`${at}/comments`, { body: 'x', by: { kind: 'login', value: `hidden${i}`, scope: 'x' } })
  await f.post(f.owner, '/console/ideas/{id}/comments/{comment}/hiding', `${desk}/comments/${id}/hiding`, ['reason'], payload)
}

const STAFF = 'owner@one.example'

/** The same by a program, and what authors do by one. */
async function byProgram(f, payload, idea, i) {
  const call = async (rest, at, words, more = {}) => {
    const operation = `/api/ideas/{id}/${rest}`, json = { ...more }
    for (const name of words) json[name] = name === 'by' ? f.by(operation, payload, i) : f.text(`POST ${operation}`, name, payload)
    return f.write.call(`/api/ideas/${at}`, json)
  }
  const put = by => { f.counts.ideas++; return f.write.call('/api/ideas', { board: 'b', title: `Of a program ${i}`, body: '', by }) }
  await call('edit', `${(await put(f.by('/api/ideas/{id}/edit', payload, i))).id}/edit`, ['by', 'title', 'body'])
  await call('withdrawal', `${(await put(f.by('/api/ideas/{id}/withdrawal', payload, i))).id}/withdrawal`, ['by'])
  for (const rest of ['followers', 'followers/removal']) await call(rest, `${idea}/${rest}`, ['by'])
  await call('votes/heard', `${idea}/votes/heard`, ['by', 'note'], { staff: STAFF, channel: 'phone' })
  await call('notes', `${idea}/notes`, ['body'], { staff: STAFF })
  await call('grade', `${idea}/grade`, ['note'], { staff: STAFF, grade: 3 })
  const said = by => f.write.call(`/api/ideas/${idea}/comments`, { body: `Of a program ${i}`, by })
  const one = await said({ kind: 'login', value: `talked${i}`, scope: 'x' })
  await call('comments/{comment}/thanks', `${idea}/comments/${one.id}/thanks`, ['by'])
  await call('comments/{comment}/hiding', `${idea}/comments/${one.id}/hiding`, ['reason'], { staff: STAFF })
  const own = await said(f.by('/api/ideas/{id}/comments/{comment}/withdrawal', payload, i))
  await call('comments/{comment}/withdrawal', `${idea}/comments/${own.id}/withdrawal`, ['by'])
  for (const rest of ['holding', 'spam']) {
    const { id } = await put({ kind: 'login', value: `${rest}${i}`, scope: 'x' })
    await call(rest, `${id}/${rest}`, ['reason'], { staff: STAFF })
  }
}

async function reckonedByProgram(f, payload, idea) {
  const told = (rest, name) => f.text(`POST /api/ideas/${rest}`, name, payload)
  const { answers } = JSON.parse((await f.write.get(`/api/ideas/${idea}`)).text)
  await f.write.call(`/api/ideas/${idea}/answers/${answers[0].id}/correction`, { staff: STAFF, text: told('{id}/answers/{answer}/correction', 'text') })
  const { entries } = await f.write.call(`/api/ideas/${idea}/money`, { staff: STAFF, kind: 'saved', basis: 'claimed', amount: '3.50', note: told('{id}/money', 'note') })
  await f.write.call(`/api/ideas/${idea}/money/${entries.at(-1).id}/taking-back`, { staff: STAFF, note: told('{id}/money/{entry}/taking-back', 'note') })
  await f.write.call('/api/ideas/releases', { staff: STAFF, title: told('releases', 'title'), body: told('releases', 'body'), ideas: [idea], publish: true })
}

/** A no with its reason, a yes, and a thing that is there, by staff and by a program. */
async function answered(f, payload, idea, desk) {
  const later = new Date(Date.now() + 9e9).toISOString().slice(0, 10)
  const staff = '/console/ideas/{id}/answer', api = '/api/ideas/{id}/answer'
  const told = (name, of) => f.text(`POST ${of}`, name, payload)
  await f.write.call(`/api/ideas/${idea}/answer`, { staff: 'owner@one.example', stage: 'declined', reason: told('reason', api), revisit_on: later, text: told('text', api) })
  await f.post(f.owner, staff, `${desk}/answer`, ['text', 'reason'], payload, { stage: 'not_now', revisit_on: later }).catch(async () =>
    f.post(f.owner, staff, `${desk}/answer`, ['text'], payload, { stage: 'planned' }))
  const page = (await f.owner.get(desk)).text
  const answer = page.match(new RegExp(`answers/(${ID})/correction`))[1]
  await f.post(f.owner, '/console/ideas/{id}/answers/{answer}/correction', `${desk}/answers/${answer}/correction`, ['text'], payload)
  if (!page.includes('value="shipped"')) await f.owner.post(`${desk}/answer`, { stage: 'planned' })
  await f.post(f.owner, staff, `${desk}/answer`, ['text', 'evidence'], payload, { stage: 'shipped' })
  await f.owner.post(`${desk}/answer`, { stage: 'in_progress' })
  await f.write.call(`/api/ideas/${idea}/answer`, { staff: 'owner@one.example', stage: 'shipped', evidence: told('evidence', api) })
}

async function reckoned(f, payload, desk) {
  const before = (await f.owner.get(`${desk}/money`)).text
  await f.post(f.owner, '/console/ideas/{id}/money', `${desk}/money`, ['note'], payload, { kind: 'earned', basis: 'claimed', amount: '2.50', currency: 'USD' })
  const entry = (await f.owner.get(`${desk}/money`)).text.match(new RegExp(`money/(${ID})/taking-back`))
  if (!entry || before.includes(entry[1])) throw new Error('no entry to take back')
  await f.post(f.owner, '/console/ideas/{id}/money/{entry}/taking-back', `${desk}/money/${entry[1]}/taking-back`, ['note'], payload)
  await f.post(f.owner, '/console/ideas/releases', '/console/ideas/releases', ['title', 'body'], payload, { publish: 'now', idea: desk.split('/').pop() })
}

/** Taken from view in each of the ways, and merged. */
async function removed(f, payload, i) {
  for (const [operation, path, name, rest] of [
    ['/console/ideas/{id}/holding', id => `/console/ideas/${id}/holding`, 'removal_reason', () => ({})],
    ['/console/ideas/{id}/spam', id => `/console/ideas/${id}/spam`, 'removal_reason', () => ({})],
    ['/console/ideas/bulk', () => '/console/ideas/bulk', 'reason', id => ({ verb: 'spam', idea: id })],
  ]) {
    const id = await put(f, payload, i)
    // The held keep the tags they came with.
    if (rest().verb) await f.write.call(`/api/ideas/${id}/tags`, { staff: STAFF, tags: [f.text('POST /api/ideas/{id}/tags', 'tags', payload)] })
    await f.post(f.owner, operation, path(id), [name], payload, rest(id))
  }
}

/** What customers write themselves. */
async function asCustomer(f, payload, i) {
  const me = await f.customer(`c${i}`, plain(payload).slice(0, 90))
  await f.post(me, '/my-part/name', '/my-part/name', ['name'], payload)
  // Some are seen by a name of their choice. One that could be an address or hurt is refused, and that is right.
  const pseudonym = f.text('POST /my-part/pseudonym', 'pseudonym', `${i}p ${plain(payload)}`, 40)
  if (i % 3 === 0) {
    const { status } = await me.ask('POST', '/my-part/pseudonym', { form: { pseudonym } })
    if (![303, 422].includes(status)) throw new Error(`${status} for the pseudonym ${pseudonym}`)
  }
  const put = async () => {
    // Its number keeps it from being taken for the same idea sent twice.
    const words = payload.replaceAll(',', ' '), body = `${f.counts.ideas++} ${f.text('POST /ideas', 'body', words)}`
    const made = await f.post(me, '/ideas', '/ideas', ['title', 'tags'], words, { board: 'b', anyway: '1', body })
    return made.where.match(new RegExp(ID))[0]
  }
  const id = await put(), first = await put()
  await f.post(me, '/ideas/{id}/comments', `/ideas/${id}/comments`, ['body'], payload)
  await f.post(me, '/ideas/{id}/edit', `/ideas/${id}/edit`, ['title', 'body'], payload)
  f.own[i] = i % 2 ? id : first
}

/** Things of which there may only be so many: as many as fit, several payloads in one where they do. */
async function few(f, payloads) {
  for (const [i, payload] of payloads.slice(0, 90).entries())
    await f.post(f.owner, '/console/ideas/boards', '/console/ideas/boards', ['name', 'intro'], payload, { key: `b${i}`, unit: '', place: '9' })
  for (const [i, payload] of payloads.slice(0, 5).entries()) {
    const words = operation => ({ staff: STAFF, key: `p${i}`, place: 99, name: f.text(`POST ${operation}`, 'name', payload), intro: f.text(`POST ${operation}`, 'intro', payload) })
    const { id } = await f.write.call('/api/ideas/boards', words('/api/ideas/boards'))
    if (i === 0) await f.write.call(`/api/ideas/boards/${id}`, words('/api/ideas/boards/{id}'))
  }
  for (const [i, payload] of payloads.entries())
    await f.post(f.owner, '/console/settings/units', '/console/settings/units', ['unit_name'], payload, { unit_key: `u${i}`, unit_currency: 'USD' })
  for (const group of groups(payloads, 90).slice(0, 90))
    await f.post(f.owner, '/console/keys', '/console/keys', ['key_name'], group, { opens: 'read' })
  for (const group of groups(payloads, 50).slice(0, 45))
    await f.post(f.owner, '/console/sources', '/console/sources', ['source_name'], group, { sends_from: 'server' })
  await told(f, payloads)
  await mailed(f, payloads)
  await asked(f, payloads)
  await profiles(f, payloads)
  await accounts(f, payloads)
  await meanings(f, payloads)
  await orders(f, payloads)
  await points(f, payloads)
  await letters(f, payloads)
  await apart(f, payloads)
  await care(f, payloads)
  await friends(f, payloads)
  await reported(f, payloads)
  for (const [i, group] of groups(payloads, 90).slice(0, 50).entries())
    await f.post(f.owner, '/console/staff/invitations', '/console/staff/invitations', ['name', 'title'], group, { email: `i${i}@one.example`, role: 'viewer', unit: '' })
}

/** Fields of profiles, a hundred at most; purposes, thirty at most, so that payloads stand side by side. */
async function asked(f, payloads) {
  const fields = '/console/profiles/fields', purposes = '/console/profiles/purposes'
  for (const [i, payload] of payloads.slice(0, 90).entries()) {
    const choices = f.text(`POST ${fields}`, 'choices', payload, 100)
    await f.post(f.owner, fields, fields, ['name', 'note'], payload, i % 2 ? { key: `f${i}`, kind: 'choice', choices } : { key: `f${i}`, kind: 'text', choices: '' })
  }
  for (const [i, group] of groups(payloads, 400).slice(0, 25).entries())
    await f.post(f.owner, purposes, purposes, ['about', 'name'], group, { key: `p${i}` })
}

/** What is said of people, by staff and by a program; and who is one person. */
async function profiles(f, payloads) {
  const one = '/console/people/{id}', api = '/api/people/{id}'
  const signs = () => [{ kind: 'login', value: `said${f.counts.said = (f.counts.said ?? 0) + 1}`, scope: 'x' }]
  const known = async (identities = signs()) => (await f.write.call('/api/people', { identities })).id
  for (const [i, payload] of payloads.entries()) {
    const id = await known(), at = `/console/people/${id}`, text = name => f.text(`POST ${api}`, name, payload)
    const traits = { [`t${i}`]: text('traits'), nested: [{ deep: payload.replaceAll('\u0000', ' ') }], f0: plain(payload) }
    const holding = { name: payload.slice(0, 120) || 'x', kind: payload.slice(0, 40), reference: payload.slice(0, 120) }
    await f.write.call(`/api/people/${id}`, { name: text('name'), traits, tags_added: [f.text(`POST ${api}`, 'tags_added', payload.replaceAll(',', ' '), 29)], holdings: [holding], consents: [{ purpose: 'p0', given: true, words: payload }] })
    await f.owner.post(`${at}/profile`, { 't.f0': f.text(`POST ${one}/profile`, 't.<key>', payload) })
    await f.post(f.owner, `${one}/consents`, `${at}/consents`, ['words'], payload, { purpose: 'p0', given: 'true' })
    await f.post(f.owner, `${one}/holdings`, `${at}/holdings`, ['name', 'kind', 'reference'], payload, { since: '2026-01-01', until: '' })
    f.profiled[i] = id
    await oneOrTwo(f, payload, id, known)
  }
}

/** Companies: opened by staff and by a program, and changed by each; which of the four is looked at goes by turns. */
async function accounts(f, payloads) {
  const here = '/console/accounts', api = '/api/accounts', one = `${api}/{id}`
  for (const [i, payload] of payloads.entries()) {
    const text = (op, name, most = 100) => f.text(`POST ${op}`, name, payload, most)
    const reference = op => ({ value: `${i} ${text(op, 'reference.value')}`, scope: text(op, 'reference.scope', 30) })
    const words = op => ({ reference: reference(op), name: text(op, 'name'), note: text(op, 'note'), traits: { [`t${i}`]: text(op, 'traits') } })
    const form = op => ({ kind: 'company', unit: '', reference: `${i} ${f.text(`POST ${op}`, 'reference', plain(payload), 100)}` })
    const known = async name => (await f.write.call(api, { reference: { value: `${name}${i}` } })).id

    const [byStaff] = (await f.post(f.owner, here, here, ['name', 'note'], payload, form(here))).where.match(new RegExp(ID))
    const { id: byProgram } = await f.write.call(api, { ...words(api), kind: 'company' })
    const told = await known('told'), changed = await known('changed')
    await f.write.call(`${api}/${told}`, words(one))
    await f.post(f.owner, `${here}/{id}/change`, `${here}/${changed}/change`, ['name', 'note'], payload, form(`${here}/{id}/change`))
    await members(f, payload, i, told, changed)
    f.accounts.push([byStaff, byProgram, told, changed][i % 4])
  }
}

async function members(f, payload, i, told, changed) {
  const here = '/console/accounts/{id}/members', api = '/api/accounts/{id}/members', at = `/api/accounts/${told}/members`
  await f.post(f.owner, here, `/console/accounts/${changed}/members`, ['role'], payload, { person: f.profiled[i] })
  await f.write.call(at, { by: f.sign(api, payload, i), role: f.text(`POST ${api}`, 'role', payload) })
  const by = f.sign(`${api}/removal`, payload, i)
  await f.write.call(at, { by })
  await f.write.call(`${at}/removal`, { by })
}

/** Made one, taken back, kept apart, a link that was wrong; a value that names nobody. */
async function oneOrTwo(f, payload, id, known) {
  const one = '/console/people/{id}', at = `/console/people/${id}`
  await f.post(f.owner, `${one}/merge`, `${at}/merge`, ['reason'], payload, { other: await known() })
  const merge = (await f.owner.get(`${at}/why`)).text.match(new RegExp(`merges/(${ID})/undo`))[1]
  await f.post(f.owner, '/console/people/merges/{id}/undo', `/console/people/merges/${merge}/undo`, ['reason'], payload)
  await f.post(f.owner, `${one}/apart`, `${at}/apart`, ['reason'], payload, { other: await known() })
  const email = `linked${f.counts.said}@one.example`, both = await known([{ kind: 'login', value: seen(plain(payload)).trim().slice(0, 100) + f.counts.said, scope: 'y' }, { kind: 'email', value: email }])
  const link = (await f.owner.get(`/console/people/${both}/why`)).text.match(/name="link" value="([^"]+)"/)[1]
  await f.post(f.owner, `${one}/links/removal`, `/console/people/${both}/links/removal`, ['reason'], payload, { link })
  const back = (await f.owner.get(`/console/people/${both}/why`)).text
  if (!back.includes(link)) throw new Error('a link that was taken back is not shown')
  f.linked.push(both)
  await f.owner.post('/console/people/rules/blocked', { kind: 'login', value: seen(f.text('POST /console/people/rules/blocked', 'value', payload, 150)) })
}

/** Orders that programs tell, with goods and refunds of every name; goods by themselves; shops. */
async function orders(f, payloads) {
  const api = '/api/orders', goods = '/api/products', shops = '/console/orders/shops'
  for (const [i, payload] of payloads.entries()) {
    const text = (op, name, most = 60) => f.text(`POST ${op}`, name, plain(payload), most)
    const line = { reference: `${i}`, product: `${i} ${text(api, 'lines')}`, name: text(api, 'lines'), category: text(api, 'lines'), sku: `${i} ${text(api, 'lines')}`, quantity: 2, amount: '20.00' }
    const order = { reference: `${i} ${text(api, 'reference')}`, number: text(api, 'number'), currency: 'USD', lines: [line], customer: [{ kind: 'login', value: `${i} ${seen(text(api, 'customer'))}`, scope: 'x' }], customer_name: text(api, 'customer_name') }
    const { id } = await f.write.call(api, order)
    const back = `${api}/{id}/refunds`
    await f.write.call(`${api}/${id}/refunds`, { reference: text(back, 'reference'), amount: '1.00', reason: text(back, 'reason'), lines: [{ line: `${i}`, quantity: 1 }].filter(() => f.text(`POST ${back}`, 'lines', 'x')) })
    await f.post(f.owner, '/console/orders/{id}/refunds', `/console/orders/${id}/refunds`, ['reason', 'reference'], plain(payload).slice(0, 50), { amount: '1.00' })
    await f.write.call(goods, { reference: `${i} ${text(goods, 'reference')}`, name: text(goods, 'name'), category: text(goods, 'category'), variant: text(goods, 'variant'), variant_name: text(goods, 'variant_name'), sku: text(goods, 'sku') })
    f.orders.push(id)
  }
  for (const group of groups(payloads.map(plain), 60).slice(0, 40))
    await f.post(f.owner, shops, shops, ['name'], group, { wire: 'shopify', secret: 'a-secret-of-a-shop', prefix: '', unit: '' })
}

/** Schemes, rules and rewards, of which there may only be so many; and why somebody was given or refused points. */
async function points(f, payloads) {
  const page = '/console/points', schemes = `${page}/schemes`, rules = `${page}/rules`, rewards = `${page}/rewards`, api = '/api/points'
  const scheme = { unit: 'stars', expiry: 'never', shortfall: 'negative', most_by_hand: '1000', pay_out_least: '1', match_percent: '0' }
  const rule = { kind: 'ideas.voted', per: 'deed', amount: '1', pending_days: '0' }
  const cost = { cost: '1', honoured_by: 'staff' }
  const texts = (operation, payload, most) => Object.fromEntries(Object.entries(most).map(([name, n]) => [name, f.text(`POST ${operation}`, name, plain(payload), n)]))
  const id = made => made.where.match(new RegExp(ID))[0]
  const [person] = f.people, key = () => `points${f.counts.points = (f.counts.points ?? 0) + 1}`
  for (const [i, group] of groups(payloads.map(plain), 40).slice(0, 80).entries()) {
    const made = id(await f.owner.post(schemes, { ...scheme, key: `s${i}`, ...texts(schemes, group, { name: 60, charity: 60 }) }))
    if (i === 0) await f.owner.post(`${schemes}/${made}`, { ...scheme, approve_above: '500', ...texts(`${schemes}/{id}`, group, { name: 60, charity: 60 }) })
  }
  for (const [i, group] of groups(payloads.map(plain), 40).slice(0, 150).entries()) {
    const made = id(await f.owner.post(rules, { ...rule, scheme: 's0', ...texts(rules, group, { name: 60 }) }))
    if (i === 0) await f.owner.post(`${rules}/${made}`, { ...rule, ...texts(`${rules}/{id}`, group, { name: 60 }) })
  }
  for (const [i, payload] of payloads.slice(0, 400).entries()) {
    const made = id(await f.owner.post(rewards, { ...cost, scheme: 's0', ...texts(rewards, payload, { name: 60, words: 300 }) }))
    if (i === 0) await f.owner.post(`${rewards}/${made}`, { ...cost, ...texts(`${rewards}/{id}`, payload, { name: 60, words: 300 }) })
    f.reward ??= made
  }
  for (const payload of payloads.slice(0, 60)) {
    const earn = async amount => f.write.call(`${api}/earnings`, { key: key(), scheme: 's0', person, amount, kind: 'ideas.voted', about: texts(`${api}/earnings`, payload, { about: 200 }).about })
    const held = (await earn('501')).entry
    await f.owner.post(`${page}/approvals/${held}/refusal`, texts(`${page}/approvals/{id}/refusal`, payload, { why: 280 }))
    await f.owner.post(`${page}/members/${person}/adjustments`, { scheme: 's0', amount: '5', key: crypto.randomUUID(), ...texts(`${page}/members/{person}/adjustments`, payload, { why: 280 }) })
    const asked = await f.write.call(`${api}/redemptions`, { key: key(), person, reward: f.reward })
    await f.owner.post(`${page}/redemptions/${asked.id}/undoing`, texts(`${page}/redemptions/{id}/undoing`, payload, { why: 280 }))
    const spent = key()
    await f.write.call(`${api}/spendings`, { key: spent, scheme: 's0', person, amount: '1', kind: 'orders.placed', about: texts(`${api}/spendings`, payload, { about: 200 }).about })
    await f.write.call(`${api}/reversals`, { of: spent, why: texts(`${api}/reversals`, payload, { why: 280 }).why })
  }
}

/** Topics, of which there may be twenty, a message to many, letters that programs ask for, addresses that get nothing. */
async function letters(f, payloads) {
  const topics = '/console/letters/topics', runs = '/console/letters/runs', addresses = '/console/letters/addresses', api = '/api/letters'
  const topic = { key: 't0', basis: 'opt_in', channel: 'email', twice: 'true' }
  for (const [i, group] of groups(payloads.map(plain), 40).slice(0, 8).entries())
    await f.post(f.owner, topics, topics, ['name', 'about', 'words'], group.slice(0, 40), { ...topic, key: `t${i}` })
  const { key, ...same } = topic
  await f.post(f.owner, `${topics}/{topic}`, `${topics}/${key}`, ['name', 'about', 'words'], plain(payloads[0]).slice(0, 40), same)
  const [person] = f.people, said = `/api/people/{id}/subscriptions`
  for (const [i, payload] of payloads.entries()) {
    const text = (name, most = 200) => f.text(`POST ${api}`, name, plain(payload), most)
    const { id } = await f.write.call(api, { key: `${i}`, address: `l${i}@one.example`, service: 'receipt', subject: text('subject'), text: text('text'), html: text('html'), about: text('about', 60), data: { x: text('data') } })
    f.letters.push(id)
    await f.post(f.owner, runs, runs, ['name', 'subject', 'text'], plain(payload).slice(0, 60), { topic: key, rate_per_s: '1' })
    await f.post(f.owner, addresses, addresses, ['note'], plain(payload).slice(0, 200), { address: `a${i}@one.example` })
    await f.write.call('/api/suppressions', { address: `b${i}@one.example`, note: f.text('POST /api/suppressions', 'note', plain(payload), 200) })
    const seen = name => f.text(`POST ${said}`, name, plain(payload), 100)
    if (person) await f.write.call(said.replace('{id}', person), { topic: key, given: i % 2 === 0, page: seen('page'), peer: seen('peer'), agent: seen('agent') })
  }
  const list = (await f.owner.get(`${addresses}?q=a0@`)).text
  const hash = list.match(/name="hash" value="([0-9a-f]{64})"/)[1]
  await f.post(f.owner, `${addresses}/removal`, `${addresses}/removal`, ['note'], plain(payloads[0]).slice(0, 200), { channel: 'email', hash, reason: 'staff' })
  await f.write.call('/api/suppressions/removal', { address: 'b0@one.example', reason: 'staff', note: f.text('POST /api/suppressions/removal', 'note', plain(payloads[0]), 200) })
  await f.owner.post('/console/letters/limits', { most: '900', span: 'day', hours: '', channel: '' })
}

/** What names mean, and what a source is asked for. */
async function meanings(f, payloads) {
  const names = '/console/plan/names', api = '/api/plan/names'
  for (const payload of payloads) {
    const name = f.text(`POST ${names}`, 'name', payload, 60)
    await f.post(f.owner, names, names, ['note'], payload, { name, kind: 'lamps.lit', fact_1_name: plain(payload).trim().slice(0, 90), fact_1_type: 'text' })
    f.planned.push(name)
  }
  const told = name => f.text(`POST ${api}`, `name.${name}`, payloads[0], 60)
  await f.write.call(api, { staff: STAFF, name: { name: told('name'), kind: 'lamps.lit', note: told('note') } })
  f.planned.push(told('name'))
  const source = (await f.owner.get('/console/sources')).text.match(new RegExp(`/console/sources/(${ID})`))[1]
  await f.post(f.owner, '/console/sources/{id}/consent', `/console/sources/${source}/consent`, ['consent'], payloads[0])
  await f.post(f.owner, '/console/sources/{id}/about', `/console/sources/${source}/about`, ['source_name'], payloads[0])
}

/** Why somebody is counted apart, and what they say to it: once each, so payloads stand side by side. */
async function apart(f, payloads) {
  const page = '/console/trust', mine = '/my-part/trust'
  for (const [i, group] of groups(payloads.map(plain), 400).slice(0, 60).entries()) {
    const me = await f.customer(`apart${i}`, 'Apart')
    const { id } = await f.write.call('/api/people', { identities: [{ kind: 'email', value: `apart${i}@one.example` }] })
    await f.post(f.owner, `${page}/people/{person}/apart`, `${page}/people/${id}/apart`, ['note'], group)
    const [, own] = (await me.get(mine)).text.match(new RegExp(`${mine}/(${ID})/appeal`))
    await f.post(me, `${mine}/{id}/appeal`, `${mine}/${own}/appeal`, ['words'], group)
  }
}

/** Endpoints of other programs: twenty at most, so most payloads stand side by side. */
async function told(f, payloads) {
  const address = 'https://hooks.example.com/told', kinds = ['orders.returned']
  const text = (operation, payload) => f.text(`POST ${operation}`, 'description', payload)
  for (const group of groups(payloads, 190).slice(0, 14))
    await f.post(f.owner, '/console/webhooks', '/console/webhooks', ['description'], group, { address, kind: kinds[0] })
  const program = operation => ({ staff: STAFF, address, kinds, description: text(operation, payloads[0]) })
  const { endpoint } = await f.write.call('/api/webhooks', program('/api/webhooks'))
  const other = (await f.write.call('/api/webhooks', program('/api/webhooks'))).endpoint
  await f.write.call(`/api/webhooks/${other.id}`, program('/api/webhooks/{id}'))
  const third = (await f.write.call('/api/webhooks', program('/api/webhooks'))).endpoint
  await f.post(f.owner, '/console/webhooks/{id}', `/console/webhooks/${third.id}`, ['description'], payloads[1], { address, kind: kinds[0] })
  await f.owner.post(`/console/webhooks/${endpoint.id}/test`, {})
}

/** How letters are sent and what they say. Braces are the language of templates: what is none is refused. */
async function mailed(f, payloads) {
  const page = '/console/email', templates = `${page}/templates`, api = '/api/email/templates'
  const said = payloads.map(one => plain(one).replaceAll(/[{}]/g, '('))
  const server = { host: '', port: '587', tls: 'required', password: '', sender_address: '', answers_to: '', return_address: '', per_s: '', domain_per_s: '' }
  await f.owner.post(page, { ...server, sender_name: f.text(`POST ${page}`, 'sender_name', said[0], 90), login: f.text(`POST ${page}`, 'login', said[1], 200) })
  await f.owner.post(`${page}/look`, { logo: '', colour: '', footer: f.text(`POST ${page}/look`, 'footer', said[0], 400), postal_address: f.text(`POST ${page}/look`, 'postal_address', said[1], 400) })
  for (const [i, one] of said.entries()) {
    const home = `${templates}/t${i}`, write = `${templates}/{template}`, text = (name, most) => f.text(`POST ${write}`, name, one, most)
    await f.owner.post(templates, { key: `t${i}`, name: f.text(`POST ${templates}`, 'name', one, 90) })
    await f.owner.post(home, { language: 'en', format: 'words', subject: text('subject', 200), body: text('body', 400), text: text('text', 400) })
    await f.owner.post(`${home}/name`, { name: f.text(`POST ${write}/name`, 'name', one, 90), sample: '{}' })
  }
  const words = operation => ({ staff: STAFF, language: 'en', format: 'words', subject: f.text(`POST ${operation}`, 'subject', said[0], 200), body: f.text(`POST ${operation}`, 'body', said[0], 400), text: f.text(`POST ${operation}`, 'text', said[0], 400) })
  await f.write.call(api, { staff: STAFF, key: 'tp', name: f.text(`POST ${api}`, 'name', said[0], 90) })
  await f.write.call(`${api}/tp`, words(`${api}/{template}`))
  await f.write.call('/api/email/returns', { message: Buffer.from(`From: ${said[0]}\r\nX-Failed-Recipients: ${said[1].slice(0, 60)}\r\n\r\n${said[0]}`).toString('base64') })
}

/** What libraries report: names of events, of libraries and of people, properties, ids. */
async function reported(f, payloads) {
  const { shown: key } = await f.owner.post('/console/sources', { source_name: 'Reports', sends_from: 'server' })
  const batch = payloads.map((p, i) => ({ type: 'track', event: p.slice(0, 200), userId: `${i} ${seen(plain(p))}`.slice(0, 200), messageId: `${i}`, channel: p,
    properties: { [p.slice(0, 100)]: p, order_id: p, revenue: p, currency: p }, timestamp: p, context: { library: { name: p, version: p }, timezone: p, userAgent: p, traits: { name: p, email: p } } }))
  for (let at = 0; at < batch.length; at += 20) await f.write.call('/v1/batch', { writeKey: key, batch: batch.slice(at, at + 20) })
}

/** Payloads side by side, as many as fit into so many letters. */
export function groups(payloads, most) {
  const out = ['']
  for (const payload of payloads) {
    const last = out[out.length - 1]
    if (last && last.length + 1 + payload.length > most) out.push(payload)
    else out[out.length - 1] = last ? `${last} ${payload}` : payload
  }
  return out
}
