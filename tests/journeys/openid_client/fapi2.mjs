// FAPI 2.0 with message signing and DPoP: PAR, a signed request, a signed answer, private_key_jwt. openid-client does it all.

import { hear, jose, openid, overHttp, say, signer } from './party.mjs'

const { issuer, clientId, redirectUri, jwk } = await hear()
const key = await signer(jwk)
const provider = await openid.discovery(
  new URL(issuer),
  clientId,
  { dpop_bound_access_tokens: true, authorization_signed_response_alg: 'ES256', id_token_signed_response_alg: 'ES256' },
  openid.PrivateKeyJwt(key),
  overHttp,
)
openid.useJwtResponseMode(provider)

const dpop = openid.getDPoPHandle(provider, await openid.randomDPoPKeyPair('ES256'))
const verifier = openid.randomPKCECodeVerifier()
const [state, nonce] = [openid.randomState(), openid.randomNonce()]
const signed = await openid.buildAuthorizationUrlWithJAR(
  provider,
  {
    redirect_uri: redirectUri,
    scope: 'openid profile',
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  },
  key,
)
const address = await openid.buildAuthorizationUrlWithPAR(provider, signed.searchParams, { DPoP: dpop })
say({ authorize: address.href })

const { returned } = await hear()
const tokens = await openid.authorizationCodeGrant(
  provider,
  new URL(returned),
  { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true },
  undefined,
  { DPoP: dpop },
)
const person = await openid.fetchUserInfo(provider, tokens.access_token, tokens.claims().sub, { DPoP: dpop })
say({ tokenType: tokens.token_type, cnf: jose.decodeJwt(tokens.access_token).cnf, claims: tokens.claims(), person })
process.exit(0)
