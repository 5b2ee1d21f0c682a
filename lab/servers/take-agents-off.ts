/**
 * Uninstalling, and the way back: a new installation with an administrator's credentials, which the
 * tenant knows as another agent. Nothing brings the old id back.
 */
import type { ChangeWorld, Undo } from '../changes/change.ts';
import type { AgentServer } from './agent-server.ts';

export async function takeAgentsOff(
  lab: ChangeWorld,
  servers: readonly AgentServer[],
  options: { updaterToo: boolean },
): Promise<Undo> {
  const before = servers.map((server) => ({ server, version: server.version }));
  for (const server of servers) await lab.drive(server.uninstall(options));
  return async () => {
    for (const { server, version } of before.reverse()) {
      if (server.version !== undefined) continue;
      await lab.drive(server.install(version === undefined ? {} : { version }));
    }
  };
}
