/**
 * A notice for Alertmanager’s API v2. It forgets what is not sent again, so that what goes on ends
 * by itself some time after the next repetition would have come.
 */
import type { Notice } from '../alert-state.ts';
import { isoOf } from './headline.ts';

const PATIENCE = 1.5;

export function renderAlertmanager(notice: Notice, repeatMs: number): readonly object[] {
  const { kind, state, severity, target, subject, title, text, sinceMs, atMs } = notice;
  const endsMs = state === 'resolved' ? atMs : atMs + PATIENCE * repeatMs;
  const of = kind.startsWith('agent-') ? 'agent' : 'module';
  return [
    {
      labels: {
        alertname: `PtaLab${pascal(kind)}`,
        ...{ severity, target },
        ...(subject !== '' && { [of]: subject }),
      },
      annotations: { summary: title, description: text },
      startsAt: isoOf(sinceMs),
      endsAt: isoOf(endsMs),
    },
  ];
}

/** `agent-failing` → `AgentFailing` */
function pascal(kind: string): string {
  return kind
    .split('-')
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('');
}
