import { defineCommand, styleAsker } from '#bot/commands/command.ts';
import { NEW_STYLE_OPTIONS, STYLE_GROUP, typedSettings } from '#bot/commands/style-options.ts';
import { say } from '#bot/text/say.ts';
import { styleCard } from '#bot/views/style-cards.ts';

/** Makes a style for this server. */
export const createStyle = defineCommand({
  group: STYLE_GROUP,
  name: 'create',
  description: say('command.style.create'),
  options: NEW_STYLE_OPTIONS,
  who: 'manage server',
  answers: 'card',
  async run({ name, ...settings }, context) {
    const typed = { name, ...typedSettings(settings) };
    const { style, notices } = await context.presets.create(styleAsker(context), typed);
    return { card: styleCard(style, context.reader), notices, style: style.name };
  },
});
