import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { endingWords } from '#renderer/cli/ending-words.ts';
import { readTrainArguments } from '#renderer/cli/training/train-arguments.ts';
import { TRAIN_OPTIONS } from '#renderer/cli/training/train-options.ts';
import { orderOf } from '#renderer/cli/training/train-order.ts';
import { TRAIN_USAGE } from '#renderer/cli/training/train-usage.ts';
import { ALL_TARGETS, DORA_TARGETS, LINEAR_TARGETS } from '#renderer/engine/training/trained-lora.ts';
import { Failure } from '#shared/failure.ts';
import { checkpoint, writePicture } from '#test/renderer/engine/training/brief-training.ts';
import { XL_WITHOUT_WEIGHTS as xl } from '#test/renderer/engine/training/small-xl.ts';
import { withFolder } from '#test/renderer/engine/weights/scratch.ts';

const FLAT = { file: '', offset: 0, bytes: 0, dtype: 'F16' } as const;
const NEEDED = '--data pictures --caption box --out x.safetensors';
const read = (line: string) => readTrainArguments(line.split(' '))!;

function sentence(line: string): string {
  try {
    read(line);
  } catch (thrown) {
    return endingWords(Failure.from(thrown));
  }
  return 'read';
}

/** The order of a line for a model, of one picture that comes ten times. */
function ordered(line: string, of = checkpoint) {
  return withFolder(async (folder) => {
    await writePicture(join(folder, 'a.png'), 1);
    const { pictures: _, ...order } = await orderOf({ ...read(line), data: folder, classData: null }, of, () => {});
    return order;
  });
}

/** With as many weights in its UNet as the published ones have. */
function largeLike(one: typeof checkpoint): typeof checkpoint {
  return { ...one, unet: { ...one.unet, weights: new Map([['w.weight', { ...FLAT, shape: [8192, 8192] }]]) } };
}
const [large, largeXl] = [largeLike(checkpoint), largeLike(xl)];

const LINE = `lora --model m ${NEEDED}`;

describe('what npm run train lets be chosen', () => {
  it('stands in --help, all of it', () => {
    for (const name of Object.keys(TRAIN_OPTIONS)) expect(`${TRAIN_USAGE} --help`).toContain(`--${name}`);
  });

  it('is what diffusers’ scripts have where nothing is said', async () => {
    expect(await ordered(LINE, large)).toMatchObject({
      ...{ steps: 500, batch: 1, accumulate: 1, rate: 1e-4, gradientMax: 1, noiseOffset: 0, priorWeight: 1 },
      adamw: { betas: [0.9, 0.999], eps: 1e-8, weightDecay: 1e-2 },
      schedule: { kind: 'constant', warmup: 0 },
      weighting: { kind: 'none' },
      lora: { rank: 4, alpha: 4, text: false },
    });
    const dreambooth = `dreambooth --model m --class-data c ${NEEDED}`;
    expect(await ordered(dreambooth, largeXl)).toMatchObject({
      rate: 1e-4,
      textRate: 5e-6,
      adamw: { weightDecay: 1e-4 },
    });
    expect(await ordered(`${dreambooth} --lr 0.1`, largeXl)).not.toHaveProperty('textRate');
    expect(await ordered(dreambooth)).toMatchObject({ rate: 5e-4, adamw: { weightDecay: 1e-2 } });
    const words = await ordered(`textual-inversion --model m ${NEEDED} --caption <new>`);
    expect(words).toMatchObject({ gradientMax: null, lora: null });
  });

  it('keeps of the class what pictures show, or what the model says of them, as asked and else as usual', async () => {
    const asked = `dreambooth --model m ${NEEDED} --class-data pictures`;
    const of = async (more: string, model?: typeof large) => (await ordered(`${asked}${more}`, model)).priorTarget;
    expect([await of(''), await of('', large)]).toEqual(['prediction', undefined]);
    expect([await of(' --prior pictures'), await of(' --prior prediction', large)]).toEqual([undefined, 'prediction']);
  });

  it('reaches the training', async () => {
    const numbers = '--adam-beta1 0.8 --adam-beta2 0.99 --adam-epsilon 1e-7 --weight-decay 0 --max-grad-norm 0';
    const noise = '--input-perturbation 0.1 --min-timestep 10 --max-timestep 500 --noise-offset 0.05';
    const seen = '--epochs 3 --shuffle-captions --keep-tokens 1 --train-text --text-lr 1e-5 --alpha 2 --rank 8';
    expect(await ordered(`${LINE} ${numbers} ${noise} ${seen} --dora`)).toMatchObject({
      adamw: { betas: [0.8, 0.99], eps: 1e-7, weightDecay: 0 },
      ...{ gradientMax: null, inputPerturbation: 0.1, timesteps: [10, 500], noiseOffset: 0.05 },
      ...{ steps: 3, captionShuffle: true, keptParts: 1, textRate: 1e-5 },
      lora: { rank: 8, alpha: 2, text: true, dora: true, targets: DORA_TARGETS },
    });
    expect((await ordered(`${LINE} --targets linear`)).lora!.targets).toEqual(LINEAR_TARGETS);
    expect((await ordered(`${LINE} --targets to_k,ff.net.2`)).lora!.targets).toEqual(['to_k', 'ff.net.2']);
    expect((await ordered(`${LINE} --targets all`)).lora!.targets).toEqual(ALL_TARGETS);
  });

  it.each([
    ['--schedule cosine_with_restarts --lr-cycles 3', { kind: 'cosine_with_restarts', warmup: 0, cycles: 3 }],
    ['--schedule polynomial --lr-power 2 --warmup 5', { kind: 'polynomial', warmup: 5, power: 2 }],
    [
      '--schedule piecewise_constant --step-rules 1:10,0.1:15,0.01',
      {
        kind: 'piecewise_constant',
        warmup: 0,
        pieces: {
          until: [
            [10, 1],
            [15, 0.1],
          ],
          last: 0.01,
        },
      },
    ],
    ['--warmup 5', { kind: 'constant_with_warmup', warmup: 5 }],
    ['--schedule linear', { kind: 'linear', warmup: 0 }],
  ])('is a schedule: %s', async (words, schedule) => {
    expect((await ordered(`${LINE} ${words}`, large)).schedule).toEqual(schedule);
  });

  it.each([
    ['--snr-gamma 2', { kind: 'min-snr', gamma: 2 }],
    ['--loss-weighting min-snr', { kind: 'min-snr', gamma: 5 }],
    ['--loss-weighting debiased', { kind: 'debiased' }],
    // Of the demo model, too, whose LoRAs are weighted where nothing is said.
    ['--loss-weighting none', { kind: 'none' }],
  ])('is how losses count: %s', async (words, weighting) => {
    expect((await ordered(`${LINE} ${words}`)).weighting).toEqual(weighting);
  });

  it('is how a LoRA is taken out of two models', () => {
    const line = 'extract --tuned t --out x.safetensors';
    const usual = { tuned: 't', convRank: null, clampQuantile: 0.99, minDiff: 0.01 };
    expect(read(line)).toMatchObject({ rank: 4, targets: null, extract: usual });
    const own = { ...usual, convRank: 2, clampQuantile: 1, minDiff: 0.1 };
    expect(read(`${line} --conv-rank 2 --clamp-quantile 1 --min-diff 0.1`)).toMatchObject({ extract: own });
  });

  it.each([
    [`${LINE} --adam-beta1 1`, '--adam-beta1 must be a number from 0 to 0.999999, given "1"'],
    [`${LINE} --adam-epsilon 0`, '--adam-epsilon must be a number from 1e-20 to 1, given "0"'],
    [`${LINE} --weight-decay 11`, '--weight-decay must be a number from 0 to 10, given "11"'],
    [`${LINE} --max-grad-norm much`, '--max-grad-norm must be a number from 0 to 1000000, given "much"'],
    [`textual-inversion ${NEEDED} --max-grad-norm 1`, '--max-grad-norm must be given with lora or dreambooth or check'],
    [
      `${LINE} --schedule step`,
      '--schedule must be one of constant, constant_with_warmup, linear, cosine, cosine_with',
    ],
    [`${LINE} --schedule constant --warmup 5`, '--warmup must be given with --schedule constant_with_warmup or --sch'],
    [`${LINE} --lr-power 2`, '--lr-power must be given with --schedule polynomial only, given 2'],
    [`${LINE} --schedule cosine --lr-cycles 2`, '--lr-cycles must be given with --schedule cosine_with_restarts only'],
    [`${LINE} --schedule piecewise_constant`, '--step-rules must be shares of --lr with the step before which each'],
    [`${LINE} --schedule piecewise_constant --step-rules 1:9,2:3,1`, 'as in 1:300,0.1:400,0.01, given "1:9,2:3,1"'],
    [
      `${LINE} --loss-weighting snr`,
      '--loss-weighting must be one of none, min-snr, debiased, like-noise, given "snr"',
    ],
    [`${LINE} --loss-weighting none --snr-gamma 2`, '--snr-gamma must be given with --loss-weighting min-snr only'],
    [`${LINE} --min-timestep 500 --max-timestep 500`, '--min-timestep must be a number from 0 to 499, given "500"'],
    [`${LINE} --keep-tokens 2`, '--keep-tokens must be given with --shuffle-captions only, given 2'],
    [`${LINE} --text-lr 1e-5`, '--text-lr must be given with --train-text or --pivotal only, given 1e-5'],
    [`${LINE} --steps 3 --epochs 2`, '--epochs must be given without --steps, given 2'],
    [
      `${LINE} --targets to_q,attn`,
      '--targets must be one of attention, linear, all, to_q, to_k, to_v, to_out.0, ff.net',
    ],
    [`${LINE} --dora --targets all`, '--dora must be given with --targets attention or --targets of to_q, to_k, to_v,'],
    [`${LINE} --conv-rank 2`, '--conv-rank must be given with extract only, given 2'],
    [`${LINE} --prediction noise`, '--prediction must be one of epsilon, v_prediction, sample, given "noise"'],
    ['extract --tuned t --out x.safetensors --prediction sample', '--prediction must be given with lora or'],
    [
      'extract --tuned t --out x.safetensors --targets linear --conv-rank 2',
      '--conv-rank must be given with --targets all',
    ],
    [
      'extract --tuned t --out x.safetensors --clamp-quantile 2',
      '--clamp-quantile must be a number from 0 to 1, given "2"',
    ],
    ['lora --data p --out dog', '--out must be a name that ends with .safetensors, given "dog"'],
    ['lora --out x.safetensors', '--data must be a folder of pictures, given none'],
    ['paint', 'train must be one of lora, dreambooth, textual-inversion, extract, checkpoint, given "paint"'],
  ])('%s is refused by one sentence', (line, wanted) => {
    expect(sentence(line)).toContain(wanted);
    expect(sentence(line).split('\n')).toHaveLength(1);
  });
});
