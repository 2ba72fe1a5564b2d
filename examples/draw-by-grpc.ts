// Draws one picture at a renderer, with nothing of Easel's but its contract:
//
//   EASEL_RENDERER_SECRET=… node examples/draw-by-grpc.ts 127.0.0.1:50551 "a red house" house.png
//
// A renderer that `npm run renderer` has started listens there. It takes Node 24, which reads TypeScript as it is.
import { createHash, randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import {
  type ClientReadableStream,
  credentials,
  loadPackageDefinition,
  Metadata,
  type ServiceError,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

/** What a client asks of the contract; proto-loader makes the methods from proto/easel/v1/renderer.proto. */
interface RendererClient {
  describe(request: object, metadata: Metadata, done: (error: ServiceError | null, reply: Description) => void): void;
  render(request: object, metadata: Metadata): ClientReadableStream<RenderEvent>;
  close(): void;
}

interface Description {
  readonly models: readonly {
    readonly name: string;
    readonly default_width: number;
    readonly default_height: number;
  }[];
  readonly samplers: readonly { readonly name: string }[];
}

/** Of the events of a render those that are looked at here; the first field that is set says which it is. */
interface RenderEvent {
  readonly event: string;
  readonly step?: { readonly step: number; readonly steps: number };
  readonly picture?: { readonly data: Buffer; readonly last: boolean; readonly sha256: string };
}

/** Where a renderer is, and what to draw there. */
export interface Wish {
  readonly address: string;
  /** EASEL_RENDERER_SECRET of the renderer. */
  readonly secret: string;
  readonly prompt: string;
  readonly onStep?: (step: number, steps: number) => void;
}

/** Draws with the renderer's first model, as large as it likes; the PNG, whole and as its hash says. */
export async function drawByGrpc({ address, secret, prompt, onStep = () => {} }: Wish): Promise<Buffer> {
  const client = connect(address);
  const metadata = new Metadata();
  if (secret !== '') metadata.set('authorization', `Bearer ${secret}`);
  try {
    const { models, samplers } = await describe(client, metadata);
    const [model, sampler] = [models[0]!, samplers[0]!];
    const words = { chunks: [{ spans: [{ text: prompt, weight: 1 }] }] };
    const draw = {
      ...{ model: model.name, sampler: sampler.name, width: model.default_width, height: model.default_height },
      ...{ prompt: words, negative: {}, steps: 8, guidance: 4, seed: 7, count: 1, parameters_prompt: prompt },
    };
    // The epoch rises with every start of a dispatcher, which is what a client counts as.
    const render = {
      job_id: randomUUID(),
      attempt: 1,
      epoch: Math.floor(Date.now() / 1000),
      dispatcher: 'example',
      draw,
    };
    const pieces: Buffer[] = [];
    for await (const { step, picture } of client.render(render, metadata) as AsyncIterable<RenderEvent>) {
      if (step) onStep(step.step, step.steps);
      if (picture) pieces.push(picture.data);
      if (picture?.last) mustBeWhole(Buffer.concat(pieces), picture.sha256);
    }
    return Buffer.concat(pieces);
  } finally {
    client.close();
  }
}

function connect(address: string): RendererClient {
  const includeDirs = [fileURLToPath(new URL('../proto', import.meta.url))];
  const loaded = loadSync('easel/v1/renderer.proto', { includeDirs, keepCase: true, defaults: true, oneofs: true });
  const { easel } = loadPackageDefinition(loaded) as unknown as {
    easel: { v1: { Renderer: new (address: string, how: object, options: object) => RendererClient } };
  };
  // A picture comes in pieces; a description may be longer than grpc-js takes by itself.
  return new easel.v1.Renderer(address, credentials.createInsecure(), { 'grpc.max_receive_message_length': 2 ** 26 });
}

function describe(client: RendererClient, metadata: Metadata): Promise<Description> {
  return new Promise((resolve, reject) => {
    client.describe({}, metadata, (error, reply) => (error ? reject(error) : resolve(reply)));
  });
}

function mustBeWhole(png: Buffer, sha256: string): void {
  const own = createHash('sha256').update(png).digest('hex');
  if (own !== sha256) throw new Error(`the picture is not what was sent: ${own}, not ${sha256}`);
}

if (import.meta.main) {
  const [address = '127.0.0.1:50551', prompt = 'a red house', file = 'house.png'] = process.argv.slice(2);
  const secret = process.env.EASEL_RENDERER_SECRET ?? '';
  const onStep = (step: number, steps: number) => process.stdout.write(`step ${step} of ${steps}\n`);
  try {
    await writeFile(file, await drawByGrpc({ address, secret, prompt, onStep }));
  } catch (thrown) {
    process.stderr.write(`${(thrown as Error).message}\n`);
    process.exitCode = 1;
  }
}
