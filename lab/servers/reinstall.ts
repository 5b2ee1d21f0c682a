/** Uninstall and install, one server after the other; the way back is the same with the old one. */
import type { ChangeWorld, Undo } from '../changes/change.ts';
import type { AgentServer } from './agent-server.ts';
import { oneByOne } from './one-by-one.ts';

export function reinstall(
  lab: ChangeWorld,
  servers: readonly AgentServer[],
  version: string,
): Promise<Undo> {
  const before = servers.map((server) => ({ server, earlier: server.version }));
  return oneByOne(
    before,
    ({ server }) => replace(lab, server, version),
    (one) => putBack(lab, one),
  );
}

/** No installer goes back over the top: an older version takes a new registration. */
export async function putBack(
  lab: ChangeWorld,
  { server, earlier }: { server: AgentServer; earlier: string | undefined },
): Promise<void> {
  if (earlier !== undefined && server.version !== earlier) await replace(lab, server, earlier);
}

async function replace(lab: ChangeWorld, server: AgentServer, version: string): Promise<void> {
  if (server.version !== undefined) await lab.drive(server.uninstall({ updaterToo: false }));
  await lab.drive(server.install({ version }));
}
