import { RENDER_WORD_BYTES_MAX } from '#shared/rpc/bounded-request.ts';
import { rendererService } from '#shared/rpc/contract.ts';
import { type BenchRow, median } from '#test/bench/row.ts';

const ROUNDS = 9;

/** Of a message, as the server takes it (renderer/service/server.ts). */
const MESSAGE_BYTES_MAX = 20 * 2 ** 20;

/** More spans than may be in a message, with as many words in them as may be. */
const SPANS = 21_000;

const render = rendererService.Render as unknown as {
  readonly requestSerialize: (request: object) => Buffer;
  readonly requestDeserialize: (bytes: Buffer) => () => unknown;
};

const MESSAGES: readonly { readonly name: string; readonly bytes: () => Buffer }[] = [
  { name: 'as many parts of a prompt as are admitted', bytes: () => renderWith(spansOf(SPANS, 'x')) },
  {
    name: 'the same with as many words',
    bytes: () => renderWith(spansOf(SPANS, 'x'.repeat(Math.floor(RENDER_WORD_BYTES_MAX / SPANS) - 12))),
  },
  { name: 'a picture that fills a message', bytes: () => withPicture(MESSAGE_BYTES_MAX - 1_024) },
  { name: 'a message of nothing but parts, refused', bytes: () => Buffer.alloc(MESSAGE_BYTES_MAX, 10) },
];

/** What reading the worst messages costs a renderer's thread, at the door: the longest time and memory of a single one. */
export async function* benchDoor(only: string): AsyncGenerator<BenchRow> {
  for (const { name, bytes } of MESSAGES) {
    if (!name.startsWith(only)) continue;
    const message = bytes();
    const [times, grown]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      globalThis.gc?.();
      const before = memory();
      const began = performance.now();
      const held = read(message);
      times.push(performance.now() - began);
      grown.push(memory() - before);
      if (held === undefined) throw new Error('nothing was read');
    }
    const note = `of ${(message.length / 2 ** 20).toFixed(1)} MiB; ${(Math.max(...grown) / 2 ** 20).toFixed(0)} MiB more at most; the longest of ${ROUNDS} ${Math.max(...times).toFixed(0)} ms`;
    yield { name, value: median(times), unit: 'ms', note };
  }
}

function read(message: Buffer): unknown {
  try {
    return render.requestDeserialize(message)();
  } catch (thrown) {
    return thrown;
  }
}

function memory(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function spansOf(count: number, text: string): object {
  return { prompt: { chunks: [{ spans: Array.from({ length: count }, () => ({ text, weight: 1.5 })) }] } };
}

function renderWith(draw: object): Buffer {
  return render.requestSerialize({ jobId: 'a', attempt: 1, epoch: 1, draw: { model: 'demo', ...draw } });
}

function withPicture(bytes: number): Buffer {
  const source = { image: Buffer.alloc(bytes, 1), strength: 0.5, margins: null, imageGuidance: 0 };
  return renderWith({ source });
}
