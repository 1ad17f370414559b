// What is no page: JSON says that it is JSON, feeds are well formed, and no cell is a formula.
import { cli } from './imports.mjs'
import { at } from './sweep.mjs'

export async function files(looker, { owner, write }, { things }) {
  const document = JSON.parse((await write.get('/openapi.json')).text)
  const paths = Object.entries(document.paths).filter(([, m]) => m.get).map(([path]) => path)
  let looked = 0
  for (const path of paths.filter(p => /\.(json|csv|sql|atom)$|^\/api\/|export|\/rows$|\/find$|\/sent$|live-feed|beancount/.test(p))) {
    const who = path.startsWith('/api/') ? write : owner
    const answer = await who.get(at(path, things) + asking(path, things))
    if (answer.status !== 200) { if (!path.startsWith('/my-part')) looker.wrong.push(`${answer.status} from ${path}`); continue }
    looked++
    looker.noteText(answer.text)
    await judge(looker, path, answer)
  }
  for (const what of ['people', 'identities', 'units', 'tags', 'actions']) {
    looked++
    const text = cli('export', what, '--format', 'csv')
    looker.noteText(text)
    formulas(looker, `export ${what}`, text)
  }
  return looked
}

/** What a page asks for before it gives anything. */
function asking(path, { person }) {
  if (path.endsWith('/find')) return '?q=sc'
  if (path.endsWith('/similar')) return '?title=sc'
  if (path.endsWith('/calendar/due')) return '?count=2&unit=days'
  if (/\/referrals\/(links|tree)$/.test(path)) return `?person=${person}`
  return ''
}

async function judge(looker, path, { kind, text }) {
  if (kind.includes('json')) JSON.parse(text)
  else if (kind.includes('csv')) formulas(looker, path, text)
  else if (kind.includes('atom') || kind.includes('xml')) {
    const wrong = await looker.page.evaluate(xml => {
      const parsed = new DOMParser().parseFromString(xml, 'application/xml')
      if (parsed.querySelector('parsererror')) return 'is not well formed'
      const strange = [...parsed.querySelectorAll('*')].find(e => e.namespaceURI !== 'http://www.w3.org/2005/Atom')
      return strange ? `has <${strange.localName}>` : null
    }, text)
    if (wrong) looker.wrong.push(`${path} ${wrong}`)
  } else if (!/text\/(plain|html)|sql/.test(kind)) looker.wrong.push(`${path} is ${kind}`)
}

/** A spreadsheet runs what begins with one of these. */
function formulas(looker, name, text) {
  for (const cell of cells(text)) {
    if (/^[=+\-@\t\r]/.test(cell) && !/^[+-]?[\d.,]+$/.test(cell)) looker.wrong.push(`${name} has the cell ${JSON.stringify(cell)}, which a spreadsheet would run`)
  }
}

function cells(text) {
  return [...text.matchAll(/(?:^|,|\n)(?:"((?:[^"]|"")*)"|([^",\n\r]*))/g)].map(([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare)
}
