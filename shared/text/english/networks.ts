import type { Message, Sentences } from '#shared/text/message.ts';

/** Networks, the numbers that go through them, and files that are made of weights. `network` is a graph's name. */
export const NETWORKS = {
  'network.missing-weight': ({ network, key }: { network: string; key: string }) =>
    `Cannot build the ${network}: weight ${key} is missing`,
  'network.weight-shape': ({ network, key, wanted, given }: WeightShape) =>
    `Cannot build the ${network}: weight ${key} must be ${wanted.join('×')} by its configuration, ` +
    `given ${given.join('×')}`,
  'network.unread': ({ network, key, given, known }: Unread) =>
    `Cannot build the ${network}: weight ${key} is stored as ${given}; formats are ${known.join(', ')}`,
  'network.leftover': ({ network, key, others }: { network: string; key: string; others: number }) =>
    `Cannot build the ${network}: weight ${key}${others > 0 ? ` and ${others} more` : ''} has no place in it`,
  'network.no-config': ({ network }: { network: string }) =>
    `Cannot build the ${network}: its config.json is not an object`,
  'network.setting': ({ network, problem }: { network: string; problem: Message }, { say }) =>
    `Cannot build the ${network}: ${say(problem)}`,
  'network.operands': ({ network, op, node, problem, given }: WrongOperands) =>
    `Cannot build the ${network}: in ${op} ${node} ${problem}, given ${given}`,
  'network.no-gradient': ({ network, op, node }: { network: string; op: string; node: string }) =>
    `Cannot train ${network}: no rule gives the gradient of ${op} ${node}`,
  'network.no-row-scale': ({ product }: { product: string }) =>
    `Cannot train the lengths of rows beside ${product}: only products of tokens have them`,
  'network.no-rule': ({ network, op, node }: { network: string; op: string; node: string }) =>
    `Cannot build the ${network}: no rule lowers ${op} ${node}`,
  'network.output': ({ network, output, wanted, given }: WrongOutput) =>
    `Cannot build the ${network}: its output ${output} must be ${wanted}, given ${given}`,
  'network.no-lora': ({ network, key }: { network: string; key: string }) =>
    `Cannot add a LoRA to ${key} of the ${network}`,
  'network.skip': ({ limit, given }: { limit: number; given: number }) =>
    `Cannot skip layers of the text encoder: at most ${limit}, given ${given}`,
  'network.rows': ({ given, wanted }: { given: number; wanted: number }) =>
    `The network answered ${given} rows for ${wanted}`,
  'network.condition-rows': ({ rows, given, condition }: { rows: number; given: number; condition: string }) =>
    `Cannot predict ${rows} rows with ${given} rows of ${condition}`,
  'network.conditions': ({ names, given }: { names: readonly string[]; given: readonly string[] }) =>
    `Cannot stack the conditions ${given.join(',')} with ${names.join(',')}`,
  'network.too-large': ({ model, limit, mib }: { model: string; limit: number; mib: number }) =>
    `Cannot load model ${model}: at most ${limit} MiB for models (EASEL_MEMORY_MIB), and it takes ${mib}`,
  'network.not-fitting': 'Cannot acquire networks that do not fit together',
  'network.not-wanted': 'Nobody waits for this network any more',
  'decoder.not-finite':
    'Cannot finish the picture: the VAE must give finite numbers, given NaN or infinity. Its file may be damaged: get it ' +
    'anew, or name another one as the `vae` of this model in models.json',
  'decoder.overflow':
    "A picture's numbers were too large for half precision in the VAE: it computes in float32 from now on, which is " +
    'slower. A VAE made for half precision, as the `vae` of the model in models.json, is as quick as before',
  'network.not-finite': ({ network }: { network: string }) =>
    `The ${network} gave NaN or infinity in place of numbers. Its file may be damaged: get it anew`,
  'network.no-encoder': ({ model }: { model: string }) =>
    `Cannot encode a picture with model ${model}: no encoder was acquired`,

  'session.unopened': ({ network, provider }: { network: string; provider: string }) =>
    `Cannot open the ${network} on ${provider}`,
  'session.failed': ({ network }: { network: string }) => `Cannot run the ${network}`,
  'session.no-input': ({ network, input }: { network: string; input: string }) =>
    `Cannot run the ${network} without its input ${input}`,
  'session.output': ({ type }: { type: string }) => `Cannot use an output of type ${type}: float32 is meant`,
  'session.uncomputed': ({ network }: { network: string }) => `Cannot compute the ${network}`,

  'tensor.shape': ({ count, dims }: { count: number; dims: readonly number[] }) =>
    `Cannot shape ${count} numbers as ${dims.join('×')}`,
  'tensor.combine': ({ left, right }: { left: readonly number[]; right: readonly number[] }) =>
    `Cannot combine shapes ${left.join('×')} and ${right.join('×')}`,
  'tensor.sum': ({ left, right }: { left: readonly number[]; right: readonly number[] }) =>
    `Cannot sum shapes ${left.join('×')} and ${right.join('×')}`,
  'tensor.sum-none': 'Cannot sum no tensors',
  'tensor.stack-none': 'Cannot stack no tensors',
  'tensor.join-none': 'Cannot join the channels of no tensors',

  'picture.undecodable': ({ picture, reason }: { picture: Message; reason: Message }, { say }) =>
    `Cannot decode the ${say(picture)}: it must be a whole PNG, JPEG or WebP file: ${say(reason)}`,
  'picture.image': 'image',
  'picture.picture': 'picture',
  'picture.mask': 'mask',
  'picture.control': 'control picture',
  'picture.bits': ({ limit }: { limit: number }) =>
    `Cannot use the picture: at most ${limit} bits a channel, given more; save it with ${limit} bits`,
  'picture.frames': ({ frames }: { frames: number }) =>
    `Cannot use the picture: one frame, given an animation of ${frames}; save one frame of it as a picture`,
  'picture.unusable': ({ limit, given }: { limit: Message; given: string | number | Message }, { say }) =>
    `Cannot use the picture: it must be ${say(limit)}, given ${say(given)}`,
  'picture.moves': 'Cannot use the picture: one frame, given an animation; save one frame of it as a picture',
  'picture.format': ({ format }: { format: string }) => `its format is ${format}`,
  'picture.damaged': 'it is damaged, cut short, or of another kind',
  'picture.shape': ({ dims }: { dims: readonly number[] }) => `Cannot show pixels of shape ${dims.join('×')}`,
  'picture.grid-none': 'Cannot lay out no pictures',

  'derived.gone': ({ file }: { file: string }) =>
    `Cannot read back what was made of weights: ${file} was removed at once`,
  'derived.folder': ({ folder }: { folder: string }) =>
    'Cannot make the folder for what is made of weights: ' +
    `${folder} cannot be written (EASEL_CACHE names another place)`,
  'merge.gone': ({ file }: { file: string }) => `Cannot read back merged adapters: ${file} was removed at once`,
  'merge.disk-full': 'Cannot store the model with its adapters merged: the disk is full',
} as const satisfies Sentences;

/** `problem` is what an operator's rule of shapes says to whoever built the graph, in English. */
type WrongOperands = { network: string; op: string; node: string; problem: string; given: string };
type WrongOutput = { network: string; output: string; wanted: string; given: string };
type Unread = { network: string; key: string; given: string; known: readonly string[] };
type WeightShape = { network: string; key: string; wanted: readonly number[]; given: readonly number[] };
