import { timestampOf } from '#bot/api/a1111/progress.ts';
import { type Body, switchIn } from '#bot/api/a1111/read-request.ts';
import type { WaitedFor } from '#bot/api/a1111/stopped-job.ts';
import type { JobView } from '#bot/domain/job.ts';
import { pngText } from '#bot/image/png-text.ts';
import { SAMPLER_TITLES } from '#shared/contract/sampler-titles.ts';

/** Fields that are not repeated: pictures that whoever asks has, and SillyTavern's address and password. */
const NOT_REPEATED: readonly string[] = ['init_images', 'mask', 'url', 'auth'];

/** What A1111 answers to `/txt2img` and `/img2img`: pictures, the request again, and what they were drawn with as JSON. */
export function answerDrawn(
  { view, pictures, stopped }: WaitedFor,
  { body, notices }: { readonly body: Body; readonly notices: readonly string[] },
): object {
  const { task } = view.job.settled;
  const seeds = pictures.map(({ seed }) => seed);
  const infotexts = pictures.map(({ data }) => pngText(data, 'parameters') ?? '');
  const info = {
    ...(task.kind === 'draw' ? settingsOf(task, seeds.length) : {}),
    seed: seeds[0] ?? ('seed' in task ? task.seed : -1),
    all_seeds: seeds,
    subseed: -1,
    all_subseeds: seeds.map(() => -1),
    subseed_strength: 0,
    infotexts,
    job_timestamp: timestampOf(view.job.createdAt),
    index_of_first_image: 0,
    interrupted: stopped !== null,
    notices,
  };
  const isWanted = switchIn(body, 'send_images') !== false;
  const kept = Object.entries(body).filter(([name]) => !NOT_REPEATED.includes(name));
  return {
    images: isWanted ? pictures.map(({ data }) => Buffer.from(data).toString('base64')) : [],
    parameters: Object.fromEntries(kept),
    info: JSON.stringify(info),
  };
}

function settingsOf(task: Extract<JobView['job']['settled']['task'], { kind: 'draw' }>, count: number): object {
  const { parametersPrompt: prompt, parametersNegative: negative, sampler, steps, guidance, width, height } = task;
  return {
    prompt,
    all_prompts: Array.from({ length: count }, () => prompt),
    negative_prompt: negative,
    all_negative_prompts: Array.from({ length: count }, () => negative),
    sampler_name: SAMPLER_TITLES[sampler] ?? sampler,
    cfg_scale: guidance,
    ...{ steps, width, height, batch_size: count, restore_faces: false, face_restoration_model: null },
    sd_model_name: task.model,
    sd_model_hash: '',
    sd_vae_name: null,
    clip_skip: Math.max(1, task.clipSkip + 1),
    denoising_strength: task.source?.strength ?? null,
    extra_generation_params: {},
    styles: [],
    is_using_inpainting_conditioning: false,
  };
}
