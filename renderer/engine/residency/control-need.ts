import { type ControlFile, configFor, readControl, requireFit } from '#renderer/engine/checkpoint/control-file.ts';
import { namingFiles } from '#renderer/engine/checkpoint/naming-files.ts';
import type { ControlChoice } from '#renderer/engine/contract/model-choice.ts';
import type { ControlNetwork } from '#renderer/engine/networks/network.ts';
import { openControlNet } from '#renderer/engine/networks/open-controlnet.ts';
import { openAdapter } from '#renderer/engine/networks/open-t2i-adapter.ts';
import { graphOptions, type NetworkOptions, type Opened } from '#renderer/engine/networks/options.ts';
import type { LoadedControl } from '#renderer/engine/residency/loaded-model.ts';
import { networkKey } from '#renderer/engine/residency/network-key.ts';
import { networkMib } from '#renderer/engine/residency/network-memory.ts';
import type { LoadOptions } from '#renderer/engine/residency/network-needs.ts';
import type { ModelPlan } from '#renderer/engine/residency/plan-model.ts';
import type { NetworkNeed } from '#renderer/engine/residency/resident-networks.ts';
import { createRowBatcher } from '#renderer/engine/residency/step-batcher.ts';

export interface ControlPlace {
  /** The model that it is to steer. */
  readonly plan: ModelPlan;
  /** Among the render's networks of this kind: 0 …. */
  readonly place: number;
  readonly options: LoadOptions;
}

/**
 * A network that steers a UNet by pictures, open once for all models that it fits. Throws one sentence that names file
 * and key where it is none, and both where it is for models of another shape.
 */
export async function controlNeed(
  choice: ControlChoice,
  { plan, place, options }: ControlPlace,
): Promise<NetworkNeed<LoadedControl>> {
  const file = await readControl(choice);
  requireFit(choice.name, file, { name: plan.choice.name, shape: plan.steered });
  const { weights } = file;
  const made = file.kind === 'adapter' ? file.net : configFor(file, plan.unetConfig);
  const { residency, precision } = graphOptions(options);
  return {
    key: await networkKey(weights, { kind: 'control-network', made, options }),
    kind: `control-network-${place + 1}`,
    mib: networkMib(weights, { residency, precision }),
    async open() {
      const network = await namingFiles(weights, () => openControl(file, { made, options }));
      const { residuals, read, release } = network;
      const batch = { rowsMax: options.batchRows, area: plan.traits.latentSide ** 2 };
      return { read, residuals: residuals && createRowBatcher(residuals, batch), release };
    },
  };
}

function openControl(
  file: ControlFile,
  { made, options }: { readonly made: object; readonly options: NetworkOptions },
): Promise<Opened<ControlNetwork>> {
  if (file.kind === 'adapter') return openAdapter(file.net, file.weights, options);
  return openControlNet(made, file.weights, options);
}
