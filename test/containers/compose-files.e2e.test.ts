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
  ports?: readonly string[];
  cap_add?: readonly string[];
  cap_drop: readonly string[];
  security_opt: readonly string[];
  privileged?: boolean;
  mem_limit: string;
  healthcheck?: object;
  profiles?: readonly string[];
}

const SAMBA = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETUID', 'SETGID', 'KILL', 'NET_BIND_SERVICE'];

function capabilitiesOf(service: string): readonly string[] {
  if (service.startsWith('egress-')) return ['NET_ADMIN', 'NET_BIND_SERVICE'];
  return service.startsWith('dc-') ? SAMBA : [];
}

const BOUNDS = 'no container is published beyond loopback, privileged, or without bounds';
test(proves('containers.bounds', BOUNDS), () => {
  const text = readFileSync(COMPOSE, 'utf8');
  const services: Record<string, Service> = parse(text, { merge: true }).services;
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
