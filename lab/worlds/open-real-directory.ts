/**
 * Real domain controllers in place of the embedded ones. Before anything starts one of them must be
 * there: DNS, TCP and TLS are tried, and no account is named.
 */
import { readFile } from 'node:fs/promises';
import type { Timings } from '../../protocol/timings.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type { PoolOptions } from '../../runtime/live/pool.ts';
import {
  createRealDirectory,
  type RealDirectory,
} from '../../runtime/live/real-directory/real-directory.ts';
import type { ExternalDirectory } from '../estate.ts';

/** @throws LabError `ESTATE_INVALID`, `DIRECTORY_UNREACHABLE` */
export async function openRealDirectory(
  { urls, caFile }: ExternalDirectory,
  pool: PoolOptions,
  timings: Pick<Timings, 'agentAnswerDeadlineMs' | 'controllerTimeoutMs'>,
): Promise<RealDirectory> {
  const ca = caFile === undefined ? undefined : await readAuthorities(caFile);
  const directory = createRealDirectory({ ...pool, urls, ...(ca !== undefined && { ca }) });
  const found = await directory.examine({
    from: { component: 'pta-lab', site: 'internet', trust: [] },
    timeoutMs: timings.agentAnswerDeadlineMs,
    connectTimeoutMs: timings.controllerTimeoutMs,
  });
  if (found.ok) return directory;
  directory[Symbol.dispose]();
  throw new LabError(
    'DIRECTORY_UNREACHABLE',
    `Expected a domain controller at ${urls.join(', ')}, but none can be reached: ${found.failure} ` +
      `at ${found.at}. No password was sent; whom to trust is said with --directory-ca.`,
  );
}

async function readAuthorities(file: string): Promise<string> {
  const pem = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new LabError('ESTATE_INVALID', `Expected certificates in ${file}: it cannot be read.`, {
      cause,
    });
  });
  if (pem.includes('-----BEGIN CERTIFICATE-----')) return pem;
  throw new LabError('ESTATE_INVALID', `Expected PEM certificates in ${file}, got none.`);
}
