/** Which tenant, and whose CA: the options that all processes of a shared tenant have in common. */
import type { Command } from 'commander';
import type { TenantDescription } from '../../lab/tenant/tenant-description.ts';

export interface TenantOptions {
  seed: string;
  tenant?: string;
  stateDir: string;
}

export function withTenant(command: Command): Command {
  return command
    .option('--seed <text>', 'same seed, same tenant and accounts', '1')
    .option('--tenant <file>', 'what the tenant is (default: a seeded Contoso)')
    .option('--state-dir <folder>', 'folder of the CA, the same for all', '.pta-lab');
}

export async function readTenantOption({
  tenant,
}: TenantOptions): Promise<{ tenantFile?: TenantDescription }> {
  if (tenant === undefined) return {};
  const { readTenantFile } = await import('../../lab/tenant/tenant-file.ts');
  return { tenantFile: readTenantFile(tenant) };
}
