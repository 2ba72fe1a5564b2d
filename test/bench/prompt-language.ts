import { choose } from '#bot/prompt/choose.ts';
import { highlight } from '#bot/prompt/highlight.ts';
import { permutations } from '#bot/prompt/permutations.ts';
import { print } from '#bot/prompt/print.ts';
import { promptAt } from '#bot/prompt/prompt-at.ts';
import { readPrompt } from '#bot/prompt/read-prompt.ts';
import { seededChance } from '#bot/prompt/seeded-chance.ts';
import { unknownWords } from '#bot/prompt/unknown-words.ts';
import { readWordList } from '#bot/prompt/word-lists.ts';
import type { BenchRow } from '#test/bench/row.ts';

const STRINGS = 100_000;

/** One in so many is as long as a prompt can be asked for, and of one thing over and over. */
const LONG_EVERY = 500;
const LONG_CHARACTERS = 4_000;

/** Everything that means something in a prompt, and words around it. */
const PIECES: readonly string[] = [
  ...['(', ')', '[', ']', '{', '}', '|', ':', ',', '\\', '"', ' ', '\n', '_', '__', '$$', '2$$', '3::', '-', '--', '—'],
  ...[':1.3)', ':0.5]', ':.5)', ':1e9)', '::2', 'BREAK', ' AND ', '[a:b:3]', '[a|b]', '{a|b}', '{a, b}', '__animal__'],
  ...['<lora:ink:0.8>', '<lora:', '>', ' --ar 3:2', ' --seed 7', ' --no mist', ' --what 5', 'https://x.test/a.png'],
  ...[' --chaos 25', ' --subseed 8', ' --tile', ' --tiling true', ' --stop 60', ' --subseed_strength 0.2'],
  ...['a red house', 'castle', '猫', '😀', 'é', '\u200d', '\ud83d', '\u0000', 'nan', 'inf', '1,3', '16:9'],
];

/** Strings that took longer are read again, and the shortest time counts. */
const LOOK_AGAIN_MS = 20;

const LISTS = new Map([['animal', readWordList('cat\n3::dog\n__animal__ and __animal__')]]);
const KNOWN = ['house', 'castle', 'boat', 'lighthouse', 'red', 'old', 'cat'];

/** How the bot reads an order, and how the page reads what is typed: in two processes, so that each has its own time. */
const READERS: Readonly<Record<string, (text: string, seed: number) => void>> = {
  bot(text, seed) {
    const open = permutations(text, 4).texts[0]!;
    const { text: chosen } = choose(open, { chance: seededChance(seed), lists: LISTS, each: 'one' });
    const read = readPrompt(chosen);
    promptAt(read.script, { steps: 20 });
    print(read.prompt);
  },
  page(text) {
    readPrompt(text);
    highlight(text);
    unknownWords(text, KNOWN);
  },
};

/** How long one of 100,000 strings takes through everything that reads a prompt, and how many throw. */
export async function benchPromptLanguage(): Promise<readonly BenchRow[]> {
  const chance = seededChance(1);
  const strings = Array.from({ length: STRINGS }, (_, i) =>
    i % LONG_EVERY === 0 ? longText(chance) : someText(chance),
  );
  return Object.keys(READERS).flatMap((reader) => rowsOf(reader, strings));
}

function rowsOf(reader: string, strings: readonly string[]): readonly BenchRow[] {
  const times: number[] = [];
  let threw = 0;
  let slowest = { ms: 0, characters: 0, begins: '' };
  for (const [index, text] of strings.entries()) {
    try {
      let ms = readingMs(reader, { text, seed: index });
      // What other programs and the garbage collector take is not the language's.
      for (let again = 0; again < 2 && ms > LOOK_AGAIN_MS; again++)
        ms = Math.min(ms, readingMs(reader, { text, seed: index }));
      times.push(ms);
      if (ms > slowest.ms) slowest = { ms, characters: text.length, begins: text.slice(0, 12) };
    } catch {
      threw++;
    }
  }
  const all = times.reduce((sum, ms) => sum + ms, 0);
  const note = `bound 50 ms; ${slowest.characters} characters that begin ${JSON.stringify(slowest.begins)}`;
  const below = times.toSorted((a, b) => a - b)[Math.floor(0.999 * times.length)] ?? 0;
  return [
    { name: `${reader}: strings that throw`, value: threw, unit: 'of 1e5' },
    { name: `${reader}: slowest string`, value: slowest.ms, unit: 'ms CPU', note },
    { name: `${reader}: 99.9 of 100 strings below`, value: below, unit: 'ms CPU' },
    { name: `${reader}: a string on average`, value: all / STRINGS, unit: 'ms CPU' },
  ];
}

/** Processor time. */
function readingMs(reader: string, { text, seed }: { readonly text: string; readonly seed: number }): number {
  const before = process.cpuUsage();
  READERS[reader]!(text, seed);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function pick(chance: () => number): string {
  return PIECES[Math.floor(chance() * PIECES.length)]!;
}

function someText(chance: () => number): string {
  return Array.from({ length: Math.ceil(chance() * 40) }, () => pick(chance)).join('');
}

function longText(chance: () => number): string {
  const unit = Array.from({ length: 1 + Math.floor(chance() * 3) }, () => pick(chance)).join('');
  return unit.repeat(Math.ceil(LONG_CHARACTERS / unit.length)).slice(0, LONG_CHARACTERS);
}
