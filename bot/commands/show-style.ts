import { defineCommand } from '#bot/commands/command.ts';
import { nameOption, STYLE_GROUP } from '#bot/commands/style-options.ts';
import { say } from '#bot/text/say.ts';
import { styleCard } from '#bot/views/style-cards.ts';

/** Everything that a style settles. */
export const showStyle = defineCommand({
  group: STYLE_GROUP,
  name: 'show',
  description: say('command.style.show'),
  options: { name: nameOption(say('command.style.show.name'), 'style') },
  who: 'everybody',
  answers: 'card',
  async run({ name }, { presets, place, reader }) {
    const style = await presets.find(place.serverId, name);
    return { card: styleCard(style, reader), notices: [], style: style.name };
  },
});
