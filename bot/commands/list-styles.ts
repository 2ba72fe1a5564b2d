import { defineCommand } from '#bot/commands/command.ts';
import { STYLE_GROUP } from '#bot/commands/style-options.ts';
import { say } from '#bot/text/say.ts';
import { styleList } from '#bot/views/style-cards.ts';

/** All styles of this server, and which one is used when nobody names one. */
export const listStyles = defineCommand({
  group: STYLE_GROUP,
  name: 'list',
  description: say('command.style.list'),
  options: {},
  who: 'everybody',
  answers: 'card',
  async run(_, { presets, place, reader }) {
    const { styles, defaultStyle } = await presets.styles(place.serverId);
    return { card: styleList(styles, { defaultStyle, reader }), notices: [] };
  },
});
