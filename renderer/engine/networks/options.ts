import { cpuDialect, type Dialect, portableDialect } from '#renderer/engine/graph/dialect.ts';
import type { Residency } from '#renderer/engine/graph/graph.ts';
import type { Provider } from '#renderer/engine/runtime/provider.ts';

/** What every network is opened with. */
export interface NetworkOptions {
  readonly provider: Provider;
  /** Threads per operator on the CPU; 0 takes every core. */
  readonly threads: number;
  /** Where weights live; the provider's usual choice when left out. */
  readonly residency?: Residency;
}

/** A network that holds memory until it is released. */
export type Opened<Network> = Network & {
  /** Gives the memory back; the network cannot be used afterwards. */
  release(): Promise<void>;
};

/** How a graph is built for these options. On the CPU weights stay mapped; a GPU wants them on its side, once. */
export function graphOptions({ provider, residency }: NetworkOptions): { residency: Residency; dialect: Dialect } {
  const onCpu = provider === 'cpu';
  return { residency: residency ?? (onCpu ? 'mapped' : 'prepacked'), dialect: onCpu ? cpuDialect : portableDialect };
}
