/**
 * What Programs and Features shows on an agent's server. A preview agent has the name of the
 * private network connector: one entry of it beside the agent's is a connector, alone it suggests a
 * preview.
 */
import { isPreview, PROGRAMS } from '../../protocol/agent-versions.ts';
import type { Program } from './agent-server.ts';

export interface Installed {
  /** Version of the agent, where there is one. */
  agent: string | undefined;
  updater: boolean;
  connector: boolean;
}

export function listPrograms({ agent, updater, connector }: Installed): readonly Program[] {
  const ofAgent = agent === undefined ? [] : [{ name: agentProgram(agent), version: agent }];
  return [
    ...ofAgent,
    ...(updater ? [{ name: PROGRAMS.updater }] : []),
    ...(connector ? [{ name: PROGRAMS.connector }] : []),
  ];
}

function agentProgram(version: string): string {
  return isPreview(version) ? PROGRAMS.previewAgent : PROGRAMS.agent;
}
