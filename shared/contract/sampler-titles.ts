/**
 * Samplers by the names that A1111 knows them under (modules/sd_samplers_*.py), and where it has none by those of the
 * programs that grew out of it. DPM++ 2S is not its 2S a, which adds noise.
 */
export const SAMPLER_TITLES: Readonly<Record<string, string>> = {
  lcm: 'LCM',
  tcd: 'TCD',
  ddim: 'DDIM',
  ddpm: 'DDPM',
  pndm: 'PLMS',
  euler: 'Euler',
  euler_a: 'Euler a',
  heun: 'Heun',
  lms: 'LMS',
  dpmpp_2m: 'DPM++ 2M',
  dpmpp_2m_sde: 'DPM++ 2M SDE',
  dpmpp_2s: 'DPM++ 2S',
  unipc: 'UniPC',
  deis: 'DEIS',
  kdpm2: 'DPM2',
  kdpm2_a: 'DPM2 a',
};

const BY_TITLE = new Map(Object.entries(SAMPLER_TITLES).map(([name, title]) => [title.toLowerCase(), name]));

/** The sampler that A1111 calls so; null = none of ours. */
export function samplerTitled(title: string): string | null {
  return BY_TITLE.get(title.trim().replace(/\s+/g, ' ').toLowerCase()) ?? null;
}
