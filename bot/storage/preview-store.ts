import { z } from 'zod';
import type { JobId } from '#bot/domain/job.ts';
import type { PictureStore } from '#bot/ports/blobs.ts';
import type { KeptPreview, PreviewStore } from '#bot/ports/previews.ts';

/** Previews of one job, and their bytes together. */
const PREVIEWS_MAX = 8;
const BYTES_MAX = 1024 * 1024;

const stored = z.object({
  version: z.literal(1),
  previews: z.array(z.object({ step: z.int(), mime: z.string(), data: z.base64() })).max(PREVIEWS_MAX),
});

/** The previews of jobs beside their pictures. */
export function createPreviewStore(files: PictureStore): PreviewStore {
  return {
    async keep(jobId, previews) {
      const kept: KeptPreview[] = [];
      let bytes = 0;
      for (const one of previews.slice(0, PREVIEWS_MAX)) {
        bytes += one.data.length;
        if (bytes <= BYTES_MAX) kept.push(one);
      }
      const told = kept.map(({ data, ...said }) => ({ ...said, data: Buffer.from(data).toString('base64') }));
      const text = JSON.stringify({ version: 1, previews: told } satisfies z.infer<typeof stored>);
      if (kept.length > 0) await files.put(previewFile(jobId), Buffer.from(text));
    },
    async of(jobId) {
      const file = await files.get(previewFile(jobId));
      return file === null ? [] : read(file);
    },
  };
}

/** What a job's previews are called among its files. */
export function previewFile(jobId: JobId): string {
  return `${jobId}-previews.json`;
}

/** What no program can read any more counts as not kept. */
function read(file: Uint8Array): readonly KeptPreview[] {
  try {
    const { previews } = stored.parse(JSON.parse(Buffer.from(file).toString()));
    return previews.map(({ data, ...said }) => ({ ...said, data: Buffer.from(data, 'base64') }));
  } catch {
    return [];
  }
}
