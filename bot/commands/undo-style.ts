import { defineCommand, styleAsker } from '#bot/commands/command.ts';
import { nameOption, STYLE_GROUP } from '#bot/commands/style-options.ts';
import { say } from '#bot/text/say.ts';

/** Takes back the last change of a style, and a second time the undo itself. */
export const undoStyle = defineCommand({
  group: STYLE_GROUP,
  name: 'undo',
  description: say('command.style.undo'),
  options: { name: nameOption(say('command.style.undo.name'), 'own-style') },
  who: 'manage server',
  answers: 'sentence',
  async run({ name: typed }, context) {
    const { name, before, after } = await context.presets.undo(styleAsker(context), typed);
    if (after === null) return say('style-done.undo-created', { name });
    return before === null ? say('style-done.undo-deleted', { name }) : say('style-done.undo-edited', { name });
  },
});
