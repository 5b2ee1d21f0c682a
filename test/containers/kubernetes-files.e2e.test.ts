/** The manifests of a shared tenant: they parse, and what is secret there is shut to others. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';

const FOLDER = path.resolve(import.meta.dirname, '../../deploy/kubernetes');

interface Manifest {
  kind: string;
  metadata?: { name: string };
  resources?: readonly string[];
  spec?: {
    podSelector?: object;
    policyTypes?: readonly string[];
    ingress?: readonly object[];
    template?: { spec: { securityContext: object; containers: { securityContext: object }[] } };
  };
}

const files = readdirSync(FOLDER);
const manifests = files.flatMap((file): Manifest[] =>
  parseAllDocuments(readFileSync(path.join(FOLDER, file), 'utf8')).map((document) => {
    expect(document.errors, file).toEqual([]);
    return document.toJS();
  }),
);
const ofKind = (kind: string) => manifests.filter((one) => one.kind === kind);

test('the kustomization names every manifest', () => {
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
    for (const { securityContext } of pod?.spec.containers ?? []) {
      expect(securityContext).toEqual({
        ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
        capabilities: { drop: ['ALL'] },
      });
    }
  }
});
