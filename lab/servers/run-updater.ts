/**
 * The updater's service on one server: runs for as long as the server says so. A program of its
 * own, it goes on when the agent is gone, and has nobody to ask as then.
 */
import { startUpdater, type Updater } from '../../agent/updater/start-updater.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type { Vantage } from '../../runtime/ports.ts';
import type { ServerParts } from './server-parts.ts';
import type { WindowsServer } from './windows-server.ts';

export interface UpdaterService {
  /** Starts or stops it, as the server's services say now. */
  follow(): void;
}

export function createUpdaterService(
  parts: ServerParts,
  server: WindowsServer,
  vantage: () => Vantage,
): UpdaterService {
  let updater: Updater | undefined;
  return {
    follow() {
      const isDue = server.services.updater === 'running';
      if (isDue === (updater !== undefined)) return;
      updater?.stop();
      updater = isDue ? start() : undefined;
    },
  };

  function start(): Updater {
    const { clock, network, timings, tenantId, onTrouble } = parts;
    return startUpdater({
      ...{ clock, network, timings, tenantId, onTrouble },
      ...{ log: server.log, vantage },
      installation: () => server.installation,
      update: (version) => update(server, version, timings.updateInstallMs),
    });
  }
}

async function update(
  server: WindowsServer,
  version: string,
  installMs: number,
): Promise<string | undefined> {
  try {
    await server.upgrade({ version, installMs });
    return undefined;
  } catch (error) {
    // A server that is down or has no agent cannot be updated; that is for the updater's log.
    if (error instanceof LabError) return error.message;
    throw error;
  }
}
