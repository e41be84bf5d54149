// FAPI 2.0 security profile with oauth4webapi, step by step: PAR, private_key_jwt, DPoP, and `iss` in the answer.

import { hear, oauth, say, signer } from './party.mjs'

const { issuer, clientId, redirectUri, jwk } = await hear()
const here = new URL(issuer)
const options = { [oauth.allowInsecureRequests]: true }
const provider = await oauth.processDiscoveryResponse(here, await oauth.discoveryRequest(here, options))
const client = { client_id: clientId, id_token_signed_response_alg: 'ES256' }
const key = await signer(jwk)
const authenticate = oauth.PrivateKeyJwt(key)
const DPoP = oauth.DPoP(client, await oauth.generateKeyPair('ES256'))

const verifier = oauth.generateRandomCodeVerifier()
const state = oauth.generateRandomState()
const parameters = new URLSearchParams({
  response_type: 'code',
  redirect_uri: redirectUri,
  scope: 'openid profile',
  code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
  code_challenge_method: 'S256',
  state,
})
const pushed = await oauth.processPushedAuthorizationResponse(
  provider,
  client,
  await oauth.pushedAuthorizationRequest(provider, client, authenticate, parameters, { DPoP, ...options }),
)
const address = new URL(provider.authorization_endpoint)
address.search = new URLSearchParams({ client_id: clientId, request_uri: pushed.request_uri })
say({ authorize: address.href })

const { returned } = await hear()
const answer = oauth.validateAuthResponse(provider, client, new URL(returned), state)
const response = await oauth.authorizationCodeGrantRequest(
  provider,
  client,
  authenticate,
  answer,
  redirectUri,
  verifier,
  { DPoP, ...options },
)
const tokens = await oauth.processAuthorizationCodeResponse(provider, client, response, { requireIdToken: true })
const claims = oauth.getValidatedIdTokenClaims(tokens)
const person = await oauth.processUserInfoResponse(
  provider,
  client,
  claims.sub,
  await oauth.userInfoRequest(provider, client, tokens.access_token, { DPoP, ...options }),
)
say({ tokenType: tokens.token_type, claims, person })
process.exit(0)
