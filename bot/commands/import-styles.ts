import { defineCommand, styleAsker } from '#bot/commands/command.ts';
import { readInput } from '#bot/commands/read-input.ts';
import { NEW_STYLE_OPTIONS, STYLE_GROUP, typedSettings } from '#bot/commands/style-options.ts';
import { readStyleCsv } from '#bot/presets/style-files.ts';
import type { TypedPreset } from '#bot/presets/valid-preset.ts';
import { failure, failureOf, say } from '#bot/text/say.ts';
import { styleList } from '#bot/views/style-cards.ts';

/** Room for a hundred styles with everything said. */
const CHARS_MAX = 200_000;

/** Makes styles of a file: JSON with the fields of a new style, one or a list of them, or A1111's. All of them, or none. */
export const importStyles = defineCommand({
  group: STYLE_GROUP,
  name: 'import',
  description: say('command.style.import'),
  options: {
    file: {
      kind: 'picture',
      takes: 'text',
      description: say('command.style.import.file'),
      called: say('option.file'),
      only: 'discord',
      required: true,
    },
    json: {
      kind: 'text',
      description: say('command.style.import.json'),
      required: true,
      charactersMax: CHARS_MAX,
      only: 'studio',
    },
  },
  who: 'manage server',
  answers: 'card',
  async run({ file, json }, context) {
    const { presets, place, reader, intake } = context;
    const text = place.platform === 'discord' ? await intake.text(file) : json;
    const { edits, replaced } = await presets.importStyles(styleAsker(context), readStyles(text));
    const { styles, defaultStyle } = await presets.styles(place.serverId);
    const notices = [
      ...replaced.map((name) => say('style-done.import-replaced', { name })),
      ...edits.flatMap((edit) => edit.notices),
    ];
    return { card: styleList(styles, { defaultStyle, reader }), notices };
  },
});

function readStyles(text: string): readonly TypedPreset[] {
  if (!/^[\s\uFEFF]*[[{]/.test(text) && text.includes(',')) return readStyleCsv(text);
  const parsed = parse(text);
  return (Array.isArray(parsed) ? parsed : [parsed]).map((values: unknown) => {
    const read = readInput(NEW_STYLE_OPTIONS, { values, platform: 'studio' });
    if (!read.ok) throw failureOf('invalid', read.problems);
    const { name, ...settings } = read.input;
    return { name, ...typedSettings(settings) };
  });
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw failure('invalid', 'style-rule.import-json', { cause });
  }
}
