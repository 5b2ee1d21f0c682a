/**
 * The files that docker-compose.yml mounts fit each other and the product: what is generated is up
 * to date, what is named is there. Out of date? `npx vitest run test/containers/compose-files -u`
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { cadencesOf, evaluationMs } from '../../cli/rules/cadence.ts';
import { composeGroups, renderRules, renderRuleTests } from '../../cli/rules/compose-rules.ts';
import { renderDashboard } from '../../cli/rules/dashboard.ts';
import { readEstateFile } from '../../lab/estate-file/estate-file.ts';
import { CONTAINER_SITES } from '../../lab/outposts/container-estate.ts';
import { loadProbesFile } from '../../probes/live/config/load-probes-file.ts';
import { proves } from '../parity/proves.ts';

const HERE = path.resolve(import.meta.dirname, '../../deploy/compose');
const COMPOSE = path.resolve(HERE, '../../docker-compose.yml');
const RULES = 'pta-lab.rules.yaml';
const folder = mkdtempSync(path.join(tmpdir(), 'compose-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** As the lab in the container writes it, and as it is found on no other machine. */
function loadProbes() {
  const line = path.join(folder, 'lab.json');
  const account = { userName: 'ada@contoso.example', password: 'not-a-password' };
  const authority = 'https://login.microsoftonline.com.lab.localhost/00000000-0000-4000-8000-1';
  const described = {
    ...{ authority, graph: 'https://graph.microsoft.com.lab.localhost' },
    control: 'http://login.microsoftonline.com.lab.localhost:7080',
    ...{ caFile: path.join(folder, 'ca.pem'), tenantId: 'tenant', clientId: 'client' },
    accounts: { healthy: account, cloudOnly: account },
  };
  writeFileSync(line, JSON.stringify(described), { mode: 0o600 });
  const text = readFileSync(path.join(HERE, 'probes.yaml'), 'utf8');
  const file = path.join(folder, 'probes.yaml');
  writeFileSync(file, text.replace('/run/operator/lab.json', line));
  return loadProbesFile(file);
}

test('the prober’s configuration is taken, and Prometheus has the rules that belong to it', async () => {
  const cadences = cadencesOf(loadProbes(), Date.now());
  const groups = composeGroups(cadences);
  const at = (name: string) => path.join(HERE, 'prometheus', name);
  await expect(renderRules(groups)).toMatchFileSnapshot(at(RULES));
  const tests = renderRuleTests(groups, RULES, evaluationMs(cadences));
  await expect(tests).toMatchFileSnapshot(at('pta-lab.rules.test.yaml'));
});

test('the prober looks from a server of each site: without them diagnosis could only guess', () => {
  const looks = Object.values(loadProbes().modules).filter(({ probe }) => probe === 'preflight');
  const servers = looks.flatMap(({ server }) => server ?? []);
  expect(servers).toEqual(CONTAINER_SITES.map(({ agents: [first] }) => first));
});

test(proves('containers.grafana', 'Grafana has the dashboard of pta-lab rules'), async () => {
  const file = path.join(HERE, 'grafana/dashboards/pta-lab.dashboard.json');
  await expect(renderDashboard()).toMatchFileSnapshot(file);
});

test('the compose estate has a container for each of its agents, sites and controllers', async () => {
  const { sites = [] } = await readEstateFile(path.join(HERE, 'estate.yaml'));
  expect(sites).toEqual(CONTAINER_SITES);
  const { services } = parse(readFileSync(COMPOSE, 'utf8'), { merge: true });
  const wanted = sites.flatMap(({ name, agents, controllers }) => [
    ...[...agents, ...controllers, `egress-${name}`],
  ]);
  expect(Object.keys(services)).toEqual(expect.arrayContaining(wanted));
});

interface Service {
  command?: readonly string[];
  volumes?: readonly string[];
  networks: object;
  ports?: readonly string[];
  cap_add?: readonly string[];
  cap_drop: readonly string[];
  security_opt: readonly string[];
  privileged?: boolean;
  mem_limit: string;
  healthcheck?: object;
  profiles?: readonly string[];
}

interface Compose {
  services: Record<string, Service>;
  networks: Record<string, Network>;
}

interface Network {
  internal?: boolean;
  driver_opts?: Record<string, string>;
  ipam?: { config: readonly { aux_addresses?: object }[] };
}

const readCompose = (text: string): Compose => parse(text, { merge: true });

const SAMBA = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETUID', 'SETGID', 'KILL', 'NET_BIND_SERVICE'];

function capabilitiesOf(service: string): readonly string[] {
  if (service.startsWith('egress-')) return ['NET_ADMIN', 'NET_BIND_SERVICE'];
  return service.startsWith('dc-') ? SAMBA : [];
}

const BOUNDS = 'no container is published beyond loopback, privileged, or without bounds';
test(proves('containers.bounds', BOUNDS), () => {
  const text = readFileSync(COMPOSE, 'utf8');
  const { services } = readCompose(text);
  for (const [name, service] of Object.entries(services)) {
    expect(service.cap_drop, name).toEqual(['ALL']);
    expect(service.security_opt, name).toContain('no-new-privileges:true');
    expect(service.privileged, name).toBeUndefined();
    expect(service.mem_limit, name).toBeTruthy();
    for (const port of service.ports ?? []) expect(port, name).toMatch(/^127\.0\.0\.1:/);
    if (service.profiles === undefined) expect(service.healthcheck, name).toBeDefined();
    expect(service.cap_add ?? [], name).toEqual(capabilitiesOf(name));
  }
  // What is secret comes from the environment or is made at the start.
  expect(text).not.toMatch(/(PASSWORD|TOKEN|SECRET)\w*: +[^\s${/]/);
});

test('a container has the secrets of its own kind alone', () => {
  const { services } = readCompose(readFileSync(COMPOSE, 'utf8'));
  const volumesOf = ({ volumes = [] }: Service) =>
    volumes.map((one) => one.split(':')[0] ?? '').filter((name) => /^[a-z]/.test(name));
  const seen = Object.groupBy(
    Object.entries(services).flatMap(([name, one]) =>
      volumesOf(one).map((volume) => ({ volume, name })),
    ),
    ({ volume }) => volume,
  );
  const who = (volume: string) => (seen[volume] ?? []).map(({ name }) => name).toSorted();
  expect(who('agents')).toEqual(['agt-1', 'agt-2', 'agt-3', 'mock-entra']);
  expect(who('egresses')).toEqual(['egress-branch', 'egress-hq', 'mock-entra']);
  expect(who('controllers')).toEqual(['dc-1', 'dc-2', 'mock-entra']);
  expect(who('operator')).toEqual(['browser', 'load', 'mock-entra', 'prober', 'prometheus']);
  expect(who('tenant')).toEqual(['replica-1', 'replica-2', 'scale-dc']);
  expect(who('store')).toEqual(['nats', 'replica-1', 'replica-2']);
  expect(who('hand-over')).toEqual(['replica-1', 'replica-2', 'scale-agt-1', 'scale-agt-2']);
});

test('no network leads out: the host has no address in it, or its router is nobody', () => {
  const { services, networks } = readCompose(readFileSync(COMPOSE, 'utf8'));
  for (const [name, { internal, driver_opts, ipam }] of Object.entries(networks)) {
    if (name === 'doors') {
      expect(ipam?.config[0]?.aux_addresses).toHaveProperty('DefaultGatewayIPv4');
      continue;
    }
    expect(driver_opts, name).toEqual({ 'com.docker.network.bridge.inhibit_ipv4': 'true' });
    // A site's router is its egress.
    if (!['hq', 'branch'].includes(name)) expect(internal, name).toBe(true);
  }
  const shared = Object.keys(services['agt-1']?.networks ?? {});
  const beside = ['dc-1', 'egress-branch', 'agt-3'].map((name) =>
    Object.keys(services[name]?.networks ?? {}).filter((one) => shared.includes(one)),
  );
  expect(beside).toEqual([[], [], ['control-agents']]);
});

test('what NATS knows outlives it: it lies where the replicas keep it', () => {
  const { nats } = readCompose(readFileSync(COMPOSE, 'utf8')).services;
  const [volume = ''] = nats?.volumes ?? [];
  expect(nats?.command?.join()).toContain(`-sd ${volume.replace('store:', '')}/`);
});
