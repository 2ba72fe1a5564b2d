import { Client } from 'pg';
import { connectionTo, placeOf, unreachable } from '#bot/storage/postgres/pool.ts';
import { doubtful, type Finding, right, wrong } from '#shared/preflight/finding.ts';
import { message } from '#shared/text/failure.ts';

/** What the tests run with. */
const TRIED = 15;

const QUESTION = `SELECT current_setting('server_version') AS version,
  current_setting('server_version_num')::int / 10000 AS major,
  current_user AS user,
  pg_is_in_recovery() AS standby,
  coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS may`;

interface Answer {
  readonly version: string;
  readonly major: number;
  readonly user: string;
  readonly standby: boolean;
  /** Whether tables can be made in the schema that is used. */
  readonly may: boolean;
}

/** Whether a ledger can be kept in this database. Nothing is written there. */
export async function checkDatabase(url: string): Promise<Finding> {
  const client = new Client(connectionTo(url));
  client.on('error', () => {}); // a connection that breaks is told by the question
  try {
    await client.connect();
    const { rows } = await client.query<Answer>(QUESTION);
    return verdictOn(rows[0]!, placeOf(url));
  } catch (thrown) {
    return wrong(unreachable(url, thrown).said);
  } finally {
    await client.end().catch(() => {});
  }
}

function verdictOn({ version, major, user, standby, may }: Answer, place: string): Finding {
  if (standby) return wrong(message('preflight.database-standby', { place }));
  if (!may) return wrong(message('preflight.database-rights', { place, user }));
  if (major < TRIED) return doubtful(message('preflight.database-old', { version, tried: TRIED }));
  return right(message('preflight.database', { place, version }));
}
