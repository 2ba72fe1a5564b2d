import { defineCommand, styleAsker } from '#bot/commands/command.ts';
import { nameOption, STYLE_GROUP } from '#bot/commands/style-options.ts';
import { say } from '#bot/text/say.ts';

/** Forgets a style of this server. */
export const deleteStyle = defineCommand({
  group: STYLE_GROUP,
  name: 'delete',
  description: say('command.style.delete'),
  options: { name: nameOption(say('command.style.delete.name'), 'own-style') },
  who: 'manage server',
  answers: 'sentence',
  run: async ({ name }, context) =>
    say('style-done.deleted', { name: await context.presets.remove(styleAsker(context), name) }),
});
