/** Every fault, by id. One line each. */

import { accountDisabled } from './account-disabled.ts';
import { accountExpired } from './account-expired.ts';
import { accountLocked } from './account-locked.ts';
import { agentCapacity } from './agent-capacity.ts';
import { agentClockWrong } from './agent-clock-wrong.ts';
import { agentCloned } from './agent-cloned.ts';
import { agentCrashMidRequest } from './agent-crash-mid-request.ts';
import { agentCrashed } from './agent-crashed.ts';
import { agentHung } from './agent-hung.ts';
import { agentKeyLost } from './agent-key-lost.ts';
import { agentOutdated } from './agent-outdated.ts';
import { agentSlow } from './agent-slow.ts';
import { agentStopped } from './agent-stopped.ts';
import { agentTimeSkew } from './agent-time-skew.ts';
import { agentTls12Off } from './agent-tls12-off.ts';
import { agentsBelowNPlus1 } from './agents-below-n-plus-1.ts';
import { agentsLeftAfterPtaDisabled } from './agents-left-after-pta-disabled.ts';
import { agentsUpgradedBeforeConnect } from './agents-upgraded-before-connect.ts';
import { asymmetricSites } from './asymmetric-sites.ts';
import { block80 } from './block-80.ts';
import { block443 } from './block-443.ts';
import { blockMsappproxy } from './block-msappproxy.ts';
import { blockServicebus } from './block-servicebus.ts';
import { bootstrapOutage } from './bootstrap-outage.ts';
import { breakGlassMissing } from './break-glass-missing.ts';
import { brokenPac } from './broken-pac.ts';
import { certificateExpired } from './certificate-expired.ts';
import { dcClockSkew } from './dc-clock-skew.ts';
import { dcDown } from './dc-down.ts';
import { dcHung } from './dc-hung.ts';
import { dcSlow } from './dc-slow.ts';
import { dnsNxdomain } from './dns-nxdomain.ts';
import { dnsSlow } from './dns-slow.ts';
import { dnsWrongAddress } from './dns-wrong-address.ts';
import type { Fault } from './fault.ts';
import { garbledAnswers } from './garbled-answers.ts';
import { graphThrottled } from './graph-throttled.ts';
import { halfOpen } from './half-open.ts';
import { lastAgentRemoved } from './last-agent-removed.ts';
import { lateAnswers } from './late-answers.ts';
import { liveCertificateDeleted } from './live-certificate-deleted.ts';
import { lossy443 } from './lossy-443.ts';
import { mustChangePassword } from './must-change-password.ts';
import { oneDcDown } from './one-dc-down.ts';
import { only8080 } from './only-8080.ts';
import { otherWorkstation } from './other-workstation.ts';
import { outsideLogonHours } from './outside-logon-hours.ts';
import { passwordExpired } from './password-expired.ts';
import { previewAgentLeftBehind } from './preview-agent-left-behind.ts';
import { proxy407 } from './proxy-407.ts';
import { proxy502 } from './proxy-502.ts';
import { proxyBlocksWebsockets } from './proxy-blocks-websockets.ts';
import { proxyDown } from './proxy-down.ts';
import { queueLost } from './queue-lost.ts';
import { renewalRefused } from './renewal-refused.ts';
import { selectiveAuthentication } from './selective-authentication.ts';
import { signInsThrottled } from './sign-ins-throttled.ts';
import { slow443 } from './slow-443.ts';
import { srvMissing } from './srv-missing.ts';
import { stagingServerSwitchedMethod } from './staging-server-switched-method.ts';
import { staleReplica } from './stale-replica.ts';
import { suffixNotRouted } from './suffix-not-routed.ts';
import { syncNotRun } from './sync-not-run.ts';
import { tlsExpired } from './tls-expired.ts';
import { tlsInspection } from './tls-inspection.ts';
import { tlsNoSharedCipher } from './tls-no-shared-cipher.ts';
import { tlsNotYetValid } from './tls-not-yet-valid.ts';
import { tlsOldProtocol } from './tls-old-protocol.ts';
import { tlsWrongName } from './tls-wrong-name.ts';
import { tlsWrongUsage } from './tls-wrong-usage.ts';
import { trustBroken } from './trust-broken.ts';
import { updaterLeftBehind } from './updater-left-behind.ts';
import { updaterStopped } from './updater-stopped.ts';
import { upnDiffers } from './upn-differs.ts';

export const FAULTS: Readonly<Record<string, Fault>> = {
  'account-disabled': accountDisabled,
  'account-expired': accountExpired,
  'account-locked': accountLocked,
  'agent-capacity': agentCapacity,
  'agent-clock-wrong': agentClockWrong,
  'agent-cloned': agentCloned,
  'agent-crash-mid-request': agentCrashMidRequest,
  'agent-crashed': agentCrashed,
  'agent-hung': agentHung,
  'agent-key-lost': agentKeyLost,
  'agent-outdated': agentOutdated,
  'agent-slow': agentSlow,
  'agent-stopped': agentStopped,
  'agent-time-skew': agentTimeSkew,
  'agent-tls12-off': agentTls12Off,
  'agents-below-n-plus-1': agentsBelowNPlus1,
  'agents-left-after-pta-disabled': agentsLeftAfterPtaDisabled,
  'agents-upgraded-before-connect': agentsUpgradedBeforeConnect,
  'asymmetric-sites': asymmetricSites,
  'block-443': block443,
  'block-80': block80,
  'block-msappproxy': blockMsappproxy,
  'block-servicebus': blockServicebus,
  'bootstrap-outage': bootstrapOutage,
  'break-glass-missing': breakGlassMissing,
  'broken-pac': brokenPac,
  'certificate-expired': certificateExpired,
  'dc-clock-skew': dcClockSkew,
  'dc-down': dcDown,
  'dc-hung': dcHung,
  'dc-slow': dcSlow,
  'dns-nxdomain': dnsNxdomain,
  'dns-slow': dnsSlow,
  'dns-wrong-address': dnsWrongAddress,
  'garbled-answers': garbledAnswers,
  'graph-throttled': graphThrottled,
  'half-open': halfOpen,
  'last-agent-removed': lastAgentRemoved,
  'late-answers': lateAnswers,
  'live-certificate-deleted': liveCertificateDeleted,
  'lossy-443': lossy443,
  'must-change-password': mustChangePassword,
  'one-dc-down': oneDcDown,
  'only-8080': only8080,
  'other-workstation': otherWorkstation,
  'outside-logon-hours': outsideLogonHours,
  'password-expired': passwordExpired,
  'preview-agent-left-behind': previewAgentLeftBehind,
  'proxy-407': proxy407,
  'proxy-502': proxy502,
  'proxy-blocks-websockets': proxyBlocksWebsockets,
  'proxy-down': proxyDown,
  'queue-lost': queueLost,
  'renewal-refused': renewalRefused,
  'selective-authentication': selectiveAuthentication,
  'sign-ins-throttled': signInsThrottled,
  'slow-443': slow443,
  'srv-missing': srvMissing,
  'staging-server-switched-method': stagingServerSwitchedMethod,
  'stale-replica': staleReplica,
  'suffix-not-routed': suffixNotRouted,
  'sync-not-run': syncNotRun,
  'tls-expired': tlsExpired,
  'tls-inspection': tlsInspection,
  'tls-no-shared-cipher': tlsNoSharedCipher,
  'tls-not-yet-valid': tlsNotYetValid,
  'tls-old-protocol': tlsOldProtocol,
  'tls-wrong-name': tlsWrongName,
  'tls-wrong-usage': tlsWrongUsage,
  'trust-broken': trustBroken,
  'updater-left-behind': updaterLeftBehind,
  'updater-stopped': updaterStopped,
  'upn-differs': upnDiffers,
};
