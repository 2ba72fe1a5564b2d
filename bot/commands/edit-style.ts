import { defineCommand, styleAsker } from '#bot/commands/command.ts';
import { nameOption, RESET_CHOICES, STYLE_GROUP, STYLE_SETTINGS, typedSettings } from '#bot/commands/style-options.ts';
import { say } from '#bot/text/say.ts';
import { styleCard } from '#bot/views/style-cards.ts';

/** Changes what is given, and gives one setting back to the model. */
export const editStyle = defineCommand({
  group: STYLE_GROUP,
  name: 'edit',
  description: say('command.style.edit'),
  options: {
    name: nameOption(say('command.style.edit.name'), 'own-style'),
    ...STYLE_SETTINGS,
    reset: {
      kind: 'choice',
      description: say('command.style.edit.reset'),
      called: say('option.reset'),
      choices: RESET_CHOICES,
    },
  },
  who: 'manage server',
  answers: 'card',
  async run({ name, reset, ...settings }, context) {
    const changes = { ...typedSettings(settings), reset };
    const { style, notices } = await context.presets.edit(styleAsker(context), name, changes);
    return { card: styleCard(style, context.reader), notices, style: style.name };
  },
});
