/** The manifests of a shared tenant: they parse, and what is secret there is shut to others. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { proves } from '../parity/proves.ts';

const FOLDER = path.resolve(import.meta.dirname, '../../deploy/kubernetes');

interface Manifest {
  kind: string;
  metadata?: { name: string };
  resources?: readonly string[];
  spec?: {
    podSelector?: object;
    policyTypes?: readonly string[];
    ingress?: readonly object[];
    template?: { spec: Pod };
  };
}

interface Container {
  securityContext: object;
  readinessProbe?: object;
  lifecycle?: object;
}

interface Pod {
  securityContext: object;
  containers: Container[];
  initContainers?: { securityContext: object }[];
  volumes: { name: string; persistentVolumeClaim?: { claimName: string } }[];
}

const files = readdirSync(FOLDER);
const manifests = files.flatMap((file): Manifest[] =>
  parseAllDocuments(readFileSync(path.join(FOLDER, file), 'utf8')).map((document) => {
    expect(document.errors, file).toEqual([]);
    return document.toJS();
  }),
);
const ofKind = (kind: string) => manifests.filter((one) => one.kind === kind);

test(proves('scale.kubernetes', 'the kustomization names every manifest'), () => {
  const [{ resources } = {}] = ofKind('Kustomization');
  const others = files.filter((file) => file !== 'kustomization.yaml');
  expect(resources?.toSorted()).toEqual(others.toSorted());
});

test('NATS is reached by replicas alone, and the lab from inside its namespace alone', () => {
  const inward = ofKind('NetworkPolicy').filter(({ spec }) =>
    spec?.policyTypes?.includes('Ingress'),
  );
  const rules = inward.map(({ spec }) => [spec?.podSelector, spec?.ingress]);
  const all = { podSelector: {} };
  const notNats = { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['nats'] }] };
  const replicas = { podSelector: { matchLabels: { app: 'replica' } } };
  expect(rules).toEqual([
    [{ matchLabels: { app: 'nats' } }, [{ from: [replicas], ports: [{ port: 4222 }] }]],
    [notNats, [{ from: [all] }]],
  ]);
});

test('no pod runs as root, gains rights or writes into its image', () => {
  const pods = [...ofKind('Deployment'), ...ofKind('StatefulSet')].map(
    ({ spec }) => spec?.template,
  );
  expect(pods.length).toBe(4);
  for (const pod of pods) {
    expect(pod?.spec.securityContext).toMatchObject({ runAsNonRoot: true });
    const { containers = [], initContainers = [] } = pod?.spec ?? {};
    for (const { securityContext } of [...initContainers, ...containers]) {
      expect(securityContext).toEqual({
        ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
        capabilities: { drop: ['ALL'] },
      });
    }
  }
});

test('agents see neither the key of the CA nor the token of NATS', () => {
  const pods = [...ofKind('Deployment'), ...ofKind('StatefulSet')];
  const claims = pods.map(({ metadata, spec }) => [
    metadata?.name,
    spec?.template?.spec.volumes.flatMap((one) => one.persistentVolumeClaim?.claimName ?? []),
  ]);
  expect(Object.fromEntries(claims)).toEqual({
    ...{ agent: ['hand-over'], controllers: ['tenant'], nats: ['store'] },
    replica: ['tenant', 'hand-over', 'store'],
  });
});

test('a pod is called when it is ready, and a replica stops when nobody is led to it', () => {
  const pods = [...ofKind('Deployment'), ...ofKind('StatefulSet')];
  const containers = pods.flatMap(({ spec }) => spec?.template?.spec.containers ?? []);
  expect(containers.filter((one) => one.readinessProbe === undefined)).toEqual([]);
  const waits = { preStop: { exec: { command: ['sleep', '5'] } } };
  expect(containers.flatMap((one) => one.lifecycle ?? [])).toEqual([waits]);
});
