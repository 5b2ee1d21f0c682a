/** A notice as plain JSON, for programs: our own shape, version 1, members are only ever added. */
import type { Notice } from '../alert-state.ts';
import { isoOf } from './headline.ts';

export function renderWebhook(notice: Notice): object {
  const { key, state, severity, kind, target, subject, title, text, sinceMs, atMs } = notice;
  return {
    ...{ version: 1, source: 'pta-lab', key, state, severity, kind, target, subject },
    ...{ title, text, since: isoOf(sinceMs), at: isoOf(atMs) },
  };
}
