/**
 * Whoever founded a domain does some things for all (FSMO roles: numbers for new accounts, changes
 * of the schema). One that is gone cannot hand them over: another one takes them.
 */
import { runSambaTool, SAMBA_TOOL } from './run-samba-tool.ts';

/** @throws LabError `DIRECTORY_NOT_PROVISIONED` */
export async function leadDomain(): Promise<void> {
  await runSambaTool(SAMBA_TOOL, ['fsmo', 'seize', '--role=all', '--force']);
}
