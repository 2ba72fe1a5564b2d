import { describe, expect, it } from 'vitest';
import type { FollowedPicture } from '#bot/domain/beside-pictures.ts';
import type { Order } from '#bot/domain/job.ts';
import { needsOf } from '#bot/domain/task-needs.ts';
import { settleControl } from '#bot/orders/settle-control.ts';
import { withStyleOfPictures } from '#bot/orders/style-of-pictures.ts';
import { canDraw } from '#bot/presets/offer.ts';
import { writerOf } from '#bot/text/languages.ts';
import type { Model } from '#shared/contract/messages.ts';
import { REAL } from '#test/bot/presets/some-offer.ts';
import { FAKE_DESCRIPTION as DESCRIPTION } from '#test/fakes/fake-description.ts';
import { settledOrder } from '#test/fakes/new-job.ts';

const image = { sha256: 'ab'.repeat(32), bytes: 9, mime: 'image/png' };
const network = (name: string) => ({ name, kind: 'controlnet', licence: '' });
const EDGES: Model = { ...REAL, controlNetworks: [network('canny')] };
const BOTH: Model = { ...REAL, controlNetworks: [network('canny'), network('depth')] };
const { say } = writerOf('en');

function problems(asked: Partial<FollowedPicture>, model: Model): readonly string[] {
  return settleControl({ control: [{ image, ...asked }] }, model).problems.map(say);
}

describe('a control picture', () => {
  it('is read by the network that is named, or by the only one that fits the model', () => {
    const unit = { network: 'canny', image, weight: 1, start: 0, end: 1 };
    expect(settleControl({ control: [{ image }] }, EDGES).control).toEqual({ units: [unit], guess: false });
    expect(settleControl({ control: [{ image, network: 'depth', weight: 0.5 }] }, BOTH).control?.units).toMatchObject([
      { network: 'depth', weight: 0.5 },
    ]);
    expect(settleControl({}, REAL)).toEqual({ control: null, problems: [], notices: [] });
  });

  it('is read by the only one whose control picture is made here of any picture, where none is named', () => {
    const readers = (methods: readonly string[]) =>
      settleControl({ control: [{ image }] }, BOTH, methods).control?.units.map(({ network }) => network);
    expect(readers(['canny', 'invert', 'inpaint'])).toEqual(['canny']);
    expect([readers(['canny', 'depth']), readers([])]).toEqual([undefined, undefined]);
  });

  it('is read by the networks of its style where none is named, as the style says', () => {
    const style = { control: 'canny:0.8:0:0.5, depth, guess', likeStrength: 0.4 };
    const one = { image };
    expect(withStyleOfPictures({ control: [one], like: [{ image, scope: 'all' }] }, style)).toEqual({
      control: [
        { image, network: 'canny', weight: 0.8, from: 0, to: 0.5 },
        { image, network: 'depth' },
      ],
      controlGuess: true,
      like: [{ image, scope: 'all', strength: 0.4 }],
    });
    // What the member says goes before.
    const said = withStyleOfPictures({ control: [{ image, weight: 1.5 }] }, { ...style, control: 'canny:0.8' });
    expect(said.control).toEqual([{ image, network: 'canny', weight: 1.5 }]);
    const named: Pick<Order, 'control' | 'like'> = {
      control: [{ image, network: 'depth' }, one],
      like: [{ image, scope: 'style', strength: 1 }],
    };
    expect(withStyleOfPictures(named, style)).toEqual(named);
    expect(withStyleOfPictures({}, style)).toEqual({});
    expect(withStyleOfPictures({ control: [one] }, null)).toEqual({ control: [one] });
  });

  it('stands beside others, each with its own part of the steps, and what holds for several is said once', () => {
    const model: Model = { ...BOTH };
    const control = [
      { image, network: 'canny', from: 0, to: 0.5 },
      { image, network: 'depth', weight: 0.5 },
    ];
    const settled = settleControl({ control, controlGuess: true }, model, ['canny', 'depth']);
    expect(settled.control).toEqual({
      units: [
        { network: 'canny', image, weight: 1, start: 0, end: 0.5, preprocess: 'canny' },
        { network: 'depth', image, weight: 0.5, start: 0, end: 1, preprocess: 'depth' },
      ],
      guess: true,
    });
    expect(settled.notices).toHaveLength(2);
    const wrong = control.map((one) => ({ ...one, from: 0.5, to: 0.5 }));
    expect(settleControl({ control: wrong }, model).problems.map(say)).toEqual([
      'Cannot follow a control picture there: its start must be from 0 to below its end, which is at most 1, given 0.5 and 0.5',
    ]);
    const task = settledOrder({ control: settled.control! }).task;
    expect(needsOf(task)).toMatchObject({ controls: ['canny', 'depth'], methods: ['canny', 'depth'] });
    const able = (methods: readonly string[]) => ({
      ...DESCRIPTION,
      models: [{ ...model, name: 'tiny' }],
      preprocessors: methods.map((method) => ({ method, model: '', licence: '' })),
    });
    const needs = { ...needsOf(task), model: 'tiny', adapters: [], sampler: null };
    expect([canDraw(able(['canny']), needs), canDraw(able(['depth', 'canny']), needs)]).toEqual([false, true]);
  });

  it('is made of a photo first by what its network reads, which may be asked for by that', () => {
    const model: Model = { ...REAL, controlNetworks: [network('canny-sd15'), network('control_v11p_sd15_openpose')] };
    const made = (asked: string, methods: readonly string[]) =>
      settleControl({ control: [{ image, network: asked }] }, model, methods);
    const { control, notices } = made('canny', ['canny', 'invert']);
    expect(control?.units).toMatchObject([{ network: 'canny-sd15', preprocess: 'canny' }]);
    expect(notices.map(say)).toEqual([
      'What the control network reads is made of your picture by canny, unless the picture shows that already',
    ]);
    expect(made('pose', ['pose']).control?.units).toMatchObject([
      { network: 'control_v11p_sd15_openpose', preprocess: 'pose' },
    ]);
    const [plain] = made('canny-sd15', []).control!.units;
    expect(plain).not.toHaveProperty('preprocess');
  });

  it('is the picture that is drawn into, for a network made for that, and for no other', () => {
    const model: Model = { ...REAL, controlNetworks: [network('canny'), network('control_v11p_sd15_inpaint')] };
    const start = { image, width: 64, height: 64 };
    const asked = (named: string, change: object = { mask: image }, methods = ['canny', 'inpaint']) =>
      settleControl({ control: [{ network: named }], start: { ...start, ...change } }, model, methods);
    const unit = { network: 'control_v11p_sd15_inpaint', image: null, preprocess: 'inpaint' };
    expect(asked('inpaint').control?.units).toMatchObject([unit]);
    expect(asked('inpaint', { margins: { left: 1, right: 0, top: 0, bottom: 0 } }).control?.units).toMatchObject([
      unit,
    ]);
    const refusals = [asked('canny'), asked('inpaint', {}), asked('inpaint', { mask: image }, ['canny'])];
    expect(refusals.flatMap(({ problems: all }) => all.map(say))).toEqual([
      'Cannot follow a picture with canny without one: give a control-image; only networks for inpainting do without',
      'Cannot use control_v11p_sd15_inpaint here: it fills in what is marked, so give a picture with a mask, or widen one',
      'Cannot use control_v11p_sd15_inpaint: the renderers that have it are too old to fill in what is marked with it',
    ]);
  });

  it('is refused by a sentence that says what would do', () => {
    expect(problems({}, REAL)).toEqual([
      'Cannot follow a control picture with dreamlike: no renderer has a control network for it. ' +
        'Its operator gets one by npm run models -- pull canny-sd15 or canny-sdxl',
    ]);
    expect(problems({}, BOTH)).toEqual([
      'Cannot follow a control picture without knowing what it shows: say control, for dreamlike one of canny, depth',
    ]);
    expect(problems({ network: 'pose' }, BOTH)).toEqual([
      'Cannot follow a control picture with pose: for dreamlike there are canny, depth',
    ]);
    expect(problems({ weight: 3 }, EDGES)).toEqual([
      'Cannot follow a control picture so closely: control-weight must be above 0, up to 2, given 3',
    ]);
  });

  it('goes to a renderer whose model has its network, and to no other', () => {
    const units = [{ network: 'canny', image, weight: 1, start: 0, end: 1 }];
    const { task } = settledOrder({ control: { units, guess: false } });
    const [model] = DESCRIPTION.models;
    const withNetwork = { ...DESCRIPTION, models: [{ ...model!, controlNetworks: [network('canny')] }] };
    expect(canDraw(withNetwork, needsOf(task))).toBe(true);
    expect(canDraw(DESCRIPTION, needsOf(task))).toBe(false);
  });
});
