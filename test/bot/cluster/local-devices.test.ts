import { describe, expect, it } from 'vitest';
import { findLocalDevices, readDevices } from '#bot/cluster/local-devices.ts';

const TWO = `GPU 0: NVIDIA H200 (UUID: GPU-1d2f)
GPU 1: NVIDIA GeForce RTX 4090 (UUID: GPU-77aa)
`;
const SLICED = `GPU 0: NVIDIA H200 (UUID: GPU-1d2f)
  MIG 3g.71gb     Device  0: (UUID: MIG-aaaa)
  MIG 1g.18gb     Device  1: (UUID: MIG-bbbb)
GPU 1: NVIDIA H200 (UUID: GPU-77aa)
`;

describe('the devices of this machine', () => {
  const cases: [string, string, [string, string | undefined][]][] = [
    [
      'are its GPUs, one renderer each',
      TWO,
      [
        ['gpu-0', 'GPU-1d2f'],
        ['gpu-1', 'GPU-77aa'],
      ],
    ],
    [
      'are the slices of a GPU that is cut up',
      SLICED,
      [
        ['gpu-0', 'MIG-aaaa'],
        ['gpu-1', 'MIG-bbbb'],
        ['gpu-2', 'GPU-77aa'],
      ],
    ],
    ['are the CPU where there is no GPU', 'No devices found.\n', [['cpu', undefined]]],
    ['are the CPU where there is no driver', '', [['cpu', undefined]]],
  ];
  for (const [what, list, expected] of cases)
    it(what, () => {
      const found = readDevices(list).map(({ id, environment }) => [id, environment.CUDA_VISIBLE_DEVICES]);
      expect(found).toEqual(expected);
    });
  it.each([
    ['1', TWO, ['1']],
    ['GPU-77,0', TWO, ['GPU-77', '0']],
    [' 1 , 0', TWO, ['1', '0']],
    ['0,-1,1', TWO, ['0']],
    ['7', TWO, [undefined]],
    ['', TWO, [undefined]],
    ['MIG-bbbb', SLICED, ['MIG-bbbb']],
    ['0', '', [undefined]],
  ])('are those that CUDA may see: %j', (visible, list, expected) => {
    expect(readDevices(list, visible).map(({ environment }) => environment.CUDA_VISIBLE_DEVICES)).toEqual(expected);
  });
  it('have no name where only CUDA knows which card a number is', () => {
    const same = TWO.replace('GeForce RTX 4090', 'H200');
    expect(readDevices(same, '1').map(({ name }) => name)).toEqual(['NVIDIA H200']);
    expect(readDevices(TWO, '1,GPU-77').map(({ name }) => name)).toEqual(['GPU 1', 'NVIDIA GeForce RTX 4090']);
  });
  it('have the names that the driver gives them', () => {
    expect(readDevices(TWO).map(({ name }) => name)).toEqual(['NVIDIA H200', 'NVIDIA GeForce RTX 4090']);
  });
  it('are at least one on this very machine', async () => {
    expect((await findLocalDevices()).length).toBeGreaterThan(0);
  });
});
