import type { RoleLimit, RoleLimitStore } from '#bot/ports/role-limits.ts';
import type { Rule, RuleStore } from '#bot/ports/rules.ts';

/** Limits as rules of their servers, so that the log has their changes. */
export function createRoleLimitStore(rules: Pick<RuleStore, 'list' | 'change'>): RoleLimitStore {
  const read = new WeakMap<readonly Rule<'role-limit'>[], readonly RoleLimit[]>();
  return {
    async list(serverId) {
      const all = await rules.list(serverId, 'role-limit');
      const known = read.get(all) ?? limitsIn(serverId, all);
      read.set(all, known);
      return known;
    },
    async put({ serverId, roleId, roleName, limits, authorId, authorName = '' }, { rolesMax }) {
      const by = { id: authorId, name: authorName };
      const value = { roleName, limits };
      await rules.change([{ serverId, kind: 'role-limit', key: roleId, value, by }], { max: rolesMax });
    },
    async remove(serverId, roleId, by) {
      const isThere = (await rules.list(serverId, 'role-limit')).some(({ key }) => key === roleId);
      if (isThere)
        await rules.change([{ serverId, kind: 'role-limit', key: roleId, value: null, by }], { max: Number.MAX_VALUE });
      return isThere;
    },
  };
}

function limitsIn(serverId: string, all: readonly Rule<'role-limit'>[]): readonly RoleLimit[] {
  return all
    .map(({ key, value, authorId }) => ({ serverId, roleId: key, ...value, authorId }))
    .toSorted((a, b) => a.roleName.localeCompare(b.roleName));
}
