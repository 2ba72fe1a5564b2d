import type { Kysely, Selectable, Transaction } from 'kysely';
import type { AuditEntry, Rule, RuleAuthor, RuleChange, RuleKind, RuleStore, UndoOutcome } from '#bot/ports/rules.ts';
import { isPostgres } from '#bot/storage/shared-database.ts';
import { readRule, ruleKind, writeRule } from '#bot/storage/stored-rule.ts';
import type { RuleAuditTable, RulesTable, Tables } from '#bot/storage/tables.ts';
import { failure } from '#bot/text/say.ts';
import type { Clock } from '#shared/clock.ts';

/** Servers whose rules stay in memory, those that asked last: every order asks. */
const KEPT_MAX = 256;

/** Entries of the log of one server; older ones are forgotten. */
const ENTRIES_MAX = 1000;

/** Of one server, by kind. */
type ServerRows = ReadonlyMap<string, readonly Rule[]>;

/** The rules over the tables `rules` and `rule_audit`, which nobody else writes while one bot has the ledger. */
export function createRuleStore(database: Kysely<Tables>, { now }: Pick<Clock, 'now'>): RuleStore {
  const { rowsOf, changed } = keptRows(database);
  return {
    // The rows of a kind have been read as that kind.
    list: async <Kind extends RuleKind>(serverId: string, kind: Kind) =>
      ((await rowsOf(serverId)).get(kind) ?? NO_RULES) as readonly Rule<Kind>[],
    async saying<Kind extends RuleKind>(kind: Kind, key: string) {
      const rows = database.selectFrom('rules').selectAll().where('kind', '=', kind).where('key', '=', key);
      return (await rows.execute()).flatMap((row) => {
        const value = readRule(kind, row.value);
        return value === null ? [] : [{ serverId: row.server_id, value }];
      });
    },
    async change(changes, bound) {
      await database.transaction().execute(async (step) => {
        for (const change of changes) await write(step, { change, at: now(), ...bound });
      });
      for (const { serverId } of changes) changed(serverId);
    },
    async audit(serverId, { before = Number.MAX_SAFE_INTEGER, limit }) {
      const rows = database.selectFrom('rule_audit').selectAll().where('server_id', '=', serverId);
      const asked = rows.where('sequence', '<', before).orderBy('sequence', 'desc').limit(limit);
      return (await asked.execute()).flatMap((row) => readEntry(row) ?? []);
    },
    async undo(serverId, id, by) {
      const outcome = await database.transaction().execute((step) => undo(step, { serverId, id, by, at: now() }));
      changed(serverId);
      return outcome;
    },
  };
}

const NO_RULES: readonly Rule[] = [];

/** Where other bots write them, too, they are read each time. */
function keptRows(database: Kysely<Tables>) {
  if (isPostgres(database)) return { changed: () => {}, rowsOf: (serverId: string) => read(database, serverId) };
  const kept = new Map<string, Promise<ServerRows>>();
  const changed = (serverId: string) => kept.delete(serverId);
  return {
    changed,
    rowsOf(serverId: string): Promise<ServerRows> {
      const found = kept.get(serverId) ?? read(database, serverId);
      kept.delete(serverId);
      kept.set(serverId, found);
      found.catch(() => changed(serverId));
      for (const oldest of [...kept.keys()].slice(0, -KEPT_MAX)) kept.delete(oldest);
      return found;
    },
  };
}

async function read(database: Kysely<Tables>, serverId: string): Promise<ServerRows> {
  const rows = await database
    .selectFrom('rules')
    .selectAll()
    .where('server_id', '=', serverId)
    .orderBy('kind')
    .orderBy('key')
    .execute();
  return Map.groupBy(rows.flatMap(readRow), ({ kind }) => kind);
}

function readRow(row: Selectable<RulesTable>): readonly (Rule & { readonly kind: RuleKind })[] {
  const kind = ruleKind(row.kind);
  const value = kind && readRule(kind, row.value);
  if (kind === null || value === null) return [];
  return [{ kind, key: row.key, value, authorId: row.author_id, updatedAt: row.updated_at }];
}

function readEntry(row: Selectable<RuleAuditTable>): AuditEntry | null {
  const kind = ruleKind(row.kind);
  if (kind === null) return null;
  const valueIn = (text: string | null) => (text === null ? null : readRule(kind, text));
  return {
    id: row.sequence,
    at: row.at,
    by: { id: row.by_id, name: row.by_name },
    kind,
    key: row.key,
    before: valueIn(row.before),
    after: valueIn(row.after),
    undone: row.undone === 1,
  } as AuditEntry;
}

interface Writing {
  readonly change: RuleChange;
  readonly at: number;
  readonly max: number;
}

/** Thrown out of the transaction, which writes nothing then, where there is no room. */
async function write(step: Transaction<Tables>, { change, at, max }: Writing): Promise<void> {
  const { serverId, kind, key, value, by } = change;
  const after = value === null ? null : writeRule(value);
  if (!(await replace(step, { serverId, kind, key, after, by, at }))) return;
  const counted = step.selectFrom('rules').select((each) => each.fn.countAll().as('rules'));
  const own = counted.where('server_id', '=', serverId).where('kind', '=', kind);
  const { rules } = await own.executeTakeFirstOrThrow();
  if (after !== null && Number(rules) > max) throw failure('exhausted', 'rule.full', { max });
}

interface Replacing {
  readonly serverId: string;
  readonly kind: string;
  readonly key: string;
  readonly after: string | null;
  readonly by: RuleAuthor;
  readonly at: number;
}

/** Writes the rule and its entry in the log; false when it says so already. */
async function replace(step: Transaction<Tables>, { serverId, kind, key, after, by, at }: Replacing): Promise<boolean> {
  const before = await storedValue(step, { serverId, kind, key });
  if (before === after) return false;
  const ref = { server_id: serverId, kind, key };
  const columns = { value: after ?? '', author_id: by.id, updated_at: at };
  const old = step
    .deleteFrom('rules')
    .where('server_id', '=', serverId)
    .where('kind', '=', kind)
    .where('key', '=', key);
  if (after === null) await old.execute();
  else
    await step
      .insertInto('rules')
      .values({ ...ref, ...columns })
      .onConflict((conflict) => conflict.columns(['server_id', 'kind', 'key']).doUpdateSet(columns))
      .execute();
  await step
    .insertInto('rule_audit')
    .values({ ...ref, before, after, by_id: by.id, by_name: by.name, at, undone: 0 })
    .execute();
  await forgetOldEntries(step, serverId);
  return true;
}

type RuleRef = Pick<Replacing, 'serverId' | 'kind' | 'key'>;

async function storedValue(step: Transaction<Tables>, { serverId, kind, key }: RuleRef): Promise<string | null> {
  const rows = step.selectFrom('rules').select('value').where('server_id', '=', serverId).where('kind', '=', kind);
  return (await rows.where('key', '=', key).executeTakeFirst())?.value ?? null;
}

async function forgetOldEntries(step: Transaction<Tables>, serverId: string) {
  const own = step.selectFrom('rule_audit').select('sequence').where('server_id', '=', serverId);
  const tooOld = await own.orderBy('sequence', 'desc').offset(ENTRIES_MAX).limit(1).executeTakeFirst();
  if (!tooOld) return;
  const gone = step.deleteFrom('rule_audit').where('server_id', '=', serverId);
  await gone.where('sequence', '<=', tooOld.sequence).execute();
}

async function undo(
  step: Transaction<Tables>,
  {
    serverId,
    id,
    by,
    at,
  }: { readonly serverId: string; readonly id: number; readonly by: RuleAuthor; readonly at: number },
): Promise<UndoOutcome> {
  const rows = step.selectFrom('rule_audit').selectAll().where('server_id', '=', serverId);
  const row = await rows.where('sequence', '=', id).executeTakeFirst();
  const entry = row && row.undone === 0 ? readEntry(row) : null;
  if (!row || !entry) return { kind: 'gone' };
  const { kind, key, before: after } = row;
  if ((await storedValue(step, { serverId, kind, key })) !== row.after) return { kind: 'changed-since' };
  await replace(step, { serverId, kind, key, after, by, at });
  await step.updateTable('rule_audit').set({ undone: 1 }).where('sequence', '=', id).execute();
  return { kind: 'undone', entry: { ...entry, undone: true } };
}
