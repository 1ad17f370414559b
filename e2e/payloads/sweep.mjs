// Every payload in every field that keeps no words, in every query, and in every header: the answer
// must not hold it as it is, nor lead off the site.
import { Someone, atOnce, wrongWith } from './asking.mjs'
import { called, fields, isSwept, queries } from './fields.mjs'
import { plain } from './fill.mjs'

const PASSWORD = 'a walk along the wall by night'

/** The path with ids of things that are there. */
export function at(path, things) {
  const parts = path.split('/')
  const thing = (name, before) => things[`${before} ${name}`] ?? things[`${parts[2]} ${name}`] ?? things[name] ?? things.id
  return parts.map((part, i) => part.replaceAll(/\{(\w+)\}/g, (_, name) => thing(name, parts[i - 1]))).join('/')
}

/** All requests of the sweep: who asks, and what. */
function requests(document, payloads, filling, things) {
  const owner = filling.owner, made = []
  for (const field of fields(document).filter(isSwept)) {
    if (/sign-out|sessions/.test(field.path)) continue
    const who = field.json ? filling.write : /^\/(ideas|my-part)/.test(field.path) ? things.customer : owner
    const others = Object.fromEntries(fields(document).filter(f => f.path === field.path && f.method === field.method).map(f => [f.name, things[f.name] ?? '']))
    for (const payload of payloads) made.push({ field: called(field), who, method: field.method, path: at(field.path, things), payload, body: filled(field, others, payload) })
  }
  for (const { path, names } of queries(document)) {
    const who = path.startsWith('/api/') ? filling.write : things.both
    for (const name of names) for (const payload of payloads) {
      const needed = name !== 'token' && names.includes('token') ? { token: 'x' } : {}
      made.push({ field: `GET ${path}?${name}`, who, method: 'GET', payload, path: `${at(path, things)}?${new URLSearchParams({ ...needed, [name]: payload })}` })
    }
  }
  for (const path of ['/', '/ideas', '/console', '/console/me', '/nowhere', '/api/ideas', '/sign-in']) {
    for (const header of ['user-agent', 'referer', 'accept-language', 'x-forwarded-for', 'hx-request', 'hx-current-url', 'origin']) {
      for (const payload of payloads) {
        const value = plain(payload).replace(/[^\u0020-\u00ff]/g, '').trim()
        made.push({ field: `header ${header}`, who: things.both, method: 'GET', path, payload: value, headers: { [header]: value } })
      }
    }
  }
  for (const payload of payloads) {
    const value = plain(payload).replace(/[^\u0020-\u00ff]/g, '').trim()
    made.push({ field: 'header idempotency-key', who: filling.write, method: 'POST', path: '/api/ideas', payload: value, body: { json: {} }, headers: { 'idempotency-key': value } })
  }
  return made
}

/** A body with the payload in one field. */
function filled(field, others, payload) {
  if (!field.json) return { form: { ...others, [field.name === 'used.<stage>' ? 'used.planned' : field.name]: payload } }
  const json = {}
  for (const [name, value] of Object.entries({ ...others, [field.name]: payload })) {
    const [outer, inner] = name.split('.')
    if (inner) json[outer] = { ...json[outer], [inner]: value }
    else json[outer] = value
  }
  return { json }
}

export async function sweep(document, payloads, filling, things) {
  const all = requests(document, payloads, filling, things)
  const wrong = [], statuses = {}, swept = new Map()
  await atOnce(all, 12, async ({ field, who, method, path, payload, body = {}, headers }) => {
    // A copy: what an answer sets must not change who asks.
    const answer = await new Someone({ key: who.key, cookies: { ...who.cookies } }).ask(method, path, { ...body, headers })
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1
    swept.set(field, (swept.get(field) ?? 0) + 1)
    for (const words of wrongWith(answer, payload)) wrong.push(`${method} ${path} with ${field} ${JSON.stringify(payload)}: ${words}`)
  })
  return { wrong, statuses, swept, asked: all.length }
}

/** What the sweep writes into the other fields. */
export const DEFAULTS = { again: PASSWORD, password: PASSWORD, old: 'not the password', language: 'en', name: 'x', title: 'Swept', body: 'x', board: 'b',
  organisation: 'One', slug: 'one', currency: 'USD', zone: 'Europe/London', role: 'viewer', email: 'swept@one.example', promise_days: '14', unit_currency: 'USD',
  channel: 'phone', tag: 'swept', verb: 'tag', staff: 'owner@one.example', kind: 'earned', basis: 'claimed', amount: '1.00', grade: '3', question: '', anyway: '1',
  'by.kind': 'login', 'by.value': 'sweep', 'by.scope': 'x', 'by.name': 'Sweep', 'reference.value': 'swept' }
