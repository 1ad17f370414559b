// Which fields there are, from the OpenAPI file, and what is known of each: it keeps what people write
// (then the filling must have filled it), or it is one of those below, into which the sweep puts every
// payload too and looks at the answer. A field that is neither fails the check.

const SECRET = 'a secret or a token: never shown'
const OURS = 'one of our own words, or an id: anything else is refused, and the refusal is looked at'
const WAY = 'where to go on: looked at as a way off the site'
export const SWEPT = {
  again: SECRET, password: SECRET, old: SECRET, token: SECRET, code: SECRET, username: SECRET,
  language: OURS, stage: OURS, revisit_on: OURS, role: OURS, unit: OURS, place: OURS, verb: OURS, idea: OURS, reply_to: OURS, staff: OURS,
  board: OURS, into: OURS, currency: OURS, unit_currency: OURS, basis: OURS, kind: OURS, amount: OURS, grade: OURS, moderated: OURS, publish: OURS,
  promise_days: OURS, move: OURS, opens: OURS, person: OURS, share: OURS, shown: OURS, is_test: OURS, all: OURS, channel: OURS, zone: OURS, slug: OURS, host: OURS,
  key: OURS, unit_key: OURS, sends_from: OURS, origins: OURS, no_addresses: OURS, theme: OURS, seen: OURS, anyway: OURS, keep: OURS, 'used.<stage>': OURS, email: 'an e-mail address; anything else is refused',
  to: WAY, question: WAY, done: WAY, q: 'a search: see the queries', 'by.kind': OURS, ideas: OURS, shares: OURS, moves: OURS, used: OURS,
  address: 'an address of the net; anything else is refused', kinds: OURS, doubtful: OURS, since: OURS,
  other: OURS, link: OURS, holding: OURS, source: OURS, problem: OURS, strictness: OURS, most: OURS, given: OURS, purpose: OURS, until: OURS,
  confirmed: OURS, names: OURS, identities: OURS, change: OURS, people: OURS, file: 'the JSON of a plan; anything else is refused', library: OURS, fact: OURS,
  consents: OURS, holdings: OURS, tags_removed: OURS, version: OURS, by: OURS, why: OURS, sure: OURS, left_why: OURS, session: OURS, how: OURS, seen_until: OURS, 'name.kind': OURS, 'name.facts': OURS,
  placed_at: OURS, changed_at: OURS, discount: OURS, shipping: OURS, tax: OURS, tax_included: OURS, total: OURS, price: OURS, cost: OURS, wire: OURS, prefix: OURS, secret: SECRET,
  topic: OURS, service: OURS, template: OURS, due_at: OURS, fewer: OURS, pause_days: OURS, 'List-Unsubscribe': OURS, twice: OURS, what: OURS, rate_per_s: OURS,
  scheme: OURS, worth_amount: OURS, worth: OURS, expiry: OURS, expiry_days: OURS, period_first: OURS, period_months: OURS, roll_over: OURS, shortfall: OURS, approve_above: OURS, most_by_hand: OURS,
  credit: OURS, pay_out_least: OURS, match_percent: OURS, programme: OURS, a_month: OURS, per: OURS, step: OURS, least: OURS, pending_days: OURS, cap_day: OURS, cap_month: OURS, cap_ever: OURS, undone_by: OURS,
  ends_on: OURS, stock: OURS, honoured_by: OURS, closed: OURS, codes: 'codes of the shop, each one word; what has a space is refused', of: OURS, part: 'the program’s own name for it, with an amount', reward: OURS,
  'sign.kind': OURS, 'sign.value': 'a sign: shown with the person', 'sign.scope': 'a sign: shown with the person',
  order: OURS, from: OURS, parent: OURS, cause: OURS, rating: OURS, reply: OURS, severity: OURS, vulnerable: OURS, upheld: OURS, redress: OURS, points: OURS,
  agent_limit: OURS, host_limit: OURS, agent_points: OURS, host_points: OURS, acknowledgement: OURS, acknowledgement_unit: OURS, answer: OURS, answer_unit: OURS, end: OURS, end_unit: OURS,
  monday: OURS, tuesday: OURS, wednesday: OURS, thursday: OURS, friday: OURS, saturday: OURS, sunday: OURS, day: OURS, day_hours: OURS,
  port: OURS, tls: OURS, sender_address: OURS, answers_to: OURS, return_address: OURS, per_s: OURS, domain_per_s: OURS, logo: OURS, colour: OURS, format: OURS,
  sample: 'JSON; anything else is refused', layout: 'a layout of letters; what is none is refused', message: 'a letter as it came, in base64; anything else is refused',
  way: OURS, credential: SECRET, client_data: SECRET, authenticator_data: SECRET, signature: SECRET, handle: SECRET, attestation: SECRET, passkey: OURS,
  passkey_name: 'what its owner calls a passkey: nobody else reads it, and adding one takes a device',
  form: SECRET, second_subject: 'a field that people do not see: what fills it in is refused', decision: OURS, decided: OURS,
  is_open: OURS, referrer_reward: OURS, friend_reward: OURS, return_days: OURS, visit_days: OURS, month_cap: OURS, day_limit: OURS, strangers: OURS, stranger_hours: OURS, anyway_percent: OURS, saved: OURS, yearly_percent: OURS,
  granted: OURS, friends_code: 'a code; what is none is refused', known_by: OURS, recommended: 'what was recommended: told to nobody but whoever said it', recommended_to: 'kept as a hash',
  quiet_from: OURS, quiet_until: OURS, span: OURS, hours: OURS, hash: OURS, table: 'a list of addresses; what is none is left out',
}
/** What is one of our own words in these operations alone, though elsewhere it keeps what people write. */
const OURS_HERE = new Set(['POST /console/plan/removal name', 'POST /api/plan/names/removal name', 'POST /console/sources/wrong/mended name', 'POST /console/people/{id}/traits/removal key',
  'POST /console/people/rules/blocked/removal value', 'POST /api/suppressions/removal reason', 'POST /console/letters/addresses/removal reason', 'POST /console/calendar/feeds/removal feed_name', 'POST /console/trust/things/decision about',
  'POST /console/referrals/{id}/claw-back reason', 'POST /api/referrals/{id}/claw-back reason', 'POST /api/referrals/{id}/appeal by.value', 'POST /api/referrals/{id}/appeal by.scope', 'POST /api/referrals/{id}/appeal by.name'])
/** … and what keeps words in these alone, though elsewhere it is one of ours. */
const KEPT_HERE = new Set(['POST /console/people/{id}/holdings kind', 'POST /console/points/approvals/{id}/refusal why', 'POST /console/points/redemptions/{id}/undoing why',
  'POST /console/points/members/{person}/adjustments why', 'POST /api/complaints order', 'POST /complaints order', 'POST /console/complaints order', 'POST /api/points/reversals why'])

/** Every field of every body: operation, name. */
export function fields(document) {
  const schema = ref => document.components.schemas[ref.split('/').pop()]
  const found = []
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      for (const media of Object.values(operation.requestBody?.content ?? {})) {
        for (const [name, field] of Object.entries(schema(media.schema.$ref).properties ?? {})) {
          const inner = field.$ref ?? field.oneOf?.find(one => one.$ref)?.$ref
          const names = inner ? Object.keys(schema(inner).properties).map(n => `${name}.${n}`) : [name]
          for (const one of names) found.push({ method: method.toUpperCase(), path, name: one, json: 'application/json' in operation.requestBody.content })
        }
      }
    }
  }
  return found
}

/** Every query of every page: operation, names. */
export function queries(document) {
  return Object.entries(document.paths).flatMap(([path, { get }]) => {
    const names = (get?.parameters ?? []).filter(p => p.in === 'query').map(p => p.name)
    return names.length ? [{ path, names }] : []
  })
}

export const called = field => `${field.method} ${field.path} ${field.name}`
export const isSwept = field => (field.name in SWEPT && !KEPT_HERE.has(called(field))) || OURS_HERE.has(called(field))

/** Of the fields that keep words, those that nobody filled; the form of an empty server is a phase of its own. */
export const unfilled = (document, filled) => fields(document).filter(f => f.path !== '/set-up' && !isSwept(f) && !filled.has(called(f))).map(called)
