// npm oidc-provider with its own development pages for sign-in and consent: no password is checked, nothing is hashed.
// PORT: where it listens. TOKENS: `opaque` or `jwt` access tokens. REDIS: a port; without it, what it keeps is in memory.
import { generateKeyPairSync } from 'node:crypto';

import Redis from 'ioredis';
import { Provider } from 'oidc-provider';

import { keptIn } from './redis_adapter.mjs';

const { PORT, TOKENS, REDIS, SECRET, REDIRECT_URI, API } = process.env;
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const signing = { ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig', kid: 'bench' };
const confidential = {
  client_secret: SECRET,
  token_endpoint_auth_method: 'client_secret_basic',
  id_token_signed_response_alg: 'ES256',
};

const configuration = {
  ...(REDIS ? { adapter: keptIn(new Redis({ host: '127.0.0.1', port: Number(REDIS) })) } : {}),
  clients: [
    {
      ...confidential,
      client_id: 'portal',
      redirect_uris: [REDIRECT_URI],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
    },
    {
      ...confidential,
      client_id: 'nightly-sync',
      redirect_uris: [],
      grant_types: ['client_credentials'],
      response_types: [],
    },
    { ...confidential, client_id: 'lgsp', redirect_uris: [], grant_types: [], response_types: [] },
  ],
  jwks: { keys: [signing] },
  cookies: { keys: ['only for the benchmark'] },
  claims: { openid: ['sub'], profile: ['name', 'birthdate', 'gender'] },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: async () => ({ sub: id, name: 'Nguyễn Thị Quỳnh', birthdate: '1990-05-17', gender: 'female' }),
  }),
  issueRefreshToken: async () => true,
  rotateRefreshToken: true,
  ttl: { AccessToken: 600, AuthorizationCode: 60, IdToken: 600, RefreshToken: 86400, Session: 28800 },
  features: {
    clientCredentials: { enabled: true },
    introspection: { enabled: true, allowedPolicy: async () => true },
    devInteractions: { enabled: true },
    resourceIndicators:
      TOKENS === 'jwt'
        ? {
            enabled: true,
            defaultResource: async () => API,
            getResourceServerInfo: async () => ({
              scope: 'openid profile',
              audience: API,
              accessTokenFormat: 'jwt',
              jwt: { sign: { alg: 'ES256' } },
            }),
          }
        : { enabled: false },
  },
};

new Provider(`http://localhost:${PORT}`, configuration).listen(Number(PORT), '127.0.0.1');
