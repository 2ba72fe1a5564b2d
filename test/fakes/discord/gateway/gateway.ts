import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { RawData, WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import { type Json, type JsonObject, numberOf, objectOf, objectsOf, stringOf } from '#test/fakes/discord/json.ts';
import { guildPayload, userPayload } from '#test/fakes/discord/world/payloads.ts';
import { announce, type Dispatch, INTENTS, resetToken, type World } from '#test/fakes/discord/world/world.ts';

/** Privileged intents (members, presences, message content), which this application was not granted. */
const PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15);
/** One more than all intents together that Discord knows. */
const INTENTS_END = 1 << 26;
/** Dispatches kept for a session that is away; one more and it cannot be resumed. */
const REPLAY_LIMIT = 1000;

interface Session {
  readonly id: string;
  readonly intents: number;
  /** Which of how many shards. */
  readonly shard: readonly [number, number];
  readonly sent: { readonly seq: number; readonly text: string }[];
  seq: number;
  socket: WebSocket | null;
}

/** The text of a presence update's first activity (op 3). */
function statusIn(data: JsonObject): string {
  const [activity] = objectsOf(data.activities);
  return stringOf(activity?.state ?? activity?.name);
}

/** Limits of the gateway (its documentation, topics/gateway). */
export interface GatewayRules {
  /** Milliseconds between two identifies; sooner is answered with op 9. Discord has 5000. */
  readonly identifyEveryMs?: number;
  /** Connections that send more in a minute are closed with 4008. Discord has 120. */
  readonly sendsPerMinute?: number;
  /** Bots with fewer shards are closed with 4011. */
  readonly shardsMin?: number;
  /** Connections are refused with 503, or asked for and never answered; those are reset when the gateway closes. */
  readonly handshakes?: 'refused' | 'held';
}

/** The gateway side of the fake, for tests that shake it. */
export interface Gateway {
  /** Live connections that have identified or resumed. */
  readonly connections: number;
  /** Connections asked for, sessions identified and resumed, since the start. */
  readonly counts: { readonly handshakes: number; readonly identified: number; readonly resumed: number };
  /** Codes that clients closed with, in order. */
  readonly closeCodes: readonly number[];
  /** What bots showed under their names, in order. */
  readonly statuses: readonly string[];
  /** Closes every connection; sessions stay resumable unless `forget`. 1006 cuts the line without a word. */
  disconnect(options?: { readonly code?: number; readonly forget?: boolean }): void;
  /** Asks every client to reconnect (op 7). */
  askToReconnect(): void;
  /** Delivers the next event of that name twice, as a resumed session may. */
  double(name: string): void;
  /** Keeps back events of that name; they come, late and out of order, when the returned function is called. */
  holdBack(name: string): () => void;
  /** What Discord asks of who connects; nothing when never set, so that tests need not wait. */
  setRules(rules: GatewayRules): void;
  close(): Promise<void>;
}

/** Speaks gateway version 10 in JSON without compression, on the upgrade requests of an HTTP server. */
export function openGateway(world: World, server: Server): Gateway {
  const sockets = new WebSocketServer({ server, verifyClient: shakeHands });
  const sessions = new Map<string, Session>();
  const unanswered: Socket[] = [];
  const counts = { handshakes: 0, identified: 0, resumed: 0 };
  const closeCodes: number[] = [];
  const live = () => [...sessions.values()].filter((session) => session.socket !== null);

  const statuses: string[] = [];
  const doubled = new Set<string>();
  const heldBack = new Map<string, Dispatch[]>();
  let rules: GatewayRules = {};
  let identifiedAt = Number.NEGATIVE_INFINITY;
  const sends = new WeakMap<WebSocket, number[]>();

  world.dispatch = (event) => {
    const held = heldBack.get(event.name);
    if (held) return void held.push(event);
    const hearing = [...sessions.values()].filter(({ shard }) => isFor(shard, event));
    for (const session of hearing) deliver(session, event);
    if (doubled.delete(event.name)) for (const session of hearing) deliver(session, event);
  };
  sockets.on('connection', (socket) => {
    send(socket, 10, { heartbeat_interval: 41_250 });
    socket.on('error', () => socket.terminate());
    socket.on('message', (raw) => receive(socket, raw));
    socket.on('close', (code) => {
      closeCodes.push(code);
      for (const session of sessions.values()) {
        if (session.socket !== socket) continue;
        session.socket = null;
        if (code === 1000 || code === 1001) sessions.delete(session.id);
      }
      announce(world);
    });
  });

  return {
    get connections() {
      return live().length;
    },
    counts,
    statuses,
    closeCodes,
    disconnect({ code = 4000, forget = false } = {}) {
      for (const session of live()) {
        if (code === 1006) session.socket?.terminate();
        else session.socket?.close(code);
      }
      if (forget) sessions.clear();
    },
    askToReconnect() {
      for (const session of live()) if (session.socket) send(session.socket, 7, null);
    },
    double: (name) => void doubled.add(name),
    holdBack(name) {
      heldBack.set(name, []);
      return () => {
        const held = heldBack.get(name) ?? [];
        heldBack.delete(name);
        for (const event of held.toReversed()) world.dispatch(event);
      };
    },
    setRules(next) {
      rules = next;
    },
    close() {
      for (const socket of sockets.clients) socket.terminate();
      for (const socket of unanswered) socket.resetAndDestroy();
      return new Promise((resolve) => sockets.close(() => resolve()));
    },
  };

  function shakeHands({ req }: { readonly req: IncomingMessage }, answer: (yes: boolean, status?: number) => void) {
    counts.handshakes += 1;
    if (rules.handshakes === 'held') unanswered.push(req.socket);
    else answer(rules.handshakes !== 'refused', 503);
  }

  function receive(socket: WebSocket, raw: RawData) {
    const packet = parsePacket(raw);
    if (!packet) return socket.close(4002);
    if (sendsTooMuch(socket)) return socket.close(4008, 'Rate limited.');
    const data = objectOf(packet.d);
    if (packet.op === 1) return send(socket, 11, null);
    if (packet.op === 2) return identify(socket, data);
    if (packet.op === 6) return resume(socket, data);
    if (packet.op === 3) return void statuses.push(statusIn(data));
    if (packet.op !== 4 && packet.op !== 8) socket.close(4001);
  }

  function identify(socket: WebSocket, data: JsonObject) {
    const intents = numberOf(data.intents);
    if (data.token !== world.token) return socket.close(4004, 'Authentication failed.');
    if (intents < 0 || intents >= INTENTS_END) return socket.close(4013, 'Invalid intent(s).');
    if (intents & PRIVILEGED) return socket.close(4014, 'Disallowed intent(s).');
    const [id = 0, shards = 1] = Array.isArray(data.shard) ? data.shard.map(Number) : [];
    if (shards < (rules.shardsMin ?? 1)) return socket.close(4011, 'Sharding required.');
    const now = Date.now();
    if (now - identifiedAt < (rules.identifyEveryMs ?? 0)) return send(socket, 9, false);
    identifiedAt = now;
    if (world.startsLeft === 0) {
      resetToken(world);
      return socket.close(4004, 'Authentication failed.');
    }
    world.startsLeft -= 1;
    const session: Session = { id: `session${world.nextId()}`, intents, shard: [id, shards], sent: [], seq: 0, socket };
    sessions.set(session.id, session);
    counts.identified += 1;
    deliver(session, { name: 'READY', intent: 0, data: readyPayload(world, session) });
    for (const guild of guildsOf(world, session.shard)) {
      deliver(session, { name: 'GUILD_CREATE', intent: INTENTS.guilds, data: guildPayload(world, guild) });
    }
    announce(world);
  }

  function sendsTooMuch(socket: WebSocket): boolean {
    const now = Date.now();
    const recent = [...(sends.get(socket) ?? []).filter((at) => now - at < 60_000), now];
    sends.set(socket, recent);
    return recent.length > (rules.sendsPerMinute ?? Number.POSITIVE_INFINITY);
  }

  function resume(socket: WebSocket, data: JsonObject) {
    const session = sessions.get(stringOf(data.session_id));
    if (!session || data.token !== world.token || session.sent.length > REPLAY_LIMIT) {
      if (session) sessions.delete(session.id);
      return send(socket, 9, false);
    }
    session.socket = socket;
    counts.resumed += 1;
    for (const missed of session.sent.filter((one) => one.seq > numberOf(data.seq))) socket.send(missed.text);
    deliver(session, { name: 'RESUMED', intent: 0, data: {} });
    announce(world);
  }
}

function deliver(session: Session, event: Dispatch) {
  if (event.intent !== 0 && !(session.intents & event.intent)) return;
  session.seq += 1;
  const text = JSON.stringify({ op: 0, t: event.name, s: session.seq, d: event.data });
  session.sent.push({ seq: session.seq, text });
  // A session that listens has surely seen what is a thousand events old; one that is away has lost them.
  if (session.socket && session.sent.length > REPLAY_LIMIT) session.sent.shift();
  session.socket?.send(text);
}

function send(socket: WebSocket, op: number, data: Json) {
  socket.send(JSON.stringify({ op, d: data, s: null, t: null }));
}

function parsePacket(raw: RawData): JsonObject | null {
  try {
    return objectOf(JSON.parse(raw.toString()));
  } catch {
    return null;
  }
}

/** As Discord deals servers out; what is in no server goes to the first. */
function shardOf(guildId: string, shards: number): number {
  return guildId === '' ? 0 : Number((BigInt(guildId) >> 22n) % BigInt(shards));
}

function isFor([id, shards]: Session['shard'], { name, data }: Dispatch): boolean {
  const { guild_id: guildId, id: itself } = data;
  const isGuild = /^GUILD_(CREATE|UPDATE|DELETE)$/.test(name);
  return shardOf(stringOf(isGuild ? itself : guildId), shards) === id;
}

function guildsOf(world: World, [id, shards]: Session['shard']) {
  return [...world.guilds.values()].filter((guild) => shardOf(guild.id, shards) === id);
}

function readyPayload(world: World, session: Session): JsonObject {
  return {
    v: 10,
    user: { ...userPayload(world.bot), verified: true, mfa_enabled: false, email: null },
    guilds: guildsOf(world, session.shard).map(({ id }) => ({ id, unavailable: true })),
    session_id: session.id,
    session_type: 'normal',
    resume_gateway_url: `${world.origin.replace('http', 'ws')}/resume`,
    shard: [...session.shard],
    application: { id: world.bot.id, flags: 0 },
    private_channels: [],
    relationships: [],
    presences: [],
  };
}
