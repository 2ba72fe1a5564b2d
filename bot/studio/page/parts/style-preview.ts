import { PLAIN_STYLE } from '#bot/domain/preset.ts';
import { endOfWords } from '#bot/prompt/change-flag.ts';
import { element } from '#bot/studio/page/app/element.ts';
import { type CommandInput, pictureAddress, Refused, server } from '#bot/studio/page/app/server.ts';
import { anySeed, type PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';

/** Pause after the last keystroke. Milliseconds. */
const CALM_MS = 500;

/** What is drawn where nothing is written yet. */
const WORDS = 'a red house by the sea';

/** Draws the words on the page as a style would draw them that is not saved yet; the same seed while it is edited. */
export function stylePreview(store: PageStore, read: () => CommandInput) {
  const picture = element('img', { alt: labelOf('machines.style-preview'), hidden: true });
  const trouble = element('p', { class: 'soft small-text', role: 'status' });
  const place = element('figure', { class: 'style-preview' }, element('div', { class: 'hatch' }, picture), trouble);
  const seed = String(anySeed());
  let isOver = false;
  let timer = 0;

  async function draw() {
    try {
      const words = store.state.draft.prompt;
      await server.live(orderOf(read(), words.slice(0, endOfWords(words)).trim() || WORDS, seed));
      trouble.textContent = '';
    } catch (thrown) {
      if (!(thrown instanceof Refused)) throw thrown;
      if (!isOver) trouble.textContent = thrown.message;
    }
  }

  hearTried(store, (address) => {
    picture.src = address;
    picture.hidden = false;
  });

  return {
    element: place,
    /** Something in the form is another. */
    changed() {
      clearTimeout(timer);
      timer = window.setTimeout(() => void draw(), CALM_MS);
    },
    end() {
      clearTimeout(timer);
      isOver = true;
      heard = null;
      void server.stopLive().catch(() => {}); // the studio stops by itself when the page has left
    },
  };
}

/** The words as the style would have them, without the style. */
function orderOf(form: CommandInput, words: string, seed: string): CommandInput {
  const text = (name: string) => (typeof form[name] === 'string' ? form[name] : '');
  const template = text('template') === '' ? '{prompt}' : text('template');
  const adapters = text('adapters')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map((one) => `<lora:${one.includes(':') ? one : `${one}:1`}>`);
  const flags = [
    text('model') === '' ? '' : `--model ${text('model')}`,
    text('sampler') === '' ? '' : `--sampler ${text('sampler')}`,
  ];
  const prompt = [template.replace('{prompt}', words), ...adapters, ...flags].filter((part) => part !== '').join(' ');
  const { steps = null, guidance = null, width = null, height = null } = form;
  const negative = text('negative') === '' ? null : text('negative');
  return { prompt, negative, style: PLAIN_STYLE, steps, guidance, width, height, seed, count: 1 };
}

/** What the open editor is told; a page has one. Null = none is open. */
let heard: ((address: string) => void) | null = null;
let isListening = false;

/** Nobody writes in the page below meanwhile: what is rendered live from now on is the style's. */
function hearTried(store: PageStore, hear: (address: string) => void): void {
  heard = hear;
  if (isListening) return;
  isListening = true;
  const before = store.state.tried;
  store.watch(
    ({ tried }) => [tried],
    (tried) => {
      const address = tried?.state === 'done' ? pictureAddress(tried.id, 0) : tried?.preview;
      if (address && tried !== before) heard?.(address);
    },
  );
}
