// Signs a citizen in with the unmodified npm library openid-client, by discovery alone.
// Prints the authorization address, reads the address the browser came back to, and prints what the library made of it.

import { webcrypto } from 'node:crypto'
import * as readline from 'node:readline'

// Debian 12 brings Node.js 18, where these are there but not yet global.
globalThis.crypto ??= webcrypto
globalThis.CryptoKey ??= webcrypto.CryptoKey
const openid = await import('openid-client')

const [issuer, clientId, clientSecret, redirectUri, signedOutUri] = process.argv.slice(2)
const say = (value) => process.stdout.write(JSON.stringify(value) + '\n')
const lines = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]()

// The demo speaks plain http on this machine; nothing else is relaxed.
const provider = await openid.discovery(new URL(issuer), clientId, undefined, openid.ClientSecretBasic(clientSecret), {
  execute: [openid.allowInsecureRequests],
})

const verifier = openid.randomPKCECodeVerifier()
const state = openid.randomState()
const nonce = openid.randomNonce()
const address = openid.buildAuthorizationUrl(provider, {
  redirect_uri: redirectUri,
  scope: 'openid profile offline_access',
  code_challenge: await openid.calculatePKCECodeChallenge(verifier),
  code_challenge_method: 'S256',
  state,
  nonce,
})
say({ authorize: address.href })

const { value: cameBackTo } = await lines.next()
const tokens = await openid.authorizationCodeGrant(provider, new URL(cameBackTo), {
  pkceCodeVerifier: verifier,
  expectedState: state,
  expectedNonce: nonce,
  idTokenExpected: true,
})
const subject = tokens.claims().sub
const person = await openid.fetchUserInfo(provider, tokens.access_token, subject)
const renewed = await openid.refreshTokenGrant(provider, tokens.refresh_token)
await openid.tokenRevocation(provider, renewed.refresh_token)
const refused = await openid.refreshTokenGrant(provider, renewed.refresh_token).then(
  () => 'accepted',
  (error) => error.error,
)
const signOut = openid.buildEndSessionUrl(provider, {
  id_token_hint: tokens.id_token,
  post_logout_redirect_uri: signedOutUri,
  state: 'good-bye',
})
say({ claims: tokens.claims(), person, renewed: renewed.claims()?.sub, refused, signOut: signOut.href })
process.exit(0)
