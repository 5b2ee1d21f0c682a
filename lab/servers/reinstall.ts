/** Uninstall and install, one server after the other; the way back is the same with the old one. */
import type { ChangeWorld, Undo } from '../changes/change.ts';
import type { AgentServer } from './agent-server.ts';

export async function reinstall(
  lab: ChangeWorld,
  servers: readonly AgentServer[],
  version: string,
): Promise<Undo> {
  const before = servers.map((server) => ({ server, earlier: server.version }));
  for (const server of servers) await replace(lab, server, version);
  return () => putBack(lab, before);
}

/** No installer goes back over the top: an older version takes a new registration. */
export async function putBack(
  lab: ChangeWorld,
  before: readonly { server: AgentServer; earlier: string | undefined }[],
): Promise<void> {
  for (const { server, earlier } of [...before].reverse()) {
    if (earlier !== undefined && server.version !== earlier) await replace(lab, server, earlier);
  }
}

async function replace(lab: ChangeWorld, server: AgentServer, version: string): Promise<void> {
  await lab.drive(server.uninstall({ updaterToo: false }));
  await lab.drive(server.install({ version }));
}
