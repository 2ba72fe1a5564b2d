import { unknownWords } from '#bot/prompt/unknown-words.ts';
import { inputOf } from '#bot/studio/page/app/commands.ts';
import { byId, element } from '#bot/studio/page/app/element.ts';
import { richNodes } from '#bot/studio/page/app/rich-nodes.ts';
import { server } from '#bot/studio/page/app/server.ts';
import { changeDraft, chosenModel, type PageStore, wordsOf } from '#bot/studio/page/app/state.ts';
import { attempt } from '#bot/studio/page/app/toasts.ts';
import { COMMA, inOneLine, labelOf, words } from '#bot/studio/page/app/words.ts';
import { dialogHead } from '#bot/studio/page/parts/dialog-head.ts';
import type { ExplainCard } from '#bot/studio/server/api.ts';
import type { RichText } from '#shared/text/rich.ts';

type Reading = NonNullable<ExplainCard['reading']>;
type Text = Reading['prompt']['texts'][number];
type Token = Text['windows'][number]['tokens'][number];
type Part = HTMLElement | null;

/** Opens the panel that takes the draft apart: its tokens and weights, what a style adds, and what is not known. */
export async function openExplanation(store: PageStore): Promise<void> {
  await show(store);
  byId('explain-dialog', HTMLDialogElement).showModal();
}

/** Asks how the draft is read now. */
async function show(store: PageStore): Promise<void> {
  const dialog = byId('explain-dialog', HTMLDialogElement);
  const { chosen, reading, problems, notices } = await server.explain(inputOf(wordsOf(store.state.draft)));
  const title = reading ? labelOf('explain.heading', { model: reading.model }) : labelOf('explain.heading-unread');
  const parts = [
    dialogHead(dialog, { id: 'explain-title', title }),
    chosen === null ? null : element('p', {}, `${labelOf('explain.chosen')} `, element('code', {}, chosen)),
    sentences(labelOf('explain.problems'), problems, 'odd'),
    ...(reading ? readingParts(store, reading) : []),
    sentences(labelOf('explain.notices'), notices, 'soft'),
  ];
  dialog.replaceChildren(...parts.filter((part) => part !== null));
}

function sentences(title: string, said: readonly RichText[], kind: string): Part {
  if (said.length === 0) return null;
  const lines = said.map((sentence) => element('li', {}, ...richNodes(sentence)));
  return section(title, element('ul', { class: `said ${kind}` }, ...lines));
}

function section(title: string, ...content: readonly (Node | null)[]): HTMLElement {
  return element('section', {}, element('h3', {}, title), ...content);
}

function readingParts(store: PageStore, reading: Reading): readonly Part[] {
  const { prompt, negative, settings, adapters } = reading;
  return [
    ...textParts(labelOf('explain.prompt'), prompt, reading),
    ...(negative.text === '' ? [] : textParts(labelOf('explain.negative'), negative, reading)),
    addedPart(reading),
    unknownPart(store, reading),
    settings.length + adapters.length === 0
      ? null
      : section(
          labelOf('page.settings'),
          element(
            'dl',
            { class: 'origins' },
            ...settings.flatMap(({ name, value, from }) =>
              row(labelOf(`explain.${name}`), from === 'chance' ? '' : String(value), labelOf(`explain.from-${from}`)),
            ),
            ...adapters.flatMap(({ name, weight, from }) =>
              row(name, words.number(weight), labelOf(from === 'style' ? 'explain.from-style' : 'explain.from-flag')),
            ),
          ),
        ),
  ];
}

function row(name: string, value: string, origin: string): readonly HTMLElement[] {
  return [element('dt', {}, name), element('dd', {}, value, value === '' ? null : ' ', element('small', {}, origin))];
}

function textParts(title: string, { texts, more }: Reading['prompt'], reading: Reading): readonly Part[] {
  const name = (text: Text, index: number) =>
    texts.length + more === 1 ? title : `${title} ${index + 1}${stepsOf(text)}${pullOf(text)}`;
  return [
    ...texts.map((text, index) => section(name(text, index), ...windowsOf(text, reading))),
    more > 0 ? element('p', { class: 'soft' }, labelOf('explain.more-texts', { count: more })) : null,
  ];
}

function stepsOf({ steps }: Text): string {
  const stretches = (steps ?? []).map(({ from, to }) => (to === from ? String(from) : `${from}–${to ?? ''}`));
  return stretches.length === 0 ? '' : `${COMMA}${labelOf('explain.steps')} ${inOneLine(stretches)}`;
}

function pullOf({ weight }: Text): string {
  return weight === 1 ? '' : ` × ${words.number(weight)}`;
}

function windowsOf({ windows, isSpelled }: Text, { windowTokens }: Reading): readonly HTMLElement[] {
  return windows.map(({ tokens }, index) => {
    const counts = { number: index + 1, of: windows.length, count: tokens.length, max: windowTokens };
    const label = isSpelled ? labelOf('explain.window', counts) : labelOf('explain.window-words', counts);
    return element('div', {}, element('p', { class: 'soft' }, label), element('p', { class: 'read' }, ...runs(tokens)));
  });
}

/** Tokens of one weight in a row, with a line below as thick as they weigh, and the weight where it is not 1. */
function runs(tokens: readonly Token[]): readonly Node[] {
  const found: Token[][] = [];
  for (const token of tokens) {
    const last = found.at(-1);
    if (last && last[0]!.weight === token.weight) last.push(token);
    else found.push([token]);
  }
  return found.map((run) => {
    const { weight } = run[0]!;
    const line = `${Math.min(LINE_MAX, Math.max(1, 1 + 6 * (weight - 1)))}px`;
    const kind = weight === 1 ? 'run' : weight > 1 ? 'run heavy' : 'run light';
    const spelled = run.flatMap(({ text, endsWord }) => [
      element('span', { class: endsWord ? 'token' : 'token joined' }, text),
      endsWord ? ' ' : '',
    ]);
    const said = weight === 1 ? '' : element('small', {}, `${words.number(weight)} `);
    return element('span', { class: kind, 'style:--w': line }, ...spelled, said);
  });
}

/** Pixels. */
const LINE_MAX = 4;

function addedPart({ prompt, negative, style }: Reading): Part {
  const added = [
    [labelOf('explain.before'), prompt.added.before],
    [labelOf('explain.after'), prompt.added.after],
    [labelOf('explain.avoids'), negative.added.before],
  ].filter(([, text]) => text !== '');
  if (style === null || added.length === 0) return null;
  return section(
    labelOf('explain.style', { style }),
    ...added.map(([name, text]) => element('p', {}, `${name} `, element('code', {}, text!))),
  );
}

/** Pressing a known word puts it where the unknown one stands in the prompt. */
function unknownPart(store: PageStore, { unknown }: Reading): Part {
  if (unknown.length === 0) return null;
  const typed = new Set(placesOf(store).map(({ word }) => word));
  const lines = unknown.map(({ word, near }) => {
    const known = near === null ? '' : typed.has(word) ? exchange(store, { word, near }) : near;
    return element('li', {}, element('span', { class: 'unknown' }, word), near === null ? '' : ' → ', known);
  });
  return section(labelOf('explain.unknown'), element('ul', { class: 'said' }, ...lines));
}

function exchange(store: PageStore, { word, near }: { readonly word: string; readonly near: string }): HTMLElement {
  const onclick = async () => {
    const places = placesOf(store).filter((one) => one.word === word);
    const put = (text: string, { from, to }: { from: number; to: number }) =>
      text.slice(0, from) + near + text.slice(to);
    changeDraft(store, { prompt: places.toReversed().reduce(put, store.state.draft.prompt) });
    await show(store);
    const dialog = byId('explain-dialog', HTMLDialogElement);
    dialog.querySelector<HTMLElement>('.said button, header button')?.focus();
  };
  const traits = { class: 'btn small', 'aria-label': labelOf('page.exchange', { word, near }) };
  return element('button', { ...traits, onclick: () => void attempt(onclick) }, near);
}

function placesOf({ state }: PageStore) {
  const { words = [], alike } = chosenModel(state) ?? {};
  return unknownWords(state.draft.prompt, words, alike);
}
