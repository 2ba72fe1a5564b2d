import type { RendererSnapshot } from '#bot/ports/cluster.ts';
import type { Card, CardField } from '#bot/views/card.ts';
import { escapeMarkdown, oneLine, truncate } from '#bot/views/markdown.ts';
import { counted, duration } from '#bot/views/text.ts';
import type { ResidentModel } from '#shared/contract/messages.ts';

/** Renderers listed in one card. */
const LISTED_MAX = 20;

/** Every renderer with its state, what it draws on, what is loaded, and what it does now. */
export function rendererBoard(snapshots: readonly RendererSnapshot[]): Card {
  const up = snapshots.filter((snapshot) => snapshot.up).length;
  const summary =
    snapshots.length === 0
      ? 'No renderer is set up yet.'
      : `${up} of ${counted(snapshots.length, 'renderer')} connected.`;
  const more = snapshots.length - LISTED_MAX;
  return {
    heading: 'Renderers',
    paragraphs: more > 0 ? [summary, `The first ${LISTED_MAX} are shown.`] : [summary],
    fields: snapshots.slice(0, LISTED_MAX).map(rendererField),
  };
}

function rendererField(snapshot: RendererSnapshot): CardField {
  const { description, address, state } = snapshot;
  const name = escapeMarkdown(truncate(oneLine(description?.name || address), 64));
  const provider = description?.device?.provider;
  const details = [
    ...(snapshot.up && state !== null ? state.resident.map(residentLine) : []),
    ...(snapshot.up && state !== null && state.memoryMib > 0 ? [`${state.memoryMib} MiB of memory`] : []),
    ...(state !== null && state.engineStarts > 1 ? [`Its engine was started ${state.engineStarts} times`] : []),
  ];
  const standing = provider ? `${stateOf(snapshot)}, on ${providerName(provider)}` : stateOf(snapshot);
  return { name, value: [standing, ...details.map((line) => `-# ${line}`)].join('\n') };
}

function providerName(provider: string): string {
  return PROVIDER_NAMES.get(provider) ?? escapeMarkdown(provider);
}

const PROVIDER_NAMES = new Map([
  ['cpu', 'the CPU'],
  ['cuda', 'CUDA'],
  ['webgpu', 'WebGPU'],
]);

function stateOf({ up, downReason, state }: RendererSnapshot): string {
  if (!up)
    return `Not connected${downReason === null ? '' : `: ${escapeMarkdown(truncate(oneLine(downReason), 200))}`}`;
  switch (state?.phase) {
    case undefined:
    case 'RENDERER_PHASE_UNSPECIFIED':
      return 'Connected';
    case 'RENDERER_PHASE_STARTING':
      return 'Starting';
    case 'RENDERER_PHASE_DRAINING':
      return 'Finishing what it has; takes nothing new';
    case 'RENDERER_PHASE_READY':
      return state.rendering === 0
        ? 'Ready'
        : `Draws ${counted(state.rendering, 'job')}, ${state.waiting || 'none'} waiting`;
  }
}

function residentLine({ model, adapters, stepMs }: ResidentModel): string {
  const names = [model, ...adapters.map((use) => use.name)].map(escapeMarkdown).join(' + ');
  if (stepMs <= 0) return names;
  return `${names}: ${stepMs < 1000 ? `${Math.max(1, Math.round(stepMs))} ms` : duration(stepMs)} a step`;
}
