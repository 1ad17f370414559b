// Fills what complaints and the calendar keep of what people write.
import { atOnce } from './asking.mjs'
import { groups, plain } from './fill.mjs'

const ID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const STAFF = 'owner@one.example'
const API = '/api/complaints', CONSOLE = '/console/complaints'
const MOST = { title: 90, wish: 400, order: 100, name: 80, evidence: 400, reason: 400, outcome: 400, ombudsman: 100, ombudsman_address: 300 }
const OFFER = { upheld: 'yes', redress: 'replacement', amount: '', points: '', order: '' }

/** What of a payload a field of an operation takes, each as long as it may be. */
const texts = (f, operation, payload, names) => Object.fromEntries(names.map(name => [name, f.text(`POST ${operation}`, name, name === 'text' || name === 'body' ? payload : plain(payload), MOST[name] ?? 600)]))

export async function care(f, payloads) {
  f.complaints = []
  await atOnce(payloads, 6, async (payload, i) => {
    const both = [await byStaff(f, payload, i), await byProgram(f, payload, i)]
    f.complaints[i] = i % 2 ? both[0] : both[1]
    if (i < 6) f.complaints.push(...both)
    if (i < 40) await byCustomer(f, payload, i)
  })
  await few(f, payloads)
  await calendar(f, payloads)
}

const offer = async (f, id) => JSON.parse((await f.write.get(`${API}/${id}`)).text).offers.at(-1).id
const bring = async (f, by, words) => (await f.write.call(API, { by, ...words })).id
const assessed = async (f, id) => {
  await f.owner.post(`${CONSOLE}/${id}/messages`, { text: 'We have it.' })
  await f.owner.post(`${CONSOLE}/${id}/assessment`, { severity: '2', vulnerable: '' })
}

/** Written down by staff, answered, offered, closed, opened again; and one that is put right. */
async function byStaff(f, payload, i) {
  const heard = await f.owner.post(CONSOLE, { person: '', email: `heard-of${i}@one.example`, channel: 'phone', from: '', ...texts(f, CONSOLE, payload, ['name', 'text', 'wish', 'order']) })
  const [id] = heard.where.match(new RegExp(ID)), at = `${CONSOLE}/${id}`
  const say = (rest, names, more = {}) => f.owner.post(`${at}/${rest}`, { ...more, ...texts(f, `${CONSOLE}/{id}/${rest}`, payload, names) })
  await say('messages', ['text'])
  await say('notes', ['text'])
  await f.owner.post(`${at}/assessment`, { severity: '2', vulnerable: '' })
  if (i < 40) await say('problem', ['title', 'text'], { problem: '' })
  await say('offers', ['text'], OFFER)
  await say('closing', ['text'])
  await say('reopening', ['text'])
  const by = { kind: 'login', value: `right${i}`, scope: 'x' }, other = await bring(f, by, { text: 'It broke.' })
  await assessed(f, other)
  await f.owner.post(`${CONSOLE}/${other}/offers`, { ...OFFER, text: 'Another one.' })
  await f.write.call(`${API}/${other}/offers/${await offer(f, other)}/answer`, { by, reply: 'accept' })
  await f.owner.post(`${CONSOLE}/${other}/put-right`, texts(f, `${CONSOLE}/{id}/put-right`, payload, ['evidence']))
  if (i < 3) f.rights = [...f.rights ?? [], other]
  return id
}

/** The same by a program: whoever writes more, or answers, is whoever complained. */
async function byProgram(f, payload, i) {
  const id = await bring(f, f.by(API, payload, i), texts(f, API, payload, ['title', 'text', 'wish', 'order']))
  const more = `${API}/{id}/messages`, by = f.by(more, payload, i)
  const talked = await bring(f, by, { text: 'It broke.' })
  await f.write.call(`${API}/${talked}/messages`, { by, ...texts(f, more, payload, ['text']) })
  const answer = `${API}/{id}/offers/{offer}/answer`, whom = f.by(answer, payload, i)
  const answered = await bring(f, whom, { text: 'It broke.' })
  await assessed(f, answered)
  const offered = { staff: STAFF, upheld: 'yes', redress: 'replacement', ...texts(f, `${API}/{id}/offers`, payload, ['text']) }
  await f.write.call(`${API}/${answered}/offers`, offered)
  await f.write.call(`${API}/${answered}/offers/${await offer(f, answered)}/answer`, { by: whom, reply: 'counter', ...texts(f, answer, payload, ['text']) })
  await f.write.call(`${API}/${answered}/offers`, offered)
  await f.write.call(`${API}/${answered}/offers/${await offer(f, answered)}/answer`, { by: whom, reply: 'accept' })
  await f.write.call(`${API}/${answered}/put-right`, { staff: STAFF, ...texts(f, `${API}/{id}/put-right`, payload, ['evidence']) })
  const closed = await bring(f, { kind: 'login', value: `closed${i}`, scope: 'x' }, { text: 'It broke.' })
  await assessed(f, closed)
  await f.owner.post(`${CONSOLE}/${closed}/offers`, { ...OFFER, text: 'Another one.' })
  await f.write.call(`${API}/${closed}/closing`, { staff: STAFF, ...texts(f, `${API}/{id}/closing`, payload, ['reason']) })
  if (i < 3) f.rights = [...f.rights ?? [], talked, answered, closed]
  return id
}

/** What customers write on their own page. */
async function byCustomer(f, payload, i) {
  const me = await f.customer(`complains${i}`, 'Ada')
  const made = await me.post('/complaints', { from: '', ...texts(f, '/complaints', payload, ['text', 'wish', 'order']) })
  const [id] = made.where.match(new RegExp(ID)), at = `/complaints/${id}`, one = '/complaints/{id}'
  await me.post(`${at}/messages`, texts(f, `${one}/messages`, payload, ['text']))
  await assessed(f, id)
  await f.owner.post(`${CONSOLE}/${id}/offers`, { ...OFFER, text: 'Another one.' })
  await me.post(`${at}/offers/${await offer(f, id)}/answer`, { reply: 'counter', ...texts(f, `${one}/offers/{offer}/answer`, payload, ['text']) })
  await f.owner.post(`${CONSOLE}/${id}/offers`, { ...OFFER, text: 'Two of them.' })
  await f.owner.post(`${CONSOLE}/${id}/closing`, { text: 'They do not answer.' })
  await me.post(`${at}/reopening`, texts(f, `${one}/reopening`, payload, ['text']))
  if (i < 3) f.rights = [...f.rights ?? [], id]
}

/** Causes, problems, templates, and who decides outside. */
async function few(f, payloads) {
  const causes = `${CONSOLE}/causes`, templates = `${CONSOLE}/templates`, settings = `${CONSOLE}/settings`
  for (const [i, payload] of payloads.slice(0, 40).entries()) {
    await f.owner.post(causes, { parent: '', ...texts(f, causes, `${payload}`, ['name']) }).catch(() => {})
    await f.owner.post(templates, texts(f, templates, payload.replaceAll(/[{}]/g, '('), ['name', 'body']))
    if (i) continue
    const page = (await f.owner.get(causes)).text, [, cause] = page.match(new RegExp(`causes/(${ID})"`)), [, problem] = page.match(new RegExp(`problems/(${ID})`))
    await f.owner.post(`${causes}/${cause}`, texts(f, `${causes}/{id}`, payload, ['name']))
    await f.owner.post(`${causes}/${cause}/fix`, texts(f, `${causes}/{id}/fix`, payload, ['evidence']))
    await checked(f, cause, payload)
    await f.owner.post(`${CONSOLE}/problems/${problem}`, texts(f, `${CONSOLE}/problems/{id}`, payload, ['title', 'text']))
    await f.owner.post(`${CONSOLE}/problems/${problem}/outcome`, texts(f, `${CONSOLE}/problems/{id}/outcome`, payload, ['outcome']))
    f.problem = problem
    const [, template] = (await f.owner.get(settings)).text.match(new RegExp(`templates/(${ID})"`))
    await f.owner.post(`${templates}/${template}`, texts(f, `${templates}/{id}`, payload.replaceAll(/[{}]/g, '('), ['name', 'body']))
  }
  await f.owner.post(settings, { agent_limit: '10', host_limit: '50', agent_points: '', host_points: '', ...texts(f, settings, payloads[0], ['ombudsman', 'ombudsman_address']) })
}

/** Whether a cause is gone is said by somebody else than who said that it was fixed. */
async function checked(f, cause, payload) {
  const words = texts(f, `${CONSOLE}/causes/{id}/check`, payload, ['evidence'])
  const { status } = await f.owner.ask('POST', `${CONSOLE}/causes/${cause}/check`, { form: words })
  if (status !== 409) throw new Error(`${status}: whoever fixed it checked it`)
}

/** Days unlike their weekday, and calendars of others. */
async function calendar(f, payloads) {
  const page = '/console/calendar', days = `${page}/days`, feeds = `${page}/feeds`
  const on = n => new Date(Date.UTC(2027, 0, 1) + n * 864e5).toISOString().slice(0, 10)
  for (const [i, group] of groups(payloads.map(plain), 90).slice(0, 100).entries())
    await f.owner.post(days, { day: on(i), day_hours: '', name: f.text(`POST ${days}`, 'name', group, 110) })
  for (const [i, payload] of payloads.map(plain).slice(0, 40).entries()) {
    const summary = f.text(`POST ${feeds}`, 'feed', payload, 90).replaceAll(/([\\;,])/g, '\\$1')
    const feed = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//x//x//EN', 'BEGIN:VEVENT', `UID:${i}@x`, 'DTSTAMP:20260101T000000Z', `DTSTART;VALUE=DATE:${on(300 + i).replaceAll('-', '')}`, `SUMMARY:${summary}`, 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n')
    await f.owner.post(feeds, { feed_name: f.text(`POST ${feeds}`, 'feed_name', payload, 110), feed })
  }
}
