/**
 * Probe `discovery`: the OpenID configuration and the signing keys, as every client reads them
 * before it trusts a token. Keys roll over with no set time between (ED-KEYS): a planned roll-over
 * leaves an old key published beside the new one, an emergency takes all of them at once.
 */
import { CLOUDS } from '../protocol/clouds.ts';
import { realHost } from '../protocol/hosts.ts';
import type { DiscoveryObservation } from './observations.ts';
import type { Judgement, Probe } from './probe.ts';
import { fetchPublished } from './wire/published-keys.ts';

export interface DiscoveryExpectation {
  /** Ids of keys that were published the last time: at least one of them still has to be. */
  keyIds?: readonly string[];
}

export const discovery: Probe<DiscoveryObservation, DiscoveryExpectation> = {
  id: 'discovery',
  about: 'The OpenID configuration names this tenant, this cloud, and keys that are known',
  signsInAs: 'nobody',
  usual: () => ({}),
  async observe(context) {
    const published = await fetchPublished(context);
    const { authority, cloud } = context;
    const seen = { authority, cloud, phaseMs: published.phaseMs };
    if (!published.ok) {
      const nothing = { issuer: null, cloudInstance: null, keyIds: [] };
      return { ...seen, ...nothing, problem: published.problem };
    }
    const { issuer, cloudInstance, keys } = published;
    return {
      ...{ ...seen, issuer, cloudInstance: cloudInstance && realHost(cloudInstance) },
      keyIds: keys.map(({ kid }) => kid),
      problem: null,
    };
  },
  judge(observation, { keyIds: known = [] }) {
    const { keyIds, problem } = observation;
    const wrong = problem ?? identityProblem(observation);
    if (wrong !== null) return { verdict: 'fail', summary: wrong };
    return judgeKeys(keyIds, known);
  },
};

function identityProblem({ authority, issuer, cloud, cloudInstance }: DiscoveryObservation) {
  const { instance, title } = CLOUDS[cloud];
  if (cloudInstance !== instance) {
    const came = cloudInstance ?? 'no cloud_instance_name';
    return `discovery: expected ${instance}, ${title}, got ${came}: choose the tenant’s own cloud`;
  }
  const expected = `${authority}/v2.0`;
  return issuer === expected ? null : `discovery: expected issuer ${expected}, got ${issuer}`;
}

function judgeKeys(keyIds: readonly string[], known: readonly string[]): Judgement {
  if (keyIds.length === 0) return { verdict: 'fail', summary: 'signing keys: none is published' };
  const kept = known.filter((id) => keyIds.includes(id));
  const added = known.length === 0 ? [] : keyIds.filter((id) => !known.includes(id));
  const count = `${keyIds.length} signing key${keyIds.length === 1 ? '' : 's'}`;
  if (known.length > 0 && kept.length === 0) {
    const why = 'an emergency roll-over, or not the same cloud: clients must fetch the keys anew';
    return { verdict: 'fail', summary: `${count}, and none of the ${known.length} known: ${why}` };
  }
  const rolled = added.length === 0 ? '' : `, ${added.length} of them new: a roll-over`;
  return { verdict: 'pass', summary: `issuer and cloud as expected, ${count}${rolled}` };
}
