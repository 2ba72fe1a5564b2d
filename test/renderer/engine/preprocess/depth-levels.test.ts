import { it } from 'vitest';
import { checkPart } from '#test/golden/check/check-case.ts';
import { DEPTH_PARTS } from '#test/golden/check/parts/depth.ts';

const AFTER_NETWORKS = ['depth.depth_to_picture_midas', 'depth.depth_resized_bicubic', 'depth.depth_pipeline'];

it.each(DEPTH_PARTS.filter(({ key }) => AFTER_NETWORKS.includes(key)).map((part) => [part.key, part] as const))(
  'depths become the levels and sizes of the reference programs: %s',
  (_, part) => checkPart(part),
);
