import { PLAIN_STYLE } from '#bot/domain/preset.ts';
import { withFlag } from '#bot/prompt/change-flag.ts';
import { type Parameters, readParameters } from '#bot/prompt/read-parameters.ts';
import { inputOf } from '#bot/studio/page/app/commands.ts';
import type { DroppedPicture } from '#bot/studio/page/app/dropped-picture.ts';
import { byId } from '#bot/studio/page/app/element.ts';
import { pictureSettings } from '#bot/studio/page/app/picture-texts.ts';
import { server } from '#bot/studio/page/app/server.ts';
import { startFrom } from '#bot/studio/page/app/start-picture.ts';
import { changeDraft, type Draft, type PageStore, wordsOf } from '#bot/studio/page/app/state.ts';
import { attempt, offer, say } from '#bot/studio/page/app/toasts.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { SEED_MAX } from '#shared/contract/bounds.ts';

/** A larger file is not searched for settings. */
const FILE_BYTES_MAX = 64 * 1024 * 1024;

/** A picture with settings inside brings them; one without is what the draft starts from. */
export async function bringFile(store: PageStore, file: File): Promise<void> {
  const bytes = file.size > FILE_BYTES_MAX ? new Uint8Array() : new Uint8Array(await file.arrayBuffer());
  const parameters = pictureSettings(bytes);
  const begin = () => attempt(() => startFrom(store, file));
  if (!parameters) return void (await begin());
  offer(await bring(store, parameters), { label: labelOf('page.start-from-it'), act: begin });
}

/** A picture that was drawn here is what the draft starts from: its settings are a press away on its plate. */
export async function bringDropped(store: PageStore, { isOwn, file }: DroppedPicture): Promise<void> {
  const dropped = await file();
  if (isOwn) await attempt(() => startFrom(store, dropped));
  else await bringFile(store, dropped);
}

/** A text of settings fills the prompt and the controls; any other is inserted at the cursor. */
export async function bringText(store: PageStore, text: string): Promise<void> {
  const parameters = readParameters(text);
  if (parameters) say(await bring(store, parameters));
  else document.execCommand('insertText', false, text);
}

/** Sets the controls from the settings, and flags of the prompt for the rest. Answers which of them were left out. */
async function bring(store: PageStore, parameters: Parameters): Promise<string> {
  const { offer } = store.state.cluster;
  const model = offer?.models.find(({ name }) => name.toLowerCase() === parameters.model?.toLowerCase());
  const isOtherModel = parameters.model !== null && !model;
  const said = [
    ['model', model && (offer?.models.length ?? 0) > 1 ? model.name : null],
    ['sampler', parameters.sampler?.replace(/\s+/g, '-') ?? null],
    ['spacing', parameters.spacing],
  ] as const;
  const { prompt, negative, steps, guidance, seed } = parameters;
  const taken = {
    prompt: said.reduce((text, [flag, value]) => (value === null ? text : withFlag(text, flag, value)), prompt),
    negative,
    steps,
    guidance,
    seed: seed !== null && seed <= SEED_MAX ? seed : null,
    ratio: null,
    count: 1,
    parentId: null,
    style: PLAIN_STYLE, // a style's words are in the prompt already
  };
  const size = await unusualSize({ ...store.state.draft, ...taken }, parameters);
  changeDraft(store, { ...taken, prompt: withSize(taken.prompt, size) });
  const missing = [
    ...(isOtherModel ? [labelOf('page.the-model', { name: parameters.model! })] : []),
    ...parameters.unknown,
  ];
  byId('prompt', HTMLTextAreaElement).focus();
  return missing.length === 0 ? labelOf('page.settings-taken') : labelOf('page.settings-taken-but', { missing });
}

/** The picture's size, where the draft would be drawn in another one; null = it would have this size anyway. */
async function unusualSize(draft: Draft, { size }: Parameters): Promise<Parameters['size']> {
  if (!size) return null;
  const reading = await server.reading(inputOf(wordsOf(draft)), AbortSignal.timeout(READ_MS)).catch(() => null);
  const usual = reading?.settled;
  return usual?.width === size.width && usual.height === size.height ? null : size;
}

/** Without an answer by then, the size is written into the prompt in any case. */
const READ_MS = 3_000;

function withSize(prompt: string, size: Parameters['size']): string {
  return size ? withFlag(withFlag(prompt, 'width', size.width), 'height', size.height) : prompt;
}
