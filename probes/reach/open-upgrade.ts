/**
 * Whether the path lets a web socket through: against a lab only, which has a place where anybody
 * may open one. Null: not a lab, or a network that cannot open any.
 */
import { HOSTS, labHost } from '../../protocol/hosts.ts';
import { UPGRADE_TRIAL } from '../../protocol/messages.ts';
import type { PreflightObservation } from '../observations.ts';
import type { ProbeContext } from '../probe.ts';
import { strangerCall } from './reach.ts';

const DEAF = { message() {}, closed() {} };

export async function openUpgrade({
  network,
  ...context
}: ProbeContext): Promise<PreflightObservation['webSocket']> {
  if (network.open === undefined) return null;
  const url = `wss://${labHost(HOSTS.signalling)}${UPGRADE_TRIAL.path}`;
  const call = strangerCall({ ...context, network });
  const opened = await network.open(url, UPGRADE_TRIAL.protocol, DEAF, call);
  if (!opened.ok) return { ok: false, failure: opened.failure };
  opened.value.close();
  return { ok: true, failure: null };
}
