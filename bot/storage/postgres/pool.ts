import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { Pool, type PoolClient, types } from 'pg';
import { failure } from '#bot/text/say.ts';
import { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';

/** Connections of one bot, beside the one that listens. */
const CONNECTIONS_MAX = 10;

/** How long a statement may take, and how long one waits for a connection. Milliseconds. */
const STATEMENT_MS = 30_000;
const CONNECT_MS = 5_000;

/**
 * How long a transaction may do nothing. A bot that was stopped in one holds the lock that all who write wait for, and
 * another one takes over when the right to dispatch has run out: by then the server has ended the transaction.
 */
const IDLE_TRANSACTION_MS = 3_000;

/** Types by their oid whose values are whole and below 2^53 here: int8, and numeric, which its sum has. */
const NUMBERS: ReadonlySet<number> = new Set([20, 1700]);

/** Connections to the database. Throws Failure with one sentence for the operator when none can be made. */
export async function openPool(url: string, log: Log): Promise<PostgresPool> {
  const pool = new Pool({
    ...connectionTo(url),
    max: CONNECTIONS_MAX,
    statement_timeout: STATEMENT_MS,
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_MS,
    types: { getTypeParser: readNumbers },
  });
  // One that breaks while nobody uses it; the next statement opens another.
  pool.on('error', (thrown) => log.warn({ err: thrown }, 'a connection to the database broke'));
  try {
    (await pool.connect()).release();
  } catch (thrown) {
    await pool.end();
    throw unreachable(url, thrown);
  }
  return tellingMembers(pool, log);
}

/** What every connection is opened with. */
export function connectionTo(url: string) {
  return { connectionString: url, connectionTimeoutMillis: CONNECT_MS, keepAlive: true, application_name: 'easel' };
}

/** The sentence for the operator: where the database should be, without the password. */
export function unreachable(url: string, cause: unknown): Failure {
  const [first = cause] = cause instanceof AggregateError ? cause.errors : [];
  const why = first instanceof Error ? first.message : String(first);
  return failure('invalid', 'ledger.unreachable', { place: placeOf(url), why }, { cause });
}

/** Where a database is, without its password. */
export function placeOf(url: string): string {
  if (!URL.canParse(url)) return 'EASEL_DATABASE_URL';
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

const readNumbers = ((type: number, format: 'text') =>
  NUMBERS.has(type) ? Number : types.getTypeParser(type, format)) as typeof types.getTypeParser;

/** Library text is logged; what is thrown is a sentence that members may read. */
function tellingMembers(pool: Pool, log: Log): PostgresPool {
  const adapted = new WeakMap<PoolClient, PostgresPoolClient>();
  return {
    async connect() {
      const client = await attempt(log, () => pool.connect());
      const known = adapted.get(client) ?? adapt(client, log);
      adapted.set(client, known);
      return known;
    },
    end: () => pool.end(),
  };
}

function adapt(client: PoolClient, log: Log): PostgresPoolClient {
  // One that breaks between two statements of a transaction: the next of them says so. Unheard it would end the process.
  client.on('error', (thrown) => log.warn({ err: thrown }, 'a connection to the database broke'));
  const query = (sql: unknown, parameters: readonly unknown[] = []) =>
    attempt(log, () => client.query(String(sql), parameters.map(withoutNul)));
  return { query: query as unknown as PostgresPoolClient['query'], release: () => client.release() };
}

/** PostgreSQL has no text with U+0000, which means nothing in a prompt either. */
function withoutNul(value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '') : value;
}

async function attempt<T>(log: Log, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw forMembers(log, thrown);
  }
}

/**
 * Classes of https://www.postgresql.org/docs/current/errcodes-appendix.html: 53 lack of room, 08 and 57 a connection
 * that broke, a server that ends or a statement that took too long, 40 transactions to be begun again, 55 locks.
 * Without a code the connection itself failed.
 */
const NO_ROOM = /^53/;
const TROUBLE = /^(08|40|55|57)/;

function forMembers(log: Log, thrown: unknown): unknown {
  if (thrown instanceof Failure) return thrown;
  const { code } = thrown as { readonly code?: unknown };
  const isOfServer = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code);
  if (isOfServer && !NO_ROOM.test(code) && !TROUBLE.test(code))
    return failure('internal', 'failure.internal', { cause: thrown });
  log.error({ err: thrown }, 'the ledger cannot be used');
  if (isOfServer && NO_ROOM.test(code)) return failure('exhausted', 'ledger.no-room', { cause: thrown });
  return failure('unavailable', 'ledger.trouble', { cause: thrown });
}
