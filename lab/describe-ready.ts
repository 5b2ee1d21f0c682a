/**
 * What `pta-lab up --json` says of a live lab: the names other people's scripts rest on. It holds
 * the passwords of the lab's own people.
 */
import path from 'node:path';
import { LabError } from '../runtime/lab-error.ts';
import type { Lab } from './lab.ts';

export type Ready = ReturnType<typeof describeReady>;

/** `loadTarget`: the file for k6 scripts, where one was written. */
export function describeReady(lab: Lab, control: string, loadTarget?: string) {
  const { endpoints, tenantId, clientId, accounts, applications } = lab;
  const { live } = endpoints;
  if (!live) throw new LabError('HARNESS_NOT_LIVE', 'expected a lab with endpoints on loopback');
  const { authority, graph, port443, proxy, proxyCaFile } = live;
  return {
    ...{ authority, tenantId, graph, control, caFile: path.resolve(live.caFile), port443 },
    ...(proxy !== undefined && { proxy }),
    ...(proxyCaFile !== undefined && { proxyCaFile: path.resolve(proxyCaFile) }),
    ...(loadTarget !== undefined && { loadTarget }),
    ...{ clientId, applications, accounts },
  };
}
