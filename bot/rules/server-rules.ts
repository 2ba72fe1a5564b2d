import type { RuleStore } from '#bot/ports/rules.ts';
import type { ServerRules } from '#bot/ports/server-rules.ts';
import { createAuditService } from '#bot/rules/audit-service.ts';
import { createBanService } from '#bot/rules/ban-service.ts';
import { createSettingService } from '#bot/rules/setting-service.ts';
import { createWordService } from '#bot/rules/word-service.ts';
import type { Clock } from '#shared/clock.ts';

/** What servers say about themselves, over one store. */
export function createServerRules(rules: RuleStore, clock: Pick<Clock, 'now'>): ServerRules {
  return {
    settings: createSettingService(rules),
    bans: createBanService(rules, clock),
    words: createWordService(rules),
    audit: createAuditService(rules),
  };
}
