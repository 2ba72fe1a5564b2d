import { type Client, SimpleShardingStrategy } from 'discord.js';
import { WebSocket } from 'ws';

type Gateway = ConstructorParameters<typeof SimpleShardingStrategy>[0];

/**
 * Lets a client that is destroyed close also those of its shards that are not connected yet. By itself @discordjs/ws
 * 1.2.3 leaves their sockets opening, with nobody who listens, so that a later failure of one ends the process; and a
 * shard whose connection has just failed asks for another every half second, for ever.
 */
export function closeUnconnectedShards(client: Client): void {
  client.options.ws = { ...client.options.ws, buildStrategy: (gateway) => new ClosingStrategy(gateway) };
}

class ClosingStrategy extends SimpleShardingStrategy {
  #hasEnded = false;

  constructor(gateway: Gateway) {
    super(gateway);
    const { options } = gateway;
    const read = options.retrieveSessionInfo;
    // What each connection begins with. A refusal could be caught by nobody; what waits for ever is collected.
    options.retrieveSessionInfo = (id) => (this.#hasEnded ? new Promise(() => {}) : read(id));
  }

  override async spawn(ids: number[]): Promise<void> {
    this.#hasEnded = false;
    await super.spawn(ids);
  }

  override async destroy(options?: Parameters<SimpleShardingStrategy['destroy']>[0]): Promise<void> {
    this.#hasEnded = true;
    const unopened = this.#unopened();
    for (const socket of unopened) socket.on('error', () => {});
    await super.destroy(options);
    for (const socket of unopened) socket.terminate();
  }

  /** Both fields are private there; the version is pinned, and a test tells when they have gone. */
  #unopened(): readonly WebSocket[] {
    const shards = Reflect.get(this, 'shards') as ReadonlyMap<number, object>;
    return [...shards.values()]
      .map((shard): unknown => Reflect.get(shard, 'connection'))
      .filter((socket) => socket instanceof WebSocket)
      .filter(({ readyState }) => readyState === WebSocket.CONNECTING);
  }
}
