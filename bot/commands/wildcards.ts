import { type CommandGroup, defineCommand, styleAsker } from '#bot/commands/command.ts';
import { say } from '#bot/text/say.ts';
import { wordListCard, wordListPages, wordLists } from '#bot/views/list-cards.ts';

/** `/wildcards`: the lists of words that a server's prompts can name, invisible in every other. */
const WILDCARDS: CommandGroup = { name: 'wildcards', description: say('command.wildcards') };

const NAME = {
  kind: 'text',
  description: say('command.wildcards.name'),
  called: say('option.name'),
  required: true,
  charactersMax: 100,
  completes: 'list',
} as const;

/** Keeps a file of words, in place of one of its name. */
export const uploadList = defineCommand({
  group: WILDCARDS,
  name: 'upload',
  description: say('command.wildcards.upload'),
  options: {
    file: {
      kind: 'picture',
      takes: 'text',
      description: say('command.wildcards.upload.file'),
      called: say('option.file'),
      only: 'discord',
    },
    text: {
      kind: 'text',
      description: say('command.wildcards.upload.text'),
      called: say('option.text'),
      charactersMax: 500_000,
      only: 'studio',
    },
    name: {
      kind: 'text',
      description: say('command.wildcards.upload.name'),
      called: say('option.name'),
      charactersMax: 100,
    },
  },
  who: 'manage server',
  answers: 'card',
  async run({ file, text, name }, context) {
    const { presets, intake, reader } = context;
    const words = file ? await intake.text(file) : (text ?? '');
    const called = name ?? (file && 'name' in file ? file.name : '');
    const { list, replaced } = await presets.wordLists.put(styleAsker(context), { name: called, text: words });
    return { card: wordListCard(list, { reader, replaced }), notices: [] };
  },
});

/** All lists of this server. */
export const listLists = defineCommand({
  group: WILDCARDS,
  name: 'list',
  description: say('command.wildcards.list'),
  options: {
    page: {
      kind: 'integer',
      description: say('command.style.list.page'),
      called: say('option.page'),
      only: 'discord',
      min: 1,
      max: 99,
    },
  },
  who: 'everybody',
  answers: 'card',
  async run({ page = 1 }, { presets, place, reader }) {
    const lists = await presets.wordLists.list(place.serverId);
    const paged = place.platform === 'discord' ? { pages: wordListPages(lists.length, page) } : {};
    return { card: wordLists(lists, { reader, ...paged }), notices: [], ...paged };
  },
});

/** A list as the file that it was. */
export const exportList = defineCommand({
  group: WILDCARDS,
  name: 'export',
  description: say('command.wildcards.export'),
  options: { name: NAME },
  who: 'everybody',
  answers: 'card',
  async run({ name }, { presets, place, reader }) {
    const list = await presets.wordLists.find(place.serverId, name);
    const file = { name: `${list.name.replaceAll('/', '-')}.txt`, text: list.text };
    return { card: wordListCard(list, { reader, replaced: null }), notices: [], file };
  },
});

/** Forgets a list. */
export const deleteList = defineCommand({
  group: WILDCARDS,
  name: 'delete',
  description: say('command.wildcards.delete'),
  options: { name: NAME },
  who: 'manage server',
  answers: 'sentence',
  async run({ name }, context) {
    return say('list-done.deleted', { name: await context.presets.wordLists.remove(styleAsker(context), name) });
  },
});
