// What there is one of, or few: written anew for every payload, just before pages are looked at.
import { plain } from './fill.mjs'

const LISTED = ['submitted', 'under_review', 'needs_info', 'planned', 'in_progress', 'shipped', 'measured', 'not_now', 'declined']

export async function singles(f, things, payload) {
  const stage = f.text('POST /console/ideas/stages', 'label.<stage>', payload)
  const labels = Object.fromEntries(LISTED.flatMap((s, i) => [[`label.${s}`, `${[...stage].slice(0, 27).join('')}${i}`], [`used.${s}`, 'on']]))
  await f.owner.post('/console/ideas/stages', labels)
  await f.write.call('/api/ideas/stages/measured', { staff: 'owner@one.example', label: f.text('POST /api/ideas/stages/{stage}', 'label', payload), used: true })
  await f.post(f.owner, '/console/settings', '/console/settings', ['organisation'], payload, { slug: 'one', host: '', currency: 'USD', zone: 'Europe/London', language: 'en' })
  await f.post(f.owner, '/console/settings/units/{id}', `/console/settings/units/${things['settings id']}`, ['unit_name'], payload, { unit_currency: 'USD' })
  await f.post(f.owner, '/console/me', '/console/me', ['name', 'title'], payload, { language: 'en' })
  await f.post(f.owner, '/console/staff/{id}', `/console/staff/${things['staff id']}`, ['name', 'title'], payload, { role: 'viewer', unit: '' })
  await f.post(f.owner, '/console/ideas/boards/{id}', `/console/ideas/boards/${things.board}`, ['name', 'intro'], payload, { key: 'b', unit: '', place: '1' })
  const name = f.text('POST /console/people/views', 'name', plain(payload), 55)
  await f.owner.post('/console/people/views', { name, question: 'q=a' })
  await forget(f)
}

/** Lists that are kept are fifty at most: the oldest go. */
async function forget(f) {
  const page = (await f.owner.get('/console/people')).text
  const kept = [...new Set(page.match(/people\/views\/[0-9a-f-]{36}\/removal/g))]
  for (const view of kept.slice(0, Math.max(0, kept.length - 45))) await f.owner.post(`/console/${view}`, {})
}
