import { afterAll, beforeAll } from 'vitest';
import { type DoorsOptions, type OpenDoors, openDoors } from '#test/bot/api/api-fixture.ts';
import type { CloseLater } from '#test/bot/jobs/job-service-fixture.ts';
import { UPSCALING } from '#test/fakes/larger-picture.ts';

/** Milliseconds that its renderer takes for a step, and between two pictures of a job. */
interface A1111Options extends Pick<DoorsOptions, 'local'> {
  readonly stepMs?: number;
  readonly decodeMs?: number;
}

/** All doors over a renderer that has something of everything that A1111's clients ask for. */
export async function openA1111(
  closeLater: CloseLater,
  { stepMs, decodeMs, ...other }: A1111Options = {},
): Promise<OpenDoors> {
  const plain = { defaultWidth: 64, defaultHeight: 64, demonstration: false, windowTokens: 75 };
  const adapters = [
    { name: 'inked', kind: 'lora' },
    { name: 'badhands', kind: 'textual-inversion' },
  ];
  return openDoors(closeLater, {
    ...other,
    renderer: {
      ...(stepMs !== undefined && { stepMs }),
      ...(decodeMs !== undefined && { decodeMs }),
      description: {
        tasks: ['draw', 'upscale', 'restore', 'describe', 'preprocess'],
        samplers: ['euler_a', 'dpmpp_2m', 'pndm', 'unipc'].map((name) => ({
          name,
          hasKarras: name !== 'pndm',
          hasSpacing: true,
        })),
        preprocessors: [{ method: 'canny', model: '', licence: '' }],
        models: [
          {
            name: 'small',
            family: 'sd15',
            adapters,
            ...plain,
            controlNetworks: [{ name: 'canny-sd15', kind: 'controlnet', licence: '' }],
          },
          { name: 'other', family: 'sd15', adapters: [], ...plain },
        ],
      },
      results: (request) => {
        const { task } = request;
        if (task === 'describe')
          return [
            { event: 'text', text: { index: 0, text: 'a boat at night', score: 0.9 } },
            { event: 'text', text: { index: 1, text: 'boat', score: 0.8, kind: 'tag' } },
          ];
        return UPSCALING.results!({ ...request, task: task === 'preprocess' ? 'upscale' : task } as typeof request);
      },
    },
  });
}

/** What A1111's clients read of an answer. */
export interface Answer {
  readonly images: readonly string[];
  readonly info: string;
  readonly parameters: object;
}

/** The doors of a whole test file, open for as long as it runs, and ways to ask there as A1111's clients do. */
export function a1111Doors(options: A1111Options = {}) {
  const closers: (() => Promise<void>)[] = [];
  let open: OpenDoors;
  beforeAll(async () => {
    open = await openA1111((close) => closers.push(close), options);
  });
  afterAll(async () => {
    for (const close of closers.reverse()) await close();
  });
  const doors = () => open;
  return {
    doors,
    async post<Given = Answer>(
      path: string,
      body: unknown,
    ): Promise<{ status: number; body: Given & { detail: string } }> {
      const response = await doors().ask('POST', path, { body });
      return { status: response.status, body: (await response.json()) as Given & { detail: string } };
    },
    get: async (path: string) => (await doors().ask('GET', path)).json(),
  };
}
