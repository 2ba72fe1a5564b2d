import type { Kysely, Transaction } from 'kysely';
import { z } from 'zod';
import type { DrawLimits } from '#bot/domain/draw-limits.ts';
import type { RoleLimit, RoleLimitStore } from '#bot/ports/role-limits.ts';
import type { Tables } from '#bot/storage/tables.ts';
import { failure } from '#bot/text/say.ts';
import type { Clock } from '#shared/clock.ts';

/** Servers whose limits stay in memory, those that asked last: every order asks. */
const KEPT_MAX = 256;

const limits: z.ZodType<DrawLimits> = z.object({
  jobs: z.int().min(0).exactOptional(),
  steps: z.int().min(1).exactOptional(),
  pixels: z.int().min(1).exactOptional(),
  models: z.array(z.string()).exactOptional(),
  secondsADay: z.number().min(0).exactOptional(),
});

/** The limits over the table `role_limits`, which nobody else writes. */
export function createRoleLimitStore(database: Kysely<Tables>, { now }: Pick<Clock, 'now'>): RoleLimitStore {
  const kept = new Map<string, Promise<readonly RoleLimit[]>>();
  return {
    list(serverId) {
      const found = kept.get(serverId) ?? read(database, serverId);
      kept.delete(serverId);
      kept.set(serverId, found);
      found.catch(() => kept.delete(serverId));
      for (const oldest of [...kept.keys()].slice(0, -KEPT_MAX)) kept.delete(oldest);
      return found;
    },
    async put(limit, bound) {
      await database.transaction().execute((step) => put(step, { ...limit, at: now() }, bound));
      kept.delete(limit.serverId);
    },
    async remove(serverId, roleId) {
      const gone = database.deleteFrom('role_limits').where('server_id', '=', serverId).where('role_id', '=', roleId);
      const { numDeletedRows } = await gone.executeTakeFirstOrThrow();
      kept.delete(serverId);
      return numDeletedRows > 0n;
    },
  };
}

async function read(database: Kysely<Tables>, serverId: string): Promise<readonly RoleLimit[]> {
  const rows = database.selectFrom('role_limits').selectAll().where('server_id', '=', serverId).orderBy('role_name');
  return (await rows.execute()).map((row) => ({
    serverId,
    roleId: row.role_id,
    roleName: row.role_name,
    limits: limits.parse(JSON.parse(row.limits)),
    authorId: row.author_id,
  }));
}

/** Thrown out of the transaction, which writes nothing then, where there is no room. */
async function put(
  step: Transaction<Tables>,
  limit: RoleLimit & { readonly at: number },
  { rolesMax }: { readonly rolesMax: number },
) {
  const { serverId, roleId, roleName, authorId, at } = limit;
  const said = JSON.stringify(limit.limits);
  const columns = { role_name: roleName, limits: said, author_id: authorId, updated_at: at };
  await step
    .insertInto('role_limits')
    .values({ server_id: serverId, role_id: roleId, ...columns })
    .onConflict((conflict) => conflict.columns(['server_id', 'role_id']).doUpdateSet(columns))
    .execute();
  const counted = step.selectFrom('role_limits').select((each) => each.fn.countAll().as('roles'));
  const { roles } = await counted.where('server_id', '=', serverId).executeTakeFirstOrThrow();
  if (Number(roles) > rolesMax) throw failure('exhausted', 'role-limit.full', { max: rolesMax });
}
