// CIBA, poll: openid-client has a citizen asked in the background, and waits for the answer.

import { hear, openid, overHttp, say, signer } from './party.mjs'

const { issuer, clientId, loginHint, jwk } = await hear()
const provider = await openid.discovery(
  new URL(issuer),
  clientId,
  undefined,
  openid.PrivateKeyJwt(await signer(jwk)),
  overHttp,
)
const asked = await openid.initiateBackchannelAuthentication(provider, {
  scope: 'openid profile',
  login_hint: loginHint,
  binding_message: 'HS-0427',
})
say(asked)

const tokens = await openid.pollBackchannelAuthenticationGrant(provider, asked)
const person = await openid.fetchUserInfo(provider, tokens.access_token, tokens.claims().sub)
say({ claims: tokens.claims(), person })
process.exit(0)
