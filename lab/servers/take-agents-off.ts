/**
 * Uninstalling, and the way back: a new installation with an administrator's credentials, which the
 * tenant knows as another agent. Nothing brings the old id back.
 */
import type { ChangeWorld, Undo } from '../changes/change.ts';
import type { AgentServer } from './agent-server.ts';
import { oneByOne } from './one-by-one.ts';

export async function takeAgentsOff(
  lab: ChangeWorld,
  servers: readonly AgentServer[],
  options: { updaterToo: boolean },
): Promise<Undo> {
  const before = servers.map((server) => ({ server, version: server.version }));
  return oneByOne(
    before,
    ({ server }) => lab.drive(server.uninstall(options)),
    async ({ server, version }) => {
      if (server.version !== undefined || version === undefined) return;
      await lab.drive(server.install({ version }));
    },
  );
}
