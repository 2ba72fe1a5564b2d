import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { buildClipVision } from '#renderer/engine/graph/nets/clip-vision.ts';
import { type ClipVisionConfig, parseClipVisionConfig } from '#renderer/engine/graph/nets/clip-vision-config.ts';
import { openSafetyChecker, type SafetyVerdict } from '#renderer/engine/networks/open-safety-checker.ts';
import { compareExactly, compareNumbers } from '#test/golden/check/compare.ts';
import { ON_CPU, UNREAD } from '#test/golden/check/networks.ts';
import { type Finding, type GoldenFile, type GoldenPart, isRecorded, recordedAt } from '#test/golden/check/part.ts';
import { withParameters } from '#test/renderer/engine/graph/golden.ts';

interface GoldenVerdicts {
  readonly scores: readonly { readonly special: readonly number[]; readonly concept: readonly number[] }[];
  readonly has_nsfw: readonly boolean[];
}

/** Limits of each set: so much and a tenth of a number by the key's name. */
const LIMITS = { thresholds_high: 0.25, thresholds_low: 0.05 } as const;

/** A score lies on a grid of thousandths, and so may fall to either side of a half. */
const SCORE_BOUND = 0.0011;

/** Stable Diffusion's safety checker; control.json. */
export const SAFETY_PART: GoldenPart = {
  format: 'control',
  key: 'safety',
  cases: (file) =>
    (Object.keys(LIMITS) as (keyof typeof LIMITS)[])
      .filter((name) => isRecorded(file, `safety.${name}`))
      .map((name) => ({ name, run: () => compareVerdicts(file, name) })),
};

function compareVerdicts(file: GoldenFile, name: keyof typeof LIMITS): Promise<readonly Finding[]> {
  const config = parseClipVisionConfig(recordedAt<unknown>(file, 'safety.config'));
  const expected = recordedAt<GoldenVerdicts>(file, `safety.${name}`);
  const [first] = expected.scores;
  const shapes = checkerShapes(config, { concepts: first!.concept.length, special: first!.special.length });
  const parameter = (key: string, shape: readonly number[]) => {
    const values = file.recipe.parameter(key, shape);
    return key.endsWith('embeds_weights') ? values.map((value) => LIMITS[name] + value) : values;
  };
  return withParameters(
    shapes,
    async (weights) => {
      const checker = await openSafetyChecker(config, weights, ON_CPU);
      const pixels = file.recipe.input('in:safety', [expected.scores.length, 3, checker.side, checker.side]);
      const verdicts = await checker.judge(pixels);
      await checker.release();
      return compareAll(verdicts, expected);
    },
    parameter,
  );
}

/** Keys and shapes of a checker that knows so many concepts and special ones, as published. */
export function checkerShapes(
  config: ClipVisionConfig,
  { concepts, special }: { readonly concepts: number; readonly special: number },
): ReadonlyMap<string, readonly number[]> {
  const vision = wantedWeights(
    (weights) => buildClipVision(config, weights, UNREAD),
    (key) => key.startsWith('vision_model.'),
  );
  const published = (key: string) => (key.startsWith('vision_model.') ? `vision_model.${key}` : key);
  return new Map<string, readonly number[]>([
    ...[...vision].map(([key, shape]) => [published(key), shape] as const),
    ['concept_embeds', [concepts, config.projectionWidth]],
    ['special_care_embeds', [special, config.projectionWidth]],
    ['concept_embeds_weights', [concepts]],
    ['special_care_embeds_weights', [special]],
  ]);
}

function compareAll(verdicts: readonly SafetyVerdict[], { scores, has_nsfw }: GoldenVerdicts): readonly Finding[] {
  return [
    compareExactly(
      'has_nsfw',
      verdicts.map(({ isBad }) => isBad),
      has_nsfw,
    ),
    ...verdicts.flatMap(({ special, concepts }, i) => [
      compareNumbers(`picture ${i} special`, special, scores[i]!.special, SCORE_BOUND),
      compareNumbers(`picture ${i} concepts`, concepts, scores[i]!.concept, SCORE_BOUND),
    ]),
  ];
}
