/**
 * Lets agents open their signalling sockets: the same certificate rule as everywhere, the lab's own
 * subprotocol, and the queue of this tenant.
 */
import { SIGNALLING_PROTOCOL, UPGRADE_TRIAL } from '../../protocol/messages.ts';
import type { Client, HttpRequest, Upgrade } from '../../runtime/ports.ts';
import type { Cloud } from '../cloud.ts';
import { renderAbsent, renderRefusal } from '../errors.ts';
import { judgeCaller, refuseCaller } from './agent-certificate.ts';

export async function acceptSignalling(
  cloud: Cloud,
  request: HttpRequest,
  client: Client,
): Promise<Upgrade> {
  if (new URL(request.url).pathname === UPGRADE_TRIAL.path) return TRIAL;
  if (!cloud.endpoints.some(({ Url }) => isSameEndpoint(Url, request.url))) {
    return { refuse: renderAbsent() };
  }
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',');
  if (!offered.some((name) => name.trim() === SIGNALLING_PROTOCOL)) {
    return { refuse: renderRefusal(400, `Expected the subprotocol ${SIGNALLING_PROTOCOL}.`) };
  }
  const judged = await judgeCaller(cloud, client);
  if ('refused' in judged) {
    return { refuse: refuseCaller(cloud, 'signalling', client, judged.refused) };
  }
  return {
    protocol: SIGNALLING_PROTOCOL,
    opened: (channel) => cloud.signalling.opened(judged.agent.id, channel),
  };
}

/** It says nothing, and whoever opened it closes it. */
const TRIAL: Upgrade = {
  protocol: UPGRADE_TRIAL.protocol,
  opened: () => ({ message() {}, closed() {} }),
};

/** Scheme and port are the network's business: a live upgrade arrives as https on any port. */
function isSameEndpoint(known: string, asked: string): boolean {
  const [one, other] = [new URL(known), new URL(asked)];
  return (
    one.hostname === other.hostname &&
    one.pathname === other.pathname &&
    one.searchParams.get('path') === other.searchParams.get('path')
  );
}
