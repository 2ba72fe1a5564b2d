import type { Ban, Rule, RuleStore } from '#bot/ports/rules.ts';
import type { BannedMember, BanService } from '#bot/ports/server-rules.ts';
import { moderatingAuthor } from '#bot/rules/rule-asker.ts';
import { failure } from '#bot/text/say.ts';
import type { Clock } from '#shared/clock.ts';

/** Bans of one server. */
const BANS_MAX = 5000;

const DAY_MS = 24 * 60 * 60 * 1000;

/** The bans over the store of rules. */
export function createBanService(rules: Pick<RuleStore, 'list' | 'change'>, { now }: Pick<Clock, 'now'>): BanService {
  const byMember = new WeakMap<readonly Rule<'ban'>[], ReadonlyMap<string, Ban>>();
  const holds = ({ until }: Ban) => until === null || until > now();
  return {
    async of(serverId, memberId) {
      const all = await rules.list(serverId, 'ban');
      const bans = byMember.get(all) ?? new Map(all.map(({ key, value }) => [key, value]));
      byMember.set(all, bans);
      const ban = bans.get(memberId);
      return ban && holds(ban) ? ban : null;
    },
    async list(serverId) {
      const all = await rules.list(serverId, 'ban');
      return all.filter(({ value }) => holds(value)).map(bannedMember);
    },
    async add(asker, { memberId, days, ...said }) {
      const by = moderatingAuthor(asker);
      if (said.reason.trim() === '') throw failure('invalid', 'ban.reason');
      if (memberId === asker.memberId) throw failure('invalid', 'ban.yourself');
      const value: Ban = { ...said, until: days === undefined ? null : now() + days * DAY_MS };
      const { serverId } = asker;
      await rules.change([{ serverId, kind: 'ban', key: memberId, value, by }], { max: BANS_MAX });
      return { ...value, memberId, authorId: by.id };
    },
    async remove(asker, memberId) {
      const by = moderatingAuthor(asker);
      const { serverId } = asker;
      const isThere = (await rules.list(serverId, 'ban')).some(({ key, value }) => key === memberId && holds(value));
      if (!isThere) throw failure('not-found', 'ban.none-of-them');
      await rules.change([{ serverId, kind: 'ban', key: memberId, value: null, by }], { max: BANS_MAX });
    },
  };
}

function bannedMember({ key, value, authorId }: Rule<'ban'>): BannedMember {
  return { ...value, memberId: key, authorId };
}
