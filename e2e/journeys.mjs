// Plays journeys one after the other: node journeys.mjs NAME…, each a file in journeys/. A journey
// that begins with the demo's link has the staff signed in; the others start with nobody.
import { browser, comeIn, Stage, link } from './browser.mjs'

const b = await browser()
const state = link?.includes('/demo?') ? await comeIn(b) : undefined
const failed = []
for (const name of process.argv.slice(2)) {
  const { default: play } = await import(`./journeys/${name}.mjs`)
  const stage = new Stage(b, state), began = Date.now()
  try {
    const says = await play(stage)
    await stage.end()
    console.log(`  ${name}: ${says} (${((Date.now() - began) / 1000).toFixed(1)} s)`)
  } catch (e) {
    failed.push(name)
    console.log(`  ${name} FAILED: ${e.stack}`)
    await stage.end().catch(e => console.log(`  ${e.message}`))
  }
}
await b.close()
process.exit(failed.length ? 1 : 0)
