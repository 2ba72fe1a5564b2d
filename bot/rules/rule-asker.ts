import type { RuleAuthor } from '#bot/ports/rules.ts';
import type { RuleAsker } from '#bot/ports/server-rules.ts';
import { failure } from '#bot/text/say.ts';

/** Throws `denied` for who may not change what belongs to the server; else who is written into the log. */
export function ruleAuthor({ memberId, memberName, mayManageServer }: RuleAsker): RuleAuthor {
  if (!mayManageServer) throw failure('denied', 'rule.denied');
  return { id: memberId, name: memberName };
}

/** The same for who may not moderate: who manages the server may. */
export function moderatingAuthor({ isModerator, ...asker }: RuleAsker): RuleAuthor {
  if (!isModerator && !asker.mayManageServer) throw failure('denied', 'rule.moderators');
  return ruleAuthor({ ...asker, mayManageServer: true });
}
