import type { RenderRequest } from '#shared/contract/tasks.ts';
import type { FakeEvent } from '#test/fakes/fake-renders.ts';
import { piecesOf } from '#test/fakes/pieces.ts';

/** A file as the engine writes it, of one weight with rank 1. */
export const TRAINED_FILE: Buffer = adapterFile();

/** What comes of a training: that file. */
export const trainedResults = ({ task }: Pick<RenderRequest, 'task'>): readonly FakeEvent[] =>
  task === 'train'
    ? piecesOf(TRAINED_FILE).map(
        (piece): FakeEvent => ({ event: 'file', file: { kind: 'lora', mime: 'application/x-safetensors', ...piece } }),
      )
    : [];

function adapterFile(): Buffer {
  const header = JSON.stringify({
    __metadata__: { format: 'pt' },
    'unet.mid.to_q.lora.down.weight': { dtype: 'F32', shape: [1, 2], data_offsets: [0, 8] },
    'unet.mid.to_q.lora.up.weight': { dtype: 'F32', shape: [2, 1], data_offsets: [8, 16] },
  });
  const padded = header.padEnd(Math.ceil(header.length / 8) * 8);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  return Buffer.concat([length, Buffer.from(padded), Buffer.from(Float32Array.of(1, 2, 3, 4).buffer)]);
}
