/** What a load verdict rests on, and what it therefore says nothing about. */
import type { LoadResult, RestsOn } from '../../load/load-result.ts';
import { type AgentCapacity, CAPACITY, isDocumented } from '../../protocol/capacity.ts';
import { formatCount } from '../../runtime/quantities.ts';
import { html, type Markup, NOTHING } from '../report/markup.ts';
import { section, table } from '../report/page-parts.ts';

const MODES: Readonly<Record<RestsOn['mode'], string>> = {
  virtual: 'Clock and network were simulated, the protocol code was the real one.',
  live: 'Real sockets and real TLS.',
};

const CRYPTO: Readonly<Record<RestsOn['crypto'], string>> = {
  rsa: 'Full crypto: passwords were sealed with RSA-2048, tokens signed with RS256.',
  fast: 'Fast crypto: an envelope of the same size without RSA, and ES256. It says nothing about how fast real agents are.',
  'stand-in':
    'A stand-in with RSA’s sizes and failures sealed the passwords. It says nothing about how fast real agents are.',
  unknown: 'Which crypto the lab used is not in the parts: say it with --crypto when joining.',
};

const DOCUMENTED =
  'The agents’ speed came from our model of the documented server. What this run verifies is our model of the documented agent, not an agent of yours.';

const CHOSEN =
  'The agents’ speed was chosen for this run, below. What it verifies is our model of such an agent, neither the documented one nor one of yours.';

export function renderLoadRestedOn({ restsOn }: LoadResult): Markup {
  const { mode, crypto, capacity, ownCapacity = [], skew, seed, startedAt, versions } = restsOn;
  const made = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return section('rested', 'What the verdict rests on', [
    html`<p>${MODES[mode]} ${CRYPTO[crypto]}</p>`,
    speedOf(capacity),
    ownCapacity.length === 0
      ? NOTHING
      : html`<p>As fast as the estate file says instead: ${ownCapacity.join(', ')}.</p>`,
    skew === 0
      ? NOTHING
      : html`<p>The cloud’s choice of agents was skewed by ${skew}: assumed.</p>`,
    html`<p class="quiet">Seed <code>${seed}</code>, begun ${startedAt}.
${made.length === 0 ? '' : `${made.join(', ')}.`}</p>`,
  ]);
}

function speedOf(capacity: RestsOn['capacity']): Markup {
  if (capacity === 'unknown') return html`<p>How fast the agents were made to be is not known.</p>`;
  return capacity === 'host'
    ? html`<p>The agents were as fast as this machine let them be, and not modelled: the documented
band is drawn in for comparison only.</p>`
    : html`<p><b>${isDocumented(capacity) ? DOCUMENTED : CHOSEN}</b></p>${parameters(capacity)}`;
}

const UNITS: Readonly<Record<keyof AgentCapacity, string>> = {
  cores: 'cores',
  serviceMs: 'ms of one core',
  spread: 'coefficient of variation',
  slots: 'at once',
  controllerTrips: 'round trips',
};

/** Of a capacity that somebody chose, nothing is documented but what equals the document. */
function parameters(capacity: AgentCapacity): Markup {
  const names = Object.keys(UNITS) as (keyof AgentCapacity)[];
  const rows = names.map((name) => {
    const { value, basis, note } = CAPACITY[name];
    const same = capacity[name] === value;
    return html`<tr><td><code>${name}</code></td>
<td class="number">${capacity[name]} ${UNITS[name]}</td>
<td>${same ? basis : 'chosen for this run'}</td><td>${note}</td></tr>`;
  });
  const { bandFromPerSecond, bandToPerSecond } = CAPACITY;
  const band = `${bandFromPerSecond.value}–${formatCount(bandToPerSecond.value)}/s`;
  return html`${table('parameters stacking', ['Parameter', 'Value', 'Basis', 'Note'], rows)}
<p class="quiet">The band of ${band} for one agent on 4 cores and 16 GB is
${bandFromPerSecond.basis}.</p>`;
}
