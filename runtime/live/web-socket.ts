/**
 * The client's side of a web socket: our dialer opens the connection, ws upgrades it. Nothing in ws
 * runs on a timer of its own until the channel is closed.
 */
import { WebSocket } from 'ws';
import type { NetworkFailure } from '../../protocol/network-failure.ts';
import { portOf } from '../../protocol/tcp.ts';
import type { Call, Channel, ChannelListener, Clock, Outcome } from '../ports.ts';
import { openChannel, WEB_SOCKET_OPTIONS } from './channel.ts';
import { type DialWorld, dial } from './dial.ts';
import { codeOf, failureOf } from './failure.ts';

export async function openWebSocket(
  world: DialWorld,
  url: string,
  protocol: string,
  listener: ChannelListener,
  call: Call,
): Promise<Outcome<Channel>> {
  const { clock, activity } = world;
  const deadlineMs = clock.nowMs() + call.timeoutMs;
  const place = new URL(url);
  const target = { host: place.hostname, port: portOf(place), alpn: 'http/1.1' } as const;
  const dialled = await dial(world, target, call);
  if (!dialled.ok) return dialled;
  const { socket, peer } = dialled.value;

  const startMs = clock.preciseMs();
  const ws = new WebSocket(url, protocol, {
    ...WEB_SOCKET_OPTIONS,
    createConnection: () => socket,
  });
  const failure = await upgradedBefore(clock, deadlineMs, ws);
  activity.touch();

  const phaseMs = { ...dialled.phaseMs, upgrade: clock.preciseMs() - startMs };
  const seen = { phaseMs, peer };
  if (failure) {
    socket.destroy();
    return { ok: false, failure, at: 'upgrade', ...seen };
  }
  const channel = openChannel(ws, socket, activity, () => listener);
  // Frames that came right behind the upgrade wait until whoever called has the channel in hand.
  setImmediate(() => ws.resume());
  return { ok: true, value: channel, ...seen };
}

/** `undefined` once it is open, and paused. */
function upgradedBefore(
  clock: Clock,
  deadlineMs: number,
  ws: WebSocket,
): Promise<NetworkFailure | undefined> {
  return new Promise((resolve, reject) => {
    const patience = clock.at(deadlineMs, () => resolve('timed-out'));
    const finish = (failure?: NetworkFailure) => {
      patience[Symbol.dispose]();
      resolve(failure);
    };
    ws.once('open', () => {
      ws.pause();
      finish();
    });
    ws.once('unexpected-response', () => finish('upgrade-refused'));
    ws.on('error', (error) => {
      try {
        finish(failureOfUpgrade(error));
      } catch (harness) {
        reject(harness);
      }
    });
  });
}

/** ws gives no code when the answer is an upgrade, but not the one that was asked for. */
function failureOfUpgrade(error: Error): NetworkFailure {
  if (codeOf(error) === '') return 'upgrade-refused';
  return failureOf(error);
}
