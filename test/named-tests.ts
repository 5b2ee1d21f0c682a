/**
 * Test files that run otherwise than their suffix says, by path without `.test.ts`. A file that is
 * not named runs as all of its kind do; a name that fits no file fails test/tidy.
 */

/**
 * Long virtual runs, planted bugs, real controllers, the search, processes of our own whose verbs
 * the rest shows: no version of Node can change what they say, so CI runs them on one. What
 * sockets, TLS, HTTP and signals may change is run on both.
 */
export const ONCE = [
  ...['test/catalogue', 'test/catalogue-path', 'test/network-virtual', 'scenarios/ready'],
  ...['scenarios/compare/run-comparison', 'lab/diagnosis/score', 'load/plan/simulate'],
  ...['test/virtual-run', 'test/fuzz', 'test/agent-life', 'scenarios/run/method', 'load/knee/knee'],
  ...['test/search.e2e', 'test/planted-invariants.e2e', 'test/planted-bug.e2e'],
  ...['test/catalogue.e2e', 'test/catalogue-path.e2e', 'test/partial.e2e', 'test/long-life.e2e'],
  ...['cli/agent.e2e', 'cli/estate.e2e', 'cli/faults.e2e', 'cli/trust.e2e', 'cli/plan.e2e'],
  ...['cli/rehearse.e2e', 'cli/rehearse/compose-lab.e2e', 'cli/replica.e2e'],
  ...['cli/load.e2e', 'cli/load-document.e2e', 'cli/doctor/install-k6.e2e'],
  ...['test/k6-scripts.e2e', 'test/witness/samba.e2e', 'test/oldest-node.e2e'],
  ...['load/kubernetes/kubernetes.e2e', 'scripts/build.e2e'],
  // The model of the agents' capacity, whatever runs it.
  ...['load/knee/knee.e2e', 'load/plan/predicts.e2e', 'bench/weigh-payloads.e2e'],
];

/**
 * Those that compute all the time, in virtual labs or in live ones whose claims are in lab time:
 * they keep no core waiting, and nothing in them hurries, so each core takes one.
 */
export const ABREAST = [
  ...['test/catalogue.e2e', 'test/catalogue-path.e2e', 'test/catalogue-tls.e2e'],
  ...['test/search.e2e', 'test/planted-invariants.e2e', 'test/planted-bug.e2e'],
  ...['test/partial.e2e', 'test/long-life.e2e', 'test/stories.e2e', 'test/canaries.e2e'],
  ...['cli/rehearse.e2e', 'cli/rehearse/compose-lab.e2e', 'cli/estate.e2e', 'cli/plan.e2e'],
  'test/oldest-node.e2e',
];
