// The device flow (RFC 8628): openid-client asks for the codes and polls until the citizen has decided elsewhere.

import { hear, openid, overHttp, say } from './party.mjs'

const { issuer, clientId } = await hear()
const provider = await openid.discovery(new URL(issuer), clientId, undefined, openid.None(), overHttp)
const codes = await openid.initiateDeviceAuthorization(provider, { scope: 'openid profile' })
say(codes)

const tokens = await openid.pollDeviceAuthorizationGrant(provider, codes)
const person = await openid.fetchUserInfo(provider, tokens.access_token, tokens.claims().sub)
say({ claims: tokens.claims(), person })
process.exit(0)
