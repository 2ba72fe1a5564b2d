import type { RendererSnapshot } from '#bot/ports/cluster.ts';
import { type Reader, writerOf } from '#bot/text/languages.ts';
import { say } from '#bot/text/say.ts';
import type { Card, CardField } from '#bot/views/card.ts';
import { oneLine } from '#bot/views/one-line.ts';
import { duration } from '#bot/views/text.ts';
import type { ResidentModel } from '#shared/contract/messages.ts';
import { cut } from '#shared/text/cut.ts';
import { type Message, plainMessage, type Writer } from '#shared/text/message.ts';
import { linesOf, plainNode, small } from '#shared/text/rich.ts';

/** Renderers listed in one card; characters of a renderer's name and of why it is down. */
const LISTED_MAX = 20;
const NAME_MAX = 64;
const REASON_MAX = 200;

/** Every renderer with its state, what it draws on, what is loaded, and what it does now. */
export function rendererBoard(snapshots: readonly RendererSnapshot[], { language }: Reader): Card {
  const writer = writerOf(language);
  const up = snapshots.filter((snapshot) => snapshot.up).length;
  const count = snapshots.length;
  const summary = count === 0 ? say('board.none') : say('board.summary', { up, count });
  const shown = count > LISTED_MAX ? [summary, say('board.shown', { count: LISTED_MAX })] : [summary];
  return {
    heading: writer.rich(say('board.heading')),
    paragraphs: shown.map(writer.rich),
    fields: snapshots.slice(0, LISTED_MAX).map((snapshot) => rendererField(snapshot, writer)),
  };
}

function rendererField(snapshot: RendererSnapshot, writer: Writer): CardField {
  const { description, address, state } = snapshot;
  const name = cut(oneLine(description?.name || address), NAME_MAX);
  const provider = description?.device?.provider;
  const details = [
    ...(snapshot.up && state !== null ? state.resident.map(residentLine) : []),
    ...(snapshot.up && state !== null && state.memoryMib > 0
      ? [say('board.memory', { mebibytes: state.memoryMib })]
      : []),
    ...(state !== null && state.engineStarts > 1 ? [say('board.engine-starts', { count: state.engineStarts })] : []),
  ];
  const standing = stateOf(snapshot, writer);
  const shown = provider ? say('board.on', { state: standing, device: deviceOf(provider) }) : standing;
  return {
    name: [plainNode(name)],
    value: linesOf([writer.rich(shown), ...details.map((line) => [small(writer.rich(line))])]),
  };
}

function deviceOf(provider: string): string | Message {
  return provider === 'cpu' ? say('board.cpu') : (PROVIDER_NAMES.get(provider) ?? provider);
}

const PROVIDER_NAMES = new Map([
  ['cuda', 'CUDA'],
  ['webgpu', 'WebGPU'],
]);

function stateOf({ up, downReason, state, maintenance, quarantine }: RendererSnapshot, writer: Writer): Message {
  if (maintenance) return say('board.maintenance', { why: cut(oneLine(maintenance.reason), REASON_MAX) });
  if (!up) {
    if (downReason === null) return say('board.down');
    return say('board.down-because', { why: cut(oneLine(writer.say(downReason)), REASON_MAX) });
  }
  if (quarantine) return say('board.quarantine', { why: cut(oneLine(writer.say(quarantine)), REASON_MAX) });
  switch (state?.phase) {
    case undefined:
    case 'RENDERER_PHASE_UNSPECIFIED':
      return say('board.connected');
    case 'RENDERER_PHASE_STARTING':
      return say('board.starting');
    case 'RENDERER_PHASE_DRAINING':
      return say('board.draining');
    case 'RENDERER_PHASE_READY':
      if (state.rendering === 0) return say('board.ready');
      return say('board.drawing', { rendering: state.rendering, waiting: state.waiting });
  }
}

function residentLine({ model, adapters, stepMs }: ResidentModel): Message {
  const names = [model, ...adapters.map((use) => use.name)].join(' + ');
  if (stepMs <= 0) return plainMessage(names);
  if (stepMs >= 1000) return say('board.long-step-time', { names, time: duration(stepMs) });
  return say('board.step-time', { names, milliseconds: Math.max(1, Math.round(stepMs)) });
}
