import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { graphOptions } from '#renderer/engine/networks/options.ts';
import { probeImage } from '#renderer/engine/runtime/probe.ts';
import { canShare } from '#renderer/engine/runtime/probe-sharing.ts';
import { type Feeds, openSession, type Session } from '#renderer/engine/runtime/session.ts';
import { row, type Tensor } from '#renderer/engine/tensor.ts';
import { stoppedBy } from '#shared/async/stop-scope.ts';
import { sharedEnglish } from '#shared/text/english.ts';
import type { Message } from '#shared/text/message.ts';
import { UNREAD, unetNets } from '#test/golden/check/networks.ts';
import { createRecipe } from '#test/golden/check/recipe.ts';
import { golden, input, withParameters, worstDifference } from '#test/renderer/engine/graph/golden.ts';

/*
 * A golden UNet on WebGPU in a process that finds a driver: unet-on-gpu-child.ts sharing|recorded|stopped. Prints what
 * came of it as JSON in the last line. EASEL_RUNTIME says whether runs are recorded.
 */
const WAYS: Readonly<Record<string, () => Promise<unknown>>> = {
  sharing: async () => ({ shares: await canShare('webgpu', probeImage()) }),
  recorded: () => withUNet(recorded),
  stopped: () => withUNet(stopped),
};

/** Of latents that take long enough to be stopped in the middle. */
const SIDE = 24;

const [net] = unetNets('sd15_layers1', golden.unet.sd15_layers1!, createRecipe(''));
const found = await WAYS[process.argv[2]!]!();
process.stdout.write(`\n${JSON.stringify(found)}\n`);

/** The second run of a size opens the graph for it, the third is recorded, and later ones replay that. */
async function recorded(session: Session): Promise<object> {
  const at = async (feeds: Feeds) => (await session.run(feeds)).noise!;
  const [first, second, third] = [await at(net!.feeds), await at(net!.feeds), await at(net!.feeds)];
  const other = await at({ ...net!.feeds, timestep: input('in:t', [first.dims[0]!]) });
  const fifth = await at(net!.feeds);
  const alone = Object.fromEntries(Object.entries(net!.feeds).map(([name, feed]) => [name, row(feed as Tensor, 0)]));
  const small = await at(alone);
  for (let i = 0; i < 2; i += 1) await at(alone);
  const smallAgain = await at(alone);
  const last = await at(net!.feeds);
  return {
    error: worstDifference(first, net!.expected),
    same: [second, third, other, fifth, last].map((noise) => bytesOf(noise).equals(bytesOf(first))),
    sameAlone: bytesOf(smallAgain).equals(bytesOf(small)),
  };
}

async function stopped(session: Session): Promise<object> {
  const feeds = { ...net!.feeds, sample: input('in:sample', [2, 4, SIDE, SIDE]) };
  await session.run(feeds);
  const began = performance.now();
  const { noise: before } = await session.run(feeds);
  const ms = performance.now() - began;
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error('enough')), ms / 4);
  const stopping = stoppedBy(stop.signal, () => session.run(feeds));
  const outcome = await stopping.then(
    () => 'went on to its end',
    (thrown: Error) => thrown.message,
  );
  const { noise: after } = await session.run(feeds);
  return { outcome, same: bytesOf(after!).equals(bytesOf(before!)), ms };
}

function bytesOf({ data }: Tensor): Buffer {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

async function withUNet(use: (session: Session) => Promise<object>): Promise<object> {
  const troubles: string[] = [];
  const options = { provider: 'webgpu', threads: 0, attention: 'plain' } as const;
  const warn = (trouble: Message) => troubles.push(sharedEnglish.say(trouble));
  return withParameters(
    wantedWeights((weights) => net!.build(weights, UNREAD)),
    async (weights) => {
      const graph = net!.build(weights, graphOptions(options));
      const session = await openSession(graph, { ...options, records: true, warn });
      try {
        return { ...(await use(session)), troubles };
      } finally {
        await session.release();
      }
    },
  );
}
