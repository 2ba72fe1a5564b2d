import type { Message, Sentences } from '#shared/text/message.ts';

/** Networks that say what is in pictures or find things in them, and their files. */
export const SEEING = {
  'describer.unloadable': ({ file, reason }: { file: string; reason: Message }, { say }) =>
    `Cannot load describer ${file}: ${say(reason)}`,
  'describer.missing': ({ file }: { file: string }) => `Cannot load describer ${file}: there is no such file or folder`,
  'describer.unknown': ({ known, given }: { known: readonly string[]; given: string | Message }, { say }) =>
    `Cannot find describer ${say(given)}: describers here are ${known.join(', ')}`,
  // Reasons for describer.unloadable.
  'describer.convolutions': ({ wanted, given }: { wanted: number; given: number }) =>
    `a DeepDanbooru (model-resnet_custom_v3.pt) has ${wanted} convolutions, given ${given}`,
  'describer.no-tags': ({ wanted, given }: { wanted: number; given: number }) =>
    `its list of tags must have ${wanted} of them, given ${given}`,
  'describer.no-network': ({ key }: { key: string }) =>
    `as a WD tagger it must be a ViT, SwinV2, ConvNeXt or EVA-02 by timm’s keys, given a file whose first key is ${key}`,
  'describer.no-vocabulary': "it needs BERT's vocab.txt or a tokenizer.json beside it, as bert-base-uncased has them",
  'describer.no-captioner': ({ key }: { key: string }) => `as a BLIP captioner it must have the weight ${key}`,
  'describer.no-config': 'its config.json must be there and be JSON',

  'safety.withheld':
    'Cannot show the picture: the operator has pictures checked, and this one is withheld; other words or another seed may do',
  'safety.no-config': ({ folder }: { folder: string }) =>
    `Cannot load safety checker ${folder}: its config.json must be there and be JSON`,
  'safety.percent': ({ folder, file }: { folder: string; file: string }) =>
    `Cannot obey EASEL_SAFETY_PERCENT: it is for ${file}, and safety checker ${folder} has limits of its own`,
  'safety.missing': ({ key }: { key: string }) => `Cannot load safety checker: it must have the weight ${key}`,
  'safety.not-finite': ({ key }: { key: string }) =>
    `Cannot load safety checker: the weight ${key} has NaN or infinity in place of numbers, so the file is damaged`,

  'segmenter.unloadable': ({ file, reason }: { file: string; reason: Message }, { say }) =>
    `Cannot load segmenter ${file}: ${say(reason)}`,
  'segmenter.unknown': ({ known, given }: { known: readonly string[]; given: string | Message }, { say }) =>
    `Cannot find segmenter ${say(given)}: segmenters here are ${known.join(', ')}`,
  'segmenter.words': ({ given }: { given: string | Message }, { say }) =>
    `Cannot find ${say(given)} by words: that takes a captioner beside the segmenter, and neither points nor a box`,
  'segmenter.outside': ({ size, given }: { size: string; given: string }) =>
    `Cannot find a thing: points must lie in the picture of ${size}, given ${given}`,
  'segmenter.box': ({ size, given }: { size: string; given: string }) =>
    `Cannot find a thing: the box must be left, top, right, bottom in the picture of ${size}, given ${given}`,
  'segmenter.size': ({ option, own, given }: { option: string; own: number; given: number }) =>
    `Cannot load segmenter: ${option} must be ${own}, as its weights say, given ${given}`,
  'segmenter.nothing': 'Nothing stands out in this picture; say points or a box',
  'limit.points': 'pixels as in [[120, 80], [30, 40, 0]], where 0 is for what is not the thing',
  'limit.box': 'pixels as in [left, top, right, bottom]',
  'limit.pointing': 'points, a box or both, or --everything instead',
  // Reasons for segmenter.unloadable.
  'segmenter.foreign': ({ missing, key }: { missing: string; key: string }) =>
    `it must be a Segment Anything (sam_vit_b, _l or _h) with the weight ${missing}, given a file whose first key is ${key}`,
  'segmenter.transformers':
    'its keys are those of transformers; use the original file, sam_vit_b_01ec64.pth or one of its kind',

  'restorer.unloadable': ({ file, reason }: { file: string; reason: Message }, { say }) =>
    `Cannot load network for faces ${file}: ${say(reason)}`,
  'restorer.unknown': ({ known, given }: { known: readonly string[]; given: string | Message }, { say }) =>
    `Cannot find face restorer ${say(given)}: restorers here are ${known.join(', ')}`,
  'restorer.no-detector': ({ name }: { name: string }) =>
    `Cannot mend faces with ${name}: detection_Resnet50_Final.pth, which finds them, must lie beside it`,
  'restorer.not-a-number': 'Cannot mend faces: the network answered something that is no number',
  'restorer.no-face': 'Cannot mend faces: no face is clear enough in this picture to be found',
  'restorer.other-kind': ({ file, wanted, given }: { file: string; wanted: string; given: string }) =>
    `Cannot load network for faces ${file}: it must be ${wanted}, given ${given}`,
  // Reasons for restorer.unloadable.
  'restorer.mobile': 'it is the RetinaFace for telephones; use detection_Resnet50_Final.pth',
  'restorer.foreign': ({ key }: { key: string }) =>
    'it must be CodeFormer (codeformer.pth), RetinaFace (detection_Resnet50_Final.pth) or ParseNet ' +
    `(parsing_parsenet.pth), given a file whose first key is ${key}`,
} as const satisfies Sentences;
