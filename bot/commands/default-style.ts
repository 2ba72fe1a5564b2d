import { defineCommand, styleAsker } from '#bot/commands/command.ts';
import { nameOption, STYLE_GROUP } from '#bot/commands/style-options.ts';
import { failure, say } from '#bot/text/say.ts';

const { required: _, ...NAME } = nameOption(say('command.style.default.name'), 'style-or-plain');

const PLACES = [
  { value: 'server', label: say('style-where.server') },
  { value: 'channel', label: say('style-where.channel') },
] as const;

/** Chooses the style that is used when nobody names one, everywhere or in this channel; `plain` for none. */
export const defaultStyle = defineCommand({
  group: STYLE_GROUP,
  name: 'default',
  description: say('command.style.default'),
  options: {
    name: NAME,
    where: {
      kind: 'choice',
      description: say('command.style.default.where'),
      called: say('option.where'),
      choices: PLACES,
      only: 'discord',
    },
  },
  who: 'manage server',
  answers: 'sentence',
  async run({ name, where = 'server' }, context) {
    const { presets, place } = context;
    if (where === 'channel') {
      const chosen = await presets.setChannelDefault(styleAsker(context), place.channelId, name ?? null);
      return name === undefined
        ? say('style-done.channel-follows')
        : say('style-done.channel-chosen', { name: chosen });
    }
    if (name === undefined) throw failure('invalid', 'input.missing', { name: 'name' });
    const style = await presets.setDefault(styleAsker(context), name);
    return style ? say('style-done.default-chosen', { name: style.name }) : say('style-done.default-plain');
  },
});
