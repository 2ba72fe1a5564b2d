import { type Message, type MessageValue, plainMessage, type Sentences, type Writer } from '#shared/text/message.ts';
import { plainText } from '#shared/text/rich.ts';

const LISTS = ['able', 'factors', 'files', 'keys', 'known', 'names', 'problems', 'refusals', 'samplers'];
const SHAPES = ['dims', 'left', 'right', 'shape', 'widths'];
/** Values that a sentence counts with or compares. */
const NUMBERS = ['limit', 'others'];

/** Values whose name means something else in these sentences. */
const SPECIAL: Readonly<Record<string, Readonly<Record<string, MessageValue>>>> = {
  'adapter.shape': { weight: [2, 3] },
  'image-adapter.family': { wanted: [1, 2], given: [3, 4] },
  'network.conditions': { given: ['«given 1»', '«given 2»'] },
  'network.weight-shape': { wanted: [1, 2], given: [3, 4] },
  'upscaler.shape': { wanted: [1, 2], given: [3, 4] },
};

/** Stands for a text and for a message alike: a sentence may say either. */
function sampleText(text: string): Message {
  return { ...plainMessage(text), toString: () => text } as Message;
}

/** A value of the kind that a sentence means by this name. */
export function sampleOf(key: string, name: string): MessageValue {
  const special = SPECIAL[key]?.[name];
  if (special !== undefined) return special;
  if (LISTS.includes(name)) return [sampleText(`«${name} 1»`), sampleText(`«${name} 2»`)];
  if (SHAPES.includes(name)) return [2, 3];
  return NUMBERS.includes(name) ? 7 : sampleText(`«${name}»`);
}

/** A sentence in sample values, and the names of those that it asked for. */
export function withSamples(catalog: Sentences, key: string, writer: Writer): { text: string; asked: string[] } {
  const asked = new Set<string>();
  const values = new Proxy({} as Record<string, MessageValue>, {
    get(_, name) {
      asked.add(String(name));
      return sampleOf(key, String(name));
    },
  });
  const sentence = catalog[key]!;
  const wording = typeof sentence === 'function' ? sentence(values as never, writer) : sentence;
  const text = Array.isArray(wording) ? plainText(wording) : String(wording);
  return { text, asked: [...asked].sort() };
}

/** What of a sample must be found in the sentence that was given it. */
export function marksOf(value: MessageValue): string[] {
  return Array.isArray(value) ? value.flatMap(marksOf) : [String(value)];
}
