import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodePng } from '#renderer/engine/image/png.ts';
import { readSafetensorsFile } from '#renderer/engine/weights/safetensors/safetensors.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { storedGolden } from '#test/golden/check/check-case.ts';
import { runDocumented, startDocumented } from '#test/renderer/documented-command.ts';
import { writeTinyModel } from '#test/renderer/engine/pipeline/tiny-model.ts';

const scratch = scratchFolder();
const golden = storedGolden('control');
const at = (name: string) => join(scratch, name);
const ended = (line: string) => runDocumented(line, scratch);

const USUAL = '--resolution 64 --steps 2';
const BOX = `--data pictures --caption box ${USUAL}`;
const DRAW = 'render --prompt abc --width 64 --height 64 --steps 1 --json';

beforeAll(async () => {
  mkdirSync(at('folder.safetensors'));
  for (const folder of ['pictures', 'named']) {
    mkdirSync(at(folder));
    for (const name of ['a', 'b'])
      writeFileSync(at(`${folder}/${name}.png`), await encodePng(golden.recipe.picture(name, [64, 64]), {}));
  }
  writeFileSync(at('named/a.txt'), 'a <box>');
  for (const name of ['sd15', 'sdxl']) await writeTinyModel(scratch, name);
  cpSync(at('sd15'), at('velocity'), { recursive: true });
  const file = at('velocity/scheduler/scheduler_config.json');
  const scheduler = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...scheduler, prediction_type: 'v_prediction' }));
});

const PAIR = ['clip_l', 'clip_g'];

function weightsOf(model: string, part: string): Buffer {
  const [file] = readdirSync(at(`${model}/${part}`)).filter((name) => name.endsWith('.safetensors'));
  return readFileSync(at(`${model}/${part}/${file}`));
}

describe('train, as it is documented', () => {
  it('writes a whole model as it came, its mean and its text encoder too, which draws', async () => {
    const { code, out, err } = await ended(`train checkpoint ${BOX} --out tuned`);
    expect([code, out.split('\n')[0]]).toEqual([0, 'tuned']);
    expect(err).toMatch(/step 2 of 2: loss \d/);
    const mean = await ended(`train checkpoint ${BOX} --model tuned --ema 0.9 --train-text --lr 0.001 --out mean`);
    expect([mean.code, mean.out.split('\n')[0]]).toEqual([0, 'mean']);
    const changed = (part: string) => !weightsOf('mean', part).equals(weightsOf('tuned', part));
    expect(['unet', 'text_encoder', 'vae'].map(changed)).toEqual([true, true, false]);
    expect(weightsOf('mean', 'unet').length).toBe(weightsOf('tuned', 'unet').length);
    expect(await ended(`${DRAW} --model mean --out mean.png`)).toMatchObject({ code: 0, err: '' });
  }, 90_000);

  it('gives the whole model in Dreambooth where that is asked for, held by pictures of the class', async () => {
    const dreambooth = `train dreambooth --whole ${BOX} --class-data pictures --class-caption dot --lr 0.001`;
    const [held, free] = [
      await ended(`${dreambooth} --out held`),
      await ended(`${dreambooth} --prior-weight 0 --out free`),
    ];
    expect([held.code, free.code]).toEqual([0, 0]);
    expect(weightsOf('held', 'unet').equals(weightsOf('free', 'unet'))).toBe(false);
    expect(weightsOf('held', 'vae').equals(weightsOf('free', 'vae'))).toBe(true);
    expect(await ended(`${DRAW} --model held --out held.png`)).toMatchObject({ code: 0, err: '' });
  }, 90_000);

  it('learns new words beside a LoRA, in a second file, in half precision, and down to noise alone', async () => {
    const words = '--pivotal 0.5 --token <box> --begin house --out p.safetensors';
    expect(await ended(`train lora --data named ${USUAL} ${words}`)).toMatchObject({ code: 0 });
    expect([existsSync(at('p.safetensors')), existsSync(at('p_emb.safetensors'))]).toEqual([true, true]);
    expect(await ended(`${DRAW} --lora p.safetensors:1 --out p.png`)).toMatchObject({ code: 0, err: '' });
    const half = await ended(`train lora ${BOX} --precision float16 --out h.safetensors`);
    expect([half.code, half.out.split('\n')[0]]).toEqual([0, 'h.safetensors']);
    const zero = await ended(`train lora ${BOX} --model velocity --zero-snr --out z.safetensors`);
    expect([zero.code, zero.out.split('\n')[0]]).toEqual([0, 'z.safetensors']);
  }, 90_000);

  it('trains a DoRA, of text encoders too, that draws something else than the model, in every naming', async () => {
    const latents = new Set<string>();
    const draw = async (words: string) => {
      const { code, err } = await ended(`${DRAW} --seed 3 --out dora.png --latents dora.json${words}`);
      expect([code, err]).toEqual([0, '']);
      latents.add(readFileSync(at('dora.json'), 'utf8'));
    };
    await draw('');
    for (const format of ['diffusers', 'peft', 'kohya']) {
      const out = `dora-${format}.safetensors`;
      const line = `train lora ${BOX} --dora --train-text --lr 0.02 --format ${format} --out ${out}`;
      expect(await ended(line)).toMatchObject({ code: 0 });
      await draw(` --lora ${out}:1`);
    }
    // The names differ, and the numbers do not.
    expect(latents.size).toBe(2);
    const { weights } = await readSafetensorsFile(at('dora-kohya.safetensors'));
    expect([...weights.keys()].some((key) => /^lora_te_.*\.dora_scale$/.test(key))).toBe(true);
  }, 180_000);

  it('has AdamW, its schedule, clipping and noise as they are chosen', async () => {
    const losses = async (words: string) => {
      const { code, err } = await ended(`train lora ${BOX} --targets linear --out own.safetensors ${words}`);
      expect([words, code]).toEqual([words, 0]);
      return err;
    };
    const rules = '--schedule piecewise_constant --step-rules 1:1,0.5 --lr 0.01';
    expect(await losses(`${rules} --weight-decay 0.1 --max-grad-norm 0.5`)).toMatch(/rate 0\.00500/);
    expect(await losses('--schedule polynomial --lr-power 2 --lr 0.01 --adam-beta1 0.5')).toMatch(/rate 0\.00250/);
    expect(await losses('--loss-weighting debiased --input-perturbation 0.1 --min-timestep 900')).toMatch(/loss \d/);
  }, 90_000);

  it('trains a model to say the velocity, and its folder says so afterwards', async () => {
    const line = `train checkpoint ${BOX} --prediction v_prediction --zero-snr --loss-weighting like-noise --out says`;
    expect(await ended(line)).toMatchObject({ code: 0 });
    const said = JSON.parse(readFileSync(at('says/scheduler/scheduler_config.json'), 'utf8')) as object;
    expect(said).toMatchObject({ prediction_type: 'v_prediction' });
  }, 90_000);

  it('gives both text encoders of an SDXL model a new word, alone or beside a LoRA, that a render reads', async () => {
    const wish = `--model sdxl --data named ${USUAL} --token <box> --begin a --lr 0.5`;
    expect(await ended(`train textual-inversion ${wish} --vectors 2 --out box.safetensors`)).toMatchObject({ code: 0 });
    expect(await ended(`train lora ${wish} --pivotal 0.5 --out xl.safetensors`)).toMatchObject({ code: 0 });
    const keys = async (file: string) => [...(await readSafetensorsFile(at(file))).weights.keys()];
    expect([await keys('box.safetensors'), await keys('xl_emb.safetensors')]).toEqual([PAIR, PAIR]);
    const draw = 'render --model sdxl --prompt box --width 64 --height 64 --steps 1 --seed 3 --json';
    expect(await ended(`${draw} --out plain.png`)).toMatchObject({ code: 0, err: '' });
    expect(await ended(`${draw} --embedding box.safetensors --out own.png`)).toMatchObject({ code: 0, err: '' });
    expect(readFileSync(at('own.png')).equals(readFileSync(at('plain.png')))).toBe(false);
  }, 180_000);

  it('takes a LoRA out of two models, of their text encoders too where those were trained', async () => {
    expect(await ended(`train checkpoint ${BOX} --lr 0.05 --out far`)).toMatchObject({ code: 0 });
    expect(await ended(`train checkpoint ${BOX} --lr 0.05 --train-text --out farther`)).toMatchObject({ code: 0 });
    const keysOf = async (tuned: string) => {
      const out = `${tuned}-lora.safetensors`;
      expect(await ended(`train extract --tuned ${tuned} --rank 2 --out ${out}`)).toMatchObject({ code: 0, err: '' });
      expect(await ended(`${DRAW} --lora ${out}:1 --out e.png`)).toMatchObject({ code: 0, err: '' });
      return [...(await readSafetensorsFile(at(out))).weights.keys()];
    };
    expect((await keysOf('far')).every((key) => key.startsWith('unet.'))).toBe(true);
    expect((await keysOf('farther')).some((key) => key.startsWith('text_encoder.'))).toBe(true);
  }, 240_000);

  it('takes it out of convolutions by a rank of their own, and with no number cut off, where that is chosen', async () => {
    expect(await ended(`train checkpoint ${BOX} --lr 0.05 --out moved`)).toMatchObject({ code: 0 });
    const kernels = 'train extract --tuned moved --rank 2 --conv-rank 1 --clamp-quantile 1 --format kohya';
    expect(await ended(`${kernels} --out conv.safetensors`)).toMatchObject({ code: 0, err: '' });
    const { weights } = await readSafetensorsFile(at('conv.safetensors'));
    const ranks = (pattern: RegExp) =>
      new Set([...weights].filter(([key]) => pattern.test(key)).map(([, { shape }]) => shape[0]));
    expect([ranks(/conv1\.lora_down/), ranks(/to_q\.lora_down/)]).toEqual([new Set([1]), new Set([2])]);
    expect(await ended(`${DRAW} --lora conv.safetensors:1 --out c.png`)).toMatchObject({ code: 0, err: '' });
  }, 120_000);

  it.each([
    [`lora ${BOX} --zero-snr`, 'Cannot train demo with zero-SNR: it says the noise'],
    [`lora ${BOX} --pivotal 1.5`, '--pivotal must be a number from 0 to 1, given "1.5"'],
    [`checkpoint ${BOX} --pivotal 0.5`, '--pivotal must be given with lora or dreambooth only, given 0.5'],
    [`lora ${BOX} --ema 0.9`, '--ema must be given with checkpoint or dreambooth --whole only, given 0.9'],
    [
      `dreambooth --whole ${BOX} --class-data pictures --rank 4`,
      '--rank must be given with lora or dreambooth or extract only',
    ],
    [`lora ${BOX} --loss-weighting like-noise`, "Cannot weight demo's losses like noise: they are so already"],
    [`lora ${BOX} --precision half`, '--precision must be one of float32, float16, given "half"'],
    [`lora ${BOX} --whole`, '--whole must be given with dreambooth only, given lora'],
    [`lora ${BOX} --begin dog`, '--begin must be given with textual-inversion or --pivotal only, given dog'],
    [`lora ${BOX} --class-data pictures`, '--class-data must be given with dreambooth only, given pictures'],
    [`textual-inversion ${BOX} --train-text`, '--train-text must be given with lora or dreambooth or checkpoint only'],
    [`extract --tuned tuned --steps 2`, '--steps must be given with lora or dreambooth or textual-inversion or'],
    [`lora ${BOX} --resume nowhere/x`, 'Cannot write nowhere/x: ENOENT'],
    [`lora ${BOX} --pivotal 0.5`, 'Cannot train <new>: one caption at least must have it (--caption'],
  ])('%s is refused by one sentence before anything is computed', async (line, sentence) => {
    const { code, out, err } = await ended(`train ${line} --out x.safetensors`);
    expect([code, out]).toEqual([2, '']);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).toContain(sentence);
    expect(existsSync(at('x.safetensors'))).toBe(false);
  });

  it('says what it does, how long it takes and how to draw with it; Ctrl-C ends it with what it has, and it goes on', async () => {
    const few = '--targets attention --rank 1 --batch 1 --save-every 1';
    const line = `train lora ${BOX.replace('--steps 2', '--steps 26')} ${few}`;
    const whole = await ended(`${line} --out whole.safetensors`);
    expect(whole.err).toMatch(
      /^demo on cpu: a LoRA of rank 1, 2 pictures at 64 pixels, 26 steps, rate 0.003 cosine; Ctrl-C/,
    );
    expect(whole.err).toMatch(/step 25 of 26: loss .* s a step, about \d+ s left\n/);
    expect(whole.err).toMatch(/\nDraw with it: npm run render -- --lora whole.safetensors:1 --prompt "…"\n$/);
    const resumed = `${line} --resume saved.safetensors --out part.safetensors`;
    const first = startDocumented(resumed, scratch);
    await expect.poll(() => existsSync(at('saved.safetensors')), { timeout: 60_000 }).toBe(true);
    first.child.kill('SIGINT');
    const { code, out } = await first.ended;
    expect(code).toBe(0);
    expect((JSON.parse(out.split('\n')[1]!) as { steps: number }).steps).toBeLessThan(26);
    expect(existsSync(at('part.safetensors'))).toBe(true);
    expect(await ended(resumed)).toMatchObject({ code: 0 });
    expect(readFileSync(at('part.safetensors')).equals(readFileSync(at('whole.safetensors')))).toBe(true);
  }, 240_000);

  it('keeps what was before losses that are no numbers, and says where, or that there is nothing', async () => {
    const much = '--targets attention --batch 1 --precision float16 --lr 1 --alpha 1024';
    const spoilt = `train lora ${BOX.replace('--steps 2', '--steps 9')} ${much}`;
    const none = await ended(`${spoilt} --out none.safetensors`);
    expect([none.code, existsSync(at('none.safetensors'))]).toEqual([1, false]);
    expect(none.err).toContain('3 losses in a row are no numbers, and nothing was learnt before them');
    const late = '--schedule piecewise_constant --step-rules 0.0001:2,1 --out late.safetensors';
    const kept = await ended(`${spoilt} ${late}`);
    expect(kept.code).toBe(1);
    expect(kept.err).toContain('what was before, of 2 steps, is in late.safetensors. A lower learning rate may do');
    expect(await ended(`${DRAW} --lora late.safetensors:1 --out late.png`)).toMatchObject({ code: 0, err: '' });
  }, 240_000);

  it('has no picture that it can use, and says what is wrong with each', async () => {
    mkdirSync(at('useless'));
    writeFileSync(at('useless/a.png'), 'no picture');
    const { code, err } = await ended('train lora --data useless --caption box --out x.safetensors');
    expect(code).toBe(2);
    expect(err.trim().split('\n')).toEqual([
      'a.png is left out: it cannot be decoded',
      expect.stringMatching(/^Cannot train on useless: it must have one usable/),
    ]);
  });

  it.each([
    ['checkpoint', 'pictures', 'it must be a place where nothing is yet'],
    ['lora', 'nowhere/x.safetensors', 'Cannot write nowhere/x.safetensors: ENOENT'],
    ['lora', 'folder.safetensors', 'Cannot write folder.safetensors: EISDIR'],
    ['lora', 'dog', '--out must be a name that ends with .safetensors, given "dog"'],
  ])('%s is not written to %s', async (method, place, sentence) => {
    const { code, err } = await ended(`train ${method} ${BOX} --out ${place}`);
    expect(code).toBe(2);
    expect(err).toContain(sentence);
    expect(err).not.toContain('step');
  });
});
