/** Lint rules about the servers that agents run on: certificate, clock, proxy, programs. */
import { DAY_MS } from '../../../protocol/time-units.ts';
import { parseDuration } from '../../../runtime/duration.ts';
import { type LintedServer, type LintRule, serversOf } from './rule.ts';

export const RENEWAL_OVERDUE: LintRule = {
  severity: 'error',
  advice:
    'Look why the renewal does not come through (events of the agent, 443 to the renewal host): ' +
    'an agent whose certificate ends is deleted and has to be installed again.',
  sources: ['ED-SEC', 'AAI-DD', 'WHO'],
  find({ description, timings }) {
    const dueDays = (timings.certificateLifetimeMs - timings.renewalWindowMs) / DAY_MS;
    return serversOf(description).flatMap(({ agent, certificateAgeDays = 0 }) =>
      certificateAgeDays > dueDays
        ? [
            `the certificate of ${agent} is ${certificateAgeDays} days old; renewal was due after ` +
              `${dueDays}`,
          ]
        : [],
    );
  },
};

export const CLOCK_SKEW: LintRule = {
  severity: 'error',
  advice: 'Correct the time service of the server.',
  sources: ['WIN-KRB'],
  find: ({ description, timings }) =>
    serversOf(description).flatMap(({ agent, clockOffset = '0s' }) =>
      Math.abs(parseDuration(clockOffset)) > timings.kerberosSkewMs
        ? [`the clock of ${agent} is ${clockOffset} off, more than domain controllers accept`]
        : [],
    ),
};

export const NO_TLS_12: LintRule = {
  severity: 'error',
  advice: 'Enable TLS 1.2 on the server.',
  sources: ['ED-QS'],
  find: ({ description }) =>
    serversOf(description).flatMap(({ agent, tls12 }) =>
      tls12 === false ? [`TLS 1.2 is off on the server of ${agent}`] : [],
    ),
};

/** Of an agent that has no other way out; undefined for one that needs no proxy. */
function neededProxy({ site: { proxy }, proxySetting }: LintedServer) {
  return proxy && proxy.directToo !== true ? (proxySetting ?? proxy.setting) : undefined;
}

export const BROWSER_PROXY: LintRule = {
  severity: 'error',
  advice: 'Give the service the proxy too: WPAD, or its configuration file.',
  sources: ['ED-FAQ', 'SEED-B'],
  find: ({ description }) =>
    serversOf(description).flatMap((server) =>
      neededProxy(server) === 'browser'
        ? [`${server.agent} knows the proxy by the browser only: it registers and stays Inactive`]
        : [],
    ),
};

export const NO_WAY_OUT: LintRule = {
  severity: 'error',
  advice: 'Give the service the proxy: WPAD, or its configuration file.',
  sources: ['ED-FAQ'],
  find: ({ description }) =>
    serversOf(description).flatMap((server) =>
      neededProxy(server) === 'none'
        ? [`${server.agent} knows no proxy, and there is no other way out of ${server.site.name}`]
        : [],
    ),
};

export const UPDATER_OFF: LintRule = {
  severity: 'warning',
  advice: 'Start the updater service: only major versions come by it, but they do.',
  sources: ['ED-FAQ', 'ED-SEC'],
  find: ({ description }) =>
    serversOf(description).flatMap(({ agent, updater }) =>
      updater === false ? [`the updater beside ${agent} does not run`] : [],
    ),
};

export const CONNECTOR_ALONE: LintRule = {
  severity: 'warning',
  advice:
    'Preview agents are listed under the connector’s name: look at the version, and upgrade by ' +
    'hand if it is one.',
  sources: ['ED-UPG', 'SEED-A'],
  find: ({ description }) =>
    serversOf(description).flatMap(({ agent, connector }) =>
      connector === 'alone'
        ? [`the server of ${agent} lists a private network connector and no Authentication Agent`]
        : [],
    ),
};
