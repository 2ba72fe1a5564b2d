import { buildControlHint, buildControlNet } from '#renderer/engine/graph/nets/controlnet.ts';
import { parseControlNetConfig } from '#renderer/engine/graph/nets/controlnet-config.ts';
import type { ControlNetwork } from '#renderer/engine/networks/network.ts';
import { graphOptions, type NetworkOptions, type Opened } from '#renderer/engine/networks/options.ts';
import { openPromptProducts } from '#renderer/engine/networks/prompt-products.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import { type Tensor, tensor } from '#renderer/engine/tensor.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';

/**
 * Opens a ControlNet: its config.json and its weights by diffusers' keys. What it makes of a picture is computed once,
 * and on the CPU what it makes of a prompt. Throws Failure('invalid') for misfits.
 */
export async function openControlNet(
  config: unknown,
  weights: WeightMap,
  options: NetworkOptions,
): Promise<Opened<ControlNetwork>> {
  const parsed = parseControlNetConfig(config);
  const promptApart = options.provider === 'cpu';
  const graph = buildControlNet(parsed, weights, { ...graphOptions(options), promptApart });
  // It runs once a render, so its weights stay mapped whatever those of the network do.
  const reader = buildControlHint(parsed, weights, { ...graphOptions(options), residency: 'mapped' });
  const opened: { release(): Promise<void> }[] = [];
  const keep = <T extends { release(): Promise<void> }>(one: T): T => {
    opened.push(one);
    return one;
  };
  const release = async () => {
    for (const one of opened) await one.release();
  };
  try {
    const session = keep(await openSession(graph, { ...options, records: true }));
    const hints = keep(await openSession(reader, options));
    const prompt = promptApart ? keep(await openPromptProducts(weights, options)) : null;
    return {
      async read(picture) {
        const { hint } = await hints.run({ picture: parsed.readsBgr ? withBlueFirst(picture) : picture });
        return { hint: hint! };
      },
      async residuals({ latents, timesteps, conditions }) {
        const products = await prompt?.of(conditions.encoder_hidden_states!);
        const timestep = { dims: [timesteps.length], data: Float32Array.from(timesteps) };
        const outputs = await session.run({ sample: latents, timestep, ...conditions, ...products });
        return parsed.isGlobal ? overall(outputs) : outputs;
      },
      release,
    };
  } catch (thrown) {
    await release();
    throw thrown;
  }
}

/** Channels in the other order. */
function withBlueFirst({ dims, data }: Tensor): Tensor {
  const plane = data.length / 3;
  const result = tensor(dims);
  for (let c = 0; c < 3; c++) result.data.set(data.subarray(c * plane, (c + 1) * plane), (2 - c) * plane);
  return result;
}

/** Every channel its mean, spread over the image again: what is added to an image has its shape. */
function overall(outputs: Readonly<Record<string, Tensor>>): Readonly<Record<string, Tensor>> {
  return Object.fromEntries(Object.entries(outputs).map(([name, output]) => [name, flattened(output)]));
}

function flattened({ dims, data }: Tensor): Tensor {
  const plane = dims[2]! * dims[3]!;
  const result = tensor(dims);
  for (let at = 0; at < data.length; at += plane) {
    const mean = data.subarray(at, at + plane).reduce((sum, value) => sum + value, 0) / plane;
    result.data.fill(mean, at, at + plane);
  }
  return result;
}
