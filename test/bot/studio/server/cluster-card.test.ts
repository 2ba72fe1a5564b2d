import { describe, expect, it } from 'vitest';
import type { RendererSnapshot } from '#bot/ports/cluster.ts';
import { clusterCard } from '#bot/studio/server/cluster-card.ts';
import { say } from '#bot/text/say.ts';
import { LIMITS, REAL, SAMPLERS } from '#test/bot/presets/some-offer.ts';

const reader = { language: 'en', platform: 'studio' } as const;
const down = { id: 'cpu', address: '127.0.0.1:40627', up: false, description: null, state: null };

function cards(...snapshots: RendererSnapshot[]) {
  return clusterCard(snapshots, { offer: null, findsThings: false, reader }).renderers.map(
    ({ name, state, reason }) => [name, state, reason],
  );
}

describe('the board', () => {
  it('shows a renderer that has not been there yet as starting, without trouble and without its port', () => {
    const coming = { ...down, downReason: say('link.starting', { renderer: 'cpu' }) };
    const dialled = { ...down, downReason: say('link.connecting', { renderer: 'cpu' }) };
    expect(cards(coming, dialled)).toEqual([
      ['cpu', 'starting', null],
      ['cpu', 'starting', null],
    ]);
  });

  it('says why one is down', () => {
    const lost = { ...down, downReason: say('link.unreachable', { renderer: 'gpu1:50551', why: say('link.hung-up') }) };
    expect(cards(lost)).toEqual([['cpu', 'down', expect.stringContaining('gpu1:50551')]]);
  });

  it('says why one is set aside, unless it is down anyway', () => {
    const quarantine = say('link.quarantine', { losses: 5, within: 5, stay: 2 });
    const up = { ...down, up: true, downReason: null, quarantine };
    expect(cards(up, { ...down, downReason: null, quarantine })).toEqual([
      ['cpu', 'quarantine', 'lost 5 times within 5 min; it is given nothing until it has stayed for 2 min'],
      ['cpu', 'down', null],
    ]);
  });

  it('offers models with what calls their adapters up, and samplers with their own limit', () => {
    const adapters = [{ name: 'ink', kind: 'lora', triggers: ['inkstyle'] }];
    const controlNetworks = [{ name: 'canny', kind: 'controlnet', licence: '' }];
    const models = [{ ...REAL, adapters, words: ['house'], controlNetworks }];
    const samplers = [{ ...SAMPLERS[0]!, stepsMax: 50 }, SAMPLERS[1]!];
    const { offer } = clusterCard([], { offer: { models, samplers, limits: LIMITS }, findsThings: false, reader });
    expect(offer!.models).toEqual([
      {
        name: REAL.name,
        adapters: [{ name: 'ink', triggers: ['inkstyle'] }],
        words: ['house'],
        controls: ['canny'],
        alike: expect.objectContaining({ hut: 'house' }),
        likesPictures: false,
        keepsStyleApart: false,
      },
    ]);
    expect(offer!.samplers.map(({ stepsMax }) => stepsMax)).toEqual([50, LIMITS.stepsMax]);
  });
});
