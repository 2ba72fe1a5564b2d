import type { JobId } from '#bot/domain/job.ts';
import type { PictureDifference, PictureMarks } from '#bot/ports/picture-marks.ts';
import type { Parameters } from '#bot/prompt/read-parameters.ts';
import { type Reader, writerOf } from '#bot/text/languages.ts';
import { say } from '#bot/text/say.ts';
import type { Card, CardField } from '#bot/views/card.ts';
import { oneLine } from '#bot/views/one-line.ts';
import { cut } from '#shared/text/cut.ts';
import { type Message, plainMessage } from '#shared/text/message.ts';
import { code, linesOf, type RichText } from '#shared/text/rich.ts';

/** What came of drawing a picture from its settings once more. */
export type DrawnAgain =
  | { readonly kind: 'drawn'; readonly difference: PictureDifference }
  | { readonly kind: 'waiting'; readonly id: JobId }
  | { readonly kind: 'refused'; readonly why: Message };

const SETTINGS_MAX = 900;

/** Up to this mean difference, in levels, a picture is the same but for compression and another card's arithmetic. */
const SAME_MEAN = 4;

/** What a picture says of its making, what of it holds, and what its settings draw. */
export function verifyCard(
  {
    marks,
    parameters,
    again,
  }: {
    readonly marks: PictureMarks;
    readonly parameters: Parameters | null;
    readonly again: DrawnAgain | null;
  },
  { language }: Pick<Reader, 'language'>,
): Card {
  const { rich } = writerOf(language);
  const field = (name: Message, value: RichText): CardField => ({ name: rich(name), value });
  const unknown = parameters?.unknown ?? [];
  return {
    heading: rich(verdictOn(marks, { parameters, again })),
    paragraphs: [],
    fields: [
      field(say('verify.manifest'), rich(manifestSaid(marks))),
      ...ingredientsSaid(marks).map((said) => field(say('verify.ingredients'), rich(said))),
      field(say('verify.watermark'), rich(watermarkSaid(marks))),
      field(say('verify.source'), rich(sourceSaid(marks.digitalSource))),
      ...creditSaid(marks).map((said) => field(say('verify.credit'), rich(said))),
      field(say('verify.settings'), settingsSaid(marks) ?? rich(say('verify.no-settings'))),
      ...(again
        ? [
            field(
              say('verify.again'),
              linesOf([
                rich(againSaid(again)),
                ...(unknown.length > 0 && again.kind !== 'refused'
                  ? [rich(say('verify.left-out', { names: unknown.join(', ') }))]
                  : []),
              ]),
            ),
          ]
        : []),
    ],
  };
}

function verdictOn(
  { manifest, watermark, digitalSource }: PictureMarks,
  { parameters, again }: { readonly parameters: Parameters | null; readonly again: DrawnAgain | null },
): Message {
  const isSame = again?.kind === 'drawn' && again.difference.mean <= SAME_MEAN;
  if (isSame) return say('verify.proven');
  if (watermark.isMarked) return say('verify.ours');
  const byNetwork = [manifest?.state === 'valid' ? manifest.digitalSource : null, digitalSource];
  if (byNetwork.some((source) => /trained|algorithmic/i.test(source ?? ''))) return say('verify.says-network');
  return say(parameters ? 'verify.says-settings' : 'verify.nothing');
}

function manifestSaid({ manifest }: PictureMarks): Message {
  if (!manifest) return say('verify.no-manifest');
  const { state, signer, program, digitalSource, when } = manifest;
  return say('verify.manifest-is', {
    state: say(`verify.${state}`),
    signer: signer ?? '?',
    program: program ?? '?',
    source: digitalSource ?? '?',
    when: when?.slice(0, 10) ?? '?',
  });
}

function ingredientsSaid({ manifest }: PictureMarks): readonly Message[] {
  const names = manifest?.ingredients.join(', ') ?? '';
  return names === '' ? [] : [say('verify.made-from', { names: cut(names, SETTINGS_MAX) })];
}

/** As its file has it, in every language. */
function creditSaid({ credit }: PictureMarks): readonly Message[] {
  const { title = null, creator = null, creditLine = null, rights = null, terms = null, mining = null } = credit ?? {};
  const said = [title, creator, creditLine, rights, terms, mining].filter((each) => each !== null);
  return said.length === 0 ? [] : [plainMessage(cut(said.join(' · '), SETTINGS_MAX))];
}

function watermarkSaid({ watermark: { isMarked, score } }: PictureMarks): Message {
  return say(isMarked ? 'verify.marked' : 'verify.unmarked', { score: Math.max(0, Math.round(score * 10) / 10) });
}

/** IPTC's terms that are met most, in words; others as they are. */
function sourceSaid(source: string | null): Message {
  switch (source) {
    case null:
      return say('verify.no-source');
    case 'trainedAlgorithmicMedia':
      return say('verify.source-network', { source });
    case 'compositeWithTrainedAlgorithmicMedia':
      return say('verify.source-composite', { source });
    case 'algorithmicallyEnhanced':
      return say('verify.source-enhanced', { source });
    default:
      return plainMessage(source);
  }
}

/** Words, negative words and numbers each on a line of their own, as they were written. */
function settingsSaid({ settings }: PictureMarks): RichText | null {
  if (settings === null) return null;
  const lines = cut(settings, SETTINGS_MAX).split(/\r?\n/);
  const shown = [...lines.slice(0, LINES_MAX - 1), lines.slice(LINES_MAX - 1).join(' ')].map(oneLine).filter(Boolean);
  return linesOf(shown.map((line) => [code(line)]));
}

/** A prompt of more lines is told in fewer. */
const LINES_MAX = 8;

function againSaid(again: DrawnAgain): Message {
  switch (again.kind) {
    case 'waiting':
      return say('verify.waiting', { id: again.id });
    case 'refused':
      return say('verify.refused', { why: again.why });
    case 'drawn': {
      const { mean, max, isScaled } = again.difference;
      if (max === 0 && !isScaled) return say('verify.exact');
      return say('verify.difference', { mean: Math.round(mean * 100) / 100, max, isScaled });
    }
  }
}
