import { expect, it } from 'vitest';
import { LOADING } from '#bot/dispatch/at-work.ts';
import { loadsFor } from '#bot/dispatch/model-loads.ts';
import { createRendererIndex } from '#bot/dispatch/renderer-index.ts';
import { createSpeeds } from '#bot/dispatch/speed-estimate.ts';
import { needsOf } from '#bot/domain/task-needs.ts';
import { say } from '#bot/text/say.ts';
import { renderer } from '#test/bot/dispatch/placement-fixture.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';
import { someView } from '#test/bot/views/some-view.ts';
import { settledOrder } from '#test/fakes/new-job.ts';

const kindOf = (model: string) => needsOf(settledOrder({ model }).task);

it('a model that is not there costs what loading it took, and is said to be loaded now or first', () => {
  const index = createRendererIndex();
  index.update([renderer('r')]);
  const speeds = createSpeeds();
  const loads = loadsFor(index, speeds);
  const [here, other] = [index.kindOf(kindOf('a')), index.kindOf(kindOf('b'))];
  const first = index.best(other, new Set())!;
  expect(loads.loadMs(first, here)).toBe(0);
  expect(loads.loadMs(first, other)).toBe(4_000);
  speeds.observeLoad('r', 'b', 12_300);
  expect(loads.loadMs(first, other)).toBe(12_300);

  const nobody = { all: () => [] };
  const view = someView({
    state: { kind: 'rendering', attempt: 1, rendererId: 'r' },
    progress: { waitingFor: say(LOADING, { model: 'b', renderer: 'r' }) },
  });
  expect(loads.reasonFor(here, first, nobody)).toBeNull();
  expect(loads.reasonFor(other, null, nobody)).toBeNull();
  expect(inEnglish(loads.reasonFor(other, first, nobody)!)).toBe('fake has to load b first');
  expect(inEnglish(loadsFor(index, speeds).reasonFor(other, first, { all: () => [view] })!)).toBe('fake is loading b');
});
