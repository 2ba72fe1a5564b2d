/** A picture from words as ComfyUI's own nodes draw it. */
export interface ComfyDrawing {
  /** The file's name, as in the other program's folder of checkpoints. */
  readonly checkpoint: string;
  readonly loras: readonly { readonly file: string; readonly weight: number; readonly textWeight: number }[];
  /** As they are, without any syntax. */
  readonly prompt: string;
  /** Null = zeros in place of an empty text, as SDXL wants them. */
  readonly negative: string | null;
  readonly width: number;
  readonly height: number;
  readonly seed: number;
  readonly steps: number;
  readonly guidance: number;
  /** By ComfyUI's names. */
  readonly sampler: string;
  readonly scheduler: string;
}

type Link = readonly [node: string, output: number];

interface Node {
  readonly class_type: string;
  readonly inputs: Readonly<Record<string, string | number | Link>>;
}

/** What each kind of node gives (ComfyUI, nodes.py). */
const OUTPUTS: Readonly<Record<string, readonly string[]>> = {
  CheckpointLoaderSimple: ['MODEL', 'CLIP', 'VAE'],
  LoraLoader: ['MODEL', 'CLIP'],
  CLIPTextEncode: ['CONDITIONING'],
  ConditioningZeroOut: ['CONDITIONING'],
  EmptyLatentImage: ['LATENT'],
  KSampler: ['LATENT'],
  VAEDecode: ['IMAGE'],
  SaveImage: [],
};

/** The texts of a PNG by which ComfyUI opens it: the graph as it is run, and as its page shows it. */
export function comfyTexts(drawing: ComfyDrawing): { readonly prompt: string; readonly workflow: string } {
  const graph = graphOf(drawing);
  return { prompt: JSON.stringify(graph), workflow: JSON.stringify(workflowOf(graph)) };
}

function graphOf({ checkpoint, loras, prompt, negative, width, height, ...sampling }: ComfyDrawing) {
  const nodes: Record<string, Node> = {};
  const add = (class_type: string, inputs: Node['inputs']) => {
    const id = String(Object.keys(nodes).length + 1);
    nodes[id] = { class_type, inputs };
    return (output = 0): Link => [id, output];
  };
  const loader = add('CheckpointLoaderSimple', { ckpt_name: checkpoint });
  let [model, clip] = [loader(0), loader(1)];
  for (const { file, weight, textWeight } of loras) {
    const lora = add('LoraLoader', {
      ...{ model, clip, lora_name: file, strength_model: weight, strength_clip: textWeight },
    });
    [model, clip] = [lora(0), lora(1)];
  }
  const positive = add('CLIPTextEncode', { clip, text: escaped(prompt) })();
  const against = add('CLIPTextEncode', { clip, text: escaped(negative ?? '') })();
  const zeros = negative === null ? add('ConditioningZeroOut', { conditioning: against })() : against;
  const latent = add('EmptyLatentImage', { width, height, batch_size: 1 })();
  const { seed, steps, guidance, sampler, scheduler } = sampling;
  const drawn = add('KSampler', {
    ...{ model, positive, negative: zeros, latent_image: latent },
    ...{ seed, steps, cfg: guidance, sampler_name: sampler, scheduler, denoise: 1 },
  })();
  const images = add('VAEDecode', { samples: drawn, vae: loader(2) })();
  add('SaveImage', { images, filename_prefix: 'Easel' });
  return nodes;
}

/** Brackets would be weights there. */
function escaped(text: string): string {
  return text.replace(/[()]/g, '\\$&');
}

/** The same in the layout of its page: nodes in a row, links with numbers (litegraph, version 0.4). */
function workflowOf(graph: Readonly<Record<string, Node>>) {
  const links: [number, number, number, number, number, string][] = [];
  const nodes = Object.entries(graph).map(([id, { class_type: type, inputs }], i) => {
    const linked = Object.entries(inputs).filter((entry): entry is [string, Link] => Array.isArray(entry[1]));
    return {
      ...{ id: Number(id), type, pos: [40 + 340 * i, 80], size: [310, 180], flags: {}, order: i, mode: 0 },
      inputs: linked.map(([name, [from, output]], slot) => {
        const kind = OUTPUTS[graph[from]!.class_type]![output]!;
        links.push([links.length + 1, Number(from), output, Number(id), slot, kind]);
        return { name, type: kind, link: links.length };
      }),
      properties: { 'Node name for S&R': type },
      widgets_values: widgetsOf(inputs),
    };
  });
  const withOutputs = nodes.map(({ inputs, ...node }) => ({
    ...{ ...node, inputs },
    outputs: OUTPUTS[node.type]!.map((type, slot) => ({
      ...{ name: type, type, slot_index: slot },
      links: links.filter(([, from, output]) => from === node.id && output === slot).map(([link]) => link),
    })),
  }));
  const counts = { last_node_id: nodes.length, last_link_id: links.length };
  return { ...counts, nodes: withOutputs, links, groups: [], config: {}, extra: {}, version: 0.4 };
}

/** In the order of its inputs; its page has one more behind a seed, which says that the seed stays. */
function widgetsOf(inputs: Node['inputs']): readonly (string | number)[] {
  return Object.entries(inputs).flatMap(([name, value]) => {
    if (typeof value !== 'string' && typeof value !== 'number') return [];
    return name === 'seed' ? [value, 'fixed'] : [value];
  });
}
