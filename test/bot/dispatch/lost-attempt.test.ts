import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countLoss, type LossCount, type LostAttempt, type Tried } from '#bot/dispatch/lost-attempt.ts';
import { Failure } from '#shared/failure.ts';
import { plainMessage } from '#shared/text/message.ts';

const FRESH: Tried = { strikes: 0, suspicions: 0, refusals: 0, alone: false };
const SERVICE_GONE = new Failure('unavailable', 'gone', { said: { key: 'rpc.lost', values: {} } });
const ENGINE_DIED = new Failure('unavailable', 'died', { said: plainMessage('The engine died') });
const DEFECT = new Failure('internal', 'A tensor was lost');
const ALONE = { blame: 'strike', hadNeighbours: false, isTraining: false, lostWithout: 0 } as const;

/** A job whose every attempt is lost so, beside others until it is drawn alone: the counts until it is given up. */
function lose(failure: Failure, how: Partial<LostAttempt> = {}): readonly LossCount[] {
  const counts: LossCount[] = [];
  for (let tried: Tried = FRESH; counts.length < 20 && !counts.at(-1)?.isEnough; tried = counts.at(-1)!)
    counts.push(countLoss(tried, { ...ALONE, failure, hadNeighbours: !tried.alone, ...how }));
  return counts;
}

describe('a job that takes something along every time', () => {
  for (const [what, failure] of [
    ['engines', ENGINE_DIED],
    ['whole services', SERVICE_GONE],
  ] as const)
    for (const hadNeighbours of [undefined, false])
      it(`is given up after three: ${what}, ${hadNeighbours === false ? 'alone' : 'beside others'}`, () => {
        const counts = lose(failure, hadNeighbours === undefined ? {} : { hadNeighbours });
        expect(counts.map(({ isEnough }) => isEnough)).toEqual([false, false, true]);
        expect(counts.at(-1)).toMatchObject({ isBroken: true, breaks: 3 });
      });

  it('is drawn alone after its first engine, but only after its second service', () => {
    expect(lose(ENGINE_DIED).map(({ alone }) => alone)).toEqual([true, true, true]);
    expect(lose(SERVICE_GONE).map(({ alone }) => alone)).toEqual([false, true, true]);
  });

  it('is given up after six where it shared even the third with others', () => {
    expect(lose(ENGINE_DIED, { hadNeighbours: true })).toHaveLength(6);
  });

  it('is a training that is never drawn alone', () => {
    const counts = lose(ENGINE_DIED, { isTraining: true, hadNeighbours: false });
    expect(counts.map(({ alone, isEnough }) => [alone, isEnough])).toEqual([
      ...Array(2).fill([false, false]),
      [false, true],
    ]);
  });
});

describe('a job that is there when renderers are lost everywhere', () => {
  it('has three tries more while as many are lost without it as with it', () => {
    const triesOf = (failure: Failure) =>
      [1, 3, 100].map((lostWithout) => lose(failure, { lostWithout, hadNeighbours: false }).length);
    expect([triesOf(ENGINE_DIED), triesOf(DEFECT)]).toEqual([
      [3, 4, 6],
      [3, 3, 3],
    ]);
    expect(triesOf(SERVICE_GONE)).toEqual([3, 5, 6]);
  });

  it('goes on beside others while services are lost as often without it', () => {
    expect(lose(SERVICE_GONE, { lostWithout: 2 }).map(({ alone }) => alone)).toEqual([false, false, true, true]);
    expect(lose(ENGINE_DIED, { lostWithout: 2 }).map(({ alone }) => alone)).toEqual([true, true, true]);
  });
});

describe('a job that renderers do not take up', () => {
  it('is given up after twenty refusals, none of which breaks anything', () => {
    const counts = lose(new Failure('exhausted', 'The queue is full'), { blame: 'refusal' });
    expect(counts).toHaveLength(20);
    expect(counts.at(-1)).toMatchObject({ isEnough: true, isBroken: false, breaks: 0 });
  });
  it('because nobody is to blame is tried for ever', () => {
    expect(lose(SERVICE_GONE, { blame: 'nobody' }).at(-1)).toMatchObject({ isEnough: false, breaks: 0, alone: false });
  });
});

it('a job is never given up as broken before its third break, and always after its sixth', () => {
  const loss = fc.record<LostAttempt>({
    failure: fc.constantFrom(SERVICE_GONE, ENGINE_DIED, DEFECT),
    blame: fc.constantFrom('strike', 'refusal', 'nobody'),
    hadNeighbours: fc.boolean(),
    isTraining: fc.constant(false),
    lostWithout: fc.nat(9),
  });
  fc.assert(
    fc.property(fc.array(loss, { maxLength: 40 }), (losses) => {
      let now: LossCount | null = null;
      for (const each of losses) {
        now = countLoss(now ?? FRESH, each);
        if (now.isBroken) expect(now.breaks).toBeGreaterThanOrEqual(3);
        else expect(now.breaks).toBeLessThan(6);
        if (now.isEnough) return;
      }
    }),
  );
});
