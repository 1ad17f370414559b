// What machines hand over: files of people, actions and ideas, and the shop's tokens.
import { execFileSync } from 'node:child_process'
import { createHmac, randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { Someone } from './asking.mjs'
import { plain, seen } from './fill.mjs'

const { SITE_BIN: bin, SITE_DATA: data } = process.env

/** The command line; 5 means that some lines were refused, which is for whoever counts them. */
export function cli(...args) {
  try {
    return execFileSync(bin, [...args, '--data', data], { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'] })
  } catch (error) {
    if (error.status === 5) return error.stdout + error.stderr
    throw new Error(`${args.join(' ')}: ${error.stdout}${error.stderr}`)
  }
}

const quoted = text => `"${text.replaceAll('"', '""')}"`
const file = (name, heading, lines) => writeFileSync(`${data}/${name}`, [heading, ...lines.map(line => line.map(cell => quoted(String(cell))).join(','))].join('\n'))
const cut = (text, most) => [...plain(text)].slice(0, most).join('')

/** Everything goes in but what cannot: kinds, channels and currencies are words of ours. */
export function bringIn(payloads) {
  file('p.csv', 'id,name,email,phone,tags', payloads.map((p, i) => [`${i} ${seen(cut(p, 150))}`, cut(p, 110), '', '', cut(p.replaceAll(';', ' '), 55)]))
  count('people', cli('import', 'people', `${data}/p.csv`, '--source', 'till'), payloads.length, 0)
  file('bad.csv', 'id,name,email,phone', payloads.map((p, i) => [i, 'x', cut(p, 90), '']))
  count('people with payloads for addresses', cli('import', 'people', `${data}/bad.csv`, '--source', 'bad'), 0, payloads.length)

  writeFileSync(`${data}/map.toml`, '[columns]\nabout = "about"\n')
  const line = (p, i, more = {}) => ({ person: `${i} ${seen(cut(p, 150))}`, at: '2026-01-02', name: cut(p, 110), value: '1.00', currency: 'USD', channel: 'till', id: `${i} ${cut(p, 150)}`, note: cut(p, 150), ...more })
  const lines = payloads.map((p, i) => line(p, i))
  const refused = payloads.flatMap((p, i) => [line(p, i, { id: `a${i}`, currency: cut(p, 90) }), line(p, i, { id: `b${i}`, channel: cut(p, 90) }), line(p, i, { id: `c${i}`, value: cut(p, 90) })])
  const heading = Object.keys(lines[0]).join(',')
  file('a.csv', heading, [...lines, ...refused].map(Object.values))
  count('actions', cli('import', 'actions', `${data}/a.csv`, '--source', 'till'), lines.length, refused.length)

  const idea = (p, i) => [`${i} ${cut(p, 150)}`, cut(p, 85), p.replaceAll('\u0000', ''), 'b', `im${i}@one.example`, cut(p, 100), cut(p.replaceAll(',', ' '), 25), `v${i}@one.example`, p.replaceAll('\u0000', ''), '2026-02-03', '2026-01-02', 'planned']
  file('i.csv', 'id,title,body,board,author_email,author_name,tags,voters,answer,answered_at,created_at,stage', payloads.map(idea))
  count('ideas', cli('import', 'ideas', `${data}/i.csv`, '--source', 'canny'), payloads.length, 0)
}

function count(what, said, added, refused) {
  const [, a] = said.match(/(\d+) added/) ?? [], [, r] = said.match(/(\d+) refused/) ?? []
  if (Number(a) !== added || Number(r) !== refused) throw new Error(`${what}: ${added} added and ${refused} refused were due: ${said.slice(0, 1500)}`)
}

/** Customers who come from the shop, whose token says what they are called. */
export function shop() {
  const secret = cli('key', 'add', '--name', 'shop', '--sign-in').trim()
  const key = JSON.parse(cli('key', 'list', '--format', 'json')).find(k => k.kind === 'sign_in').id
  const coded = what => Buffer.from(what).toString('base64url')
  return async (sub, name) => {
    const now = Math.floor(Date.now() / 1000)
    const claims = { iss: key, sub, name, email: `${sub}@one.example`, email_verified: true, iat: now, exp: now + 300, jti: randomUUID() }
    const both = `${coded(JSON.stringify({ alg: 'HS256', typ: 'JWT' }))}.${coded(JSON.stringify(claims))}`
    const customer = new Someone()
    await customer.post('/sign-in/token', { token: `${both}.${createHmac('sha256', secret).update(both).digest('base64url')}` })
    return customer
  }
}
