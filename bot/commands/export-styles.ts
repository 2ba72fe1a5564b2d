import { defineCommand } from '#bot/commands/command.ts';
import { STYLE_GROUP } from '#bot/commands/style-options.ts';
import { isListed } from '#bot/presets/style-access.ts';
import { printStyleCsv, printStyleJson } from '#bot/presets/style-files.ts';
import { isReadyMade, styleDescription } from '#bot/presets/visible-presets.ts';
import { writerOf } from '#bot/text/languages.ts';
import { failure, say } from '#bot/text/say.ts';
import { styleList } from '#bot/views/style-cards.ts';

const FORMATS = [
  { value: 'json', label: say('style-file.json') },
  { value: 'csv', label: say('style-file.csv') },
] as const;

/** This server's own styles as a file that `/style import` and other programs read. */
export const exportStyles = defineCommand({
  group: STYLE_GROUP,
  name: 'export',
  description: say('command.style.export'),
  options: {
    format: {
      kind: 'choice',
      description: say('command.style.export.format'),
      called: say('option.format'),
      choices: FORMATS,
    },
  },
  who: 'everybody',
  answers: 'card',
  async run({ format = 'json' }, { presets, place, member, reader }) {
    const { styles, defaultStyle } = await presets.styles(place.serverId);
    const own = styles.filter((style) => !isReadyMade(style) && isListed(style, member));
    if (own.length === 0) throw failure('not-found', 'style-file.none');
    const writer = writerOf(reader.language);
    const filed = own.map((style) => ({ ...style, description: styleDescription(style, writer) }));
    const file =
      format === 'csv'
        ? { name: 'styles.csv', text: printStyleCsv(filed) }
        : { name: 'styles.json', text: printStyleJson(filed) };
    const areForRoles = own.some((style) => !isReadyMade(style) && style.roles.length > 0);
    const notices = [
      ...(format === 'csv' ? [say('style-file.words-only')] : []),
      ...(areForRoles ? [say('style-file.without-roles')] : []),
    ];
    return { card: styleList(own, { defaultStyle, reader }), notices, file };
  },
});
