import type { RuleStore } from '#bot/ports/rules.ts';
import type { ServerRules } from '#bot/ports/server-rules.ts';
import { createAuditService } from '#bot/rules/audit-service.ts';
import { createSettingService } from '#bot/rules/setting-service.ts';

/** What servers say about themselves, over one store. */
export function createServerRules(rules: RuleStore): ServerRules {
  return { settings: createSettingService(rules), audit: createAuditService(rules) };
}
