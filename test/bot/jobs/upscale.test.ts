import { describe, expect, it } from 'vitest';
import type { JobView } from '#bot/domain/job.ts';
import { end, startTestJobService, withRenderer } from '#test/bot/jobs/job-service-fixture.ts';
import { LARGER_PICTURE, UPSCALING } from '#test/fakes/larger-picture.ts';
import type { FakeRendererOptions } from '#test/fakes/renderer.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const place = { platform: 'discord', serverId: '1', channelId: '2' } as const;
const member = { id: '3', name: 'Ada', isModerator: false };
async function open(options: FakeRendererOptions = UPSCALING) {
  const renderer = await withRenderer(options);
  const service = await startTestJobService({ folder: scratchFolder(), addresses: [renderer.address] });
  const order = { prompt: 'a lighthouse', steps: 2 };
  const drawn = await service.jobs.submit({ requestKey: 'draw', place, member, order });
  await end(service, drawn.job.id);
  const upscale = (pictureIndex: number, requestKey = 'larger') =>
    service.jobs.upscale({ jobId: drawn.job.id, pictureIndex, scale: 0 }, { requestKey, place, member });
  return { ...service, service, renderer, drawn, upscale };
}

describe('upscaling a picture of a job', () => {
  it('sends its file as it is, and becomes a child with the words of its parent', async () => {
    const { service, jobs, renderer, drawn, upscale } = await open();
    expect(jobs.offers('upscale')).toBe(true);
    const { job } = await upscale(0);
    expect(job).toMatchObject({ parentId: drawn.job.id, ownerId: '3', settled: { order: { prompt: 'a lighthouse' } } });
    const done: JobView = await end(service, job.id);
    expect(done.job.state).toMatchObject({ kind: 'done', result: { pictures: [{ width: 256, height: 256 }] } });
    const { request } = renderer.renders[1]!;
    expect(request).toMatchObject({ task: 'upscale', upscale: { model: '', scale: 0 } });
    const [picture] = await jobs.pictures(drawn.job.id);
    const sent = (request as Extract<typeof request, { task: 'upscale' }>).upscale.image;
    expect(Buffer.from(sent).equals(picture!.data)).toBe(true);
    const [larger] = await jobs.pictures(job.id);
    expect(Buffer.from(larger!.data).equals(LARGER_PICTURE)).toBe(true);
  });

  it('is done once for one request, and refused for a picture that is not there', async () => {
    const { upscale, renderer, service } = await open();
    const first = await upscale(0);
    expect((await upscale(0)).job.id).toBe(first.job.id);
    await end(service, first.job.id);
    expect(renderer.renders).toHaveLength(2);
    await expect(upscale(1, 'other')).rejects.toThrow(/not there any more/);
  });

  it('is refused by one sentence where no renderer has a network for it', async () => {
    const { jobs, upscale } = await open({});
    expect(jobs.offers('upscale')).toBe(false);
    await expect(upscale(0)).rejects.toThrow(/No renderer can make pictures larger/);
  });
});
