// See checks/60-payloads.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { browser, DESKTOP, url } from './browser.mjs'

const count = Number(process.env.COUNT || 60)
const { SITE_BIN: bin, SITE_DATA: data, CSP } = process.env
const cli = (...args) => execFileSync(bin, [...args, '--data', data], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

const call = ['pwned()', 'top.pwned&&pwned()', '(0,eval)("pwned()")', '[1].map(pwned)', 'setTimeout(pwned)']
const frame = ['<script>X</script>', '<img src=x onerror=X>', '"><img src=x onerror=X>', "'><svg onload=X>", '</textarea><script>X</script>',
  '</title><script>X</script>', '<svg><script>X</script></svg>', '"autofocus onfocus=X x="', "' onmouseover=X '", '<details open ontoggle=X>',
  '<a href="javascript:X">a</a>', '<iframe srcdoc="<script>parent.X</script>">', '{{constructor.constructor("X")()}}', '${X}', '<math><mtext></p><img src=x onerror=X>',
  '--><script>X</script>', ']]><script>X</script>', '<body onload=X>', '<input autofocus onfocus=X>', '<video><source onerror=X></video>']
const payloads = []
for (let i = 0; payloads.length < count; i++) payloads.push(frame[i % frame.length].replace('X', call[Math.floor(i / frame.length) % call.length]))

const key = cli('key', 'add', '--name', 'k', '--scope', 'write').trim()
const tag = CSP
// Machine inputs: names and tags of an import; kinds, channels and abouts of actions.
const quote = t => `"${t.replaceAll('"', '""')}"`
writeFileSync(`${data}/p.csv`, 'id,name,tags\n' + payloads.map((p, i) => `${tag}${i},${quote(p)},${quote(p.slice(0, 28).replaceAll(';', ''))}`).join('\n'))
writeFileSync(`${data}/a.csv`, 'person,at,name,value,currency,note\n' + payloads.map((p, i) => `${tag}${i},2026-01-02,${quote(p.slice(0, 110))},1.00,USD,${quote(p)}`).join('\n'))
for (const [what, file] of [['people', 'p'], ['actions', 'a']]) {
  try { cli('import', what, `${data}/${file}.csv`, '--source', 'x') } catch (e) { if (e.status !== 5) throw e }   // 5: some lines were refused
}

const link = cli('staff', 'add', '--name', '<img src=x onerror=pwned()>', '--email', `s${tag}@x.example`, '--role', 'owner').match(/token=([\w-]+)/)[1]
const b = await browser()
const context = await b.newContext({ viewport: DESKTOP, userAgent: '<script>pwned()</script>' })
let ran = 0
await context.exposeFunction('pwned', () => { ran++ })
const page = await context.newPage()
page.on('dialog', d => { ran++; d.dismiss() })
// The control: where nothing encodes it, it does run, or this check could not fail.
await page.setContent('<img src=x onerror=pwned()>')
await page.waitForTimeout(300)
if (ran !== 1) throw new Error('the control did not run')
ran = 0
const password = 'a walk along the wall by night'
await page.goto(`${url}/console/invitation?token=${link}`)
for (const input of await page.$$('input[type=password]')) await input.fill(password)
await page.click('button.primary, main button')
await page.waitForURL('**/sign-in**')
await page.fill('input[type=email]', `s${tag}@x.example`)
await page.fill('input[type=password]', password)
await page.click('main form button.primary, main form button')
await page.waitForURL('**/console**')

// People's words: ideas with titles, bodies, tags and comments, by the API.
await context.request.post(`${url}/console/ideas/boards`, { form: { key: `b${tag}`, name: payloads[1].slice(0, 60), intro: payloads[2], unit: '', place: '1' }, headers: { 'Sec-Fetch-Site': 'same-origin' } })
const api = async (path, body) => {
  const r = await context.request.post(url + path, { data: body, headers: { authorization: `Bearer ${key}`, 'sec-fetch-site': 'none' } })
  return r.ok() ? r.json() : null
}
const document = await (await context.request.get(`${url}/openapi.json`)).json()
let ideas = []
for (const [i, p] of payloads.entries()) {
  const made = await api('/api/ideas', { board: `b${tag}`, title: p.slice(0, 90), body: p, tags: [p.slice(0, 28)].filter(t => !t.includes(',')), by: { kind: 'login', value: `p${tag}${i}`, scope: 'x', name: p.slice(0, 100) } })
    ?? await api('/api/ideas', { board: `b${tag}`, title: p.slice(0, 90), body: p, by: { kind: 'login', value: `p${tag}${i}`, scope: 'x' } })
  if (made?.id) { ideas.push(made.id); await api(`/api/ideas/${made.id}/comments`, { body: p, by: { kind: 'login', value: `p${tag}${i}`, scope: 'x' } }) }
}
const paths = ['/', '/ideas', '/ideas?order=new', '/ideas/roadmap', '/console', '/console/happened?since=28d', '/console/people', '/console/people?search=' + encodeURIComponent(payloads[2]),
  '/console/ideas', '/console/ideas?search=' + encodeURIComponent(payloads[0]), '/console/measures', '/console/measures/ideas/a?from=2026-01-01', '/console/audit', '/console/staff', '/console/settings',
  '/ideas?search=' + encodeURIComponent(payloads[2]), '/ideas?tag=' + encodeURIComponent(payloads[1]), '/sign-in?to=' + encodeURIComponent('javascript:pwned()'), '/nowhere/' + encodeURIComponent(payloads[1]),
  '/console/sign-in?to=' + encodeURIComponent('//evil.example'), ...ideas.flatMap(id => [`/ideas/${id}`, `/console/ideas/${id}`])]
const people = new Set()
let looked = 0
for (const path of paths) {
  await page.goto(url + path, { referer: `${url}/?${encodeURIComponent(payloads[0])}` })
  for (const el of (await page.$$('main [autofocus], main details > summary')).slice(0, 3)) await el.hover({ timeout: 300 }).catch(() => {})
  for (const href of await page.$$eval('a[href^="/console/people/"]', as => as.map(a => a.getAttribute('href')))) people.add(href.split('?')[0])
  looked++
}
for (const path of [...people].filter(p => /[0-9a-f-]{36}$/.test(p)).slice(0, count)) { await page.goto(url + path); looked++ }
console.log(`  R6 policy ${CSP}: ${payloads.length} payloads, ${ideas.length} ideas with comments, ${looked} pages looked at, ${ran} ran`)
await b.close()
process.exit(ran || ideas.length < payloads.length / 2 ? 1 : 0)
