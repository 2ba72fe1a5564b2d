/** A network that its authors publish on a page of their own, from which everybody takes it themselves. */
export interface ReadyMadeByHand {
  readonly name: string;
  readonly gives: 'faces' | 'tags';
  /** Where it is published, and what is taken from there. */
  readonly page: string;
  readonly files: readonly string[];
  /** Of the models folder, where they go. */
  readonly folder: string;
  /** MB of all of them. */
  readonly megabytes: number;
  readonly licence: string;
}

/** What `npm run models -- pull NAME` says the place of. */
export const READY_MADE_BY_HAND: readonly ReadyMadeByHand[] = [
  {
    name: 'codeformer',
    gives: 'faces',
    page: 'https://github.com/sczhou/CodeFormer/releases/tag/v0.1.0',
    // CodeFormer itself, RetinaFace, which finds faces, and ParseNet, which knows their parts: 377, 109 and 85 MB.
    files: ['codeformer.pth', 'detection_Resnet50_Final.pth', 'parsing_parsenet.pth'],
    folder: 'restorers',
    megabytes: 571,
    licence: 'S-Lab-1.0 (non-commercial)',
  },
  {
    name: 'deepdanbooru',
    gives: 'tags',
    page: 'https://github.com/AUTOMATIC1111/TorchDeepDanbooru/releases/tag/v1',
    files: ['model-resnet_custom_v3.pt'],
    folder: 'describers',
    megabytes: 644,
    licence: 'MIT',
  },
];
