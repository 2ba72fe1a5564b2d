import type { KnownFile } from '#renderer/models/pulled-content.ts';

/** A network that its authors publish in a release of their GitHub repository. */
export interface ReadyMadeRelease {
  /** What is said to pull it. */
  readonly name: string;
  readonly gives: 'faces' | 'tags' | 'upscalers';
  /** OWNER/NAME. */
  readonly repo: string;
  readonly tag: string;
  readonly files: readonly KnownFile[];
  /** Of the models folder, where they go. */
  readonly folder: string;
  readonly licence: string;
}

/** What `npm run models -- pull NAME` brings from there. */
export const READY_MADE_RELEASES: readonly ReadyMadeRelease[] = [
  {
    name: 'codeformer',
    gives: 'faces',
    repo: 'sczhou/CodeFormer',
    tag: 'v0.1.0',
    // CodeFormer itself, RetinaFace, which finds faces, and ParseNet, which knows their parts.
    files: [
      {
        name: 'codeformer.pth',
        size: 376_637_898,
        sha256: '1009e537e0c2a07d4cabce6355f53cb66767cd4b4297ec7a4a64ca4b8a5684b7',
      },
      {
        name: 'detection_Resnet50_Final.pth',
        size: 109_497_761,
        sha256: '6d1de9c2944f2ccddca5f5e010ea5ae64a39845a86311af6fdf30841b0a5a16d',
      },
      {
        name: 'parsing_parsenet.pth',
        size: 85_331_193,
        sha256: '3d558d8d0e42c20224f13cf5a29c79eba2d59913419f945545d8cf7b72920de2',
      },
    ],
    folder: 'restorers',
    licence: 'S-Lab-1.0 (non-commercial)',
  },
  {
    name: 'deepdanbooru',
    gives: 'tags',
    repo: 'AUTOMATIC1111/TorchDeepDanbooru',
    tag: 'v1',
    files: [
      {
        name: 'model-resnet_custom_v3.pt',
        size: 644_144_887,
        sha256: '3841542cda4dd037da12a565e854b3347bb2eec8fbcd95ea3941b2c68990a355',
      },
    ],
    folder: 'describers',
    licence: 'MIT',
  },
  {
    name: 'realesrgan-x2plus',
    gives: 'upscalers',
    repo: 'xinntao/Real-ESRGAN',
    tag: 'v0.2.1',
    files: [
      {
        name: 'RealESRGAN_x2plus.pth',
        size: 67_061_725,
        sha256: '49fafd45f8fd7aa8d31ab2a22d14d91b536c34494a5cfe31eb5d89c2fa266abb',
      },
    ],
    folder: 'upscalers',
    licence: 'BSD-3-Clause',
  },
  {
    name: 'realesr-general',
    gives: 'upscalers',
    repo: 'xinntao/Real-ESRGAN',
    tag: 'v0.2.5.0',
    // The second one keeps noise: what is between the two is how much an upscale denoises.
    files: [
      {
        name: 'realesr-general-x4v3.pth',
        size: 4_885_111,
        sha256: '8dc7edb9ac80ccdc30c3a5dca6616509367f05fbc184ad95b731f05bece96292',
      },
      {
        name: 'realesr-general-wdn-x4v3.pth',
        size: 4_885_111,
        sha256: '1641f8c4464b9f097c9fdda5589273713f67cf59f3d909e0bd688f0cee269dca',
      },
    ],
    folder: 'upscalers',
    licence: 'BSD-3-Clause',
  },
];

/** Bytes of all files. */
export function releaseBytes({ files }: Pick<ReadyMadeRelease, 'files'>): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}
