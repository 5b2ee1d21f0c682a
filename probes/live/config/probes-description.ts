/**
 * The words of a file of probes once its schema holds; `probes/watch.schema.json` describes them.
 */
import type { SovereignCloud } from '../../../protocol/clouds.ts';
import type { BudgetLimits } from '../../budget/budget.ts';
import type { InventoryAgent, SiteKnowledge } from '../../probe-ports.ts';
import type { SecretRef, TargetAccount } from '../../target.ts';
import type { AlertsDescription } from '../alerts/read-alerts.ts';

export interface ProbesDescription {
  $schema?: string;
  history?: string;
  listen?: string | { address: string; token: SecretRef };
  timezone?: string;
  targets: Readonly<Record<string, TargetDescription>>;
  modules?: Readonly<Record<string, ModuleDescription>>;
  schedule?: readonly RowDescription[];
  maintenance?: readonly WindowDescription[];
  alerts?: AlertsDescription;
  telemetry?: {
    endpoint: string;
    serviceName?: string;
    headers?: Readonly<Record<string, SecretRef>>;
  };
}

export interface TargetDescription {
  lab?: string;
  cloud?: SovereignCloud;
  tenant?: string;
  client?: string;
  account?: TargetAccount;
  totp?: SecretRef;
  redirectUri?: string;
  screenshots?: string;
  administrator?: TargetAccount | { refreshToken: SecretRef; keepIn: string };
  agents?: number;
  inventory?: readonly InventoryAgent[];
  site?: Omit<SiteKnowledge, 'controllers' | 'proxy'> & Partial<SiteKnowledge>;
  directory?: DirectoryDescription;
  budget?: Omit<Partial<BudgetLimits>, 'minIntervalMs'> & { minInterval?: string };
}

export interface DirectoryDescription {
  domain: string;
  urls?: readonly string[];
  caFile?: string;
  account: TargetAccount;
  policy?: { threshold: number; duration: string };
}

export interface ModuleDescription {
  probe: string;
  timeout?: string;
  lookBack?: string;
  server?: string;
  expect?: Readonly<Record<string, unknown>>;
}

export interface RowDescription {
  target: string;
  module: string;
  every?: string;
  cron?: string;
  timezone?: string;
  jitter?: string;
}

export interface WindowDescription {
  reason: string;
  from?: string;
  to?: string;
  cron?: string;
  duration?: string;
  timezone?: string;
  targets?: readonly string[];
  probes?: 'pause' | 'mute';
}
