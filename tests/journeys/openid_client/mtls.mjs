// FAPI 2.0 with mutual TLS: tls_client_auth and certificate-bound tokens, at the endpoints discovery names for it.

import * as https from 'node:https'
import { hear, jose, openid, say } from './party.mjs'

const { issuer, clientId, redirectUri, certificate, key, authority } = await hear()
const agent = new https.Agent({ cert: certificate, key, ca: authority })

// Node's own fetch shows no certificates: the library's documented hook does.
const withCertificate = (address, { method, headers, body, signal }) =>
  new Promise((resolve, reject) => {
    const request = https.request(address, { method, agent, headers: Object.fromEntries(new Headers(headers)), signal })
    request.on('error', reject)
    request.on('response', async (answer) => {
      const parts = []
      for await (const part of answer) parts.push(part)
      resolve(new Response(Buffer.concat(parts), { status: answer.statusCode, headers: answer.headers }))
    })
    request.end(body?.toString())
  })

const provider = await openid.discovery(
  new URL(issuer),
  clientId,
  { use_mtls_endpoint_aliases: true, id_token_signed_response_alg: 'ES256' },
  openid.TlsClientAuth(),
  { [openid.customFetch]: withCertificate },
)
const verifier = openid.randomPKCECodeVerifier()
const state = openid.randomState()
const address = await openid.buildAuthorizationUrlWithPAR(provider, {
  redirect_uri: redirectUri,
  scope: 'openid profile',
  code_challenge: await openid.calculatePKCECodeChallenge(verifier),
  code_challenge_method: 'S256',
  state,
})
say({ authorize: address.href })

const { returned } = await hear()
const tokens = await openid.authorizationCodeGrant(provider, new URL(returned), {
  pkceCodeVerifier: verifier,
  expectedState: state,
  idTokenExpected: true,
})
const person = await openid.fetchUserInfo(provider, tokens.access_token, tokens.claims().sub)
say({ cnf: jose.decodeJwt(tokens.access_token).cnf, claims: tokens.claims(), person })
process.exit(0)
