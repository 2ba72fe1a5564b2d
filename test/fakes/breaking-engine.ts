// The program of an engine child as a machine with a bad card has it: it computes on the CPU, says that it is the first
// provider that is not set aside, and breaks in a render there as `breaks.json` in its cache folder says: crash, hang,
// sick (a trial showed that it computes wrongly), or wrong-trial (a trial would show it, after a render that fails).

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineSettings } from '#renderer/engine/contract/settings.ts';
import { blameDevice } from '#renderer/engine/process/blame-device.ts';
import { type FromChild, type ToChild, toPlain } from '#renderer/engine/process/child-protocol.ts';
import { LocalEngine } from '#renderer/engine/process/local-engine.ts';
import { startPulse } from '#renderer/engine/process/pulse.ts';
import { PROVIDERS } from '#shared/contract/bounds.ts';
import { failure, message } from '#shared/text/failure.ts';

startPulse();

const { setAside = [], ...settings } = JSON.parse(process.argv[2] ?? '{}') as EngineSettings;
const provider = PROVIDERS.find((name) => !setAside.some((each) => each.provider === name)) ?? 'cpu';
const breaks = JSON.parse(readFileSync(join(settings.cacheFolder, 'breaks.json'), 'utf8')) as Record<string, string>;
const manner = breaks[provider];
const wrongTrial = async () => ({ refusal: message('device.wrong-numbers'), attention: 'fused' as const });
const blame = (thrown: unknown) => blameDevice(thrown, provider, manner === 'wrong-trial' ? wrongTrial : undefined);
const engine = new LocalEngine({ ...settings, provider: 'cpu' }, { blame });
const forever = new AbortController().signal;
const say = (words: FromChild) => process.connected && process.send?.(words);

process.on('message', async (asked: ToChild) => {
  if (asked.kind !== 'render') return;
  const { id } = asked;
  const end = (thrown: unknown) => say({ kind: 'end', id, failure: thrown === null ? null : toPlain(thrown) });
  try {
    for await (const event of engine.render(asked.task, forever)) {
      if (manner !== undefined && manner !== 'wrong-trial' && event.kind === 'step') return breakDown(id);
      say({ kind: 'event', id, event });
    }
    end(null);
  } catch (thrown) {
    end(thrown);
  }
});
process.on('disconnect', () => process.exit(0));

const device = await engine.ready;
for await (const state of engine.changes(forever))
  say({ kind: 'state', state: { ...state, device: { ...device, provider } } });

function breakDown(id: number): void {
  if (manner === 'crash') process.kill(process.pid, 'SIGSEGV');
  else if (manner === 'hang') process.kill(process.pid, 'SIGSTOP');
  else say({ kind: 'end', id, failure: toPlain(failure('unavailable', 'device.sick', { provider })) });
}
