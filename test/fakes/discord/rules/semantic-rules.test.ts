import { describe, expect, it } from 'vitest';
import type { Json } from '#test/fakes/discord/json.ts';
import { judge, SEMANTIC_RULES } from '#test/fakes/discord/rules/semantic-rules.ts';
import { type Subject, subject, V2 } from '#test/fakes/discord/rules/subject.ts';

const pings = { allowed_mentions: { parse: [] } };
const text = (content: string): Json => ({ type: 10, content });
const row = (...components: Json[]): Json => ({ type: 1, components });
const button = (parts: { readonly [key: string]: Json }): Json => ({ type: 2, style: 2, ...parts });
const ok = button({ custom_id: 'ok', label: 'OK' });
const file = (name: string, n = '0', size = 10) => ({ n, name, size });
const before = (parts: Partial<NonNullable<Subject['before']>>): Subject['before'] => ({
  content: 'x',
  embeds: [],
  components: [],
  flags: 0,
  attachments: [],
  ...parts,
});

/** The numbers of the rules that a subject breaks, each once. */
function broken(parts: Partial<Subject> & { readonly kind: Subject['kind'] }): number[] {
  return [...new Set(judge(subject(parts)).map((one) => one.rule))];
}

function create(body: Subject['body'], rest: Partial<Subject> = {}): number[] {
  return broken({ kind: 'create', body: { ...pings, ...body }, ...rest });
}

function edit(body: Subject['body'], rest: Partial<Subject> = {}): number[] {
  return broken({ kind: 'edit', body: { ...pings, ...body }, before: before({}), ...rest });
}

function commands(...definitions: Subject['commands']): number[] {
  return broken({ kind: 'commands', commands: definitions });
}

const slash = { name: 'imagine', description: 'Draws' };
const option = { type: 3, name: 'prompt', description: 'What' };
const group = (type: number, max_values: number): Json => {
  const chosen = { label: 'a', value: 'a', default: true };
  const options = type === 21 ? [chosen] : [chosen, { ...chosen, value: 'b' }];
  return { type: 18, component: { type, custom_id: 'g', max_values, options } };
};
const v2 = (...components: Json[]) => ({ flags: V2, components });
const gallery = (url: string): Json => ({ type: 12, items: [{ media: { url } }] });
const rows = (count: number): Json[] =>
  Array.from({ length: count }, (_, n) => row(button({ custom_id: `b${n}`, label: 'x' })));

const CASES: readonly [string, () => number[], number[]][] = [
  ['2000 characters', () => create({ content: 'x'.repeat(2000) }), []],
  ['2001 characters', () => create({ content: 'x'.repeat(2001) }), [1]],
  ['2001 characters on an edit', () => edit({ content: 'x'.repeat(2001) }), [1]],
  ['embeds of 6000', () => create({ embeds: [{ title: 'x'.repeat(2000) }, { description: 'x'.repeat(4000) }] }), []],
  [
    'embeds of 6001',
    () =>
      create({
        embeds: [
          { description: 'x'.repeat(4000), footer: { text: 'x'.repeat(2000) }, fields: [{ name: 'x', value: '' }] },
        ],
      }),
    [2],
  ],
  ['5 rows', () => create({ content: 'x', components: rows(5) }), []],
  ['6 rows', () => create({ content: 'x', components: rows(6) }), [3]],
  ['6 rows of v2', () => create(v2(...rows(6))), []],
  ['one custom_id twice', () => create({ content: 'x', components: [row(ok, ok)] }), [4]],
  ['one custom_id in a container and beside it', () => create(v2(row(ok), { type: 17, components: [row(ok)] })), [4]],
  ['a button without label', () => create({ content: 'x', components: [row(button({ custom_id: 'a' }))] }), [5]],
  [
    'a button with an emoji only',
    () => create({ content: 'x', components: [row(button({ custom_id: 'a', emoji: { name: '🔁' } }))] }),
    [],
  ],
  ['a premium button', () => create({ content: 'x', components: [row({ type: 2, style: 6, sku_id: '1' })] }), []],
  [
    'a link with a custom_id',
    () =>
      create({ content: 'x', components: [row(button({ style: 5, label: 'x', url: 'https://a.b', custom_id: 'a' }))] }),
    [6],
  ],
  [
    'a link',
    () => create({ content: 'x', components: [row(button({ style: 5, label: 'x', url: 'https://a.b' }))] }),
    [],
  ],
  ['a button without custom_id', () => create({ content: 'x', components: [row(button({ label: 'x' }))] }), [6]],
  ['content beside v2', () => create({ ...v2(text('x')), content: 'x' }), [7]],
  ['embeds beside v2', () => create({ ...v2(text('x')), embeds: [{ title: 'x' }] }), [7]],
  ['an edit to v2 that leaves the content', () => edit(v2(text('x'))), [7]],
  ['an edit to v2 that clears the content', () => edit({ ...v2(text('x')), content: null }), []],
  ['a text display without the flag', () => create({ content: 'x', components: [text('x')] }), [8]],
  [
    'the flag taken away',
    () => edit({ flags: 0, components: [text('x')] }, { before: before({ content: '', flags: V2 }) }),
    [8],
  ],
  ['texts of 4001', () => create(v2(text('x'.repeat(4000)), { type: 17, components: [text('x')] })), [8]],
  ['a file that v2 does not show', () => create(v2(text('x')), { files: [file('a.png')] }), [9]],
  ['a file that v2 shows', () => create(v2(gallery('attachment://a.png')), { files: [file('a.png')] }), []],
  [
    'a file under its new name',
    () =>
      create(
        { ...v2(gallery('attachment://b.png')), attachments: [{ id: '0', filename: 'b.png' }] },
        { files: [file('a.png')] },
      ),
    [],
  ],
  ['an empty message', () => create({ content: '' }), [10]],
  ['an edit that empties', () => edit({ content: null }), [10]],
  [
    'an edit that leaves a file',
    () => edit({ content: null }, { before: before({ attachments: [{ id: '1', filename: 'a' }] }) }),
    [],
  ],
  ['an ephemeral defer', () => broken({ kind: 'defer', body: { flags: 64 } }), []],
  ['a defer with v2', () => broken({ kind: 'defer', body: { flags: V2 } }), [11]],
  ['a modal with 5 labels', () => broken({ kind: 'modal', body: { components: Array(5).fill({ type: 18 }) } }), []],
  ['a modal with 6 labels', () => broken({ kind: 'modal', body: { components: Array(6).fill({ type: 18 }) } }), [12]],
  ['an empty modal', () => broken({ kind: 'modal', body: { components: [] } }), [12]],
  ['a good command', () => commands({ ...slash, options: [option] }), []],
  ['an upper-case command', () => commands({ ...slash, name: 'Imagine' }), [13]],
  ['an upper-case option', () => commands({ ...slash, options: [{ ...option, name: 'Prompt' }] }), [13]],
  ['a name with a blank', () => commands({ ...slash, name: 'a b' }), [13]],
  ['an empty description', () => commands({ ...slash, description: '' }), [13]],
  ['a described message command', () => commands({ type: 3, name: 'Reroll It', description: 'x' }), [13]],
  ['a message command', () => commands({ type: 3, name: 'Reroll It' }), []],
  [
    'autocomplete beside choices',
    () => commands({ ...slash, options: [{ ...option, autocomplete: true, choices: [{ name: 'a', value: 'a' }] }] }),
    [14],
  ],
  [
    'a required option after an optional one',
    () => commands({ ...slash, options: [option, { ...option, name: 'b', required: true }] }),
    [14],
  ],
  [
    'more than 8000 characters',
    () =>
      commands({
        ...slash,
        options: Array.from({ length: 25 }, (_, n) => ({
          ...option,
          name: `o${n}`,
          choices: [{ name: 'x'.repeat(100), value: 'x'.repeat(250) }],
        })),
      }),
    [14],
  ],
  ['a nonce of 26', () => create({ content: 'x', nonce: 'x'.repeat(26) }), [16]],
  ['a nonce on an edit', () => edit({ content: 'x', nonce: '1', enforce_nonce: false }), []],
  ['a file without placeholder', () => create({ attachments: [{ id: '1' }] }, { files: [file('a.png')] }), [17, 18]],
  ['an embed of no file', () => create({ embeds: [{ image: { url: 'attachment://a.png' } }] }), [17]],
  [
    'an embed of a text file',
    () => create({ embeds: [{ image: { url: 'attachment://a.txt' } }] }, { files: [file('a.txt')] }),
    [17],
  ],
  ['a listed file that is not there', () => edit({ attachments: [{ id: '9' }] }), [18]],
  [
    'a listed file that is there',
    () => edit({ attachments: [{ id: '9' }] }, { before: before({ attachments: [{ id: '9', filename: 'a' }] }) }),
    [],
  ],
  ['a file too large', () => create({}, { files: [file('a.png', '0', 11)], sizeLimit: 10 }), [19]],
  [
    'a request too large',
    () => create({}, { files: ['0', '1', '2'].map((n) => file('a.png', n, 9 * 1024 * 1024)) }),
    [19],
  ],
  ['pings', () => broken({ kind: 'create', body: { content: 'x' } }), [20]],
  [
    'pings for everyone',
    () => broken({ kind: 'create', body: { content: 'x', allowed_mentions: { parse: ['everyone'] } } }),
    [20],
  ],
  ['half a character', () => create({ content: 'x\ud83c' }), [21]],
  [
    'a button with no emoji',
    () => create({ components: [row(button({ custom_id: 'a', emoji: { name: 'again' } }))] }),
    [22],
  ],
  ['a checkbox group', () => broken({ kind: 'modal', body: { components: [group(22, 2)] } }), []],
  ['a radio group of one', () => broken({ kind: 'modal', body: { components: [group(21, 1)] } }), [23]],
  [
    'a checkbox group with too many chosen',
    () => broken({ kind: 'modal', body: { components: [group(22, 1)] } }),
    [23],
  ],
];

describe('the semantic rules', () => {
  it.each(CASES)('judge %s', (_title, found, expected) => {
    expect(found()).toEqual(expected);
  });

  it('are numbered 1 to 23, each broken by a case, but for 15, which needs the description', () => {
    const numbers = SEMANTIC_RULES.map((one) => one.number);
    expect(numbers).toEqual(Array.from({ length: 23 }, (_, n) => n + 1).filter((n) => n !== 15));
    const covered = new Set(CASES.flatMap(([, , expected]) => expected));
    expect(numbers.filter((n) => !covered.has(n))).toEqual([]);
  });
});
