// A single-page application: no secret, PKCE, and tokens bound to a key that never leaves the browser (DPoP).
// The same module runs in a browser; there `here` is location.href and `go` is location.assign.

import * as openid from 'openid-client'

let dpop

export async function begin(issuer, clientId, redirectUri, options) {
  const provider = await openid.discovery(new URL(issuer), clientId, undefined, openid.None(), options)
  dpop = openid.getDPoPHandle(provider, await openid.randomDPoPKeyPair('ES256'))
  const verifier = openid.randomPKCECodeVerifier()
  const state = openid.randomState()
  const address = openid.buildAuthorizationUrl(provider, {
    redirect_uri: redirectUri,
    scope: 'openid profile',
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
  })
  return { provider, verifier, state, address: address.href }
}

export async function finish({ provider, verifier, state }, here) {
  const tokens = await openid.authorizationCodeGrant(
    provider,
    new URL(here),
    { pkceCodeVerifier: verifier, expectedState: state, idTokenExpected: true },
    undefined,
    { DPoP: dpop },
  )
  return openid.fetchUserInfo(provider, tokens.access_token, tokens.claims().sub, { DPoP: dpop })
}
