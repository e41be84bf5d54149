// What oidc-provider keeps, in Redis: one text per record, and a set for everything that hangs on a grant.
// Few commands and one round trip each, so that the peer is not slowed by its adapter.

const OF_A_GRANT = new Set(['AccessToken', 'AuthorizationCode', 'RefreshToken', 'DeviceCode']);

export function keptIn(redis) {
  return class RedisAdapter {
    constructor(model) {
      this.model = model;
    }

    key(id) {
      return `${this.model}:${id}`;
    }

    async upsert(id, payload, expiresIn) {
      const key = this.key(id);
      const seconds = Math.max(1, Math.ceil(expiresIn ?? 86400));
      const batch = redis.pipeline().set(key, JSON.stringify(payload), 'EX', seconds);
      if (payload.uid && this.model === 'Session') batch.set(`uid:${payload.uid}`, id, 'EX', seconds);
      if (payload.userCode) batch.set(`userCode:${payload.userCode}`, id, 'EX', seconds);
      if (payload.grantId && OF_A_GRANT.has(this.model)) {
        batch.sadd(`grant:${payload.grantId}`, key).expire(`grant:${payload.grantId}`, 86400);
      }
      await batch.exec();
    }

    async find(id) {
      const [text, consumed] = await redis.mget(this.key(id), `${this.key(id)}:consumed`);
      if (text === null) return undefined;
      const payload = JSON.parse(text);
      return consumed === null ? payload : { ...payload, consumed: Number(consumed) };
    }

    async findByUid(uid) {
      const id = await redis.get(`uid:${uid}`);
      return id === null ? undefined : this.find(id);
    }

    async findByUserCode(code) {
      const id = await redis.get(`userCode:${code}`);
      return id === null ? undefined : this.find(id);
    }

    async consume(id) {
      await redis.set(`${this.key(id)}:consumed`, Math.floor(Date.now() / 1000), 'EX', 86400);
    }

    async destroy(id) {
      await redis.del(this.key(id), `${this.key(id)}:consumed`);
    }

    async revokeByGrantId(grantId) {
      const held = await redis.smembers(`grant:${grantId}`);
      await redis.del(`grant:${grantId}`, ...held);
    }
  };
}
