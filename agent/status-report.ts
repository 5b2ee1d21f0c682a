/**
 * The report over port 8080 while 443 is unavailable (ED-QS): it keeps the agent Active on the
 * portal, and nobody signs in by it. Signed with the agent's key, because plain HTTP has no client
 * certificate; the wire is the lab's own.
 */
import { CLOUD_PORTS, HOSTS, labHost } from '../protocol/hosts.ts';
import { STATUS_SIGNATURE_HEADER, type StatusReport } from '../protocol/messages.ts';
import { refuseForeignEndpoint } from './guard.ts';
import type { Link } from './link.ts';
import type { Say } from './say.ts';

export async function reportStatus(link: Link, say: Say): Promise<void> {
  const { clock, crypto, network, tenantId, timings } = link.options;
  const { agentId, held } = link.installation;
  const report: StatusReport = {
    ConnectorId: agentId,
    SubscriptionId: tenantId,
    TimeGenerated: new Date(clock.nowMs()).toISOString(),
  };
  const body = JSON.stringify(report);
  const signature = await crypto.sign(held[0].key, Buffer.from(body));
  const url = `http://${labHost(HOSTS.bootstrap(tenantId))}:${CLOUD_PORTS.status}/status`;
  refuseForeignEndpoint(url);
  const headers = {
    'content-type': 'application/json',
    [STATUS_SIGNATURE_HEADER]: Buffer.from(signature).toString('base64'),
  };
  const outcome = await network.request(
    { method: 'POST', url, headers, body },
    { from: link.options.vantage, timeoutMs: timings.statusReportTimeoutMs },
  );
  if (!outcome.ok || outcome.value.status !== 200) return;
  say('statusReported', 'Port 443 is unavailable; the status went out over 8080.');
}
