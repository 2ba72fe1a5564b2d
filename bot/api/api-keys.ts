import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { ApiKey, ApiKeys, KeyOwner, KeyStore, StoredKey } from '#bot/ports/api-keys.ts';
import { failure } from '#bot/text/say.ts';
import type { Clock } from '#shared/clock.ts';

/** Keys that one member has in one server, and all members together. */
const OWN_MAX = 10;
const ALL_MAX = 5_000;

const DAY_MS = 24 * 3_600_000;

/** What every key begins with, so that scanners of leaked secrets can know one. */
const PREFIX = 'easel';

/** Bytes of a key's name and of its secret. */
const ID_BYTES = 9;
const SECRET_BYTES = 32;

/** Reads the keys there are; from then on this process alone changes them. */
export async function openApiKeys({
  store,
  clock,
}: {
  readonly store: KeyStore;
  readonly clock: Clock;
}): Promise<ApiKeys> {
  let keys = await store.all();
  const endings = new Map<string, AbortController>();
  const change = async (how: (all: readonly StoredKey[]) => readonly StoredKey[]) => {
    await store.change(how);
    keys = how(keys);
  };
  const holds = ({ expiresAt }: ApiKey) => expiresAt === null || expiresAt > clock.now();
  const ownedBy = (owner: KeyOwner) => keys.filter((key) => isOwn(key, owner) && holds(key));
  return {
    async create({ member, place }, { days, ...wish }) {
      const own = ownedBy({ member, place });
      if (own.some(({ name }) => name === wish.name)) throw failure('already-exists', 'key.name-taken', wish);
      if (own.length >= OWN_MAX) throw failure('exhausted', 'key.too-many', { max: OWN_MAX });
      if (keys.filter(holds).length >= ALL_MAX) throw failure('exhausted', 'key.all-taken', { max: ALL_MAX });
      const id = randomBytes(ID_BYTES).toString('hex');
      const secret = randomBytes(SECRET_BYTES).toString('base64url');
      const now = clock.now();
      const owner = { ownerId: member.id, ownerName: member.name, home: place };
      const until = { createdAt: now, expiresAt: days === null ? null : now + days * DAY_MS };
      const made = { id, ...wish, ...owner, ...until, hash: hashOf(secret) };
      await change((all) => [...all.filter(holds), made]);
      return { key: bare(made), token: `${PREFIX}_${id}_${secret}` };
    },
    list: (owner) => ownedBy(owner).map(bare).toReversed(),
    async revoke(owner, name) {
      const found = ownedBy(owner).find((key) => key.name === name);
      if (!found) throw failure('not-found', 'key.gone', { name, known: ownedBy(owner).map((key) => key.name) });
      await change((all) => all.filter(({ id }) => id !== found.id));
      endings.get(found.id)?.abort(failure('denied', 'api.wrong-key'));
      endings.delete(found.id);
    },
    check(token) {
      const [prefix, id, ...secret] = token.trim().split('_');
      const key = keys.find((each) => each.id === id);
      // A wrong name takes as long as a wrong secret.
      const isRight = timingSafeEqual(Buffer.from(hashOf(secret.join('_'))), Buffer.from(key?.hash ?? hashOf('')));
      if (prefix !== PREFIX || !key || !isRight) throw failure('denied', 'api.wrong-key');
      if (!holds(key)) throw failure('denied', 'api.key-over', { name: key.name });
      return bare(key);
    },
    until(id) {
      const ending = endings.get(id) ?? new AbortController();
      endings.set(id, ending);
      return ending.signal;
    },
  };
}

/** Secrets are 256 random bits, so that nothing slower is needed. */
function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function isOwn(key: ApiKey, { member, place }: KeyOwner): boolean {
  const { platform, serverId } = key.home;
  return key.ownerId === member.id && platform === place.platform && serverId === place.serverId;
}

/** Without what only the check needs. */
function bare({ hash: _, ...key }: StoredKey): ApiKey {
  return key;
}
