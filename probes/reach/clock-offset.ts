/**
 * How far this machine's clock is from the cloud's: by the Date header of an answer that needs no
 * credential. A device that inspects may write a header of its own: then it is that device's clock.
 */
import type { RootSeen } from '../observations.ts';
import type { ProbeContext } from '../probe.ts';
import { offsetFrom } from './find-controllers.ts';
import { getPlainly } from './reach.ts';

/** Null: no answer, or one without a date. */
export async function observeCloudOffset(context: ProbeContext): Promise<number | null> {
  const { clock, authority } = context;
  const askedMs = clock.nowMs();
  const answer = await getPlainly(context, `${authority}/v2.0/.well-known/openid-configuration`);
  if (!answer.ok) return null;
  const theirsMs = Date.parse(answer.value.headers.date ?? '');
  return Number.isNaN(theirsMs) ? null : offsetFrom(theirsMs, askedMs, clock.nowMs());
}

/** The one that is furthest off: one wrong controller is enough for some logons to fail. */
export function furthestOffset(roots: readonly RootSeen[]): number | null {
  const offsets = roots.flatMap(({ offsetMs }) => offsetMs ?? []);
  return offsets.sort((one, other) => Math.abs(other) - Math.abs(one))[0] ?? null;
}
