import { defineCommand, styleAsker } from '#bot/commands/command.ts';
import { nameOption, STYLE_GROUP } from '#bot/commands/style-options.ts';
import { say } from '#bot/text/say.ts';

/** Chooses the style that is used when nobody names one; `plain` for none. */
export const defaultStyle = defineCommand({
  group: STYLE_GROUP,
  name: 'default',
  description: say('command.style.default'),
  options: { name: nameOption(say('command.style.default.name'), 'style-or-plain') },
  who: 'manage server',
  answers: 'sentence',
  async run({ name }, context) {
    const style = await context.presets.setDefault(styleAsker(context), name);
    return style ? say('style-done.default-chosen', { name: style.name }) : say('style-done.default-plain');
  },
});
