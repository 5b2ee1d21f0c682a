/**
 * A live lab for clients of somebody else. The one thing done for them is what a person does too:
 * the lab's CA is trusted. They get their addresses from the lab and everything else is theirs.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import type { LabOptions } from '../../lab/estate.ts';
import type { Lab, LiveEndpoints } from '../../lab/lab.ts';
import { startLab } from '../../lab/start-lab.ts';

export interface WitnessLab extends AsyncDisposable {
  lab: Lab;
  live: LiveEndpoints;
  /** Host and port, for clients that ask which authorities are known. */
  host: string;
  /** With the trailing slash that some clients insist on. */
  issuer: string;
  folder: string;
}

export async function startWitnessLab(options: LabOptions = {}): Promise<WitnessLab> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pta-lab-witness-'));
  const lab = await startLab({ mode: 'live', traffic: false, stateDir: folder, ...options });
  const { live } = lab.endpoints;
  if (!live) throw new Error('expected a lab with addresses on loopback');
  const before = tls.getCACertificates('default');
  tls.setDefaultCACertificates([...before, readFileSync(live.caFile, 'utf8')]);
  return {
    lab,
    live,
    host: new URL(live.authority).host,
    issuer: `${live.authority}/v2.0`,
    folder,
    async [Symbol.asyncDispose]() {
      tls.setDefaultCACertificates(before);
      await lab[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
