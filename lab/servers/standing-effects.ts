/** What is wrong with a server from the start, or for good, in the words of effects. */
import type { AgentServerEffect } from '../../protocol/effects.ts';
import type { AgentServerEntry } from '../estate.ts';

export function standingEffects(
  name: string,
  { clockOffsetMs = 0, tls12 = true }: AgentServerEntry,
  isKeyDeleted: boolean,
): readonly AgentServerEffect[] {
  const here = { on: 'agent-server', agents: [name] } as const;
  return [
    ...(clockOffsetMs === 0
      ? []
      : [{ ...here, kind: 'clock-offset', offsetMs: clockOffsetMs } as const]),
    ...(isKeyDeleted ? [{ ...here, kind: 'lose-key' } as const] : []),
    ...(tls12 ? [] : [{ ...here, kind: 'no-tls-1.2' } as const]),
  ];
}
