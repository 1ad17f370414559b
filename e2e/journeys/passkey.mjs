// A customer shows by a code that it is they, adds a passkey, leaves, and comes back with it without typing
// anything; removes it, and it opens nothing any more. Then the same with a password. The device is
// Chromium's own virtual one.
import { codeFor, expect, reads, sends, url, PHONE } from '../browser.mjs'

const EMAIL = 'pat@passkey.example', PASSWORD = 'nine geese over the bridge'

export default async function passkey(stage) {
  // Passkeys need a host with a name, and a server that was told it.
  const here = url
  expect(/localhost/.test(here), `${here} is no host with a name`)
  const pat = await stage.page({ viewport: PHONE, hasTouch: true, isMobile: true })
  await device(pat)
  await signIn(pat, here)
  await pat.goto(here + '/my-part/ways-in')
  await pat.fill('form[data-passkey=add] [name=passkey_name]', 'My telephone')
  await sends(pat, pat.locator('form[data-passkey=add] button'))
  await reads(pat, /My telephone[\s\S]*not used yet/)

  await leave(pat, here)
  await pat.goto(here + '/sign-in?to=/my-part')
  await sends(pat, pat.locator('button[form=f-passkey]'))
  await pat.waitForURL('**/my-part')
  await reads(pat, /pat@passkey\.example/)

  // That is no proof for changing anything: a code is.
  await pat.goto(here + '/my-part/ways-in')
  expect(!await pat.locator('form[action$="/passkeys/removing"]').count(), 'a passkey alone can remove itself')
  await sends(pat, pat.locator('form[action="/my-part/ways-in/code"] button'))
  await pat.fill('#f-code', codeFor(EMAIL))
  await sends(pat, pat.locator('form[action="/my-part/ways-in/proof"] button'))
  await pat.fill('#f-password', PASSWORD)
  await pat.fill('#f-again', PASSWORD)
  await sends(pat, pat.locator('form[action="/my-part/ways-in/password"] button'))
  await sends(pat, pat.locator('form[action$="/passkeys/removing"] button'))
  await reads(pat, /You have added no passkey/)

  await leave(pat, here)
  await pat.goto(here + '/sign-in?to=/my-part')
  await sends(pat, pat.locator('button[form=f-passkey]'))
  await reads(pat, /could not be used here/)
  await pat.fill('#f-email', EMAIL)
  await sends(pat, pat.locator('button[name=way][value=password]'))
  await pat.fill('#f-password', 'nine geese under the bridge')
  await sends(pat, pat.locator('main form button.primary'))
  await reads(pat, /do not go together/)
  await pat.fill('#f-password', PASSWORD)
  await sends(pat, pat.locator('main form button.primary'))
  await pat.waitForURL('**/my-part')
  return 'a passkey added, used and removed; removed it opens nothing; a password set and typed'
}

async function device(page) {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  await cdp.send('WebAuthn.addVirtualAuthenticator', { options: {
    protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
    isUserVerified: true, automaticPresenceSimulation: true,
  } })
}

async function signIn(page, here) {
  await page.goto(here + '/sign-in?to=/ideas')
  await page.fill('#f-email', EMAIL)
  await page.click('main button.primary')
  await page.fill('#f-code', codeFor(EMAIL))
  await page.click('main button.primary')
  await page.waitForURL('**/ideas')
}

async function leave(page, here) {
  await page.goto(here + '/my-part')
  await sends(page, page.locator('form[action="/sign-out"] button'))
}
