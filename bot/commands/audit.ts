import { type CommandGroup, defineCommand, ruleAsker } from '#bot/commands/command.ts';
import { say } from '#bot/text/say.ts';
import { auditCard, changeMessage } from '#bot/views/audit-card.ts';

/** `/audit`: who changed what a server says about itself. */
const AUDIT: CommandGroup = { name: 'audit', description: say('command.audit') };

/** Changes on one card. */
const SHOWN_MAX = 20;

/** The last changes, newest first. */
export const listAudit = defineCommand({
  group: AUDIT,
  name: 'list',
  description: say('command.audit.list'),
  options: {},
  who: 'manage server',
  onlyInServers: true,
  only: 'discord',
  answers: 'card',
  async run(_, context) {
    const entries = await context.jobs.rules.audit.list(ruleAsker(context), { limit: SHOWN_MAX });
    return { card: auditCard(entries, context.reader), notices: [] };
  },
});

/** Puts back what was said before a change. */
export const undoAudit = defineCommand({
  group: AUDIT,
  name: 'undo',
  description: say('command.audit.undo'),
  options: {
    number: {
      kind: 'integer',
      description: say('command.audit.undo.number'),
      called: say('option.number'),
      required: true,
      min: 1,
    },
  },
  who: 'manage server',
  onlyInServers: true,
  only: 'discord',
  answers: 'sentence',
  async run({ number }, context) {
    const undone = await context.jobs.rules.audit.undo(ruleAsker(context), number);
    return say('audit.undone', { id: number, what: changeMessage(undone) });
  },
});
