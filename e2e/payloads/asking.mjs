// Asking the server over HTTP without a browser, and looking at what comes back as text.
export const url = process.env.SITE_URL

export class Someone {
  constructor({ key, cookies = {} } = {}) { this.key = key; this.cookies = cookies }

  async ask(method, path, { form, json, headers = {} } = {}) {
    const said = { 'sec-fetch-site': 'same-origin', ...headers }
    const cookies = Object.entries(this.cookies).map(([k, v]) => `${k}=${v}`).join('; ')
    if (cookies) said.cookie = cookies
    if (this.key) said.authorization = `Bearer ${this.key}`
    if (json) said['content-type'] = 'application/json'
    const body = form ? new URLSearchParams(Object.entries(form).flatMap(([k, v]) => [v].flat().map(one => [k, one]))) : json && JSON.stringify(json)
    const answer = await fetch(url + path, { method, headers: said, body, redirect: 'manual' })
    let shown = ''
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value] = cookie.match(/^([^=]*)=([^;]*)/)
      if (name === 'deedwell-shown') shown = value
      else if (!['deedwell-seen', 'deedwell-said'].includes(name)) this.cookies[name] = value
    }
    return { shown, status: answer.status, text: await answer.text(), where: answer.headers.get('location') ?? '', kind: answer.headers.get('content-type') ?? '' }
  }

  get(path, headers) { return this.ask('GET', path, { headers }) }

  /** A form that must be taken. */
  async post(path, form) {
    const answer = await this.ask('POST', path, { form })
    if (![200, 303].includes(answer.status)) throw new Error(`${answer.status} from ${path} with ${JSON.stringify(form)}: ${words(answer.text.match(/role="alert"[^]{0,600}/)?.[0] ?? answer.text)}`)
    return answer
  }

  async call(path, json) {
    const answer = await this.ask('POST', path, { json })
    if (answer.status !== 200) throw new Error(`${answer.status} from ${path} with ${JSON.stringify(json)}: ${answer.text}`)
    return JSON.parse(answer.text)
  }
}

const words = html => (html.split('<main')[1] ?? html).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').slice(0, 300)

/** Does it, so many at a time. */
export async function atOnce(things, many, act) {
  const todo = [...things.entries()]
  await Promise.all(Array.from({ length: many }, async () => { while (todo.length) { const [i, thing] = todo.shift(); await act(thing, i) } }))
}

/** What an answer has that it must not have: the payload as it is, or a way off this site. */
export function wrongWith(answer, payload) {
  const wrong = []
  if (answer.status >= 500) wrong.push(`status ${answer.status}`)
  if (answer.where && (!answer.where.startsWith('/') || /^\/[/\\]/.test(answer.where))) wrong.push(`leads to ${answer.where}`)
  if (answer.kind.startsWith('text/html')) {
    if (/[<>"'&]/.test(payload) && payload.length > 3 && answer.text.includes(payload)) wrong.push(`holds ${JSON.stringify(payload)} as it is`)
    const scheme = answer.text.match(/\s(?:href|src|action|formaction)\s*=\s*["']?\s*(?:javascript|vbscript|data:text)[^>]*/i)
    if (scheme) wrong.push(`has ${scheme[0]}`)
  }
  return wrong
}
