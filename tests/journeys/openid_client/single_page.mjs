// Runs the example of docs/integrating/single-page.md, copied beside the library by the test.

import { hear, overHttp, say } from './party.mjs'

const { example, issuer, clientId, redirectUri } = await hear()
const page = await import(example)
const begun = await page.begin(issuer, clientId, redirectUri, overHttp)
say({ authorize: begun.address })
const { returned } = await hear()
say({ person: await page.finish(begun, returned) })
process.exit(0)
