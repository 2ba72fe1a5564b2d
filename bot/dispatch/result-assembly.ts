import type { ArrivedResult, ResultAssembly, ResultEvent } from '#bot/dispatch/arrived-result.ts';
import { isSafetensors, readPngSize, readWebpCanvas } from '#bot/dispatch/file-heads.ts';
import { assemblePictures } from '#bot/dispatch/picture-assembly.ts';
import { type ArrivedFile, collectPieces, wrongResult } from '#bot/dispatch/piece-assembly.ts';
import type { PictureSides, ResultPlan } from '#bot/dispatch/task-traits.ts';
import type { StoredAnimation, StoredMask, StoredText } from '#bot/domain/job.ts';
import type { StoredAdapter } from '#bot/domain/stored-file.ts';
import { say } from '#bot/text/say.ts';
import type { Message } from '#shared/text/message.ts';

/** Files larger than these are mistakes. Bytes. */
const MASK_BYTES_MAX = 16 * 1024 * 1024;
const ANIMATION_BYTES_MAX = 64 * 1024 * 1024;
const ADAPTER_BYTES_MAX = 512 * 1024 * 1024;

/** Characters of one text. */
const TEXT_MAX = 10_000;

type Assemblies = {
  readonly [Kind in ResultPlan['kind']]: (plan: Extract<ResultPlan, { kind: Kind }>) => ResultAssembly;
};

const ASSEMBLIES: Assemblies = {
  pictures: assemblePictures,
  texts: assembleTexts,
  masks: assembleMasks,
  animation: ({ size }) =>
    assembleFile({
      event: 'animation',
      bytesMax: ANIMATION_BYTES_MAX,
      check: (file, { animation }) => checkAnimation(file, { animation, size }),
      named: (animation) => ({ kind: 'animation', animation }),
    }),
  adapter: () =>
    assembleFile({
      event: 'file',
      bytesMax: ADAPTER_BYTES_MAX,
      check(file, { file: { kind, mime, brokeOffAt = 0 } }): Omit<StoredAdapter, 'file'> {
        if (!isSafetensors(file.data)) throw wrongResult(say('result.no-safetensors'));
        const ended = brokeOffAt > 0 ? { brokeOffAt } : {};
        return { adapter: kind, mime, bytes: file.bytes, sha256: file.sha256, ...ended };
      },
      named: (adapter) => ({ kind: 'adapter', adapter }),
    }),
};

/** Collects what a task was to give. */
export function assembleResult(plan: ResultPlan): ResultAssembly {
  return assemblyOf(plan.kind, plan);
}

function assemblyOf<Kind extends ResultPlan['kind']>(kind: Kind, plan: ResultPlan): ResultAssembly {
  return ASSEMBLIES[kind](plan as Extract<ResultPlan, { kind: Kind }>);
}

function assembleTexts({ max }: Extract<ResultPlan, { kind: 'texts' }>): ResultAssembly {
  const texts: StoredText[] = [];
  return {
    take(event) {
      const { index, text, score, kind } = mustBe('text', event).text;
      if (index !== texts.length || index >= max)
        throw wrongResult(say('result.order-at-most', { what: textNamed(index), due: texts.length, max }));
      if (text === '' || text.length > TEXT_MAX)
        throw wrongResult(say('result.characters', { what: textNamed(index), characters: text.length }));
      const isTag = kind === 'tag' ? ({ isTag: true } as const) : {};
      texts.push({ text, score: mustBeShare(score, textNamed(index)), ...isTag });
      return null;
    },
    complete: () => ({ files: [], named: () => ({ kind: 'texts', texts }) }),
  };
}

function assembleMasks({ max }: Extract<ResultPlan, { kind: 'masks' }>): ResultAssembly {
  const masks: (ArrivedFile & { readonly mask: Omit<StoredMask, 'file' | 'bytes' | 'sha256'> })[] = [];
  const pieces = collectPieces(MASK_BYTES_MAX);
  return {
    take(event) {
      const { mask } = mustBe('mask', event);
      const what = say('result.mask', { index: mask.index });
      if (mask.index !== masks.length || mask.index >= max)
        throw wrongResult(say('result.order-at-most', { what, due: masks.length, max }));
      const file = pieces.add(mask, what);
      if (!file) return null;
      const { index, label, width, height } = mask;
      mustHaveSize(readPngSize(file.data), { what, format: 'PNG', said: mask, asked: mask });
      const score = mustBeShare(mask.score, what);
      masks.push({ ...file, mask: { index, label, score, width, height, mime: 'image/png' } });
      return null;
    },
    complete: () => ({
      files: masks,
      named: (stored) => ({
        kind: 'masks',
        masks: masks.map(({ mask }, at) => ({ ...mask, ...stored[at]! })),
      }),
    }),
  };
}

/** A result that is one file. */
function assembleFile<Name extends 'animation' | 'file', Stored>(options: {
  readonly event: Name;
  readonly bytesMax: number;
  readonly check: (file: ArrivedFile, event: Extract<ResultEvent, { event: Name }>) => Stored;
  readonly named: (stored: Stored & { readonly file: string }) => ReturnType<ArrivedResult['named']>;
}): ResultAssembly {
  const pieces = collectPieces(options.bytesMax);
  let arrived: (ArrivedFile & { readonly stored: Stored }) | null = null;
  return {
    take(event) {
      if (arrived) throw wrongResult(say('result.second', { what: fileNamed(options.event) }));
      const mine = mustBe(options.event, event);
      const file = pieces.add(
        'animation' in mine ? mine.animation : (mine as FileEvent).file,
        fileNamed(options.event),
      );
      if (file) arrived = { ...file, stored: options.check(file, mine) };
      return null;
    },
    complete() {
      if (!arrived) throw wrongResult(say('result.none', { what: fileNamed(options.event) }));
      const { stored } = arrived;
      return { files: [arrived], named: ([as]) => options.named({ ...stored, ...as! }) };
    },
  };
}

type FileEvent = Extract<ResultEvent, { event: 'file' }>;

function checkAnimation(
  { data, bytes, sha256 }: ArrivedFile,
  {
    animation,
    size,
  }: Pick<Extract<ResultEvent, { event: 'animation' }>, 'animation'> & { readonly size: PictureSides },
): Omit<StoredAnimation, 'file'> {
  const { seed, width, height, frames, framesPerSecond, mime } = animation;
  const what = fileNamed('animation');
  mustHaveSize(mime === 'image/webp' ? readWebpCanvas(data) : null, {
    what,
    format: 'WebP',
    said: animation,
    asked: size,
  });
  return { bytes, sha256, mime, seed, width, height, frames, framesPerSecond };
}

function mustBe<Name extends ResultEvent['event']>(name: Name, event: ResultEvent) {
  if (event.event !== name) throw wrongResult(say('result.unexpected', { came: event.event, due: name }));
  return event as Extract<ResultEvent, { event: Name }>;
}

function mustHaveSize(
  found: PictureSides | null,
  {
    what,
    format,
    said,
    asked,
  }: { readonly what: Message; readonly format: string; readonly said: PictureSides; readonly asked: PictureSides },
) {
  if (!found) throw wrongResult(say('result.not-whole', { what, format }));
  const shown = ({ width, height }: PictureSides) => `${width}x${height}`;
  if (shown(found) !== shown(said))
    throw wrongResult(say('result.said-size', { what, found: shown(found), said: shown(said) }));
  if (shown(found) !== shown(asked))
    throw wrongResult(say('result.asked-size', { what, found: shown(found), asked: shown(asked) }));
}

function mustBeShare(value: number, what: Message): number {
  if (!(value >= 0 && value <= 1)) throw wrongResult(say('result.score', { what, score: String(value) }));
  return value;
}

function textNamed(index: number): Message {
  return say('result.text', { index });
}

function fileNamed(event: 'animation' | 'file'): Message {
  return say(event === 'animation' ? 'result.animation' : 'result.file');
}
