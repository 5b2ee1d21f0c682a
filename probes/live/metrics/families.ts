/**
 * Every metric there is, as data: what is registered, what `docs/metrics.md` lists and what
 * `pta-lab rules` may ask for. A label holds names of the configuration, agents and codes; never a
 * person.
 */

export interface Family {
  name: string;
  type: 'gauge' | 'counter' | 'histogram' | 'summary';
  labels: readonly string[];
  /** In words, for the document. */
  unit: string;
  help: string;
}

function family<T extends Family['type']>(
  type: T,
  name: string,
  labels: readonly string[],
  unit: string,
  help: string,
): Family & { type: T } {
  return { name, type, labels, unit, help };
}

const MODULE = ['target', 'module'] as const;

/** Of one run, on `/probe`. The first ten have blackbox_exporter's names and meanings. */
export const PROBE_FAMILIES = {
  success: family(
    'gauge',
    'probe_success',
    [],
    '0 or 1',
    'Displays whether or not the probe was a success; absent if it was inconclusive',
  ),
  duration: family(
    'gauge',
    'probe_duration_seconds',
    [],
    'seconds',
    'How long the probe took to complete',
  ),
  httpStatus: family(
    'gauge',
    'probe_http_status_code',
    [],
    'HTTP status',
    'Status of the last answer; 0 if none came',
  ),
  httpDuration: family(
    'gauge',
    'probe_http_duration_seconds',
    ['phase'],
    'seconds',
    'Duration by phase: resolve, connect, tls, processing, transfer; further ones as the probe has',
  ),
  dnsLookup: family(
    'gauge',
    'probe_dns_lookup_time_seconds',
    [],
    'seconds',
    'Time taken by name resolution',
  ),
  httpSsl: family('gauge', 'probe_http_ssl', [], '0 or 1', 'Whether the answer came over TLS'),
  certExpiry: family(
    'gauge',
    'probe_ssl_earliest_cert_expiry',
    [],
    'Unix time, seconds',
    'When the first of the certificates that were seen expires',
  ),
  tlsVersion: family(
    'gauge',
    'probe_tls_version_info',
    ['version'],
    'always 1',
    'TLS version that was agreed on',
  ),
  verdict: family(
    'gauge',
    'pta_probe_verdict',
    ['verdict'],
    '0 or 1',
    'Verdict of the probe: pass, fail or inconclusive; one of the three is 1',
  ),
  inconclusive: family(
    'gauge',
    'pta_probe_inconclusive',
    [],
    '0 or 1',
    'Whether the probe could not tell; then probe_success is absent',
  ),
  aadsts: family(
    'gauge',
    'pta_probe_aadsts',
    [],
    'AADSTS code',
    'AADSTS code of the answer; 0 if there was none',
  ),
  agent: family(
    'gauge',
    'pta_probe_agent_info',
    ['agent'],
    'always 1',
    'Agent that answered, where the sign-in log named it',
  ),
} as const satisfies Record<string, Family>;

/** Of everything the watch has seen since it started, on `/metrics`. */
export const WATCH_FAMILIES = {
  allSuccess: family(
    'summary',
    'probe_all_success',
    MODULE,
    'runs',
    'Passed runs (sum) among those that passed or failed (count)',
  ),
  allDuration: family(
    'histogram',
    'probe_all_duration_seconds',
    MODULE,
    'seconds',
    'How long runs took that passed or failed',
  ),
  duration: family(
    'histogram',
    'pta_probe_duration_seconds',
    [...MODULE, 'verdict'],
    'seconds',
    'How long runs took, by verdict',
  ),
  runs: family('counter', 'pta_probe_runs_total', [...MODULE, 'verdict'], 'runs', 'Finished runs'),
  codes: family(
    'counter',
    'pta_probe_aadsts_total',
    [...MODULE, 'aadsts'],
    'runs',
    'Runs that ended with an AADSTS code',
  ),
  verdict: family(
    'gauge',
    'pta_probe_verdict',
    [...MODULE, 'verdict'],
    '0 or 1',
    'Verdict of the last run; one of the three is 1',
  ),
  streak: family(
    'gauge',
    'pta_probe_consecutive_failures',
    MODULE,
    'runs',
    'Failed runs since the last that passed; inconclusive ones change nothing',
  ),
  blindness: family(
    'gauge',
    'pta_probe_consecutive_inconclusive',
    MODULE,
    'runs',
    'Inconclusive runs since the last that passed or failed',
  ),
  lastRun: family(
    'gauge',
    'pta_probe_last_run_timestamp_seconds',
    MODULE,
    'Unix time, seconds',
    'When the last run ended; when the watch started if there was none',
  ),
  staleAt: family(
    'gauge',
    'pta_probe_stale_timestamp_seconds',
    MODULE,
    'Unix time, seconds',
    'When the module counts as stale: its third slot without a run, planned work left out',
  ),
  phase: family(
    'gauge',
    'pta_probe_phase_duration_seconds',
    [...MODULE, 'phase'],
    'seconds',
    'Phases of the last run',
  ),
  agentUp: family(
    'gauge',
    'pta_agent_up',
    ['target', 'agent'],
    '0 or 1',
    'Whether the list of agents shows this one as Active',
  ),
  agentsExpected: family(
    'gauge',
    'pta_agents_expected',
    ['target'],
    'agents',
    'How many agents the configuration wants Active',
  ),
  agentsListed: family(
    'gauge',
    'pta_agents_observed_timestamp_seconds',
    ['target'],
    'Unix time, seconds',
    'When the list of agents was last read; pta_agent_up is as old as this',
  ),
  agentsUnknown: family(
    'gauge',
    'pta_agents_not_in_inventory',
    ['target'],
    'agents',
    'Listed agents that fit nothing in the inventory; absent where nobody keeps one',
  ),
  agentSeen: family(
    'gauge',
    'pta_agent_last_seen_timestamp_seconds',
    ['target', 'agent'],
    'Unix time, seconds',
    'Newest sign-in that the log says this agent answered',
  ),
  authentications: family(
    'counter',
    'pta_authentications_total',
    ['target', 'agent', 'result', 'aadsts'],
    'sign-ins',
    'Sign-ins by agent in the log: success, refused (the chain answered), failed (it did not)',
  ),
  refusals: family(
    'counter',
    'pta_budget_refusals_total',
    MODULE,
    'runs',
    'Runs that the budget of their account did not allow; nothing was sent',
  ),
  interval: family(
    'gauge',
    'pta_probe_interval_seconds',
    MODULE,
    'seconds',
    'Longest time between two runs by schedule',
  ),
  maintenance: family(
    'gauge',
    'pta_maintenance',
    ['target'],
    '0 or 1',
    'Whether a maintenance window of the target holds',
  ),
  reloadOk: family(
    'gauge',
    'pta_config_last_reload_successful',
    [],
    '0 or 1',
    'Whether the last reload of the configuration was taken; 0: the one before is in force',
  ),
  reloadAt: family(
    'gauge',
    'pta_config_last_reload_success_timestamp_seconds',
    [],
    'Unix time, seconds',
    'When a configuration was last taken',
  ),
  build: family(
    'gauge',
    'pta_build_info',
    ['version', 'node'],
    'always 1',
    'Version of pta-lab and of Node',
  ),
} as const satisfies Record<string, Family>;
