import { type Client, SimpleShardingStrategy } from 'discord.js';
import { WebSocket } from 'ws';

type Gateway = ConstructorParameters<typeof SimpleShardingStrategy>[0];

/**
 * What a shard of @discordjs/ws 1.2.3 leaves behind when it is closed before it was connected: a socket that is still
 * being opened and that nobody listens to, so that its failure would end the process; and, half a second after a
 * failure, one connection after the other, for ever. Neither stays of this client's.
 */
export function leaveNoShards(client: Client): void {
  client.options.ws = { ...client.options.ws, buildStrategy: (gateway) => new EndingShards(gateway) };
}

class EndingShards extends SimpleShardingStrategy {
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
