import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A network cable between one address of this machine and another, which can be cut. */
export interface TcpProxy {
  /** host:port; what goes there goes on to the target. */
  readonly address: string;
  /**
   * Nothing goes through any more, in both directions or to the target alone, and nobody is told: connections stay
   * open, as when a cable is pulled.
   */
  cut(way?: 'both' | 'there'): void;
  /** What is sent from here on goes through; connections that were cut are broken off, as their hosts would find out. */
  heal(): void;
  close(): Promise<void>;
}

/** Listens on a free port of 127.0.0.1. */
export async function startTcpProxy(target: { readonly host: string; readonly port: number }): Promise<TcpProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let isCut: 'both' | 'there' | null = null;
  const apply = ([near, far]: readonly [Socket, Socket]) => {
    near.unpipe(far);
    far.unpipe(near);
    if (isCut === null) near.pipe(far);
    else near.pause();
    if (isCut !== 'both') far.pipe(near);
    else far.pause();
  };
  const server = createServer((near) => {
    const far = connect(target);
    const pair = [near, far] as const;
    pairs.add(pair);
    const end = () => {
      if (isCut !== null) return; // nobody hears of it
      pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const socket of pair) socket.on('error', end).on('close', end);
    apply(pair);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { readonly port: number };
  const breakOff = () => {
    for (const [near, far] of pairs) {
      near.destroy();
      far.destroy();
    }
    pairs.clear();
  };
  return {
    address: `127.0.0.1:${port}`,
    cut(way = 'both') {
      isCut = way;
      for (const pair of pairs) apply(pair);
    },
    heal() {
      isCut = null;
      breakOff();
    },
    async close() {
      breakOff();
      server.close();
      await once(server, 'close');
    },
  };
}
