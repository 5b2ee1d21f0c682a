/**
 * The server as a machine: what Task Manager, certlm, the registry's TLS settings and w32tm show
 * somebody who has signed in to it. A state, never the reason for it.
 */
import { conditionsFrom } from '../../agent/conditions.ts';
import type { Installation } from '../../agent/installation.ts';
import type { Agent } from '../../agent/start-agent.ts';
import type { AgentServerEffect } from '../../protocol/effects.ts';

export interface MachineState {
  /** Of the agent's files, which is what starts; absent where no agent is installed. */
  readonly version?: string;
  readonly certificate?: CertificateState;
  /** Of the machine's clock, ahead of lab time. */
  readonly clockOffsetMs: number;
  readonly tls12: boolean;
  /** Of the agent's process; absent where none runs. */
  readonly isResponding?: boolean;
}

export interface CertificateState {
  readonly thumbprint: string;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /** A key that opens nothing looks like one here. */
  readonly hasPrivateKey: boolean;
}

interface Installed {
  readonly installation: Installation | undefined;
  readonly agent: Pick<Agent, 'running'> | undefined;
}

export function describeMachine(
  { installation, agent }: Installed,
  effects: readonly AgentServerEffect[],
): MachineState {
  const { clockOffsetMs, tls12Off, hung, key, version } = conditionsFrom(effects);
  const machine = {
    ...{ clockOffsetMs, tls12: tls12Off !== true },
    ...(agent?.running && { isResponding: hung !== true }),
  };
  if (installation === undefined) return machine;
  const { thumbprint, notBeforeMs, notAfterMs } = installation.held[0].certificate;
  const certificate = { thumbprint, notBeforeMs, notAfterMs, hasPrivateKey: key !== 'gone' };
  return { ...machine, version: version ?? installation.version, certificate };
}
