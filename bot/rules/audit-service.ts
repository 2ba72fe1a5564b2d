import type { RuleStore } from '#bot/ports/rules.ts';
import type { AuditService } from '#bot/ports/server-rules.ts';
import { ruleAuthor } from '#bot/rules/rule-asker.ts';
import { failure } from '#bot/text/say.ts';

/** The log of what was changed, over the store that keeps it. */
export function createAuditService(rules: Pick<RuleStore, 'audit' | 'undo'>): AuditService {
  return {
    async list(asker, which) {
      ruleAuthor(asker);
      return rules.audit(asker.serverId, which);
    },
    async undo(asker, id) {
      const outcome = await rules.undo(asker.serverId, id, ruleAuthor(asker));
      switch (outcome.kind) {
        case 'undone':
          return outcome.entry;
        case 'gone':
          throw failure('not-found', 'audit.gone', { id });
        case 'changed-since':
          throw failure('invalid', 'audit.changed-since', { id });
      }
    },
  };
}
