import { expect, it } from 'vitest';
import { adapterNotes } from '#bot/orders/file-notes.ts';
import { writerOf } from '#bot/text/languages.ts';
import type { Model } from '#shared/contract/messages.ts';
import { message } from '#shared/text/failure.ts';
import { toWire } from '#shared/text/wire.ts';

const note = toWire(message('adapter.unused', { key: 'a.step', others: 2 }));
const foreign = { text: 'Said by another version', said: '{"key":"of.tomorrow","values":{}}' };
const model: Model = {
  name: 'ink',
  family: 'sd15',
  defaultWidth: 512,
  defaultHeight: 512,
  demonstration: false,
  windowTokens: 75,
  adapters: [
    { name: 'noted', kind: 'lora', notes: [note, foreign] },
    { name: 'plain', kind: 'lora' },
  ],
};

it('what of an adapter’s file does not act is said to whoever draws with it, in their language', () => {
  const use = (name: string) => [{ name, weight: 1 }];
  expect(adapterNotes(model, use('plain'))).toEqual([]);
  expect(adapterNotes(model, use('gone'))).toEqual([]);
  const said = adapterNotes(model, use('noted'));
  expect(said.map((each) => writerOf('en').say(each))).toEqual([
    'The adapter “noted” does not act in full: key a.step and 2 more of its file fit nothing here and do not act',
    'The adapter “noted” does not act in full: said by another version',
  ]);
  expect(writerOf('de').say(said[0]!)).toBe(
    'Der Adapter „noted“ wirkt nicht ganz: Schlüssel a.step und 2 weitere seiner Datei passen hier zu nichts und wirken nicht',
  );
});
