/** What the run’s sign-ins put on each site’s line by the documented formula: payload only. */
import type { LoadResult } from '../../load/load-result.ts';
import { CAPACITY, requestBytes, responseBytes } from '../../protocol/capacity.ts';
import { estimateTraffic, type SiteTraffic } from '../../protocol/traffic.ts';
import { formatBitRate, formatBytes, formatRate } from '../../runtime/quantities.ts';
import { html, type Markup, NOTHING } from '../report/markup.ts';
import { numberCell, section, table } from '../report/page-parts.ts';

export function renderTraffic({ agents, run, restsOn }: LoadResult): Markup {
  if (agents.length === 0 || run.durationMs === 0) return NOTHING;
  const peak = run.seconds.reduce((most, { completed }) => Math.max(most, completed), 0);
  const sites = estimateTraffic({ perSecond: peak, registered: restsOn.agents, agents });
  const request = formatBytes(requestBytes(restsOn.agents));
  const formula = `${formatBytes(CAPACITY.requestBytesFixed.value)} and ${formatBytes(CAPACITY.requestBytesPerAgent.value)} for each agent`;
  const heads = ['Site', 'Agents', 'Busiest second', 'From the cloud', 'To the cloud'];
  return section('traffic', 'Traffic between site and cloud', [
    html`<p>With ${restsOn.agents} ${restsOn.agents === 1 ? 'agent' : 'agents'} registered each request carries ${request}, as documented
(${formula}), and each answer ${formatBytes(responseBytes())}. Payload only: TLS, TCP and traffic to
domain controllers come on top.</p>
${table('traffic stacking', heads, sites.map(siteRow))}`,
  ]);
}

function siteRow(traffic: SiteTraffic): Markup {
  const { site, agents, perSecond, inBytesPerSecond, outBytesPerSecond } = traffic;
  return html`<tr><th scope="row">${site}</th>${numberCell('Agents', String(agents))}
${numberCell('Busiest second', formatRate(perSecond))}
${numberCell('From the cloud', lineWords(inBytesPerSecond))}
${numberCell('To the cloud', lineWords(outBytesPerSecond))}</tr>`;
}

/** As disks count, and as lines are sold. */
function lineWords(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s (${formatBitRate(bytesPerSecond)})`;
}
