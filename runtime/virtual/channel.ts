/**
 * Web sockets of the virtual network: the upgrade, then two ends that hand each other text frames.
 * Closing one end tells that end at once and the other after the latency, if the path lets it.
 */
import type { NetworkFailure } from '../../protocol/network-failure.ts';
import type { OneWay } from '../holds.ts';
import type { Channel, ChannelListener, Clock, Outcome, Upgrade } from '../ports.ts';
import type { Link } from './link.ts';
import { roundTrip } from './round-trip.ts';

interface Opening {
  target: string;
  protocol: string;
  listener: ChannelListener;
  leftMs: number;
}

type Dialled = Outcome<Link> & { ok: true };

export async function openChannel(
  clock: Clock,
  dialled: Dialled,
  opening: Opening,
): Promise<Outcome<Channel>> {
  const link = dialled.value;
  let near: End | undefined;
  const answer = await roundTrip(clock, link, opening.leftMs, async () => {
    const upgrade = await askUpgrade(link, opening);
    if ('refuse' in upgrade || upgrade.protocol !== opening.protocol) return 'refused';
    near = connectEnds(clock, link, upgrade.opened, opening.listener);
    return 'accepted';
  });
  const phaseMs = { ...dialled.phaseMs, upgrade: answer.tookMs };
  const seen = { phaseMs, peer: link.peer };
  if (answer.ok && near && answer.value === 'accepted') {
    return { ok: true, value: near.channel, ...seen };
  }
  link.discard();
  const failure = answer.ok ? 'upgrade-refused' : answer.failure;
  return { ok: false, failure, at: 'upgrade', ...seen };
}

async function askUpgrade(link: Link, { target, protocol }: Opening): Promise<Upgrade> {
  const { way } = link;
  if (way.kind === 'inspect' && !way.upgrades)
    return { refuse: { status: 403, headers: {}, body: '' } };
  const headers = { 'sec-websocket-protocol': protocol };
  const refusal = { refuse: { status: 404, headers: {}, body: '' } };
  const request = { method: 'GET', url: target, headers, body: '' };
  return (await link.service.accept?.(request, link.client)) ?? refusal;
}

interface End {
  readonly over: boolean;
  channel: Channel;
  hear(text: string): void;
  ended(failure: NetworkFailure | undefined): void;
}

function connectEnds(
  clock: Clock,
  link: Link,
  opened: (channel: Channel) => ChannelListener,
  nearListener: ChannelListener,
): End {
  const near = createEnd(clock, link, 'out', () => far);
  const far = createEnd(clock, link, 'in', () => near);
  near.listenWith(nearListener);
  far.listenWith(opened(far.channel));
  link.onBreak((failure) => {
    near.ended(failure);
    far.ended(failure);
  });
  return near;
}

function createEnd(clock: Clock, link: Link, way: OneWay, other: () => End) {
  let listener: ChannelListener | undefined;
  let closing = false;
  let over = false;
  const end = {
    get over() {
      return over;
    },
    channel: {
      rest: link.rest,
      send(text: string) {
        if (!over && !closing) link.send(way, () => other().hear(text));
      },
      close() {
        if (over || closing) return;
        closing = true;
        link.send(way, () => other().ended(undefined));
        clock.at(clock.nowMs(), () => end.ended(undefined));
      },
    },
    listenWith(given: ChannelListener) {
      listener = given;
    },
    hear(text: string) {
      if (!over) listener?.message(text);
    },
    ended(failure: NetworkFailure | undefined) {
      if (over) return;
      over = true;
      if (other().over) link.discard();
      listener?.closed(failure);
    },
  };
  return end;
}
