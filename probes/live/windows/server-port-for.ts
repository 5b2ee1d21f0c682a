/**
 * Which server a probe looks at outside a lab: files that were exported from one, or the machine it
 * runs on. What nobody can look at says so when it is asked, so that the probe is inconclusive and
 * never a failure.
 */
import { hostname } from 'node:os';
import type { ServerPort } from '../../probe-ports.ts';
import { openExportedLogs } from './exported-log.ts';
import { createWindowsServerPort } from './windows-server-port.ts';

export interface ServerSource {
  /** Files that were exported from a server: events as XML, trace, counters. */
  logs?: readonly string[];
  nowMs(): number;
}

/** @throws LabError `USAGE_LOG` on a file that cannot be opened. */
export async function serverPortFor({ logs = [], nowMs }: ServerSource): Promise<ServerPort> {
  return logs.length > 0
    ? await openExportedLogs(logs)
    : createWindowsServerPort(hostname(), { nowMs });
}
