/**
 * Names of the sovereign clouds: sign-in, Graph, portal, and what smart lockout starts with. PTA's
 * agent hosts are documented for the public cloud (ED-QS) and US Government (ED-GOV); none were
 * found for the cloud in China, so nothing here invents them.
 */
import type { SourceId } from './sources.ts';
import { TIMINGS } from './timings.ts';

export type SovereignCloud = 'public' | 'usgov' | 'usgov-dod' | 'china';

export interface CloudRow {
  title: string;
  /** Host names, without `https://`. */
  signIn: string;
  graph: string;
  portal: string;
  /** Older name of sign-in that some pages still give. */
  signInAlias?: string;
  /** `cloud_instance_name` of the OpenID configuration. */
  instance: string;
  /** Patterns of the agents' hosts; null: none documented. */
  agentHosts: readonly string[] | null;
  smartLockout: {
    threshold: number;
    durationMs: number;
    /** Whether a tenant can set its own. */
    isCustomisable: boolean;
  };
  sources: readonly SourceId[];
  note: string;
}

const { smartLockoutThreshold, smartLockoutDurationMs } = TIMINGS;
const FIRST_LOCK = { durationMs: smartLockoutDurationMs.value, isCustomisable: true };
/** ED-LOCK: three in the US Government cloud. */
const GOVERNMENT_THRESHOLD = 3;

const GOVERNMENT = {
  signIn: 'login.microsoftonline.us',
  portal: 'portal.azure.us',
  instance: 'microsoftonline.us',
  agentHosts: ['*.msappproxy.us', '*.servicebus.usgovcloudapi.net'],
  smartLockout: { ...FIRST_LOCK, threshold: GOVERNMENT_THRESHOLD },
  sources: ['ED-CLOUDS', 'GR-CLOUDS', 'ED-GOV', 'ED-LOCK', 'PUBLIC'],
} as const satisfies Partial<CloudRow>;

export const CLOUDS: Readonly<Record<SovereignCloud, CloudRow>> = {
  public: {
    title: 'the public cloud',
    signIn: 'login.microsoftonline.com',
    graph: 'graph.microsoft.com',
    portal: 'portal.azure.com',
    instance: 'microsoftonline.com',
    agentHosts: ['*.msappproxy.net', '*.servicebus.windows.net'],
    smartLockout: { ...FIRST_LOCK, threshold: smartLockoutThreshold.value },
    sources: ['ED-CLOUDS', 'GR-CLOUDS', 'ED-QS', 'ED-LOCK', 'AZSDKJS'],
    note: 'Also for Microsoft 365 GCC (GR-CLOUDS).',
  },
  usgov: {
    ...GOVERNMENT,
    title: 'the US Government cloud (L4, GCC High)',
    graph: 'graph.microsoft.us',
    note: 'The instance name was seen in published key sets.',
  },
  'usgov-dod': {
    ...GOVERNMENT,
    title: 'the US Government cloud (L5, DoD)',
    graph: 'dod-graph.microsoft.us',
    note: 'Signs in where L4 does; Graph is its own.',
  },
  china: {
    title: 'the cloud in China, operated by 21Vianet',
    signIn: 'login.partner.microsoftonline.cn',
    signInAlias: 'login.chinacloudapi.cn',
    graph: 'microsoftgraph.chinacloudapi.cn',
    portal: 'portal.azure.cn',
    instance: 'partner.microsoftonline.cn',
    agentHosts: null,
    smartLockout: {
      threshold: smartLockoutThreshold.value,
      durationMs: smartLockoutDurationMs.value,
      isCustomisable: false,
    },
    sources: ['ED-CLOUDS', 'GR-CLOUDS', 'ED-LOCK', 'PUBLIC'],
    note:
      'GR-CLOUDS still names the alias for sign-in; ED-CLOUDS, the newer page, is used. The ' +
      'instance name was seen in a public tool’s tests only.',
  },
};

export function isSovereignCloud(name: string): name is SovereignCloud {
  return Object.hasOwn(CLOUDS, name);
}

/** `https://login.microsoftonline.us/{tenantId}` */
export function authorityOf(cloud: SovereignCloud, tenantId: string): string {
  return `https://${CLOUDS[cloud].signIn}/${tenantId}`;
}
