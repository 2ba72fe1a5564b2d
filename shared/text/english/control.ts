import type { Message, Sentences } from '#shared/text/message.ts';

/** Networks that steer a drawing by pictures (ControlNet, T2I-Adapter), and their files. */
export const CONTROL = {
  'control.unloadable': ({ network, reason }: { network: string; reason: Message }, { say }) =>
    `Cannot load control network ${network}: ${say(reason)}`,
  'control.family': (
    { network, model, wanted, given }: { network: string; model: string; wanted: Message; given: Message },
    { say },
  ) => `Cannot steer ${model} with control network ${network}: it is for ${say(wanted)}, given ${say(given)}`,
  'control.line': ({ line }: { line: string }) => `models of the ${line} line`,
  'control.stages': ({ channels }: { channels: string }) => `models whose stages have ${channels} channels`,
  'control.width': ({ width }: { width: number }) => `models that read text of ${width} numbers`,

  'control.unknown': (
    { model, known, given }: { model: string; known: readonly string[]; given: string | Message },
    { say },
  ) => `Cannot steer ${model} with control network ${say(given)}: those that fit it here are ${known.join(', ')}`,
  'control.none': ({ model, given }: { model: string; known: readonly string[]; given: string | Message }, { say }) =>
    `Cannot steer ${model} with control network ${say(given)}: this renderer has none that fits it`,
  'control.nothing-open': ({ network }: { network: string | Message }, { say }) =>
    `Cannot steer by inpaint with control network ${say(network)}: it needs a picture with a mask or margins, given none`,
  'control.no-hole': 'Cannot steer by inpaint: the recipe has no mask',
  'control.option': ({ given }: { given: string }) =>
    `Cannot read --control: it must be NET:IMAGE:WEIGHT, and :START:END where it acts in a part of the steps, given ${given}`,
  'control.stray-guess': 'Cannot use --guess: it goes with --control',
  'field.control': 'control pictures',
  'field.control-image': 'control picture',
  'field.control-start': "control picture's start",
  'field.control-end': "control picture's end",
  'field.control-weight': "control picture's weight",
  'limit.below': ({ limit }: { limit: number }) => `below ${limit}`,

  // Reasons for control.unloadable.
  'control.gone': 'its file is not there any more',
  'control.no-config': ({ folder }: { folder: string }) =>
    `the folder ${folder} must have a config.json; get it anew, or put the file alone among the control networks`,
  'control.class': ({ known, given }: { known: readonly string[]; given: string }) =>
    `its config.json must say one of ${known.join(', ')}, given ${given}`,
  'control.foreign': ({ key }: { key: string }) =>
    `its key ${key} belongs to no ControlNet and no T2I-Adapter; it must be one of them`,
  'control.other': ({ reason, key }: { reason: Message; key: string }, { say }) =>
    `it is ${say(reason)} by its key ${key}, which is not supported; take a ControlNet of one kind`,
  'control.is-union': 'a ControlNet-Union',
  'control.is-lora': 'a Control-LoRA',
  'control.is-xs': 'a ControlNet-XS',
} as const satisfies Sentences;
