// Fills what friends who are brought keep of what people write: names and signs, of programs.
import { atOnce } from './asking.mjs'

const TERMS = { is_open: 'true', scheme: 'points', referrer_reward: '2', friend_reward: '1', least: '1.00', return_days: '30', visit_days: '90', month_cap: '0',
  day_limit: '5', strangers: '20', stranger_hours: '24', anyway_percent: '0', saved: '0.00', yearly_percent: '10' }
const API = '/api/referrals'

export async function friends(f, payloads) {
  f.friends = []
  const schemes = JSON.parse((await f.write.get('/api/points/schemes')).text)
  await f.owner.post('/console/referrals/terms', { ...TERMS, scheme: schemes.find(one => !one.closed_at)?.key ?? schemes[0].key })
  await atOnce(payloads, 6, async (payload, i) => {
    const { code, id } = await f.write.call(`${API}/links`, { by: f.by(`${API}/links`, payload, i) })
    const one = await f.write.call(API, { by: f.by(API, payload, i), friends_code: code })
    await f.write.call('/api/recommendations', { by: f.by('/api/recommendations', payload, i), channel: 'survey', known_by: 'self_report' })
    f.friends[i] = one.id
    if (!i) Object.assign(f, { friends_code: code, friends_link: id })
  })
}
