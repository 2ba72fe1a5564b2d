import { defineCommand, styleAsker } from '#bot/commands/command.ts';
import { nameOption, STYLE_GROUP } from '#bot/commands/style-options.ts';
import { say } from '#bot/text/say.ts';
import { styleCard } from '#bot/views/style-cards.ts';
import { versionsCard } from '#bot/views/style-versions-card.ts';

/** What a style was after each of its last changes, and who made them. */
export const styleHistory = defineCommand({
  group: STYLE_GROUP,
  name: 'history',
  description: say('command.style.history'),
  options: { name: nameOption(say('command.style.history.name'), 'own-style') },
  who: 'everybody',
  answers: 'card',
  async run({ name }, { presets, place, member, reader }) {
    const versions = await presets.versions(place.serverId, name, member);
    return { card: versionsCard(versions, reader), notices: [], style: name };
  },
});

/** Makes a style what it was in one of its versions, also when it was deleted since. */
export const restoreStyle = defineCommand({
  group: STYLE_GROUP,
  name: 'restore',
  description: say('command.style.restore'),
  options: {
    name: nameOption(say('command.style.restore.name'), 'own-style'),
    version: {
      kind: 'integer',
      description: say('command.style.restore.version'),
      called: say('option.version'),
      required: true,
      min: 1,
    },
  },
  who: 'manage server',
  answers: 'card',
  async run({ name, version }, context) {
    const style = await context.presets.restore(styleAsker(context), name, version);
    return { card: styleCard(style, context.reader), notices: [], style: style.name };
  },
});
