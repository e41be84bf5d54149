// What the scripts beside this one share: the libraries, and a conversation by lines with the test that runs them.

import { webcrypto } from 'node:crypto'
import * as readline from 'node:readline'

// Debian 12 brings Node.js 18, where these are there but not yet global.
globalThis.crypto ??= webcrypto
globalThis.CryptoKey ??= webcrypto.CryptoKey
export const openid = await import('openid-client')
export const oauth = await import('oauth4webapi')
export const jose = await import('jose')

export const say = (value) => process.stdout.write(JSON.stringify(value) + '\n')
const lines = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]()
export const hear = async () => JSON.parse((await lines.next()).value)

// The demo speaks plain http on this machine; nothing else is relaxed.
export const overHttp = { execute: [openid.allowInsecureRequests] }

// A private key as a JWK becomes what the libraries sign with.
export const signer = async (jwk) => ({ key: await jose.importJWK(jwk, jwk.alg ?? 'ES256'), kid: jwk.kid })
